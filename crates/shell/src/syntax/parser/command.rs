//! Commands and their arguments.

use super::Parser;
use crate::syntax::{
    TokenClass,
    characters::is_dash,
    lexer::{Kind, Lexeme, Mode, Symbol},
    problem::Problem,
    tree::{Argument, ArgumentKind, Command, Expression, ExpressionKind, Invocation, Quote, Redirection},
};

impl Parser<'_> {
    /// A command with its arguments. None where none begins; then nothing was taken.
    pub(super) fn command(&mut self) -> Option<Command> {
        let lexeme = self.peek(Mode::Command);
        let start = lexeme.span.start;
        let (invocation, operator) = match lexeme.kind {
            Kind::Ampersand => (Invocation::Call, "&"),
            Kind::Symbol(Symbol::Dot) => (Invocation::Dot, "."),
            _ => (Invocation::Plain, ""),
        };
        let name = match invocation {
            Invocation::Plain => self.command_name(lexeme)?,
            _ => {
                self.lexer.take(lexeme, TokenClass::Operator);
                self.called(operator)
            }
        };
        let (mut arguments, mut redirections) = (Vec::new(), Vec::new());
        self.arguments(&mut arguments, &mut redirections);
        let span = self.span_from(start);
        Some(Command { span, invocation, name: Box::new(name), arguments, redirections })
    }

    /// The name of a command that is called by its name alone.
    fn command_name(&mut self, lexeme: Lexeme) -> Option<Expression> {
        match lexeme.kind {
            Kind::Word | Kind::Identifier | Kind::Label | Kind::Parameter | Kind::Symbol(_) => {}
            _ => return None,
        }
        let (value, span) = self.literal_word(TokenClass::Command);
        Some(Expression { span, kind: ExpressionKind::Text { value, quote: Quote::Bare } })
    }

    /// What stands behind `&` or `.`.
    fn called(&mut self, operator: &'static str) -> Expression {
        match self.single_argument() {
            Some(name) => {
                if matches!(name.kind, ExpressionKind::Text { quote: Quote::Bare, .. }) {
                    self.lexer.reclassify(TokenClass::Command);
                }
                name
            }
            None => {
                let span = self.here();
                self.lexer.report(span, Problem::MissingCommand { operator });
                Expression { span, kind: ExpressionKind::Error }
            }
        }
    }

    fn arguments(&mut self, arguments: &mut Vec<Argument>, redirections: &mut Vec<Redirection>) {
        let mut only_values = false;
        loop {
            let lexeme = self.peek(Mode::Command);
            let kind = match lexeme.kind {
                Kind::Redirection => {
                    self.redirection(lexeme, redirections);
                    continue;
                }
                Kind::Comma => {
                    self.lexer.report(lexeme.span, Problem::MissingArgument);
                    self.lexer.take(lexeme, TokenClass::Punctuation);
                    self.lexer.skip_newlines();
                    continue;
                }
                Kind::Word if self.lexer.rest().starts_with("--%") => {
                    self.stop_parsing(lexeme);
                    continue;
                }
                Kind::Parameter if !only_values => self.parameter_argument(lexeme),
                Kind::Symbol(Symbol::MinusMinus) if !only_values => {
                    self.lexer.take(lexeme, TokenClass::Operator);
                    only_values = true;
                    ArgumentKind::EndOfParameters
                }
                _ => match self.argument_value() {
                    Some(value) => ArgumentKind::Value(value),
                    None => return,
                },
            };
            arguments.push(Argument { span: self.span_from(lexeme.span.start), kind });
        }
    }

    /// `-Name`, `-Name:value`, `-Name: value`.
    fn parameter_argument(&mut self, lexeme: Lexeme) -> ArgumentKind {
        let span = self.lexer.take(lexeme, TokenClass::Parameter);
        let text = self.lexer.slice(span);
        let name = text.trim_start_matches(is_dash);
        let Some(name) = name.strip_suffix(':') else {
            return ArgumentKind::Parameter { name: name.into(), value: None };
        };
        let value = self.argument_value();
        if value.is_none() {
            let parameter = text.to_owned();
            self.lexer.report(span, Problem::MissingParameterValue { parameter });
        }
        ArgumentKind::Parameter { name: name.into(), value }
    }

    /// A value, or several with commas between them. None where none begins.
    fn argument_value(&mut self) -> Option<Expression> {
        let first = self.identity_argument()?;
        if self.peek(Mode::Command).kind != Kind::Comma {
            return Some(first);
        }
        let start = first.span.start;
        let mut items = vec![first];
        while let Some(comma) = self.take_if(Mode::Command, Kind::Comma, TokenClass::Punctuation) {
            self.lexer.skip_newlines();
            match self.identity_argument() {
                Some(item) => items.push(item),
                None => {
                    let problem = Problem::MissingOperand { operator: ",".to_owned() };
                    self.lexer.report_missing(comma, problem);
                    break;
                }
            }
        }
        for item in &items {
            if let ExpressionKind::Splat(variable) = &item.kind {
                let name = variable.name.to_string();
                self.lexer.note(item.span, Problem::SplatOutsideCommand { name });
            }
        }
        Some(Expression { span: self.span_from(start), kind: ExpressionKind::List(items) })
    }

    /// One value in a command: a word, or what has a value of its own. None where none begins.
    pub(super) fn single_argument(&mut self) -> Option<Expression> {
        let lexeme = self.peek(Mode::Command);
        match lexeme.kind {
            Kind::End
            | Kind::NewLine
            | Kind::Semicolon
            | Kind::Comma
            | Kind::Pipe
            | Kind::Ampersand
            | Kind::And
            | Kind::Or
            | Kind::ParenClose
            | Kind::BraceClose
            | Kind::Redirection
            | Kind::Unknown => None,
            Kind::Word => Some(self.word(TokenClass::Argument)),
            Kind::Identifier
            | Kind::Label
            | Kind::Parameter
            | Kind::Symbol(_)
            | Kind::Assignment(_)
            | Kind::BracketOpen
            | Kind::BracketClose => {
                let span = self.lexer.take(lexeme, TokenClass::Argument);
                let value = self.lexer.slice(span).into();
                Some(Expression { span, kind: ExpressionKind::Text { value, quote: Quote::Bare } })
            }
            Kind::Splat => {
                let variable = self.variable(lexeme.span);
                Some(Expression { span: variable.span, kind: ExpressionKind::Splat(variable) })
            }
            _ => self.deeper(|parser| parser.primary(Mode::Command)),
        }
    }
}
