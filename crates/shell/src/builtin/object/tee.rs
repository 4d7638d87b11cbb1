//! Tee-Object.

use std::rc::Rc;

use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::{Flow, gathered};
use crate::session::Session;
use crate::value::Value;
use crate::value::limits::check_elements;

pub(super) fn register(session: &mut Session) {
    session.register(&TEE, Rc::new(|| Box::new(Tee::default())));
}

const TEE: Declaration = Declaration {
    name: "Tee-Object",
    aliases: &["tee"],
    synopsis: "Keeps what is piped in in a file or variable, and passes it on.",
    description: "The file gets what would be printed, in UTF-8 with a byte order mark.",
    parameters: &[
        Declared::new("FilePath", "string", "The file.").mandatory().at(0).within(&["File"]),
        Declared::new("LiteralPath", "string", "The file, by its very name.")
            .mandatory()
            .aliases(&["PSPath"])
            .within(&["LiteralFile"]),
        Declared::switch("Append", "Adds to the file instead of replacing it.").within(&["File"]),
        Declared::new("Variable", "string", "The variable.").mandatory().within(&["Variable"]),
        Declared::new("InputObject", "psobject", "The object; usually it is piped in.").from_pipeline(),
    ],
    default_set: "File",
    should_process: false,
    input: "Any object.",
    output: "What was piped in.",
    examples: &[
        Example {
            code: "'Help Desk', 'Sales' | Tee-Object -Variable names | Measure-Object\n$names",
            about: "Keeps the names and counts them.",
        },
        Example {
            code: "'Help Desk', 'Sales' | Tee-Object C:\\Temp\\queues.txt",
            about: "Prints the names and writes them to a file.",
        },
    ],
};

#[derive(Default)]
struct Tee {
    values: Vec<Value>,
}

impl Cmdlet for Tee {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(value) = call.value("InputObject") else { return Ok(()) };
        check_elements(self.values.len() + 1)?;
        self.values.push(value.clone());
        call.write(value)
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        let values = std::mem::take(&mut self.values);
        if let Some(name) = call.text("Variable")? {
            let value = gathered(values).unwrap_or_default();
            return call.session.set_variable(&name, value).map_err(|fault| call.fail(fault));
        }
        let path = match call.text("FilePath")? {
            Some(path) => path,
            None => call.text("LiteralPath")?.unwrap_or_default(),
        };
        let written = call.session.write_printed(&values, &path, call.switch("Append"));
        written.map_err(|fault| call.fail(fault))
    }
}
