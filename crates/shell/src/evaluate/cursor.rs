//! `$foreach` and `$switch`: how far a loop is in what it walks through.

use std::cell::Cell;
use std::rc::Rc;

use crate::value::{Object, Value};

/// What a loop walks through, and how much of it was taken.
pub struct Cursor {
    items: Vec<Value>,
    taken: Cell<usize>,
}

impl Cursor {
    pub(super) fn new(items: Vec<Value>) -> Rc<Self> {
        Rc::new(Self { items, taken: Cell::new(0) })
    }

    /// The next item.
    pub(super) fn next(&self) -> Option<Value> {
        let at = self.taken.get();
        self.taken.set(at.saturating_add(1));
        self.items.get(at).cloned()
    }

    /// The item that was taken last.
    pub(super) fn current(&self) -> Value {
        let at = self.taken.get().checked_sub(1);
        at.and_then(|at| self.items.get(at)).cloned().unwrap_or_default()
    }

    /// Takes an item away from the loop; whether there was one.
    pub(super) fn move_next(&self) -> bool {
        self.next().is_some()
    }

    /// Goes back before the first item.
    pub(super) fn reset(&self) {
        self.taken.set(0);
    }

    /// As scripts see it.
    pub(crate) fn value(self: &Rc<Self>) -> Value {
        let names = Rc::from(["System.Array+SZArrayEnumerator".into(), "System.Object".into()]);
        let payload: Rc<Self> = Rc::clone(self);
        Value::Object(Object::bearing(names, payload))
    }
}
