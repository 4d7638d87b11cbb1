//! Static members: `[type]::Name` and `[type]::Name(...)`.

use std::rc::Rc;

use crate::convert::{cast, joined, to_text};
use crate::operator::format_text;
use crate::session::{REFERENCE, Reference};
use crate::setting::Setting;
use crate::text::{Case, compare, equal};
use crate::value::{DateTime, EnumType, EnumValue, Fault, Kind, Outcome, TimeSpan, Type, Value};

use super::arguments::Arguments;
use super::{Reply, clock, files, math, native, path, refusal, regex, scalar, sequence, system, writing};

/// The static property `name` of a type; Null where there is none, as outside strict mode.
pub fn static_property(of: &Type, name: &str, setting: &Setting) -> Outcome {
    let lower = name.to_ascii_lowercase();
    let found = match of {
        Type::Enum(members) => {
            members.number_of(name).map(|number| Value::Enum(EnumValue::new(members, number)))
        }
        Type::Int | Type::Long | Type::Byte | Type::Double | Type::Integer(..) => math::limit(of, &lower),
        Type::Real("System.Single") => math::limit(of, &lower),
        Type::Real(_) => math::limit(&Type::Double, &lower),
        Type::String if lower == "empty" => Some(Value::text("")),
        Type::DateTime => match lower.as_str() {
            "now" => Some(Value::DateTime(setting.local_now())),
            "utcnow" => Some(Value::DateTime(setting.host().now().with_kind(Kind::Utc))),
            "today" => Some(Value::DateTime(setting.local_now().date())),
            "minvalue" => Some(Value::DateTime(DateTime::MIN)),
            "maxvalue" => Some(Value::DateTime(DateTime::MAX)),
            _ => None,
        },
        Type::TimeSpan => match lower.as_str() {
            "zero" => Some(Value::TimeSpan(TimeSpan::ZERO)),
            "minvalue" => Some(Value::TimeSpan(TimeSpan::from_ticks(i64::MIN))),
            "maxvalue" => Some(Value::TimeSpan(TimeSpan::from_ticks(i64::MAX))),
            "ticksperday" => Some(Value::Long(crate::value::span::DAY)),
            "tickspersecond" => Some(Value::Long(crate::value::span::SECOND)),
            "tickspermillisecond" => Some(Value::Long(crate::value::span::MILLISECOND)),
            _ => None,
        },
        Type::Guid if lower == "empty" => Some(Value::Guid(uuid::Uuid::nil())),
        Type::Bool => match lower.as_str() {
            "truestring" => Some(Value::text("True")),
            "falsestring" => Some(Value::text("False")),
            _ => None,
        },
        Type::Named(full) => setting
            .static_value(full, &lower)
            .or_else(|| system::property(full, &lower, setting))
            .or_else(|| native::static_property(full, &lower)),
        _ => None,
    };
    Ok(found.unwrap_or_default())
}

/// Stores a static property. Most that scripts set are settings of Windows: they are kept, and nothing follows.
pub fn set_static_property(of: &Type, name: &str, value: &Value, setting: &Setting) -> Outcome<()> {
    let lower = name.to_ascii_lowercase();
    let Type::Named(class) = of else { return Err(writing::missing(name, "PropertyAssignmentException")) };
    let value = match (&**class, lower.as_str()) {
        ("System.Net.ServicePointManager", "securityprotocol") => {
            let protocols =
                Type::resolve("System.Net.SecurityProtocolType").expect("it is one of the built-in ones");
            cast(value, &protocols, setting).map_err(|fault| writing::unfit(name, fault))?
        }
        (
            "System.Net.ServicePointManager",
            "servercertificatevalidationcallback"
            | "expect100continue"
            | "checkcertificaterevocationlist"
            | "defaultconnectionlimit",
        )
        | (
            "System.Console",
            "outputencoding" | "inputencoding" | "title" | "cursorvisible" | "treatcontrolcasinput",
        )
        | ("System.Environment", "exitcode") => value.clone(),
        ("System.Environment", "currentdirectory") => {
            let folder = to_text(value, setting)?;
            return setting.host().enter_folder(&folder).map_err(refusal::outside);
        }
        _ => return Err(writing::missing(name, "PropertyAssignmentException")),
    };
    setting.keep_static(class, &lower, value);
    Ok(())
}

/// Calls a static method. None is the result of a method that returns nothing.
pub fn call_static(of: &Type, name: &str, values: &[Value], setting: &Setting) -> Outcome<Option<Value>> {
    if name.eq_ignore_ascii_case("new") {
        return super::construct(of, values, setting).map(Some);
    }
    let arguments = Arguments::new(name, values, setting);
    match dispatch(of, &arguments).map_err(|fault| refusal::thrown(&arguments, fault))? {
        Reply::Value(value) => Ok(Some(value)),
        Reply::Void => Ok(None),
        Reply::NoOverload => Err(refusal::no_overload(&arguments)),
        Reply::NoMethod => Err(refusal::no_method(&of.full_name(), name)),
    }
}

fn dispatch(of: &Type, arguments: &Arguments<'_>) -> Outcome<Reply> {
    if let Some(name) = arguments.lower().strip_prefix("try").filter(|name| name.starts_with("parse")) {
        return try_parse(of, name, arguments);
    }
    match of {
        Type::String => string(arguments),
        Type::Char => character(arguments),
        Type::DateTime => clock::date_static(arguments),
        Type::TimeSpan => clock::span_static(arguments),
        Type::Regex => regex::call_static(arguments),
        Type::Guid => guid(arguments),
        Type::Array(_) => array(arguments),
        Type::Enum(members) => enumeration(members, arguments),
        Type::Int
        | Type::Long
        | Type::Byte
        | Type::Double
        | Type::Real(_)
        | Type::Integer(..)
        | Type::Bool
        | Type::Version => parse(of, arguments),
        Type::Uri => system::uri(arguments),
        Type::Named(full) => match &**full {
            "System.Math" => math::call(arguments),
            "System.IO.Path" => path::call(arguments),
            "System.IO.File" => files::file(arguments),
            "System.IO.Directory" => files::folder(arguments),
            "System.Enum" => any_enumeration(arguments),
            other => native::call_static(other, arguments),
        },
        _ => Ok(Reply::NoMethod),
    }
}

/// `TryParse` and `TryParseExact`: the last argument gets what the method without `Try` gives; whether that went
/// well.
fn try_parse(of: &Type, name: &str, arguments: &Arguments<'_>) -> Outcome<Reply> {
    let Some(last) = arguments.values().last().filter(|last| last.is_null() || last.type_name() == REFERENCE)
    else {
        return Ok(Reply::NoOverload);
    };
    // `[ref]$null` wants no more than the answer.
    let reference = Reference::of(last);
    let store =
        |value| reference.as_ref().map_or(Ok(()), |reference| reference.store(value, arguments.setting()));
    let setting = arguments.setting();
    let taken = if name == "parse" { 1 } else { 3 };
    let Some(given) = arguments.values().get(..taken) else { return Ok(Reply::NoOverload) };
    match dispatch(of, &Arguments::new(name, given, setting)) {
        Ok(Reply::Value(value)) => {
            store(value)?;
            Ok(Reply::Value(Value::Bool(true)))
        }
        Ok(other) => Ok(other),
        Err(_) => {
            // Numbers become 0.
            if let Ok(nothing) = crate::convert::cast(&Value::Null, of, setting) {
                store(nothing)?;
            }
            Ok(Reply::Value(Value::Bool(false)))
        }
    }
}

fn string(arguments: &Arguments<'_>) -> Outcome<Reply> {
    let setting = arguments.setting();
    let value = match (arguments.lower(), arguments.count()) {
        ("isnullorempty", 1) => Value::Bool(arguments.text(0)?.is_empty()),
        ("isnullorwhitespace", 1) => Value::Bool(arguments.text(0)?.trim().is_empty()),
        ("join", 2..) => {
            let separator = arguments.text(0)?;
            let rest = &arguments.values()[1..];
            let elements = if rest.len() == 1 { rest[0].unroll() } else { rest.to_vec() };
            Value::from(joined(&elements, &separator)?)
        }
        ("format", 1..) => {
            let rest = &arguments.values()[1..];
            let filled = if rest.len() == 1 { rest[0].clone() } else { Value::array(rest.to_vec()) };
            format_text(arguments.at(0), &filled, setting).map_err(|fault| match fault.inner {
                Some(inner) => inner,
                None => fault,
            })?
        }
        ("concat", 1..) => {
            let elements: Vec<Value> = arguments.values().iter().flat_map(Value::unroll).collect();
            Value::from(joined(&elements, "")?)
        }
        ("compare", 2 | 3) => {
            let ignored = arguments.count() == 3 && ignores_case(arguments)?;
            let case = if ignored { Case::Ignored } else { Case::Matters };
            Value::Int(compare(&arguments.text(0)?, &arguments.text(1)?, case) as i32)
        }
        ("equals", 2) => Value::Bool(arguments.text(0)? == arguments.text(1)?),
        ("equals", 3) => {
            let (a, b) = (arguments.text(0)?, arguments.text(1)?);
            Value::Bool(a == b || (ignores_case(arguments)? && equal(&a, &b, Case::Ignored)))
        }
        ("isnullorempty" | "isnullorwhitespace" | "join" | "format" | "compare", _) => {
            return Ok(Reply::NoOverload);
        }
        _ => return Ok(Reply::NoMethod),
    };
    Ok(Reply::Value(value))
}

fn ignores_case(arguments: &Arguments<'_>) -> Outcome<bool> {
    match arguments.at(2).bare() {
        Value::Bool(ignored) => Ok(*ignored),
        _ => Ok(arguments.enumeration(2, "System.StringComparison")? % 2 == 1),
    }
}

fn character(arguments: &Arguments<'_>) -> Outcome<Reply> {
    if !matches!(arguments.count(), 1 | 2) {
        return Ok(Reply::NoOverload);
    }
    let Value::Char(sign) = arguments.cast(0, &Type::Char)? else { return Ok(Reply::NoOverload) };
    Ok(Reply::Value(match arguments.lower() {
        "isdigit" | "isnumber" => Value::Bool(sign.is_numeric()),
        "isletter" => Value::Bool(sign.is_alphabetic()),
        "isletterordigit" => Value::Bool(sign.is_alphanumeric()),
        "isupper" => Value::Bool(sign.is_uppercase()),
        "islower" => Value::Bool(sign.is_lowercase()),
        "iswhitespace" => Value::Bool(sign.is_whitespace()),
        "ispunctuation" => Value::Bool(sign.is_ascii_punctuation()),
        "toupper" | "toupperinvariant" => Value::Char(sign.to_uppercase().next().unwrap_or(sign)),
        "tolower" | "tolowerinvariant" => Value::Char(sign.to_lowercase().next().unwrap_or(sign)),
        "tostring" => Value::from(sign.to_string()),
        _ => return Ok(Reply::NoMethod),
    }))
}

fn guid(arguments: &Arguments<'_>) -> Outcome<Reply> {
    match (arguments.lower(), arguments.count()) {
        ("newguid", 0) => {
            let mut bytes = [0; 16];
            arguments.setting().host().fill_random(&mut bytes);
            Ok(Reply::Value(Value::Guid(uuid::Builder::from_random_bytes(bytes).into_uuid())))
        }
        ("newguid", _) => Ok(Reply::NoOverload),
        _ => parse(&Type::Guid, arguments),
    }
}

/// `Parse`, which most scalar types have.
fn parse(of: &Type, arguments: &Arguments<'_>) -> Outcome<Reply> {
    match (arguments.lower(), arguments.count()) {
        ("parse", 1..=3) => {
            let text = Value::String(arguments.text(0)?);
            let parsed = crate::convert::cast(&text, of, arguments.setting());
            parsed.map(Reply::Value).map_err(|fault| {
                let reason = fault
                    .message
                    .split_once("Error: \"")
                    .map_or("", |(_, reason)| reason.trim_end_matches('"'));
                Fault::exception(reason, "System.FormatException")
            })
        }
        ("parse", _) => Ok(Reply::NoOverload),
        ("isnan", 1) => Ok(Reply::Value(Value::Bool(arguments.double(0)?.is_nan()))),
        ("isinfinity", 1) => Ok(Reply::Value(Value::Bool(arguments.double(0)?.is_infinite()))),
        ("equals", 2) => Ok(Reply::Value(Value::Bool(scalar::same(
            arguments.at(0),
            arguments.at(1),
            arguments.setting(),
        )?))),
        _ => Ok(Reply::NoMethod),
    }
}

fn array(arguments: &Arguments<'_>) -> Outcome<Reply> {
    match (arguments.lower(), arguments.count()) {
        ("indexof", 2) => {
            let elements = arguments.at(0).unroll();
            let found = sequence::position(&elements, arguments.at(1), arguments.setting())?;
            Ok(Reply::Value(Value::Int(found.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1))))
        }
        ("reverse", 1) => {
            if let Value::Array(array) = arguments.at(0).bare() {
                array.change(<[Value]>::reverse);
            }
            Ok(Reply::Void)
        }
        ("sort", 1) => {
            if let Value::Array(array) = arguments.at(0).bare() {
                let sorted = sequence::sorted(array.to_vec(), arguments.setting())?;
                array.change(|elements| elements.clone_from_slice(&sorted));
            }
            Ok(Reply::Void)
        }
        ("indexof" | "reverse" | "sort", _) => Ok(Reply::NoOverload),
        _ => Ok(Reply::NoMethod),
    }
}

/// `[Enum]::GetNames([type])` and its siblings.
fn any_enumeration(arguments: &Arguments<'_>) -> Outcome<Reply> {
    let of = match arguments.values().first().map(Value::bare) {
        Some(Value::Type(Type::Enum(of))) => Rc::clone(of),
        Some(Value::String(name)) => match Type::resolve(name) {
            Some(Type::Enum(of)) => of,
            _ => return Ok(Reply::NoOverload),
        },
        _ => return Ok(Reply::NoOverload),
    };
    let rest = Arguments::new(arguments.method(), &arguments.values()[1..], arguments.setting());
    enumeration(&of, &rest)
}

fn enumeration(of: &Rc<EnumType>, arguments: &Arguments<'_>) -> Outcome<Reply> {
    let value = match (arguments.lower(), arguments.count()) {
        ("getnames", 0) => Value::array(of.members().iter().map(|(name, _)| Value::text(name)).collect()),
        ("getvalues", 0) => {
            let values = of.members().iter().map(|(_, number)| Value::Enum(EnumValue::new(of, *number)));
            Value::array(values.collect())
        }
        ("parse" | "toobject", 1 | 2) => arguments.cast(0, &Type::Enum(Rc::clone(of)))?,
        ("isdefined", 1) => Value::Bool(match arguments.at(0).bare() {
            Value::String(name) => of.members().iter().any(|(known, _)| **known == **name),
            other => of.is_defined(crate::convert::to_long(other)?),
        }),
        ("getname", 1) => Value::from(of.name_of(crate::convert::to_long(arguments.at(0))?)),
        _ => return Ok(Reply::NoMethod),
    };
    Ok(Reply::Value(value))
}
