//! New-PSDrive and Get-PSDrive.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use super::place::{Drive, whole};
use super::target::{path_not_found, refusal};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::host::{Host, HostError};
use crate::session::Session;
use crate::text::{Case, Wildcard};
use crate::value::{Category, Fault, Object, Outcome, Property, Value};

/// The drives that New-PSDrive made, with their roots.
pub(super) type Made = Rc<RefCell<Vec<(Arc<str>, String)>>>;

pub(super) fn register(session: &mut Session) {
    let made = Made::default();
    let shared = Rc::clone(&made);
    session.register(&NEW_DRIVE, Rc::new(move || Box::new(NewDrive { made: Rc::clone(&made) })));
    super::removing_drive::register(session, Rc::clone(&shared));
    session.register(&GET_DRIVE, Rc::new(move || Box::new(GetDrive { made: Rc::clone(&shared) })));
}

const NEW_DRIVE: Declaration = Declaration {
    name: "New-PSDrive",
    aliases: &["mount", "ndr"],
    synopsis: "Makes a drive that starts at a folder.",
    description: "Afterwards NAME:\\file is the file in that folder. C: is there from the start.",
    parameters: &[
        Declared::new("Name", "string", "The name, without a colon.").mandatory().at(0).from_property(),
        Declared::new("PSProvider", "string", "FileSystem: other providers have no folders here.")
            .mandatory()
            .at(1)
            .from_property(),
        Declared::new("Root", "string", "The folder.").mandatory().at(2).from_property(),
        Declared::new("Description", "string", "Taken for scripts that give it.").from_property(),
        Declared::new(
            "Scope",
            "string",
            "Taken for scripts that give it; a drive is there for the whole session.",
        )
        .from_property(),
        Declared::switch("Persist", "Taken for scripts that give it; a drive lasts as long as the session."),
    ],
    default_set: "",
    should_process: true,
    input: "None.",
    output: "The drive.",
    examples: &[Example {
        code: "New-PSDrive -Name R -PSProvider FileSystem -Root C:\\Reports\nTest-Path R:\\",
        about: "Gives a folder a drive of its own.",
    }],
};

const GET_DRIVE: Declaration = Declaration {
    name: "Get-PSDrive",
    aliases: &["gdr"],
    synopsis: "Lists the drives.",
    description: "Those that New-PSDrive made, the current one, and those of the session itself.",
    parameters: &[
        Declared::new("Name", "string[]", "The names, without a colon; * and ? stand for any signs.")
            .at(0)
            .from_property(),
        Declared::new("PSProvider", "string[]", "The providers.").from_property(),
    ],
    default_set: "",
    should_process: false,
    input: "None.",
    output: "Drives.",
    examples: &[Example {
        code: "Get-PSDrive -PSProvider FileSystem",
        about: "Lists the drives with files.",
    }],
};

struct NewDrive {
    made: Made,
}

impl Cmdlet for NewDrive {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let name = call.text("Name")?.unwrap_or_default();
        let provider = call.text("PSProvider")?.unwrap_or_default();
        let root = whole(&call.text("Root")?.unwrap_or_default(), call.host());
        if !provider.rsplit('\\').next().is_some_and(|name| name.eq_ignore_ascii_case("FileSystem")) {
            return Err(call.fail(
                Fault::new(
                    format!("Cannot find a provider with the name '{provider}'. Drives can be made of FileSystem only."),
                    "ProviderNotFound",
                    Category::ObjectNotFound,
                )
                .with_exception("System.Management.Automation.ProviderNotFoundException")
                .with_target(Value::String(provider)),
            ));
        }
        let known = |known: &str| known.eq_ignore_ascii_case(&name);
        if Drive::ALL.iter().any(|(_, own)| known(own)) || is_drive(call.host(), &name) {
            return Err(call.fail(
                Fault::new(
                    format!("A drive with the name '{name}' already exists."),
                    "DriveAlreadyExists",
                    Category::ResourceExists,
                )
                .with_exception("System.Management.Automation.SessionStateException")
                .with_target(Value::String(name)),
            ));
        }
        let target = format!("Name: {name} Provider: Microsoft.PowerShell.Core\\FileSystem Root: {root}");
        if !call.should_process(&target, "New Drive")? {
            return Ok(());
        }
        call.host().add_drive(&name, &root).map_err(|error| {
            call.fail(match error {
                HostError::NotFound { path } => path_not_found(&path),
                other => refusal(&other, "NewDrive"),
            })
        })?;
        self.made.borrow_mut().push((Arc::clone(&name), root.clone()));
        call.write(drive(&name, "FileSystem", &root))
    }
}

/// Whether the host has a drive of this name.
pub(super) fn is_drive(host: &dyn Host, name: &str) -> bool {
    host.entry(&format!("{name}:\\")).is_ok()
}

struct GetDrive {
    made: Made,
}

impl Cmdlet for GetDrive {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let mut all: Vec<(Arc<str>, String, &str)> = Vec::new();
        let made = self.made.borrow().clone();
        all.extend(made.into_iter().map(|(name, root)| (name, root, "FileSystem")));
        let current = call.host().current_folder();
        for name in ["C", current.split_once(':').map_or("C", |(name, _)| name)] {
            let is_known = all.iter().any(|(known, ..)| known.eq_ignore_ascii_case(name));
            if !is_known && matches!(call.host().entry(&format!("{name}:\\")), Ok(Some(_))) {
                all.push((Arc::from(name), format!("{name}:\\"), "FileSystem"));
            }
        }
        all.extend(Drive::ALL.iter().map(|(own, name)| (Arc::from(*name), String::new(), own.provider())));
        all.sort_by_key(|(name, ..)| name.to_lowercase());
        let providers = call.texts("PSProvider")?;
        let mut names = call.texts("Name")?;
        if names.is_empty() {
            names.push("*".into());
        }
        for name in names {
            let pattern: Outcome<Wildcard> = Wildcard::new(&name, Case::Ignored);
            let pattern = pattern.map_err(|fault| call.fail(fault))?;
            let found: Vec<_> = all.iter().filter(|(known, ..)| pattern.matches(known)).collect();
            if found.is_empty() && !Wildcard::is_pattern(&name) {
                let missing = HostError::NoDrive { name: name.to_string() };
                let mut fault = refusal(&missing, "GetDrive");
                fault.id = "GetLocationNoMatchingDrive".into();
                call.error(fault)?;
            }
            for (name, root, kind) in found {
                if providers.is_empty() || providers.iter().any(|wanted| wanted.eq_ignore_ascii_case(kind)) {
                    call.write(drive(name, kind, root))?;
                }
            }
        }
        Ok(())
    }
}

fn drive(name: &str, provider: &str, root: &str) -> Value {
    let names: Rc<[Arc<str>]> =
        Rc::from(["System.Management.Automation.PSDriveInfo".into(), "System.Object".into()]);
    let properties = vec![
        Property::read_only("Name", Value::text(name)),
        Property::read_only("Used", Value::Null),
        Property::read_only("Free", Value::Null),
        Property::read_only("Provider", Value::text(provider)),
        Property::read_only("Root", Value::text(root)),
        Property::read_only("CurrentLocation", Value::text("")),
    ];
    Value::Object(Object::with_text(names, properties, name))
}
