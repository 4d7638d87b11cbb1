//! Values as JSON.

use std::sync::Arc;

use super::layout::lay_out;
use crate::convert::to_text;
use crate::member;
use crate::setting::Setting;
use crate::text::{Number, full_date, number_text};
use crate::value::limits::{check_elements, check_text};
use crate::value::span::MILLISECOND;
use crate::value::{Category, DateTime, Fault, Hashtable, Kind, Object, Outcome, Type, Uri, Value};

/// How JSON is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// How many levels below the first are written as objects; what is deeper becomes text.
    pub depth: usize,
    /// Whether it is broken into lines.
    pub layout: Layout,
}

/// Whether JSON is broken into lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One line.
    Compact,
    /// A line for each value, what is nested indented.
    Lines,
}

/// `value` as JSON.
pub fn write(value: &Value, options: Options, setting: &Setting) -> Outcome<String> {
    let mut writer = Writer::new(options, setting);
    writer.value(value, 0)?;
    writer.finish(options.layout)
}

/// Values that came through a pipeline: one as itself, several as an array.
///
/// The pipeline of 5.1 wraps what it carries, and the wrapping shows: a date comes with its text, and an array
/// that was piped as one object with its count.
pub fn write_piped(values: &[Value], options: Options, setting: &Setting) -> Outcome<String> {
    let mut writer = Writer::new(options, setting);
    match values {
        [only] => writer.wrapped(only, 0)?,
        several => writer.elements(several, |writer, element| writer.wrapped(element, 1))?,
    }
    writer.finish(options.layout)
}

struct Writer<'a> {
    depth_max: usize,
    setting: &'a Setting,
    out: String,
    values: usize,
}

impl<'a> Writer<'a> {
    fn new(options: Options, setting: &'a Setting) -> Self {
        Self { depth_max: options.depth, setting, out: String::new(), values: 0 }
    }

    fn finish(self, layout: Layout) -> Outcome<String> {
        match layout {
            Layout::Compact => Ok(self.out),
            Layout::Lines => lay_out(&self.out),
        }
    }

    fn wrapped(&mut self, value: &Value, depth: usize) -> Outcome<()> {
        let added = match value {
            Value::DateTime(date) => ("DateTime", Value::from(full_date(*date))),
            Value::Array(_) | Value::Bytes(_) => {
                let count = value.element_count().unwrap_or(0);
                ("Count", Value::Int(i32::try_from(count).unwrap_or(i32::MAX)))
            }
            _ => return self.value(value, depth),
        };
        self.with_added(value, [(Arc::from(added.0), added.1)].to_vec(), depth)
    }

    fn value(&mut self, value: &Value, depth: usize) -> Outcome<()> {
        self.values += 1;
        check_elements(self.values)?;
        check_text(self.out.len())?;
        if let Some(scalar) = self.scalar(value) {
            self.out.push_str(&scalar);
            return Ok(());
        }
        if let Value::Object(object) = value
            && let Some(base) = object.base()
        {
            let added = listed(object);
            return if added.is_empty() {
                self.value(base, depth)
            } else {
                self.with_added(base, added, depth)
            };
        }
        if depth > self.depth_max {
            let text = to_text(value, self.setting)?;
            self.text(&text);
            return Ok(());
        }
        match value {
            Value::Hashtable(table) => self.members(named_entries(table)?, depth),
            Value::Object(object) if object.native().is_none() => self.members(listed(object), depth),
            other => match other.elements() {
                Some(elements) => {
                    self.elements(&elements, |writer, element| writer.value(element, depth + 1))
                }
                None => self.members(self.natural(other)?, depth),
            },
        }
    }

    /// A value with properties that were added to it: its own come first, or stand under `value`.
    fn with_added(&mut self, base: &Value, added: Vec<(Arc<str>, Value)>, depth: usize) -> Outcome<()> {
        let own = match base {
            Value::Hashtable(table) if depth <= self.depth_max => Some(named_entries(table)?),
            Value::TimeSpan(_) | Value::Version(_) if depth <= self.depth_max => Some(self.natural(base)?),
            _ => None,
        };
        let Some(mut all) = own else {
            self.out.push_str("{\"value\":");
            self.value(base, depth)?;
            for (name, value) in added {
                self.out.push(',');
                self.member(&name, &value, depth)?;
            }
            self.out.push('}');
            return Ok(());
        };
        for (name, value) in added {
            if !all.iter().any(|(known, _)| *known == name) {
                all.push((name, value));
            }
        }
        self.members(all, depth)
    }

    fn members(&mut self, members: Vec<(Arc<str>, Value)>, depth: usize) -> Outcome<()> {
        self.out.push('{');
        for (at, (name, value)) in members.iter().enumerate() {
            if at > 0 {
                self.out.push(',');
            }
            self.member(name, value, depth)?;
        }
        self.out.push('}');
        Ok(())
    }

    fn member(&mut self, name: &str, value: &Value, depth: usize) -> Outcome<()> {
        self.text(name);
        self.out.push(':');
        self.value(value, depth + 1)
    }

    fn elements(
        &mut self,
        elements: &[Value],
        mut write: impl FnMut(&mut Self, &Value) -> Outcome<()>,
    ) -> Outcome<()> {
        self.out.push('[');
        for (at, element) in elements.iter().enumerate() {
            if at > 0 {
                self.out.push(',');
            }
            write(self, element)?;
        }
        self.out.push(']');
        Ok(())
    }

    /// What is no object in JSON, whatever the depth.
    fn scalar(&self, value: &Value) -> Option<String> {
        Some(match value {
            Value::Null | Value::Char('\0') => "null".to_owned(),
            Value::Bool(value) => value.to_string(),
            Value::Byte(value) => value.to_string(),
            Value::Int(value) => value.to_string(),
            Value::Long(value) => value.to_string(),
            Value::Enum(value) => value.number.to_string(),
            Value::Double(value) => number_text(Number::Double(*value), "R").ok()?,
            Value::DateTime(date) => self.date(*date),
            Value::Guid(guid) => format!("\"{guid}\""),
            Value::Uri(uri) => address(uri),
            Value::Char(value) => quoted(value.encode_utf8(&mut [0; 4])),
            Value::String(value) => quoted(value),
            // Their many properties of .NET say nothing here; the text does.
            Value::Regex(pattern) => quoted(pattern.source()),
            Value::ScriptBlock(block) => quoted(block.text()),
            Value::Type(named) => quoted(&named.full_name()),
            _ => return None,
        })
    }

    /// Milliseconds since 1970 in universal time, the slashes escaped.
    fn date(&self, date: DateTime) -> String {
        let universal = match date.kind() {
            Kind::Unspecified => self.setting.to_universal(date.with_kind(Kind::Local)),
            _ => self.setting.to_universal(date),
        };
        format!("\"\\/Date({})\\/\"", (universal.ticks() - UNIX_EPOCH).div_euclid(MILLISECOND))
    }

    fn text(&mut self, text: &str) {
        self.out.push_str(&quoted(text));
    }

    /// The properties that a value has by nature, in the order of .NET's reflection.
    fn natural(&self, value: &Value) -> Outcome<Vec<(Arc<str>, Value)>> {
        let names = match value {
            Value::TimeSpan(_) => SPAN,
            Value::Version(_) => VERSION,
            other => return member::properties(other, self.setting),
        };
        let mut all = Vec::with_capacity(names.len());
        for name in names {
            let found = match *name {
                // The halves of a revision; a version made of text has none.
                "MajorRevision" | "MinorRevision" => revision_half(value, name),
                name => member::property(value, name, self.setting)?.unwrap_or_default(),
            };
            all.push((Arc::from(*name), found));
        }
        Ok(all)
    }
}

const SPAN: &[&str] = &[
    "Ticks",
    "Days",
    "Hours",
    "Milliseconds",
    "Minutes",
    "Seconds",
    "TotalDays",
    "TotalHours",
    "TotalMilliseconds",
    "TotalMinutes",
    "TotalSeconds",
];

const VERSION: &[&str] = &["Major", "Minor", "Build", "Revision", "MajorRevision", "MinorRevision"];

/// Ticks from year 1 to 1970.
const UNIX_EPOCH: i64 = 621_355_968_000_000_000;

fn revision_half(value: &Value, name: &str) -> Value {
    let Value::Version(version) = value else { return Value::Null };
    let revision = version.parts()[3];
    let half = if name == "MajorRevision" { revision >> 16 } else { i32::from(revision as i16) };
    Value::Int(half)
}

fn listed(object: &Object) -> Vec<(Arc<str>, Value)> {
    let properties = object.properties();
    let shown = properties.iter().filter(|property| property.is_listed());
    shown.map(|property| (Arc::clone(&property.name), property.value.clone())).collect()
}

fn named_entries(table: &Hashtable) -> Outcome<Vec<(Arc<str>, Value)>> {
    let mut all = Vec::with_capacity(table.len());
    for (key, value) in table.entries() {
        let Value::String(name) = key.bare() else {
            let kind = if table.is_ordered() { Type::Ordered } else { Type::Hashtable };
            let message = format!(
                "The type '{}' is not supported for serialization or deserialization of a dictionary. Keys must \
                 be strings.",
                kind.full_name()
            );
            return Err(Fault::new(message, "NonStringKeyInDictionary", Category::InvalidOperation)
                .with_exception("System.InvalidOperationException")
                .with_target(Value::Hashtable(table.clone())));
        };
        all.push((Arc::clone(name), value));
    }
    Ok(all)
}

/// A string of JSON. What could mean something to HTML is escaped, as JavaScriptSerializer does.
fn quoted(text: &str) -> String {
    let mut json = String::with_capacity(text.len() + 2);
    json.push('"');
    for sign in text.chars() {
        match sign {
            '\'' | '<' | '>' | '&' => push_escape(&mut json, sign),
            other => push_sign(&mut json, other),
        }
    }
    json.push('"');
    json
}

/// An address, whose apostrophes and ampersands stay.
fn address(uri: &Uri) -> String {
    let text = if uri.is_absolute() { uri.as_str() } else { uri.original() };
    let mut json = String::with_capacity(text.len() + 2);
    json.push('"');
    text.chars().for_each(|sign| push_sign(&mut json, sign));
    json.push('"');
    json
}

fn push_sign(json: &mut String, sign: char) {
    match sign {
        '"' => json.push_str("\\\""),
        '\\' => json.push_str("\\\\"),
        '\n' => json.push_str("\\n"),
        '\r' => json.push_str("\\r"),
        '\t' => json.push_str("\\t"),
        '\u{8}' => json.push_str("\\b"),
        '\u{c}' => json.push_str("\\f"),
        '\0'..='\u{1f}' | '\u{85}' | '\u{2028}' | '\u{2029}' => push_escape(json, sign),
        other => json.push(other),
    }
}

fn push_escape(json: &mut String, sign: char) {
    json.push_str(&format!("\\u{:04x}", u32::from(sign)));
}
