//! Types by name, and casts.

use crate::convert;
use crate::flow::Flow;
use crate::session::{Reference, Session};
use crate::syntax::tree::{Expression, ExpressionKind, TypeName};
use crate::value::{Hashtable, Type, Value};

impl Session {
    /// The type that a name in brackets means.
    pub(crate) fn named_type(&self, name: &TypeName) -> Option<Type> {
        self.types().resolve(&written(name))
    }

    /// The same, or the error that there is none.
    pub(crate) fn type_named(&self, name: &TypeName) -> Flow<Type> {
        self.named_type(name).ok_or_else(|| self.fail(crate::session::unknown_type(name), name.span))
    }

    pub(super) fn cast(&mut self, to: &TypeName, operand: &Expression) -> Flow<Value> {
        if let ExpressionKind::Hashtable(entries) = &operand.kind {
            if to.is("ordered") {
                return self.hashtable(entries, Hashtable::ordered());
            }
            if to.is("pscustomobject") {
                let table = self.hashtable(entries, Hashtable::ordered())?;
                return Ok(convert::cast(&table, &Type::PsObject, self.setting())?);
            }
        }
        if let (true, ExpressionKind::Variable(variable)) = (to.is("ref"), &operand.kind)
            && !self.keeps(&variable.name)
        {
            return Ok(Value::Object(Reference::to(&self.context().scope, &variable.name)));
        }
        let value = self.eval(operand)?;
        let to = self.type_named(to)?;
        Ok(self.convert_to(&value, &to)?)
    }

    /// The value as one of type `to`.
    pub(crate) fn convert_to(&self, value: &Value, to: &Type) -> crate::value::Outcome {
        convert::cast(value, to, self.setting())
    }
}

/// A type's name with its arguments and brackets.
pub(super) fn written(name: &TypeName) -> String {
    let mut text = name.name.to_string();
    if !name.arguments.is_empty() {
        let arguments: Vec<_> = name.arguments.iter().map(written).collect();
        text += &format!("[{}]", arguments.join(","));
    }
    for rank in &name.ranks {
        text += &format!("[{}]", ",".repeat(usize::from(rank.saturating_sub(1))));
    }
    text
}
