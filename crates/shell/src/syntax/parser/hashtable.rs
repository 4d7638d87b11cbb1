//! `@{ key = value; ... }`.

use std::collections::BTreeSet;

use super::Parser;
use crate::syntax::{
    TokenClass,
    lexer::{Kind, Lexeme, Mode},
    operator::AssignmentOperator,
    problem::Problem,
    tree::{Entry, Expression, ExpressionKind, Quote, Statement, StatementKind},
};

impl Parser<'_> {
    pub(super) fn hashtable(&mut self, opening: Lexeme) -> ExpressionKind {
        let opened = self.lexer.take(opening, TokenClass::Punctuation);
        let entries = self.in_braces(Self::entries);
        self.close(opened, "@{", Kind::BraceClose);
        ExpressionKind::Hashtable(entries)
    }

    fn entries(&mut self) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut keys = BTreeSet::new();
        loop {
            self.skip_separators();
            let Some(entry) = self.entry() else { return entries };
            if let Some(key) = fixed_key(&entry.key)
                && !keys.insert(key.to_lowercase())
            {
                self.lexer.note(entry.key.span, Problem::DuplicateKey { key });
            }
            entries.push(entry);
            if !matches!(self.peek(Mode::Command).kind, Kind::NewLine | Kind::Semicolon) {
                return entries;
            }
        }
    }

    fn entry(&mut self) -> Option<Entry> {
        let key = self.entry_key()?;
        let start = key.span.start;
        let set = Kind::Assignment(AssignmentOperator::Set);
        let value = match self.take_if(Mode::Expression, set, TokenClass::Operator) {
            Some(equals) => {
                self.lexer.skip_newlines();
                let value = self.statement();
                if value.is_none() {
                    self.lexer.report_missing(equals, Problem::MissingValue);
                }
                value
            }
            None => {
                let here = self.here();
                self.lexer.report_missing(here, Problem::MissingEquals);
                self.skip_rest(Mode::Command);
                None
            }
        };
        let value = value.unwrap_or(Statement { span: self.here(), kind: StatementKind::Error });
        Some(Entry { span: self.span_from(start), key, value })
    }

    /// A plain word, or a value. None where neither begins.
    fn entry_key(&mut self) -> Option<Expression> {
        let lexeme = self.peek(Mode::Value);
        if lexeme.kind == Kind::Identifier {
            let span = self.lexer.take(lexeme, TokenClass::Member);
            let value = self.lexer.slice(span).into();
            return Some(Expression { span, kind: ExpressionKind::Text { value, quote: Quote::Bare } });
        }
        self.enclosed(false, |parser| parser.begins_value().then(|| parser.unary()))
    }
}

/// What a key is if that is known before the script runs.
fn fixed_key(key: &Expression) -> Option<String> {
    match &key.kind {
        ExpressionKind::Text { value, .. } => Some(value.to_string()),
        _ => None,
    }
}
