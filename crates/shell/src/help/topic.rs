//! The help of one command.

use std::sync::Arc;

use super::{comment, syntax_line};
use crate::command::common_parameters::SHOULD_PROCESS;
use crate::command::{Check, Declared, Membership, Parameter, Registered, Signature};
use crate::convert::display;
use crate::flow::Flow;
use crate::session::product_types::Types;
use crate::session::{Found, Session};
use crate::value::Type;

/// The help of one command. What is not known is empty.
#[derive(Debug, Default)]
pub struct Topic {
    /// The name of the command, or the path of the script.
    pub name: String,
    /// `Cmdlet`, `Function` or `ExternalScript`.
    pub category: &'static str,
    /// What it does, in one sentence.
    pub synopsis: String,
    /// What it does, in full.
    pub description: String,
    /// How it is called, a line for each parameter set.
    pub syntax: Vec<String>,
    /// Its short names.
    pub aliases: Vec<String>,
    /// Its own parameters, and -WhatIf and -Confirm where it has them.
    pub parameters: Vec<About>,
    /// Whether it takes the parameters that all cmdlets take.
    pub takes_common: bool,
    /// What may be piped into it.
    pub input: String,
    /// What it yields.
    pub output: String,
    /// What else there is to say.
    pub notes: String,
    /// How it is used.
    pub examples: Vec<Sample>,
    /// What to read next.
    pub links: Vec<String>,
}

/// The help of one parameter.
#[derive(Debug)]
pub struct About {
    /// The name, without the dash.
    pub name: String,
    /// The type of its value; `switch` where it takes none.
    pub of: String,
    /// What it is for.
    pub help: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// What a value must be, where only some are taken.
    pub values: String,
    /// Whether it must be given.
    pub is_mandatory: bool,
    /// Its place among the arguments without a name, from 1; none where it must be named.
    pub position: Option<i64>,
    /// How it takes its value from what is piped in: `ByValue`, `ByPropertyName`.
    pub piped: Vec<&'static str>,
}

/// An example.
#[derive(Debug)]
pub struct Sample {
    /// What is typed.
    pub code: String,
    /// What it does.
    pub about: String,
}

impl Topic {
    /// The help of what a command name means.
    pub(crate) fn of(found: &Found, session: &mut Session) -> Flow<Self> {
        Ok(match found {
            Found::Cmdlet(cmdlet) => Self::of_cmdlet(cmdlet, session.types()),
            Found::Function(function) => {
                let signature = session.function_signature(function)?;
                let source = &function.code.source;
                let help = comment::of_function(source, &function.name, function.body.span)
                    .with_parameters(source, &function.body.parameters);
                Self::of_signature(&function.name, "Function", &signature, help)
            }
            Found::Script(path) => {
                let (parsed, code) = session.load(path)?;
                let signature = session.signature_of(path, &parsed.script)?;
                let help = comment::of_script(code.source.text())
                    .with_parameters(&code.source, &parsed.script.parameters);
                Self::of_signature(path, "ExternalScript", &signature, help)
            }
        })
    }

    /// The help of a cmdlet, from its declaration.
    pub fn of_cmdlet(cmdlet: &Registered, types: &Types) -> Self {
        let declaration = cmdlet.declaration;
        let signature = cmdlet.signature(types);
        let extra = if declaration.should_process { SHOULD_PROCESS } else { &[] };
        let declared = declaration.parameters.iter().chain(extra);
        let about = |declared: &Declared| {
            let parameter = &signature.parameters[signature.named(declared.name)?];
            Some(About::of(parameter, syntax_line::short(declared.type_name), declared.help.to_owned()))
        };
        let sample =
            |one: &crate::command::Example| Sample { code: one.code.to_owned(), about: one.about.to_owned() };
        Self {
            name: declaration.name.to_owned(),
            category: "Cmdlet",
            synopsis: declaration.synopsis.to_owned(),
            description: declaration.description.to_owned(),
            syntax: syntax_line::of_cmdlet(declaration, &signature),
            aliases: declaration.aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            parameters: declared.filter_map(about).collect(),
            takes_common: true,
            input: declaration.input.to_owned(),
            output: declaration.output.to_owned(),
            examples: declaration.examples.iter().map(sample).collect(),
            ..Self::default()
        }
    }

    fn of_signature(name: &str, category: &'static str, signature: &Signature, help: comment::Help) -> Self {
        let is_own = |parameter: &&Parameter| {
            !parameter.is_common || SHOULD_PROCESS.iter().any(|known| *known.name == *parameter.name)
        };
        let about = |parameter: &Parameter| {
            let known =
                SHOULD_PROCESS.iter().find(|known| parameter.is_common && *known.name == *parameter.name);
            let text = known.map_or_else(|| help.parameter(&parameter.name), |known| known.help.to_owned());
            let of = if parameter.is_switch() {
                "switch".to_owned()
            } else {
                syntax_line::type_text(parameter.of.as_ref())
            };
            About::of(parameter, of, text)
        };
        Self {
            name: name.to_owned(),
            category,
            synopsis: help.section("SYNOPSIS"),
            description: help.section("DESCRIPTION"),
            syntax: syntax_line::of_function(signature),
            aliases: Vec::new(),
            parameters: signature.parameters.iter().filter(is_own).map(about).collect(),
            takes_common: signature.is_strict,
            input: help.section("INPUTS"),
            output: help.section("OUTPUTS"),
            notes: help.section("NOTES"),
            examples: help.examples(),
            links: help.links(),
        }
    }
}

impl About {
    fn of(parameter: &Parameter, of: String, help: String) -> Self {
        let memberships = &parameter.memberships;
        let is_piped = |how: fn(&Membership) -> bool, name| memberships.iter().any(how).then_some(name);
        let by_value = is_piped(|membership| membership.piped.by_value, "ByValue");
        let by_property = is_piped(|membership| membership.piped.by_property, "ByPropertyName");
        Self {
            name: parameter.name.to_string(),
            of,
            help,
            aliases: parameter.aliases.iter().map(|alias| alias.to_string()).collect(),
            values: values(parameter.of.as_ref(), &parameter.checks),
            is_mandatory: memberships.iter().any(|membership| membership.mandatory),
            position: memberships.iter().find_map(|membership| membership.position).map(|place| place + 1),
            piped: [by_value, by_property].into_iter().flatten().collect(),
        }
    }

    /// Whether it takes no value.
    pub fn is_switch(&self) -> bool {
        self.of == "switch"
    }
}

/// What a value must be, where only some are taken.
fn values(of: Option<&Type>, checks: &[Check]) -> String {
    for check in checks {
        match check {
            Check::OneOf(values) => return listed(values.iter()),
            Check::Range(least, most) if display(most) == i32::MAX.to_string() => {
                return format!("{} or more", display(least));
            }
            Check::Range(least, most) => return format!("{} to {}", display(least), display(most)),
            _ => {}
        }
    }
    match of {
        Some(Type::Enum(of)) => listed(of.members().iter().map(|(name, _)| name)),
        Some(Type::Array(element)) => values(Some(element), &[]),
        _ => String::new(),
    }
}

fn listed<'a>(values: impl Iterator<Item = &'a Arc<str>>) -> String {
    values.map(|value| &**value).collect::<Vec<_>>().join(", ")
}
