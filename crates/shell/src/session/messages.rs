//! Errors, warnings and the other messages: kept, shown, redirected, or the end of the script.

use std::rc::Rc;
use std::sync::Arc;

use super::frame::{Frame, Sink};
use super::{ERRORS_KEPT_MAX, Session};
use crate::command::{Common, Preference};
use crate::flow::{Flow, Interrupt};
use crate::host::Stream;
use crate::value::{Category, ErrorRecord, Fault, Object, Property, Value};

impl Session {
    /// Reports an error that does not end the command: kept in `$Error`, shown, redirected, or made the end of
    /// everything, as -ErrorAction and `$ErrorActionPreference` say.
    pub fn report(&mut self, record: Rc<ErrorRecord>) -> Flow {
        let preference = self.context.frame.error_action().unwrap_or_else(|| self.error_preference());
        match preference {
            Preference::Ignore => return Ok(()),
            Preference::Stop => return Err(Interrupt::stop(record)),
            Preference::Inquire if !self.ask("Continue with this operation?", &record.fault.message)? => {
                return Err(Interrupt::stop(record));
            }
            _ => {}
        }
        self.keep_error(&record);
        self.context.frame.collect(Stream::Error, &Value::Error(Rc::clone(&record)));
        self.success = false;
        if preference != Preference::SilentlyContinue {
            self.show_error(&record);
        }
        Ok(())
    }

    /// Reports an error that ended a statement; the script goes on.
    pub(crate) fn report_ended(&mut self, record: &Rc<ErrorRecord>) {
        self.success = false;
        let preference = self.error_preference();
        if preference == Preference::Ignore {
            return;
        }
        self.keep_error(record);
        self.context.frame.collect(Stream::Error, &Value::Error(Rc::clone(record)));
        if preference != Preference::SilentlyContinue {
            self.show_error(record);
        }
    }

    /// `$ErrorActionPreference`.
    pub(crate) fn error_preference(&self) -> Preference {
        self.preference("ErrorActionPreference", Preference::Continue)
    }

    /// Puts an error in front of `$Error`.
    pub(crate) fn keep_error(&self, record: &Rc<ErrorRecord>) {
        let is_kept = |value: &Value| matches!(value, Value::Error(known) if Rc::ptr_eq(known, record));
        if self.errors.at(0).as_ref().is_some_and(is_kept) {
            return;
        }
        self.errors.change(|errors| {
            errors.insert(0, Value::Error(Rc::clone(record)));
            errors.truncate(ERRORS_KEPT_MAX);
        });
    }

    /// Shows an error where errors go.
    pub fn show_error(&mut self, record: &Rc<ErrorRecord>) {
        let value = Value::Error(Rc::clone(record));
        match self.context.frame.sink(Stream::Error) {
            Some(sink) => sink.take(value),
            None => {
                let text = crate::format::error_text(record, &self.setting);
                self.print(Stream::Error, &text);
            }
        }
    }

    /// Shows a warning.
    pub fn warn(&mut self, text: &str) -> Flow {
        let said = self.context.frame.common(|common| common.warning_action);
        self.tell(Stream::Warning, "WARNING: ", text, said, "WarningPreference")
    }

    /// Shows what -Verbose asks for.
    pub fn verbose(&mut self, text: &str) -> Flow {
        let said = self.context.frame.common(|common| common.verbose).map(shown);
        self.tell(Stream::Verbose, "VERBOSE: ", text, said, "VerbosePreference")
    }

    /// Shows what -Debug asks for.
    pub fn debug(&mut self, text: &str) -> Flow {
        let said = self.context.frame.common(|common| common.debug).map(shown);
        self.tell(Stream::Debug, "DEBUG: ", text, said, "DebugPreference")
    }

    /// Shows an information message; Write-Host always does.
    pub fn inform(&mut self, value: &Value, text: &str, always: bool) -> Flow {
        let said = self.context.frame.common(|common| common.information_action);
        let preference =
            said.unwrap_or_else(|| self.preference("InformationPreference", Preference::SilentlyContinue));
        if preference == Preference::Ignore {
            return Ok(());
        }
        self.context.frame.collect(Stream::Information, value);
        match self.context.frame.sink(Stream::Information) {
            Some(sink) => sink.take(value.clone()),
            None if always || preference != Preference::SilentlyContinue => {
                self.print(Stream::Information, text);
            }
            None => {}
        }
        Ok(())
    }

    fn tell(
        &mut self,
        stream: Stream,
        label: &str,
        text: &str,
        said: Option<Preference>,
        variable: &str,
    ) -> Flow {
        let usual =
            if stream == Stream::Warning { Preference::Continue } else { Preference::SilentlyContinue };
        let preference = said.unwrap_or_else(|| self.preference(variable, usual));
        if preference == Preference::Ignore {
            return Ok(());
        }
        let record = message_record(stream, text);
        self.context.frame.collect(stream, &record);
        if preference == Preference::SilentlyContinue {
            return Ok(());
        }
        match self.context.frame.sink(stream) {
            Some(sink) => sink.take(record),
            None => self.print(stream, &format!("{label}{text}\n")),
        }
        match preference {
            Preference::Stop => Err(Interrupt::stop(Rc::new(ErrorRecord::new(*stopped(variable, text))))),
            Preference::Inquire if !self.ask("Continue with this operation?", text)? => {
                Err(Interrupt::stop(Rc::new(ErrorRecord::new(*stopped(variable, text)))))
            }
            _ => Ok(()),
        }
    }

    /// What a preference variable says.
    pub(crate) fn preference(&self, variable: &str, usual: Preference) -> Preference {
        self.context
            .scope
            .look(variable, |slot| Preference::of(&slot.value).unwrap_or(usual))
            .unwrap_or(usual)
    }

    /// Writes text to the host, behind what the formatter still holds.
    pub fn print(&mut self, stream: Stream, text: &str) {
        self.flush_console();
        self.print_now(stream, text);
    }

    /// Asks the user for a yes or no.
    pub fn ask(&mut self, caption: &str, question: &str) -> Flow<bool> {
        loop {
            self.print(Stream::Information, &format!("\n{caption}\n{question}\n"));
            let line = self.read_line("[Y] Yes  [N] No  (default is \"Y\"): ")?;
            match line.map(|line| line.trim().to_ascii_lowercase()).as_deref() {
                Some("" | "y" | "yes" | "a" | "yes to all") => return Ok(true),
                None | Some("n" | "no" | "l" | "no to all" | "s" | "suspend") => return Ok(false),
                Some(_) => {}
            }
        }
    }

    /// Asks the user for a line.
    pub fn read_line(&mut self, prompt: &str) -> Flow<Option<String>> {
        self.flush_console();
        self.host().read_line(prompt, crate::host::Echo::Shown).map_err(|error| match error {
            crate::host::HostError::Cancelled => Box::new(Interrupt::Cancelled),
            other => Fault::new(other.to_string(), "NoUserInput", Category::InvalidOperation).into(),
        })
    }

    /// Runs `run` with common parameters and redirections of a command around it.
    pub(crate) fn framed<T>(
        &mut self,
        command: &Arc<str>,
        common: Common,
        sinks: Vec<(Stream, Sink)>,
        run: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let mut context = self.context.clone();
        context.frame = Frame::within(&self.context.frame, Arc::clone(command), common, sinks);
        self.within(context, run)
    }
}

/// A warning or the like as an object, which is what a redirection gets.
fn message_record(stream: Stream, text: &str) -> Value {
    let name = match stream {
        Stream::Warning => "System.Management.Automation.WarningRecord",
        Stream::Verbose => "System.Management.Automation.VerboseRecord",
        _ => "System.Management.Automation.DebugRecord",
    };
    let names = [name, "System.Management.Automation.InformationalRecord", "System.Object"];
    let message = Property::read_only("Message", Value::text(text));
    Value::Object(Object::with_text(names.map(Arc::from).into(), vec![message], text))
}

impl Sink {
    fn take(self, value: Value) {
        match self {
            Self::Nowhere => {}
            Self::Gathered(values) => values.borrow_mut().push(value),
        }
    }
}

fn shown(on: bool) -> Preference {
    if on { Preference::Continue } else { Preference::SilentlyContinue }
}

fn stopped(variable: &str, text: &str) -> Box<Fault> {
    Fault::new(
        format!(
            "The running command stopped because the preference variable \"{variable}\" or common parameter is set \
             to Stop: {text}"
        ),
        "ActionPreferenceStop",
        Category::OperationStopped,
    )
    .with_exception("System.Management.Automation.ActionPreferenceStopException")
}
