//! The elements of an array or a list, which all who hold it share.

use std::cell::{Ref, RefCell};

use super::dismantle::dismantle;
use super::{Type, Value};

/// What arrays and lists have in common: elements of a declared type, each of which can be replaced.
pub struct Elements {
    element: Type,
    elements: RefCell<Vec<Value>>,
}

impl Elements {
    pub(super) fn new(element: Type, elements: Vec<Value>) -> Self {
        Self { element, elements: RefCell::new(elements) }
    }

    /// The declared type of the elements.
    pub fn element_type(&self) -> &Type {
        &self.element
    }

    /// The number of elements.
    pub fn len(&self) -> usize {
        self.elements.borrow().len()
    }

    /// Whether there is no element.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at `index`.
    pub fn at(&self, index: usize) -> Option<Value> {
        self.elements.borrow().get(index).cloned()
    }

    /// Replaces the element at `index`; whether there is one.
    pub fn set(&self, index: usize, value: Value) -> bool {
        let replaced = match self.elements.borrow_mut().get_mut(index) {
            Some(slot) => std::mem::replace(slot, value),
            None => return false,
        };
        drop(replaced);
        true
    }

    /// The elements, copied.
    pub fn to_vec(&self) -> Vec<Value> {
        self.elements.borrow().clone()
    }

    /// The elements to read while nothing writes them.
    pub fn borrow(&self) -> Ref<'_, Vec<Value>> {
        self.elements.borrow()
    }

    /// Works on the elements in place.
    pub(super) fn change<T>(&self, change: impl FnOnce(&mut Vec<Value>) -> T) -> T {
        change(&mut self.elements.borrow_mut())
    }

    pub(super) fn take(&self) -> Vec<Value> {
        self.elements.take()
    }
}

impl Drop for Elements {
    fn drop(&mut self) {
        dismantle(self.elements.take());
    }
}
