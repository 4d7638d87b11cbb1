//! The parser's own expressions, brought into the common form.

use shell::syntax::tree::{Expression, ExpressionKind, MemberName, PartKind};

use crate::{node::Node, ours::Reader};

pub(crate) fn expression(reader: &Reader<'_>, value: &Expression) -> Node {
    let span = value.span;
    let below = |label: &str, children: Vec<Node>| reader.node(label, span, children);
    let all = |each: &[Expression]| each.iter().map(|each| expression(reader, each)).collect::<Vec<_>>();
    match &value.kind {
        ExpressionKind::Number(_)
        | ExpressionKind::Text { .. }
        | ExpressionKind::Variable(_)
        | ExpressionKind::Splat(_)
        | ExpressionKind::Type(_) => reader.leaf(span),
        ExpressionKind::Expandable { parts, .. } => {
            let values = parts.iter().filter_map(|part| match &part.kind {
                PartKind::Text(_) => None,
                PartKind::Value(value) => Some(expression(reader, value)),
            });
            below(&reader.leaf(span).label, values.collect())
        }
        ExpressionKind::List(items) => below("list", all(items)),
        ExpressionKind::Array(block) => below("@()", reader.statements(block)),
        ExpressionKind::SubExpression(block) => below("$()", reader.statements(block)),
        ExpressionKind::Paren(statement) => below("()", vec![reader.statement(statement)]),
        ExpressionKind::Hashtable(entries) => {
            let entry = |entry: &shell::syntax::tree::Entry| {
                let nodes = vec![expression(reader, &entry.key), reader.statement(&entry.value)];
                reader.node("entry", entry.span, nodes)
            };
            below("@{}", entries.iter().map(entry).collect())
        }
        ExpressionKind::ScriptBlock(block) => below("{}", reader.body(block)),
        ExpressionKind::Cast { to, operand } => {
            let name = reader.node(format!("[{}]", reader.leaf(to.span).label), to.span, Vec::new());
            below("cast", vec![name, expression(reader, operand)])
        }
        ExpressionKind::Attributed { attribute, operand } => {
            below("cast", vec![reader.attribute(attribute), expression(reader, operand)])
        }
        ExpressionKind::Unary { operator, operand } => {
            below(operator.text(), all(std::slice::from_ref(&**operand)))
        }
        ExpressionKind::Postfix { operator, operand } => {
            below(&format!("post {}", operator.text()), all(std::slice::from_ref(&**operand)))
        }
        ExpressionKind::Binary { operator, left, right } => {
            below(&operator.text(), vec![expression(reader, left), expression(reader, right)])
        }
        ExpressionKind::Member { target, name, is_static } => {
            below(dots(*is_static), vec![expression(reader, target), member(reader, name)])
        }
        ExpressionKind::Call { target, name, arguments, is_static } => {
            let mut nodes = vec![expression(reader, target), member(reader, name)];
            nodes.extend(all(arguments));
            below(&format!("call {}", dots(*is_static)), nodes)
        }
        ExpressionKind::Index { target, index } => {
            below("[]", vec![expression(reader, target), expression(reader, index)])
        }
        ExpressionKind::Error => below("<error>", Vec::new()),
    }
}

fn dots(is_static: bool) -> &'static str {
    if is_static { "::" } else { "." }
}

fn member(reader: &Reader<'_>, name: &MemberName) -> Node {
    match name {
        MemberName::Fixed { span, .. } => reader.leaf(*span),
        MemberName::Computed(name) => expression(reader, name),
    }
}
