//! Visiting every node of a tree.

use super::{
    source::Span,
    tree::{
        Argument, ArgumentKind, Attribute, Block, Command, Constraint, Expression, ExpressionKind, Loop,
        MemberName, Parameter, PartKind, Pipeline, PipelineElement, Redirection, RedirectionTarget,
        ScriptBlock, Statement, StatementKind, Switch, SwitchSubject, TypeName, Variable,
    },
};

/// A node of the tree.
#[derive(Debug, Clone, Copy)]
pub enum Node<'a> {
    /// A script, the body of a function, or a block as a value.
    ScriptBlock(&'a ScriptBlock),
    /// Statements in brackets.
    Block(&'a Block),
    /// A statement.
    Statement(&'a Statement),
    /// A command.
    Command(&'a Command),
    /// An argument of a command.
    Argument(&'a Argument),
    /// A redirection.
    Redirection(&'a Redirection),
    /// An expression.
    Expression(&'a Expression),
    /// A variable that is declared: a parameter, or that of `foreach`.
    Declared(&'a Variable),
    /// A type.
    TypeName(&'a TypeName),
    /// An attribute.
    Attribute(&'a Attribute),
    /// A parameter of a block.
    Parameter(&'a Parameter),
}

/// Visits a node and everything below it, each before what is below it, in the order of the text.
pub fn walk<'a>(node: Node<'a>, visit: &mut dyn FnMut(Node<'a>)) {
    visit(node);
    node.children(&mut |child| walk(child, visit));
}

impl<'a> Node<'a> {
    /// Where it stands.
    pub fn span(self) -> Span {
        match self {
            Self::ScriptBlock(block) => block.span,
            Self::Block(block) => block.span,
            Self::Statement(statement) => statement.span,
            Self::Command(command) => command.span,
            Self::Argument(argument) => argument.span,
            Self::Redirection(redirection) => redirection.span,
            Self::Expression(expression) => expression.span,
            Self::Declared(variable) => variable.span,
            Self::TypeName(name) => name.span,
            Self::Attribute(attribute) => attribute.span,
            Self::Parameter(parameter) => parameter.span,
        }
    }

    /// Visits the nodes directly below.
    pub fn children(self, visit: &mut dyn FnMut(Self)) {
        match self {
            Self::ScriptBlock(block) => in_script_block(block, visit),
            Self::Block(block) => {
                block.statements.iter().for_each(|statement| visit(Node::Statement(statement)))
            }
            Self::Statement(statement) => in_statement(&statement.kind, visit),
            Self::Command(command) => in_command(command, visit),
            Self::Argument(argument) => match &argument.kind {
                ArgumentKind::Value(value) | ArgumentKind::Parameter { value: Some(value), .. } => {
                    visit(Node::Expression(value));
                }
                ArgumentKind::Parameter { value: None, .. } | ArgumentKind::EndOfParameters => {}
            },
            Self::Redirection(redirection) => match &redirection.to {
                RedirectionTarget::File { path, .. } => visit(Node::Expression(path)),
                RedirectionTarget::Output => {}
            },
            Self::Expression(expression) => in_expression(&expression.kind, visit),
            Self::Declared(_) => {}
            Self::TypeName(name) => {
                name.arguments.iter().for_each(|argument| visit(Node::TypeName(argument)))
            }
            Self::Attribute(attribute) => in_attribute(attribute, visit),
            Self::Parameter(parameter) => {
                for constraint in &parameter.constraints {
                    match constraint {
                        Constraint::Type(name) => visit(Node::TypeName(name)),
                        Constraint::Attribute(attribute) => visit(Node::Attribute(attribute)),
                    }
                }
                visit(Node::Declared(&parameter.variable));
                parameter.default.iter().for_each(|default| visit(Node::Expression(default)));
            }
        }
    }
}

fn in_script_block<'a>(block: &'a ScriptBlock, visit: &mut dyn FnMut(Node<'a>)) {
    block.attributes.iter().for_each(|attribute| visit(Node::Attribute(attribute)));
    let within = block.parameters.iter().filter(|each| block.span.contains(each.span));
    within.for_each(|parameter| visit(Node::Parameter(parameter)));
    let mut named: Vec<_> = [&block.begin, &block.process, &block.end].into_iter().flatten().collect();
    named.sort_by_key(|block| block.span.start);
    named.into_iter().for_each(|block| visit(Node::Block(block)));
}

fn in_statement<'a>(kind: &'a StatementKind, visit: &mut dyn FnMut(Node<'a>)) {
    match kind {
        StatementKind::Pipeline(pipeline) => in_pipeline(pipeline, visit),
        StatementKind::Assignment(assignment) => {
            visit(Node::Expression(&assignment.target));
            visit(Node::Statement(&assignment.value));
        }
        StatementKind::If(statement) => {
            for (condition, body) in &statement.branches {
                visit(Node::Statement(condition));
                visit(Node::Block(body));
            }
            statement.otherwise.iter().for_each(|body| visit(Node::Block(body)));
        }
        StatementKind::Loop { kind, .. } => in_loop(kind, visit),
        StatementKind::Switch(switch) => in_switch(switch, visit),
        StatementKind::Function(function) => {
            let body = &*function.body;
            let before = body.parameters.iter().filter(|each| !body.span.contains(each.span));
            before.for_each(|parameter| visit(Node::Parameter(parameter)));
            visit(Node::ScriptBlock(body));
        }
        StatementKind::Try(statement) => {
            visit(Node::Block(&statement.body));
            for catch in &statement.catches {
                catch.types.iter().for_each(|name| visit(Node::TypeName(name)));
                visit(Node::Block(&catch.body));
            }
            statement.finally.iter().for_each(|body| visit(Node::Block(body)));
        }
        StatementKind::Trap(trap) => {
            trap.types.iter().for_each(|name| visit(Node::TypeName(name)));
            visit(Node::Block(&trap.body));
        }
        StatementKind::Data { variable, body } => {
            variable.iter().for_each(|variable| visit(Node::Declared(variable)));
            visit(Node::Block(body));
        }
        StatementKind::Throw(result) | StatementKind::Return(result) | StatementKind::Exit(result) => {
            result.iter().for_each(|result| visit(Node::Statement(result)));
        }
        StatementKind::Break(label) | StatementKind::Continue(label) => {
            label.iter().for_each(|label| visit(Node::Expression(label)));
        }
        StatementKind::Error => {}
    }
}

fn in_pipeline<'a>(pipeline: &'a Pipeline, visit: &mut dyn FnMut(Node<'a>)) {
    for element in &pipeline.elements {
        match element {
            PipelineElement::Expression { expression, redirections } => {
                visit(Node::Expression(expression));
                redirections.iter().for_each(|redirection| visit(Node::Redirection(redirection)));
            }
            PipelineElement::Command(command) => visit(Node::Command(command)),
        }
    }
}

/// Arguments and redirections may alternate.
fn in_command<'a>(command: &'a Command, visit: &mut dyn FnMut(Node<'a>)) {
    visit(Node::Expression(&command.name));
    let arguments = command.arguments.iter().map(Node::Argument);
    let mut nodes: Vec<_> = arguments.chain(command.redirections.iter().map(Node::Redirection)).collect();
    nodes.sort_by_key(|node| node.span().start);
    nodes.into_iter().for_each(visit);
}

fn in_loop<'a>(kind: &'a Loop, visit: &mut dyn FnMut(Node<'a>)) {
    match kind {
        Loop::While { condition, body } => {
            visit(Node::Statement(condition));
            visit(Node::Block(body));
        }
        Loop::DoWhile { body, condition } | Loop::DoUntil { body, condition } => {
            visit(Node::Block(body));
            visit(Node::Statement(condition));
        }
        Loop::For { initial, condition, step, body } => {
            let clauses = [initial, condition, step].into_iter().flatten();
            clauses.for_each(|clause| visit(Node::Statement(clause)));
            visit(Node::Block(body));
        }
        Loop::ForEach { variable, items, body } => {
            visit(Node::Declared(variable));
            visit(Node::Statement(items));
            visit(Node::Block(body));
        }
    }
}

fn in_switch<'a>(switch: &'a Switch, visit: &mut dyn FnMut(Node<'a>)) {
    match &switch.subject {
        SwitchSubject::Value(value) => visit(Node::Statement(value)),
        SwitchSubject::File(path) => visit(Node::Expression(path)),
    }
    let clauses = switch.clauses.iter().map(|clause| (Some(&clause.pattern), &clause.body));
    let mut bodies: Vec<_> = clauses.chain(switch.default.iter().map(|body| (None, body))).collect();
    // `default` may stand before other clauses.
    bodies.sort_by_key(|(_, body)| body.span.start);
    for (pattern, body) in bodies {
        pattern.into_iter().for_each(|pattern| visit(Node::Expression(pattern)));
        visit(Node::Block(body));
    }
}

fn in_attribute<'a>(attribute: &'a Attribute, visit: &mut dyn FnMut(Node<'a>)) {
    visit(Node::TypeName(&attribute.name));
    let named = attribute.named.iter().filter_map(|argument| argument.value.as_ref());
    let mut values: Vec<_> = attribute.positional.iter().chain(named).collect();
    values.sort_by_key(|value| value.span.start);
    values.into_iter().for_each(|value| visit(Node::Expression(value)));
}

fn in_expression<'a>(kind: &'a ExpressionKind, visit: &mut dyn FnMut(Node<'a>)) {
    match kind {
        ExpressionKind::Number(_)
        | ExpressionKind::Text { .. }
        | ExpressionKind::Variable(_)
        | ExpressionKind::Splat(_)
        | ExpressionKind::Error => {}
        ExpressionKind::Expandable { parts, .. } => {
            for part in parts {
                if let PartKind::Value(value) = &part.kind {
                    visit(Node::Expression(value));
                }
            }
        }
        ExpressionKind::List(items) => items.iter().for_each(|item| visit(Node::Expression(item))),
        ExpressionKind::Array(block) | ExpressionKind::SubExpression(block) => visit(Node::Block(block)),
        ExpressionKind::Paren(statement) => visit(Node::Statement(statement)),
        ExpressionKind::Hashtable(entries) => {
            for entry in entries {
                visit(Node::Expression(&entry.key));
                visit(Node::Statement(&entry.value));
            }
        }
        ExpressionKind::ScriptBlock(block) => visit(Node::ScriptBlock(block)),
        ExpressionKind::Type(name) => visit(Node::TypeName(name)),
        ExpressionKind::Cast { to, operand } => {
            visit(Node::TypeName(to));
            visit(Node::Expression(operand));
        }
        ExpressionKind::Attributed { attribute, operand } => {
            visit(Node::Attribute(attribute));
            visit(Node::Expression(operand));
        }
        ExpressionKind::Unary { operand, .. } | ExpressionKind::Postfix { operand, .. } => {
            visit(Node::Expression(operand));
        }
        ExpressionKind::Binary { left, right, .. } => {
            visit(Node::Expression(left));
            visit(Node::Expression(right));
        }
        ExpressionKind::Member { target, name, .. } => in_member(target, name, visit),
        ExpressionKind::Call { target, name, arguments, .. } => {
            in_member(target, name, visit);
            arguments.iter().for_each(|argument| visit(Node::Expression(argument)));
        }
        ExpressionKind::Index { target, index } => {
            visit(Node::Expression(target));
            visit(Node::Expression(index));
        }
    }
}

fn in_member<'a>(target: &'a Expression, name: &'a MemberName, visit: &mut dyn FnMut(Node<'a>)) {
    visit(Node::Expression(target));
    if let MemberName::Computed(name) = name {
        visit(Node::Expression(name));
    }
}
