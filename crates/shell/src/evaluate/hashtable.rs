//! `@{ key = value }`.

use crate::flow::Flow;
use crate::session::Session;
use crate::syntax::tree::Entry;
use crate::value::limits::check_elements;
use crate::value::{Category, Fault, Hashtable, Value};

impl Session {
    pub(super) fn hashtable(&mut self, entries: &[Entry], table: Hashtable) -> Flow<Value> {
        for entry in entries {
            let key = self.eval(&entry.key)?;
            let value = self.value_of(&entry.value)?;
            if table.contains(&key) {
                return Err(self.fail(duplicate(&key), entry.key.span));
            }
            check_elements(table.len() + 1)?;
            if !table.set(key, value) {
                return Err(self.fail(null_key(), entry.key.span));
            }
        }
        Ok(Value::Hashtable(table))
    }
}

fn duplicate(key: &Value) -> Box<Fault> {
    let text = crate::convert::display(key);
    Fault::new(
        format!("Item has already been added. Key in dictionary: '{text}'  Key being added: '{text}'"),
        "System.ArgumentException",
        Category::OperationStopped,
    )
    .with_exception("System.ArgumentException")
}

fn null_key() -> Box<Fault> {
    Fault::new("A null key is not allowed in a hash literal.", "InvalidNullKey", Category::InvalidOperation)
}
