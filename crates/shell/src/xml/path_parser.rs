//! XPath 1.0 as scripts use it: location paths with predicates, comparisons and the usual functions.

use super::path::{Axis, Expr, Operator, Path, Step, Test};
use crate::value::{Fault, Outcome};

/// Characters of one path.
const LENGTH_MAX: usize = 4_096;
/// How deep predicates and parentheses may be nested.
const NESTING_MAX: u32 = 32;

/// Reads a path.
pub(super) fn parse(text: &str) -> Outcome<Expr> {
    let mut parser = Parser { whole: text, rest: text, nesting: 0 };
    if text.len() > LENGTH_MAX {
        return Err(parser.wrong());
    }
    let expr = parser.either()?;
    parser.skip_blanks();
    if parser.rest.is_empty() { Ok(expr) } else { Err(parser.wrong()) }
}

struct Parser<'a> {
    whole: &'a str,
    rest: &'a str,
    nesting: u32,
}

impl<'a> Parser<'a> {
    fn wrong(&self) -> Box<Fault> {
        let shown: String = self.whole.chars().take(200).collect();
        Fault::exception(format!("'{shown}' has an invalid token."), "System.Xml.XPath.XPathException")
    }

    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Takes a sign or a text, if it stands here.
    fn take(&mut self, sign: &str) -> bool {
        self.skip_blanks();
        match self.rest.strip_prefix(sign) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Takes an operator that is a word.
    fn take_word(&mut self, word: &str) -> bool {
        self.skip_blanks();
        let is_word = self.rest.strip_prefix(word).is_some_and(|rest| !rest.starts_with(is_name_sign));
        is_word && self.take(word)
    }

    fn expect(&mut self, sign: &str) -> Outcome<()> {
        if self.take(sign) { Ok(()) } else { Err(self.wrong()) }
    }

    fn either(&mut self) -> Outcome<Expr> {
        self.nesting += 1;
        if self.nesting > NESTING_MAX {
            return Err(self.wrong());
        }
        let mut left = self.both()?;
        while self.take_word("or") {
            left = binary(Operator::Or, left, self.both()?);
        }
        self.nesting -= 1;
        Ok(left)
    }

    fn both(&mut self) -> Outcome<Expr> {
        let mut left = self.comparison()?;
        while self.take_word("and") {
            left = binary(Operator::And, left, self.comparison()?);
        }
        Ok(left)
    }

    fn comparison(&mut self) -> Outcome<Expr> {
        let left = self.union()?;
        let known = [
            ("!=", Operator::NotEqual),
            ("=", Operator::Equal),
            ("<=", Operator::AtMost),
            (">=", Operator::AtLeast),
            ("<", Operator::Below),
            (">", Operator::Above),
        ];
        for (sign, operator) in known {
            if self.take(sign) {
                return Ok(binary(operator, left, self.union()?));
            }
        }
        Ok(left)
    }

    fn union(&mut self) -> Outcome<Expr> {
        let mut parts = vec![self.operand()?];
        while self.take("|") {
            parts.push(self.operand()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expr::Union(parts) })
    }

    fn operand(&mut self) -> Outcome<Expr> {
        self.skip_blanks();
        if let Some(quote) = self.rest.chars().next().filter(|sign| matches!(sign, '\'' | '"')) {
            let (text, rest) = self.rest[1..].split_once(quote).ok_or_else(|| self.wrong())?;
            self.rest = rest;
            return Ok(Expr::Text(text.to_owned()));
        }
        let digits = self.rest.find(|sign: char| !sign.is_ascii_digit() && sign != '.');
        let digits = &self.rest[..digits.unwrap_or(self.rest.len())];
        if digits.starts_with(|sign: char| sign.is_ascii_digit()) {
            self.rest = &self.rest[digits.len()..];
            return digits.parse().map(Expr::Number).map_err(|_| self.wrong());
        }
        if self.take("(") {
            let inner = self.either()?;
            self.expect(")")?;
            return Ok(inner);
        }
        if let Some(call) = self.call()? {
            return Ok(call);
        }
        self.path().map(Expr::Path)
    }

    /// `name(...)`, where it is no test of a node.
    fn call(&mut self) -> Outcome<Option<Expr>> {
        let before = self.rest;
        let name = self.name();
        let is_test = matches!(name, "" | "text" | "node" | "comment");
        if is_test || !self.take("(") {
            self.rest = before;
            return Ok(None);
        }
        let mut arguments = Vec::new();
        if !self.take(")") {
            loop {
                arguments.push(self.either()?);
                if self.take(")") {
                    break;
                }
                self.expect(",")?;
            }
        }
        Ok(Some(Expr::Call(name.to_owned(), arguments)))
    }

    fn path(&mut self) -> Outcome<Path> {
        let mut path = Path { is_absolute: false, steps: Vec::new() };
        if self.take("//") {
            path.is_absolute = true;
            path.steps.push(any_below());
        } else if self.take("/") {
            path.is_absolute = true;
            self.skip_blanks();
            if !self.rest.starts_with(|sign: char| is_name_sign(sign) || matches!(sign, '*' | '@' | '.')) {
                return Ok(path);
            }
        }
        loop {
            path.steps.push(self.step()?);
            if self.take("//") {
                path.steps.push(any_below());
            } else if !self.take("/") {
                return Ok(path);
            }
        }
    }

    fn step(&mut self) -> Outcome<Step> {
        if self.take("..") {
            return Ok(Step { axis: Axis::Parent, test: Test::Node, predicates: Vec::new() });
        }
        if self.take(".") {
            return Ok(Step { axis: Axis::Itself, test: Test::Node, predicates: Vec::new() });
        }
        let axis = if self.take("@") { Axis::Attribute } else { self.axis()? };
        let test = self.test()?;
        let mut predicates = Vec::new();
        while self.take("[") {
            predicates.push(self.either()?);
            self.expect("]")?;
        }
        Ok(Step { axis, test, predicates })
    }

    fn axis(&mut self) -> Outcome<Axis> {
        let before = self.rest;
        let name = self.name();
        if !self.take("::") {
            self.rest = before;
            return Ok(Axis::Child);
        }
        Ok(match name {
            "child" => Axis::Child,
            "descendant" => Axis::Below,
            "descendant-or-self" => Axis::BelowOrItself,
            "self" => Axis::Itself,
            "parent" => Axis::Parent,
            "ancestor" => Axis::Above,
            "ancestor-or-self" => Axis::AboveOrItself,
            "following-sibling" => Axis::Following,
            "preceding-sibling" => Axis::Preceding,
            "attribute" => Axis::Attribute,
            _ => return Err(self.wrong()),
        })
    }

    fn test(&mut self) -> Outcome<Test> {
        if self.take("*") {
            return Ok(Test::Any);
        }
        let name = self.name();
        if name.is_empty() {
            return Err(self.wrong());
        }
        if !self.take("(") {
            return Ok(Test::Name(name.to_owned()));
        }
        self.expect(")")?;
        match name {
            "text" => Ok(Test::Text),
            "node" => Ok(Test::Node),
            "comment" => Ok(Test::Comment),
            _ => Err(self.wrong()),
        }
    }

    /// A name with its prefix, which ends before `::`.
    fn name(&mut self) -> &'a str {
        self.skip_blanks();
        let is_colon = |rest: &str| rest.starts_with(':') && !rest.starts_with("::");
        let mut length = 0;
        for sign in self.rest.chars() {
            let is_part = is_name_sign(sign) || (length > 0 && is_colon(&self.rest[length..]));
            if !is_part {
                break;
            }
            length += sign.len_utf8();
        }
        let (name, rest) = self.rest.split_at(length);
        let name = name.trim_end_matches('.');
        self.rest = if name.len() == length { rest } else { &self.rest[name.len()..] };
        name
    }
}

fn is_name_sign(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '_' | '-')
}

/// What stands between the slashes of `//`.
fn any_below() -> Step {
    Step { axis: Axis::BelowOrItself, test: Test::Node, predicates: Vec::new() }
}

fn binary(operator: Operator, left: Expr, right: Expr) -> Expr {
    Expr::Binary(operator, Box::new(left), Box::new(right))
}
