//! Running a text from its beginning to its end.

use std::rc::Rc;
use std::sync::Arc;

use super::scope::Scope;
use super::{Code, Context, Session};
use crate::flow::{Flow, Interrupt, Output};
use crate::syntax::{Parsed, SyntaxError};
use crate::value::{Category, ErrorRecord, Fault, Value};

/// How a text ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// 0, what `exit` said, or 1 where an error ended the text or its last command failed.
    pub exit_code: i32,
    /// Whether `exit` was called: a prompt ends then.
    pub exited: bool,
    /// Whether the user stopped it.
    pub cancelled: bool,
}

impl Session {
    /// Runs a text of the prompt or a script; `file` is the script's path. A script gets a scope of its own
    /// and `arguments` as its parameters. All errors are shown on the host.
    pub fn run(
        &mut self,
        text: &str,
        file: Option<&str>,
        arguments: Vec<crate::command::Given>,
        out: &mut dyn Output,
    ) -> Ended {
        self.success = true;
        if file.is_none() && self.transcript.is_some() {
            let folder = self.host().current_folder();
            self.transcribe(&format!("PS {folder}>{text}\n"));
        }
        let parsed = crate::syntax::parse(text);
        let code = Rc::new(Code { source: Arc::clone(&parsed.script.source), file: file.map(Arc::from) });
        let mut context = self.context.clone();
        context.code = Rc::clone(&code);
        if file.is_some() {
            context.scope = Scope::within(&self.context.scope, true);
        }
        let flow = self.within(context, |session| {
            session.refuse(&parsed, file.is_some())?;
            session.run_script(&parsed, &code, arguments, out)
        });
        let ended = self.ended(flow);
        self.finish_console();
        self.item = Value::Null;
        ended
    }

    fn run_script(
        &mut self,
        parsed: &Parsed,
        code: &Rc<Code>,
        arguments: Vec<crate::command::Given>,
        out: &mut dyn Output,
    ) -> Flow {
        for warning in &parsed.warnings {
            self.warn(&warning.to_string())?;
        }
        match &code.file {
            Some(file) => {
                let name = Arc::clone(file);
                let flow = self.run_body(&parsed.script, code, &name, arguments, out);
                flow.map_err(|interrupt| of_script(*interrupt, file))
            }
            None => self.run_statements(&parsed.script, out),
        }
    }

    /// Shows everything that keeps a text from running, as one error each.
    fn refuse(&mut self, parsed: &Parsed, is_file: bool) -> Flow {
        let mut faults: Vec<_> =
            parsed.errors.iter().map(|error| (syntax_fault(error), error.span)).collect();
        if faults.is_empty() {
            faults = self.unknown_names(&parsed.script, is_file);
        }
        if faults.is_empty() {
            let name = self.context.code.file.clone().unwrap_or_default();
            faults = self.unmet(&parsed.script, &name);
        }
        let Some((last, first)) = faults.split_last() else { return Ok(()) };
        for (fault, span) in first {
            let interrupt = self.fail(fault.clone(), *span);
            if let Interrupt::Error { record, .. } = *interrupt {
                self.keep_error(&record);
                self.show_error(&record);
            }
        }
        match *self.fail(last.0.clone(), last.1) {
            Interrupt::Error { record, .. } => Err(Interrupt::stop(record)),
            other => Err(Box::new(other)),
        }
    }

    fn ended(&mut self, flow: Flow) -> Ended {
        let mut ended = Ended { exit_code: 0, exited: false, cancelled: false };
        match flow.map_err(|interrupt| *interrupt) {
            Err(Interrupt::Error { record, .. } | Interrupt::Thrown(record)) => {
                self.success = false;
                self.keep_error(&record);
                self.show_error(&record);
            }
            Err(Interrupt::Exit(code)) => {
                ended.exited = true;
                ended.exit_code = code;
                self.exit_code = code;
                return ended;
            }
            Err(Interrupt::Cancelled) => {
                ended.cancelled = true;
                self.success = false;
            }
            _ => {}
        }
        ended.exit_code = i32::from(!self.success);
        ended
    }

    /// Reads a script file.
    pub(crate) fn load(&self, path: &str) -> Flow<(Parsed, Rc<Code>)> {
        let bytes = self.host().read_file(path).map_err(|error| {
            Fault::new(error.to_string(), "ScriptNotReadable", Category::ReadError)
                .with_target(Value::text(path))
        })?;
        let text = crate::text::decode(&bytes);
        let parsed = crate::syntax::parse(&text);
        let code = Rc::new(Code { source: Arc::clone(&parsed.script.source), file: Some(Arc::from(path)) });
        if let Some(error) = parsed.errors.first() {
            let context = Context { code, ..self.context.clone() };
            let mut record = ErrorRecord::new(*syntax_fault(error));
            record.place = Some(place_in(self, context, error));
            return Err(Interrupt::error(Rc::new(record)));
        }
        if let Some((fault, _)) = self.unmet(&parsed.script, path).into_iter().next() {
            return Err(fault.into());
        }
        Ok((parsed, code))
    }
}

/// Says of an error without a place, such as one of binding, which script it is of.
fn of_script(interrupt: Interrupt, file: &str) -> Box<Interrupt> {
    match interrupt {
        Interrupt::Error { record, stops_script } if record.place.is_none() && record.activity.is_empty() => {
            let mut known = (*record).clone();
            known.activity = Arc::from(file.rsplit(['/', '\\']).next().unwrap_or(file));
            Box::new(Interrupt::Error { record: Rc::new(known), stops_script })
        }
        other => Box::new(other),
    }
}

fn place_in(session: &Session, context: Context, error: &SyntaxError) -> crate::value::Place {
    let position = context.code.source.position(error.span.start);
    let mut place = session.place(error.span);
    place.file.clone_from(&context.code.file);
    place.text = Arc::from(context.code.source.line(position.line));
    place.line = u32::try_from(position.line).unwrap_or(u32::MAX);
    place.column = u32::try_from(position.column).unwrap_or(u32::MAX);
    place
}

/// A mistake of syntax as an error record has it.
pub(crate) fn syntax_fault(error: &SyntaxError) -> Box<Fault> {
    let mut message = error.problem.to_string();
    if let Some(first) = message.get(..1) {
        message = first.to_uppercase() + &message[1..];
    }
    Fault::new(format!("{message}.\n{}", error.hint()), error.id(), Category::ParserError)
        .with_exception("System.Management.Automation.ParseException")
}
