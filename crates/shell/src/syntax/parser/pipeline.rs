//! Pipelines, assignments and redirections.

use super::Parser;
use crate::syntax::{
    TokenClass,
    lexer::{Kind, Lexeme, Mode, Symbol},
    operator::{AssignmentOperator, UnaryOperator},
    problem::{Problem, Unsupported},
    source::Span,
    tree::{
        Assignment, Expression, ExpressionKind, Pipeline, PipelineElement, Redirection, RedirectionTarget,
        Statement, StatementKind, Stream,
    },
};

impl Parser<'_> {
    /// A pipeline or an assignment. None where neither begins; then nothing was taken.
    pub(super) fn pipeline_statement(&mut self) -> Option<Statement> {
        let start = match self.constraints.first() {
            Some((span, _)) => span.start,
            None => self.peek(Mode::Value).span.start,
        };
        let mut elements = Vec::new();
        if self.begins_value() {
            let expression = self.expression();
            if let Kind::Assignment(operator) = self.peek(Mode::Expression).kind {
                return Some(self.assignment(start, expression, operator));
            }
            elements.push(self.expression_element(expression));
        } else {
            let lexeme = self.peek(Mode::Command);
            match lexeme.kind {
                Kind::Pipe => self.empty_element(lexeme.span),
                _ => elements.push(PipelineElement::Command(self.command()?)),
            }
        }
        while self.take_if(Mode::Expression, Kind::Pipe, TokenClass::Operator).is_some() {
            self.lexer.skip_newlines();
            elements.extend(self.later_element());
        }
        self.end_of_pipeline();
        let span = self.span_from(start);
        let kind = match elements.is_empty() {
            true => StatementKind::Error,
            false => StatementKind::Pipeline(Pipeline { span, elements }),
        };
        Some(Statement { span, kind })
    }

    /// Whether a value begins here, not a command.
    pub(super) fn begins_value(&mut self) -> bool {
        if !self.constraints.is_empty() {
            return true;
        }
        let lexeme = self.peek(Mode::Value);
        match lexeme.kind {
            Kind::Variable
            | Kind::Splat
            | Kind::Number
            | Kind::SingleQuote
            | Kind::DoubleQuote
            | Kind::SingleHere
            | Kind::DoubleHere
            | Kind::ParenOpen
            | Kind::DollarParen
            | Kind::AtParen
            | Kind::AtBrace
            | Kind::BraceOpen
            | Kind::BracketOpen
            | Kind::Symbol(
                Symbol::Plus | Symbol::Minus | Symbol::Not | Symbol::PlusPlus | Symbol::MinusMinus,
            ) => true,
            Kind::Comma => self.commas,
            Kind::Parameter => self.unary_name(lexeme).is_some(),
            _ => false,
        }
    }

    /// The operator that a word with a dash is before an operand.
    pub(super) fn unary_name(&self, lexeme: Lexeme) -> Option<UnaryOperator> {
        let mut name = self.lexer.slice(lexeme.span).chars();
        name.next();
        UnaryOperator::from_name(name.as_str())
    }

    fn assignment(&mut self, start: u32, target: Expression, operator: AssignmentOperator) -> Statement {
        let lexeme = self.peek(Mode::Expression);
        let assigned = self.lexer.take(lexeme, TokenClass::Operator);
        let is_list = matches!(target.kind, ExpressionKind::List(_));
        if !is_assignable(&target) || (is_list && operator != AssignmentOperator::Set) {
            self.lexer.note(target.span, Problem::NotAssignable);
        }
        self.lexer.skip_newlines();
        let value = self.statement().unwrap_or_else(|| {
            let span = self.here();
            self.lexer
                .report_missing(assigned, Problem::MissingOperand { operator: operator.text().to_owned() });
            Statement { span, kind: StatementKind::Error }
        });
        let kind = StatementKind::Assignment(Assignment {
            target: Box::new(target),
            operator,
            value: Box::new(value),
        });
        Statement { span: self.span_from(start), kind }
    }

    /// An expression with the redirections behind it.
    fn expression_element(&mut self, expression: Expression) -> PipelineElement {
        let mut redirections = Vec::new();
        while let lexeme @ Lexeme { kind: Kind::Redirection, .. } = self.peek(Mode::Expression) {
            self.redirection(lexeme, &mut redirections);
        }
        PipelineElement::Expression { expression, redirections }
    }

    /// What stands behind a `|`.
    fn later_element(&mut self) -> Option<PipelineElement> {
        if self.begins_value() {
            let expression = self.expression();
            self.lexer.report(expression.span, Problem::ExpressionInPipeline);
            return Some(self.expression_element(expression));
        }
        let command = self.command();
        if command.is_none() {
            let here = self.here();
            self.empty_element(here);
        }
        command.map(PipelineElement::Command)
    }

    fn empty_element(&mut self, span: Span) {
        self.lexer.report_missing(span, Problem::EmptyPipelineElement);
    }

    /// Reports what stands behind a pipeline on its line, and skips it.
    fn end_of_pipeline(&mut self) {
        let lexeme = self.peek(Mode::Expression);
        match lexeme.kind {
            Kind::End | Kind::NewLine | Kind::Semicolon | Kind::ParenClose | Kind::BraceClose => return,
            // The parentheses around it report what stands there.
            _ if self.parentheses > 0 && lexeme.kind == Kind::BraceOpen => return,
            Kind::And | Kind::Or | Kind::Ampersand => {
                let operator = match lexeme.kind {
                    Kind::And => "&&",
                    Kind::Or => "||",
                    _ => "&",
                };
                self.lexer.report(lexeme.span, Problem::Later { operator });
                self.lexer.take(lexeme, TokenClass::Operator);
                self.lexer.skip_newlines();
                // What it combines is read for its errors.
                drop(self.deeper(Self::pipeline_statement));
                return;
            }
            Kind::Parameter => {
                let operator = self.lexer.slice(lexeme.span).to_owned();
                self.lexer.report(lexeme.span, Problem::NoSuchOperator { operator });
            }
            Kind::Word if self.lexer.rest().starts_with('?') => {
                let operator = if self.lexer.rest().starts_with("??") { "??" } else { "?" };
                self.lexer.report(lexeme.span, Problem::Later { operator });
            }
            _ => self.unexpected(lexeme),
        }
        self.skip_rest(Mode::Command);
    }

    /// `> path`, `2>&1`.
    pub(super) fn redirection(&mut self, lexeme: Lexeme, redirections: &mut Vec<Redirection>) {
        let span = self.lexer.take(lexeme, TokenClass::Operator);
        let text = self.lexer.slice(span).to_owned();
        let from = stream(&text);
        if let Some((_, to)) = text.split_once('&') {
            if to != "1" || from == Stream::Output {
                self.lexer.note(span, Problem::NoSuchRedirection { text });
            }
            return self
                .add_redirection(Redirection { span, from, to: RedirectionTarget::Output }, redirections);
        }
        let Some(path) = self.single_argument() else {
            let problem = Problem::MissingFile { operator: text };
            return self.lexer.report(span, problem);
        };
        if text == "<" {
            return self.lexer.note(span, Problem::NoSuchRedirection { text });
        }
        let to = RedirectionTarget::File { path: Box::new(path), append: text.ends_with(">>") };
        self.add_redirection(Redirection { span: self.span_from(span.start), from, to }, redirections);
    }

    fn add_redirection(&mut self, redirection: Redirection, redirections: &mut Vec<Redirection>) {
        if redirections.iter().any(|other| other.from == redirection.from) {
            let stream = stream_name(redirection.from);
            self.lexer.note(redirection.span, Problem::RedirectedTwice { stream });
        }
        redirections.push(redirection);
    }

    /// Reports `--%`, which hands the rest of a line to another program, and skips it.
    pub(super) fn stop_parsing(&mut self, lexeme: Lexeme) {
        let span = Span::new(lexeme.span.start, lexeme.span.start + 3);
        self.lexer.report(span, Problem::Unsupported { what: Unsupported::StopParsing });
        let line = self.lexer.rest().find(crate::syntax::characters::is_newline);
        let end = self.lexer.at() + line.unwrap_or(self.lexer.rest().len());
        self.lexer.take_to(end, TokenClass::Unknown);
    }
}

/// Whether an expression names a place for a value, or was reported already.
pub(super) fn is_assignable(target: &Expression) -> bool {
    match &target.kind {
        ExpressionKind::Variable(_) | ExpressionKind::Member { .. } | ExpressionKind::Index { .. } => true,
        // A property with parameters: `$table.Item("key") = 1`.
        ExpressionKind::Call { .. } | ExpressionKind::Error => true,
        ExpressionKind::List(items) => items.iter().all(is_assignable),
        ExpressionKind::Cast { operand, .. } | ExpressionKind::Attributed { operand, .. } => {
            is_assignable(operand)
        }
        ExpressionKind::Paren(inner) => match &inner.kind {
            StatementKind::Pipeline(pipeline) => match &pipeline.elements[..] {
                [PipelineElement::Expression { expression, .. }] => is_assignable(expression),
                _ => false,
            },
            _ => false,
        },
        _ => false,
    }
}

fn stream(redirection: &str) -> Stream {
    match redirection.as_bytes().first() {
        Some(b'*') => Stream::All,
        Some(b'2') => Stream::Error,
        Some(b'3') => Stream::Warning,
        Some(b'4') => Stream::Verbose,
        Some(b'5') => Stream::Debug,
        Some(b'6') => Stream::Information,
        _ => Stream::Output,
    }
}

fn stream_name(stream: Stream) -> &'static str {
    match stream {
        Stream::Output => "output",
        Stream::Error => "error",
        Stream::Warning => "warning",
        Stream::Verbose => "verbose",
        Stream::Debug => "debug",
        Stream::Information => "information",
        Stream::All => "whole",
    }
}
