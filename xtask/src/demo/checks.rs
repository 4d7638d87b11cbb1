//! What the steps verify again and again.

use std::{collections::BTreeSet, fs, path::Path};

use anyhow::{Context, Result, bail, ensure};
use domain::ContentHash;
use serde_json::Value;

use super::holdings::Holdings;
use crate::{client::Client, contoso::SECTIONS};

/// Both hold the same objects, under the same names, with equal content.
pub(crate) fn same_content(expected: &Holdings, found: &Holdings) -> Result<()> {
    let (expected, found) = (expected.content(), found.content());
    if expected == found {
        return Ok(());
    }
    let missing = expected.iter().filter(|(key, _)| !found.contains_key(*key));
    let missing = missing.map(|(_, (name, _))| format!("\"{name}\" is missing"));
    let surplus = found.iter().filter(|(key, _)| !expected.contains_key(*key));
    let surplus = surplus.map(|(_, (name, _))| format!("\"{name}\" is too much"));
    let other = expected.iter().filter_map(|(key, (name, digest))| {
        let (other_name, other_digest) = found.get(*key)?;
        (name != other_name || digest != other_digest)
            .then(|| format!("\"{name}\" is another (\"{other_name}\")"))
    });
    let differences: Vec<String> = missing.chain(surplus).chain(other).collect();
    bail!("{}", differences.join(", "))
}

/// Every object belongs to `owner` and is held by `parent`.
pub(crate) fn owner_and_parent(holdings: &Holdings, owner: &str, parent: &str) -> Result<()> {
    for held in holdings.0.values() {
        ensure!(held.owner == owner, "\"{}\" belongs to {}, not to {owner}", held.name, held.owner);
        ensure!(held.parent == parent, "\"{}\" is held by {}, not by {parent}", held.name, held.parent);
    }
    Ok(())
}

/// The pool holds exactly these copies of `owner`: a plain list hides them, owner= and showAll= show them.
pub(crate) fn copies(client: &Client, owner: &str, parent: &str, expected: &Holdings) -> Result<()> {
    let plain = Holdings::own(client)?;
    ensure!(plain.len() == 0, "a plain list shows {} objects, but should show none", plain.len());
    let found = Holdings::of_owner(client, owner)?;
    same_content(expected, &found).with_context(|| format!("the objects of {owner} on {parent}"))?;
    owner_and_parent(&found, owner, parent)?;
    ensure!(Holdings::all(client)? == found, "showAll= and owner= differ");
    Ok(())
}

/// The pool holds exactly these objects, and they are its own.
pub(crate) fn own(client: &Client, fqdn: &str, expected: &Holdings) -> Result<()> {
    let found = Holdings::all(client)?;
    same_content(expected, &found).with_context(|| format!("the objects of {fqdn}"))?;
    owner_and_parent(&found, fqdn, fqdn)?;
    ensure!(Holdings::own(client)? == found, "a plain list does not show them all");
    Ok(())
}

/// An archive in a file, read as an import would: exactly these objects of `owner`, whole, without a warning.
pub(crate) fn archive(path: &Path, owner: &str, expected: &Holdings) -> Result<Archived> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let archive = archive::read(&bytes)?;
    ensure!(archive.warnings.is_empty(), "the archive has {} warnings", archive.warnings.len());
    let objects = &archive.export.objects;
    ensure!(objects.len() == expected.len(), "{} objects instead of {}", objects.len(), expected.len());
    for object in objects {
        let mut held = expected.0.iter();
        let held = held.find(|((_, id), _)| *id == object.id.to_string()).map(|(_, held)| held);
        let held = held.with_context(|| format!("\"{}\" is too much", object.object.name()))?;
        ensure!(object.owner.as_str() == owner, "\"{}\" belongs to {}", held.name, object.owner);
        ensure!(object.digest().to_string() == held.digest, "\"{}\" is another", held.name);
    }
    for file in objects.iter().flat_map(|object| object.object.audio_files()) {
        let content = archive.audio.read(&file.content_hash)?;
        ensure!(
            content.is_some_and(|content| ContentHash::of(&content) == file.content_hash),
            "the sound {} is missing",
            file.original_file_name
        );
    }
    Ok(Archived {
        copies: objects.iter().filter(|object| object.base.is_some()).count(),
        sounds: archive.audio.hashes().count(),
        tombstones: archive.export.tombstones.len(),
    })
}

/// What an archive holds beside the objects.
pub(crate) struct Archived {
    /// Objects that remember the version they were imported from.
    pub(crate) copies: usize,
    /// Different sounds.
    pub(crate) sounds: usize,
    /// Objects that were removed since they were imported.
    pub(crate) tombstones: usize,
}

/// Every sound that the objects of a pool play can be read there, byte for byte; how many there are.
pub(crate) fn sounds(client: &Client) -> Result<usize> {
    let mut hashes = BTreeSet::new();
    for (_, _, collection) in SECTIONS {
        content_hashes(&client.get(&format!("/{collection}?limit=1000&showAll=true"))?, &mut hashes);
    }
    for hash in &hashes {
        let bytes = client.fetch(&format!("/audio-files/{hash}"))?.body;
        ensure!(ContentHash::of(&bytes).to_string() == *hash, "the sound {hash} has other bytes");
    }
    Ok(hashes.len())
}

fn content_hashes(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            found.extend(object.get("ContentHash").and_then(Value::as_str).map(str::to_owned));
            object.values().for_each(|value| content_hashes(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| content_hashes(value, found)),
        _ => {}
    }
}

/// The settings of a pool, without its name.
pub(crate) fn settings(client: &Client) -> Result<Value> {
    let mut settings = client.get("/settings")?;
    settings.as_object_mut().context("settings are an object")?.remove("Identity");
    Ok(settings)
}
