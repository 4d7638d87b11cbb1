//! `if` and the loops.

use std::rc::Rc;

use super::cursor::Cursor;
use crate::convert::to_bool;
use crate::flow::{Flow, Interrupt, Output};
use crate::session::Session;
use crate::syntax::tree::{Block, If, Loop, Statement, Variable};
use crate::value::Value;

/// Whether a loop goes on after a round.
pub(super) enum Round {
    Next,
    Done,
}

impl Session {
    pub(super) fn run_if(&mut self, branches: &If, out: &mut dyn Output) -> Flow {
        for (condition, body) in &branches.branches {
            if self.holds(condition)? {
                return self.run_all(body, out);
            }
        }
        match &branches.otherwise {
            Some(body) => self.run_all(body, out),
            None => Ok(()),
        }
    }

    /// Whether a condition holds.
    fn holds(&mut self, condition: &Statement) -> Flow<bool> {
        Ok(to_bool(&self.value_of(condition)?))
    }

    pub(super) fn run_loop(&mut self, label: Option<&str>, kind: &Loop, out: &mut dyn Output) -> Flow {
        match kind {
            Loop::While { condition, body } => {
                while self.holds(condition)? {
                    if let Round::Done = self.round(label, body, out)? {
                        break;
                    }
                }
            }
            Loop::DoWhile { body, condition } => loop {
                if matches!(self.round(label, body, out)?, Round::Done) || !self.holds(condition)? {
                    break;
                }
            },
            Loop::DoUntil { body, condition } => loop {
                if matches!(self.round(label, body, out)?, Round::Done) || self.holds(condition)? {
                    break;
                }
            },
            Loop::For { initial, condition, step, body } => {
                if let Some(initial) = initial {
                    self.value_of(initial)?;
                }
                loop {
                    if let Some(condition) = condition
                        && !self.holds(condition)?
                    {
                        break;
                    }
                    if let Round::Done = self.round(label, body, out)? {
                        break;
                    }
                    if let Some(step) = step {
                        self.value_of(step)?;
                    }
                }
            }
            Loop::ForEach { variable, items, body } => {
                return self.run_foreach(label, variable, items, body, out);
            }
        }
        Ok(())
    }

    fn run_foreach(
        &mut self,
        label: Option<&str>,
        variable: &Variable,
        items: &Statement,
        body: &Block,
        out: &mut dyn Output,
    ) -> Flow {
        let items = match self.result_of(items)? {
            None | Some(Value::Null) => return Ok(()),
            Some(value) => value.unroll(),
        };
        let cursor = Cursor::new(items);
        let outer = self.walking.foreach.replace(Rc::clone(&cursor));
        let flow = self.walk(label, variable, &cursor, body, out);
        self.walking.foreach = outer;
        flow
    }

    fn walk(
        &mut self,
        label: Option<&str>,
        variable: &Variable,
        cursor: &Cursor,
        body: &Block,
        out: &mut dyn Output,
    ) -> Flow {
        while let Some(item) = cursor.next() {
            self.write(variable, item, false)?;
            if let Round::Done = self.round(label, body, out)? {
                break;
            }
        }
        Ok(())
    }

    /// One round of a loop.
    fn round(&mut self, label: Option<&str>, body: &Block, out: &mut dyn Output) -> Flow<Round> {
        self.step()?;
        after_round(self.run_all(body, out), label)
    }
}

/// What a round's end means for the loop or `switch` with this label; labels of those further out go on outwards.
pub(super) fn after_round(flow: Flow, label: Option<&str>) -> Flow<Round> {
    let is_mine = |wanted: &Option<std::sync::Arc<str>>| match (wanted, label) {
        (None, _) => true,
        (Some(wanted), Some(label)) => wanted.eq_ignore_ascii_case(label),
        (Some(_), None) => false,
    };
    match flow.map_err(|interrupt| *interrupt) {
        Ok(()) => Ok(Round::Next),
        Err(Interrupt::Break(wanted)) if is_mine(&wanted) => Ok(Round::Done),
        Err(Interrupt::Continue(wanted)) if is_mine(&wanted) => Ok(Round::Next),
        Err(other) => Err(Box::new(other)),
    }
}
