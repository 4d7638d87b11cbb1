//! Statements: one after the other, each ending by itself where it fails.

use std::rc::Rc;

use crate::command::Preference;
use crate::flow::{Flow, Interrupt, Output, gathered, put_all};
use crate::session::Session;
use crate::session::scope::Function;
use crate::syntax::tree::{Block, Pipeline, PipelineElement, ScriptBlock, Statement, StatementKind};
use crate::value::Value;

impl Session {
    /// Runs the statements of a script at the prompt: those of its `end`, in the scope that runs.
    pub(crate) fn run_statements(&mut self, script: &ScriptBlock, out: &mut dyn Output) -> Flow {
        for block in [&script.begin, &script.process, &script.end].into_iter().flatten() {
            match self.run_all(block, out).map_err(|interrupt| *interrupt) {
                Err(Interrupt::Return | Interrupt::Break(_) | Interrupt::Continue(_)) => return Ok(()),
                Err(other) => return Err(Box::new(other)),
                Ok(()) => {}
            }
        }
        Ok(())
    }

    /// Runs the statements of a block.
    pub(crate) fn run_all(&mut self, block: &Block, out: &mut dyn Output) -> Flow {
        if block.statements.iter().any(|one| matches!(one.kind, StatementKind::Trap(_))) {
            return self.run_trapping(block, out);
        }
        block.statements.iter().try_for_each(|statement| self.run_statement(statement, out))
    }

    /// Runs a statement. An error that ends the statement is reported here, unless a `try` waits for it.
    pub(crate) fn run_statement(&mut self, statement: &Statement, out: &mut dyn Output) -> Flow {
        self.step()?;
        let flow = self.deeper(|session| session.execute(statement, out));
        let flow = self.placed(flow, statement.span);
        let Err(interrupt) = flow else { return Ok(()) };
        match *interrupt {
            Interrupt::Error { record, stops_script: false } if self.trying == 0 => {
                if self.error_preference() == Preference::Stop {
                    return Err(Interrupt::stop(record));
                }
                self.report_ended(&record);
                Ok(())
            }
            other => Err(Box::new(other)),
        }
    }

    fn execute(&mut self, statement: &Statement, out: &mut dyn Output) -> Flow {
        match &statement.kind {
            StatementKind::Pipeline(pipeline) => self.run_pipeline(pipeline, out),
            StatementKind::Assignment(assignment) => self.assign(assignment).map(drop),
            StatementKind::If(branches) => self.run_if(branches, out),
            StatementKind::Loop { label, kind } => self.run_loop(label.as_deref(), kind, out),
            StatementKind::Switch(switch) => self.run_switch(switch, out),
            StatementKind::Function(function) => {
                self.define_function(function);
                Ok(())
            }
            StatementKind::Try(tried) => self.run_try(tried, out),
            // The block that it stands in looks for it where an error happens.
            StatementKind::Trap(_) => Ok(()),
            StatementKind::Data { variable: None, body } => self.run_all(body, out),
            StatementKind::Data { variable: Some(variable), body } => {
                let mut values = Vec::new();
                self.run_all(body, &mut values)?;
                let value = gathered(values);
                let is_nothing = value.is_none();
                self.write(variable, value.unwrap_or_default(), is_nothing)
            }
            StatementKind::Throw(thrown) => Err(self.throw(thrown.as_deref(), statement.span)),
            StatementKind::Return(returned) => {
                if let Some(returned) = returned {
                    let flow = self.execute(returned, out);
                    self.placed(flow, returned.span)?;
                }
                Err(Box::new(Interrupt::Return))
            }
            StatementKind::Exit(code) => {
                let code = match code {
                    Some(code) => crate::convert::to_int(&self.value_of(code)?).unwrap_or(0),
                    None => 0,
                };
                Err(Box::new(Interrupt::Exit(code)))
            }
            StatementKind::Break(label) => {
                let label = self.label(label.as_deref())?;
                Err(Box::new(Interrupt::Break(label)))
            }
            StatementKind::Continue(label) => {
                let label = self.label(label.as_deref())?;
                Err(Box::new(Interrupt::Continue(label)))
            }
            StatementKind::Error => Ok(()),
        }
    }

    fn label(
        &mut self,
        label: Option<&crate::syntax::tree::Expression>,
    ) -> Flow<Option<std::sync::Arc<str>>> {
        let Some(label) = label else { return Ok(None) };
        let value = self.eval(label)?;
        Ok(Some(crate::convert::to_text(&value, self.setting())?))
    }

    /// What a statement yields, as one value: an expression's as it is, of a command nothing, the only value
    /// or an array.
    pub(crate) fn value_of(&mut self, statement: &Statement) -> Flow<Value> {
        Ok(self.result_of(statement)?.unwrap_or_default())
    }

    /// The same; none where a command yielded nothing.
    pub(crate) fn result_of(&mut self, statement: &Statement) -> Flow<Option<Value>> {
        if let Some(expression) = lone_expression(statement) {
            let result = self.eval_result(expression);
            return self.placed(result, expression.span);
        }
        if let StatementKind::Assignment(assignment) = &statement.kind {
            let assigned = self.assign(assignment).map(Some);
            return self.placed(assigned, statement.span);
        }
        let mut values = Vec::new();
        let flow = self.deeper(|session| session.execute(statement, &mut values));
        self.placed(flow, statement.span)?;
        Ok(gathered(values))
    }

    /// Runs a pipeline of one expression or of commands.
    fn run_pipeline(&mut self, pipeline: &Pipeline, out: &mut dyn Output) -> Flow {
        if let [PipelineElement::Expression { expression, redirections }] = &pipeline.elements[..]
            && redirections.is_empty()
        {
            let value = self.eval_result(expression)?;
            self.set_success(true);
            return match value {
                // `$x++` alone yields nothing.
                Some(value) if !is_step(expression) => put_all(out, value, self),
                _ => Ok(()),
            };
        }
        self.run_stages(pipeline, out)
    }

    fn define_function(&self, function: &crate::syntax::tree::Function) {
        let (scope, name) = match function.name.split_once(':') {
            Some((scope, name)) if scope.eq_ignore_ascii_case("global") => (Rc::clone(self.global()), name),
            Some((scope, name)) if scope.eq_ignore_ascii_case("script") => {
                (self.context().scope.script(), name)
            }
            Some((_, name)) => (Rc::clone(&self.context().scope), name),
            None => (Rc::clone(&self.context().scope), &*function.name),
        };
        scope.define(Rc::new(Function {
            name: name.into(),
            body: std::sync::Arc::clone(&function.body),
            code: Rc::clone(&self.context().code),
            signature: std::cell::OnceCell::new(),
            home: self.home(),
        }));
    }
}

/// The expression that a statement consists of, if it is nothing else.
pub(super) fn lone_expression(statement: &Statement) -> Option<&crate::syntax::tree::Expression> {
    match &statement.kind {
        StatementKind::Pipeline(pipeline) => match &pipeline.elements[..] {
            [PipelineElement::Expression { expression, redirections }] if redirections.is_empty() => {
                Some(expression)
            }
            _ => None,
        },
        _ => None,
    }
}

/// Whether an expression adds or takes one.
fn is_step(expression: &crate::syntax::tree::Expression) -> bool {
    use crate::syntax::operator::UnaryOperator;
    use crate::syntax::tree::ExpressionKind;
    match &expression.kind {
        ExpressionKind::Postfix { .. } => true,
        ExpressionKind::Unary { operator, .. } => {
            matches!(operator, UnaryOperator::Increment | UnaryOperator::Decrement)
        }
        _ => false,
    }
}
