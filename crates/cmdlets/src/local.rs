//! Cmdlets whose objects live in the shell: what they make is checked here by the rules of the nouns, and again by
//! the pool when it comes there as part of another object.

use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use shell::command::Call;
use shell::flow::Flow;
use shell::value::{Category, Fault, Value};

use crate::noun::{Shape, write};
use crate::parameters;

/// Makes an object of the parameters of its cmdlet, where it keeps the rules of the noun `T`, and yields it.
pub(crate) fn make<T: DeserializeOwned>(call: &mut Call<'_>, shape: &'static Shape, noun: &str) -> Flow {
    let (object, given) = parameters::object(call, shape)?;
    let mut properties = write(shape, &object).map_err(|fault| call.fail(fault))?;
    properties.retain(|name, _| given.contains(&name.as_str()));
    check::<T>(Json::Object(properties)).map_err(|wrong| call.fail(invalid(noun, &wrong)))?;
    call.write(Value::Object(object))
}

/// Makes an object that is not whole yet, and yields it.
pub(crate) fn make_part(call: &mut Call<'_>, shape: &'static Shape) -> Flow {
    let (object, _) = parameters::object(call, shape)?;
    call.write(Value::Object(object))
}

/// Whether JSON is a noun, or which rule it breaks.
fn check<T: DeserializeOwned>(json: Json) -> Result<(), String> {
    match serde_path_to_error::deserialize::<_, T>(json) {
        Ok(_) => Ok(()),
        Err(error) => {
            let message = domain::plain_words(&error.inner().to_string());
            Err(match error.path().to_string().as_str() {
                "." => message,
                path => format!("{path}: {message}"),
            })
        }
    }
}

/// The error of an object that breaks a rule.
pub(crate) fn invalid(noun: &str, wrong: &str) -> Box<Fault> {
    Fault::new(format!("The {noun} was not made: {wrong}."), "InvalidProperty", Category::InvalidArgument)
        .with_exception("System.ArgumentException")
}
