//! New-Item and mkdir.

use std::rc::Rc;

use super::item::item;
use super::place::{bare, whole, within};
use super::session_drive;
use super::target::refusal;
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::convert::to_text;
use crate::flow::Flow;
use crate::host::WriteMode;
use crate::session::Session;
use crate::value::{Category, Fault, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&NEW_ITEM, Rc::new(|| Box::new(NewItem { folders: false })));
    session.register(&MAKE_FOLDER, Rc::new(|| Box::new(NewItem { folders: true })));
}

const PATH: Declared =
    Declared::new("Path", "string[]", "The new path, or with -Name the folder that it is made in.")
        .at(0)
        .from_property();
const NAME: Declared = Declared::new("Name", "string", "The name within -Path.").from_property();
const VALUE: Declared = Declared::new("Value", "object", "What the new file holds.")
    .from_pipeline()
    .from_property()
    .allow_empty();

const NEW_ITEM: Declaration = Declaration {
    name: "New-Item",
    aliases: &["ni"],
    synopsis: "Makes a file or a folder.",
    description: "A folder is made with those above it. With -Force a file that exists is replaced, and a folder that \
                  exists is no error. Env:NAME, Variable:NAME and Alias:NAME can be made too.",
    parameters: &[
        PATH,
        NAME,
        Declared::new("ItemType", "string", "File or Directory; File where nothing is said.")
            .from_property()
            .aliases(&["Type"]),
        VALUE,
        Declared::switch("Force", "Replaces a file that exists, and makes the folders above it."),
    ],
    default_set: "",
    should_process: true,
    input: "What the new file holds.",
    output: "The new file or folder.",
    examples: &[
        Example { code: "New-Item C:\\Reports\\2013 -ItemType Directory", about: "Makes a folder." },
        Example {
            code: "New-Item -Path C:\\Reports -Name agents.txt -ItemType File -Value 'sip:ann@contoso.com'",
            about: "Makes a file with a line in it.",
        },
    ],
};

const MAKE_FOLDER: Declaration = Declaration {
    name: "mkdir",
    aliases: &["md"],
    synopsis: "Makes a folder.",
    description: "The same as New-Item with -ItemType Directory.",
    parameters: &[PATH, NAME, Declared::switch("Force", "A folder that exists is no error.")],
    default_set: "",
    should_process: true,
    input: "None.",
    output: "The new folder.",
    examples: &[Example {
        code: "mkdir C:\\Reports\\December",
        about: "Makes a folder for the reports of a month.",
    }],
};

struct NewItem {
    folders: bool,
}

impl Cmdlet for NewItem {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let kind = call.text("ItemType")?.unwrap_or_else(|| "File".into()).to_ascii_lowercase();
        let is_folder = self.folders || matches!(kind.as_str(), "directory" | "container" | "d");
        if !is_folder && !matches!(kind.as_str(), "file" | "f" | "leaf" | "variable" | "alias") {
            return Err(call.fail(
                Fault::new(
                    "The type is not a known type for the file system. Only \"file\" and \"directory\" can be made here.",
                    "Argument",
                    Category::InvalidArgument,
                )
                .with_exception("System.Management.Automation.PSArgumentException"),
            ));
        }
        let name = call.text("Name")?;
        let mut paths = call.texts("Path")?;
        if paths.is_empty() {
            if name.is_none() {
                return Err(call.fail(without_path()));
            }
            paths.push(call.host().current_folder().into());
        }
        for path in paths {
            let path = match &name {
                Some(name) => within(bare(&path), name),
                None => path.to_string(),
            };
            if path.is_empty() {
                return Err(call.fail(no_path()));
            }
            self.make(&path, is_folder, call)?;
        }
        Ok(())
    }
}

impl NewItem {
    fn make(&self, path: &str, is_folder: bool, call: &mut Call<'_>) -> Flow {
        if let Some((drive, name)) = super::place::Drive::of(path) {
            let value = call.value("Value").unwrap_or_default();
            return match session_drive::set(drive, name, Some(&value), call.session) {
                Ok(()) => Ok(()),
                Err(fault) => call.error(fault),
            };
        }
        let path = whole(path, call.host());
        let action = if is_folder { "Create Directory" } else { "Create File" };
        if !call.should_process(&format!("Destination: {path}"), action)? {
            return Ok(());
        }
        let made = if is_folder { folder(&path, call)? } else { file(&path, call)? };
        if let Err(fault) = made {
            return call.error(fault);
        }
        match call.host().entry(&path) {
            Ok(Some(entry)) => {
                let item = item(&entry, call.setting());
                call.write(item)
            }
            Ok(None) => Ok(()),
            Err(error) => call.error(refusal(&error, "NewItem")),
        }
    }
}

fn folder(path: &str, call: &Call<'_>) -> Flow<Result<(), Box<Fault>>> {
    let there = call.host().entry(path);
    Ok(match there {
        Ok(Some(entry)) if !(entry.is_folder && call.switch("Force")) => Err(Fault::new(
            format!("An item with the specified name {path} already exists."),
            "DirectoryExist",
            Category::ResourceExists,
        )
        .with_exception("System.IO.IOException")
        .with_target(Value::text(path))),
        Ok(Some(_)) => Ok(()),
        Ok(None) => call.host().create_folder(path).map_err(|error| refusal(&error, "CreateDirectory")),
        Err(error) => Err(refusal(&error, "CreateDirectory")),
    })
}

fn file(path: &str, call: &Call<'_>) -> Flow<Result<(), Box<Fault>>> {
    let content = match call.value("Value") {
        Some(Value::Bytes(bytes)) => bytes.borrow().clone(),
        Some(value) if !value.is_null() => to_text(&value, call.setting())?.as_bytes().to_vec(),
        _ => Vec::new(),
    };
    let force = call.switch("Force");
    if force {
        let above = super::place::parent(path);
        if !above.is_empty()
            && matches!(call.host().entry(above), Ok(None))
            && let Err(error) = call.host().create_folder(above)
        {
            return Ok(Err(refusal(&error, "NewItem")));
        }
    }
    let mode = if force { WriteMode::Replace } else { WriteMode::Create };
    let written = call.host().write_file(path, &content, mode);
    Ok(written.map_err(|error| refusal(&error, "NewItem")))
}

fn without_path() -> Box<Fault> {
    Fault::new(
        "Cannot process command because of one or more missing mandatory parameters: Path.",
        "MissingMandatoryParameter",
        Category::InvalidArgument,
    )
    .with_exception("System.Management.Automation.ParameterBindingException")
}

fn no_path() -> Box<Fault> {
    Fault::new(
        "Cannot bind argument to parameter 'Path' because it is an empty string.",
        "ParameterArgumentValidationErrorEmptyStringNotAllowed",
        Category::InvalidData,
    )
    .with_exception("System.Management.Automation.ParameterBindingValidationException")
}
