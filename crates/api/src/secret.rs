//! What is random: GUIDs and the secrets of tokens.

use std::fmt;

use domain::{ContentHash, ObjectId, TokenId};
use uuid::Uuid;

/// A token as it is told once: 256 random bits. Only the hash is ever kept.
pub struct Secret {
    /// What the token is called when it is listed or revoked.
    pub id: TokenId,
    text: String,
}

/// The system has no randomness to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the system gave no random numbers ({0}); nothing was made")]
pub struct RandomnessMissing(getrandom::Error);

impl Secret {
    /// A new secret.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn draw() -> Result<Self, RandomnessMissing> {
        let mut bits = [0; 32];
        getrandom::fill(&mut bits).map_err(RandomnessMissing)?;
        let text = bits.iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { id: TokenId(guid()?), text })
    }

    /// The token, to be shown once.
    pub fn reveal(&self) -> &str {
        &self.text
    }

    /// What is kept of it.
    pub fn hash(&self) -> ContentHash {
        ContentHash::of(self.text.as_bytes())
    }
}

/// The secret itself never reaches a log by accident.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secret").field("id", &self.id).finish_non_exhaustive()
    }
}

/// The GUID of a new object.
pub(crate) fn object_id() -> Result<ObjectId, RandomnessMissing> {
    guid().map(ObjectId)
}

fn guid() -> Result<Uuid, RandomnessMissing> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits).map_err(RandomnessMissing)?;
    Ok(uuid::Builder::from_random_bytes(bits).into_uuid())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ_and_do_not_show_themselves() {
        let (one, other) = (Secret::draw().unwrap(), Secret::draw().unwrap());
        assert_ne!(one.reveal(), other.reveal());
        assert_eq!(one.reveal().len(), 64);
        assert!(!format!("{one:?}").contains(one.reveal()));
        assert_eq!(one.hash(), ContentHash::of(one.reveal().as_bytes()));
    }
}
