//! ConvertTo-Csv and ConvertFrom-Csv.

use std::rc::Rc;
use std::sync::Arc;

use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::serial::csv::{Reader, Writer};
use crate::session::Session;
use crate::value::Value;

pub(super) fn register(session: &mut Session) {
    session.register(&CONVERT_TO, Rc::new(|| Box::new(ConvertTo { writer: None })));
    session.register(&CONVERT_FROM, Rc::new(|| Box::new(ConvertFrom { reader: None })));
}

pub(super) const DELIMITER: Declared =
    Declared::new("Delimiter", "char", "What stands between the values; a comma where nothing is said.")
        .at(1);
pub(super) const USE_CULTURE: Declared =
    Declared::switch("UseCulture", "The delimiter of the culture, which is a comma in en-US.");
pub(super) const NO_TYPE: Declared =
    Declared::switch("NoTypeInformation", "Leaves the line out that names the type of the objects.")
        .aliases(&["NTI"]);
pub(super) const HEADER: Declared =
    Declared::new("Header", "string[]", "The names of the columns, where the first line holds none.");

const CONVERT_TO: Declaration = Declaration {
    name: "ConvertTo-Csv",
    aliases: &[],
    synopsis: "Turns objects into lines of CSV.",
    description: "The properties of the first object are the columns. All values stand in quotes.",
    parameters: &[
        Declared::new("InputObject", "psobject", "What is converted; usually it is piped in.")
            .mandatory()
            .at(0)
            .from_pipeline(),
        DELIMITER,
        USE_CULTURE,
        NO_TYPE,
    ],
    default_set: "",
    should_process: false,
    input: "Any objects.",
    output: "A line for each object, after that of the names.",
    examples: &[Example {
        code: "[pscustomobject]@{ Name = 'Help Desk'; Agents = 3 } | ConvertTo-Csv -NoTypeInformation",
        about: "Shows a group as CSV.",
    }],
};

const CONVERT_FROM: Declaration = Declaration {
    name: "ConvertFrom-Csv",
    aliases: &[],
    synopsis: "Turns lines of CSV into objects.",
    description: "The first line gives the names, unless -Header does. All values are text.",
    parameters: &[
        Declared::new("InputObject", "psobject[]", "The lines; usually they are piped in.")
            .mandatory()
            .at(0)
            .from_pipeline()
            .allow_empty(),
        DELIMITER,
        USE_CULTURE,
        HEADER,
    ],
    default_set: "",
    should_process: false,
    input: "Lines of text.",
    output: "Custom objects.",
    examples: &[Example {
        code: "'Name,Agents', 'Help Desk,3', 'Escalation,2' | ConvertFrom-Csv | Sort-Object Name",
        about: "Reads a table and sorts it.",
    }],
};

/// -Delimiter of a call.
pub(super) fn delimiter(call: &Call<'_>) -> char {
    match call.bound.value("Delimiter") {
        Some(Value::Char(sign)) => *sign,
        _ => ',',
    }
}

struct ConvertTo {
    writer: Option<Writer>,
}

impl Cmdlet for ConvertTo {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let value = call.session.settled(call.value("InputObject").unwrap_or_default())?;
        if self.writer.is_none() {
            let writer = Writer::of(&value, delimiter(call), call.setting())?;
            if !call.switch("NoTypeInformation") {
                call.write(Value::from(Writer::type_line(&value)))?;
            }
            call.write(Value::from(writer.header()))?;
            self.writer = Some(writer);
        }
        let Some(writer) = &self.writer else { return Ok(()) };
        let row = writer.row(&value, call.setting())?;
        call.write(Value::from(row))
    }
}

struct ConvertFrom {
    reader: Option<Reader>,
}

impl Cmdlet for ConvertFrom {
    fn begin(&mut self, call: &mut Call<'_>) -> Flow {
        self.reader = Some(reader(call)?);
        Ok(())
    }

    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(reader) = &mut self.reader else { return Ok(()) };
        for line in call.texts("InputObject")? {
            put(reader, &line, call)?;
        }
        Ok(())
    }
}

/// A reader with -Delimiter and -Header of a call.
pub(super) fn reader(call: &Call<'_>) -> Flow<Reader> {
    let header: Option<Vec<Arc<str>>> =
        call.bound.value("Header").is_some().then(|| call.texts("Header")).transpose()?;
    Reader::new(delimiter(call), header).map_err(|fault| call.fail(fault))
}

/// Yields the objects in a text.
pub(super) fn put(reader: &mut Reader, text: &str, call: &mut Call<'_>) -> Flow {
    let had_names = reader.names_made;
    let objects = reader.read(text).map_err(|fault| call.fail(fault))?;
    if reader.names_made && !had_names {
        call.warn(
            "One or more headers were not specified. Default names starting with \"H\" have been used in place of \
             any missing headers.",
        )?;
    }
    objects.into_iter().try_for_each(|object| call.write(object))
}
