//! Commands as objects: what Get-Command and Get-Alias yield.

use std::rc::Rc;
use std::sync::Arc;

use super::modules;
use crate::command::{Registered, Signature};
use crate::flow::Flow;
use crate::session::scope::Function;
use crate::session::{Found, Session};
use crate::value::{Array, Hashtable, Object, Property, Type, Value, Version};

fn info(type_name: &str, text: &str, properties: Vec<Property>) -> Value {
    let type_name = format!("System.Management.Automation.{type_name}");
    let names = [&*type_name, "System.Management.Automation.CommandInfo", "System.Object"];
    let names: Rc<[Arc<str>]> = names.iter().map(|name| Arc::from(*name)).collect();
    Value::Object(Object::with_text(names, properties, text))
}

fn text(name: &str, value: impl AsRef<str>) -> Property {
    Property::read_only(name, Value::text(value))
}

/// A cmdlet as an object.
pub(super) fn cmdlet_info(cmdlet: &Registered, session: &Session) -> Value {
    let declaration = cmdlet.declaration;
    let module = modules::of_command(declaration.name);
    let (verb, noun) = declaration.name.split_once('-').unwrap_or((declaration.name, ""));
    let signature = cmdlet.signature(session.types());
    let properties = vec![
        text("CommandType", "Cmdlet"),
        text("Name", declaration.name),
        Property::read_only("Version", version(module.version)),
        text("Source", module.name),
        text("ModuleName", module.name),
        text("Verb", verb),
        text("Noun", noun),
        text("Definition", crate::help::syntax_line::of_cmdlet(declaration, &signature).join("\n")),
        text("DefaultParameterSet", declaration.default_set),
        Property::read_only("Parameters", parameters(&signature)),
        text("Visibility", "Public"),
    ];
    info("CmdletInfo", declaration.name, properties)
}

/// A function as an object.
pub(super) fn function_info(function: &Rc<Function>, session: &mut Session) -> Flow<Value> {
    let signature = session.function_signature(function)?;
    let block = session.block_value(&function.body, &function.code);
    let definition = match &block {
        Value::ScriptBlock(block) => block.text().to_string(),
        _ => String::new(),
    };
    let (verb, noun) = function.name.split_once('-').unwrap_or(("", ""));
    let module = session.imported.iter().find(|module| module.offers(&function.name));
    let module = module.map(|module| module.name().to_owned()).unwrap_or_default();
    let properties = vec![
        text("CommandType", "Function"),
        text("Name", &*function.name),
        Property::read_only("Version", Value::Null),
        text("Source", &*module),
        text("ModuleName", &*module),
        text("Verb", verb),
        text("Noun", noun),
        text("Definition", definition),
        Property::read_only("ScriptBlock", block),
        Property::read_only("Parameters", parameters(&signature)),
        text("Visibility", "Public"),
    ];
    Ok(info("FunctionInfo", &function.name, properties))
}

/// A script file as an object.
pub(super) fn script_info(path: &str) -> Value {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let properties = vec![
        text("CommandType", "ExternalScript"),
        text("Name", name),
        Property::read_only("Version", Value::Null),
        text("Source", path),
        text("Path", path),
        text("Definition", path),
        text("Visibility", "Public"),
    ];
    info("ExternalScriptInfo", name, properties)
}

/// A short name as an object.
pub(super) fn alias_info(name: &str, of: &str, session: &Session) -> Value {
    let full = match session.find_command(of) {
        Some(Found::Cmdlet(cmdlet)) => Arc::from(cmdlet.declaration.name),
        Some(Found::Function(function)) => Arc::clone(&function.name),
        _ => Arc::from(of),
    };
    let properties = vec![
        text("CommandType", "Alias"),
        text("Name", name),
        Property::read_only("Version", Value::Null),
        text("Source", ""),
        text("DisplayName", format!("{name} -> {full}")),
        text("Definition", &*full),
        text("ResolvedCommandName", &*full),
        text("ReferencedCommand", &*full),
        text("Visibility", "Public"),
    ];
    info("AliasInfo", name, properties)
}

fn version(text: &str) -> Value {
    let parts: Vec<i32> = text.split('.').filter_map(|part| part.parse().ok()).collect();
    Version::new(&parts).map_or(Value::Null, |version| Value::Version(Rc::new(version)))
}

/// The parameters of a command by name.
fn parameters(signature: &Signature) -> Value {
    thread_local! {
        static NAMES: Rc<[Arc<str>]> =
            Rc::from(["System.Management.Automation.ParameterMetadata".into(), "System.Object".into()]);
    }
    let table = Hashtable::new();
    for parameter in &signature.parameters {
        let aliases = parameter.aliases.iter().map(|alias| Value::String(Arc::clone(alias))).collect();
        let of = parameter.of.clone().unwrap_or(Type::Object);
        let properties = vec![
            Property::read_only("Name", Value::String(Arc::clone(&parameter.name))),
            Property::read_only("ParameterType", Value::Type(of)),
            Property::read_only("Aliases", Value::Array(Array::typed(Type::String, aliases))),
            Property::read_only("SwitchParameter", Value::Bool(parameter.is_switch())),
        ];
        let metadata = Object::of_type(NAMES.with(Rc::clone), properties);
        table.set_named(&parameter.name, Value::Object(metadata));
    }
    Value::Hashtable(table)
}
