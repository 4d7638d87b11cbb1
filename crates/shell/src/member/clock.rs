//! Properties and methods of DateTime and TimeSpan.

use crate::convert::cast;
use crate::setting::Setting;
use crate::text::{full_date, usual_date};
use crate::value::span::{DAY, MILLISECOND, SECOND};
use crate::value::{DateTime, EnumValue, Fault, Kind, Outcome, TimeSpan, Type, Value};

use super::Reply;
use super::arguments::Arguments;

pub(super) const DATE_PROPERTIES: &[&str] = &[
    "DateTime",
    "Date",
    "Day",
    "DayOfWeek",
    "DayOfYear",
    "Hour",
    "Kind",
    "Millisecond",
    "Minute",
    "Month",
    "Second",
    "Ticks",
    "TimeOfDay",
    "Year",
];

pub(super) const SPAN_PROPERTIES: &[&str] = &[
    "Days",
    "Hours",
    "Minutes",
    "Seconds",
    "Milliseconds",
    "Ticks",
    "TotalDays",
    "TotalHours",
    "TotalMinutes",
    "TotalSeconds",
    "TotalMilliseconds",
];

const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

pub(super) fn date_property(date: DateTime, name: &str) -> Option<Value> {
    let time = date.time_of_day();
    Some(match name.to_ascii_lowercase().as_str() {
        "datetime" => Value::from(full_date(date)),
        "date" => Value::DateTime(date.date()),
        "day" => Value::Int(i32::from(date.civil().day())),
        "dayofweek" => enum_value("System.DayOfWeek", date.day_of_week()),
        "dayofyear" => Value::Int(i32::from(date.civil().day_of_year())),
        "hour" => short(time.hours()),
        "kind" => enum_value("System.DateTimeKind", date.kind() as i64),
        "millisecond" => short(time.milliseconds()),
        "minute" => short(time.minutes()),
        "month" => Value::Int(i32::from(date.civil().month())),
        "second" => short(time.seconds()),
        "ticks" => Value::Long(date.ticks()),
        "timeofday" => Value::TimeSpan(time),
        "year" => Value::Int(i32::from(date.civil().year())),
        _ => return None,
    })
}

pub(super) fn span_property(span: TimeSpan, name: &str) -> Option<Value> {
    Some(match name.to_ascii_lowercase().as_str() {
        "days" => short(span.days()),
        "hours" => short(span.hours()),
        "minutes" => short(span.minutes()),
        "seconds" => short(span.seconds()),
        "milliseconds" => short(span.milliseconds()),
        "ticks" => Value::Long(span.ticks()),
        "totaldays" => Value::Double(span.total(DAY)),
        "totalhours" => Value::Double(span.total(HOUR)),
        "totalminutes" => Value::Double(span.total(MINUTE)),
        "totalseconds" => Value::Double(span.total(SECOND)),
        "totalmilliseconds" => Value::Double(span.total(MILLISECOND)),
        _ => return None,
    })
}

fn enum_value(full_name: &str, number: i64) -> Value {
    let of = Type::enumeration(full_name).expect("the enumeration is one of the built-in ones");
    Value::Enum(EnumValue::new(&of, number))
}

fn short(number: i64) -> Value {
    i32::try_from(number).map_or(Value::Long(number), Value::Int)
}

pub(super) fn call_date(date: DateTime, arguments: &Arguments<'_>) -> Outcome<Reply> {
    let unit = match arguments.lower() {
        "adddays" => Some(DAY),
        "addhours" => Some(HOUR),
        "addminutes" => Some(MINUTE),
        "addseconds" => Some(SECOND),
        "addmilliseconds" => Some(MILLISECOND),
        _ => None,
    };
    let moved = match (arguments.lower(), arguments.count()) {
        (_, 1) if unit.is_some() => {
            let span = TimeSpan::from_units(arguments.double(0)?, unit.unwrap_or(DAY));
            span.and_then(|span| date.checked_add(span))
        }
        ("addticks", 1) => {
            let ticks = crate::convert::to_long(arguments.at(0))?;
            date.checked_add(TimeSpan::from_ticks(ticks))
        }
        ("addmonths", 1) => date.add_months(i64::from(arguments.int(0)?)),
        ("addyears", 1) => date.add_months(i64::from(arguments.int(0)?).saturating_mul(12)),
        ("add", 1) => date.checked_add(span_argument(arguments)?),
        ("subtract", 1) => match arguments.at(0).bare() {
            Value::DateTime(other) => return Ok(Reply::Value(Value::TimeSpan(date.since(*other)))),
            _ => date.checked_sub(span_argument(arguments)?),
        },
        _ => return date_text(date, arguments),
    };
    moved.map(|date| Reply::Value(Value::DateTime(date))).ok_or_else(|| {
        Fault::exception(
            "The added or subtracted value results in an un-representable DateTime.",
            "System.ArgumentOutOfRangeException",
        )
    })
}

fn date_text(date: DateTime, arguments: &Arguments<'_>) -> Outcome<Reply> {
    let setting = arguments.setting();
    let formatted = |format: &str| crate::text::date_text(date, TimeSpan::ZERO, format).unwrap_or_default();
    Ok(Reply::Value(match (arguments.lower(), arguments.count()) {
        ("touniversaltime", 0) => Value::DateTime(setting.to_universal(date)),
        ("tolocaltime", 0) => Value::DateTime(setting.to_local(date)),
        ("toshortdatestring", 0) => Value::from(formatted("d")),
        ("tolongdatestring", 0) => Value::from(formatted("D")),
        ("toshorttimestring", 0) => Value::from(formatted("t")),
        ("tolongtimestring", 0) => Value::from(formatted("T")),
        ("tostring", 0) => Value::from(usual_date(date)),
        ("isdaylightsavingtime", 0) => Value::Bool(is_daylight_saving(date, setting)),
        ("tofiletimeutc" | "tofiletime", 0) => {
            Value::Long(setting.to_universal(date).ticks() - FILE_TIME_EPOCH)
        }
        _ => return Ok(Reply::NoMethod),
    }))
}

/// Whether local time then is ahead of what it is at the other end of the year.
fn is_daylight_saving(date: DateTime, setting: &Setting) -> bool {
    let year = i64::from(date.civil().year());
    let ahead = |date: DateTime| setting.host().offset_at(setting.to_universal(date));
    let usual = [1, 7].iter().filter_map(|month| DateTime::from_date(year, *month, 1)).map(ahead).min();
    date.kind() != Kind::Utc && usual.is_some_and(|usual| ahead(date) > usual)
}

/// Ticks from year 1 to 1601, where the times of Windows files start.
const FILE_TIME_EPOCH: i64 = 504_911_232_000_000_000;

pub(super) fn call_span(span: TimeSpan, arguments: &Arguments<'_>) -> Outcome<Reply> {
    let result = match (arguments.lower(), arguments.count()) {
        ("add", 1) => span.checked_add(span_argument(arguments)?),
        ("subtract", 1) => span.checked_sub(span_argument(arguments)?),
        ("negate", 0) => span.checked_neg(),
        ("duration", 0) if span.ticks() < 0 => span.checked_neg(),
        ("duration", 0) => Some(span),
        _ => return Ok(Reply::NoMethod),
    };
    result.map(|span| Reply::Value(Value::TimeSpan(span))).ok_or_else(|| {
        Fault::exception("TimeSpan overflowed because the duration is too long.", "System.OverflowException")
    })
}

fn span_argument(arguments: &Arguments<'_>) -> Outcome<TimeSpan> {
    match cast(arguments.at(0), &Type::TimeSpan, arguments.setting())? {
        Value::TimeSpan(span) => Ok(span),
        _ => Ok(TimeSpan::ZERO),
    }
}

/// The static members of DateTime.
pub(super) fn date_static(arguments: &Arguments<'_>) -> Outcome<Reply> {
    let setting = arguments.setting();
    Ok(Reply::Value(match (arguments.lower(), arguments.count()) {
        ("parse", 1..=3) => parse(arguments)?,
        ("parseexact", 3 | 4) => parse_exact(arguments)?,
        ("daysinmonth", 2) => {
            let first = DateTime::from_date(i64::from(arguments.int(0)?), i64::from(arguments.int(1)?), 1);
            let first = first.ok_or_else(|| super::arguments::out_of_range("month"))?;
            Value::Int(i32::from(first.civil().days_in_month()))
        }
        ("isleapyear", 1) => {
            let year = DateTime::from_date(i64::from(arguments.int(0)?), 1, 1);
            let year = year.ok_or_else(|| super::arguments::out_of_range("year"))?;
            Value::Bool(year.civil().in_leap_year())
        }
        ("specifykind", 2) => {
            let Value::DateTime(date) = arguments.cast(0, &Type::DateTime)? else {
                return Ok(Reply::NoOverload);
            };
            let kind = match arguments.enumeration(1, "System.DateTimeKind")? {
                1 => Kind::Utc,
                2 => Kind::Local,
                _ => Kind::Unspecified,
            };
            Value::DateTime(date.with_kind(kind))
        }
        ("compare", 2) => {
            let (a, b) = (arguments.cast(0, &Type::DateTime)?, arguments.cast(1, &Type::DateTime)?);
            let (Value::DateTime(a), Value::DateTime(b)) = (a, b) else { return Ok(Reply::NoOverload) };
            Value::Int(a.cmp(&b) as i32)
        }
        ("fromfiletimeutc", 1) => {
            let ticks = crate::convert::to_long(arguments.at(0))?.saturating_add(FILE_TIME_EPOCH);
            let date = DateTime::from_ticks(ticks, Kind::Utc);
            Value::DateTime(date.ok_or_else(|| super::arguments::out_of_range("fileTime"))?)
        }
        ("fromfiletime", 1) => {
            let ticks = crate::convert::to_long(arguments.at(0))?.saturating_add(FILE_TIME_EPOCH);
            let date = DateTime::from_ticks(ticks, Kind::Utc);
            Value::DateTime(setting.to_local(date.ok_or_else(|| super::arguments::out_of_range("fileTime"))?))
        }
        ("parse" | "parseexact" | "daysinmonth" | "isleapyear", _) => return Ok(Reply::NoOverload),
        _ => return Ok(Reply::NoMethod),
    }))
}

fn parse(arguments: &Arguments<'_>) -> Outcome {
    let text = arguments.text(0)?;
    cast(&Value::String(text), &Type::DateTime, arguments.setting()).map_err(|fault| {
        // The method throws the reason alone, without the words of the cast.
        let reason =
            fault.message.split_once("Error: \"").map_or("", |(_, reason)| reason.trim_end_matches('"'));
        Fault::exception(reason, "System.FormatException")
    })
}

fn parse_exact(arguments: &Arguments<'_>) -> Outcome {
    let text = arguments.text(0)?;
    let today = arguments.setting().local_now();
    for format in arguments.at(1).unroll() {
        let format = crate::convert::to_text(&format, arguments.setting())?;
        if let Some(date) = crate::text::parse_exact(&text, &format, today) {
            let local = date.kind() == Kind::Utc;
            return Ok(Value::DateTime(if local { arguments.setting().to_local(date) } else { date }));
        }
    }
    Err(Fault::exception("String was not recognized as a valid DateTime.", "System.FormatException"))
}

/// The static members of TimeSpan.
pub(super) fn span_static(arguments: &Arguments<'_>) -> Outcome<Reply> {
    let unit = match arguments.lower() {
        "fromdays" => DAY,
        "fromhours" => HOUR,
        "fromminutes" => MINUTE,
        "fromseconds" => SECOND,
        "frommilliseconds" => MILLISECOND,
        "fromticks" if arguments.count() == 1 => {
            let ticks = crate::convert::to_long(arguments.at(0))?;
            return Ok(Reply::Value(Value::TimeSpan(TimeSpan::from_ticks(ticks))));
        }
        "parse" if arguments.count() > 0 => {
            let span = crate::text::parse_span(&arguments.text(0)?);
            let span =
                span.map_err(|problem| Fault::exception(problem.to_string(), "System.FormatException"))?;
            return Ok(Reply::Value(Value::TimeSpan(span)));
        }
        _ => return Ok(Reply::NoMethod),
    };
    if arguments.count() != 1 {
        return Ok(Reply::NoOverload);
    }
    let span = TimeSpan::from_units(arguments.double(0)?, unit);
    span.map(|span| Reply::Value(Value::TimeSpan(span))).ok_or_else(|| {
        Fault::exception("TimeSpan overflowed because the duration is too long.", "System.OverflowException")
    })
}
