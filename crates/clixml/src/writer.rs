//! Writes CLIXML that Import-Clixml reads: the same values give the same bytes.

use std::io;

use crate::escape;
use crate::text;
use crate::value::{Content, Object, Property, TypeNames, Value};

/// Writes one top-level value after another, and holds no more than one of them.
///
/// Call [`Writer::write`] for each value and [`Writer::finish`] once at the end.
pub struct Writer<W> {
    out: W,
    buffer: Vec<u8>,
    indent: usize,
    objects: u64,
    types: Vec<TypeNames>,
}

impl<W: io::Write> Writer<W> {
    /// Begins a document.
    pub fn new(out: W) -> Self {
        let mut buffer = Vec::with_capacity(2 * FLUSH_SIZE);
        buffer.extend_from_slice(ROOT.as_bytes());
        Self { out, buffer, indent: 1, objects: 0, types: Vec::new() }
    }

    /// Writes one top-level value.
    ///
    /// # Errors
    /// Those of the output.
    pub fn write(&mut self, value: &Value) -> io::Result<()> {
        self.value(None, value);
        if self.buffer.len() >= FLUSH_SIZE {
            self.flush()?;
        }
        Ok(())
    }

    /// Ends the document and gives the output back.
    ///
    /// # Errors
    /// Those of the output.
    pub fn finish(mut self) -> io::Result<W> {
        self.buffer.extend_from_slice(b"</Objs>");
        self.flush()?;
        Ok(self.out)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&self.buffer)?;
        self.buffer.clear();
        Ok(())
    }

    fn value(&mut self, name: Option<&str>, value: &Value) {
        match value {
            Value::Nil => self.empty("Nil", name),
            Value::Bool(value) => self.element("B", name, if *value { "true" } else { "false" }),
            Value::Char(unit) => self.element("C", name, &unit.to_string()),
            Value::Int(kind, value) => self.element(kind.tag(), name, &value.to_string()),
            Value::Double(value) => self.element("Db", name, &text::double(*value)),
            Value::Decimal(digits) => self.element("D", name, digits),
            Value::String(text) => self.element("S", name, text),
            Value::DateTime(value) => self.element("DT", name, &text::date_time(*value)),
            Value::TimeSpan(value) => self.element("TS", name, &text::time_span(*value)),
            Value::Guid(value) => self.element("G", name, &value.hyphenated().to_string()),
            Value::Uri(text) => self.element("URI", name, text),
            Value::Version(text) => self.element("Version", name, text),
            Value::Bytes(bytes) => self.element("BA", name, &text::base64(bytes)),
            Value::Object(object) => self.object(name, object),
            Value::Dangling(id) => {
                self.open_tag("Ref", name);
                self.attribute("RefId", &id.to_string());
                self.buffer.extend_from_slice(b" />\n");
            }
        }
    }

    fn object(&mut self, name: Option<&str>, object: &Object) {
        self.open_tag("Obj", name);
        self.attribute("RefId", &self.objects.to_string());
        self.buffer.extend_from_slice(b">\n");
        self.objects += 1;
        self.indent += 1;
        self.type_names(&object.type_names);
        if let Some(text) = &object.to_string {
            self.element("ToString", None, text);
        }
        self.content(&object.content);
        self.properties("Props", &object.props);
        self.properties("MS", &object.members);
        self.indent -= 1;
        self.close("Obj");
    }

    fn type_names(&mut self, names: &TypeNames) {
        if names.is_empty() {
            return;
        }
        let known = self.types.iter().position(|own| own.is_same(names));
        if let Some(id) = known.or_else(|| self.types.iter().position(|own| own == names)) {
            self.open_tag("TNRef", None);
            self.attribute("RefId", &id.to_string());
            self.buffer.extend_from_slice(b" />\n");
            return;
        }
        self.open_tag("TN", None);
        self.attribute("RefId", &self.types.len().to_string());
        self.buffer.extend_from_slice(b">\n");
        self.types.push(names.clone());
        self.indent += 1;
        for name in names.iter() {
            self.element("T", None, name);
        }
        self.indent -= 1;
        self.close("TN");
    }

    fn content(&mut self, content: &Content) {
        match content {
            Content::None => {}
            Content::Value(value) => self.value(None, value),
            Content::List(items) if items.is_empty() => self.empty("LST", None),
            Content::List(items) => {
                self.open("LST");
                for item in items {
                    self.value(None, item);
                }
                self.indent -= 1;
                self.close("LST");
            }
            Content::Dictionary(entries) if entries.is_empty() => self.empty("DCT", None),
            Content::Dictionary(entries) => {
                self.open("DCT");
                for (key, value) in entries {
                    self.open("En");
                    self.value(Some("Key"), key);
                    self.value(Some("Value"), value);
                    self.indent -= 1;
                    self.close("En");
                }
                self.indent -= 1;
                self.close("DCT");
            }
        }
    }

    fn properties(&mut self, tag: &str, properties: &[Property]) {
        if properties.is_empty() {
            return;
        }
        self.open(tag);
        for property in properties {
            self.value(Some(&property.name), &property.value);
        }
        self.indent -= 1;
        self.close(tag);
    }

    fn element(&mut self, tag: &str, name: Option<&str>, text: &str) {
        self.open_tag(tag, name);
        self.buffer.push(b'>');
        escape::append(&mut self.buffer, text);
        self.close_tag(tag);
    }

    fn empty(&mut self, tag: &str, name: Option<&str>) {
        self.open_tag(tag, name);
        self.buffer.extend_from_slice(b" />\n");
    }

    fn open(&mut self, tag: &str) {
        self.open_tag(tag, None);
        self.buffer.extend_from_slice(b">\n");
        self.indent += 1;
    }

    fn close(&mut self, tag: &str) {
        self.indentation();
        self.close_tag(tag);
    }

    fn open_tag(&mut self, tag: &str, name: Option<&str>) {
        self.indentation();
        self.buffer.push(b'<');
        self.buffer.extend_from_slice(tag.as_bytes());
        if let Some(name) = name {
            self.attribute("N", name);
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.buffer.push(b' ');
        self.buffer.extend_from_slice(name.as_bytes());
        self.buffer.extend_from_slice(b"=\"");
        escape::append(&mut self.buffer, value);
        self.buffer.push(b'"');
    }

    fn close_tag(&mut self, tag: &str) {
        self.buffer.extend_from_slice(b"</");
        self.buffer.extend_from_slice(tag.as_bytes());
        self.buffer.extend_from_slice(b">\n");
    }

    fn indentation(&mut self) {
        self.buffer.resize(self.buffer.len() + 2 * self.indent, b' ');
    }
}

const ROOT: &str = "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">\n";

/// The buffer goes to the output when it holds this much.
const FLUSH_SIZE: usize = 64 * 1024;
