//! What -Property of the cmdlets for objects takes: names, wildcards, blocks, and tables with one of them.

use std::sync::Arc;

use crate::command::Call;
use crate::command::calculated::{self, Expression, Known};
use crate::convert::to_bool;
use crate::flow::Flow;
use crate::format::reading::{declared_name, property, property_names};
use crate::text::{Case, Wildcard};
use crate::value::{Outcome, Value};

/// A property that was asked for.
pub(super) struct Wanted {
    /// The name that it gets instead of its own.
    pub(super) label: Option<Arc<str>>,
    /// Whether it sorts from the greatest to the least, where that was said for it alone.
    pub(super) descending: Option<bool>,
    expression: Expression,
    pattern: Option<Wildcard>,
}

/// A property as it was found on an object.
pub(super) struct Found {
    /// The name as the object declares it.
    pub(super) name: Arc<str>,
    /// Its value.
    pub(super) value: Value,
}

/// A key of a table that stands for a property.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Key {
    Expression,
    Label,
    Ascending,
    Descending,
}

/// The keys that Select-Object takes.
pub(super) const LABELLED: &[Known<Key>] =
    &[("expression", Key::Expression), ("name", Key::Label), ("label", Key::Label)];
/// The keys that Sort-Object takes.
pub(super) const SORTED: &[Known<Key>] =
    &[("expression", Key::Expression), ("ascending", Key::Ascending), ("descending", Key::Descending)];
/// The keys of commands that only compare.
pub(super) const PLAIN: &[Known<Key>] = &[("expression", Key::Expression)];

impl Wanted {
    /// Reads all that the parameter `name` was given.
    pub(super) fn all(call: &Call<'_>, name: &str, keys: &[Known<Key>]) -> Flow<Vec<Self>> {
        let given = call.value(name).map(|value| value.unroll()).unwrap_or_default();
        let wanted = given.iter().map(|one| Self::read(one, keys)).collect::<Outcome<Vec<_>>>();
        wanted.map_err(|fault| call.fail(fault))
    }

    /// Reads one of the things that were given.
    pub(super) fn read(given: &Value, keys: &[Known<Key>]) -> Outcome<Self> {
        let Value::Hashtable(table) = given.bare() else {
            return match given.bare() {
                Value::ScriptBlock(_) => Self::of(Expression::of(given)?),
                // A number is the name that it is written as.
                other if !other.is_null() && !other.is_collection() => {
                    Self::of(Expression::of(&Value::from(crate::convert::display(other)))?)
                }
                other => Self::of(Expression::of(other)?),
            };
        };
        let entries = calculated::entries(table, keys)?;
        let expression = entries.iter().find(|(key, _)| *key == Key::Expression);
        let (_, expression) = expression.ok_or_else(calculated::no_expression)?;
        let mut wanted = Self::of(Expression::of_key("expression", expression)?)?;
        for (key, value) in &entries {
            match key {
                Key::Expression => {}
                Key::Label => wanted.label = Some(calculated::text("name", value)?),
                Key::Ascending => wanted.descending = Some(!to_bool(value)),
                Key::Descending => wanted.descending = Some(to_bool(value)),
            }
        }
        Ok(wanted)
    }

    fn of(expression: Expression) -> Outcome<Self> {
        let pattern = match &expression {
            Expression::Property(name) if Wildcard::is_pattern(name) => {
                Some(Wildcard::new(name, Case::Ignored)?)
            }
            _ => None,
        };
        Ok(Self { label: None, descending: None, expression, pattern })
    }

    /// Whether it is a wildcard, so that finding nothing is no surprise.
    pub(super) fn is_pattern(&self) -> bool {
        self.pattern.is_some()
    }

    /// What it is called as it was given: the label, the name, or the text of the block.
    pub(super) fn title(&self) -> &Arc<str> {
        self.label.as_ref().unwrap_or_else(|| self.expression.text())
    }

    /// What the object has of it: nothing, one property, or all that fit a wildcard.
    pub(super) fn find(&self, object: &Value, call: &mut Call<'_>) -> Flow<Vec<Found>> {
        let name = match &self.expression {
            Expression::Block(block) => {
                let value = call.session.calculate(block, object)?;
                return Ok(vec![Found { name: Arc::clone(block.text()), value }]);
            }
            Expression::Property(name) => name,
        };
        let object = &call.session.settled(object.clone())?;
        let setting = call.setting();
        let read = |name: &str| property(object, name, setting).unwrap_or_default();
        let names = match &self.pattern {
            Some(pattern) => {
                let mut names = property_names(object, setting);
                names.retain(|name| pattern.matches(name));
                names
            }
            None => declared_name(object, name, setting).into_iter().collect(),
        };
        Ok(names.into_iter().map(|name| Found { value: read(&name), name }).collect())
    }

    /// The value that the object has of it; none where the object lacks the property.
    pub(super) fn value(&self, object: &Value, call: &mut Call<'_>) -> Flow<Option<Value>> {
        match (&self.expression, &self.pattern) {
            (Expression::Property(name), None) => {
                let object = call.session.settled(object.clone())?;
                Ok(property(&object, name, call.setting()))
            }
            _ => Ok(self.find(object, call)?.into_iter().next().map(|found| found.value)),
        }
    }
}
