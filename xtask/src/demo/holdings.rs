//! What a pool holds, as its API lists it.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::{client::Client, contoso::SECTIONS};

/// The objects of a pool, by collection and GUID.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Holdings(pub(crate) BTreeMap<(String, String), Held>);

/// What is compared of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) name: String,
    pub(crate) owner: String,
    pub(crate) parent: String,
    pub(crate) digest: String,
}

impl Holdings {
    /// What a plain Get lists: the objects that belong to the pool.
    pub(crate) fn own(client: &Client) -> Result<Self> {
        Self::read(client, "")
    }

    /// What Get -Owner lists.
    pub(crate) fn of_owner(client: &Client, owner: &str) -> Result<Self> {
        Self::read(client, &format!("&owner={owner}"))
    }

    /// What Get -ShowAll lists.
    pub(crate) fn all(client: &Client) -> Result<Self> {
        Self::read(client, "&showAll=true")
    }

    fn read(client: &Client, narrowed: &str) -> Result<Self> {
        let mut held = BTreeMap::new();
        for (_, _, collection) in SECTIONS {
            let page = client.get(&format!("/{collection}?limit=1000{narrowed}"))?;
            ensure!(page.get("Next").is_none_or(Value::is_null), "more than one page of {collection}");
            for item in page["Items"].as_array().context("a page has Items")? {
                let (parent, id) = text(item, "Identity")?.split_once('/').context("an object has a GUID")?;
                let line = Held {
                    name: text(item, "Name")?.to_owned(),
                    owner: pool_of(text(item, "OwnerPool")?),
                    parent: pool_of(parent),
                    digest: text(&item["Changed"], "Digest")?.to_owned(),
                };
                held.insert(((*collection).to_owned(), id.to_owned()), line);
            }
        }
        Ok(Self(held))
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Where the API finds the object of this name.
    pub(crate) fn path(&self, collection: &str, name: &str) -> Result<String> {
        let mut objects = self.0.iter();
        let found = objects.find(|((of, _), held)| of == collection && held.name == name);
        let ((collection, id), _) =
            found.with_context(|| format!("there is no \"{name}\" among the {collection}"))?;
        Ok(format!("/{collection}/{id}"))
    }

    /// The names and digests alone: what two copies have in common.
    pub(crate) fn content(&self) -> BTreeMap<&(String, String), (&str, &str)> {
        self.0.iter().map(|(key, held)| (key, (held.name.as_str(), held.digest.as_str()))).collect()
    }
}

/// The text of a property.
pub(crate) fn text<'a>(object: &'a Value, property: &str) -> Result<&'a str> {
    object[property].as_str().with_context(|| format!("there is no {property} in {object}"))
}

/// The FQDN in the identity of a service.
fn pool_of(identity: &str) -> String {
    identity.rsplit(':').next().unwrap_or(identity).to_owned()
}
