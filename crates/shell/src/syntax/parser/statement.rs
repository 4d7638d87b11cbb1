//! Which statement begins here, and those that end the flow.

use super::Parser;
use crate::syntax::{
    TokenClass,
    lexer::{Kind, Lexeme, Mode},
    problem::{Problem, Unsupported},
    tree::{Expression, ExpressionKind, Quote, Statement, StatementKind},
};

impl Parser<'_> {
    /// A statement. None where none begins.
    pub(super) fn statement(&mut self) -> Option<Statement> {
        self.deeper(Self::statement_here).flatten()
    }

    fn statement_here(&mut self) -> Option<Statement> {
        let lexeme = self.peek(Mode::Command);
        if !self.constraints.is_empty() {
            return self.pipeline_statement();
        }
        match lexeme.kind {
            Kind::Label => self.labelled(lexeme),
            Kind::Identifier => match self.keyword_statement(lexeme) {
                Some(kind) => Some(Statement { span: self.span_from(lexeme.span.start), kind }),
                None => self.pipeline_statement(),
            },
            _ => self.pipeline_statement(),
        }
    }

    /// The statement of a keyword; none if the word is the name of a command.
    fn keyword_statement(&mut self, lexeme: Lexeme) -> Option<StatementKind> {
        let word = self.lexer.slice(lexeme.span).to_ascii_lowercase();
        let unsupported = match word.as_str() {
            "class" => Unsupported::Class,
            "enum" => Unsupported::Enum,
            "using" => Unsupported::Using,
            "workflow" => Unsupported::Workflow,
            "configuration" => Unsupported::Configuration,
            "parallel" => Unsupported::Parallel,
            "sequence" => Unsupported::Sequence,
            _ => return self.supported_statement(lexeme, &word),
        };
        self.lexer.report(lexeme.span, Problem::Unsupported { what: unsupported });
        self.lexer.take(lexeme, TokenClass::Keyword);
        self.skip_construct();
        Some(StatementKind::Error)
    }

    fn supported_statement(&mut self, lexeme: Lexeme, word: &str) -> Option<StatementKind> {
        if let Some(kind) = self.repeated(lexeme, word, None) {
            return Some(kind);
        }
        let read: fn(&mut Self) -> StatementKind = match word {
            "if" => Self::if_statement,
            "try" => Self::try_statement,
            "trap" => Self::trap_statement,
            "data" => Self::data_statement,
            "function" => |parser| parser.function("function"),
            "filter" => |parser| parser.function("filter"),
            "return" => |parser| StatementKind::Return(parser.result()),
            "throw" => |parser| StatementKind::Throw(parser.result()),
            "exit" => |parser| StatementKind::Exit(parser.result()),
            "break" => |parser| StatementKind::Break(parser.target_label()),
            "continue" => |parser| StatementKind::Continue(parser.target_label()),
            "from" | "define" | "var" => {
                let word = word.to_owned();
                self.lexer.report(lexeme.span, Problem::Reserved { word });
                self.skip_rest(Mode::Command);
                return Some(StatementKind::Error);
            }
            "else" | "elseif" | "catch" | "finally" | "until" => {
                self.unexpected(lexeme);
                self.lexer.take(lexeme, TokenClass::Keyword);
                self.skip_rest(Mode::Command);
                return Some(StatementKind::Error);
            }
            _ => return None,
        };
        self.lexer.take(lexeme, TokenClass::Keyword);
        Some(read(self))
    }

    /// `:outer while ...`; a label before anything else is the name of a command.
    fn labelled(&mut self, lexeme: Lexeme) -> Option<Statement> {
        let bookmark = self.lexer.bookmark();
        self.lexer.take(lexeme, TokenClass::Label);
        self.lexer.skip_newlines();
        let next = self.peek(Mode::Command);
        let label = self.lexer.slice(lexeme.span).trim_start_matches(':').into();
        if next.kind == Kind::Identifier {
            let word = self.lexer.slice(next.span).to_ascii_lowercase();
            if let Some(kind) = self.repeated(next, &word, Some(label)) {
                return Some(Statement { span: self.span_from(lexeme.span.start), kind });
            }
        }
        self.lexer.go_back(bookmark);
        self.pipeline_statement()
    }

    /// What `return`, `throw` and `exit` give away.
    fn result(&mut self) -> Option<Box<Statement>> {
        let begins = !matches!(
            self.peek(Mode::Command).kind,
            Kind::End | Kind::NewLine | Kind::Semicolon | Kind::BraceClose | Kind::ParenClose
        );
        if begins { self.deeper(Self::pipeline_statement).flatten().map(Box::new) } else { None }
    }

    /// The label that `break` and `continue` name.
    fn target_label(&mut self) -> Option<Box<Expression>> {
        let lexeme = self.peek(Mode::Value);
        match lexeme.kind {
            Kind::Identifier => {
                let span = self.lexer.take(lexeme, TokenClass::Label);
                let value = self.lexer.slice(span).into();
                Some(Box::new(Expression { span, kind: ExpressionKind::Text { value, quote: Quote::Bare } }))
            }
            _ if self.enclosed(false, Self::begins_value) => {
                Some(Box::new(self.enclosed(false, Self::unary)))
            }
            _ => None,
        }
    }

    /// Skips something whose inside is not understood, with its block.
    pub(super) fn skip_construct(&mut self) {
        let mut depth = 0_usize;
        loop {
            let lexeme = self.peek(Mode::Command);
            match lexeme.kind {
                Kind::End => return,
                Kind::NewLine | Kind::Semicolon if depth == 0 => {
                    let bookmark = self.lexer.bookmark();
                    self.lexer.skip_newlines();
                    if self.peek(Mode::Command).kind != Kind::BraceOpen {
                        return self.lexer.go_back(bookmark);
                    }
                    continue;
                }
                Kind::BraceClose | Kind::ParenClose if depth == 0 => return,
                Kind::SingleQuote | Kind::DoubleQuote | Kind::SingleHere | Kind::DoubleHere => {
                    drop(self.primary(Mode::Command));
                    continue;
                }
                Kind::Word => {
                    drop(self.word(TokenClass::Unknown));
                    continue;
                }
                Kind::BraceOpen | Kind::AtBrace | Kind::ParenOpen | Kind::AtParen | Kind::DollarParen => {
                    depth += 1
                }
                Kind::BraceClose | Kind::ParenClose => depth -= 1,
                _ => {}
            }
            let extent = self.extent(lexeme);
            self.lexer.take_to(extent.end as usize, TokenClass::Unknown);
            if depth == 0 && lexeme.kind == Kind::BraceClose {
                return;
            }
        }
    }
}
