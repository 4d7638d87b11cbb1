//! System.Xml: documents whose elements and attributes are properties.

use std::rc::Rc;
use std::sync::Arc;

use super::xml_methods;
use super::{Native, names};
use crate::member::arguments::Arguments;
use crate::member::{Reply, record};
use crate::setting::Setting;
use crate::value::{Array, Category, Fault, Object, Outcome, Type, Value};
use crate::xml::{Document, Id, Kind, ROOT};

pub(super) const DOCUMENT: &str = "System.Xml.XmlDocument";

/// A node of a document.
pub(super) struct XmlNode {
    pub(super) document: Rc<Document>,
    pub(super) id: Id,
}

/// `[xml]` of a text; what has no elements yet of no arguments.
pub(super) fn construct(arguments: &Arguments<'_>) -> Outcome {
    let document = Rc::new(Document::new());
    match arguments.values() {
        [] => {}
        [node] if XmlNode::of(node).is_some() => return Ok(node.clone()),
        [text] => {
            // Get-Content gives lines.
            let lines = text.unroll();
            let text = crate::convert::joined(&lines, "\n")?;
            document.read(&text).map_err(|fault| not_xml(&text, fault))?;
        }
        _ => return Err(super::no_constructor(DOCUMENT, arguments)),
    }
    Ok(value(&document, ROOT))
}

fn not_xml(text: &str, reason: Box<Fault>) -> Box<Fault> {
    let shown = crate::convert::brief(&Value::text(text));
    Fault::new(
        format!("Cannot convert value \"{shown}\" to type \"{DOCUMENT}\". Error: \"{}\"", reason.message),
        "InvalidCastToXmlDocument",
        Category::InvalidArgument,
    )
    .with_exception("System.Management.Automation.PSInvalidCastException")
    .with_inner(reason)
}

/// A node as scripts see it.
pub(super) fn value(document: &Rc<Document>, id: Id) -> Value {
    let names = match document.kind(id) {
        Kind::Document => record::names(&[DOCUMENT, "System.Xml.XmlNode", "System.Object"]),
        Kind::Element(_) => record::names(&[
            "System.Xml.XmlElement",
            "System.Xml.XmlLinkedNode",
            "System.Xml.XmlNode",
            "System.Object",
        ]),
        Kind::Attribute(_) => {
            record::names(&["System.Xml.XmlAttribute", "System.Xml.XmlNode", "System.Object"])
        }
        Kind::Text => record::names(&["System.Xml.XmlText", "System.Xml.XmlNode", "System.Object"]),
        Kind::CData => record::names(&["System.Xml.XmlCDataSection", "System.Xml.XmlNode", "System.Object"]),
        Kind::Comment => record::names(&["System.Xml.XmlComment", "System.Xml.XmlNode", "System.Object"]),
        Kind::Declaration => {
            record::names(&["System.Xml.XmlDeclaration", "System.Xml.XmlNode", "System.Object"])
        }
        Kind::Instruction(_) => {
            record::names(&["System.Xml.XmlProcessingInstruction", "System.Xml.XmlNode", "System.Object"])
        }
    };
    Value::Object(Object::native_of(names, Rc::new(XmlNode { document: Rc::clone(document), id })))
}

/// Several nodes as scripts see them.
pub(super) fn list(document: &Rc<Document>, ids: &[Id]) -> Value {
    let nodes = ids.iter().map(|id| value(document, *id)).collect();
    Value::Array(Array::typed(Type::Named(Arc::from("System.Xml.XmlNode")), nodes))
}

impl XmlNode {
    /// The node that a value is.
    pub(super) fn of(value: &Value) -> Option<(Rc<Document>, Id)> {
        match value.bare() {
            Value::Object(object) => object.native()?.xml_node(),
            _ => None,
        }
    }

    /// What the property that an element or attribute is named by yields: its text, where it is no more than that.
    fn shown(&self, id: Id) -> Value {
        let document = &self.document;
        match document.kind(id) {
            Kind::Element(_) => match self.leaf(id) {
                Some(text) => Value::from(text),
                None => value(document, id),
            },
            Kind::Document => value(document, id),
            _ => Value::String(document.value(id)),
        }
    }

    /// The text of an element without attributes that has nothing but text.
    fn leaf(&self, id: Id) -> Option<String> {
        let document = &self.document;
        if !document.attributes(id).is_empty() {
            return None;
        }
        match document.children(id)[..] {
            [] => Some(String::new()),
            [only] if document.kind(only) == Kind::Text => Some(document.inner_text(id)),
            _ => None,
        }
    }

    /// Attributes and children of this name, case ignored.
    fn named(&self, name: &str) -> Vec<Id> {
        let document = &self.document;
        let is_named = |id: &Id| document.local_name(*id).eq_ignore_ascii_case(name);
        let attributes = document.attributes(self.id).into_iter();
        attributes.chain(document.children(self.id)).filter(is_named).collect()
    }

    fn node(&self, id: Option<Id>) -> Value {
        id.map_or(Value::Null, |id| value(&self.document, id))
    }

    fn sibling(&self, forward: bool) -> Option<Id> {
        let all = self.document.children(self.document.parent(self.id)?);
        let at = all.iter().position(|one| *one == self.id)?;
        let other = if forward { at.checked_add(1)? } else { at.checked_sub(1)? };
        all.get(other).copied()
    }

    /// The properties of .NET itself, which elements and attributes of the same name hide.
    fn natural(&self, name: &str) -> Option<Value> {
        let document = &self.document;
        let children = || document.children(self.id);
        let elements = || children().into_iter().find(|one| document.is_element(*one));
        Some(match name.to_ascii_lowercase().as_str() {
            "name" => Value::String(document.name(self.id)),
            "localname" => Value::String(document.local_name(self.id)),
            "prefix" => {
                let name = document.name(self.id);
                Value::text(name.split_once(':').map_or("", |(prefix, _)| prefix))
            }
            "nodetype" => Value::text(node_type(&document.kind(self.id))),
            "innertext" => Value::from(document.inner_text(self.id)),
            "innerxml" => Value::from(document.inner_xml(self.id).ok()?),
            "outerxml" => Value::from(document.outer_xml(self.id).ok()?),
            "value" => match document.kind(self.id) {
                Kind::Document | Kind::Element(_) => Value::Null,
                _ => Value::String(document.value(self.id)),
            },
            "parentnode" if !matches!(document.kind(self.id), Kind::Attribute(_)) => {
                self.node(document.parent(self.id))
            }
            "ownerelement" => self.node(document.parent(self.id)),
            "ownerdocument" if self.id == ROOT => Value::Null,
            "ownerdocument" => value(document, ROOT),
            "documentelement" if self.id == ROOT => self.node(elements()),
            "firstchild" => self.node(children().first().copied()),
            "lastchild" => self.node(children().last().copied()),
            "nextsibling" => self.node(self.sibling(true)),
            "previoussibling" => self.node(self.sibling(false)),
            "haschildnodes" => Value::Bool(!children().is_empty()),
            "isempty" => Value::Bool(children().is_empty()),
            "hasattributes" => Value::Bool(!document.attributes(self.id).is_empty()),
            "childnodes" => list(document, &children()),
            "attributes" if document.is_element(self.id) => {
                let attributes = Attributes { document: Rc::clone(document), element: self.id };
                super::object("System.Xml.XmlAttributeCollection", attributes)
            }
            "attributes" => Value::Null,
            "preservewhitespace" if self.id == ROOT => Value::Bool(false),
            _ => return None,
        })
    }
}

impl Native for XmlNode {
    fn property_names(&self) -> Vec<Arc<str>> {
        let document = &self.document;
        let mut found: Vec<Arc<str>> = Vec::new();
        for id in document.attributes(self.id).into_iter().chain(document.children(self.id)) {
            let name = document.local_name(id);
            if !found.contains(&name) {
                found.push(name);
            }
        }
        if found.is_empty() && !matches!(document.kind(self.id), Kind::Document | Kind::Element(_)) {
            return names(&["Value"]);
        }
        found
    }

    fn property(&self, name: &str, _setting: &Setting) -> Option<Value> {
        let mut found: Vec<Value> = self.named(name).into_iter().map(|id| self.shown(id)).collect();
        match found.len() {
            0 => self.natural(name),
            1 => found.pop(),
            _ => Some(Value::array(found)),
        }
    }

    fn store(&self, name: &str, value: &Value, setting: &Setting) -> Outcome<bool> {
        let text = crate::convert::to_text(value, setting)?;
        match self.named(name)[..] {
            [one] if self.document.is_element(one) && self.leaf(one).is_none() => Err(Fault::exception(
                format!(
                    "Cannot set \"{name}\" because only strings can be used as values to set XmlNode properties."
                ),
                "System.Management.Automation.SetValueException",
            )),
            [one] => {
                self.document.set_inner_text(one, &text)?;
                Ok(true)
            }
            [] if name.eq_ignore_ascii_case("InnerText") || name.eq_ignore_ascii_case("Value") => {
                self.document.set_inner_text(self.id, &text)?;
                Ok(true)
            }
            [] if name.eq_ignore_ascii_case("InnerXml") => {
                self.document.remove_children(self.id);
                self.document.read_below(self.id, &text)?;
                Ok(true)
            }
            [] if name.eq_ignore_ascii_case("PreserveWhitespace") => Ok(true),
            _ => Ok(false),
        }
    }

    fn call(&self, this: &Object, arguments: &Arguments<'_>) -> Outcome<Reply> {
        xml_methods::call(self, this, arguments)
    }

    fn text(&self) -> Option<String> {
        Some(self.document.local_name(self.id).to_string())
    }

    fn item(&self, index: &Value) -> Option<Value> {
        let name = index.as_str()?;
        let children = self.document.children(self.id);
        Some(self.node(children.into_iter().find(|one| *self.document.name(*one) == *name)))
    }

    fn xml_node(&self) -> Option<(Rc<Document>, Id)> {
        Some((Rc::clone(&self.document), self.id))
    }
}

/// The names of XmlNodeType.
fn node_type(kind: &Kind) -> &'static str {
    match kind {
        Kind::Document => "Document",
        Kind::Element(_) => "Element",
        Kind::Attribute(_) => "Attribute",
        Kind::Text => "Text",
        Kind::CData => "CDATA",
        Kind::Comment => "Comment",
        Kind::Declaration => "XmlDeclaration",
        Kind::Instruction(_) => "ProcessingInstruction",
    }
}

/// The attributes of an element.
struct Attributes {
    document: Rc<Document>,
    element: Id,
}

impl Native for Attributes {
    fn property_names(&self) -> Vec<Arc<str>> {
        names(&["Count"])
    }

    fn property(&self, name: &str, _setting: &Setting) -> Option<Value> {
        name.eq_ignore_ascii_case("Count").then(|| super::number(self.count().unwrap_or(0)))
    }

    fn call(&self, _this: &Object, arguments: &Arguments<'_>) -> Outcome<Reply> {
        Ok(match (arguments.lower(), arguments.count()) {
            ("append" | "setnameditem" | "prepend", 1) => {
                xml_methods::place_attribute(&self.document, self.element, arguments)?
            }
            ("getnameditem", 1) => {
                let found = self.document.attribute(self.element, &arguments.text(0)?);
                Reply::Value(found.map_or(Value::Null, |id| value(&self.document, id)))
            }
            ("removenameditem", 1) => {
                let found = self.document.attribute(self.element, &arguments.text(0)?);
                found.into_iter().for_each(|id| self.document.detach(id));
                Reply::Value(found.map_or(Value::Null, |id| value(&self.document, id)))
            }
            _ => Reply::NoMethod,
        })
    }

    fn elements(&self) -> Option<Vec<Value>> {
        let attributes = self.document.attributes(self.element);
        Some(attributes.into_iter().map(|id| value(&self.document, id)).collect())
    }

    fn count(&self) -> Option<usize> {
        Some(self.document.attributes(self.element).len())
    }

    fn item(&self, index: &Value) -> Option<Value> {
        let found = match index.as_str() {
            Some(name) => self.document.attribute(self.element, name),
            None => {
                let at = usize::try_from(crate::convert::to_int(index).ok()?).ok()?;
                self.document.attributes(self.element).get(at).copied()
            }
        };
        Some(found.map_or(Value::Null, |id| value(&self.document, id)))
    }
}
