//! Members of values: properties, methods, indexes, and the static members of types.
//!
//! When adding a method: an arm in the file of its type, a row in `tests/values/rows`. A method that .NET would
//! make throw returns [`crate::value::Fault::exception`]; [`call`] wraps it as a method call's error.

mod arguments;
mod clock;
mod construct;
mod files;
mod indexing;
mod math;
mod native;
mod path;
mod reading;
mod record;
mod refusal;
mod regex;
mod scalar;
mod sequence;
mod statics;
mod string;
mod system;
mod table;
mod writing;

pub use construct::construct;
pub use indexing::{index, index_strictly, set_index};
pub(crate) use native::{Native, is_constructed};
pub use reading::{properties, property};
pub(crate) use regex::match_value;
pub use statics::{call_static, set_static_property, static_property};
pub use table::entry;
pub use writing::set_property;

use arguments::Arguments;

use crate::convert::display;
use crate::operator::format_value;
use crate::setting::Setting;
use crate::value::limits::check_elements;
use crate::value::{Category, Fault, Outcome, Type, Value};

/// What became of a call: a value, nothing, or no such method.
pub(crate) enum Reply {
    Value(Value),
    Void,
    NoMethod,
    /// The method exists, but not with this number of arguments.
    NoOverload,
}

/// Calls a method of a value. None is the result of a method that returns nothing. A collection that lacks the
/// method has it called on each of its elements.
pub fn call(target: &Value, name: &str, values: &[Value], setting: &Setting) -> Outcome<Option<Value>> {
    let bare = target.bare();
    if bare.is_null() {
        return Err(Fault::new(
            "You cannot call a method on a null-valued expression.",
            "InvokeMethodOnNull",
            Category::InvalidOperation,
        ));
    }
    let arguments = Arguments::new(name, values, setting);
    let reply = dispatch(bare, &arguments).map_err(|fault| refusal::thrown(&arguments, fault))?;
    match reply {
        Reply::Value(value) => Ok(Some(value)),
        Reply::Void => Ok(None),
        Reply::NoOverload => Err(refusal::no_overload(&arguments)),
        Reply::NoMethod => match bare.elements() {
            Some(elements) if !elements.is_empty() => call_each(bare, elements, &arguments),
            _ => Err(refusal::no_method(&bare.type_name(), name)),
        },
    }
}

fn call_each(target: &Value, elements: Vec<Value>, arguments: &Arguments<'_>) -> Outcome<Option<Value>> {
    let mut results = Vec::new();
    for element in elements {
        let reply = dispatch(element.bare(), arguments).map_err(|fault| refusal::thrown(arguments, fault))?;
        match reply {
            Reply::Value(value) => results.extend(value.unroll()),
            Reply::Void => {}
            Reply::NoOverload => return Err(refusal::no_overload(arguments)),
            Reply::NoMethod => {
                // The name of the collection says more where no element can have the method either.
                let holder = if element.is_null() { target } else { &element };
                return Err(refusal::no_method(&holder.type_name(), arguments.method()));
            }
        }
        check_elements(results.len())?;
    }
    Ok(reading::gathered(results))
}

fn dispatch(target: &Value, arguments: &Arguments<'_>) -> Outcome<Reply> {
    let own = match target {
        Value::String(text) => string::call(text, arguments)?,
        Value::Array(_) | Value::Bytes(_) => sequence::call_array(target, arguments)?,
        Value::List(list) => sequence::call_list(list, arguments)?,
        Value::Hashtable(table) => table::call(table, arguments)?,
        Value::DateTime(date) => clock::call_date(*date, arguments)?,
        Value::TimeSpan(span) => clock::call_span(*span, arguments)?,
        Value::Regex(pattern) => regex::call(pattern, arguments)?,
        Value::Object(object) => match object.native() {
            Some(native) => native.call(object, arguments)?,
            None => record::call(object, arguments)?,
        },
        other => scalar::call(other, arguments)?,
    };
    match own {
        Reply::NoMethod => common(target, arguments),
        reply => Ok(reply),
    }
}

/// The methods that every object has.
fn common(target: &Value, arguments: &Arguments<'_>) -> Outcome<Reply> {
    let value = match (arguments.lower(), arguments.count()) {
        ("gettype", 0) => Value::Type(target.type_of().unwrap_or(Type::Object)),
        ("tostring", 0) => Value::from(display(target)),
        ("tostring", 1 | 2) if !arguments.at(0).is_null() => {
            let text = format_value(target, &arguments.text(0)?, arguments.setting());
            Value::from(
                text.map_err(|problem| Fault::exception(problem.to_string(), "System.FormatException"))?,
            )
        }
        ("tostring", 1 | 2) => Value::from(display(target)),
        ("equals", 1) => Value::Bool(scalar::same(target, arguments.at(0), arguments.setting())?),
        ("compareto", 1) => scalar::compare_to(target, arguments)?,
        ("gethashcode", 0) => Value::Int(scalar::hash_code(target)),
        ("gettype" | "equals" | "compareto" | "gethashcode", _) => return Ok(Reply::NoOverload),
        _ => return Ok(Reply::NoMethod),
    };
    Ok(Reply::Value(value))
}
