//! How a command is called, a line for each of its parameter sets.

use std::sync::Arc;

use crate::command::{Declaration, Membership, Parameter, Signature};
use crate::convert::display;
use crate::value::{Type, Value};

/// The lines of a cmdlet.
pub(crate) fn of_cmdlet(declaration: &Declaration, signature: &Signature) -> Vec<String> {
    let type_of = |parameter: &Parameter| {
        let declared = declaration.parameters.iter().find(|known| *known.name == *parameter.name);
        short(declared.map_or("object", |declared| declared.type_name))
    };
    lines(signature, &type_of)
}

/// The lines of a function.
pub(crate) fn of_function(signature: &Signature) -> Vec<String> {
    lines(signature, &|parameter| type_text(parameter.of.as_ref()))
}

/// A type as syntax lines name it.
pub(crate) fn type_text(of: Option<&Type>) -> String {
    match of {
        None | Some(Type::Object) => "Object".to_owned(),
        Some(Type::Array(element)) => format!("{}[]", type_text(Some(element))),
        Some(other) => short(&display(&Value::Type(other.clone()))),
    }
}

/// The name of a type without its namespace.
pub(super) fn short(name: &str) -> String {
    name.rsplit('.').next().unwrap_or(name).to_owned()
}

fn lines(signature: &Signature, type_of: &dyn Fn(&Parameter) -> String) -> Vec<String> {
    let mut sets: Vec<Option<Arc<str>>> = signature.sets().into_iter().map(Some).collect();
    if sets.is_empty() {
        sets.push(None);
    }
    // The set that is usual comes first.
    let usual = signature.default_set.as_deref();
    sets.sort_by_key(|set| {
        set.as_deref().zip(usual).is_none_or(|(set, usual)| !set.eq_ignore_ascii_case(usual))
    });
    let mut lines = Vec::new();
    for set in &sets {
        let line = line(signature, set.as_deref(), type_of);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines
}

fn line(signature: &Signature, set: Option<&str>, type_of: &dyn Fn(&Parameter) -> String) -> String {
    let own = signature.parameters.iter().filter(|parameter| !parameter.is_common);
    let mut members: Vec<(&Parameter, &Membership)> =
        own.filter_map(|parameter| Some((parameter, parameter.membership(set)?))).collect();
    members.sort_by_key(|(_, membership)| (membership.position.unwrap_or(i64::MAX), !membership.mandatory));
    let mut line = signature.command.to_string();
    for (parameter, membership) in members {
        line.push(' ');
        line.push_str(&one(parameter, membership, type_of));
    }
    if signature.should_process {
        line.push_str(" [-WhatIf] [-Confirm]");
    }
    if signature.is_strict {
        line.push_str(" [<CommonParameters>]");
    }
    line
}

fn one(parameter: &Parameter, membership: &Membership, type_of: &dyn Fn(&Parameter) -> String) -> String {
    let name = &parameter.name;
    if parameter.is_switch() {
        return if membership.mandatory { format!("-{name}") } else { format!("[-{name}]") };
    }
    let of = type_of(parameter);
    match (membership.mandatory, membership.position) {
        (true, Some(_)) => format!("[-{name}] <{of}>"),
        (true, None) => format!("-{name} <{of}>"),
        (false, Some(_)) => format!("[[-{name}] <{of}>]"),
        (false, None) => format!("[-{name} <{of}>]"),
    }
}
