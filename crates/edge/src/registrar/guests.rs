//! Telephones that may register for an agent for a short time: those of test calls.

use std::{collections::BTreeMap, time::Duration};

use dialog::NameAddr;
use stdx::Instant;

use crate::{
    digest::{Ha1, User},
    test_call::Pass,
};

/// The passes in force, by the user part of the Contact that each is for.
#[derive(Debug, Default)]
pub(super) struct Guests(BTreeMap<String, (User, Instant)>);

impl Guests {
    /// Lets a telephone in from now on.
    pub(super) fn admit(&mut self, now: Instant, pass: Pass) {
        self.0.retain(|_, (_, until)| *until > now);
        if self.0.len() < GUESTS_MAX {
            let mut user = User { address: pass.agent, ha1: Ha1::new("", "", "") };
            user.ha1 = Ha1::new(user.name(), &user.realm(), &pass.password);
            self.0.insert(pass.token, (user, now.after(STAY)));
        }
    }

    /// Whether a pass has this token.
    pub(super) fn has(&self, token: &str) -> bool {
        self.0.contains_key(token)
    }

    /// A pass is good for nothing any more.
    pub(super) fn dismiss(&mut self, token: &str) {
        self.0.remove(token);
    }

    /// The user behind a Contact that a pass is for, where the address of record is that user's.
    pub(super) fn user(&self, now: Instant, contact: Option<&NameAddr>, to: &NameAddr) -> Option<&User> {
        let (user, until) = self.0.get(contact?.uri.user.as_deref()?)?;
        let key = format!("sip:{}@{}", to.uri.user.as_deref()?, to.uri.host).to_lowercase();
        (*until > now && user.address.key() == key).then_some(user)
    }
}

/// Passes at once.
const GUESTS_MAX: usize = 16;
/// How long a pass is good.
const STAY: Duration = Duration::from_mins(6);
