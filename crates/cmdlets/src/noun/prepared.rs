//! A noun's table as an object is made of it: type names and properties, made once for each thread.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use shell::value::{EnumType, List, ListKind, Object, Property, Role, Type, Value};

use super::identity::IDENTITY_TYPE;
use super::shape::{Kind, Shape, Words, full_name};
use super::summary::summary;

/// What every object of a noun starts from.
pub(super) struct Prepared {
    type_names: Rc<[Arc<str>]>,
    /// Those of the table in its order, then the aliases.
    properties: Vec<Property>,
    /// Whether objects show their properties where they stand within others.
    is_part: bool,
}

impl Prepared {
    /// The start of a noun's objects.
    pub(super) fn of(shape: &'static Shape) -> Rc<Self> {
        thread_local! {
            static KNOWN: RefCell<BTreeMap<&'static str, Rc<Prepared>>> = RefCell::default();
        }
        KNOWN.with(|known| {
            Rc::clone(known.borrow_mut().entry(shape.name).or_insert_with(|| Rc::new(Self::new(shape))))
        })
    }

    fn new(shape: &'static Shape) -> Self {
        let own = shape.properties.iter().map(|property| Property {
            name: Arc::from(property.name),
            value: Value::Null,
            declared: Some(Rc::new(declared(&property.kind))),
            role: if property.is_read_only { Role::ReadOnly } else { Role::Plain },
        });
        let aliases = shape.aliases.iter().map(|(name, of)| Property::alias(*name, of));
        Self {
            type_names: Rc::from([Arc::from(shape.full_name()), Arc::from("System.Object")]),
            properties: own.chain(aliases).collect(),
            is_part: !shape.properties.iter().any(|property| property.name == "Identity"),
        }
    }

    /// An object with these values, in the order of the table.
    pub(super) fn object(&self, values: impl IntoIterator<Item = Value>) -> Object {
        let mut properties = self.properties.clone();
        for (property, value) in properties.iter_mut().zip(values) {
            property.value = value;
        }
        let names = Rc::clone(&self.type_names);
        if self.is_part {
            Object::with_summary(names, properties, summary)
        } else {
            Object::of_type(names, properties)
        }
    }
}

/// An object without values; its lists are there.
pub(crate) fn blank(shape: &'static Shape) -> Object {
    Prepared::of(shape).object(shape.properties.iter().map(|property| match &property.kind {
        Kind::List(element) => Value::List(collection(element, Vec::new())),
        _ => Value::Null,
    }))
}

/// A collection of what the table says.
pub(super) fn collection(element: &Kind, elements: Vec<Value>) -> List {
    List::typed(ListKind::Collection, declared(element), elements)
}

/// What a new value is converted to.
pub(super) fn declared(kind: &Kind) -> Type {
    match kind {
        Kind::Name | Kind::Text => Type::String,
        Kind::Uri => Type::Uri,
        Kind::Bool => Type::Bool,
        Kind::Number(whole) => Type::resolve(whole.type_name).unwrap_or(Type::Int),
        Kind::NumberOrNull(whole) => Type::Named(Arc::from(whole.or_null)),
        Kind::Enumeration(words) => Type::Enum(enumeration(words)),
        Kind::Identity => Type::Named(Arc::from(IDENTITY_TYPE)),
        Kind::TimeOfDay => Type::Named(Arc::from(TIME_OF_DAY_TYPE)),
        Kind::Date => Type::DateTime,
        Kind::Object(shape) => Type::Named(Arc::from(shape.full_name())),
        Kind::List(element) => Type::List(ListKind::Collection, Rc::new(declared(element))),
    }
}

/// The enumeration of these words.
pub(super) fn enumeration(words: &'static Words) -> Rc<EnumType> {
    thread_local! {
        static KNOWN: RefCell<BTreeMap<&'static str, Rc<EnumType>>> = RefCell::default();
    }
    KNOWN.with(|known| {
        let make = || EnumType::numbered(&full_name(words.name), words.words);
        Rc::clone(known.borrow_mut().entry(words.name).or_insert_with(make))
    })
}

/// A System.TimeSpan within a day, of which 24:00 is the end.
pub(crate) const TIME_OF_DAY_TYPE: &str = "Microsoft.Rtc.Rgs.Management.TimeSpan";
