//! The tree of a document. Nodes stand in one row and name each other by their places in it.

use std::cell::RefCell;
use std::sync::Arc;

use crate::value::{Category, Fault, Outcome};

/// Where a node stands in its document.
pub(crate) type Id = usize;

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Document,
    Element(Arc<str>),
    Attribute(Arc<str>),
    Text,
    CData,
    Comment,
    /// `<?xml ...?>`
    Declaration,
    /// `<?name ...?>`
    Instruction(Arc<str>),
}

struct Node {
    kind: Kind,
    /// The text of a node that has no children.
    value: Arc<str>,
    parent: Option<Id>,
    attributes: Vec<Id>,
    children: Vec<Id>,
}

/// A document; its own node is the first.
pub(crate) struct Document {
    nodes: RefCell<Vec<Node>>,
}

/// Nodes of one document, those that were removed again among them.
pub(crate) const NODES_MAX: usize = 1_000_000;
/// Attributes of one element.
const ATTRIBUTES_MAX: usize = 1_000;
/// How deep elements may be nested.
pub(crate) const DEPTH_MAX: usize = 1_000;
/// The node of the document itself.
pub(crate) const ROOT: Id = 0;

impl Document {
    /// A document with nothing in it.
    pub(crate) fn new() -> Self {
        let document = Self { nodes: RefCell::default() };
        document.nodes.borrow_mut().push(Node::of(Kind::Document, Arc::from("")));
        document
    }

    /// Makes a node that stands nowhere yet.
    pub(crate) fn create(&self, kind: Kind, value: impl Into<Arc<str>>) -> Outcome<Id> {
        let mut nodes = self.nodes.borrow_mut();
        if nodes.len() >= NODES_MAX {
            return Err(exceeded(format!("The document has more than {NODES_MAX} nodes")));
        }
        nodes.push(Node::of(kind, value.into()));
        Ok(nodes.len() - 1)
    }

    /// Takes all children of a node out.
    pub(crate) fn remove_children(&self, id: Id) {
        let mut nodes = self.nodes.borrow_mut();
        for child in std::mem::take(&mut nodes[id].children) {
            nodes[child].parent = None;
        }
    }

    pub(crate) fn kind(&self, id: Id) -> Kind {
        self.nodes.borrow()[id].kind.clone()
    }

    pub(crate) fn is_element(&self, id: Id) -> bool {
        matches!(self.nodes.borrow()[id].kind, Kind::Element(_))
    }

    pub(crate) fn value(&self, id: Id) -> Arc<str> {
        Arc::clone(&self.nodes.borrow()[id].value)
    }

    pub(crate) fn set_value(&self, id: Id, value: &str) {
        self.nodes.borrow_mut()[id].value = Arc::from(value);
    }

    pub(crate) fn parent(&self, id: Id) -> Option<Id> {
        self.nodes.borrow()[id].parent
    }

    pub(crate) fn children(&self, id: Id) -> Vec<Id> {
        self.nodes.borrow()[id].children.clone()
    }

    pub(crate) fn attributes(&self, id: Id) -> Vec<Id> {
        self.nodes.borrow()[id].attributes.clone()
    }

    /// The name as it is written, or the name that stands for nodes without one.
    pub(crate) fn name(&self, id: Id) -> Arc<str> {
        match &self.nodes.borrow()[id].kind {
            Kind::Element(name) | Kind::Attribute(name) | Kind::Instruction(name) => Arc::clone(name),
            Kind::Document => Arc::from("#document"),
            Kind::Text => Arc::from("#text"),
            Kind::CData => Arc::from("#cdata-section"),
            Kind::Comment => Arc::from("#comment"),
            Kind::Declaration => Arc::from("xml"),
        }
    }

    /// The name without its prefix.
    pub(crate) fn local_name(&self, id: Id) -> Arc<str> {
        let name = self.name(id);
        name.rsplit_once(':').map_or_else(|| Arc::clone(&name), |(_, local)| Arc::from(local))
    }

    /// The attribute with this name; case counts.
    pub(crate) fn attribute(&self, id: Id, name: &str) -> Option<Id> {
        self.attributes(id).into_iter().find(|one| *self.name(*one) == *name)
    }

    /// Sets or adds an attribute.
    pub(crate) fn set_attribute(&self, id: Id, name: &str, value: &str) -> Outcome<Id> {
        if let Some(known) = self.attribute(id, name) {
            self.set_value(known, value);
            return Ok(known);
        }
        if self.nodes.borrow()[id].attributes.len() >= ATTRIBUTES_MAX {
            return Err(exceeded(format!("An element has more than {ATTRIBUTES_MAX} attributes")));
        }
        let made = self.create(Kind::Attribute(Arc::from(name)), value)?;
        self.place_attribute(id, made);
        Ok(made)
    }

    /// Gives an element an attribute that was made before, in place of one of the same name.
    pub(crate) fn place_attribute(&self, id: Id, attribute: Id) {
        if let Some(known) = self.attribute(id, &self.name(attribute)) {
            self.detach(known);
        }
        let mut nodes = self.nodes.borrow_mut();
        nodes[attribute].parent = Some(id);
        nodes[id].attributes.push(attribute);
    }

    /// Puts a node below another, before the child at `place` or at the end. What it stood below loses it.
    pub(crate) fn insert(&self, parent: Id, child: Id, place: Option<usize>) -> Outcome<()> {
        let mut above = Some(parent);
        let mut depth = 0;
        while let Some(one) = above {
            if one == child {
                return Err(argument(
                    "Cannot insert a node or any ancestor of that node as a child of itself.",
                ));
            }
            depth += 1;
            above = self.parent(one);
        }
        if depth > DEPTH_MAX {
            return Err(exceeded(format!("Elements are nested more than {DEPTH_MAX} deep")));
        }
        self.detach(child);
        let mut nodes = self.nodes.borrow_mut();
        nodes[child].parent = Some(parent);
        let children = &mut nodes[parent].children;
        let place = place.unwrap_or(children.len()).min(children.len());
        children.insert(place, child);
        Ok(())
    }

    /// Takes a node away from where it stands.
    pub(crate) fn detach(&self, id: Id) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[id].parent.take() {
            nodes[parent].children.retain(|one| *one != id);
            nodes[parent].attributes.retain(|one| *one != id);
        }
    }

    /// All text within a node.
    pub(crate) fn inner_text(&self, id: Id) -> String {
        let nodes = self.nodes.borrow();
        let mut text = String::new();
        let mut waiting = vec![id];
        while let Some(one) = waiting.pop() {
            let node = &nodes[one];
            let counts =
                one == id || !matches!(node.kind, Kind::Comment | Kind::Instruction(_) | Kind::Declaration);
            if counts {
                text.push_str(&node.value);
            }
            waiting.extend(node.children.iter().rev());
        }
        text
    }

    /// Replaces all within a node by one text.
    pub(crate) fn set_inner_text(&self, id: Id, text: &str) -> Outcome<()> {
        if !matches!(self.kind(id), Kind::Element(_)) {
            self.set_value(id, text);
            return Ok(());
        }
        self.remove_children(id);
        let made = self.create(Kind::Text, text)?;
        self.insert(id, made, None)
    }

    /// A copy of a node of any document, with all below it where that is asked for; it stands nowhere yet.
    pub(crate) fn copy(&self, from: &Self, id: Id, deep: bool) -> Outcome<Id> {
        let made = self.create(from.kind(id), from.value(id))?;
        for attribute in from.attributes(id) {
            let attribute = self.create(from.kind(attribute), from.value(attribute))?;
            self.place_attribute(made, attribute);
        }
        if deep {
            for child in from.children(id) {
                let child = self.copy(from, child, true)?;
                self.insert(made, child, None)?;
            }
        }
        Ok(made)
    }
}

impl Node {
    fn of(kind: Kind, value: Arc<str>) -> Self {
        Self { kind, value, parent: None, attributes: Vec::new(), children: Vec::new() }
    }
}

/// An error for what no document may grow to.
pub(crate) fn exceeded(message: String) -> Box<Fault> {
    Fault::new(message + ", and this shell allows no more.", "LimitExceeded", Category::LimitsExceeded)
        .with_exception("System.OutOfMemoryException")
}

/// The exception for an argument that does not fit.
pub(crate) fn argument(message: &str) -> Box<Fault> {
    Fault::exception(message, "System.ArgumentException")
}
