//! Nouns to CLIXML values, by their tables.

use domain::{ObjectId, PoolFqdn, Reference, RgsIdentity, TimeOfDay};
use serde_json::{Map, Value as Json};

use crate::shape::{
    EnumerationShape, IDENTITY, IDENTITY_TYPE_NAMES, INSTANCE_ID, LIST_TYPE_NAMES, OWNER_POOL, ObjectShape,
    SERVICE_ID, Shape,
};
use clixml::{DateTime, Object, Property, TimeSpan, TypeNames, Value, Zone};

/// A kept object: its identity in `pool`, its owner, and its properties.
pub(crate) fn entry(
    shape: &'static ObjectShape,
    pool: &PoolFqdn,
    id: ObjectId,
    owner: &PoolFqdn,
    properties: &Map<String, Json>,
) -> Value {
    let head = [
        Property::new(IDENTITY, identity(&pool.object(id))),
        Property::new(OWNER_POOL, identity(&owner.service())),
    ];
    with_head(shape, pool, head.into(), properties)
}

/// The settings of `pool`.
pub(crate) fn settings(
    shape: &'static ObjectShape,
    pool: &PoolFqdn,
    properties: &Map<String, Json>,
) -> Value {
    with_head(shape, pool, vec![Property::new(IDENTITY, identity(&pool.service()))], properties)
}

fn with_head(
    shape: &'static ObjectShape,
    pool: &PoolFqdn,
    head: Vec<Property>,
    properties: &Map<String, Json>,
) -> Value {
    let mut props = head;
    let written = shape.properties.iter();
    let written = written.filter(|property| !property.is_ours || properties.contains_key(property.name));
    props.extend(written.map(|property| {
        let value = properties.get(property.name).unwrap_or(&Json::Null);
        Property::new(property.name, value_of(&property.shape, pool, value))
    }));
    Value::object(Object { type_names: TypeNames::known(shape.type_names), props, ..Object::default() })
}

/// Every value comes from a noun of `domain`, so a type that the table does not expect is a broken invariant.
fn value_of(shape: &Shape, pool: &PoolFqdn, value: &Json) -> Value {
    match (shape, value) {
        (_, Json::Null) => Value::Nil,
        (Shape::Text | Shape::Word, Json::String(text)) => Value::string(text),
        (Shape::Uri, Json::String(text)) => Value::Uri(text.clone()),
        (Shape::Bool, Json::Bool(value)) => Value::Bool(*value),
        (Shape::Int(kind), Json::Number(number)) => Value::Int(*kind, number.as_i64().unwrap_or(0).into()),
        (Shape::Enumeration(words), Json::String(word)) => enumeration(words, word),
        (Shape::Reference, Json::String(text)) => {
            let reference = Reference::try_from(text.clone()).expect("a stored reference is valid");
            identity(&reference.pool.as_ref().unwrap_or(pool).object(reference.id))
        }
        (Shape::TimeOfDay, Json::String(text)) => {
            let time: TimeOfDay = text.parse().expect("a stored time of day is valid");
            let span = TimeSpan::from_seconds(time.seconds().into());
            Value::TimeSpan(span.expect("a day fits a time span"))
        }
        (Shape::Date, Json::String(text)) => {
            let civil = text.parse().expect("a stored date is valid");
            Value::DateTime(DateTime { civil, zone: Zone::Unspecified })
        }
        (Shape::List(item), Json::Array(items)) => {
            let items = items.iter().map(|value| value_of(item, pool, value)).collect();
            Value::object(Object::list(TypeNames::known(LIST_TYPE_NAMES), items))
        }
        (Shape::Object(shape) | Shape::Audio(shape), Json::Object(properties)) => {
            with_head(shape, pool, Vec::new(), properties)
        }
        (_, other) => unreachable!("the table of a noun does not match its wire form: {other}"),
    }
}

fn enumeration(shape: &'static EnumerationShape, word: &str) -> Value {
    let number = shape.words.iter().position(|own| *own == word);
    let number =
        number.and_then(|at| i32::try_from(at).ok()).expect("a stored word is one of its enumeration");
    Value::object(Object::enumeration(TypeNames::known(shape.type_names), word, number))
}

fn identity(identity: &RgsIdentity) -> Value {
    let service = Property::new(SERVICE_ID, Value::string(identity.pool.service().to_string()));
    let instance = identity.id.map(|id| Property::new(INSTANCE_ID, Value::Guid(id.0)));
    Value::object(Object {
        type_names: TypeNames::known(IDENTITY_TYPE_NAMES),
        to_string: Some(identity.to_string()),
        props: [service].into_iter().chain(instance).collect(),
        ..Object::default()
    })
}
