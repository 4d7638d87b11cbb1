//! Calls to the pools, and agents who sign in to take them.

use std::{net::SocketAddr, thread, time::Duration};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::{
    holdings::Holdings,
    phone::Phone,
    stage::PHONE_PASSWORD,
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

/// Sabotage: the telephone does not know its password.
pub(super) fn register_backup(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let (calls, fqdn) = (rehearsal.stage.backup.calls, rehearsal.stage.backup.fqdn.clone());
    register(rehearsal, calls, &fqdn)?;
    Ok(format!("{PHONE} is reached on {fqdn}, by a telephone that has proven its password"))
}

/// Sabotage: the telephone says no.
pub(super) fn reach_backup(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let (calls, fqdn) = (rehearsal.stage.backup.calls, rehearsal.stage.backup.fqdn.clone());
    reach(rehearsal, calls, &fqdn)
}

/// Sabotage: the telephone does not know its password.
pub(super) fn reach_primary(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let (calls, fqdn) = (rehearsal.stage.primary.calls, rehearsal.stage.primary.fqdn.clone());
    register(rehearsal, calls, &fqdn)?;
    reach(rehearsal, rehearsal.stage.backup.calls, &fqdn)
}

/// Sabotage: the agent has signed out.
pub(super) fn answer_formally(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let backup = service(&rehearsal.stage.backup.fqdn);
    if rehearsal.is_sabotaged() {
        let out = format!("Set-CsRgsAgent -Identity {backup} -Agent {FORMAL_AGENT} -SignedIn $false");
        rehearsal.stage.type_in(&out)?;
    }
    let test = Test { name: "IT Help Desk", others: "-Digits 2", agent: FORMAL_AGENT };
    let said = test.run(rehearsal, &backup)?;
    let menu = listed(&said, "QuestionsHeard")?.trim_matches(['{', '}']).to_owned();
    Ok(format!("\"{menu}\" heard, 2 pressed; {FORMAL_AGENT} answered, and both heard each other"))
}

/// Sabotage: the backup is failed over once more, and answers by its copy.
pub(super) fn call_through_backup(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let (primary, backup) = (rehearsal.stage.primary.fqdn.clone(), rehearsal.stage.backup.fqdn.clone());
    if rehearsal.is_sabotaged() {
        rehearsal.backup()?.post(&format!("/pool/roles/{primary}/failover"), &json!({}))?;
    }
    let said = TEST.run(rehearsal, &service(&backup))?;
    is_listed(&said, &[("Pool", &primary), ("From", &backup), ("RelayedBy", &backup)])?;
    Ok(format!("not failed over any more: {backup} relayed the call, {primary} answered it"))
}

/// Sabotage: the workflow takes no calls.
pub(super) fn call_from_backup(rehearsal: &mut Rehearsal<'_>) -> Result<String> {
    let (primary, backup) = (rehearsal.stage.primary.fqdn.clone(), rehearsal.stage.backup.fqdn.clone());
    if rehearsal.is_sabotaged() {
        take_no_calls(&rehearsal.primary()?)?;
    }
    let others = format!("-From {}", service(&backup));
    let said = Test { others: &others, ..TEST }.run(rehearsal, &service(&primary))?;
    is_listed(&said, &[("Pool", &primary), ("From", &backup), ("RelayedBy", "")])?;
    Ok(format!("the call came from {backup}, and {primary} answered it"))
}

/// Calls a workflow that is open at any time, as its caller and as the agent who takes the call.
fn call(rehearsal: &mut Rehearsal<'_>, client: &Client, fqdn: &str) -> Result<String> {
    if rehearsal.is_sabotaged() {
        take_no_calls(client)?;
    }
    let said = TEST.run(rehearsal, &service(fqdn))?;
    is_listed(&said, &[("Pool", fqdn), ("From", fqdn)])?;
    let heard = listed(&said, "PromptsHeard")?.trim_matches(['{', '}']);
    Ok(format!("\"{heard}\" and the music heard; {ANSWERING} answered, and both heard each other"))
}

/// A test call.
#[derive(Clone, Copy)]
struct Test<'a> {
    name: &'a str,
    others: &'a str,
    agent: &'a str,
}

/// The test of a workflow without hours and holidays, as the agent that its queue asks first.
const TEST: Test<'_> = Test { name: CALLED, others: "", agent: ANSWERING };

impl Test<'_> {
    /// Types it in, and verifies what every test that passes has found.
    fn run(self, rehearsal: &mut Rehearsal<'_>, pool: &str) -> Result<String> {
        let Self { name, others, agent } = self;
        let command =
            format!("Test-CsRgsCall -Identity {pool} -Name \"{name}\" {others} -AnswerAs {agent} -Verbose");
        let said = rehearsal.type_in(&command.replace("  ", " "))?;
        let found =
            [("Verdict", "Passed"), ("Agent", agent), ("MusicHeard", "True"), ("TwoWayVoice", "True")];
        is_listed(&said, &found)?;
        Ok(said)
    }
}

fn is_listed(said: &str, expected: &[(&str, &str)]) -> Result<()> {
    for (property, expected) in expected {
        let found = listed(said, property)?;
        let reasons = listed(said, "Reasons")?;
        ensure!(found == *expected, "{property} is \"{found}\", not \"{expected}\": {reasons}");
    }
    Ok(())
}

fn take_no_calls(client: &Client) -> Result<()> {
    let workflow = Holdings::all(client)?.path("workflows", CALLED)?;
    change(client, &workflow, |workflow| workflow["Active"] = Value::Bool(false))
}

/// Registers the telephone, and sees that the pool reaches it.
fn register(rehearsal: &mut Rehearsal<'_>, calls: SocketAddr, fqdn: &str) -> Result<()> {
    let mut phone = Phone::new("pat", calls)?;
    let password = if rehearsal.is_sabotaged() { "another password" } else { PHONE_PASSWORD };
    phone.register(password).with_context(|| format!("{PHONE} does not register with {fqdn}"))?;
    rehearsal.phone = Some(phone);
    let get = format!("Get-CsRgsAgent -Identity {} -Agent {PHONE} | Format-List Uri, State", service(fqdn));
    for _ in 0..LOOKS {
        if listed(&rehearsal.stage.type_in(&get)?, "State")? == "Idle" {
            break;
        }
        thread::sleep(LOOK);
    }
    is_agent(&rehearsal.type_in(&get)?, "Idle")
}

/// Somebody calls, and the telephone takes the call.
fn reach(rehearsal: &mut Rehearsal<'_>, calls: SocketAddr, fqdn: &str) -> Result<String> {
    let sabotaged = rehearsal.is_sabotaged();
    let mut phone = rehearsal.phone.take().context("no telephone is registered")?;
    let mut caller = Phone::new("taylor", calls)?;
    caller.call(CALLED_ADDRESS)?;
    if sabotaged {
        phone.decline()?;
    }
    phone.take().context("the telephone does not ring")?;
    phone.is_heard_by(&caller, 0x33)?;
    caller.is_heard_by(&phone, 0x44)?;
    let get =
        format!("Get-CsRgsCall -Identity {} | Format-List Workflow, State, Queue, Agent", service(fqdn));
    let mut said = String::new();
    for _ in 0..LOOKS {
        said = rehearsal.stage.type_in(&get)?;
        if said.contains("Talking") {
            break;
        }
        thread::sleep(LOOK);
    }
    rehearsal.note(&get);
    for (property, expected) in [("Workflow", CALLED), ("State", "Talking"), ("Agent", PHONE)] {
        let found = listed(&said, property)?;
        ensure!(found == expected, "{property} is \"{found}\", not \"{expected}\"");
    }
    caller.hang_up()?;
    phone.is_hung_up()?;
    rehearsal.phone = Some(phone);
    Ok(format!("{PHONE} rang and answered, as Get-CsRgsCall of {fqdn} showed; both heard each other"))
}

fn is_agent(said: &str, state: &str) -> Result<()> {
    let found = listed(said, "State")?;
    ensure!(found == state, "{PHONE} is {found}, not {state}");
    Ok(())
}

/// The value of a property in a list.
fn listed<'a>(said: &'a str, property: &str) -> Result<&'a str> {
    let mut lines = said.lines().filter_map(|line| line.split_once(" :"));
    let found = lines.find(|(name, _)| name.trim_end() == property).map(|(_, value)| value.trim());
    found.with_context(|| format!("the command shows no {property}: {said}"))
}

/// A workflow without hours and holidays, and the agent that its queue asks first.
const CALLED: &str = "Executive Assistants";
const CALLED_ADDRESS: &str = "sip:assistants@contoso.com";
const ANSWERING: &str = "sip:dana@contoso.com";
/// An agent of a formal group.
const FORMAL_AGENT: &str = "sip:kim@contoso.com";
const FORMAL_GROUP: &str = "Help Desk Tier 1";
/// An agent with a telephone.
const PHONE: &str = "sip:pat@contoso.com";
/// What goes on is published twice a second.
const LOOK: Duration = Duration::from_millis(300);
const LOOKS: usize = 15;
