//! Get-Content.

use std::rc::Rc;

use super::session_drive;
use super::target::{EXCLUDE, FILTER, FORCE, INCLUDE, LITERAL_PATH, Names, PATH, Target, refusal};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::host::{Entry, HostError};
use crate::session::Session;
use crate::text::{Encoding, decode, decode_wide, lines};
use crate::value::limits::check_text;
use crate::value::{Bytes, Category, Fault, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&GET_CONTENT, Rc::new(|| Box::new(GetContent)));
}

const GET_CONTENT: Declaration = Declaration {
    name: "Get-Content",
    aliases: &["gc", "cat", "type"],
    synopsis: "Reads files, line by line or as bytes.",
    description: "The encoding follows from the mark at the beginning of the file; a file without one is UTF-8 unless \
                  -Encoding says otherwise. With -Encoding Byte the bytes come, with -ReadCount 0 all of them at once, \
                  as Import-CsRgsAudioFile takes them.",
    parameters: &[
        PATH,
        LITERAL_PATH,
        Declared::new(
            "ReadCount",
            "long",
            "How many lines or bytes come together; 0 for all of them, 1 where nothing is said.",
        )
        .from_property()
        .range(0, i64::MAX),
        Declared::new("TotalCount", "long", "How many lines or bytes are read from the beginning.")
            .from_property()
            .aliases(&["First", "Head"])
            .range(-1, i64::MAX),
        Declared::new("Tail", "int", "How many lines or bytes are read from the end.")
            .from_property()
            .aliases(&["Last"])
            .range(-1, i32::MAX as i64),
        Declared::switch("Raw", "Reads the file as one text, or as one array of bytes."),
        Declared::new("Encoding", "string", "How the file was written; Byte for its bytes.")
            .values(ENCODINGS),
        FILTER,
        INCLUDE,
        EXCLUDE,
        FORCE,
    ],
    default_set: "Path",
    should_process: false,
    input: "Objects with the property Path or PSPath.",
    output: "Lines, or bytes.",
    examples: &[
        Example {
            code: "Set-Content C:\\Reports\\agents.txt 'sip:ann@contoso.com', 'sip:bob@contoso.com'\nGet-Content C:\\Reports\\agents.txt | ForEach-Object { \"Agent: $_\" }",
            about: "Does something with each line of a file.",
        },
        Example {
            code: "Set-Content C:\\Reports\\hold.wav ([byte[]](82, 73, 70, 70)) -Encoding Byte\n$content = Get-Content C:\\Reports\\hold.wav -Encoding Byte -ReadCount 0\n$content.Length",
            about: "Reads an audio file as it is needed for a prompt.",
        },
        Example {
            code: "'one', 'two', 'three' | Set-Content C:\\Reports\\log.txt\nGet-Content C:\\Reports\\log.txt -Tail 2",
            about: "Shows the end of a file.",
        },
    ],
};

/// The names of -Encoding, with the one that only contents have.
pub(in crate::builtin) const ENCODINGS: &[&str] = &[
    "Unknown",
    "String",
    "Unicode",
    "Byte",
    "BigEndianUnicode",
    "UTF8",
    "UTF7",
    "UTF32",
    "Ascii",
    "Default",
    "Oem",
];

struct GetContent;

impl Cmdlet for GetContent {
    fn begin(&mut self, call: &mut Call<'_>) -> Flow {
        if call.bound.value("TotalCount").is_some() && call.bound.value("Tail").is_some() {
            return Err(call.fail(refused(
                "The parameters TotalCount and Tail cannot be used together. Please specify only one parameter.",
            )));
        }
        let several = ["ReadCount", "TotalCount", "Tail"].iter().any(|name| call.bound.value(name).is_some());
        if call.switch("Raw") && several {
            return Err(call.fail(refused(
                "The parameter Raw reads a file as a whole and cannot be used with ReadCount, TotalCount or Tail.",
            )));
        }
        Ok(())
    }

    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let names = Names::of(call)?;
        for target in Target::all(call)? {
            if let Some((drive, name)) = target.drive() {
                match session_drive::find(&target, drive, name, call.session) {
                    Ok(items) => {
                        items.iter().try_for_each(|item| call.write_all(session_drive::content(item)))?;
                    }
                    Err(fault) => call.error(fault)?,
                }
                continue;
            }
            match target.find(call.host()) {
                Ok(entries) => {
                    let mut entries = entries;
                    entries.retain(|entry| names.admit(&entry.name));
                    if entries.is_empty() {
                        call.error(nothing_there(&target.whole(call.host())))?;
                    }
                    entries.iter().try_for_each(|entry| read(entry, call))?;
                }
                Err(fault) => call.error(fault)?,
            }
        }
        Ok(())
    }
}

fn read(entry: &Entry, call: &mut Call<'_>) -> Flow {
    if entry.is_folder {
        let denied = HostError::Denied { path: entry.path.clone() };
        return call.error(refusal(&denied, "GetContentReader"));
    }
    let content = match call.host().read_file(&entry.path) {
        Ok(content) => content,
        Err(error) => return call.error(refusal(&error, "GetContentReader")),
    };
    let encoding = call.text("Encoding")?;
    if encoding.as_deref().is_some_and(|name| name.eq_ignore_ascii_case("Byte")) {
        return bytes(content, call);
    }
    check_text(content.len())?;
    let text = text_of(&content, encoding.as_deref()).map_err(|fault| call.fail(fault))?;
    if call.switch("Raw") {
        return if text.is_empty() { Ok(()) } else { call.write(Value::from(text)) };
    }
    let all = lines(&text);
    let wanted = &all[window(call, all.len())?];
    match together(call)? {
        1 => wanted.iter().try_for_each(|line| call.write(Value::text(line))),
        count => wanted
            .chunks(count)
            .try_for_each(|some| call.write(Value::array(some.iter().map(Value::text).collect()))),
    }
}

fn bytes(content: Vec<u8>, call: &mut Call<'_>) -> Flow {
    if call.switch("Raw") {
        return call.write(Value::Bytes(Bytes::new(content)));
    }
    let wanted = window(call, content.len())?;
    let all = &content[wanted];
    match together(call)? {
        1 => all.iter().try_for_each(|byte| call.write(Value::Byte(*byte))),
        count => all.chunks(count).try_for_each(|some| call.write(Value::Bytes(Bytes::new(some.to_vec())))),
    }
}

/// Which of `count` lines or bytes are wanted.
fn window(call: &Call<'_>, count: usize) -> Flow<std::ops::Range<usize>> {
    let size = |number: i64| usize::try_from(number).unwrap_or(usize::MAX).min(count);
    if let Some(tail) = call.number("Tail")? {
        return Ok(count - size(tail)..count);
    }
    Ok(0..call.number("TotalCount")?.map_or(count, size))
}

/// How many lines or bytes come together.
fn together(call: &Call<'_>) -> Flow<usize> {
    let count = call.number("ReadCount")?.unwrap_or(1);
    Ok(if count == 0 { usize::MAX } else { usize::try_from(count).unwrap_or(usize::MAX) })
}

/// The text of a file: its mark decides, and the name where there is no mark.
pub(in crate::builtin) fn text_of(content: &[u8], encoding: Option<&str>) -> crate::value::Outcome<String> {
    let named = encoding.map(Encoding::named).transpose()?;
    Ok(match (Encoding::marked(content), named) {
        (None, Some(Encoding::Utf16)) if !is_vague(encoding) => decode_wide(content, u16::from_le_bytes),
        (None, Some(Encoding::Utf16BigEndian)) => decode_wide(content, u16::from_be_bytes),
        (None, Some(Encoding::Utf32)) => decode(&[Encoding::Utf32.mark(), content].concat()),
        _ => decode(content),
    })
}

/// Names that leave it to the file.
fn is_vague(encoding: Option<&str>) -> bool {
    encoding.is_some_and(|name| ["string", "unknown"].contains(&name.to_ascii_lowercase().as_str()))
}

fn refused(message: &str) -> Box<Fault> {
    Fault::new(message, "InvalidOperation", Category::InvalidOperation)
        .with_exception("System.InvalidOperationException")
}

pub(super) fn nothing_there(path: &str) -> Box<Fault> {
    Fault::new(
        format!(
            "An object at the specified path {path} does not exist, or has been filtered by the -Include or -Exclude \
             parameter."
        ),
        "ItemNotFound",
        Category::ObjectNotFound,
    )
    .with_exception("System.Exception")
    .with_target(Value::text(path))
}
