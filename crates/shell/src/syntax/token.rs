//! What a stretch of a script is, for colouring and completion.

use super::source::Span;

/// A stretch of a script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where it stands. Never empty.
    pub span: Span,
    /// What it is.
    pub class: TokenClass,
}

/// What a stretch of a script can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TokenClass {
    /// Blanks, and backticks that continue a line.
    Blank,
    /// The end of a line.
    NewLine,
    /// `# ...` and `<# ... #>`.
    Comment,
    /// The name of a command.
    Command,
    /// A word that is an argument of a command.
    Argument,
    /// `-Name`, with its colon.
    Parameter,
    /// `if`, `function`, ...
    Keyword,
    /// `:outer`.
    Label,
    /// `+`, `-eq`, `|`, `=`, `>`, `&`, ...
    Operator,
    /// A number.
    Number,
    /// Quoted text, without the variables and sub-expressions in it.
    Text,
    /// `$x`, `@x`.
    Variable,
    /// The name after `.` or `::`, the key in a hashtable, the name of an argument of an attribute.
    Member,
    /// The name of a type or an attribute.
    Type,
    /// Brackets, commas and semicolons.
    Punctuation,
    /// What an error was reported for.
    Unknown,
}
