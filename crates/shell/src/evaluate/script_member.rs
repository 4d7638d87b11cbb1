//! Members that run code or look at the session: of script blocks, and of `$PSCmdlet` and `$Host`.

use std::rc::Rc;
use std::sync::Arc;

use super::cursor::Cursor;
use crate::flow::{Flow, Interrupt};
use crate::member;
use crate::session::Session;
use crate::value::{Category, ErrorRecord, Fault, Value};

/// The type of `$PSCmdlet`.
pub(super) const PSCMDLET: &str = "System.Management.Automation.PSScriptCmdlet";

impl Session {
    /// A property that only the session can tell.
    pub(super) fn script_property(&mut self, holder: &Value, name: &str) -> Option<Flow<Value>> {
        match holder {
            Value::ScriptBlock(block) if name.eq_ignore_ascii_case("Ast") => {
                Some(Ok(Value::String(block.text().clone())))
            }
            Value::Object(object) if name.eq_ignore_ascii_case("Current") => {
                match object.payload::<Cursor>().map(|cursor| cursor.current()) {
                    Some(current) => Some(Ok(current)),
                    None => self.computed(holder, name),
                }
            }
            _ => self.computed(holder, name),
        }
    }

    /// Calls a method that runs code; none where it is a method like any other. The inner None is no result.
    pub(super) fn call_script_method(
        &mut self,
        holder: &Value,
        name: &str,
        arguments: &[Value],
    ) -> Option<Flow<Option<Vec<Value>>>> {
        if let Some(added) = self.call_added(holder, name, arguments) {
            return Some(added);
        }
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        match holder {
            Value::ScriptBlock(block) if is("Invoke") || is("InvokeReturnAsIs") => {
                let block = block.clone();
                Some(self.call_block_values(&block, arguments.to_vec()).map(Some))
            }
            Value::ScriptBlock(block) if is("GetNewClosure") => Some(Ok(Some(vec![self.closure(block)]))),
            Value::Object(object) if is("MoveNext") || is("Reset") => {
                let cursor = object.payload::<Cursor>()?;
                if is("Reset") {
                    cursor.reset();
                    return Some(Ok(None));
                }
                Some(Ok(Some(vec![Value::Bool(cursor.move_next())])))
            }
            Value::Object(object) if &*object.type_name() == PSCMDLET => self.call_pscmdlet(name, arguments),
            // `$list.ForEach({ })` and `.Where({ })`.
            _ => match arguments {
                [Value::ScriptBlock(block)] if is("ForEach") && !holder.is_null() => {
                    Some(self.for_each_member(holder, block))
                }
                [what @ (Value::String(_) | Value::Type(_)), given @ ..]
                    if is("ForEach") && !holder.is_null() =>
                {
                    Some(self.member_of_each(holder, what, given))
                }
                [Value::ScriptBlock(block), ..] if is("Where") && !holder.is_null() => {
                    Some(self.where_member(holder, block, arguments.get(1)))
                }
                _ => None,
            },
        }
    }

    fn call_pscmdlet(&mut self, name: &str, arguments: &[Value]) -> Option<Flow<Option<Vec<Value>>>> {
        let text = |at: usize| arguments.get(at).map(crate::convert::display).unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "shouldprocess" => {
                let (target, action) = match arguments.len() {
                    0 | 1 => (text(0), self.context().frame.command().to_string()),
                    _ => (text(0), text(1)),
                };
                Some(self.should_process(&target, &action).map(|go| Some(vec![Value::Bool(go)])))
            }
            "shouldcontinue" => Some(self.ask(&text(1), &text(0)).map(|go| Some(vec![Value::Bool(go)]))),
            "writeverbose" => Some(self.verbose(&text(0)).map(|()| None)),
            "writewarning" => Some(self.warn(&text(0)).map(|()| None)),
            "writedebug" => Some(self.debug(&text(0)).map(|()| None)),
            "throwterminatingerror" => {
                let record = self.own_record(arguments.first());
                Some(Err(Box::new(Interrupt::Thrown(record))))
            }
            "writeerror" => {
                let record = self.own_record(arguments.first());
                Some(self.report(record).map(|()| None))
            }
            "writeobject" => Some(Ok(Some(arguments.iter().take(1).cloned().collect()))),
            _ => None,
        }
    }

    /// The error that a function gives `$PSCmdlet`, as one of its own.
    fn own_record(&self, given: Option<&Value>) -> Rc<ErrorRecord> {
        let mut record = match given {
            Some(Value::Error(record)) => (**record).clone(),
            other => {
                let message = match other {
                    None | Some(Value::Null) => "Cannot process argument because the value of argument \"errorRecord\" is null. Change the value of argument \"errorRecord\" to a non-null value.".to_owned(),
                    Some(other) => crate::convert::display(other),
                };
                ErrorRecord::new(*Fault::new(message, "ArgumentNull", Category::InvalidArgument))
            }
        };
        if record.activity.is_empty() {
            record.activity = Arc::clone(self.context().frame.command());
        }
        record.place = None;
        Rc::new(record)
    }

    fn for_each_member(
        &mut self,
        holder: &Value,
        block: &crate::value::ScriptBlock,
    ) -> Flow<Option<Vec<Value>>> {
        let mut results = Vec::new();
        for element in holder.unroll() {
            results.extend(self.run_block_values(block, element)?);
            crate::value::limits::check_elements(results.len())?;
        }
        Ok(Some(vec![Value::array(results)]))
    }

    /// `$list.ForEach('Name', ...)` reads a property or calls a method, `.ForEach([type])` converts.
    fn member_of_each(&self, holder: &Value, what: &Value, given: &[Value]) -> Flow<Option<Vec<Value>>> {
        let mut results = Vec::new();
        for element in holder.unroll() {
            let result = match what {
                Value::Type(of) => self.convert_to(&element, of).map(Some)?,
                name => {
                    let name = crate::convert::display(name);
                    match member::property(&element, &name, self.setting())? {
                        Some(found) if given.is_empty() => Some(found),
                        _ => member::call(&element, &name, given, self.setting())?,
                    }
                }
            };
            results.extend(result);
            crate::value::limits::check_elements(results.len())?;
        }
        Ok(Some(vec![Value::array(results)]))
    }

    fn where_member(
        &mut self,
        holder: &Value,
        block: &crate::value::ScriptBlock,
        mode: Option<&Value>,
    ) -> Flow<Option<Vec<Value>>> {
        let mode = mode.map(crate::convert::display).unwrap_or_default();
        let mut results = Vec::new();
        for element in holder.unroll() {
            let answer = self.run_block_values(block, element.clone())?;
            if crate::flow::gathered(answer).is_some_and(|answer| crate::convert::to_bool(&answer)) {
                results.push(element);
                if mode.eq_ignore_ascii_case("First") {
                    break;
                }
            }
        }
        if mode.eq_ignore_ascii_case("Last") {
            results = results.pop().into_iter().collect();
        }
        Ok(Some(vec![Value::array(results)]))
    }
}
