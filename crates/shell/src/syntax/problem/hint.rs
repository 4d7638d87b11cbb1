//! What to do about each mistake.

use super::{Problem, Unsupported};

impl Problem {
    /// What to do about it, in one sentence.
    pub fn hint(&self) -> String {
        match self {
            Self::UnclosedText { terminator } => {
                format!("Close it with {terminator}, or double the quote where it belongs to the text.")
            }
            Self::VariableEndsInColon { text } => {
                let name = text.trim_start_matches('$').trim_end_matches(':');
                format!("Write ${{{name}}}: where the colon belongs to the text.")
            }
            Self::Unclosed { close, .. } => format!("Write {close} where it ends."),
            Self::SplatOutsideCommand { name } => format!("Write ${name}."),
            Self::MissingAfterKeyword { keyword, missing } => format!("Write {}.", example(keyword, missing)),
            other => other.fixed_hint().to_owned(),
        }
    }

    /// The hint that says the same wherever the mistake stands.
    fn fixed_hint(&self) -> &'static str {
        match self {
            Self::TooLong { .. } => "Split it into several files and call them one after the other.",
            Self::TooDeep => "Put intermediate results into variables.",
            Self::UnclosedText { .. } | Self::UnclosedComment | Self::Unclosed { .. } => {
                "Write what closes it."
            }
            Self::UnclosedVariable => "Close the name with }.",
            Self::NothingContinues => "Remove the backtick, or write the next line.",
            Self::HereStringHeader { .. } => "Begin the text on the next line.",
            Self::BlankBeforeTerminator { .. } => "Remove the blanks before it.",
            Self::EmptyVariable { .. } | Self::VariableEndsInColon { .. } => {
                "Write a name after the $, or '$' where the character is meant."
            }
            Self::BadNumber { .. } => "Write a smaller number, or quote it where it is meant as text.",
            Self::Unexpected { .. } => "Remove it, quote it, or begin a new line or write ; before it.",
            Self::NoSuchOperator { .. } => {
                "Check its spelling; a command with parameters needs parentheses around it to be part of an expression."
            }
            Self::MissingOperand { .. } => {
                "Write a value after it: a number, a variable, a text in quotes, or a command in parentheses."
            }
            Self::EmptyParentheses => "Write what has a value between them, or @() for an empty array.",
            Self::MissingMember { .. } => "Write the name directly behind it.",
            Self::MissingIndex => "Write a number or a key between the brackets.",
            Self::MissingEquals => "Write each entry as key = value; quote a key that is not a plain word.",
            Self::MissingValue => "Write a value after it; $null is one.",
            Self::DuplicateKey { .. } | Self::DuplicateArgument { .. } => "Remove one of the two.",
            Self::EmptyPipelineElement => "Write a command on both sides of |, or remove it.",
            Self::ExpressionInPipeline => {
                "Put it first, or use ForEach-Object { ... } to compute something for each object."
            }
            Self::NotAssignable => "Assign to a variable, a property or an index.",
            Self::NotChangeable { .. } => "Assign the value to a variable first.",
            Self::OrderedNeedsHashtable => "Write the hashtable directly behind it.",
            Self::CatchAfterCatchAll => "Move the catch without a type to the end.",
            Self::SecondParameterList => "Declare all parameters in one place.",
            Self::SplatOutsideCommand { .. } => "Write $ for @.",
            Self::MissingAfterKeyword { .. } => "Write what is missing behind the keyword.",
            Self::MissingCatch => "Write catch { ... } or finally { ... } behind it.",
            Self::SwitchOption { .. } => "It has -Regex, -Wildcard, -Exact, -CaseSensitive and -File.",
            Self::SecondDefault | Self::SecondBlock { .. } | Self::RedirectedTwice { .. } => {
                "Keep one of the two."
            }
            Self::BesideNamedBlocks => "Move them into end { ... }.",
            Self::MissingParameter => "Write $name, remove the comma, or close the parentheses.",
            Self::DuplicateParameter { .. } => "Rename one of the two.",
            Self::MissingType => "Write the name directly behind it, as in [string].",
            Self::StrayAttribute { .. } => "Remove it, or write what it belongs to behind it.",
            Self::MissingArgument => "Remove the comma, or write what is missing before it.",
            Self::MissingParameterValue { .. } => "Write the value, or remove the colon.",
            Self::MissingCommand { .. } => "Write the name of a command, a path or a script block behind it.",
            Self::MissingFile { .. } => "Write a path behind it, or $null to throw the output away.",
            Self::NoSuchRedirection { .. } => {
                "Streams go to a file with >, 2> and so on, and into the output with 2>&1; a file is read by Get-Content."
            }
            Self::Reserved { .. } => "Call a command of that name with & 'name'.",
            Self::Unsupported { what } => what.hint(),
            Self::Later { operator } => later(operator),
        }
    }
}

impl Unsupported {
    fn hint(self) -> &'static str {
        match self {
            Self::Class => "Use [PSCustomObject]@{ ... } and functions.",
            Self::Enum => "Use [ValidateSet(...)] on a parameter, or a hashtable.",
            Self::Using => "Write type names in full, and load modules with Import-Module.",
            Self::Workflow | Self::Configuration => "Use function.",
            Self::Parallel | Self::Sequence | Self::ForEachOption => {
                "Statements run one after the other; leave it out."
            }
            Self::DynamicParam => "Declare all parameters in param(...).",
            Self::StopParsing => "Quote the arguments.",
            Self::UsingVariable => "Scripts run in one place; write the variable without using:.",
            Self::AssemblyName => "Write the name of the type alone.",
        }
    }
}

/// What a keyword looks like with what is missing.
fn example(keyword: &str, missing: &str) -> String {
    match (keyword, missing) {
        ("foreach", _) => "foreach ($item in $list) { ... }".to_owned(),
        ("for", _) => "for ($i = 0; $i -lt 10; $i++) { ... }".to_owned(),
        ("do", _) => "do { ... } while (condition), or until (condition)".to_owned(),
        ("function" | "filter", _) => format!("{keyword} Name {{ ... }}"),
        ("switch", _) => "switch (value) { pattern { ... } }".to_owned(),
        ("if" | "elseif" | "while" | "until", _) => format!("{keyword} (condition) {{ ... }}"),
        _ => format!("{keyword} {missing}"),
    }
}

/// How to say in 5.1 what a later PowerShell says with an operator.
fn later(operator: &str) -> &'static str {
    match operator {
        "&&" => "Use if ($?) { ... } after the first command.",
        "||" => "Use if (-not $?) { ... } after the first command.",
        "&" => "Commands run one after the other; remove it.",
        _ => "Use if (...) { ... } else { ... }.",
    }
}
