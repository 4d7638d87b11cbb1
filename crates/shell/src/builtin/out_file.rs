//! Out-File.

use std::rc::Rc;

use super::files::{Waiting, check_destination, destination, encoding, unwritten};
use super::given::{input_object, width};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::format::Formatter;
use crate::session::Session;
use crate::text::Encoding;

pub(super) fn register(session: &mut Session) {
    session.register(&OUT_FILE, Rc::new(|| Box::new(OutFile::default())));
}

const OUT_FILE: Declaration = Declaration {
    name: "Out-File",
    aliases: &[],
    synopsis: "Writes what objects print into a file.",
    description: "The file gets the lines that the terminal would show. It is written in UTF-8 with a mark at its \
                  beginning, unless -Encoding says otherwise; a file that is added to keeps its encoding.",
    parameters: &[
        Declared::new("FilePath", "string", "The file.").mandatory().at(0).within(&["ByPath"]),
        Declared::new("LiteralPath", "string", "The file, its signs taken as they are.")
            .mandatory()
            .from_property()
            .aliases(&["PSPath"])
            .within(&["ByLiteralPath"]),
        Declared::new("Encoding", "string", "How the text is written.").at(1).values(Encoding::NAMES),
        Declared::switch("Append", "Adds to the file instead of replacing it."),
        Declared::switch(
            "Force",
            "Taken for scripts that give it; a file that may not be written stays as it is.",
        ),
        Declared::switch("NoClobber", "Leaves a file that exists as it is, and says so.")
            .aliases(&["NoOverwrite"]),
        Declared::new("Width", "int", "The columns of a line; those of the terminal where nothing is said.")
            .range(2, i32::MAX as i64),
        Declared::switch("NoNewline", "Writes no line ends."),
        Declared::new("InputObject", "psobject", "What is written; usually it is piped in.").from_pipeline(),
    ],
    default_set: "ByPath",
    should_process: true,
    input: "Any object, or what a formatting cmdlet yields.",
    output: "None.",
    examples: &[
        Example {
            code: "[pscustomobject]@{ Name = 'Help Desk'; Waiting = 3 } | Out-File C:\\Reports\\queues.txt -Width 200",
            about: "Writes a table into a file.",
        },
        Example {
            code: "'Checked on December 20' | Out-File C:\\Reports\\queues.txt -Append",
            about: "Adds a line to it.",
        },
    ],
};

#[derive(Default)]
struct OutFile {
    /// What is open; none where -WhatIf keeps the file closed.
    open: Option<Open>,
}

struct Open {
    file: Waiting,
    line_end: &'static str,
    formatter: Formatter,
}

impl Cmdlet for OutFile {
    fn begin(&mut self, call: &mut Call<'_>) -> Flow {
        let path = destination("FilePath", call)?;
        if !call.should_process(&path, "Output to File")? {
            return Ok(());
        }
        let exists = check_destination(&path, call)?;
        let known = if exists && call.switch("Append") {
            let content = call.host().read_file(&path).map_err(|error| call.fail(unwritten(&error)))?;
            (!content.is_empty()).then(|| Encoding::marked(&content).unwrap_or(Encoding::Utf8))
        } else {
            None
        };
        let asked = encoding(call)?;
        let file = match known {
            Some(known) => Waiting::adding(path, asked.unwrap_or(known)),
            None => Waiting::new(path, asked.unwrap_or_default()),
        };
        let line_end = if call.switch("NoNewline") { "" } else { "\r\n" };
        self.open = Some(Open { file, line_end, formatter: Formatter::new(width(call)?) });
        Ok(())
    }

    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(Open { file, line_end, formatter }) = &mut self.open else { return Ok(()) };
        let item = input_object(call);
        let put = formatter.put(&item, call.setting(), &mut |line| push_line(file, line, line_end));
        put.map_err(|fault| call.fail(fault))?;
        file.write_much(call)
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(Open { file, line_end, formatter }) = &mut self.open else { return Ok(()) };
        formatter.finish(call.setting(), &mut |line| push_line(file, line, line_end));
        Ok(())
    }

    fn close(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(Open { file, line_end, formatter }) = &mut self.open else { return Ok(()) };
        formatter.flush(&mut |line| push_line(file, line, line_end));
        file.write_rest(call)
    }
}

fn push_line(file: &mut Waiting, line: &str, line_end: &str) {
    file.push(line);
    file.push(line_end);
}
