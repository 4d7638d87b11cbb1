//! Arguments with a name, and arguments by position.

use std::sync::Arc;

use super::{Bound, Given, refused};
use crate::command::signature::{Parameter, Signature};
use crate::convert;
use crate::flow::{Flow, Interrupt};
use crate::session::Session;
use crate::syntax::Span;
use crate::value::{Category, Fault, Object, Property, Value};

/// What no parameter took by name.
pub(super) enum Left {
    /// A value without a name, how a number was written, and where it stands.
    Value(Value, Option<Arc<str>>, Option<Span>),
    /// A name that no parameter of a simple function has, with the value after its colon: part of `$args`.
    Unknown(Arc<str>, Option<Value>),
}

impl Bound {
    /// Binds what has a name; what has none is given back in its order.
    pub(super) fn bind_named(&mut self, given: Vec<Given>, session: &mut Session) -> Flow<Vec<Left>> {
        let mut positional = Vec::new();
        let mut only_values = false;
        let mut given = given.into_iter().peekable();
        while let Some(argument) = given.next() {
            match argument {
                Given::EndOfParameters if !only_values => only_values = true,
                Given::EndOfParameters => positional.push(Left::Value(Value::text("--"), None, None)),
                Given::Value { value, text, at } => positional.push(Left::Value(value, text, at)),
                Given::Named { name, value, .. } if only_values => {
                    positional.push(Left::Value(Value::from(format!("-{name}")), None, None));
                    positional.extend(value.map(|value| Left::Value(value, None, None)));
                }
                Given::Named { name, value, at } => {
                    let (name_at, value_at) = at.unzip();
                    let found = self.find(&name).and_then(|found| match found {
                        Some(place) => self.check_unbound(place).map(|()| Some(place)),
                        None => Ok(None),
                    });
                    let Some(place) = self.marked(found, name_at, session)? else {
                        positional.push(Left::Unknown(name, value));
                        continue;
                    };
                    let is_value = |next: &Given| matches!(next, Given::Value { .. });
                    let (value, text, at) = match value {
                        Some(value) => (value, None, value_at),
                        None if self.signature.parameters[place].is_switch() => {
                            (Value::Bool(true), None, name_at)
                        }
                        None => match given.next_if(is_value) {
                            Some(Given::Value { value, text, at }) => (value, text, at),
                            _ => {
                                let missing = Err(missing_argument(place, &self.signature).into());
                                return self.marked(missing, name_at, session);
                            }
                        },
                    };
                    let bound = self.bind_once(place, value, text.as_ref(), session);
                    self.marked(bound, at, session)?;
                }
            }
        }
        Ok(positional)
    }

    /// Marks the argument that an error is of.
    fn marked<T>(&self, flow: Flow<T>, at: Option<Span>, session: &Session) -> Flow<T> {
        let Some(at) = at else { return flow };
        flow.map_err(|interrupt| interrupt.located(Some(self.signature.reporter()), || session.place(at)))
    }

    /// Refuses a parameter that was given before.
    fn check_unbound(&self, place: usize) -> Flow {
        let is_delayed = self.delayed.iter().any(|(known, _)| *known == place);
        if self.values.contains_key(&place) || is_delayed {
            let name = &self.signature.parameters[place].name;
            return Err(refused(
                format!(
                    "Cannot bind parameter because parameter '{name}' is specified more than once. To provide multiple \
                     values to parameters that can accept multiple values, use the array syntax. For example, \
                     \"-parameter value1,value2,value3\"."
                ),
                "ParameterAlreadyBound",
                Category::InvalidArgument,
            )
            .into());
        }
        Ok(())
    }

    fn bind_once(
        &mut self,
        place: usize,
        value: Value,
        text: Option<&Arc<str>>,
        session: &mut Session,
    ) -> Flow {
        self.check_unbound(place)?;
        self.bind(place, value, text, session)?;
        self.check_sets()
    }

    /// The parameter that a name means: exactly, or by a beginning that fits one only. None where a simple
    /// function takes it as an argument.
    fn find(&self, name: &str) -> Flow<Option<usize>> {
        let signature = &self.signature;
        if let Some(place) = signature.named(name) {
            return Ok(Some(place));
        }
        let mut places = signature.with_prefix(name);
        if places.len() > 1 {
            // The command's own parameters go before the common ones.
            let own = |place: &usize| !signature.parameters[*place].is_common;
            if places.iter().filter(|place| own(place)).count() == 1 {
                places.retain(own);
            }
        }
        match places[..] {
            [place] => Ok(Some(place)),
            [] if !signature.is_strict => Ok(None),
            [] => Err(unknown(name).into()),
            _ => {
                let names: Vec<_> =
                    places.iter().map(|place| format!(" -{}", signature.parameters[*place].name)).collect();
                Err(refused(
                    format!(
                        "Parameter cannot be processed because the parameter name '{name}' is ambiguous. Possible \
                         matches include:{}.",
                        names.concat()
                    ),
                    "AmbiguousParameter",
                    Category::InvalidArgument,
                )
                .into())
            }
        }
    }

    /// Binds values by the positions of parameters; what is left goes to the one that takes the rest.
    pub(super) fn bind_positional(&mut self, given: Vec<Left>, session: &mut Session) -> Flow {
        let mut rest = Vec::new();
        for left in given {
            match left {
                Left::Value(value, text, at) => {
                    let places = self.next_positional();
                    if places.is_empty() {
                        rest.push(value);
                    } else {
                        let bound = self.bind_first(&places, value, text.as_ref(), session);
                        self.marked(bound, at, session)?;
                    }
                }
                Left::Unknown(name, value) => {
                    rest.push(argument_name(&name, value.is_some()));
                    rest.extend(value);
                }
            }
        }
        if rest.is_empty() { Ok(()) } else { self.bind_rest(rest, session) }
    }

    /// The unbound parameters of the lowest position, those of the default set first.
    fn next_positional(&self) -> Vec<usize> {
        let default = self.signature.default_set.as_deref();
        let mut best: Vec<(i64, bool, usize)> = Vec::new();
        for (place, parameter) in self.signature.parameters.iter().enumerate() {
            let is_delayed = self.delayed.iter().any(|(known, _)| *known == place);
            if self.values.contains_key(&place) || is_delayed {
                continue;
            }
            let open = self.open_memberships(parameter);
            for membership in open.into_iter().filter(|membership| !membership.remaining) {
                let Some(position) = membership.position else { continue };
                let of_default = match (&membership.set, default) {
                    (Some(set), Some(default)) => set.eq_ignore_ascii_case(default),
                    _ => true,
                };
                best.push((position, !of_default, place));
            }
        }
        best.sort_unstable();
        let Some(&(lowest, ..)) = best.first() else { return Vec::new() };
        let mut places: Vec<usize> =
            best.into_iter().filter(|(position, ..)| *position == lowest).map(|(.., place)| place).collect();
        places.dedup();
        places
    }

    /// Binds a value to the first parameter that takes it: without a conversion before with one.
    fn bind_first(
        &mut self,
        places: &[usize],
        value: Value,
        text: Option<&Arc<str>>,
        session: &mut Session,
    ) -> Flow {
        let signature = std::rc::Rc::clone(&self.signature);
        let takes =
            |place: &usize| signature.parameters[*place].of.as_ref().is_some_and(|of| of.accepts(&value));
        let (as_it_is, converted): (Vec<usize>, Vec<usize>) = places.iter().partition(|place| takes(place));
        let mut refusal: Option<Box<Interrupt>> = None;
        for place in as_it_is.into_iter().chain(converted) {
            match self.bind_once(place, value.clone(), text, session) {
                Ok(()) => return Ok(()),
                Err(why) => refusal = Some(refusal.unwrap_or(why)),
            }
        }
        refusal.map_or(Ok(()), Err)
    }

    fn bind_rest(&mut self, rest: Vec<Value>, session: &mut Session) -> Flow {
        let takes_rest = |parameter: &Parameter| {
            self.open_memberships(parameter).iter().any(|membership| membership.remaining)
        };
        let place = self.signature.parameters.iter().position(takes_rest);
        match place.filter(|place| !self.values.contains_key(place)) {
            Some(place) => {
                let value = match <[Value; 1]>::try_from(rest) {
                    Ok([only]) => only,
                    Err(rest) => Value::array(rest),
                };
                self.bind_once(place, value, None, session)
            }
            None if self.signature.is_strict => {
                let first = rest.first().map(convert::display).unwrap_or_default();
                Err(refused(
                    format!("A positional parameter cannot be found that accepts argument '{first}'."),
                    "PositionalParameterNotFound",
                    Category::InvalidArgument,
                )
                .into())
            }
            None => {
                self.rest.extend(rest);
                Ok(())
            }
        }
    }
}

/// The name of a parameter in `$args`: text that is a name again when `@args` passes it on.
fn argument_name(name: &Arc<str>, has_value: bool) -> Value {
    let text = Value::from(format!("-{name}{}", if has_value { ":" } else { "" }));
    let name = Property::hidden(ARGUMENT_NAME, Value::String(Arc::clone(name)));
    Value::Object(Object::around(&text, vec![name]))
}

/// The name that an element of `$args` is, and whether the next element is its value.
pub(crate) fn name_of_argument(value: &Value) -> Option<(Arc<str>, bool)> {
    let Value::Object(object) = value else { return None };
    let Some(Value::String(name)) = object.kept(ARGUMENT_NAME) else { return None };
    Some((name, convert::display(value).ends_with(':')))
}

const ARGUMENT_NAME: &str = "CommandParameterName";

fn unknown(name: &str) -> Box<Fault> {
    refused(
        format!("A parameter cannot be found that matches parameter name '{name}'."),
        "NamedParameterNotFound",
        Category::InvalidArgument,
    )
}

fn missing_argument(place: usize, signature: &Signature) -> Box<Fault> {
    let parameter = &signature.parameters[place];
    let of = parameter.of.as_ref().map_or("System.Object".into(), crate::value::Type::full_name);
    refused(
        format!(
            "Missing an argument for parameter '{}'. Specify a parameter of type '{of}' and try again.",
            parameter.name
        ),
        "MissingArgument",
        Category::InvalidArgument,
    )
}
