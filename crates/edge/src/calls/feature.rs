//! Agents who dial a code: they are signed in or out of their formal groups, and hear that it is done.
//!
//! The call is none of the engine's. Who makes it has proved who it is before.

use std::{collections::BTreeMap, future::Future, pin::Pin, sync::Arc, time::Duration};

use dialog::{Closing, Leg, LegInput, LegOutput, Uri, message::Request};
use domain::{Language, Prompt, SipUri, SpokenText};
use speech::Unready;
use stdx::Instant;
use tokio::sync::mpsc;

use super::{
    Around, Calls, Wait,
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
}

/// A call to a code.
pub(crate) struct Feature {
    pub(super) agent: SipUri,
    signed_in: bool,
    /// What the agent is to hear, and until when its sound is waited for.
    words: Option<(Prompt, Instant)>,
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
    /// Makes ready what agents hear who dial a code.
    pub(crate) fn prepare_codes(&self) {
        if self.features.codes.sign_in.is_some() || self.features.codes.sign_out.is_some() {
            WORDS.into_iter().for_each(|words| self.voice.prepare_prompt(&prompt(words), language()));
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
        let [signed_in, signed_out, refused] = WORDS;
        let words = match (is_done, feature.signed_in) {
            (true, true) => signed_in,
            (true, false) => signed_out,
            (false, _) => refused,
        };
        feature.words = Some((prompt(words), around.now.after(SOUND_PATIENCE)));
        self.say_words(around, line);
    }

    /// Says what is to be said, now or as soon as its sound is ready; without it the call just ends.
    pub(super) fn say_words(&mut self, around: &mut Around<'_>, line: LineId) {
        let Some(feature) = self.features.calls.get(&line) else { return };
        let Some((words, until)) = &feature.words else { return };
        match self.voice.play(line, words, language(), line.0) {
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

fn prompt(words: &str) -> Prompt {
    Prompt { text_to_speech_prompt: SpokenText::new(words).ok(), audio_file_prompt: None }
}

fn language() -> Language {
    Language::new("en-US").expect("it is one of the 26")
}

/// What agents hear: signed in, signed out, neither.
const WORDS: [&str; 3] = [
    "You are signed in.",
    "You are signed out.",
    "You could not be signed in or out. Please ask your administrator.",
];
/// How long a call waits in silence for a sound that is being made.
const SOUND_PATIENCE: Duration = Duration::from_secs(5);
/// How often it looks.
const SOUND_LOOK: Duration = Duration::from_millis(20);
