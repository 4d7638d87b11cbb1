//! The terminal and its language: Clear-Host, Read-Host, Get-Host, Get-Culture, Get-UICulture.

use std::rc::Rc;
use std::sync::Arc;

use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::{Flow, Interrupt};
use crate::host::{Echo, HostError, Stream};
use crate::session::Session;
use crate::value::{Category, Fault, Object, Property, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&CLEAR, Rc::new(|| Box::new(Clear)));
    session.register(&READ, Rc::new(|| Box::new(Read)));
    session.register(&HOST, Rc::new(|| Box::new(Variable("Host"))));
    session.register(&CULTURE, Rc::new(|| Box::new(Culture)));
    session.register(&UI_CULTURE, Rc::new(|| Box::new(Culture)));
}

const CLEAR: Declaration = Declaration {
    name: "Clear-Host",
    aliases: &["clear", "cls"],
    synopsis: "Clears the terminal.",
    description: "Nothing happens where the output goes to a file or another program.",
    parameters: &[],
    default_set: "",
    should_process: false,
    input: "Nothing.",
    output: "Nothing.",
    examples: &[Example { code: "Clear-Host", about: "Clears the terminal." }],
};

struct Clear;

impl Cmdlet for Clear {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        if call.host().is_interactive() {
            call.session.flush_console();
            call.host().print(Stream::Information, CLEARING);
        }
        Ok(())
    }
}

/// To the first place, clear the screen, clear what was scrolled away: ECMA-48 and xterm.
const CLEARING: &str = "\x1b[H\x1b[2J\x1b[3J";

const READ: Declaration = Declaration {
    name: "Read-Host",
    aliases: &[],
    synopsis: "Asks the user for a line.",
    description: "Without a terminal that is an error: scripts that run alone must take what they need as parameters.",
    parameters: &[
        Declared::new("Prompt", "object", "The question; a colon is added.").at(0).remaining(),
        Declared::switch("AsSecureString", "What is typed is not shown, and the result is a SecureString."),
    ],
    default_set: "",
    should_process: false,
    input: "Nothing.",
    output: "The line as text, or a SecureString.",
    examples: &[Example {
        code: "$pool = Read-Host 'Which pool'; \"You chose $pool.\"",
        about: "Asks for a pool.",
    }],
};

struct Read;

impl Cmdlet for Read {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let words = call.value("Prompt").map(|value| value.unroll()).unwrap_or_default();
        let words: Vec<String> = words.iter().map(crate::convert::display).collect();
        let prompt = if words.is_empty() { String::new() } else { format!("{}: ", words.join(" ")) };
        let hidden = call.switch("AsSecureString");
        let echo = if hidden { Echo::Hidden } else { Echo::Shown };
        call.session.flush_console();
        let line = match call.host().read_line(&prompt, echo) {
            Ok(line) => line.unwrap_or_default(),
            Err(HostError::Cancelled) => return Err(Box::new(Interrupt::Cancelled)),
            Err(error) => {
                let text =
                    if words.is_empty() { String::new() } else { format!(" for \"{}\"", words.join(" ")) };
                let message = format!("Read-Host cannot ask{text}: {error}");
                return Err(call.fail(Fault::new(message, "NoUserInput", Category::InvalidOperation)));
            }
        };
        call.write(if hidden { secret(line) } else { Value::from(line) })
    }
}

/// A text that is neither shown nor read by scripts.
fn secret(text: String) -> Value {
    let names = Rc::from(["System.Security.SecureString".into(), "System.Object".into()]);
    let length = i32::try_from(crate::text::Units::length(&text)).unwrap_or(i32::MAX);
    let properties =
        vec![Property::read_only("Length", Value::Int(length)), Property::hidden("Text", Value::from(text))];
    Value::Object(Object::of_type(names, properties))
}

const HOST: Declaration = Declaration {
    name: "Get-Host",
    aliases: &[],
    synopsis: "Shows what runs the shell.",
    description: "The same as $Host.",
    parameters: &[],
    default_set: "",
    should_process: false,
    input: "Nothing.",
    output: "An object with Name and Version.",
    examples: &[Example { code: "(Get-Host).Name", about: "The name of the shell." }],
};

/// Yields a variable that the shell keeps.
struct Variable(&'static str);

impl Cmdlet for Variable {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let value = call.session.variable(self.0).unwrap_or_default();
        call.write(value)
    }
}

const CULTURE: Declaration = Declaration {
    name: "Get-Culture",
    aliases: &[],
    synopsis: "Shows in which culture numbers and dates are written.",
    description: "It is always en-US, so that scripts do the same everywhere.",
    parameters: &[],
    default_set: "",
    should_process: false,
    input: "Nothing.",
    output: "An object with Name and DisplayName.",
    examples: &[Example { code: "(Get-Culture).Name", about: "The name of the culture." }],
};

const UI_CULTURE: Declaration = Declaration {
    name: "Get-UICulture",
    aliases: &[],
    synopsis: "Shows in which culture messages are written.",
    description: "It is always en-US.",
    parameters: &[],
    default_set: "",
    should_process: false,
    input: "Nothing.",
    output: "An object with Name and DisplayName.",
    examples: &[Example { code: "(Get-UICulture).Name", about: "The name of the culture." }],
};

struct Culture;

impl Cmdlet for Culture {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let names: Rc<[Arc<str>]> =
            Rc::from(["System.Globalization.CultureInfo".into(), "System.Object".into()]);
        let properties = vec![
            Property::read_only("LCID", Value::Int(1033)),
            Property::read_only("Name", Value::text("en-US")),
            Property::read_only("DisplayName", Value::text("English (United States)")),
        ];
        call.write(Value::Object(Object::with_text(names, properties, "en-US")))
    }
}
