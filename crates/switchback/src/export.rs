//! `switchback export`: the server sends an archive, and this end makes a file of it that is whole or absent.

use std::io::{Read, Write as _};

use anyhow::{Context as _, bail};
use domain::{ContentHash, Digest, PoolFqdn, RgsIdentity};
use serde_json::{Value, json};

use crate::{
    cli,
    client::{self, Client, segment},
    config::PoolFile,
    failure::Failure,
    output::{self, count},
    progress::Progress,
    safe_file::{Draft, Overwrite},
};

/// Exports what was asked.
pub(crate) fn export(asked: &cli::Export) -> Result<(), Failure> {
    let client = reach(&asked.pool)?;
    let owner = asked.owner.as_deref().map(str::parse::<RgsIdentity>).transpose().context("--owner")?;
    let owner = owner.map_or(String::new(), |owner| format!("owner={}&", segment(owner.pool.as_str())));
    if asked.what_if {
        return Ok(plan(&client, &owner, asked)?);
    }
    let written = write(asked, &client, &format!("{EXPORT}?{owner}"))?;
    let Written { owner, sequence, objects, .. } = &written;
    output::line(&format!(
        "Exported {} of {owner}, as of sequence {sequence}, to {}.",
        count(objects, "object"),
        asked.file.display()
    ))?;
    if asked.remove {
        let removed = remove(&client, REMOVAL, &removal(&written, asked.force_remove));
        let removed = removed.with_context(|| format!("{} is complete", asked.file.display()))?;
        let removed = removed["Removed"].as_array().map_or(0, Vec::len);
        output::line(&format!("Removed {} of {owner}.", count(removed, "object")))?;
    }
    Ok(())
}

/// Says what would be exported, and what would be removed of it.
fn plan(client: &Client, owner: &str, asked: &cli::Export) -> anyhow::Result<()> {
    print_plan(&client::json(client.ask("GET", &format!("{EXPORT}?{owner}whatIf=true"))?)?)?;
    if asked.remove {
        // A removal is told by the digest of an export; that of one which is thrown away serves as well.
        let thrown_away = verify(&receive(client, &format!("{EXPORT}?{owner}"))?)?;
        let removal = removal(&thrown_away, asked.force_remove);
        print_plan(&remove(client, &format!("{REMOVAL}?whatIf=true"), &removal)?)?;
    }
    Ok(())
}

/// A pool that runs, by its address or by its configuration.
pub(crate) fn reach(pool: &cli::RunningPool) -> Result<Client, Failure> {
    let address = match (&pool.url, &pool.config) {
        (Some(url), _) => url.clone(),
        (None, Some(config)) => client::address(&PoolFile::read(config)?),
        (None, None) => return Err(anyhow::anyhow!("name the pool with --config or --url").into()),
    };
    Ok(Client::new(address, &pool.access)?)
}

/// Prints what would happen.
pub(crate) fn print_plan(plan: &Value) -> anyhow::Result<()> {
    for sentence in plan["Plan"].as_array().context("the answer has no Plan")? {
        output::line(&format!("What if: {}", sentence.as_str().unwrap_or_default()))?;
    }
    Ok(())
}

/// An archive that lies verified in its place.
struct Written {
    owner: PoolFqdn,
    sequence: u64,
    digest: Digest,
    objects: usize,
}

fn write(asked: &cli::Export, client: &Client, path: &str) -> anyhow::Result<Written> {
    let overwrite = if asked.force { Overwrite::KeepOld } else { Overwrite::Never };
    // A name that is taken is refused before the server does any work.
    let mut draft = Draft::create(&asked.file, overwrite)?;
    let bytes = receive(client, path)?;
    draft.write_all(&bytes).with_context(|| format!("{} was not written", asked.file.display()))?;
    let received = ContentHash::of(&bytes);
    drop(bytes);
    let (synced, bytes) = draft.sync(&received)?;
    let written = verify(&bytes).with_context(|| format!("{} was not written", asked.file.display()))?;
    synced.publish()?;
    Ok(written)
}

/// Receives the whole archive.
fn receive(client: &Client, path: &str) -> anyhow::Result<Vec<u8>> {
    let progress = Progress::start("exporting");
    let mut reader =
        client.ask("GET", path)?.into_body().into_with_config().limit(ARCHIVE_BYTES_MAX).reader();
    let (mut bytes, mut chunk) = (Vec::new(), vec![0; CHUNK_BYTES]);
    loop {
        let read =
            reader.read(&mut chunk).context("the archive did not arrive whole; nothing was written")?;
        if read == 0 {
            return Ok(bytes);
        }
        bytes.extend_from_slice(&chunk[..read]);
        progress.add(read);
    }
}

/// Reads the archive as an import would.
fn verify(bytes: &[u8]) -> anyhow::Result<Written> {
    let archive = archive::read(bytes).context("what arrived cannot be read as an archive")?;
    let objects = archive.export.objects.len();
    let Some(origin) = archive.export.origin else {
        bail!("what arrived is an archive without a manifest");
    };
    Ok(Written { owner: origin.owner, sequence: origin.sequence, digest: origin.digest, objects })
}

/// Asks the server to remove exactly what lies in the archive.
fn remove(client: &Client, path: &str, removal: &Value) -> anyhow::Result<Value> {
    client::json(client.tell("POST", path, removal)?)
}

fn removal(exported: &Written, force: bool) -> Value {
    let Written { owner, sequence, digest, .. } = exported;
    json!({ "Owner": owner, "Sequence": sequence, "Digest": digest, "Force": force })
}

const EXPORT: &str = "/api/v1/recovery/export";
const REMOVAL: &str = "/api/v1/recovery/removal";
/// Largest archive that is received, in bytes.
const ARCHIVE_BYTES_MAX: u64 = 4 << 30;
/// How much is received at a time, in bytes.
const CHUNK_BYTES: usize = 64 << 10;
