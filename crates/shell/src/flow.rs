//! How running code ends other than by reaching its end, and where its values go.

use std::rc::Rc;
use std::sync::Arc;

use crate::session::Session;
use crate::value::limits::check_elements;
use crate::value::{ErrorRecord, Fault, Place, Reporter, Value};

/// Why running code left its way.
#[derive(Debug)]
pub enum Interrupt {
    /// `break`, with its label.
    Break(Option<Arc<str>>),
    /// `continue`, with its label.
    Continue(Option<Arc<str>>),
    /// `return`; what is returned has been put out before.
    Return,
    /// `exit`, with the exit code.
    Exit(i32),
    /// An error that ends the statement, or the script.
    Error {
        /// What went wrong.
        record: Rc<ErrorRecord>,
        /// Whether it ends the script (`throw`, -ErrorAction Stop) and not the statement alone.
        stops_script: bool,
    },
    /// An error that ends the function it is thrown in, and then the statement that called the function.
    Thrown(Rc<ErrorRecord>),
    /// A command has what it wanted of its pipeline: those before it end.
    PipelineStopped {
        /// Which pipeline.
        pipeline: u64,
        /// The place of the command in it.
        stage: usize,
    },
    /// The user wants everything to stop.
    Cancelled,
}

/// The result of running something.
pub type Flow<T = ()> = Result<T, Box<Interrupt>>;

impl Interrupt {
    /// An error that ends the statement.
    pub fn error(record: Rc<ErrorRecord>) -> Box<Self> {
        Box::new(Self::Error { record, stops_script: false })
    }

    /// An error that ends the script.
    pub fn stop(record: Rc<ErrorRecord>) -> Box<Self> {
        Box::new(Self::Error { record, stops_script: true })
    }

    /// Says in an error that has no place yet where it happened, and whose it is where it names no command.
    pub(crate) fn located(
        mut self: Box<Self>,
        reporter: Option<Reporter<'_>>,
        place: impl FnOnce() -> Place,
    ) -> Box<Self> {
        if let Self::Error { record, .. } = &mut *self
            && record.place.is_none()
        {
            let record = Rc::make_mut(record);
            record.place = Some(place());
            if let (true, Some(reporter)) = (record.activity.is_empty(), reporter) {
                record.report_by(reporter);
            }
        }
        self
    }
}

/// A fault whose place nobody added; `Session::fail` is better where a session is at hand.
impl From<Box<Fault>> for Box<Interrupt> {
    fn from(fault: Box<Fault>) -> Self {
        Interrupt::error(Rc::new(ErrorRecord::new(*fault)))
    }
}

/// Where values go: the next command of a pipeline, a variable, the formatter.
pub trait Output {
    /// Takes one value as it is; a collection is not taken apart here.
    fn put(&mut self, value: Value, session: &mut Session) -> Flow;
}

/// Values that are gathered, up to the size that any collection may have.
impl Output for Vec<Value> {
    fn put(&mut self, value: Value, _session: &mut Session) -> Flow {
        check_elements(self.len() + 1)?;
        self.push(value);
        Ok(())
    }
}

/// Throws everything away.
#[derive(Debug, Default)]
pub struct Nowhere;

impl Output for Nowhere {
    fn put(&mut self, _value: Value, _session: &mut Session) -> Flow {
        Ok(())
    }
}

/// Puts the elements of a collection out one by one, and anything else as it is.
pub fn put_all(out: &mut dyn Output, value: Value, session: &mut Session) -> Flow {
    match value.elements() {
        Some(elements) => elements.into_iter().try_for_each(|element| out.put(element, session)),
        None => out.put(value, session),
    }
}

/// What a gathered output is as one value: nothing, the only value, or an array.
pub fn gathered(mut values: Vec<Value>) -> Option<Value> {
    match values.len() {
        0 => None,
        1 => values.pop(),
        _ => Some(Value::array(values)),
    }
}
