//! Objects that only show something, and cannot be saved.

use std::rc::Rc;
use std::sync::Arc;

use shell::value::{Array, Object, Property, Type, Value};

/// An object of a type with properties that nobody changes.
pub(crate) fn object(type_name: &str, properties: Vec<(&str, Value)>) -> Value {
    let names: Rc<[Arc<str>]> = Rc::from([Arc::from(type_name), Arc::from("System.Object")]);
    let properties = properties.into_iter().map(|(name, value)| Property::read_only(name, value)).collect();
    Value::Object(Object::of_type(names, properties))
}

/// A list of texts.
pub(crate) fn texts(values: impl IntoIterator<Item = String>) -> Value {
    Value::Array(Array::typed(Type::String, values.into_iter().map(Value::from).collect()))
}
