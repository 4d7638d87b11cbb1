//! Where the cursor stands: found from the tokens before it, so that a text without its end is understood as well.

use std::ops::Range;

use crate::syntax::{Span, Token, TokenClass, parse};

/// The place of the cursor.
#[derive(Debug)]
pub(super) struct Context<'t> {
    text: &'t str,
    /// The tokens before the cursor.
    tokens: Vec<Token>,
    /// Where the word begins that the cursor touches the end of.
    word: usize,
    /// What may stand there.
    pub(super) wanted: Wanted,
    /// The command whose arguments the cursor stands among.
    pub(super) command: Option<Typed>,
    /// What the pipeline carries to where the cursor stands, and what `$_` is.
    pub(super) upstream: Option<Upstream>,
}

/// What may stand at the cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Nothing that is known here.
    Nothing,
    /// A command, or a keyword.
    Command,
    /// A variable.
    Variable,
    /// The name of a type.
    Type,
    /// `-eq` and the like.
    Operator,
    /// A member of what stands in this stretch of the text.
    Member {
        /// What stands before the dot.
        target: Range<usize>,
    },
    /// A parameter of the command.
    Parameter,
    /// An argument of the command.
    Argument {
        /// The parameter that it was written to by `-Name:`.
        of: Option<String>,
    },
}

/// A command as far as it is typed.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    /// Its name as written.
    pub(super) name: String,
    /// Its arguments before the cursor's word.
    pub(super) pieces: Vec<Piece>,
}

/// One word of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// `-Name`; attached when a value follows its colon.
    Parameter(String),
    /// A value, with its text where that is plain.
    Value(Option<String>),
}

/// What feeds a pipeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Upstream {
    /// The output of a command.
    Command(String),
    /// The value of an expression.
    Expression(Range<usize>),
}

/// What is open at a place: a bracket with a pipeline in it.
#[derive(Debug, Default)]
struct Frame {
    command: Option<Typed>,
    upstream: Option<Upstream>,
    /// Where the element of the pipeline begins.
    element: usize,
    /// Whether a blank or a comma came since the last token.
    apart: Apart,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Apart {
    #[default]
    Glued,
    Blank,
    Comma,
}

impl<'t> Context<'t> {
    /// The place at the end of `text`.
    pub(super) fn at_end(text: &'t str) -> Self {
        let mut tokens = parse(text).tokens;
        tokens.retain(|token| !token.span.is_empty());
        let word = last_word(text, &tokens);
        let whole = tokens.partition_point(|token| (token.span.end as usize) <= word);
        let mut frames = vec![Frame::default()];
        for token in &tokens[..whole] {
            step(&mut frames, text, *token);
        }
        let mut top = frames.pop().unwrap_or_default();
        // After a comma the word is the next element of the argument before it.
        if let (Apart::Comma, Some(command)) = (top.apart, &mut top.command)
            && matches!(command.pieces.last(), Some(Piece::Value(_)))
        {
            command.pieces.pop();
        }
        let below = frames.pop();
        // Within the braces of `| Where-Object { ... }` the pipeline is that of the command outside.
        let upstream = top.upstream.or_else(|| below.and_then(|frame| frame.upstream));
        let mut context =
            Self { text, tokens, word, wanted: Wanted::Nothing, command: top.command, upstream };
        context.wanted = context.wanted_after(whole);
        context
    }

    /// The word that the cursor touches the end of.
    pub(super) fn word_text(&self) -> &'t str {
        &self.text[self.word..]
    }

    /// Where that word stands.
    pub(super) fn span(&self) -> Span {
        let at = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        Span::new(at(self.word), at(self.text.len()))
    }

    /// A stretch of the text.
    pub(super) fn slice(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    /// The command that the cursor stands in, or the one whose name it touches.
    pub(super) fn command_name(&self) -> Option<String> {
        let named = self.tokens.last().filter(|token| token.class == TokenClass::Command);
        let named = named.map(|token| self.slice(range(token.span)).to_owned());
        named.or_else(|| self.command.as_ref().map(|command| command.name.clone()))
    }

    /// What may stand after the first `whole` tokens, which end where the word begins.
    fn wanted_after(&self, whole: usize) -> Wanted {
        let before = self.tokens[..whole].last();
        let Some(last) = self.tokens[whole..].last() else { return self.wanted_anew(before) };
        let word = self.word_text();
        match last.class {
            TokenClass::Variable => Wanted::Variable,
            TokenClass::Member if before.is_some_and(|token| self.is_dot(*token)) => self.member(whole - 1),
            TokenClass::Type => Wanted::Type,
            TokenClass::Command => Wanted::Command,
            TokenClass::Parameter if self.command.is_some() => Wanted::Parameter,
            TokenClass::Argument if self.command.is_some() && word == "-" => Wanted::Parameter,
            _ if self.command.is_some() => Wanted::Argument { of: self.attached(before) },
            TokenClass::Text => Wanted::Argument { of: None },
            TokenClass::Keyword => Wanted::Command,
            _ if word.starts_with('-') => Wanted::Operator,
            _ => Wanted::Nothing,
        }
    }

    /// What may stand where no word has begun.
    fn wanted_anew(&self, before: Option<&Token>) -> Wanted {
        let Some(before) = before else { return Wanted::Command };
        let touches = before.span.end as usize == self.word;
        let text = self.slice(range(before.span));
        match before.class {
            TokenClass::Operator if touches && self.is_dot(*before) => {
                let at = self.tokens.iter().position(|token| token == before).unwrap_or(0);
                self.member(at)
            }
            TokenClass::Parameter if touches => Wanted::Argument { of: self.attached(Some(before)) },
            TokenClass::Punctuation if touches && text == "[" && !self.is_index() => Wanted::Type,
            _ if self.command.is_some() => Wanted::Argument { of: None },
            TokenClass::Punctuation if matches!(text, "[" | "]" | ")" | "}" | "@{" | ",") => Wanted::Nothing,
            TokenClass::Operator if !is_new_pipeline(text) => Wanted::Nothing,
            TokenClass::Blank => {
                let known = self.tokens.iter().rposition(|token| token.class != TokenClass::Blank);
                match known.map(|at| self.tokens[at]) {
                    None => Wanted::Command,
                    Some(token) => {
                        let text = self.slice(range(token.span));
                        let starts = match token.class {
                            TokenClass::Operator => is_new_pipeline(text),
                            TokenClass::Punctuation => matches!(text, "{" | "(" | "$(" | "@(" | ";"),
                            TokenClass::NewLine | TokenClass::Keyword => true,
                            _ => false,
                        };
                        if starts { Wanted::Command } else { Wanted::Nothing }
                    }
                }
            }
            TokenClass::NewLine | TokenClass::Punctuation | TokenClass::Operator => Wanted::Command,
            _ => Wanted::Nothing,
        }
    }

    /// `.` or `::` glued to what stands before it.
    fn is_dot(&self, token: Token) -> bool {
        let text = self.slice(range(token.span));
        let glued = self.tokens.iter().any(|other| {
            other.span.end == token.span.start
                && !matches!(other.class, TokenClass::Blank | TokenClass::NewLine | TokenClass::Operator)
        });
        token.class == TokenClass::Operator && matches!(text, "." | "::") && glued
    }

    /// Whether the last token is a `[` behind a value: an index.
    fn is_index(&self) -> bool {
        let [.., value, _] = self.tokens.as_slice() else { return false };
        self.opens_after(self.tokens.len() - 1, *value)
    }

    /// The parameter that is glued to the word by its colon.
    fn attached(&self, before: Option<&Token>) -> Option<String> {
        let token = before.filter(|token| token.class == TokenClass::Parameter)?;
        let text = self.slice(range(token.span));
        Some(text.strip_prefix('-')?.strip_suffix(':')?.to_owned())
    }

    /// A member of what ends before the dot that is token `dot`.
    fn member(&self, dot: usize) -> Wanted {
        let mut at = dot;
        while let Some(start) = self.operand_before(at) {
            at = start;
            let before = at.checked_sub(1).map(|before| self.tokens[before]);
            match before {
                Some(token) if self.is_dot(token) => at -= 1,
                // `$x[0]` and `$x.Split(',')`: the value stands before the brackets.
                Some(token) if self.opens_after(at, token) => {}
                _ => break,
            }
        }
        let (start, end) = (self.tokens[at].span.start as usize, self.tokens[dot].span.start as usize);
        Wanted::Member { target: start..end }
    }

    /// Whether token `at` opens an index or the arguments of a method, behind `before`.
    fn opens_after(&self, at: usize, before: Token) -> bool {
        match self.slice(range(self.tokens[at].span)) {
            "[" => {
                let closes = matches!(self.slice(range(before.span)), ")" | "]" | "}");
                closes || matches!(before.class, TokenClass::Variable | TokenClass::Member)
            }
            "(" => before.class == TokenClass::Member,
            _ => false,
        }
    }

    /// The first token of the operand that ends before token `end`: a word, or brackets with what is in them.
    fn operand_before(&self, end: usize) -> Option<usize> {
        let mut depth = 0_u32;
        for at in (0..end).rev() {
            let token = self.tokens[at];
            if token.class == TokenClass::Punctuation {
                match self.slice(range(token.span)) {
                    ")" | "]" | "}" => depth += 1,
                    text if text.ends_with(['(', '[', '{']) => depth = depth.checked_sub(1)?,
                    _ if depth == 0 => return None,
                    _ => {}
                }
            } else if depth == 0 && matches!(token.class, TokenClass::Blank | TokenClass::NewLine) {
                return None;
            }
            if depth == 0 {
                return Some(at);
            }
        }
        None
    }
}

/// Follows one whole token.
fn step(frames: &mut Vec<Frame>, text: &str, token: Token) {
    let word = &text[range(token.span)];
    let Some(top) = frames.last_mut() else { return };
    match token.class {
        TokenClass::Blank => {
            if top.apart == Apart::Glued {
                top.apart = Apart::Blank;
            }
        }
        TokenClass::NewLine | TokenClass::Comment => top.begin(token.span.end as usize),
        TokenClass::Punctuation => bracket(frames, word, token),
        TokenClass::Operator if matches!(word, "|" | "||" | "&&") => top.pipe(text, word == "|", token),
        TokenClass::Operator if is_new_pipeline(word) && top.command.is_none() => {
            top.begin(token.span.end as usize);
        }
        TokenClass::Command => {
            top.command = Some(Typed { name: word.to_owned(), pieces: Vec::new() });
            top.apart = Apart::Glued;
        }
        TokenClass::Keyword => top.begin(token.span.end as usize),
        TokenClass::Text if text[..token.span.start as usize].trim_end().ends_with('&') => {
            top.command = Some(Typed { name: literal(word).unwrap_or_default(), pieces: Vec::new() });
        }
        class => top.word(class, word),
    }
}

fn bracket(frames: &mut Vec<Frame>, word: &str, token: Token) {
    let Some(top) = frames.last_mut() else { return };
    if word.ends_with(['(', '{', '[']) {
        let element = token.span.end as usize;
        frames.push(Frame { element, ..Frame::default() });
    } else if matches!(word, ")" | "}" | "]") {
        if frames.len() > 1 {
            frames.pop();
        }
        if let Some(top) = frames.last_mut() {
            top.word(TokenClass::Punctuation, "");
        }
    } else if word == "," {
        top.apart = Apart::Comma;
    } else {
        top.begin(token.span.end as usize);
    }
}

impl Frame {
    /// A new statement, or a new pipeline within one.
    fn begin(&mut self, element: usize) {
        *self = Self { element, ..Self::default() };
    }

    /// The next element of the pipeline.
    fn pipe(&mut self, text: &str, goes_on: bool, token: Token) {
        let start = self.element;
        let fed = match self.command.take() {
            Some(command) if passes_on(&command.name) => self.upstream.take(),
            Some(command) => Some(Upstream::Command(command.name)),
            None => {
                let stretch = &text[start..token.span.start as usize];
                let blanks = stretch.len() - stretch.trim_start().len();
                Some(Upstream::Expression(start + blanks..start + stretch.trim_end().len()))
            }
        };
        self.begin(token.span.end as usize);
        self.upstream = fed.filter(|_| goes_on);
    }

    /// A word of the command, or a part of one.
    fn word(&mut self, class: TokenClass, word: &str) {
        let apart = std::mem::take(&mut self.apart);
        let Some(command) = &mut self.command else { return };
        match (class, apart, command.pieces.last_mut()) {
            (TokenClass::Parameter, ..) => {
                let name = word.trim_start_matches('-');
                command.pieces.push(Piece::Parameter(name.to_owned()));
            }
            // Elements of a list and parts of a word belong to one argument.
            (_, Apart::Comma, Some(Piece::Value(value))) | (_, Apart::Glued, Some(Piece::Value(value))) => {
                *value = None
            }
            (TokenClass::Argument | TokenClass::Text | TokenClass::Number, ..) => {
                command.pieces.push(Piece::Value(literal(word)));
            }
            _ => command.pieces.push(Piece::Value(None)),
        }
    }
}

/// Commands that yield what is piped into them.
fn passes_on(command: &str) -> bool {
    const NAMES: &[&str] = &[
        "Where-Object",
        "where",
        "?",
        "Sort-Object",
        "sort",
        "Tee-Object",
        "tee",
        "Select-Object",
        "select",
    ];
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(command))
}

/// The text of a plain word or quoted text.
fn literal(word: &str) -> Option<String> {
    let quote = word.chars().next().filter(|first| matches!(first, '\'' | '"'));
    match quote {
        None => (!word.contains(['$', '`'])).then(|| word.to_owned()),
        Some('"') if word.contains(['$', '`']) => None,
        Some(quote) => {
            let inside = &word[1..];
            Some(inside.strip_suffix(quote).unwrap_or(inside).to_owned())
        }
    }
}

/// Where the word begins whose end the text is: the end of the text where no word has begun.
fn last_word(text: &str, tokens: &[Token]) -> usize {
    let Some(last) = tokens.last() else { return text.len() };
    let start = last.span.start as usize;
    match last.class {
        TokenClass::Blank | TokenClass::NewLine | TokenClass::Comment | TokenClass::Label => text.len(),
        TokenClass::Operator | TokenClass::Punctuation => text.len(),
        TokenClass::Parameter if text.ends_with(':') => text.len(),
        // A word may be several tokens: `"a $x b`, `C:\$name`.
        TokenClass::Argument | TokenClass::Text | TokenClass::Number => {
            let glued = |pair: &&[Token]| {
                matches!(pair[0].class, TokenClass::Argument | TokenClass::Text | TokenClass::Number)
            };
            tokens.windows(2).rev().take_while(glued).last().map_or(start, |pair| pair[0].span.start as usize)
        }
        _ => start,
    }
}

fn is_new_pipeline(operator: &str) -> bool {
    matches!(operator, "|" | "||" | "&&" | "&" | "=" | "+=" | "-=" | "*=" | "/=" | "%=")
}

pub(super) fn range(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}
