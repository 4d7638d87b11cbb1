//! Import-CsRgsConfiguration.

use std::rc::Rc;

use serde_json::Value as Json;
use shell::command::{Call, Cmdlet, Declaration, Declared, Example};
use shell::flow::Flow;

use super::carried::{Carried, Switches};
use super::{file_fault, file_name, pool};
use crate::object::wants_plan;
use crate::pools::{Pools, Reply};

pub(super) const IMPORT: Declaration = Declaration {
    name: "Import-CsRgsConfiguration",
    aliases: &[],
    synopsis: "Brings an archive of response groups into a pool, all of it or nothing.",
    description: "The pool becomes the parent of what is imported; the owner stays the pool that it belongs to, \
                  unless -OverwriteOwner is given. All conflicts are listed at once. What was changed on both \
                  sides is listed with both values and refused.",
    parameters: &[
        Declared::new(
            "Destination",
            "RgsIdentity",
            "The pool to import into, as service:ApplicationServer:FQDN.",
        )
        .mandatory(),
        Declared::new("FileName", "string", "The archive to read.").mandatory(),
        Declared::switch(
            "OverwriteOwner",
            "Makes everything that is imported belong to the destination: needed for a pool that was rebuilt, and on the way home harmless.",
        ),
        Declared::switch(
            "ReplaceExistingRgsSettings",
            "Replaces the settings of the destination by those of the archive.",
        )
        .aliases(&["ReplaceExistingSettings"]),
        Declared::switch(
            "ResolveNameConflicts",
            "Gives an imported object whose name is taken another one: \"Name (2)\".",
        ),
        Declared::switch("Force", "Takes the version of the archive where both sides were changed."),
    ],
    default_set: "",
    should_process: true,
    input: "None.",
    output: "None.",
    examples: &[
        Example {
            code: "Export-CsRgsConfiguration -Source pool.contoso.com -FileName C:\\Rgs.zip\nImport-CsRgsConfiguration -Destination backup.contoso.com -FileName C:\\Rgs.zip",
            about: "Brings the response groups of a pool into its backup pool. They still belong to the first.",
        },
        Example {
            code: "Export-CsRgsConfiguration -Source pool.contoso.com -FileName C:\\Rgs.zip\nImport-CsRgsConfiguration -Destination backup.contoso.com -FileName C:\\Rgs.zip -WhatIf",
            about: "Says what an import would do, and changes nothing.",
        },
    ],
};

pub(super) struct Import(pub(super) Rc<Pools>);

impl Cmdlet for Import {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let destination = pool(call, "Destination")?;
        let path = file_name(call)?;
        let bytes = call
            .host()
            .read_file(&path)
            .map_err(|error| call.fail(file_fault(&error, &path, "FileNotRead")))?;
        let plan = wants_plan(call);
        if !plan && !call.should_process(destination.as_str(), "Import-CsRgsConfiguration")? {
            return Ok(());
        }
        let switches = Switches {
            overwrite_owner: call.switch("OverwriteOwner"),
            replace_settings: call.switch("ReplaceExistingRgsSettings"),
            resolve_conflicts: call.switch("ResolveNameConflicts"),
            force: call.switch("Force"),
            plan,
        };
        match Carried::bring(&self.0, call, &destination, &bytes, &switches) {
            Ok(reply) if plan => reply.show_plan(call),
            Ok(reply) => tell(call, &reply),
            Err(failure) => Err(self.0.fail(call, failure)),
        }
    }
}

/// Shows what an import said: warnings and other names in any case, the counts where -Verbose asks.
pub(super) fn tell(call: &mut Call<'_>, reply: &Reply) -> Flow {
    reply.warn(call)?;
    for renamed in reply.json["Renamed"].as_array().into_iter().flatten() {
        let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
        let (kind, name) = (text(&renamed["Object"]["Kind"]), text(&renamed["Object"]["Name"]));
        let before = text(&renamed["NameInArchive"]);
        call.warn(&format!("The {kind} \"{before}\" of the archive is called \"{name}\" here."))?;
    }
    let count = |name: &str| reply.json[name].as_array().map_or(0, Vec::len);
    let counts = ["Created", "Updated", "Unchanged", "Removed"].map(count);
    let [created, updated, unchanged, removed] = counts;
    call.verbose(&format!(
        "Imported: {created} created, {updated} updated, {unchanged} unchanged, {removed} removed."
    ))
}
