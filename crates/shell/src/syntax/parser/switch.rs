//! `switch`.

use std::sync::Arc;

use super::Parser;
use crate::syntax::{
    TokenClass,
    lexer::{Kind, Lexeme, Mode},
    problem::Problem,
    tree::{Statement, StatementKind, Switch, SwitchClause, SwitchMatching, SwitchSubject},
};

impl Parser<'_> {
    /// What stands behind the keyword.
    pub(super) fn switch_statement(&mut self, label: Option<Arc<str>>) -> StatementKind {
        let missing = Statement { span: self.here(), kind: StatementKind::Error };
        let mut switch = Switch {
            label,
            matching: SwitchMatching::Exact,
            case_sensitive: false,
            subject: SwitchSubject::Value(missing),
            clauses: Vec::new(),
            default: None,
        };
        self.lexer.skip_newlines();
        let mut is_file = false;
        while let option @ Lexeme { kind: Kind::Parameter, .. } = self.peek(Mode::Command) {
            is_file |= self.switch_option(option, &mut switch);
            self.lexer.skip_newlines();
        }
        if !is_file {
            match self.condition("switch") {
                Some(value) => switch.subject = SwitchSubject::Value(value),
                None => return self.give_up(),
            }
        }
        self.lexer.skip_newlines();
        let opening = self.peek(Mode::Command);
        if opening.kind != Kind::BraceOpen {
            let here = self.here();
            let problem = Problem::MissingAfterKeyword { keyword: "switch", missing: "{ ... }" };
            self.lexer.report_missing(here, problem);
            return self.give_up();
        }
        let opened = self.lexer.take(opening, TokenClass::Punctuation);
        self.in_braces(|parser| parser.switch_clauses(&mut switch));
        self.close(opened, "{", Kind::BraceClose);
        StatementKind::Switch(Box::new(switch))
    }

    /// An option may be shortened. Whether it was `-File`, which takes a path.
    fn switch_option(&mut self, lexeme: Lexeme, switch: &mut Switch) -> bool {
        let span = self.lexer.take(lexeme, TokenClass::Parameter);
        let name: String = self.lexer.slice(span).chars().skip(1).collect();
        let name = name.trim_end_matches(':').to_ascii_lowercase();
        let is = |option: &str| !name.is_empty() && option.starts_with(&name);
        if is("regex") {
            switch.matching = SwitchMatching::Regex;
        } else if is("wildcard") {
            switch.matching = SwitchMatching::Wildcard;
        } else if is("exact") {
            switch.matching = SwitchMatching::Exact;
        } else if is("casesensitive") {
            switch.case_sensitive = true;
        } else if is("file") {
            self.lexer.skip_newlines();
            match self.single_argument() {
                Some(path) => switch.subject = SwitchSubject::File(path),
                None => {
                    let here = self.here();
                    self.lexer.report_missing(here, Problem::MissingFile { operator: "-File".to_owned() });
                }
            }
            return true;
        } else {
            self.lexer.report(span, Problem::SwitchOption { name });
        }
        false
    }

    fn switch_clauses(&mut self, switch: &mut Switch) {
        loop {
            self.skip_separators();
            let lexeme = self.peek(Mode::Command);
            if matches!(lexeme.kind, Kind::End | Kind::BraceClose) {
                return;
            }
            if let Some(keyword) = self.take_keyword("default") {
                let Some(body) = self.body("default") else { return self.skip_rest(Mode::Command) };
                if switch.default.replace(body).is_some() {
                    self.lexer.note(keyword, Problem::SecondDefault);
                }
                continue;
            }
            let Some(pattern) = self.single_argument() else {
                self.unexpected(lexeme);
                let extent = self.extent(lexeme);
                self.lexer.take_to(extent.end as usize, TokenClass::Unknown);
                self.skip_rest(Mode::Command);
                if self.peek(Mode::Command).kind == Kind::ParenClose {
                    return;
                }
                continue;
            };
            match self.body("switch") {
                Some(body) => switch.clauses.push(SwitchClause { pattern, body }),
                None => self.skip_rest(Mode::Command),
            }
        }
    }
}
