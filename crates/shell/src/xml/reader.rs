//! A document from its text. No entity is known but the five of XML and characters by number, and no document type
//! is taken: nothing outside of the text is ever read.

use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::document::{DEPTH_MAX, Document, ROOT, exceeded};
use super::{Id, Kind};
use crate::value::limits::check_text;
use crate::value::{Fault, Outcome};

impl Document {
    /// Reads the text of a document into this one, after what is there.
    pub(crate) fn read(&self, text: &str) -> Outcome<()> {
        check_text(text.len())?;
        self.read_below(ROOT, text.trim_start_matches('\u{feff}'))?;
        if self.children(ROOT).iter().any(|one| self.is_element(*one)) {
            Ok(())
        } else {
            Err(wrong("Root element is missing."))
        }
    }

    /// Reads a piece of XML below a node.
    pub(crate) fn read_below(&self, parent: Id, text: &str) -> Outcome<()> {
        let mut reading = Reading { document: self, text, open: vec![parent], pending: String::new() };
        reading.run()
    }
}

struct Reading<'a> {
    document: &'a Document,
    text: &'a str,
    open: Vec<Id>,
    /// Text whose end was not seen yet.
    pending: String,
}

impl Reading<'_> {
    fn run(&mut self) -> Outcome<()> {
        let mut reader = Reader::from_str(self.text);
        loop {
            let before = reader.buffer_position();
            let event = reader.read_event().map_err(|error| self.wrong_at(&error.to_string(), before))?;
            match event {
                Event::Text(text) => self.pending.push_str(&text.xml10_content()),
                Event::GeneralRef(entity) => {
                    let resolved = self.resolved(&entity, before)?;
                    self.pending.push_str(&resolved);
                }
                Event::Start(start) => {
                    let id = self.element(&start, before)?;
                    self.open.push(id);
                }
                Event::Empty(start) => {
                    self.element(&start, before)?;
                }
                Event::End(_) => {
                    self.text_ends(before)?;
                    self.open.pop();
                }
                Event::CData(data) => self.add(Kind::CData, &data.xml10_content(), before)?,
                Event::Comment(comment) => self.add(Kind::Comment, &comment.xml10_content(), before)?,
                Event::Decl(_) | Event::PI(_) => {
                    let whole = self.slice(before, reader.buffer_position()).to_owned();
                    self.instruction(&whole, before)?;
                }
                Event::DocType(_) => {
                    return Err(
                        self.wrong_at("For security reasons DTD is prohibited in this XML document.", before)
                    );
                }
                Event::Eof => {
                    self.text_ends(before)?;
                    if self.open.len() > 1 {
                        let name = self.document.name(*self.open.last().expect("one is open"));
                        return Err(self.wrong_at(
                            &format!("Unexpected end of file has occurred. The following elements are not closed: {name}."),
                            before,
                        ));
                    }
                    return Ok(());
                }
            }
        }
    }

    /// What a reference stands for: one of the five entities, or a character by its number.
    fn resolved(&self, entity: &BytesRef<'_>, at: u64) -> Outcome<String> {
        match entity.resolve_char_ref() {
            Ok(Some(sign)) => Ok(sign.to_string()),
            Ok(None) => resolve_predefined_entity(entity).map(str::to_owned).ok_or_else(|| {
                self.wrong_at(&format!("Reference to undeclared entity '{}'.", &**entity), at)
            }),
            Err(error) => Err(self.wrong_at(&error.to_string(), at)),
        }
    }

    /// `<?xml ...?>` or another instruction, as it is written.
    fn instruction(&mut self, whole: &str, at: u64) -> Outcome<()> {
        let inner = whole.trim_start().trim_start_matches("<?").trim_end_matches("?>");
        let (name, rest) = inner.split_once([' ', '\t', '\r', '\n']).unwrap_or((inner, ""));
        let kind = if name == "xml" { Kind::Declaration } else { Kind::Instruction(Arc::from(name)) };
        self.add(kind, rest.trim(), at)
    }

    fn element(&mut self, start: &BytesStart<'_>, at: u64) -> Outcome<Id> {
        if self.open.len() > DEPTH_MAX {
            return Err(exceeded(format!("Elements are nested more than {DEPTH_MAX} deep")));
        }
        self.text_ends(at)?;
        let parent = self.parent();
        if parent == ROOT && self.document.children(ROOT).iter().any(|one| self.document.is_element(*one)) {
            return Err(self.wrong_at("There are multiple root elements.", at));
        }
        let name = start.name();
        let id = self.document.create(Kind::Element(Arc::from(name.as_ref())), "")?;
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| self.wrong_at(&error.to_string(), at))?;
            let value = unescape(&attribute.value).map_err(|error| self.wrong_at(&error.to_string(), at))?;
            self.document.set_attribute(id, attribute.key.as_ref(), &value)?;
        }
        self.document.insert(parent, id, None)?;
        Ok(id)
    }

    fn add(&mut self, kind: Kind, value: &str, at: u64) -> Outcome<()> {
        self.text_ends(at)?;
        let id = self.document.create(kind, value)?;
        self.document.insert(self.parent(), id, None)
    }

    /// Blanks between elements are no text.
    fn text_ends(&mut self, at: u64) -> Outcome<()> {
        let text = std::mem::take(&mut self.pending);
        if text.trim_matches([' ', '\t', '\r', '\n']).is_empty() {
            return Ok(());
        }
        if self.parent() == ROOT {
            return Err(self.wrong_at("Data at the root level is invalid.", at));
        }
        let id = self.document.create(Kind::Text, text)?;
        self.document.insert(self.parent(), id, None)
    }

    fn parent(&self) -> Id {
        self.open.last().copied().unwrap_or(ROOT)
    }

    fn slice(&self, from: u64, to: u64) -> &str {
        let at = |place: u64| usize::try_from(place).unwrap_or(usize::MAX);
        self.text.get(at(from)..at(to)).unwrap_or_default()
    }

    /// An error with the line and the position, as .NET words it.
    fn wrong_at(&self, message: &str, at: u64) -> Box<Fault> {
        let before = self.slice(0, at);
        let line = before.matches('\n').count() + 1;
        let position = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let message = message.trim_end_matches('.');
        wrong(&format!("{message}. Line {line}, position {position}."))
    }
}

fn wrong(message: &str) -> Box<Fault> {
    Fault::exception(message, "System.Xml.XmlException")
}
