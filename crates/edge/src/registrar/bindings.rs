//! Addresses of record, and the contacts behind each.

use std::{collections::BTreeMap, time::Duration};

use dialog::{NameAddr, Uri};
use stdx::Instant;

use crate::{
    context_form::ContextForm,
    transport::{ConnectionId, Path},
};

/// One phone of a user.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Binding {
    /// What the phone calls itself, as it wrote it.
    pub(crate) contact: Uri,
    /// The way on which it registered.
    pub(crate) flow: Path,
    /// The proxies between us and the phone (RFC 3327).
    pub(crate) path: Vec<NameAddr>,
    /// When the binding ends.
    pub(crate) expires: Instant,
    /// The instance and the number of its flow, where the phone gives them.
    pub(crate) instance: Option<(String, String)>,
    pub(crate) call_id: String,
    pub(crate) sequence: u32,
    /// The form of call context that the phone names.
    pub(crate) context: Option<ContextForm>,
    /// Whether the phone offers to tell of its dialogs.
    pub(crate) offers_dialogs: bool,
}

/// All bindings, by the key of the user's address.
#[derive(Debug, Default)]
pub(crate) struct Bindings {
    by_user: BTreeMap<String, Vec<Binding>>,
    /// When the first binding ends, or earlier.
    first_expiry: Option<Instant>,
}

impl Binding {
    /// Whether another binding takes the place of this one.
    fn is_same(&self, other: &Self) -> bool {
        match (&self.instance, &other.instance) {
            (Some(one), Some(two)) => one == two,
            _ => is_same_contact(&self.contact, &other.contact),
        }
    }
}

/// Whether two contacts are one place (RFC 3261 section 19.1.4, as far as registrars need it).
pub(super) fn is_same_contact(one: &Uri, other: &Uri) -> bool {
    let port = |uri: &Uri| uri.port.unwrap_or(5060);
    one.scheme == other.scheme
        && one.user == other.user
        && one.host.eq_ignore_ascii_case(&other.host)
        && port(one) == port(other)
        && one.params.value("transport").map(str::to_ascii_lowercase)
            == other.params.value("transport").map(str::to_ascii_lowercase)
}

impl Bindings {
    /// The phones of a user that are there now, those that registered last first.
    pub(crate) fn of(&self, now: Instant, user: &str) -> impl Iterator<Item = &Binding> {
        let all = self.by_user.get(user).into_iter().flatten();
        all.filter(move |binding| binding.expires > now).rev()
    }

    /// Whether a user has a phone.
    pub(crate) fn has(&self, now: Instant, user: &str) -> bool {
        self.of(now, user).next().is_some()
    }

    /// All phones that are there now, with their users.
    pub(super) fn all(&self, now: Instant) -> impl Iterator<Item = (&str, &Binding)> {
        let all = self.by_user.iter().flat_map(|(user, all)| all.iter().map(move |one| (user.as_str(), one)));
        all.filter(move |(_, binding)| binding.expires > now)
    }

    /// How many bindings there are.
    pub(crate) fn len(&self) -> usize {
        self.by_user.values().map(Vec::len).sum()
    }

    /// Puts a binding in the place of the one that it renews.
    pub(super) fn put(&mut self, user: &str, binding: Binding) {
        self.first_expiry = self.first_expiry.into_iter().chain([binding.expires]).min();
        let all = self.by_user.entry(user.to_owned()).or_default();
        all.retain(|known| !known.is_same(&binding));
        all.push(binding);
    }

    /// The binding of a contact.
    pub(super) fn find(&self, user: &str, contact: &Uri) -> Option<&Binding> {
        self.by_user.get(user)?.iter().find(|known| is_same_contact(&known.contact, contact))
    }

    /// Takes out what `goes`; gives the users who have no phone any more.
    pub(super) fn remove(&mut self, goes: impl Fn(&str, &Binding) -> bool) -> Vec<String> {
        let mut gone = Vec::new();
        self.by_user.retain(|user, all| {
            all.retain(|binding| !goes(user, binding));
            if all.is_empty() {
                gone.push(user.clone());
            }
            !all.is_empty()
        });
        gone
    }

    /// Ends what has expired; gives the users who have no phone any more.
    pub(crate) fn expire(&mut self, now: Instant) -> Vec<String> {
        let gone = self.remove(|_, binding| binding.expires <= now);
        self.first_expiry = self.by_user.values().flatten().map(|binding| binding.expires).min();
        gone
    }

    /// A connection ended, and with it the phones behind it (RFC 5626 section 5.3).
    pub(crate) fn flow_ended(&mut self, connection: ConnectionId) -> Vec<String> {
        self.remove(|_, binding| binding.flow == Path::Stream(connection))
    }

    /// When the next binding ends, or earlier.
    pub(crate) const fn next_expiry(&self) -> Option<Instant> {
        self.first_expiry
    }
}

/// Most phones of one user.
pub(super) const CONTACTS_MAX: usize = 10;
/// The shortest and the longest life of a binding, and what a phone gets that asks for nothing.
pub(super) const EXPIRES_MIN: Duration = Duration::from_secs(60);
pub(super) const EXPIRES_MAX: Duration = Duration::from_secs(7_200);
pub(super) const EXPIRES_USUAL: Duration = Duration::from_secs(3_600);
