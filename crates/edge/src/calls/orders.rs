//! The orders of the engine.

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
        Notice::QueueMissing { .. } | Notice::QueueLoop { .. } | Notice::NoAgents { .. } => {
            tracing::error!(?notice, "a call met a fault of the configuration");
        }
        Notice::Healed { .. } => tracing::warn!(?notice, "something was not reported in time"),
        Notice::PromptEmpty { .. } | Notice::OfferUnsupported { .. } => tracing::warn!(?notice, "calls"),
        Notice::QueueFull { .. } | Notice::QueueTimedOut { .. } => tracing::info!(?notice, "calls"),
    }
}
