//! Get-ChildItem.

use std::rc::Rc;
use std::sync::Arc;

use super::item::item;
use super::session_drive;
use super::target::{EXCLUDE, FORCE, INCLUDE, LITERAL_PATH, Names, Target, path_not_found, refusal};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::host::Entry;
use crate::session::Session;
use crate::value::Value;

pub(super) fn register(session: &mut Session) {
    session.register(&GET_CHILD_ITEM, Rc::new(|| Box::new(ChildItems)));
}

const GET_CHILD_ITEM: Declaration = Declaration {
    name: "Get-ChildItem",
    aliases: &["gci", "ls", "dir"],
    synopsis: "Lists what is in folders.",
    description: "Without a path it lists the current folder. A path with wildcards lists what fits, folders with \
                  what is in them. The drives Env:, Variable:, Function: and Alias: are listed too.",
    parameters: &[
        Declared::new("Path", "string[]", "The folders; * and ? stand for any signs.")
            .at(0)
            .from_pipeline()
            .from_property()
            .within(&["Items"]),
        LITERAL_PATH,
        Declared::new("Filter", "string", "A pattern for the names; others are left out.").at(1),
        INCLUDE,
        EXCLUDE,
        Declared::switch("Recurse", "Lists folders within folders too.").aliases(&["s"]),
        Declared::new("Depth", "int", "How many folders deep -Recurse goes.").range(0, i32::MAX as i64),
        Declared::switch("Name", "The names come instead of the files."),
        Declared::switch("Directory", "Folders alone.").aliases(&["ad", "d"]),
        Declared::switch("File", "Files alone.").aliases(&["af"]),
        FORCE,
    ],
    default_set: "Items",
    should_process: false,
    input: "Paths.",
    output: "Files and folders, or names with -Name.",
    examples: &[
        Example {
            code: "'Name' | Set-Content C:\\Reports\\queues.csv\nGet-ChildItem C:\\Reports -Filter *.csv",
            about: "Lists the tables of a folder.",
        },
        Example {
            code: "Get-ChildItem C:\\Reports -Recurse -File | Measure-Object Length -Sum",
            about: "How much all files of a folder hold.",
        },
        Example { code: "Get-ChildItem Env:", about: "Lists the variables of the environment." },
    ],
};

struct ChildItems;

impl Cmdlet for ChildItems {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let mut targets = Target::all(call)?;
        if targets.is_empty() {
            targets.push(Target::literal(&call.host().current_folder()));
        }
        let listing = Listing::of(call)?;
        for target in targets {
            if let Some((drive, name)) = target.drive() {
                match session_drive::find(&target, drive, name, call.session) {
                    Ok(items) => items.into_iter().try_for_each(|item| listing.put_item(item, call))?,
                    Err(fault) => call.error(fault)?,
                }
                continue;
            }
            listing.list(&target, call)?;
        }
        Ok(())
    }
}

/// What of a folder is wanted.
struct Listing {
    names: Names,
    depth_max: usize,
    folders: bool,
    files: bool,
    as_names: bool,
}

impl Listing {
    fn of(call: &Call<'_>) -> Flow<Self> {
        let (folders, files) = (call.switch("Directory"), call.switch("File"));
        let depth = call.number("Depth")?.map(|depth| usize::try_from(depth).unwrap_or(usize::MAX));
        Ok(Self {
            names: Names::of(call)?,
            depth_max: depth.unwrap_or(if call.switch("Recurse") { usize::MAX } else { 0 }),
            folders: folders || !files,
            files: files || !folders,
            as_names: call.switch("Name"),
        })
    }

    fn list(&self, target: &Target, call: &mut Call<'_>) -> Flow {
        let found = match target.find(call.host()) {
            Ok(found) => found,
            // -Recurse looks for a name that is not there in all folders below.
            Err(_) if self.depth_max > 0 && !target.is_literal => return self.search(target, call),
            Err(fault) => return call.error(fault),
        };
        if target.is_pattern() && self.depth_max > 0 {
            return self.search(target, call);
        }
        // -Include without -Recurse looks at the path itself, as in 5.1.
        let itself = self.names.has_include() && self.depth_max == 0 && !target.is_pattern();
        for entry in found {
            match entry.is_folder && !itself {
                true => self.folder(&entry.path, "", 0, call)?,
                false => self.put(&entry, "", call)?,
            }
        }
        Ok(())
    }

    /// Looks below the folder of a path for what fits its last part.
    fn search(&self, target: &Target, call: &mut Call<'_>) -> Flow {
        let whole = target.whole(call.host());
        let (folder, name) = (super::place::parent(&whole), super::place::leaf(&whole));
        let known = Target { path: Arc::from(folder), is_literal: false };
        let (Ok(folders), Ok(pattern)) =
            (known.find(call.host()), crate::text::Wildcard::new(name, crate::text::Case::Ignored))
        else {
            return call.error(path_not_found(&whole));
        };
        let mut any = target.is_pattern();
        for folder in folders.iter().filter(|entry| entry.is_folder) {
            let mut fits = |entry: &Entry| {
                let fits = pattern.matches(&entry.name);
                any |= fits;
                fits
            };
            self.walk(&folder.path, "", 0, &mut fits, call)?;
        }
        if any { Ok(()) } else { call.error(path_not_found(&whole)) }
    }

    fn folder(&self, path: &str, below: &str, depth: usize, call: &mut Call<'_>) -> Flow {
        self.walk(path, below, depth, &mut |_| true, call)
    }

    /// Lists a folder, then those in it. `below` is the path from where the listing began.
    fn walk(
        &self,
        path: &str,
        below: &str,
        depth: usize,
        fits: &mut dyn FnMut(&Entry) -> bool,
        call: &mut Call<'_>,
    ) -> Flow {
        call.check_cancelled()?;
        let entries = match call.host().list_folder(path) {
            Ok(entries) => entries,
            Err(error) => return call.error(refusal(&error, "Dir")),
        };
        // 5.1 lists folders before files.
        let (folders, files): (Vec<Entry>, Vec<Entry>) =
            entries.into_iter().partition(|entry| entry.is_folder);
        for entry in folders.iter().chain(&files).filter(|entry| fits(entry)) {
            self.put(entry, below, call)?;
        }
        if depth < self.depth_max.min(FOLDERS_DEPTH_MAX) {
            for folder in &folders {
                let below = format!("{below}{}\\", folder.name);
                self.walk(&folder.path, &below, depth + 1, fits, call)?;
            }
        }
        Ok(())
    }

    /// An item of a drive of the session.
    fn put_item(&self, item: Value, call: &mut Call<'_>) -> Flow {
        let Value::Object(object) = &item else { return Ok(()) };
        let name = object.property("Name").map(|name| crate::convert::display(&name)).unwrap_or_default();
        match self.names.admit(&name) {
            true if self.as_names => call.write(Value::from(name)),
            true => call.write(item),
            false => Ok(()),
        }
    }

    fn put(&self, entry: &Entry, below: &str, call: &mut Call<'_>) -> Flow {
        let wanted = if entry.is_folder { self.folders } else { self.files };
        if !wanted || !self.names.admit(&entry.name) {
            return Ok(());
        }
        let value = if self.as_names {
            Value::from(format!("{below}{}", entry.name))
        } else {
            item(entry, call.setting())
        };
        call.write(value)
    }
}

/// How deep -Recurse goes at most, so that links in a circle come to an end.
const FOLDERS_DEPTH_MAX: usize = 100;
