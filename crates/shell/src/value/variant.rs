//! The one type that every expression yields.

use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use uuid::Uuid;

use super::{
    Array, Bytes, DateTime, EnumValue, ErrorRecord, Hashtable, List, Object, ScriptBlock, TimeSpan, Type,
    Uri, Version,
};
use crate::text::Pattern;

/// A value of the language.
///
/// There is no Decimal and no unsigned or short integer of its own: `[decimal]` and `[single]` yield a Double,
/// the other integers an Int or a Long within their range.
#[derive(Clone, Default)]
pub enum Value {
    /// `$null`.
    #[default]
    Null,
    /// System.Boolean.
    Bool(bool),
    /// System.Byte, as an index into bytes yields it.
    Byte(u8),
    /// System.Int32, the type of a plain number.
    Int(i32),
    /// System.Int64.
    Long(i64),
    /// System.Double.
    Double(f64),
    /// System.Char.
    Char(char),
    /// System.String.
    String(Arc<str>),
    /// System.DateTime.
    DateTime(DateTime),
    /// System.TimeSpan.
    TimeSpan(TimeSpan),
    /// System.Guid.
    Guid(Uuid),
    /// System.Uri.
    Uri(Rc<Uri>),
    /// System.Version.
    Version(Rc<Version>),
    /// System.Text.RegularExpressions.Regex.
    Regex(Rc<Pattern>),
    /// System.Byte[].
    Bytes(Bytes),
    /// An array of fixed size.
    Array(Array),
    /// A list that grows.
    List(List),
    /// Hashtable or OrderedDictionary.
    Hashtable(Hashtable),
    /// A value of an enumeration.
    Enum(EnumValue),
    /// `[int]` as a value.
    Type(Type),
    /// A script block; its body belongs to the evaluator.
    ScriptBlock(ScriptBlock),
    /// An error record.
    Error(Rc<ErrorRecord>),
    /// An object with properties, or a value that carries added properties.
    Object(Object),
}

impl Value {
    /// A string value.
    pub fn text(text: impl AsRef<str>) -> Self {
        Self::String(Arc::from(text.as_ref()))
    }

    /// An `object[]` of `elements`.
    pub fn array(elements: Vec<Self>) -> Self {
        Self::Array(Array::new(elements))
    }

    /// The value without added properties: what conversions and operators work on.
    pub fn bare(&self) -> &Self {
        match self {
            Self::Object(object) => object.base().map_or(self, Self::bare),
            _ => self,
        }
    }

    /// Whether this is `$null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether the operators treat this as a collection: strings and tables are single values.
    pub fn is_collection(&self) -> bool {
        match self.bare() {
            Self::Array(_) | Self::List(_) | Self::Bytes(_) => true,
            Self::Object(object) => object.native().is_some_and(|native| native.count().is_some()),
            _ => false,
        }
    }

    /// The elements of a collection, copied out so that the collection may change meanwhile.
    pub fn elements(&self) -> Option<Vec<Self>> {
        match self.bare() {
            Self::Array(array) => Some(array.to_vec()),
            Self::List(list) => Some(list.to_vec()),
            Self::Bytes(bytes) => Some(bytes.borrow().iter().map(|byte| Self::Byte(*byte)).collect()),
            Self::Object(object) => object.native()?.elements(),
            _ => None,
        }
    }

    /// What the pipeline gets of this value: the elements of a collection, or the value itself.
    pub fn unroll(&self) -> Vec<Self> {
        self.elements().unwrap_or_else(|| vec![self.clone()])
    }

    /// The number of elements of a collection.
    pub fn element_count(&self) -> Option<usize> {
        match self.bare() {
            Self::Array(array) => Some(array.len()),
            Self::List(list) => Some(list.len()),
            Self::Bytes(bytes) => Some(bytes.borrow().len()),
            Self::Object(object) => object.native()?.count(),
            _ => None,
        }
    }

    /// The text of a string value.
    pub fn as_str(&self) -> Option<&str> {
        match self.bare() {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// Whether both are the same object in memory; scalars never are.
    pub fn same_object(&self, other: &Self) -> bool {
        match (self.bare(), other.bare()) {
            (Self::Array(a), Self::Array(b)) => a.same(b),
            (Self::List(a), Self::List(b)) => a.same(b),
            (Self::Bytes(a), Self::Bytes(b)) => a.same(b),
            (Self::Hashtable(a), Self::Hashtable(b)) => a.same(b),
            (Self::Object(a), Self::Object(b)) => a.same(b),
            (Self::ScriptBlock(a), Self::ScriptBlock(b)) => a.same(b),
            (Self::Error(a), Self::Error(b)) => Rc::ptr_eq(a, b),
            (Self::Regex(a), Self::Regex(b)) => Rc::ptr_eq(a, b),
            _ => false,
        }
    }

    /// The type of the value; Null has none.
    pub fn type_of(&self) -> Option<Type> {
        Type::of(self)
    }

    /// The full name of the type, or `null`, for messages.
    pub fn type_name(&self) -> String {
        self.type_of().map_or_else(|| "null".to_owned(), |found| found.full_name().into_owned())
    }

    /// Whether a further reference to this value may make its drop deep.
    pub(super) fn is_container(&self) -> bool {
        matches!(self, Self::Array(_) | Self::List(_) | Self::Hashtable(_) | Self::Object(_))
    }
}

/// Bounded: a container shows its size alone, so that a cycle prints.
impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => write!(f, "Null"),
            Self::Bool(value) => write!(f, "Bool({value})"),
            Self::Byte(value) => write!(f, "Byte({value})"),
            Self::Int(value) => write!(f, "Int({value})"),
            Self::Long(value) => write!(f, "Long({value})"),
            Self::Double(value) => write!(f, "Double({value})"),
            Self::Char(value) => write!(f, "Char({value:?})"),
            Self::String(value) => write!(f, "String({value:?})"),
            Self::DateTime(value) => write!(f, "{value:?}"),
            Self::TimeSpan(value) => write!(f, "{value:?}"),
            Self::Guid(value) => write!(f, "Guid({value})"),
            Self::Hashtable(table) => write!(f, "Hashtable({})", table.len()),
            Self::Object(object) => write!(f, "Object({})", object.type_name()),
            Self::Error(record) => write!(f, "Error({:?})", record.fault.message),
            other => write!(f, "{}({})", other.type_name(), other.element_count().unwrap_or(0)),
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Self::Int(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Long(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Double(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::text(value)
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::String(Arc::from(value))
    }
}

impl From<Arc<str>> for Value {
    fn from(value: Arc<str>) -> Self {
        Self::String(value)
    }
}

impl From<DateTime> for Value {
    fn from(value: DateTime) -> Self {
        Self::DateTime(value)
    }
}

impl From<TimeSpan> for Value {
    fn from(value: TimeSpan) -> Self {
        Self::TimeSpan(value)
    }
}

impl From<Type> for Value {
    fn from(value: Type) -> Self {
        Self::Type(value)
    }
}

impl From<Object> for Value {
    fn from(value: Object) -> Self {
        Self::Object(value)
    }
}

impl From<Hashtable> for Value {
    fn from(value: Hashtable) -> Self {
        Self::Hashtable(value)
    }
}

impl From<List> for Value {
    fn from(value: List) -> Self {
        Self::List(value)
    }
}
