//! The values that CLIXML carries.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil;
use uuid::Uuid;

/// One value. Lists, dictionaries, enumerations and everything with properties are objects.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `<Nil />`.
    Nil,
    /// `<B>`.
    Bool(bool),
    /// `<C>`: one UTF-16 code unit.
    Char(u16),
    /// An integer and the tag that it is written with.
    Int(IntKind, i128),
    /// `<Db>`; `<Sg>` is read as one too.
    Double(f64),
    /// `<D>`, as its digits.
    Decimal(String),
    /// `<S>`; XML documents, script blocks and other text are read as strings too.
    String(String),
    /// `<DT>`.
    DateTime(DateTime),
    /// `<TS>`.
    TimeSpan(TimeSpan),
    /// `<G>`.
    Guid(Uuid),
    /// `<URI>`.
    Uri(String),
    /// `<Version>`.
    Version(String),
    /// `<BA>`.
    Bytes(Vec<u8>),
    /// `<Obj>`.
    Object(Arc<Object>),
    /// A `<Ref>` to an object that the document does not hold, or that encloses the reference.
    Dangling(u64),
}

impl Value {
    /// A string value.
    pub fn string(text: impl Into<String>) -> Self {
        Self::String(text.into())
    }

    /// An object value.
    pub fn object(object: Object) -> Self {
        Self::Object(Arc::new(object))
    }

    /// The object, if this is one.
    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// What the value is, for people: `a string`, `a list`.
    pub fn describe(&self) -> &'static str {
        match self {
            Self::Nil => "nothing",
            Self::Bool(_) => "a Boolean",
            Self::Char(_) => "a character",
            Self::Int(..) => "an integer",
            Self::Double(_) | Self::Decimal(_) => "a number",
            Self::String(_) => "a string",
            Self::DateTime(_) => "a date",
            Self::TimeSpan(_) => "a time span",
            Self::Guid(_) => "a GUID",
            Self::Uri(_) => "a URI",
            Self::Version(_) => "a version",
            Self::Bytes(_) => "bytes",
            Self::Object(object) => match object.content {
                Content::List(_) => "a list",
                Content::Dictionary(_) => "a dictionary",
                Content::None | Content::Value(_) => "an object",
            },
            Self::Dangling(_) => "a reference to an object that is missing or encloses it",
        }
    }
}

/// The integer types, named by their tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntKind {
    /// `<By>`: 0 to 255.
    U8,
    /// `<SB>`: -128 to 127.
    I8,
    /// `<U16>`.
    U16,
    /// `<I16>`.
    I16,
    /// `<U32>`.
    U32,
    /// `<I32>`.
    I32,
    /// `<U64>`.
    U64,
    /// `<I64>`.
    I64,
}

impl IntKind {
    /// The XML tag.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::U8 => "By",
            Self::I8 => "SB",
            Self::U16 => "U16",
            Self::I16 => "I16",
            Self::U32 => "U32",
            Self::I32 => "I32",
            Self::U64 => "U64",
            Self::I64 => "I64",
        }
    }

    /// The smallest and the largest value.
    pub fn range(self) -> (i128, i128) {
        match self {
            Self::U8 => (0, u8::MAX.into()),
            Self::I8 => (i8::MIN.into(), i8::MAX.into()),
            Self::U16 => (0, u16::MAX.into()),
            Self::I16 => (i16::MIN.into(), i16::MAX.into()),
            Self::U32 => (0, u32::MAX.into()),
            Self::I32 => (i32::MIN.into(), i32::MAX.into()),
            Self::U64 => (0, u64::MAX.into()),
            Self::I64 => (i64::MIN.into(), i64::MAX.into()),
        }
    }
}

/// A .NET date and time: ticks of 100 ns, and what is known of its zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTime {
    /// The date and time as written.
    pub civil: civil::DateTime,
    /// What followed them.
    pub zone: Zone,
}

/// The zone of a [`DateTime`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Nothing: the reader's own business.
    Unspecified,
    /// `Z`.
    Utc,
    /// An offset such as `+01:00`, in minutes.
    Offset(i16),
}

/// A .NET time span in ticks of 100 ns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeSpan(pub i64);

impl TimeSpan {
    /// A span of whole seconds; `None` beyond what .NET can hold.
    pub fn from_seconds(seconds: i64) -> Option<Self> {
        seconds.checked_mul(TICKS_PER_SECOND).map(Self)
    }

    /// Whole seconds; `None` where there is a fraction.
    pub fn whole_seconds(self) -> Option<i64> {
        (self.0 % TICKS_PER_SECOND == 0).then_some(self.0 / TICKS_PER_SECOND)
    }
}

/// Ticks of a [`TimeSpan`] in a second.
pub const TICKS_PER_SECOND: i64 = 10_000_000;

/// The type names of an object, the most derived first.
#[derive(Clone, Debug, Default)]
pub struct TypeNames(Names);

#[derive(Clone, Debug)]
enum Names {
    Known(&'static [&'static str]),
    Read(Arc<[String]>),
}

impl Default for Names {
    fn default() -> Self {
        Self::Known(&[])
    }
}

impl TypeNames {
    /// Names that the program knows.
    pub const fn known(names: &'static [&'static str]) -> Self {
        Self(Names::Known(names))
    }

    /// Names that were read.
    pub fn read(names: Vec<String>) -> Self {
        Self(Names::Read(names.into()))
    }

    /// The names in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let (known, read): (&[&str], &[String]) = match &self.0 {
            Names::Known(known) => (known, &[]),
            Names::Read(read) => (&[], read),
        };
        known.iter().copied().chain(read.iter().map(String::as_str))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// The most derived name, without the `Deserialized.` that PowerShell puts before it.
    pub fn first(&self) -> Option<&str> {
        self.iter().next().map(without_deserialized)
    }

    /// Whether one of the names is this one; `Deserialized.` and case are ignored.
    pub fn contain(&self, name: &str) -> bool {
        self.iter().any(|own| without_deserialized(own).eq_ignore_ascii_case(name))
    }

    /// Whether both are the same list in memory, which is cheaper to ask than equality.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Names::Known(a), Names::Known(b)) => std::ptr::eq(*a, *b),
            (Names::Read(a), Names::Read(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

impl PartialEq for TypeNames {
    fn eq(&self, other: &Self) -> bool {
        self.is_same(other) || self.iter().eq(other.iter())
    }
}

fn without_deserialized(name: &str) -> &str {
    const PREFIX: &str = "Deserialized.";
    match name.get(..PREFIX.len()) {
        Some(head) if head.eq_ignore_ascii_case(PREFIX) => &name[PREFIX.len()..],
        _ => name,
    }
}

/// An object: type names, text, content, and properties of both kinds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object {
    /// `<TN>`.
    pub type_names: TypeNames,
    /// `<ToString>`.
    pub to_string: Option<String>,
    /// What the object contains beside properties.
    pub content: Content,
    /// Adapted properties, `<Props>`.
    pub props: Vec<Property>,
    /// Extended properties, `<MS>`.
    pub members: Vec<Property>,
}

impl Object {
    /// An object that is a list.
    pub fn list(type_names: TypeNames, items: Vec<Value>) -> Self {
        Self { type_names, content: Content::List(items), ..Self::default() }
    }

    /// An enumeration value with its name and number.
    pub fn enumeration(type_names: TypeNames, name: impl Into<String>, number: i32) -> Self {
        Self {
            type_names,
            to_string: Some(name.into()),
            content: Content::Value(Box::new(Value::Int(IntKind::I32, number.into()))),
            ..Self::default()
        }
    }

    /// A property by name, extended before adapted, case ignored.
    pub fn property(&self, name: &str) -> Option<&Value> {
        self.properties().find(|property| property.name.eq_ignore_ascii_case(name)).map(|p| &p.value)
    }

    /// All properties, extended before adapted.
    pub fn properties(&self) -> impl Iterator<Item = &Property> {
        self.members.iter().chain(&self.props)
    }
}

/// What an object contains beside its properties.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Content {
    /// Nothing.
    #[default]
    None,
    /// A primitive value, as an enumeration has, or a string with extra properties.
    Value(Box<Value>),
    /// `<LST>`, and `<IE>`, `<QUE>` and `<STK>`, which are read as lists.
    List(Vec<Value>),
    /// `<DCT>`.
    Dictionary(Vec<(Value, Value)>),
}

/// A named value.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// The name, in the case it was written with.
    pub name: Cow<'static, str>,
    /// The value.
    pub value: Value,
}

impl Property {
    /// A property.
    pub fn new(name: impl Into<Cow<'static, str>>, value: Value) -> Self {
        Self { name: name.into(), value }
    }
}
