//! Resolve-Path and Convert-Path.

use std::rc::Rc;
use std::sync::Arc;

use super::place::PROVIDER;
use super::target::{LITERAL_PATH, PATH_PIPED, Target};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::session::Session;
use crate::value::{Object, Property, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&RESOLVE_PATH, Rc::new(|| Box::new(Resolving { as_info: true })));
    session.register(&CONVERT_PATH, Rc::new(|| Box::new(Resolving { as_info: false })));
}

const RESOLVE_PATH: Declaration = Declaration {
    name: "Resolve-Path",
    aliases: &["rvpa"],
    synopsis: "Gives the whole paths of what is at a path.",
    description: "Wildcards stand for what fits; a path without them must be there.",
    parameters: &[
        PATH_PIPED,
        LITERAL_PATH,
        Declared::switch("Relative", "The paths start from the current folder."),
    ],
    default_set: "Path",
    should_process: false,
    input: "Paths.",
    output: "Objects with the property Path; texts with -Relative.",
    examples: &[Example {
        code: "'Name' | Set-Content C:\\Reports\\queues.csv\nResolve-Path C:\\Reports\\*.csv",
        about: "Which tables are in a folder.",
    }],
};

const CONVERT_PATH: Declaration = Declaration {
    name: "Convert-Path",
    aliases: &["cvpa"],
    synopsis: "Gives the whole paths of what is at a path, as text.",
    description: "Wildcards stand for what fits; a path without them must be there.",
    parameters: &[PATH_PIPED, LITERAL_PATH],
    default_set: "Path",
    should_process: false,
    input: "Paths.",
    output: "Texts.",
    examples: &[Example { code: "Convert-Path C:\\Reports", about: "Gives the path as text." }],
};

struct Resolving {
    as_info: bool,
}

impl Cmdlet for Resolving {
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
                let path = if self.as_info && call.switch("Relative") {
                    Value::from(relative(&entry.path, &call.host().current_folder()))
                } else if self.as_info {
                    info(&entry.path)
                } else {
                    Value::from(entry.path)
                };
                call.write(path)?;
            }
        }
        Ok(())
    }
}

/// A path as PathInfo.
pub(super) fn info(path: &str) -> Value {
    thread_local! {
        static NAMES: Rc<[Arc<str>]> = Rc::from(["System.Management.Automation.PathInfo".into(), "System.Object".into()]);
    }
    let drive = path.split_once(':').map_or(Value::Null, |(drive, _)| Value::text(drive));
    let properties = vec![
        Property::read_only("Drive", drive),
        Property::read_only("ProviderPath", Value::text(path)),
        Property::read_only("Path", Value::text(path)),
        Property::new("PSPath", Value::from(format!("{PROVIDER}{path}"))),
    ];
    Value::Object(Object::with_text(NAMES.with(Rc::clone), properties, path))
}

/// A path as it is written from `folder`.
fn relative(path: &str, folder: &str) -> String {
    let separator = if path.starts_with('/') { '/' } else { '\\' };
    let folder = folder.trim_end_matches(['\\', '/']);
    let below = path.get(..folder.len()).filter(|head| head.eq_ignore_ascii_case(folder));
    match below.map(|_| path[folder.len()..].trim_start_matches(['\\', '/'])) {
        Some(rest) => format!(".{separator}{rest}"),
        None => path.to_owned(),
    }
}
