//! The tree as text: an operator or keyword first, everything in parentheses.

use super::tree::{
    Argument, ArgumentKind, Attribute, Block, Command, Constraint, Invocation, Loop, Parameter, Pipeline,
    PipelineElement, Redirection, RedirectionTarget, ScriptBlock, Statement, StatementKind, Stream, Switch,
    SwitchMatching, SwitchSubject,
};

mod value;

use value::{expression, type_name, variable};

/// A script, a line for each statement.
pub(super) fn script(script: &ScriptBlock) -> String {
    let mut lines = Vec::new();
    for requirement in &script.requirements {
        let words = [&*requirement.name, &*requirement.value].into_iter().filter(|word| !word.is_empty());
        lines.push(list("requires", words.map(str::to_owned)));
    }
    lines.extend(block_body(script));
    lines.iter().map(|line| format!("{line}\n")).collect()
}

/// `(head item item)`.
fn list(head: &str, items: impl IntoIterator<Item = String>) -> String {
    let mut list = format!("({head}");
    for item in items {
        list.push(' ');
        list.push_str(&item);
    }
    list.push(')');
    list
}

fn named(name: &str, block: &Option<Block>) -> Option<String> {
    block.as_ref().map(|block| list(name, statements(block)))
}

fn statements(block: &Block) -> impl Iterator<Item = String> + '_ {
    block.statements.iter().map(statement)
}

fn block(block: &Block) -> String {
    list("do", statements(block))
}

fn script_block(block: &ScriptBlock) -> String {
    list("block", block_body(block))
}

fn block_body(block: &ScriptBlock) -> Vec<String> {
    let mut items: Vec<_> = block.attributes.iter().map(attribute).collect();
    items.extend(parameters(&block.parameters));
    items.extend(named("begin", &block.begin));
    items.extend(named("process", &block.process));
    match (&block.begin, &block.process) {
        (None, None) => items.extend(block.end.iter().flat_map(statements)),
        _ => items.extend(named("end", &block.end)),
    }
    items
}

fn parameters(parameters: &[Parameter]) -> Option<String> {
    (!parameters.is_empty()).then(|| list("param", parameters.iter().map(parameter)))
}

fn parameter(parameter: &Parameter) -> String {
    let mut items: Vec<_> = parameter.constraints.iter().map(constraint).collect();
    items.push(variable(&parameter.variable, '$'));
    items.extend(parameter.default.iter().map(expression));
    match &items[..] {
        [name] => name.clone(),
        _ => format!("({})", items.join(" ")),
    }
}

fn constraint(constraint: &Constraint) -> String {
    match constraint {
        Constraint::Type(name) => format!("[{}]", type_name(name)),
        Constraint::Attribute(each) => attribute(each),
    }
}

fn attribute(attribute: &Attribute) -> String {
    let positional = attribute.positional.iter().map(expression);
    let named = attribute.named.iter().map(|argument| match &argument.value {
        Some(value) => format!("{}={}", argument.name, expression(value)),
        None => argument.name.to_string(),
    });
    let arguments: Vec<_> = positional.chain(named).collect();
    format!("[{}({})]", type_name(&attribute.name), arguments.join(" "))
}

fn statement(statement: &Statement) -> String {
    match &statement.kind {
        StatementKind::Pipeline(each) => pipeline(each),
        StatementKind::Assignment(assignment) => {
            let sides = [expression(&assignment.target), self::statement(&assignment.value)];
            list(assignment.operator.text(), sides)
        }
        StatementKind::If(each) => {
            let branches = each.branches.iter().flat_map(|(test, body)| [self::statement(test), block(body)]);
            list("if", branches.chain(each.otherwise.iter().map(|body| list("else", statements(body)))))
        }
        StatementKind::Loop { label, kind } => labelled(label.as_deref(), loop_statement(kind)),
        StatementKind::Switch(each) => labelled(each.label.as_deref(), switch(each)),
        StatementKind::Function(function) => {
            let keyword = if function.is_filter { "filter" } else { "function" };
            let name = std::iter::once(function.name.to_string());
            list(keyword, name.chain(block_body(&function.body)))
        }
        StatementKind::Try(each) => {
            let catches = each.catches.iter().map(|catch| {
                let types = catch.types.iter().map(|name| format!("[{}]", type_name(name)));
                list("catch", types.chain(statements(&catch.body)))
            });
            let finally = each.finally.iter().map(|body| list("finally", statements(body)));
            list("try", std::iter::once(block(&each.body)).chain(catches).chain(finally))
        }
        StatementKind::Trap(each) => {
            let types = each.types.iter().map(|name| format!("[{}]", type_name(name)));
            list("trap", types.chain(statements(&each.body)))
        }
        StatementKind::Data { variable, body } => {
            let name = variable.iter().map(|variable| variable.name.to_string());
            list("data", name.chain(statements(body)))
        }
        StatementKind::Throw(result) => list("throw", result.iter().map(|result| self::statement(result))),
        StatementKind::Return(result) => list("return", result.iter().map(|result| self::statement(result))),
        StatementKind::Exit(result) => list("exit", result.iter().map(|result| self::statement(result))),
        StatementKind::Break(label) => list("break", label.iter().map(|label| expression(label))),
        StatementKind::Continue(label) => list("continue", label.iter().map(|label| expression(label))),
        StatementKind::Error => "<error>".to_owned(),
    }
}

fn labelled(label: Option<&str>, statement: String) -> String {
    match label {
        Some(label) => format!("(:{label} {statement})"),
        None => statement,
    }
}

fn loop_statement(kind: &Loop) -> String {
    let clause = |clause: &Option<Statement>| clause.as_ref().map_or("-".to_owned(), statement);
    match kind {
        Loop::While { condition, body } => list("while", [statement(condition), block(body)]),
        Loop::DoWhile { body, condition } => list("do-while", [block(body), statement(condition)]),
        Loop::DoUntil { body, condition } => list("do-until", [block(body), statement(condition)]),
        Loop::For { initial, condition, step, body } => {
            list("for", [clause(initial), clause(condition), clause(step), block(body)])
        }
        Loop::ForEach { variable: each, items, body } => {
            list("foreach", [variable(each, '$'), statement(items), block(body)])
        }
    }
}

fn switch(switch: &Switch) -> String {
    let mut items = Vec::new();
    match switch.matching {
        SwitchMatching::Exact => {}
        SwitchMatching::Wildcard => items.push("-wildcard".to_owned()),
        SwitchMatching::Regex => items.push("-regex".to_owned()),
    }
    if switch.case_sensitive {
        items.push("-casesensitive".to_owned());
    }
    items.push(match &switch.subject {
        SwitchSubject::Value(value) => statement(value),
        SwitchSubject::File(path) => format!("-file {}", expression(path)),
    });
    items.extend(switch.clauses.iter().map(|clause| {
        let pattern = std::iter::once(expression(&clause.pattern));
        list("case", pattern.chain(statements(&clause.body)))
    }));
    items.extend(switch.default.iter().map(|body| list("default", statements(body))));
    list("switch", items)
}

fn pipeline(pipeline: &Pipeline) -> String {
    let mut elements: Vec<_> = pipeline.elements.iter().map(element).collect();
    match elements.len() {
        1 => elements.remove(0),
        _ => list("pipe", elements),
    }
}

fn element(element: &PipelineElement) -> String {
    match element {
        PipelineElement::Command(each) => command(each),
        PipelineElement::Expression { expression: value, redirections } if redirections.is_empty() => {
            expression(value)
        }
        PipelineElement::Expression { expression: value, redirections } => {
            let value = std::iter::once(expression(value));
            list("redirect", value.chain(redirections.iter().map(redirection)))
        }
    }
}

fn command(command: &Command) -> String {
    let head = match command.invocation {
        Invocation::Plain => "cmd",
        Invocation::Call => "cmd&",
        Invocation::Dot => "cmd.",
    };
    let name = std::iter::once(expression(&command.name));
    let arguments = command.arguments.iter().map(argument);
    list(head, name.chain(arguments).chain(command.redirections.iter().map(redirection)))
}

fn argument(argument: &Argument) -> String {
    match &argument.kind {
        ArgumentKind::Parameter { name, value: None } => format!("-{name}"),
        ArgumentKind::Parameter { name, value: Some(value) } => format!("-{name}:{}", expression(value)),
        ArgumentKind::Value(value) => expression(value),
        ArgumentKind::EndOfParameters => "--".to_owned(),
    }
}

fn redirection(redirection: &Redirection) -> String {
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
        RedirectionTarget::Output => format!("({from}>&1)"),
        RedirectionTarget::File { path, append: false } => format!("({from}> {})", expression(path)),
        RedirectionTarget::File { path, append: true } => format!("({from}>> {})", expression(path)),
    }
}
