//! Types and attributes in brackets.

use super::Parser;
use crate::syntax::{
    TokenClass,
    lexer::{Kind, Mode},
    operator::AssignmentOperator,
    problem::Problem,
    source::Span,
    tree::{Attribute, Constraint, NamedArgument, TypeName},
};

impl Parser<'_> {
    /// Brackets one after the other, which begin here. In an expression a new line ends them after a type.
    pub(super) fn constraint_list(&mut self, in_expression: bool) -> Vec<(Span, Constraint)> {
        let mut constraints = Vec::new();
        while let Some(constraint) = self.constraint() {
            let is_attribute = matches!(constraint.1, Constraint::Attribute(_));
            constraints.push(constraint);
            if in_expression && !is_attribute && self.lexer.rest().starts_with(['.', ':']) {
                break;
            }
            if !in_expression || is_attribute {
                let bookmark = self.lexer.bookmark();
                self.lexer.skip_newlines();
                if !is_attribute && self.peek(Mode::Value).kind != Kind::BracketOpen {
                    // What follows decides whether the line ended here.
                    self.lexer.go_back(bookmark);
                }
            }
            if self.peek(Mode::Value).kind != Kind::BracketOpen {
                break;
            }
        }
        constraints
    }

    /// `[Name]` or `[Name(...)]`, which begins here. None if it has no name.
    pub(super) fn constraint(&mut self) -> Option<(Span, Constraint)> {
        let opening = self.peek(Mode::Expression);
        let opened = self.lexer.take(opening, TokenClass::Punctuation);
        self.lexer.skip_newlines();
        let Some(name) = self.type_name() else {
            self.lexer.report_missing(opened, Problem::MissingType);
            self.skip_rest(Mode::Expression);
            self.take_if(Mode::Expression, Kind::BracketClose, TokenClass::Punctuation);
            return None;
        };
        self.assembly_name();
        if self.peek(Mode::Expression).kind != Kind::ParenOpen {
            self.close(opened, "[", Kind::BracketClose);
            return Some((self.span_from(opened.start), Constraint::Type(name)));
        }
        let mut attribute = Attribute { span: opened, name, positional: Vec::new(), named: Vec::new() };
        self.attribute_arguments(&mut attribute);
        self.close(opened, "[", Kind::BracketClose);
        attribute.span = self.span_from(opened.start);
        Some((attribute.span, Constraint::Attribute(attribute)))
    }

    fn attribute_arguments(&mut self, attribute: &mut Attribute) {
        let opening = self.peek(Mode::Expression);
        let opened = self.lexer.take(opening, TokenClass::Punctuation);
        self.in_parentheses(false, |parser| {
            loop {
                parser.lexer.skip_newlines();
                if !parser.attribute_argument(attribute) {
                    return;
                }
                parser.lexer.skip_newlines();
                if parser.take_if(Mode::Expression, Kind::Comma, TokenClass::Punctuation).is_none() {
                    return;
                }
            }
        });
        self.close(opened, "(", Kind::ParenClose);
    }

    /// `Name = value`, `Name` or a value. Whether there was one.
    fn attribute_argument(&mut self, attribute: &mut Attribute) -> bool {
        let lexeme = self.peek(Mode::Value);
        if lexeme.kind != Kind::Identifier {
            let begins = self.begins_value();
            if begins {
                attribute.positional.push(self.expression());
            }
            return begins;
        }
        let span = self.lexer.take(lexeme, TokenClass::Member);
        let name = self.lexer.slice(span);
        if attribute.named.iter().any(|argument| argument.name.eq_ignore_ascii_case(name)) {
            self.lexer.note(span, Problem::DuplicateArgument { name: name.to_owned() });
        }
        let set = Kind::Assignment(AssignmentOperator::Set);
        let value = match self.take_if(Mode::Expression, set, TokenClass::Operator) {
            None => None,
            Some(_) => {
                self.lexer.skip_newlines();
                Some(self.operand("=", Self::expression))
            }
        };
        attribute.named.push(NamedArgument { span: self.span_from(span.start), name: name.into(), value });
        true
    }

    /// A type between brackets, whose opening one was taken; generic arguments may have brackets or not.
    pub(super) fn bracketed_type(&mut self) -> Option<TypeName> {
        if self.peek(Mode::Expression).kind != Kind::BracketOpen {
            return self.type_name();
        }
        let opening = self.peek(Mode::Expression);
        let opened = self.lexer.take(opening, TokenClass::Punctuation);
        let name = self.type_name();
        self.assembly_name();
        self.close(opened, "[", Kind::BracketClose);
        name
    }
}
