//! The language's text: lexer, syntax tree and parser. Nothing here runs anything.
//!
//! [`parse`] takes a whole script and gives a [`Parsed`]: a tree in every case, all errors, the warnings, and
//! the tokens for colours. A script is run only if `errors` is empty; the tree of a wrong script is there
//! for completion. The parser never panics, takes time linear in the length of the text, and is bounded by
//! [`SOURCE_BYTES_MAX`], [`NESTING_MAX`], [`DEPTH_MAX`] and [`ERRORS_MAX`].
//!
//! ```
//! let parsed = shell::syntax::parse("Get-CsRgsQueue | Where-Object { $_.Name -eq 'Help Desk' }");
//! assert!(parsed.errors.is_empty());
//! assert_eq!(
//!     parsed.dump(),
//!     "(pipe (cmd Get-CsRgsQueue) (cmd Where-Object (block (-eq (. $_ Name) 'Help Desk'))))\n"
//! );
//! ```
//!
//! # For the evaluator
//! * [`tree::ScriptBlock`] is the root and the body of every function and block. It is shared (`Arc`), so a
//!   value may hold one, and it carries its [`Source`]: `block.source.slice(span)` is the text of a node,
//!   `block.source.position(span.start)` its line and column.
//! * The tree's depth is at most [`DEPTH_MAX`] statements and expressions, so recursion over it is bounded.
//! * Names keep their case; compare without it. Variables have their scope taken apart ([`tree::Scope`]).
//! * Which parameter takes which value is not decided here: `-Name value` is two arguments, `-Name:value`
//!   one. A number as an argument ([`tree::ExpressionKind::Number`]) has its text in its span.
//! * A bare word is [`tree::ExpressionKind::Text`] with [`tree::Quote::Bare`]; with variables in it, it is
//!   [`tree::ExpressionKind::Expandable`]. Escapes are resolved in both.
//! * [`walk::walk`] visits every node: the way to look for commands and types that are not there.
//!
//! # For the front
//! [`is_incomplete`] says whether a prompt should ask for another line, [`tokens`] what to colour; a
//! [`SyntaxError`] has a span, an id, a message (`problem`) and a hint, a [`SyntaxWarning`] says how an odd
//! identity was read.

mod characters;
mod dump;
mod error;
mod expression;
mod lexer;
pub mod operator;
mod parser;
mod problem;
mod source;
mod token;
pub mod tree;
pub mod walk;

use std::sync::Arc;

pub use error::{Oddity, SyntaxError, SyntaxWarning, is_incomplete};
pub use problem::{Problem, Unsupported};
pub use source::{Position, Source, Span};
pub use token::{Token, TokenClass};

/// The longest script that is read.
pub const SOURCE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// How many statements and expressions may stand within each other.
pub const NESTING_MAX: usize = 128;
/// How deep a tree may be. Chains of operators and members make it deeper than what is nested.
pub const DEPTH_MAX: usize = 400;
/// After so many errors the rest is not reported.
pub const ERRORS_MAX: usize = 100;

/// What a text says.
#[derive(Debug, Clone)]
pub struct Parsed {
    /// What is to run, if there are no errors.
    pub script: Arc<tree::ScriptBlock>,
    /// What is wrong, in the order of the text.
    pub errors: Vec<SyntaxError>,
    /// What was read otherwise than PowerShell reads it.
    pub warnings: Vec<SyntaxWarning>,
    /// Every byte of the text, in order.
    pub tokens: Vec<Token>,
}

impl Parsed {
    /// The tree as text, a line for each statement. Meant for tests and people.
    pub fn dump(&self) -> String {
        dump::script(&self.script)
    }
}

/// Reads a script, or a line of a prompt.
pub fn parse(text: &str) -> Parsed {
    parser::parse(text)
}

/// What each stretch of a text is. The tokens cover every byte, also those of a wrong script.
pub fn tokens(text: &str) -> Vec<Token> {
    parse(text).tokens
}
