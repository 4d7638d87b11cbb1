//! Script blocks: parameters, named blocks, statements.

use std::sync::Arc;

use super::Parser;
use crate::syntax::{
    TokenClass,
    lexer::{Kind, Lexeme, Mode},
    problem::{Problem, Unsupported},
    source::{Source, Span},
    tree::{Block, Constraint, Expression, ExpressionKind, Parameter, ScriptBlock, Statement},
};

/// A block with nothing in it.
pub(super) fn empty(span: Span, source: &Arc<Source>) -> ScriptBlock {
    ScriptBlock {
        span,
        source: Arc::clone(source),
        requirements: Vec::new(),
        attributes: Vec::new(),
        parameters: Vec::new(),
        begin: None,
        process: None,
        end: None,
    }
}

impl Parser<'_> {
    /// `{ ... }` as a value, or as the body of a function.
    pub(super) fn script_block(&mut self, opening: Lexeme, is_filter: bool) -> ScriptBlock {
        let opened = self.lexer.take(opening, TokenClass::Punctuation);
        let mut block = self.in_braces(|parser| parser.block_content(is_filter));
        self.close(opened, "{", Kind::BraceClose);
        block.span = self.span_from(opened.start);
        block
    }

    pub(super) fn script_block_value(&mut self, opening: Lexeme) -> Expression {
        let block = self.script_block(opening, false);
        Expression { span: block.span, kind: ExpressionKind::ScriptBlock(Arc::new(block)) }
    }

    /// What stands between the braces. The span is for the caller to set.
    pub(super) fn block_content(&mut self, is_filter: bool) -> ScriptBlock {
        let mut block = empty(self.here(), self.source);
        self.lexer.skip_newlines();
        self.parameter_block(&mut block);
        if self.constraints.is_empty() {
            self.skip_separators();
        }
        if self.constraints.is_empty() && self.named_block_keyword().is_some() {
            self.named_blocks(&mut block);
            return block;
        }
        let start = match self.constraints.first() {
            Some((span, _)) => span.start,
            None => self.peek(Mode::Command).span.start,
        };
        let statements = self.statements();
        if !statements.is_empty() {
            let statements = Block { span: self.span_from(start), statements };
            *(if is_filter { &mut block.process } else { &mut block.end }) = Some(statements);
        }
        block
    }

    /// Statements up to a closing bracket or the end.
    pub(super) fn statements(&mut self) -> Vec<Statement> {
        let mut statements = Vec::new();
        loop {
            if !self.constraints.is_empty() {
                statements.extend(self.statement());
            }
            self.skip_separators();
            let lexeme = self.peek(Mode::Command);
            match lexeme.kind {
                Kind::End => return statements,
                Kind::BraceClose if self.braces > 0 => return statements,
                Kind::ParenClose if self.parentheses > 0 => return statements,
                Kind::BraceClose | Kind::ParenClose => {
                    self.unexpected(lexeme);
                    self.lexer.take(lexeme, TokenClass::Unknown);
                }
                _ => {
                    statements.extend(self.statement());
                    self.progress(lexeme);
                }
            }
        }
    }

    /// Takes newlines and semicolons.
    pub(super) fn skip_separators(&mut self) {
        loop {
            self.lexer.skip_newlines();
            if self.take_if(Mode::Command, Kind::Semicolon, TokenClass::Punctuation).is_none() {
                return;
            }
        }
    }

    /// A rule that took nothing would be tried for ever.
    fn progress(&mut self, before: Lexeme) {
        if self.lexer.at() == before.span.start as usize && !self.lexer.is_at_end() {
            let lexeme = self.peek(Mode::Command);
            self.unexpected(lexeme);
            let extent = self.extent(lexeme);
            self.lexer.take_to(extent.end as usize, TokenClass::Unknown);
        }
    }

    /// `[CmdletBinding()] param(...)`. Brackets that no `param` follows are kept for the next expression.
    fn parameter_block(&mut self, block: &mut ScriptBlock) {
        let constraints = match self.peek(Mode::Expression).kind {
            Kind::BracketOpen => self.constraint_list(true),
            _ => Vec::new(),
        };
        let bookmark = self.lexer.bookmark();
        if self.take_keyword("param").is_none() {
            self.constraints = constraints;
            return;
        }
        self.lexer.skip_newlines();
        if self.peek(Mode::Command).kind != Kind::ParenOpen {
            self.lexer.go_back(bookmark);
            self.constraints = constraints;
            return;
        }
        for (span, constraint) in constraints {
            match constraint {
                Constraint::Attribute(attribute) => block.attributes.push(attribute),
                Constraint::Type(name) => {
                    self.lexer.note(span, Problem::StrayAttribute { name: name.name.to_string() });
                }
            }
        }
        block.parameters = self.parameter_list();
    }

    /// `(` parameters `)`.
    pub(super) fn parameter_list(&mut self) -> Vec<Parameter> {
        let opening = self.peek(Mode::Command);
        let opened = self.lexer.take(opening, TokenClass::Punctuation);
        let parameters = self.in_parentheses(false, Self::parameters);
        self.close(opened, "(", Kind::ParenClose);
        parameters
    }

    fn named_block_keyword(&mut self) -> Option<&'static str> {
        ["begin", "process", "end", "dynamicparam"]
            .into_iter()
            .find(|keyword| self.peek_keyword(keyword).is_some())
    }

    fn named_blocks(&mut self, block: &mut ScriptBlock) {
        loop {
            self.skip_separators();
            let lexeme = self.peek(Mode::Command);
            if lexeme.kind == Kind::End || (lexeme.kind == Kind::BraceClose && self.braces > 0) {
                return;
            }
            let Some(name) = self.named_block_keyword() else {
                let span = self.extent(lexeme);
                self.lexer.report(span, Problem::BesideNamedBlocks);
                drop(self.statement());
                self.progress(lexeme);
                continue;
            };
            let keyword = self.lexer.take(lexeme, TokenClass::Keyword);
            if name == "dynamicparam" {
                self.lexer.note(keyword, Problem::Unsupported { what: Unsupported::DynamicParam });
            }
            let Some(body) = self.body(name) else {
                self.skip_rest(Mode::Command);
                continue;
            };
            let place = match name {
                "begin" => &mut block.begin,
                "process" => &mut block.process,
                "end" => &mut block.end,
                _ => continue,
            };
            if place.replace(body).is_some() {
                self.lexer.note(keyword, Problem::SecondBlock { name });
            }
        }
    }
}
