//! Remove-PSDrive.

use std::rc::Rc;
use std::sync::Arc;

use super::drive::{Made, is_drive};
use super::place::Drive;
use super::target::refusal;
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::host::HostError;
use crate::session::Session;
use crate::value::{Category, Fault, Value};

pub(super) fn register(session: &mut Session, made: Made) {
    session.register(&REMOVE_DRIVE, Rc::new(move || Box::new(RemoveDrive { made: Rc::clone(&made) })));
}

const REMOVE_DRIVE: Declaration = Declaration {
    name: "Remove-PSDrive",
    aliases: &["rdr"],
    synopsis: "Takes away a drive that New-PSDrive made.",
    description: "The folder that it started at stays as it is.",
    parameters: &[
        Declared::new("Name", "string[]", "The names, without a colon.").mandatory().at(0).from_property(),
        Declared::new("PSProvider", "string[]", "Taken for scripts that give it.").from_property(),
        Declared::new("Scope", "string", "Taken for scripts that give it.").from_property(),
        Declared::switch("Force", "Taken for scripts that give it."),
    ],
    default_set: "",
    should_process: true,
    input: "Drives.",
    output: "None.",
    examples: &[Example {
        code: "New-PSDrive -Name R -PSProvider FileSystem -Root C:\\Reports | Out-Null\nRemove-PSDrive R\nTest-Path R:\\",
        about: "Makes a drive and takes it away again.",
    }],
};

struct RemoveDrive {
    made: Made,
}

impl Cmdlet for RemoveDrive {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        for name in call.texts("Name")? {
            let at = self.made.borrow().iter().position(|(made, _)| made.eq_ignore_ascii_case(&name));
            let Some(at) = at else {
                let fault = not_made(&name, call);
                call.error(fault)?;
                continue;
            };
            let (name, root) = self.made.borrow()[at].clone();
            let target = format!("Name: {name} Provider: Microsoft.PowerShell.Core\\FileSystem Root: {root}");
            if !call.should_process(&target, "Remove Drive")? {
                continue;
            }
            let current = call.host().current_folder();
            if current.split_once(':').is_some_and(|(drive, _)| drive.eq_ignore_ascii_case(&name)) {
                call.error(unmoved(format!("Cannot remove drive '{name}' because it is in use."), &name))?;
                continue;
            }
            match call.host().remove_drive(&name) {
                Ok(()) => drop(self.made.borrow_mut().remove(at)),
                Err(error) => call.error(refusal(&error, "RemoveDrive"))?,
            }
        }
        Ok(())
    }
}

fn not_made(name: &Arc<str>, call: &Call<'_>) -> Box<Fault> {
    let is_own = Drive::ALL.iter().any(|(_, known)| known.eq_ignore_ascii_case(name));
    if is_own || is_drive(call.host(), name) {
        return unmoved(format!("Cannot remove drive '{name}': it belongs to the session."), name);
    }
    refusal(&HostError::NoDrive { name: name.to_string() }, "RemoveDrive")
}

fn unmoved(message: String, name: &Arc<str>) -> Box<Fault> {
    Fault::new(message, "InvalidOperation", Category::InvalidOperation)
        .with_exception("System.Management.Automation.PSInvalidOperationException")
        .with_target(Value::String(Arc::clone(name)))
}
