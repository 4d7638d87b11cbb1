//! The parameters of a command as binding sees them, of cmdlets and functions alike.

use std::rc::Rc;
use std::sync::Arc;

use super::common_parameters::{COMMON, SHOULD_PROCESS};
use super::declaration::{Declaration, Declared, Piped};
use crate::session::product_types::Types;
use crate::text::Pattern;
use crate::value::{Reporter, ScriptBlock, Type};

/// All parameters of a command.
#[derive(Debug, Default)]
pub struct Signature {
    /// The name that errors give.
    pub command: Arc<str>,
    /// Its own parameters, then the common ones.
    pub parameters: Vec<Parameter>,
    /// The set that is taken where the arguments fit several.
    pub default_set: Option<Arc<str>>,
    /// Whether arguments that nothing takes are an error: cmdlets and advanced functions.
    pub is_strict: bool,
    /// Whether the command has -WhatIf and -Confirm.
    pub should_process: bool,
    /// Whether it is a cmdlet; what does not convert is refused in other words then.
    pub is_cmdlet: bool,
}

/// One parameter.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name, without the dash.
    pub name: Arc<str>,
    /// Other names.
    pub aliases: Vec<Arc<str>>,
    /// What a value is converted to; none takes any value.
    pub of: Option<Type>,
    /// The parameter sets that it belongs to, and how.
    pub memberships: Vec<Membership>,
    /// What a value must hold.
    pub checks: Vec<Check>,
    /// Whether `$null` and empty values are taken although it is mandatory.
    pub takes_empty: bool,
    /// Whether it is one of the common parameters.
    pub is_common: bool,
}

/// How a parameter belongs to a set.
#[derive(Clone, Debug, PartialEq)]
pub struct Membership {
    /// The set; none means all.
    pub set: Option<Arc<str>>,
    /// Whether it must be given.
    pub mandatory: bool,
    /// Its place among the arguments without a name.
    pub position: Option<i64>,
    /// Whether it takes what is piped in.
    pub piped: Piped,
    /// Whether it takes all arguments that nothing else takes.
    pub remaining: bool,
}

/// What a value of a parameter must hold.
#[derive(Clone, Debug)]
pub enum Check {
    /// ValidateSet: one of these, case ignored.
    OneOf(Vec<Arc<str>>),
    /// ValidateRange, both ends included.
    Range(crate::value::Value, crate::value::Value),
    /// ValidatePattern.
    Pattern(Rc<Pattern>),
    /// ValidateScript.
    Script(ScriptBlock),
    /// ValidateLength.
    Length(i64, i64),
    /// ValidateCount.
    Count(i64, i64),
    /// ValidateNotNull.
    NotNull,
    /// ValidateNotNullOrEmpty.
    NotEmpty,
}

impl Signature {
    /// The command, as errors of binding name it.
    pub(crate) fn reporter(&self) -> Reporter<'_> {
        if self.is_cmdlet { Reporter::Cmdlet(&self.command) } else { Reporter::Script(&self.command) }
    }

    /// The signature of a cmdlet.
    pub fn declared(declaration: &'static Declaration, types: &Types) -> Self {
        let own = declaration.parameters.iter().map(|declared| Parameter::declared(declared, types, false));
        let mut parameters: Vec<_> = own.collect();
        push_common(&mut parameters, declaration.should_process, types);
        let default_set = declaration.default_set;
        Self {
            command: Arc::from(declaration.name),
            parameters,
            default_set: (!default_set.is_empty()).then(|| Arc::from(default_set)),
            is_strict: true,
            should_process: declaration.should_process,
            is_cmdlet: true,
        }
    }

    /// The parameter of exactly this name or alias, case ignored.
    pub fn named(&self, name: &str) -> Option<usize> {
        self.parameters.iter().position(|parameter| parameter.is_called(name))
    }

    /// The parameters whose name or alias begins with `prefix`, case ignored.
    pub fn with_prefix(&self, prefix: &str) -> Vec<usize> {
        let begins = |name: &str| name.get(..prefix.len()).is_some_and(|s| s.eq_ignore_ascii_case(prefix));
        let fits = |parameter: &Parameter| {
            begins(&parameter.name) || parameter.aliases.iter().any(|alias| begins(alias))
        };
        (0..self.parameters.len()).filter(|at| fits(&self.parameters[*at])).collect()
    }

    /// The names of all parameter sets, in the order they are met; empty where there is one set only.
    pub fn sets(&self) -> Vec<Arc<str>> {
        let mut sets: Vec<Arc<str>> = Vec::new();
        for membership in self.parameters.iter().flat_map(|parameter| &parameter.memberships) {
            if let Some(set) = &membership.set
                && !sets.iter().any(|known| known.eq_ignore_ascii_case(set))
            {
                sets.push(Arc::clone(set));
            }
        }
        sets
    }
}

/// Adds the parameters that every command has.
pub fn push_common(parameters: &mut Vec<Parameter>, should_process: bool, types: &Types) {
    let extra = if should_process { SHOULD_PROCESS } else { &[] };
    for declared in COMMON.iter().chain(extra) {
        if !parameters.iter().any(|known| known.name.eq_ignore_ascii_case(declared.name)) {
            parameters.push(Parameter::declared(declared, types, true));
        }
    }
}

impl Parameter {
    /// A parameter of a cmdlet.
    fn declared(declared: &'static Declared, types: &Types, is_common: bool) -> Self {
        let sets: Vec<Option<Arc<str>>> = if declared.sets.is_empty() {
            vec![None]
        } else {
            declared.sets.iter().map(|set| Some(Arc::from(*set))).collect()
        };
        let membership = |set| Membership {
            set,
            mandatory: declared.mandatory,
            position: declared.position.map(i64::from),
            piped: declared.piped,
            remaining: declared.remaining,
        };
        let mut checks = Vec::new();
        if !declared.values.is_empty() && !is_common {
            checks.push(Check::OneOf(declared.values.iter().map(|value| Arc::from(*value)).collect()));
        }
        if let Some((least, most)) = declared.range {
            checks.push(Check::Range(least.into(), most.into()));
        }
        Self {
            name: Arc::from(declared.name),
            aliases: declared.aliases.iter().map(|alias| Arc::from(*alias)).collect(),
            of: parameter_type(declared.type_name, types),
            memberships: sets.into_iter().map(membership).collect(),
            checks,
            takes_empty: declared.takes_empty,
            is_common,
        }
    }

    /// Whether this is its name or one of its aliases, case ignored.
    pub fn is_called(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
            || self.aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    }

    /// Whether it is a switch.
    pub fn is_switch(&self) -> bool {
        self.of == Some(Type::Switch)
    }

    /// How it belongs to `set`; with no set, how it belongs to any.
    pub fn membership(&self, set: Option<&str>) -> Option<&Membership> {
        self.memberships.iter().find(|membership| match (&membership.set, set) {
            (None, _) | (_, None) => true,
            (Some(own), Some(set)) => own.eq_ignore_ascii_case(set),
        })
    }
}

/// The type that a name means; a name that nothing knows takes any value.
fn parameter_type(name: &str, types: &Types) -> Option<Type> {
    match name {
        "object" | "psobject" | "ActionPreference" => None,
        name => types.resolve(name),
    }
}
