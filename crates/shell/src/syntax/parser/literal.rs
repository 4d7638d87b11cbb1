//! Values: what an expression is made of.

use super::Parser;
use crate::syntax::{
    TokenClass,
    lexer::{Kind, Mode, number},
    problem::{Problem, Unsupported},
    source::Span,
    tree::{Expression, ExpressionKind, Number, Scope, Variable},
};

impl Parser<'_> {
    /// A value with what directly follows it.
    pub(super) fn primary(&mut self, mode: Mode) -> Expression {
        self.measured(|parser| match parser.value_in(mode) {
            wrong @ Expression { kind: ExpressionKind::Error, .. } => wrong,
            value => parser.postfix(value, mode),
        })
    }

    /// A value alone, in an expression.
    pub(super) fn value(&mut self) -> Expression {
        self.value_in(Mode::Expression)
    }

    fn value_in(&mut self, mode: Mode) -> Expression {
        let lexeme = self.peek(if mode == Mode::Command { mode } else { Mode::Value });
        let start = lexeme.span.start;
        let kind = match lexeme.kind {
            Kind::Variable => ExpressionKind::Variable(self.variable(lexeme.span)),
            Kind::Splat => {
                let variable = self.variable(lexeme.span);
                let name = variable.name.to_string();
                self.lexer.note(variable.span, Problem::SplatOutsideCommand { name });
                ExpressionKind::Variable(variable)
            }
            Kind::Number => ExpressionKind::Number(self.number(lexeme.span)),
            Kind::SingleQuote => self.single_quoted(),
            Kind::DoubleQuote => self.double_quoted(),
            Kind::SingleHere => self.here_text(lexeme.span, false),
            Kind::DoubleHere => self.here_text(lexeme.span, true),
            Kind::ParenOpen => ExpressionKind::Paren(Box::new(self.parenthesised(lexeme))),
            Kind::DollarParen => ExpressionKind::SubExpression(self.parenthesised_block(lexeme, "$(")),
            Kind::AtParen => ExpressionKind::Array(self.parenthesised_block(lexeme, "@(")),
            Kind::AtBrace => self.hashtable(lexeme),
            Kind::BraceOpen => return self.script_block_value(lexeme),
            _ => {
                self.unexpected(lexeme);
                return Expression { span: self.here(), kind: ExpressionKind::Error };
            }
        };
        Expression { span: self.span_from(start), kind }
    }

    fn number(&mut self, span: Span) -> Number {
        self.lexer.take_to(span.end as usize, TokenClass::Number);
        number(self.lexer.slice(span)).unwrap_or_else(|| {
            let text = self.shown(span);
            self.lexer.note(span, Problem::BadNumber { text });
            Number::Int(0)
        })
    }

    /// Takes a variable whose extent is known.
    pub(super) fn variable(&mut self, span: Span) -> Variable {
        self.lexer.take_to(span.end as usize, TokenClass::Variable);
        let text = self.lexer.slice(span);
        let (path, is_braced) = match text[1..].strip_prefix('{') {
            None => (text[1..].to_owned(), false),
            Some(inner) => match unbraced(inner) {
                Some(path) => (path, true),
                None => {
                    self.lexer.report_as(span, Problem::UnclosedVariable, true);
                    return Variable { span, scope: Scope::Nearest, name: "".into() };
                }
            },
        };
        let (scope, name) = scoped(&path);
        if name.is_empty() {
            let text = self.shown(span);
            let in_colon = !is_braced && path.ends_with(':') && path.len() > 1;
            let problem = if in_colon {
                Problem::VariableEndsInColon { text }
            } else {
                Problem::EmptyVariable { text }
            };
            self.lexer.note(span, problem);
        }
        if matches!(&scope, Scope::Drive(drive) if drive.eq_ignore_ascii_case("using")) {
            self.lexer.note(span, Problem::Unsupported { what: Unsupported::UsingVariable });
        }
        Variable { span, scope, name: name.into() }
    }
}

/// The name between braces, with its escapes resolved. None if the closing brace is missing.
fn unbraced(inner: &str) -> Option<String> {
    let mut name = String::new();
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '}' => return Some(name),
            '`' => name.push(crate::syntax::characters::unescape(characters.next()?)),
            other => name.push(other),
        }
    }
    None
}

/// A name with what stands before its first colon.
fn scoped(path: &str) -> (Scope, &str) {
    let Some((before, name)) = path.split_once(':') else { return (Scope::Nearest, path) };
    let scope = match before.to_ascii_lowercase().as_str() {
        "global" => Scope::Global,
        "script" => Scope::Script,
        "local" => Scope::Local,
        "private" => Scope::Private,
        "variable" => Scope::Nearest,
        _ => Scope::Drive(before.into()),
    };
    (scope, name)
}
