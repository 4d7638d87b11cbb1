//! Pipelines of commands.

use super::invocation::Place;
use super::stage::Stage;
use crate::flow::{Flow, Interrupt, Output};
use crate::session::Session;
use crate::syntax::tree::{Expression, Pipeline, PipelineElement, Redirection};
use crate::value::Value;

impl Session {
    /// Runs a pipeline that has commands or redirections.
    pub(super) fn run_stages(&mut self, pipeline: &Pipeline, out: &mut dyn Output) -> Flow {
        let number = self.next_pipeline();
        let (first, commands) = match &pipeline.elements[..] {
            [PipelineElement::Expression { expression, redirections }, rest @ ..] => {
                (Some((expression, &redirections[..])), rest)
            }
            all => (None, all),
        };
        if commands.is_empty()
            && let Some((expression, redirections)) = first
        {
            return self.run_redirected(expression, redirections, out);
        }
        let input = first.map(|(expression, _)| self.eval_result(expression)).transpose()?;
        let mut stages = Vec::new();
        for (at, element) in commands.iter().enumerate() {
            let PipelineElement::Command(command) = element else { continue };
            let place = Place { pipeline: number, stage: at, has_input: at > 0 || input.is_some() };
            stages.push(self.prepare(command, place)?);
        }
        self.set_success(true);
        let flow = feed(&stages, input, self, out);
        let flow = match flow.map_err(|interrupt| *interrupt) {
            Err(Interrupt::PipelineStopped { pipeline, stage }) if pipeline == number => {
                end_from(&stages, stage + 1, self, out)
            }
            other => other.map_err(Box::new),
        };
        for (at, stage) in stages.iter().enumerate() {
            let mut next = Next { stages: &stages, at: at + 1, last: out };
            stage.close(self, &mut next)?;
        }
        flow
    }

    /// An expression alone whose output goes to a file.
    fn run_redirected(
        &mut self,
        expression: &Expression,
        redirections: &[Redirection],
        out: &mut dyn Output,
    ) -> Flow {
        let redirected = self.redirect(redirections)?;
        let sinks = redirected.sinks.clone();
        let name = std::sync::Arc::from("");
        let value = self.framed(&name, crate::command::Common::default(), sinks, |session| {
            session.eval_result(expression)
        })?;
        self.set_success(true);
        for value in value.map_or_else(Vec::new, |value| value.unroll()) {
            if let Some(value) = redirected.take(value)? {
                out.put(value, self)?;
            }
        }
        redirected.merge(self, out)?;
        redirected.close(self)
    }
}

/// Runs all stages: their beginnings, the input, their ends.
fn feed(stages: &[Stage], input: Option<Option<Value>>, session: &mut Session, out: &mut dyn Output) -> Flow {
    for (at, stage) in stages.iter().enumerate() {
        stage.begin(session, &mut Next { stages, at: at + 1, last: out })?;
    }
    match input {
        None => stages[0].process(None, session, &mut Next { stages, at: 1, last: out })?,
        // Bytes for a command that takes bytes go as one, and not as millions of inputs.
        Some(Some(bytes @ Value::Bytes(_))) if stages[0].takes_bytes() => {
            stages[0].process(Some(&bytes), session, &mut Next { stages, at: 1, last: out })?;
        }
        Some(value) => {
            for value in value.map_or_else(Vec::new, |value| value.unroll()) {
                stages[0].process(Some(&value), session, &mut Next { stages, at: 1, last: out })?;
            }
        }
    }
    end_from(stages, 0, session, out)
}

fn end_from(stages: &[Stage], from: usize, session: &mut Session, out: &mut dyn Output) -> Flow {
    for (at, stage) in stages.iter().enumerate().skip(from) {
        stage.end(session, &mut Next { stages, at: at + 1, last: out })?;
    }
    Ok(())
}

/// The way from a stage to the next, or out of the pipeline.
struct Next<'a> {
    stages: &'a [Stage],
    at: usize,
    last: &'a mut dyn Output,
}

impl Output for Next<'_> {
    fn put(&mut self, value: Value, session: &mut Session) -> Flow {
        match self.stages.get(self.at) {
            Some(stage) => {
                let mut next = Next { stages: self.stages, at: self.at + 1, last: &mut *self.last };
                stage.process(Some(&value), session, &mut next)
            }
            None => self.last.put(value, session),
        }
    }
}
