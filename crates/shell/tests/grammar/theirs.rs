//! The tree of the tree-sitter grammar, brought into the common form.

use tree_sitter::{Node as Syntax, Parser};

use crate::{node::Node, theirs_command, theirs_expression};

/// The form of a text, and whether the grammar takes it.
pub(crate) fn read(text: &str) -> (Node, bool) {
    let mut parser = Parser::new();
    parser.set_language(&tree_sitter_powershell::LANGUAGE.into()).unwrap();
    let tree = parser.parse(text, None).unwrap();
    let reader = Reader { text };
    let root = tree.root_node();
    (Node::new("script", 1, reader.items(root)), !root.has_error())
}

pub(crate) struct Reader<'a> {
    pub(crate) text: &'a str,
}

impl Reader<'_> {
    pub(crate) fn slice(&self, node: Syntax<'_>) -> &str {
        self.text[node.byte_range()].trim()
    }

    pub(crate) fn node(&self, label: impl Into<String>, at: Syntax<'_>, children: Vec<Node>) -> Node {
        Node::new(label, at.start_position().row + 1, children)
    }

    pub(crate) fn leaf(&self, node: Syntax<'_>) -> Node {
        self.node(self.slice(node), node, Vec::new())
    }

    /// The statements, parameters and blocks below a node, whatever lists the grammar puts around them.
    pub(crate) fn items(&self, node: Syntax<'_>) -> Vec<Node> {
        let items = named(node)
            .into_iter()
            .flat_map(|child| match child.kind() {
                "script_block"
                | "script_block_body"
                | "statement_list"
                | "named_block_list"
                | "param_block"
                | "parameter_list"
                | "function_parameter_declaration"
                | "attribute_list"
                | "statement_block" => self.items(child),
                "script_parameter" => vec![self.parameter(child)],
                "attribute" => vec![self.attribute(child)],
                "named_block" => {
                    let name = self.slice(child.named_child(0).unwrap()).to_ascii_lowercase();
                    vec![self.node(name, child, self.items(child))]
                }
                "block_name" | "function_name" | "empty_statement" => Vec::new(),
                _ => vec![self.statement(child)],
            })
            .collect();
        below_labels(items)
    }

    fn parameter(&self, node: Syntax<'_>) -> Node {
        let below = named(node).into_iter().flat_map(|child| match child.kind() {
            "attribute_list" => self.items(child),
            "script_parameter_default" => vec![self.expression(child.named_child(0).unwrap())],
            _ => vec![self.leaf(child)],
        });
        self.node("param", node, below.collect())
    }

    fn attribute(&self, node: Syntax<'_>) -> Node {
        let children = named(node);
        let [first, arguments @ ..] = children.as_slice() else {
            return self.node("<error>", node, Vec::new());
        };
        if first.kind() == "type_literal" {
            return self.leaf(*first);
        }
        let arguments = arguments.iter().flat_map(|arguments| named(*arguments)).map(|argument| {
            let parts = named(argument);
            match parts.as_slice() {
                [name, value @ ..] if name.kind() == "simple_name" => {
                    let value = value.iter().map(|value| self.expression(*value)).collect();
                    self.node(format!("{} =", self.slice(*name)), argument, value)
                }
                [value] => self.expression(*value),
                _ => self.node("<error>", argument, Vec::new()),
            }
        });
        self.node(format!("attribute {}", self.slice(*first)), node, arguments.collect())
    }

    pub(crate) fn statement(&self, node: Syntax<'_>) -> Node {
        let children = named(node);
        let block = |name: &str, block: Syntax<'_>| self.node(name, block, self.items(block));
        match node.kind() {
            "pipeline" => theirs_command::pipeline(self, node),
            "if_statement" => self.node("if", node, self.branches(&children)),
            "while_statement" => {
                self.node("while", node, vec![self.condition(children[0]), block("do", children[1])])
            }
            "do_statement" => {
                let until = words(node).iter().any(|word| word.eq_ignore_ascii_case("until"));
                let name = if until { "do until" } else { "do while" };
                self.node(name, node, vec![block("do", children[0]), self.condition(children[1])])
            }
            "for_statement" => {
                let clause = |name: &str| match node.child_by_field_name(name) {
                    Some(clause) => self.condition(clause),
                    None => self.node("-", node, Vec::new()),
                };
                let body = block("do", *children.last().unwrap());
                self.node(
                    "for",
                    node,
                    vec![clause("for_initializer"), clause("for_condition"), clause("for_iterator"), body],
                )
            }
            "foreach_statement" => {
                let below =
                    vec![self.leaf(children[0]), self.statement(children[1]), block("do", children[2])];
                self.node("foreach", node, below)
            }
            "switch_statement" => self.switch(node),
            "function_statement" => {
                let name = children.iter().find(|child| child.kind() == "function_name");
                let name = name.map_or("", |name| self.slice(*name));
                let keyword = words(node).first().map_or(String::new(), |word| word.to_ascii_lowercase());
                self.node(format!("{keyword} {name}"), node, self.items(node))
            }
            "try_statement" => self.node("try", node, self.handlers(&children)),
            "trap_statement" | "data_statement" => {
                let below = children.iter().flat_map(|child| match child.kind() {
                    "statement_block" => self.items(*child),
                    "data_commands_allowed" => Vec::new(),
                    _ => vec![self.leaf(*child)],
                });
                let name = if node.kind() == "trap_statement" { "trap" } else { "data" };
                self.node(name, node, below.collect())
            }
            "flow_control_statement" => {
                let below = children.iter().map(|child| match child.kind() {
                    "label_expression" => theirs_expression::expression(self, child.named_child(0).unwrap()),
                    _ => self.statement(*child),
                });
                let name = words(node).first().map_or(String::new(), |word| word.to_ascii_lowercase());
                self.node(name, node, below.collect())
            }
            "label" => self.leaf(node),
            "ERROR" => self.node("<error>", node, Vec::new()),
            _ => self.expression(node),
        }
    }

    /// The one pipeline in a node.
    fn condition(&self, node: Syntax<'_>) -> Node {
        match node.kind() {
            "pipeline" => self.statement(node),
            _ => node.named_child(0).map_or_else(|| self.leaf(node), |child| self.condition(child)),
        }
    }

    fn branches(&self, children: &[Syntax<'_>]) -> Vec<Node> {
        let below = children.iter().flat_map(|child| match child.kind() {
            "statement_block" => vec![self.node("do", *child, self.items(*child))],
            "elseif_clauses" => named(*child).iter().flat_map(|each| self.branches(&named(*each))).collect(),
            "else_clause" => vec![self.node("else", *child, self.items(*child))],
            _ => vec![self.statement(*child)],
        });
        below.collect()
    }

    fn handlers(&self, children: &[Syntax<'_>]) -> Vec<Node> {
        let below = children.iter().flat_map(|child| match child.kind() {
            "statement_block" => vec![self.node("do", *child, self.items(*child))],
            "finally_clause" => vec![self.node("finally", *child, self.items(*child))],
            "catch_clauses" => self.handlers(&named(*child)),
            "catch_clause" => {
                let parts = named(*child);
                let types = parts.iter().filter(|part| part.kind() == "catch_type_list");
                let mut below: Vec<_> =
                    types.flat_map(|list| named(*list)).map(|each| self.leaf(each)).collect();
                below.extend(self.items(*parts.last().unwrap()));
                vec![self.node("catch", *child, below)]
            }
            _ => vec![self.node("<error>", *child, Vec::new())],
        });
        below.collect()
    }

    fn switch(&self, node: Syntax<'_>) -> Node {
        let mut name = "switch".to_owned();
        let mut below = Vec::new();
        for child in named(node) {
            match child.kind() {
                "switch_parameters" => {
                    let parameters =
                        named(child).into_iter().map(|each| self.slice(each).to_ascii_lowercase());
                    parameters
                        .filter(|each| each != "-exact")
                        .for_each(|each| name.push_str(&format!(" {each}")));
                }
                "switch_condition" => {
                    let subject = child.named_child(0).unwrap();
                    below.push(match subject.kind() {
                        "switch_filename" => self.node("-file", subject, vec![self.pattern(subject)]),
                        _ => self.statement(subject),
                    });
                }
                "switch_body" => {
                    let lists = named(child);
                    below.extend(lists.into_iter().flat_map(named).map(|clause| self.clause(clause)));
                }
                _ => below.push(self.node("<error>", child, Vec::new())),
            }
        }
        self.node(name, node, below)
    }

    fn clause(&self, node: Syntax<'_>) -> Node {
        let parts = named(node);
        match parts.as_slice() {
            [pattern, block] if node.kind() == "switch_clause" => {
                let body = self.node("do", *block, self.items(*block));
                self.node("case", node, vec![self.pattern(*pattern), body])
            }
            _ => self.node("<error>", node, Vec::new()),
        }
    }

    /// A plain word has no node of its own in the grammar.
    fn pattern(&self, node: Syntax<'_>) -> Node {
        match node.named_child(0) {
            Some(child) => self.expression(child),
            None => self.leaf(node),
        }
    }

    pub(crate) fn expression(&self, node: Syntax<'_>) -> Node {
        theirs_expression::expression(self, node)
    }
}

/// Puts each loop below the label before it, which the grammar has beside it.
fn below_labels(items: Vec<Node>) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    for item in items {
        match nodes.last_mut() {
            Some(label) if label.label.starts_with(':') && label.children.is_empty() => {
                label.children.push(item)
            }
            _ => nodes.push(item),
        }
    }
    nodes
}

/// The named nodes below one, without comments.
pub(crate) fn named<'a>(node: Syntax<'a>) -> Vec<Syntax<'a>> {
    let children =
        (0..node.named_child_count()).filter_map(|at| node.named_child(u32::try_from(at).unwrap()));
    children.filter(|child| child.kind() != "comment").collect()
}

/// The keywords and signs directly below a node.
pub(crate) fn words<'a>(node: Syntax<'a>) -> Vec<&'a str> {
    let children = (0..node.child_count()).filter_map(|at| node.child(at));
    children.filter(|child| !child.is_named()).map(|child| child.kind()).collect()
}
