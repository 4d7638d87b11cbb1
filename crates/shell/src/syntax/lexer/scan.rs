//! Which lexeme begins here.

use super::{
    Kind, Lexeme, Lexer, Mode, Symbol,
    number::number_length,
    variable::{Scanned, variable_length},
};
use crate::syntax::{
    characters::{
        begins_identifier, begins_variable, continues_identifier, ends_word, is_dash, is_double_quote,
        is_single_quote,
    },
    operator::AssignmentOperator,
    source::Span,
};

impl Lexer<'_> {
    /// The lexeme at the place of reading, which no blank precedes.
    pub(super) fn scan(&self, mode: Mode) -> Lexeme {
        let rest = self.rest();
        let (kind, length) = match rest.chars().next() {
            None => (Kind::End, 0),
            Some(first) => self.scan_from(first, rest, mode),
        };
        let start = self.at() as u32;
        Lexeme { kind, span: Span::new(start, start + length as u32) }
    }

    fn scan_from(&self, first: char, rest: &str, mode: Mode) -> (Kind, usize) {
        let one = first.len_utf8();
        let second = rest[one..].chars().next();
        match first {
            '\r' if second == Some('\n') => (Kind::NewLine, 2),
            '\n' | '\r' => (Kind::NewLine, 1),
            ';' => (Kind::Semicolon, 1),
            ',' => (Kind::Comma, 1),
            '(' => (Kind::ParenOpen, 1),
            ')' => (Kind::ParenClose, 1),
            '{' => (Kind::BraceOpen, 1),
            '}' => (Kind::BraceClose, 1),
            ']' => (Kind::BracketClose, 1),
            '[' if mode == Mode::Command && !ends(second) => (Kind::Word, 1),
            '[' => (Kind::BracketOpen, 1),
            '|' if second == Some('|') => (Kind::Or, 2),
            '|' => (Kind::Pipe, 1),
            '&' if second == Some('&') => (Kind::And, 2),
            '&' => (Kind::Ampersand, 1),
            '$' => scan_dollar(rest, mode),
            '@' => scan_at(rest, mode),
            '.' => scan_dot(rest, mode),
            ':' => scan_colon(rest, mode),
            '!' if mode == Mode::Command && !ends(second) => (Kind::Word, 1),
            '!' if mode != Mode::Command && second.is_some_and(begins_identifier) => (Kind::Word, 1),
            '!' => (Kind::Symbol(Symbol::Not), 1),
            '<' | '>' => (Kind::Redirection, redirection_length(rest)),
            '*' => match rest[1..].starts_with('>') {
                true => (Kind::Redirection, redirection_length(rest)),
                false => scan_operator(first, rest, mode),
            },
            '1'..='6' if redirects(rest, mode) => (Kind::Redirection, redirection_length(rest)),
            '0'..='9' => number_or_word(rest, mode),
            '=' | '+' | '/' | '%' => scan_operator(first, rest, mode),
            _ if is_dash(first) => scan_dash(first, rest, mode),
            _ if is_single_quote(first) => (Kind::SingleQuote, one),
            _ if is_double_quote(first) => (Kind::DoubleQuote, self.double_quote_length(rest)),
            '`' => match self.double_quote_length(rest) {
                0 => (Kind::Word, 1),
                length => (Kind::DoubleQuote, length),
            },
            _ if begins_identifier(first) => scan_identifier(rest, mode),
            _ => (Kind::Word, one),
        }
    }

    /// How long the double quote is that a text begins with; zero if it begins with none.
    pub(in crate::syntax) fn double_quote_length(&self, text: &str) -> usize {
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(first), Some(second)) if self.quotes_doubled && is_double_quote(second) => {
                let escapes = first == '`' || is_double_quote(first);
                if escapes { first.len_utf8() + second.len_utf8() } else { 0 }
            }
            (Some(first), _) if is_double_quote(first) => first.len_utf8(),
            _ => 0,
        }
    }
}

/// Whether a word ends before this character.
fn ends(character: Option<char>) -> bool {
    character.is_none_or(ends_word)
}

fn scan_dollar(rest: &str, mode: Mode) -> (Kind, usize) {
    if rest.starts_with("$(") {
        return (Kind::DollarParen, 2);
    }
    match variable_length(rest, mode) {
        Scanned::Variable(length) => (Kind::Variable, length),
        Scanned::Word => (Kind::Word, 1),
    }
}

fn scan_at(rest: &str, mode: Mode) -> (Kind, usize) {
    match rest[1..].chars().next() {
        Some('(') => (Kind::AtParen, 2),
        Some('{') => (Kind::AtBrace, 2),
        Some(quote) if is_single_quote(quote) => (Kind::SingleHere, 1 + quote.len_utf8()),
        Some(quote) if is_double_quote(quote) => (Kind::DoubleHere, 1 + quote.len_utf8()),
        Some(first) if begins_variable(first) => match variable_length(rest, mode) {
            Scanned::Variable(length) => (Kind::Splat, length),
            Scanned::Word => (Kind::Word, 1),
        },
        _ => (Kind::Unknown, 1),
    }
}

fn scan_dot(rest: &str, mode: Mode) -> (Kind, usize) {
    let behind = rest[1..].chars().next();
    if behind == Some('.') {
        let word = mode == Mode::Command && !ends(rest[2..].chars().next());
        return if word { (Kind::Word, 1) } else { (Kind::Symbol(Symbol::DotDot), 2) };
    }
    if behind.is_some_and(|character| character.is_ascii_digit()) {
        return number_or_word(rest, mode);
    }
    let calls = behind.is_none_or(|behind| {
        ends_word(behind) || behind == '$' || is_single_quote(behind) || is_double_quote(behind)
    });
    if mode == Mode::Command && !calls { (Kind::Word, 1) } else { (Kind::Symbol(Symbol::Dot), 1) }
}

fn scan_colon(rest: &str, mode: Mode) -> (Kind, usize) {
    if let Some(behind) = rest.strip_prefix("::") {
        let word = mode == Mode::Command && !ends(behind.chars().next());
        return if word { (Kind::Word, 1) } else { (Kind::Symbol(Symbol::ColonColon), 2) };
    }
    if mode != Mode::Command {
        return (Kind::Symbol(Symbol::Colon), 1);
    }
    let name = &rest[1..];
    let length = name.find(|character| !continues_identifier(character)).unwrap_or(name.len());
    let is_label = name.starts_with(begins_identifier) && ends(name[length..].chars().next());
    if is_label { (Kind::Label, 1 + length) } else { (Kind::Word, 1) }
}

fn scan_operator(first: char, rest: &str, mode: Mode) -> (Kind, usize) {
    let second = rest[1..].chars().next();
    let (kind, length) = match (first, second) {
        ('=', _) => (Kind::Assignment(AssignmentOperator::Set), 1),
        ('+', Some('+')) => (Kind::Symbol(Symbol::PlusPlus), 2),
        ('+', Some('=')) => (Kind::Assignment(AssignmentOperator::Add), 2),
        ('*', Some('=')) => (Kind::Assignment(AssignmentOperator::Multiply), 2),
        ('/', Some('=')) => (Kind::Assignment(AssignmentOperator::Divide), 2),
        ('%', Some('=')) => (Kind::Assignment(AssignmentOperator::Remainder), 2),
        ('+', _) if mode == Mode::Value && begins_number(second) => return number_or_word(rest, mode),
        ('+', _) => (Kind::Symbol(Symbol::Plus), 1),
        ('*', _) => (Kind::Symbol(Symbol::Star), 1),
        ('/', _) => (Kind::Symbol(Symbol::Slash), 1),
        _ => (Kind::Symbol(Symbol::Percent), 1),
    };
    operator_or_word(kind, length, rest, mode)
}

fn scan_dash(dash: char, rest: &str, mode: Mode) -> (Kind, usize) {
    let one = dash.len_utf8();
    let second = rest[one..].chars().next();
    match second {
        Some(next) if is_dash(next) => {
            operator_or_word(Kind::Symbol(Symbol::MinusMinus), one + next.len_utf8(), rest, mode)
        }
        Some('=') => operator_or_word(Kind::Assignment(AssignmentOperator::Subtract), one + 1, rest, mode),
        Some(next) if begins_identifier(next) || next == '?' => scan_parameter(one, rest, mode),
        _ if mode == Mode::Value && begins_number(second) => number_or_word(rest, mode),
        _ => operator_or_word(Kind::Symbol(Symbol::Minus), one, rest, mode),
    }
}

/// Operators end where the next token begins; as part of a word they are none.
fn operator_or_word(kind: Kind, length: usize, rest: &str, mode: Mode) -> (Kind, usize) {
    let word = mode == Mode::Command && !ends(rest[length..].chars().next());
    if word { (Kind::Word, rest.chars().next().map_or(0, char::len_utf8)) } else { (kind, length) }
}

fn scan_parameter(dash: usize, rest: &str, mode: Mode) -> (Kind, usize) {
    for (at, character) in rest[dash..].char_indices() {
        let length = dash + at;
        if ends_word(character) || matches!(character, '.' | '[') {
            return (Kind::Parameter, length);
        }
        if mode == Mode::Command {
            if character == ':' {
                return (Kind::Parameter, length + 1);
            }
            if is_single_quote(character) || is_double_quote(character) {
                return (Kind::Word, dash);
            }
        } else if !character.is_ascii_alphabetic() {
            let kind = if at == 0 { Kind::Symbol(Symbol::Minus) } else { Kind::Parameter };
            return (kind, length);
        }
    }
    (Kind::Parameter, rest.len())
}

fn scan_identifier(rest: &str, mode: Mode) -> (Kind, usize) {
    let length = rest.find(|character| !continues_identifier(character)).unwrap_or(rest.len());
    let word = mode == Mode::Command && !ends(rest[length..].chars().next());
    if word {
        (Kind::Word, rest.chars().next().map_or(0, char::len_utf8))
    } else {
        (Kind::Identifier, length)
    }
}

fn number_or_word(rest: &str, mode: Mode) -> (Kind, usize) {
    match number_length(rest, mode) {
        Some(length) => (Kind::Number, length),
        None => (Kind::Word, rest.chars().next().map_or(0, char::len_utf8)),
    }
}

fn begins_number(character: Option<char>) -> bool {
    character.is_some_and(|character| character.is_ascii_digit() || character == '.')
}

/// Whether a digit names a stream. Where a value begins it is a number: `1>file`.
fn redirects(rest: &str, mode: Mode) -> bool {
    rest[1..].starts_with('>') && (mode != Mode::Value || rest[1..].starts_with(">&"))
}

/// `>`, `>>`, `2>`, `*>>`, `2>&1`, or `<`.
fn redirection_length(rest: &str) -> usize {
    if rest.starts_with('<') {
        return 1;
    }
    let from = usize::from(!rest.starts_with('>'));
    let behind = &rest[from + 1..];
    let merges = behind.starts_with("&1") || behind.starts_with("&2");
    match behind.chars().next() {
        Some('>') => from + 2,
        Some('&') if from == 1 && merges => from + 3,
        _ => from + 1,
    }
}
