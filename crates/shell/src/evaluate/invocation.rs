//! From a command in the text to what runs: its name looked up, its arguments evaluated.

use std::rc::Rc;
use std::sync::Arc;

use super::block::Body;
use super::body::{Runnable, Running};
use super::stage::{Runner, Stage};
use crate::command::{Bound, Given, Registered, Signature, name_of_argument};
use crate::convert::to_text;
use crate::flow::{Flow, Interrupt};
use crate::session::scope::{Function, Scope};
use crate::session::{Found, Session, unknown_command};
use crate::syntax::tree::{
    Argument, ArgumentKind, Command, Expression, ExpressionKind, Invocation, Variable,
};
use crate::value::{Category, ErrorRecord, Fault, Reporter, ScriptBlock, Value};

/// What a command's name means.
enum Target {
    Found(Found),
    Block(ScriptBlock),
}

impl Session {
    /// Makes a command ready to run as a stage of a pipeline.
    pub(super) fn prepare(&mut self, command: &Command, place: Place) -> Flow<Stage> {
        let (target, name) = self.target(command)?;
        let given = self.arguments(&command.arguments)?;
        let (target, name, given) = self.or_help(target, name, given);
        let redirected = self.redirect(&command.redirections)?;
        let sinks = redirected.sinks.clone();
        let is_cmdlet = matches!(target, Target::Found(Found::Cmdlet(_)));
        let runner = self.framed(&name, crate::command::Common::default(), sinks, |session| match target {
            Target::Found(Found::Cmdlet(cmdlet)) => session.start_cmdlet(&cmdlet, given, place.has_input),
            Target::Found(Found::Function(function)) => {
                session.start_function(&function, command.invocation, given, place.has_input)
            }
            Target::Found(Found::Script(path)) => {
                let called = (command.invocation, Arc::clone(&name));
                session.start_script(&path, called, given, place.has_input)
            }
            Target::Block(block) => session.start_block(&block, command.invocation, given, place.has_input),
        });
        let runner = runner.map_err(|interrupt| {
            let reporter = if is_cmdlet { Reporter::Cmdlet(&name) } else { Reporter::Script(&name) };
            interrupt.located(Some(reporter), || self.place(command.span))
        })?;
        Ok(Stage::new(runner, name, command.span, place, self.context().clone(), redirected))
    }

    /// `Get-Date -?` is `Get-Help Get-Date`.
    fn or_help(&self, target: Target, name: Arc<str>, given: Vec<Given>) -> (Target, Arc<str>, Vec<Given>) {
        let is_asked = |one: &Given| matches!(one, Given::Named { name, .. } if &**name == "?");
        match self.commands().cmdlet("Get-Help") {
            Some(help) if matches!(target, Target::Found(_)) && given.iter().any(is_asked) => {
                let found = Target::Found(Found::Cmdlet(Rc::clone(help)));
                let topic = Given::Value { value: Value::String(name), text: None, at: None };
                (found, Arc::from(help.declaration.name), vec![topic])
            }
            _ => (target, name, given),
        }
    }

    fn target(&mut self, command: &Command) -> Flow<(Target, Arc<str>)> {
        let value = match (&command.name.kind, command.invocation) {
            (ExpressionKind::Text { value, .. }, _) => Value::String(Arc::clone(value)),
            _ => self.eval(&command.name)?,
        };
        let name: Arc<str> = match &value {
            Value::ScriptBlock(block) => return Ok((Target::Block(block.clone()), Arc::from(""))),
            // What Get-Command yields is called by its name.
            Value::Object(object) => match object.property("Name") {
                Some(Value::String(name)) => name,
                _ => to_text(&value, self.setting())?,
            },
            other => to_text(other, self.setting())?,
        };
        if name.is_empty() {
            return Err(self.fail(empty_name(command.invocation), command.name.span));
        }
        match self.find_command(&name) {
            Some(Found::Cmdlet(cmdlet)) => {
                let name = Arc::from(cmdlet.declaration.name);
                Ok((Target::Found(Found::Cmdlet(cmdlet)), name))
            }
            Some(found) => Ok((Target::Found(found), name)),
            None => {
                let mut record = ErrorRecord::new(*unknown_command(&name));
                record.activity = Arc::from("");
                record.place = Some(self.place(command.name.span));
                Err(Interrupt::error(Rc::new(record)))
            }
        }
    }

    fn start_cmdlet(&mut self, cmdlet: &Rc<Registered>, given: Vec<Given>, has_input: bool) -> Flow<Runner> {
        let signature = cmdlet.signature(self.types());
        let mut bound = Bound::new(&signature, given, has_input, self)?;
        if has_input {
            bound.complete_before_input(self)?;
        }
        Ok(Runner::Cmdlet { cmdlet: (cmdlet.start)(), bound: Box::new(bound) })
    }

    /// The parameters of a function, made at their first use.
    pub(crate) fn function_signature(&mut self, function: &Function) -> Flow<Rc<Signature>> {
        if let Some(known) = function.signature.get() {
            return Ok(Rc::clone(known));
        }
        let made = Rc::new(self.signature_of(&function.name, &function.body)?);
        Ok(Rc::clone(function.signature.get_or_init(|| made)))
    }

    fn start_function(
        &mut self,
        function: &Rc<Function>,
        invocation: Invocation,
        given: Vec<Given>,
        has_input: bool,
    ) -> Flow<Runner> {
        let signature = self.function_signature(function)?;
        let runnable = Runnable {
            typed: typed(invocation, &function.name),
            is_script: false,
            name: Arc::clone(&function.name),
            tree: Arc::clone(&function.body),
            code: Rc::clone(&function.code),
            signature,
            scope: match function.home.upgrade() {
                Some(home) if invocation != Invocation::Dot => Scope::at_home(&self.context().scope, home),
                _ => self.scope_for(invocation, false),
            },
        };
        Ok(Runner::Function(Box::new(Running::new(runnable, given, has_input, self)?)))
    }

    fn start_block(
        &mut self,
        block: &ScriptBlock,
        invocation: Invocation,
        given: Vec<Given>,
        has_input: bool,
    ) -> Flow<Runner> {
        let Some(body) = block.body::<Body>() else {
            return Err(
                Fault::new("The script block is empty.", "EmptyBlock", Category::InvalidOperation).into()
            );
        };
        let name = Arc::from("");
        let scope = match &body.closure {
            Some(kept) => Scope::within(kept, false),
            None => self.scope_for(invocation, false),
        };
        let runnable = Runnable {
            signature: Rc::new(self.signature_of(&name, &body.tree)?),
            typed: typed(invocation, &name),
            is_script: false,
            name,
            tree: Arc::clone(&body.tree),
            code: Rc::clone(&body.code),
            scope,
        };
        Ok(Runner::Function(Box::new(Running::new(runnable, given, has_input, self)?)))
    }

    fn start_script(
        &mut self,
        path: &str,
        (invocation, called): (Invocation, Arc<str>),
        given: Vec<Given>,
        has_input: bool,
    ) -> Flow<Runner> {
        let (parsed, code) = self.load(path)?;
        let name = Arc::from(path);
        let runnable = Runnable {
            signature: Rc::new(self.signature_of(&name, &parsed.script)?),
            typed: typed(invocation, &called),
            is_script: true,
            name,
            tree: parsed.script,
            code,
            scope: self.scope_for(invocation, true),
        };
        Ok(Runner::Function(Box::new(Running::new(runnable, given, has_input, self)?)))
    }

    /// The scope of what is called: one of its own, or that of the caller for what is dotted.
    fn scope_for(&self, invocation: Invocation, is_script: bool) -> Rc<Scope> {
        match invocation {
            Invocation::Dot => Rc::clone(&self.context().scope),
            Invocation::Plain | Invocation::Call => Scope::within(&self.context().scope, is_script),
        }
    }

    /// The arguments of a command.
    fn arguments(&mut self, arguments: &[Argument]) -> Flow<Vec<Given>> {
        let mut given = Vec::with_capacity(arguments.len());
        for argument in arguments {
            match &argument.kind {
                ArgumentKind::Parameter { name, value } => {
                    let at = Some((argument.span, value.as_ref().map_or(argument.span, |value| value.span)));
                    let value = value.as_ref().map(|value| self.eval(value)).transpose()?;
                    given.push(Given::Named { name: Arc::clone(name), value, at });
                }
                ArgumentKind::Value(Expression { kind: ExpressionKind::Splat(variable), .. }) => {
                    self.splat(variable, &mut given)?;
                }
                ArgumentKind::Value(expression) => {
                    let value = self.eval(expression)?;
                    let is_number = matches!(&expression.kind, ExpressionKind::Number(_));
                    let text =
                        is_number.then(|| Arc::from(self.context().code.source.slice(expression.span)));
                    given.push(Given::Value { value, text, at: Some(expression.span) });
                }
                ArgumentKind::EndOfParameters => given.push(Given::EndOfParameters),
            }
        }
        Ok(given)
    }

    /// `@parameters`: a table gives parameters by name, a list by position.
    fn splat(&self, variable: &Variable, given: &mut Vec<Given>) -> Flow {
        let at = Some((variable.span, variable.span));
        let read = self.read(variable)?;
        match read.value.bare() {
            Value::Hashtable(table) => {
                for (name, value) in table.entries() {
                    let name = Arc::from(crate::convert::display(&name));
                    given.push(Given::Named { name, value: Some(value), at });
                }
            }
            Value::Null => {}
            other => {
                let mut elements = other.unroll().into_iter();
                while let Some(value) = elements.next() {
                    given.push(match name_of_argument(&value) {
                        Some((name, true)) => Given::Named { name, value: elements.next(), at },
                        Some((name, false)) => Given::Named { name, value: None, at },
                        None => Given::Value { value, text: None, at: Some(variable.span) },
                    });
                }
            }
        }
        Ok(())
    }
}

/// Where in its pipeline a command stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) pipeline: u64,
    pub(super) stage: usize,
    /// Whether something is piped into it.
    pub(super) has_input: bool,
}

/// InvocationName: what calls, or the name where nothing else does.
fn typed(invocation: Invocation, name: &Arc<str>) -> Arc<str> {
    match invocation {
        Invocation::Plain => Arc::clone(name),
        Invocation::Call => Arc::from("&"),
        Invocation::Dot => Arc::from("."),
    }
}

fn empty_name(invocation: Invocation) -> Box<Fault> {
    let sign = if invocation == Invocation::Dot { "." } else { "&" };
    Fault::new(
        format!(
            "The expression after '{sign}' in a pipeline element produced an object that was not valid. It must \
             result in a command name, a script block, or a CommandInfo object."
        ),
        "BadExpression",
        Category::InvalidOperation,
    )
}
