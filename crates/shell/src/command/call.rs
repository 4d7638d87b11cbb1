//! What a running cmdlet sees and may do.

use std::rc::Rc;
use std::sync::Arc;

use super::binding::Bound;
use super::common_parameters::Preference;
use crate::convert;
use crate::flow::{Flow, Interrupt, Output, put_all};
use crate::host::{Host, Progress, Stream};
use crate::session::{Found, Session};
use crate::setting::Setting;
use crate::syntax::Span;
use crate::value::{Category, ErrorRecord, Fault, Reporter, ScriptBlock, Value};

/// A call of a cmdlet: its parameters, its input, and the way out.
pub struct Call<'a> {
    /// The session that it runs in.
    pub session: &'a mut Session,
    /// Its parameters.
    pub bound: &'a Bound,
    pub(crate) input: Option<&'a Value>,
    pub(crate) out: &'a mut dyn Output,
    pub(crate) stage: Stage<'a>,
}

/// Where in its pipeline a cmdlet runs.
#[derive(Clone, Copy)]
pub(crate) struct Stage<'a> {
    pub(crate) name: &'a Arc<str>,
    pub(crate) span: Span,
    pub(crate) pipeline: u64,
    pub(crate) place: usize,
}

impl Call<'_> {
    /// Yields a value as it is.
    pub fn write(&mut self, value: Value) -> Flow {
        self.out.put(value, self.session)
    }

    /// Yields the elements of a collection one by one.
    pub fn write_all(&mut self, value: Value) -> Flow {
        put_all(self.out, value, self.session)
    }

    /// The way out itself, for what writes by itself.
    pub fn out(&mut self) -> (&mut dyn Output, &mut Session) {
        (self.out, self.session)
    }

    /// The value of a parameter, if it was given.
    pub fn value(&self, name: &str) -> Option<Value> {
        self.bound.value(name).cloned()
    }

    /// The text of a parameter, if it was given and is not null.
    pub fn text(&self, name: &str) -> Flow<Option<Arc<str>>> {
        match self.bound.value(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => Ok(Some(convert::to_text(value, self.setting())?)),
        }
    }

    /// The texts of a parameter that takes several.
    pub fn texts(&self, name: &str) -> Flow<Vec<Arc<str>>> {
        let values = self.bound.value(name).map(Value::unroll).unwrap_or_default();
        Ok(values
            .iter()
            .map(|value| convert::to_text(value, self.setting()))
            .collect::<Result<Vec<_>, Box<Fault>>>()?)
    }

    /// The whole number of a parameter, if it was given.
    pub fn number(&self, name: &str) -> Flow<Option<i64>> {
        match self.bound.value(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => Ok(Some(convert::to_long(value)?)),
        }
    }

    /// Whether a switch was given.
    pub fn switch(&self, name: &str) -> bool {
        self.bound.value(name).is_some_and(convert::to_bool)
    }

    /// The parameter set that was chosen; empty where there is one set only.
    pub fn set(&self) -> &str {
        self.bound.set()
    }

    /// The object that is piped in now.
    pub fn input(&self) -> Option<&Value> {
        self.input
    }

    /// What operations on values need.
    pub fn setting(&self) -> &Setting {
        self.session.setting()
    }

    /// The world outside.
    pub fn host(&self) -> &dyn Host {
        self.session.host()
    }

    /// A fault as the error that ends this command: `return Err(call.fail(fault))`.
    pub fn fail(&self, fault: Box<Fault>) -> Box<Interrupt> {
        let record = Rc::new(self.record(fault));
        let preference =
            self.session.context().frame.error_action().unwrap_or_else(|| self.session.error_preference());
        if preference == Preference::Stop { Interrupt::stop(record) } else { Interrupt::error(record) }
    }

    /// Reports an error that does not end the command; an `Err` only where -ErrorAction says Stop.
    pub fn error(&mut self, fault: Box<Fault>) -> Flow {
        let record = Rc::new(self.record(fault));
        self.session.report(record)
    }

    /// A fault as a record of this command, with its place.
    #[expect(clippy::boxed_local, reason = "operations on values give their faults boxed")]
    pub fn record(&self, fault: Box<Fault>) -> ErrorRecord {
        let mut record = ErrorRecord::new(*fault);
        record.report_by(Reporter::Cmdlet(self.stage.name));
        record.place = Some(self.session.place(self.stage.span));
        record
    }

    /// The function or script file that this command stands in; empty at the prompt.
    pub fn caller(&self) -> Arc<str> {
        let session = &*self.session;
        let is_script = |name: &&Arc<str>| {
            matches!(session.find_command(name), Some(Found::Function(_) | Found::Script(_)))
        };
        let caller = session.context().frame.callers().find(is_script).map(Arc::clone);
        caller.unwrap_or_else(|| Arc::from(""))
    }

    /// Shows a warning.
    pub fn warn(&mut self, text: &str) -> Flow {
        self.session.warn(text)
    }

    /// Shows what -Verbose asks for.
    pub fn verbose(&mut self, text: &str) -> Flow {
        self.session.verbose(text)
    }

    /// Whether to go ahead: -WhatIf says what would be done and answers no, -Confirm asks.
    pub fn should_process(&mut self, target: &str, action: &str) -> Flow<bool> {
        self.session.should_process(target, action)
    }

    /// Asks the user, whatever the preferences are. Without a terminal that is an error.
    pub fn confirm(&mut self, question: &str) -> Flow<bool> {
        if !self.host().is_interactive() {
            return Err(self.fail(Fault::new(
                format!(
                    "{question} There is no terminal to ask. Give -Force to go ahead without a question."
                ),
                "ConfirmationNeeded",
                Category::InvalidOperation,
            )));
        }
        self.session.ask("Confirm", question)
    }

    /// Runs a block in the caller's scope with `$_`, and gathers what it yields.
    pub fn run_block(&mut self, block: &ScriptBlock, item: Value) -> Flow<Vec<Value>> {
        self.session.run_block_values(block, item)
    }

    /// Runs a block in the caller's scope with `$_`; what it yields goes on.
    pub fn run_block_out(&mut self, block: &ScriptBlock, item: Value) -> Flow {
        self.session.run_block(block, item, self.out)
    }

    /// Ends the pipeline before this command: it has what it wanted.
    pub fn stop_pipeline(&self) -> Box<Interrupt> {
        Box::new(Interrupt::PipelineStopped { pipeline: self.stage.pipeline, stage: self.stage.place })
    }

    /// Shows how far a long command is; None as the status takes the display away.
    pub fn progress(&mut self, activity: &str, status: Option<&str>, percent: Option<u8>) {
        let progress = status.map(|status| Progress {
            activity: activity.to_owned(),
            status: status.to_owned(),
            percent,
        });
        self.host().show_progress(progress.as_ref());
    }

    /// Whether the user wants the command to stop, as an error to return.
    pub fn check_cancelled(&self) -> Flow {
        if self.host().is_cancelled() { Err(Box::new(Interrupt::Cancelled)) } else { Ok(()) }
    }
}

impl Session {
    /// Whether to go ahead with a change: -WhatIf, -Confirm and the preferences of the same names.
    pub fn should_process(&mut self, target: &str, action: &str) -> Flow<bool> {
        let frame = Rc::clone(&self.context().frame);
        let preferred = || self.variable("WhatIfPreference").is_some_and(|value| convert::to_bool(&value));
        if frame.common(|common| common.what_if).unwrap_or_else(preferred) {
            let text = format!("What if: Performing the operation \"{action}\" on target \"{target}\".\n");
            self.print(Stream::Information, &text);
            return Ok(false);
        }
        if frame.common(|common| common.confirm).unwrap_or(false) {
            let question = format!("Performing the operation \"{action}\" on target \"{target}\".");
            return self.ask("Confirm\nAre you sure you want to perform this action?", &question);
        }
        Ok(true)
    }
}
