//! Values written in rows as PowerShell writes them, read and shown.

use std::rc::Rc;

use shell::convert::cast;
use shell::setting::Setting;
use shell::text::{invariant_date, scan_number};
use shell::value::{EnumType, Hashtable, List, ListKind, Object, Property, Type, Value};

/// Reads a literal: numbers, `'text'`, `$true`, `$null`, `@(...)`, `@{...}`, `[type]` and `[type]literal`.
pub(crate) fn read(text: &str, setting: &Setting) -> Value {
    let mut reader = Reader { rest: text.trim(), setting };
    let value = reader.value();
    assert!(reader.rest.trim().is_empty(), "{:?} is left of {text:?}", reader.rest);
    value
}

struct Reader<'a> {
    rest: &'a str,
    setting: &'a Setting,
}

impl Reader<'_> {
    fn value(&mut self) -> Value {
        self.blanks();
        if let Some(rest) = self.rest.strip_prefix('\'') {
            return self.text(rest);
        }
        for (word, value) in
            [("$null", Value::Null), ("$true", Value::Bool(true)), ("$false", Value::Bool(false))]
        {
            if self.take(word) {
                return value;
            }
        }
        if self.take("@(") {
            return Value::array(self.list(")"));
        }
        if self.take("@{") {
            return Value::Hashtable(self.table(Hashtable::new()));
        }
        if self.rest.starts_with('[') {
            return self.typed();
        }
        let end = self.rest.find([',', ')', '}', ';', ' ']).unwrap_or(self.rest.len());
        let (number, rest) = self.rest.split_at(end);
        self.rest = rest;
        scan_number(number).unwrap_or_else(|| panic!("{number:?} is no number"))
    }

    fn text(&mut self, rest: &str) -> Value {
        let mut text = String::new();
        let mut signs = rest.char_indices().peekable();
        while let Some((at, sign)) = signs.next() {
            if sign != '\'' {
                text.push(sign);
            } else if signs.next_if(|(_, next)| *next == '\'').is_some() {
                text.push('\'');
            } else {
                let start = self.rest.len() - rest.len();
                self.rest = &self.rest[start + at + 1..];
                let text = text.replace("`n", "\n").replace("`r", "\r").replace("`t", "\t");
                return Value::from(text);
            }
        }
        panic!("a text does not end: {rest}");
    }

    fn list(&mut self, end: &str) -> Vec<Value> {
        let mut values = Vec::new();
        loop {
            self.blanks();
            if self.take(end) {
                return values;
            }
            values.push(self.value());
            self.blanks();
            self.take(",");
        }
    }

    fn table(&mut self, table: Hashtable) -> Hashtable {
        loop {
            self.blanks();
            if self.take("}") {
                return table;
            }
            let equals = self.rest.find('=').expect("an entry has a value");
            let key = self.rest[..equals].trim();
            let key = if key.starts_with(|c: char| c.is_ascii_digit()) {
                scan_number(key).expect("a key of digits is a number")
            } else {
                Value::text(key.trim_matches('\''))
            };
            self.rest = &self.rest[equals + 1..];
            let value = self.value();
            table.set(key, value);
            self.blanks();
            self.take(";");
        }
    }

    fn typed(&mut self) -> Value {
        let mut depth = 0;
        let end = self.rest.find(|sign| {
            depth += i32::from(sign == '[') - i32::from(sign == ']');
            depth == 0
        });
        let (name, rest) = self.rest.split_at(end.expect("a type ends") + 1);
        self.rest = rest;
        let name = &name[1..name.len() - 1];
        if name == "ordered" && self.take("@{") {
            return Value::Hashtable(self.table(Hashtable::ordered()));
        }
        let to = named(name);
        if self.rest.is_empty() || self.rest.starts_with([',', ')', '}', ';', ' ']) {
            return Value::Type(to);
        }
        let value = self.value();
        cast(&value, &to, self.setting).unwrap_or_else(|fault| panic!("a literal does not convert: {fault}"))
    }

    fn take(&mut self, word: &str) -> bool {
        match self.rest.strip_prefix(word) {
            Some(rest) => self.rest = rest,
            None => return false,
        }
        true
    }

    fn blanks(&mut self) {
        self.rest = self.rest.trim_start_matches(' ');
    }
}

/// A type by name, those of the rows among them.
pub(crate) fn named(name: &str) -> Type {
    if name == "RoutingMethod" {
        let names = ["LongestIdle", "RoundRobin", "Serial", "Parallel", "Attendant"];
        return Type::Enum(EnumType::numbered("Contoso.RoutingMethod", &names));
    }
    Type::resolve(name).unwrap_or_else(|| panic!("no type {name}"))
}

/// Shows a value as a literal.
pub(crate) fn show(value: &Value) -> String {
    match value {
        Value::Null => "$null".to_owned(),
        Value::Bool(value) => format!("${value}"),
        Value::Byte(value) => format!("[byte]{value}"),
        Value::Int(value) => value.to_string(),
        Value::Long(value) => format!("{value}L"),
        Value::Double(value) => format!("{value:?}"),
        Value::Char(value) => format!("[char]'{value}'"),
        Value::String(text) => show_text(text),
        Value::DateTime(date) => format!("[datetime]'{}'", invariant_date(*date)),
        Value::TimeSpan(span) => format!("[timespan]'{span}'"),
        Value::Guid(guid) => format!("[guid]'{guid}'"),
        Value::Uri(uri) => format!("[uri]'{uri}'"),
        Value::Version(version) => format!("[version]'{version}'"),
        Value::Regex(pattern) => format!("[regex]'{}'", pattern.source()),
        Value::Enum(value) => value.name(),
        Value::Type(of) => format!("[{}]", of.full_name()),
        Value::Array(_) | Value::List(_) | Value::Bytes(_) => {
            let elements: Vec<String> = value.elements().unwrap_or_default().iter().map(show).collect();
            format!("@({})", elements.join(", "))
        }
        Value::Hashtable(table) => {
            let entries: Vec<String> =
                table.entries().iter().map(|(key, value)| format!("{}={}", show(key), show(value))).collect();
            format!("@{{{}}}", entries.join("; "))
        }
        Value::Object(object) => {
            let properties: Vec<String> =
                object.properties().iter().map(|one| format!("{}={}", one.name, show(&one.value))).collect();
            format!(
                "{}{{{}}}",
                object.class_name().rsplit('.').next().expect("a name has a last part"),
                properties.join("; ")
            )
        }
        other => format!("{other:?}"),
    }
}

fn show_text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''").replace('\n', "`n").replace('\r', "`r").replace('\t', "`t"))
}

#[test]
fn a_literal_is_shown_as_it_is_read() {
    let setting = super::world::setting();
    for text in [
        "1",
        "1L",
        "1.5",
        "'it''s'",
        "$null",
        "$true",
        "@(1, 'a')",
        "@{'a'=1}",
        "[char]'x'",
        "[System.Int32]",
    ] {
        assert_eq!(show(&read(text, &setting)), text);
    }
    let names = List::typed(ListKind::Generic, Type::String, vec![Value::text("a")]);
    assert_eq!(show(&Value::List(names)), "@('a')");
    assert_eq!(
        show(&Value::Object(Object::custom_of(vec![Property::new("A", Value::Int(1))]))),
        "PSCustomObject{A=1}"
    );
    let zone: Rc<EnumType> = EnumType::numbered("Contoso.Zone", &["North"]);
    assert_eq!(zone.name_of(0), "North");
}
