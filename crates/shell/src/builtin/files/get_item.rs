//! Get-Item, and Set-Item and Clear-Item for the drives of the session.

use std::rc::Rc;

use super::item::item;
use super::session_drive;
use super::target::{EXCLUDE, FILTER, FORCE, INCLUDE, LITERAL_PATH, Names, PATH_PIPED, Target};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::session::Session;
use crate::value::{Category, Fault};

pub(super) fn register(session: &mut Session) {
    session.register(&GET_ITEM, Rc::new(|| Box::new(GetItem)));
    session.register(&SET_ITEM, Rc::new(|| Box::new(SetItem)));
    session.register(&CLEAR_ITEM, Rc::new(|| Box::new(ClearItem)));
}

const GET_ITEM: Declaration = Declaration {
    name: "Get-Item",
    aliases: &["gi"],
    synopsis: "Gives the file or folder at a path.",
    description: "A folder comes itself, without what is in it. The drives Env:, Variable:, Function: and Alias: hold \
                  what the session knows.",
    parameters: &[PATH_PIPED, LITERAL_PATH, FILTER, INCLUDE, EXCLUDE, FORCE],
    default_set: "Path",
    should_process: false,
    input: "Paths.",
    output: "Files, folders, or items of the drive.",
    examples: &[
        Example {
            code: "'Name' | Set-Content C:\\Reports\\queues.csv\n(Get-Item C:\\Reports\\queues.csv).Length",
            about: "How large a file is.",
        },
        Example { code: "Get-Item Alias:gc", about: "What an alias stands for." },
    ],
};

struct GetItem;

impl Cmdlet for GetItem {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let names = Names::of(call)?;
        for target in Target::all(call)? {
            if let Some((drive, name)) = target.drive() {
                match session_drive::find(&target, drive, name, call.session) {
                    Ok(items) => items.into_iter().try_for_each(|item| call.write(item))?,
                    Err(fault) => call.error(fault)?,
                }
                continue;
            }
            match target.find(call.host()) {
                Ok(entries) => {
                    for entry in entries.iter().filter(|entry| names.admit(&entry.name)) {
                        let item = item(entry, call.setting());
                        call.write(item)?;
                    }
                }
                Err(fault) => call.error(fault)?,
            }
        }
        Ok(())
    }
}

const SET_ITEM: Declaration = Declaration {
    name: "Set-Item",
    aliases: &["si"],
    synopsis: "Sets a variable of the environment, a variable, an alias or a function.",
    description: "The path names the drive and the item: Env:NAME, Variable:NAME, Alias:NAME or Function:NAME.",
    parameters: &[
        PATH_PIPED,
        LITERAL_PATH,
        Declared::new("Value", "object", "The new value.").at(1).from_property().allow_empty(),
        FORCE,
    ],
    default_set: "Path",
    should_process: true,
    input: "Paths.",
    output: "None.",
    examples: &[Example {
        code: "Set-Item Env:POOL pool01.contoso.com\n$env:POOL",
        about: "Sets a variable of the environment for this session.",
    }],
};

struct SetItem;

impl Cmdlet for SetItem {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let value = call.value("Value").unwrap_or_default();
        for target in Target::all(call)? {
            let Some((drive, name)) = target.drive() else {
                call.error(without_value(&target))?;
                continue;
            };
            if call.should_process(
                &format!("Item: {name} Value: {}", crate::convert::display(&value)),
                "Set Item",
            )? && let Err(fault) = session_drive::set(drive, name, Some(&value), call.session)
            {
                call.error(fault)?;
            }
        }
        Ok(())
    }
}

const CLEAR_ITEM: Declaration = Declaration {
    name: "Clear-Item",
    aliases: &["cli"],
    synopsis: "Takes the value of a variable or of a variable of the environment.",
    description: "A variable stays and holds nothing; a variable of the environment without a value is none.",
    parameters: &[PATH_PIPED, LITERAL_PATH, FORCE],
    default_set: "Path",
    should_process: true,
    input: "Paths.",
    output: "None.",
    examples: &[Example {
        code: "$env:POOL = 'pool01.contoso.com'\nClear-Item Env:POOL\nTest-Path Env:POOL",
        about: "Takes a variable out of the environment of this session.",
    }],
};

struct ClearItem;

impl Cmdlet for ClearItem {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        for target in Target::all(call)? {
            let Some((drive, _)) = target.drive() else {
                call.error(without_value(&target))?;
                continue;
            };
            for name in session_drive::names(&target, call)? {
                if call.should_process(&format!("Item: {name}"), "Clear Item")?
                    && let Err(fault) = session_drive::clear(drive, &name, call.session)
                {
                    call.error(fault)?;
                }
            }
        }
        Ok(())
    }
}

fn without_value(target: &Target) -> Box<Fault> {
    Fault::new(
        format!("'{}' is no item with a value; write files with Set-Content.", target.path),
        "NotSupported",
        Category::NotImplemented,
    )
    .with_exception("System.Management.Automation.PSNotSupportedException")
}
