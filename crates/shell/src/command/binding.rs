//! Binding: which argument belongs to which parameter.
//!
//! In the order of PowerShell: arguments with a name, arguments by position, what is piped in, and last what
//! is mandatory and still missing. The parameter sets that fit shrink with each binding.

mod arguments;
mod checks;
mod defaults;
mod piped;
mod sets;
mod values;

pub(crate) use arguments::name_of_argument;
pub(crate) use checks::allows;
pub(crate) use piped::unbound;

use std::rc::Rc;
use std::sync::Arc;

use super::common_parameters::{Common, Preference};
use super::signature::{Parameter, Signature};
use crate::convert;
use crate::flow::Flow;
use crate::session::Session;
use crate::syntax::Span;
use crate::value::{Category, Fault, List, Outcome, Type, Value};

use checks::check_value;
use values::Values;

/// An argument of a command as it was evaluated.
#[derive(Clone, Debug)]
pub enum Given {
    /// `-Name`, or `-Name:value`.
    Named {
        /// Without the dash.
        name: Arc<str>,
        /// What stood after the colon, or came from a splatted table.
        value: Option<Value>,
        /// Where the name and the value stand in the script.
        at: Option<(Span, Span)>,
    },
    /// A value without a name.
    Value {
        /// What it is.
        value: Value,
        /// How a number was written: a parameter that takes text gets that.
        text: Option<Arc<str>>,
        /// Where it stands in the script.
        at: Option<Span>,
    },
    /// `--`: what follows are values.
    EndOfParameters,
}

impl Given {
    /// A parameter that no script names: with the value that belongs to it, if any.
    pub fn named(name: impl Into<Arc<str>>, value: Option<Value>) -> Self {
        Self::Named { name: name.into(), value, at: None }
    }

    /// A value that stands in no script.
    pub fn value(value: Value) -> Self {
        Self::Value { value, text: None, at: None }
    }
}

/// The parameters of a command that runs.
#[derive(Clone, Debug)]
pub struct Bound {
    /// What was bound.
    pub signature: Rc<Signature>,
    /// The values, by the place of the parameter in the signature.
    values: Values,
    /// Script blocks that give a parameter's value anew for each input.
    delayed: Vec<(usize, crate::value::ScriptBlock)>,
    /// The arguments that no parameter took: `$args` of a simple function.
    pub rest: Vec<Value>,
    /// The parameter sets that still fit; empty where there is one set only.
    sets: Vec<Arc<str>>,
    /// The common parameters.
    pub common: Common,
}

impl Bound {
    /// The value of a parameter, if one was bound.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(&self.signature.named(name)?)
    }

    /// The value of the parameter at a place of the signature.
    pub fn at(&self, place: usize) -> Option<&Value> {
        self.values.get(&place)
    }

    /// The names and values of what was bound, in the order of binding.
    pub fn entries(&self) -> impl Iterator<Item = (&Arc<str>, &Value)> {
        self.values.iter().map(|(place, value)| (&self.signature.parameters[*place].name, value))
    }

    /// The parameter set that was chosen; empty where there is one set only.
    pub fn set(&self) -> &str {
        let default = self.signature.default_set.as_deref();
        let is_open = |set: &&str| self.sets.iter().any(|known| known.eq_ignore_ascii_case(set));
        match (default.filter(is_open), self.sets.first()) {
            (Some(default), _) if self.sets.len() > 1 => default,
            (_, Some(first)) => first,
            (default, None) => default.unwrap_or_default(),
        }
    }

    /// Binds the arguments of a command, `has_input` where something is piped into it.
    pub fn new(
        signature: &Rc<Signature>,
        given: Vec<Given>,
        has_input: bool,
        session: &mut Session,
    ) -> Flow<Self> {
        let mut bound = Self {
            signature: Rc::clone(signature),
            values: Values::default(),
            delayed: Vec::new(),
            rest: Vec::new(),
            sets: signature.sets(),
            common: Common::default(),
        };
        let positional = bound.bind_named(given, session)?;
        bound.bind_positional(positional, session)?;
        bound.bind_defaults(session)?;
        bound.read_common(session)?;
        if !has_input {
            bound.complete(session)?;
        }
        Ok(bound)
    }

    /// Binds a value to the parameter at `place`: converted, and checked.
    fn bind(&mut self, place: usize, value: Value, text: Option<&Arc<str>>, session: &mut Session) -> Flow {
        let signature = Rc::clone(&self.signature);
        let parameter = &signature.parameters[place];
        if let (Value::ScriptBlock(block), true) = (&value, parameter.delays()) {
            self.delayed.push((place, block.clone()));
            self.narrow(parameter);
            return Ok(());
        }
        let converted =
            convert_argument(parameter, &value, text, session).map_err(|fault| {
                match signature.is_cmdlet {
                    true => not_converted(parameter, &fault),
                    false => transformation(parameter, &fault),
                }
            })?;
        check_value(parameter, &converted, session)?;
        self.values.insert(place, converted);
        self.narrow(parameter);
        Ok(())
    }

    fn read_common(&mut self, session: &Session) -> Flow {
        let signature = Rc::clone(&self.signature);
        for (place, parameter) in signature.parameters.iter().enumerate() {
            let Some(value) = parameter.is_common.then(|| self.values.get(&place)).flatten() else {
                continue;
            };
            let common = &mut self.common;
            let variable = || Some(collecting(&convert::display(value), session));
            match &*parameter.name {
                "ErrorAction" => common.error_action = Some(Preference::of(value)?),
                "WarningAction" => common.warning_action = Some(Preference::of(value)?),
                "InformationAction" => common.information_action = Some(Preference::of(value)?),
                "Verbose" => common.verbose = Some(convert::to_bool(value)),
                "Debug" => common.debug = Some(convert::to_bool(value)),
                "WhatIf" => common.what_if = Some(convert::to_bool(value)),
                "Confirm" => common.confirm = Some(convert::to_bool(value)),
                "ErrorVariable" => common.error_variable = variable(),
                "WarningVariable" => common.warning_variable = variable(),
                "InformationVariable" => common.information_variable = variable(),
                "OutVariable" => common.out_variable = variable(),
                _ => {}
            }
        }
        Ok(())
    }
}

/// Makes a variable hold a list that fills while a command runs. With a plus sign it keeps what it has.
fn collecting(name: &str, session: &Session) -> List {
    let scope = &session.context().scope;
    let kept = name.strip_prefix('+').and_then(|name| scope.look(name, |slot| slot.value.clone()));
    let list = match kept {
        Some(Value::List(list)) => list,
        Some(value) => List::new(value.unroll()),
        None => List::new(Vec::new()),
    };
    scope.set(name.trim_start_matches('+'), Value::List(list.clone()));
    list
}

/// The value as the parameter's type wants it.
fn convert_argument(
    parameter: &Parameter,
    value: &Value,
    text: Option<&Arc<str>>,
    session: &Session,
) -> Outcome {
    let Some(of) = &parameter.of else { return Ok(value.clone()) };
    let setting = session.setting();
    match of {
        Type::String => match text {
            Some(text) => Ok(Value::String(Arc::clone(text))),
            None if value.is_collection() => Err(no_text(value)),
            None => convert::cast(value, of, setting),
        },
        Type::Array(element) if **element == Type::String => match text {
            Some(text) => convert::cast(&Value::String(Arc::clone(text)), of, setting),
            None => convert::cast(value, of, setting),
        },
        Type::Bool
            if !matches!(
                value.bare(),
                Value::Bool(_) | Value::Int(_) | Value::Long(_) | Value::Double(_)
            ) =>
        {
            Err(no_bool(value))
        }
        Type::Switch if matches!(value.bare(), Value::String(_)) => Err(no_bool(value)),
        Type::Int | Type::Long | Type::Integer(_) | Type::Double | Type::Byte if value.is_collection() => {
            Err(no_single(value, of))
        }
        _ => convert::cast(value, of, setting),
    }
}

fn no_text(value: &Value) -> Box<Fault> {
    Fault::new(
        format!("Cannot convert value to type System.String: the value is a {}.", value.type_name()),
        "CannotConvertArgument",
        Category::InvalidData,
    )
}

fn no_single(value: &Value, of: &Type) -> Box<Fault> {
    Fault::new(
        format!(
            "Cannot convert the \"{}\" value of type \"{}\" to type \"{}\".",
            convert::display(value),
            value.type_name(),
            of.full_name()
        ),
        "CannotConvertArgument",
        Category::InvalidArgument,
    )
}

fn no_bool(value: &Value) -> Box<Fault> {
    Fault::new(
        format!(
            "Cannot convert value \"{}\" to type \"System.Boolean\". Boolean parameters accept only Boolean values and \
             numbers, such as $True, $False, 1 or 0.",
            convert::display(value)
        ),
        "CannotConvertArgument",
        Category::InvalidArgument,
    )
}

/// A conversion that failed for a cmdlet.
fn not_converted(parameter: &Parameter, fault: &Fault) -> Box<Fault> {
    refused(
        format!("Cannot bind parameter '{}'. {}", parameter.name, fault.message),
        "CannotConvertArgumentNoMessage",
        Category::InvalidArgument,
    )
}

/// A conversion that failed for a function.
pub(crate) fn transformation(parameter: &Parameter, fault: &Fault) -> Box<Fault> {
    refused(
        format!(
            "Cannot process argument transformation on parameter '{}'. {}",
            parameter.name, fault.message
        ),
        "ParameterArgumentTransformationError",
        Category::InvalidData,
    )
    .with_exception("System.Management.Automation.ParameterBindingArgumentTransformationException")
}

/// An error of binding.
fn refused(message: String, id: &'static str, category: Category) -> Box<Fault> {
    Fault::new(message, id, category).with_exception("System.Management.Automation.ParameterBindingException")
}
