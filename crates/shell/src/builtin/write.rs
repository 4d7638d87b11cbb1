//! Write-Output, Write-Host, Write-Progress and the messages of Write-Warning and its siblings.

use std::rc::Rc;

use super::given::input_object;
use crate::command::{Call, Cmdlet, Declaration, Declared, Example, Preference};
use crate::convert::{display, to_text};
use crate::flow::Flow;
use crate::host::{Colour, Colours, Stream};
use crate::session::Session;
use crate::setting::Setting;
use crate::value::limits::check_text;
use crate::value::{Outcome, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&OUTPUT, Rc::new(|| Box::new(WriteOutput)));
    session.register(&HOST, Rc::new(|| Box::new(WriteHost)));
    session.register(&WARNING, Rc::new(|| Box::new(Message(Session::warn))));
    session.register(&VERBOSE, Rc::new(|| Box::new(Message(Session::verbose))));
    session.register(&DEBUG, Rc::new(|| Box::new(Message(Session::debug))));
    session.register(&INFORMATION, Rc::new(|| Box::new(WriteInformation)));
    session.register(&PROGRESS, Rc::new(|| Box::new(WriteProgress)));
}

const OUTPUT: Declaration = Declaration {
    name: "Write-Output",
    aliases: &["echo", "write"],
    synopsis: "Yields what it is given.",
    description: "The elements of a collection go on one by one, unless -NoEnumerate is given.",
    parameters: &[
        Declared::new("InputObject", "object", "What is yielded.")
            .mandatory()
            .at(0)
            .from_pipeline()
            .remaining()
            .allow_empty(),
        Declared::switch("NoEnumerate", "Yields a collection as one object."),
    ],
    default_set: "",
    should_process: false,
    input: "Any object.",
    output: "The same.",
    examples: &[Example {
        code: "Write-Output 'Help Desk', 'Sales' | ForEach-Object { $_.ToUpper() }",
        about: "Yields two names.",
    }],
};

struct WriteOutput;

impl Cmdlet for WriteOutput {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let item = input_object(call);
        if call.switch("NoEnumerate") { call.write(item) } else { call.write_all(item) }
    }
}

const HOST: Declaration = Declaration {
    name: "Write-Host",
    aliases: &[],
    synopsis: "Prints text on the terminal.",
    description: "What is printed is not output: it cannot be piped on or kept in a variable. Redirect stream 6 to \
                  keep it.",
    parameters: &[
        Declared::new("Object", "object", "What is printed.")
            .at(0)
            .from_pipeline()
            .remaining()
            .aliases(&["Msg"]),
        Declared::switch("NoNewline", "Stays on the line."),
        Declared::new(
            "Separator",
            "object",
            "What stands between several objects; a blank where nothing is said.",
        ),
        Declared::new(
            "ForegroundColor",
            "System.ConsoleColor",
            "The colour of the text, where the terminal has colours.",
        ),
        Declared::new(
            "BackgroundColor",
            "System.ConsoleColor",
            "The colour behind the text, where the terminal has colours.",
        ),
    ],
    default_set: "",
    should_process: false,
    input: "Any object.",
    output: "None.",
    examples: &[
        Example { code: "Write-Host 'The Help Desk has' 3 'calls waiting.'", about: "Prints a sentence." },
        Example {
            code: "Write-Host one two three -Separator ', '",
            about: "Prints several words with commas.",
        },
    ],
};

struct WriteHost;

impl Cmdlet for WriteHost {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let item = match call.value("Object") {
            Some(item) => item,
            None => call.input().cloned().unwrap_or_default(),
        };
        let separator = call.value("Separator").map_or_else(|| " ".to_owned(), |value| display(&value));
        let mut text = String::new();
        let pushed = push_object(&mut text, &item, &separator, call.setting(), NESTING_MAX);
        pushed.map_err(|fault| call.fail(fault))?;
        let value = Value::text(&text);
        if !call.switch("NoNewline") {
            text.push('\n');
        }
        let colour = |name| match call.value(name).as_ref().map(Value::bare) {
            Some(Value::Enum(colour)) => Colour::numbered(colour.number),
            _ => None,
        };
        let colours =
            Colours { foreground: colour("ForegroundColor"), background: colour("BackgroundColor") };
        let is_seen = call.session.context().frame.sink(Stream::Information).is_none();
        if is_seen && colours != Colours::default() {
            call.session.flush_console();
            call.host().print_coloured(&text, colours);
            call.session.transcribe(&text);
            return Ok(());
        }
        call.session.inform(&value, &text, true)
    }
}

/// How deep collections may lie in each other.
const NESTING_MAX: u32 = 32;

/// Adds an object in its own words, the elements of a collection with the separator between them.
fn push_object(
    text: &mut String,
    item: &Value,
    separator: &str,
    setting: &Setting,
    nesting: u32,
) -> Outcome<()> {
    let elements = match item.bare() {
        Value::Hashtable(table) => {
            Some(table.entries().into_iter().map(|(key, value)| crate::member::entry(key, value)).collect())
        }
        bare => bare.elements(),
    };
    let (Some(elements), Some(nesting)) = (elements, nesting.checked_sub(1)) else {
        match item.bare() {
            Value::DateTime(_) => text.push_str(&display(item)),
            bare => text.push_str(&to_text(bare, setting)?),
        }
        return check_text(text.len());
    };
    for (at, element) in elements.iter().enumerate() {
        if at > 0 {
            text.push_str(separator);
        }
        push_object(text, element, separator, setting, nesting)?;
    }
    Ok(())
}

const MESSAGE: Declared = Declared::new("Message", "string", "The message.")
    .mandatory()
    .at(0)
    .from_pipeline()
    .allow_empty()
    .aliases(&["Msg"]);

const WARNING: Declaration = Declaration {
    name: "Write-Warning",
    aliases: &[],
    synopsis: "Shows a warning.",
    description: "$WarningPreference and -WarningAction decide what becomes of it.",
    parameters: &[MESSAGE],
    default_set: "",
    should_process: false,
    input: "Text.",
    output: "None.",
    examples: &[Example { code: "Write-Warning 'The Help Desk has no agents.'", about: "Shows a warning." }],
};

const VERBOSE: Declaration = Declaration {
    name: "Write-Verbose",
    aliases: &[],
    synopsis: "Shows a message if the user asked for details.",
    description: "It is shown with -Verbose or when $VerbosePreference says Continue.",
    parameters: &[MESSAGE],
    default_set: "",
    should_process: false,
    input: "Text.",
    output: "None.",
    examples: &[Example { code: "Write-Verbose 'Reading the queues' -Verbose", about: "Shows the message." }],
};

const DEBUG: Declaration = Declaration {
    name: "Write-Debug",
    aliases: &[],
    synopsis: "Shows a message for those who look for a mistake.",
    description: "It is shown when $DebugPreference says Continue, or with -Debug.",
    parameters: &[MESSAGE],
    default_set: "",
    should_process: false,
    input: "Text.",
    output: "None.",
    examples: &[Example {
        code: "$DebugPreference = 'Continue'; Write-Debug 'Queue 3 of 12'",
        about: "Shows the message.",
    }],
};

/// The messages that are text alone.
struct Message(fn(&mut Session, &str) -> Flow);

impl Cmdlet for Message {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let text = call.text("Message")?.unwrap_or_default();
        (self.0)(call.session, &text)
    }
}

const INFORMATION: Declaration = Declaration {
    name: "Write-Information",
    aliases: &[],
    synopsis: "Writes a message to the information stream.",
    description: "It is shown when $InformationPreference or -InformationAction says Continue.",
    parameters: &[
        Declared::new("MessageData", "object", "The message.")
            .mandatory()
            .at(0)
            .allow_empty()
            .aliases(&["Msg"]),
        Declared::new("Tags", "string[]", "Words that scripts sort messages by.").at(1),
    ],
    default_set: "",
    should_process: false,
    input: "None.",
    output: "None.",
    examples: &[Example {
        code: "Write-Information 'All queues are read.' -InformationAction Continue",
        about: "Shows the message.",
    }],
};

struct WriteInformation;

impl Cmdlet for WriteInformation {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let message = call.value("MessageData").unwrap_or_default();
        let mut text = display(&message);
        text.push('\n');
        call.session.inform(&message, &text, false)
    }
}

const PROGRESS: Declaration = Declaration {
    name: "Write-Progress",
    aliases: &[],
    synopsis: "Shows how far a long command is.",
    description: "$ProgressPreference = 'SilentlyContinue' hides it.",
    parameters: &[
        Declared::new("Activity", "string", "What is being done.").mandatory().at(0),
        Declared::new("Status", "string", "What of it is being done now.").at(1),
        Declared::new("Id", "int", "Which of several displays this is.").at(2).range(0, i32::MAX as i64),
        Declared::new("PercentComplete", "int", "How much is done, 0 to 100.").range(-1, 100),
        Declared::new("SecondsRemaining", "int", "How long it will take."),
        Declared::new("CurrentOperation", "string", "The step that is being done."),
        Declared::new("ParentId", "int", "The display that this one belongs to."),
        Declared::new("SourceId", "int", "Where the message comes from."),
        Declared::switch("Completed", "Takes the display away."),
    ],
    default_set: "",
    should_process: false,
    input: "None.",
    output: "None.",
    examples: &[Example {
        code: "1..3 | ForEach-Object { Write-Progress 'Reading queues' \"Queue $_\" -PercentComplete ($_ * 33) }; \
               Write-Progress 'Reading queues' -Completed",
        about: "Shows how far the reading is.",
    }],
};

struct WriteProgress;

impl Cmdlet for WriteProgress {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let preference = call.session.variable("ProgressPreference").map(|value| Preference::of(&value));
        if matches!(preference, Some(Ok(Preference::SilentlyContinue | Preference::Ignore))) {
            return Ok(());
        }
        let activity = call.text("Activity")?.unwrap_or_default();
        let status = match call.text("Status")? {
            Some(status) => status,
            None => call.text("CurrentOperation")?.unwrap_or_else(|| "Processing".into()),
        };
        let percent = call.number("PercentComplete")?.and_then(|percent| u8::try_from(percent).ok());
        let status = (!call.switch("Completed")).then_some(&*status);
        call.progress(&activity, status, percent);
        Ok(())
    }
}
