//! New-Object.

use std::rc::Rc;

use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::member;
use crate::session::Session;
use crate::value::{Category, Fault, Hashtable, Outcome, Property, Type, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&NEW_OBJECT, Rc::new(|| Box::new(NewObject)));
}

const NEW_OBJECT: Declaration = Declaration {
    name: "New-Object",
    aliases: &[],
    synopsis: "Makes an object of a type.",
    description: "Types are those of the language and of the product: PSObject, System.Collections.ArrayList, \
                  System.Collections.Generic.List[string], System.DateTime and so on. COM objects and classes of \
                  Windows are not there.",
    parameters: &[
        Declared::new("TypeName", "string", "The type.").mandatory().at(0).within(&["Net"]),
        Declared::new("ArgumentList", "object[]", "What its constructor takes.")
            .at(1)
            .aliases(&["Args"])
            .within(&["Net"]),
        Declared::new("ComObject", "string", "Refused: there are no COM objects here.")
            .mandatory()
            .within(&["Com"]),
        Declared::switch("Strict", "Taken together with -ComObject.").within(&["Com"]),
        Declared::new(
            "Property",
            "System.Collections.IDictionary",
            "Values for properties of the new object.",
        ),
    ],
    default_set: "Net",
    should_process: false,
    input: "Nothing.",
    output: "The object.",
    examples: &[
        Example {
            code: "$agents = New-Object System.Collections.ArrayList\n[void]$agents.Add('sip:ann@contoso.com')\n$agents.Count",
            about: "Makes a list that grows.",
        },
        Example {
            code: "New-Object PSObject -Property @{ Name = 'Help Desk'; Waiting = 3 }",
            about: "Makes an object with properties.",
        },
        Example { code: "New-Object System.DateTime -ArgumentList 2013, 12, 25", about: "Makes a date." },
    ],
};

struct NewObject;

impl Cmdlet for NewObject {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(name) = call.text("TypeName")? else { return Err(call.fail(no_com())) };
        let Some(of) = call.session.types().resolve(&name) else { return Err(call.fail(no_type(&name))) };
        let arguments = call.value("ArgumentList").map(|value| value.unroll()).unwrap_or_default();
        let properties = match call.value("Property") {
            Some(Value::Hashtable(table)) => table,
            _ => Hashtable::new(),
        };
        let object = make(&of, &arguments, &properties, call).map_err(|fault| call.fail(fault))?;
        call.write(object)
    }
}

fn make(of: &Type, arguments: &[Value], properties: &Hashtable, call: &Call<'_>) -> Outcome {
    let setting = call.setting();
    // A type of the product is made of its properties.
    if let Type::Named(name) = of
        && let ([], Some(converter)) = (arguments, setting.converter(name))
    {
        return converter(&Value::Hashtable(properties.clone()), setting);
    }
    let made = member::construct(of, arguments, setting)?;
    let is_open = matches!(&made, Value::Object(object) if object.is_custom());
    for (name, value) in properties.entries() {
        let name = crate::convert::display(&name);
        match &made {
            Value::Object(object) if is_open => object.add(Property::new(name.as_str(), value)),
            _ => member::set_property(&made, &name, value, setting)
                .map_err(|fault| not_set(&name, of, *fault))?,
        }
    }
    Ok(made)
}

fn not_set(name: &str, of: &Type, reason: Fault) -> Box<Fault> {
    Fault::new(
        format!("The property \"{name}\" of the new {} was not set. {reason}", of.full_name()),
        "InvalidOperationException",
        Category::InvalidOperation,
    )
    .with_inner(Box::new(reason))
}

fn no_type(name: &str) -> Box<Fault> {
    Fault::new(
        format!("Cannot find type [{name}]: verify that the assembly containing this type is loaded."),
        "TypeNotFound",
        Category::InvalidType,
    )
    .with_exception("System.Management.Automation.PSArgumentException")
}

fn no_com() -> Box<Fault> {
    Fault::new(
        "There are no COM objects in this shell; it has the types of the language and those of Response Group.",
        "CannotLoadComObjectType",
        Category::NotImplemented,
    )
}
