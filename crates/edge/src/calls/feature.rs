//! Agents who dial a code: they are signed in or out of their formal groups, and hear that it is done.
//!
//! The call is none of the engine's. Who makes it has proved who it is before.

use std::{
    collections::{BTreeMap, BTreeSet},
    future::Future,
    pin::Pin,
    sync::Arc,
    time::Duration,
};

use dialog::{Closing, Leg, LegInput, LegOutput, Uri, message::Request};
use domain::{Configuration, Language, Prompt, SipUri};
use speech::Unready;
use stdx::Instant;
use tokio::sync::mpsc;

use super::{
    Around, Calls, Wait,
    confirmation::{self, Outcome},
    dialled::{Addresses, unescaped},
    line::{LineId, Owner},
};
use crate::{config::Codes, event::Event, transaction::ServerId, transport::Path};

/// Signs an agent in or out; says whether it was done. What went wrong is in the log.
pub type SignIn = Arc<dyn Fn(SipUri, bool) -> Pin<Box<dyn Future<Output = bool> + Send>> + Send + Sync>;

/// The codes, and the calls to them.
pub(crate) struct Features {
    pub(crate) codes: Codes,
    pub(crate) sign_in: SignIn,
    pub(crate) events: mpsc::Sender<Event>,
    pub(crate) calls: BTreeMap<LineId, Feature>,
    /// The languages in which the confirmations are ready, or being made.
    pub(crate) prepared: BTreeSet<Language>,
}

/// A call to a code.
pub(crate) struct Feature {
    pub(super) agent: SipUri,
    signed_in: bool,
    /// What the agent is to hear, and until when its sound is waited for.
    words: Option<((Prompt, Language), Instant)>,
}

impl Features {
    /// Whether an address is a code: to sign in, or out.
    pub(super) fn dialled(&self, addresses: &Addresses, uri: &Uri) -> Option<bool> {
        let key = addresses.dialled(uri);
        let user = unescaped(uri.user.as_deref().unwrap_or_default()).to_lowercase();
        let is = |code: &SipUri| {
            let code = code.key();
            let name = code.trim_start_matches("sip:").split('@').next();
            code == *key || addresses.is_ours(&uri.host) && name == Some(&user)
        };
        let codes = [(&self.codes.sign_in, true), (&self.codes.sign_out, false)];
        codes.into_iter().find(|(code, _)| code.as_ref().is_some_and(is)).map(|(_, signed_in)| signed_in)
    }
}

impl Calls {
    /// Makes ready what agents hear who dial a code, in every language of the pool.
    pub(super) fn prepare_codes(&mut self, configuration: &Configuration) {
        if self.features.codes.sign_in.is_none() && self.features.codes.sign_out.is_none() {
            return;
        }
        for language in confirmation::languages(configuration) {
            if self.features.prepared.insert(language) {
                for outcome in Outcome::ALL {
                    let (words, language) = outcome.spoken(language);
                    self.voice.prepare_prompt(&words, language);
                }
            }
        }
    }

    /// An agent dialled a code.
    pub(super) fn feature(
        &mut self,
        around: &mut Around<'_>,
        (leg, path): (Leg, Path),
        invite: (&Request, ServerId),
        (agent, signed_in): (SipUri, bool),
    ) {
        let line = self.lines.next_id();
        self.lines.take(line, Owner::Feature, leg, path, invite);
        self.features.calls.insert(line, Feature { agent: agent.clone(), signed_in, words: None });
        self.count_elsewhere(around, Some(agent));
        match self.open_media(around, line, path) {
            Some(local) => self.order(around, line, LegInput::Answer(local)),
            None => self.order(around, line, LegInput::End(Closing::Plain)),
        }
        self.drain(around);
    }

    /// What the line of an agent has to say who dialled a code.
    pub(super) fn feature_says(&mut self, around: &Around<'_>, line: LineId, output: &LegOutput) {
        match output {
            LegOutput::Established => {
                let Some(feature) = self.features.calls.get(&line) else { return };
                let (agent, signed_in) = (feature.agent.clone(), feature.signed_in);
                tracing::info!(%agent, signed_in, "an agent dialled a code");
                let (work, events) =
                    ((self.features.sign_in)(agent, signed_in), self.features.events.clone());
                tokio::spawn(async move {
                    let is_done = work.await;
                    if events.send(Event::SignedIn(line, is_done)).await.is_err() {
                        tracing::debug!("the loop of the edge has ended");
                    }
                });
            }
            LegOutput::Ended(_) | LegOutput::Refused(_) => {
                let agent = self.features.calls.remove(&line).map(|feature| feature.agent);
                self.count_elsewhere(around, agent);
            }
            _ => {}
        }
    }

    /// An agent was signed in or out, or could not be.
    pub(crate) fn signed_in(&mut self, around: &mut Around<'_>, line: LineId, is_done: bool) {
        let Some(feature) = self.features.calls.get_mut(&line) else { return };
        let outcome = match (is_done, feature.signed_in) {
            (true, true) => Outcome::SignedIn,
            (true, false) => Outcome::SignedOut,
            (false, _) => Outcome::Refused,
        };
        let configuration = self.engine.configuration();
        let language = confirmation::language_of(configuration, self.engine.directory(), &feature.agent);
        feature.words = Some((outcome.spoken(language), around.now.after(SOUND_PATIENCE)));
        self.say_words(around, line);
    }

    /// Says what is to be said, now or as soon as its sound is ready; without it the call just ends.
    pub(super) fn say_words(&mut self, around: &mut Around<'_>, line: LineId) {
        let Some(feature) = self.features.calls.get(&line) else { return };
        let Some(((words, language), until)) = &feature.words else { return };
        match self.voice.play(line, words, *language, line.0) {
            Ok(()) => {}
            Err(Unready::NotReady) if around.now < *until => {
                self.waits.set(around.now.after(SOUND_LOOK), Wait::Words(line));
            }
            Err(reason) => {
                tracing::warn!(%reason, "an agent hears no confirmation");
                self.order(around, line, LegInput::End(Closing::Plain));
            }
        }
        self.drain(around);
    }
}

/// How long a call waits in silence for a sound that is being made.
const SOUND_PATIENCE: Duration = Duration::from_secs(5);
/// How often it looks.
const SOUND_LOOK: Duration = Duration::from_millis(20);
