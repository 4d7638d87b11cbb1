//! Members of single values: numbers, characters, GUIDs, addresses, versions, enumerations, types.

use std::cmp::Ordering;

use crate::operator::{equals, order};
use crate::setting::Setting;
use crate::text::Case;
use crate::value::{Array, Fault, Key, Outcome, Type, Uri, UriPart, Value};

use super::Reply;
use super::arguments::Arguments;

pub(super) const URI_PROPERTIES: &[&str] = &[
    "AbsolutePath",
    "AbsoluteUri",
    "LocalPath",
    "Authority",
    "HostNameType",
    "IsDefaultPort",
    "IsFile",
    "IsLoopback",
    "PathAndQuery",
    "Segments",
    "IsUnc",
    "Host",
    "Port",
    "Query",
    "Fragment",
    "Scheme",
    "OriginalString",
    "DnsSafeHost",
    "IdnHost",
    "IsAbsoluteUri",
    "UserEscaped",
    "UserInfo",
];

pub(super) const VERSION_PROPERTIES: &[&str] = &["Major", "Minor", "Build", "Revision"];

pub(super) const TYPE_PROPERTIES: &[&str] =
    &["Name", "FullName", "Namespace", "BaseType", "IsEnum", "IsArray"];

/// A property of a single value.
pub(super) fn property(value: &Value, name: &str) -> Option<Value> {
    let is = |known: &str| name.eq_ignore_ascii_case(known);
    match value {
        // A switch of a function is a plain truth value here.
        Value::Bool(_) if is("IsPresent") => Some(value.clone()),
        Value::Guid(guid) if is("Guid") => Some(Value::from(guid.to_string())),
        Value::Uri(uri) => uri_property(uri, name),
        Value::Version(version) => {
            let [major, minor, build, revision] = version.parts();
            let part = if is("Major") {
                major
            } else if is("Minor") {
                minor
            } else if is("Build") {
                build
            } else if is("Revision") {
                revision
            } else {
                return None;
            };
            Some(Value::Int(part))
        }
        Value::Enum(value) if is("value__") => {
            Some(i32::try_from(value.number).map_or(Value::Long(value.number), Value::Int))
        }
        Value::Type(of) => type_property(of, name),
        _ => None,
    }
}

fn uri_property(uri: &Uri, name: &str) -> Option<Value> {
    let part = |part: UriPart| uri.part(part).map(Value::from);
    let host = || uri.part(UriPart::Host);
    match name.to_ascii_lowercase().as_str() {
        "originalstring" => Some(Value::text(uri.original())),
        "isabsoluteuri" => Some(Value::Bool(uri.is_absolute())),
        "userescaped" => Some(Value::Bool(false)),
        "absoluteuri" if uri.is_absolute() => Some(Value::text(uri.as_str())),
        "absolutepath" | "localpath" => part(UriPart::Path),
        "scheme" => part(UriPart::Scheme),
        "userinfo" => part(UriPart::UserInfo),
        "host" | "dnssafehost" | "idnhost" => part(UriPart::Host),
        "hostnametype" => host().map(|host| Value::text(host_kind(&host))),
        "isdefaultport" => uri.has_usual_port().map(Value::Bool),
        "isfile" => uri.part(UriPart::Scheme).map(|scheme| Value::Bool(scheme == "file")),
        "isunc" => host().map(|_| Value::Bool(false)),
        "isloopback" => {
            host().map(|host| Value::Bool(matches!(host.as_str(), "localhost" | "127.0.0.1" | "[::1]")))
        }
        "segments" => uri.part(UriPart::Path).map(|path| {
            Value::Array(Array::typed(Type::String, path.split_inclusive('/').map(Value::text).collect()))
        }),
        "authority" => part(UriPart::Authority),
        "query" => part(UriPart::Query),
        "fragment" => part(UriPart::Fragment),
        "pathandquery" => {
            let (path, query) = (uri.part(UriPart::Path)?, uri.part(UriPart::Query)?);
            Some(Value::from(path + &query))
        }
        "port" => uri.port().map(Value::Int),
        _ => None,
    }
}

/// The names of UriHostNameType.
fn host_kind(host: &str) -> &'static str {
    if host.is_empty() {
        "Unknown"
    } else if host.starts_with('[') {
        "IPv6"
    } else if host.split('.').count() == 4 && host.split('.').all(|part| part.parse::<u8>().is_ok()) {
        "IPv4"
    } else {
        "Dns"
    }
}

fn type_property(of: &Type, name: &str) -> Option<Value> {
    let full = of.full_name();
    Some(match name.to_ascii_lowercase().as_str() {
        "name" => Value::text(of.name()),
        "fullname" => Value::text(&full),
        "namespace" => Value::text(full.rsplit_once('.').map_or("", |(namespace, _)| namespace)),
        "basetype" => of.base_name().and_then(Type::resolve).map_or(Value::Null, Value::Type),
        "isenum" => Value::Bool(matches!(of, Type::Enum(_))),
        "isarray" => Value::Bool(matches!(of, Type::Array(_))),
        "isvaluetype" => Value::Bool(of.base_name() == Some("System.ValueType")),
        _ => return None,
    })
}

/// Methods of single values beyond those that all have.
pub(super) fn call(value: &Value, arguments: &Arguments<'_>) -> Outcome<Reply> {
    Ok(match (value, arguments.lower(), arguments.count()) {
        (Value::Guid(guid), "tobytearray", 0) => {
            Reply::Value(Value::Bytes(crate::value::Bytes::new(guid.to_bytes_le().to_vec())))
        }
        (Value::Enum(value), "hasflag", 1) => {
            let Value::Enum(flag) = arguments.cast(0, &Type::Enum(std::rc::Rc::clone(&value.of)))? else {
                return Ok(Reply::NoOverload);
            };
            Reply::Value(Value::Bool(value.number & flag.number == flag.number))
        }
        (Value::Type(of), "isinstanceoftype", 1) => Reply::Value(Value::Bool(of.accepts(arguments.at(0)))),
        (Value::Type(of), "isassignablefrom", 1) => {
            let same = matches!(arguments.at(0), Value::Type(other) if other == of);
            Reply::Value(Value::Bool(same || *of == Type::Object))
        }
        (Value::ScriptBlock(block), "tostring", 0) => Reply::Value(Value::text(block.text())),
        _ => Reply::NoMethod,
    })
}

/// Whether Equals holds: the same type and the same value, case and all; objects by identity or by the text
/// they stand for.
pub(super) fn same(a: &Value, b: &Value, setting: &Setting) -> Outcome<bool> {
    let (a, b) = (a.bare(), b.bare());
    match (a, b) {
        (Value::String(a), Value::String(b)) => Ok(a == b),
        (Value::Object(_), Value::Object(_)) => equals(a, b, Case::Ignored, setting),
        _ if a.type_of() == b.type_of() => equals(a, b, Case::Matters, setting),
        _ => Ok(false),
    }
}

/// CompareTo: -1, 0 or 1.
pub(super) fn compare_to(value: &Value, arguments: &Arguments<'_>) -> Outcome {
    let order = order(value, arguments.at(0), Case::Matters, arguments.setting())
        .map_err(|fault| Fault::exception(fault.message, "System.ArgumentException"))?;
    Ok(Value::Int(match order {
        Some(Ordering::Greater) => 1,
        Some(Ordering::Equal) => 0,
        _ => -1,
    }))
}

/// A number that equal values share.
pub(super) fn hash_code(value: &Value) -> i32 {
    let Some(key) = Key::of(value) else { return 0 };
    let text = match (&key, value) {
        // Keys fold case; hash codes of text do not.
        (Key::Text(_), Value::String(text)) => text.to_string(),
        _ => format!("{key:?}"),
    };
    let hash =
        text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash.cast_signed()
}
