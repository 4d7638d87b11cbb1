//! What is counted of the values of one property.

use std::cmp::Ordering;

use crate::convert::{Num, display, to_double};
use crate::operator::order;
use crate::setting::Setting;
use crate::text::{Case, Units};
use crate::value::{Category, Fault, Outcome, Value};

/// What was asked for.
#[derive(Clone, Copy, Default)]
pub(super) struct Asked {
    pub(super) sum: bool,
    pub(super) average: bool,
    pub(super) greatest: bool,
    pub(super) least: bool,
    pub(super) lines: bool,
    pub(super) words: bool,
    pub(super) characters: bool,
    pub(super) ignores_blanks: bool,
}

impl Asked {
    /// Whether text is measured.
    pub(super) fn of_text(self) -> bool {
        self.lines || self.words || self.characters
    }
}

/// The figures so far.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) count: usize,
    pub(super) sum: f64,
    /// Whether a value was no number, so that sums say nothing.
    pub(super) is_broken: bool,
    pub(super) greatest: Value,
    pub(super) least: Value,
    pub(super) lines: usize,
    pub(super) words: usize,
    pub(super) characters: usize,
}

impl Tally {
    /// Adds a value.
    pub(super) fn add(&mut self, value: &Value, asked: Asked, setting: &Setting) -> Outcome<()> {
        self.count += 1;
        if asked.of_text() {
            self.add_text(&display(value), asked);
            return Ok(());
        }
        if asked.sum || asked.average {
            match number(value) {
                Some(number) => self.sum += number,
                None => {
                    self.is_broken = true;
                    return Err(no_number(value));
                }
            }
        }
        if asked.greatest && is_beyond(value, &self.greatest, Ordering::Greater, setting)? {
            self.greatest = extreme(value);
        }
        if asked.least && is_beyond(value, &self.least, Ordering::Less, setting)? {
            self.least = extreme(value);
        }
        Ok(())
    }

    fn add_text(&mut self, text: &str, asked: Asked) {
        self.lines += text.split_inclusive('\n').count();
        self.words += text.split_whitespace().count();
        self.characters += if asked.ignores_blanks {
            text.split_whitespace().map(Units::length).sum()
        } else {
            Units::length(text)
        };
    }
}

/// A value as the number that it counts as.
fn number(value: &Value) -> Option<f64> {
    match value.bare() {
        Value::Null | Value::Bool(_) => Num::of(value).map(Num::as_double),
        Value::Char(_) => None,
        other => to_double(other).ok(),
    }
}

/// Numbers are kept as floating ones, whatever they were.
fn extreme(value: &Value) -> Value {
    match value.bare() {
        Value::Byte(_) | Value::Int(_) | Value::Long(_) | Value::Double(_) => {
            Num::of(value).map_or_else(|| value.clone(), |number| Value::Double(number.as_double()))
        }
        Value::String(_) => match number(value) {
            Some(number) => Value::Double(number),
            None => value.clone(),
        },
        _ => value.clone(),
    }
}

fn is_beyond(value: &Value, known: &Value, wanted: Ordering, setting: &Setting) -> Outcome<bool> {
    if value.is_null() {
        return Ok(false);
    }
    if known.is_null() {
        return Ok(true);
    }
    Ok(order(&extreme(value), known, Case::Ignored, setting)? == Some(wanted))
}

fn no_number(value: &Value) -> Box<Fault> {
    Fault::new(
        format!("Input object \"{}\" is not numeric.", display(value)),
        "NonNumericInputObject",
        Category::InvalidType,
    )
    .with_exception("System.Management.Automation.PSInvalidCastException")
    .with_target(value.clone())
}
