//! Branches, loops and `try`.

use std::sync::Arc;

use super::Parser;
use crate::syntax::{
    TokenClass,
    lexer::{Kind, Lexeme, Mode},
    problem::{Problem, Unsupported},
    tree::{Catch, Constraint, If, Loop, Scope, Statement, StatementKind, Try, TypeName, Variable},
};

impl Parser<'_> {
    /// A loop or `switch`, whose keyword has been peeked; none if the word is none of these.
    pub(super) fn repeated(
        &mut self,
        lexeme: Lexeme,
        word: &str,
        label: Option<Arc<str>>,
    ) -> Option<StatementKind> {
        let read: fn(&mut Self) -> Option<Loop> = match word {
            "while" => Self::while_loop,
            "do" => Self::do_loop,
            "for" => Self::for_loop,
            "foreach" => Self::foreach_loop,
            "switch" => {
                self.lexer.take(lexeme, TokenClass::Keyword);
                return Some(self.switch_statement(label));
            }
            _ => return None,
        };
        self.lexer.take(lexeme, TokenClass::Keyword);
        Some(match read(self) {
            Some(kind) => StatementKind::Loop { label, kind: Box::new(kind) },
            None => self.give_up(),
        })
    }

    /// Skips the rest of a statement that an error was reported for.
    pub(super) fn give_up(&mut self) -> StatementKind {
        self.skip_rest(Mode::Command);
        StatementKind::Error
    }

    /// `(` pipeline `)`.
    pub(super) fn condition(&mut self, keyword: &'static str) -> Option<Statement> {
        self.lexer.skip_newlines();
        let opening = self.peek(Mode::Command);
        if opening.kind != Kind::ParenOpen {
            let here = self.here();
            self.lexer.report_missing(here, Problem::MissingAfterKeyword { keyword, missing: "(...)" });
            return None;
        }
        Some(self.parenthesised(opening))
    }

    /// What stands between parentheses, which may not be nothing.
    pub(super) fn parenthesised(&mut self, opening: Lexeme) -> Statement {
        let opened = self.lexer.take(opening, TokenClass::Punctuation);
        self.lexer.skip_newlines();
        let inner = self.in_parentheses(true, |parser| parser.deeper(Self::pipeline_statement)).flatten();
        let inner = inner.unwrap_or_else(|| {
            let span = self.here();
            self.lexer.report_missing(span, Problem::EmptyParentheses);
            Statement { span, kind: StatementKind::Error }
        });
        self.close(opened, "(", Kind::ParenClose);
        inner
    }

    pub(super) fn if_statement(&mut self) -> StatementKind {
        let mut branches = Vec::new();
        let mut keyword = "if";
        loop {
            let Some(condition) = self.condition(keyword) else { return self.give_up() };
            let Some(body) = self.body(keyword) else { return self.give_up() };
            branches.push((condition, body));
            if self.take_keyword_below("elseif").is_none() {
                break;
            }
            keyword = "elseif";
        }
        let otherwise = match self.take_keyword_below("else") {
            None => None,
            Some(_) => match self.body("else") {
                Some(body) => Some(body),
                None => return self.give_up(),
            },
        };
        StatementKind::If(If { branches, otherwise })
    }

    fn while_loop(&mut self) -> Option<Loop> {
        Some(Loop::While { condition: self.condition("while")?, body: self.body("while")? })
    }

    fn do_loop(&mut self) -> Option<Loop> {
        let body = self.body("do")?;
        if self.take_keyword_below("while").is_some() {
            return Some(Loop::DoWhile { body, condition: self.condition("while")? });
        }
        if self.take_keyword_below("until").is_some() {
            return Some(Loop::DoUntil { body, condition: self.condition("until")? });
        }
        let here = self.here();
        self.lexer
            .report_missing(here, Problem::MissingAfterKeyword { keyword: "do", missing: "while (...)" });
        None
    }

    fn for_loop(&mut self) -> Option<Loop> {
        self.lexer.skip_newlines();
        let opening = self.peek(Mode::Command);
        if opening.kind != Kind::ParenOpen {
            let here = self.here();
            self.lexer
                .report_missing(here, Problem::MissingAfterKeyword { keyword: "for", missing: "(...)" });
            return None;
        }
        let opened = self.lexer.take(opening, TokenClass::Punctuation);
        let clauses = |parser: &mut Self| [parser.for_clause(), parser.for_clause(), parser.for_clause()];
        let [initial, condition, step] = self.in_parentheses(true, clauses);
        self.close(opened, "(", Kind::ParenClose);
        Some(Loop::For { initial, condition, step, body: self.body("for")? })
    }

    /// One of the three statements of a `for`, with the separator behind it.
    fn for_clause(&mut self) -> Option<Statement> {
        self.lexer.skip_newlines();
        let is_empty =
            matches!(self.peek(Mode::Command).kind, Kind::Semicolon | Kind::ParenClose | Kind::End);
        let clause = match is_empty {
            true => None,
            false => self.deeper(Self::pipeline_statement).flatten(),
        };
        self.take_if(Mode::Command, Kind::Semicolon, TokenClass::Punctuation);
        clause
    }

    fn foreach_loop(&mut self) -> Option<Loop> {
        self.lexer.skip_newlines();
        while let option @ Lexeme { kind: Kind::Parameter, .. } = self.peek(Mode::Command) {
            self.lexer.note(option.span, Problem::Unsupported { what: Unsupported::ForEachOption });
            self.lexer.take(option, TokenClass::Parameter);
            self.lexer.skip_newlines();
        }
        let opening = self.peek(Mode::Command);
        if opening.kind != Kind::ParenOpen {
            self.missing_of_foreach("(...)");
            return None;
        }
        let opened = self.lexer.take(opening, TokenClass::Punctuation);
        let head = self.in_parentheses(true, Self::foreach_head);
        let Some((variable, items)) = head else {
            self.skip_rest(Mode::Command);
            self.take_if(Mode::Command, Kind::ParenClose, TokenClass::Punctuation);
            return None;
        };
        self.close(opened, "(", Kind::ParenClose);
        Some(Loop::ForEach { variable, items, body: self.body("foreach")? })
    }

    /// `$variable in items`.
    fn foreach_head(&mut self) -> Option<(Variable, Statement)> {
        self.lexer.skip_newlines();
        let lexeme = self.peek(Mode::Expression);
        if lexeme.kind != Kind::Variable {
            self.missing_of_foreach("$item");
            return None;
        }
        let variable = self.variable(lexeme.span);
        self.lexer.skip_newlines();
        if self.take_keyword("in").is_none() {
            self.missing_of_foreach("in");
            return None;
        }
        self.lexer.skip_newlines();
        let items = self.deeper(Self::pipeline_statement).flatten();
        if items.is_none() {
            self.missing_of_foreach("$list");
        }
        Some((variable, items?))
    }

    fn missing_of_foreach(&mut self, missing: &'static str) {
        let here = self.here();
        self.lexer.report_missing(here, Problem::MissingAfterKeyword { keyword: "foreach", missing });
    }

    pub(super) fn try_statement(&mut self) -> StatementKind {
        let Some(body) = self.body("try") else { return self.give_up() };
        let mut catches = Vec::new();
        while let Some(keyword) = self.take_keyword_below("catch") {
            if catches.last().is_some_and(|last: &Catch| last.types.is_empty()) {
                self.lexer.note(keyword, Problem::CatchAfterCatchAll);
            }
            let types = self.catch_types();
            let Some(body) = self.body("catch") else { return self.give_up() };
            catches.push(Catch { types, body });
        }
        let finally = match self.take_keyword_below("finally") {
            None => None,
            Some(_) => match self.body("finally") {
                Some(body) => Some(body),
                None => return self.give_up(),
            },
        };
        if catches.is_empty() && finally.is_none() {
            let here = self.here();
            self.lexer.report_missing(here, Problem::MissingCatch);
        }
        StatementKind::Try(Try { body, catches, finally })
    }

    pub(super) fn trap_statement(&mut self) -> StatementKind {
        let types = self.catch_types();
        match self.body("trap") {
            Some(body) => StatementKind::Trap(Catch { types, body }),
            None => self.give_up(),
        }
    }

    /// `data name -SupportedCommand command { }`. What a data section may hold is not looked at.
    pub(super) fn data_statement(&mut self) -> StatementKind {
        let lexeme = self.peek(Mode::Command);
        let variable = (lexeme.kind == Kind::Identifier).then(|| {
            let span = self.lexer.take(lexeme, TokenClass::Variable);
            Variable { span, scope: Scope::Nearest, name: self.lexer.slice(span).into() }
        });
        if let option @ Lexeme { kind: Kind::Parameter, .. } = self.peek(Mode::Command) {
            self.lexer.take(option, TokenClass::Parameter);
            loop {
                let command = self.peek(Mode::Command);
                match command.kind {
                    Kind::Identifier => {
                        self.lexer.take(command, TokenClass::Unknown);
                    }
                    Kind::Word => drop(self.word(TokenClass::Unknown)),
                    _ => {}
                }
                if self.take_if(Mode::Command, Kind::Comma, TokenClass::Punctuation).is_none() {
                    break;
                }
            }
        }
        match self.body("data") {
            Some(body) => StatementKind::Data { variable, body },
            None => self.give_up(),
        }
    }

    /// `[type], [type]`.
    fn catch_types(&mut self) -> Vec<TypeName> {
        let mut types = Vec::new();
        loop {
            self.lexer.skip_newlines();
            if self.peek(Mode::Expression).kind != Kind::BracketOpen {
                return types;
            }
            match self.constraint() {
                Some((_, Constraint::Type(name))) => types.push(name),
                Some((span, Constraint::Attribute(attribute))) => {
                    let name = attribute.name.name.to_string();
                    self.lexer.note(span, Problem::StrayAttribute { name });
                }
                None => return types,
            }
            self.lexer.skip_newlines();
            self.take_if(Mode::Expression, Kind::Comma, TokenClass::Punctuation);
        }
    }
}
