//! Properties and methods in expressions.

use crate::flow::{Flow, gathered};
use crate::member;
use crate::session::Session;
use crate::syntax::Span;
use crate::syntax::tree::{Expression, MemberName};
use crate::value::{Category, Fault, Type, Value};

/// A method call as it is written.
pub(super) struct MethodCall<'a> {
    pub(super) target: &'a Expression,
    pub(super) name: &'a MemberName,
    pub(super) arguments: &'a [Expression],
    pub(super) is_static: bool,
}

impl Session {
    /// `$x.Name` and `[Type]::Name`.
    pub(super) fn member(&mut self, target: &Expression, name: &MemberName, is_static: bool) -> Flow<Value> {
        let holder = self.eval(target)?;
        let name = self.member_name(name)?;
        if is_static {
            let of = self.type_of_target(&holder, target.span)?;
            let found = member::static_property(&of, &name, self.setting());
            return Ok(found?);
        }
        if let Some(value) = self.script_property(&holder, &name) {
            return value;
        }
        let found = member::property(&holder, &name, self.setting());
        match found? {
            Some(value) => Ok(value),
            None if self.is_strict() => Err(no_property(&name).into()),
            None => Ok(Value::Null),
        }
    }

    /// `$x.Name(1, 2)` and `[Type]::Name(1, 2)`.
    pub(super) fn call_method(&mut self, call: &MethodCall<'_>) -> Flow<Option<Value>> {
        let holder = self.eval(call.target)?;
        let name = self.member_name(call.name)?;
        let arguments =
            call.arguments.iter().map(|argument| self.eval(argument)).collect::<Flow<Vec<_>>>()?;
        if call.is_static {
            let of = self.type_of_target(&holder, call.target.span)?;
            let result = match (&of, name.eq_ignore_ascii_case("create"), &arguments[..]) {
                (Type::ScriptBlock, true, [text]) => {
                    self.block_of_text(&crate::convert::display(text)).map(Some)
                }
                _ => member::call_static(&of, &name, &arguments, self.setting()),
            };
            return Ok(result?);
        }
        self.charge(&holder)?;
        if let Some(result) = self.call_script_method(&holder, &name, &arguments) {
            let values = result?;
            return Ok(values.and_then(gathered));
        }
        let result = member::call(&holder, &name, &arguments, self.setting());
        Ok(result?)
    }

    pub(super) fn type_of_target(&self, holder: &Value, span: Span) -> Flow<Type> {
        match holder.bare() {
            Value::Type(of) => Ok(of.clone()),
            Value::String(name) => {
                self.types().resolve(name).ok_or_else(|| self.fail(not_a_type(holder), span))
            }
            _ => Err(self.fail(not_a_type(holder), span)),
        }
    }
}

fn no_property(name: &str) -> Box<Fault> {
    Fault::new(
        format!("The property '{name}' cannot be found on this object. Verify that the property exists."),
        "PropertyNotFoundStrict",
        Category::NotSpecified,
    )
    .with_exception("System.Management.Automation.PropertyNotFoundException")
}

fn not_a_type(holder: &Value) -> Box<Fault> {
    Fault::new(
        format!("Unable to find type [{}].", crate::convert::display(holder)),
        "TypeNotFound",
        Category::InvalidOperation,
    )
}
