//! Values of the shell as those of CLIXML.

use std::collections::BTreeMap;
use std::sync::Arc;

use clixml::{Content, IntKind, Object as XmlObject, Property as XmlProperty, TypeNames, Value as Xml};

use super::{NESTING_MAX, moment};
use crate::convert::{display, to_text};
use crate::member;
use crate::setting::Setting;
use crate::value::{Category, EnumValue, Fault, Key, ListKind, Object, Outcome, Property, Role, Type, Value};

/// Turns one top-level value after another into its form in CLIXML.
///
/// An object that was written before becomes a reference to it. The numbers of references count the objects in
/// the order in which [`clixml::Writer`] writes them: content, then properties.
pub struct Encoder {
    depth: usize,
    objects: u64,
    /// What was written, by its address. The values are held so that no address is used anew.
    written: BTreeMap<usize, (u64, Value)>,
    nodes: usize,
}

impl Encoder {
    /// An encoder that writes `depth` levels of objects within objects; what is deeper becomes text.
    pub fn new(depth: usize) -> Self {
        Self { depth, objects: 0, written: BTreeMap::new(), nodes: 0 }
    }

    /// The next top-level value.
    pub fn encode(&mut self, value: &Value, setting: &Setting) -> Outcome<Xml> {
        self.nodes = 0;
        self.value(value, Place { depth: self.depth, nesting: 0, setting })
    }

    fn value(&mut self, value: &Value, place: Place<'_>) -> Outcome<Xml> {
        self.nodes += 1;
        if self.nodes > clixml::NODES_MAX {
            return Err(exceeded(format!("An object holds more than {} values", clixml::NODES_MAX)));
        }
        if let Some(primitive) = primitive(value, place.setting) {
            return Ok(primitive);
        }
        if let Value::Enum(value) = value {
            return Ok(self.enumeration(value));
        }
        if let Value::Object(object) = value
            && let Some(base) = object.base()
        {
            return self.with_added(base, object, place);
        }
        let is_container = matches!(value, Value::Array(_) | Value::List(_) | Value::Hashtable(_));
        let address = match Key::of(value) {
            Some(Key::Address(address)) => Some(address),
            _ => None,
        };
        if let Some((id, _)) = address.and_then(|address| self.written.get(&address)) {
            return Ok(Xml::Dangling(*id));
        }
        // Only objects count for the depth, as in 5.1.
        if place.depth == 0 && !is_container {
            return Ok(Xml::string(&*to_text(value, place.setting)?));
        }
        if place.nesting == NESTING_MAX {
            return Err(exceeded(format!("The object is nested more than {NESTING_MAX} levels deep")));
        }
        let id = self.begin();
        if let Some(address) = address {
            self.written.insert(address, (id, value.clone()));
        }
        self.whole(value, place).map(Xml::object)
    }

    /// A collection, table or object, whose number was given.
    fn whole(&mut self, value: &Value, place: Place<'_>) -> Outcome<XmlObject> {
        let mut object = XmlObject { type_names: type_names(value), ..XmlObject::default() };
        match value {
            Value::Hashtable(table) => {
                let mut entries = Vec::with_capacity(table.len());
                for (key, value) in table.entries() {
                    let key = self.value(&key, place.within())?;
                    entries.push((key, self.value(&value, place.within())?));
                }
                object.content = Content::Dictionary(entries);
            }
            Value::Object(own) if own.native().is_none() => {
                let properties = self.properties(listed(own), place.below())?;
                if own.is_custom() {
                    object.to_string = own.stands_for().map(ToString::to_string);
                    object.members = properties;
                } else {
                    object.to_string = Some(display(value));
                    object.props = properties;
                }
            }
            other => match other.elements() {
                Some(elements) => {
                    let items = elements.iter().map(|element| self.value(element, place.within()));
                    object.content = Content::List(items.collect::<Outcome<_>>()?);
                }
                None => {
                    object.to_string = Some(display(other));
                    let own = member::properties(other, place.setting)?;
                    object.props = self.properties(own, place.below())?;
                }
            },
        }
        Ok(object)
    }

    /// A value that properties were added to.
    fn with_added(&mut self, base: &Value, added: &Object, place: Place<'_>) -> Outcome<Xml> {
        let added = listed(added);
        if added.is_empty() {
            return self.value(base, place);
        }
        let mut object = match primitive(base, place.setting) {
            Some(primitive) => {
                self.begin();
                XmlObject { content: Content::Value(Box::new(primitive)), ..XmlObject::default() }
            }
            None => match self.value(base, place)? {
                Xml::Object(object) => Arc::unwrap_or_clone(object),
                other => return Ok(other),
            },
        };
        object.members.extend(self.properties(added, place.below())?);
        Ok(Xml::object(object))
    }

    fn properties(&mut self, own: Vec<(Arc<str>, Value)>, place: Place<'_>) -> Outcome<Vec<XmlProperty>> {
        let mut properties = Vec::with_capacity(own.len());
        for (name, value) in own {
            properties.push(XmlProperty::new(name.to_string(), self.value(&value, place)?));
        }
        Ok(properties)
    }

    fn enumeration(&mut self, value: &EnumValue) -> Xml {
        self.begin();
        let names = [value.of.full_name(), "System.Enum", "System.ValueType", "System.Object"];
        let number = Xml::Int(IntKind::I32, value.number.into());
        Xml::object(XmlObject {
            type_names: read(&names),
            to_string: Some(value.name()),
            content: Content::Value(Box::new(number)),
            ..XmlObject::default()
        })
    }

    /// The number of the object that begins here.
    fn begin(&mut self) -> u64 {
        self.objects += 1;
        self.objects - 1
    }
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// How many levels of objects may follow.
    depth: usize,
    /// How many values this one is within.
    nesting: usize,
    setting: &'a Setting,
}

impl Place<'_> {
    /// Within a collection.
    fn within(self) -> Self {
        Self { nesting: self.nesting + 1, ..self }
    }

    /// In a property of an object.
    fn below(self) -> Self {
        Self { depth: self.depth.saturating_sub(1), ..self.within() }
    }
}

/// What CLIXML has an element of its own for, and what 5.1 writes as text.
fn primitive(value: &Value, setting: &Setting) -> Option<Xml> {
    Some(match value {
        Value::Null => Xml::Nil,
        Value::Bool(value) => Xml::Bool(*value),
        Value::Byte(value) => Xml::Int(IntKind::U8, (*value).into()),
        Value::Int(value) => Xml::Int(IntKind::I32, (*value).into()),
        Value::Long(value) => Xml::Int(IntKind::I64, (*value).into()),
        Value::Double(value) => Xml::Double(*value),
        Value::Char(value) => match u16::try_from(u32::from(*value)) {
            Ok(unit) => Xml::Char(unit),
            Err(_) => Xml::string(value.to_string()),
        },
        Value::String(value) => Xml::string(&**value),
        Value::DateTime(value) => Xml::DateTime(moment::encode(*value, setting)),
        Value::TimeSpan(value) => Xml::TimeSpan(clixml::TimeSpan(value.ticks())),
        Value::Guid(value) => Xml::Guid(*value),
        Value::Uri(value) => Xml::Uri(value.to_string()),
        Value::Version(value) => Xml::Version(value.to_string()),
        Value::Bytes(value) => Xml::Bytes(value.borrow().clone()),
        Value::Regex(pattern) => Xml::string(pattern.source()),
        Value::ScriptBlock(block) => Xml::string(&**block.text()),
        Value::Type(named) => Xml::string(named.full_name()),
        _ => return None,
    })
}

/// The properties that are written. What a block makes was made before, for the session alone can run it.
fn listed(object: &Object) -> Vec<(Arc<str>, Value)> {
    let properties = object.properties();
    let is_written = |property: &&Property| property.is_listed() && property.role != Role::Computed;
    let written = properties.iter().filter(is_written);
    written.map(|property| (Arc::clone(&property.name), property.value.clone())).collect()
}

fn type_names(value: &Value) -> TypeNames {
    if let Value::Object(object) = value {
        return TypeNames::read(object.type_names().iter().map(ToString::to_string).collect());
    }
    let Some(own) = Type::of(value) else { return TypeNames::default() };
    match &own {
        Type::Array(_) => read(&[&own.full_name(), "System.Array", "System.Object"]),
        Type::List(ListKind::Generic, element) => read(&[&generic("List", element), "System.Object"]),
        _ => read(&[&own.full_name(), "System.Object"]),
    }
}

/// A generic collection as .NET names it.
fn generic(name: &str, element: &Type) -> String {
    format!(
        "System.Collections.Generic.{name}`1[[{}, mscorlib, Version=4.0.0.0, Culture=neutral, \
         PublicKeyToken=b77a5c561934e089]]",
        element.full_name()
    )
}

fn read(names: &[&str]) -> TypeNames {
    TypeNames::read(names.iter().map(ToString::to_string).collect())
}

fn exceeded(what: String) -> Box<Fault> {
    Fault::new(
        format!("{what} and could not be read again. Export its parts, or give a smaller -Depth."),
        "LimitExceeded",
        Category::LimitsExceeded,
    )
    .with_exception("System.InvalidOperationException")
}
