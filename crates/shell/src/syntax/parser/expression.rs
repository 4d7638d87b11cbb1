//! Operators: lists, what stands before an operand, and what stands between two.

use super::{Parser, pipeline::is_assignable};
use crate::syntax::{
    DEPTH_MAX, TokenClass,
    lexer::{Kind, Lexeme, Mode, Symbol},
    operator::{BinaryKind, BinaryOperator, PostfixOperator, UnaryOperator},
    problem::{Problem, Unsupported},
    source::Span,
    tree::{Attribute, Constraint, Expression, ExpressionKind, TypeName},
};

impl Parser<'_> {
    /// Operands with operators between them. A value must begin here.
    pub(super) fn expression(&mut self) -> Expression {
        self.measured(Self::operation)
    }

    fn operation(&mut self) -> Expression {
        let mut operands = vec![self.list()];
        let mut operators: Vec<BinaryOperator> = Vec::new();
        while let Some((operator, text)) = self.take_binary() {
            while operators.last().is_some_and(|last| last.precedence() >= operator.precedence()) {
                self.fold(&mut operands, &mut operators);
            }
            self.lexer.skip_newlines();
            operators.push(operator);
            let operand = self.operand(&text, Self::list);
            operands.push(operand);
        }
        while !operators.is_empty() {
            self.fold(&mut operands, &mut operators);
        }
        operands.pop().unwrap_or(Expression { span: self.here(), kind: ExpressionKind::Error })
    }

    /// Makes one operand of the last two.
    fn fold(&mut self, operands: &mut Vec<Expression>, operators: &mut Vec<BinaryOperator>) {
        if let (Some(operator), Some(right), Some(left)) = (operators.pop(), operands.pop(), operands.pop()) {
            if !self.grown() {
                return operands.push(left);
            }
            let span = left.span.to(right.span);
            let (left, right) = (Box::new(left), Box::new(right));
            operands.push(Expression { span, kind: ExpressionKind::Binary { operator, left, right } });
        }
    }

    /// What was read last went one level down.
    ///
    /// False if that is too deep; then nothing more is read.
    pub(super) fn grown(&mut self) -> bool {
        self.deepest += 1;
        let fits = self.deepest <= DEPTH_MAX;
        if !fits {
            self.lexer.abandon(Problem::TooDeep);
        }
        fits
    }

    /// The operator between two operands, and its text.
    fn take_binary(&mut self) -> Option<(BinaryOperator, String)> {
        let lexeme = self.peek(Mode::Expression);
        let kind = match lexeme.kind {
            Kind::Symbol(Symbol::Plus) => BinaryKind::Add,
            Kind::Symbol(Symbol::Minus) => BinaryKind::Subtract,
            Kind::Symbol(Symbol::Star) => BinaryKind::Multiply,
            Kind::Symbol(Symbol::Slash) => BinaryKind::Divide,
            Kind::Symbol(Symbol::Percent) => BinaryKind::Remainder,
            Kind::Symbol(Symbol::DotDot) => BinaryKind::Range,
            Kind::Parameter => {
                let mut name = self.lexer.slice(lexeme.span).chars();
                name.next();
                let operator = BinaryOperator::from_name(name.as_str())?;
                return Some((operator, self.take_text(lexeme)));
            }
            _ => return None,
        };
        Some((BinaryOperator { kind, case_sensitive: false }, self.take_text(lexeme)))
    }

    fn take_text(&mut self, lexeme: Lexeme) -> String {
        let span = self.lexer.take(lexeme, TokenClass::Operator);
        self.lexer.slice(span).to_owned()
    }

    /// What must follow an operator.
    pub(super) fn operand(
        &mut self,
        operator: &str,
        read: impl FnOnce(&mut Self) -> Expression,
    ) -> Expression {
        if self.begins_value() {
            return read(self);
        }
        let span = self.here();
        self.lexer.report_missing(span, Problem::MissingOperand { operator: operator.to_owned() });
        Expression { span, kind: ExpressionKind::Error }
    }

    /// Operands with commas between them.
    fn list(&mut self) -> Expression {
        let first = self.unary();
        if !self.commas || self.peek(Mode::Expression).kind != Kind::Comma {
            return first;
        }
        let start = first.span.start;
        let mut items = vec![first];
        while self.take_if(Mode::Expression, Kind::Comma, TokenClass::Punctuation).is_some() {
            self.lexer.skip_newlines();
            items.push(self.operand(",", Self::unary));
        }
        Expression { span: self.span_from(start), kind: ExpressionKind::List(items) }
    }

    /// An operand with the operators before and behind it.
    pub(super) fn unary(&mut self) -> Expression {
        let read = self.deeper(Self::unary_here);
        read.unwrap_or(Expression { span: self.here(), kind: ExpressionKind::Error })
    }

    fn unary_here(&mut self) -> Expression {
        let lexeme = self.peek(Mode::Value);
        if !self.constraints.is_empty() || lexeme.kind == Kind::BracketOpen {
            let value = self.measured(Self::constrained);
            return self.postfix_operators(value);
        }
        let operator = match lexeme.kind {
            Kind::Symbol(Symbol::Plus) => UnaryOperator::Plus,
            Kind::Symbol(Symbol::Minus) => UnaryOperator::Minus,
            Kind::Symbol(Symbol::Not) => UnaryOperator::Not,
            Kind::Symbol(Symbol::PlusPlus) => UnaryOperator::Increment,
            Kind::Symbol(Symbol::MinusMinus) => UnaryOperator::Decrement,
            Kind::Parameter => match self.unary_name(lexeme) {
                Some(operator) => operator,
                None => return self.primary(Mode::Expression),
            },
            Kind::Comma if self.commas => {
                self.lexer.take(lexeme, TokenClass::Punctuation);
                self.lexer.skip_newlines();
                let items = vec![self.operand(",", Self::unary)];
                return Expression {
                    span: self.span_from(lexeme.span.start),
                    kind: ExpressionKind::List(items),
                };
            }
            _ => {
                let value = self.primary(Mode::Expression);
                return self.postfix_operators(value);
            }
        };
        let text = self.take_text(lexeme);
        self.lexer.skip_newlines();
        let operand = Box::new(self.operand(&text, Self::unary));
        if matches!(operator, UnaryOperator::Increment | UnaryOperator::Decrement) {
            self.changes(operator.text(), &operand);
        }
        let span = self.span_from(lexeme.span.start);
        Expression { span, kind: ExpressionKind::Unary { operator, operand } }
    }

    /// `$x++`.
    fn postfix_operators(&mut self, value: Expression) -> Expression {
        let lexeme = self.peek(Mode::Expression);
        let operator = match lexeme.kind {
            Kind::Symbol(Symbol::PlusPlus) => PostfixOperator::Increment,
            Kind::Symbol(Symbol::MinusMinus) => PostfixOperator::Decrement,
            _ => return value,
        };
        self.lexer.take(lexeme, TokenClass::Operator);
        self.changes(operator.text(), &value);
        let span = self.span_from(value.span.start);
        Expression { span, kind: ExpressionKind::Postfix { operator, operand: Box::new(value) } }
    }

    /// Reports an operand of `++` or `--` that cannot be changed.
    fn changes(&mut self, operator: &'static str, operand: &Expression) {
        if !is_assignable(operand) || matches!(operand.kind, ExpressionKind::List(_)) {
            self.lexer.note(operand.span, Problem::NotChangeable { operator });
        }
    }

    /// `[int]$x`, `[int]`, `[int]::MaxValue`, `[ValidateNotNull()]$x`.
    fn constrained(&mut self) -> Expression {
        let mut constraints = match self.constraints.is_empty() {
            true => self.constraint_list(true),
            false => std::mem::take(&mut self.constraints),
        };
        let Some((span, last)) = constraints.pop() else {
            return Expression { span: self.here(), kind: ExpressionKind::Error };
        };
        let mut value = match last {
            Constraint::Type(name) => self.typed(span, name),
            Constraint::Attribute(attribute) => {
                if self.begins_value() {
                    let operand = self.unary();
                    self.constrain(span, Constraint::Attribute(attribute), operand)
                } else {
                    self.stray_attribute(span, &attribute);
                    Expression { span, kind: ExpressionKind::Error }
                }
            }
        };
        for (span, constraint) in constraints.into_iter().rev() {
            value = self.constrain(span, constraint, value);
        }
        value
    }

    /// Reports an attribute that stands before no value; before a class, it is that which is not supported.
    fn stray_attribute(&mut self, span: Span, attribute: &Attribute) {
        let declared = [("class", Unsupported::Class), ("enum", Unsupported::Enum)];
        for (keyword, what) in declared {
            if let Some(lexeme) = self.peek_keyword(keyword) {
                self.lexer.report(lexeme.span, Problem::Unsupported { what });
                return self.skip_construct();
            }
        }
        let name = attribute.name.name.to_string();
        self.lexer.report_missing(span, Problem::StrayAttribute { name });
    }

    fn constrain(&mut self, span: Span, constraint: Constraint, operand: Expression) -> Expression {
        if !self.grown() {
            return operand;
        }
        let is_ordered = matches!(&constraint, Constraint::Type(name) if name.is("ordered"));
        if is_ordered && !matches!(operand.kind, ExpressionKind::Hashtable(_)) {
            self.lexer.note(span, Problem::OrderedNeedsHashtable);
        }
        let (span, operand) = (span.to(operand.span), Box::new(operand));
        let kind = match constraint {
            Constraint::Type(to) => ExpressionKind::Cast { to, operand },
            Constraint::Attribute(attribute) => ExpressionKind::Attributed { attribute, operand },
        };
        Expression { span, kind }
    }

    /// A type, its member, or a cast, which is decided by what follows.
    fn typed(&mut self, span: Span, name: TypeName) -> Expression {
        let rest = self.lexer.rest();
        let is_adjacent = self.lexer.at() == span.end as usize;
        if is_adjacent && (rest.starts_with("::") || (rest.starts_with('.') && !rest.starts_with(".."))) {
            return self.postfix(Expression { span, kind: ExpressionKind::Type(name) }, Mode::Expression);
        }
        let next = self.peek(Mode::Value).kind;
        if next != Kind::Comma && self.begins_value() {
            let operand = self.unary();
            return self.constrain(span, Constraint::Type(name), operand);
        }
        Expression { span, kind: ExpressionKind::Type(name) }
    }
}
