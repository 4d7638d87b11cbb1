//! Script blocks: as values, and run in the scope of whoever runs them.

use std::rc::Rc;
use std::sync::Arc;

use super::body::{Runnable, Running};
use crate::command::Given;
use crate::flow::{Flow, Interrupt, Output};
use crate::session::scope::{Function, Scope};
use crate::session::{Code, Context, Session};
use crate::syntax::tree;
use crate::value::{Outcome, ScriptBlock, Value};

/// What a script block holds for the evaluator.
pub struct Body {
    /// Parameters and statements.
    pub tree: Arc<tree::ScriptBlock>,
    /// The script that it stands in.
    pub code: Rc<Code>,
    /// The variables that GetNewClosure kept.
    pub closure: Option<Rc<Scope>>,
}

impl Session {
    /// Makes a block, or a text that is one, a function of the running scope.
    pub(crate) fn define_as(&self, name: &str, value: &Value) -> Outcome<()> {
        let block = match value.bare() {
            Value::ScriptBlock(block) => Value::ScriptBlock(block.clone()),
            other => self.block_of_text(&crate::convert::display(other))?,
        };
        if let Value::ScriptBlock(block) = block
            && let Some(body) = block.body::<Body>()
        {
            self.context().scope.define(Rc::new(Function {
                name: Arc::from(name),
                body: Arc::clone(&body.tree),
                code: Rc::clone(&body.code),
                signature: std::cell::OnceCell::new(),
                home: self.home(),
            }));
        }
        Ok(())
    }

    /// The module that a function belongs to which is defined now.
    pub(super) fn home(&self) -> std::rc::Weak<Scope> {
        self.context().scope.module().as_ref().map(Rc::downgrade).unwrap_or_default()
    }

    /// A script block of the tree as a value.
    pub(crate) fn block_value(&self, tree: &Arc<tree::ScriptBlock>, code: &Rc<Code>) -> Value {
        let body = Body { tree: Arc::clone(tree), code: Rc::clone(code), closure: None };
        Value::ScriptBlock(ScriptBlock::new(inner_text(tree), body))
    }

    /// A script block made of text.
    pub fn block_of_text(&self, text: &str) -> Outcome {
        let parsed = crate::syntax::parse(text);
        if let Some(error) = parsed.errors.first() {
            return Err(crate::session::syntax_fault(error));
        }
        let code = Rc::new(Code { source: Arc::clone(&parsed.script.source), file: None });
        let body = Body { tree: Arc::clone(&parsed.script), code, closure: None };
        Ok(Value::ScriptBlock(ScriptBlock::new(text, body)))
    }

    /// Runs a block in the scope that runs now, with `$_`: how ForEach-Object and Where-Object do it.
    pub fn run_block(&mut self, block: &ScriptBlock, item: Value, out: &mut dyn Output) -> Flow {
        let Some(body) = block.body::<Body>() else { return Ok(()) };
        let scope = match &body.closure {
            Some(kept) => Scope::within(kept, false),
            None => Rc::clone(&self.context().scope),
        };
        let context = Context { scope, frame: Rc::clone(&self.context().frame), code: Rc::clone(&body.code) };
        let flow = self.within(context, |session| {
            session.with_item(item, |session| {
                let parts = [&body.tree.begin, &body.tree.process, &body.tree.end];
                parts.into_iter().flatten().try_for_each(|part| session.run_all(part, out))
            })
        });
        match flow.map_err(|interrupt| *interrupt) {
            Err(Interrupt::Return) => Ok(()),
            other => other.map_err(Box::new),
        }
    }

    /// The same, and gathers what the block yields.
    pub fn run_block_values(&mut self, block: &ScriptBlock, item: Value) -> Flow<Vec<Value>> {
        let mut values = Vec::new();
        self.run_block(block, item, &mut values)?;
        Ok(values)
    }

    /// Calls a block with arguments in a scope of its own, as `&` does, and gathers what it yields.
    pub fn call_block_values(&mut self, block: &ScriptBlock, arguments: Vec<Value>) -> Flow<Vec<Value>> {
        let Some(body) = block.body::<Body>() else { return Ok(Vec::new()) };
        let given = arguments.into_iter().map(Given::value).collect();
        let mut values = Vec::new();
        self.run_body(&body.tree, &body.code, &Arc::from(""), given, &mut values)?;
        Ok(values)
    }

    /// Calls a block with arguments and with what it finds in `$input`; what it yields goes on.
    pub(crate) fn call_block(
        &mut self,
        block: &ScriptBlock,
        arguments: Vec<Value>,
        input: Vec<Value>,
        out: &mut dyn Output,
    ) -> Flow {
        let Some(body) = block.body::<Body>() else { return Ok(()) };
        let name = Arc::from("");
        let runnable = Runnable {
            signature: Rc::new(self.signature_of(&name, &body.tree)?),
            typed: Arc::clone(&name),
            is_script: false,
            name,
            tree: Arc::clone(&body.tree),
            code: Rc::clone(&body.code),
            scope: Scope::within(body.closure.as_ref().unwrap_or(&self.context().scope), false),
        };
        let given = arguments.into_iter().map(Given::value).collect();
        let mut running = Running::new(runnable, given, !input.is_empty(), self)?;
        running.begin(self, out)?;
        if input.is_empty() {
            running.process(self, None, out)?;
        }
        for value in &input {
            running.process(self, Some(value), out)?;
        }
        running.end(self, out)
    }

    /// A copy of a block that keeps the variables as they are now.
    pub(super) fn closure(&self, block: &ScriptBlock) -> Value {
        let Some(body) = block.body::<Body>() else { return Value::Null };
        let kept = Scope::within(self.global(), false);
        for slot in self.context().scope.slots() {
            kept.put(slot);
        }
        let body = Body { tree: Arc::clone(&body.tree), code: Rc::clone(&body.code), closure: Some(kept) };
        Value::ScriptBlock(ScriptBlock::new(Arc::clone(block.text()), body))
    }
}

/// The text between the braces of a block.
fn inner_text(tree: &tree::ScriptBlock) -> Arc<str> {
    let text = tree.source.slice(tree.span);
    let inner = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
    Arc::from(inner.unwrap_or(text))
}
