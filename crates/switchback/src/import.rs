//! `switchback import`: brings an archive to the server, which takes all of it or nothing.

use std::fs;

use anyhow::Context as _;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    cli, client,
    export::{print_plan, reach},
    failure::Failure,
    output,
    progress::Progress,
};

/// Imports what was asked.
pub(crate) fn import(asked: &cli::Import) -> Result<(), Failure> {
    let client = reach(&asked.pool)?;
    let name = asked.file.display();
    let bytes = fs::read(&asked.file).with_context(|| format!("cannot read {name}"))?;
    let path = format!("/api/v1/recovery/import?{}", query(&asked.switches));
    let progress = Progress::start("importing");
    let answer = client.send("POST", &path, "application/zip", bytes);
    drop(progress);
    let answer = client::json(answer?)?;
    for warning in answer["Warnings"].as_array().into_iter().flatten() {
        output::remark(&format!("warning: {}", warning.as_str().unwrap_or_default()));
    }
    if asked.switches.what_if {
        print_plan(&answer)?;
    }
    let report =
        Report::deserialize(answer).context("the pool's answer is not the report that was expected")?;
    Ok(tell(&report, asked.switches.what_if, &name.to_string())?)
}

fn query(switches: &cli::ImportSwitches) -> String {
    let switches = [
        ("overwriteOwner", switches.overwrite_owner),
        ("replaceExistingRgsSettings", switches.replace_existing_rgs_settings),
        ("resolveNameConflicts", switches.resolve_name_conflicts),
        ("force", switches.force),
        ("whatIf", switches.what_if),
    ];
    let given = switches.into_iter().filter(|(_, given)| *given);
    given.map(|(name, _)| format!("{name}=true")).collect::<Vec<_>>().join("&")
}

/// What an import did, or would do.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Report {
    created: Vec<Value>,
    updated: Vec<Value>,
    unchanged: Vec<Value>,
    removed: Vec<Value>,
    renamed: Vec<Renamed>,
    settings_replaced: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Renamed {
    object: Named,
    name_in_archive: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Named {
    kind: String,
    name: String,
}

fn tell(report: &Report, what_if: bool, file: &str) -> anyhow::Result<()> {
    let [created, updated, unchanged, removed] =
        [&report.created, &report.updated, &report.unchanged, &report.removed].map(Vec::len);
    let done = if what_if { "Would import" } else { "Imported" };
    output::line(&format!(
        "{done} {file}: {created} created, {updated} updated, {unchanged} unchanged, {removed} removed."
    ))?;
    for Renamed { object, name_in_archive } in &report.renamed {
        let Named { kind, name } = object;
        output::line(&format!("{kind} \"{name_in_archive}\" of the archive is called \"{name}\" here."))?;
    }
    if report.settings_replaced {
        output::line("The settings of the pool are those of the archive.")?;
    }
    Ok(())
}
