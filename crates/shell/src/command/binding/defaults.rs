//! `$PSDefaultParameterValues`: what parameters get that no argument gives.

use std::rc::Rc;

use super::Bound;
use crate::convert::{display, to_bool};
use crate::flow::{Flow, gathered};
use crate::session::Session;
use crate::text::{Case, Wildcard};
use crate::value::{Hashtable, Value};

impl Bound {
    /// Binds what `$PSDefaultParameterValues` says for this command. What does not fit its other parameters is
    /// passed over.
    pub(super) fn bind_defaults(&mut self, session: &mut Session) -> Flow {
        if !self.signature.is_strict {
            return Ok(());
        }
        let Some(Value::Hashtable(table)) = session.variable(VARIABLE) else { return Ok(()) };
        if table.is_empty() || table.named("Disabled").is_some_and(|disabled| to_bool(&disabled)) {
            return Ok(());
        }
        for (place, value) in self.defaults(&table)? {
            let signature = Rc::clone(&self.signature);
            let parameter = &signature.parameters[place];
            if self.values.contains_key(&place) || self.open_memberships(parameter).is_empty() {
                continue;
            }
            let value = match &value {
                Value::ScriptBlock(block) => {
                    gathered(session.run_block_values(block, Value::Null)?).unwrap_or_default()
                }
                _ => value,
            };
            self.bind(place, value, None, session)?;
        }
        Ok(())
    }

    /// The entries for this command: `Command:Parameter`, where the command may be a wildcard.
    fn defaults(&self, table: &Hashtable) -> Flow<Vec<(usize, Value)>> {
        let mut found = Vec::new();
        for (key, value) in table.entries() {
            let key = display(&key);
            let Some((command, parameter)) = key.rsplit_once(':') else { continue };
            let command = command.trim().trim_matches(['\'', '"']);
            let pattern = Wildcard::new(command, Case::Ignored)?;
            if let (true, Some(place)) =
                (pattern.matches(&self.signature.command), self.signature.named(parameter.trim()))
            {
                found.push((place, value));
            }
        }
        Ok(found)
    }
}

const VARIABLE: &str = "PSDefaultParameterValues";
