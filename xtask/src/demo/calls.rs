//! Calls to the pools, and agents who sign in to take them.

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::{
    holdings::Holdings,
    steps::{Rehearsal, change, service},
};
use crate::client::Client;

/// Sabotage: the workflow takes no calls.
pub(super) fn call_backup(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let (client, fqdn) = (rehearsal.backup()?, rehearsal.stage.backup.fqdn.clone());
    call(rehearsal, &client, &fqdn)
}

/// Sabotage: the workflow takes no calls.
pub(super) fn call_primary(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let (client, fqdn) = (rehearsal.primary()?, rehearsal.stage.primary.fqdn.clone());
    call(rehearsal, &client, &fqdn)
}

/// Sabotage: the agent signs out again at once.
pub(super) fn sign_in(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let backup = service(&rehearsal.stage.backup.fqdn);
    let get = format!("Get-CsRgsAgent -Identity {backup} -Agent {FORMAL_AGENT}");
    let before = rehearsal.stage.type_in(&get)?;
    ensure!(!before.contains(FORMAL_GROUP), "the agent is signed in already: {before}");
    let set = format!("Set-CsRgsAgent -Identity {backup} -Agent {FORMAL_AGENT} -SignedIn");
    rehearsal.type_in(&format!("{set} $true"))?;
    if rehearsal.is_sabotaged() {
        rehearsal.stage.type_in(&format!("{set} $false"))?;
    }
    let after = rehearsal.type_in(&get)?;
    ensure!(after.contains(FORMAL_GROUP), "the agent is not signed in: {after}");
    Ok(format!("signed out after the import, signed in to the formal group \"{FORMAL_GROUP}\" now"))
}

/// Calls a workflow that is open at any time, as its caller and as the agent who takes the call.
fn call(rehearsal: &mut Rehearsal<'_>, client: &Client, fqdn: &str) -> Result<String> {
    if rehearsal.is_sabotaged() {
        let workflow = Holdings::all(client)?.path("workflows", CALLED)?;
        change(client, &workflow, |workflow| workflow["Active"] = Value::Bool(false))?;
    }
    let command =
        format!("Test-CsRgsCall -Identity {} -Name \"{CALLED}\" -AnswerAs {ANSWERING}", service(fqdn));
    let said = rehearsal.type_in(&command)?;
    let expected = [
        ("Verdict", "Passed"),
        ("Pool", fqdn),
        ("Agent", ANSWERING),
        ("MusicHeard", "True"),
        ("TwoWayVoice", "True"),
    ];
    for (property, expected) in expected {
        let found = listed(&said, property)?;
        let reasons = listed(&said, "Reasons")?;
        ensure!(found == expected, "{property} is \"{found}\", not \"{expected}\": {reasons}");
    }
    let heard = listed(&said, "PromptsHeard")?.trim_matches(['{', '}']);
    Ok(format!("\"{heard}\" and the music heard; {ANSWERING} answered, and both heard each other"))
}

/// The value of a property in a list.
fn listed<'a>(said: &'a str, property: &str) -> Result<&'a str> {
    let mut lines = said.lines().filter_map(|line| line.split_once(" : "));
    let found = lines.find(|(name, _)| name.trim_end() == property).map(|(_, value)| value.trim());
    found.with_context(|| format!("the command shows no {property}: {said}"))
}

/// A workflow without hours and holidays, and the agent that its queue asks first.
const CALLED: &str = "Executive Assistants";
const ANSWERING: &str = "sip:dana@contoso.com";
/// An agent of a formal group.
const FORMAL_AGENT: &str = "sip:kim@contoso.com";
const FORMAL_GROUP: &str = "Help Desk Tier 1";
