//! Characters to lexemes, one at a time and on demand: what `-1` or `a.b` is depends on where it stands.
//!
//! The parser peeks in a [`Mode`] and takes what it wants. Text in quotes is not read here: of it a lexeme is
//! only the opening quote, since sub-expressions in it have to be parsed. Peeking skips blanks and comments,
//! so what must stand directly behind something is asked by [`Lexer::rest`] before peeking.

use super::{
    ERRORS_MAX, Oddity, SyntaxError, SyntaxWarning, Token, TokenClass,
    characters::{is_blank, is_newline},
    problem::Problem,
    source::{Source, Span},
};

mod lexeme;
mod number;
mod scan;
mod variable;

pub(super) use lexeme::{Kind, Lexeme, Mode, Symbol};
pub(super) use number::number;
pub(super) use variable::{Scanned, variable_length};

/// Where the reading of a text stands.
pub(super) struct Lexer<'a> {
    source: &'a Source,
    text: &'a str,
    at: usize,
    /// The end of what was taken last, blanks aside.
    taken_to: usize,
    /// Within a sub-expression of a text in double quotes two of them count as one.
    quotes_doubled: bool,
    peeked: Option<(usize, Mode, Lexeme)>,
    /// Nothing more is read and reported: a limit was met.
    abandoned: bool,
    /// Where the last error was reported, to keep quiet about what follows from it.
    mark: Option<usize>,
    tokens: Vec<Token>,
    errors: Vec<SyntaxError>,
    warnings: Vec<SyntaxWarning>,
}

/// What was read: tokens, errors and warnings.
pub(super) type Findings = (Vec<Token>, Vec<SyntaxError>, Vec<SyntaxWarning>);

/// A place to come back to.
pub(super) struct Bookmark {
    at: usize,
    taken_to: usize,
    mark: Option<usize>,
    tokens: usize,
    errors: usize,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        Self {
            source,
            text: source.text(),
            at: 0,
            taken_to: 0,
            quotes_doubled: false,
            peeked: None,
            abandoned: false,
            mark: None,
            tokens: Vec::new(),
            errors: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// The next lexeme, which is not taken. Blanks and comments before it are.
    pub(super) fn peek(&mut self, mode: Mode) -> Lexeme {
        if let Some((at, peeked_mode, lexeme)) = self.peeked
            && at == self.at
            && peeked_mode == mode
        {
            return lexeme;
        }
        self.skip_blanks();
        let lexeme = self.scan(mode);
        self.peeked = Some((self.at, mode, lexeme));
        lexeme
    }

    /// Takes a lexeme that was peeked.
    pub(super) fn take(&mut self, lexeme: Lexeme, class: TokenClass) -> Span {
        self.take_to(lexeme.span.end as usize, class)
    }

    /// Takes everything up to a byte as one token.
    pub(super) fn take_to(&mut self, end: usize, class: TokenClass) -> Span {
        let span = Span::new(self.at as u32, end as u32);
        if !span.is_empty() {
            self.tokens.push(Token { span, class });
        }
        self.at = end;
        self.taken_to = end;
        span
    }

    /// Takes the characters that a predicate accepts.
    pub(super) fn take_while(&mut self, accepts: impl Fn(char) -> bool, class: TokenClass) -> Span {
        let length = self.rest().find(|character| !accepts(character)).unwrap_or(self.rest().len());
        self.take_to(self.at + length, class)
    }

    /// Takes newlines, and blanks between them.
    pub(super) fn skip_newlines(&mut self) {
        loop {
            let lexeme = self.peek(Mode::Command);
            if lexeme.kind != Kind::NewLine {
                return;
            }
            self.pass_to(lexeme.span.end as usize, TokenClass::NewLine);
        }
    }

    /// Gives the token that was taken last another class.
    pub(super) fn reclassify(&mut self, class: TokenClass) {
        if let Some(token) = self.tokens.last_mut() {
            token.class = class;
        }
    }

    /// Whether two double quotes count as one from here on; what held before.
    pub(super) fn double_quotes(&mut self, doubled: bool) -> bool {
        self.peeked = None;
        std::mem::replace(&mut self.quotes_doubled, doubled)
    }

    /// What has not been read.
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The end of what was taken last.
    pub(super) fn taken_to(&self) -> u32 {
        self.taken_to as u32
    }

    pub(super) fn slice(&self, span: Span) -> &'a str {
        &self.text[span.start as usize..span.end as usize]
    }

    pub(super) fn bookmark(&self) -> Bookmark {
        Bookmark {
            at: self.at,
            taken_to: self.taken_to,
            mark: self.mark,
            tokens: self.tokens.len(),
            errors: self.errors.len(),
        }
    }

    /// Goes back. What was read since is read again.
    pub(super) fn go_back(&mut self, bookmark: Bookmark) {
        self.at = bookmark.at;
        self.taken_to = bookmark.taken_to;
        self.mark = bookmark.mark;
        self.tokens.truncate(bookmark.tokens);
        self.errors.truncate(bookmark.errors);
    }

    /// Whether nothing but blanks follows.
    pub(super) fn is_at_end(&mut self) -> bool {
        self.peek(Mode::Command).kind == Kind::End
    }

    /// Reports a mistake. Of several between the same two lexemes the first counts.
    pub(super) fn report(&mut self, span: Span, problem: Problem) {
        self.report_as(span, problem, false);
    }

    /// Reports that something is missing; if the text ends here, more of it could put that right.
    pub(super) fn report_missing(&mut self, span: Span, problem: Problem) {
        let incomplete = self.is_at_end();
        self.report_as(span, problem, incomplete);
    }

    pub(super) fn report_as(&mut self, span: Span, problem: Problem, incomplete: bool) {
        if !self.reports() {
            return;
        }
        self.mark = Some(self.taken_to);
        self.add_error(span, problem, incomplete);
    }

    /// Whether a mistake would be reported here.
    pub(super) fn reports(&self) -> bool {
        !self.abandoned && self.mark != Some(self.taken_to) && self.errors.len() < ERRORS_MAX
    }

    /// Reports a mistake that says nothing about what follows.
    pub(super) fn note(&mut self, span: Span, problem: Problem) {
        if !self.abandoned && self.errors.len() < ERRORS_MAX {
            self.add_error(span, problem, false);
        }
    }

    pub(super) fn warn(&mut self, span: Span, oddity: Oddity) {
        if !self.abandoned && self.warnings.len() < ERRORS_MAX {
            let position = self.source.position(span.start);
            self.warnings.push(SyntaxWarning { span, position, oddity });
        }
    }

    /// Reports and reads no further.
    pub(super) fn abandon(&mut self, problem: Problem) {
        let end = self.rest().chars().next().map_or(0, char::len_utf8);
        let span = Span::new(self.at as u32, (self.at + end) as u32);
        if !self.abandoned {
            self.add_error(span, problem, false);
        }
        self.take_to(self.text.len(), TokenClass::Unknown);
        self.abandoned = true;
    }

    pub(super) fn finish(mut self) -> Findings {
        self.errors.sort_by_key(|error| error.span.start);
        (self.tokens, self.errors, self.warnings)
    }

    fn add_error(&mut self, span: Span, problem: Problem, incomplete: bool) {
        let position = self.source.position(span.start);
        self.errors.push(SyntaxError { span, position, problem, incomplete });
    }

    /// Takes something that is nothing to the parser.
    fn pass_to(&mut self, end: usize, class: TokenClass) {
        let taken_to = self.taken_to;
        self.take_to(end, class);
        self.taken_to = taken_to;
    }

    fn skip_blanks(&mut self) {
        loop {
            let rest = self.rest();
            let Some(first) = rest.chars().next() else { return };
            if is_blank(first) {
                let length = rest.find(|character| !is_blank(character)).unwrap_or(rest.len());
                self.pass_to(self.at + length, TokenClass::Blank);
            } else if first == '#' {
                let length = rest.find(is_newline).unwrap_or(rest.len());
                self.pass_to(self.at + length, TokenClass::Comment);
            } else if rest.starts_with("<#") {
                self.skip_comment();
            } else if first != '`' || !self.skip_continuation() {
                return;
            }
        }
    }

    fn skip_comment(&mut self) {
        let rest = self.rest();
        let start = self.at as u32;
        match rest[2..].find("#>") {
            Some(length) => self.pass_to(self.at + length + 4, TokenClass::Comment),
            None => {
                self.report_as(Span::new(start, start + 2), Problem::UnclosedComment, true);
                self.pass_to(self.text.len(), TokenClass::Comment);
            }
        }
    }

    /// Takes a backtick with the end of its line. Whether there was one.
    fn skip_continuation(&mut self) -> bool {
        let rest = self.rest();
        let mut behind = rest[1..].chars();
        let length = match (behind.next(), behind.next()) {
            (Some('\r'), Some('\n')) => 3,
            (Some(next), _) if next.is_whitespace() => 1 + next.len_utf8(),
            (Some(_), _) => return false,
            (None, _) => {
                let start = self.at as u32;
                self.report_as(Span::new(start, start + 1), Problem::NothingContinues, true);
                1
            }
        };
        self.pass_to(self.at + length, TokenClass::Blank);
        true
    }
}
