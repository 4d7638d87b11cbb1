//! What can be wrong with a script, and what is odd about it.

use std::fmt;

use super::{
    problem::Problem,
    source::{Position, Span},
};

/// Something that keeps a script from running.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where it stands.
    pub span: Span,
    /// The same as line and column.
    pub position: Position,
    /// What is wrong.
    pub problem: Problem,
    /// Whether more text could still put it right: the script ended too early.
    pub incomplete: bool,
}

impl SyntaxError {
    /// The identifier by which PowerShell's own errors are known, where it has one for this.
    pub fn id(&self) -> &'static str {
        self.problem.id()
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        self.problem.hint()
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line {}, column {}: {}", self.position.line, self.position.column, self.problem)
    }
}

impl std::error::Error for SyntaxError {}

/// Whether a text that has these errors only lacks its end, so that a prompt should ask for more lines.
pub fn is_incomplete(errors: &[SyntaxError]) -> bool {
    !errors.is_empty() && errors.iter().all(|error| error.incomplete)
}

/// Something that was read otherwise than PowerShell reads it. The script runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxWarning {
    /// Where it stands.
    pub span: Span,
    /// The same as line and column.
    pub position: Position,
    /// What is odd.
    pub oddity: Oddity,
}

impl fmt::Display for SyntaxWarning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line {}, column {}: {}", self.position.line, self.position.column, self.oddity)
    }
}

/// What is odd about a script that runs nevertheless.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Oddity {
    /// `"service:ApplicationServer"pool.contoso.com"`.
    #[error("the quotes of this identity are misplaced; it is read as \"{read_as}\"")]
    MisplacedQuote {
        /// The identity.
        read_as: String,
    },
    /// `service: ApplicationServer:pool.contoso.com`.
    #[error("this identity has a blank after a colon; it is read as \"{read_as}\"")]
    BlankAfterColon {
        /// The identity.
        read_as: String,
    },
}
