//! The pools among which calls are relayed (`docs/rules.md`, relays).

use std::{collections::BTreeMap, net::SocketAddr};

/// What the topology says of them.
#[derive(Clone, Debug, Default)]
pub struct Pools {
    /// The name of this pool.
    pub own: String,
    /// Where each pool takes calls that others relay, by name.
    pub places: BTreeMap<String, SocketAddr>,
    /// The pool that answers for this one while this one is failed over.
    pub backup: Option<String>,
    /// The pool whose backup this one is.
    pub primary: Option<String>,
}

impl Pools {
    /// The pool that answers for an owner for whom this one does not.
    pub fn answering<'a>(&'a self, owner: &'a str) -> Option<&'a str> {
        if owner == self.own { self.backup.as_deref() } else { Some(owner) }
    }

    /// The other pool of the pair, where it takes calls.
    pub(crate) fn pair(&self) -> Option<&str> {
        let pair = self.primary.as_deref().or(self.backup.as_deref());
        pair.filter(|pair| *pair != self.own && self.places.contains_key(*pair))
    }

    /// Where another pool takes calls.
    pub(crate) fn place(&self, pool: &str) -> Option<SocketAddr> {
        self.places.get(pool).copied().filter(|_| pool != self.own)
    }

    /// Whether another pool takes calls there, and so sends from there what it relays.
    pub(crate) fn is_place(&self, address: SocketAddr) -> bool {
        self.places.iter().any(|(pool, place)| *place == address && *pool != self.own)
    }
}
