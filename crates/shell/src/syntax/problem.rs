//! Every mistake that the parser knows, with its words.
//!
//! When adding one: a variant with its message, a line in [`Problem::id`], and one in [`Problem::hint`].

use super::source::Position;

mod hint;

/// What is wrong with a script.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Longer than [`super::SOURCE_BYTES_MAX`].
    #[error("the script has {bytes} bytes, and {max} are the most that is read")]
    TooLong {
        /// How long it is.
        bytes: usize,
        /// The limit.
        max: usize,
    },
    /// Nested deeper than [`super::NESTING_MAX`] or [`super::DEPTH_MAX`].
    #[error("the script is nested too deeply here, or a chain of operators is too long")]
    TooDeep,
    /// A quote that is not closed.
    #[error("the text that begins here is not closed: {terminator} is missing")]
    UnclosedText {
        /// What would close it.
        terminator: &'static str,
    },
    /// `<#` that is not closed.
    #[error("the comment that begins here is not closed: #> is missing")]
    UnclosedComment,
    /// `${` that is not closed.
    #[error("the name of the variable that begins here is not closed: }} is missing")]
    UnclosedVariable,
    /// A backtick at the end.
    #[error("the line is continued by a backtick, but nothing follows")]
    NothingContinues,
    /// Something behind `@"` on its line.
    #[error("{header} begins a here-string, and no characters may follow it on its line")]
    HereStringHeader {
        /// `@"` or `@'`.
        header: &'static str,
    },
    /// A closing `"@` that does not begin its line.
    #[error("blanks stand before {terminator}, which must begin its line to close the here-string")]
    BlankBeforeTerminator {
        /// `"@` or `'@`.
        terminator: &'static str,
    },
    /// A variable without a name.
    #[error("`{text}` names no variable")]
    EmptyVariable {
        /// As written.
        text: String,
    },
    /// `$x:` before something that is no name.
    #[error("`{text}` ends in a colon that no name follows")]
    VariableEndsInColon {
        /// As written.
        text: String,
    },
    /// A number that no type holds.
    #[error("`{text}` is not a number that can be represented")]
    BadNumber {
        /// As written.
        text: String,
    },
    /// An opening bracket without its other half.
    #[error("`{open}` is not closed: `{close}` is missing before {before}")]
    Unclosed {
        /// As written.
        open: &'static str,
        /// What closes it.
        close: &'static str,
        /// What stands there instead.
        before: String,
    },
    /// Something that cannot stand where it stands.
    #[error("`{text}` cannot stand here")]
    Unexpected {
        /// As written, shortened.
        text: String,
    },
    /// `$x -foo $y`.
    #[error("there is no operator `{operator}`")]
    NoSuchOperator {
        /// With its dash.
        operator: String,
    },
    /// An operator without its operand.
    #[error("a value is missing after `{operator}`")]
    MissingOperand {
        /// As written.
        operator: String,
    },
    /// `()`.
    #[error("the parentheses are empty; an expression or a command is missing")]
    EmptyParentheses,
    /// `$x.` without a name.
    #[error("the name of a property or method is missing after `{operator}`")]
    MissingMember {
        /// `.` or `::`.
        operator: &'static str,
    },
    /// `$x[]`.
    #[error("the index is missing in the brackets")]
    MissingIndex,
    /// A hashtable whose key has no `=`.
    #[error("`=` is missing after a key of the hashtable")]
    MissingEquals,
    /// A hashtable whose key has no value.
    #[error("the value is missing after `=` in the hashtable")]
    MissingValue,
    /// The same key twice.
    #[error("the key `{key}` stands in the hashtable already")]
    DuplicateKey {
        /// The key.
        key: String,
    },
    /// `| |`.
    #[error("an element of the pipeline is empty")]
    EmptyPipelineElement,
    /// `1 | 2`.
    #[error("only the first element of a pipeline can be an expression")]
    ExpressionInPipeline,
    /// Something that can not be assigned to.
    #[error("this cannot be assigned to")]
    NotAssignable,
    /// `1++`.
    #[error("`{operator}` changes a variable, a property or an index, and this is none")]
    NotChangeable {
        /// As written.
        operator: &'static str,
    },
    /// `[ordered]$x`.
    #[error("`[ordered]` can only stand before a hashtable `@{{ ... }}`")]
    OrderedNeedsHashtable,
    /// A `catch` behind one that catches everything.
    #[error("this `catch` is never reached: the one before it catches every error")]
    CatchAfterCatchAll,
    /// `function f($a) { param($b) }`.
    #[error("the parameters are declared already, behind the name of the function")]
    SecondParameterList,
    /// `$y = @x`.
    #[error("`@{name}` gives a command its parameters and has no value elsewhere")]
    SplatOutsideCommand {
        /// The variable.
        name: String,
    },
    /// A keyword without what must follow it.
    #[error("`{missing}` is missing after `{keyword}`")]
    MissingAfterKeyword {
        /// The keyword.
        keyword: &'static str,
        /// What is missing, as it would be written.
        missing: &'static str,
    },
    /// `try` alone.
    #[error("`try` needs a `catch` or a `finally`")]
    MissingCatch,
    /// `switch -name`.
    #[error("`switch` has no option `-{name}`")]
    SwitchOption {
        /// Without its dash.
        name: String,
    },
    /// Two `default` clauses.
    #[error("`switch` has a `default` already")]
    SecondDefault,
    /// Two `begin` blocks.
    #[error("the block has a `{name}` already")]
    SecondBlock {
        /// `begin`, `process`, `end`.
        name: &'static str,
    },
    /// A statement beside named blocks.
    #[error("statements cannot stand beside `begin`, `process` and `end`")]
    BesideNamedBlocks,
    /// A parameter list that has something else than parameters.
    #[error("a parameter is missing here: `$name`, with its type before it")]
    MissingParameter,
    /// The same parameter twice.
    #[error("the parameter `${name}` is declared already")]
    DuplicateParameter {
        /// Without the `$`.
        name: String,
    },
    /// `[]`.
    #[error("the name of a type is missing after `[`")]
    MissingType,
    /// An attribute that stands before nothing.
    #[error("the attribute `{name}` must stand before a parameter, a variable or `param`")]
    StrayAttribute {
        /// Its name.
        name: String,
    },
    /// The same argument of an attribute twice.
    #[error("the argument `{name}` is given twice")]
    DuplicateArgument {
        /// Its name.
        name: String,
    },
    /// A comma without an argument before it.
    #[error("an argument is missing before the comma")]
    MissingArgument,
    /// `-Name:` without a value.
    #[error("the value is missing after `{parameter}`")]
    MissingParameterValue {
        /// As written.
        parameter: String,
    },
    /// `&` or `.` without a command.
    #[error("the command is missing after `{operator}`")]
    MissingCommand {
        /// `&` or `.`.
        operator: &'static str,
    },
    /// `>` without a path.
    #[error("the file is missing after `{operator}`")]
    MissingFile {
        /// As written.
        operator: String,
    },
    /// `<`, `1>&2`.
    #[error("the redirection `{text}` does not exist")]
    NoSuchRedirection {
        /// As written.
        text: String,
    },
    /// The same stream twice.
    #[error("the {stream} stream is redirected already")]
    RedirectedTwice {
        /// Its name.
        stream: &'static str,
    },
    /// A word that PowerShell keeps for itself.
    #[error("the word `{word}` is reserved and cannot begin a statement")]
    Reserved {
        /// As written.
        word: String,
    },
    /// Part of PowerShell, but not of this shell.
    #[error("{what} is not supported")]
    Unsupported {
        /// What it is, in words or as written.
        what: Unsupported,
    },
    /// Part of a later PowerShell.
    #[error("`{operator}` is not part of Windows PowerShell 5.1")]
    Later {
        /// As written.
        operator: &'static str,
    },
}

/// What PowerShell has and this shell has not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, thiserror::Error)]
pub enum Unsupported {
    /// `class X { }`
    #[error("`class`")]
    Class,
    /// `enum X { }`
    #[error("`enum`")]
    Enum,
    /// `using module X`
    #[error("`using`")]
    Using,
    /// `workflow X { }`
    #[error("`workflow`")]
    Workflow,
    /// `configuration X { }`
    #[error("`configuration`")]
    Configuration,
    /// `parallel { }`
    #[error("`parallel`")]
    Parallel,
    /// `sequence { }`
    #[error("`sequence`")]
    Sequence,
    /// `dynamicparam { }`
    #[error("`dynamicparam`")]
    DynamicParam,
    /// `foreach -parallel`
    #[error("an option of `foreach`")]
    ForEachOption,
    /// `--%`
    #[error("`--%`")]
    StopParsing,
    /// `$using:x`
    #[error("`$using:`")]
    UsingVariable,
    /// `[type, assembly]`
    #[error("the assembly in the name of a type")]
    AssemblyName,
}

impl Problem {
    /// The identifier by which PowerShell's own error is known, where it has one for this.
    pub fn id(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "ScriptTooLong",
            Self::TooDeep => "ScriptTooComplicated",
            Self::UnclosedText { .. } => "TerminatorExpectedAtEndOfString",
            Self::UnclosedComment => "MissingTerminatorMultiLineComment",
            Self::UnclosedVariable => "IncompleteDollarVariableReference",
            Self::NothingContinues => "IncompleteString",
            Self::HereStringHeader { .. } => "UnexpectedCharactersAfterHereStringHeader",
            Self::BlankBeforeTerminator { .. } => "WhitespaceBeforeHereStringFooter",
            Self::EmptyVariable { .. } => "EmptyVariableReference",
            Self::VariableEndsInColon { .. } => "InvalidVariableReferenceWithDrive",
            Self::BadNumber { .. } => "BadNumericConstant",
            Self::Unclosed { close: "}", .. } => "MissingEndCurlyBrace",
            Self::Unclosed { close: "]", .. } => "MissingEndSquareBracket",
            Self::Unclosed { open: "$(" | "@(", .. } => "MissingEndParenthesisInSubexpression",
            Self::Unclosed { .. } => "MissingEndParenthesisInExpression",
            Self::Unexpected { .. } | Self::NoSuchOperator { .. } => "UnexpectedToken",
            Self::MissingOperand { .. } => "ExpectedValueExpression",
            Self::EmptyParentheses => "ExpectedExpression",
            Self::MissingMember { .. } => "MissingPropertyName",
            Self::MissingIndex => "MissingArrayIndexExpression",
            Self::MissingEquals => "MissingEqualsInHashLiteral",
            Self::MissingValue => "MissingStatementInHashLiteral",
            Self::DuplicateKey { .. } => "DuplicateKeyInHashLiteral",
            Self::EmptyPipelineElement => "EmptyPipeElement",
            Self::ExpressionInPipeline => "ExpressionsMustBeFirstInPipeline",
            Self::NotAssignable => "InvalidLeftHandSide",
            Self::NotChangeable { .. } => "OperatorRequiresVariableOrProperty",
            Self::OrderedNeedsHashtable => "OrderedAttributeOnlyOnHashLiteralNode",
            Self::CatchAfterCatchAll => "EmptyCatchNotLast",
            Self::SecondParameterList => "OnlyOneParameterListAllowed",
            Self::SplatOutsideCommand { .. } => "SplattingNotPermitted",
            Self::MissingAfterKeyword { keyword, missing } => id_of_missing(keyword, missing),
            Self::MissingCatch => "MissingCatchOrFinally",
            Self::SwitchOption { .. } => "InvalidSwitchFlag",
            Self::SecondDefault => "MultipleSwitchDefaultClauses",
            Self::SecondBlock { .. } => "DuplicateScriptCommandClause",
            Self::BesideNamedBlocks => "UnexpectedTokenInNamedBlockList",
            Self::MissingParameter => "InvalidFunctionParameter",
            Self::DuplicateParameter { .. } => "DuplicateFormalParameter",
            Self::MissingType => "MissingTypename",
            Self::StrayAttribute { .. } => "UnexpectedAttribute",
            Self::DuplicateArgument { .. } => "DuplicateNamedArgument",
            Self::MissingArgument => "MissingArgument",
            Self::MissingParameterValue { .. } => "ParameterRequiresArgument",
            Self::MissingCommand { .. } => "MissingExpression",
            Self::MissingFile { .. } => "MissingFileSpecification",
            Self::NoSuchRedirection { .. } => "RedirectionNotSupported",
            Self::RedirectedTwice { .. } => "StreamAlreadyRedirected",
            Self::Reserved { .. } => "ReservedKeywordNotAllowed",
            Self::Unsupported { .. } => "NotSupported",
            Self::Later { operator: "&" } => "AmpersandNotAllowed",
            Self::Later { operator: "&&" | "||" } => "InvalidEndOfLine",
            Self::Later { .. } => "UnexpectedToken",
        }
    }
}

fn id_of_missing(keyword: &str, missing: &str) -> &'static str {
    match (keyword, missing) {
        ("if" | "elseif", "(...)") => "MissingOpenParenthesisInIfStatement",
        (_, "(...)") => "MissingOpenParenthesisAfterKeyword",
        (_, "$item") => "MissingVariableNameAfterForeach",
        (_, "in") => "MissingInInForeach",
        (_, "$list") => "MissingForeachExpression",
        (_, "while (...)") => "MissingWhileOrUntilInDoWhile",
        (_, "Name") => "MissingNameAfterKeyword",
        ("function" | "filter", _) => "MissingFunctionBody",
        ("if" | "elseif", _) => "MissingStatementBlock",
        ("else", _) => "MissingStatementBlockAfterElse",
        ("foreach", _) => "MissingForeachStatement",
        ("switch", _) => "MissingCurlyBraceInSwitchStatement",
        ("trap", _) => "MissingTrapStatement",
        ("data", _) => "MissingStatementBlockForDataSection",
        ("try", _) => "MissingTryStatementBlock",
        ("catch", _) => "MissingCatchHandlerBlock",
        ("finally", _) => "MissingFinallyStatementBlock",
        ("begin" | "process" | "end" | "dynamicparam", _) => "MissingNamedStatementBlock",
        _ => "MissingLoopStatement",
    }
}

/// A place in words.
pub(super) fn in_words(position: Position, text: &str) -> String {
    format!("`{text}` in line {}, column {}", position.line, position.column)
}
