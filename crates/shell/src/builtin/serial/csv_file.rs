//! Export-Csv and Import-Csv.

use std::rc::Rc;
use std::sync::Arc;

use super::csv::{DELIMITER, HEADER, NO_TYPE, USE_CULTURE, delimiter, put, reader};
use crate::builtin::files::{
    LITERAL_PATH, PATH, Target, Waiting, check_destination, destination, encoding, missing_file, text_of,
    unwritten,
};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::host::HostError;
use crate::serial::csv::{Writer, records};
use crate::session::Session;
use crate::text::{Encoding, decode};
use crate::value::limits::check_text;
use crate::value::{Category, Fault, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&EXPORT, Rc::new(|| Box::new(Export::default())));
    session.register(&IMPORT, Rc::new(|| Box::new(Import)));
}

const ENCODING: Declared =
    Declared::new("Encoding", "string", "How the text is written.").values(Encoding::NAMES);

const EXPORT: Declaration = Declaration {
    name: "Export-Csv",
    aliases: &["epcsv"],
    synopsis: "Writes objects into a file of CSV.",
    description: "The properties of the first object are the columns. Without -Encoding the file is written in UTF-8 \
                  with a mark at its beginning, so that spreadsheets read it right.",
    parameters: &[
        Declared::new("Path", "string", "The file.").at(0).within(&["Path"]).mandatory(),
        Declared::new("LiteralPath", "string", "The file, its signs taken as they are.")
            .mandatory()
            .aliases(&["PSPath"])
            .within(&["LiteralPath"]),
        Declared::new("InputObject", "psobject", "What is written; usually it is piped in.")
            .mandatory()
            .from_pipeline(),
        DELIMITER,
        USE_CULTURE,
        NO_TYPE,
        Declared::switch("Append", "Adds to the file; the columns stay those that it has."),
        Declared::switch("Force", "Adds objects too that lack one of the columns."),
        Declared::switch("NoClobber", "Leaves a file that exists as it is, and says so.")
            .aliases(&["NoOverwrite"]),
        ENCODING,
    ],
    default_set: "Path",
    should_process: true,
    input: "Any objects.",
    output: "None.",
    examples: &[
        Example {
            code: "[pscustomobject]@{ Name = 'Help Desk'; Agents = 3 } | Export-Csv C:\\Reports\\groups.csv -NoTypeInformation",
            about: "Writes a table for a spreadsheet.",
        },
        Example {
            code: "[pscustomobject]@{ Day = 'Friday'; Calls = 25 } | Export-Csv C:\\Reports\\calls.csv -NoTypeInformation -Append",
            about: "Adds a line to a table.",
        },
    ],
};

const IMPORT: Declaration = Declaration {
    name: "Import-Csv",
    aliases: &["ipcsv"],
    synopsis: "Reads a file of CSV as objects.",
    description: "The first line gives the names, unless -Header does. All values are text.",
    parameters: &[
        PATH,
        LITERAL_PATH,
        DELIMITER,
        USE_CULTURE,
        HEADER,
        Declared::new("Encoding", "string", "How the file was written, where no mark says so.")
            .values(Encoding::NAMES),
    ],
    default_set: "Path",
    should_process: false,
    input: "Objects with the property Path or PSPath.",
    output: "Custom objects.",
    examples: &[Example {
        code: "'Name,Date', 'Christmas,12/25/2013' | Set-Content C:\\Reports\\holidays.csv\nImport-Csv C:\\Reports\\holidays.csv | ForEach-Object { \"$($_.Name): $([datetime]$_.Date)\" }",
        about: "Reads the holidays of a year.",
    }],
};

#[derive(Default)]
struct Export {
    open: Option<Open>,
    /// Whether -WhatIf or -Confirm keeps the file as it is.
    is_kept: bool,
}

/// The file that is written, and what makes its rows.
struct Open {
    file: Waiting,
    writer: Writer,
    /// Whether the columns are those of a file that was there.
    adds: bool,
}

impl Cmdlet for Export {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let value = call.session.settled(call.value("InputObject").unwrap_or_default())?;
        if self.is_kept {
            return Ok(());
        }
        if self.open.is_none() {
            match Open::of(&value, call)? {
                Some(open) => self.open = Some(open),
                None => {
                    self.is_kept = true;
                    return Ok(());
                }
            }
        }
        let Some(open) = &mut self.open else { return Ok(()) };
        if open.adds && !call.switch("Force") {
            open.check_columns(&value, call)?;
        }
        let row = open.writer.row(&value, call.setting())?;
        open.line(&row);
        open.file.write_much(call)
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        self.open.as_mut().map_or(Ok(()), |open| open.file.write_rest(call))
    }
}

impl Open {
    /// Opens the file for a first object; nothing where -WhatIf keeps it closed.
    fn of(first: &Value, call: &mut Call<'_>) -> Flow<Option<Self>> {
        let path = destination("Path", call)?;
        if !call.should_process(&path, "Export-Csv")? {
            return Ok(None);
        }
        let exists = check_destination(&path, call)?;
        let asked = encoding(call)?;
        let known = if exists && call.switch("Append") {
            call.host().read_file(&path).map_err(|error| call.fail(unwritten(&error)))?
        } else {
            Vec::new()
        };
        if !known.is_empty() {
            let encoding = Encoding::marked(&known).or(asked).unwrap_or_default();
            check_text(known.len())?;
            let text = decode(&known);
            let writer = Writer::with_names(columns(&text, delimiter(call)), delimiter(call));
            let mut file = Waiting::adding(path, encoding);
            if !text.ends_with('\n') {
                file.push("\r\n");
            }
            return Ok(Some(Self { file, writer, adds: true }));
        }
        let writer = Writer::of(first, delimiter(call), call.setting())?;
        let header = writer.header();
        let file = Waiting::new(path, asked.unwrap_or_default());
        let mut open = Self { file, writer, adds: false };
        if !call.switch("NoTypeInformation") {
            open.line(&Writer::type_line(first));
        }
        open.line(&header);
        Ok(Some(open))
    }

    fn line(&mut self, line: &str) {
        self.file.push(line);
        self.file.push("\r\n");
    }

    /// Refuses an object that lacks a column of the file.
    fn check_columns(&self, value: &Value, call: &Call<'_>) -> Flow {
        let own = crate::member::properties(value, call.setting())?;
        let has = |name: &Arc<str>| own.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
        let Some(missing) = self.writer.names().iter().find(|name| !has(name)) else { return Ok(()) };
        Err(call.fail(
            Fault::new(
                format!(
                    "Cannot append CSV content to the following file: {}. The appended object does not have a property \
                     that corresponds to the following column: {missing}. To continue with mismatched properties, add \
                     the -Force parameter, and then retry the command.",
                    self.file.path
                ),
                "CannotAppendCsvWithMismatchedPropertyNames",
                Category::InvalidData,
            )
            .with_exception("System.InvalidOperationException")
            .with_target(Value::String(Arc::clone(missing))),
        ))
    }
}

/// The columns of a file that is there.
fn columns(text: &str, delimiter: char) -> Vec<Arc<str>> {
    let rest = if text.starts_with('#') { text.split_once('\n').map_or("", |(_, rest)| rest) } else { text };
    let first = records(rest, delimiter).next().unwrap_or_default();
    first.into_iter().take(crate::serial::csv::COLUMNS_MAX).map(Arc::from).collect()
}

struct Import;

impl Cmdlet for Import {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        for target in Target::all(call)? {
            let Ok(entries) = target.find(call.host()) else {
                call.error(missing_file(&target.whole(call.host())))?;
                continue;
            };
            if entries.is_empty() {
                call.error(missing_file(&target.path))?;
            }
            for entry in entries {
                let read = match entry.is_folder {
                    true => Err(HostError::Denied { path: entry.path }),
                    false => call.host().read_file(&entry.path),
                };
                let content = match read {
                    Ok(content) => content,
                    Err(error) => {
                        call.error(unwritten(&error))?;
                        continue;
                    }
                };
                check_text(content.len())?;
                let encoding = call.text("Encoding")?;
                let text = text_of(&content, encoding.as_deref()).map_err(|fault| call.fail(fault))?;
                put(&mut reader(call)?, &text, call)?;
            }
        }
        Ok(())
    }
}
