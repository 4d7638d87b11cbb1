//! Values of parameters: those that a parameter declares, and those that the product knows.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::candidate::{Candidate, CandidateKind, Gathering};
use super::command::{Known, Slot};
use super::context::Context;
use super::{members, names, paths};
use crate::session::Session;
use crate::value::Type;

/// What somebody who types an argument may want, as the product knows it.
pub trait Completer {
    /// Values for the parameter; those that do not go on from what is typed are left out later.
    fn values(&self, asked: &Asked<'_>) -> Vec<Candidate>;

    /// The properties of what a command yields.
    fn properties(&self, _command: &str) -> Vec<String> {
        Vec::new()
    }
}

/// An argument that is being typed.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The cmdlet or function, by its own name.
    pub command: &'a str,
    /// The parameter, by its own name.
    pub parameter: &'a str,
    /// The name of its type in brackets' form, such as `string`; empty where any value is taken.
    pub type_name: &'a str,
    /// What is typed of the value so far, without quotes.
    pub typed: &'a str,
    /// What other parameters have been given, by their own names, where that is plain text.
    pub given: &'a BTreeMap<Arc<str>, String>,
}

/// A parameter whose value is typed.
pub(super) struct Place<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) known: &'a Known,
    pub(super) slot: &'a Slot,
    pub(super) given: &'a BTreeMap<Arc<str>, String>,
}

/// The values that a parameter may have.
pub(super) fn values(found: &mut Gathering, place: &Place<'_>, session: &Session) {
    let Place { context, known, slot, given } = *place;
    for value in &slot.values {
        found.add_value(Candidate::value(&**value));
    }
    match slot.of.as_ref().map(element) {
        Some(Type::Enum(of)) => {
            for (name, _) in of.members() {
                found.add_value(Candidate::value(&**name));
            }
        }
        Some(Type::Bool | Type::Switch) => {
            for truth in ["$true", "$false"] {
                found.add(Candidate::new(truth, CandidateKind::Value));
            }
        }
        Some(Type::Type) => names::types(found, session),
        _ => {}
    }
    let of = slot.of.as_ref().map(Type::name).unwrap_or_default();
    let asked =
        Asked { command: &known.name, parameter: &slot.name, type_name: &of, typed: found.typed(), given };
    let known_there: Vec<_> =
        session.completers().iter().flat_map(|completer| completer.values(&asked)).collect();
    for candidate in known_there {
        found.add_value(candidate);
    }
    match subject(&known.name, &slot.name) {
        Subject::Path => paths::paths(found, session),
        Subject::Command => names::commands(found, session),
        Subject::Type => names::type_words(found, session),
        Subject::Variable => names::variable_words(found, session),
        Subject::Property => members::property_words(found, context, session),
        Subject::Unknown => {}
    }
}

/// What the elements of a list are.
fn element(of: &Type) -> &Type {
    match of {
        Type::Array(of) | Type::List(_, of) => of,
        of => of,
    }
}

/// What a parameter of a built-in cmdlet names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Subject {
    Path,
    Command,
    Type,
    Variable,
    Property,
    Unknown,
}

fn subject(command: &str, parameter: &str) -> Subject {
    let is = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(parameter));
    let of = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(command));
    if is(&["Path", "LiteralPath", "FilePath", "FileName", "PSPath", "Destination", "InFile", "OutFile"]) {
        Subject::Path
    } else if is(&["Name"]) && of(&["Get-Command", "Get-Help"]) {
        Subject::Command
    } else if is(&["TypeName"]) {
        Subject::Type
    } else if is(&["Name"]) && of(&["Get-Variable", "Set-Variable", "Remove-Variable", "Clear-Variable"])
        || is(&["ErrorVariable", "OutVariable", "WarningVariable"])
    {
        Subject::Variable
    } else if is(&["Property", "ExpandProperty", "ExcludeProperty", "GroupBy", "MemberName"]) {
        Subject::Property
    } else {
        Subject::Unknown
    }
}
