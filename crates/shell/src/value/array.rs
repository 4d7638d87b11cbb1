//! Arrays: of fixed size, their elements shared and replaceable.

use std::cell::{Ref, RefCell};
use std::fmt;
use std::rc::Rc;

use super::dismantle::dismantle;
use super::{Type, Value};

/// An array by reference. An element of a typed array is converted before it is stored (see `member::set_index`).
#[derive(Clone)]
pub struct Array(Rc<Body>);

struct Body {
    element: Type,
    elements: RefCell<Vec<Value>>,
}

impl Array {
    /// An `object[]`.
    pub fn new(elements: Vec<Value>) -> Self {
        Self::typed(Type::Object, elements)
    }

    /// An array whose elements already are of `element`.
    pub fn typed(element: Type, elements: Vec<Value>) -> Self {
        Self(Rc::new(Body { element, elements: RefCell::new(elements) }))
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

    /// The elements, copied.
    pub fn to_vec(&self) -> Vec<Value> {
        self.0.elements.borrow().clone()
    }

    /// The elements to read while nothing writes them.
    pub fn borrow(&self) -> Ref<'_, Vec<Value>> {
        self.0.elements.borrow()
    }

    /// Works on the elements in place, as `[array]::Reverse` and `::Sort` do. The size must stay.
    pub fn change(&self, change: impl FnOnce(&mut [Value])) {
        change(&mut self.0.elements.borrow_mut());
    }

    /// Whether both are one array.
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
impl fmt::Debug for Array {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Array({})", self.len())
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        dismantle(self.elements.take());
    }
}
