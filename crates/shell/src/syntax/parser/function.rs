//! Functions and their parameters.

use std::{collections::BTreeSet, sync::Arc};

use super::Parser;
use crate::syntax::{
    TokenClass,
    lexer::{Kind, Mode},
    operator::AssignmentOperator,
    problem::Problem,
    tree::{Constraint, Function, Parameter, StatementKind},
};

impl Parser<'_> {
    /// What stands behind `function` or `filter`.
    pub(super) fn function(&mut self, keyword: &'static str) -> StatementKind {
        self.lexer.skip_newlines();
        let lexeme = self.peek(Mode::Command);
        if !matches!(
            lexeme.kind,
            Kind::Identifier | Kind::Word | Kind::Number | Kind::Symbol(_) | Kind::Parameter
        ) {
            let here = self.here();
            self.lexer.report_missing(here, Problem::MissingAfterKeyword { keyword, missing: "Name" });
            return self.give_up();
        }
        let (name, name_span) = self.literal_word(TokenClass::Command);
        self.lexer.skip_newlines();
        let parameters = match self.peek(Mode::Command).kind {
            Kind::ParenOpen => self.parameter_list(),
            _ => Vec::new(),
        };
        self.lexer.skip_newlines();
        let opening = self.peek(Mode::Command);
        if opening.kind != Kind::BraceOpen {
            let here = self.here();
            self.lexer.report_missing(here, Problem::MissingAfterKeyword { keyword, missing: "{ ... }" });
            return self.give_up();
        }
        let is_filter = keyword == "filter";
        let mut body = self.script_block(opening, is_filter);
        if let (Some(second), false) = (body.parameters.first(), parameters.is_empty()) {
            self.lexer.note(second.span, Problem::SecondParameterList);
        }
        body.parameters.splice(0..0, parameters);
        StatementKind::Function(Function { name, name_span, is_filter, body: Arc::new(body) })
    }

    /// The parameters between parentheses, with commas between them.
    pub(super) fn parameters(&mut self) -> Vec<Parameter> {
        let mut parameters: Vec<Parameter> = Vec::new();
        let mut names = BTreeSet::new();
        let mut after_comma = false;
        loop {
            self.lexer.skip_newlines();
            let lexeme = self.peek(Mode::Expression);
            if lexeme.kind == Kind::ParenClose && !after_comma {
                return parameters;
            }
            let Some(parameter) = self.parameter() else {
                let here = self.here();
                self.lexer.report_missing(here, Problem::MissingParameter);
                self.skip_rest(Mode::Expression);
                return parameters;
            };
            let name = &parameter.variable.name;
            if !names.insert(name.to_lowercase()) {
                let name = name.to_string();
                self.lexer.note(parameter.variable.span, Problem::DuplicateParameter { name });
            }
            parameters.push(parameter);
            self.lexer.skip_newlines();
            if self.take_if(Mode::Expression, Kind::Comma, TokenClass::Punctuation).is_none() {
                return parameters;
            }
            after_comma = true;
        }
    }

    /// `[type] $name = default`.
    fn parameter(&mut self) -> Option<Parameter> {
        let start = self.peek(Mode::Expression).span.start;
        let constraints = match self.peek(Mode::Expression).kind {
            Kind::BracketOpen => self.constraint_list(false),
            _ => Vec::new(),
        };
        let constraints: Vec<Constraint> =
            constraints.into_iter().map(|(_, constraint)| constraint).collect();
        self.lexer.skip_newlines();
        let lexeme = self.peek(Mode::Expression);
        if lexeme.kind != Kind::Variable {
            return None;
        }
        let variable = self.variable(lexeme.span);
        let bookmark = self.lexer.bookmark();
        self.lexer.skip_newlines();
        let mut default = None;
        let set = Kind::Assignment(AssignmentOperator::Set);
        if self.take_if(Mode::Expression, set, TokenClass::Operator).is_some() {
            self.lexer.skip_newlines();
            default = Some(self.operand("=", Self::expression));
        } else {
            self.lexer.go_back(bookmark);
        }
        Some(Parameter { span: self.span_from(start), constraints, variable, default })
    }
}
