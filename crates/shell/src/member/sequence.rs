//! Methods of arrays and lists.

use std::cmp::Ordering;

use crate::convert::cast;
use crate::operator::order;
use crate::setting::Setting;
use crate::text::Case;
use crate::value::limits::check_elements;
use crate::value::{Array, List, ListKind, Outcome, Type, Value};

use super::arguments::{Arguments, out_of_range};
use super::{Reply, construct, refusal, scalar};

/// Methods of arrays; those that would change the size are there to refuse.
pub(super) fn call_array(array: &Value, arguments: &Arguments<'_>) -> Outcome<Reply> {
    let elements = || array.elements().unwrap_or_default();
    match (arguments.lower(), arguments.count()) {
        ("add" | "remove" | "removeat", 1) | ("insert", 2) => Err(refusal::fixed_size()),
        ("clear", 0) => {
            clear(array, arguments.setting())?;
            Ok(Reply::Void)
        }
        ("contains", 1) => Ok(Reply::Value(Value::Bool(find(&elements(), arguments)?.is_some()))),
        ("indexof", 1) => Ok(Reply::Value(place(find(&elements(), arguments)?))),
        ("getvalue" | "get_item", 1) => {
            let at = arguments.size(0, "index")?;
            elements().get(at).cloned().map(Reply::Value).ok_or_else(|| out_of_range("index"))
        }
        ("setvalue", 2) => {
            super::set_index(array, arguments.at(1), arguments.at(0).clone(), arguments.setting())?;
            Ok(Reply::Void)
        }
        ("getupperbound", 1) => Ok(Reply::Value(place(elements().len().checked_sub(1)))),
        ("getlowerbound", 1) => Ok(Reply::Value(Value::Int(0))),
        ("getlength", 1) => Ok(Reply::Value(place(Some(elements().len())))),
        ("clone", 0) => Ok(Reply::Value(match array {
            Value::Array(array) => Value::Array(Array::typed(array.element_type().clone(), array.to_vec())),
            other => other.clone(),
        })),
        ("getenumerator", 0) => Ok(Reply::Value(array.clone())),
        _ => Ok(Reply::NoMethod),
    }
}

/// Empties the elements of an array; there are as many as before.
fn clear(array: &Value, setting: &Setting) -> Outcome<()> {
    let empty = match array {
        Value::Array(array) => construct::empty_of(array.element_type(), setting),
        _ => Value::Byte(0),
    };
    let count = array.element_count().and_then(|count| i32::try_from(count).ok()).unwrap_or(0);
    (0..count).try_for_each(|at| super::set_index(array, &Value::Int(at), empty.clone(), setting))
}

/// Methods of lists.
pub(super) fn call_list(list: &List, arguments: &Arguments<'_>) -> Outcome<Reply> {
    match (arguments.lower(), arguments.count()) {
        ("add", 1) => {
            check_elements(list.len() + 1)?;
            list.push(arguments.cast_for(0, "item", list.element_type())?);
            let last = place(list.len().checked_sub(1));
            Ok(if list.kind() == ListKind::ArrayList { Reply::Value(last) } else { Reply::Void })
        }
        ("addrange", 1) => insert_range(list, list.len(), arguments, 0),
        ("insertrange", 2) => insert_range(list, index(list, arguments, list.len())?, arguments, 1),
        ("insert", 2) => {
            check_elements(list.len() + 1)?;
            let at = index(list, arguments, list.len())?;
            let value = arguments.cast_for(1, "item", list.element_type())?;
            list.change(|elements| elements.insert(at, value));
            Ok(Reply::Void)
        }
        ("remove", 1) => {
            let found = find_in_list(list, arguments)?;
            let removed = found.map(|at| list.change(|elements| elements.remove(at)));
            let answer = Value::Bool(removed.is_some());
            Ok(if list.kind() == ListKind::ArrayList { Reply::Void } else { Reply::Value(answer) })
        }
        ("removeat", 1) => {
            let at = index(list, arguments, list.len().saturating_sub(1))?;
            if list.is_empty() {
                return Err(out_of_range("index"));
            }
            let removed = list.change(|elements| elements.remove(at));
            drop(removed);
            Ok(Reply::Void)
        }
        ("removerange", 2) => {
            let (at, count) = (arguments.size(0, "index")?, arguments.size(1, "count")?);
            if at + count > list.len() {
                return Err(out_of_range("count"));
            }
            let removed: Vec<Value> = list.change(|elements| elements.drain(at..at + count).collect());
            drop(removed);
            Ok(Reply::Void)
        }
        _ => whole_list(list, arguments),
    }
}

/// Methods that look at a list or work on the whole of it.
fn whole_list(list: &List, arguments: &Arguments<'_>) -> Outcome<Reply> {
    match (arguments.lower(), arguments.count()) {
        ("clear", 0) => {
            let removed = list.change(std::mem::take);
            drop(removed);
            Ok(Reply::Void)
        }
        ("contains", 1) => Ok(Reply::Value(Value::Bool(find_in_list(list, arguments)?.is_some()))),
        ("indexof", 1) => Ok(Reply::Value(place(find_in_list(list, arguments)?))),
        ("get_item" | "item", 1) => {
            let at = arguments.size(0, "index")?;
            list.at(at).map(Reply::Value).ok_or_else(|| out_of_range("index"))
        }
        ("getrange", 2) => {
            let (at, count) = (arguments.size(0, "index")?, arguments.size(1, "count")?);
            let part = list.borrow().get(at..at + count).map(<[Value]>::to_vec);
            let part = part.ok_or_else(|| out_of_range("count"))?;
            Ok(Reply::Value(Value::List(List::typed(list.kind(), list.element_type().clone(), part))))
        }
        ("toarray", 0) => {
            Ok(Reply::Value(Value::Array(Array::typed(list.element_type().clone(), list.to_vec()))))
        }
        ("reverse", 0) => {
            list.change(|elements| elements.reverse());
            Ok(Reply::Void)
        }
        ("sort", 0) => {
            let sorted = sorted(list.to_vec(), arguments.setting())?;
            let before = list.change(|elements| std::mem::replace(elements, sorted));
            drop(before);
            Ok(Reply::Void)
        }
        ("clone", 0) => Ok(Reply::Value(Value::List(List::typed(
            list.kind(),
            list.element_type().clone(),
            list.to_vec(),
        )))),
        ("getenumerator" | "asreadonly", 0) => Ok(Reply::Value(Value::List(list.clone()))),
        ("add" | "addrange" | "insert" | "remove" | "removeat" | "contains" | "indexof" | "clear", _) => {
            Ok(Reply::NoOverload)
        }
        _ => Ok(Reply::NoMethod),
    }
}

/// The elements in their natural order; equal ones keep theirs.
pub(super) fn sorted(mut elements: Vec<Value>, setting: &Setting) -> Outcome<Vec<Value>> {
    let mut fault = None;
    elements.sort_by(|a, b| match order(a, b, Case::Matters, setting) {
        Ok(order) => order.unwrap_or(Ordering::Equal),
        Err(why) => {
            fault.get_or_insert(why);
            Ordering::Equal
        }
    });
    fault.map_or(Ok(elements), Err)
}

/// Where the first element is that equals the argument, converted to the type of the elements.
fn find_in_list(list: &List, arguments: &Arguments<'_>) -> Outcome<Option<usize>> {
    let wanted = arguments.cast_for(0, "item", list.element_type())?;
    position(&list.to_vec(), &wanted, arguments.setting())
}

fn find(elements: &[Value], arguments: &Arguments<'_>) -> Outcome<Option<usize>> {
    position(elements, arguments.at(0), arguments.setting())
}

/// Where the first element is that equals `wanted` as Equals compares.
pub(super) fn position(elements: &[Value], wanted: &Value, setting: &Setting) -> Outcome<Option<usize>> {
    for (at, element) in elements.iter().enumerate() {
        if scalar::same(element, wanted, setting)? {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

fn index(list: &List, arguments: &Arguments<'_>, most: usize) -> Outcome<usize> {
    let at = arguments.size(0, "index")?;
    if at > most || at > list.len() { Err(out_of_range("index")) } else { Ok(at) }
}

fn insert_range(list: &List, at: usize, arguments: &Arguments<'_>, from: usize) -> Outcome<Reply> {
    let added = arguments.at(from).unroll();
    check_elements(list.len() + added.len())?;
    let element: &Type = list.element_type();
    let added =
        added.iter().map(|one| cast(one, element, arguments.setting())).collect::<Outcome<Vec<_>>>()?;
    list.change(|elements| drop(elements.splice(at..at, added)));
    Ok(Reply::Void)
}

fn place(at: Option<usize>) -> Value {
    Value::Int(at.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1))
}
