//! Invoke-Expression and Invoke-Command.

use std::rc::Rc;

use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::session::Session;
use crate::value::limits::check_elements;
use crate::value::{Category, Fault, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&EXPRESSION, Rc::new(|| Box::new(Expression)));
    session.register(&COMMAND, Rc::new(|| Box::new(Command::default())));
}

const EXPRESSION: Declaration = Declaration {
    name: "Invoke-Expression",
    aliases: &["iex"],
    synopsis: "Runs a text as code.",
    description: "The text runs in the scope of the caller. Never run a text that others wrote.",
    parameters: &[Declared::new("Command", "string", "The text.").mandatory().at(0).from_pipeline()],
    default_set: "",
    should_process: false,
    input: "The text.",
    output: "What it yields.",
    examples: &[Example {
        code: "$command = 'Get-Date'; Invoke-Expression \"$command -Format yyyy\"",
        about: "Runs a command whose name is in a variable.",
    }],
};

struct Expression;

impl Cmdlet for Expression {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let text = call.text("Command")?.unwrap_or_default();
        let block = call.session.block_of_text(&text).map_err(|fault| call.fail(fault))?;
        let Value::ScriptBlock(block) = block else { return Ok(()) };
        let item = call.session.item().clone();
        call.run_block_out(&block, item)
    }
}

const COMMAND: Declaration = Declaration {
    name: "Invoke-Command",
    aliases: &["icm"],
    synopsis: "Runs a block on this machine.",
    description: "Other machines are out of reach of this shell: the cmdlets of Response Group reach their pools by \
                  themselves, so that -ComputerName is not needed.",
    parameters: &[
        Declared::new("ScriptBlock", "scriptblock", "The block.").mandatory().at(0).aliases(&["Command"]),
        Declared::new("ArgumentList", "object[]", "What its parameters get.").aliases(&["Args"]),
        Declared::switch("NoNewScope", "The block runs in the scope of the caller."),
        Declared::new("ComputerName", "string[]", "Refused: this shell runs nothing on other machines.")
            .aliases(&["Cn"]),
        Declared::new("Session", "object[]", "Refused as well."),
        Declared::new("Credential", "object", "Refused as well."),
        Declared::new("InputObject", "psobject", "What the block finds in $input; usually it is piped in.")
            .from_pipeline(),
    ],
    default_set: "",
    should_process: false,
    input: "Any object.",
    output: "What the block yields.",
    examples: &[Example {
        code: "Invoke-Command { param($name) \"Hello, $name.\" } -ArgumentList 'Help Desk'",
        about: "Runs a block with an argument.",
    }],
};

#[derive(Default)]
struct Command {
    input: Vec<Value>,
}

impl Cmdlet for Command {
    fn begin(&mut self, call: &mut Call<'_>) -> Flow {
        for name in ["ComputerName", "Session", "Credential"] {
            let Some(given) = call.value(name) else { continue };
            let fault = Fault::new(
                format!(
                    "-{name} is not supported: this shell runs nothing on other machines. Cmdlets of Response Group \
                     reach the pool that they name; leave -{name} out."
                ),
                "NotSupported",
                Category::NotImplemented,
            );
            return Err(call.fail(fault.with_target(given)));
        }
        Ok(())
    }

    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        if let Some(value) = call.value("InputObject") {
            check_elements(self.input.len() + 1)?;
            self.input.push(value);
        }
        Ok(())
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(Value::ScriptBlock(block)) = call.value("ScriptBlock") else { return Ok(()) };
        if call.switch("NoNewScope") {
            let item = call.session.item().clone();
            return call.run_block_out(&block, item);
        }
        let arguments = call.value("ArgumentList").map(|value| value.unroll()).unwrap_or_default();
        let input = std::mem::take(&mut self.input);
        let (out, session) = call.out();
        session.call_block(&block, arguments, input, out)
    }
}
