//! A test call: what a caller should hear by the configuration, and whether it was heard.
//!
//! [`Script::write`] follows a configuration and says what a call to a workflow comes to; with its sounds it is a
//! [`Score`]. A [`Course`] goes through the score while a real call is in progress and gives a [`Report`]. Nothing here
//! knows SIP or a socket: who places the call tells the course what happened and does what it orders.
//!
//! The script shares no code with the engine that distributes calls, so that a fault of the one is not a fault of the
//! other.

mod course;
mod hearing;
mod report;
mod score;
mod script;
mod sound;
mod step;

pub use course::{CALLER_TONE, Course, Input, NOT_TRANSFERRED, Output, PHONE_TONE, POOL_UNREACHED};
pub use report::{Report, Verdict};
pub use score::{Cue, Line, Score, Sound};
pub use script::{Opening, Script, Unwritable};
pub use step::{Kind, Member, Refused, Step, Waiting};
