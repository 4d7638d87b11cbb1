//! XML events reduced to what CLIXML needs: a tag with its name and id, text, the end of a tag.

use std::io::Read;

use quick_xml::errors::SyntaxError;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::escape;
use crate::fault::{Fault, VALUE_SHOWN};
use crate::primitive::Primitive;
use crate::source::Source;
use crate::value::IntKind;

/// Pulls tokens; comments, processing instructions and the XML declaration are passed over.
pub(crate) struct Tokens<R: Read> {
    xml: quick_xml::Reader<Source<R>>,
    buffer: Vec<u8>,
    open: usize,
}

/// One token.
pub(crate) enum Token {
    /// A tag begins. An empty tag gives an `Open` and a `Close`.
    Open(Tag),
    /// A tag ends.
    Close,
    /// Text between tags, entities resolved, `_xHHHH_` not; it may come in several pieces.
    Text(String),
    /// The document ends.
    End,
}

/// A start tag.
pub(crate) struct Tag {
    pub(crate) kind: Kind,
    /// The attribute N, the name of a property.
    pub(crate) name: Option<String>,
    /// The attribute RefId.
    pub(crate) id: Option<u64>,
}

/// What a tag means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Root,
    Object,
    TypeNames,
    TypeNamesReference,
    TypeName,
    ToString,
    AdaptedProperties,
    ExtendedProperties,
    Reference,
    List,
    Dictionary,
    Entry,
    Primitive(Primitive),
    Unknown,
}

impl<R: Read> Tokens<R> {
    pub(crate) fn new(input: R) -> Self {
        let mut xml = quick_xml::Reader::from_reader(Source::new(input));
        xml.config_mut().expand_empty_elements = true;
        Self { xml, buffer: Vec::new(), open: 0 }
    }

    /// The line that has been read up to, from 1.
    pub(crate) fn line(&self) -> u64 {
        self.xml.get_ref().line()
    }

    /// The next token; after `End` it is `End` for ever.
    pub(crate) fn next(&mut self) -> Result<Token, Fault> {
        self.pull(true)
    }

    /// The next token that is not text.
    pub(crate) fn next_tag(&mut self) -> Result<Token, Fault> {
        self.pull(false)
    }

    fn pull(&mut self, with_text: bool) -> Result<Token, Fault> {
        loop {
            self.buffer.clear();
            self.xml.get_mut().begin_piece();
            let event = match self.xml.read_event_into(&mut self.buffer) {
                Ok(event) => event,
                Err(error) => return Err(fault_of(error, self.xml.get_mut().take_fault())),
            };
            return Ok(match event {
                Event::Start(start) => {
                    self.open += 1;
                    if self.open > ELEMENTS_DEPTH_MAX {
                        return Err(Fault::TooDeep);
                    }
                    Token::Open(tag_of(&start)?)
                }
                Event::Empty(start) => Token::Open(tag_of(&start)?),
                Event::End(_) => {
                    self.open = self.open.saturating_sub(1);
                    Token::Close
                }
                Event::Text(text) if text.is_empty() || !with_text => continue,
                Event::CData(_) if !with_text => continue,
                Event::Text(text) => Token::Text(text.xml10_content().into_owned()),
                Event::CData(text) => Token::Text(text.xml10_content().into_owned()),
                Event::GeneralRef(entity) => Token::Text(resolve(&entity)?),
                Event::DocType(_) => return Err(Fault::DocumentType),
                Event::Eof if self.open > 0 => return Err(Fault::Truncated),
                Event::Eof => Token::End,
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => continue,
            });
        }
    }
}

/// How deep elements may be nested, also those that are passed over.
const ELEMENTS_DEPTH_MAX: usize = 1000;

fn fault_of(error: quick_xml::Error, own: Option<Fault>) -> Fault {
    if let Some(fault) = own {
        return fault;
    }
    match error {
        quick_xml::Error::Io(error) => Fault::Input(error),
        quick_xml::Error::Encoding(_) => Fault::Encoding,
        quick_xml::Error::Syntax(SyntaxError::InvalidBangMarkup) => Fault::Syntax(error.to_string()),
        quick_xml::Error::Syntax(_) => Fault::Truncated,
        other => Fault::Syntax(other.to_string()),
    }
}

fn resolve(entity: &BytesRef<'_>) -> Result<String, Fault> {
    if entity.is_char_ref() {
        let character = entity.resolve_char_ref().map_err(|_| Fault::Entity(entity.to_string()))?;
        return Ok(character.into_iter().collect());
    }
    match resolve_predefined_entity(entity) {
        Some(text) => Ok(text.to_owned()),
        None => Err(Fault::Entity(entity.chars().take(VALUE_SHOWN).collect())),
    }
}

fn tag_of(start: &BytesStart<'_>) -> Result<Tag, Fault> {
    let mut tag = Tag { kind: kind_of(start.local_name().as_ref()), name: None, id: None };
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| Fault::Syntax(error.to_string()))?;
        match attribute.key.as_ref() {
            "N" => {
                let value = attribute
                    .normalized_value(quick_xml::XmlVersion::Explicit1_0)
                    .map_err(|error| Fault::Syntax(error.to_string()))?;
                tag.name = Some(escape::decode(&value).into_owned());
            }
            "RefId" => {
                let text = attribute.value.trim();
                tag.id = Some(text.parse().map_err(|_| Fault::ReferenceId)?);
            }
            _ => {}
        }
    }
    Ok(tag)
}

fn kind_of(name: &str) -> Kind {
    use Primitive::{
        Bool, Bytes, Char, DateTime, Decimal, Double, Guid, Int, Nil, Text, TimeSpan, Uri, Version,
    };
    let primitive = match name {
        "Objs" => return Kind::Root,
        "Obj" => return Kind::Object,
        "TN" => return Kind::TypeNames,
        "TNRef" => return Kind::TypeNamesReference,
        "T" => return Kind::TypeName,
        "ToString" => return Kind::ToString,
        "Props" => return Kind::AdaptedProperties,
        "MS" => return Kind::ExtendedProperties,
        "Ref" => return Kind::Reference,
        "LST" | "IE" | "QUE" | "STK" => return Kind::List,
        "DCT" => return Kind::Dictionary,
        "En" => return Kind::Entry,
        "Nil" => Nil,
        "B" => Bool,
        "C" => Char,
        "By" => Int(IntKind::U8),
        "SB" => Int(IntKind::I8),
        "U16" => Int(IntKind::U16),
        "I16" => Int(IntKind::I16),
        "U32" => Int(IntKind::U32),
        "I32" => Int(IntKind::I32),
        "U64" => Int(IntKind::U64),
        "I64" => Int(IntKind::I64),
        "Sg" | "Db" => Double,
        "D" => Decimal,
        "S" | "XD" | "SBK" => Text,
        "DT" => DateTime,
        "TS" => TimeSpan,
        "G" => Guid,
        "URI" => Uri,
        "Version" => Version,
        "BA" => Bytes,
        _ => return Kind::Unknown,
    };
    Kind::Primitive(primitive)
}
