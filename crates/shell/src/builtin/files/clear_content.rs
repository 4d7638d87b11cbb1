//! Clear-Content.

use std::rc::Rc;

use super::target::{FORCE, LITERAL_PATH, PATH, Target, refusal};
use crate::command::{Call, Cmdlet, Declaration, Example};
use crate::flow::Flow;
use crate::host::WriteMode;
use crate::session::Session;

pub(super) fn register(session: &mut Session) {
    session.register(&CLEAR_CONTENT, Rc::new(|| Box::new(ClearContent)));
}

const CLEAR_CONTENT: Declaration = Declaration {
    name: "Clear-Content",
    aliases: &["clc"],
    synopsis: "Empties files.",
    description: "The files stay, with nothing in them.",
    parameters: &[PATH, LITERAL_PATH, FORCE],
    default_set: "Path",
    should_process: true,
    input: "Objects with the property Path or PSPath.",
    output: "None.",
    examples: &[Example {
        code: "'Help Desk' | Set-Content C:\\Reports\\changes.log\nClear-Content C:\\Reports\\changes.log",
        about: "Starts a log anew.",
    }],
};

struct ClearContent;

impl Cmdlet for ClearContent {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        for target in Target::all(call)? {
            let entries = match target.find(call.host()) {
                Ok(entries) => entries,
                Err(fault) => {
                    call.error(fault)?;
                    continue;
                }
            };
            for entry in entries {
                if !call.should_process(&format!("Item: {}", entry.path), "Clear Content")? {
                    continue;
                }
                if let Err(error) = call.host().write_file(&entry.path, b"", WriteMode::Replace) {
                    call.error(refusal(&error, "ClearContent"))?;
                }
            }
        }
        Ok(())
    }
}
