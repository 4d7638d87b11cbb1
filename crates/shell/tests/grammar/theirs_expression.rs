//! Expressions of the tree-sitter grammar.

use shell::syntax::operator::{BinaryOperator, UnaryOperator};
use tree_sitter::Node as Syntax;

use crate::{
    node::Node,
    theirs::{Reader, named, words},
};

pub(crate) fn expression(reader: &Reader<'_>, node: Syntax<'_>) -> Node {
    let children = named(node);
    let all = || children.iter().map(|child| expression(reader, *child)).collect::<Vec<_>>();
    let block = |label: &str| reader.node(label, node, reader.items(node));
    match node.kind() {
        "logical_expression"
        | "bitwise_expression"
        | "comparison_expression"
        | "additive_expression"
        | "multiplicative_expression"
        | "format_expression"
        | "range_expression"
        | "logical_argument_expression"
        | "bitwise_argument_expression"
        | "comparison_argument_expression"
        | "additive_argument_expression"
        | "multiplicative_argument_expression"
        | "format_argument_expression"
        | "range_argument_expression"
            if children.len() > 1 =>
        {
            binary(reader, node, &children)
        }
        "array_literal_expression" if children.len() > 1 => reader.node("list", node, all()),
        "string_literal" => reader.node(reader.slice(node), node, parts(reader, children[0])),
        "expression_with_unary_operator" => unary(reader, node, &children),
        "pre_increment_expression" => reader.node("++", node, all()),
        "pre_decrement_expression" => reader.node("--", node, all()),
        "post_increment_expression" => reader.node("post ++", node, all()),
        "post_decrement_expression" => reader.node("post --", node, all()),
        "cast_expression" => {
            reader.node("cast", node, vec![reader.leaf(children[0]), expression(reader, children[1])])
        }
        "parenthesized_expression" => {
            reader.node("()", node, children.iter().map(|child| reader.statement(*child)).collect())
        }
        "sub_expression" => block("$()"),
        "array_expression" => block("@()"),
        "script_block_expression" => block("{}"),
        "hash_literal_expression" => {
            let entries = children.iter().flat_map(|body| named(*body));
            reader.node("@{}", node, entries.map(|entry| self::entry(reader, entry)).collect())
        }
        "member_access" | "invokation_expression" => member(reader, node, &children),
        "element_access" => reader.node("[]", node, all()),
        "member_name" | "key_expression" if children.len() == 1 => match children[0].kind() {
            "simple_name" => reader.leaf(children[0]),
            _ => expression(reader, children[0]),
        },
        "ERROR" => reader.node("<error>", node, Vec::new()),
        "pipeline" => reader.statement(node),
        _ if children.len() == 1 && !LEAVES.contains(&node.kind()) => expression(reader, children[0]),
        _ => reader.leaf(node),
    }
}

const LEAVES: [&str; 4] = ["integer_literal", "variable", "type_literal", "label"];

fn binary(reader: &Reader<'_>, node: Syntax<'_>, children: &[Syntax<'_>]) -> Node {
    let [left, .., right] = children else { return reader.leaf(node) };
    let between = &reader.text[left.end_byte()..right.start_byte()];
    let written = between.split_whitespace().find(|word| !word.starts_with(['`', '#'])).unwrap_or(between);
    let known = written.strip_prefix('-').and_then(BinaryOperator::from_name);
    let label = known.map_or_else(|| written.to_ascii_lowercase(), BinaryOperator::text);
    reader.node(label, node, vec![expression(reader, *left), expression(reader, *right)])
}

fn unary(reader: &Reader<'_>, node: Syntax<'_>, children: &[Syntax<'_>]) -> Node {
    let [operand] = children else { return reader.leaf(node) };
    let Some(sign) = words(node).first().copied() else { return expression(reader, *operand) };
    // PowerShell has signed numbers where the sign touches.
    let text = reader.slice(node);
    let of_number =
        text.strip_prefix('-').is_some_and(|text| text.starts_with(|sign: char| sign.is_ascii_digit()));
    if of_number && text.chars().all(|sign| sign.is_ascii_alphanumeric() || "-.".contains(sign)) {
        return reader.leaf(node);
    }
    let label = match sign {
        "," => "list",
        "!" => "-not",
        sign => {
            let known = sign.strip_prefix('-').and_then(UnaryOperator::from_name);
            known.map_or(sign, |operator| operator.text())
        }
    };
    reader.node(label, node, vec![expression(reader, *operand)])
}

/// The variables and sub-expressions in a text.
fn parts(reader: &Reader<'_>, text: Syntax<'_>) -> Vec<Node> {
    named(text).into_iter().map(|part| expression(reader, part)).collect()
}

fn entry(reader: &Reader<'_>, node: Syntax<'_>) -> Node {
    let parts = named(node);
    match parts.as_slice() {
        [key, value] => reader.node("entry", node, vec![expression(reader, *key), reader.statement(*value)]),
        _ => reader.node("<error>", node, Vec::new()),
    }
}

fn member(reader: &Reader<'_>, node: Syntax<'_>, children: &[Syntax<'_>]) -> Node {
    let [target, name, arguments @ ..] = children else { return reader.node("<error>", node, Vec::new()) };
    let dots = if words(node).contains(&"::") { "::" } else { "." };
    let mut below = vec![expression(reader, *target), expression(reader, *name)];
    let Some(list) = arguments.first() else { return reader.node(dots, node, below) };
    let arguments = named(*list).into_iter().flat_map(named);
    below.extend(arguments.map(|argument| expression(reader, argument)));
    reader.node(format!("call {dots}"), node, below)
}
