//! System.Collections.Generic.HashSet, and System.StringComparer, which says whether case counts.

use std::cell::RefCell;
use std::sync::Arc;

use indexmap::IndexMap;

use super::{Native, element_type, names, number, object};
use crate::convert::cast;
use crate::member::Reply;
use crate::member::arguments::Arguments;
use crate::setting::Setting;
use crate::text::{Case, compare, equal};
use crate::value::limits::check_elements;
use crate::value::{Array, Key, Object, Outcome, Property, Type, Value};

pub(super) const NAME: &str = "System.Collections.Generic.HashSet`1";
pub(super) const COMPARER: &str = "System.StringComparer";

/// Values of which each is there once. They keep the order in which they came; who is added after a removal takes
/// the free place, as in .NET.
struct Set {
    element: Type,
    ignores_case: bool,
    content: RefCell<Content>,
}

#[derive(Default)]
struct Content {
    /// Where each value stands; null is a value, too.
    places: IndexMap<Option<Key>, usize>,
    slots: Vec<Option<Value>>,
    free: Vec<usize>,
}

pub(super) fn construct(full_name: &str, arguments: &Arguments<'_>) -> Outcome {
    let mut set = Set { element: element_type(full_name), ignores_case: false, content: RefCell::default() };
    let mut given = None;
    for (place, value) in arguments.values().iter().enumerate() {
        match comparer_of(value) {
            Some(ignores_case) => set.ignores_case = ignores_case,
            None if place == 0 && value.is_collection() => given = Some(value.unroll()),
            None if value.is_null() => {}
            // The capacity of later versions is as good as none.
            None if place == 0 && matches!(value, Value::Int(_)) => {}
            None => return Err(super::no_constructor(full_name, arguments)),
        }
    }
    for value in given.unwrap_or_default() {
        set.add(cast(&value, &set.element, arguments.setting())?)?;
    }
    Ok(object(full_name, set))
}

impl Set {
    fn key(&self, value: &Value) -> Option<Key> {
        if self.ignores_case { Key::of(value) } else { Key::exact(value) }
    }

    /// Whether it was not there before.
    fn add(&self, value: Value) -> Outcome<bool> {
        let key = self.key(&value);
        let mut content = self.content.borrow_mut();
        if content.places.contains_key(&key) {
            return Ok(false);
        }
        check_elements(content.places.len() + 1)?;
        let place = content.free.pop().unwrap_or(content.slots.len());
        if place == content.slots.len() {
            content.slots.push(Some(value));
        } else {
            content.slots[place] = Some(value);
        }
        content.places.insert(key, place);
        Ok(true)
    }

    fn remove(&self, key: &Option<Key>) -> bool {
        let removed = {
            let mut content = self.content.borrow_mut();
            let Some(place) = content.places.swap_remove(key) else { return false };
            content.free.push(place);
            content.slots[place].take()
        };
        drop(removed);
        true
    }

    fn contains(&self, key: &Option<Key>) -> bool {
        self.content.borrow().places.contains_key(key)
    }

    fn len(&self) -> usize {
        self.content.borrow().places.len()
    }

    fn to_vec(&self) -> Vec<Value> {
        self.content.borrow().slots.iter().flatten().cloned().collect()
    }

    /// The other set of a method, its values each once.
    fn other(&self, arguments: &Arguments<'_>) -> Outcome<Self> {
        let other = Self {
            element: self.element.clone(),
            ignores_case: self.ignores_case,
            content: RefCell::default(),
        };
        for value in arguments.at(0).unroll() {
            other.add(cast(&value, &self.element, arguments.setting())?)?;
        }
        Ok(other)
    }

    fn is_within(&self, other: &Self) -> bool {
        self.content.borrow().places.keys().all(|key| other.contains(key))
    }

    /// The methods that take another collection; none where the name is another.
    fn with_other(&self, arguments: &Arguments<'_>) -> Outcome<Reply> {
        let other = self.other(arguments)?;
        let answer = match arguments.lower() {
            "unionwith" => {
                for value in other.to_vec() {
                    self.add(value)?;
                }
                return Ok(Reply::Void);
            }
            "intersectwith" => {
                let gone: Vec<_> = {
                    let content = self.content.borrow();
                    content.places.keys().filter(|key| !other.contains(key)).cloned().collect()
                };
                for key in &gone {
                    self.remove(key);
                }
                return Ok(Reply::Void);
            }
            "exceptwith" => {
                for key in other.content.borrow().places.keys() {
                    self.remove(key);
                }
                return Ok(Reply::Void);
            }
            "symmetricexceptwith" => {
                for value in other.to_vec() {
                    if !self.remove(&self.key(&value)) {
                        self.add(value)?;
                    }
                }
                return Ok(Reply::Void);
            }
            "issubsetof" => self.is_within(&other),
            "issupersetof" => other.is_within(self),
            "ispropersubsetof" => self.is_within(&other) && self.len() < other.len(),
            "ispropersupersetof" => other.is_within(self) && other.len() < self.len(),
            "setequals" => self.is_within(&other) && self.len() == other.len(),
            _ => other.content.borrow().places.keys().any(|key| self.contains(key)),
        };
        Ok(Reply::Value(Value::Bool(answer)))
    }
}

impl Native for Set {
    fn property_names(&self) -> Vec<Arc<str>> {
        names(&["Comparer", "Count"])
    }

    fn property(&self, name: &str, _setting: &Setting) -> Option<Value> {
        if name.eq_ignore_ascii_case("Comparer") {
            return comparer(if self.ignores_case { "ordinalignorecase" } else { "ordinal" });
        }
        name.eq_ignore_ascii_case("Count").then(|| number(self.len()))
    }

    fn call(&self, _this: &Object, arguments: &Arguments<'_>) -> Outcome<Reply> {
        let item = || arguments.cast_for(0, "item", &self.element);
        Ok(match (arguments.lower(), arguments.count()) {
            ("add", 1) => Reply::Value(Value::Bool(self.add(item()?)?)),
            ("contains", 1) => Reply::Value(Value::Bool(self.contains(&self.key(&item()?)))),
            ("remove", 1) => Reply::Value(Value::Bool(self.remove(&self.key(&item()?)))),
            ("clear", 0) => {
                let removed = self.content.take();
                drop(removed);
                Reply::Void
            }
            (
                "unionwith"
                | "intersectwith"
                | "exceptwith"
                | "symmetricexceptwith"
                | "issubsetof"
                | "issupersetof"
                | "ispropersubsetof"
                | "ispropersupersetof"
                | "setequals"
                | "overlaps",
                1,
            ) => self.with_other(arguments)?,
            ("copyto", 1 | 2) => {
                let Value::Array(array) = arguments.at(0).bare() else { return Ok(Reply::NoOverload) };
                let start = if arguments.count() == 2 { arguments.size(1, "arrayIndex")? } else { 0 };
                for (at, value) in self.to_vec().into_iter().enumerate() {
                    if !array.set(start + at, value) {
                        return Err(crate::member::arguments::out_of_range("arrayIndex"));
                    }
                }
                Reply::Void
            }
            ("trimexcess", 0) => Reply::Void,
            ("getenumerator", 0) => {
                Reply::Value(Value::Array(Array::typed(self.element.clone(), self.to_vec())))
            }
            ("add" | "contains" | "remove" | "clear", _) => Reply::NoOverload,
            _ => Reply::NoMethod,
        })
    }

    fn elements(&self) -> Option<Vec<Value>> {
        Some(self.to_vec())
    }

    fn count(&self) -> Option<usize> {
        Some(self.len())
    }

    fn release(&self) -> Vec<Value> {
        self.content.take().slots.into_iter().flatten().collect()
    }
}

const IGNORES_CASE: &str = "IgnoresCase";

/// How texts are compared.
struct Comparer {
    ignores_case: bool,
}

/// `[StringComparer]::OrdinalIgnoreCase` and its siblings, by a name in small letters.
pub(super) fn comparer(name: &str) -> Option<Value> {
    let ignores_case = match name {
        "ordinal" | "currentculture" | "invariantculture" => false,
        "ordinalignorecase" | "currentcultureignorecase" | "invariantcultureignorecase" => true,
        _ => return None,
    };
    let made = object(COMPARER, Comparer { ignores_case });
    if let Value::Object(made) = &made {
        made.add(Property::hidden(IGNORES_CASE, Value::Bool(ignores_case)));
    }
    Some(made)
}

/// Whether a value is a comparer, and whether it ignores case.
pub(in crate::member) fn comparer_of(value: &Value) -> Option<bool> {
    let Value::Object(object) = value.bare() else { return None };
    if &*object.type_name() != COMPARER {
        return None;
    }
    match object.kept(IGNORES_CASE) {
        Some(Value::Bool(ignores_case)) => Some(ignores_case),
        _ => None,
    }
}

impl Native for Comparer {
    fn property_names(&self) -> Vec<Arc<str>> {
        Vec::new()
    }

    fn property(&self, _name: &str, _setting: &Setting) -> Option<Value> {
        None
    }

    fn call(&self, _this: &Object, arguments: &Arguments<'_>) -> Outcome<Reply> {
        let case = if self.ignores_case { Case::Ignored } else { Case::Matters };
        match (arguments.lower(), arguments.count()) {
            ("equals", 2) => {
                let (a, b) = (arguments.text(0)?, arguments.text(1)?);
                Ok(Reply::Value(Value::Bool(a == b || equal(&a, &b, case))))
            }
            ("compare", 2) => {
                let order = compare(&arguments.text(0)?, &arguments.text(1)?, case);
                Ok(Reply::Value(Value::Int(order as i32)))
            }
            _ => Ok(Reply::NoMethod),
        }
    }
}
