//! What stands directly behind a value: members, calls, indexes.

use super::Parser;
use crate::syntax::{
    TokenClass,
    lexer::{Kind, Mode},
    problem::Problem,
    tree::{Expression, ExpressionKind, MemberName},
};

impl Parser<'_> {
    /// A value with everything that directly follows it.
    pub(super) fn postfix(&mut self, mut value: Expression, mode: Mode) -> Expression {
        while let Some(operator) = self.access_operator(mode)
            && self.grown()
        {
            let end = self.lexer.at() + operator.len();
            value = match operator {
                "[" => {
                    self.lexer.take_to(end, TokenClass::Punctuation);
                    self.index(value)
                }
                _ => {
                    self.lexer.take_to(end, TokenClass::Operator);
                    self.member(value, operator)
                }
            };
        }
        value
    }

    /// `.`, `::` or `[` directly behind a value. In a command, a dot before a blank is none.
    fn access_operator(&self, mode: Mode) -> Option<&'static str> {
        let rest = self.lexer.rest();
        let ends = |text: &str| mode == Mode::Command && text.chars().next().is_none_or(char::is_whitespace);
        if rest.starts_with("::") && !ends(&rest[2..]) {
            return Some("::");
        }
        if rest.starts_with('.') && !rest.starts_with("..") && !ends(&rest[1..]) {
            return Some(".");
        }
        rest.starts_with('[').then_some("[")
    }

    /// The name behind `.` or `::`, and the arguments if it is a call.
    fn member(&mut self, target: Expression, operator: &'static str) -> Expression {
        self.lexer.skip_newlines();
        let (target, is_static) = (Box::new(target), operator == "::");
        let start = target.span.start;
        let Some(name) = self.member_name() else {
            let span = self.here();
            self.lexer.report_missing(span, Problem::MissingMember { operator });
            return Expression { span: target.span.to(span), kind: ExpressionKind::Error };
        };
        let name = Box::new(name);
        let kind = if self.lexer.rest().starts_with('(') {
            ExpressionKind::Call { target, name, arguments: self.call_arguments(), is_static }
        } else if self.lexer.rest().starts_with('{') {
            let opening = self.peek(Mode::Expression);
            let arguments = vec![self.script_block_value(opening)];
            ExpressionKind::Call { target, name, arguments, is_static }
        } else {
            ExpressionKind::Member { target, name, is_static }
        };
        Expression { span: self.span_from(start), kind }
    }

    fn member_name(&mut self) -> Option<MemberName> {
        let lexeme = self.peek(Mode::Expression);
        match lexeme.kind {
            Kind::Identifier => {
                let span = self.lexer.take(lexeme, TokenClass::Member);
                Some(MemberName::Fixed { span, name: self.lexer.slice(span).into() })
            }
            Kind::Number => {
                let span = self.lexer.take(lexeme, TokenClass::Member);
                Some(MemberName::Fixed { span, name: self.lexer.slice(span).into() })
            }
            Kind::SingleQuote | Kind::DoubleQuote | Kind::Variable | Kind::ParenOpen | Kind::DollarParen => {
                let name = self.deeper(Self::value)?;
                match name.kind {
                    ExpressionKind::Text { value, .. } => {
                        Some(MemberName::Fixed { span: name.span, name: value })
                    }
                    kind => Some(MemberName::Computed(Expression { span: name.span, kind })),
                }
            }
            _ => None,
        }
    }

    /// `(` arguments `)`.
    fn call_arguments(&mut self) -> Vec<Expression> {
        let opening = self.peek(Mode::Expression);
        let opened = self.lexer.take(opening, TokenClass::Punctuation);
        let arguments = self.in_parentheses(false, Self::separated_arguments);
        self.close(opened, "(", Kind::ParenClose);
        arguments
    }

    fn separated_arguments(&mut self) -> Vec<Expression> {
        let mut arguments = Vec::new();
        self.lexer.skip_newlines();
        if !self.begins_value() {
            return arguments;
        }
        arguments.push(self.expression());
        loop {
            self.lexer.skip_newlines();
            if self.take_if(Mode::Expression, Kind::Comma, TokenClass::Punctuation).is_none() {
                return arguments;
            }
            self.lexer.skip_newlines();
            arguments.push(self.operand(",", Self::expression));
        }
    }

    /// What stands in brackets, whose opening one was taken.
    fn index(&mut self, target: Expression) -> Expression {
        let opened = crate::syntax::Span::new(self.lexer.taken_to() - 1, self.lexer.taken_to());
        self.lexer.skip_newlines();
        let index = if self.enclosed(true, Self::begins_value) {
            self.enclosed(true, Self::expression)
        } else {
            let span = self.here();
            self.lexer.report_missing(span, Problem::MissingIndex);
            Expression { span, kind: ExpressionKind::Error }
        };
        self.close(opened, "[", Kind::BracketClose);
        let span = self.span_from(target.span.start);
        Expression { span, kind: ExpressionKind::Index { target: Box::new(target), index: Box::new(index) } }
    }
}
