//! `#requires`: what a script says it needs, looked at before it runs.

use super::Session;
use crate::syntax::Span;
use crate::syntax::tree::{Requirement, ScriptBlock};
use crate::value::{Category, Fault, Value};

/// The version of the language: that of Windows PowerShell 5.1.
const VERSION: (u32, u32) = (5, 1);

impl Session {
    /// Makes a module known: importing it does nothing more, since its commands are here already.
    pub fn add_module(&mut self, name: &str) {
        self.modules.insert(name.to_lowercase());
    }

    /// Whether the commands of a module are here.
    pub fn has_module(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        name.starts_with("microsoft.powershell.") || self.modules.contains(&name)
    }

    /// What a script requires and this shell has not, as errors with their places.
    pub(super) fn unmet(&self, script: &ScriptBlock, name: &str) -> Vec<(Box<Fault>, Span)> {
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let unmet = |requirement: &Requirement| {
            let fault = self.unmet_requirement(requirement, name)?;
            Some((fault.with_target(Value::text(name)), requirement.span))
        };
        script.requirements.iter().filter_map(unmet).collect()
    }

    fn unmet_requirement(&self, requirement: &Requirement, script: &str) -> Option<Box<Fault>> {
        let value = &*requirement.value;
        let begins = |name: &str| {
            let written = requirement.name.to_lowercase();
            !written.is_empty() && name.starts_with(&written)
        };
        if begins("version") {
            let parts: Vec<u32> = value.split('.').map(|part| part.parse().unwrap_or(0)).collect();
            let asked = (parts.first().copied()?, parts.get(1).copied().unwrap_or(0));
            return (asked > VERSION).then(|| version_refused(script, value));
        }
        if begins("psedition") && !value.eq_ignore_ascii_case("Desktop") {
            return Some(refused(
                format!(
                    "The script '{script}' cannot be run because it contained a \"#requires\" statement for PowerShell \
                     {value} edition. The edition of PowerShell that is required by the script does not match the \
                     currently running PowerShell Desktop edition."
                ),
                "ScriptRequiresUnmatchedPSEdition",
            ));
        }
        if begins("modules") && !value.starts_with("@{") {
            let names = value.split(',').map(|name| name.trim().trim_matches(['"', '\'']));
            let missing: Vec<_> = names.filter(|name| !name.is_empty() && !self.has_module(name)).collect();
            return (!missing.is_empty()).then(|| {
                refused(
                    format!(
                        "The script '{script}' cannot be run because the following modules that are specified by the \
                         \"#requires\" statements of the script are missing: {}.",
                        missing.join(", ")
                    ),
                    "ScriptRequiresMissingModules",
                )
            });
        }
        None
    }
}

fn version_refused(script: &str, version: &str) -> Box<Fault> {
    let version = if version.contains('.') { version.to_owned() } else { format!("{version}.0") };
    refused(
        format!(
            "The script '{script}' cannot be run because it contained a \"#requires\" statement for Windows PowerShell \
             {version}. The version of Windows PowerShell that is required by the script does not match the currently \
             running version of Windows PowerShell {}.{}.",
            VERSION.0, VERSION.1
        ),
        "ScriptRequiresUnmatchedPSVersion",
    )
}

fn refused(message: String, id: &'static str) -> Box<Fault> {
    Fault::new(message, id, Category::ResourceUnavailable)
        .with_exception("System.Management.Automation.ScriptRequiresException")
}
