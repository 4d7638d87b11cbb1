//! Export-CsRgsConfiguration.

use std::rc::Rc;

use domain::PoolFqdn;
use shell::command::{Call, Cmdlet, Declaration, Declared, Example};
use shell::flow::Flow;
use shell::host::WriteMode;
use shell::value::{Category, Fault, Value};

use super::carried::Carried;
use super::{file_fault, file_name, pool};
use crate::object::{service, wants_plan};
use crate::pools::Pools;

pub(super) const EXPORT: Declaration = Declaration {
    name: "Export-CsRgsConfiguration",
    aliases: &[],
    synopsis: "Writes the response groups of a pool to an archive.",
    description: "The archive holds workflows, queues, agent groups, hours of business, holiday sets, audio and the \
                  settings of the pool. The file is whole or absent: it is written beside its place, synced, read \
                  back and only then renamed.",
    parameters: &[
        Declared::new("Source", "RgsIdentity", "The pool to export, as service:ApplicationServer:FQDN.")
            .mandatory(),
        Declared::new(
            "FileName",
            "string",
            "The archive to write, a .zip file. One that exists is kept as it is, unless -Force is given.",
        )
        .mandatory(),
        Declared::new(
            "Owner",
            "RgsIdentity",
            "Exports the objects that belong to this pool; without it those of the source itself.",
        ),
        Declared::switch(
            "RemoveExportedConfiguration",
            "Removes the exported objects from the source once the file is written and verified; refused if anything of them changed since.",
        ),
        Declared::switch(
            "Force",
            "Replaces a file that exists, keeping it as NAME.zip.1, and removes objects also where others refer to them.",
        ),
    ],
    default_set: "",
    should_process: true,
    input: "None.",
    output: "None.",
    examples: &[
        Example {
            code: "Export-CsRgsConfiguration -Source service:ApplicationServer:pool.contoso.com -FileName C:\\Backup\\Rgs.zip",
            about: "Saves the response groups of the pool, as a job does every night.",
        },
        Example {
            code: "Export-CsRgsConfiguration -Source pool.contoso.com -FileName C:\\Backup\\Rgs.zip -Force -WhatIf",
            about: "Says what would be exported, and writes nothing.",
        },
    ],
};

pub(super) struct Export(pub(super) Rc<Pools>);

impl Export {
    fn plan(&self, call: &mut Call<'_>, source: &PoolFqdn, owner: Option<&PoolFqdn>) -> Flow {
        match Carried::plan(&self.0, call, source, owner) {
            Ok(reply) => reply.show_plan(call)?,
            Err(failure) => return Err(self.0.fail(call, failure)),
        }
        if !call.switch("RemoveExportedConfiguration") {
            return Ok(());
        }
        // A removal is told by the digest of an export; that of one which is thrown away serves as well.
        let removed = Carried::fetch(&self.0, call, source, owner)
            .and_then(|carried| carried.remove(&self.0, call, source, true));
        match removed {
            Ok(reply) => reply.show_plan(call),
            Err(failure) => Err(self.0.fail(call, failure)),
        }
    }

    /// Writes the archive and reads it back.
    fn write(call: &Call<'_>, carried: &Carried, path: &str) -> Flow {
        let host = call.host();
        let how = if call.switch("Force") { WriteMode::KeepOld } else { WriteMode::Create };
        host.write_file(path, &carried.bytes, how)
            .map_err(|error| call.fail(file_fault(&error, path, "FileNotWritten")))?;
        let back =
            host.read_file(path).map_err(|error| call.fail(file_fault(&error, path, "FileNotWritten")))?;
        if back == carried.bytes {
            return Ok(());
        }
        Err(call.fail(Fault::new(
            format!("What lies in '{path}' is not what was written; the disk cannot be trusted. Nothing was removed."),
            "FileNotVerified",
            Category::InvalidData,
        )))
    }
}

impl Cmdlet for Export {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let source = pool(call, "Source")?;
        let owner = service(call, "Owner")?;
        let path = file_name(call)?;
        refuse_taken(call, &path)?;
        if wants_plan(call) {
            return self.plan(call, &source, owner.as_ref());
        }
        if !call.should_process(source.as_str(), "Export-CsRgsConfiguration")? {
            return Ok(());
        }
        let carried = match Carried::fetch(&self.0, call, &source, owner.as_ref()) {
            Ok(carried) => carried,
            Err(failure) => return Err(self.0.fail(call, failure)),
        };
        Self::write(call, &carried, &path)?;
        call.verbose(&format!("Exported {} objects of {} to {path}.", carried.objects, carried.owner))?;
        if !call.switch("RemoveExportedConfiguration") {
            return Ok(());
        }
        match carried.remove(&self.0, call, &source, false) {
            Ok(reply) => {
                reply.warn(call)?;
                call.verbose(&format!(
                    "Removed {} objects of {} from {source}.",
                    carried.objects, carried.owner
                ))
            }
            Err(failure) => {
                call.warn(&format!("{path} is complete; nothing was removed."))?;
                Err(self.0.fail(call, failure))
            }
        }
    }
}

/// Refuses a name that is taken before the pool does any work.
fn refuse_taken(call: &Call<'_>, path: &str) -> Flow {
    let entry =
        call.host().entry(path).map_err(|error| call.fail(file_fault(&error, path, "FileNotWritten")))?;
    match entry {
        Some(entry) if entry.is_folder => Err(call.fail(taken(path, "is a folder; name a file in it"))),
        Some(_) if !call.switch("Force") => {
            Err(call.fail(taken(path, "exists already and was left as it is. Name another file, or give -Force to replace it; the old one is then kept beside it as NAME.1")))
        }
        _ => Ok(()),
    }
}

fn taken(path: &str, why: &str) -> Box<Fault> {
    Fault::new(format!("The file '{path}' {why}."), "FileExists", Category::ResourceExists)
        .with_exception("System.IO.IOException")
        .with_target(Value::text(path))
}
