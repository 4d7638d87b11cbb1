//! An object as it travels: the properties of its cmdlet, with Identity, OwnerPool and Changed beside them.

use domain::{Configuration, Entry, Object, ObjectId, ObjectKind, PoolFqdn, RgsIdentity, Stamp};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::{
    parameters::Moment,
    problem::{Problem, ProblemType},
    properties::{misplaced_list, wrong_property},
};

/// The object as it is sent.
pub(crate) fn write(configuration: &Configuration, entry: &Entry) -> Map<String, Value> {
    let mut properties = entry.object.to_properties();
    properties.insert(IDENTITY.into(), configuration.identity(entry).to_string().into());
    properties.insert(OWNER_POOL.into(), entry.owner.service().to_string().into());
    let mut changed = stamp(&entry.changed);
    changed["Digest"] = entry.digest.to_string().into();
    properties.insert(CHANGED.into(), changed);
    properties
}

/// When something was changed, and who asked.
pub(crate) fn stamp(stamp: &Stamp) -> Value {
    json!({ "At": stamp.at.to_string(), "By": stamp.by.as_str() })
}

/// Reads a new object, with the GUID that it brings along if it has one. A workflow that names no language or time
/// zone gets those of the pool.
pub(crate) fn read_new(
    configuration: &Configuration,
    kind: ObjectKind,
    mut properties: Map<String, Value>,
) -> Result<(Option<ObjectId>, Object), Problem> {
    let mut id = None;
    if let Some(identity) = take::<RgsIdentity>(kind, &mut properties, IDENTITY)? {
        parent(configuration, &identity.pool)?;
        id = identity.id;
    }
    if let Some(owner) = take::<RgsIdentity>(kind, &mut properties, OWNER_POOL)?
        && owner.pool != *configuration.pool()
    {
        let detail = format!("a new object belongs to {}, not to {}", configuration.pool(), owner.pool);
        return Err(fixed(OWNER_POOL, &detail));
    }
    if take::<Changed>(kind, &mut properties, CHANGED)?.is_some() {
        return Err(fixed(CHANGED, "the pool notes changes itself; leave Changed out of a new object"));
    }
    properties.remove(WARNINGS);
    if kind == ObjectKind::Workflow {
        let defaults = configuration.defaults();
        for (property, value) in
            [("Language", defaults.language.as_str()), ("TimeZone", defaults.time_zone.as_str())]
        {
            let given = properties.entry(property).or_insert(Value::Null);
            if given.is_null() {
                *given = value.into();
            }
        }
    }
    object(kind, properties).map(|object| (id, object))
}

/// Reads the new content of an object that the pool holds. What the pool notes itself may be sent back as it was
/// read; where the object was changed since (`is_current` is false), the entity tag tells that story better.
pub(crate) fn read_changed(
    configuration: &Configuration,
    held: &Entry,
    is_current: bool,
    mut properties: Map<String, Value>,
) -> Result<Object, Problem> {
    let kind = held.kind();
    if let Some(identity) = take::<RgsIdentity>(kind, &mut properties, IDENTITY)? {
        parent(configuration, &identity.pool)?;
        if identity.id != Some(held.id) {
            let detail = format!("the address says {}, the Identity another object", held.id);
            return Err(fixed(IDENTITY, &detail));
        }
    }
    if let Some(owner) = take::<RgsIdentity>(kind, &mut properties, OWNER_POOL)?
        && owner.pool != held.owner
    {
        let detail =
            format!("the object belongs to {}; only an import with -OverwriteOwner changes that", held.owner);
        return Err(fixed(OWNER_POOL, &detail));
    }
    if let Some(changed) = take::<Changed>(kind, &mut properties, CHANGED)?
        && is_current
        && (changed.at.0 != held.changed.at || changed.by.key() != held.changed.by.key())
    {
        let Stamp { at, by } = &held.changed;
        let detail =
            format!("the pool notes changes itself, the last at {at} by {by}; leave Changed as it was read");
        return Err(fixed(CHANGED, &detail));
    }
    properties.remove(WARNINGS);
    object(kind, properties)
}

fn object(kind: ObjectKind, properties: Map<String, Value>) -> Result<Object, Problem> {
    let misplaced = misplaced_list(&properties);
    let object = Object::from_properties(kind, Value::Object(properties)).map_err(|error| {
        let also = [IDENTITY, OWNER_POOL, CHANGED];
        wrong_property(kind.noun(), &error.path().to_string(), &error.inner().to_string(), &also)
    })?;
    misplaced.map_or(Ok(object), Err)
}

/// The last change, as it may be sent back.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Changed {
    at: Moment,
    by: domain::SipUri,
    #[serde(rename = "Digest")]
    _digest: Option<domain::Digest>,
}

fn take<T: serde::de::DeserializeOwned>(
    kind: ObjectKind,
    properties: &mut Map<String, Value>,
    name: &str,
) -> Result<Option<T>, Problem> {
    let value = properties.remove(name).unwrap_or_default();
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let path = if path == "." { name.to_owned() } else { format!("{name}.{path}") };
        wrong_property(kind.noun(), &path, &error.inner().to_string(), &[])
    })
}

fn parent(configuration: &Configuration, named: &PoolFqdn) -> Result<(), Problem> {
    if named == configuration.pool() {
        return Ok(());
    }
    let detail =
        format!("this is the pool {}, but the Identity names {named}; ask that pool", configuration.pool());
    Err(fixed(IDENTITY, &detail))
}

fn fixed(property: &str, detail: &str) -> Problem {
    Problem::new(ProblemType::PROPERTY, format!("{property}: {detail}")).with("Property", property)
}

/// Who the object is.
pub(crate) const IDENTITY: &str = "Identity";
/// The pool that it belongs to.
pub(crate) const OWNER_POOL: &str = "OwnerPool";
/// The last change.
pub(crate) const CHANGED: &str = "Changed";
/// What a reply says beside the object; ignored where the reply is sent back as it came.
const WARNINGS: &str = "Warnings";
