//! Start-Transcript and Stop-Transcript.

use std::rc::Rc;

use crate::builtin::files::{check_destination, unwritten, whole};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::host::WriteMode;
use crate::operator::format_value;
use crate::session::Session;
use crate::text::Encoding;
use crate::value::{Category, Fault, Kind, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&START, Rc::new(|| Box::new(Start)));
    session.register(&STOP, Rc::new(|| Box::new(Stop)));
}

const START: Declaration = Declaration {
    name: "Start-Transcript",
    aliases: &[],
    synopsis: "Writes all that is shown to a file as well.",
    description: "The file gets output, messages and errors until Stop-Transcript. Without -Path its name is made of \
                  the machine and the time.",
    parameters: &[
        Declared::new("Path", "string", "The file.").at(0).within(&["ByPath"]),
        Declared::new("LiteralPath", "string", "The file, by its very name.")
            .mandatory()
            .aliases(&["PSPath"])
            .within(&["ByLiteralPath"]),
        Declared::new("OutputDirectory", "string", "The folder in which a file is made.")
            .mandatory()
            .within(&["ByOutputDirectory"]),
        Declared::switch("Append", "Adds to the file instead of replacing it."),
        Declared::switch("NoClobber", "A file that exists is left as it is, and that is an error."),
        Declared::switch("Force", "Taken for scripts that give it."),
        Declared::switch("IncludeInvocationHeader", "Taken for scripts that give it."),
    ],
    default_set: "ByPath",
    should_process: true,
    input: "Nothing.",
    output: "A text that names the file.",
    examples: &[Example {
        code: "Start-Transcript C:\\Reports\\change.txt\n'changing queues'\nStop-Transcript",
        about: "Keeps what a script shows.",
    }],
};

const STOP: Declaration = Declaration {
    name: "Stop-Transcript",
    aliases: &[],
    synopsis: "Ends what Start-Transcript began.",
    description: "",
    parameters: &[],
    default_set: "",
    should_process: false,
    input: "Nothing.",
    output: "A text that names the file.",
    examples: &[Example {
        code: "Start-Transcript C:\\Reports\\change.txt -Append | Out-Null\n'changing queues'\nStop-Transcript | Out-Null",
        about: "Keeps what a script shows, without a word of it.",
    }],
};

struct Start;

impl Cmdlet for Start {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        if call.session.transcript().is_some() {
            return Err(call.fail(refused(
                "Transcription cannot be started, because it is started already. Run Stop-Transcript first.",
            )));
        }
        let path = path(call)?;
        if !call.should_process(&path, "Start-Transcript")? {
            return Ok(());
        }
        let append = check_destination(&path, call)? && call.switch("Append");
        let host = call.host();
        let head = [
            RULE.to_owned(),
            "Windows PowerShell transcript start".to_owned(),
            format!("Start time: {}", stamp(call)),
            format!("Username: {}", host.user_name()),
            format!("Machine: {}", host.machine_name()),
            "Host Application: Switchback shell".to_owned(),
            "PSVersion: 5.1.0.0".to_owned(),
            RULE.to_owned(),
        ];
        let head = head.map(|line| line + "\r\n").concat();
        let mode = if append { WriteMode::Append } else { WriteMode::Replace };
        let mark = if append { b"" } else { Encoding::Utf8.mark() };
        let written = host.write_file(&path, &[mark, head.as_bytes()].concat(), mode);
        written.map_err(|error| call.fail(unwritten(&error)))?;
        call.session.flush_console();
        call.session.set_transcript(Some(path.clone()));
        call.write(Value::from(format!("Transcript started, output file is {path}")))
    }
}

struct Stop;

impl Cmdlet for Stop {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(path) = call.session.transcript().map(str::to_owned) else {
            return Err(call.fail(refused(
                "An error occurred stopping transcription: The host is not currently transcribing.",
            )));
        };
        call.session.finish_console();
        let end = format!("{RULE}\nWindows PowerShell transcript end\nEnd time: {}\n{RULE}\n", stamp(call));
        call.session.transcribe(&end);
        call.session.set_transcript(None);
        call.write(Value::from(format!("Transcript stopped, output file is {path}")))
    }
}

/// The whole path of the file.
fn path(call: &Call<'_>) -> Flow<String> {
    let given = match call.text("LiteralPath")? {
        Some(path) => Some(path),
        None => call.text("Path")?,
    };
    let host = call.host();
    if let Some(path) = given {
        return Ok(whole(&path, host));
    }
    let folder = call.text("OutputDirectory")?.unwrap_or_else(|| ".".into());
    let mut random = [0; 4];
    host.fill_random(&mut random);
    let machine = host.machine_name();
    let name =
        format!("PowerShell_transcript.{machine}.{:08x}.{}.txt", u32::from_le_bytes(random), stamp(call));
    Ok(whole(&format!("{folder}\\{name}"), host))
}

/// The local time as transcripts have it.
fn stamp(call: &Call<'_>) -> String {
    let now = call.setting().to_local(call.host().now().with_kind(Kind::Utc));
    format_value(&Value::DateTime(now), "yyyyMMddHHmmss", call.setting()).unwrap_or_default()
}

fn refused(message: &str) -> Box<Fault> {
    Fault::new(message, "InvalidOperation", Category::InvalidOperation)
        .with_exception("System.Management.Automation.PSInvalidOperationException")
}

const RULE: &str = "**********************";
