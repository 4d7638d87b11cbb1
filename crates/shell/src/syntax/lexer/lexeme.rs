//! What the parser sees of the text.

use crate::syntax::{operator::AssignmentOperator, source::Span};

/// What the parser expects next, which decides what it gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::syntax) enum Mode {
    /// The name or an argument of a command: words reach to the next blank.
    Command,
    /// Behind a value: `-` is an operator.
    Expression,
    /// Where a value begins: `-1` is a number.
    Value,
}

/// A lexeme and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::syntax) struct Lexeme {
    pub(in crate::syntax) kind: Kind,
    pub(in crate::syntax) span: Span,
}

/// What a lexeme is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::syntax) enum Kind {
    End,
    NewLine,
    Semicolon,
    Comma,
    Pipe,
    Ampersand,
    /// `&&`
    And,
    /// `||`
    Or,
    ParenOpen,
    ParenClose,
    BraceOpen,
    BraceClose,
    BracketOpen,
    BracketClose,
    /// `$(`
    DollarParen,
    /// `@(`
    AtParen,
    /// `@{`
    AtBrace,
    /// The opening quote.
    SingleQuote,
    /// The opening quote, which may be two in a sub-expression of a text.
    DoubleQuote,
    /// `@'`
    SingleHere,
    /// `@"`
    DoubleHere,
    /// The whole variable.
    Variable,
    /// `@name`
    Splat,
    /// The whole number.
    Number,
    /// Letters, digits and underscores.
    Identifier,
    /// Another word. The span has its first character only.
    Word,
    /// `-Name`, in a command also `-Name:`. In an expression an operator.
    Parameter,
    /// `:name`
    Label,
    /// `>`, `2>>`, `2>&1`, `<`.
    Redirection,
    Symbol(Symbol),
    Assignment(AssignmentOperator),
    /// A character that begins nothing.
    Unknown,
}

/// An operator that is not a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::syntax) enum Symbol {
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Not,
    PlusPlus,
    MinusMinus,
    DotDot,
    Dot,
    ColonColon,
    Colon,
}
