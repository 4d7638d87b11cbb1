//! Fields as commands are given them: a name, a block, or a table such as `@{Label='Open'; Expression={...}}`.

use super::cells::Alignment;
use super::view::Field;
use crate::command::calculated::{self, Expression, Known, refused, wrong_type};
use crate::convert::to_int;
use crate::value::{Hashtable, Outcome, Value};

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
        other => Expression::of(other).map(of_expression),
    }
}

fn of_expression(expression: Expression) -> Field {
    match expression {
        Expression::Property(name) => Field::property(name),
        Expression::Block(block) => Field::block(block),
    }
}

fn of_table(table: &Hashtable, keys: FieldKeys) -> Outcome<Field> {
    let known = match keys {
        FieldKeys::Table => KEYS,
        FieldKeys::List => &KEYS[..4],
        FieldKeys::Wide => &KEYS[..2],
    };
    let found = calculated::entries(table, known)?;
    let expression = found.iter().find(|(key, _)| *key == Key::Expression);
    let (_, expression) = expression.ok_or_else(calculated::no_expression)?;
    let mut field = of_expression(Expression::of_key("expression", expression)?);
    for (key, value) in &found {
        field = match key {
            Key::Expression => field,
            Key::Format => field.formatted(calculated::text("formatString", value)?),
            Key::Label => field.labelled(calculated::text("label", value)?),
            Key::Width => field.width(width(value)?),
            Key::Alignment => field.aligned(alignment(value)?),
        };
    }
    Ok(field)
}

/// A key of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    Expression,
    Format,
    Label,
    Width,
    Alignment,
}

/// No two of them begin with the same letter.
const KEYS: &[Known<Key>] = &[
    ("expression", Key::Expression),
    ("formatString", Key::Format),
    ("label", Key::Label),
    ("name", Key::Label),
    ("width", Key::Width),
    ("alignment", Key::Alignment),
];

fn width(value: &Value) -> Outcome<usize> {
    let number = match value.bare() {
        Value::Int(_) | Value::Long(_) | Value::Double(_) | Value::Byte(_) => to_int(value)?,
        _ => return Err(wrong_type("width", value, "System.Int32")),
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
    let Some(name) = value.as_str() else { return Err(wrong_type("alignment", value, "System.String")) };
    let known = [("left", Alignment::Left), ("center", Alignment::Center), ("right", Alignment::Right)];
    let begins = |known: &str| known.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    known.iter().find(|(known, _)| !name.is_empty() && begins(known)).map(|(_, found)| *found).ok_or_else(|| {
        refused(
            format!("The value \"{name}\" for key \"alignment\" is not valid; valid values are left, center, right."),
            "AlignmentIllegal",
        )
    })
}
