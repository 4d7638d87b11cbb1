//! Names of types.

use super::Parser;
use crate::syntax::{
    TokenClass,
    characters::{begins_identifier, continues_type},
    lexer::{Kind, Mode},
    problem::{Problem, Unsupported},
    tree::TypeName,
};

impl Parser<'_> {
    /// `System.Collections.Generic.List[string]`, `int[,]`. None where no name begins.
    pub(super) fn type_name(&mut self) -> Option<TypeName> {
        self.deeper(Self::type_name_here).flatten()
    }

    fn type_name_here(&mut self) -> Option<TypeName> {
        // Blanks are skipped by peeking.
        self.peek(Mode::Expression);
        if !self.lexer.rest().starts_with(begins_identifier) {
            return None;
        }
        let span = self.lexer.take_while(continues_type, TokenClass::Type);
        let name = self.lexer.slice(span).into();
        let (mut arguments, mut ranks) = (Vec::new(), Vec::new());
        while self.peek(Mode::Expression).kind == Kind::BracketOpen {
            let opening = self.peek(Mode::Expression);
            let opened = self.lexer.take(opening, TokenClass::Punctuation);
            match self.peek(Mode::Expression).kind {
                Kind::BracketClose | Kind::Comma => ranks.push(self.dimensions()),
                _ if arguments.is_empty() && ranks.is_empty() => self.type_arguments(&mut arguments),
                _ => {}
            }
            self.close(opened, "[", Kind::BracketClose);
        }
        Some(TypeName { span: self.span_from(span.start), name, arguments, ranks })
    }

    /// The commas between the brackets of an array, and one.
    fn dimensions(&mut self) -> u8 {
        let mut dimensions = 1_u8;
        while self.take_if(Mode::Expression, Kind::Comma, TokenClass::Punctuation).is_some() {
            dimensions = dimensions.saturating_add(1);
        }
        dimensions
    }

    fn type_arguments(&mut self, arguments: &mut Vec<TypeName>) {
        loop {
            let Some(argument) = self.bracketed_type() else {
                let here = self.here();
                return self.lexer.report_missing(here, Problem::MissingType);
            };
            arguments.push(argument);
            if self.take_if(Mode::Expression, Kind::Comma, TokenClass::Punctuation).is_none() {
                return;
            }
        }
    }

    /// Reports and skips `, assembly` behind the name of a type.
    pub(super) fn assembly_name(&mut self) {
        let lexeme = self.peek(Mode::Expression);
        if lexeme.kind == Kind::Comma {
            self.lexer.note(lexeme.span, Problem::Unsupported { what: Unsupported::AssemblyName });
            self.skip_rest(Mode::Expression);
        }
    }
}
