//! Names that the session knows: commands, variables, types and operators.

use std::collections::BTreeSet;

use super::candidate::{Candidate, CandidateKind, Gathering};
use super::paths;
use crate::session::Session;
use crate::syntax::{TokenClass, parse};
use crate::value::Type;

/// Cmdlets, functions, aliases and keywords; scripts where the word is a path.
pub(super) fn commands(found: &mut Gathering, session: &Session) {
    if found.typed().contains(['\\', '/', ':']) {
        return paths::paths(found, session);
    }
    let mut scope = Some(std::rc::Rc::clone(&session.context().scope));
    while let Some(at) = scope {
        for function in at.functions() {
            found.add(Candidate::new(&*function.name, CandidateKind::Command).about("function"));
        }
        scope = at.parent().cloned();
    }
    for cmdlet in session.commands().all() {
        let declaration = cmdlet.declaration;
        found.add(Candidate::new(declaration.name, CandidateKind::Command).about(declaration.synopsis));
    }
    // Aliases are short: among all the names they would only be in the way.
    if !found.typed().is_empty() {
        for (alias, of) in session.global().aliases() {
            found.add(Candidate::new(&*alias, CandidateKind::Command).about(&*of));
        }
        for keyword in KEYWORDS {
            found.add(Candidate::new(*keyword, CandidateKind::Keyword));
        }
    }
}

/// `$name` and `$env:NAME`, also of variables that the text itself names.
pub(super) fn variables(found: &mut Gathering, before: &str, session: &Session) {
    let typed = found.typed().to_owned();
    let sigil = typed.chars().next().unwrap_or('$');
    let braces = typed.starts_with("${");
    let start = if braces { 2 } else { 1 };
    if let Some(environment) = typed.get(start..).filter(|name| starts_with(name, "env:")) {
        found.skip(typed.len() - environment.len() + 4);
        for (name, _) in session.host().variables() {
            found.add(Candidate::new(name, CandidateKind::Variable));
        }
        return;
    }
    let mut names = variable_names(session);
    let written = parse(before).tokens;
    for token in written.iter().filter(|token| token.class == TokenClass::Variable) {
        let word = &before[token.span.start as usize..token.span.end as usize];
        if (token.span.end as usize) < before.len() && !word.starts_with("${") && !word.contains(':') {
            names.insert(word[1..].to_owned());
        }
    }
    for name in names {
        let plain = name.chars().all(|sign| sign.is_alphanumeric() || sign == '_' || sign == '?');
        let word = match (plain, braces) {
            (true, false) => format!("{sigil}{name}"),
            _ => format!("{sigil}{{{name}}}"),
        };
        found.add(Candidate::new(word, CandidateKind::Variable));
    }
}

/// Variables without their sign, as Get-Variable takes them.
pub(super) fn variable_words(found: &mut Gathering, session: &Session) {
    for name in variable_names(session) {
        found.add_value(Candidate::new(name, CandidateKind::Variable));
    }
}

fn variable_names(session: &Session) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = AUTOMATIC.iter().map(|name| (*name).to_owned()).collect();
    let mut scope = Some(std::rc::Rc::clone(&session.context().scope));
    while let Some(at) = scope {
        names.extend(at.slots().into_iter().map(|slot| slot.name.to_string()));
        scope = at.parent().cloned();
    }
    names
}

/// Types as they stand between brackets.
pub(super) fn types(found: &mut Gathering, session: &Session) {
    for name in type_names(session) {
        found.add(Candidate::new(name, CandidateKind::Type));
    }
}

/// Types as New-Object takes them.
pub(super) fn type_words(found: &mut Gathering, session: &Session) {
    for name in type_names(session) {
        found.add_value(Candidate::new(name, CandidateKind::Type));
    }
}

/// All types, those without a namespace first; types of the product also by their last part.
fn type_names(session: &Session) -> Vec<String> {
    let mut names: Vec<String> = Type::names();
    names.extend(ATTRIBUTES.iter().map(|name| (*name).to_owned()));
    for known in session.types().names() {
        let Some(of) = session.types().resolve(known) else { continue };
        let full = of.full_name();
        names.extend(full.rsplit_once('.').map(|(_, last)| last.to_owned()));
        names.push(full.into_owned());
    }
    names.sort_by_cached_key(|name| (name.contains('.'), name.to_lowercase()));
    names
}

/// `-eq` and the like.
pub(super) fn operators(found: &mut Gathering) {
    for operator in OPERATORS {
        found.add(Candidate::new(*operator, CandidateKind::Keyword));
    }
}

fn starts_with(text: &str, prefix: &str) -> bool {
    text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

const KEYWORDS: &[&str] = &[
    "break", "catch", "continue", "do", "else", "elseif", "exit", "finally", "for", "foreach", "function",
    "if", "param", "return", "switch", "throw", "try", "until", "while",
];

/// Attributes stand where types stand.
const ATTRIBUTES: &[&str] = &["Alias", "CmdletBinding", "Parameter", "ValidateNotNullOrEmpty", "ValidateSet"];

const AUTOMATIC: &[&str] = &[
    "_",
    "args",
    "Error",
    "false",
    "HOME",
    "Host",
    "input",
    "LASTEXITCODE",
    "Matches",
    "null",
    "PSItem",
    "PSScriptRoot",
    "PSVersionTable",
    "PWD",
    "true",
];

const OPERATORS: &[&str] = &[
    "-and",
    "-as",
    "-band",
    "-bnot",
    "-bor",
    "-bxor",
    "-ccontains",
    "-ceq",
    "-clike",
    "-cmatch",
    "-contains",
    "-creplace",
    "-eq",
    "-f",
    "-ge",
    "-gt",
    "-in",
    "-is",
    "-isnot",
    "-join",
    "-le",
    "-like",
    "-lt",
    "-match",
    "-ne",
    "-not",
    "-notcontains",
    "-notin",
    "-notlike",
    "-notmatch",
    "-or",
    "-replace",
    "-shl",
    "-shr",
    "-split",
    "-xor",
];
