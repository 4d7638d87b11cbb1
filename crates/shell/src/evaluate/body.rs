//! Running a function, a block or a script with its parameters, as a command of a pipeline or alone.

use std::rc::Rc;
use std::sync::Arc;

use super::script_member::PSCMDLET;
use crate::command::{Bound, Given, Signature, transformation, unbound};
use crate::flow::{Flow, Interrupt, Output};
use crate::session::frame::Frame;
use crate::session::scope::{Scope, Slot};
use crate::session::{Code, Context, Session};
use crate::syntax::tree::{Block, ScriptBlock};
use crate::value::limits::check_elements;
use crate::value::{ErrorRecord, Fault, Hashtable, List, Object, Property, Reporter, Type, Value};

/// A function that runs.
pub(super) struct Running {
    name: Arc<str>,
    tree: Arc<ScriptBlock>,
    bound: Bound,
    context: Context,
    /// What was piped in, for `$input` where there is no `process`.
    input: Vec<Value>,
    has_input: bool,
    typed: Arc<str>,
    is_script: bool,
    /// Whether the script said `exit`: nothing of it runs any more.
    has_exited: bool,
    /// The automatic variables of the scope that a dotted script or function runs in.
    outer: Vec<Slot>,
}

/// What is run: its name for errors, its tree, and the script it stands in.
pub(super) struct Runnable {
    pub(super) name: Arc<str>,
    /// What stood in the command's place: the name as written, `&` or `.`.
    pub(super) typed: Arc<str>,
    /// Whether it is a script file, which `exit` ends.
    pub(super) is_script: bool,
    pub(super) tree: Arc<ScriptBlock>,
    pub(super) code: Rc<Code>,
    pub(super) signature: Rc<Signature>,
    /// Where its variables live.
    pub(super) scope: Rc<Scope>,
}

impl Session {
    /// Runs a script or block with arguments, in a scope within the one that runs.
    pub(crate) fn run_body(
        &mut self,
        tree: &Arc<ScriptBlock>,
        code: &Rc<Code>,
        name: &Arc<str>,
        arguments: Vec<Given>,
        out: &mut dyn Output,
    ) -> Flow {
        let signature = Rc::new(self.signature_of(name, tree)?);
        let scope = Scope::within(&self.context().scope, false);
        let runnable = Runnable {
            name: Arc::clone(name),
            typed: Arc::clone(name),
            is_script: false,
            tree: Arc::clone(tree),
            code: Rc::clone(code),
            signature,
            scope,
        };
        let mut running = Running::new(runnable, arguments, false, self)?;
        running.begin(self, out)?;
        running.process(self, None, out)?;
        running.end(self, out)
    }
}

impl Running {
    /// Binds the arguments of what is about to run.
    pub(super) fn new(
        runnable: Runnable,
        arguments: Vec<Given>,
        has_input: bool,
        session: &mut Session,
    ) -> Flow<Self> {
        let Runnable { name, typed, is_script, tree, code, signature, scope } = runnable;
        let mut bound = Bound::new(&signature, arguments, has_input, session)?;
        if has_input {
            bound.complete_before_input(session)?;
        }
        let frame =
            Frame::within(&session.context().frame, Arc::clone(&name), bound.common.clone(), Vec::new());
        let context = Context { scope, frame, code };
        Ok(Self {
            name,
            tree,
            bound,
            context,
            input: Vec::new(),
            has_input,
            typed,
            is_script,
            has_exited: false,
            outer: Vec::new(),
        })
    }

    /// What the variable of -OutVariable holds.
    pub(super) fn out_variable(&self) -> Option<&List> {
        self.bound.common.out_variable.as_ref()
    }

    /// Sets the parameters and runs `begin`.
    pub(super) fn begin(&mut self, session: &mut Session, out: &mut dyn Output) -> Flow {
        self.run(session, |running, session| {
            if running.is_dotted() {
                let known =
                    AUTOMATIC.iter().filter_map(|name| running.context.scope.look_here(name, Slot::clone));
                running.outer = known.collect();
            }
            running.set_parameters(session)?;
            running.set_automatic();
            running.run_part(running.tree.begin.as_ref(), session, out)
        })
    }

    /// Takes one input, or runs once without. An input that does not bind is no reason to end.
    pub(super) fn process(
        &mut self,
        session: &mut Session,
        input: Option<&Value>,
        out: &mut dyn Output,
    ) -> Flow<Option<Box<Fault>>> {
        if let Some(input) = input
            && let Some(fault) = self.take(session, input)?
        {
            return Ok(Some(fault));
        }
        let tree = Arc::clone(&self.tree);
        let flow = match (&tree.process, input) {
            (Some(process), Some(input)) => {
                self.context.scope.set("input", Value::array(vec![input.clone()]));
                let item = input.clone();
                self.run(session, |running, session| {
                    session.with_item(item, |session| running.run_part(Some(process), session, out))
                })
            }
            (Some(process), None) if !self.has_input => {
                self.run(session, |running, session| running.run_part(Some(process), session, out))
            }
            _ => Ok(()),
        };
        flow.map(|()| None)
    }

    /// Runs `end`.
    pub(super) fn end(&mut self, session: &mut Session, out: &mut dyn Output) -> Flow {
        if self.tree.process.is_none() {
            self.context.scope.set("input", Value::array(std::mem::take(&mut self.input)));
        }
        let flow =
            self.run(session, |running, session| running.run_part(running.tree.end.as_ref(), session, out));
        if self.is_dotted() {
            for name in AUTOMATIC {
                drop(self.context.scope.remove(name));
            }
            self.outer.drain(..).for_each(|slot| self.context.scope.put(slot));
        }
        flow
    }

    /// Whether it runs in the scope of its caller.
    fn is_dotted(&self) -> bool {
        &*self.typed == "."
    }

    /// Binds what is piped in to the parameters that take it, or says why it cannot.
    fn take(&mut self, session: &mut Session, input: &Value) -> Flow<Option<Box<Fault>>> {
        if self.tree.process.is_none() {
            check_elements(self.input.len() + 1)?;
            self.input.push(input.clone());
        }
        if !self.bound.takes_input() {
            if self.bound.signature.is_strict && self.tree.process.is_some() {
                return Ok(Some(unbound(input)));
            }
            return Ok(None);
        }
        match self.bound.with_input(input, session)? {
            Ok(bound) => {
                for (name, value) in bound.entries() {
                    let known = self.context.scope.look_here(name, Slot::clone).unwrap_or_default();
                    let name = Arc::clone(name);
                    self.context.scope.put(Slot { name, value: value.clone(), ..known });
                }
                Ok(None)
            }
            Err(fault) => Ok(Some(fault)),
        }
    }

    /// Runs something in the function's own context.
    fn run(&mut self, session: &mut Session, run: impl FnOnce(&mut Self, &mut Session) -> Flow) -> Flow {
        if self.has_exited {
            return Ok(());
        }
        let context = self.context.clone();
        let flow = session.called(|session| session.within(context, |session| run(self, session)));
        match flow.map_err(|interrupt| *interrupt) {
            Err(Interrupt::Return) => Ok(()),
            Err(Interrupt::Exit(code)) if self.is_script => {
                self.has_exited = true;
                session.script_exited(code);
                Ok(())
            }
            Err(Interrupt::Thrown(record)) => Err(Interrupt::error(record)),
            other => other.map_err(Box::new),
        }
    }

    fn run_part(&self, part: Option<&Block>, session: &mut Session, out: &mut dyn Output) -> Flow {
        part.map_or(Ok(()), |part| session.run_all(part, out))
    }

    /// Puts the parameters into the scope; what was not given gets its default.
    fn set_parameters(&self, session: &mut Session) -> Flow {
        for (place, declared) in self.tree.parameters.iter().enumerate() {
            let parameter = &self.bound.signature.parameters[place];
            let value = match (self.bound.at(place), &declared.default) {
                (Some(value), _) => value.clone(),
                (None, Some(default)) => {
                    let value = session.eval(default)?;
                    match &parameter.of {
                        Some(of) => session
                            .convert_to(&value, of)
                            .map_err(|fault| self.refused(*transformation(parameter, &fault)))?,
                        None => value,
                    }
                }
                (None, None) => initial(parameter.of.as_ref()),
            };
            // A type of the product would refuse null, which stands for "not given".
            let declared_type = parameter.of.clone().filter(|of| !matches!(of, Type::Named(_)));
            self.context.scope.put(Slot {
                name: Arc::clone(&parameter.name),
                value,
                declared: declared_type.map(Rc::new),
                ..Slot::default()
            });
        }
        Ok(())
    }

    /// An error of binding, which is the function's own.
    fn refused(&self, fault: Fault) -> Box<Interrupt> {
        let mut record = ErrorRecord::new(fault);
        record.report_by(Reporter::Script(&self.name));
        Interrupt::error(Rc::new(record))
    }

    fn set_automatic(&self) {
        let scope = &self.context.scope;
        scope.set("args", Value::array(self.bound.rest.clone()));
        scope.set("PSBoundParameters", Value::Hashtable(self.given()));
        scope.set("MyInvocation", self.invocation());
        if let Some(action) = self.bound.common.error_action {
            scope.set("ErrorActionPreference", Value::from(format!("{action:?}")));
        }
        if self.bound.signature.is_strict {
            let names = Rc::from([PSCMDLET.into(), "System.Object".into()]);
            let properties = vec![
                Property::read_only("ParameterSetName", Value::text(self.bound.set())),
                Property::read_only("MyInvocation", self.invocation()),
            ];
            scope.set("PSCmdlet", Value::Object(Object::of_type(names, properties)));
        }
    }

    fn given(&self) -> Hashtable {
        let given = Hashtable::new();
        for (name, value) in self.bound.entries() {
            given.set_named(name, value.clone());
        }
        given
    }

    fn invocation(&self) -> Value {
        let file = self.context.code.file.clone();
        let name = match &file {
            Some(file) if *file == self.name => file.rsplit(['/', '\\']).next().unwrap_or(file),
            _ => &*self.name,
        };
        let name = Value::text(name);
        let file = file.map_or(Value::Null, Value::String);
        let command = Object::custom_of(vec![
            Property::read_only("Name", name),
            Property::read_only("Path", file.clone()),
            Property::read_only("Definition", Value::text(self.context.code.source.slice(self.tree.span))),
        ]);
        Value::Object(Object::custom_of(vec![
            Property::read_only("MyCommand", Value::Object(command)),
            Property::read_only("InvocationName", Value::String(Arc::clone(&self.typed))),
            Property::read_only("ScriptName", file),
            Property::read_only("BoundParameters", Value::Hashtable(self.given())),
            Property::read_only("UnboundArguments", Value::array(self.bound.rest.clone())),
            Property::read_only("ExpectingInput", Value::Bool(self.has_input)),
        ]))
    }
}

/// What [`Running::set_automatic`] sets of what the caller may have, too.
const AUTOMATIC: &[&str] = &["args", "input", "MyInvocation", "PSBoundParameters", "PSCmdlet"];

/// What a parameter without value and default holds.
fn initial(of: Option<&Type>) -> Value {
    match of {
        Some(Type::String) => Value::text(""),
        Some(Type::Bool | Type::Switch) => Value::Bool(false),
        Some(Type::Int | Type::Byte | Type::Integer(_)) => Value::Int(0),
        Some(Type::Long) => Value::Long(0),
        Some(Type::Double | Type::Real(_)) => Value::Double(0.0),
        _ => Value::Null,
    }
}
