//! ConvertTo-Json and ConvertFrom-Json.

use std::rc::Rc;

use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::serial::json::{DEPTH_MAX, Layout, Options, read, write, write_piped};
use crate::session::Session;
use crate::value::limits::{check_elements, check_text};
use crate::value::{Category, Fault, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&CONVERT_TO, Rc::new(|| Box::new(ConvertTo::default())));
    session.register(&CONVERT_FROM, Rc::new(|| Box::new(ConvertFrom::default())));
}

const CONVERT_TO: Declaration = Declaration {
    name: "ConvertTo-Json",
    aliases: &[],
    synopsis: "Turns objects into JSON.",
    description: "Several objects become one array. Properties of properties are written down to -Depth; what is \
                  deeper is written as text. Dates have the form \\/Date(milliseconds)\\/, enumerations are numbers, \
                  and the signs ' < > & are escaped, all as Windows PowerShell 5.1 does.",
    parameters: &[
        Declared::new("InputObject", "object", "What is converted; usually it is piped in.")
            .mandatory()
            .at(0)
            .from_pipeline()
            .allow_empty(),
        Declared::new(
            "Depth",
            "int",
            "How many levels of objects within objects are written; 2 where nothing is said.",
        )
        .range(1, i32::MAX as i64),
        Declared::switch("Compress", "Writes one line without blanks."),
    ],
    default_set: "",
    should_process: false,
    input: "Any object.",
    output: "A string.",
    examples: &[
        Example {
            code: "[pscustomobject]@{ Name = 'Help Desk'; AgentAlertTime = 20; Active = $true } | ConvertTo-Json",
            about: "Shows the settings of a group as JSON.",
        },
        Example {
            code: "@{ Queues = @{ Name = 'Contoso Queue'; Groups = 'Help Desk', 'Escalation' } } | ConvertTo-Json -Depth 4 -Compress",
            about: "Writes what is nested on one line.",
        },
    ],
};

#[derive(Default)]
struct ConvertTo {
    piped: Vec<Value>,
    given: Option<Value>,
}

impl Cmdlet for ConvertTo {
    fn begin(&mut self, call: &mut Call<'_>) -> Flow {
        match depth(call)? {
            depth if depth <= DEPTH_MAX => Ok(()),
            _ => Err(call.fail(
                Fault::new(
                    format!("The maximum depth allowed for serialization is {DEPTH_MAX}."),
                    "ReachedMaximumDepthAllowed",
                    Category::InvalidOperation,
                )
                .with_exception("System.InvalidOperationException"),
            )),
        }
    }

    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        match call.input() {
            Some(input) => {
                let input = call.session.settled(input.clone())?;
                check_elements(self.piped.len() + 1)?;
                self.piped.push(input);
            }
            None => self.given = call.value("InputObject"),
        }
        Ok(())
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        let layout = if call.switch("Compress") { Layout::Compact } else { Layout::Lines };
        let options = Options { depth: depth(call)?, layout };
        let json = match &self.given {
            Some(given) => write(given, options, call.setting()),
            None if self.piped.is_empty() => return Ok(()),
            None => write_piped(&self.piped, options, call.setting()),
        };
        let json = json.map_err(|fault| call.fail(fault))?;
        call.write(Value::from(json))
    }
}

fn depth(call: &Call<'_>) -> Flow<usize> {
    Ok(call.number("Depth")?.map_or(DEPTH_USUAL, |depth| usize::try_from(depth).unwrap_or(usize::MAX)))
}

const DEPTH_USUAL: usize = 2;

const CONVERT_FROM: Declaration = Declaration {
    name: "ConvertFrom-Json",
    aliases: &[],
    synopsis: "Turns JSON into objects.",
    description: "Lines that are piped in are one text, unless the first of them is whole JSON by itself. An array \
                  comes as one object, as in Windows PowerShell 5.1; pipe it through ForEach-Object to take it apart.",
    parameters: &[Declared::new("InputObject", "string", "The JSON; usually it is piped in.")
        .mandatory()
        .at(0)
        .from_pipeline()
        .allow_empty()],
    default_set: "",
    should_process: false,
    input: "JSON as text.",
    output: "Custom objects, arrays, texts, numbers.",
    examples: &[
        Example {
            code: "'{ \"Name\": \"Help Desk\", \"AgentAlertTime\": 20 }' | ConvertFrom-Json",
            about: "Reads the settings of a group.",
        },
        Example {
            code: "$groups = '[{ \"Name\": \"Help Desk\" }, { \"Name\": \"Escalation\" }]' | ConvertFrom-Json\n$groups.Name",
            about: "Reads an array and shows one property of its elements.",
        },
    ],
};

#[derive(Default)]
struct ConvertFrom {
    lines: Vec<std::sync::Arc<str>>,
    length: usize,
}

impl Cmdlet for ConvertFrom {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let line = call.text("InputObject")?.unwrap_or_default();
        self.length += line.len() + 2;
        check_text(self.length)?;
        check_elements(self.lines.len() + 1)?;
        self.lines.push(line);
        Ok(())
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        if let [first, rest @ ..] = &self.lines[..]
            && let Ok(value) = read(first)
            && (rest.is_empty() || !value.is_null())
        {
            call.write(value)?;
            for line in rest {
                let value = read(line).map_err(|fault| call.fail(fault))?;
                call.write(value)?;
            }
            return Ok(());
        }
        let value = read(&self.lines.join("\r\n")).map_err(|fault| call.fail(fault))?;
        call.write(value)
    }
}
