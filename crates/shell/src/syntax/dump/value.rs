//! Expressions as text.

use super::{attribute, list, script_block, statement, statements};
use crate::syntax::tree::{
    Expression, ExpressionKind, MemberName, Number, Part, PartKind, Quote, Scope, TypeName, Variable,
};

pub(super) fn expression(value: &Expression) -> String {
    match &value.kind {
        ExpressionKind::Number(each) => number(*each),
        ExpressionKind::Text { value, quote } => text(value, *quote),
        ExpressionKind::Expandable { parts, quote } => {
            let head = if *quote == Quote::Bare { "word" } else { "text" };
            list(head, parts.iter().map(part))
        }
        ExpressionKind::Variable(each) => variable(each, '$'),
        ExpressionKind::Splat(each) => variable(each, '@'),
        ExpressionKind::List(items) => list("list", items.iter().map(expression)),
        ExpressionKind::Array(block) => list("@", statements(block)),
        ExpressionKind::SubExpression(block) => list("$", statements(block)),
        ExpressionKind::Paren(inner) => list("paren", [statement(inner)]),
        ExpressionKind::Hashtable(entries) => {
            let entry = |(key, value): (String, String)| format!("({key} {value})");
            let entries = entries.iter().map(|entry| (expression(&entry.key), statement(&entry.value)));
            list("hash", entries.map(entry))
        }
        ExpressionKind::ScriptBlock(block) => script_block(block),
        ExpressionKind::Type(name) => format!("[{}]", type_name(name)),
        ExpressionKind::Cast { to, operand } => {
            list("cast", [format!("[{}]", type_name(to)), expression(operand)])
        }
        ExpressionKind::Attributed { attribute: each, operand } => {
            list("attributed", [attribute(each), expression(operand)])
        }
        ExpressionKind::Unary { operator, operand } => list(operator.text(), [expression(operand)]),
        ExpressionKind::Postfix { operator, operand } => {
            list(&format!("post{}", operator.text()), [expression(operand)])
        }
        ExpressionKind::Binary { operator, left, right } => {
            list(&operator.text(), [expression(left), expression(right)])
        }
        ExpressionKind::Member { target, name, is_static } => {
            list(dots(*is_static), [expression(target), member(name)])
        }
        ExpressionKind::Call { target, name, arguments, is_static } => {
            let called = [expression(target), member(name)].into_iter();
            list(&format!("call{}", dots(*is_static)), called.chain(arguments.iter().map(expression)))
        }
        ExpressionKind::Index { target, index } => list("index", [expression(target), expression(index)]),
        ExpressionKind::Error => "<error>".to_owned(),
    }
}

fn dots(is_static: bool) -> &'static str {
    if is_static { "::" } else { "." }
}

fn number(number: Number) -> String {
    match number {
        Number::Int(value) => value.to_string(),
        Number::Long(value) => format!("{value}L"),
        Number::Decimal { digits, scale: 0 } => format!("{digits}D"),
        Number::Decimal { digits, scale } => format!("{digits}E-{scale}D"),
        Number::Double(value) => format!("{value:?}"),
    }
}

fn text(value: &str, quote: Quote) -> String {
    let escaped: String = value
        .chars()
        .flat_map(|character| match character {
            '\'' | '"' => vec![character],
            other => other.escape_debug().collect(),
        })
        .collect();
    match quote {
        Quote::Bare => escaped,
        Quote::Single => format!("'{escaped}'"),
        Quote::Double => format!("\"{escaped}\""),
        Quote::SingleHere => format!("@'{escaped}'@"),
        Quote::DoubleHere => format!("@\"{escaped}\"@"),
    }
}

fn part(part: &Part) -> String {
    match &part.kind {
        PartKind::Text(value) => text(value, Quote::Double),
        PartKind::Value(value) => expression(value),
    }
}

pub(super) fn variable(variable: &Variable, sigil: char) -> String {
    let scope = match &variable.scope {
        Scope::Nearest => "",
        Scope::Global => "global:",
        Scope::Script => "script:",
        Scope::Local => "local:",
        Scope::Private => "private:",
        Scope::Drive(drive) => return format!("{sigil}{drive}:{}", variable.name),
    };
    format!("{sigil}{scope}{}", variable.name)
}

fn member(name: &MemberName) -> String {
    match name {
        MemberName::Fixed { name, .. } => name.to_string(),
        MemberName::Computed(name) => list("name", [expression(name)]),
    }
}

pub(super) fn type_name(name: &TypeName) -> String {
    let mut text = name.name.to_string();
    if !name.arguments.is_empty() {
        let arguments: Vec<_> = name.arguments.iter().map(type_name).collect();
        text.push_str(&format!("[{}]", arguments.join(",")));
    }
    for rank in &name.ranks {
        text.push('[');
        text.extend(std::iter::repeat_n(',', usize::from(*rank).saturating_sub(1)));
        text.push(']');
    }
    text
}
