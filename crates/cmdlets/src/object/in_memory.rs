//! Objects that exist in the shell alone until the Set cmdlet of their type brings them to their pool.

use domain::{Object as Content, ObjectId, ObjectKind, PoolFqdn};
use serde_json::{Map, Value as Json};
use shell::command::Call;
use shell::flow::Flow;
use shell::value::Object;
use uuid::Builder;

use super::Noun;
use crate::local::invalid;
use crate::noun::{Kept, Reader, Version};

/// Makes an object with the defaults of its type. What it refers to is looked at when it comes to its pool.
pub(super) fn make(
    call: &Call<'_>,
    noun: &'static Noun,
    pool: PoolFqdn,
    properties: Map<String, Json>,
) -> Flow<Object> {
    let mut complete =
        complete(noun, properties).map_err(|wrong| call.fail(invalid(noun.kind.noun(), &wrong)))?;
    let mut random = [0; 16];
    call.host().fill_random(&mut random);
    let id = ObjectId(Builder::from_random_bytes(random).into_uuid());
    complete.insert("Identity".to_owned(), pool.object(id).to_string().into());
    complete.insert("OwnerPool".to_owned(), pool.service().to_string().into());
    let reader = Reader::new(pool.clone());
    let object = reader
        .object(noun.shape, &complete)
        .map_err(|wrong| call.fail(invalid(noun.kind.noun(), &wrong.what)))?;
    Kept { pool, id: Some(id), version: Version::InMemory }.note(&object);
    Ok(object)
}

/// All properties of the type. Language and time zone of a workflow stay open: they are the pool's where nobody
/// says otherwise.
fn complete(noun: &Noun, properties: Map<String, Json>) -> Result<Map<String, Json>, String> {
    let open: Vec<&str> = match noun.kind {
        ObjectKind::Workflow => {
            ["Language", "TimeZone"].into_iter().filter(|name| !properties.contains_key(*name)).collect()
        }
        _ => Vec::new(),
    };
    let mut given = properties;
    for name in &open {
        let any = if *name == "Language" { "en-US" } else { "UTC" };
        given.insert((*name).to_owned(), any.into());
    }
    let content = Content::from_properties(noun.kind, Json::Object(given)).map_err(|error| {
        let message = domain::plain_words(&error.inner().to_string());
        match error.path().to_string().as_str() {
            "." => message,
            path => format!("{path}: {message}"),
        }
    })?;
    let mut complete = content.to_properties();
    for name in open {
        complete.insert(name.to_owned(), Json::Null);
    }
    Ok(complete)
}
