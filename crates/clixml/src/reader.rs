//! Reads CLIXML: one top-level object after another, from input that nobody vouches for.

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use crate::escape;
use crate::fault::{Fault, ReadError, VALUE_SHOWN};
use crate::primitive::Primitive;
use crate::references::References;
use crate::source::TEXT_MAX;
use crate::tokens::{Kind, Tag, Token, Tokens};
use crate::value::{Content, Object, Property, TypeNames, Value};

/// Pulls top-level values out of a document.
///
/// A document may hold one value, several, or one list of them: a list is taken apart, unless
/// [`Reader::with_whole_lists`] is asked for. After an error the
/// reader stands at an undefined place and is to be dropped.
pub struct Reader<R: Read> {
    tokens: Tokens<R>,
    references: References,
    /// The objects that something refers to; `None` while the object is being read.
    kept: BTreeMap<u64, Option<Kept>>,
    kept_size: Size,
    type_names: BTreeMap<u64, TypeNames>,
    place: Place,
    /// Whether a top-level list is one value.
    whole_lists: bool,
    /// How large the current top-level value is.
    size: Size,
}

/// Where the reader stands between two calls.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    InRoot,
    /// Within a top-level list; `true` if an Obj encloses it.
    InList {
        enclosed: bool,
        rooted: bool,
    },
    Done,
}

#[derive(Clone)]
struct Kept {
    object: Arc<Object>,
    size: Size,
    height: usize,
}

/// What a value costs: nodes, and bytes of text.
#[derive(Clone, Copy, Default)]
struct Size {
    nodes: usize,
    text: usize,
}

/// A value with the depth of what it contains.
struct Built {
    value: Value,
    height: usize,
}

/// Reads a whole small document.
///
/// # Errors
/// When the document is not CLIXML or exceeds a limit.
pub fn read_all(bytes: &[u8]) -> Result<Vec<Value>, ReadError> {
    let mut reader = Reader::new(bytes, References::scan(bytes)?);
    let mut values = Vec::new();
    while let Some(value) = reader.next_object()? {
        values.push(value);
    }
    Ok(values)
}

impl<R: Read> Reader<R> {
    /// Begins to read `input`; `references` come from an earlier scan of the same bytes.
    pub fn new(input: R, references: References) -> Self {
        Self {
            tokens: Tokens::new(input),
            references,
            kept: BTreeMap::new(),
            kept_size: Size::default(),
            type_names: BTreeMap::new(),
            place: Place::Start,
            whole_lists: false,
            size: Size::default(),
        }
    }

    /// Gives a top-level list as one value, as Import-Clixml does.
    #[must_use]
    pub fn with_whole_lists(self) -> Self {
        Self { whole_lists: true, ..self }
    }

    /// The next top-level value, or `None` at the end of the document.
    ///
    /// # Errors
    /// When the document is not CLIXML or exceeds a limit.
    pub fn next_object(&mut self) -> Result<Option<Value>, ReadError> {
        self.size = Size::default();
        self.next_in_place().map_err(|mut error| {
            error.place(self.tokens.line());
            error
        })
    }

    fn next_in_place(&mut self) -> Result<Option<Value>, ReadError> {
        loop {
            let rooted = match self.place {
                Place::Done => return Ok(None),
                Place::Start => false,
                Place::InRoot | Place::InList { .. } => true,
            };
            match self.tokens.next()? {
                Token::Text(text) if self.place == Place::Start && !text.trim().is_empty() => {
                    return Err(Fault::NotClixml.into());
                }
                Token::Text(_) => {}
                Token::End if self.place == Place::Start => return Err(Fault::NotClixml.into()),
                Token::End => self.place = Place::Done,
                Token::Close => self.leave()?,
                Token::Open(tag) if self.place == Place::Start && tag.kind == Kind::Root => {
                    self.place = Place::InRoot;
                }
                Token::Open(tag) => {
                    if let Some(value) = self.top_level(tag, rooted)? {
                        return Ok(Some(value));
                    }
                }
            }
        }
    }

    /// A tag of the root, or of a top-level list, ends.
    fn leave(&mut self) -> Result<(), ReadError> {
        self.place = match self.place {
            Place::InList { enclosed, rooted } => {
                if enclosed {
                    self.skip()?;
                }
                if rooted { Place::InRoot } else { Place::Done }
            }
            Place::Start | Place::InRoot | Place::Done => Place::Done,
        };
        Ok(())
    }

    fn top_level(&mut self, tag: Tag, rooted: bool) -> Result<Option<Value>, ReadError> {
        let is_whole = self.whole_lists || matches!(self.place, Place::InList { .. });
        if !rooted {
            // A single value without the root, as remoting sends it.
            self.place = Place::Done;
            if tag.kind == Kind::Unknown {
                return Err(Fault::NotClixml.into());
            }
        }
        match tag.kind {
            Kind::List if !is_whole => {
                self.place = Place::InList { enclosed: false, rooted };
                Ok(None)
            }
            Kind::Object if !is_whole => {
                let mut object = Object::default();
                match self.object_body(&mut object, tag.id, 0, true)? {
                    Body::Ended(height) => {
                        Ok(Some(self.keep(tag.id, object, height, Size::default())?.value))
                    }
                    Body::AtList => {
                        self.place = Place::InList { enclosed: true, rooted };
                        Ok(None)
                    }
                }
            }
            _ => Ok(self.value(tag, 0)?.map(|built| built.value)),
        }
    }

    /// Reads the value of `tag`, up to and with its end. Tags that mean nothing here are passed over.
    fn value(&mut self, tag: Tag, depth: usize) -> Result<Option<Built>, ReadError> {
        self.charge(Size { nodes: 1, text: tag.name.as_ref().map_or(0, String::len) })?;
        match tag.kind {
            Kind::Primitive(primitive) => {
                let value = self.primitive(primitive)?;
                Ok(Some(Built { value, height: 0 }))
            }
            Kind::Reference => {
                self.skip()?;
                self.reference(tag.id.ok_or(Fault::ReferenceId)?, depth).map(Some)
            }
            Kind::Object => self.object(tag.id, depth).map(Some),
            Kind::List | Kind::Dictionary => {
                let (content, height) = self.content(tag.kind, depth)?;
                let object = Object { content, ..Object::default() };
                Ok(Some(Built { value: Value::object(object), height: height + 1 }))
            }
            _ => self.skip().map(|()| None),
        }
    }

    fn object(&mut self, id: Option<u64>, depth: usize) -> Result<Built, ReadError> {
        if depth >= DEPTH_MAX {
            return Err(Fault::TooDeep.into());
        }
        let before = self.size;
        let mut object = Object::default();
        match self.object_body(&mut object, id, depth, false)? {
            Body::Ended(height) => self.keep(id, object, height, before),
            Body::AtList => unreachable!("only a top-level object stops at its list"),
        }
    }

    /// Reads everything within an object; `stop_at_list` leaves the reader before the first item of a list.
    fn object_body(
        &mut self,
        object: &mut Object,
        id: Option<u64>,
        depth: usize,
        stop_at_list: bool,
    ) -> Result<Body, ReadError> {
        if let Some(id) = id.filter(|id| self.references.contain(*id)) {
            self.kept.insert(id, None);
        }
        let mut height = 0;
        while let Some(tag) = self.next_child()? {
            match tag.kind {
                Kind::List if stop_at_list => return Ok(Body::AtList),
                Kind::TypeNames => {
                    object.type_names = self.read_type_names()?;
                    if let Some(id) = tag.id {
                        self.remember_type_names(id, &object.type_names)?;
                    }
                }
                Kind::TypeNamesReference => {
                    self.skip()?;
                    let names = tag.id.and_then(|id| self.type_names.get(&id));
                    object.type_names = names.cloned().unwrap_or_default();
                }
                Kind::ToString => object.to_string = Some(self.charged_text()?),
                Kind::AdaptedProperties => height = height.max(self.properties(&mut object.props, depth)?),
                Kind::ExtendedProperties => height = height.max(self.properties(&mut object.members, depth)?),
                Kind::List | Kind::Dictionary => {
                    let (content, own) = self.content(tag.kind, depth)?;
                    object.content = content;
                    height = height.max(own);
                }
                _ => {
                    if let Some(built) = self.value(tag, depth + 1)? {
                        height = height.max(built.height);
                        object.content = Content::Value(Box::new(built.value));
                    }
                }
            }
        }
        Ok(Body::Ended(height))
    }

    /// Makes a value of a finished object, and keeps it if something refers to it.
    fn keep(
        &mut self,
        id: Option<u64>,
        object: Object,
        height: usize,
        before: Size,
    ) -> Result<Built, ReadError> {
        let (object, height) = (Arc::new(object), height + 1);
        if let Some(id) = id.filter(|id| self.references.contain(*id)) {
            let size = Size { nodes: self.size.nodes - before.nodes, text: self.size.text - before.text };
            self.kept_size = self.kept_size.plus(size);
            if self.kept_size.exceeds() {
                return Err(Fault::ObjectTooLarge.into());
            }
            self.kept.insert(id, Some(Kept { object: Arc::clone(&object), size, height }));
        }
        Ok(Built { value: Value::Object(object), height })
    }

    fn reference(&mut self, id: u64, depth: usize) -> Result<Built, ReadError> {
        let Some(Some(kept)) = self.kept.get(&id) else {
            return Ok(Built { value: Value::Dangling(id), height: 0 });
        };
        let kept = kept.clone();
        // A reference counts as if the object stood here, so that no chain of references grows without bound.
        self.charge(kept.size)?;
        if depth + kept.height > DEPTH_MAX {
            return Err(Fault::TooDeep.into());
        }
        Ok(Built { value: Value::Object(kept.object), height: kept.height })
    }

    fn content(&mut self, kind: Kind, depth: usize) -> Result<(Content, usize), ReadError> {
        if depth >= DEPTH_MAX {
            return Err(Fault::TooDeep.into());
        }
        let mut height = 0;
        if kind == Kind::Dictionary {
            let mut entries = Vec::new();
            while let Some(tag) = self.next_child()? {
                if tag.kind != Kind::Entry {
                    self.skip()?;
                    continue;
                }
                let (entry, own) = self.entry(depth)?;
                height = height.max(own);
                entries.extend(entry);
            }
            return Ok((Content::Dictionary(entries), height));
        }
        let mut items = Vec::new();
        while let Some(tag) = self.next_child()? {
            let built = self.value(tag, depth + 1).map_err(|error| error.within_item(items.len()))?;
            if let Some(built) = built {
                height = height.max(built.height);
                items.push(built.value);
            }
        }
        Ok((Content::List(items), height))
    }

    fn entry(&mut self, depth: usize) -> Result<(Option<(Value, Value)>, usize), ReadError> {
        let (mut key, mut value, mut height) = (None, None, 0);
        while let Some(tag) = self.next_child()? {
            let is_key = tag.name.as_deref() == Some("Key");
            let Some(built) = self.value(tag, depth + 1)? else {
                continue;
            };
            height = height.max(built.height);
            *(if is_key { &mut key } else { &mut value }) = Some(built.value);
        }
        Ok((key.zip(value), height))
    }

    fn properties(&mut self, properties: &mut Vec<Property>, depth: usize) -> Result<usize, ReadError> {
        let mut height = 0;
        while let Some(mut tag) = self.next_child()? {
            let Some(name) = tag.name.take() else {
                self.skip()?;
                continue;
            };
            match self.value(tag, depth + 1) {
                Ok(None) => {}
                Ok(Some(built)) => {
                    height = height.max(built.height);
                    properties.push(Property::new(name, built.value));
                }
                Err(error) => return Err(error.within(name)),
            }
        }
        Ok(height)
    }

    fn read_type_names(&mut self) -> Result<TypeNames, ReadError> {
        let mut names = Vec::new();
        while let Some(tag) = self.next_child()? {
            if tag.kind == Kind::TypeName {
                names.push(self.charged_text()?);
            } else {
                self.skip()?;
            }
        }
        Ok(TypeNames::read(names))
    }

    fn remember_type_names(&mut self, id: u64, names: &TypeNames) -> Result<(), ReadError> {
        self.type_names.insert(id, names.clone());
        if self.type_names.len() > TYPE_NAMES_MAX {
            return Err(Fault::TooManyTypes.into());
        }
        Ok(())
    }

    fn primitive(&mut self, primitive: Primitive) -> Result<Value, ReadError> {
        let text = self.charged_text()?;
        match primitive.parse(&text) {
            Some(value) => Ok(value),
            None => {
                let shown = text.chars().take(VALUE_SHOWN).collect();
                Err(Fault::Value { expected: primitive.expectation(), found: shown }.into())
            }
        }
    }

    /// The text of the current tag up to its end, `_xHHHH_` decoded; tags within it are passed over.
    fn charged_text(&mut self) -> Result<String, ReadError> {
        let mut text = String::new();
        loop {
            match self.tokens.next()? {
                Token::Text(piece) => {
                    if text.len() + piece.len() > TEXT_MAX {
                        return Err(Fault::TextTooLong.into());
                    }
                    if text.is_empty() {
                        text = piece;
                    } else {
                        text.push_str(&piece);
                    }
                }
                Token::Open(_) => self.skip()?,
                Token::Close => break,
                Token::End => return Err(Fault::Truncated.into()),
            }
        }
        self.charge(Size { nodes: 0, text: text.len() })?;
        Ok(match escape::decode(&text) {
            std::borrow::Cow::Borrowed(_) => text,
            std::borrow::Cow::Owned(decoded) => decoded,
        })
    }

    /// The next tag within the current one, or `None` at its end.
    fn next_child(&mut self) -> Result<Option<Tag>, ReadError> {
        loop {
            match self.tokens.next_tag()? {
                Token::Open(tag) => return Ok(Some(tag)),
                Token::Close => return Ok(None),
                Token::Text(_) => {}
                Token::End => return Err(Fault::Truncated.into()),
            }
        }
    }

    /// Passes over everything up to the end of the current tag.
    fn skip(&mut self) -> Result<(), ReadError> {
        let mut depth = 0u32;
        loop {
            match self.tokens.next_tag()? {
                Token::Open(_) => depth += 1,
                Token::Close if depth == 0 => return Ok(()),
                Token::Close => depth -= 1,
                Token::Text(_) => {}
                Token::End => return Err(Fault::Truncated.into()),
            }
        }
    }

    fn charge(&mut self, cost: Size) -> Result<(), ReadError> {
        self.size = self.size.plus(cost);
        if self.size.exceeds() { Err(Fault::ObjectTooLarge.into()) } else { Ok(()) }
    }
}

enum Body {
    /// The object ended; how deep its content is.
    Ended(usize),
    /// The object is a list, and the reader stands before its first item.
    AtList,
}

impl Size {
    fn plus(self, other: Self) -> Self {
        Self { nodes: self.nodes.saturating_add(other.nodes), text: self.text.saturating_add(other.text) }
    }

    fn exceeds(self) -> bool {
        self.nodes > NODES_MAX || self.text > OBJECT_TEXT_MAX
    }
}

/// How deep values may be nested. Four levels make one level of questions.
pub const DEPTH_MAX: usize = 120;

/// How many values one top-level object may hold, references counted as what they refer to.
pub const NODES_MAX: usize = 500_000;

/// How much text one top-level object may hold, in bytes.
pub const OBJECT_TEXT_MAX: usize = 32 * 1024 * 1024;

/// How many lists of type names a document may define.
pub(crate) const TYPE_NAMES_MAX: usize = 10_000;
