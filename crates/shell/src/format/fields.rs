//! Fields as commands are given them: a name, a block, or a table such as `@{Label='Open'; Expression={...}}`.

use std::sync::Arc;

use super::cells::Alignment;
use super::view::Field;
use crate::convert::to_int;
use crate::value::{Category, Fault, Hashtable, Outcome, Value};

/// Which keys a table may have beside Expression and FormatString.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKeys {
    /// Label, Width and Alignment.
    Table,
    /// Label.
    List,
    /// None.
    Wide,
}

/// Reads what a formatting command was given for -Property or -GroupBy.
pub fn field(given: &Value, keys: FieldKeys) -> Outcome<Field> {
    match given.bare() {
        Value::Hashtable(table) => of_table(table, keys),
        other => match source(other) {
            Some(field) if field.title().is_empty() => {
                Err(refused("An empty string value is not allowed.", "MshExEmptyString"))
            }
            Some(field) => Ok(field),
            None => Err(refused(unknown(other), "DictionaryKeyUnknownType")),
        },
    }
}

/// A property by its name, or a block.
fn source(value: &Value) -> Option<Field> {
    match value.bare() {
        Value::String(name) => Some(Field::property(Arc::clone(name))),
        Value::ScriptBlock(block) => Some(Field::block(block.clone())),
        _ => None,
    }
}

fn of_table(table: &Hashtable, keys: FieldKeys) -> Outcome<Field> {
    let mut found: Vec<(Key, Value)> = Vec::new();
    for (name, value) in table.entries() {
        let Some(name) = name.as_str() else {
            let message =
                format!("The {} key type is not valid. The key must be a string.", name.type_name());
            return Err(refused(message, "DictionaryKeyNonString"));
        };
        let key = Key::of(name, keys)?;
        if found.iter().any(|(known, _)| *known == key) {
            let message = format!("The duplicated key \"{name}\" conflicts with \"{}\".", key.name());
            return Err(refused(message, "DictionaryKeyDuplicate"));
        }
        if value.is_null() {
            return Err(refused(format!("The {name} key has no value."), "DictionaryKeyMissingValue"));
        }
        found.push((key, value));
    }
    let take = |key: Key| found.iter().find(|(known, _)| *known == key).map(|(_, value)| value);
    let Some(expression) = take(Key::Expression) else {
        let message = "A mandatory entry for expression is missing.";
        return Err(refused(message, "DictionaryKeyMandatoryEntry"));
    };
    let Some(mut field) = source(expression) else {
        return Err(wrong_type(Key::Expression, expression, EXPRESSIONS));
    };
    for (key, value) in &found {
        field = match key {
            Key::Expression => field,
            Key::Format => field.formatted(text(*key, value)?),
            Key::Label => field.labelled(text(*key, value)?),
            Key::Width => field.width(width(value)?),
            Key::Alignment => field.aligned(alignment(value)?),
        };
    }
    Ok(field)
}

/// A key of the table. It may be shortened, as long as it is clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    Expression,
    Format,
    Label,
    Width,
    Alignment,
}

impl Key {
    fn of(name: &str, keys: FieldKeys) -> Outcome<Self> {
        let known: &[(&str, Self)] = match keys {
            FieldKeys::Table => KEYS,
            FieldKeys::List => &KEYS[..4],
            FieldKeys::Wide => &KEYS[..2],
        };
        let begins = |key: &str| key.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        match known.iter().find(|(key, _)| !name.is_empty() && begins(key)) {
            Some((_, key)) => Ok(*key),
            None => Err(refused(format!("The {name} key is not valid."), "DictionaryKeyIllegal")),
        }
    }

    fn name(self) -> &'static str {
        KEYS.iter().find(|(_, key)| *key == self).map_or("", |(name, _)| name)
    }
}

/// No two of them begin with the same letter.
const KEYS: &[(&str, Key)] = &[
    ("expression", Key::Expression),
    ("formatString", Key::Format),
    ("label", Key::Label),
    ("name", Key::Label),
    ("width", Key::Width),
    ("alignment", Key::Alignment),
];

const EXPRESSIONS: &str = "{System.String, System.Management.Automation.ScriptBlock}";

fn text(key: Key, value: &Value) -> Outcome<Arc<str>> {
    match value.bare() {
        Value::String(text) if text.is_empty() => Err(refused(
            format!("The \"{}\" key cannot have an empty string value.", key.name()),
            "MshExEmptyString",
        )),
        Value::String(text) => Ok(Arc::clone(text)),
        _ => Err(wrong_type(key, value, "System.String")),
    }
}

fn width(value: &Value) -> Outcome<usize> {
    let number = match value.bare() {
        Value::Int(_) | Value::Long(_) | Value::Double(_) | Value::Byte(_) => to_int(value)?,
        _ => return Err(wrong_type(Key::Width, value, "System.Int32")),
    };
    match usize::try_from(number) {
        Ok(columns) if columns > 0 => Ok(columns.min(WIDTH_MAX)),
        _ => Err(refused(
            format!("The value \"{number}\" for key \"width\" should be greater than 0."),
            "WidthOutOfRange",
        )),
    }
}

/// Columns beyond those of any terminal.
const WIDTH_MAX: usize = 1 << 20;

fn alignment(value: &Value) -> Outcome<Alignment> {
    let Some(name) = value.as_str() else { return Err(wrong_type(Key::Alignment, value, "System.String")) };
    let known = [("left", Alignment::Left), ("center", Alignment::Center), ("right", Alignment::Right)];
    let begins = |known: &str| known.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    known.iter().find(|(known, _)| !name.is_empty() && begins(known)).map(|(_, found)| *found).ok_or_else(|| {
        refused(
            format!("The value \"{name}\" for key \"alignment\" is not valid; valid values are left, center, right."),
            "AlignmentIllegal",
        )
    })
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

fn wrong_type(key: Key, value: &Value, expected: &str) -> Box<Fault> {
    let types = if expected.starts_with('{') { "expected types are" } else { "expected type is" };
    refused(
        format!(
            "The \"{}\" key has a type, {}, that is not valid; {types} {expected}.",
            key.name(),
            value.type_name()
        ),
        "DictionaryKeyIllegalValue",
    )
}

fn refused(message: impl Into<String>, id: &'static str) -> Box<Fault> {
    Fault::new(message, id, Category::InvalidArgument).with_exception("System.NotSupportedException")
}
