//! The syntax tree: what a script says, before anything runs.
//!
//! Every node has a [`Span`] of bytes in its [`Source`]. Names keep the letters they were written with; they
//! are compared without case by whoever looks them up. A [`ScriptBlock`] is shared and carries its source, so
//! a value that holds one can print itself and say where an error happened.
//!
//! Where the text was wrong the tree has [`ExpressionKind::Error`] or [`StatementKind::Error`], and the list
//! of errors says why; a tree is run only if that list is empty.

use std::sync::Arc;

use super::{
    operator::AssignmentOperator,
    source::{Source, Span},
};

/// A script, the body of a function, or `{ ... }` as a value.
#[derive(Debug, Clone, PartialEq)]
pub struct ScriptBlock {
    /// With its braces, or the whole text of a script.
    pub span: Span,
    /// The text that the spans of everything below count in.
    pub source: Arc<Source>,
    /// The `#requires` lines; only the outermost block of a script has any.
    pub requirements: Vec<Requirement>,
    /// Attributes of the block itself, such as `[CmdletBinding()]`.
    pub attributes: Vec<Attribute>,
    /// From `param(...)`, or from the parentheses after the name of a function.
    pub parameters: Vec<Parameter>,
    /// `begin { ... }`.
    pub begin: Option<Block>,
    /// `process { ... }`, or the statements of a `filter` that names no blocks.
    pub process: Option<Block>,
    /// `end { ... }`, or the statements where no blocks are named.
    pub end: Option<Block>,
}

/// Statements one after the other. The span includes braces or parentheses, if there are any.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// Where it stands.
    pub span: Span,
    /// In the order they run.
    pub statements: Vec<Statement>,
}

/// A `#requires` line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requirement {
    /// The line.
    pub span: Span,
    /// The parameter without its dash, as written: `Version`, `Modules`, `RunAsAdministrator`, ...
    pub name: Arc<str>,
    /// What stands after it, as written, without the blanks around it; empty for a switch.
    pub value: Arc<str>,
}

/// One statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: StatementKind,
}

/// What a statement can be.
#[derive(Debug, Clone, PartialEq)]
pub enum StatementKind {
    /// `Get-CsRgsQueue | Where-Object { ... }`; also a lone expression such as `$x`.
    Pipeline(Pipeline),
    /// `$x = ...`, `$x += ...`.
    Assignment(Assignment),
    /// `if (...) { } elseif (...) { } else { }`.
    If(If),
    /// `while`, `do`, `for`, `foreach`, with the label before it, without its colon.
    Loop {
        /// `:outer` before the loop.
        label: Option<Arc<str>>,
        /// Which loop.
        kind: Box<Loop>,
    },
    /// `switch (...) { ... }`.
    Switch(Box<Switch>),
    /// `function` or `filter`.
    Function(Function),
    /// `try { } catch { } finally { }`.
    Try(Try),
    /// `trap { }`: takes the errors of the block that it stands in.
    Trap(Catch),
    /// `data name { }`: the values of the body, in the variable if there is one.
    Data {
        /// Its variable.
        variable: Option<Variable>,
        /// What yields the values.
        body: Block,
    },
    /// `throw`, with what is thrown.
    Throw(Option<Box<Statement>>),
    /// `return`, with what is returned.
    Return(Option<Box<Statement>>),
    /// `exit`, with the exit code.
    Exit(Option<Box<Statement>>),
    /// `break`, with the label: a [`ExpressionKind::Text`] where it is a plain word.
    Break(Option<Box<Expression>>),
    /// `continue`, with the label.
    Continue(Option<Box<Expression>>),
    /// Something that an error was reported for.
    Error,
}

/// Commands and expressions, each fed by the one before it. At least one element.
#[derive(Debug, Clone, PartialEq)]
pub struct Pipeline {
    /// From the first to the last element.
    pub span: Span,
    /// Only the first may be an expression.
    pub elements: Vec<PipelineElement>,
}

/// One stage of a pipeline.
#[derive(Debug, Clone, PartialEq)]
pub enum PipelineElement {
    /// `$x`, `1..10`, `(Get-Date).Year`.
    Expression {
        /// What is evaluated.
        expression: Expression,
        /// `> file` and the like after it.
        redirections: Vec<Redirection>,
    },
    /// `Get-Date -Format o`.
    Command(Command),
}

/// A command with its arguments.
#[derive(Debug, Clone, PartialEq)]
pub struct Command {
    /// From the operator or the name to the last argument or redirection.
    pub span: Span,
    /// How it is called.
    pub invocation: Invocation,
    /// The name: a [`ExpressionKind::Text`] for a plain word, any expression after `&` and `.`.
    pub name: Box<Expression>,
    /// In the order written.
    pub arguments: Vec<Argument>,
    /// `> file`, `2>&1`, in the order written.
    pub redirections: Vec<Redirection>,
}

/// How a command is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invocation {
    /// By its name.
    Plain,
    /// `& $block`: in a scope of its own.
    Call,
    /// `. ./functions.ps1`: in the scope of the caller.
    Dot,
}

/// One argument of a command.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: ArgumentKind,
}

/// What an argument can be.
#[derive(Debug, Clone, PartialEq)]
pub enum ArgumentKind {
    /// `-Name`, or `-Name:value`. Whether the next argument belongs to it is for the binding to say.
    Parameter {
        /// Without the dash and the colon.
        name: Arc<str>,
        /// What stands after the colon.
        value: Option<Expression>,
    },
    /// A value; [`ExpressionKind::Splat`] gives parameters by name or position.
    Value(Expression),
    /// `--`: what follows are values, whatever they begin with.
    EndOfParameters,
}

/// Where output goes instead.
#[derive(Debug, Clone, PartialEq)]
pub struct Redirection {
    /// The operator and the target.
    pub span: Span,
    /// What is redirected.
    pub from: Stream,
    /// Where it goes.
    pub to: RedirectionTarget,
}

/// Where a stream is redirected to.
#[derive(Debug, Clone, PartialEq)]
pub enum RedirectionTarget {
    /// `> path`, or `>> path`. `$null` throws the output away.
    File {
        /// The path.
        path: Box<Expression>,
        /// Whether it was `>>`.
        append: bool,
    },
    /// `&1`: into the output.
    Output,
}

/// A numbered stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stream {
    /// 1.
    Output,
    /// 2.
    Error,
    /// 3.
    Warning,
    /// 4.
    Verbose,
    /// 5.
    Debug,
    /// 6.
    Information,
    /// `*`.
    All,
}

/// `$x = 1`. The target is a variable, property, index, list of those, or any of them after a type.
#[derive(Debug, Clone, PartialEq)]
pub struct Assignment {
    /// What is assigned to.
    pub target: Box<Expression>,
    /// `=`, `+=`, ...
    pub operator: AssignmentOperator,
    /// What is assigned; any statement that has output, `if` and `foreach` among them.
    pub value: Box<Statement>,
}

/// `if` with its other branches.
#[derive(Debug, Clone, PartialEq)]
pub struct If {
    /// The condition and body of `if` and of each `elseif`. At least one.
    pub branches: Vec<(Statement, Block)>,
    /// `else`.
    pub otherwise: Option<Block>,
}

/// The loops.
#[derive(Debug, Clone, PartialEq)]
pub enum Loop {
    /// `while (condition) { }`.
    While {
        /// Tested before each round.
        condition: Statement,
        /// What is repeated.
        body: Block,
    },
    /// `do { } while (condition)`.
    DoWhile {
        /// What is repeated.
        body: Block,
        /// Tested after each round.
        condition: Statement,
    },
    /// `do { } until (condition)`.
    DoUntil {
        /// What is repeated.
        body: Block,
        /// Tested after each round.
        condition: Statement,
    },
    /// `for (initial; condition; step) { }`. No condition is true.
    For {
        /// Runs once.
        initial: Option<Statement>,
        /// Tested before each round.
        condition: Option<Statement>,
        /// Runs after each round.
        step: Option<Statement>,
        /// What is repeated.
        body: Block,
    },
    /// `foreach ($variable in items) { }`.
    ForEach {
        /// Holds the item of the round.
        variable: Variable,
        /// What is walked through.
        items: Statement,
        /// What is repeated.
        body: Block,
    },
}

/// `switch`.
#[derive(Debug, Clone, PartialEq)]
pub struct Switch {
    /// `:outer` before it.
    pub label: Option<Arc<str>>,
    /// How clauses are compared.
    pub matching: SwitchMatching,
    /// `-CaseSensitive`.
    pub case_sensitive: bool,
    /// What is compared.
    pub subject: SwitchSubject,
    /// In the order they are tried.
    pub clauses: Vec<SwitchClause>,
    /// `default`.
    pub default: Option<Block>,
}

/// How the clauses of a `switch` are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SwitchMatching {
    /// Equality (`-Exact`, and without a switch).
    Exact,
    /// `-Wildcard`.
    Wildcard,
    /// `-Regex`.
    Regex,
}

/// What a `switch` looks at.
#[derive(Debug, Clone, PartialEq)]
pub enum SwitchSubject {
    /// `(value)`.
    Value(Statement),
    /// `-File path`: its lines.
    File(Expression),
}

/// `pattern { body }`.
#[derive(Debug, Clone, PartialEq)]
pub struct SwitchClause {
    /// A [`ExpressionKind::ScriptBlock`] is run as a test.
    pub pattern: Expression,
    /// What runs.
    pub body: Block,
}

/// `function` or `filter`.
#[derive(Debug, Clone, PartialEq)]
pub struct Function {
    /// As written, with its scope if it has one (`global:Get-X`).
    pub name: Arc<str>,
    /// Where the name stands.
    pub name_span: Span,
    /// Whether the word was `filter`; the body is then in [`ScriptBlock::process`].
    pub is_filter: bool,
    /// Parameters and statements. Parameters between the name and the braces are among the former.
    pub body: Arc<ScriptBlock>,
}

/// `try`.
#[derive(Debug, Clone, PartialEq)]
pub struct Try {
    /// What is tried.
    pub body: Block,
    /// In the order they are tried.
    pub catches: Vec<Catch>,
    /// What runs in any case.
    pub finally: Option<Block>,
}

/// `catch [type], [type] { }`, or `trap [type] { }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Catch {
    /// None means every error.
    pub types: Vec<TypeName>,
    /// What runs.
    pub body: Block,
}

/// A parameter of a block.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// From the first attribute to the default.
    pub span: Span,
    /// `[Parameter(Mandatory)]`, `[string]`, in the order written.
    pub constraints: Vec<Constraint>,
    /// Its variable.
    pub variable: Variable,
    /// What it is where nothing is given.
    pub default: Option<Expression>,
}

impl Parameter {
    /// The type it is converted to: the first in brackets.
    pub fn type_name(&self) -> Option<&TypeName> {
        self.constraints.iter().find_map(|constraint| match constraint {
            Constraint::Type(name) => Some(name),
            Constraint::Attribute(_) => None,
        })
    }

    /// Whether it is `[switch]`.
    pub fn is_switch(&self) -> bool {
        self.type_name().is_some_and(|name| name.is("switch") || name.is("SwitchParameter"))
    }

    /// Its attributes of a name, such as `Parameter`.
    pub fn attributes<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Attribute> {
        self.constraints.iter().filter_map(move |constraint| match constraint {
            Constraint::Attribute(attribute) if attribute.name.is(name) => Some(attribute),
            _ => None,
        })
    }
}

/// What stands in brackets before a parameter or a variable.
#[derive(Debug, Clone, PartialEq)]
pub enum Constraint {
    /// `[string]`.
    Type(TypeName),
    /// `[ValidateSet("a", "b")]`.
    Attribute(Attribute),
}

/// `[Name(1, Other = 2)]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Attribute {
    /// With its brackets.
    pub span: Span,
    /// The name.
    pub name: TypeName,
    /// Arguments without a name.
    pub positional: Vec<Expression>,
    /// Arguments with a name; no value means true.
    pub named: Vec<NamedArgument>,
}

/// `Mandatory = $true` in an attribute.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedArgument {
    /// Where it stands.
    pub span: Span,
    /// Its name.
    pub name: Arc<str>,
    /// Its value.
    pub value: Option<Expression>,
}

/// `int`, `System.IO.File`, `string[]`, `List[string]`, without the brackets around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeName {
    /// Where the name stands.
    pub span: Span,
    /// Without type arguments and array brackets.
    pub name: Arc<str>,
    /// What stands in brackets behind a generic type.
    pub arguments: Vec<Self>,
    /// One entry for each `[]`, with its dimensions: `int[]` has `[1]`, `int[,]` has `[2]`.
    pub ranks: Vec<u8>,
}

impl TypeName {
    /// Whether it is that plain type, with or without the namespaces before it. Case does not count.
    pub fn is(&self, name: &str) -> bool {
        let last = self.name.rsplit('.').next().unwrap_or(&self.name);
        let equal = self.name.eq_ignore_ascii_case(name) || last.eq_ignore_ascii_case(name);
        equal && self.arguments.is_empty() && self.ranks.is_empty()
    }
}

pub use super::expression::{
    Entry, Expression, ExpressionKind, MemberName, Number, Part, PartKind, Quote, Scope, Variable,
};
