//! Write-Error.

use std::rc::Rc;
use std::sync::Arc;

use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::convert::display;
use crate::flow::Flow;
use crate::session::Session;
use crate::value::{Category, ErrorRecord, Fault, Object, Said, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&WRITE_ERROR, Rc::new(|| Box::new(WriteError)));
}

const BOTH: &[&str] = &["NoException", "WithException"];

const WRITE_ERROR: Declaration = Declaration {
    name: "Write-Error",
    aliases: &[],
    synopsis: "Reports an error that does not end the script.",
    description: "-ErrorAction and $ErrorActionPreference decide what becomes of it. To end the script use throw.",
    parameters: &[
        Declared::new("Message", "string", "What was wrong.")
            .at(0)
            .from_pipeline()
            .allow_empty()
            .aliases(&["Msg"])
            .within(BOTH),
        Declared::new("Exception", "object", "The exception that the error is made of.")
            .mandatory()
            .within(&["WithException"]),
        Declared::new("ErrorRecord", "object", "An error that is reported again.")
            .mandatory()
            .within(&["ErrorRecord"]),
        Declared::new("Category", "System.Management.Automation.ErrorCategory", "What kind of error it is.")
            .within(BOTH),
        Declared::new("ErrorId", "string", "The id that scripts know the error by.").within(BOTH),
        Declared::new("TargetObject", "object", "The object that the error is about.").within(BOTH),
        Declared::new("RecommendedAction", "string", "What the user should do."),
        Declared::new("CategoryActivity", "string", "What was being done.").aliases(&["Activity"]),
        Declared::new("CategoryReason", "string", "Why it went wrong.").aliases(&["Reason"]),
        Declared::new("CategoryTargetName", "string", "The name of the target.").aliases(&["TargetName"]),
        Declared::new("CategoryTargetType", "string", "The type of the target.").aliases(&["TargetType"]),
    ],
    default_set: "NoException",
    should_process: false,
    input: "Text.",
    output: "None; the error goes to the error stream.",
    examples: &[
        Example {
            code: "Write-Error 'The Help Desk has no agents.' -ErrorId NoAgents -Category InvalidData -TargetObject 'Help \
                   Desk'",
            about: "Reports an error about a group.",
        },
        Example {
            code: "try { 1 / 0 } catch { Write-Error -Exception $_.Exception -Message 'No calls were counted.' }",
            about: "Reports an error that was caught, in other words.",
        },
    ],
};

struct WriteError;

impl Cmdlet for WriteError {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let mut record = match call.value("ErrorRecord").as_ref().map(Value::bare) {
            Some(Value::Error(record)) => (**record).clone(),
            Some(other) => return Err(call.fail(no_record("ErrorRecord", other))),
            None => made(call)?,
        };
        // A long message is long work to show.
        call.session.charge(&Value::text(&*record.fault.message))?;
        let given = |name| call.text(name).map(|text| text.filter(|text| !text.is_empty()));
        let said = Said {
            activity: given("CategoryActivity")?.or_else(|| Some(Arc::from("Write-Error"))),
            reason: given("CategoryReason")?,
            target_name: given("CategoryTargetName")?,
            target_type: given("CategoryTargetType")?,
        };
        record.said = Some(Rc::new(said));
        call.session.report(Rc::new(record))
    }
}

/// The record of a message or an exception, reported by the function that Write-Error stands in.
fn made(call: &Call<'_>) -> Flow<ErrorRecord> {
    if call.value("Message").is_none() && call.value("Exception").is_none() {
        return Err(call.fail(missing_message()));
    }
    let message = call.text("Message")?.filter(|message| !message.is_empty());
    let exception = call.value("Exception");
    let (thrown, kind) = match exception.as_ref().map(Value::bare) {
        None | Some(Value::Null) => (None, Arc::from("Microsoft.PowerShell.Commands.WriteErrorException")),
        Some(Value::Object(object)) if is_exception(object) => (Some(object.clone()), object.type_name()),
        Some(other) => return Err(call.fail(no_record("Exception", other))),
    };
    let own = thrown.as_ref().and_then(|thrown| thrown.property("Message")).map(|message| display(&message));
    let id = call.text("ErrorId")?.filter(|id| !id.is_empty()).unwrap_or_else(|| Arc::clone(&kind));
    let category = call.text("Category")?.and_then(|name| Category::named(&name));
    let fault = Fault::new(
        message.map(|message| message.to_string()).or(own).unwrap_or_default(),
        id.to_string(),
        category.unwrap_or(Category::NotSpecified),
    )
    .with_exception(kind.to_string())
    .with_target(call.value("TargetObject").unwrap_or_default());
    let mut record = call.record(fault);
    record.thrown = thrown;
    record.activity = call.caller();
    // A script is named by its path, and in the id by its name alone.
    record.class = record.activity.rsplit_once(['/', '\\']).map(|(_, name)| Arc::from(name));
    if record.activity.is_empty() {
        // At the prompt the line is in sight.
        record.place = None;
    }
    Ok(record)
}

fn missing_message() -> Box<Fault> {
    Fault::new(
        "Cannot process command because of one or more missing mandatory parameters: Message.",
        "MissingMandatoryParameter",
        Category::InvalidArgument,
    )
    .with_exception("System.Management.Automation.ParameterBindingException")
}

fn is_exception(object: &Object) -> bool {
    object.type_names().iter().any(|name| &**name == "System.Exception")
}

fn no_record(parameter: &str, value: &Value) -> Box<Fault> {
    let wanted = if parameter == "Exception" {
        "System.Exception"
    } else {
        "System.Management.Automation.ErrorRecord"
    };
    Fault::new(
        format!(
            "Cannot bind parameter '{parameter}'. Cannot convert the \"{}\" value of type \"{}\" to type \"{wanted}\".",
            display(value),
            value.type_name()
        ),
        "CannotConvertArgumentNoMessage",
        Category::InvalidArgument,
    )
    .with_exception("System.Management.Automation.ParameterBindingException")
}
