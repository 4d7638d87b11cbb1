//! Parameters that are properties of a noun.

use serde_json::{Map, Value as Json};
use shell::command::Call;
use shell::flow::Flow;
use shell::member::set_property;
use shell::value::{Object, Value};

use crate::noun::{Shape, blank, write};

/// An object of the parameters that were given, and which they are.
pub(crate) fn object(call: &Call<'_>, shape: &'static Shape) -> Flow<(Object, Vec<&'static str>)> {
    let object = blank(shape);
    let target = Value::Object(object.clone());
    let mut given = Vec::new();
    for property in shape.properties.iter().filter(|property| !property.is_read_only) {
        if let Some(value) = call.value(property.name) {
            // A date comes with the text that it was read from; what is kept is the date.
            let value = value.bare().clone();
            let stored = set_property(&target, property.name, value, call.setting());
            stored.map_err(|fault| call.fail(fault))?;
            given.push(property.name);
        }
    }
    Ok((object, given))
}

/// The properties that were given, in the wire form. What was not given is left to the pool.
pub(crate) fn read(call: &Call<'_>, shape: &'static Shape) -> Flow<Map<String, Json>> {
    let (object, given) = object(call, shape)?;
    let mut written = write(shape, &object).map_err(|fault| call.fail(fault))?;
    written.retain(|name, _| given.contains(&name.as_str()));
    Ok(written)
}
