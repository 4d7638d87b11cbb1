//! Words without quotes around them: names and arguments of commands.

use std::sync::Arc;

use super::{Parser, text::escape};
use crate::syntax::{
    TokenClass,
    characters::{ends_word, is_newline, is_single_quote},
    source::Span,
    tree::{Expression, ExpressionKind, Part, PartKind, Quote},
};

/// Collects a text with what is to be expanded in it.
pub(super) struct TextBuilder {
    parts: Vec<Part>,
    text: String,
    /// Where the text since the last value stands.
    from: usize,
    to: usize,
    /// A terminator of a here-string that does not begin its line.
    pub(super) blank_before_terminator: Option<Span>,
}

impl TextBuilder {
    pub(super) fn new(start: usize) -> Self {
        Self { parts: Vec::new(), text: String::new(), from: start, to: start, blank_before_terminator: None }
    }

    /// Adds a character that was written between two bytes.
    pub(super) fn push(&mut self, character: char, from: usize, to: usize) {
        if self.text.is_empty() {
            self.from = from;
        }
        self.text.push(character);
        self.to = to;
    }

    pub(super) fn push_value(&mut self, part: Part) {
        self.end_text();
        self.parts.push(part);
    }

    pub(super) fn finish(mut self, quote: Quote) -> ExpressionKind {
        if self.parts.is_empty() {
            return ExpressionKind::Text { value: self.text.into(), quote };
        }
        self.end_text();
        ExpressionKind::Expandable { parts: self.parts, quote }
    }

    fn end_text(&mut self) {
        if !self.text.is_empty() {
            let span = Span::new(self.from as u32, self.to as u32);
            let text = std::mem::take(&mut self.text);
            self.parts.push(Part { span, kind: PartKind::Text(text.into()) });
        }
    }
}

impl Parser<'_> {
    /// A word with variables, sub-expressions and quotes in it, up to the next blank.
    pub(super) fn word(&mut self, class: TokenClass) -> Expression {
        let start = self.lexer.at();
        let mut builder = TextBuilder::new(start);
        let end = self.word_end(start, true, &mut builder);
        self.lexer.take_to(end, class);
        Expression { span: self.span_from(start as u32), kind: builder.finish(Quote::Bare) }
    }

    /// A word in which nothing is expanded: the name of a command or function.
    pub(super) fn literal_word(&mut self, class: TokenClass) -> (Arc<str>, Span) {
        let start = self.lexer.at();
        let mut builder = TextBuilder::new(start);
        let end = self.word_end(start, false, &mut builder);
        let span = self.lexer.take_to(end, class);
        (builder.text.into(), span)
    }

    fn word_end(&mut self, start: usize, expands: bool, builder: &mut TextBuilder) -> usize {
        let source = self.source.text().clone();
        let mut at = start;
        loop {
            let rest = &source[at..];
            let Some(first) = rest.chars().next().filter(|&first| !ends_word(first)) else { return at };
            if first == '`' && rest[1..].chars().next().is_none_or(is_newline) {
                // It continues the line behind the word.
                return at;
            } else if first == '`' && self.lexer.double_quote_length(rest) == 0 {
                at = escape(rest, at, builder);
            } else if is_single_quote(first) {
                let mut text = String::new();
                let end = self.single_quoted_end(at, &mut text);
                text.chars().for_each(|character| builder.push(character, at, end));
                at = end;
            } else if self.lexer.double_quote_length(rest) > 0 && expands {
                at = self.double_quoted_end(at, builder);
            } else if expands {
                at = self.piece(first, at, false, builder);
            } else {
                builder.push(first, at, at + first.len_utf8());
                at += first.len_utf8();
            }
        }
    }
}
