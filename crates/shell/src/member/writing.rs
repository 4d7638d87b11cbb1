//! Setting properties.

use crate::convert::cast;
use crate::session::Reference;
use crate::setting::Setting;
use crate::value::{Category, Fault, Outcome, Role, Value};

use super::properties;

/// Stores `value` in the property `name`, converted to the type that the property has.
pub fn set_property(target: &Value, name: &str, value: Value, setting: &Setting) -> Outcome<()> {
    match target {
        Value::Object(object) => match object.declaration(name) {
            Some((_, _, Role::ReadOnly | Role::Computed | Role::Method)) => Err(read_only(name)),
            Some((_, declared, _)) => {
                let value = match declared {
                    Some(declared) => cast(&value, &declared, setting).map_err(|fault| unfit(name, fault))?,
                    None => value,
                };
                object.store(name, value);
                Ok(())
            }
            None if object.native().is_some() => {
                let native = object.native().expect("it was there a moment ago");
                match native.store(name, &value, setting) {
                    Ok(true) => Ok(()),
                    Ok(false) if native.property(name, setting).is_some() => Err(read_only(name)),
                    Ok(false) => Err(missing(name, "PropertyAssignmentException")),
                    Err(fault) => Err(unfit(name, fault)),
                }
            }
            None => match (object.base(), Reference::of(target)) {
                (_, Some(reference)) if name.eq_ignore_ascii_case("Value") => reference.store(value, setting),
                (Some(base), _) => set_property(base, name, value, setting),
                (None, _) => Err(missing(name, "PropertyAssignmentException")),
            },
        },
        Value::Hashtable(table) => {
            table.set_named(name, value);
            Ok(())
        }
        Value::Null => Err(missing(name, "PropertyNotFound")),
        other => {
            let known = properties(other, setting)?.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
            Err(if known { read_only(name) } else { missing(name, "PropertyAssignmentException") })
        }
    }
}

pub(super) fn missing(name: &str, id: &'static str) -> Box<Fault> {
    Fault::new(
        format!(
            "The property '{name}' cannot be found on this object. Verify that the property exists and can be set."
        ),
        id,
        Category::InvalidOperation,
    )
}

fn read_only(name: &str) -> Box<Fault> {
    Fault::new(
        format!("'{name}' is a ReadOnly property."),
        "PropertyAssignmentException",
        Category::InvalidOperation,
    )
}

pub(super) fn unfit(name: &str, reason: Box<Fault>) -> Box<Fault> {
    Fault::new(
        format!("Exception setting \"{name}\": \"{}\"", reason.message),
        "ExceptionWhenSetting",
        Category::NotSpecified,
    )
    .with_exception("System.Management.Automation.SetValueInvocationException")
    .with_inner(reason)
}
