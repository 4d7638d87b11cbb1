//! Static members of Environment, Convert, Console, Encoding and other classes that scripts name.

use std::sync::Arc;

use crate::convert::{cast, to_int, to_long};
use crate::host::Stream;
use crate::setting::Setting;
use crate::text::from_base64;
use crate::value::{Bytes, EnumValue, Fault, Object, Outcome, TimeSpan, Type, Value};

use super::arguments::Arguments;
use super::{Reply, record};

/// What ends a line where PowerShell 5.1 runs.
pub(super) const NEW_LINE: &str = "\r\n";

pub(super) fn property(class: &str, name: &str, setting: &Setting) -> Option<Value> {
    let host = setting.host();
    Some(match (class, name) {
        ("System.Environment", "newline") => Value::text(NEW_LINE),
        ("System.Environment", "machinename") => Value::from(host.machine_name()),
        ("System.Environment", "username") => Value::from(host.user_name()),
        ("System.Environment", "userdomainname") => Value::from(host.machine_name()),
        ("System.Environment", "currentdirectory") => Value::from(host.current_folder()),
        ("System.Environment", "userinteractive") => Value::Bool(host.is_interactive()),
        ("System.Environment", "tickcount") => {
            let milliseconds = host.elapsed().ticks() / crate::value::span::MILLISECOND;
            Value::Int(i32::try_from(milliseconds & i64::from(i32::MAX)).unwrap_or(0))
        }
        ("System.Math", "pi") => Value::Double(std::f64::consts::PI),
        ("System.Math", "e") => Value::Double(std::f64::consts::E),
        ("System.IO.Path", "directoryseparatorchar") => Value::Char('\\'),
        ("System.IO.Path", "altdirectoryseparatorchar") => Value::Char('/'),
        ("System.IO.Path", "pathseparator") => Value::Char(';'),
        ("System.Console", "outputencoding" | "inputencoding") => record::encoding("utf8")?,
        ("System.Console", "windowwidth" | "bufferwidth") => {
            Value::Int(i32::try_from(host.width()).unwrap_or(i32::MAX))
        }
        ("System.Net.ServicePointManager", "securityprotocol") => {
            let of = Type::enumeration("System.Net.SecurityProtocolType")?;
            Value::Enum(EnumValue::new(&of, 0))
        }
        ("System.Text.Encoding", name) => record::encoding(name)?,
        ("System.Globalization.CultureInfo", "invariantculture" | "currentculture" | "currentuiculture") => {
            let name = if name == "invariantculture" { "" } else { "en-US" };
            Value::Object(Object::with_text(
                record::names(&["System.Globalization.CultureInfo"]),
                Vec::new(),
                name,
            ))
        }
        _ => return None,
    })
}

pub(super) fn call(class: &str, arguments: &Arguments<'_>) -> Outcome<Reply> {
    match class {
        "System.Environment" => environment(arguments),
        "System.Convert" => convert(arguments),
        "System.Console" => console(arguments),
        "System.Threading.Thread" if arguments.lower() == "sleep" && arguments.count() == 1 => {
            let milliseconds = match arguments.at(0).bare() {
                Value::TimeSpan(span) => *span,
                _ => TimeSpan::from_parts(0, 0, 0, 0, i64::from(arguments.int(0)?).saturating_mul(10_000))
                    .unwrap_or(TimeSpan::ZERO),
            };
            arguments.setting().host().sleep(milliseconds);
            Ok(Reply::Void)
        }
        "System.GC" if arguments.lower() == "collect" => Ok(Reply::Void),
        "System.Globalization.CultureInfo"
            if matches!(arguments.lower(), "getcultureinfo" | "createspecificculture") =>
        {
            let name = arguments.text(0)?;
            Ok(Reply::Value(Value::Object(Object::with_text(
                record::names(&["System.Globalization.CultureInfo"]),
                Vec::new(),
                &name,
            ))))
        }
        _ => Ok(Reply::NoMethod),
    }
}

fn environment(arguments: &Arguments<'_>) -> Outcome<Reply> {
    let host = arguments.setting().host();
    match (arguments.lower(), arguments.count()) {
        ("getenvironmentvariable", 1 | 2) => {
            Ok(Reply::Value(host.variable(&arguments.text(0)?).map_or(Value::Null, Value::from)))
        }
        ("setenvironmentvariable", 2 | 3) => {
            let value = arguments.text(1)?;
            host.set_variable(&arguments.text(0)?, Some(&*value).filter(|value| !value.is_empty()));
            Ok(Reply::Void)
        }
        ("expandenvironmentvariables", 1) => {
            let text = arguments.text(0)?;
            let pieces: Vec<&str> = text.split('%').collect();
            let mut expanded = pieces[0].to_owned();
            let mut at = 1;
            while at < pieces.len() {
                // A name between two marks; a mark without its partner stays.
                match host.variable(pieces[at]).filter(|_| at + 1 < pieces.len()) {
                    Some(value) => {
                        expanded.push_str(&value);
                        expanded.push_str(pieces[at + 1]);
                        at += 2;
                    }
                    None => {
                        expanded.push('%');
                        expanded.push_str(pieces[at]);
                        at += 1;
                    }
                }
            }
            Ok(Reply::Value(Value::from(expanded)))
        }
        _ => Ok(Reply::NoMethod),
    }
}

fn console(arguments: &Arguments<'_>) -> Outcome<Reply> {
    let host = arguments.setting().host();
    let text = match arguments.count() {
        0 => Arc::from(""),
        _ => arguments.text(0)?,
    };
    match arguments.lower() {
        "writeline" => host.print(Stream::Information, &format!("{text}\n")),
        "write" => host.print(Stream::Information, &text),
        _ => return Ok(Reply::NoMethod),
    }
    Ok(Reply::Void)
}

fn convert(arguments: &Arguments<'_>) -> Outcome<Reply> {
    if arguments.count() == 0 {
        return Ok(Reply::NoOverload);
    }
    let to = match arguments.lower() {
        "tobase64string" => return record::base64_of(arguments).map(Reply::Value),
        "frombase64string" => {
            let bytes = from_base64(&arguments.text(0)?).ok_or_else(|| {
                Fault::exception("The input is not a valid Base-64 string.", "System.FormatException")
            })?;
            return Ok(Reply::Value(Value::Bytes(Bytes::new(bytes))));
        }
        "tostring" if arguments.count() == 2 => return in_base(arguments),
        "toint32" | "toint64" | "tobyte" if arguments.count() == 2 => return from_base(arguments),
        "toint32" => Type::Int,
        "toint64" => Type::Long,
        "tobyte" => Type::Byte,
        "tochar" => Type::Char,
        "todouble" | "todecimal" | "tosingle" => Type::Double,
        "toboolean" => Type::Bool,
        "tostring" => Type::String,
        "todatetime" => Type::DateTime,
        _ => return Ok(Reply::NoMethod),
    };
    // Unlike a cast, this reads words.
    if to == Type::Bool
        && let Some(text) = arguments.at(0).as_str()
    {
        return match text.trim().to_ascii_lowercase().as_str() {
            "true" => Ok(Reply::Value(Value::Bool(true))),
            "false" => Ok(Reply::Value(Value::Bool(false))),
            _ => Err(Fault::exception(
                "String was not recognized as a valid Boolean.",
                "System.FormatException",
            )),
        };
    }
    cast(arguments.at(0), &to, arguments.setting()).map(Reply::Value).map_err(|fault| {
        let reason = fault.message.split_once("Error: \"").map_or(&*fault.message, |(_, reason)| reason);
        Fault::exception(reason.trim_end_matches('"'), "System.FormatException")
    })
}

fn in_base(arguments: &Arguments<'_>) -> Outcome<Reply> {
    let base = match arguments.at(1).bare() {
        Value::Int(base) => *base,
        _ => return Ok(Reply::Value(arguments.cast(0, &Type::String)?)),
    };
    let bits = match arguments.at(0).bare() {
        Value::Long(number) => number.cast_unsigned(),
        other => u64::from(to_int(other)?.cast_unsigned()),
    };
    Ok(Reply::Value(Value::from(match base {
        2 => format!("{bits:b}"),
        8 => format!("{bits:o}"),
        10 => to_long(arguments.at(0))?.to_string(),
        16 => format!("{bits:x}"),
        _ => return Err(Fault::exception("Invalid Base.", "System.ArgumentException")),
    })))
}

fn from_base(arguments: &Arguments<'_>) -> Outcome<Reply> {
    let base = arguments.int(1)?;
    if ![2, 8, 10, 16].contains(&base) {
        return Err(Fault::exception("Invalid Base.", "System.ArgumentException"));
    }
    let text = arguments.text(0)?;
    let digits = text.trim_start_matches("0x").trim_start_matches("0X");
    let bits = u64::from_str_radix(digits, base.cast_unsigned())
        .map_err(|_| Fault::exception("Could not find any recognizable digits.", "System.FormatException"))?;
    let too_large =
        || Fault::exception("Value was either too large or too small.", "System.OverflowException");
    Ok(Reply::Value(match arguments.lower() {
        "toint32" => Value::Int(u32::try_from(bits).map_err(|_| too_large())?.cast_signed()),
        "tobyte" => Value::Byte(u8::try_from(bits).map_err(|_| too_large())?),
        _ => Value::Long(bits.cast_signed()),
    }))
}

/// The static methods of Uri.
pub(super) fn uri(arguments: &Arguments<'_>) -> Outcome<Reply> {
    match (arguments.lower(), arguments.count()) {
        ("escapedatastring" | "escapeuristring", 1) => {
            let text = arguments.text(0)?;
            let kept: &[u8] =
                if arguments.lower() == "escapedatastring" { b"-_.~" } else { b"-_.~:/?#[]@!$&'()*+,;=%" };
            let mut escaped = String::new();
            for byte in text.bytes() {
                if byte.is_ascii_alphanumeric() || kept.contains(&byte) {
                    escaped.push(char::from(byte));
                } else {
                    escaped.push_str(&format!("%{byte:02X}"));
                }
            }
            Ok(Reply::Value(Value::from(escaped)))
        }
        ("unescapedatastring", 1) => {
            let text = arguments.text(0)?;
            let mut bytes = Vec::with_capacity(text.len());
            let mut rest = text.as_bytes();
            while let Some((first, behind)) = rest.split_first() {
                let code = behind.get(..2).and_then(|two| std::str::from_utf8(two).ok());
                match code.and_then(|two| u8::from_str_radix(two, 16).ok()).filter(|_| *first == b'%') {
                    Some(byte) => {
                        bytes.push(byte);
                        rest = &behind[2..];
                    }
                    None => {
                        bytes.push(*first);
                        rest = behind;
                    }
                }
            }
            Ok(Reply::Value(Value::from(String::from_utf8_lossy(&bytes).into_owned())))
        }
        ("iswellformeduristring", 2) => {
            Ok(Reply::Value(Value::Bool(crate::value::Uri::parse(&arguments.text(0)?).is_absolute())))
        }
        _ => Ok(Reply::NoMethod),
    }
}
