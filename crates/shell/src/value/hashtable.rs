//! Hashtables and ordered dictionaries.
//!
//! Both keep the order in which keys were added: a Hashtable promises no order, so this one is as good as any
//! and `[pscustomobject]@{...}` keeps the order that was written. Text keys ignore case.

use std::cell::{Ref, RefCell};
use std::fmt;
use std::rc::Rc;

use indexmap::IndexMap;

use super::Value;
use super::dismantle::dismantle;

/// A table by reference.
#[derive(Clone)]
pub struct Hashtable(Rc<Body>);

struct Body {
    ordered: bool,
    entries: RefCell<IndexMap<Key, (Value, Value)>>,
}

/// A key as it is compared: text folded, numbers by type, objects by identity.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// Text, folded.
    Text(String),
    /// A scalar: which type, and its bits.
    Scalar(u8, u128),
    /// An enumeration's name and the number.
    Enum(String, i64),
    /// An object in memory.
    Address(usize),
}

impl Key {
    /// The key that `value` is found by; Null is none.
    pub fn of(value: &Value) -> Option<Self> {
        Some(match value.bare() {
            Value::Null => return None,
            Value::String(text) => Self::text(text),
            Value::Bool(value) => Self::Scalar(0, u128::from(*value)),
            Value::Byte(value) => Self::Scalar(1, u128::from(*value)),
            Value::Int(value) => Self::Scalar(2, i128::from(*value).cast_unsigned()),
            Value::Long(value) => Self::Scalar(3, i128::from(*value).cast_unsigned()),
            Value::Double(value) => Self::Scalar(4, u128::from(value.to_bits())),
            Value::Char(value) => Self::Scalar(5, u128::from(u32::from(*value))),
            Value::DateTime(value) => Self::Scalar(6, i128::from(value.ticks()).cast_unsigned()),
            Value::TimeSpan(value) => Self::Scalar(7, i128::from(value.ticks()).cast_unsigned()),
            Value::Guid(value) => Self::Scalar(8, value.as_u128()),
            Value::Uri(uri) => Self::Enum("uri:".to_owned() + uri.as_str(), 0),
            Value::Version(version) => Self::Enum("version:".to_owned() + &version.to_string(), 0),
            Value::Type(named) => Self::Enum("type:".to_owned() + &named.full_name(), 0),
            Value::Enum(value) => Self::Enum(value.of.full_name().to_string(), value.number),
            Value::Regex(pattern) => Self::Address(Rc::as_ptr(pattern).cast::<u8>() as usize),
            Value::Error(record) => Self::Address(Rc::as_ptr(record).cast::<u8>() as usize),
            Value::Bytes(bytes) => Self::Address(bytes.address()),
            Value::Array(array) => Self::Address(array.address()),
            Value::List(list) => Self::Address(list.address()),
            Value::Hashtable(table) => Self::Address(Rc::as_ptr(&table.0).cast::<u8>() as usize),
            Value::ScriptBlock(block) => Self::Address(block.address()),
            Value::Object(object) => Self::Address(object.address()),
        })
    }

    /// The same, where the case of texts counts.
    pub fn exact(value: &Value) -> Option<Self> {
        match value.bare() {
            Value::String(text) => Some(Self::Text(text.to_string())),
            other => Self::of(other),
        }
    }

    /// The key of a text.
    pub fn text(text: &str) -> Self {
        Self::Text(if text.is_ascii() { text.to_ascii_lowercase() } else { text.to_lowercase() })
    }
}

impl Hashtable {
    /// An empty `@{}`.
    pub fn new() -> Self {
        Self::with_order(false)
    }

    /// An empty `[ordered]@{}`.
    pub fn ordered() -> Self {
        Self::with_order(true)
    }

    fn with_order(ordered: bool) -> Self {
        Self(Rc::new(Body { ordered, entries: RefCell::default() }))
    }

    /// Whether a number as index means a position.
    pub fn is_ordered(&self) -> bool {
        self.0.ordered
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.0.entries.borrow().len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value under `key`.
    pub fn at(&self, key: &Value) -> Option<Value> {
        let key = Key::of(key)?;
        self.0.entries.borrow().get(&key).map(|(_, value)| value.clone())
    }

    /// The value under a text key.
    pub fn named(&self, name: &str) -> Option<Value> {
        self.0.entries.borrow().get(&Key::text(name)).map(|(_, value)| value.clone())
    }

    /// The value at a position.
    pub fn at_position(&self, position: usize) -> Option<Value> {
        self.0.entries.borrow().get_index(position).map(|(_, (_, value))| value.clone())
    }

    /// Replaces the value at a position; whether there is one.
    pub fn set_position(&self, position: usize, value: Value) -> bool {
        let replaced = match self.0.entries.borrow_mut().get_index_mut(position) {
            Some((_, (_, slot))) => std::mem::replace(slot, value),
            None => return false,
        };
        drop(replaced);
        true
    }

    /// Whether `key` is there.
    pub fn contains(&self, key: &Value) -> bool {
        Key::of(key).is_some_and(|key| self.0.entries.borrow().contains_key(&key))
    }

    /// Adds or replaces the value under `key`. A Null key is refused with `false`.
    pub fn set(&self, key: Value, value: Value) -> bool {
        let Some(hashed) = Key::of(&key) else { return false };
        let mut entries = self.0.entries.borrow_mut();
        let replaced = match entries.get_mut(&hashed) {
            Some((_, slot)) => std::mem::replace(slot, value),
            None => {
                entries.insert(hashed, (key, value));
                return true;
            }
        };
        drop(entries);
        drop(replaced);
        true
    }

    /// Adds or replaces the value under a text key.
    pub fn set_named(&self, name: &str, value: Value) {
        self.set(Value::text(name), value);
    }

    /// Takes the entry under `key` out.
    pub fn remove(&self, key: &Value) -> Option<Value> {
        let key = Key::of(key)?;
        self.0.entries.borrow_mut().shift_remove(&key).map(|(_, value)| value)
    }

    /// Takes the entry at a position out.
    pub fn remove_position(&self, position: usize) -> Option<Value> {
        self.0.entries.borrow_mut().shift_remove_index(position).map(|(_, (_, value))| value)
    }

    /// Takes all entries out.
    pub fn clear(&self) {
        let entries = self.0.entries.take();
        drop(entries);
    }

    /// The keys, copied.
    pub fn keys(&self) -> Vec<Value> {
        self.0.entries.borrow().values().map(|(key, _)| key.clone()).collect()
    }

    /// The values, copied.
    pub fn values(&self) -> Vec<Value> {
        self.0.entries.borrow().values().map(|(_, value)| value.clone()).collect()
    }

    /// Keys and values, copied.
    pub fn entries(&self) -> Vec<(Value, Value)> {
        self.0.entries.borrow().values().cloned().collect()
    }

    /// A table of the same kind with the same entries.
    pub fn copy(&self) -> Self {
        let entries = RefCell::new(self.borrow().clone());
        Self(Rc::new(Body { ordered: self.0.ordered, entries }))
    }

    fn borrow(&self) -> Ref<'_, IndexMap<Key, (Value, Value)>> {
        self.0.entries.borrow()
    }

    /// Whether both are one table.
    pub fn same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    pub(super) fn into_last_values(self) -> Vec<Value> {
        if Rc::strong_count(&self.0) == 1 { drain(&self.0.entries) } else { Vec::new() }
    }
}

/// Bounded: the size alone.
impl fmt::Debug for Hashtable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hashtable({})", self.len())
    }
}

impl Default for Hashtable {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        dismantle(drain(&self.entries));
    }
}

fn drain(entries: &RefCell<IndexMap<Key, (Value, Value)>>) -> Vec<Value> {
    entries.take().into_values().flat_map(|(key, value)| [key, value]).collect()
}
