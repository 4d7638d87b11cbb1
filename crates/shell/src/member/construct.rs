//! `[type]::new(...)` and New-Object.

use std::rc::Rc;

use crate::convert::{cast, display, exception, joined, to_long};
use crate::setting::Setting;
use crate::text::{Pattern, PatternOptions};
use crate::value::limits::{check_elements, check_text};
use crate::value::{
    Array, Bytes, Category, DateTime, ErrorRecord, Fault, Hashtable, Kind, List, Object, Outcome, TimeSpan,
    Type, Value, Version,
};

use super::arguments::{Arguments, out_of_range};
use super::{native, refusal};

/// Makes a value of a type from the arguments of its constructor.
pub fn construct(of: &Type, values: &[Value], setting: &Setting) -> Outcome {
    let arguments = Arguments::new(".ctor", values, setting);
    build(of, &arguments).map_err(|fault| refusal::thrown(&arguments, fault))
}

fn build(of: &Type, arguments: &Arguments<'_>) -> Outcome {
    let setting = arguments.setting();
    match (of, arguments.values()) {
        (Type::PsObject | Type::Object, []) => Ok(Value::Object(Object::custom())),
        (Type::PsObject | Type::Object, [only]) => Ok(only.clone()),
        (Type::Hashtable, []) => Ok(Value::Hashtable(Hashtable::new())),
        (Type::Ordered, []) => Ok(Value::Hashtable(Hashtable::ordered())),
        (Type::List(kind, element), []) => {
            Ok(Value::List(List::typed(*kind, (**element).clone(), Vec::new())))
        }
        // A number is a capacity, anything else the first content.
        (Type::List(kind, element), [Value::Int(_)]) => {
            Ok(Value::List(List::typed(*kind, (**element).clone(), Vec::new())))
        }
        (Type::List(..), [_]) => cast(arguments.at(0), of, setting),
        (Type::Array(element), [_]) => array(element, arguments),
        (Type::String, _) => text(arguments),
        (Type::DateTime, [_, _, _, ..]) => date(arguments),
        (Type::TimeSpan, [_, _, _, ..]) => span(arguments),
        (Type::TimeSpan | Type::DateTime, []) => Ok(if *of == Type::TimeSpan {
            Value::TimeSpan(TimeSpan::ZERO)
        } else {
            Value::DateTime(DateTime::MIN)
        }),
        (Type::DateTime, [_]) if arguments.at(0).as_str().is_none() => {
            let date = DateTime::from_ticks(to_long(arguments.at(0))?, Kind::Unspecified);
            date.map(Value::DateTime).ok_or_else(|| out_of_range("ticks"))
        }
        (Type::Guid, []) => Ok(Value::Guid(uuid::Uuid::nil())),
        (Type::Version, [_, _, ..]) => {
            let parts =
                (0..arguments.count()).map(|place| arguments.int(place)).collect::<Outcome<Vec<_>>>()?;
            Version::new(&parts)
                .map(|version| Value::Version(Rc::new(version)))
                .ok_or_else(|| out_of_range("version"))
        }
        (Type::Regex, [_, _]) => {
            let options = arguments.enumeration(1, "System.Text.RegularExpressions.RegexOptions")?;
            let pattern = Pattern::compile(&arguments.text(0)?, PatternOptions::from_number(options))?;
            Ok(Value::Regex(Rc::new(pattern)))
        }
        (Type::Named(name), values) if name.ends_with("Exception") => {
            let message = match values.first() {
                Some(_) => arguments.text(0)?.to_string(),
                None => format!("Exception of type '{name}' was thrown."),
            };
            Ok(Value::Object(exception(name, &message)))
        }
        (Type::ErrorRecord, [_, _, _, _]) => error_record(arguments),
        (Type::Guid | Type::Uri | Type::Version | Type::Regex, [_]) => cast(arguments.at(0), of, setting),
        (Type::Named(name), _) => {
            native::construct(name, arguments).unwrap_or_else(|| Err(no_constructor(of, arguments)))
        }
        _ => Err(no_constructor(of, arguments)),
    }
}

/// An error of an exception, an id, a category and a target, as functions make them for ThrowTerminatingError.
fn error_record(arguments: &Arguments<'_>) -> Outcome {
    let thrown = match arguments.at(0).bare() {
        Value::Object(thrown) => thrown.clone(),
        other => exception("System.Exception", &display(other)),
    };
    let number = arguments.enumeration(2, "System.Management.Automation.ErrorCategory")?;
    let category = usize::try_from(number).ok().and_then(|number| Category::ALL.get(number));
    let message = thrown.property("Message").map(|message| display(&message)).unwrap_or_default();
    let fault = Fault::new(
        message,
        arguments.text(1)?.to_string(),
        category.copied().unwrap_or(Category::NotSpecified),
    )
    .with_exception(thrown.type_name().to_string())
    .with_target(arguments.at(3).clone());
    let mut record = ErrorRecord::new(*fault);
    record.thrown = Some(thrown);
    Ok(Value::Error(Rc::new(record)))
}

/// An array of a length, its elements empty.
fn array(element: &Type, arguments: &Arguments<'_>) -> Outcome {
    let count = arguments.size(0, "length")?;
    check_elements(count)?;
    if *element == Type::Byte {
        return Ok(Value::Bytes(Bytes::new(vec![0; count])));
    }
    let empty = empty_of(element, arguments.setting());
    Ok(Value::Array(Array::typed(element.clone(), vec![empty; count])))
}

/// What an element of a type is before anything is stored in it.
pub(super) fn empty_of(element: &Type, setting: &Setting) -> Value {
    if element.is_reference() || *element == Type::String {
        Value::Null
    } else {
        cast(&Value::Null, element, setting).unwrap_or_default()
    }
}

/// A sign repeated, or the signs of an array.
fn text(arguments: &Arguments<'_>) -> Outcome {
    match arguments.values() {
        [_, _] => {
            let Value::Char(sign) = arguments.cast(0, &Type::Char)? else { return Ok(Value::text("")) };
            let count = arguments.size(1, "count")?;
            check_text(count.saturating_mul(sign.len_utf8()))?;
            Ok(Value::from(sign.to_string().repeat(count)))
        }
        [signs] if signs.is_collection() => Ok(Value::from(joined(&signs.unroll(), "")?)),
        _ => Err(no_constructor(&Type::String, arguments)),
    }
}

/// Year, month, day; then hour, minute, second; then milliseconds; then the kind.
fn date(arguments: &Arguments<'_>) -> Outcome {
    let count = arguments.count();
    if !matches!(count, 3 | 6 | 7 | 8) {
        return Err(no_constructor(&Type::DateTime, arguments));
    }
    let numbers =
        (0..count.min(7)).map(|place| arguments.int(place).map(i64::from)).collect::<Outcome<Vec<_>>>()?;
    let at = |place: usize| numbers.get(place).copied().unwrap_or(0);
    let unreal = || {
        Fault::exception(
            "Year, Month, and Day parameters describe an un-representable DateTime.",
            "System.ArgumentOutOfRangeException",
        )
    };
    let day = DateTime::from_date(at(0), at(1), at(2)).ok_or_else(unreal)?;
    let fits = (0..24).contains(&at(3)) && (0..60).contains(&at(4)) && (0..60).contains(&at(5));
    let time = TimeSpan::from_parts(0, at(3), at(4), at(5), at(6) * crate::value::span::MILLISECOND);
    let date = time.filter(|_| fits).and_then(|time| day.checked_add(time)).ok_or_else(unreal)?;
    let kind = if count == 8 { arguments.enumeration(7, "System.DateTimeKind")? } else { 0 };
    Ok(Value::DateTime(date.with_kind(match kind {
        1 => Kind::Utc,
        2 => Kind::Local,
        _ => Kind::Unspecified,
    })))
}

/// Hours, minutes, seconds; or days before them; or milliseconds behind.
fn span(arguments: &Arguments<'_>) -> Outcome {
    let numbers = (0..arguments.count())
        .map(|place| arguments.int(place).map(i64::from))
        .collect::<Outcome<Vec<_>>>()?;
    let span = match numbers.as_slice() {
        [hours, minutes, seconds] => TimeSpan::from_parts(0, *hours, *minutes, *seconds, 0),
        [days, hours, minutes, seconds] => TimeSpan::from_parts(*days, *hours, *minutes, *seconds, 0),
        [days, hours, minutes, seconds, milliseconds] => TimeSpan::from_parts(
            *days,
            *hours,
            *minutes,
            *seconds,
            milliseconds * crate::value::span::MILLISECOND,
        ),
        _ => return Err(no_constructor(&Type::TimeSpan, arguments)),
    };
    span.map(Value::TimeSpan).ok_or_else(|| out_of_range("milliseconds"))
}

pub(super) fn no_constructor(of: &Type, arguments: &Arguments<'_>) -> Box<Fault> {
    Fault::new(
        format!(
            "Cannot find an overload for \"{}\" and the argument count: \"{}\".",
            of.name(),
            arguments.count()
        ),
        "MethodCountCouldNotFindBest",
        crate::value::Category::NotSpecified,
    )
    .with_exception("System.Management.Automation.MethodException")
}
