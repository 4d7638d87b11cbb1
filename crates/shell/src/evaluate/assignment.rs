//! Assignments: to variables, properties, indexes and lists of them.

use crate::flow::Flow;
use crate::member;
use crate::operator;
use crate::session::Session;
use crate::syntax::operator::{AssignmentOperator, BinaryKind, BinaryOperator};
use crate::syntax::tree::{Assignment, Expression, ExpressionKind, MemberName};
use crate::value::{Category, Fault, Value};

impl Session {
    /// Runs an assignment and gives what was assigned.
    pub(super) fn assign(&mut self, assignment: &Assignment) -> Flow<Value> {
        let result = match super::statement::lone_expression(&assignment.value) {
            Some(value) => self.eval_result(value)?,
            None => self.result_of(&assignment.value)?,
        };
        self.set_success(true);
        let is_nothing = result.is_none();
        let mut value = result.unwrap_or_default();
        match binary_of(assignment.operator) {
            None => self.store(&assignment.target, value.clone(), is_nothing)?,
            Some(operator) => {
                let old = self.eval(&assignment.target)?;
                self.charge(&old)?;
                self.charge(&value)?;
                let combined = operator::apply(operator, &old, &value, self.setting());
                value = combined?;
                self.store(&assignment.target, value.clone(), false)?;
            }
        }
        Ok(value)
    }

    /// Stores a value where an expression says.
    pub(crate) fn store(&mut self, target: &Expression, value: Value, is_nothing: bool) -> Flow {
        let span = target.span;
        match &target.kind {
            ExpressionKind::Variable(variable) => self.write(variable, value, is_nothing),
            ExpressionKind::Cast { .. } | ExpressionKind::Attributed { .. } => {
                self.store_constrained(target, &value, is_nothing)
            }
            ExpressionKind::Member { target, name, is_static: false } => {
                let holder = self.eval(target)?;
                let name = self.member_name(name)?;
                let stored = member::set_property(&holder, &name, value, self.setting());
                Ok(stored?)
            }
            ExpressionKind::Member { target, name, is_static: true } => {
                let holder = self.eval(target)?;
                let of = self.type_of_target(&holder, target.span)?;
                let name = self.member_name(name)?;
                let stored = member::set_static_property(&of, &name, &value, self.setting());
                Ok(stored?)
            }
            ExpressionKind::Index { target, index } => {
                let holder = self.eval(target)?;
                let index = self.eval(index)?;
                let stored = member::set_index(&holder, &index, value, self.setting());
                Ok(stored?)
            }
            ExpressionKind::List(targets) => self.store_each(targets, &value),
            ExpressionKind::Paren(statement) => match super::statement::lone_expression(statement) {
                Some(inner) => self.store(inner, value, is_nothing),
                None => Err(self.fail(not_assignable(), span)),
            },
            _ => Err(self.fail(not_assignable(), span)),
        }
    }

    /// Stores into a target with a type and attributes before it: a variable keeps both.
    fn store_constrained(&mut self, target: &Expression, value: &Value, is_nothing: bool) -> Flow {
        let (mut of, mut checks, mut inner) = (None, Vec::new(), target);
        loop {
            match &inner.kind {
                ExpressionKind::Cast { to, operand } => {
                    let to = self.type_named(to)?;
                    of.get_or_insert(to);
                    inner = operand;
                }
                ExpressionKind::Attributed { attribute, operand } => {
                    checks.extend(self.checks_of(attribute)?);
                    inner = operand;
                }
                _ => break,
            }
        }
        match &inner.kind {
            ExpressionKind::Variable(variable) if !self.keeps(&variable.name) => {
                let declared = self.declare(variable, of, checks, value);
                Ok(declared?)
            }
            _ => {
                let converted = match of {
                    Some(of) => self.convert_to(value, &of)?,
                    None => value.clone(),
                };
                self.store(inner, converted, is_nothing)
            }
        }
    }

    /// `$a, $b = 1, 2, 3`: the last takes what is left.
    fn store_each(&mut self, targets: &[Expression], value: &Value) -> Flow {
        let mut values = value.unroll().into_iter();
        for (at, target) in targets.iter().enumerate() {
            let value = if at + 1 == targets.len() && values.len() > 1 {
                Value::array(values.by_ref().collect())
            } else {
                values.next().unwrap_or_default()
            };
            self.store(target, value, false)?;
        }
        Ok(())
    }

    /// Adds or takes one, and gives the values before and after.
    pub(super) fn step_by(&mut self, up: bool, operand: &Expression) -> Flow<(Value, Value)> {
        let old = self.eval(operand)?;
        let stepped = if up {
            operator::increment(&old, self.setting())
        } else {
            operator::decrement(&old, self.setting())
        };
        let new = stepped?;
        self.store(operand, new.clone(), false)?;
        let old = if old.is_null() { Value::Int(0) } else { old };
        Ok((old, new))
    }

    /// The name of a member, computed where it must be.
    pub(super) fn member_name(&mut self, name: &MemberName) -> Flow<std::sync::Arc<str>> {
        match name {
            MemberName::Fixed { name, .. } => Ok(std::sync::Arc::clone(name)),
            MemberName::Computed(expression) => {
                let value = self.eval(expression)?;
                Ok(crate::convert::to_text(&value, self.setting())?)
            }
        }
    }
}

fn binary_of(operator: AssignmentOperator) -> Option<BinaryOperator> {
    let kind = match operator {
        AssignmentOperator::Set => return None,
        AssignmentOperator::Add => BinaryKind::Add,
        AssignmentOperator::Subtract => BinaryKind::Subtract,
        AssignmentOperator::Multiply => BinaryKind::Multiply,
        AssignmentOperator::Divide => BinaryKind::Divide,
        AssignmentOperator::Remainder => BinaryKind::Remainder,
    };
    Some(BinaryOperator { kind, case_sensitive: false })
}

fn not_assignable() -> Box<Fault> {
    Fault::new(
        "The assignment expression is not valid. The input to an assignment operator must be an object that is able to \
         accept assignments, such as a variable or a property.",
        "InvalidLeftHandSide",
        Category::InvalidOperation,
    )
}
