//! Out-File.

use std::rc::Rc;
use std::sync::Arc;

use super::given::{input_object, width};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::format::Formatter;
use crate::host::{HostError, WriteMode};
use crate::session::Session;
use crate::text::Encoding;
use crate::value::{Category, Fault, Value};

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
    path: Arc<str>,
    encoding: Encoding,
    /// How the next piece is written.
    mode: WriteMode,
    line_end: &'static str,
    formatter: Formatter,
    /// What is not written yet.
    waiting: Vec<u8>,
}

impl Cmdlet for OutFile {
    fn begin(&mut self, call: &mut Call<'_>) -> Flow {
        let path = match call.text("FilePath")? {
            Some(path) => path,
            None => call.text("LiteralPath")?.unwrap_or_default(),
        };
        if !call.should_process(&path, "Output to File")? {
            return Ok(());
        }
        let exists = call.host().entry(&path).map_err(|error| call.fail(unwritten(&error, &path)))?;
        if exists.is_some() && call.switch("NoClobber") && !call.switch("Append") {
            let error = HostError::Exists { path: path.to_string() };
            return Err(call.fail(unwritten(&error, &path)));
        }
        let append = call.switch("Append") && exists.is_some();
        let known = if append {
            let content =
                call.host().read_file(&path).map_err(|error| call.fail(unwritten(&error, &path)))?;
            (!content.is_empty()).then(|| Encoding::marked(&content).unwrap_or(Encoding::Utf8))
        } else {
            None
        };
        let asked = call.text("Encoding")?;
        let asked = asked.map(|name| Encoding::named(&name)).transpose().map_err(|fault| call.fail(fault))?;
        let encoding = asked.or(known).unwrap_or_default();
        let waiting = if known.is_some() { Vec::new() } else { encoding.mark().to_vec() };
        self.open = Some(Open {
            path,
            encoding,
            mode: if append { WriteMode::Append } else { WriteMode::Replace },
            line_end: if call.switch("NoNewline") { "" } else { "\r\n" },
            formatter: Formatter::new(width(call)?),
            waiting,
        });
        Ok(())
    }

    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(open) = &mut self.open else { return Ok(()) };
        let item = input_object(call);
        let (encoding, line_end, waiting) = (open.encoding, open.line_end, &mut open.waiting);
        let mut line = |line: &str| push_line(waiting, encoding, line, line_end);
        let put = open.formatter.put(&item, call.setting(), &mut line);
        put.map_err(|fault| call.fail(fault))?;
        if open.waiting.len() >= WAITING_MAX { open.write(call) } else { Ok(()) }
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(open) = &mut self.open else { return Ok(()) };
        let (encoding, line_end, waiting) = (open.encoding, open.line_end, &mut open.waiting);
        open.formatter.finish(call.setting(), &mut |line| push_line(waiting, encoding, line, line_end));
        Ok(())
    }

    fn close(&mut self, call: &mut Call<'_>) -> Flow {
        match &mut self.open {
            Some(open) if open.mode == WriteMode::Replace || !open.waiting.is_empty() => {
                let (encoding, line_end, waiting) = (open.encoding, open.line_end, &mut open.waiting);
                open.formatter.flush(&mut |line| push_line(waiting, encoding, line, line_end));
                open.write(call)
            }
            _ => Ok(()),
        }
    }
}

/// Bytes that wait before they are written: up to this size a file is whole or untouched at any moment.
const WAITING_MAX: usize = crate::value::limits::TEXT_BYTES_MAX;

impl Open {
    fn write(&mut self, call: &Call<'_>) -> Flow {
        let written = call.host().write_file(&self.path, &self.waiting, self.mode);
        written.map_err(|error| call.fail(unwritten(&error, &self.path)))?;
        self.waiting.clear();
        self.mode = WriteMode::Append;
        Ok(())
    }
}

fn push_line(waiting: &mut Vec<u8>, encoding: Encoding, line: &str, line_end: &str) {
    waiting.extend(encoding.encode(line));
    waiting.extend(encoding.encode(line_end));
}

fn unwritten(error: &HostError, path: &str) -> Box<Fault> {
    let (id, category) = match error {
        HostError::Exists { .. } => ("NoClobber", Category::ResourceExists),
        _ => ("FileOpenFailure", Category::OpenError),
    };
    Fault::new(error.to_string(), id, category)
        .with_exception("System.IO.IOException")
        .with_target(Value::text(path))
}
