//! Members of error records and of objects that .NET gives methods.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use crate::convert::display;
use crate::text::{base64, decode_wide};
use crate::value::{Bytes, ErrorRecord, Object, Outcome, Property, Value};

use super::Reply;
use super::arguments::Arguments;

pub(super) const ERROR_PROPERTIES: &[&str] = &[
    "Exception",
    "TargetObject",
    "CategoryInfo",
    "FullyQualifiedErrorId",
    "ErrorDetails",
    "InvocationInfo",
    "ScriptStackTrace",
];

/// Type names that are shared between the objects of one kind.
pub(super) fn names(names: &[&'static str]) -> Rc<[Arc<str>]> {
    thread_local! {
        static KNOWN: RefCell<BTreeMap<&'static str, Rc<[Arc<str>]>>> = RefCell::default();
    }
    KNOWN.with(|known| {
        let mut known = known.borrow_mut();
        let make = || names.iter().map(|name| Arc::from(*name)).collect();
        Rc::clone(known.entry(names[0]).or_insert_with(make))
    })
}

pub(super) fn error_property(record: &ErrorRecord, name: &str) -> Option<Value> {
    Some(match name.to_ascii_lowercase().as_str() {
        "exception" => Value::Object(record.exception()),
        "targetobject" => record.fault.target.clone(),
        "fullyqualifiederrorid" => Value::from(record.qualified_id()),
        "categoryinfo" => category_info(record),
        "invocationinfo" => invocation(record),
        "errordetails" => Value::Null,
        "scriptstacktrace" => match &record.place {
            Some(place) => {
                let file = place.file.as_deref().unwrap_or("<No file>");
                Value::from(format!("at <ScriptBlock>, {file}: line {}", place.line))
            }
            None => Value::Null,
        },
        _ => return None,
    })
}

fn category_info(record: &ErrorRecord) -> Value {
    let target = display(&record.fault.target);
    let text = record.category_info(&target);
    Value::Object(Object::with_text(
        names(&["System.Management.Automation.ErrorCategoryInfo", "System.Object"]),
        vec![
            Property::read_only("Category", Value::from(record.fault.category.to_string())),
            Property::read_only("Activity", Value::text(record.category_activity())),
            Property::read_only("Reason", Value::text(record.category_reason())),
            Property::read_only("TargetName", Value::text(record.target_name(&target))),
            Property::read_only("TargetType", Value::from(record.target_type())),
        ],
        &text,
    ))
}

fn invocation(record: &ErrorRecord) -> Value {
    let Some(place) = &record.place else { return Value::Null };
    let number = |number: u32| Value::Int(i32::try_from(number).unwrap_or(i32::MAX));
    let file = place.file.as_deref().unwrap_or("");
    Value::Object(Object::of_type(
        names(&["System.Management.Automation.InvocationInfo", "System.Object"]),
        vec![
            Property::read_only("MyCommand", command(&record.activity)),
            Property::read_only("InvocationName", Value::text(record.title())),
            Property::read_only("ScriptLineNumber", number(place.line)),
            Property::read_only("OffsetInLine", number(place.column)),
            Property::read_only("ScriptName", Value::text(file)),
            Property::read_only("Line", Value::String(Arc::clone(&place.text))),
            Property::read_only("PositionMessage", Value::from(place.message())),
        ],
    ))
}

/// What reported an error, by its name.
fn command(name: &str) -> Value {
    if name.is_empty() {
        return Value::Null;
    }
    let names = names(&["System.Management.Automation.CommandInfo", "System.Object"]);
    Value::Object(Object::with_text(names, vec![Property::read_only("Name", Value::text(name))], name))
}

/// An encoding as a value; its name decides what its methods do.
pub(super) fn encoding(name: &str) -> Option<Value> {
    let type_name = match name.to_ascii_lowercase().as_str() {
        "utf8" | "default" => UTF8,
        "ascii" => ASCII,
        "unicode" => WIDE,
        _ => return None,
    };
    Some(Value::Object(Object::of_type(names(&[type_name, "System.Text.Encoding"]), Vec::new())))
}

const UTF8: &str = "System.Text.UTF8Encoding";
const ASCII: &str = "System.Text.ASCIIEncoding";
const WIDE: &str = "System.Text.UnicodeEncoding";

pub(super) fn call(object: &Object, arguments: &Arguments<'_>) -> Outcome<Reply> {
    let type_name = object.type_name();
    match (arguments.lower(), arguments.count()) {
        ("getbytes", 1) if type_name.ends_with("Encoding") => {
            let text = arguments.text(0)?;
            let bytes = match &*type_name {
                WIDE => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
                ASCII => {
                    text.chars().map(|c| u8::try_from(c).ok().filter(u8::is_ascii).unwrap_or(b'?')).collect()
                }
                _ => text.as_bytes().to_vec(),
            };
            Ok(Reply::Value(Value::Bytes(Bytes::new(bytes))))
        }
        ("getstring", 1) if type_name.ends_with("Encoding") => {
            let bytes = bytes_argument(arguments, 0)?;
            let text = match &*type_name {
                WIDE => decode_wide(&bytes, u16::from_le_bytes),
                _ => String::from_utf8_lossy(&bytes).into_owned(),
            };
            Ok(Reply::Value(Value::from(text)))
        }
        ("gettype", 0) => Ok(Reply::NoMethod),
        ("copy", 0) => Ok(Reply::Value(Value::Object(object.copy()))),
        // Values with added properties keep the methods of what they wrap.
        _ => Ok(Reply::NoMethod),
    }
}

/// An argument as bytes.
pub(super) fn bytes_argument(arguments: &Arguments<'_>, place: usize) -> Outcome<Vec<u8>> {
    let to = crate::value::Type::Array(Rc::new(crate::value::Type::Byte));
    match arguments.cast(place, &to)? {
        Value::Bytes(bytes) => Ok(bytes.borrow().clone()),
        _ => Ok(Vec::new()),
    }
}

/// Bytes in Base64, for Convert.
pub(super) fn base64_of(arguments: &Arguments<'_>) -> Outcome {
    Ok(Value::from(base64(&bytes_argument(arguments, 0)?)))
}
