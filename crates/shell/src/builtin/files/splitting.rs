//! Split-Path.

use std::rc::Rc;

use super::place::{bare, leaf, parent, split_root};
use super::target::Target;
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::session::Session;
use crate::value::{Category, Fault, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&SPLIT_PATH, Rc::new(|| Box::new(SplitPath)));
}

const SPLIT_PATH: Declaration = Declaration {
    name: "Split-Path",
    aliases: &[],
    synopsis: "Gives a part of a path: the folder, the name, the drive.",
    description: "Without a switch it gives the folder that the path is in.",
    parameters: &[
        Declared::new("Path", "string[]", "The paths.")
            .mandatory()
            .at(0)
            .from_pipeline()
            .from_property()
            .within(&["ParentSet", "LeafSet", "QualifierSet", "NoQualifierSet", "IsAbsoluteSet"]),
        Declared::new("LiteralPath", "string[]", "The paths, their signs taken as they are.")
            .mandatory()
            .from_property()
            .aliases(&["PSPath"])
            .within(&["LiteralPathSet"]),
        Declared::switch("Parent", "The folder that the path is in.").within(&["ParentSet"]),
        Declared::switch("Leaf", "The last part.").within(&["LeafSet"]),
        Declared::switch("Qualifier", "The drive with its colon.").within(&["QualifierSet"]),
        Declared::switch("NoQualifier", "What stands after the drive.").within(&["NoQualifierSet"]),
        Declared::switch("IsAbsolute", "Whether the path begins at a root.").within(&["IsAbsoluteSet"]),
        Declared::switch("Resolve", "What fits the path is split instead of the path."),
    ],
    default_set: "ParentSet",
    should_process: false,
    input: "Paths.",
    output: "Texts, or a Boolean with -IsAbsolute.",
    examples: &[
        Example { code: "Split-Path C:\\Reports\\Rgs.zip -Leaf", about: "Gives Rgs.zip." },
        Example { code: "Split-Path C:\\Reports\\Rgs.zip", about: "Gives C:\\Reports." },
    ],
};

struct SplitPath;

impl Cmdlet for SplitPath {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        for target in Target::all(call)? {
            let paths = if call.switch("Resolve") {
                match target.find(call.host()) {
                    Ok(entries) => entries.into_iter().map(|entry| entry.path).collect(),
                    Err(fault) => {
                        call.error(fault)?;
                        continue;
                    }
                }
            } else {
                vec![target.path.to_string()]
            };
            for path in paths {
                match split(bare(&path), call) {
                    Ok(part) => call.write(part)?,
                    Err(fault) => call.error(fault)?,
                }
            }
        }
        Ok(())
    }
}

fn split(path: &str, call: &Call<'_>) -> Result<Value, Box<Fault>> {
    let (root, _) = split_root(path);
    let drive = root.trim_end_matches(['\\', '/']);
    Ok(if call.switch("Leaf") {
        Value::text(leaf(path))
    } else if call.switch("IsAbsolute") {
        Value::Bool(root.len() > drive.len() && !drive.is_empty() || root == "/")
    } else if call.switch("Qualifier") {
        if drive.is_empty() {
            return Err(unqualified(path));
        }
        Value::text(drive)
    } else if call.switch("NoQualifier") {
        Value::text(&path[drive.len()..])
    } else {
        Value::text(parent(path))
    })
}

fn unqualified(path: &str) -> Box<Fault> {
    Fault::new(
        format!("Cannot parse path because path '{path}' does not have a qualifier specified."),
        "ParsePathFormatError",
        Category::InvalidArgument,
    )
    .with_exception("System.FormatException")
    .with_target(Value::text(path))
}
