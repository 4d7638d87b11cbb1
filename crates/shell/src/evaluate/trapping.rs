//! `trap`: what a block does with the errors of its statements.

use std::rc::Rc;

use crate::command::Preference;
use crate::flow::{Flow, Interrupt, Output};
use crate::session::scope::Scope;
use crate::session::{Context, Session};
use crate::syntax::tree::{Block, Catch, Statement, StatementKind};
use crate::value::{ErrorRecord, Value};

impl Session {
    /// Runs the statements of a block with traps: they take the errors of all its statements, wherever they stand
    /// in it. Blocks within give their errors up to it.
    pub(super) fn run_trapping(&mut self, block: &Block, out: &mut dyn Output) -> Flow {
        self.trying += 1;
        let flow = block.statements.iter().try_for_each(|statement| self.trapped(statement, block, out));
        self.trying -= 1;
        flow
    }

    fn trapped(&mut self, statement: &Statement, block: &Block, out: &mut dyn Output) -> Flow {
        let Err(interrupt) = self.run_statement(statement, out) else { return Ok(()) };
        let (Interrupt::Error { record, .. } | Interrupt::Thrown(record)) = &*interrupt else {
            return Err(interrupt);
        };
        let record = Rc::clone(record);
        let Some(trap) = self.trap_for(block, &record)? else { return Err(interrupt) };
        match self.run_trap(trap, &record, out).map_err(|ended| *ended) {
            Ok(()) | Err(Interrupt::Return) => match self.error_preference() {
                Preference::Stop => Err(interrupt),
                _ => {
                    self.report_ended(&record);
                    Ok(())
                }
            },
            Err(Interrupt::Continue(None)) => {
                self.keep_error(&record);
                self.set_success(false);
                Ok(())
            }
            Err(Interrupt::Break(None)) => Err(interrupt),
            Err(other) => Err(Box::new(other)),
        }
    }

    /// The trap that takes an error: one that names its type, or else the one for all.
    fn trap_for<'a>(&self, block: &'a Block, record: &ErrorRecord) -> Flow<Option<&'a Catch>> {
        let mut for_all = None;
        for statement in &block.statements {
            let StatementKind::Trap(trap) = &statement.kind else { continue };
            if trap.types.is_empty() {
                for_all.get_or_insert(trap);
            } else if self.is_named(trap, record)? {
                return Ok(Some(trap));
            }
        }
        Ok(for_all)
    }

    /// Runs the body of a trap in a scope of its own, `$_` being the error.
    fn run_trap(&mut self, trap: &Catch, record: &Rc<ErrorRecord>, out: &mut dyn Output) -> Flow {
        let context =
            Context { scope: Scope::within(&self.context().scope, false), ..self.context().clone() };
        let item = Value::Error(Rc::clone(record));
        self.within(context, |session| session.with_item(item, |session| session.run_all(&trap.body, out)))
    }
}
