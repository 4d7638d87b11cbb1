//! What an object remembers of the pool that it was read from.

use domain::{ObjectId, PoolFqdn};
use shell::value::{Object, Property, Value};

use super::identity::{identity_object, identity_of};

/// Where an object is kept, and in which version it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    /// The pool that holds it.
    pub(crate) pool: PoolFqdn,
    /// Its GUID; none for the settings of a pool.
    pub(crate) id: Option<ObjectId>,
    /// The version.
    pub(crate) version: Version,
}

/// The version of an object that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    /// Its entity tag.
    Stored(String),
    /// It was made with -InMemory and no pool holds it yet.
    InMemory,
}

impl Kept {
    /// What `object` remembers; nothing where no cmdlet made it.
    pub(crate) fn of(object: &Object) -> Option<Self> {
        let identity = identity_of(&object.property("Identity")?)?;
        let version = match object.kept(VERSION)? {
            Value::String(etag) => Version::Stored(etag.to_string()),
            _ => Version::InMemory,
        };
        Some(Self { pool: identity.pool, id: identity.id, version })
    }

    /// Notes it in `object`.
    pub(crate) fn note(&self, object: &Object) {
        let identity = self.id.map_or_else(|| self.pool.service(), |id| self.pool.object(id));
        object.store("Identity", identity_object(&identity));
        object.add(Property::hidden(
            VERSION,
            match &self.version {
                Version::Stored(etag) => Value::text(etag),
                Version::InMemory => Value::Null,
            },
        ));
    }
}

const VERSION: &str = "Version";
