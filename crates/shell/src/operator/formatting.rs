//! `-f` and the formats of single values.

use crate::convert::{display, to_text};
use crate::setting::Setting;
use crate::text::{FormatProblem, Number, composite, date_text, number_text, span_text};
use crate::value::limits::check_text;
use crate::value::{Category, EnumValue, Fault, Kind, Outcome, Value};

/// `left -f right`: the items of the text are filled with the elements of the right.
pub fn format_text(left: &Value, right: &Value, setting: &Setting) -> Outcome {
    let template = to_text(left, setting)?;
    let arguments = right.unroll();
    let text = composite(&template, |index, format| {
        arguments.get(index).map(|argument| format_value(argument, format, setting))
    });
    let text = text.map_err(|problem| {
        Fault::new(
            format!("Error formatting a string: {problem}."),
            "FormatError",
            Category::InvalidOperation,
        )
        .with_inner(Fault::exception(problem.to_string(), "System.FormatException"))
    })?;
    check_text(text.len())?;
    Ok(Value::from(text))
}

/// A value by a format of its type, in en-US. An empty format is what ToString gives; a type without formats
/// ignores them.
pub fn format_value(value: &Value, format: &str, setting: &Setting) -> Result<String, FormatProblem> {
    match value.bare() {
        Value::Byte(number) => number_text(Number::Integer(i64::from(*number), 8), format),
        Value::Int(number) => number_text(Number::Integer(i64::from(*number), 32), format),
        Value::Long(number) => number_text(Number::Integer(*number, 64), format),
        Value::Double(number) => number_text(Number::Double(*number), format),
        Value::DateTime(date) => {
            let universal = setting.to_universal(*date);
            let offset = setting.host().offset_at(universal.with_kind(Kind::Utc));
            date_text(*date, offset, format)
        }
        Value::TimeSpan(span) => span_text(*span, format),
        Value::Guid(guid) => match format.to_ascii_uppercase().as_str() {
            "" | "D" => Ok(guid.hyphenated().to_string()),
            "N" => Ok(guid.simple().to_string()),
            "B" => Ok(guid.braced().to_string()),
            "P" => Ok(format!("({guid})")),
            _ => Err(FormatProblem::Specifier),
        },
        Value::Enum(value) => enum_text(value, format),
        other => Ok(display(other)),
    }
}

fn enum_text(value: &EnumValue, format: &str) -> Result<String, FormatProblem> {
    match format.to_ascii_uppercase().as_str() {
        "" | "G" | "F" => Ok(value.name()),
        "D" => Ok(value.number.to_string()),
        "X" => Ok(format!("{:08X}", value.number)),
        _ => Err(FormatProblem::Specifier),
    }
}
