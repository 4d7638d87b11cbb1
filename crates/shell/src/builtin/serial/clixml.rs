//! Export-Clixml and Import-Clixml.

use std::rc::Rc;

use clixml::{Reader, References, Writer};

use crate::builtin::files::{
    LITERAL_PATH, PATH_PIPED, Target, check_destination, destination, encoding, missing_file, text_of,
    unwritten,
};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::host::{HostError, WriteMode};
use crate::serial::clixml::{Encoder, decode};
use crate::session::Session;
use crate::text::Encoding;
use crate::value::limits::check_text;
use crate::value::{Category, Fault, Type};

pub(super) fn register(session: &mut Session) {
    session.register(&EXPORT, Rc::new(|| Box::new(Export::default())));
    session.register(&IMPORT, Rc::new(|| Box::new(Import)));
}

const EXPORT: Declaration = Declaration {
    name: "Export-Clixml",
    aliases: &[],
    synopsis: "Writes objects into a file from which Import-Clixml makes them again.",
    description: "Texts, numbers, dates, lengths of time, GUIDs, addresses, bytes, lists and tables come back as what \
                  they were; other objects come back with their properties, down to -Depth. Without -Encoding the \
                  file is written in UTF-8. A file that is there is replaced when all objects have come.",
    parameters: &[
        Declared::new("Path", "string", "The file.").mandatory().at(0).within(&["Path"]),
        Declared::new("LiteralPath", "string", "The file, its signs taken as they are.")
            .mandatory()
            .aliases(&["PSPath"])
            .within(&["LiteralPath"]),
        Declared::new("InputObject", "psobject", "What is written; usually it is piped in.")
            .mandatory()
            .from_pipeline()
            .allow_empty(),
        Declared::new(
            "Depth",
            "int",
            "How many levels of objects within objects are written; 2 where nothing is said.",
        )
        .range(1, i32::MAX as i64),
        Declared::new("Encoding", "string", "How the text is written.").values(Encoding::NAMES),
        Declared::switch("NoClobber", "Leaves a file that exists as it is, and says so.")
            .aliases(&["NoOverwrite"]),
        Declared::switch("Force", "Taken for scripts that give it; there are no read-only files here."),
    ],
    default_set: "Path",
    should_process: true,
    input: "Any objects.",
    output: "None.",
    examples: &[
        Example {
            code: "[pscustomobject]@{ Name = 'Help Desk'; Agents = 'sip:ann@contoso.com', 'sip:bob@contoso.com' } | Export-Clixml C:\\Reports\\group.xml\n(Import-Clixml C:\\Reports\\group.xml).Agents",
            about: "Keeps an object and reads it again.",
        },
        Example {
            code: "@{ Queues = 'Contoso Queue'; Alert = [timespan]'00:00:20' } | Export-Clixml C:\\Reports\\settings.xml -NoClobber",
            about: "Keeps a table, unless the file exists.",
        },
    ],
};

const IMPORT: Declaration = Declaration {
    name: "Import-Clixml",
    aliases: &[],
    synopsis: "Reads objects from a file that Export-Clixml wrote.",
    description: "The names of the types of objects begin with Deserialized. and a list comes as one object, as in \
                  Windows PowerShell 5.1; pipe it through ForEach-Object to take it apart. The files in an export of \
                  Response Groups are read, too.",
    parameters: &[
        PATH_PIPED,
        LITERAL_PATH,
        Declared::new("First", "long", "How many objects are read.").range(0, i64::MAX),
        Declared::new("Skip", "long", "How many objects are passed over before.").range(0, i64::MAX),
    ],
    default_set: "Path",
    should_process: false,
    input: "Paths.",
    output: "What was written.",
    examples: &[Example {
        code: "1, 'two', [timespan]'03:00' | Export-Clixml C:\\Reports\\values.xml\nImport-Clixml C:\\Reports\\values.xml | ForEach-Object { $_.GetType().Name }",
        about: "Values come back as what they were.",
    }],
};

#[derive(Default)]
struct Export {
    /// What is written; none where -WhatIf or -Confirm keeps the file as it is.
    open: Option<Open>,
}

/// What waits to be written, all at once at the end.
struct Open {
    path: String,
    encoder: Encoder,
    writer: Writer<Vec<u8>>,
}

impl Cmdlet for Export {
    fn begin(&mut self, call: &mut Call<'_>) -> Flow {
        let path = destination("Path", call)?;
        if !call.should_process(&path, "Export-Clixml")? {
            return Ok(());
        }
        check_destination(&path, call)?;
        let depth = call.number("Depth")?.unwrap_or(DEPTH_USUAL);
        let encoder = Encoder::new(usize::try_from(depth).unwrap_or(usize::MAX));
        self.open = Some(Open { path, encoder, writer: Writer::new(Vec::new()) });
        Ok(())
    }

    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(open) = &mut self.open else { return Ok(()) };
        let value = call.value("InputObject").unwrap_or_default();
        let value = call.session.settled(value)?;
        let value = open.encoder.encode(&value, call.setting()).map_err(|fault| call.fail(fault))?;
        open.writer.write(&value).expect("memory takes all bytes");
        Ok(())
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(Open { path, writer, .. }) = self.open.take() else { return Ok(()) };
        let document = writer.finish().expect("memory takes all bytes");
        let document = String::from_utf8(document).expect("the writer writes UTF-8");
        let content = match encoding(call)? {
            None => document.into_bytes(),
            Some(Encoding::Ascii) => ascii(&document).into_bytes(),
            Some(encoding) => [encoding.mark().to_vec(), encoding.encode(&document)].concat(),
        };
        let written = call.host().write_file(&path, &content, WriteMode::Replace);
        written.map_err(|error| call.fail(unwritten(&error)))
    }
}

const DEPTH_USUAL: i64 = 2;

/// A document in which signs beyond ASCII are references to characters.
fn ascii(document: &str) -> String {
    let mut text = String::with_capacity(document.len());
    for sign in document.chars() {
        match sign {
            sign if sign.is_ascii() => text.push(sign),
            sign => text.push_str(&format!("&#x{:X};", u32::from(sign))),
        }
    }
    text
}

struct Import;

impl Cmdlet for Import {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        for target in Target::all(call)? {
            let entries = target.find(call.host()).map_err(|fault| match &*fault.id {
                "PathNotFound" => call.fail(missing_file(&target.whole(call.host()))),
                _ => call.fail(fault),
            })?;
            if entries.is_empty() {
                return Err(call.fail(missing_file(&target.path)));
            }
            for entry in entries {
                if entry.is_folder {
                    return Err(call.fail(unwritten(&HostError::Denied { path: entry.path })));
                }
                read(&entry.path, call)?;
            }
        }
        Ok(())
    }
}

/// Writes what is in a file into the pipeline, one object after another.
fn read(path: &str, call: &mut Call<'_>) -> Flow {
    let content = call.host().read_file(path).map_err(|error| call.fail(unwritten(&error)))?;
    check_text(content.len())?;
    let text = match Encoding::marked(&content) {
        None | Some(Encoding::Utf8) => content,
        Some(_) => text_of(&content, None).map_err(|fault| call.fail(fault))?.into_bytes(),
    };
    let (mut skip, mut first) =
        (call.number("Skip")?.unwrap_or(0), call.number("First")?.unwrap_or(i64::MAX));
    let refused = |error: clixml::ReadError| not_clixml(path, &error);
    let references = References::scan(&text[..]).map_err(|error| call.fail(refused(error)))?;
    let mut reader = Reader::new(&text[..], references).with_whole_lists();
    while first > 0
        && let Some(value) = reader.next_object().map_err(|error| call.fail(refused(error)))?
    {
        if skip > 0 {
            skip -= 1;
            continue;
        }
        first -= 1;
        let known = |name: &str| Type::resolve(name).or_else(|| call.session.types().resolve(name));
        let value = decode(&value, &known, call.setting()).map_err(|fault| call.fail(fault))?;
        call.write(value)?;
    }
    Ok(())
}

fn not_clixml(path: &str, error: &clixml::ReadError) -> Box<Fault> {
    Fault::new(format!("{path}: {error}."), "System.Xml.XmlException", Category::InvalidData)
        .with_exception("System.Xml.XmlException")
        .with_target(crate::value::Value::text(path))
}
