//! From the wire form to objects.

use std::rc::Rc;

use domain::{PoolFqdn, Reference, RgsIdentity, TimeOfDay};
use serde_json::{Map, Value as Json};
use shell::value::{DateTime, EnumValue, Object, TimeSpan, Uri, Value};

use super::identity::identity_object;
use super::kept::{Kept, Version};
use super::prepared::{Prepared, collection, enumeration};
use super::shape::{Kind, PropertyShape, Shape};

/// Reads what a pool answered.
pub(crate) struct Reader {
    pool: PoolFqdn,
    /// Most objects belong to the pool that holds them.
    service: Value,
}

/// An answer that is not what the API promises.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the answer of {pool} is not understood: {what}; the pool may run another version")]
pub(crate) struct NotUnderstood {
    /// The pool.
    pub(crate) pool: PoolFqdn,
    /// What is wrong with it.
    pub(crate) what: String,
}

impl Reader {
    /// A reader for the answers of a pool.
    pub(crate) fn new(pool: PoolFqdn) -> Self {
        let service = identity_object(&pool.service());
        Self { pool, service }
    }

    /// An object that the pool keeps, in the version that the answer names.
    pub(crate) fn kept(
        &self,
        shape: &'static Shape,
        json: &Json,
        etag: Option<&str>,
    ) -> Result<Object, NotUnderstood> {
        let properties = json.as_object().ok_or_else(|| self.wrong(shape.name))?;
        let object = self.object(shape, properties)?;
        let identity: RgsIdentity = properties
            .get("Identity")
            .and_then(Json::as_str)
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| self.wrong("Identity"))?;
        let listed = || Some(format!("\"{}\"", properties.get("Changed")?.get("Digest")?.as_str()?));
        let etag = etag.map(str::to_owned).or_else(listed).ok_or_else(|| self.wrong("Changed"))?;
        Kept { pool: identity.pool, id: identity.id, version: Version::Stored(etag) }.note(&object);
        Ok(object)
    }

    /// An object of a noun.
    pub(crate) fn object(
        &self,
        shape: &'static Shape,
        json: &Map<String, Json>,
    ) -> Result<Object, NotUnderstood> {
        let values = shape.properties.iter().map(|property| {
            let PropertyShape { name, kind, .. } = property;
            self.value(kind, json.get(*name).unwrap_or(&Json::Null)).ok_or_else(|| self.wrong(name))
        });
        Ok(Prepared::of(shape).object(values.collect::<Result<Vec<_>, _>>()?))
    }

    fn value(&self, kind: &Kind, json: &Json) -> Option<Value> {
        Some(match (kind, json) {
            (Kind::List(element), Json::Null) => Value::List(collection(element, Vec::new())),
            // What a pool leaves out is as it is unless told.
            (Kind::Enumeration(words), Json::Null) => Value::Enum(EnumValue::new(&enumeration(words), 0)),
            (_, Json::Null) => Value::Null,
            (Kind::Name | Kind::Text, Json::String(text)) => Value::text(text),
            (Kind::Uri, Json::String(text)) => Value::Uri(Rc::new(Uri::parse(text))),
            (Kind::Bool, Json::Bool(value)) => Value::Bool(*value),
            (Kind::Number(_) | Kind::NumberOrNull(_), Json::Number(number)) => {
                Value::Int(number.as_i64().and_then(|number| i32::try_from(number).ok())?)
            }
            (Kind::Enumeration(words), Json::String(word)) => {
                let of = enumeration(words);
                let number = of.number_of(word)?;
                Value::Enum(EnumValue::new(&of, number))
            }
            (Kind::Identity, Json::String(text)) => self.identity(text)?,
            (Kind::TimeOfDay, Json::String(text)) => {
                let time: TimeOfDay = text.parse().ok()?;
                Value::TimeSpan(TimeSpan::from_seconds(time.seconds().into()))
            }
            (Kind::Date, Json::String(text)) => Value::DateTime(date(text)?),
            (Kind::Object(shape), Json::Object(properties)) => {
                Value::Object(self.object(shape, properties).ok()?)
            }
            (Kind::List(element), Json::Array(items)) => {
                let items = items.iter().map(|item| self.value(element, item)).collect::<Option<_>>()?;
                Value::List(collection(element, items))
            }
            _ => return None,
        })
    }

    /// A GUID of this pool, or an identity.
    fn identity(&self, text: &str) -> Option<Value> {
        if let Ok(Reference { id, pool }) = Reference::try_from(text.to_owned()) {
            return Some(identity_object(&pool.as_ref().unwrap_or(&self.pool).object(id)));
        }
        let identity: RgsIdentity = text.parse().ok()?;
        Some(if identity.pool == self.pool { self.service.clone() } else { identity_object(&identity) })
    }

    /// An answer in which something is not as promised.
    pub(crate) fn wrong(&self, what: &str) -> NotUnderstood {
        NotUnderstood { pool: self.pool.clone(), what: format!("{what} is missing or of another type") }
    }
}

fn date(text: &str) -> Option<DateTime> {
    let read: jiff::civil::DateTime = text.parse().ok()?;
    let day = DateTime::from_date(read.year().into(), read.month().into(), read.day().into())?;
    let [hour, minute, second] = [read.hour(), read.minute(), read.second()].map(i64::from);
    day.checked_add(TimeSpan::from_parts(0, hour, minute, second, 0)?)
}
