//! The orders of the engine.

use domain::SipUri;
use engine::{Notice, Output};

use super::{Around, Calls};

impl Calls {
    /// Does what the engine orders.
    pub(super) fn perform(&mut self, around: &mut Around<'_>, order: Output) {
        match order {
            Output::Refuse { call, refusal } => self.refuse(around, call, refusal),
            Output::Relay { call, owner } => self.relay(around, call, &owner),
            Output::Answer(call) => self.answer(around, call),
            Output::Progress(call) => self.progress(around, call),
            Output::Play { call, playback, prompt, language, digits: _ } => {
                self.play(around, call, playback, (prompt, language));
            }
            Output::StopPlaying(call) => self.stop_playing(call),
            Output::PlayMusic { call, music } => self.play_music(around, call, music),
            Output::Offer { offer, call, agent, context } => {
                self.offer(around, offer, call, (agent, context))
            }
            Output::Withdraw { offer, cause } => self.withdraw(around, offer, cause),
            Output::Join { call, offer } => self.join(around, call, offer),
            Output::EndAgent(offer) => self.end_agent(around, offer),
            Output::Transfer { call, target, .. } => self.transfer(around, call, target),
            Output::EndCall { call, cause } => {
                tracing::info!(%call, ?cause, "a call ends");
                self.end_call(around, call);
            }
            Output::Notice(notice) => report(&notice),
        }
    }
}

/// What an administrator should know goes to the log.
fn report(notice: &Notice) {
    match notice {
        Notice::QueueMissing { call, source, target } => {
            tracing::error!(%call, %source, queue = %target, "an action leads to a queue that the pool does not hold: give it another queue");
        }
        Notice::QueueLoop { call, queue } => {
            tracing::error!(%call, %queue, "queues send their calls to each other in a ring: change their overflow and timeout actions");
        }
        Notice::NoAgents { call, queue } => {
            tracing::error!(%call, %queue, "a queue has no agents: add some to its agent groups");
        }
        Notice::PromptEmpty { call } => {
            tracing::warn!(%call, "a prompt has neither audio nor text and is skipped");
        }
        Notice::OfferUnsupported { agent, .. } => {
            tracing::warn!(%agent, "a telephone of this agent cannot take calls: it must speak PCMA or PCMU over plain RTP, and answer the offer");
        }
        Notice::Healed { waited_for, call, agent } => {
            let (call, agent) = (call.map(|it| it.to_string()), agent.as_ref().map(SipUri::as_str));
            tracing::warn!(
                waited_for,
                call,
                agent,
                "something was not reported in time; calls go on without it"
            );
        }
        Notice::QueueFull { call, queue } => tracing::info!(%call, %queue, "a queue is full"),
        Notice::QueueTimedOut { call, queue } => {
            tracing::info!(%call, %queue, "a call has waited for as long as its queue lets it");
        }
    }
}
