use std::time::Duration;

use domain::SipUri;

/// What a test call found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The workflow that was called.
    pub workflow: String,
    /// Its address.
    pub address: SipUri,
    /// Whether the pool answered; early media is no answer.
    pub answered: bool,
    /// The status of a call that was refused, before or after early media.
    pub status: Option<u16>,
    /// The messages that were heard whole.
    pub prompts_heard: Vec<String>,
    /// The questions that were heard whole.
    pub questions_heard: Vec<String>,
    /// The keys that were pressed.
    pub digits_sent: Vec<char>,
    /// Whether the right music was heard; nothing where none was due.
    pub music_heard: Option<bool>,
    /// The queue that the call came to.
    pub queue: Option<String>,
    /// The agent who was connected.
    pub agent: Option<SipUri>,
    /// From dialling to the answer.
    pub time_to_answer: Option<Duration>,
    /// From dialling to the first sound.
    pub time_to_first_sound: Option<Duration>,
    /// From dialling to the agent's answer.
    pub time_to_agent: Option<Duration>,
    /// Whether caller and agent heard each other; nothing where no agent was to answer.
    pub two_way_voice: Option<bool>,
    /// The verdict.
    pub verdict: Verdict,
    /// Why; whole sentences.
    pub reasons: Vec<String>,
}

/// Whether everything was as it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was.
    Passed,
    /// Something was not.
    Failed,
}

impl Report {
    pub(crate) const fn new(workflow: String, address: SipUri) -> Self {
        Self {
            workflow,
            address,
            answered: false,
            status: None,
            prompts_heard: Vec::new(),
            questions_heard: Vec::new(),
            digits_sent: Vec::new(),
            music_heard: None,
            queue: None,
            agent: None,
            time_to_answer: None,
            time_to_first_sound: None,
            time_to_agent: None,
            two_way_voice: None,
            verdict: Verdict::Passed,
            reasons: Vec::new(),
        }
    }

    /// A call that could not be placed.
    pub fn unplaced(workflow: String, address: SipUri, reason: String) -> Self {
        let mut report = Self::new(workflow, address);
        report.fail(reason);
        report
    }

    /// Something was not as it should be.
    pub(crate) fn fail(&mut self, reason: impl Into<String>) {
        self.verdict = Verdict::Failed;
        self.reasons.push(reason.into());
    }
}
