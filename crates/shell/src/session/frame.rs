//! Where the messages of running code go: errors, warnings and the other streams that are no output.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use crate::command::{Common, Preference};
use crate::host::Stream;
use crate::value::Value;

/// What a stream is redirected to.
#[derive(Clone)]
pub enum Sink {
    /// `2>$null`.
    Nowhere,
    /// `2>&1`, `2>file`: gathered until whoever redirected takes it.
    Gathered(Rc<RefCell<Vec<Value>>>),
}

/// The redirections and preferences around running code; what a frame does not say, the one around it says.
#[derive(Default)]
pub struct Frame {
    parent: Option<Rc<Self>>,
    sinks: Vec<(Stream, Sink)>,
    common: Common,
    /// Whose the common parameters are: a function keeps them as preferences of what it calls.
    command: Arc<str>,
}

impl Frame {
    /// The outermost frame.
    pub fn outermost() -> Rc<Self> {
        Rc::new(Self::default())
    }

    /// A frame within `parent`.
    pub fn within(
        parent: &Rc<Self>,
        command: Arc<str>,
        common: Common,
        sinks: Vec<(Stream, Sink)>,
    ) -> Rc<Self> {
        Rc::new(Self { parent: Some(Rc::clone(parent)), sinks, common, command })
    }

    /// Where a stream goes; none means the host.
    pub fn sink(&self, stream: Stream) -> Option<Sink> {
        let mut frame = self;
        loop {
            if let Some((_, sink)) = frame.sinks.iter().rev().find(|(of, _)| *of == stream) {
                return Some(sink.clone());
            }
            frame = frame.parent.as_deref()?;
        }
    }

    /// The command whose frame this is.
    pub fn command(&self) -> &Arc<str> {
        &self.command
    }

    /// The commands around this one, the nearest first.
    pub fn callers(&self) -> impl Iterator<Item = &Arc<str>> {
        std::iter::successors(self.parent.as_deref(), |frame| frame.parent.as_deref()).map(Self::command)
    }

    /// What the common parameters say, of this frame or the nearest around it that says something.
    pub fn common<T>(&self, read: impl Fn(&Common) -> Option<T>) -> Option<T> {
        let mut frame = self;
        loop {
            if let Some(said) = read(&frame.common) {
                return Some(said);
            }
            frame = frame.parent.as_deref()?;
        }
    }

    /// -ErrorAction of this frame or one around it.
    pub fn error_action(&self) -> Option<Preference> {
        self.common(|common| common.error_action)
    }

    /// Puts a copy of a message into the variables that this frame and those around it collect it in.
    pub fn collect(&self, stream: Stream, value: &Value) {
        let mut frame = Some(self);
        while let Some(one) = frame {
            let list = match stream {
                Stream::Error => &one.common.error_variable,
                Stream::Warning => &one.common.warning_variable,
                Stream::Information => &one.common.information_variable,
                _ => &None,
            };
            if let Some(list) = list {
                list.push(value.clone());
            }
            frame = one.parent.as_deref();
        }
    }
}
