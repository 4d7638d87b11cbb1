//! `try`, `catch`, `finally` and `throw`.

use std::rc::Rc;

use crate::flow::{Flow, Interrupt, Output};
use crate::session::Session;
use crate::syntax::Span;
use crate::syntax::tree::{Catch, Statement, Try};
use crate::value::{Category, ErrorRecord, Fault, Object, Type, Value};

impl Session {
    pub(super) fn run_try(&mut self, tried: &Try, out: &mut dyn Output) -> Flow {
        let flow = self.run_body_of_try(tried, out);
        let Some(finally) = &tried.finally else { return flow };
        // What the user stopped is tidied up all the same.
        let trying = std::mem::replace(&mut self.trying, 0);
        let last = self.run_all(finally, out);
        self.trying = trying;
        flow.and(last)
    }

    fn run_body_of_try(&mut self, tried: &Try, out: &mut dyn Output) -> Flow {
        let catches = !tried.catches.is_empty();
        if catches {
            self.trying += 1;
        }
        let flow = self.run_all(&tried.body, out);
        if catches {
            self.trying -= 1;
        }
        let record = match flow.map_err(|interrupt| *interrupt) {
            Ok(()) => return Ok(()),
            Err(Interrupt::Thrown(record)) => match self.catch_for(&tried.catches, &record)? {
                Some(catch) => return self.run_catch(catch, &record, out),
                None => Interrupt::Thrown(record),
            },
            Err(Interrupt::Error { record, stops_script }) => {
                match self.catch_for(&tried.catches, &record)? {
                    Some(catch) => return self.run_catch(catch, &record, out),
                    None => Interrupt::Error { record, stops_script },
                }
            }
            Err(other) => other,
        };
        Err(Box::new(record))
    }

    fn run_catch(&mut self, catch: &Catch, record: &Rc<ErrorRecord>, out: &mut dyn Output) -> Flow {
        self.keep_error(record);
        let item = Value::Error(Rc::clone(record));
        self.with_item(item, |session| session.run_all(&catch.body, out))
    }

    /// The first `catch` that takes an error.
    fn catch_for<'a>(&self, catches: &'a [Catch], record: &ErrorRecord) -> Flow<Option<&'a Catch>> {
        for catch in catches {
            if catch.types.is_empty() || self.is_named(catch, record)? {
                return Ok(Some(catch));
            }
        }
        Ok(None)
    }

    /// Whether one of the types of a `catch` or `trap` is that of an error.
    pub(super) fn is_named(&self, catch: &Catch, record: &ErrorRecord) -> Flow<bool> {
        for named in &catch.types {
            let of = self.type_named(named)?;
            let name = of.full_name();
            let thrown = record.thrown.as_ref();
            let is_thrown =
                thrown.is_some_and(|thrown| thrown.type_names().iter().any(|known| **known == *name));
            if is_thrown || record.fault.is_exception(&name) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub(super) fn throw(&mut self, thrown: Option<&Statement>, span: Span) -> Box<Interrupt> {
        let value = match thrown.map(|thrown| self.value_of(thrown)).transpose() {
            Ok(value) => value,
            Err(interrupt) => return interrupt,
        };
        let mut record = match value {
            // `throw` alone in a catch throws the error again.
            None | Some(Value::Null) => match &self.item().clone() {
                Value::Error(record) if thrown.is_none() && self.trying_again() => {
                    return Interrupt::stop(Rc::clone(record));
                }
                _ => ErrorRecord::new(*thrown_text("ScriptHalted", "ScriptHalted")),
            },
            Some(Value::Error(record)) => return Interrupt::stop(record),
            Some(Value::Object(object)) if is_exception(&object) => thrown_exception(&object),
            Some(value) => {
                let text = crate::convert::to_text(&value, self.setting());
                let text = text.map_or_else(|fault| fault.message, |text| text.to_string());
                ErrorRecord::new(*thrown_text(&text, &text).with_target(value))
            }
        };
        record.place = Some(self.place(span));
        Interrupt::stop(Rc::new(record))
    }

    fn trying_again(&self) -> bool {
        matches!(self.item(), Value::Error(_))
    }
}

fn thrown_text(message: &str, id: &str) -> Box<Fault> {
    Fault::new(message, id.to_owned(), Category::OperationStopped)
}

fn is_exception(object: &Object) -> bool {
    Type::Named("System.Exception".into()).accepts(&Value::Object(object.clone()))
}

/// An exception object that a script made, as the record of its error.
fn thrown_exception(object: &Object) -> ErrorRecord {
    let message = object.property("Message").unwrap_or_default();
    let message = crate::convert::display(&message);
    let fault = Fault::new(message.clone(), message, Category::OperationStopped)
        .with_exception(object.type_name().to_string())
        .with_target(Value::Null);
    let mut record = ErrorRecord::new(*fault);
    record.thrown = Some(object.clone());
    record
}
