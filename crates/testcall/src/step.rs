use std::fmt;

use domain::{AudioFile, ObjectName, Prompt, SipUri};
use serde::{Deserialize, Serialize};

/// One thing that happens to the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Hears a prompt to its end.
    Prompt(Kind, Prompt),
    /// Presses a key.
    Press(char),
    /// Hears a question for which no key is left: hangs up.
    NoKeyLeft,
    /// Waits for an agent.
    Wait(Waiting),
    /// Is connected with an address outside of the queues.
    Transfer(SipUri),
    /// The call is ended by the pool.
    End,
}

/// What a prompt is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Said before anything else while the workflow is open.
    Welcome,
    /// Said outside of the hours of business.
    Closed,
    /// Said on a holiday.
    Holiday,
    /// A question.
    Question,
    /// Said behind an answer, before what it leads to.
    Answer,
    /// Said when a queue takes no more calls.
    Overflow,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Welcome => "the welcome message",
            Self::Closed => "the message outside of the hours of business",
            Self::Holiday => "the message for holidays",
            Self::Question => "the question",
            Self::Answer => "the message behind the answer",
            Self::Overflow => "the message of the full queue",
        })
    }
}

/// The wait for an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Where.
    pub queue: ObjectName,
    /// The music; nothing for the built-in one.
    pub music: Option<AudioFile>,
    /// Who may be offered the call, group by group.
    pub members: Vec<Member>,
}

/// An agent in one group of a queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Who.
    pub agent: SipUri,
    /// In which agent group.
    pub group: ObjectName,
    /// Whether the agent takes calls of the group, as far as signing in goes.
    pub is_signed_in: bool,
}

/// Why a call is not answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refused {
    /// The workflow is not active.
    Inactive,
    /// Outside of the hours of business, and nothing is said.
    Closed,
    /// A holiday, and nothing is said.
    Holiday,
    /// The queue has no agents.
    NoAgents(ObjectName),
    /// The queue takes no call.
    Overflow(ObjectName),
    /// An action or a queue is missing.
    Misconfigured,
}

impl Refused {
    /// The status that says so, where the configuration means it so; nothing where it has a fault.
    pub(crate) const fn intended(&self) -> Option<u16> {
        match self {
            Self::Closed | Self::Holiday => Some(480),
            Self::Overflow(_) => Some(486),
            Self::Inactive | Self::NoAgents(_) | Self::Misconfigured => None,
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inactive => f.write_str(
                "the workflow is not active; set Active to $true and save it with Set-CsRgsWorkflow",
            ),
            Self::Closed => {
                f.write_str("it is outside of the hours of business, and the workflow says nothing then")
            }
            Self::Holiday => f.write_str("it is a holiday, and the workflow says nothing then"),
            Self::NoAgents(queue) => {
                write!(f, "the queue \"{queue}\" has no agents; add some to an agent group of it")
            }
            Self::Overflow(queue) => {
                write!(f, "the queue \"{queue}\" takes no calls, and its OverflowAction says nothing")
            }
            Self::Misconfigured => f.write_str(
                "an action of the workflow is missing or leads to a queue that does not exist any more",
            ),
        }
    }
}
