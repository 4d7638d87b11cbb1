//! Get-CsRgs*: what a reader sees.

use std::sync::Arc;

use domain::{Configuration, Entry, NameKey, ObjectId, ObjectKind, PoolFqdn, ServiceSettings};

use crate::{Caller, Refusal, Right, require, rights::sees};

/// What to list.
#[derive(Clone, Debug)]
pub struct Query {
    /// Objects of this type.
    pub kind: ObjectKind,
    /// -Owner: only objects that belong to this pool.
    pub owner: Option<PoolFqdn>,
    /// -ShowAll: also copies that belong to other pools.
    pub show_all: bool,
    /// -Name: only the object of exactly this name, without case.
    pub name: Option<String>,
    /// Objects whose names come after this one.
    pub after: Option<NameKey>,
    /// At most so many.
    pub limit: usize,
}

/// Objects in the order of their names.
#[derive(Clone, Debug)]
pub struct Page {
    /// The objects.
    pub entries: Vec<Arc<Entry>>,
    /// Where the next page begins, if there is one.
    pub next: Option<NameKey>,
}

/// Lists objects. Without owner or ShowAll only those that belong to the pool itself are seen.
///
/// # Errors
/// [`Refusal::Forbidden`] where the caller may read nothing at all; what the caller may not see is left out.
pub fn list(configuration: &Configuration, caller: &Caller, query: &Query) -> Result<Page, Refusal> {
    require(configuration, caller, Right::Read, format!("list objects of type {}", query.kind))?;
    let wanted = |entry: &&Arc<Entry>| {
        let owned = match &query.owner {
            Some(owner) => entry.owner == *owner,
            None => query.show_all || entry.owner == *configuration.pool(),
        };
        owned && sees(configuration, caller, entry)
    };
    if let Some(name) = &query.name {
        let named = configuration.named(query.kind, &NameKey::new(name));
        return Ok(Page { entries: named.filter(wanted).cloned().into_iter().collect(), next: None });
    }
    let mut found = configuration.by_name(query.kind, query.after.as_ref()).filter(wanted);
    let entries: Vec<_> = found.by_ref().take(query.limit).cloned().collect();
    let next = found.next().and_then(|_| entries.last()).map(|last| last.name().key());
    Ok(Page { entries, next })
}

/// One object by GUID, also one that belongs to another pool.
///
/// # Errors
/// [`Refusal::NotFound`], also for what the caller may not see, and [`Refusal::OtherKind`].
pub fn find(
    configuration: &Configuration,
    caller: &Caller,
    kind: ObjectKind,
    id: ObjectId,
) -> Result<Arc<Entry>, Refusal> {
    require(configuration, caller, Right::Read, format!("read object {id}"))?;
    let entry = configuration.object(id).filter(|entry| sees(configuration, caller, entry));
    let entry = entry.ok_or(Refusal::NotFound(id))?;
    if entry.kind() != kind {
        return Err(Refusal::OtherKind { id, found: entry.kind(), asked: kind });
    }
    Ok(Arc::clone(entry))
}

/// The settings of the pool.
///
/// # Errors
/// [`Refusal::Forbidden`].
pub fn settings(configuration: &Configuration, caller: &Caller) -> Result<ServiceSettings, Refusal> {
    require(configuration, caller, Right::ReadAll, "read the settings of the pool")?;
    Ok(configuration.settings().clone())
}
