//! Lines of CSV as custom objects, by the rules of Import-Csv.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use super::COLUMNS_MAX;
use crate::value::limits::{check_elements, check_properties, check_text};
use crate::value::{Category, Fault, Object, Outcome, Property, Value};

/// Reads texts one after the other; the first line of the first gives the columns, unless they were given.
#[derive(Debug)]
pub struct Reader {
    delimiter: char,
    header: Option<Vec<Arc<str>>>,
    type_name: Option<String>,
    has_begun: bool,
    /// Whether a column had no name and got one.
    pub names_made: bool,
}

/// What stands before the type that a `#TYPE` line names.
pub(super) const TYPE_PREFIX: &str = "CSV:";

impl Reader {
    /// A reader of tables with this delimiter, and these columns if they are known.
    pub fn new(delimiter: char, header: Option<Vec<Arc<str>>>) -> Outcome<Self> {
        let mut reader =
            Self { delimiter, header: None, type_name: None, has_begun: false, names_made: false };
        if let Some(header) = header {
            reader.set_header(header)?;
        }
        Ok(reader)
    }

    /// The columns, once they are known.
    pub fn header(&self) -> Option<&[Arc<str>]> {
        self.header.as_deref()
    }

    /// The objects in a text.
    pub fn read(&mut self, text: &str) -> Outcome<Vec<Value>> {
        check_text(text.len())?;
        let mut rest = text;
        if !self.has_begun {
            self.has_begun = true;
            self.read_type(&mut rest);
        }
        let mut objects = Vec::new();
        for record in records(rest, self.delimiter) {
            if self.header.is_none() {
                let mut names = record;
                while names.len() > 1 && names.last().is_some_and(String::is_empty) {
                    names.pop();
                }
                self.set_header(names.into_iter().map(Arc::from).collect())?;
                continue;
            }
            if let [only] = &record[..]
                && only.is_empty()
            {
                continue;
            }
            objects.push(self.object(record));
            check_elements(objects.len())?;
        }
        Ok(objects)
    }

    /// Takes a first line that begins with a sharp: it may name a type.
    fn read_type(&mut self, rest: &mut &str) {
        if !rest.starts_with('#') {
            return;
        }
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        if line.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("#TYPE")) {
            let name = line[5..].trim();
            self.type_name = (!name.is_empty()).then(|| format!("{TYPE_PREFIX}{name}"));
        }
        *rest = after;
    }

    fn set_header(&mut self, names: Vec<Arc<str>>) -> Outcome<()> {
        check_properties(names.len())?;
        debug_assert!(names.len() <= COLUMNS_MAX);
        let mut seen = BTreeSet::new();
        let mut header = Vec::with_capacity(names.len());
        let mut unnamed = 0;
        for name in names {
            if name.is_empty() {
                unnamed += 1;
                self.names_made = true;
                header.push(Arc::from(format!("H{unnamed}")));
                continue;
            }
            if !seen.insert(name.to_lowercase()) {
                return Err(Fault::new(
                    format!("The member \"{name}\" is already present."),
                    "AlreadyPresentPSMemberInfoInternalCollectionAdd",
                    Category::NotSpecified,
                )
                .with_exception("System.Management.Automation.ExtendedTypeSystemException"));
            }
            header.push(name);
        }
        self.header = Some(header);
        Ok(())
    }

    fn object(&self, record: Vec<String>) -> Value {
        let names = self.header.iter().flatten();
        let mut values = record.into_iter();
        let properties =
            names.map(|name| Property::new(Arc::clone(name), values.next().map_or(Value::Null, Value::from)));
        let properties = properties.collect();
        Value::Object(match &self.type_name {
            Some(name) => Object::of_type(Rc::from([Arc::from(name.as_str())]), properties),
            None => Object::custom_of(properties),
        })
    }
}

/// The records of a text. A value in quotes may hold the delimiter and line ends; blanks around values are left out.
pub fn records(text: &str, delimiter: char) -> impl Iterator<Item = Vec<String>> {
    let mut signs = text.chars().peekable();
    std::iter::from_fn(move || {
        signs.peek()?;
        Some(record(&mut signs, delimiter))
    })
}

type Signs<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn record(signs: &mut Signs<'_>, delimiter: char) -> Vec<String> {
    let mut values = Vec::new();
    let mut value = String::new();
    let mut in_quotes = false;
    while let Some(sign) = signs.next() {
        if in_quotes && sign == '"' {
            if signs.next_if_eq(&'"').is_some() {
                value.push('"');
                continue;
            }
            in_quotes = false;
            let ended = rest_of_value(signs, delimiter, &mut value, Blanks::Dropped);
            values.push(std::mem::take(&mut value));
            if ended {
                return values;
            }
        } else if in_quotes {
            value.push(sign);
        } else if sign == delimiter {
            values.push(std::mem::take(&mut value));
        } else if sign == '"' && value.is_empty() {
            in_quotes = true;
        } else if is_line_end(sign, signs) {
            values.push(value);
            return values;
        } else if (sign == ' ' || sign == '\t') && value.is_empty() {
            // Blanks before a value say nothing.
        } else if matches!(sign, '"' | ' ' | '\t') {
            value.push(sign);
            let blanks = if sign == '"' { Blanks::Kept } else { Blanks::Dropped };
            let ended = rest_of_value(signs, delimiter, &mut value, blanks);
            values.push(std::mem::take(&mut value));
            if ended {
                return values;
            }
        } else {
            value.push(sign);
        }
    }
    if !value.is_empty() {
        values.push(value);
    }
    values
}

/// What becomes of blanks after which nothing more of a value comes.
#[derive(PartialEq)]
enum Blanks {
    Kept,
    Dropped,
}

/// Takes everything up to the next delimiter or line end; whether the record has ended.
fn rest_of_value(signs: &mut Signs<'_>, delimiter: char, value: &mut String, blanks: Blanks) -> bool {
    let mut rest = String::new();
    let ended = loop {
        match signs.next() {
            None => break true,
            Some(sign) if sign == delimiter => break false,
            Some(sign) if is_line_end(sign, signs) => break true,
            Some(sign) => rest.push(sign),
        }
    };
    if blanks == Blanks::Kept || rest.contains(|sign| sign != ' ' && sign != '\t') {
        value.push_str(&rest);
    }
    ended
}

/// Whether a line ends at `sign`; a line feed after a carriage return goes with it.
fn is_line_end(sign: char, signs: &mut Signs<'_>) -> bool {
    match sign {
        '\n' => true,
        '\r' => {
            signs.next_if_eq(&'\n');
            true
        }
        _ => false,
    }
}
