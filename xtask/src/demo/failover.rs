//! The primary is killed, the backup takes its objects over and gives them back.

use std::{fs, net::TcpListener, os::unix::process::ExitStatusExt as _, path::Path};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::{
    checks,
    holdings::{Holdings, text},
    steps::{Rehearsal, change, service},
};
use crate::contoso;

/// Sabotage: another program listens where the backup should.
pub(super) fn start(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let address = rehearsal.stage.backup.url.trim_start_matches("http://").to_owned();
    let squatter = rehearsal.is_sabotaged().then(|| TcpListener::bind(address)).transpose()?;
    rehearsal.stage.primary.start()?;
    rehearsal.stage.backup.start()?;
    drop(squatter);
    for pool in [&rehearsal.stage.primary, &rehearsal.stage.backup] {
        let client = pool.client()?;
        let fqdn = client.get("/pool")?["Fqdn"].clone();
        ensure!(fqdn == pool.fqdn.as_str(), "{} calls itself {fqdn}", pool.fqdn);
        ensure!(Holdings::all(&client)?.len() == 0, "{} is not empty", pool.fqdn);
    }
    Ok("both answer under their own names and are empty".to_owned())
}

/// Sabotage: a workflow is removed as soon as it is there.
pub(super) fn load(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let client = rehearsal.primary()?;
    let loaded = contoso::load(rehearsal.root, &client, &mut |line| println!("      {line}"))?;
    let held = Holdings::all(&client)?;
    if rehearsal.is_sabotaged() {
        client.delete(&format!("{}?force=true", held.path("workflows", "IT Help Desk")?))?;
    }
    let held = Holdings::own(&client)?;
    for (collection, made) in &loaded.objects {
        let found = held.0.keys().filter(|(of, _)| of == collection).count();
        ensure!(found == *made, "{made} {collection} were made, {found} are there");
    }
    let fqdn = rehearsal.stage.primary.fqdn.clone();
    checks::owner_and_parent(&held, &fqdn, &fqdn)?;
    let sounds = checks::sounds(&client)?;
    rehearsal.settings = checks::settings(&client)?;
    ensure!(rehearsal.settings["AgentRingbackGracePeriod"] == 90, "the settings are not those of Contoso");
    rehearsal.expected = held;
    Ok(format!("{} objects and {sounds} sounds, owned and held by {fqdn}", rehearsal.expected.len()))
}

/// Sabotage: a byte of the archive is another.
pub(super) fn export(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let source = service(&rehearsal.stage.primary.fqdn);
    rehearsal.export("RgsExportPrimary", &format!("-Source {source}"))?;
    if rehearsal.is_sabotaged() {
        flip_a_byte(&rehearsal.archive)?;
    }
    let owner = &rehearsal.stage.primary.fqdn;
    let archived = checks::archive(&rehearsal.archive, owner, &rehearsal.expected)?;
    let bytes = fs::metadata(&rehearsal.archive)?.len();
    Ok(format!("every object with its digest, {} sounds, {bytes} bytes", archived.sounds))
}

/// Sabotage: the primary gets time to finish.
pub(super) fn kill(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let status = match rehearsal.is_sabotaged() {
        true => rehearsal.stage.primary.stop()?,
        false => rehearsal.stage.primary.kill()?,
    };
    ensure!(status.signal() == Some(SIGKILL), "the primary was not killed: {status}");
    ensure!(rehearsal.primary()?.get("/pool").is_err(), "the primary still answers");
    Ok("ended by SIGKILL; nothing answers there".to_owned())
}

/// Sabotage: the failover is taken back at once.
pub(super) fn fail_over(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let owner = rehearsal.stage.primary.fqdn.clone();
    rehearsal.type_in(&format!("Invoke-CsPoolFailOver -PoolFqdn {owner} -DisasterMode"))?;
    if rehearsal.is_sabotaged() {
        rehearsal.backup()?.post(&format!("/pool/roles/{owner}/failback"), &json!({}))?;
    }
    let (duty, epoch) = role(rehearsal, &owner)?;
    ensure!(duty == "Answers", "the backup has the duty {duty} for {owner}");
    Ok(format!("the backup answers for {owner}, under epoch {epoch}"))
}

/// Sabotage: the backup is failed over once more.
pub(super) fn fail_back(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let owner = rehearsal.stage.primary.fqdn.clone();
    rehearsal.type_in(&format!("Invoke-CsPoolFailBack -PoolFqdn {owner}"))?;
    if rehearsal.is_sabotaged() {
        rehearsal.backup()?.post(&format!("/pool/roles/{owner}/failover"), &json!({}))?;
    }
    let (duty, epoch) = role(rehearsal, &owner)?;
    ensure!(duty == "Relays", "the backup has the duty {duty} for {owner}");
    Ok(format!("the backup relays to {owner} again, under epoch {epoch}"))
}

/// Sabotage: the end of the archive is missing.
pub(super) fn import(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    if rehearsal.is_sabotaged() {
        let bytes = fs::read(&rehearsal.archive)?;
        fs::write(&rehearsal.archive, &bytes[..bytes.len() - 100])?;
    }
    let settings = checks::settings(&rehearsal.backup()?)?;
    let destination = service(&rehearsal.stage.backup.fqdn);
    let said = rehearsal.import(&format!("-Destination {destination}"))?;
    let expected = format!("{} created, 0 updated, 0 unchanged, 0 removed", rehearsal.expected.len());
    ensure!(said.contains(&expected), "instead of \"{expected}\": {said}");
    ensure!(checks::settings(&rehearsal.backup()?)? == settings, "the settings of the backup changed");
    Ok(format!("{expected}; the backup keeps its own settings"))
}

/// Sabotage: one of the copies is removed.
pub(super) fn find_copies(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let client = rehearsal.backup()?;
    if rehearsal.is_sabotaged() {
        let copies = Holdings::all(&client)?;
        client.delete(&format!("{}?force=true", copies.path("holiday-sets", "US holidays 2026")?))?;
    }
    let (owner, parent) = (rehearsal.stage.primary.fqdn.clone(), rehearsal.stage.backup.fqdn.clone());
    let shown = show(rehearsal, &format!("-Identity {} -Owner {}", service(&parent), service(&owner)))?;
    ensure!(shown == rehearsal.expected.len(), "the five Gets show {shown} objects");
    let hidden = show(rehearsal, &format!("-Identity {}", service(&parent)))?;
    ensure!(hidden == 0, "without -Owner the five Gets show {hidden} objects");
    checks::copies(&client, &owner, &parent, &rehearsal.expected)?;
    let sounds = checks::sounds(&client)?;
    Ok(format!("same names, owner and digests, parent {parent}; a plain list hides them; {sounds} sounds"))
}

/// Sabotage: somebody puts one of the edited objects back.
pub(super) fn edit(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let client = rehearsal.backup()?;
    let before = rehearsal.expected.clone();
    let workflow = before.path("workflows", "IT Help Desk")?;
    let group = before.path("agent-groups", "Help Desk Tier 1")?;
    let queue = before.path("queues", "Tier 2")?;
    let original = client.fetch(&workflow)?;
    change(&client, &workflow, |workflow| {
        workflow["Description"] = "Answered in Portland.".into();
        // While the primary is lost the help desk is open at any hour.
        workflow["BusinessHoursID"] = Value::Null;
        workflow["HolidaySetIDList"] = json!([]);
    })?;
    change(&client, &group, |group| {
        group["AgentsByUri"] = json!(["sip:dana@contoso.com", "sip:kim@contoso.com"])
    })?;
    change(&client, &queue, |queue| queue["Name"] = "Second line".into())?;
    client.delete(&before.path("workflows", "Facilities")?)?;
    let stale = client.replace(&workflow, &original.json()?, original.header("etag")?);
    ensure!(stale.is_err(), "what was read before the edit could be saved over it");
    if rehearsal.is_sabotaged() {
        client.put(&format!("{workflow}?force=true"), &as_it_was(&original.json()?))?;
    }
    let after = Holdings::all(&client)?;
    let edited = after.0.iter().filter(|(key, held)| before.0[*key].digest != held.digest).count();
    ensure!(edited == 3, "3 objects were edited, {edited} are different");
    ensure!(
        after.len() + 1 == before.len(),
        "one object was removed, {} of {} are left",
        after.len(),
        before.len()
    );
    checks::owner_and_parent(&after, &rehearsal.stage.primary.fqdn, &rehearsal.stage.backup.fqdn)?;
    rehearsal.expected = after;
    Ok("3 copies edited, 1 removed, same owner; a stale save was refused".to_owned())
}

/// Sabotage: the data of the primary is gone.
pub(super) fn restart(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let archive = fs::read(&rehearsal.archive)?;
    let before = archive::read(&archive)?;
    let sabotaged = rehearsal.is_sabotaged();
    let primary = &mut rehearsal.stage.primary;
    if sabotaged {
        primary.empty_data()?;
    }
    primary.start()?;
    let client = primary.client()?;
    let found = Holdings::all(&client)?;
    ensure!(found.len() == before.export.objects.len(), "the primary holds {} objects", found.len());
    for object in &before.export.objects {
        let held = found.0.iter().find(|((_, id), _)| *id == object.id.to_string());
        let same = held.is_some_and(|(_, held)| object.digest().to_string() == held.digest);
        ensure!(same, "\"{}\" is not as it was before the kill", object.object.name());
    }
    ensure!(checks::settings(&client)? == rehearsal.settings, "the settings are not as they were");
    Ok(format!("all {} objects and the settings as before the kill", found.len()))
}

/// Sabotage: the owner is left out.
pub(super) fn export_by_owner(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let owner = rehearsal.stage.primary.fqdn.clone();
    let mut arguments = format!("-Source {}", service(&rehearsal.stage.backup.fqdn));
    if !rehearsal.is_sabotaged() {
        arguments += &format!(" -Owner {}", service(&owner));
    }
    rehearsal.export("RgsExportPrimaryUpdated", &arguments)?;
    let archived = checks::archive(&rehearsal.archive, &owner, &rehearsal.expected)?;
    ensure!(archived.copies == rehearsal.expected.len(), "{} objects know their base", archived.copies);
    ensure!(archived.tombstones == 1, "{} removals travel instead of 1", archived.tombstones);
    Ok(format!("{} copies with their base, and 1 removal", archived.copies))
}

/// Sabotage: the primary changes what the backup changed too.
pub(super) fn import_home(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    if rehearsal.is_sabotaged() {
        let client = rehearsal.primary()?;
        let workflow = rehearsal.expected.path("workflows", "IT Help Desk")?;
        change(&client, &workflow, |workflow| workflow["Description"] = "Answered in Redmond.".into())?;
    }
    let destination = service(&rehearsal.stage.primary.fqdn);
    let said = rehearsal.import(&format!("-Destination {destination} -OverwriteOwner"))?;
    let expected = format!("0 created, 3 updated, {} unchanged, 1 removed", rehearsal.expected.len() - 3);
    ensure!(said.contains(&expected), "instead of \"{expected}\": {said}");
    Ok(expected)
}

/// Sabotage: one of the edits is undone.
pub(super) fn find_edits(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let client = rehearsal.primary()?;
    if rehearsal.is_sabotaged() {
        let queue = rehearsal.expected.path("queues", "Second line")?;
        change(&client, &queue, |queue| queue["Name"] = "Tier 2".into())?;
    }
    let fqdn = rehearsal.stage.primary.fqdn.clone();
    let shown = show(rehearsal, &format!("-Identity {} -ShowAll", service(&fqdn)))?;
    ensure!(shown == rehearsal.expected.len(), "the five Gets show {shown} objects");
    checks::own(&client, &fqdn, &rehearsal.expected)?;
    let workflow = client.get(&rehearsal.expected.path("workflows", "IT Help Desk")?)?;
    ensure!(
        workflow["Description"] == "Answered in Portland.",
        "the description is {}",
        workflow["Description"]
    );
    Ok(format!("every digest as on the backup; owned and held by {fqdn}; a plain list shows them"))
}

/// Sabotage: the copies come back.
pub(super) fn remove_copies(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let (owner, backup) = (rehearsal.stage.primary.fqdn.clone(), service(&rehearsal.stage.backup.fqdn));
    let arguments = format!("-Source {backup} -Owner {} -RemoveExportedConfiguration", service(&owner));
    // The file that the import has read is kept: the command names it and is refused without -Force.
    let refused = rehearsal.export("RgsExportPrimaryUpdated", &arguments);
    let refused = refused.err().map(|error| error.to_string()).unwrap_or_default();
    ensure!(refused.contains("-Force"), "the file that exists was not kept: {refused}");
    checks::copies(&rehearsal.backup()?, &owner, &rehearsal.stage.backup.fqdn, &rehearsal.expected)?;
    rehearsal.export("RgsExportPrimaryUpdated", &format!("{arguments} -Force"))?;
    if rehearsal.is_sabotaged() {
        rehearsal.import(&format!("-Destination {backup}"))?;
    }
    checks::archive(&rehearsal.archive, &owner, &rehearsal.expected)?;
    let left = Holdings::all(&rehearsal.backup()?)?.len();
    ensure!(left == 0, "{left} copies are still on the backup");
    checks::own(&rehearsal.primary()?, &owner, &rehearsal.expected)?;
    Ok("in the archive, gone from the backup, whole on the primary".to_owned())
}

/// What the backup does for `owner`, and under which epoch.
fn role(rehearsal: &Rehearsal<'_>, owner: &str) -> Result<(String, u64)> {
    let pool = rehearsal.backup()?.get("/pool")?;
    let roles = pool["Roles"].as_array().context("a pool has roles")?;
    let role = roles.iter().find(|role| role["Owner"] == owner).context("the backup has no role for it")?;
    Ok((text(role, "Duty")?.to_owned(), role["Epoch"].as_u64().context("a role has an epoch")?))
}

/// How many objects the five Gets show with these arguments.
fn show(rehearsal: &mut Rehearsal<'_>, arguments: &str) -> Result<usize> {
    let mut shown = 0;
    for noun in ["Workflow", "Queue", "AgentGroup", "HoursOfBusiness", "HolidaySet"] {
        let said = rehearsal.type_in(&format!("Get-CsRgs{noun} {arguments}"))?;
        // A list shows each object's identity in a line of its own, a table at the beginning of its row.
        let begins = |line: &&str| {
            line.starts_with("service:") || (line.starts_with("Identity ") && line.contains(" : service:"))
        };
        shown += said.lines().filter(begins).count();
    }
    Ok(shown)
}

/// Changes one byte in the middle of a file.
fn flip_a_byte(path: &Path) -> Result<()> {
    let mut bytes = fs::read(path)?;
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x20;
    Ok(fs::write(path, bytes)?)
}

/// The properties of an object as it was read, without what the pool notes itself.
fn as_it_was(object: &serde_json::Value) -> serde_json::Value {
    let mut object = object.clone();
    if let Some(properties) = object.as_object_mut() {
        properties.remove("Changed");
    }
    object
}

/// The signal that no process can refuse.
const SIGKILL: i32 = 9;
