//! Get-Alias, Set-Alias, New-Alias.

use std::rc::Rc;
use std::sync::Arc;

use super::command_info::alias_info;
use super::scopes;
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::session::Session;
use crate::text::{Case, Wildcard};
use crate::value::{Category, Fault, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&GET_ALIAS, Rc::new(|| Box::new(GetAlias)));
    session.register(&SET_ALIAS, Rc::new(|| Box::new(SetAlias { is_new: false })));
    session.register(&NEW_ALIAS, Rc::new(|| Box::new(SetAlias { is_new: true })));
}

const GET_ALIAS: Declaration = Declaration {
    name: "Get-Alias",
    aliases: &["gal"],
    synopsis: "Shows which commands have short names.",
    description: "",
    parameters: &[
        Declared::new("Name", "string[]", "The short names; wildcards are allowed.")
            .at(0)
            .from_pipeline()
            .from_property()
            .within(&["Name"]),
        Declared::new(
            "Definition",
            "string[]",
            "The commands whose short names are wanted; wildcards are allowed.",
        )
        .within(&["Definition"]),
        Declared::new("Exclude", "string[]", "Short names that are left out; wildcards are allowed."),
        Declared::new("Scope", "string", "Only those of this scope: Global, Script, Local, or a number."),
    ],
    default_set: "Name",
    should_process: false,
    input: "Short names.",
    output: "AliasInfo objects.",
    examples: &[
        Example { code: "Get-Alias select", about: "What a short name stands for." },
        Example { code: "Get-Alias -Definition Sort-Object", about: "The short names of a command." },
    ],
};

struct GetAlias;

impl Cmdlet for GetAlias {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let mut all: Vec<(Box<str>, Arc<str>)> = Vec::new();
        for (name, of) in scopes::searched(call)?.iter().flat_map(|scope| scope.aliases()) {
            if !all.iter().any(|(known, _)| *known == name) {
                all.push((name, of));
            }
        }
        all.sort();
        let excluded = patterns(&call.texts("Exclude")?, call)?;
        all.retain(|(name, _)| !excluded.iter().any(|excluded| excluded.matches(name)));
        let by_definition = call.texts("Definition")?;
        let wanted = if by_definition.is_empty() { call.texts("Name")? } else { by_definition.clone() };
        let wanted = if wanted.is_empty() { vec![Arc::from("*")] } else { wanted };
        for text in wanted {
            let pattern = Wildcard::new(&text, Case::Ignored).map_err(|fault| call.fail(fault))?;
            let exactly = all.iter().any(|(name, _)| name.eq_ignore_ascii_case(&text));
            let fits = |name: &str, of: &str| match by_definition.is_empty() {
                true if exactly => name.eq_ignore_ascii_case(&text),
                true => pattern.matches(name),
                false => pattern.matches(of),
            };
            let found: Vec<_> = all.iter().filter(|(name, of)| fits(name, of)).cloned().collect();
            if found.is_empty() && !Wildcard::is_pattern(&text) {
                call.error(no_alias(&text, by_definition.is_empty()))?;
            }
            for (name, of) in found {
                let info = alias_info(&name, &of, call.session);
                call.write(info)?;
            }
        }
        Ok(())
    }
}

fn patterns(names: &[Arc<str>], call: &Call<'_>) -> Flow<Vec<Wildcard>> {
    let patterns = names.iter().map(|name| Wildcard::new(name, Case::Ignored)).collect::<Result<_, _>>();
    patterns.map_err(|fault| call.fail(fault))
}

fn no_alias(text: &str, by_name: bool) -> Box<Fault> {
    let what = if by_name { "name" } else { "definition" };
    Fault::new(
        format!(
            "This command cannot find a matching alias because an alias with the {what} '{text}' does not exist."
        ),
        "ItemNotFoundException",
        Category::ObjectNotFound,
    )
    .with_exception("System.Management.Automation.ItemNotFoundException")
    .with_target(Value::text(text))
}

const NAME: Declared = Declared::new("Name", "string", "The short name.").mandatory().at(0).from_property();
const VALUE: Declared = Declared::new("Value", "string", "The command.").mandatory().at(1).from_property();
const DESCRIPTION: Declared = Declared::new("Description", "string", "Taken for scripts that give it.");
const OPTION: Declared = Declared::new("Option", "string[]", "Taken for scripts that give it.").values(&[
    "None",
    "ReadOnly",
    "Constant",
    "Private",
    "AllScope",
    "Unspecified",
]);
const SCOPE: Declared = Declared::new("Scope", "string", "The scope: Global, Script, Local, or a number.");
const FORCE: Declared = Declared::switch("Force", "One that is there is replaced.");
const PASS_THRU: Declared = Declared::switch("PassThru", "The alias comes out.");

const SET_ALIAS: Declaration = Declaration {
    name: "Set-Alias",
    aliases: &["sal"],
    synopsis: "Gives a command a short name.",
    description: "The command may be a cmdlet, a function, a script file or another short name.",
    parameters: &[NAME, VALUE, DESCRIPTION, OPTION, SCOPE, FORCE, PASS_THRU],
    default_set: "",
    should_process: true,
    input: "Nothing.",
    output: "Nothing, or the alias with -PassThru.",
    examples: &[Example {
        code: "Set-Alias now Get-Date; now -Format yyyy",
        about: "Gives Get-Date a shorter name.",
    }],
};

const NEW_ALIAS: Declaration = Declaration {
    name: "New-Alias",
    aliases: &["nal"],
    synopsis: "Gives a command a short name that is not taken.",
    description: "A short name that is there already is an error, unless -Force is given.",
    parameters: &[NAME, VALUE, DESCRIPTION, OPTION, SCOPE, FORCE, PASS_THRU],
    default_set: "",
    should_process: true,
    input: "Nothing.",
    output: "Nothing, or the alias with -PassThru.",
    examples: &[Example {
        code: "New-Alias wait Start-Sleep; wait 1",
        about: "Gives Start-Sleep another name.",
    }],
};

struct SetAlias {
    is_new: bool,
}

impl Cmdlet for SetAlias {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let name = call.text("Name")?.unwrap_or_default();
        let value = call.text("Value")?.unwrap_or_default();
        let scope = scopes::target(call)?;
        let is_taken = scope.aliases().iter().any(|(known, _)| known.eq_ignore_ascii_case(&name));
        if self.is_new && is_taken && !call.switch("Force") {
            return Err(call.fail(
                Fault::new(
                    format!(
                        "The alias is not allowed, because an alias with the name '{name}' already exists."
                    ),
                    "AliasAlreadyExists",
                    Category::ResourceExists,
                )
                .with_exception("System.Management.Automation.SessionStateException")
                .with_target(Value::String(name)),
            ));
        }
        let action = if self.is_new { "New Alias" } else { "Set Alias" };
        if !call.should_process(&format!("Name: {name} Value: {value}"), action)? {
            return Ok(());
        }
        scope.set_alias(&name, &value);
        if call.switch("PassThru") {
            let info = alias_info(&name, &value, call.session);
            return call.write(info);
        }
        Ok(())
    }
}
