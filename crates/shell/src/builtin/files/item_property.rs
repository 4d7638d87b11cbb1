//! Get-ItemProperty and Get-ItemPropertyValue.

use std::rc::Rc;
use std::sync::Arc;

use super::item::item;
use super::session_drive;
use super::target::{EXCLUDE, FILTER, INCLUDE, LITERAL_PATH, Names, PATH_PIPED, Target};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::member;
use crate::session::Session;
use crate::value::{Category, Fault, Object, Outcome, Property, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&GET_ITEM_PROPERTY, Rc::new(|| Box::new(ItemProperty { form: Form::Object })));
    session.register(&GET_ITEM_PROPERTY_VALUE, Rc::new(|| Box::new(ItemProperty { form: Form::Value })));
}

const GET_ITEM_PROPERTY: Declaration = Declaration {
    name: "Get-ItemProperty",
    aliases: &["gp"],
    synopsis: "Gives properties of a file or folder.",
    description: "Without -Name the file or folder comes with all of them.",
    parameters: &[
        PATH_PIPED,
        LITERAL_PATH,
        Declared::new("Name", "string[]", "The properties.").at(1).aliases(&["PSProperty"]),
        FILTER,
        INCLUDE,
        EXCLUDE,
    ],
    default_set: "Path",
    should_process: false,
    input: "Paths.",
    output: "Files and folders, or objects with the properties.",
    examples: &[Example {
        code: "'Name' | Set-Content C:\\Reports\\queues.csv\nGet-ItemProperty C:\\Reports\\queues.csv -Name Length, Extension",
        about: "Shows two properties of a file.",
    }],
};

const GET_ITEM_PROPERTY_VALUE: Declaration = Declaration {
    name: "Get-ItemPropertyValue",
    aliases: &["gpv"],
    synopsis: "Gives the values of properties of a file or folder.",
    description: "The values come without the names.",
    parameters: &[
        PATH_PIPED,
        LITERAL_PATH,
        Declared::new("Name", "string[]", "The properties.").mandatory().at(1).aliases(&["PSProperty"]),
        FILTER,
        INCLUDE,
        EXCLUDE,
    ],
    default_set: "Path",
    should_process: false,
    input: "Paths.",
    output: "Values.",
    examples: &[Example {
        code: "'Name' | Set-Content C:\\Reports\\queues.csv\nGet-ItemPropertyValue C:\\Reports\\queues.csv -Name Length",
        about: "How large a file is.",
    }],
};

/// What is given of a property.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Object,
    Value,
}

struct ItemProperty {
    form: Form,
}

impl Cmdlet for ItemProperty {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        for target in Target::all(call)? {
            match found(&target, call) {
                Ok(items) => {
                    for found in items {
                        self.put(found, &target, call)?;
                    }
                }
                Err(fault) => call.error(fault)?,
            }
        }
        Ok(())
    }
}

impl ItemProperty {
    fn put(&self, found: Value, target: &Target, call: &mut Call<'_>) -> Flow {
        let names = call.texts("Name")?;
        if names.is_empty() {
            return call.write(found);
        }
        let mut properties = Vec::new();
        for name in names {
            match member::property(&found, &name, call.setting())? {
                Some(value) => properties.push(Property::new(name, value)),
                None => call.error(no_property(&name, target))?,
            }
        }
        match self.form {
            Form::Value => properties.into_iter().try_for_each(|property| call.write(property.value)),
            Form::Object if properties.is_empty() => Ok(()),
            Form::Object => call.write(Value::Object(Object::custom_of(properties))),
        }
    }
}

/// The items that a path means.
fn found(target: &Target, call: &Call<'_>) -> Outcome<Vec<Value>> {
    if let Some((drive, name)) = target.drive() {
        return session_drive::find(target, drive, name, call.session);
    }
    let entries = target.find(call.host())?;
    let names = Names::of(call).unwrap_or_default();
    let wanted = entries.iter().filter(|entry| names.admit(&entry.name));
    Ok(wanted.map(|entry| item(entry, call.setting())).collect())
}

fn no_property(name: &Arc<str>, target: &Target) -> Box<Fault> {
    Fault::new(
        format!("Property {name} does not exist at path {}.", target.path),
        "System.Management.Automation.PSArgumentException",
        Category::InvalidArgument,
    )
    .with_exception("System.Management.Automation.PSArgumentException")
    .with_target(Value::String(Arc::clone(name)))
}
