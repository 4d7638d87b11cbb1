//! Objects as lines of CSV: every value in quotes, the columns those of the first object.

use std::sync::Arc;

use super::COLUMNS_MAX;
use crate::convert::{display, to_text};
use crate::member;
use crate::setting::Setting;
use crate::value::limits::{check_properties, check_text};
use crate::value::{Outcome, Type, Value};

/// The columns of a table and what stands between them.
#[derive(Clone, Debug)]
pub struct Writer {
    names: Vec<Arc<str>>,
    delimiter: char,
}

impl Writer {
    /// A table with the properties of `first` as columns.
    pub fn of(first: &Value, delimiter: char, setting: &Setting) -> Outcome<Self> {
        let names = member::properties(first, setting)?.into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        check_properties(names.len())?;
        Ok(Self { names, delimiter })
    }

    /// A table with these columns.
    pub fn with_names(names: Vec<Arc<str>>, delimiter: char) -> Self {
        assert!(names.len() <= COLUMNS_MAX, "what is read has no more columns");
        Self { names, delimiter }
    }

    /// The columns.
    pub fn names(&self) -> &[Arc<str>] {
        &self.names
    }

    /// The line that says of what type the objects are.
    pub fn type_line(first: &Value) -> String {
        let name = match first {
            Value::Object(object) => object.type_name().to_string(),
            other => other.type_of().unwrap_or(Type::Object).full_name().into_owned(),
        };
        format!("#TYPE {}", name.strip_prefix(super::reader::TYPE_PREFIX).unwrap_or(&name))
    }

    /// The line with the names of the columns.
    pub fn header(&self) -> String {
        let mut line = String::new();
        for (at, name) in self.names.iter().enumerate() {
            self.push(&mut line, at, Some(name));
        }
        line
    }

    /// The line of an object. A property that it lacks, or that is null, leaves nothing between the delimiters.
    pub fn row(&self, value: &Value, setting: &Setting) -> Outcome<String> {
        let mut line = String::new();
        for (at, name) in self.names.iter().enumerate() {
            let found = member_of(value, name, setting)?.filter(|found| !found.is_null());
            let text = found.map(|found| written(&found, setting)).transpose()?;
            self.push(&mut line, at, text.as_deref());
            check_text(line.len())?;
        }
        Ok(line)
    }

    fn push(&self, line: &mut String, at: usize, text: Option<&str>) {
        if at > 0 {
            line.push(self.delimiter);
        }
        let Some(text) = text else { return };
        line.push('"');
        for sign in text.chars() {
            if sign == '"' {
                line.push('"');
            }
            line.push(sign);
        }
        line.push('"');
    }
}

/// A property of the object itself: a collection's elements are not asked.
fn member_of(value: &Value, name: &str, setting: &Setting) -> Outcome<Option<Value>> {
    match value {
        Value::Object(object) if object.base().is_none() && object.native().is_none() => {
            Ok(object.property(name))
        }
        other => member::property(other, name, setting),
    }
}

/// A value as its ToString writes it: a collection is its type, a custom object shows its properties.
pub(crate) fn written(value: &Value, setting: &Setting) -> Outcome<Arc<str>> {
    match value.bare() {
        Value::Object(_) => to_text(value, setting),
        other => Ok(Arc::from(display(other))),
    }
}
