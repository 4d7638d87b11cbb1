//! The drives `Env:`, `Variable:`, `Function:` and `Alias:`: what the session holds, as items.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::place::Drive;
use super::target::{Target, path_not_found, unsupported};
use crate::command::Call;
use crate::flow::Flow;
use crate::session::Session;
use crate::text::{Case, Wildcard};
use crate::value::{Object, Outcome, Property, Value};

/// The items that a target means; without wildcards there must be one.
pub(super) fn find(target: &Target, drive: Drive, name: &str, session: &Session) -> Outcome<Vec<Value>> {
    let all = items(drive, session);
    if name.is_empty() {
        return Ok(all.into_values().collect());
    }
    if target.is_pattern() {
        let pattern = Wildcard::new(name, Case::Ignored)?;
        return Ok(all.into_iter().filter(|(key, _)| pattern.matches(key)).map(|(_, item)| item).collect());
    }
    match all.get(&name.to_lowercase()) {
        Some(item) => Ok(vec![item.clone()]),
        None => lone(drive, name, session).map(|item| vec![item]),
    }
}

/// What a list does not show and is there all the same, such as the variables that Windows has.
fn lone(drive: Drive, name: &str, session: &Session) -> Outcome {
    let found = match drive {
        Drive::Environment => session.host().variable(name).map(Value::from),
        Drive::Variable => session.variable(name),
        Drive::Function | Drive::Alias => None,
    };
    match found {
        Some(value) => Ok(entry(drive, name, value)),
        None => Err(path_not_found(&format!("{}:\\{name}", drive.name()))),
    }
}

/// All items of a drive, by their names in small letters.
fn items(drive: Drive, session: &Session) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    if drive == Drive::Environment {
        for (name, value) in session.host().variables() {
            all.insert(name.to_lowercase(), entry(drive, &name, Value::from(value)));
        }
        return all;
    }
    let mut scope = Some(Rc::clone(&session.context().scope));
    while let Some(here) = scope {
        let found: Vec<(String, Value)> = match drive {
            Drive::Variable => {
                let slots = here.slots().into_iter();
                slots.map(|slot| (slot.name.to_string(), entry(drive, &slot.name, slot.value))).collect()
            }
            Drive::Function => {
                let functions = here.functions().into_iter();
                functions
                    .map(|function| {
                        let block = session.block_value(&function.body, &function.code);
                        (function.name.to_string(), defined(&function.name, block))
                    })
                    .collect()
            }
            _ => {
                let aliases = here.aliases().into_iter();
                aliases.map(|(name, of)| (name.to_string(), alias(&name, &of))).collect()
            }
        };
        for (name, item) in found {
            all.entry(name.to_lowercase()).or_insert(item);
        }
        scope = here.parent().map(Rc::clone);
    }
    all
}

/// The value that Get-Content reads of an item.
pub(super) fn content(item: &Value) -> Value {
    let Value::Object(object) = item else { return Value::Null };
    object.property("Value").or_else(|| object.property("Definition")).unwrap_or_default()
}

/// The names of the items that a target means; an error is reported.
pub(super) fn names(target: &Target, call: &mut Call<'_>) -> Flow<Vec<String>> {
    let Some((drive, name)) = target.drive() else { return Ok(Vec::new()) };
    let found = match find(target, drive, name, call.session) {
        Ok(found) => found,
        Err(fault) => {
            call.error(fault)?;
            return Ok(Vec::new());
        }
    };
    let own = |item: &Value| match item {
        Value::Object(object) => object.property("Name").map(|name| crate::convert::display(&name)),
        _ => None,
    };
    Ok(found.iter().filter_map(own).collect())
}

/// Takes the value of an item.
pub(super) fn clear(drive: Drive, name: &str, session: &mut Session) -> Outcome<()> {
    match drive {
        Drive::Variable => session.set_variable(name, Value::Null),
        Drive::Environment => set(drive, name, None, session),
        Drive::Function | Drive::Alias => Err(unsupported(drive, "Clear-Item")),
    }
}

/// Sets or removes an item.
pub(super) fn set(drive: Drive, name: &str, value: Option<&Value>, session: &mut Session) -> Outcome<()> {
    let text = value.map(crate::convert::display);
    match drive {
        Drive::Environment => {
            session.host().set_variable(name, text.as_deref().filter(|text| !text.is_empty()));
        }
        Drive::Variable => match value {
            Some(value) => session.set_variable(name, value.clone())?,
            None => drop(session.context().scope.remove(name)),
        },
        Drive::Alias => match &text {
            Some(text) => session.context().scope.set_alias(name, text),
            None => session.context().scope.remove_alias(name),
        },
        Drive::Function => match value {
            Some(value) => session.define_as(name, value)?,
            None => {
                session.context().scope.undefine(name);
            }
        },
    }
    Ok(())
}

fn entry(drive: Drive, name: &str, value: Value) -> Value {
    let own = match drive {
        Drive::Environment => "System.Collections.DictionaryEntry",
        _ => "System.Management.Automation.PSVariable",
    };
    let mut properties = located(drive, name);
    properties.extend([
        Property::read_only("Name", Value::text(name)),
        Property::alias("Key", "Name"),
        Property::new("Value", value),
    ]);
    Value::Object(Object::of_type(types(own), properties))
}

fn defined(name: &str, block: Value) -> Value {
    let definition = Value::from(crate::convert::display(&block));
    let mut properties = located(Drive::Function, name);
    properties.extend([
        Property::read_only("CommandType", Value::text("Function")),
        Property::read_only("Name", Value::text(name)),
        Property::read_only("Definition", definition),
        Property::read_only("ScriptBlock", block),
    ]);
    Value::Object(Object::with_text(types("System.Management.Automation.FunctionInfo"), properties, name))
}

fn alias(name: &str, of: &str) -> Value {
    let mut properties = located(Drive::Alias, name);
    properties.extend([
        Property::read_only("CommandType", Value::text("Alias")),
        Property::read_only("Name", Value::text(name)),
        Property::read_only("Definition", Value::text(of)),
        Property::read_only("DisplayName", Value::from(format!("{name} -> {of}"))),
        Property::read_only("ResolvedCommandName", Value::text(of)),
    ]);
    Value::Object(Object::with_text(types("System.Management.Automation.AliasInfo"), properties, name))
}

/// What every item says of where it is.
fn located(drive: Drive, name: &str) -> Vec<Property> {
    let path = format!("Microsoft.PowerShell.Core\\{}::{name}", drive.provider());
    vec![Property::new("PSPath", Value::from(path)), Property::new("PSIsContainer", Value::Bool(false))]
}

fn types(own: &str) -> Rc<[Arc<str>]> {
    Rc::from([Arc::from(own), Arc::from("System.Object")])
}
