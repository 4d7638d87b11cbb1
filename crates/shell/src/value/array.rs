//! Arrays: of fixed size, their elements shared and replaceable.

use std::fmt;
use std::ops::Deref;
use std::rc::Rc;

use super::elements::Elements;
use super::{Type, Value};

/// An array by reference. An element of a typed array is converted before it is stored (see `member::set_index`).
#[derive(Clone)]
pub struct Array(Rc<Elements>);

impl Array {
    /// An `object[]`.
    pub fn new(elements: Vec<Value>) -> Self {
        Self::typed(Type::Object, elements)
    }

    /// An array whose elements already are of `element`.
    pub fn typed(element: Type, elements: Vec<Value>) -> Self {
        Self(Rc::new(Elements::new(element, elements)))
    }

    /// Works on the elements in place, as `[array]::Reverse` and `::Sort` do: the size stays.
    pub fn change(&self, change: impl FnOnce(&mut [Value])) {
        self.0.change(|elements| change(elements));
    }

    /// Whether both are one array.
    pub fn same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    pub(super) fn address(&self) -> usize {
        Rc::as_ptr(&self.0).cast::<u8>() as usize
    }

    pub(super) fn into_last_elements(self) -> Vec<Value> {
        if Rc::strong_count(&self.0) == 1 { self.0.take() } else { Vec::new() }
    }
}

impl Deref for Array {
    type Target = Elements;

    fn deref(&self) -> &Elements {
        &self.0
    }
}

/// Bounded: the size alone.
impl fmt::Debug for Array {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Array({})", self.len())
    }
}
