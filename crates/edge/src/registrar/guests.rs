//! Test calls that are known beforehand, and the telephones that may register for the agents that they play.

use std::{collections::BTreeMap, time::Duration};

use dialog::NameAddr;
use domain::SipUri;
use engine::Test;
use stdx::Instant;

use crate::{
    digest::{Ha1, User},
    test_call::Pass,
};

/// The passes in force, by their tokens.
#[derive(Debug, Default)]
pub(super) struct Guests(BTreeMap<String, Guest>);

/// A test call that was announced.
#[derive(Debug)]
struct Guest {
    /// The agent that it plays.
    user: Option<User>,
    until: Instant,
    has_come: bool,
}

impl Guests {
    /// Lets a test call in from now on, and its telephone.
    pub(super) fn admit(&mut self, now: Instant, pass: Pass) {
        self.0.retain(|_, guest| guest.until > now);
        if self.0.len() < GUESTS_MAX {
            let user = pass.agent.map(|agent| of_pass(agent, &pass.password));
            self.0.insert(pass.token, Guest { user, until: now.after(STAY), has_come: false });
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

    /// A call has come from the address with this token: what it is there for, where it is a test call.
    pub(super) fn arrived(&mut self, now: Instant, token: &str) -> Option<Test> {
        let guest = self.0.get_mut(token).filter(|guest| guest.until > now)?;
        guest.has_come = true;
        Some(Test { plays: guest.user.as_ref().map(|user| user.address.clone()) })
    }

    /// Whether the test call with this token has come.
    pub(super) fn has_come(&self, token: &str) -> bool {
        self.0.get(token).is_some_and(|guest| guest.has_come)
    }

    /// The user behind a Contact that a pass is for, where the address of record is that user's, with the token.
    pub(super) fn user(
        &self,
        now: Instant,
        contact: Option<&NameAddr>,
        to: &NameAddr,
    ) -> Option<(&User, &str)> {
        let (token, guest) = self.0.get_key_value(contact?.uri.user.as_deref()?)?;
        let user = guest.user.as_ref()?;
        let key = format!("sip:{}@{}", to.uri.user.as_deref()?, to.uri.host).to_lowercase();
        (guest.until > now && user.address.key() == key).then_some((user, token.as_str()))
    }
}

fn of_pass(agent: SipUri, password: &str) -> User {
    let user = User { address: agent, ha1: Ha1::new("", "", "") };
    let ha1 = Ha1::new(user.name(), &user.realm(), password);
    User { ha1, ..user }
}

/// Passes at once.
const GUESTS_MAX: usize = 16;
/// How long a pass is good.
const STAY: Duration = Duration::from_mins(6);
