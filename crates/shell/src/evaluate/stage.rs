//! One command of a pipeline that runs, with the way from it to the next.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use super::body::Running;
use super::invocation::Place;
use super::redirection::Redirected;
use crate::command::{Bound, Call, Cmdlet, Parameter, Preference, call, is_product};
use crate::flow::{Flow, Interrupt, Output};
use crate::session::frame::Frame;
use crate::session::{Context, Session};
use crate::syntax::Span;
use crate::value::{ErrorRecord, Fault, List, Reporter, Value};

/// What runs in a stage.
pub(super) enum Runner {
    Cmdlet { cmdlet: Box<dyn Cmdlet>, bound: Box<Bound> },
    Function(Box<Running>),
}

/// A command of a pipeline that runs.
pub(super) struct Stage {
    runner: RefCell<Runner>,
    name: Arc<str>,
    span: Span,
    place: Place,
    context: Context,
    redirected: Redirected,
    /// -OutVariable.
    copy: Option<List>,
    has_begun: Cell<bool>,
}

/// Which part of a command runs.
#[derive(Clone, Copy)]
enum Part<'a> {
    Begin,
    Process(Option<&'a Value>),
    End,
    Close,
}

impl Stage {
    pub(super) fn new(
        runner: Runner,
        name: Arc<str>,
        span: Span,
        place: Place,
        context: Context,
        redirected: Redirected,
    ) -> Self {
        let common = match &runner {
            Runner::Cmdlet { bound, .. } => bound.common.clone(),
            Runner::Function(_) => crate::command::Common::default(),
        };
        let copy = match &runner {
            Runner::Cmdlet { .. } => common.out_variable.clone(),
            Runner::Function(running) => running.out_variable().cloned(),
        };
        let frame = Frame::within(&context.frame, Arc::clone(&name), common, redirected.sinks.clone());
        let context = Context { frame, ..context };
        Self {
            runner: RefCell::new(runner),
            name,
            span,
            place,
            context,
            redirected,
            copy,
            has_begun: Cell::new(false),
        }
    }

    /// Whether this is a cmdlet that has a parameter for piped bytes.
    pub(super) fn takes_bytes(&self) -> bool {
        match &*self.runner.borrow() {
            Runner::Cmdlet { bound, .. } => {
                bound.signature.parameters.iter().any(Parameter::takes_piped_bytes)
            }
            Runner::Function(_) => false,
        }
    }

    pub(super) fn begin(&self, session: &mut Session, next: &mut dyn Output) -> Flow {
        if self.has_begun.replace(true) { Ok(()) } else { self.run(Part::Begin, session, next) }
    }

    pub(super) fn process(
        &self,
        input: Option<&Value>,
        session: &mut Session,
        next: &mut dyn Output,
    ) -> Flow {
        // The beginning of the command before may yield something already.
        self.begin(session, next)?;
        self.run(Part::Process(input), session, next)
    }

    pub(super) fn end(&self, session: &mut Session, next: &mut dyn Output) -> Flow {
        self.run(Part::End, session, next)
    }

    /// Closes what the command has open, and writes what was redirected to files.
    pub(super) fn close(&self, session: &mut Session, next: &mut dyn Output) -> Flow {
        self.run(Part::Close, session, next)?;
        self.redirected.close(session)
    }

    fn run(&self, part: Part<'_>, session: &mut Session, next: &mut dyn Output) -> Flow {
        if !matches!(part, Part::Close) {
            session.step()?;
        }
        let mut out = StageOut { stage: self, next };
        let context = self.context.clone();
        let mut runner = self.runner.borrow_mut();
        session.within(context, |session| match &mut *runner {
            Runner::Cmdlet { cmdlet, bound } => {
                self.run_cmdlet(&mut **cmdlet, bound, part, session, &mut out)
            }
            Runner::Function(running) => match part {
                Part::Begin => running.begin(session, &mut out),
                Part::Process(input) => match running.process(session, input, &mut out)? {
                    Some(fault) => self.report_input(*fault, Reporter::Script(&self.name), session),
                    None => Ok(()),
                },
                Part::End => running.end(session, &mut out),
                Part::Close => Ok(()),
            },
        })?;
        self.redirected.merge(session, next)
    }

    fn run_cmdlet(
        &self,
        cmdlet: &mut dyn Cmdlet,
        bound: &Bound,
        part: Part<'_>,
        session: &mut Session,
        out: &mut dyn Output,
    ) -> Flow {
        let with_input = match part {
            Part::Process(Some(input)) => match bound.with_input(input, session)? {
                Ok(bound) => Some(bound),
                Err(fault) => return self.report_input(*fault, Reporter::Cmdlet(&self.name), session),
            },
            _ => None,
        };
        let mut call = Call {
            session,
            bound: with_input.as_ref().unwrap_or(bound),
            input: if let Part::Process(input) = part { input } else { None },
            out,
            stage: call::Stage {
                name: &self.name,
                span: self.span,
                pipeline: self.place.pipeline,
                place: self.place.stage,
            },
        };
        let flow = match part {
            Part::Begin => cmdlet.begin(&mut call),
            Part::Process(_) => cmdlet.process(&mut call),
            Part::End => cmdlet.end(&mut call),
            Part::Close => cmdlet.close(&mut call),
        };
        let flow = flow.map_err(|interrupt| {
            interrupt.located(Some(Reporter::Cmdlet(&self.name)), || session.place(self.span))
        });
        match flow.map_err(|interrupt| *interrupt) {
            Err(Interrupt::Error { record, stops_script: false }) if self.goes_on(&record, session) => {
                session.report(record)
            }
            other => other.map_err(Box::new),
        }
    }

    /// Whether an error ends no more than the command: one of the product, which no `catch` waits for or which
    /// is to be passed over in silence. The product's own cmdlets report their errors in this way.
    fn goes_on(&self, record: &ErrorRecord, session: &Session) -> bool {
        let said = session.context().frame.common(|common| common.error_action);
        let is_silent = matches!(said, Some(Preference::SilentlyContinue | Preference::Ignore));
        record.class.is_none() && is_product(&self.name) && (session.trying == 0 || is_silent)
    }

    /// Reports an input that did not bind; the pipeline goes on.
    fn report_input(&self, fault: Fault, reporter: Reporter<'_>, session: &mut Session) -> Flow {
        let mut record = ErrorRecord::new(fault);
        record.report_by(reporter);
        record.place = Some(session.place(self.span));
        session.report(Rc::new(record))
    }
}

/// The way out of a stage.
struct StageOut<'a> {
    stage: &'a Stage,
    next: &'a mut dyn Output,
}

impl Output for StageOut<'_> {
    fn put(&mut self, value: Value, session: &mut Session) -> Flow {
        if let Some(copy) = &self.stage.copy {
            copy.push(value.clone());
        }
        self.stage.redirected.merge(session, self.next)?;
        match self.stage.redirected.take(value)? {
            Some(value) => self.next.put(value, session),
            None => Ok(()),
        }
    }
}
