//! Identities in the forms that writers use: an object, its text, or a GUID alone.

use domain::{ObjectId, PoolFqdn, RgsIdentity};

use super::scalar::{text, unwrapped};
use crate::shape::{INSTANCE_ID, SERVICE_ID};
use clixml::Value;

/// What an identity says.
pub(super) struct Found {
    pub(super) pool: Option<PoolFqdn>,
    pub(super) id: Option<ObjectId>,
}

/// Reads an identity; `None` for nothing, blank text and the empty GUID.
///
/// # Errors
/// What is wrong with its text.
pub(super) fn read(value: &Value) -> Result<Option<Found>, String> {
    let value = unwrapped(value);
    let found = match value {
        Value::Nil => return Ok(None),
        Value::Guid(guid) => Found { pool: None, id: Some(ObjectId(*guid)) },
        Value::Object(object) => {
            let printed = object.to_string.as_deref().and_then(|text| parse(text).ok().flatten());
            let service = object.property(SERVICE_ID).and_then(|service| {
                let text = text(unwrapped(service)).ok()?;
                text.parse::<RgsIdentity>().ok()
            });
            let id = object.property(INSTANCE_ID).and_then(instance);
            let (printed_pool, printed_id) =
                printed.map_or((None, None), |printed| (printed.pool, printed.id));
            let found =
                Found { pool: printed_pool.or_else(|| service.map(|s| s.pool)), id: id.or(printed_id) };
            if found.pool.is_none() && found.id.is_none() {
                return Err(format!("an identity has neither an {INSTANCE_ID} nor a readable text"));
            }
            found
        }
        other => match parse(&text(other).map_err(|mismatch| mismatch.rule)?)? {
            Some(found) => found,
            None => return Ok(None),
        },
    };
    let id = found.id.filter(|id| !id.0.is_nil());
    let named = id.is_some() || found.pool.is_some();
    Ok(named.then_some(Found { pool: found.pool, id }))
}

fn parse(text: &str) -> Result<Option<Found>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if let Ok(id) = text.parse::<ObjectId>() {
        return Ok(Some(Found { pool: None, id: Some(id) }));
    }
    let identity: RgsIdentity = text.parse().map_err(|error: domain::InvalidIdentity| error.to_string())?;
    Ok(Some(Found { pool: Some(identity.pool), id: identity.id }))
}

/// A GUID, its text, or an object with the property Guid.
fn instance(value: &Value) -> Option<ObjectId> {
    match unwrapped(value) {
        Value::Guid(guid) => Some(ObjectId(*guid)),
        Value::Object(object) => match object.property("Guid") {
            Some(Value::Guid(guid)) => Some(ObjectId(*guid)),
            Some(Value::String(text)) => text.trim().parse().ok(),
            _ => object.to_string.as_deref()?.trim().parse().ok(),
        },
        other => text(other).ok()?.trim().parse().ok(),
    }
}
