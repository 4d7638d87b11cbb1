//! The methods of XML nodes.

use std::rc::Rc;
use std::sync::Arc;

use super::xml_node::{XmlNode, list, value};
use crate::host::WriteMode;
use crate::member::Reply;
use crate::member::arguments::Arguments;
use crate::member::refusal::outside;
use crate::text::decode;
use crate::value::{Fault, Object, Outcome, Value};
use crate::xml::{Document, Id, Kind, ROOT, select};

pub(super) fn call(node: &XmlNode, this: &Object, arguments: &Arguments<'_>) -> Outcome<Reply> {
    let document = &node.document;
    let one = |id: Option<Id>| Reply::Value(id.map_or(Value::Null, |id| value(document, id)));
    Ok(match (arguments.lower(), arguments.count()) {
        // The manager of namespaces is not needed: prefixes are taken as they are written.
        ("selectnodes", 1 | 2) => {
            Reply::Value(list(document, &select(document, node.id, &arguments.text(0)?)?))
        }
        ("selectsinglenode", 1 | 2) => one(select(document, node.id, &arguments.text(0)?)?.first().copied()),
        ("getelementsbytagname", 1) => {
            let path = format!(".//{}", arguments.text(0)?);
            Reply::Value(list(document, &select(document, node.id, &path)?))
        }
        ("clonenode" | "clone", 0 | 1) => {
            let deep = arguments.count() == 0 || arguments.bool(0);
            one(Some(document.copy(document, node.id, deep)?))
        }
        ("appendchild", 1) => one(Some(insert(document, node.id, arguments, None)?)),
        ("prependchild", 1) => one(Some(insert(document, node.id, arguments, Some(0))?)),
        ("insertbefore" | "insertafter", 2) => {
            let beside = node_argument(document, arguments, 1)?;
            let place = document.children(node.id).iter().position(|one| Some(*one) == beside);
            let is_after = arguments.lower() == "insertafter";
            let place = match (place, is_after) {
                (Some(at), after) => Some(at + usize::from(after)),
                (None, false) => None,
                (None, true) => Some(0),
            };
            one(Some(insert(document, node.id, arguments, place)?))
        }
        ("removechild", 1) => {
            let child = child_argument(document, node.id, arguments, 0)?;
            document.detach(child);
            one(Some(child))
        }
        ("replacechild", 2) => {
            let old = child_argument(document, node.id, arguments, 1)?;
            let place = document.children(node.id).iter().position(|one| *one == old);
            document.detach(old);
            insert(document, node.id, arguments, place)?;
            one(Some(old))
        }
        ("removeall", 0) => {
            document.remove_children(node.id);
            document.attributes(node.id).into_iter().for_each(|id| document.detach(id));
            Reply::Void
        }
        ("tostring", 0) => Reply::Value(Value::from(
            super::Native::text(node).unwrap_or_else(|| this.type_name().to_string()),
        )),
        _ if node.id == ROOT => of_document(document, arguments)?,
        _ => of_element(document, node.id, arguments)?,
    })
}

fn of_element(document: &Rc<Document>, id: Id, arguments: &Arguments<'_>) -> Outcome<Reply> {
    let named = || Ok::<_, Box<Fault>>(document.attribute(id, &arguments.text(0)?));
    Ok(match (arguments.lower(), arguments.count()) {
        ("getattribute", 1) => {
            Reply::Value(named()?.map_or(Value::text(""), |one| Value::String(document.value(one))))
        }
        ("getattributenode", 1) => Reply::Value(named()?.map_or(Value::Null, |one| value(document, one))),
        ("hasattribute", 1) => Reply::Value(Value::Bool(named()?.is_some())),
        ("setattribute", 2) if document.is_element(id) => {
            document.set_attribute(id, &checked_name(&arguments.text(0)?)?, &arguments.text(1)?)?;
            Reply::Void
        }
        ("setattributenode", 1) => place_attribute(document, id, arguments)?,
        ("removeattribute", 1) => {
            named()?.into_iter().for_each(|one| document.detach(one));
            Reply::Void
        }
        _ => Reply::NoMethod,
    })
}

fn of_document(document: &Rc<Document>, arguments: &Arguments<'_>) -> Outcome<Reply> {
    let text =
        |place: usize| if arguments.count() > place { arguments.text(place) } else { Ok(Arc::from("")) };
    let made = match (arguments.lower(), arguments.count()) {
        ("createelement", 1 | 2) => document.create(Kind::Element(checked_name(&text(0)?)?), "")?,
        ("createattribute", 1) => document.create(Kind::Attribute(checked_name(&text(0)?)?), "")?,
        ("createtextnode", 1) => document.create(Kind::Text, text(0)?)?,
        ("createcomment", 1) => document.create(Kind::Comment, text(0)?)?,
        ("createcdatasection", 1) => document.create(Kind::CData, text(0)?)?,
        ("createxmldeclaration", 3) => {
            let mut declared = format!("version=\"{}\"", text(0)?);
            for (name, given) in [("encoding", text(1)?), ("standalone", text(2)?)] {
                if !given.is_empty() {
                    declared.push_str(&format!(" {name}=\"{given}\""));
                }
            }
            document.create(Kind::Declaration, declared)?
        }
        ("importnode", 2) => {
            let (from, id) = XmlNode::of(arguments.at(0)).ok_or_else(no_node)?;
            document.copy(&from, id, arguments.bool(1))?
        }
        ("loadxml", 1) => {
            document.remove_children(ROOT);
            document.read(&text(0)?)?;
            return Ok(Reply::Void);
        }
        ("load", 1) => {
            let bytes = arguments.setting().host().read_file(&text(0)?).map_err(outside)?;
            document.remove_children(ROOT);
            document.read(&decode(&bytes))?;
            return Ok(Reply::Void);
        }
        ("save", 1) => {
            let content = document.laid_out(ROOT)?;
            let host = arguments.setting().host();
            host.write_file(&text(0)?, content.as_bytes(), WriteMode::Replace).map_err(outside)?;
            return Ok(Reply::Void);
        }
        _ => return Ok(Reply::NoMethod),
    };
    Ok(Reply::Value(value(document, made)))
}

pub(super) fn place_attribute(
    document: &Rc<Document>,
    element: Id,
    arguments: &Arguments<'_>,
) -> Outcome<Reply> {
    let attribute = node_argument(document, arguments, 0)?.ok_or_else(no_node)?;
    if !matches!(document.kind(attribute), Kind::Attribute(_)) {
        return Err(no_node());
    }
    document.detach(attribute);
    document.place_attribute(element, attribute);
    Ok(Reply::Value(value(document, attribute)))
}

fn insert(
    document: &Rc<Document>,
    parent: Id,
    arguments: &Arguments<'_>,
    place: Option<usize>,
) -> Outcome<Id> {
    let child = node_argument(document, arguments, 0)?.ok_or_else(no_node)?;
    let takes = matches!(document.kind(parent), Kind::Document | Kind::Element(_));
    if !takes || matches!(document.kind(child), Kind::Document | Kind::Attribute(_)) {
        return Err(Fault::exception(
            "The specified node cannot be inserted as the valid child of this node, because the specified node is the wrong type.",
            "System.InvalidOperationException",
        ));
    }
    let has_root = document.children(ROOT).iter().any(|one| document.is_element(*one) && *one != child);
    if parent == ROOT && document.is_element(child) && has_root {
        return Err(Fault::exception(
            "This document already has a 'DocumentElement' node.",
            "System.InvalidOperationException",
        ));
    }
    document.insert(parent, child, place)?;
    Ok(child)
}

/// A node of this document; none for null.
fn node_argument(document: &Rc<Document>, arguments: &Arguments<'_>, place: usize) -> Outcome<Option<Id>> {
    if arguments.at(place).is_null() {
        return Ok(None);
    }
    let (of, id) = XmlNode::of(arguments.at(place)).ok_or_else(no_node)?;
    if !Rc::ptr_eq(&of, document) {
        return Err(Fault::exception(
            "The node to be inserted is from a different document context.",
            "System.ArgumentException",
        ));
    }
    Ok(Some(id))
}

fn child_argument(
    document: &Rc<Document>,
    parent: Id,
    arguments: &Arguments<'_>,
    place: usize,
) -> Outcome<Id> {
    let child =
        node_argument(document, arguments, place)?.filter(|one| document.parent(*one) == Some(parent));
    child.ok_or_else(|| Fault::exception("The node is not a child of this node.", "System.ArgumentException"))
}

fn no_node() -> Box<Fault> {
    Fault::exception("The argument is no node of an XML document.", "System.ArgumentException")
}

/// A name that may stand in a tag.
fn checked_name(name: &str) -> Outcome<Arc<str>> {
    let begins = name.starts_with(|sign: char| sign.is_alphabetic() || sign == '_');
    let fits = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.' | ':');
    if begins && name.chars().all(fits) {
        return Ok(Arc::from(name));
    }
    Err(Fault::exception(
        format!("The name '{name}' cannot be the name of an element or attribute."),
        "System.Xml.XmlException",
    ))
}
