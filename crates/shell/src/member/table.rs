//! Methods of hashtables.

use crate::value::limits::check_elements;
use crate::value::{Fault, Hashtable, Object, Outcome, Property, Value};

use super::arguments::{Arguments, out_of_range};
use super::{Reply, record, scalar};

/// What walking a table gives: an object with Key and Value, and Name as another name of Key.
pub fn entry(key: Value, value: Value) -> Value {
    Value::Object(Object::of_type(
        record::names(&["System.Collections.DictionaryEntry", "System.ValueType", "System.Object"]),
        vec![Property::read_only("Key", key), Property::new("Value", value), Property::alias("Name", "Key")],
    ))
}

pub(super) fn call(table: &Hashtable, arguments: &Arguments<'_>) -> Outcome<Reply> {
    match (arguments.lower(), arguments.count()) {
        ("add", 2) => {
            let key = arguments.at(0);
            check_elements(table.len() + 1)?;
            if table.contains(key) {
                let name = crate::convert::display(key);
                return Err(Fault::exception(
                    format!(
                        "Item has already been added. Key in dictionary: '{name}'  Key being added: '{name}'"
                    ),
                    "System.ArgumentException",
                ));
            }
            set(table, key, arguments.at(1))
        }
        ("set_item", 2) => set(table, arguments.at(0), arguments.at(1)),
        ("get_item" | "item", 1) => Ok(Reply::Value(table.at(arguments.at(0)).unwrap_or_default())),
        ("remove", 1) => {
            let removed = table.remove(arguments.at(0));
            drop(removed);
            Ok(Reply::Void)
        }
        ("removeat", 1) if table.is_ordered() => {
            let removed = table.remove_position(arguments.size(0, "index")?);
            removed.map(|_| Reply::Void).ok_or_else(|| out_of_range("index"))
        }
        ("insert", 3) if table.is_ordered() => insert(table, arguments),
        ("contains" | "containskey", 1) => Ok(Reply::Value(Value::Bool(table.contains(arguments.at(0))))),
        ("containsvalue", 1) => {
            for value in table.values() {
                if scalar::same(&value, arguments.at(0), arguments.setting())? {
                    return Ok(Reply::Value(Value::Bool(true)));
                }
            }
            Ok(Reply::Value(Value::Bool(false)))
        }
        ("clear", 0) => {
            table.clear();
            Ok(Reply::Void)
        }
        ("clone", 0) => Ok(Reply::Value(Value::Hashtable(table.copy()))),
        ("getenumerator", 0) => {
            let entries = table.entries().into_iter().map(|(key, value)| entry(key, value)).collect();
            Ok(Reply::Value(Value::array(entries)))
        }
        ("add" | "remove" | "contains" | "containskey" | "clear", _) => Ok(Reply::NoOverload),
        _ => Ok(Reply::NoMethod),
    }
}

fn set(table: &Hashtable, key: &Value, value: &Value) -> Outcome<Reply> {
    if table.set(key.clone(), value.clone()) {
        return Ok(Reply::Void);
    }
    Err(Fault::exception("Key cannot be null.\nParameter name: key", "System.ArgumentNullException"))
}

/// Puts an entry at a position: all behind it are moved.
fn insert(table: &Hashtable, arguments: &Arguments<'_>) -> Outcome<Reply> {
    let at = arguments.size(0, "index")?;
    if at > table.len() || table.contains(arguments.at(1)) {
        return Err(out_of_range("index"));
    }
    check_elements(table.len() + 1)?;
    let mut entries = table.entries();
    entries.insert(at, (arguments.at(1).clone(), arguments.at(2).clone()));
    table.clear();
    for (key, value) in entries {
        table.set(key, value);
    }
    Ok(Reply::Void)
}
