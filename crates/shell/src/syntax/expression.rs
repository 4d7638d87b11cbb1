//! The expressions of the tree.

use std::sync::Arc;

use super::{
    operator::{BinaryOperator, PostfixOperator, UnaryOperator},
    source::Span,
    tree::{Attribute, Block, ScriptBlock, Statement, TypeName},
};

/// Something that has a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: ExpressionKind,
}

/// What an expression can be.
#[derive(Debug, Clone, PartialEq)]
pub enum ExpressionKind {
    /// `1`, `0x10`, `2kb`. As an argument of a command its text counts too (`007`): the span has it.
    Number(Number),
    /// Text without anything to expand; also a plain word as name or argument of a command.
    Text {
        /// With escapes resolved.
        value: Arc<str>,
        /// How it was written.
        quote: Quote,
    },
    /// Text with variables or sub-expressions in it. Never [`Quote::Single`] or [`Quote::SingleHere`].
    Expandable {
        /// In order; no two texts stand side by side.
        parts: Vec<Part>,
        /// How it was written. [`Quote::Bare`] for an argument such as `$folder/file`.
        quote: Quote,
    },
    /// `$x`.
    Variable(Variable),
    /// `@x` as an argument: its content as parameters.
    Splat(Variable),
    /// `1, 2, 3`, or `, 1`.
    List(Vec<Expression>),
    /// `@( ... )`: always an array.
    Array(Block),
    /// `$( ... )`.
    SubExpression(Block),
    /// `( ... )`: a pipeline or an assignment, which then has a value.
    Paren(Box<Statement>),
    /// `@{ ... }`. In a cast to `ordered` or `PSCustomObject` the order of the entries counts.
    Hashtable(Vec<Entry>),
    /// `{ ... }`.
    ScriptBlock(Arc<ScriptBlock>),
    /// `[int]` as a value.
    Type(TypeName),
    /// `[int]$x`.
    Cast {
        /// The type in brackets.
        to: TypeName,
        /// What is converted.
        operand: Box<Expression>,
    },
    /// `[ValidateRange(1, 5)]$x` on the left of an assignment.
    Attributed {
        /// The attribute.
        attribute: Attribute,
        /// What it stands before.
        operand: Box<Expression>,
    },
    /// `-not $x`, `-$x`, `++$x`, `-join $x`.
    Unary {
        /// Which.
        operator: UnaryOperator,
        /// What it is applied to.
        operand: Box<Expression>,
    },
    /// `$x++`.
    Postfix {
        /// Which.
        operator: PostfixOperator,
        /// What it is applied to.
        operand: Box<Expression>,
    },
    /// `1 + 2`. A comma makes a [`ExpressionKind::List`] instead.
    Binary {
        /// Which.
        operator: BinaryOperator,
        /// Evaluated first.
        left: Box<Expression>,
        /// Evaluated second; by `-and` and `-or` only where it matters.
        right: Box<Expression>,
    },
    /// `$x.Name`, `[Type]::Name`.
    Member {
        /// What has the member.
        target: Box<Expression>,
        /// Its name.
        name: Box<MemberName>,
        /// Whether it was `::`.
        is_static: bool,
    },
    /// `$x.Name(1, 2)`, `[Type]::Name(1, 2)`.
    Call {
        /// What has the method.
        target: Box<Expression>,
        /// Its name.
        name: Box<MemberName>,
        /// What stands in the parentheses.
        arguments: Vec<Expression>,
        /// Whether it was `::`.
        is_static: bool,
    },
    /// `$x[0]`.
    Index {
        /// What is indexed.
        target: Box<Expression>,
        /// What stands in the brackets; a [`ExpressionKind::List`] takes several.
        index: Box<Expression>,
    },
    /// Something that an error was reported for.
    Error,
}

/// The value of a number as written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// 32 bits: the first choice.
    Int(i32),
    /// 64 bits: with the suffix `l`, or too large for 32.
    Long(i64),
    /// With the suffix `d`, or a whole number too large for 64 bits: `digits / 10^scale`. The digits have at
    /// most 96 bits, the scale is at most 28.
    Decimal {
        /// Signed.
        digits: i128,
        /// How many of the digits stand after the point.
        scale: u8,
    },
    /// With a point or an exponent, or too large for all others.
    Double(f64),
}

/// How a text was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quote {
    /// Without quotes.
    Bare,
    /// `'...'`.
    Single,
    /// `"..."`.
    Double,
    /// `@'` ... `'@`.
    SingleHere,
    /// `@"` ... `"@`.
    DoubleHere,
}

/// A piece of expandable text.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: PartKind,
}

/// What a piece of expandable text can be.
#[derive(Debug, Clone, PartialEq)]
pub enum PartKind {
    /// As it is, with escapes resolved.
    Text(Arc<str>),
    /// A [`ExpressionKind::Variable`] or a [`ExpressionKind::SubExpression`].
    Value(Expression),
}

/// A variable, without its `$`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// With the `$` or `@`.
    pub span: Span,
    /// What stands before the colon.
    pub scope: Scope,
    /// `_`, `?`, `^`, `$`, or a name as written, without braces and escapes.
    pub name: Arc<str>,
}

/// Where a variable is looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// `$x`: from the innermost scope outwards. `$variable:x` is the same.
    Nearest,
    /// `$global:x`.
    Global,
    /// `$script:x`.
    Script,
    /// `$local:x`.
    Local,
    /// `$private:x`.
    Private,
    /// `$env:PATH`, `$function:name`: an item of a drive.
    Drive(Arc<str>),
}

/// The name after `.` or `::`.
#[derive(Debug, Clone, PartialEq)]
pub enum MemberName {
    /// `$x.Name`.
    Fixed {
        /// Where it stands.
        span: Span,
        /// As written.
        name: Arc<str>,
    },
    /// `$x.$name`, `$x."a $b"`, `$x.(...)`: known when it runs.
    Computed(Expression),
}

/// `key = value` in a hashtable.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Where it stands.
    pub span: Span,
    /// A [`ExpressionKind::Text`] with [`Quote::Bare`] for a plain word.
    pub key: Expression,
    /// Any statement that has output.
    pub value: Statement,
}
