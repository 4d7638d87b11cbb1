//! Identities as documents print them: with misplaced quotes, and with blanks after a colon.
//!
//! PowerShell would read them otherwise or not at all; here they mean what they were meant to say, with a
//! warning.

use super::Parser;
use crate::syntax::{
    Oddity, TokenClass,
    characters::{ends_word, is_double_quote},
    lexer::{Kind, Mode},
    source::Span,
    tree::{Expression, ExpressionKind, Part, PartKind, Quote},
};

const SERVICE: &str = "service:ApplicationServer";

impl Parser<'_> {
    /// A value in a command, with the identities of documents put right.
    pub(super) fn identity_argument(&mut self) -> Option<Expression> {
        let lexeme = self.peek(Mode::Command);
        if lexeme.kind == Kind::DoubleQuote
            && let Some(identity) = self.misplaced_quote()
        {
            return Some(identity);
        }
        let value = self.single_argument()?;
        Some(self.with_next_word(value))
    }

    /// `"service:ApplicationServer"pool.contoso.com"`, up to the next blank.
    fn misplaced_quote(&mut self) -> Option<Expression> {
        let rest = self.lexer.rest();
        let inner = &rest[self.lexer.double_quote_length(rest)..];
        let service = inner.get(..SERVICE.len()).filter(|text| text.eq_ignore_ascii_case(SERVICE))?;
        let behind = &inner[SERVICE.len()..];
        let pool = behind.strip_prefix(is_double_quote)?;
        let goes_on =
            |character: char| character.is_alphanumeric() || matches!(character, '.' | '-' | ':' | '<');
        if !pool.starts_with(goes_on) {
            return None;
        }
        let length = pool.find(ends_word).unwrap_or(pool.len());
        let end = rest.len() - pool.len() + length;
        let pool = pool[..length].trim_end_matches(is_double_quote).trim_start_matches(':');
        let read_as = format!("{service}:{pool}");
        let span = self.lexer.take_to(self.lexer.at() + end, TokenClass::Text);
        self.lexer.warn(span, Oddity::MisplacedQuote { read_as: read_as.clone() });
        let kind = ExpressionKind::Text { value: read_as.into(), quote: Quote::Double };
        Some(Expression { span, kind })
    }

    /// An identity that ends in a colon takes the next word.
    fn with_next_word(&mut self, mut value: Expression) -> Expression {
        let mut read_as = None;
        while let ExpressionKind::Text { value: text, quote } = &value.kind
            && ends_in_colon(text)
        {
            let next = self.peek(Mode::Command).kind;
            if !matches!(next, Kind::Word | Kind::Identifier | Kind::SingleQuote | Kind::DoubleQuote) {
                break;
            }
            let (text, quote, start) = (text.clone(), *quote, value.span);
            let Some(next) = self.single_argument() else { break };
            let span = self.span_from(start.start);
            let kind = joined(&text, quote, start, next);
            read_as = Some(match &kind {
                ExpressionKind::Text { value, .. } => value.to_string(),
                _ => format!("{text}..."),
            });
            value = Expression { span, kind };
        }
        if let Some(read_as) = read_as {
            self.lexer.warn(value.span, Oddity::BlankAfterColon { read_as });
        }
        value
    }
}

/// Whether a text is the beginning of an identity, before the name of the pool.
fn ends_in_colon(text: &str) -> bool {
    ["service:", "ApplicationServer:", "service:ApplicationServer:"]
        .iter()
        .any(|beginning| text.eq_ignore_ascii_case(beginning))
}

fn joined(text: &str, quote: Quote, span: Span, next: Expression) -> ExpressionKind {
    match next.kind {
        ExpressionKind::Text { value, .. } => {
            ExpressionKind::Text { value: format!("{text}{}", value.trim_start()).into(), quote }
        }
        ExpressionKind::Expandable { mut parts, quote } => {
            match parts.first_mut() {
                Some(Part { span: first, kind: PartKind::Text(value) }) => {
                    *first = span.to(*first);
                    *value = format!("{text}{}", value.trim_start()).into();
                }
                _ => parts.insert(0, Part { span, kind: PartKind::Text(text.into()) }),
            }
            ExpressionKind::Expandable { parts, quote }
        }
        other => other,
    }
}
