//! Add-Member.

use std::rc::Rc;
use std::sync::Arc;

use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::convert::{display, to_text};
use crate::flow::Flow;
use crate::format::reading::declared_name;
use crate::session::Session;
use crate::value::limits::check_properties;
use crate::value::{Category, Fault, Object, Property, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&ADD_MEMBER, Rc::new(|| Box::new(AddMember)));
}

const ADD_MEMBER: Declaration = Declaration {
    name: "Add-Member",
    aliases: &[],
    synopsis: "Adds a property or a method to an object.",
    description: "Objects get the member themselves. Values that hold no members of their own, such as texts and \
                  numbers, come with it only where -PassThru is given. In the blocks of script members $this is the \
                  object.",
    parameters: &[
        Declared::new("InputObject", "psobject", "The object; usually it is piped in.")
            .mandatory()
            .from_pipeline(),
        Declared::new("MemberType", "string", "What kind of member.")
            .mandatory()
            .at(0)
            .aliases(&["Type"])
            .values(&["NoteProperty", "AliasProperty", "ScriptProperty", "ScriptMethod"])
            .within(&["Member"]),
        Declared::new("Name", "string", "Its name.").mandatory().at(1).within(&["Member"]),
        Declared::new(
            "Value",
            "object",
            "Its value: of an alias the other property, of script members the block.",
        )
        .at(2)
        .within(&["Member"]),
        Declared::new("SecondValue", "object", "The type that an alias converts to; taken and not used.")
            .at(3)
            .within(&["Member"]),
        Declared::new("NotePropertyName", "string", "The name of a property.")
            .mandatory()
            .at(0)
            .within(&["Note"]),
        Declared::new("NotePropertyValue", "object", "Its value.")
            .mandatory()
            .at(1)
            .allow_empty()
            .within(&["Note"]),
        Declared::new(
            "NotePropertyMembers",
            "System.Collections.IDictionary",
            "Names and values of properties.",
        )
        .mandatory()
        .at(0)
        .within(&["Notes"]),
        Declared::new("TypeName", "string", "A name of a type that the object gets before its own."),
        Declared::switch("Force", "A property of that name that is there is replaced."),
        Declared::switch("PassThru", "The object comes out.")
            .within(&["Member", "Note", "Notes", "TypeOnly"]),
    ],
    default_set: "TypeOnly",
    should_process: false,
    input: "The object.",
    output: "Nothing, or the object with -PassThru.",
    examples: &[
        Example {
            code: "$queue = [pscustomobject]@{ Name = 'Help Desk' }\n$queue | Add-Member NoteProperty Waiting 3\n$queue",
            about: "Adds a property.",
        },
        Example {
            code: "[pscustomobject]@{ Name = 'Sales' } | Add-Member @{ Pool = 'pool01.contoso.com'; Agents = 4 } -PassThru",
            about: "Adds several at once.",
        },
    ],
};

struct AddMember;

impl Cmdlet for AddMember {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(input) = call.value("InputObject") else { return Ok(()) };
        let object = match &input {
            Value::Object(object) => object.clone(),
            other => Object::around(other, Vec::new()),
        };
        for property in members(call)? {
            add(&object, property, call)?;
        }
        if let Some(name) = call.text("TypeName")? {
            object.rename_type(&name);
        }
        if call.switch("PassThru") { call.write(Value::Object(object)) } else { Ok(()) }
    }
}

/// The members that were asked for.
fn members(call: &Call<'_>) -> Flow<Vec<Property>> {
    if let Some(Value::Hashtable(table)) = call.value("NotePropertyMembers") {
        return Ok(table
            .entries()
            .into_iter()
            .map(|(name, value)| Property::new(display(&name).as_str(), value))
            .collect());
    }
    if let Some(name) = call.text("NotePropertyName")? {
        return Ok(vec![Property::new(name, call.value("NotePropertyValue").unwrap_or_default())]);
    }
    let Some(name) = call.text("Name")? else { return Ok(Vec::new()) };
    let kind = call.text("MemberType")?.unwrap_or_default();
    let value = call.value("Value").unwrap_or_default();
    let property = match (&*kind.to_ascii_lowercase(), value.bare()) {
        ("aliasproperty", _) => Property::alias(name, &to_text(&value, call.setting())?),
        ("scriptproperty", Value::ScriptBlock(_)) => Property::computed(name, value),
        ("scriptmethod", Value::ScriptBlock(_)) => Property::method(name, value),
        ("scriptproperty" | "scriptmethod", _) => return Err(call.fail(no_block(&kind))),
        _ => Property::new(name, value),
    };
    Ok(vec![property])
}

fn add(object: &Object, property: Property, call: &mut Call<'_>) -> Flow {
    let name: Arc<str> = Arc::clone(&property.name);
    let is_there = declared_name(&Value::Object(object.clone()), &name, call.setting()).is_some();
    if is_there && !call.switch("Force") {
        let fault = Fault::new(
            format!(
                "Cannot add a member with the name \"{name}\" because a member with that name already exists. To \
                 overwrite the member anyway, add the Force parameter to your command."
            ),
            "MemberAlreadyExists",
            Category::InvalidOperation,
        );
        return call.error(fault.with_target(Value::Object(object.clone())));
    }
    check_properties(object.properties().len() + 1)?;
    object.add(property);
    Ok(())
}

fn no_block(kind: &str) -> Box<Fault> {
    Fault::new(
        format!("The Value parameter must be a script block when the member type is {kind}."),
        "ScriptMemberNeedsBlock",
        Category::InvalidArgument,
    )
}
