//! Members after a dot, where what stands before it is known without running anything.

use std::ops::Range;
use std::sync::Arc;

use super::candidate::{Candidate, CandidateKind, Gathering};
use super::command::known;
use super::context::{Context, Upstream};
use super::known_members::{methods, sample, statics};
use crate::member;
use crate::session::Session;
use crate::syntax::parse;
use crate::syntax::tree::{
    Expression, ExpressionKind, MemberName, Number, PipelineElement, Scope, Statement, StatementKind,
};
use crate::value::{Type, Value};

/// What is known of an expression.
enum Known {
    /// Its value.
    Value(Value),
    /// It is a type: its static members are meant.
    Type(Type),
    /// It is the output of a command.
    Output(String),
}

/// The members of what stands at `target`.
pub(super) fn members(found: &mut Gathering, context: &Context<'_>, target: Range<usize>, session: &Session) {
    let is_static = context.slice(target.end..target.end + 2) == "::";
    let of = known_of(context.slice(target), context, session);
    match of {
        Some(Known::Type(of)) if is_static => {
            let (properties, methods) = statics(&of);
            add_properties(found, properties);
            add_methods(found, methods);
        }
        Some(Known::Value(value)) if !is_static => {
            add_properties(found, property_names(&value, session));
            let element = value.elements().filter(|_| found.is_empty());
            let element = element.and_then(|elements| elements.into_iter().next());
            add_methods(found, methods(&value));
            if let Some(element) = element {
                add_methods(found, methods(&element));
            }
        }
        Some(Known::Output(command)) if !is_static => add_properties(found, output_names(&command, session)),
        _ => {}
    }
}

/// The properties of what the pipeline carries, as words.
pub(super) fn property_words(found: &mut Gathering, context: &Context<'_>, session: &Session) {
    let names = match context.upstream.as_ref().and_then(|upstream| fed(upstream, context, session)) {
        Some(Known::Value(value)) => property_names(&value, session),
        Some(Known::Output(command)) => output_names(&command, session),
        _ => Vec::new(),
    };
    for name in names {
        found.add_value(Candidate::new(name, CandidateKind::Property));
    }
}

fn add_properties(found: &mut Gathering, names: Vec<String>) {
    for name in names {
        found.add(Candidate::new(name, CandidateKind::Property));
    }
}

fn add_methods(found: &mut Gathering, names: &[&str]) {
    for name in names {
        let candidate = Candidate::new(*name, CandidateKind::Method);
        found.add(Candidate { text: format!("{name}("), ..candidate });
    }
}

/// The properties of a value; those of its first element where it is a collection.
fn property_names(value: &Value, session: &Session) -> Vec<String> {
    let names = |value: &Value| {
        let properties = member::properties(value, session.setting()).unwrap_or_default();
        properties.into_iter().map(|(name, _)| name.to_string()).collect::<Vec<_>>()
    };
    let mut all = match value.bare() {
        Value::Hashtable(table) => table
            .entries()
            .into_iter()
            .filter_map(|(key, _)| key.as_str().map(|key| key.to_string()))
            .collect(),
        _ => Vec::new(),
    };
    all.extend(names(value));
    if !matches!(value.bare(), Value::Hashtable(_))
        && let Some(first) = value.elements().and_then(|elements| elements.into_iter().next())
    {
        all.extend(names(&first));
    }
    all
}

/// The properties of what a command yields: from the product, or from the type that it declares.
fn output_names(command: &str, session: &Session) -> Vec<String> {
    let Some(of) = known(command, session) else { return Vec::new() };
    let names: Vec<String> =
        session.completers().iter().flat_map(|completer| completer.properties(&of.name)).collect();
    if !names.is_empty() {
        return names;
    }
    let declared = session.commands().cmdlet(&of.name).map_or("", |cmdlet| cmdlet.declaration.output);
    let value = session.types().resolve(declared).as_ref().and_then(sample);
    value.map(|value| property_names(&value, session)).unwrap_or_default()
}

/// What is known of the text of an expression.
fn known_of(text: &str, context: &Context<'_>, session: &Session) -> Option<Known> {
    let parsed = parse(text);
    let statements = &parsed.script.end.as_ref()?.statements;
    let [statement] = statements.as_slice() else { return None };
    of_statement(statement, context, session)
}

fn of_statement(statement: &Statement, context: &Context<'_>, session: &Session) -> Option<Known> {
    let StatementKind::Pipeline(pipeline) = &statement.kind else { return None };
    match pipeline.elements.last()? {
        PipelineElement::Expression { expression, .. } => of_expression(expression, context, session),
        PipelineElement::Command(command) => match &command.name.kind {
            ExpressionKind::Text { value, .. } => Some(Known::Output(value.to_string())),
            _ => None,
        },
    }
}

fn of_expression(expression: &Expression, context: &Context<'_>, session: &Session) -> Option<Known> {
    let value = |expression: &Expression| match of_expression(expression, context, session)? {
        Known::Value(value) => Some(value),
        Known::Type(_) | Known::Output(_) => None,
    };
    match &expression.kind {
        ExpressionKind::Variable(variable) if variable.scope == Scope::Nearest => {
            let name = &*variable.name;
            let is_item = name == "_" || name.eq_ignore_ascii_case("PSItem");
            match &context.upstream {
                Some(upstream) if is_item => fed(upstream, context, session),
                _ => session.variable(name).map(Known::Value),
            }
        }
        ExpressionKind::Text { value, .. } => Some(Known::Value(Value::String(Arc::clone(value)))),
        ExpressionKind::Expandable { .. } => Some(Known::Value(Value::text(""))),
        ExpressionKind::Number(Number::Int(number)) => Some(Known::Value(Value::Int(*number))),
        ExpressionKind::Type(name) => session.types().resolve(&name.name).map(Known::Type),
        ExpressionKind::Cast { to, .. } => {
            session.types().resolve(&to.name).as_ref().and_then(sample).map(Known::Value)
        }
        ExpressionKind::Paren(statement) => of_statement(statement, context, session),
        ExpressionKind::Member { target, name, is_static } => {
            let MemberName::Fixed { name, .. } = &**name else { return None };
            let found = if *is_static {
                let Known::Type(of) = of_expression(target, context, session)? else { return None };
                member::static_property(&of, name, session.setting()).ok()
            } else {
                member::property(&value(target)?, name, session.setting()).ok()?
            };
            found.map(Known::Value)
        }
        ExpressionKind::Index { target, index } => {
            member::index(&value(target)?, &value(index)?).ok().map(Known::Value)
        }
        _ => None,
    }
}

/// One object of what a pipeline carries.
fn fed(upstream: &Upstream, context: &Context<'_>, session: &Session) -> Option<Known> {
    match upstream {
        Upstream::Command(command) => Some(Known::Output(command.clone())),
        Upstream::Expression(range) => {
            // What feeds the pipeline does not see its objects.
            let outside = Context::at_end(context.slice(0..range.start));
            let Known::Value(value) = known_of(context.slice(range.clone()), &outside, session)? else {
                return None;
            };
            let first = value.elements().map(|elements| elements.into_iter().next());
            Some(Known::Value(first.unwrap_or(Some(value))?))
        }
    }
}
