//! `byte[]`: what a file holds, shared by reference.

use std::cell::{Ref, RefCell};
use std::fmt;
use std::rc::Rc;

/// Bytes by reference; an element can be replaced, the size cannot change.
#[derive(Clone)]
pub struct Bytes(Rc<RefCell<Vec<u8>>>);

impl Bytes {
    /// An array of these bytes.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Rc::new(RefCell::new(bytes)))
    }

    /// The bytes to read.
    pub fn borrow(&self) -> Ref<'_, Vec<u8>> {
        self.0.borrow()
    }

    /// Replaces the byte at `index`; whether there is one.
    pub fn set(&self, index: usize, byte: u8) -> bool {
        match self.0.borrow_mut().get_mut(index) {
            Some(slot) => *slot = byte,
            None => return false,
        }
        true
    }

    /// Whether both are one array.
    pub fn same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    pub(super) fn address(&self) -> usize {
        Rc::as_ptr(&self.0).cast::<u8>() as usize
    }
}

/// Bounded: the size alone.
impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Bytes({})", self.borrow().len())
    }
}
