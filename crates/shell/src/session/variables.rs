//! Reading and writing variables, with their scopes and types.

use std::rc::Rc;
use std::sync::Arc;

use super::Session;
use super::scope::{Scope, Slot};
use crate::command::{Check, allows};
use crate::convert::cast;
use crate::flow::Flow;
use crate::syntax::tree::{self, Variable};
use crate::value::{Category, Fault, Outcome, Type, Value};

/// A variable's value, and whether it came from a pipeline without output.
pub(crate) struct Read {
    pub(crate) value: Value,
    pub(crate) is_nothing: bool,
}

impl Session {
    /// The value of a variable as code reads it.
    pub(crate) fn read(&self, variable: &Variable) -> Flow<Read> {
        let name = &*variable.name;
        let plain = |value| Ok(Read { value, is_nothing: false });
        let look = |slot: &Slot| Read { value: slot.value.clone(), is_nothing: slot.is_nothing };
        let found = match &variable.scope {
            tree::Scope::Nearest => {
                if let Some(value) = self.automatic(name) {
                    return plain(value);
                }
                self.context.scope.look(name, look)
            }
            tree::Scope::Global => {
                return match self.global.look_here(name, look) {
                    Some(read) => Ok(read),
                    None => plain(self.automatic(name).unwrap_or_default()),
                };
            }
            tree::Scope::Script => self.context.scope.script().look_here(name, look),
            tree::Scope::Local | tree::Scope::Private => self.context.scope.look_here(name, look),
            tree::Scope::Drive(drive) => return plain(self.drive_item(drive, name)?),
        };
        match found {
            Some(read) => Ok(read),
            None if self.strictness > 0 => Err(self.fail(undefined(name), variable.span)),
            None => plain(Value::Null),
        }
    }

    /// The value of the variable called `name`, from the innermost scope outwards.
    pub fn variable(&self, name: &str) -> Option<Value> {
        self.automatic(name).or_else(|| self.context.scope.look(name, |slot| slot.value.clone()))
    }

    /// Sets a variable of the running scope, as an assignment does.
    pub fn set_variable(&mut self, name: &str, value: Value) -> Outcome<()> {
        let scope = Rc::clone(&self.context.scope);
        self.put_variable(&scope, name, value, false)
    }

    /// Assigns to a variable.
    pub(crate) fn write(&mut self, variable: &Variable, value: Value, is_nothing: bool) -> Flow {
        let scope = match &variable.scope {
            tree::Scope::Nearest | tree::Scope::Local => Rc::clone(&self.context.scope),
            tree::Scope::Private => {
                let slot = Slot {
                    name: Arc::clone(&variable.name),
                    value,
                    is_private: true,
                    is_nothing,
                    ..Slot::default()
                };
                self.context.scope.put(slot);
                return Ok(());
            }
            tree::Scope::Global => Rc::clone(&self.global),
            tree::Scope::Script => self.context.scope.script(),
            tree::Scope::Drive(drive) => {
                let drive = Arc::clone(drive);
                let written = self.write_drive_item(&drive, &variable.name, &value);
                return Ok(written?);
            }
        };
        let written = self.put_variable(&scope, &variable.name, value, is_nothing);
        Ok(written?)
    }

    /// Puts a value into a scope: a variable that is there converts it to its type.
    pub(crate) fn put_variable(
        &mut self,
        scope: &Rc<Scope>,
        name: &str,
        value: Value,
        is_nothing: bool,
    ) -> Outcome<()> {
        if self.is_automatic(name) {
            return self.set_automatic(name, value);
        }
        let known = scope.look_here(name, Slot::clone);
        let mut slot = known.unwrap_or_else(|| Slot { name: Arc::from(name), ..Slot::default() });
        if slot.is_constant || slot.is_read_only {
            return Err(constant(name));
        }
        slot.value = match &slot.declared {
            Some(declared) => cast(&value, declared, &self.setting).map_err(|fault| refused(*fault))?,
            None => value,
        };
        if !slot.checks.is_empty() && !allows(&slot.checks, &slot.value, self) {
            return Err(invalid(name, &slot.value));
        }
        slot.is_nothing = is_nothing;
        if name.eq_ignore_ascii_case("FormatEnumerationLimit")
            && let Ok(limit) = crate::convert::to_long(&slot.value)
        {
            self.setting.set_elements_shown(limit);
        }
        if name.eq_ignore_ascii_case("OFS") {
            self.setting.set_separator(&crate::convert::display(&slot.value));
        }
        scope.put(slot);
        Ok(())
    }

    /// Declares a variable of the running scope with a type and what it must hold, as `[int]$x = 1` does.
    pub(crate) fn declare(
        &mut self,
        variable: &Variable,
        declared: Option<Type>,
        checks: Vec<Check>,
        value: &Value,
    ) -> Outcome<()> {
        let converted = match &declared {
            Some(declared) => cast(value, declared, &self.setting).map_err(|fault| refused(*fault))?,
            None => value.clone(),
        };
        if !allows(&checks, &converted, self) {
            return Err(invalid(&variable.name, &converted));
        }
        let scope = match &variable.scope {
            tree::Scope::Global => Rc::clone(&self.global),
            tree::Scope::Script => self.context.scope.script(),
            _ => Rc::clone(&self.context.scope),
        };
        if scope.look_here(&variable.name, |slot| slot.is_constant || slot.is_read_only) == Some(true) {
            return Err(constant(&variable.name));
        }
        scope.put(Slot {
            name: Arc::clone(&variable.name),
            value: converted,
            declared: declared.map(Rc::new),
            checks: checks.into(),
            ..Slot::default()
        });
        Ok(())
    }

    fn drive_item(&self, drive: &str, name: &str) -> Flow<Value> {
        Ok(match drive.to_ascii_lowercase().as_str() {
            "env" => self.host().variable(name).map_or(Value::Null, Value::from),
            "function" => match self.context.scope.function(name) {
                Some(function) => self.block_value(&function.body, &function.code),
                None => Value::Null,
            },
            "alias" => self.context.scope.alias(name).map_or(Value::Null, Value::String),
            "using" | "variable" => self.variable(name).unwrap_or_default(),
            _ => Value::Null,
        })
    }

    fn write_drive_item(&mut self, drive: &str, name: &str, value: &Value) -> Outcome<()> {
        match drive.to_ascii_lowercase().as_str() {
            "env" => {
                let text = if value.is_null() { None } else { Some(crate::convert::display(value)) };
                let text = text.filter(|text| !text.is_empty());
                self.host().set_variable(name, text.as_deref());
                Ok(())
            }
            "alias" => {
                self.context.scope.set_alias(name, &crate::convert::display(value));
                Ok(())
            }
            "variable" => self.set_variable(name, value.clone()),
            "function" => self.define_as(name, value),
            _ => Err(Fault::new(
                format!(
                    "Cannot assign to ${drive}:{name}. Only variables and the drives env:, alias: and function: take values."
                ),
                "NotSupported",
                Category::InvalidOperation,
            )),
        }
    }
}

pub(crate) fn constant(name: &str) -> Box<Fault> {
    Fault::new(
        format!("Cannot overwrite variable {name} because it is read-only or constant."),
        "VariableNotWritable",
        Category::WriteError,
    )
    .with_exception("System.Management.Automation.SessionStateUnauthorizedAccessException")
    .with_target(Value::text(name))
}

/// The error for a value that the type of a variable refuses.
fn refused(fault: Fault) -> Box<Fault> {
    let mut wrapped = Fault::new(fault.message.clone(), "RuntimeException", Category::MetadataError)
        .with_exception("System.Management.Automation.ArgumentTransformationMetadataException");
    wrapped.inner = Some(Box::new(fault));
    wrapped
}

fn invalid(name: &str, value: &Value) -> Box<Fault> {
    let value = crate::convert::display(value);
    Fault::new(
        format!(
            "The variable cannot be validated because the value {value} is not a valid value for the {name} variable."
        ),
        "ValidateSetFailure",
        Category::MetadataError,
    )
    .with_exception("System.Management.Automation.ValidationMetadataException")
}

fn undefined(name: &str) -> Box<Fault> {
    Fault::new(
        format!("The variable '${name}' cannot be retrieved because it has not been set."),
        "VariableIsUndefined",
        Category::InvalidOperation,
    )
    .with_target(Value::text(name))
}
