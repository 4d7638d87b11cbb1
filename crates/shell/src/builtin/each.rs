//! ForEach-Object and Where-Object.

use std::rc::Rc;

use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::convert::to_bool;
use crate::flow::Flow;
use crate::member;
use crate::operator;
use crate::session::Session;
use crate::syntax::operator::BinaryOperator;
use crate::value::{Category, Fault, ScriptBlock, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&FOR_EACH, Rc::new(|| Box::new(ForEach)));
    session.register(&WHERE, Rc::new(|| Box::new(Where)));
}

const FOR_EACH: Declaration = Declaration {
    name: "ForEach-Object",
    aliases: &["%", "foreach"],
    synopsis: "Runs a block, or reads a member, for each object that is piped in.",
    description: "The block finds the object in $_. Several blocks run as beginning, middle and end. Instead of a \
                  block the name of a property or method may be given.",
    parameters: &[
        Declared::new("Process", "scriptblock[]", "What is run for each object.")
            .mandatory()
            .at(0)
            .within(&["Block"]),
        Declared::new("Begin", "scriptblock", "What is run before the first object.").within(&["Block"]),
        Declared::new("End", "scriptblock", "What is run after the last object.").within(&["Block"]),
        Declared::new("RemainingScripts", "scriptblock[]", "Further blocks.").within(&["Block"]).remaining(),
        Declared::new("MemberName", "string", "The property to read, or the method to call.")
            .mandatory()
            .at(0)
            .within(&["Member"]),
        Declared::new("ArgumentList", "object[]", "The arguments of the method.")
            .within(&["Member"])
            .remaining()
            .aliases(&["Args"]),
        Declared::new("InputObject", "psobject", "The object; usually it is piped in.").from_pipeline(),
    ],
    default_set: "Block",
    should_process: false,
    input: "Any object.",
    output: "What the block yields.",
    examples: &[
        Example {
            code: "1..3 | ForEach-Object { \"sip:agent$_@contoso.com\" }",
            about: "Makes the SIP addresses of three agents.",
        },
        Example {
            code: "'Help Desk', 'Sales' | ForEach-Object Length",
            about: "Reads a property of each object.",
        },
    ],
};

struct ForEach;

/// A block that was given.
fn block_of(value: &Value) -> Option<&ScriptBlock> {
    match value.bare() {
        Value::ScriptBlock(block) => Some(block),
        _ => None,
    }
}

/// The blocks of ForEach-Object by their roles: several without names are begin, process..., end.
fn blocks(call: &Call<'_>) -> (Option<ScriptBlock>, Vec<ScriptBlock>, Option<ScriptBlock>) {
    let read = |name: &str| -> Vec<ScriptBlock> {
        let values = call.value(name).map(|value| value.unroll()).unwrap_or_default();
        values.iter().filter_map(block_of).cloned().collect()
    };
    let (mut begin, mut end) = (read("Begin").pop(), read("End").pop());
    let mut process = read("Process");
    process.extend(read("RemainingScripts"));
    if begin.is_none() && process.len() > 1 {
        begin = Some(process.remove(0));
    }
    if end.is_none() && process.len() > 1 && !read("RemainingScripts").is_empty() {
        end = process.pop();
    }
    (begin, process, end)
}

impl Cmdlet for ForEach {
    fn begin(&mut self, call: &mut Call<'_>) -> Flow {
        match blocks(call).0 {
            Some(block) => call.run_block_out(&block, Value::Null),
            None => Ok(()),
        }
    }

    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let item = call.value("InputObject").or_else(|| call.input().cloned()).unwrap_or_default();
        if let Some(name) = call.text("MemberName")? {
            return for_member(call, &item, &name);
        }
        for block in blocks(call).1 {
            call.run_block_out(&block, item.clone())?;
        }
        Ok(())
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        match blocks(call).2 {
            Some(block) => call.run_block_out(&block, Value::Null),
            None => Ok(()),
        }
    }
}

fn for_member(call: &mut Call<'_>, item: &Value, name: &str) -> Flow {
    let item = &call.session.settled(item.clone())?;
    let arguments = call.value("ArgumentList").map(|value| value.unroll()).unwrap_or_default();
    let found = if arguments.is_empty() { member::property(item, name, call.setting())? } else { None };
    let value = match found {
        Some(value) => Some(value),
        None => match member::call(item, name, &arguments, call.setting()) {
            Ok(value) => value,
            Err(_) if arguments.is_empty() => Some(Value::Null),
            Err(fault) => return call.error(fault),
        },
    };
    value.map_or(Ok(()), |value| call.write_all(value))
}

const WHERE: Declaration = Declaration {
    name: "Where-Object",
    aliases: &["?", "where"],
    synopsis: "Lets those objects through for which a condition holds.",
    description: "The condition is a block that finds the object in $_, or a property with a comparison.",
    parameters: &[
        Declared::new("FilterScript", "scriptblock", "The condition.").mandatory().at(0).within(&["Block"]),
        Declared::new("Property", "string", "The property that is compared.")
            .mandatory()
            .at(0)
            .within(&["Property"]),
        Declared::new("Value", "object", "What the property is compared with.")
            .at(1)
            .within(&["Property"])
            .allow_empty(),
        Declared::switch("EQ", "The property is equal to the value.").within(&["Property"]).aliases(&["IEQ"]),
        Declared::switch("NE", "It is not.").within(&["Property"]).aliases(&["INE"]),
        Declared::switch("GT", "It is greater.").within(&["Property"]).aliases(&["IGT"]),
        Declared::switch("GE", "It is greater or equal.").within(&["Property"]).aliases(&["IGE"]),
        Declared::switch("LT", "It is less.").within(&["Property"]).aliases(&["ILT"]),
        Declared::switch("LE", "It is less or equal.").within(&["Property"]).aliases(&["ILE"]),
        Declared::switch("Like", "It fits the wildcards.").within(&["Property"]).aliases(&["ILike"]),
        Declared::switch("NotLike", "It does not.").within(&["Property"]).aliases(&["INotLike"]),
        Declared::switch("Match", "It fits the regular expression.")
            .within(&["Property"])
            .aliases(&["IMatch"]),
        Declared::switch("NotMatch", "It does not.").within(&["Property"]).aliases(&["INotMatch"]),
        Declared::switch("Contains", "It holds the value.").within(&["Property"]).aliases(&["IContains"]),
        Declared::switch("NotContains", "It does not.").within(&["Property"]).aliases(&["INotContains"]),
        Declared::switch("In", "The value holds it.").within(&["Property"]).aliases(&["IIn"]),
        Declared::switch("NotIn", "The value does not.").within(&["Property"]).aliases(&["INotIn"]),
        Declared::switch("CEQ", "Equal, case included.").within(&["Property"]),
        Declared::switch("CNE", "Not equal, case included.").within(&["Property"]),
        Declared::switch("CLike", "It fits the wildcards, case included.").within(&["Property"]),
        Declared::switch("CMatch", "It fits the expression, case included.").within(&["Property"]),
        Declared::switch("Is", "It is of the type.").within(&["Property"]),
        Declared::switch("IsNot", "It is not of the type.").within(&["Property"]),
        Declared::new("InputObject", "psobject", "The object; usually it is piped in.").from_pipeline(),
    ],
    default_set: "Block",
    should_process: false,
    input: "Any object.",
    output: "The objects for which the condition holds.",
    examples: &[
        Example { code: "1..10 | Where-Object { $_ -gt 7 }", about: "Lets the numbers above seven through." },
        Example {
            code: "'Help Desk', 'Sales' | Where-Object Length -gt 5",
            about: "The same with a property, without a block.",
        },
    ],
};

struct Where;

impl Cmdlet for Where {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let item = call.value("InputObject").or_else(|| call.input().cloned()).unwrap_or_default();
        let holds = match call.value("FilterScript").as_ref().and_then(block_of) {
            Some(block) => match &call.run_block(block, item.clone())?[..] {
                [] => false,
                [only] => to_bool(only),
                several => to_bool(&Value::array(several.to_vec())),
            },
            None => compared(call, &item)?,
        };
        if holds { call.write(item) } else { Ok(()) }
    }
}

/// `Where-Object Property -eq value`.
fn compared(call: &mut Call<'_>, item: &Value) -> Flow<bool> {
    let name = call.text("Property")?.unwrap_or_default();
    let item = &call.session.settled(item.clone())?;
    let found = member::property(item, &name, call.setting())?.unwrap_or_default();
    let signature = Rc::clone(&call.bound.signature);
    let asked = signature.parameters.iter().filter(|p| p.is_switch() && !p.is_common && call.switch(&p.name));
    let asked: Vec<_> = asked.collect();
    match &asked[..] {
        [] => Ok(to_bool(&found)),
        [one] => {
            let Some(operator) = BinaryOperator::from_name(&one.name) else { return Ok(false) };
            let value = call.value("Value").unwrap_or_default();
            let result = operator::apply(operator, &found, &value, call.setting());
            Ok(to_bool(&result.map_err(|fault| call.fail(fault))?))
        }
        _ => Err(call.fail(Fault::new(
            "Only one comparison can be given.",
            "AmbiguousParameterSet",
            Category::InvalidArgument,
        ))),
    }
}
