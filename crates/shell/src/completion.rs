//! What may stand at the cursor of a prompt.
//!
//! [`complete`] looks at the text before the cursor and at the session, and gives candidates with the stretch of
//! text that they replace. It runs nothing: where the value before a `.` is a variable its members are known,
//! where it is a command they follow from what the command yields. What the product knows (identities of pools,
//! names of objects) comes from the [`Completer`]s that are registered with the session.

mod candidate;
mod command;
mod context;
mod known_members;
mod members;
mod names;
mod paths;
mod values;

use crate::session::Session;
use crate::syntax::Span;

pub use candidate::{Candidate, CandidateKind};
pub use values::{Asked, Completer};

use candidate::Gathering;
use context::{Context, Wanted};

/// What may stand at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// What a candidate replaces, in bytes of the text; it ends at the cursor.
    pub span: Span,
    /// The most likely first.
    pub candidates: Vec<Candidate>,
}

/// The candidates for a place in a text; `cursor` counts bytes.
pub fn complete(text: &str, cursor: usize, session: &Session) -> Completion {
    let before = text.get(..cursor).unwrap_or(text);
    let context = Context::at_end(before);
    let mut found = Gathering::new(context.word_text(), context.span());
    match &context.wanted {
        Wanted::Nothing => {}
        Wanted::Command => names::commands(&mut found, session),
        Wanted::Variable => names::variables(&mut found, before, session),
        Wanted::Type => names::types(&mut found, session),
        Wanted::Operator => names::operators(&mut found),
        Wanted::Member { target } => members::members(&mut found, &context, target.clone(), session),
        Wanted::Parameter => command::parameters(&mut found, &context, session),
        Wanted::Argument { of } => command::arguments(&mut found, &context, of.as_deref(), session),
    }
    found.into_completion()
}

/// The name of the command that the cursor stands in, or whose name it touches: what help would be about.
pub fn command_at(text: &str, cursor: usize) -> Option<String> {
    // The whole word counts, also where the cursor stands within it.
    let rest = text.get(cursor..).unwrap_or_default();
    let word = rest.find(|sign: char| !(sign.is_alphanumeric() || sign == '-')).unwrap_or(rest.len());
    Context::at_end(text.get(..cursor + word).unwrap_or(text)).command_name()
}

/// How many candidates are given at most.
pub const CANDIDATES_MAX: usize = 500;
