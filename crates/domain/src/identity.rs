//! Who an object is: its pool and its GUID.

use std::{fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    schema::{schema, text_like},
    text::checked_text,
};

checked_text!(
    /// The fully qualified domain name of a pool, in lower case, at most 253 characters.
    PoolFqdn,
    |text| Ok(fqdn(text)?)
);

impl PoolFqdn {
    /// The identity of the pool's service.
    pub fn service(&self) -> RgsIdentity {
        RgsIdentity { pool: self.clone(), id: None }
    }

    /// The identity of an object that the pool holds.
    pub fn object(&self, id: ObjectId) -> RgsIdentity {
        RgsIdentity { pool: self.clone(), id: Some(id) }
    }
}

/// The GUID of an object: the same in every copy of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ObjectId(pub Uuid);

schema!(ObjectId, text_like("1a2b3c4d-0000-4000-8000-000000000000"));

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl FromStr for ObjectId {
    type Err = InvalidIdentity;
    fn from_str(text: &str) -> Result<Self, InvalidIdentity> {
        text.parse().map(Self).map_err(|_| InvalidIdentity::Guid(text.to_owned()))
    }
}

/// `service:ApplicationServer:<pool>` or `service:ApplicationServer:<pool>/<GUID>`.
///
/// Reads also what the documents print: without `service:`, in any case, with blanks after a colon, and a bare
/// FQDN where a service is meant (`docs/rules.md`, names).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RgsIdentity {
    /// The pool that holds the object: its parent.
    pub pool: PoolFqdn,
    /// The object, or nothing for the service itself.
    pub id: Option<ObjectId>,
}

schema!(RgsIdentity, text_like("service:ApplicationServer:pool.contoso.com"));

impl FromStr for RgsIdentity {
    type Err = InvalidIdentity;

    fn from_str(text: &str) -> Result<Self, InvalidIdentity> {
        let rest = strip_word(text.trim(), "service:");
        let rest = strip_word(rest, "applicationserver:");
        let (pool, id) = match rest.split_once('/') {
            Some((pool, id)) => (pool, Some(id.trim().parse()?)),
            None => (rest, None),
        };
        let name = fqdn(pool).map_err(|_| InvalidIdentity::Shape(text.to_owned()))?;
        Ok(Self { pool: PoolFqdn::new(&name).map_err(|_| InvalidIdentity::Shape(text.to_owned()))?, id })
    }
}

impl fmt::Display for RgsIdentity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "service:ApplicationServer:{}", self.pool)?;
        match self.id {
            Some(id) => write!(f, "/{id}"),
            None => Ok(()),
        }
    }
}

impl TryFrom<String> for RgsIdentity {
    type Error = InvalidIdentity;
    fn try_from(text: String) -> Result<Self, InvalidIdentity> {
        text.parse()
    }
}

impl From<RgsIdentity> for String {
    fn from(identity: RgsIdentity) -> Self {
        identity.to_string()
    }
}

/// A reference from one object to another of the same pool: a GUID, or an identity whose pool is then checked.
///
/// Stored references carry no pool, so that a copy in another pool has the same content.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Reference {
    /// The object that is meant.
    pub id: ObjectId,
    /// The pool that was named with it.
    pub pool: Option<PoolFqdn>,
}

schema!(Reference, text_like("1a2b3c4d-0000-4000-8000-000000000000"));

impl From<ObjectId> for Reference {
    fn from(id: ObjectId) -> Self {
        Self { id, pool: None }
    }
}

impl TryFrom<String> for Reference {
    type Error = InvalidIdentity;
    fn try_from(text: String) -> Result<Self, InvalidIdentity> {
        if let Ok(id) = text.parse::<ObjectId>() {
            return Ok(id.into());
        }
        let identity: RgsIdentity = text.parse()?;
        match identity.id {
            Some(id) => Ok(Self { id, pool: Some(identity.pool) }),
            None => Err(InvalidIdentity::ObjectExpected(text)),
        }
    }
}

impl From<Reference> for String {
    fn from(reference: Reference) -> Self {
        match reference.pool {
            Some(pool) => pool.object(reference.id).to_string(),
            None => reference.id.to_string(),
        }
    }
}

/// Why a text is no identity.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidIdentity {
    /// Neither of the two shapes.
    #[error(
        "\"{0}\" is not an identity; write service:ApplicationServer:pool.example.com, \
             with /GUID behind it for one object"
    )]
    Shape(String),
    /// The part behind the slash is no GUID.
    #[error(
        "\"{0}\" is not a GUID; write 32 hexadecimal digits in groups, such as \
             1a2b3c4d-0000-4000-8000-000000000000"
    )]
    Guid(String),
    /// A pool's name does not parse.
    #[error(
        "\"{0}\" is not the FQDN of a pool; write letters, digits, dots and hyphens such as pool.example.com"
    )]
    Fqdn(String),
    /// A service was named where an object is needed.
    #[error("\"{0}\" names a pool; add /GUID to name one object of it")]
    ObjectExpected(String),
}

/// Takes `word` off the front without regard to case, and blanks after it.
fn strip_word<'a>(text: &'a str, word: &str) -> &'a str {
    match text.get(..word.len()) {
        Some(start) if start.eq_ignore_ascii_case(word) => text[word.len()..].trim_start(),
        _ => text,
    }
}

/// The name in lower case, without the dot of the root.
fn fqdn(text: &str) -> Result<Arc<str>, InvalidIdentity> {
    let name = text.trim().trim_end_matches('.');
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if name.len() > FQDN_MAX || !name.split('.').all(label) {
        return Err(InvalidIdentity::Fqdn(text.to_owned()));
    }
    Ok(name.to_ascii_lowercase().into())
}

/// Longest domain name, in characters (RFC 1035 section 2.3.4, less the dots that are not written).
const FQDN_MAX: usize = 253;

#[cfg(test)]
mod tests {
    use super::*;

    const GUID: &str = "1a2b3c4d-0000-4000-8000-000000000000";

    #[test]
    fn the_spellings_of_the_documents_are_one_identity() {
        let service = "service:ApplicationServer:atl-cs-001.litwareinc.com";
        for text in [
            service,
            "Service:applicationserver:ATL-CS-001.litwareinc.com",
            "ApplicationServer:atl-cs-001.litwareinc.com",
            "service:ApplicationServer: atl-cs-001.litwareinc.com",
            "service: ApplicationServer:atl-cs-001.litwareinc.com",
            "atl-cs-001.litwareinc.com",
            "atl-cs-001.litwareinc.com.",
        ] {
            assert_eq!(text.parse::<RgsIdentity>().unwrap().to_string(), service, "{text}");
        }
        let object = format!("{service}/{GUID}");
        assert_eq!(object.parse::<RgsIdentity>().unwrap().to_string(), object);
    }

    #[test]
    fn what_is_no_identity_is_refused_with_its_text() {
        for text in
            ["", "service:", "service:ApplicationServer:", "a b", "pool..com", "-pool.com", "Registrar:a/b/c"]
        {
            assert!(text.parse::<RgsIdentity>().is_err(), "{text}");
        }
        let error = "pool.example.com/12".parse::<RgsIdentity>().unwrap_err();
        assert_eq!(error, InvalidIdentity::Guid("12".into()));
    }

    #[test]
    fn a_reference_is_a_guid_or_an_object_identity() {
        assert_eq!(Reference::try_from(GUID.to_owned()).unwrap().pool, None);
        let full = format!("service:ApplicationServer:pool.example.com/{GUID}");
        assert_eq!(Reference::try_from(full).unwrap().pool.unwrap().as_str(), "pool.example.com");
        assert!(matches!(
            Reference::try_from("pool.example.com".to_owned()),
            Err(InvalidIdentity::ObjectExpected(_))
        ));
    }
}
