//! What a parameter's checks allow.

use super::refused;
use crate::command::signature::{Check, Parameter};
use crate::convert;
use crate::flow::Flow;
use crate::session::Session;
use crate::value::{Category, Fault, Type, Value};

/// Refuses a value that a parameter's checks do not allow.
pub(super) fn check_value(parameter: &Parameter, value: &Value, session: &mut Session) -> Flow {
    let mandatory = parameter.memberships.iter().any(|membership| membership.mandatory);
    if mandatory && !parameter.takes_empty {
        check_presence(parameter, value)?;
    }
    for check in &parameter.checks {
        let elements = match check {
            Check::Count(..) | Check::NotNull | Check::NotEmpty => vec![value.clone()],
            _ => value.unroll(),
        };
        for element in elements {
            if let Some(why) = broken(check, &element, session)? {
                return Err(invalid(
                    format!("Cannot validate argument on parameter '{}'. {why}", parameter.name),
                    "ParameterArgumentValidationError",
                )
                .into());
            }
        }
    }
    Ok(())
}

/// Whether all checks allow a value, as those of a variable must.
pub(crate) fn allows(checks: &[Check], value: &Value, session: &mut Session) -> bool {
    checks.iter().all(|check| {
        let elements = match check {
            Check::Count(..) | Check::NotNull | Check::NotEmpty => vec![value.clone()],
            _ => value.unroll(),
        };
        elements.iter().all(|element| matches!(broken(check, element, session), Ok(None)))
    })
}

/// A mandatory parameter takes neither nothing nor what is empty.
fn check_presence(parameter: &Parameter, value: &Value) -> Flow {
    let refuse = |what: &str, id: &'static str| {
        Err(invalid(
            format!("Cannot bind argument to parameter '{}' because it is {what}.", parameter.name),
            id,
        )
        .into())
    };
    match value.bare() {
        Value::Null if !parameter.is_switch() => {
            refuse("null", "ParameterArgumentValidationErrorNullNotAllowed")
        }
        Value::String(text) if text.is_empty() => {
            refuse("an empty string", "ParameterArgumentValidationErrorEmptyStringNotAllowed")
        }
        Value::Array(array) if array.is_empty() => {
            refuse("an empty array", "ParameterArgumentValidationErrorEmptyArrayNotAllowed")
        }
        Value::Array(array) => {
            let is_text = *array.element_type() == Type::String;
            let is_missing = |one: &&Value| one.is_null() || is_text && one.as_str() == Some("");
            match array.borrow().iter().find(is_missing) {
                Some(Value::Null) => refuse("null", "ParameterArgumentValidationErrorNullNotAllowed"),
                Some(_) => refuse("an empty string", "ParameterArgumentValidationErrorEmptyStringNotAllowed"),
                None => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

fn invalid(message: String, id: &'static str) -> Box<Fault> {
    refused(message, id, Category::InvalidData)
        .with_exception("System.Management.Automation.ParameterBindingValidationException")
}

/// What a value lacks, or nothing.
fn broken(check: &Check, value: &Value, session: &mut Session) -> Flow<Option<String>> {
    let text = || convert::display(value);
    Ok(match check {
        Check::OneOf(allowed) => {
            let is_allowed = allowed.iter().any(|one| one.eq_ignore_ascii_case(&text()));
            (!is_allowed).then(|| {
                format!(
                    "The argument \"{}\" does not belong to the set \"{}\" specified by the ValidateSet attribute. \
                     Supply an argument that is in the set and then try the command again.",
                    text(),
                    allowed.join(",")
                )
            })
        }
        Check::Range(least, most) => outside(value, least, most, session)?,
        Check::Pattern(pattern) => (!pattern.is_match(&text())?).then(|| {
            format!(
                "The argument \"{}\" does not match the \"{1}\" pattern. Supply an argument that matches \"{1}\" and \
                 try the command again.",
                text(),
                pattern.source()
            )
        }),
        Check::Script(block) => {
            let answer = session.run_block_values(block, value.clone())?;
            let holds = crate::flow::gathered(answer).is_some_and(|answer| convert::to_bool(&answer));
            (!holds).then(|| {
                format!(
                    "The \"{}\" validation script for the argument with value \"{}\" did not return a result of True. \
                     Determine why the validation script failed, and then try the command again.",
                    block.text(),
                    text()
                )
            })
        }
        Check::Length(..) | Check::Count(..) => wrong_count(check, value),
        Check::NotNull => value.is_null().then(|| {
            "The argument is null. Provide a valid value for the argument, and then try running the command again.".to_owned()
        }),
        Check::NotEmpty => is_empty(value).then(|| {
            "The argument is null or empty. Provide an argument that is not null or empty, and then try the command \
             again."
                .to_owned()
        }),
    })
}

/// What is wrong with a value outside a range.
fn outside(value: &Value, least: &Value, most: &Value, session: &Session) -> Flow<Option<String>> {
    let order =
        |bound: &Value| crate::operator::order(value, bound, crate::text::Case::Ignored, session.setting());
    let say = |word: &str, relation: &str, bound: &Value| {
        let (text, bound) = (convert::display(value), convert::display(bound));
        Some(format!(
            "The {text} argument is {relation} than the {word} allowed range of {bound}. Supply an argument that is \
             {} than or equal to {bound} and then try the command again.",
            if relation == "less" { "greater" } else { "less" }
        ))
    };
    if order(least)?.is_none_or(std::cmp::Ordering::is_lt) {
        return Ok(say("minimum", "less", least));
    }
    if order(most)?.is_none_or(std::cmp::Ordering::is_gt) {
        return Ok(say("maximum", "greater", most));
    }
    Ok(None)
}

/// What is wrong with a text or collection of another length.
fn wrong_count(check: &Check, value: &Value) -> Option<String> {
    let whole = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    match check {
        Check::Length(least, most) => {
            let length = whole(crate::text::Units::length(&convert::display(value)));
            (!(*least..=*most).contains(&length)).then(|| {
                let (is, change, relation, bound) = if length < *least {
                    ("short", "Specify an argument with a length that is", "greater", least)
                } else {
                    ("long", "Shorten the character length of the argument so it is", "fewer", most)
                };
                let (subject, end) = if is == "short" {
                    (format!("The character length ({length}) of the argument"), "")
                } else {
                    (format!("The character length of the {length} argument"), " characters")
                };
                format!(
                    "{subject} is too {is}. {change} {relation} than or equal to \"{bound}\"{end}, and then try the \
                     command again."
                )
            })
        }
        Check::Count(least, most) => {
            let count = whole(value.element_count().unwrap_or(1));
            (!(*least..=*most).contains(&count)).then(|| {
                if count < *least {
                    format!(
                        "The number of provided arguments ({count}) is fewer than the minimum number of allowed \
                         arguments ({least}). Provide more than {least} arguments, and then try the command again."
                    )
                } else {
                    format!(
                        "The number of provided arguments, ({count}), exceeds the maximum number of allowed arguments \
                         ({most}). Provide fewer than {most} arguments, and then try the command again."
                    )
                }
            })
        }
        _ => None,
    }
}

fn is_empty(value: &Value) -> bool {
    match value.bare() {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        other => other.element_count() == Some(0),
    }
}
