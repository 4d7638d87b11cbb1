//! What formatting sees of a value: its type names, its properties and what they hold.

use std::rc::Rc;
use std::sync::Arc;

use super::view::Views;
use crate::member;
use crate::member::Native;
use crate::setting::Setting;
use crate::value::{Role, Value};

/// What formatting needs beside the value.
#[derive(Clone, Copy)]
pub(super) struct Sight<'a> {
    pub(super) setting: &'a Setting,
    pub(super) views: &'a Rc<Views>,
}

/// The type names of a value, its own first, as views are looked up by them.
pub(super) fn type_names(value: &Value) -> Vec<Arc<str>> {
    if let Value::Object(object) = value {
        let own = object.type_names();
        return own.iter().map(shorn).collect();
    }
    let Some(of) = value.type_of() else { return Vec::new() };
    let name = of.full_name();
    let mut names = vec![Arc::from(&*name)];
    names.extend(of.base_name().map(Arc::from));
    names
}

/// What was read back from CLIXML looks as it did before.
fn shorn(name: &Arc<str>) -> Arc<str> {
    name.strip_prefix("Deserialized.").map_or_else(|| Arc::clone(name), Arc::from)
}

/// The names of the properties that a list of all of them shows.
pub(crate) fn property_names(value: &Value, setting: &Setting) -> Vec<Arc<str>> {
    match value {
        Value::Object(object) if object.base().is_none() => {
            let properties = object.properties();
            let listed = properties.iter().filter(|property| property.is_listed());
            let mut names = object.native().map(Native::property_names).unwrap_or_default();
            names.extend(listed.map(|property| Arc::clone(&property.name)));
            names
        }
        Value::Array(_) | Value::Bytes(_) => ARRAY_PROPERTIES.iter().map(|name| Arc::from(*name)).collect(),
        other => {
            let found = member::properties(other, setting).unwrap_or_default();
            let mut names: Vec<Arc<str>> = Vec::with_capacity(found.len());
            for (name, _) in found {
                if !names.iter().any(|known| known.eq_ignore_ascii_case(&name)) {
                    names.push(name);
                }
            }
            names
        }
    }
}

/// The name of a property as the value declares it.
pub(crate) fn declared_name(value: &Value, name: &str, setting: &Setting) -> Option<Arc<str>> {
    if let Value::Object(object) = value {
        let properties = object.properties();
        let mut within_reach = properties.iter().filter(|property| property.role != Role::Hidden);
        let found = within_reach.find(|property| property.name.eq_ignore_ascii_case(name));
        if let Some(found) = found {
            return Some(Arc::clone(&found.name));
        }
        if let Some(native) = object.native() {
            let found = native.property_names().into_iter().find(|known| known.eq_ignore_ascii_case(name));
            return found.or_else(|| native.property(name, setting).map(|_| Arc::from(name)));
        }
        return object.base().and_then(|base| declared_name(base, name, setting));
    }
    let listed = property_names(value, setting);
    let found = listed.into_iter().find(|known| known.eq_ignore_ascii_case(name));
    found.or_else(|| property(value, name, setting).map(|_| Arc::from(name)))
}

/// A property of the value; none where it has no such property or cannot say.
pub(crate) fn property(value: &Value, name: &str, setting: &Setting) -> Option<Value> {
    match value {
        Value::Object(object) => match (object.property(name), object.base()) {
            (Some(found), _) => Some(found),
            (None, Some(base)) => property(base, name, setting),
            (None, None) => object.native().and_then(|native| native.property(name, setting)),
        },
        Value::Array(_) | Value::Bytes(_) => array_property(value, name),
        // Counts that single values only seem to have.
        Value::String(_) | Value::List(_) | Value::Hashtable(_) => {
            member::property(value, name, setting).ok().flatten()
        }
        _ if name.eq_ignore_ascii_case("Count") || name.eq_ignore_ascii_case("Length") => None,
        other => member::property(other, name, setting).ok().flatten(),
    }
}

const ARRAY_PROPERTIES: &[&str] =
    &["Length", "LongLength", "Rank", "SyncRoot", "IsReadOnly", "IsFixedSize", "IsSynchronized", "Count"];

fn array_property(value: &Value, name: &str) -> Option<Value> {
    let known = ARRAY_PROPERTIES.iter().find(|known| known.eq_ignore_ascii_case(name))?;
    let count = value.element_count().and_then(|count| i32::try_from(count).ok()).unwrap_or(i32::MAX);
    Some(match *known {
        "LongLength" => Value::Long(i64::from(count)),
        "Rank" => Value::Int(1),
        "SyncRoot" => value.clone(),
        "IsReadOnly" | "IsSynchronized" => Value::Bool(false),
        "IsFixedSize" => Value::Bool(true),
        _ => Value::Int(count),
    })
}
