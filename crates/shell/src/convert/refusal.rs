//! The errors of conversions in PowerShell's words.

use std::fmt::Display;

use crate::value::{Category, Fault, Type, Value};

use super::written::brief;

/// The exception of a failed conversion.
pub const INVALID_CAST: &str = "System.Management.Automation.PSInvalidCastException";

/// `Cannot convert value "x" to type "T". Error: "..."`.
pub fn because(value: &Value, to: &Type, id: &'static str, reason: impl Display) -> Box<Fault> {
    let message = format!(
        "Cannot convert value \"{}\" to type \"{}\". Error: \"{reason}\"",
        brief(value),
        to.full_name()
    );
    Fault::new(message, id, Category::InvalidArgument).with_exception(INVALID_CAST)
}

/// `Cannot convert the "x" value of type "S" to type "T".`
pub fn impossible(value: &Value, to: &Type) -> Box<Fault> {
    let mut message = format!(
        "Cannot convert the \"{}\" value of type \"{}\" to type \"{}\".",
        brief(value),
        value.type_name(),
        to.full_name()
    );
    if value.type_name().strip_prefix("Deserialized.").is_some_and(|name| name == to.full_name()) {
        message += " It is a copy that was read from a file. Get the object itself, and change that.";
    }
    Fault::new(message, "ConvertToFinalInvalidCastException", Category::InvalidArgument)
        .with_exception(INVALID_CAST)
}

/// `Cannot convert null to type "T".`
pub fn null(to: &Type) -> Box<Fault> {
    let message = format!("Cannot convert null to type \"{}\".", to.full_name());
    Fault::new(message, "nullToObjectInvalidCast", Category::InvalidArgument).with_exception(INVALID_CAST)
}

/// A number that the type cannot hold.
pub fn too_large(value: &Value, to: &Type) -> Box<Fault> {
    let id =
        if value.as_str().is_some() { "InvalidCastFromStringToInteger" } else { "InvalidCastIConvertible" };
    let kind = match to {
        Type::Byte => "an unsigned byte".to_owned(),
        Type::Char => "a character".to_owned(),
        other if other.name().starts_with(['I', 'U']) => format!("an {}", other.name()),
        other => format!("a {}", other.name()),
    };
    because(value, to, id, format_args!("Value was either too large or too small for {kind}."))
}

/// Text that is no number.
pub fn no_number(value: &Value, to: &Type) -> Box<Fault> {
    let id = match to {
        Type::Double | Type::Real("System.Single") => "InvalidCastFromStringToDoubleOrSingle",
        Type::Real(_) => "InvalidCastFromStringToDecimal",
        _ => "InvalidCastFromStringToInteger",
    };
    because(value, to, id, "Input string was not in a correct format.")
}
