//! Test calls in the log: they change nothing, and who placed which is known all the same.

use crate::{Decision, Reply};

/// The record of a test call.
pub(crate) fn note(words: &str) -> Decision {
    Decision {
        request: words
            .chars()
            .map(|sign| if sign.is_control() { ' ' } else { sign })
            .take(WORDS_MAX)
            .collect(),
        changes: Vec::new(),
        audio: Vec::new(),
        reply: Reply::Done,
        warnings: Vec::new(),
    }
}

/// Characters of a record.
const WORDS_MAX: usize = 400;
