//! From objects to the wire form.

use domain::TimeOfDay;
use serde_json::{Map, Value as Json};
use shell::value::{Category, DateTime, Fault, Object, Outcome, Value, span::SECOND};

use super::identity::identity_of;
use super::shape::{Kind, PropertyShape, Shape};

/// The properties of an object on the wire. Identity and owner are the pool's to know and not among them.
///
/// # Errors
/// Objects that contain themselves.
pub(crate) fn write(shape: &'static Shape, object: &Object) -> Outcome<Map<String, Json>> {
    properties(shape, object, DEPTH_MAX)
}

fn properties(shape: &'static Shape, object: &Object, depth: usize) -> Outcome<Map<String, Json>> {
    let depth = depth.checked_sub(1).ok_or_else(too_deep)?;
    let mut written = Map::new();
    for PropertyShape { name, kind, .. } in shape
        .properties
        .iter()
        .filter(|property| !(property.is_read_only && matches!(property.kind, Kind::Identity)))
    {
        let value = object.property(name).unwrap_or_default();
        written.insert((*name).to_owned(), json(kind, &value, depth)?);
    }
    Ok(written)
}

/// A property holds what was converted to its type, or nothing.
fn json(kind: &Kind, value: &Value, depth: usize) -> Outcome<Json> {
    Ok(match (kind, value.bare()) {
        (Kind::Name, Value::Null) => Json::String(String::new()),
        (Kind::Name, Value::String(text)) => Json::String(text.to_string()),
        (Kind::Text, Value::String(text)) if text.trim().is_empty() => Json::Null,
        (Kind::Text, Value::String(text)) => Json::String(text.to_string()),
        (Kind::Uri, Value::Uri(uri)) => Json::String(uri.to_string()),
        (Kind::Bool, Value::Bool(value)) => Json::Bool(*value),
        (Kind::Number(_) | Kind::NumberOrNull(_), Value::Int(number)) => Json::from(*number),
        (Kind::Enumeration(_), Value::Enum(word)) => Json::String(word.name()),
        (Kind::Identity, value) => {
            identity_of(value).map_or(Json::Null, |found| Json::String(found.to_string()))
        }
        (Kind::TimeOfDay, Value::TimeSpan(span)) => {
            match TimeOfDay::from_seconds(span.ticks().div_euclid(SECOND)) {
                Ok(time) => Json::String(time.to_string()),
                Err(_) => Json::String(span.to_string()),
            }
        }
        (Kind::Date, Value::DateTime(date)) => Json::String(moment(*date)),
        (Kind::Object(shape), Value::Object(object)) => Json::Object(properties(shape, object, depth)?),
        (Kind::List(element), value) => {
            let elements = value.elements().unwrap_or_default();
            Json::Array(elements.iter().map(|one| item(element, one, depth)).collect::<Outcome<_>>()?)
        }
        _ => Json::Null,
    })
}

/// A blank text in a list is wrong, and the pool says so.
fn item(kind: &Kind, value: &Value, depth: usize) -> Outcome<Json> {
    match (kind, value.as_str()) {
        (Kind::Text, Some(text)) => Ok(Json::String(text.to_owned())),
        _ => json(kind, value, depth),
    }
}

/// The figures on the wall; holidays are meant in the zone of the workflow that uses them. What is below a second,
/// as `Get-Date -Hour 0 -Minute 0 -Second 0` leaves it, means nothing there.
fn moment(date: DateTime) -> String {
    let time = date.time_of_day();
    format!("{}T{:02}:{:02}:{:02}", date.civil(), time.hours(), time.minutes(), time.seconds())
}

fn too_deep() -> Box<Fault> {
    Fault::new(
        format!(
            "The object holds objects within objects, more than {DEPTH_MAX} deep. A question must not lead back to itself."
        ),
        "ObjectTooDeep",
        Category::InvalidData,
    )
}

/// How deep objects may stand within each other: questions ten deep take four levels each.
const DEPTH_MAX: usize = 64;
