//! Set-StrictMode, Get-ExecutionPolicy, Set-ExecutionPolicy.

use std::rc::Rc;

use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::session::Session;
use crate::value::{Category, Fault, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&STRICT, Rc::new(|| Box::new(Strict)));
    session.register(&GET_POLICY, Rc::new(|| Box::new(GetPolicy)));
    session.register(&SET_POLICY, Rc::new(|| Box::new(SetPolicy)));
}

const STRICT: Declaration = Declaration {
    name: "Set-StrictMode",
    aliases: &[],
    synopsis: "Makes what is easily mistyped an error.",
    description: "Version 1 refuses variables that were never set, later versions properties that are not there as well.",
    parameters: &[
        Declared::new("Version", "string", "1.0, 2.0, 3.0, or Latest.")
            .mandatory()
            .aliases(&["v"])
            .within(&["Version"]),
        Declared::switch("Off", "Nothing is refused any more.").mandatory().within(&["Off"]),
    ],
    default_set: "Version",
    should_process: false,
    input: "Nothing.",
    output: "Nothing.",
    examples: &[Example { code: "Set-StrictMode -Version Latest", about: "Refuses what is mistyped." }],
};

struct Strict;

impl Cmdlet for Strict {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(version) = call.text("Version")? else {
            call.session.set_strictness(0);
            return Ok(());
        };
        let major = version.split('.').next().unwrap_or_default();
        let strictness = match version.eq_ignore_ascii_case("latest") {
            true => Some(u8::MAX),
            false => major.parse::<u8>().ok(),
        };
        match strictness {
            Some(strictness) => call.session.set_strictness(strictness),
            None => {
                return Err(call.fail(Fault::new(
                    format!("\"{version}\" is no version. Use 1.0, 2.0, 3.0 or Latest."),
                    "CannotConvertArgumentNoMessage",
                    Category::InvalidArgument,
                )));
            }
        }
        Ok(())
    }
}

const GET_POLICY: Declaration = Declaration {
    name: "Get-ExecutionPolicy",
    aliases: &[],
    synopsis: "Shows which scripts may run: all.",
    description: "This shell has no execution policy; the rights of whoever runs it decide.",
    parameters: &[
        Declared::new("Scope", "string", "Taken for scripts that give it.").at(0).from_property(),
        Declared::switch("List", "Taken for scripts that give it."),
    ],
    default_set: "",
    should_process: false,
    input: "Nothing.",
    output: "Unrestricted.",
    examples: &[Example { code: "Get-ExecutionPolicy", about: "Says Unrestricted." }],
};

struct GetPolicy;

impl Cmdlet for GetPolicy {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        call.write(Value::text("Unrestricted"))
    }
}

const SET_POLICY: Declaration = Declaration {
    name: "Set-ExecutionPolicy",
    aliases: &[],
    synopsis: "Taken for scripts that set an execution policy; there is none here.",
    description: "All scripts run, whatever is set.",
    parameters: &[
        Declared::new("ExecutionPolicy", "string", "The policy.").mandatory().at(0).from_property().values(
            &["Unrestricted", "RemoteSigned", "AllSigned", "Restricted", "Default", "Bypass", "Undefined"],
        ),
        Declared::new("Scope", "string", "Taken and not used.").at(1).from_property(),
        Declared::switch("Force", "Taken and not used."),
    ],
    default_set: "",
    should_process: true,
    input: "Nothing.",
    output: "Nothing.",
    examples: &[Example {
        code: "Set-ExecutionPolicy RemoteSigned -Scope Process -Force",
        about: "Does nothing, as many scripts begin with it.",
    }],
};

struct SetPolicy;

impl Cmdlet for SetPolicy {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        call.verbose("There is no execution policy here: all scripts run.")
    }
}
