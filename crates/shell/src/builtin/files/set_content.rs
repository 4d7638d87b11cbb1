//! Set-Content and Add-Content.

use std::rc::Rc;

use super::get_content::{ENCODINGS, nothing_there};
use super::session_drive;
use super::target::{FORCE, LITERAL_PATH, PATH, Target, refusal};
use super::writing::encoding;
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::convert::{cast, to_text};
use crate::flow::Flow;
use crate::host::WriteMode;
use crate::session::Session;
use crate::text::Encoding;
use crate::value::limits::check_text;
use crate::value::{Category, Fault, Outcome, Type, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&SET_CONTENT, Rc::new(|| Box::new(Writer::new(WriteMode::Replace))));
    session.register(&ADD_CONTENT, Rc::new(|| Box::new(Writer::new(WriteMode::Append))));
}

const VALUE: Declared = Declared::new("Value", "object[]", "The lines; with -Encoding Byte the bytes.")
    .mandatory()
    .at(1)
    .from_pipeline()
    .from_property()
    .allow_empty();

const ENCODING: Declared =
    Declared::new("Encoding", "string", "How the text is written; Byte for bytes as they are.")
        .values(ENCODINGS);

const PASS_THRU: Declared = Declared::switch("PassThru", "The lines go on as well.");
const NO_NEWLINE: Declared = Declared::switch("NoNewline", "Writes no line ends.");

const SET_CONTENT: Declaration = Declaration {
    name: "Set-Content",
    aliases: &["sc"],
    synopsis: "Writes lines or bytes into a file and replaces what was in it.",
    description: "Without -Encoding the file is written in UTF-8 without a mark at its beginning; the encodings that \
                  -Encoding names have one, except Ascii.",
    parameters: &[PATH, LITERAL_PATH, VALUE, ENCODING, NO_NEWLINE, PASS_THRU, FORCE],
    default_set: "Path",
    should_process: true,
    input: "The lines.",
    output: "None, or the lines with -PassThru.",
    examples: &[
        Example {
            code: "'sip:ann@contoso.com', 'sip:bob@contoso.com' | Set-Content C:\\Reports\\agents.txt",
            about: "Writes a line for each agent.",
        },
        Example {
            code: "Set-Content C:\\Reports\\queue.txt 'Help Desk' -Encoding Unicode",
            about: "Writes UTF-16, for programs that want it.",
        },
    ],
};

const ADD_CONTENT: Declaration = Declaration {
    name: "Add-Content",
    aliases: &["ac"],
    synopsis: "Adds lines or bytes to the end of a file.",
    description: "A file that is not there is made. A file keeps the encoding that the mark at its beginning tells.",
    parameters: &[PATH, LITERAL_PATH, VALUE, ENCODING, NO_NEWLINE, PASS_THRU, FORCE],
    default_set: "Path",
    should_process: true,
    input: "The lines.",
    output: "None, or the lines with -PassThru.",
    examples: &[Example {
        code: "Add-Content C:\\Reports\\changes.log 'Help Desk: timeout 30'\nAdd-Content C:\\Reports\\changes.log 'Help Desk: overflow 5'\nGet-Content C:\\Reports\\changes.log",
        about: "Keeps a log of changes.",
    }],
};

/// Gathers what is written and writes it at the end, so that no file is ever half replaced.
struct Writer {
    mode: WriteMode,
    targets: Option<Vec<Target>>,
    form: Form,
    waiting: Waiting,
}

/// What becomes of values.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Lines,
    LinesUnended,
    Bytes,
}

#[derive(Default)]
struct Waiting {
    text: String,
    bytes: Vec<u8>,
    first: Option<Value>,
}

impl Writer {
    fn new(mode: WriteMode) -> Self {
        Self { mode, targets: None, form: Form::Lines, waiting: Waiting::default() }
    }
}

impl Cmdlet for Writer {
    fn begin(&mut self, call: &mut Call<'_>) -> Flow {
        let encoding = call.text("Encoding")?;
        self.form = match encoding.as_deref() {
            Some(name) if name.eq_ignore_ascii_case("Byte") => Form::Bytes,
            _ if call.switch("NoNewline") => Form::LinesUnended,
            _ => Form::Lines,
        };
        Ok(())
    }

    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        if self.targets.is_none() {
            self.targets = Some(Target::all(call)?);
        }
        let value = call.value("Value").unwrap_or_default();
        self.waiting.put(&value, self.form, call).map_err(|fault| call.fail(fault))?;
        if call.switch("PassThru") { call.write_all(value) } else { Ok(()) }
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        for target in self.targets.take().unwrap_or_default() {
            self.write(&target, call)?;
        }
        Ok(())
    }
}

impl Waiting {
    fn put(&mut self, value: &Value, form: Form, call: &Call<'_>) -> Outcome<()> {
        if self.first.is_none() {
            self.first = Some(value.clone());
        }
        if form == Form::Bytes {
            match value.bare() {
                Value::Bytes(bytes) => self.bytes.extend_from_slice(&bytes.borrow()),
                other => {
                    for element in other.unroll() {
                        match cast(&element, &Type::Byte, call.setting()) {
                            Ok(Value::Byte(byte)) => self.bytes.push(byte),
                            _ => return Err(no_byte(element)),
                        }
                    }
                }
            }
            return check_text(self.bytes.len());
        }
        for element in value.unroll().iter().filter(|element| !element.is_null()) {
            self.text.push_str(&to_text(element, call.setting())?);
            if form == Form::Lines {
                self.text.push_str("\r\n");
            }
            check_text(self.text.len())?;
        }
        Ok(())
    }
}

impl Writer {
    fn write(&self, target: &Target, call: &mut Call<'_>) -> Flow {
        if let Some((drive, name)) = target.drive() {
            // The parameter takes several values; one alone is meant as itself.
            let value = self.waiting.first.as_ref().map(|first| match first.elements().as_deref() {
                Some([only]) => only.clone(),
                _ => first.clone(),
            });
            let set = session_drive::set(drive, name, value.as_ref(), call.session);
            return set.map_err(|fault| call.fail(fault));
        }
        let paths = if target.is_pattern() {
            match target.find(call.host()) {
                Ok(entries) if entries.is_empty() => return call.error(nothing_there(&target.path)),
                Ok(entries) => entries.into_iter().map(|entry| entry.path).collect(),
                Err(fault) => return call.error(fault),
            }
        } else {
            vec![target.whole(call.host())]
        };
        let action = if self.mode == WriteMode::Append { "Add Content" } else { "Set Content" };
        for path in paths {
            if !call.should_process(&format!("Path: {path}"), action)? {
                continue;
            }
            let content = self.content(&path, call)?;
            if let Err(error) = call.host().write_file(&path, &content, self.mode) {
                call.error(refusal(&error, "GetContentWriter"))?;
            }
        }
        Ok(())
    }

    /// The bytes for a file. One that is added to keeps its encoding.
    fn content(&self, path: &str, call: &Call<'_>) -> Flow<Vec<u8>> {
        if self.form == Form::Bytes {
            return Ok(self.waiting.bytes.clone());
        }
        let asked = encoding(call)?;
        let known = match self.mode {
            WriteMode::Append => call.host().read_file(path).ok().filter(|content| !content.is_empty()),
            _ => None,
        };
        let (encoding, mark) = match &known {
            Some(content) => (Encoding::marked(content).or(asked).unwrap_or_default(), false),
            None => (asked.unwrap_or_default(), asked.is_some()),
        };
        let mut content = if mark { encoding.mark().to_vec() } else { Vec::new() };
        content.extend(encoding.encode(&self.waiting.text));
        Ok(content)
    }
}

fn no_byte(value: Value) -> Box<Fault> {
    Fault::new(
        "Cannot proceed with byte encoding. When using byte encoding the content must be of type byte.",
        "GetContentWriterArgumentError",
        Category::InvalidArgument,
    )
    .with_exception("System.ArgumentException")
    .with_target(value)
}
