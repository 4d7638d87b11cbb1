//! The primary is lost with its data: it is rebuilt under its own name, and then replaced by a pool of another.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::{
    checks,
    holdings::Holdings,
    steps::{Rehearsal, change, service},
};

/// Sabotage: the data is still there.
pub(super) fn lose(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let source = service(&rehearsal.stage.primary.fqdn);
    export(rehearsal, "RgsExportDaily", &format!("-Source {source}"))?;
    let sabotaged = rehearsal.is_sabotaged();
    let primary = &mut rehearsal.stage.primary;
    primary.kill()?;
    if !sabotaged {
        primary.empty_data()?;
    }
    ensure!(!primary.data().exists(), "{} is still there", primary.data().display());
    Ok("the archive is whole; the process and the data directory are gone".to_owned())
}

/// Sabotage: the backup has a queue of its own with a name of the archive.
pub(super) fn import_with_settings(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let client = rehearsal.backup()?;
    if rehearsal.is_sabotaged() {
        client.post("/queues", &json!({ "Name": "Tier 1" }))?;
    }
    let destination = service(&rehearsal.stage.backup.fqdn);
    rehearsal.import(&format!("-Destination {destination} -ReplaceExistingSettings"))?;
    let (owner, parent) = (&rehearsal.stage.primary.fqdn, &rehearsal.stage.backup.fqdn);
    checks::copies(&client, owner, parent, &rehearsal.expected)?;
    ensure!(checks::settings(&client)? == rehearsal.settings, "the settings are not those of the archive");
    let queue = rehearsal.expected.path("queues", "Tier 1")?;
    change(&client, &queue, |queue| queue["TimeoutThreshold"] = 100.into())?;
    rehearsal.expected = Holdings::all(&client)?;
    Ok("every copy with owner and digest; the settings of the primary; 1 copy edited".to_owned())
}

/// Sabotage: the settings are left out.
pub(super) fn rebuild(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    rehearsal.stage.primary.start()?;
    let empty = Holdings::all(&rehearsal.primary()?)?.len() == 0;
    ensure!(empty, "the rebuilt pool is not empty");
    ensure!(
        checks::settings(&rehearsal.primary()?)? != rehearsal.settings,
        "the rebuilt pool has settings already"
    );
    let owner = rehearsal.stage.primary.fqdn.clone();
    let source = service(&rehearsal.stage.backup.fqdn);
    export(rehearsal, "RgsExportForRebuild", &format!("-Source {source} -Owner {}", service(&owner)))?;
    let mut arguments = format!("-Destination {} -OverwriteOwner", service(&owner));
    if !rehearsal.is_sabotaged() {
        arguments += " -ReplaceExistingSettings";
    }
    rehearsal.import(&arguments)?;
    let client = rehearsal.primary()?;
    checks::own(&client, &owner, &rehearsal.expected)?;
    ensure!(checks::settings(&client)? == rehearsal.settings, "the settings are not those of the archive");
    let sounds = checks::sounds(&client)?;
    Ok(format!("{} objects, {sounds} sounds and the settings in an empty pool", rehearsal.expected.len()))
}

/// Sabotage: a copy is edited after it was exported.
pub(super) fn remove_verified(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let client = rehearsal.backup()?;
    let owner = rehearsal.stage.primary.fqdn.clone();
    let exported = client.fetch(&format!("/recovery/export?owner={owner}"))?;
    if rehearsal.is_sabotaged() {
        let queue = rehearsal.expected.path("queues", "Tier 1")?;
        change(&client, &queue, |queue| queue["TimeoutThreshold"] = 50.into())?;
    }
    let sequence: u64 = exported.header("switchback-sequence")?.parse()?;
    let digest = exported.header("switchback-digest")?;
    let wrong = json!({ "Owner": owner, "Sequence": sequence, "Digest": "0".repeat(64) });
    ensure!(client.post("/recovery/removal", &wrong).is_err(), "a removal by another digest was granted");
    let removal = json!({ "Owner": owner, "Sequence": sequence, "Digest": digest });
    let removed = client.post("/recovery/removal", &removal)?;
    let removed = removed["Removed"].as_array().context("a removal lists what it removed")?.len();
    ensure!(removed == rehearsal.expected.len(), "{removed} copies were removed");
    ensure!(Holdings::all(&client)?.len() == 0, "copies are still on the backup");
    checks::own(&rehearsal.primary()?, &owner, &rehearsal.expected)?;
    Ok(format!("exactly the {removed} exported copies; a removal by another digest was refused"))
}

/// Sabotage: the backup takes the objects for its own.
pub(super) fn lose_for_good(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let source = service(&rehearsal.stage.primary.fqdn);
    export(rehearsal, "RgsExportLast", &format!("-Source {source}"))?;
    rehearsal.stage.primary.kill()?;
    rehearsal.stage.primary.empty_data()?;
    let mut arguments = format!("-Destination {}", service(&rehearsal.stage.backup.fqdn));
    if rehearsal.is_sabotaged() {
        arguments += " -OverwriteOwner";
    }
    rehearsal.import(&arguments)?;
    let (owner, parent) = (&rehearsal.stage.primary.fqdn, &rehearsal.stage.backup.fqdn);
    checks::copies(&rehearsal.backup()?, owner, parent, &rehearsal.expected)?;
    Ok(format!("{} copies on the backup, still owned by {owner}", rehearsal.expected.len()))
}

/// Sabotage: the owner is not overwritten.
pub(super) fn move_to_newprimary(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let owner = rehearsal.stage.primary.fqdn.clone();
    let source = service(&rehearsal.stage.backup.fqdn);
    export(rehearsal, "RgsExportForNewPrimary", &format!("-Source {source} -Owner {}", service(&owner)))?;
    rehearsal.stage.newprimary.start()?;
    let destination = service(&rehearsal.stage.newprimary.fqdn);
    let mut arguments = format!("-Destination {destination} -ReplaceExistingSettings");
    if !rehearsal.is_sabotaged() {
        arguments += " -OverwriteOwner";
    }
    rehearsal.import(&arguments)?;
    let newprimary = &rehearsal.stage.newprimary;
    let client = newprimary.client()?;
    checks::own(&client, &newprimary.fqdn, &rehearsal.expected)?;
    ensure!(checks::settings(&client)? == rehearsal.settings, "the settings are not those of the archive");
    checks::sounds(&client)?;
    Ok(format!("same names and digests, now owned and held by {}; the settings too", newprimary.fqdn))
}

/// Sabotage: the new owner is asked for instead of the old one.
pub(super) fn remove_copies_again(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let (old, new) = (rehearsal.stage.primary.fqdn.clone(), rehearsal.stage.newprimary.fqdn.clone());
    let owner = service(if rehearsal.is_sabotaged() { &new } else { &old });
    let source = service(&rehearsal.stage.backup.fqdn);
    let arguments = format!("-Source {source} -Owner {owner} -RemoveExportedConfiguration");
    rehearsal.export("RgsExportRemovedAgain", &arguments)?;
    checks::archive(&rehearsal.archive, &old, &rehearsal.expected)?;
    ensure!(Holdings::all(&rehearsal.backup()?)?.len() == 0, "copies are still on the backup");
    checks::own(&rehearsal.stage.newprimary.client()?, &new, &rehearsal.expected)?;
    Ok(format!("in the archive, gone from the backup, whole on {new}"))
}

/// Sabotage: the backup gets no time to finish.
pub(super) fn stop(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    if rehearsal.stage.keep() {
        return Ok("left running, as asked".to_owned());
    }
    let sabotaged = rehearsal.is_sabotaged();
    let (backup, newprimary) = (&mut rehearsal.stage.backup, &mut rehearsal.stage.newprimary);
    let statuses = [if sabotaged { backup.kill()? } else { backup.stop()? }, newprimary.stop()?];
    for status in statuses {
        ensure!(status.success(), "a pool did not stop by itself: {status}");
    }
    ensure!(rehearsal.backup()?.get("/pool").is_err(), "the backup still answers");
    Ok("each ended by itself after SIGTERM".to_owned())
}

/// Exports what belongs to the primary, and verifies the archive.
fn export(rehearsal: &mut Rehearsal<'_>, name: &str, arguments: &str) -> Result<()> {
    rehearsal.export(name, arguments)?;
    checks::archive(&rehearsal.archive, &rehearsal.stage.primary.fqdn, &rehearsal.expected).map(drop)
}
