//! Lists that grow, shared by reference.

use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

use super::elements::Elements;
use super::{Type, Value};

/// Which of the lists of .NET this one is; they differ in name and in what Add answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// System.Collections.ArrayList: Add answers the index.
    ArrayList,
    /// System.Collections.Generic.List.
    Generic,
    /// System.Collections.ObjectModel.Collection.
    Collection,
}

/// A list by reference. What a typed list is given is converted first (see `member::call`).
#[derive(Clone)]
pub struct List(Rc<Body>);

struct Body {
    kind: ListKind,
    elements: Elements,
}

impl List {
    /// An ArrayList.
    pub fn new(elements: Vec<Value>) -> Self {
        Self::typed(ListKind::ArrayList, Type::Object, elements)
    }

    /// A list of `kind` whose elements already are of `element`.
    pub fn typed(kind: ListKind, element: Type, elements: Vec<Value>) -> Self {
        Self(Rc::new(Body { kind, elements: Elements::new(element, elements) }))
    }

    /// Which list this is.
    pub fn kind(&self) -> ListKind {
        self.0.kind
    }

    /// Appends `value`, which already is of the element type.
    pub fn push(&self, value: Value) {
        self.0.elements.change(|elements| elements.push(value));
    }

    /// Works on the elements in place.
    pub fn change<T>(&self, change: impl FnOnce(&mut Vec<Value>) -> T) -> T {
        self.0.elements.change(change)
    }

    /// Whether both are one list.
    pub fn same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    pub(super) fn address(&self) -> usize {
        Rc::as_ptr(&self.0).cast::<u8>() as usize
    }

    pub(super) fn into_last_elements(self) -> Vec<Value> {
        if Rc::strong_count(&self.0) == 1 { self.0.elements.take() } else { Vec::new() }
    }
}

impl Deref for List {
    type Target = Elements;

    fn deref(&self) -> &Elements {
        &self.0.elements
    }
}

/// Bounded: the size alone.
impl fmt::Debug for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "List({})", self.len())
    }
}
