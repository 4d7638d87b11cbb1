//! Copy-Item, Move-Item and Rename-Item.

use std::rc::Rc;

use super::item::item;
use super::place::{parent, split_root, whole, within};
use super::target::{EXCLUDE, FILTER, INCLUDE, LITERAL_PATH, Names, PATH_PIPED, Target, refusal};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::host::{Entry, HostError, WriteMode};
use crate::session::Session;
use crate::value::{Category, Fault, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&COPY_ITEM, Rc::new(|| Box::new(Copying { moves: false })));
    session.register(&MOVE_ITEM, Rc::new(|| Box::new(Copying { moves: true })));
    session.register(&RENAME_ITEM, Rc::new(|| Box::new(Renaming)));
}

const DESTINATION: Declared =
    Declared::new("Destination", "string", "The new path, or the folder that it goes into.")
        .at(1)
        .from_property();
const PASS_THRU: Declared = Declared::switch("PassThru", "What there is now comes out.");

const COPY_ITEM: Declaration = Declaration {
    name: "Copy-Item",
    aliases: &["cp", "copy", "cpi"],
    synopsis: "Copies files and folders.",
    description: "A destination that is a folder gets the copy into it. A folder is copied with what is in it only with \
                  -Recurse. A file at the destination is replaced.",
    parameters: &[
        PATH_PIPED,
        LITERAL_PATH,
        DESTINATION,
        Declared::switch("Recurse", "Copies what is in folders as well."),
        Declared::switch("Force", "Taken for scripts that give it."),
        PASS_THRU,
        FILTER,
        INCLUDE,
        EXCLUDE,
    ],
    default_set: "Path",
    should_process: true,
    input: "Paths.",
    output: "None, or what was copied with -PassThru.",
    examples: &[Example {
        code: "'Name' | Set-Content C:\\Reports\\queues.csv\nCopy-Item C:\\Reports\\queues.csv C:\\Temp",
        about: "Copies a file into another folder.",
    }],
};

const MOVE_ITEM: Declaration = Declaration {
    name: "Move-Item",
    aliases: &["mv", "move", "mi"],
    synopsis: "Moves files and folders.",
    description: "A destination that is a folder gets them into it. A file that is there already stays, unless -Force \
                  is given.",
    parameters: &[
        PATH_PIPED,
        LITERAL_PATH,
        DESTINATION,
        Declared::switch("Force", "Replaces a file that is there."),
        PASS_THRU,
        FILTER,
        INCLUDE,
        EXCLUDE,
    ],
    default_set: "Path",
    should_process: true,
    input: "Paths.",
    output: "None, or what was moved with -PassThru.",
    examples: &[Example {
        code: "'Name' | Set-Content C:\\Reports\\queues.csv\nMove-Item C:\\Reports\\queues.csv C:\\Temp\\queues.csv",
        about: "Moves a file.",
    }],
};

const RENAME_ITEM: Declaration = Declaration {
    name: "Rename-Item",
    aliases: &["ren", "rni"],
    synopsis: "Gives a file or folder another name.",
    description: "It stays in its folder; Move-Item puts it elsewhere.",
    parameters: &[
        Declared::new("Path", "string", "What gets another name.")
            .mandatory()
            .at(0)
            .from_pipeline()
            .from_property()
            .within(&["Path"]),
        Declared::new("LiteralPath", "string", "The same, its signs taken as they are.")
            .mandatory()
            .from_property()
            .aliases(&["PSPath"])
            .within(&["LiteralPath"]),
        Declared::new("NewName", "string", "The new name.").mandatory().at(1).from_property(),
        Declared::switch("Force", "Taken for scripts that give it."),
        PASS_THRU,
    ],
    default_set: "Path",
    should_process: true,
    input: "Paths.",
    output: "None, or the renamed file with -PassThru.",
    examples: &[Example {
        code: "'Name' | Set-Content C:\\Reports\\queues.csv\nRename-Item C:\\Reports\\queues.csv queues-old.csv",
        about: "Renames a file.",
    }],
};

struct Copying {
    moves: bool,
}

impl Cmdlet for Copying {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let names = Names::of(call)?;
        let destination = match call.text("Destination")? {
            Some(destination) => whole(&destination, call.host()),
            None => call.host().current_folder(),
        };
        for target in Target::all(call)? {
            match target.find(call.host()) {
                Ok(entries) => {
                    for entry in entries.iter().filter(|entry| names.admit(&entry.name)) {
                        self.one(entry, &destination, call)?;
                    }
                }
                Err(fault) => call.error(fault)?,
            }
        }
        Ok(())
    }
}

impl Copying {
    fn one(&self, entry: &Entry, destination: &str, call: &mut Call<'_>) -> Flow {
        let stem = if self.moves { "MoveFileInfoItem" } else { "CopyFileInfoItem" };
        let to = match call.host().entry(destination) {
            Ok(Some(there)) if there.is_folder && !same(&there.path, &entry.path) => {
                within(destination, &entry.name)
            }
            Ok(_) => destination.to_owned(),
            Err(error) => return call.error(refusal(&error, stem)),
        };
        let what = if entry.is_folder { "Directory" } else { "File" };
        let verb = if self.moves { "Move" } else { "Copy" };
        let target = format!("Item: {} Destination: {to}", entry.path);
        if !call.should_process(&target, &format!("{verb} {what}"))? {
            return Ok(());
        }
        if entry.is_folder && is_inside(&to, &entry.path) || same(&to, &entry.path) {
            return call.error(onto_itself(&entry.path, &to));
        }
        if self.moves
            && let Some(fault) = in_the_way(&to, &entry.path, call)
        {
            return call.error(fault);
        }
        let done = match (self.moves, entry.is_folder) {
            (true, _) => call.host().rename(&entry.path, &to),
            (false, true) => copied_folder(entry, &to, call.switch("Recurse"), call),
            (false, false) => copied(entry, &to, call),
        };
        match done {
            Ok(()) => pass(&to, call),
            Err(error) => call.error(refusal(&error, stem)),
        }
    }
}

/// Yields what is at `path` now where -PassThru is given.
fn pass(path: &str, call: &mut Call<'_>) -> Flow {
    if call.switch("PassThru")
        && let Ok(Some(entry)) = call.host().entry(path)
    {
        let item = item(&entry, call.setting());
        return call.write(item);
    }
    Ok(())
}

fn copied(entry: &Entry, to: &str, call: &Call<'_>) -> Result<(), HostError> {
    let content = call.host().read_file(&entry.path)?;
    call.host().write_file(to, &content, WriteMode::Replace)
}

/// Copies a folder, then what is in it, without a call per level.
fn copied_folder(entry: &Entry, to: &str, recurse: bool, call: &Call<'_>) -> Result<(), HostError> {
    let mut waiting = vec![(entry.path.clone(), to.to_owned())];
    while let Some((from, to)) = waiting.pop() {
        if call.host().is_cancelled() {
            return Err(HostError::Cancelled);
        }
        if call.host().entry(&to)?.is_none() {
            call.host().create_folder(&to)?;
        }
        if !recurse {
            return Ok(());
        }
        for inner in call.host().list_folder(&from)? {
            let target = within(&to, &inner.name);
            if inner.is_folder {
                waiting.push((inner.path, target));
            } else {
                copied(&inner, &target, call)?;
            }
        }
    }
    Ok(())
}

/// Makes room for what is moved to a path: -Force removes a file there, anything else stays.
fn in_the_way(to: &str, from: &str, call: &Call<'_>) -> Option<Box<Fault>> {
    let there = match call.host().entry(to) {
        Ok(there) => there?,
        Err(error) => return Some(refusal(&error, "MoveFileInfoItem")),
    };
    if call.switch("Force") && !there.is_folder {
        return call.host().remove(to).err().map(|error| refusal(&error, "MoveFileInfoItem"));
    }
    let message = "Cannot create a file when that file already exists.";
    let fault = Fault::new(message, "MoveFileInfoItemIOError", Category::WriteError)
        .with_exception("System.IO.IOException")
        .with_target(Value::text(from));
    Some(fault)
}

fn same(a: &str, b: &str) -> bool {
    let end = |path: &str| path.trim_end_matches(['\\', '/']).to_lowercase();
    end(a) == end(b)
}

/// Whether `path` is within the folder.
fn is_inside(path: &str, folder: &str) -> bool {
    let folder = folder.trim_end_matches(['\\', '/']);
    path.get(..folder.len()).is_some_and(|head| head.eq_ignore_ascii_case(folder))
        && path[folder.len()..].starts_with(['\\', '/'])
}

fn onto_itself(from: &str, to: &str) -> Box<Fault> {
    Fault::new(
        format!("Cannot overwrite the item {from} with itself: {to} is the same or within it."),
        "CopyError",
        Category::WriteError,
    )
    .with_exception("System.IO.IOException")
    .with_target(Value::text(from))
}

struct Renaming;

impl Cmdlet for Renaming {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let name = call.text("NewName")?.unwrap_or_default();
        for target in Target::all(call)? {
            let target = Target::literal(&target.whole(call.host()));
            let entry = match target.find(call.host()) {
                Ok(entries) => entries.into_iter().next(),
                Err(fault) => return call.error(fault),
            };
            let Some(entry) = entry else { continue };
            let folder = parent(&entry.path).to_owned();
            // A path to the folder that it is in is taken as well, as in 5.1.
            let (root, rest) = split_root(&name);
            let elsewhere = !root.is_empty() || rest.contains(['\\', '/']);
            if elsewhere && !same(parent(&whole(&name, call.host())), &folder) {
                return call.error(
                    Fault::new(
                        "Cannot rename the specified target, because it represents a path or device name.",
                        "Argument",
                        Category::InvalidArgument,
                    )
                    .with_exception("System.Management.Automation.PSArgumentException"),
                );
            }
            let to = within(&folder, super::place::leaf(&name));
            let what = if entry.is_folder { "Directory" } else { "File" };
            let target = format!("Item: {} Destination: {to}", entry.path);
            if !call.should_process(&target, &format!("Rename {what}"))? {
                continue;
            }
            match call.host().rename(&entry.path, &to) {
                Ok(()) => pass(&to, call)?,
                Err(error) => call.error(refusal(&error, "RenameItem"))?,
            }
        }
        Ok(())
    }
}
