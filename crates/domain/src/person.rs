//! Who may ask: persons with roles, and the tokens that name them.

use std::{collections::BTreeSet, fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    ContentHash, Invalid, InvalidIdentity, Label, SipUri, Stamp,
    number::words,
    schema::{schema, text_like},
};

words!(
    /// What a person may do, under the documented names.
    Role, "a role", {
        /// Everything.
        CsAdministrator = 0,
        /// Everything about response groups and their recovery.
        CsResponseGroupAdministrator = 1,
        /// The workflows that name the person in ManagersByUri, but not their creation, removal, address,
        /// number or type.
        CsResponseGroupManager = 2,
        /// Reading.
        CsViewOnlyAdministrator = 3,
        /// The agent groups that name the person.
        CsAgent = 4,
    }
);

/// A person and the roles given to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The SIP address.
    pub uri: SipUri,
    /// Without roles a person may do nothing.
    pub roles: BTreeSet<Role>,
}

/// A key to the API: it names a person, and only its hash is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// What the token is called when it is listed or revoked.
    pub id: TokenId,
    /// SHA-256 of the secret.
    pub hash: ContentHash,
    /// The person that it names.
    pub person: SipUri,
    /// What it is for.
    pub label: Label,
    /// When it was made, and who asked.
    pub created: Stamp,
}

/// The public name of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenId(pub Uuid);

schema!(TokenId, text_like("1a2b3c4d-0000-4000-8000-000000000000"));

impl fmt::Display for TokenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl FromStr for TokenId {
    type Err = Invalid;
    fn from_str(text: &str) -> Result<Self, Invalid> {
        text.parse().map(Self).map_err(|_| InvalidIdentity::Guid(text.to_owned()).into())
    }
}
