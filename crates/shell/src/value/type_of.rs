//! Types as values: what `[int]` names, what `-is` asks, what GetType answers.

use std::borrow::Cow;
use std::rc::Rc;
use std::sync::Arc;

use super::error_record::exception_chain;
use super::type_names::{self, ENUMERATIONS};
use super::{CUSTOM_OBJECT, EnumType, ListKind, Value};

/// A type. What is known only by name (classes with static members, exceptions, the product's objects) is
/// [`Type::Named`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants are the types of .NET that they name")]
pub enum Type {
    Object,
    /// `[psobject]` and `[pscustomobject]`.
    PsObject,
    Void,
    Bool,
    Byte,
    /// System.Int32, or a shorter integer by its range.
    Int,
    Long,
    /// A shorter or unsigned integer; its values are Int or Long.
    Integer(&'static IntegerRange),
    Double,
    /// `[single]` and `[decimal]`, whose values are Double.
    Real(&'static str),
    Char,
    String,
    DateTime,
    TimeSpan,
    Guid,
    Uri,
    Version,
    Regex,
    /// `T[]`; `[array]` is an array of Object.
    Array(Rc<Self>),
    List(ListKind, Rc<Self>),
    Hashtable,
    Ordered,
    Enum(Rc<EnumType>),
    Type,
    ScriptBlock,
    ErrorRecord,
    /// SwitchParameter; its values are Bool.
    Switch,
    Named(Arc<str>),
}

/// An integer type that is known by its range.
#[derive(Debug, PartialEq, Eq)]
pub struct IntegerRange {
    /// The full name.
    pub name: &'static str,
    /// The least value.
    pub least: i64,
    /// The greatest value.
    pub most: i64,
}

impl Type {
    /// The type that `name` means, as it stands between brackets: accelerators, full names with or without
    /// `System.`, arrays, generic lists. Enumerations of the product are the evaluator's to look up.
    pub fn resolve(name: &str) -> Option<Self> {
        type_names::resolve(name)
    }

    /// The names that [`Self::resolve`] knows, as people write them.
    pub fn names() -> Vec<String> {
        super::type_names::names()
    }

    /// The enumeration of .NET with this full name.
    pub fn enumeration(full_name: &str) -> Option<Rc<EnumType>> {
        ENUMERATIONS.with(|all| all.iter().find(|one| &**one.full_name() == full_name).map(Rc::clone))
    }

    /// The type of a value; Null has none.
    pub fn of(value: &Value) -> Option<Self> {
        Some(match value.bare() {
            Value::Null => return None,
            Value::Bool(_) => Self::Bool,
            Value::Byte(_) => Self::Byte,
            Value::Int(_) => Self::Int,
            Value::Long(_) => Self::Long,
            Value::Double(_) => Self::Double,
            Value::Char(_) => Self::Char,
            Value::String(_) => Self::String,
            Value::DateTime(_) => Self::DateTime,
            Value::TimeSpan(_) => Self::TimeSpan,
            Value::Guid(_) => Self::Guid,
            Value::Uri(_) => Self::Uri,
            Value::Version(_) => Self::Version,
            Value::Regex(_) => Self::Regex,
            Value::Bytes(_) => Self::Array(Rc::new(Self::Byte)),
            Value::Array(array) => Self::Array(Rc::new(array.element_type().clone())),
            Value::List(list) => Self::List(list.kind(), Rc::new(list.element_type().clone())),
            Value::Hashtable(table) if table.is_ordered() => Self::Ordered,
            Value::Hashtable(_) => Self::Hashtable,
            Value::Enum(value) => Self::Enum(Rc::clone(&value.of)),
            Value::Type(_) => Self::Type,
            Value::ScriptBlock(_) => Self::ScriptBlock,
            Value::Error(_) => Self::ErrorRecord,
            Value::Object(object) => Self::Named(object.class_name()),
        })
    }

    /// The name with its namespace, as messages print it.
    pub fn full_name(&self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Object => "System.Object",
            Self::PsObject => "System.Management.Automation.PSObject",
            Self::Void => "System.Void",
            Self::Bool => "System.Boolean",
            Self::Byte => "System.Byte",
            Self::Int => "System.Int32",
            Self::Long => "System.Int64",
            Self::Integer(range) => range.name,
            Self::Real(name) => name,
            Self::Double => "System.Double",
            Self::Char => "System.Char",
            Self::String => "System.String",
            Self::DateTime => "System.DateTime",
            Self::TimeSpan => "System.TimeSpan",
            Self::Guid => "System.Guid",
            Self::Uri => "System.Uri",
            Self::Version => "System.Version",
            Self::Regex => "System.Text.RegularExpressions.Regex",
            Self::Hashtable => "System.Collections.Hashtable",
            Self::Ordered => "System.Collections.Specialized.OrderedDictionary",
            Self::Type => "System.RuntimeType",
            Self::ScriptBlock => "System.Management.Automation.ScriptBlock",
            Self::ErrorRecord => "System.Management.Automation.ErrorRecord",
            Self::Switch => "System.Management.Automation.SwitchParameter",
            Self::List(ListKind::ArrayList, _) => "System.Collections.ArrayList",
            Self::List(ListKind::Generic, element) => {
                return Cow::Owned(format!("System.Collections.Generic.List`1[{}]", element.full_name()));
            }
            Self::List(ListKind::Collection, element) => {
                return Cow::Owned(format!(
                    "System.Collections.ObjectModel.Collection`1[{}]",
                    element.full_name()
                ));
            }
            Self::Array(element) => return Cow::Owned(format!("{}[]", element.full_name())),
            Self::Enum(of) => return Cow::Owned(of.full_name().to_string()),
            Self::Named(name) => return Cow::Owned(name.to_string()),
        })
    }

    /// The name without its namespace, as `GetType().Name` gives it.
    pub fn name(&self) -> Cow<'static, str> {
        let full = match self {
            // What stands in the brackets of a generic type is no part of its name.
            Self::Named(name) if name.contains('`') => {
                Cow::Owned(name.split('[').next().unwrap_or(name).to_owned())
            }
            Self::List(ListKind::Generic, _) => return Cow::Borrowed("List`1"),
            Self::List(ListKind::Collection, _) => return Cow::Borrowed("Collection`1"),
            other => other.full_name(),
        };
        let start = full.rfind('.').map_or(0, |dot| dot + 1);
        match full {
            Cow::Borrowed(name) => Cow::Borrowed(&name[start..]),
            Cow::Owned(name) => Cow::Owned(name[start..].to_owned()),
        }
    }

    /// Whether `-is` finds `value` to be of this type.
    pub fn accepts(&self, value: &Value) -> bool {
        if let (Self::PsObject, Value::Object(_)) = (self, value) {
            return true;
        }
        let bare = value.bare();
        match (self, bare) {
            (_, Value::Null) => false,
            (Self::Object, _) => true,
            (Self::Array(element), Value::Array(_) | Value::Bytes(_)) if **element == Self::Object => true,
            (Self::Named(name), Value::Object(object)) => {
                object.type_names().iter().any(|known| known.eq_ignore_ascii_case(name))
                    || is_contract(name, bare)
            }
            (Self::Named(name), Value::Error(record)) => {
                exception_chain(&record.fault.exception).contains(&&**name)
            }
            (Self::Named(name), _) => is_contract(name, bare),
            _ => Self::of(bare).as_ref() == Some(self),
        }
    }

    /// Whether null can stand for it in .NET, so that `$null` converts to Null.
    pub fn is_reference(&self) -> bool {
        matches!(
            self,
            Self::Object
                | Self::PsObject
                | Self::Uri
                | Self::Version
                | Self::Regex
                | Self::Array(_)
                | Self::List(..)
                | Self::Hashtable
                | Self::Ordered
                | Self::Type
                | Self::ScriptBlock
                | Self::ErrorRecord
                | Self::Named(_)
        )
    }

    /// What the type derives from, for BaseType.
    pub fn base_name(&self) -> Option<&'static str> {
        Some(match self {
            Self::Object => return None,
            Self::Array(_) => "System.Array",
            Self::Enum(_) => "System.Enum",
            other if other.is_reference() || *other == Self::String => "System.Object",
            Self::Named(name) if &**name == CUSTOM_OBJECT => "System.Object",
            _ => "System.ValueType",
        })
    }
}

/// The interfaces and abstract classes that scripts ask for.
fn is_contract(name: &str, value: &Value) -> bool {
    let name = name.strip_prefix("System.").unwrap_or(name);
    let name = name.strip_prefix("Collections.").unwrap_or(name);
    match name {
        "IEnumerable" => matches!(value, Value::String(_) | Value::Hashtable(_)) || value.is_collection(),
        "ICollection" => matches!(value, Value::Hashtable(_)) || value.is_collection(),
        "IList" => value.is_collection(),
        "IDictionary" => matches!(value, Value::Hashtable(_)),
        "Array" => matches!(value, Value::Array(_) | Value::Bytes(_)),
        "Enum" => matches!(value, Value::Enum(_)),
        "ValueType" => Type::of(value).is_some_and(|of| of.base_name() == Some("System.ValueType")),
        "IComparable" => !value.is_collection() && !matches!(value, Value::Hashtable(_) | Value::Object(_)),
        _ => false,
    }
}
