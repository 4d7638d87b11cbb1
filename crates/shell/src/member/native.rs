//! Objects of .NET that are more than properties: what they answer follows from what they hold.
//!
//! When adding one: a file with the data and its [`Native`], an arm in [`construct`], its full name in
//! `value::type_names`, rows in `tests/language/expressions`.

mod dns;
mod line;
mod principal;
mod set;
mod stopwatch;
mod text_builder;
mod xml_methods;
mod xml_node;

use std::rc::Rc;
use std::sync::Arc;

use super::Reply;
use super::arguments::Arguments;
use super::{construct::no_constructor as no_constructor_of, system};
use crate::setting::Setting;
use crate::value::{Fault, Object, Outcome, Type, Value};
use crate::xml::{Document, Id};

/// What an object of .NET does by itself.
pub(crate) trait Native {
    /// The properties that are listed, in their order.
    fn property_names(&self) -> Vec<Arc<str>>;

    /// A property; none where there is no such property.
    fn property(&self, name: &str, setting: &Setting) -> Option<Value>;

    /// Stores a property; whether there is one that can be set.
    fn store(&self, _name: &str, _value: &Value, _setting: &Setting) -> Outcome<bool> {
        Ok(false)
    }

    /// Calls a method; `this` is the object itself.
    fn call(&self, this: &Object, arguments: &Arguments<'_>) -> Outcome<Reply>;

    /// What ToString gives; none for the name of the type.
    fn text(&self) -> Option<String> {
        None
    }

    /// The elements of a collection.
    fn elements(&self) -> Option<Vec<Value>> {
        None
    }

    /// The number of elements of a collection.
    fn count(&self) -> Option<usize> {
        None
    }

    /// The element under an index; none where it cannot be indexed by that.
    fn item(&self, _index: &Value) -> Option<Value> {
        None
    }

    /// The node that it is, if it is one of an XML document.
    fn xml_node(&self) -> Option<(Rc<Document>, Id)> {
        None
    }

    /// Gives away what it holds, when nobody holds the object any more.
    fn release(&self) -> Vec<Value> {
        Vec::new()
    }
}

/// Makes an object of the type with this full name; none where it is no type of this kind.
pub(super) fn construct(full_name: &str, arguments: &Arguments<'_>) -> Option<Outcome> {
    Some(match full_name {
        stopwatch::NAME => stopwatch::construct(arguments),
        text_builder::NAME => text_builder::construct(arguments),
        principal::PRINCIPAL => principal::construct(arguments),
        line::QUEUE | line::STACK => line::construct(full_name, arguments),
        _ if full_name.starts_with(line::GENERIC_QUEUE) || full_name.starts_with(line::GENERIC_STACK) => {
            line::construct(full_name, arguments)
        }
        xml_node::DOCUMENT => xml_node::construct(arguments),
        _ if full_name.starts_with(set::NAME) => set::construct(full_name, arguments),
        _ => return None,
    })
}

/// Whether a cast to the type with this full name calls its constructor.
pub(crate) fn is_constructed(full_name: &str) -> bool {
    matches!(
        full_name,
        text_builder::NAME | principal::PRINCIPAL | line::QUEUE | line::STACK | xml_node::DOCUMENT
    ) || [line::GENERIC_QUEUE, line::GENERIC_STACK, set::NAME].iter().any(|one| full_name.starts_with(one))
}

/// A static property of one of the classes here.
pub(super) fn static_property(class: &str, name: &str) -> Option<Value> {
    match class {
        stopwatch::NAME => stopwatch::static_property(name),
        set::COMPARER => set::comparer(name),
        _ => None,
    }
}

/// Calls a static method of one of the classes here.
pub(super) fn call_static(class: &str, arguments: &Arguments<'_>) -> Outcome<Reply> {
    match class {
        stopwatch::NAME => Ok(stopwatch::call_static(arguments)),
        principal::IDENTITY => Ok(principal::call_static(arguments)),
        "System.Net.Dns" => dns::call_static(arguments),
        other => system::call(other, arguments),
    }
}

/// A new object of a type with this full name.
fn object(full_name: &str, native: impl Native + 'static) -> Value {
    let names = Rc::from([Arc::from(full_name), Arc::from("System.Object")]);
    Value::Object(Object::native_of(names, Rc::new(native)))
}

/// The type of the elements that a full name such as ``Queue`1[System.String]`` has; any where it has none.
fn element_type(full_name: &str) -> Type {
    let inner = full_name.split_once('[').and_then(|(_, inner)| inner.strip_suffix(']'));
    inner.and_then(Type::resolve).unwrap_or(Type::Object)
}

fn names(names: &[&str]) -> Vec<Arc<str>> {
    names.iter().map(|name| Arc::from(*name)).collect()
}

/// A count as scripts see it.
fn number(count: usize) -> Value {
    Value::Int(i32::try_from(count).unwrap_or(i32::MAX))
}

fn no_constructor(of: &str, arguments: &Arguments<'_>) -> Box<Fault> {
    no_constructor_of(&Type::Named(Arc::from(of)), arguments)
}
