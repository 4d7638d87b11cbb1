//! Remove-Item.

use std::rc::Rc;

use super::session_drive;
use super::target::{EXCLUDE, FILTER, INCLUDE, LITERAL_PATH, Names, PATH_PIPED, Target, refusal};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::host::{Entry, HostError};
use crate::session::Session;
use crate::value::{Category, Fault, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&REMOVE_ITEM, Rc::new(|| Box::new(RemoveItem)));
}

const REMOVE_ITEM: Declaration = Declaration {
    name: "Remove-Item",
    aliases: &["rm", "del", "erase", "rd", "ri", "rmdir"],
    synopsis: "Removes files and folders.",
    description: "A folder with something in it is removed with -Recurse; without it the user is asked, and where there \
                  is nobody to ask it stays. Env:NAME, Variable:NAME, Function:NAME and Alias:NAME can be removed \
                  too.",
    parameters: &[
        PATH_PIPED,
        LITERAL_PATH,
        Declared::switch("Recurse", "Removes what is in folders as well."),
        Declared::switch(
            "Force",
            "Taken for scripts that give it; there are no hidden or read-only files here.",
        ),
        FILTER,
        INCLUDE,
        EXCLUDE,
    ],
    default_set: "Path",
    should_process: true,
    input: "Paths.",
    output: "None.",
    examples: &[
        Example {
            code: "'old' | Set-Content C:\\Reports\\old.csv\nRemove-Item C:\\Reports\\*.csv",
            about: "Removes the tables of a folder.",
        },
        Example {
            code: "mkdir C:\\Reports\\2012 | Out-Null\nRemove-Item C:\\Reports\\2012 -Recurse -WhatIf",
            about: "Says what would be removed.",
        },
    ],
};

struct RemoveItem;

impl Cmdlet for RemoveItem {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let names = Names::of(call)?;
        for target in Target::all(call)? {
            if let Some((drive, _)) = target.drive() {
                remove_setting(&target, drive, call)?;
                continue;
            }
            match target.find(call.host()) {
                Ok(entries) => {
                    for entry in entries.iter().filter(|entry| names.admit(&entry.name)) {
                        remove(entry, call)?;
                    }
                }
                Err(fault) => call.error(fault)?,
            }
        }
        Ok(())
    }
}

fn remove_setting(target: &Target, drive: super::place::Drive, call: &mut Call<'_>) -> Flow {
    for name in session_drive::names(target, call)? {
        if call.should_process(&format!("Item: {name}"), "Remove Item")?
            && let Err(fault) = session_drive::set(drive, &name, None, call.session)
        {
            call.error(fault)?;
        }
    }
    Ok(())
}

fn remove(entry: &Entry, call: &mut Call<'_>) -> Flow {
    let action = if entry.is_folder { "Remove Directory" } else { "Remove File" };
    if !call.should_process(&entry.path, action)? {
        return Ok(());
    }
    if entry.is_folder && !call.switch("Recurse") {
        match call.host().list_folder(&entry.path) {
            Ok(inside) if inside.is_empty() => {}
            Ok(_) => {
                if !may_empty(&entry.path, call)? {
                    return Ok(());
                }
            }
            Err(error) => return call.error(refusal(&error, "RemoveFileSystemItem")),
        }
    }
    match call.host().remove(&entry.path) {
        // Something removed with what it was in, as `Remove-Item x\*, x -Recurse` does.
        Ok(()) | Err(HostError::NotFound { .. }) => Ok(()),
        Err(error) => call.error(refusal(&error, "RemoveFileSystemItem")),
    }
}

/// Whether a folder goes with all that is in it; the user is asked.
fn may_empty(path: &str, call: &mut Call<'_>) -> Flow<bool> {
    let question = format!(
        "The item at {path} has children and the Recurse parameter was not specified. If you continue, all children \
         will be removed with the item. Are you sure you want to continue?"
    );
    if call.host().is_interactive() {
        return call.confirm(&question);
    }
    call.error(
        Fault::new(
            format!("Cannot remove {path}: it has children, and there is no terminal to ask. Give -Recurse to remove all."),
            "DirectoryNotEmpty",
            Category::WriteError,
        )
        .with_exception("System.IO.IOException")
        .with_target(Value::text(path)),
    )?;
    Ok(false)
}
