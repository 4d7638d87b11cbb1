//! The parser's own tree, brought into the common form.

use shell::syntax::{
    Source, Span, parse,
    tree::{
        Argument, ArgumentKind, Attribute, Block, Command, Constraint, Function, If, Invocation, Loop,
        Parameter, PipelineElement, Redirection, RedirectionTarget, ScriptBlock, Statement, StatementKind,
        Stream, Switch, SwitchMatching, SwitchSubject, Try,
    },
};

use crate::{node::Node, ours_expression::expression};

/// What is wrong with a text, or its form.
pub(crate) fn read(text: &str) -> Result<Node, String> {
    let parsed = parse(text);
    match parsed.errors.first() {
        Some(error) => Err(error.id().to_owned()),
        None => {
            let reader = Reader { source: &parsed.script.source };
            Ok(Node::new("script", 1, reader.body(&parsed.script)))
        }
    }
}

pub(crate) struct Reader<'a> {
    source: &'a Source,
}

impl Reader<'_> {
    pub(crate) fn node(&self, label: impl Into<String>, span: Span, children: Vec<Node>) -> Node {
        Node::new(label, self.source.position(span.start).line, children)
    }

    pub(crate) fn leaf(&self, span: Span) -> Node {
        self.node(self.source.slice(span).trim(), span, Vec::new())
    }

    pub(crate) fn body(&self, block: &ScriptBlock) -> Vec<Node> {
        let mut nodes: Vec<_> = block.attributes.iter().map(|each| self.attribute(each)).collect();
        nodes.extend(block.parameters.iter().map(|each| self.parameter(each)));
        let named = [("begin", &block.begin), ("process", &block.process), ("end", &block.end)];
        if block.begin.is_none() && block.process.is_none() && !self.is_named(block.end.as_ref()) {
            nodes.extend(block.end.iter().flat_map(|block| self.statements(block)));
            return nodes;
        }
        let mut blocks: Vec<_> =
            named.iter().filter_map(|(name, block)| Some((*name, block.as_ref()?))).collect();
        blocks.sort_by_key(|(_, block)| block.span.start);
        nodes.extend(blocks.into_iter().map(|(name, block)| self.named(name, block)));
        nodes
    }

    /// Whether a block has its own braces; statements of a script or function have none.
    fn is_named(&self, block: Option<&Block>) -> bool {
        block.is_some_and(|block| {
            let before = &self.source.text()[..block.span.start as usize];
            self.source.slice(block.span).starts_with('{')
                && before.trim_end().to_ascii_lowercase().ends_with("end")
        })
    }

    fn named(&self, name: &str, block: &Block) -> Node {
        self.node(name, block.span, self.statements(block))
    }

    pub(crate) fn block(&self, block: &Block) -> Node {
        self.named("do", block)
    }

    pub(crate) fn statements(&self, block: &Block) -> Vec<Node> {
        block.statements.iter().map(|each| self.statement(each)).collect()
    }

    pub(crate) fn attribute(&self, attribute: &Attribute) -> Node {
        let mut arguments: Vec<_> =
            attribute.positional.iter().map(|each| (each.span, self.expression(each))).collect();
        arguments.extend(attribute.named.iter().map(|each| {
            let value = each.value.iter().map(|value| self.expression(value)).collect();
            (each.span, self.node(format!("{} =", each.name), each.span, value))
        }));
        arguments.sort_by_key(|(span, _)| span.start);
        let arguments = arguments.into_iter().map(|(_, node)| node).collect();
        self.node(format!("attribute {}", self.source.slice(attribute.name.span)), attribute.span, arguments)
    }

    fn parameter(&self, parameter: &Parameter) -> Node {
        let mut nodes: Vec<_> = parameter
            .constraints
            .iter()
            .map(|constraint| match constraint {
                Constraint::Type(name) => {
                    self.node(format!("[{}]", self.source.slice(name.span)), name.span, Vec::new())
                }
                Constraint::Attribute(each) => self.attribute(each),
            })
            .collect();
        nodes.push(self.leaf(parameter.variable.span));
        nodes.extend(parameter.default.iter().map(|default| self.expression(default)));
        self.node("param", parameter.span, nodes)
    }

    pub(crate) fn statement(&self, statement: &Statement) -> Node {
        let span = statement.span;
        let result = |name: &str, result: &Option<Box<Statement>>| {
            self.node(name, span, result.iter().map(|result| self.statement(result)).collect())
        };
        match &statement.kind {
            StatementKind::Pipeline(pipeline) => {
                let mut elements: Vec<_> = pipeline.elements.iter().map(|each| self.element(each)).collect();
                match elements.len() {
                    1 => elements.remove(0),
                    _ => self.node("pipe", span, elements),
                }
            }
            StatementKind::Assignment(each) => {
                let sides = vec![self.expression(&each.target), self.statement(&each.value)];
                self.node(each.operator.text(), span, sides)
            }
            StatementKind::If(each) => self.choice(each, span),
            StatementKind::Loop { label, kind } => {
                self.labelled(label.as_deref(), span, self.repeated(kind, span))
            }
            StatementKind::Switch(each) => {
                self.labelled(each.label.as_deref(), span, self.switch(each, span))
            }
            StatementKind::Function(each) => self.function(each, span),
            StatementKind::Try(each) => self.tried(each, span),
            StatementKind::Trap(each) => {
                let types = each.types.iter().map(|name| {
                    self.node(format!("[{}]", self.source.slice(name.span)), name.span, Vec::new())
                });
                self.node("trap", span, types.chain(self.statements(&each.body)).collect())
            }
            StatementKind::Data { variable, body } => {
                let name = variable.iter().map(|variable| self.leaf(variable.span));
                self.node("data", span, name.chain(self.statements(body)).collect())
            }
            StatementKind::Throw(each) => result("throw", each),
            StatementKind::Return(each) => result("return", each),
            StatementKind::Exit(each) => result("exit", each),
            StatementKind::Break(label) => {
                self.node("break", span, label.iter().map(|each| self.expression(each)).collect())
            }
            StatementKind::Continue(label) => {
                self.node("continue", span, label.iter().map(|each| self.expression(each)).collect())
            }
            StatementKind::Error => self.node("<error>", span, Vec::new()),
        }
    }

    fn labelled(&self, label: Option<&str>, span: Span, statement: Node) -> Node {
        match label {
            Some(label) => self.node(format!(":{label}"), span, vec![statement]),
            None => statement,
        }
    }

    fn choice(&self, choice: &If, span: Span) -> Node {
        let branches =
            choice.branches.iter().flat_map(|(test, body)| [self.statement(test), self.block(body)]);
        let mut nodes: Vec<_> = branches.collect();
        nodes.extend(choice.otherwise.iter().map(|body| self.named("else", body)));
        self.node("if", span, nodes)
    }

    fn repeated(&self, kind: &Loop, span: Span) -> Node {
        let clause = |each: &Option<Statement>| match each {
            Some(statement) => self.statement(statement),
            None => self.node("-", span, Vec::new()),
        };
        let (name, nodes) = match kind {
            Loop::While { condition, body } => ("while", vec![self.statement(condition), self.block(body)]),
            Loop::DoWhile { body, condition } => {
                ("do while", vec![self.block(body), self.statement(condition)])
            }
            Loop::DoUntil { body, condition } => {
                ("do until", vec![self.block(body), self.statement(condition)])
            }
            Loop::For { initial, condition, step, body } => {
                ("for", vec![clause(initial), clause(condition), clause(step), self.block(body)])
            }
            Loop::ForEach { variable, items, body } => {
                ("foreach", vec![self.leaf(variable.span), self.statement(items), self.block(body)])
            }
        };
        self.node(name, span, nodes)
    }

    fn switch(&self, switch: &Switch, span: Span) -> Node {
        let mut name = "switch".to_owned();
        match switch.matching {
            SwitchMatching::Exact => {}
            SwitchMatching::Wildcard => name.push_str(" -wildcard"),
            SwitchMatching::Regex => name.push_str(" -regex"),
        }
        if switch.case_sensitive {
            name.push_str(" -casesensitive");
        }
        let mut clauses: Vec<_> = switch
            .clauses
            .iter()
            .map(|clause| {
                let nodes = vec![self.expression(&clause.pattern), self.block(&clause.body)];
                (clause.pattern.span.start, self.node("case", clause.pattern.span, nodes))
            })
            .collect();
        clauses.extend(switch.default.iter().map(|body| {
            let nodes = vec![self.node("default", body.span, Vec::new()), self.block(body)];
            (body.span.start, self.node("case", body.span, nodes))
        }));
        clauses.sort_by_key(|(start, _)| *start);
        let subject = match &switch.subject {
            SwitchSubject::Value(value) => self.statement(value),
            SwitchSubject::File(path) => self.node("-file", path.span, vec![self.expression(path)]),
        };
        let nodes = std::iter::once(subject).chain(clauses.into_iter().map(|(_, clause)| clause));
        self.node(name, span, nodes.collect())
    }

    fn function(&self, function: &Function, span: Span) -> Node {
        let keyword = if function.is_filter { "filter" } else { "function" };
        let body = &function.body;
        // Where a filter names no blocks its statements are its process block.
        let nodes = match (&body.begin, &body.process, &body.end) {
            (None, Some(process), None) if function.is_filter => {
                let parameters = body.parameters.iter().map(|each| self.parameter(each));
                parameters.chain(self.statements(process)).collect()
            }
            _ => self.body(body),
        };
        self.node(format!("{keyword} {}", function.name), span, nodes)
    }

    fn tried(&self, tried: &Try, span: Span) -> Node {
        let mut nodes = vec![self.block(&tried.body)];
        nodes.extend(tried.catches.iter().map(|catch| {
            let types = catch
                .types
                .iter()
                .map(|name| self.node(format!("[{}]", self.source.slice(name.span)), name.span, Vec::new()));
            let nodes = types.chain(self.statements(&catch.body)).collect();
            self.node("catch", catch.body.span, nodes)
        }));
        nodes.extend(tried.finally.iter().map(|body| self.named("finally", body)));
        self.node("try", span, nodes)
    }

    fn element(&self, element: &PipelineElement) -> Node {
        match element {
            PipelineElement::Command(command) => self.command(command),
            PipelineElement::Expression { expression, redirections } if redirections.is_empty() => {
                self.expression(expression)
            }
            PipelineElement::Expression { expression, redirections } => {
                let mut nodes = vec![self.expression(expression)];
                nodes.extend(redirections.iter().map(|each| self.redirection(each)));
                self.node("redirect", expression.span, nodes)
            }
        }
    }

    fn command(&self, command: &Command) -> Node {
        let head = match command.invocation {
            Invocation::Plain => "cmd",
            Invocation::Call => "cmd&",
            Invocation::Dot => "cmd.",
        };
        let mut elements: Vec<_> =
            command.arguments.iter().map(|each| (each.span, self.argument(each))).collect();
        elements.extend(command.redirections.iter().map(|each| (each.span, self.redirection(each))));
        elements.sort_by_key(|(span, _)| span.start);
        let name = std::iter::once(self.expression(&command.name));
        let nodes = name.chain(elements.into_iter().map(|(_, node)| node)).collect();
        self.node(head, command.span, nodes)
    }

    fn argument(&self, argument: &Argument) -> Node {
        match &argument.kind {
            ArgumentKind::Parameter { name, value: None } => {
                self.node(format!("-{name}"), argument.span, Vec::new())
            }
            ArgumentKind::Parameter { name, value: Some(value) } => {
                self.node(format!("-{name}:"), argument.span, vec![self.expression(value)])
            }
            ArgumentKind::Value(value) => self.expression(value),
            ArgumentKind::EndOfParameters => self.node("--", argument.span, Vec::new()),
        }
    }

    fn redirection(&self, redirection: &Redirection) -> Node {
        let from = match redirection.from {
            Stream::Output => "1",
            Stream::Error => "2",
            Stream::Warning => "3",
            Stream::Verbose => "4",
            Stream::Debug => "5",
            Stream::Information => "6",
            Stream::All => "*",
        };
        match &redirection.to {
            RedirectionTarget::Output => self.node(format!("{from}>&1"), redirection.span, Vec::new()),
            RedirectionTarget::File { path, append } => {
                let operator = if *append { ">>" } else { ">" };
                self.node(format!("{from}{operator}"), redirection.span, vec![self.expression(path)])
            }
        }
    }

    fn expression(&self, value: &shell::syntax::tree::Expression) -> Node {
        expression(self, value)
    }
}
