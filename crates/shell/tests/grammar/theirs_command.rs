//! Pipelines and commands of the tree-sitter grammar.

use tree_sitter::Node as Syntax;

use crate::{
    node::Node,
    theirs::{Reader, named, words},
};

pub(crate) fn pipeline(reader: &Reader<'_>, node: Syntax<'_>) -> Node {
    let children = named(node);
    match children.as_slice() {
        [assignment] if assignment.kind() == "assignment_expression" => {
            let parts = named(*assignment);
            let [target, operator, value] = parts.as_slice() else {
                return reader.node("<error>", node, Vec::new());
            };
            let target = reader.expression(target.named_child(0).unwrap());
            reader.node(reader.slice(*operator), node, vec![target, reader.statement(*value)])
        }
        [chain] => stages(reader, *chain),
        _ => reader.node("<error>", node, Vec::new()),
    }
}

fn stages(reader: &Reader<'_>, chain: Syntax<'_>) -> Node {
    let mut nodes: Vec<Node> = Vec::new();
    for child in named(chain) {
        match child.kind() {
            "command" => nodes.push(command(reader, child)),
            "redirections" => {
                let first = nodes.pop().unwrap();
                let redirections = named(child).into_iter().map(|each| redirection(reader, each));
                nodes.push(reader.node(
                    "redirect",
                    chain,
                    std::iter::once(first).chain(redirections).collect(),
                ));
            }
            _ => nodes.push(reader.statement(child)),
        }
    }
    match nodes.len() {
        1 => nodes.remove(0),
        _ => reader.node("pipe", chain, nodes),
    }
}

fn command(reader: &Reader<'_>, node: Syntax<'_>) -> Node {
    let mut head = "cmd";
    let mut below = Vec::new();
    for child in named(node) {
        match child.kind() {
            "command_invokation_operator" => head = if reader.slice(child) == "&" { "cmd&" } else { "cmd." },
            "command_name" => below.push(reader.leaf(child)),
            "command_name_expr" => below.push(match child.named_child(0) {
                Some(name) if !name.kind().ends_with("command_name") => reader.expression(name),
                _ => reader.leaf(child),
            }),
            "command_elements" => below.extend(elements(reader, child)),
            _ => below.push(reader.node("<error>", child, Vec::new())),
        }
    }
    // Outside of braces the grammar knows no `begin`, `process` and `end`.
    match below.as_mut_slice() {
        [name, block]
            if block.label == "{}" && ["begin", "process", "end"].contains(&name.label.as_str()) =>
        {
            reader.node(name.label.clone(), node, std::mem::take(&mut block.children))
        }
        _ => reader.node(head, node, below),
    }
}

/// What stands behind the name. The grammar has the parts of an argument side by side: words with commas between
/// them are one list, a value behind a colon belongs to the parameter before it.
fn elements(reader: &Reader<'_>, list: Syntax<'_>) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    let mut to_parameter = false;
    let mut to_list = false;
    for at in 0..list.child_count() {
        let child = list.child(at).unwrap();
        let next = match child.kind() {
            "comment" => continue,
            "command_argument_sep" => {
                to_parameter = reader.text[child.byte_range()].starts_with(':');
                continue;
            }
            "," => {
                to_list = true;
                continue;
            }
            "argument_list" => {
                let below = reader.items(child);
                reader.node("arguments", child, below)
            }
            "redirection" => redirection(reader, child),
            "command_parameter" => parameter(reader, child),
            "generic_token" => reader.leaf(child),
            _ => reader.expression(child),
        };
        if to_list {
            let first = nodes.pop().unwrap();
            let mut items = if first.label == "list" { first.children } else { vec![first] };
            items.push(next);
            nodes.push(reader.node("list", list, items));
        } else if to_parameter {
            let mut parameter = nodes.pop().unwrap();
            parameter.label.push(':');
            parameter.children.push(next);
            nodes.push(parameter);
        } else {
            nodes.push(next);
        }
        (to_list, to_parameter) = (false, false);
    }
    nodes
}

fn parameter(reader: &Reader<'_>, node: Syntax<'_>) -> Node {
    reader.leaf(node)
}

fn redirection(reader: &Reader<'_>, node: Syntax<'_>) -> Node {
    let parts = named(node);
    match parts.as_slice() {
        [operator, file] => {
            let text = reader.slice(*operator);
            let label = if text.starts_with('>') { format!("1{text}") } else { text.to_owned() };
            let path = named(*file).into_iter().rfind(|part| part.kind() != "command_argument_sep");
            let path = path.map_or_else(
                || reader.leaf(*file),
                |path| match path.kind() {
                    "generic_token" => reader.leaf(path),
                    _ => reader.expression(path),
                },
            );
            reader.node(label, node, vec![path])
        }
        _ => reader.node(reader.slice(node), node, words(node).iter().map(|_| reader.leaf(node)).collect()),
    }
}
