//! Lexemes to the tree: recursive descent, with precedence climbing for operators.
//!
//! A rule reads what it is named after and gives a node in any case; what is wrong is reported on the way.
//! Where a statement cannot be understood, the rest of it is skipped, so that the errors behind it are found.

use std::sync::Arc;

use super::{
    NESTING_MAX, Parsed, SOURCE_BYTES_MAX, SyntaxError, Token, TokenClass, characters,
    lexer::{Kind, Lexeme, Lexer, Mode},
    problem::{Problem, in_words},
    source::{Source, Span},
    tree::{Block, Constraint, ScriptBlock},
};

mod block;
mod command;
mod constraint;
mod control;
mod expression;
mod function;
mod hashtable;
mod identity;
mod literal;
mod pipeline;
mod postfix;
mod requirement;
mod statement;
mod switch;
mod text;
mod type_name;
mod word;

/// Words shown in a message are cut after so many characters.
const SHOWN_CHARACTERS_MAX: usize = 40;

pub(super) fn parse(text: &str) -> Parsed {
    if text.len() > SOURCE_BYTES_MAX {
        return too_long(text);
    }
    let source = Arc::new(Source::new(text));
    let mut parser = Parser::new(&source);
    let mut script = parser.script();
    let (tokens, errors, warnings) = parser.lexer.finish();
    script.requirements = requirement::requirements(text, &tokens);
    Parsed { script: Arc::new(script), errors, warnings, tokens }
}

/// The beginning of a text that is too long, unread.
fn too_long(text: &str) -> Parsed {
    let source = Arc::new(Source::new(&text[..text.floor_char_boundary(SOURCE_BYTES_MAX)]));
    let span = Span::new(0, source.text().len() as u32);
    let problem = Problem::TooLong { bytes: text.len(), max: SOURCE_BYTES_MAX };
    let place = Span::new(0, 0);
    let position = source.position(0);
    Parsed {
        script: Arc::new(block::empty(span, &source)),
        errors: vec![SyntaxError { span: place, position, problem, incomplete: false }],
        warnings: Vec::new(),
        tokens: vec![Token { span, class: TokenClass::Unknown }],
    }
}

/// The state of reading a script.
struct Parser<'a> {
    lexer: Lexer<'a>,
    source: &'a Arc<Source>,
    /// How many statements and expressions are open.
    depth: usize,
    /// The greatest depth below the chain of operators that is being read.
    deepest: usize,
    /// Whether a comma makes a list; between arguments in parentheses it separates them.
    commas: bool,
    /// Braces that are open, and parentheses within the innermost of them, to tell a stray closing one.
    braces: usize,
    parentheses: usize,
    /// Read before it was known that no `param` follows: they belong to the next expression.
    constraints: Vec<(Span, Constraint)>,
}

impl<'a> Parser<'a> {
    fn new(source: &'a Arc<Source>) -> Self {
        Self {
            lexer: Lexer::new(source),
            source,
            depth: 0,
            deepest: 0,
            commas: true,
            braces: 0,
            parentheses: 0,
            constraints: Vec::new(),
        }
    }

    fn peek(&mut self, mode: Mode) -> Lexeme {
        self.lexer.peek(mode)
    }

    /// Takes the next lexeme if it is of a kind.
    fn take_if(&mut self, mode: Mode, kind: Kind, class: TokenClass) -> Option<Span> {
        let lexeme = self.peek(mode);
        (lexeme.kind == kind).then(|| self.lexer.take(lexeme, class))
    }

    /// Takes the next word of a command line if it is a keyword.
    fn take_keyword(&mut self, keyword: &str) -> Option<Span> {
        self.peek_keyword(keyword).map(|lexeme| self.lexer.take(lexeme, TokenClass::Keyword))
    }

    fn peek_keyword(&mut self, keyword: &str) -> Option<Lexeme> {
        let lexeme = self.peek(Mode::Command);
        let is_word = lexeme.kind == Kind::Identifier;
        (is_word && self.lexer.slice(lexeme.span).eq_ignore_ascii_case(keyword)).then_some(lexeme)
    }

    /// Whether a keyword follows, perhaps on a later line; then it is taken.
    fn take_keyword_below(&mut self, keyword: &str) -> Option<Span> {
        let bookmark = self.lexer.bookmark();
        self.lexer.skip_newlines();
        let taken = self.take_keyword(keyword);
        if taken.is_none() {
            self.lexer.go_back(bookmark);
        }
        taken
    }

    /// Reads something one level deeper. None if that is too deep; then nothing more is read.
    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= NESTING_MAX {
            self.lexer.abandon(Problem::TooDeep);
            return None;
        }
        self.depth += 1;
        self.deepest = self.deepest.max(self.depth);
        let read = read(self);
        self.depth -= 1;
        Some(read)
    }

    /// Reads something whose depth is measured by itself.
    fn measured<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.deepest, self.depth);
        let read = read(self);
        self.deepest = self.deepest.max(outer);
        read
    }

    /// Reads what stands between braces.
    fn in_braces<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let parentheses = std::mem::replace(&mut self.parentheses, 0);
        self.braces += 1;
        let read = self.enclosed(true, read);
        self.braces -= 1;
        self.parentheses = parentheses;
        read
    }

    /// Reads what stands between parentheses.
    fn in_parentheses<T>(&mut self, commas: bool, read: impl FnOnce(&mut Self) -> T) -> T {
        self.parentheses += 1;
        let read = self.enclosed(commas, read);
        self.parentheses -= 1;
        read
    }

    /// Reads something where commas make lists, or separate.
    fn enclosed<T>(&mut self, commas: bool, read: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.commas, commas);
        let read = read(self);
        self.commas = outer;
        read
    }

    /// From a byte to the end of what was taken last.
    fn span_from(&self, start: u32) -> Span {
        Span::new(start, self.lexer.taken_to().max(start))
    }

    /// The place directly behind what was taken last.
    fn here(&self) -> Span {
        Span::new(self.lexer.taken_to(), self.lexer.taken_to())
    }

    /// Reports what cannot stand here. It is not taken.
    fn unexpected(&mut self, lexeme: Lexeme) {
        if !self.lexer.reports() {
            return;
        }
        let span = self.shown_extent(lexeme);
        let text = self.shown(span);
        self.lexer.report(span, Problem::Unexpected { text });
    }

    /// The span of a lexeme; of words the whole one.
    fn extent(&self, lexeme: Lexeme) -> Span {
        if lexeme.kind != Kind::Word {
            return lexeme.span;
        }
        let rest = &self.source.text()[lexeme.span.start as usize..];
        let length = rest.find(characters::ends_word).unwrap_or(rest.len());
        Span::new(lexeme.span.start, lexeme.span.end.max(lexeme.span.start + length as u32))
    }

    /// The span of a lexeme; of text in quotes up to the closing one on its line.
    fn shown_extent(&self, lexeme: Lexeme) -> Span {
        let is_quote = match lexeme.kind {
            Kind::SingleQuote => characters::is_single_quote,
            Kind::DoubleQuote => characters::is_double_quote,
            _ => return self.extent(lexeme),
        };
        let behind = &self.source.text()[lexeme.span.end as usize..];
        let line = &behind[..behind.find(characters::is_newline).unwrap_or(behind.len())];
        let quoted = line.char_indices().find(|(_, character)| is_quote(*character));
        let length = quoted.map_or(line.len(), |(at, quote)| at + quote.len_utf8());
        Span::new(lexeme.span.start, lexeme.span.end + length as u32)
    }

    fn shown(&self, span: Span) -> String {
        let text = self.lexer.slice(span);
        match text.char_indices().nth(SHOWN_CHARACTERS_MAX) {
            Some((end, _)) => format!("{}...", &text[..end]),
            None => text.to_owned(),
        }
    }

    /// Reads the closing half of a bracket; what stands before it is reported and skipped.
    fn close(&mut self, opened: Span, open: &'static str, close: Kind) {
        let bookmark = self.lexer.bookmark();
        let is_same_line = self.peek(Mode::Expression).kind != Kind::NewLine;
        self.lexer.skip_newlines();
        if self.take_if(Mode::Expression, close, TokenClass::Punctuation).is_some() {
            return;
        }
        let lexeme = self.peek(Mode::Expression);
        if !is_same_line {
            self.lexer.go_back(bookmark);
            return self.unclosed(opened, open, close, lexeme);
        }
        let ends = matches!(lexeme.kind, Kind::End | Kind::BraceClose | Kind::ParenClose | Kind::BraceOpen);
        if ends || lexeme.kind == Kind::BracketClose {
            return self.unclosed(opened, open, close, lexeme);
        }
        self.unexpected(lexeme);
        self.skip_rest(Mode::Expression);
        while self.take_if(Mode::Expression, Kind::Semicolon, TokenClass::Unknown).is_some() {
            self.skip_rest(Mode::Expression);
        }
        let bookmark = self.lexer.bookmark();
        self.lexer.skip_newlines();
        if self.take_if(Mode::Expression, close, TokenClass::Punctuation).is_none() {
            self.lexer.go_back(bookmark);
        }
    }

    fn unclosed(&mut self, opened: Span, open: &'static str, close: Kind, lexeme: Lexeme) {
        if !self.lexer.reports() {
            return;
        }
        let before = match lexeme.kind {
            Kind::End => "the end".to_owned(),
            _ => {
                let span = self.shown_extent(lexeme);
                in_words(self.source.position(span.start), &self.shown(span))
            }
        };
        let close = match close {
            Kind::BraceClose => "}",
            Kind::BracketClose => "]",
            _ => ")",
        };
        let incomplete = lexeme.kind == Kind::End;
        self.lexer.report_as(opened, Problem::Unclosed { open, close, before }, incomplete);
    }

    /// Skips what is left of a statement, reading texts and brackets whole.
    fn skip_rest(&mut self, mode: Mode) {
        loop {
            let lexeme = self.peek(mode);
            match lexeme.kind {
                Kind::End | Kind::NewLine | Kind::Semicolon | Kind::ParenClose | Kind::BraceClose => return,
                Kind::BracketClose if mode != Mode::Command => return,
                Kind::SingleQuote
                | Kind::DoubleQuote
                | Kind::SingleHere
                | Kind::DoubleHere
                | Kind::ParenOpen
                | Kind::DollarParen
                | Kind::AtParen
                | Kind::AtBrace
                | Kind::BraceOpen => drop(self.deeper(|parser| parser.primary(Mode::Command))),
                Kind::Word if mode == Mode::Command => drop(self.word(TokenClass::Unknown)),
                _ => {
                    let extent = self.extent(lexeme);
                    self.lexer.take_to(extent.end as usize, TokenClass::Unknown);
                }
            }
        }
    }

    /// `{ ... }` as the body of a statement.
    fn body(&mut self, keyword: &'static str) -> Option<Block> {
        self.lexer.skip_newlines();
        let lexeme = self.peek(Mode::Command);
        if lexeme.kind != Kind::BraceOpen {
            let here = self.here();
            self.lexer.report_missing(here, Problem::MissingAfterKeyword { keyword, missing: "{ ... }" });
            return None;
        }
        Some(self.braced_block(lexeme))
    }

    /// The statements between braces.
    fn braced_block(&mut self, opening: Lexeme) -> Block {
        let opened = self.lexer.take(opening, TokenClass::Punctuation);
        let statements = self.in_braces(Self::statements);
        self.close(opened, "{", Kind::BraceClose);
        Block { span: self.span_from(opened.start), statements }
    }

    /// The statements between parentheses.
    fn parenthesised_block(&mut self, opening: Lexeme, open: &'static str) -> Block {
        let opened = self.lexer.take(opening, TokenClass::Punctuation);
        let statements = self.in_parentheses(true, Self::statements);
        self.close(opened, open, Kind::ParenClose);
        Block { span: self.span_from(opened.start), statements }
    }

    fn script(&mut self) -> ScriptBlock {
        let end = self.source.text().len() as u32;
        let mut script = self.block_content(false);
        script.span = Span::new(0, end);
        script
    }
}
