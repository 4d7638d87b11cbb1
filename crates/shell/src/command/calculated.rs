//! Tables that stand for a property of an object: `@{Name='Open'; Expression={...}}`.
//!
//! Commands differ in the keys that they take; how a table is read, and what it is refused for, is the same.

use std::sync::Arc;

use crate::value::{Category, Fault, Hashtable, Outcome, ScriptBlock, Value};

/// Where the value of a property comes from.
#[derive(Clone, Debug)]
pub(crate) enum Expression {
    /// The property of a name, or of all names that fit a wildcard.
    Property(Arc<str>),
    /// What a block yields for the object.
    Block(ScriptBlock),
}

/// What is given instead of a table.
const EXPRESSIONS: &str = "{System.String, System.Management.Automation.ScriptBlock}";

impl Expression {
    /// Reads what a parameter was given, a table aside.
    pub(crate) fn of(value: &Value) -> Outcome<Self> {
        match value.bare() {
            Value::String(name) if name.is_empty() => {
                Err(refused("An empty string value is not allowed.", "MshExEmptyString"))
            }
            Value::String(name) => Ok(Self::Property(Arc::clone(name))),
            Value::ScriptBlock(block) => Ok(Self::Block(block.clone())),
            other => Err(refused(unknown(other), "DictionaryKeyUnknownType")),
        }
    }

    /// Reads what the key `name` of a table was given.
    pub(crate) fn of_key(name: &str, value: &Value) -> Outcome<Self> {
        match value.bare() {
            Value::String(_) | Value::ScriptBlock(_) => Self::of(value),
            _ => Err(wrong_type(name, value, EXPRESSIONS)),
        }
    }

    /// The name of the property, or the text of the block.
    pub(crate) fn text(&self) -> &Arc<str> {
        match self {
            Self::Property(name) => name,
            Self::Block(block) => block.text(),
        }
    }
}

/// A key that a command takes, and what it calls it.
pub(crate) type Known<K> = (&'static str, K);

/// The entries of a table by the keys that a command knows. A key may be shortened; of several that begin so,
/// the first is meant.
pub(crate) fn entries<K: Copy + PartialEq>(
    table: &Hashtable,
    known: &[Known<K>],
) -> Outcome<Vec<(K, Value)>> {
    let mut found: Vec<(K, Value)> = Vec::new();
    for (name, value) in table.entries() {
        let Some(name) = name.as_str() else {
            let message =
                format!("The {} key type is not valid. The key must be a string.", name.type_name());
            return Err(refused(message, "DictionaryKeyNonString"));
        };
        let begins = |key: &str| key.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        let Some((_, key)) = known.iter().find(|(key, _)| !name.is_empty() && begins(key)) else {
            return Err(refused(format!("The {name} key is not valid."), "DictionaryKeyIllegal"));
        };
        if found.iter().any(|(taken, _)| taken == key) {
            let first = known.iter().find(|(_, one)| one == key).map_or("", |(name, _)| name);
            let message = format!("The duplicated key \"{name}\" conflicts with \"{first}\".");
            return Err(refused(message, "DictionaryKeyDuplicate"));
        }
        if value.is_null() {
            return Err(refused(format!("The {name} key has no value."), "DictionaryKeyMissingValue"));
        }
        found.push((*key, value));
    }
    Ok(found)
}

/// The text of the key `name`.
pub(crate) fn text(name: &str, value: &Value) -> Outcome<Arc<str>> {
    match value.bare() {
        Value::String(text) if text.is_empty() => {
            Err(refused(format!("The \"{name}\" key cannot have an empty string value."), "MshExEmptyString"))
        }
        Value::String(text) => Ok(Arc::clone(text)),
        _ => Err(wrong_type(name, value, "System.String")),
    }
}

/// The error for a table without an expression.
pub(crate) fn no_expression() -> Box<Fault> {
    refused("A mandatory entry for expression is missing.", "DictionaryKeyMandatoryEntry")
}

/// The error for the value of a key that is of another type.
pub(crate) fn wrong_type(name: &str, value: &Value, expected: &str) -> Box<Fault> {
    let types = if expected.starts_with('{') { "expected types are" } else { "expected type is" };
    refused(
        format!(
            "The \"{name}\" key has a type, {}, that is not valid; {types} {expected}.",
            value.type_name()
        ),
        "DictionaryKeyIllegalValue",
    )
}

/// An error about what stands for a property.
pub(crate) fn refused(message: impl Into<String>, id: &'static str) -> Box<Fault> {
    Fault::new(message, id, Category::InvalidArgument).with_exception("System.NotSupportedException")
}

fn unknown(value: &Value) -> String {
    match value {
        Value::Null => {
            format!(
                "The value of a parameter was null; one of the following types was expected: {EXPRESSIONS}."
            )
        }
        other => format!("Cannot convert {} to one of the following types {EXPRESSIONS}.", other.type_name()),
    }
}
