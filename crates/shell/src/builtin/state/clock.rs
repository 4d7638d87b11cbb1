//! Get-Date.

use std::rc::Rc;

use super::unix_format::unix_text;
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::operator::format_value;
use crate::session::Session;
use crate::text::full_date;
use crate::value::span::MILLISECOND;
use crate::value::{Category, DateTime, Fault, Object, Property, TimeSpan, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&GET_DATE, Rc::new(|| Box::new(GetDate)));
}

const GET_DATE: Declaration = Declaration {
    name: "Get-Date",
    aliases: &[],
    synopsis: "Gives the date and the time.",
    description: "Without parameters it is now, on the clock of this machine. -Year to -Millisecond replace parts of it. \
                  With -Format or -UFormat it is a text.",
    parameters: &[
        Declared::new("Date", "datetime", "The date that is taken instead of now.")
            .at(0)
            .from_pipeline()
            .from_property()
            .aliases(&["LastWriteTime"]),
        Declared::new("Year", "int", "The year.").range(1, 9999),
        Declared::new("Month", "int", "The month.").range(1, 12),
        Declared::new("Day", "int", "The day.").range(1, 31),
        Declared::new("Hour", "int", "The hour.").range(0, 23),
        Declared::new("Minute", "int", "The minute.").range(0, 59),
        Declared::new("Second", "int", "The second.").range(0, 59),
        Declared::new("Millisecond", "int", "The millisecond.").range(0, 999),
        Declared::new("DisplayHint", "string", "Whether the date, the time or both are printed.")
            .values(&["Date", "Time", "DateTime"]),
        Declared::new(
            "Format",
            "string",
            "A format of .NET such as yyyy-MM-dd, or FileDate, FileDateUniversal, FileDateTime or \
             FileDateTimeUniversal.",
        )
        .within(&["Net"]),
        Declared::new("UFormat", "string", "A format of Unix such as %Y-%m-%d.").within(&["Unix"]),
    ],
    default_set: "Net",
    should_process: false,
    input: "A date.",
    output: "A date, or a text with -Format or -UFormat.",
    examples: &[
        Example { code: "Get-Date -Format yyyy-MM-dd", about: "Today as part of the name of a file." },
        Example {
            code: "(Get-Date -Date 2013-12-25 -Hour 9 -Minute 30).AddDays(1)",
            about: "Makes a date and goes on from it.",
        },
        Example { code: "Get-Date -UFormat '%d.%m.%Y %H:%M'", about: "A date in a format of Unix." },
    ],
};

struct GetDate;

impl Cmdlet for GetDate {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let date = match call.value("Date").as_ref().map(Value::bare) {
            Some(Value::DateTime(date)) => *date,
            _ => call.setting().local_now(),
        };
        let date = with_parts(date, call)?;
        if let Some(format) = call.text("UFormat")? {
            let text = unix_text(date, &format, call.setting());
            return call.write(Value::from(text));
        }
        if let Some(format) = call.text("Format")? {
            let text = formatted(date, &format, call).map_err(|fault| call.fail(fault))?;
            return call.write(Value::from(text));
        }
        let value = match call.text("DisplayHint")? {
            Some(hint) => hinted(date, &hint, call),
            None => Value::DateTime(date),
        };
        call.write(value)
    }
}

/// The date with the parts that were given in place of its own.
fn with_parts(date: DateTime, call: &Call<'_>) -> Flow<DateTime> {
    let (civil, time) = (date.civil(), date.time_of_day());
    let part = |name: &str, own: i64| -> Flow<i64> { Ok(call.number(name)?.unwrap_or(own)) };
    let year = part("Year", i64::from(civil.year()))?;
    let month = part("Month", i64::from(civil.month()))?;
    let day = part("Day", i64::from(civil.day()))?;
    // Whoever names the millisecond wants nothing below it.
    let below_millisecond = if call.value("Millisecond").is_some() { 0 } else { time.ticks() % MILLISECOND };
    let below_second = below_millisecond + part("Millisecond", time.milliseconds())? * MILLISECOND;
    let of_day = TimeSpan::from_parts(
        0,
        part("Hour", time.hours())?,
        part("Minute", time.minutes())?,
        part("Second", time.seconds())?,
        below_second,
    );
    let made = DateTime::from_date(year, month, day).and_then(|start| start.checked_add(of_day?));
    made.map(|made| made.with_kind(date.kind())).ok_or_else(|| {
        call.fail(
            Fault::new(
                format!("There is no {year:04}-{month:02}-{day:02}: the month has fewer days."),
                "ArgumentOutOfRangeException",
                Category::InvalidArgument,
            )
            .with_exception("System.ArgumentOutOfRangeException"),
        )
    })
}

fn formatted(date: DateTime, format: &str, call: &Call<'_>) -> crate::value::Outcome<String> {
    let setting = call.setting();
    let universal = || setting.to_universal(date);
    let (date, format) = match format.to_ascii_lowercase().as_str() {
        "filedate" => (date, "yyyyMMdd"),
        "filedateuniversal" => (universal(), "yyyyMMddZ"),
        "filedatetime" => (date, "yyyyMMddTHHmmssffff"),
        "filedatetimeuniversal" => (universal(), "yyyyMMddTHHmmssffffZ"),
        _ => (date, format),
    };
    format_value(&Value::DateTime(date), format, setting).map_err(|problem| {
        Fault::new(problem.to_string(), "FormatException", Category::InvalidArgument)
            .with_exception("System.FormatException")
    })
}

/// A date that prints as its date or its time alone.
fn hinted(date: DateTime, hint: &str, call: &Call<'_>) -> Value {
    let text = |format| format_value(&Value::DateTime(date), format, call.setting()).unwrap_or_default();
    let shown = match hint.to_ascii_lowercase().as_str() {
        "date" => text("D"),
        "time" => text("T"),
        _ => full_date(date),
    };
    let properties = vec![
        Property::new("DisplayHint", Value::text(hint)),
        Property::read_only("DateTime", Value::from(shown)),
    ];
    Value::Object(Object::around(&Value::DateTime(date), properties))
}
