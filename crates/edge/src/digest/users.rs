//! Everybody with a password.

use std::collections::BTreeMap;

use domain::SipUri;

use super::Ha1;

/// Somebody whose phone registers here.
#[derive(Clone, Debug)]
pub struct User {
    /// The address; its user part is the name in the digest, its domain the realm.
    pub address: SipUri,
    /// What is kept of the password.
    pub ha1: Ha1,
}

/// All users, by address.
#[derive(Clone, Debug, Default)]
pub struct Users {
    by_key: BTreeMap<String, User>,
    /// Users with the same user part in several domains have no entry that counts.
    by_name: BTreeMap<String, Vec<String>>,
}

impl User {
    /// The name in the digest.
    pub fn name(&self) -> &str {
        split(self.address.as_str()).0
    }

    /// The realm: the domain of the address, in lower case.
    pub fn realm(&self) -> String {
        split(self.address.as_str()).1.to_lowercase()
    }
}

impl Users {
    /// These users.
    pub fn new(users: impl IntoIterator<Item = User>) -> Self {
        let mut all = Self::default();
        for user in users {
            let key = user.address.key();
            all.by_name.entry(user.name().to_lowercase()).or_default().push(key.clone());
            all.by_key.insert(key, user);
        }
        all
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_key.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }

    /// The user with this address, given as [`SipUri::key`].
    pub(crate) fn get(&self, key: &str) -> Option<&User> {
        self.by_key.get(key)
    }

    /// The only user with this user part, for phones that know our address instead of the domain.
    pub(crate) fn named(&self, name: &str) -> Option<&User> {
        match &self.by_name.get(&name.to_lowercase())?[..] {
            [key] => self.get(key),
            _ => None,
        }
    }
}

/// User part and host of an address.
fn split(address: &str) -> (&str, &str) {
    let rest = address.split_once(':').map_or(address, |(_, rest)| rest);
    let (user, host) = rest.split_once('@').unwrap_or((rest, ""));
    (user, host.split([';', '?', ':']).next().unwrap_or_default())
}
