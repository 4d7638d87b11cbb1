//! `[ref]$x`: a variable that a method or a function writes to.

use std::rc::Rc;
use std::sync::Arc;

use super::scope::{Scope, Slot};
use crate::convert::cast;
use crate::setting::Setting;
use crate::value::{Object, Outcome, Value};

/// A variable by reference; its `Value` is that of the variable.
pub(crate) struct Reference {
    scope: Rc<Scope>,
    name: Arc<str>,
}

impl Reference {
    /// The variable called `name` as `scope` sees it, as an object.
    pub(crate) fn to(scope: &Rc<Scope>, name: &Arc<str>) -> Object {
        let mut holder = scope;
        while holder.look_here(name, |_| ()).is_none() {
            match holder.parent() {
                Some(parent) => holder = parent,
                None => {
                    holder = scope;
                    break;
                }
            }
        }
        let reference = Self { scope: Rc::clone(holder), name: Arc::clone(name) };
        Object::bearing(Rc::from([REFERENCE.into(), "System.Object".into()]), Rc::new(reference))
    }

    /// The reference that a value is.
    pub(crate) fn of(value: &Value) -> Option<Rc<Self>> {
        match value.bare() {
            Value::Object(object) => object.payload(),
            _ => None,
        }
    }

    /// What the variable holds.
    pub(crate) fn value(&self) -> Value {
        self.scope.look_here(&self.name, |slot| slot.value.clone()).unwrap_or_default()
    }

    /// Assigns to the variable.
    pub(crate) fn store(&self, value: Value, setting: &Setting) -> Outcome<()> {
        let known = self.scope.look_here(&self.name, Slot::clone).unwrap_or_default();
        if known.is_constant || known.is_read_only {
            return Err(super::constant(&self.name));
        }
        let value = match &known.declared {
            Some(of) => cast(&value, of, setting)?,
            None => value,
        };
        self.scope.put(Slot { name: Arc::clone(&self.name), value, is_nothing: false, ..known });
        Ok(())
    }
}

/// The type of references.
pub(crate) const REFERENCE: &str = "System.Management.Automation.PSReference";
