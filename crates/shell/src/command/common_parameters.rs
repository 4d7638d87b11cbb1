//! The parameters that every cmdlet and advanced function has.

use super::declaration::Declared;
use crate::value::{Category, Fault, List, Outcome, Value};

/// What becomes of an error, a warning or a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preference {
    /// Not shown; errors are still in `$Error`.
    SilentlyContinue,
    /// Shown, and everything stops.
    Stop,
    /// Shown.
    Continue,
    /// The user is asked.
    Inquire,
    /// Neither shown nor kept.
    Ignore,
}

impl Preference {
    /// Reads a preference by its name or number.
    pub fn of(value: &Value) -> Outcome<Self> {
        let name = match value.bare() {
            Value::Enum(found) => found.name(),
            other => crate::convert::display(other),
        };
        NAMES
            .iter()
            .find(|(known, number, _)| known.eq_ignore_ascii_case(&name) || *number == name)
            .map(|(_, _, preference)| *preference)
            .ok_or_else(|| {
                Fault::new(
                    format!(
                        "Cannot convert value \"{name}\" to type \"System.Management.Automation.ActionPreference\". \
                         Error: \"Unable to match the identifier name {name} to a valid enumerator name. Specify one \
                         of the following enumerator names and try again: SilentlyContinue, Stop, Continue, Inquire, \
                         Ignore, Suspend\""
                    ),
                    "CannotConvertArgumentNoMessage",
                    Category::InvalidArgument,
                )
            })
    }
}

const NAMES: &[(&str, &str, Preference)] = &[
    ("SilentlyContinue", "0", Preference::SilentlyContinue),
    ("Stop", "1", Preference::Stop),
    ("Continue", "2", Preference::Continue),
    ("Inquire", "3", Preference::Inquire),
    ("Ignore", "4", Preference::Ignore),
];

/// The common parameters as they were given.
#[derive(Clone, Debug, Default)]
pub struct Common {
    /// -ErrorAction.
    pub error_action: Option<Preference>,
    /// -WarningAction.
    pub warning_action: Option<Preference>,
    /// -InformationAction.
    pub information_action: Option<Preference>,
    /// -Verbose.
    pub verbose: Option<bool>,
    /// -Debug.
    pub debug: Option<bool>,
    /// -WhatIf.
    pub what_if: Option<bool>,
    /// -Confirm.
    pub confirm: Option<bool>,
    /// What the variable of -ErrorVariable holds.
    pub error_variable: Option<List>,
    /// What the variable of -WarningVariable holds.
    pub warning_variable: Option<List>,
    /// What the variable of -InformationVariable holds.
    pub information_variable: Option<List>,
    /// What the variable of -OutVariable holds.
    pub out_variable: Option<List>,
}

/// The common parameters as every command has them.
pub const COMMON: &[Declared] = &[
    Declared::switch("Verbose", "Shows what the command is doing.").aliases(&["vb"]),
    Declared::switch("Debug", "Shows messages for those who look for a mistake.").aliases(&["db"]),
    Declared::new("ErrorAction", "ActionPreference", "What an error that does not end the command leads to.")
        .aliases(&["ea"])
        .values(&["SilentlyContinue", "Stop", "Continue", "Inquire", "Ignore"]),
    Declared::new("WarningAction", "ActionPreference", "What a warning leads to.")
        .aliases(&["wa"])
        .values(&["SilentlyContinue", "Stop", "Continue", "Inquire", "Ignore"]),
    Declared::new("InformationAction", "ActionPreference", "What an information message leads to.")
        .aliases(&["infa"])
        .values(&["SilentlyContinue", "Stop", "Continue", "Inquire", "Ignore"]),
    Declared::new("ErrorVariable", "string", "The variable that gets the errors; +name adds to it.")
        .aliases(&["ev"]),
    Declared::new("WarningVariable", "string", "The variable that gets the warnings; +name adds to it.")
        .aliases(&["wv"]),
    Declared::new("InformationVariable", "string", "The variable that gets the information messages.")
        .aliases(&["iv"]),
    Declared::new("OutVariable", "string", "The variable that gets the output as well; +name adds to it.")
        .aliases(&["ov"]),
    Declared::new("OutBuffer", "int", "How many objects are gathered before the next command gets them.")
        .aliases(&["ob"]),
    Declared::new("PipelineVariable", "string", "The variable that holds the object that went on last.")
        .aliases(&["pv"]),
];

/// What commands that change something have as well.
pub const SHOULD_PROCESS: &[Declared] = &[
    Declared::switch("WhatIf", "Says what would happen, and changes nothing.").aliases(&["wi"]),
    Declared::switch("Confirm", "Asks before anything is changed.").aliases(&["cf"]),
];
