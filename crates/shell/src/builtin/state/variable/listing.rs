//! Get-Variable.

use std::rc::Rc;
use std::sync::Arc;

use super::super::scopes;
use super::{not_found, shown};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::session::Session;
use crate::session::scope::Slot;
use crate::text::{Case, Wildcard};

pub(super) fn register(session: &mut Session) {
    session.register(&GET_VARIABLE, Rc::new(|| Box::new(GetVariable)));
}

const GET_VARIABLE: Declaration = Declaration {
    name: "Get-Variable",
    aliases: &["gv"],
    synopsis: "Shows variables with their values.",
    description: "Without a name all variables that code can see here are shown, those of the shell among them.",
    parameters: &[
        Declared::new("Name", "string[]", "The variables, without $; wildcards are allowed.")
            .at(0)
            .from_pipeline()
            .from_property(),
        Declared::switch("ValueOnly", "Yields the values alone."),
        Declared::new("Include", "string[]", "Only variables with these names; wildcards are allowed."),
        Declared::new("Exclude", "string[]", "Not variables with these names; wildcards are allowed."),
        Declared::new("Scope", "string", "Only variables of this scope: Global, Script, Local, or a number."),
    ],
    default_set: "",
    should_process: false,
    input: "Names of variables.",
    output: "Objects with Name and Value.",
    examples: &[
        Example { code: "$pool = 'pool01.contoso.com'; Get-Variable pool", about: "Shows a variable." },
        Example { code: "Get-Variable *Preference", about: "Shows what messages lead to." },
    ],
};

struct GetVariable;

impl Cmdlet for GetVariable {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let names = call.texts("Name")?;
        let names = if names.is_empty() { vec![Arc::from("*")] } else { names };
        let include = patterns(&call.texts("Include")?, call)?;
        let exclude = patterns(&call.texts("Exclude")?, call)?;
        for name in names {
            let mut found = find(&name, call)?;
            if found.is_empty() && !Wildcard::is_pattern(&name) {
                call.error(not_found(&name))?;
            }
            let fits = |all: &[Wildcard], slot: &Slot| all.iter().any(|one| one.matches(&slot.name));
            found.retain(|slot| (include.is_empty() || fits(&include, slot)) && !fits(&exclude, slot));
            for slot in found {
                let value = if call.switch("ValueOnly") { slot.value } else { shown(&slot) };
                call.write(value)?;
            }
        }
        Ok(())
    }
}

fn patterns(names: &[Arc<str>], call: &Call<'_>) -> Flow<Vec<Wildcard>> {
    let patterns = names.iter().map(|name| Wildcard::new(name, Case::Ignored)).collect::<Result<_, _>>();
    patterns.map_err(|fault| call.fail(fault))
}

/// The variables that a name means, by name; those further in hide those further out.
fn find(name: &str, call: &Call<'_>) -> Flow<Vec<Slot>> {
    let scopes = scopes::searched(call)?;
    if !Wildcard::is_pattern(name) {
        let found = scopes.iter().find_map(|scope| scope.look_here(name, Slot::clone));
        return Ok(found.or_else(|| automatic(name, call)).into_iter().collect());
    }
    let pattern = Wildcard::new(name, Case::Ignored).map_err(|fault| call.fail(fault))?;
    let mut found: Vec<Slot> = scopes.iter().flat_map(|scope| scope.slots()).collect();
    if call.value("Scope").is_none() {
        found.extend(AUTOMATIC.iter().filter_map(|name| automatic(name, call)));
    }
    found.retain(|slot| pattern.matches(&slot.name));
    found.sort_by_key(|slot| slot.name.to_lowercase());
    found.dedup_by(|later, first| later.name.eq_ignore_ascii_case(&first.name));
    Ok(found)
}

/// A variable that the shell keeps itself.
fn automatic(name: &str, call: &Call<'_>) -> Option<Slot> {
    if !call.session.keeps(name) {
        return None;
    }
    let value = call.session.variable(name)?;
    Some(Slot { name: Arc::from(name), value, ..Slot::default() })
}

const AUTOMATIC: &[&str] = &[
    "?",
    "_",
    "Error",
    "false",
    "HOME",
    "Host",
    "LASTEXITCODE",
    "null",
    "PSCommandPath",
    "PSCulture",
    "PSEdition",
    "PSScriptRoot",
    "PSUICulture",
    "PSVersionTable",
    "PWD",
    "ShellId",
    "true",
];
