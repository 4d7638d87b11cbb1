//! Expressions.

use std::rc::Rc;
use std::sync::Arc;

use crate::convert::{to_bool, to_text};
use crate::flow::{Flow, gathered};
use crate::member::{index as index_of, index_strictly};
use crate::operator;
use crate::session::Session;
use crate::syntax::operator::{BinaryKind, BinaryOperator, PostfixOperator, UnaryOperator};
use crate::syntax::tree::{Expression, ExpressionKind, Number, Part, PartKind};
use crate::text::Case;
use crate::value::limits::check_text;
use crate::value::{Array, Hashtable, Type, Value};

impl Session {
    /// The value of an expression; Null where it has none.
    pub(crate) fn eval(&mut self, expression: &Expression) -> Flow<Value> {
        Ok(self.eval_result(expression)?.unwrap_or_default())
    }

    /// The value of an expression; none for a method without a result and for a variable that holds the output of a pipeline without any.
    pub(crate) fn eval_result(&mut self, expression: &Expression) -> Flow<Option<Value>> {
        match &expression.kind {
            ExpressionKind::Number(number) => Ok(Some(number_value(*number))),
            ExpressionKind::Text { value, .. } => Ok(Some(Value::String(Arc::clone(value)))),
            ExpressionKind::Variable(variable) => {
                let read = self.read(variable)?;
                Ok((!read.is_nothing).then_some(read.value))
            }
            ExpressionKind::Type(name) => self.type_named(name).map(|found| Some(Value::Type(found))),
            _ => self.deeper(|session| session.eval_deep(expression)),
        }
    }

    fn eval_deep(&mut self, expression: &Expression) -> Flow<Option<Value>> {
        let value = match &expression.kind {
            ExpressionKind::Expandable { parts, .. } => self.expand(parts)?,
            ExpressionKind::List(items) => self.list(items)?,
            ExpressionKind::Array(block) => {
                let mut values = Vec::new();
                self.run_all(block, &mut values)?;
                Value::array(values)
            }
            ExpressionKind::SubExpression(block) => {
                let mut values = Vec::new();
                self.run_all(block, &mut values)?;
                return Ok(gathered(values));
            }
            ExpressionKind::Paren(statement) => {
                return match super::statement::lone_expression(statement) {
                    Some(inner) => self.eval_result(inner),
                    None => self.result_of(statement),
                };
            }
            ExpressionKind::Hashtable(entries) => self.hashtable(entries, Hashtable::new())?,
            ExpressionKind::ScriptBlock(block) => {
                let code = Rc::clone(&self.context().code);
                self.block_value(block, &code)
            }
            ExpressionKind::Cast { to, operand } if to.is("void") => {
                self.eval(operand)?;
                return Ok(None);
            }
            ExpressionKind::Cast { to, operand } => self.cast(to, operand)?,
            ExpressionKind::Attributed { operand, .. } => return self.eval_result(operand),
            ExpressionKind::Unary { operator, operand } => self.unary(*operator, operand)?,
            ExpressionKind::Postfix { operator, operand } => {
                self.step_by(*operator == PostfixOperator::Increment, operand)?.0
            }
            ExpressionKind::Binary { operator, left, right } => self.binary(*operator, left, right)?,
            ExpressionKind::Member { target, name, is_static } => {
                return self.member(target, name, *is_static).map(Some);
            }
            ExpressionKind::Call { target, name, arguments, is_static } => {
                let call = super::member::MethodCall { target, name, arguments, is_static: *is_static };
                return self.call_method(&call);
            }
            ExpressionKind::Index { target, index } => {
                let target = self.eval(target)?;
                let index = self.eval(index)?;
                let strict = self.refuses_indexes();
                let found = if strict { index_strictly(&target, &index) } else { index_of(&target, &index) };
                found?
            }
            ExpressionKind::Number(_)
            | ExpressionKind::Text { .. }
            | ExpressionKind::Variable(_)
            | ExpressionKind::Type(_)
            | ExpressionKind::Splat(_)
            | ExpressionKind::Error => Value::Null,
        };
        Ok(Some(value))
    }

    /// Text with variables and sub-expressions in it.
    pub(crate) fn expand(&mut self, parts: &[Part]) -> Flow<Value> {
        let mut text = String::new();
        for part in parts {
            match &part.kind {
                PartKind::Text(plain) => text.push_str(plain),
                PartKind::Value(expression) => {
                    let value = self.eval(expression)?;
                    let written = to_text(&value, self.setting());
                    text.push_str(&written?);
                }
            }
            check_text(text.len())?;
        }
        Ok(Value::from(text))
    }

    fn list(&mut self, items: &[Expression]) -> Flow<Value> {
        let values = items.iter().map(|item| self.eval(item)).collect::<Flow<Vec<_>>>()?;
        Ok(Value::array(values))
    }

    fn unary(&mut self, operator: UnaryOperator, operand: &Expression) -> Flow<Value> {
        match operator {
            UnaryOperator::Increment | UnaryOperator::Decrement => {
                Ok(self.step_by(operator == UnaryOperator::Increment, operand)?.1)
            }
            _ => {
                let value = self.eval(operand)?;
                let result = operator::unary(operator, &value, self.setting());
                Ok(result?)
            }
        }
    }

    fn binary(&mut self, operator: BinaryOperator, left: &Expression, right: &Expression) -> Flow<Value> {
        let left = self.eval(left)?;
        match operator.kind {
            BinaryKind::And if !to_bool(&left) => return Ok(Value::Bool(false)),
            BinaryKind::Or if to_bool(&left) => return Ok(Value::Bool(true)),
            BinaryKind::And | BinaryKind::Or => {
                let right = self.eval(right)?;
                return Ok(Value::Bool(to_bool(&right)));
            }
            _ => {}
        }
        let right = self.eval(right)?;
        self.charge(&left)?;
        self.charge(&right)?;
        let case = if operator.case_sensitive { Case::Matters } else { Case::Ignored };
        let result = match operator.kind {
            BinaryKind::Match | BinaryKind::NotMatch => {
                let positive = operator.kind == BinaryKind::Match;
                operator::match_text(&left, &right, case, positive, self.setting()).map(
                    |(value, captures)| {
                        if let Some(captures) = captures {
                            self.context().scope.set("Matches", Value::Hashtable(captures));
                        }
                        value
                    },
                )
            }
            BinaryKind::Split => match &right {
                Value::ScriptBlock(block) => return self.split_by_block(&left, block),
                _ => operator::apply(operator, &left, &right, self.setting()),
            },
            _ => operator::apply(operator, &left, &right, self.setting()),
        };
        Ok(result?)
    }

    fn split_by_block(&mut self, left: &Value, block: &crate::value::ScriptBlock) -> Flow<Value> {
        let text = to_text(left, self.setting())?;
        let mut pieces = Vec::new();
        let mut piece = String::new();
        for sign in text.chars() {
            let answer = self.run_block_values(block, Value::from(sign.to_string()))?;
            if gathered(answer).is_some_and(|answer| to_bool(&answer)) {
                pieces.push(Value::from(std::mem::take(&mut piece)));
            } else {
                piece.push(sign);
            }
        }
        pieces.push(Value::from(piece));
        Ok(Value::Array(Array::typed(Type::String, pieces)))
    }
}

pub(crate) fn number_value(number: Number) -> Value {
    match number {
        Number::Int(value) => Value::Int(value),
        Number::Long(value) => Value::Long(value),
        Number::Double(value) => Value::Double(value),
        Number::Decimal { digits, scale } => Value::Double(digits as f64 / 10_f64.powi(i32::from(scale))),
    }
}
