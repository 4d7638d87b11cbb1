//! ConvertFrom-StringData.

use std::rc::Rc;

use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::session::Session;
use crate::text::unescape;
use crate::value::{Category, Fault, Hashtable, Outcome, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&CONVERT, Rc::new(|| Box::new(Convert)));
}

const CONVERT: Declaration = Declaration {
    name: "ConvertFrom-StringData",
    aliases: &[],
    synopsis: "Turns lines of names and values into a table.",
    description: "Each line is a name, an equals sign and a value. Empty lines and those that begin with # are passed \
                  over. A backslash begins an escape as in regular expressions, so that one of a path is written twice.",
    parameters: &[Declared::new("StringData", "string", "The lines.")
        .mandatory()
        .at(0)
        .from_pipeline()
        .allow_empty()],
    default_set: "",
    should_process: false,
    input: "Text.",
    output: "A table for each text.",
    examples: &[Example {
        code: "$settings = ConvertFrom-StringData \"Name = Help Desk`nAgents = 3\"\n$settings.Name",
        about: "Reads two settings.",
    }],
};

struct Convert;

impl Cmdlet for Convert {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let text = call.text("StringData")?.unwrap_or_default();
        let table = table(&text).map_err(|fault| call.fail(fault))?;
        call.write(Value::Hashtable(table))
    }
}

fn table(text: &str) -> Outcome<Hashtable> {
    let table = Hashtable::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let Some((name, value)) = line.split_once('=') else { return Err(no_sign(line)) };
        let name = Value::text(name.trim());
        if table.contains(&name) {
            return Err(twice(line));
        }
        table.set(name, Value::from(unescape(value.trim())));
    }
    Ok(table)
}

fn no_sign(line: &str) -> Box<Fault> {
    refused(format!(
        "Data line '{line}' is not in 'name=value' format. Make sure that the line has an equals sign."
    ))
}

fn twice(line: &str) -> Box<Fault> {
    refused(format!("Data item in line '{line}' is already defined. Every name must stand once."))
}

fn refused(message: String) -> Box<Fault> {
    Fault::new(message, "InvalidOperation", Category::InvalidOperation)
        .with_exception("System.Management.Automation.PSInvalidOperationException")
}
