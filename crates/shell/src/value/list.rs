//! Lists that grow, shared by reference.

use std::cell::{Ref, RefCell};
use std::fmt;
use std::rc::Rc;

use super::dismantle::dismantle;
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
    element: Type,
    elements: RefCell<Vec<Value>>,
}

impl List {
    /// An ArrayList.
    pub fn new(elements: Vec<Value>) -> Self {
        Self::typed(ListKind::ArrayList, Type::Object, elements)
    }

    /// A list of `kind` whose elements already are of `element`.
    pub fn typed(kind: ListKind, element: Type, elements: Vec<Value>) -> Self {
        Self(Rc::new(Body { kind, element, elements: RefCell::new(elements) }))
    }

    /// Which list this is.
    pub fn kind(&self) -> ListKind {
        self.0.kind
    }

    /// The declared type of the elements.
    pub fn element_type(&self) -> &Type {
        &self.0.element
    }

    /// The number of elements.
    pub fn len(&self) -> usize {
        self.0.elements.borrow().len()
    }

    /// Whether there is no element.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at `index`.
    pub fn at(&self, index: usize) -> Option<Value> {
        self.0.elements.borrow().get(index).cloned()
    }

    /// Replaces the element at `index`; whether there is one.
    pub fn set(&self, index: usize, value: Value) -> bool {
        let replaced = match self.0.elements.borrow_mut().get_mut(index) {
            Some(slot) => std::mem::replace(slot, value),
            None => return false,
        };
        drop(replaced);
        true
    }

    /// Appends `value`, which already is of the element type.
    pub fn push(&self, value: Value) {
        self.0.elements.borrow_mut().push(value);
    }

    /// Works on the elements in place.
    pub fn change<T>(&self, change: impl FnOnce(&mut Vec<Value>) -> T) -> T {
        change(&mut self.0.elements.borrow_mut())
    }

    /// The elements, copied.
    pub fn to_vec(&self) -> Vec<Value> {
        self.0.elements.borrow().clone()
    }

    /// The elements to read while nothing writes them.
    pub fn borrow(&self) -> Ref<'_, Vec<Value>> {
        self.0.elements.borrow()
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

/// Bounded: the size alone.
impl fmt::Debug for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "List({})", self.len())
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        dismantle(self.elements.take());
    }
}
