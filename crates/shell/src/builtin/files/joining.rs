//! Join-Path.

use std::rc::Rc;

use super::target::Target;
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::session::Session;
use crate::value::Value;

pub(super) fn register(session: &mut Session) {
    session.register(&JOIN_PATH, Rc::new(|| Box::new(JoinPath)));
}

const JOIN_PATH: Declaration = Declaration {
    name: "Join-Path",
    aliases: &[],
    synopsis: "Puts a folder and a name together.",
    description: "There is one separator between them, whatever they end and begin with.",
    parameters: &[
        Declared::new("Path", "string[]", "The folders.")
            .mandatory()
            .at(0)
            .from_pipeline()
            .from_property()
            .aliases(&["PSPath"]),
        Declared::new("ChildPath", "string", "What stands below them.")
            .mandatory()
            .at(1)
            .from_property()
            .allow_empty(),
        Declared::switch("Resolve", "What fits the path comes instead, and it must be there."),
    ],
    default_set: "",
    should_process: false,
    input: "Folders.",
    output: "A path for each folder.",
    examples: &[Example {
        code: "Join-Path C:\\Reports queues.csv",
        about: "Gives C:\\Reports\\queues.csv.",
    }],
};

struct JoinPath;

impl Cmdlet for JoinPath {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let child = call.text("ChildPath")?.unwrap_or_default();
        for folder in call.texts("Path")? {
            let joined = join(&folder, &child);
            if !call.switch("Resolve") {
                call.write(Value::from(joined))?;
                continue;
            }
            let target = Target { path: joined.into(), is_literal: false };
            match target.find(call.host()) {
                Ok(entries) => {
                    entries.into_iter().try_for_each(|entry| call.write(Value::from(entry.path)))?;
                }
                Err(fault) => call.error(fault)?,
            }
        }
        Ok(())
    }
}

fn join(folder: &str, child: &str) -> String {
    let is_slash = |sign| sign == '\\' || sign == '/';
    // A Unix path keeps its own separator.
    let separator = if folder.starts_with('/') { "/" } else { "\\" };
    let folder = if separator == "/" { folder.to_owned() } else { folder.replace('/', "\\") };
    let child = if separator == "/" { child.to_owned() } else { child.replace('/', "\\") };
    format!("{}{separator}{}", folder.trim_end_matches(is_slash), child.trim_start_matches(is_slash))
}
