//! How values become those of the nouns' types: what a script assigns, adds to a list or gives as a parameter.

use std::rc::Rc;
use std::sync::Arc;

use domain::RgsIdentity;
use shell::convert::{cast, display, refusal};
use shell::member::set_property;
use shell::setting::{Converter, Setting};
use shell::value::{
    Category, EnumType, Fault, Hashtable, Object, Outcome, Property, TimeSpan, Type, Value, span::DAY,
};

use super::agent_group::{PARTICIPATION_POLICY, ROUTING_METHOD};
use super::call_action::ACTION;
use super::identity::{IDENTITY_TYPE, identity_object};
use super::prepared::{TIME_OF_DAY_TYPE, blank, enumeration};
use super::queue::OVERFLOW_CANDIDATE;
use super::shape::{INT16, INT32, Shape, Whole};
use super::{
    AGENT_GROUP, ANSWER, AUDIO_FILE, CALL_ACTION, HOLIDAY, HOLIDAY_SET, HOURS_OF_BUSINESS, PROMPT, QUESTION,
    QUEUE, SERVICE_SETTINGS, TIME_RANGE, WORKFLOW,
};

/// The enumerations of the nouns.
pub(crate) fn enumerations() -> [Rc<EnumType>; 4] {
    [&PARTICIPATION_POLICY, &ROUTING_METHOD, &OVERFLOW_CANDIDATE, &ACTION].map(enumeration)
}

/// The types of the nouns by full name, each with what makes its values.
pub(crate) fn types() -> Vec<(String, Converter)> {
    let mut all: Vec<(String, Converter)> = vec![
        (IDENTITY_TYPE.to_owned(), Rc::new(|value, _| to_identity(value))),
        (TIME_OF_DAY_TYPE.to_owned(), Rc::new(to_time_of_day)),
        (DATE_TYPE.to_owned(), Rc::new(to_date)),
        (LIST_TYPE.to_owned(), Rc::new(|value, _| to_list(value))),
        (INT16.or_null.to_owned(), Rc::new(|value, setting| to_number(value, &INT16, setting))),
        (INT32.or_null.to_owned(), Rc::new(|value, setting| to_number(value, &INT32, setting))),
    ];
    let made_of_tables = [&PROMPT, &CALL_ACTION, &QUESTION, &ANSWER, &HOLIDAY, &TIME_RANGE];
    all.extend(made_of_tables.map(|shape| {
        let converter: Converter = Rc::new(|value, setting| to_object(value, shape, setting));
        (shape.full_name(), converter)
    }));
    let made_by_cmdlets =
        [&AGENT_GROUP, &QUEUE, &WORKFLOW, &HOURS_OF_BUSINESS, &HOLIDAY_SET, &SERVICE_SETTINGS, &AUDIO_FILE];
    all.extend(made_by_cmdlets.map(|shape| {
        let converter: Converter = Rc::new(|value, _| only_itself(value, shape));
        (shape.full_name(), converter)
    }));
    all
}

fn to_identity(value: &Value) -> Outcome {
    let to = Type::Named(Arc::from(IDENTITY_TYPE));
    match value.bare() {
        Value::Null => Ok(Value::Null),
        Value::String(text) => match text.parse::<RgsIdentity>() {
            Ok(identity) => Ok(identity_object(&identity)),
            Err(wrong) => Err(refusal::because(value, &to, "InvalidCastConstructorException", wrong)),
        },
        _ => Err(refusal::impossible(value, &to)),
    }
}

/// A TimeSpan; text may say 24:00, which .NET does not know.
fn to_time_of_day(value: &Value, setting: &Setting) -> Outcome {
    match value.as_str().map(str::trim) {
        Some("24:00" | "24:00:00") => Ok(Value::TimeSpan(TimeSpan::from_ticks(DAY))),
        _ => cast(value, &Type::TimeSpan, setting),
    }
}

/// A DateTime that still knows the text it was read from, which two cultures may read differently.
fn to_date(value: &Value, setting: &Setting) -> Outcome {
    let date = cast(value, &Type::DateTime, setting)?;
    match value.as_str() {
        Some(text) => Ok(Object::around(&date, vec![Property::hidden(TEXT, Value::text(text))]).into()),
        None => Ok(date),
    }
}

/// The text that a date was read from, if it was given as text.
pub(crate) fn text_of_date(date: &Value) -> Option<Arc<str>> {
    match date {
        Value::Object(object) => object.kept(TEXT)?.as_str().map(Arc::from),
        _ => None,
    }
}

/// The elements of a list that is made: as they are, or as `@{Add=...}` and `@{Replace=...}` name them.
fn to_list(value: &Value) -> Outcome {
    let Value::Hashtable(table) = value.bare() else { return Ok(value.clone()) };
    let mut elements = Vec::new();
    for (key, value) in Hashtable::entries(table) {
        match display(&key).to_ascii_lowercase().as_str() {
            "add" | "replace" => elements.extend(value.unroll()),
            "remove" => {}
            _ => {
                let message = format!(
                    "The key \"{}\" is none of a list's changes; write Add, Remove or Replace.",
                    display(&key)
                );
                return Err(Fault::new(message, "ListModifierKey", Category::InvalidArgument));
            }
        }
    }
    Ok(Value::array(elements))
}

fn to_number(value: &Value, whole: &'static Whole, setting: &Setting) -> Outcome {
    match value.bare() {
        Value::Null => Ok(Value::Null),
        // An empty text stands for nothing, as Nullable converts it.
        Value::String(text) if text.is_empty() => Ok(Value::Null),
        _ => cast(value, &Type::resolve(whole.type_name).unwrap_or(Type::Int), setting),
    }
}

/// An object of a table of its properties, as PowerShell makes one of any class.
fn to_object(value: &Value, shape: &'static Shape, setting: &Setting) -> Outcome {
    let Value::Hashtable(table) = value.bare() else { return only_itself(value, shape) };
    let object = Value::Object(blank(shape));
    for (key, value) in Hashtable::entries(table) {
        let name = display(&key);
        let known = |known: &str| known.eq_ignore_ascii_case(&name);
        if !shape.properties.iter().any(|property| known(property.name))
            && !shape.aliases.iter().any(|(alias, _)| known(alias))
        {
            return Err(no_property(shape, &name));
        }
        set_property(&object, &name, value, setting)?;
    }
    Ok(object)
}

fn no_property(shape: &Shape, name: &str) -> Box<Fault> {
    let full_name = shape.full_name();
    let names: Vec<&str> = shape.properties.iter().map(|property| property.name).collect();
    let message = format!(
        "Cannot create object of type \"{full_name}\". The property '{name}' was not found for the '{full_name}' \
         object. The available properties are: {}",
        names.join(", ")
    );
    Fault::new(message, "ObjectCreationError", Category::InvalidArgument)
        .with_exception(refusal::INVALID_CAST)
}

fn only_itself(value: &Value, shape: &'static Shape) -> Outcome {
    let to = Type::Named(Arc::from(shape.full_name()));
    if value.is_null() || to.accepts(value) {
        Ok(value.clone())
    } else {
        Err(refusal::impossible(value, &to))
    }
}

/// System.DateTime as a parameter that remembers its text.
const DATE_TYPE: &str = "Microsoft.Rtc.Rgs.Management.DateTime";
/// What takes the elements of a list.
const LIST_TYPE: &str = "Microsoft.Rtc.Management.Xds.PSListModifier";
const TEXT: &str = "Text";
