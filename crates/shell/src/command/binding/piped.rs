//! Parameters that take what is piped in.

use std::rc::Rc;

use super::{Bound, refused};
use crate::command::signature::{Membership, Parameter};
use crate::flow::{Flow, Interrupt};
use crate::member;
use crate::session::Session;
use crate::value::{Category, Fault, Type, Value};

impl Parameter {
    /// Whether a script block given to it is run for each input instead of being its value.
    pub(super) fn delays(&self) -> bool {
        let takes_input = |m: &Membership| m.piped.by_value || m.piped.by_property;
        let takes_blocks = matches!(self.of, None | Some(Type::ScriptBlock | Type::Object))
            || matches!(&self.of, Some(Type::Array(element)) if matches!(**element, Type::Object | Type::ScriptBlock));
        !takes_blocks && self.memberships.iter().any(takes_input)
    }

    /// Whether it is a `byte[]` that may be piped in.
    pub fn takes_piped_bytes(&self) -> bool {
        let is_bytes = matches!(&self.of, Some(Type::Array(element)) if **element == Type::Byte);
        is_bytes && self.memberships.iter().any(|membership| membership.piped.by_value)
    }
}

impl Bound {
    /// What is bound for one piped object: a copy of this with the parameters that take it. The inner error
    /// is that of the object alone; the pipeline goes on.
    pub fn with_input(&self, input: &Value, session: &mut Session) -> Flow<Result<Self, Box<Fault>>> {
        let mut bound = self.clone();
        for (place, block) in std::mem::take(&mut bound.delayed) {
            let values = session.run_block_values(&block, input.clone())?;
            let value = crate::flow::gathered(values).unwrap_or_default();
            bound.bind(place, value, None, session)?;
        }
        let mut any = !self.delayed.is_empty();
        let mut refusal = None;
        // PowerShell tries without conversions before it tries with them.
        for (by_value, converts) in [(true, false), (false, false), (true, true), (false, true)] {
            let (bound_any, refused) = bound.bind_pass(input, by_value, converts, session)?;
            any |= bound_any;
            refusal = refusal.or(refused);
            if bound_any && by_value {
                // The object itself was taken; its properties may still give what else is missing.
                continue;
            }
        }
        if !any {
            return Ok(Err(refusal.unwrap_or_else(|| unbound(input))));
        }
        if bound.missing(false).is_empty() {
            return Ok(Ok(bound));
        }
        Ok(Err(refusal.unwrap_or_else(|| unbound(input))))
    }

    /// Whether any parameter takes what is piped in and is not bound yet.
    pub fn takes_input(&self) -> bool {
        let takes = |(place, parameter): (usize, &Parameter)| {
            !self.values.contains_key(&place)
                && parameter.memberships.iter().any(|membership| {
                    (membership.piped.by_value || membership.piped.by_property) && self.is_open(membership)
                })
        };
        self.signature.parameters.iter().enumerate().any(takes)
    }

    fn bind_pass(
        &mut self,
        input: &Value,
        by_value: bool,
        converts: bool,
        session: &mut Session,
    ) -> Flow<(bool, Option<Box<Fault>>)> {
        let signature = Rc::clone(&self.signature);
        let (mut any, mut refusal) = (false, None);
        for (place, parameter) in signature.parameters.iter().enumerate() {
            let takes = |membership: &Membership| {
                let takes = if by_value { membership.piped.by_value } else { membership.piped.by_property };
                takes && self.is_open(membership)
            };
            if !parameter.memberships.iter().any(takes) || self.values.contains_key(&place) {
                continue;
            }
            let value = if by_value { Some(input.clone()) } else { property_for(parameter, input, session)? };
            let Some(value) = value else { continue };
            let fits = parameter.of.as_ref().is_none_or(|of| takes_as_it_is(of, &value));
            if !fits && !converts {
                continue;
            }
            match self.bind(place, value, None, session) {
                Ok(()) => any = true,
                Err(interrupt) => match *interrupt {
                    Interrupt::Error { record, stops_script: false } => {
                        refusal = refusal.or_else(|| Some(Box::new(record.fault.clone())));
                    }
                    other => return Err(Box::new(other)),
                },
            }
            if any && by_value {
                break;
            }
        }
        Ok((any, refusal))
    }
}

/// Whether a value is of a type, or one of the elements that an array of that type holds.
fn takes_as_it_is(of: &Type, value: &Value) -> bool {
    let is_element =
        matches!(of, Type::Array(element) if **element != Type::Object && element.accepts(value));
    is_element || of.accepts(value)
}

/// The property of the piped object that has the parameter's name or one of its other names.
fn property_for(parameter: &Parameter, input: &Value, session: &Session) -> Flow<Option<Value>> {
    if input.is_null() || input.is_collection() {
        return Ok(None);
    }
    for name in std::iter::once(&parameter.name).chain(&parameter.aliases) {
        let is_own = match input {
            Value::Object(object) => object.property(name).is_some(),
            _ => true,
        };
        if is_own && let Some(value) = member::property(input, name, session.setting())? {
            return Ok(Some(value));
        }
    }
    Ok(None)
}

/// The error for an input that no parameter takes.
pub(crate) fn unbound(input: &Value) -> Box<Fault> {
    refused(
        "The input object cannot be bound to any parameters for the command either because the command does not take \
         pipeline input or the input and its properties do not match any of the parameters that take pipeline input."
            .to_owned(),
        "InputObjectNotBound",
        Category::InvalidArgument,
    )
    .with_target(input.clone())
}
