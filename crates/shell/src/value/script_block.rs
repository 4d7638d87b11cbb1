//! Script blocks as values: the text for people, the body for the evaluator alone.

use std::any::Any;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

/// A script block by reference. Values know no syntax tree, so the body is opaque here.
#[derive(Clone)]
pub struct ScriptBlock(Rc<Block>);

struct Block {
    text: Arc<str>,
    body: Box<dyn Any>,
}

impl ScriptBlock {
    /// A block with the text between its braces and what the evaluator needs to run it.
    pub fn new(text: impl Into<Arc<str>>, body: impl Any) -> Self {
        Self(Rc::new(Block { text: text.into(), body: Box::new(body) }))
    }

    /// The text between the braces.
    pub fn text(&self) -> &Arc<str> {
        &self.0.text
    }

    /// The body, if it is a `T`.
    pub fn body<T: Any>(&self) -> Option<&T> {
        self.0.body.downcast_ref()
    }

    /// Whether both are one block.
    pub fn same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }

    pub(super) fn address(&self) -> usize {
        Rc::as_ptr(&self.0).cast::<u8>() as usize
    }
}

impl fmt::Debug for ScriptBlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ScriptBlock({:?})", self.text())
    }
}
