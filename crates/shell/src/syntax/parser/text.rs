//! Text in quotes, and here-strings.

use super::{Parser, word::TextBuilder};
use crate::syntax::{
    TokenClass,
    characters::{is_blank, is_double_quote, is_newline, is_single_quote, unescape},
    lexer::{Mode, Scanned, variable_length},
    problem::Problem,
    source::Span,
    tree::{Expression, ExpressionKind, Part, PartKind, Quote},
};

impl Parser<'_> {
    /// `'...'`; two quotes mean one.
    pub(super) fn single_quoted(&mut self) -> ExpressionKind {
        let mut text = String::new();
        let end = self.single_quoted_end(self.lexer.at(), &mut text);
        self.lexer.take_to(end, TokenClass::Text);
        ExpressionKind::Text { value: text.into(), quote: Quote::Single }
    }

    /// The end of a text in single quotes that begins at a byte.
    pub(super) fn single_quoted_end(&mut self, start: usize, text: &mut String) -> usize {
        let rest = &self.source.text()[start..];
        let mut characters = rest.char_indices().skip(1).peekable();
        while let Some((at, character)) = characters.next() {
            if !is_single_quote(character) {
                text.push(character);
                continue;
            }
            match characters.next_if(|(_, next)| is_single_quote(*next)) {
                Some((_, doubled)) => text.push(doubled),
                None => return start + at + character.len_utf8(),
            }
        }
        let quote = rest.chars().next().map_or(0, char::len_utf8);
        self.unclosed_text(Span::new(start as u32, (start + quote) as u32), "'");
        start + rest.len()
    }

    fn unclosed_text(&mut self, opened: Span, terminator: &'static str) {
        self.lexer.report_as(opened, Problem::UnclosedText { terminator }, true);
    }

    /// `"..."`.
    pub(super) fn double_quoted(&mut self) -> ExpressionKind {
        let mut builder = TextBuilder::new(self.lexer.at());
        let end = self.double_quoted_end(self.lexer.at(), &mut builder);
        self.lexer.take_to(end, TokenClass::Text);
        builder.finish(Quote::Double)
    }

    /// Reads a text in double quotes that begins at a byte; its last piece is not taken yet.
    pub(super) fn double_quoted_end(&mut self, start: usize, builder: &mut TextBuilder) -> usize {
        let source = self.source.text().clone();
        let quote = self.lexer.double_quote_length(&source[start..]);
        let mut at = start + quote;
        loop {
            let rest = &source[at..];
            let Some(first) = rest.chars().next() else {
                self.unclosed_text(Span::new(start as u32, (start + quote) as u32), "\"");
                return at;
            };
            let length = self.lexer.double_quote_length(rest);
            if length > 0 {
                let second = self.lexer.double_quote_length(&rest[length..]);
                if second == 0 {
                    return at + length;
                }
                let doubled =
                    rest[length..].chars().next().filter(|&next| is_double_quote(next)).unwrap_or('"');
                builder.push(doubled, at, at + length + second);
                at += length + second;
            } else if first == '`' {
                at = escape(rest, at, builder);
            } else {
                at = self.piece(first, at, true, builder);
            }
        }
    }

    /// One character, or the variable or sub-expression that begins with it; the byte behind it.
    pub(super) fn piece(
        &mut self,
        first: char,
        at: usize,
        in_quotes: bool,
        builder: &mut TextBuilder,
    ) -> usize {
        if first == '$' {
            let rest = &self.source.text()[at..];
            if rest.starts_with("$(") {
                return self.nested(at, builder, |parser| {
                    let outer = parser.lexer.double_quotes(in_quotes);
                    let lexeme = parser.peek(Mode::Expression);
                    let block = parser.deeper(|parser| parser.parenthesised_block(lexeme, "$("));
                    parser.lexer.double_quotes(outer);
                    block.map_or(ExpressionKind::Error, ExpressionKind::SubExpression)
                });
            }
            if let Scanned::Variable(length) = variable_length(rest, Mode::Expression) {
                let span = Span::new(at as u32, (at + length) as u32);
                return self.nested(at, builder, |parser| ExpressionKind::Variable(parser.variable(span)));
            }
        }
        builder.push(first, at, at + first.len_utf8());
        at + first.len_utf8()
    }

    /// Takes the text before something to expand, and that.
    fn nested(
        &mut self,
        at: usize,
        builder: &mut TextBuilder,
        read: impl FnOnce(&mut Self) -> ExpressionKind,
    ) -> usize {
        self.lexer.take_to(at, TokenClass::Text);
        let kind = read(self);
        let span = self.span_from(at as u32);
        builder.push_value(Part { span, kind: PartKind::Value(Expression { span, kind }) });
        self.lexer.at()
    }

    /// `@"` or `@'`, lines, and the terminator at the beginning of a line.
    pub(super) fn here_text(&mut self, opened: Span, expands: bool) -> ExpressionKind {
        let source = self.source.text().clone();
        let header = &source[opened.end as usize..];
        let blanks = header.find(|character| !is_blank(character)).unwrap_or(header.len());
        let newline = newline_length(&header[blanks..]);
        if newline == 0 && blanks < header.len() {
            return self.wrong_header(opened, expands);
        }
        let mut builder = TextBuilder::new(opened.end as usize + blanks + newline);
        let is_closed = match newline {
            0 => false,
            _ => self.here_lines(opened.end as usize + blanks + newline, expands, &mut builder),
        };
        if !is_closed {
            self.lexer.take_to(source.len(), TokenClass::Text);
            match builder.blank_before_terminator {
                Some(span) => {
                    let terminator = if expands { "\"@" } else { "'@" };
                    self.lexer.report(span, Problem::BlankBeforeTerminator { terminator });
                }
                None => self.unclosed_text(opened, if expands { "\"@" } else { "'@" }),
            }
        }
        builder.finish(if expands { Quote::DoubleHere } else { Quote::SingleHere })
    }

    fn wrong_header(&mut self, opened: Span, expands: bool) -> ExpressionKind {
        let header = if expands { "@\"" } else { "@'" };
        self.lexer.report(opened, Problem::HereStringHeader { header });
        let rest = self.lexer.rest();
        let line = rest.find(is_newline).unwrap_or(rest.len());
        self.lexer.take_to(self.lexer.at() + line, TokenClass::Unknown);
        ExpressionKind::Error
    }

    /// The lines up to the terminator, which is taken. Whether there was one.
    fn here_lines(&mut self, start: usize, expands: bool, builder: &mut TextBuilder) -> bool {
        let source = self.source.text().clone();
        let is_quote = if expands { is_double_quote } else { is_single_quote };
        let mut at = start;
        let mut begins_line = true;
        // The newline before the terminator does not belong to the text.
        let mut newline = 0;
        while at < source.len() {
            let rest = &source[at..];
            if begins_line {
                if let Some(length) = terminator_length(rest, is_quote) {
                    self.lexer.take_to(at + length, TokenClass::Text);
                    return true;
                }
                source[at - newline..at].chars().for_each(|end| builder.push(end, at - newline, at));
                let blanks = rest.find(|character| !is_blank(character)).unwrap_or(rest.len());
                let length = terminator_length(&rest[blanks..], is_quote);
                if let (Some(length), None) = (length, builder.blank_before_terminator) {
                    let found = (at + blanks) as u32;
                    builder.blank_before_terminator = Some(Span::new(found, found + length as u32));
                }
                begins_line = false;
            }
            newline = newline_length(rest);
            match rest.chars().next() {
                _ if newline > 0 => {
                    at += newline;
                    begins_line = true;
                }
                Some('`') if expands => at = escape(rest, at, builder),
                Some(first) if expands => at = self.piece(first, at, false, builder),
                Some(first) => {
                    builder.push(first, at, at + first.len_utf8());
                    at += first.len_utf8();
                }
                None => return false,
            }
        }
        false
    }
}

/// A backtick and what it escapes; the byte behind them.
pub(super) fn escape(rest: &str, at: usize, builder: &mut TextBuilder) -> usize {
    match rest[1..].chars().next() {
        Some(escaped) => {
            let end = at + 1 + escaped.len_utf8();
            builder.push(unescape(escaped), at, end);
            end
        }
        None => {
            builder.push('`', at, at + 1);
            at + 1
        }
    }
}

fn newline_length(text: &str) -> usize {
    match text.as_bytes() {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

fn terminator_length(text: &str, is_quote: fn(char) -> bool) -> Option<usize> {
    let quote = text.chars().next().filter(|&first| is_quote(first))?;
    text[quote.len_utf8()..].starts_with('@').then_some(quote.len_utf8() + 1)
}
