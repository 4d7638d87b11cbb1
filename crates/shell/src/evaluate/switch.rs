//! `switch`.

use std::rc::Rc;

use super::control::{Round, after_round};
use super::cursor::Cursor;
use crate::convert::{to_bool, to_text};
use crate::flow::{Flow, Output, gathered};
use crate::operator;
use crate::session::Session;
use crate::syntax::tree::{ExpressionKind, Switch, SwitchClause, SwitchMatching, SwitchSubject};
use crate::text::{Case, Wildcard};
use crate::value::{Category, Fault, Value};

impl Session {
    pub(super) fn run_switch(&mut self, switch: &Switch, out: &mut dyn Output) -> Flow {
        let cursor = Cursor::new(self.subjects(switch)?);
        let outer = self.walking.switch.replace(Rc::clone(&cursor));
        let flow = self.run_subjects(switch, &cursor, out);
        self.walking.switch = outer;
        flow
    }

    fn run_subjects(&mut self, switch: &Switch, cursor: &Cursor, out: &mut dyn Output) -> Flow {
        while let Some(item) = cursor.next() {
            self.step()?;
            let flow = self.with_item(item.clone(), |session| session.run_clauses(switch, &item, out));
            if let Round::Done = after_round(flow, switch.label.as_deref())? {
                break;
            }
        }
        Ok(())
    }

    /// What is compared, one after the other; an empty array is compared with nothing.
    fn subjects(&mut self, switch: &Switch) -> Flow<Vec<Value>> {
        match &switch.subject {
            SwitchSubject::Value(statement) => match self.result_of(statement)? {
                Some(value) => Ok(value.unroll()),
                None => Ok(vec![]),
            },
            SwitchSubject::File(path) => {
                let value = self.eval(path)?;
                let path_text = to_text(&value, self.setting())?;
                let bytes = self.host().read_file(&path_text).map_err(|error| {
                    let fault = Fault::new(error.to_string(), "FileReadError", Category::ReadError)
                        .with_target(Value::String(std::sync::Arc::clone(&path_text)));
                    self.fail(fault, path.span)
                })?;
                let text = crate::text::decode(&bytes);
                Ok(crate::text::lines(&text).into_iter().map(Value::text).collect())
            }
        }
    }

    fn run_clauses(&mut self, switch: &Switch, item: &Value, out: &mut dyn Output) -> Flow {
        let mut matched = false;
        for clause in &switch.clauses {
            if self.clause_fits(switch, clause, item)? {
                matched = true;
                self.run_all(&clause.body, out)?;
            }
        }
        match &switch.default {
            Some(body) if !matched => self.run_all(body, out),
            _ => Ok(()),
        }
    }

    fn clause_fits(&mut self, switch: &Switch, clause: &SwitchClause, item: &Value) -> Flow<bool> {
        if let ExpressionKind::ScriptBlock(_) = &clause.pattern.kind {
            let block = self.eval(&clause.pattern)?;
            let Value::ScriptBlock(block) = block else { return Ok(false) };
            let answer = self.run_block_values(&block, item.clone())?;
            return Ok(gathered(answer).is_some_and(|answer| to_bool(&answer)));
        }
        let pattern = self.eval(&clause.pattern)?;
        let case = if switch.case_sensitive { Case::Matters } else { Case::Ignored };
        let setting = self.shared_setting();
        let fits = match switch.matching {
            SwitchMatching::Exact => {
                operator::equals(item, &pattern, case, &setting).or_else(|_| Ok::<_, Box<Fault>>(false))
            }
            SwitchMatching::Wildcard => (|| {
                let wildcard = Wildcard::new(&to_text(&pattern, &setting)?, case)?;
                Ok(wildcard.matches(&to_text(item, &setting)?))
            })(),
            SwitchMatching::Regex => {
                operator::match_text(item, &pattern, case, true, &setting).map(|(value, captures)| {
                    if let Some(captures) = captures {
                        self.context().scope.set("Matches", Value::Hashtable(captures));
                    }
                    to_bool(&value)
                })
            }
        };
        fits.map_err(|fault| self.fail(fault, clause.pattern.span))
    }
}
