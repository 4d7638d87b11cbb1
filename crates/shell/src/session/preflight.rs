//! What a script names and nobody knows, found before anything runs.

use std::collections::BTreeSet;

use super::Session;
use crate::syntax::Span;
use crate::syntax::tree::{
    Argument, ArgumentKind, Command, Expression, ExpressionKind, Invocation, PartKind, Quote, Scope,
    ScriptBlock, StatementKind, TypeName, Variable,
};
use crate::syntax::walk::{Node, walk};
use crate::value::{Category, Fault, Value};

impl Session {
    /// The commands and types of a script that are not there, as errors with their places. At the prompt a
    /// command is looked up only when it runs.
    pub(super) fn unknown_names(&self, script: &ScriptBlock, is_file: bool) -> Vec<(Box<Fault>, Span)> {
        let names = Names::of(script);
        let mut faults: Vec<(Box<Fault>, Span)> = Vec::new();
        for named in &names.types {
            let is_attribute = names.attributes.contains(&named.span);
            let is_known = |named: &TypeName| self.named_type(named).is_some();
            // What is wrong within the brackets is said of itself.
            let is_guilty = !is_known(named) && named.arguments.iter().all(is_known);
            if !is_attribute && is_guilty && !names.is_guarded(named.span) {
                faults.push((unknown_type(named), named.span));
            }
        }
        if is_file && !names.loads_more {
            for (name, span) in &names.commands {
                let is_own =
                    [&names.functions, &names.asked].iter().any(|own| own.contains(&name.to_lowercase()));
                let is_known = is_own || self.find_command(name).is_some();
                if !is_known && !names.is_guarded(*span) {
                    faults.push((unknown_command(name), *span));
                }
            }
        }
        faults.sort_by_key(|(_, span)| span.start);
        faults
    }
}

/// The names of a script.
#[derive(Default)]
struct Names<'a> {
    commands: Vec<(&'a str, Span)>,
    types: Vec<&'a TypeName>,
    /// Attributes are named like types; what they mean is known to binding.
    attributes: Vec<Span>,
    functions: BTreeSet<String>,
    /// Commands that the script asks Get-Command about: it knows that they may be missing.
    asked: BTreeSet<String>,
    /// Bodies of `try` with a `catch`: the script itself says what happens there.
    guarded: Vec<Span>,
    /// Whether functions may come from elsewhere: another script, or a text that is run.
    loads_more: bool,
}

impl<'a> Names<'a> {
    fn of(script: &'a ScriptBlock) -> Self {
        let mut names = Self::default();
        walk(Node::ScriptBlock(script), &mut |node| match node {
            Node::Command(command) => names.add_command(command),
            Node::TypeName(named) => names.types.push(named),
            Node::Expression(expression) => names.loads_more |= makes_functions(&expression.kind),
            Node::Attribute(attribute) => names.attributes.push(attribute.name.span),
            Node::Statement(statement) => match &statement.kind {
                StatementKind::Function(function) => {
                    let name = function.name.rsplit(':').next().unwrap_or(&function.name);
                    names.functions.insert(name.to_lowercase());
                }
                StatementKind::Try(tried) if !tried.catches.is_empty() => names.guarded.push(tried.body.span),
                _ => {}
            },
            _ => {}
        });
        names
    }

    fn add_command(&mut self, command: &'a Command) {
        let ExpressionKind::Text { value, quote } = &command.name.kind else {
            self.loads_more |= command.invocation == Invocation::Dot;
            return;
        };
        if ["Get-Command", "gcm"].iter().any(|known| known.eq_ignore_ascii_case(value)) {
            self.asked.extend(command.arguments.iter().filter_map(text_of).map(str::to_lowercase));
        }
        self.loads_more |=
            command.invocation == Invocation::Dot || defines_names(value) || is_module_file(command);
        if *quote == Quote::Bare && command.invocation == Invocation::Plain {
            self.commands.push((value, command.name.span));
        }
    }

    fn is_guarded(&self, span: Span) -> bool {
        self.guarded.iter().any(|body| body.contains(span))
    }
}

/// An argument that is a text as it stands there.
fn text_of(argument: &Argument) -> Option<&str> {
    let value = match &argument.kind {
        ArgumentKind::Value(value) => value,
        ArgumentKind::Parameter { value, .. } => value.as_ref()?,
        ArgumentKind::EndOfParameters => return None,
    };
    match &value.kind {
        ExpressionKind::Text { value, .. } => Some(value),
        _ => None,
    }
}

/// Whether functions or aliases may be made by their drive, as in `${function:f} = { ... }` and New-Item.
fn makes_functions(kind: &ExpressionKind) -> bool {
    let is_drive = |name: &str| ["function", "alias"].iter().any(|drive| drive.eq_ignore_ascii_case(name));
    let begins = |path: &str| {
        let drive = path.split_once(':').map(|(drive, _)| drive.rsplit('\\').next().unwrap_or(drive));
        drive.is_some_and(is_drive)
    };
    match kind {
        ExpressionKind::Variable(Variable { scope: Scope::Drive(drive), .. }) => is_drive(drive),
        ExpressionKind::Text { value, .. } => begins(value),
        ExpressionKind::Expandable { parts, .. } => match parts.first().map(|part| &part.kind) {
            Some(PartKind::Text(text)) => begins(text),
            _ => false,
        },
        _ => false,
    }
}

/// Commands after which names may mean something that they did not mean before.
fn defines_names(command: &str) -> bool {
    ["Invoke-Expression", "iex", "Set-Alias", "New-Alias", "sal", "nal", "Set-Item"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(command))
}

/// `Import-Module ./tools.psm1`.
fn is_module_file(command: &Command) -> bool {
    let is_path = |argument: &Argument| match &argument.kind {
        ArgumentKind::Value(Expression { kind: ExpressionKind::Text { value, .. }, .. }) => {
            value.contains(['/', '\\', '.'])
        }
        ArgumentKind::Value(_) => true,
        _ => false,
    };
    let ExpressionKind::Text { value, .. } = &command.name.kind else { return false };
    ["Import-Module", "ipmo"].iter().any(|known| known.eq_ignore_ascii_case(value))
        && command.arguments.iter().any(is_path)
}

/// The error for a command that is not there.
pub(crate) fn unknown_command(name: &str) -> Box<Fault> {
    let hint = super::absent::instead(name).unwrap_or(
        "Check the spelling of the name, or if a path was included, verify that the path is correct and try again.",
    );
    Fault::new(
        format!(
            "The term '{name}' is not recognized as the name of a cmdlet, function, script file, or operable program. \
             {hint}"
        ),
        "CommandNotFoundException",
        Category::ObjectNotFound,
    )
    .with_exception("System.Management.Automation.CommandNotFoundException")
    .with_target(Value::text(name))
}

/// The error for a type that is not there.
pub(crate) fn unknown_type(named: &TypeName) -> Box<Fault> {
    Fault::new(
        format!(
            "Unable to find type [{}]. This shell has the types of the language and those of Response Group.",
            named.name
        ),
        "TypeNotFound",
        Category::InvalidOperation,
    )
    .with_target(Value::text(&*named.name))
}
