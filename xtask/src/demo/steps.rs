//! The steps in their order, and what they hand on to each other.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use super::{calls, failover, holdings::Holdings, phone::Phone, rebuild, stage::Stage};
use crate::client::Client;

/// One step: it acts, verifies, and says what it saw.
pub(crate) struct Step {
    pub(crate) title: &'static str,
    act: fn(&mut Rehearsal<'_>) -> Result<String>,
}

const fn step(title: &'static str, act: fn(&mut Rehearsal<'_>) -> Result<String>) -> Step {
    Step { title, act }
}

/// Every step. What a sabotage breaks stands in the function of the step.
pub(crate) const STEPS: &[Step] = &[
    step("start primary and backup", failover::start),
    step("load Contoso into the primary", failover::load),
    step("export the primary", failover::export),
    step("kill the primary", failover::kill),
    step("fail over to the backup", failover::fail_over),
    step("import into the backup", failover::import),
    step("find everything on the backup", failover::find_copies),
    step("call a response group on the backup", calls::call_backup),
    step("register a telephone with the backup", calls::register_backup),
    step("reach the telephone by a call", calls::reach_backup),
    step("sign an agent in on the backup", calls::sign_in),
    step("edit on the backup", failover::edit),
    step("answer as the agent who signed in", calls::answer_formally),
    step("start the primary again", failover::restart),
    step("export from the backup, by owner", failover::export_by_owner),
    step("import into the primary, with owner", failover::import_home),
    step("find the edits on the primary", failover::find_edits),
    step("give the calls back to the primary", failover::fail_back),
    step("call a response group on the primary", calls::call_primary),
    step("call it through the backup, which relays", calls::call_through_backup),
    step("reach the telephone on the primary, through the backup", calls::reach_primary),
    step("remove the copies from the backup", failover::remove_copies),
    step("call the primary from the backup, straight", calls::call_from_backup),
    step("export the primary, then lose it with its data", rebuild::lose),
    step("import into the backup, with settings", rebuild::import_with_settings),
    step("rebuild the primary, with owner and settings", rebuild::rebuild),
    step("remove the copies that were verified", rebuild::remove_verified),
    step("lose the primary for good", rebuild::lose_for_good),
    step("move to a pool of another name, with owner", rebuild::move_to_newprimary),
    step("remove the copies from the backup again", rebuild::remove_copies_again),
    step("stop every pool", rebuild::stop),
];

/// The state of the demo between its steps.
pub(crate) struct Rehearsal<'a> {
    pub(crate) root: &'a Path,
    pub(crate) stage: Stage,
    /// The step to break, and the one that runs.
    sabotage: Option<usize>,
    running: usize,
    /// The objects as they should be by now.
    pub(crate) expected: Holdings,
    /// The settings as they should be by now.
    pub(crate) settings: Value,
    /// The archive that was written last.
    pub(crate) archive: PathBuf,
    /// The telephone that is registered.
    pub(crate) phone: Option<Phone>,
    /// What the step that runs typed into the management shell.
    commands: Vec<String>,
}

impl<'a> Rehearsal<'a> {
    pub(super) fn new(root: &'a Path, stage: Stage, sabotage: Option<usize>) -> Self {
        let archive = stage.archive("none");
        Self {
            root,
            stage,
            sabotage,
            running: 0,
            expected: Holdings::default(),
            settings: Value::Null,
            archive,
            phone: None,
            commands: Vec::new(),
        }
    }

    /// Runs the step with this number.
    pub(super) fn run(&mut self, number: usize, step: &Step) -> Result<String> {
        self.running = number;
        (step.act)(self)
    }

    /// Types a command into the management shell, shows it, and gives what it says.
    pub(crate) fn type_in(&mut self, command: &str) -> Result<String> {
        println!("      PS C:\\> {command}");
        self.commands.push(command.to_owned());
        self.stage.type_in(command)
    }

    /// Shows a command that was typed already, perhaps again and again.
    pub(crate) fn note(&mut self, command: &str) {
        println!("      PS C:\\> {command}");
        self.commands.push(command.to_owned());
    }

    /// What the step typed, for the table.
    pub(super) fn take_commands(&mut self) -> Vec<String> {
        std::mem::take(&mut self.commands)
    }

    /// Exports with these arguments to a new archive, and remembers that.
    pub(crate) fn export(&mut self, name: &str, arguments: &str) -> Result<()> {
        self.archive = self.stage.archive(name);
        self.type_in(&format!("Export-CsRgsConfiguration {arguments} -FileName \"C:\\{name}.zip\"")).map(drop)
    }

    /// Imports the archive that was written last, and gives what the import says.
    pub(crate) fn import(&mut self, arguments: &str) -> Result<String> {
        let name =
            self.archive.file_name().and_then(|name| name.to_str()).context("an archive has a name")?;
        let command = format!("Import-CsRgsConfiguration {arguments} -FileName \"C:\\{name}\" -Verbose");
        self.type_in(&command)
    }

    /// Whether the step that runs is to be broken.
    pub(crate) fn is_sabotaged(&self) -> bool {
        self.sabotage == Some(self.running)
    }

    pub(crate) fn primary(&self) -> Result<Client> {
        self.stage.primary.client()
    }

    pub(crate) fn backup(&self) -> Result<Client> {
        self.stage.backup.client()
    }
}

/// Saves an object of a pool with other properties, as an administrator would: read, change, save.
pub(crate) fn change(client: &Client, path: &str, change: impl FnOnce(&mut Value)) -> Result<()> {
    let read = client.fetch(path)?;
    let mut object = read.json()?;
    change(&mut object);
    client.replace(path, &object, read.header("etag")?).context("a change")?;
    Ok(())
}

/// The identity of a pool's service, as a command names it.
pub(crate) fn service(fqdn: &str) -> String {
    format!("\"service:ApplicationServer:{fqdn}\"")
}
