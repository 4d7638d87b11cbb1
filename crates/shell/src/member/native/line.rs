//! Queue and Stack, generic and not: what is taken out is what stands first.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::sync::Arc;

use super::{Native, element_type, names, number, object};
use crate::convert::cast;
use crate::member::arguments::Arguments;
use crate::member::{Reply, sequence};
use crate::setting::Setting;
use crate::value::limits::check_elements;
use crate::value::{Array, Fault, Object, Outcome, Type, Value};

pub(super) const QUEUE: &str = "System.Collections.Queue";
pub(super) const STACK: &str = "System.Collections.Stack";
pub(super) const GENERIC_QUEUE: &str = "System.Collections.Generic.Queue`1";
pub(super) const GENERIC_STACK: &str = "System.Collections.Generic.Stack`1";

/// What waits to be taken, the next first.
struct Line {
    full_name: Arc<str>,
    element: Type,
    is_stack: bool,
    items: RefCell<VecDeque<Value>>,
}

pub(super) fn construct(full_name: &str, arguments: &Arguments<'_>) -> Outcome {
    let line = Line {
        full_name: Arc::from(full_name),
        element: element_type(full_name),
        is_stack: full_name == STACK || full_name.starts_with(GENERIC_STACK),
        items: RefCell::default(),
    };
    match arguments.values() {
        // A number is a capacity.
        [] | [Value::Int(_)] => {}
        [given] if given.is_collection() => {
            for value in given.unroll() {
                line.add(cast(&value, &line.element, arguments.setting())?)?;
            }
        }
        _ => return Err(super::no_constructor(full_name, arguments)),
    }
    Ok(object(full_name, line))
}

impl Line {
    fn add(&self, value: Value) -> Outcome<()> {
        let mut items = self.items.borrow_mut();
        check_elements(items.len() + 1)?;
        if self.is_stack {
            items.push_front(value);
        } else {
            items.push_back(value);
        }
        Ok(())
    }

    fn empty(&self) -> Box<Fault> {
        let what = if self.is_stack { "Stack empty." } else { "Queue empty." };
        Fault::exception(what, "System.InvalidOperationException")
    }

    fn copy(&self) -> Self {
        Self {
            full_name: Arc::clone(&self.full_name),
            element: self.element.clone(),
            is_stack: self.is_stack,
            items: self.items.clone(),
        }
    }

    fn to_vec(&self) -> Vec<Value> {
        self.items.borrow().iter().cloned().collect()
    }
}

impl Native for Line {
    fn property_names(&self) -> Vec<Arc<str>> {
        names(&["Count"])
    }

    fn property(&self, name: &str, _setting: &Setting) -> Option<Value> {
        name.eq_ignore_ascii_case("Count").then(|| number(self.items.borrow().len()))
    }

    fn call(&self, _this: &Object, arguments: &Arguments<'_>) -> Outcome<Reply> {
        let (enters, leaves) = if self.is_stack { ("push", "pop") } else { ("enqueue", "dequeue") };
        let (name, count) = (arguments.lower(), arguments.count());
        Ok(match (name, count) {
            (_, 1) if name == enters => {
                self.add(arguments.cast_for(0, "item", &self.element)?)?;
                Reply::Void
            }
            (_, 0) if name == leaves => {
                let taken = self.items.borrow_mut().pop_front();
                Reply::Value(taken.ok_or_else(|| self.empty())?)
            }
            ("peek", 0) => {
                let next = self.items.borrow().front().cloned();
                Reply::Value(next.ok_or_else(|| self.empty())?)
            }
            ("contains", 1) => {
                let wanted = arguments.cast_for(0, "item", &self.element)?;
                let found = sequence::position(&self.to_vec(), &wanted, arguments.setting())?;
                Reply::Value(Value::Bool(found.is_some()))
            }
            ("clear", 0) => {
                let removed = self.items.take();
                drop(removed);
                Reply::Void
            }
            ("toarray", 0) => Reply::Value(Value::Array(Array::typed(self.element.clone(), self.to_vec()))),
            ("clone", 0) if self.element == Type::Object => {
                Reply::Value(object(&self.full_name, self.copy()))
            }
            ("trimexcess" | "trimtosize", 0) => Reply::Void,
            ("getenumerator", 0) => Reply::Value(Value::array(self.to_vec())),
            ("peek" | "contains" | "clear" | "toarray", _) => Reply::NoOverload,
            _ if name == enters || name == leaves => Reply::NoOverload,
            _ => Reply::NoMethod,
        })
    }

    fn elements(&self) -> Option<Vec<Value>> {
        Some(self.to_vec())
    }

    fn count(&self) -> Option<usize> {
        Some(self.items.borrow().len())
    }

    fn release(&self) -> Vec<Value> {
        self.items.take().into()
    }
}
