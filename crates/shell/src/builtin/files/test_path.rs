//! Test-Path.

use std::rc::Rc;

use super::session_drive;
use super::target::{EXCLUDE, FILTER, INCLUDE, LITERAL_PATH, Names, PATH_PIPED, Target};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::session::Session;
use crate::value::Value;

pub(super) fn register(session: &mut Session) {
    session.register(&TEST_PATH, Rc::new(|| Box::new(TestPath)));
}

const TEST_PATH: Declaration = Declaration {
    name: "Test-Path",
    aliases: &[],
    synopsis: "Says whether something is at a path.",
    description: "With wildcards it says whether anything fits. A drive that is not there is no error but an answer.",
    parameters: &[
        PATH_PIPED,
        LITERAL_PATH,
        Declared::new("PathType", "string", "What it must be: Any, Container for a folder, Leaf for a file.")
            .aliases(&["Type"])
            .values(&["Any", "Container", "Leaf"]),
        Declared::new("NewerThan", "datetime", "Whether something there was written after this date."),
        Declared::new("OlderThan", "datetime", "Whether something there was written before this date."),
        Declared::switch("IsValid", "Whether it could be a path, not whether something is there."),
        FILTER,
        INCLUDE,
        EXCLUDE,
    ],
    default_set: "Path",
    should_process: false,
    input: "Paths.",
    output: "A Boolean for each path.",
    examples: &[
        Example {
            code: "if (-not (Test-Path C:\\Reports\\Rgs.zip)) { 'There is no export yet.' }",
            about: "Looks for a file before it is used.",
        },
        Example {
            code: "Test-Path C:\\Reports -PathType Container",
            about: "Says whether a folder is there.",
        },
    ],
};

struct TestPath;

impl Cmdlet for TestPath {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let names = Names::of(call)?;
        let moment = |name: &str| match call.value(name) {
            Some(Value::DateTime(date)) => Some(call.setting().to_universal(date)),
            _ => None,
        };
        let (after, before) = (moment("NewerThan"), moment("OlderThan"));
        let kind = call.text("PathType")?.map(|kind| kind.to_ascii_lowercase());
        for target in Target::all(call)? {
            let found = if call.switch("IsValid") {
                !target.path.trim().is_empty() && !target.path.contains(['<', '>', '|', '\0'])
            } else if let Some((drive, name)) = target.drive() {
                let container = name.is_empty();
                let fits = kind.as_deref().is_none_or(|kind| match kind {
                    "container" => container,
                    "leaf" => !container,
                    _ => true,
                });
                let found = session_drive::find(&target, drive, name, call.session);
                fits && found.is_ok_and(|items| container || !items.is_empty())
            } else {
                target.find(call.host()).is_ok_and(|entries| {
                    entries.iter().any(|entry| {
                        names.admit(&entry.name)
                            && after.is_none_or(|after| entry.written > after)
                            && before.is_none_or(|before| entry.written < before)
                            && match kind.as_deref() {
                                Some("container") => entry.is_folder,
                                Some("leaf") => !entry.is_folder,
                                _ => true,
                            }
                    })
                })
            };
            call.write(Value::Bool(found))?;
        }
        Ok(())
    }
}
