//! Set-Variable, New-Variable, Remove-Variable, Clear-Variable.

use std::rc::Rc;
use std::sync::Arc;

use super::super::scopes;
use super::{not_found, shown};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::{Flow, gathered};
use crate::session::scope::{Scope, Slot};
use crate::session::{Session, constant};
use crate::text::{Case, Wildcard};
use crate::value::limits::check_elements;
use crate::value::{Category, Fault, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&SET_VARIABLE, Rc::new(|| Box::new(SetVariable::default())));
    session.register(&NEW_VARIABLE, Rc::new(|| Box::new(NewVariable)));
    session.register(&REMOVE_VARIABLE, Rc::new(|| Box::new(RemoveVariable)));
    session.register(&CLEAR_VARIABLE, Rc::new(|| Box::new(ClearVariable)));
}

const SCOPE: Declared =
    Declared::new("Scope", "string", "The scope: Global, Script, Local, Private, or a number.");
const OPTION: Declared = Declared::new(
    "Option",
    "string[]",
    "ReadOnly changes only with -Force, Constant never; Private is not seen by \
                                         what is called.",
)
.values(&["None", "ReadOnly", "Constant", "Private", "AllScope", "Unspecified"]);
const FORCE: Declared = Declared::switch("Force", "Variables that are read-only are changed too.");
const PASS_THRU: Declared = Declared::switch("PassThru", "The variable comes out.");
const DESCRIPTION: Declared = Declared::new("Description", "string", "Taken for scripts that give it.");

const SET_VARIABLE: Declaration = Declaration {
    name: "Set-Variable",
    aliases: &["set", "sv"],
    synopsis: "Sets a variable, and makes it where it is not there.",
    description: "What is piped in becomes the value, several objects as an array.",
    parameters: &[
        Declared::new("Name", "string[]", "The variables, without $.").mandatory().at(0).from_property(),
        Declared::new("Value", "object", "The value.").at(1).from_pipeline().from_property(),
        SCOPE,
        OPTION,
        DESCRIPTION,
        FORCE,
        PASS_THRU,
    ],
    default_set: "",
    should_process: true,
    input: "The value.",
    output: "Nothing, or the variable with -PassThru.",
    examples: &[Example {
        code: "Set-Variable -Name pool -Value 'pool01.contoso.com' -Option ReadOnly; $pool",
        about: "Sets a variable that nothing changes by accident.",
    }],
};

#[derive(Default)]
struct SetVariable {
    values: Vec<Value>,
}

impl Cmdlet for SetVariable {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        if let Some(value) = call.value("Value") {
            check_elements(self.values.len() + 1)?;
            self.values.push(value);
        }
        Ok(())
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        let value = gathered(std::mem::take(&mut self.values)).unwrap_or_default();
        let scope = scopes::target(call)?;
        for name in call.texts("Name")? {
            set(&scope, &name, value.clone(), call)?;
        }
        Ok(())
    }
}

const NEW_VARIABLE: Declaration = Declaration {
    name: "New-Variable",
    aliases: &["nv"],
    synopsis: "Makes a variable.",
    description: "A variable that is there already is an error, unless -Force is given.",
    parameters: &[
        Declared::new("Name", "string", "The variable, without $.").mandatory().at(0).from_property(),
        Declared::new("Value", "object", "The value.").at(1).from_pipeline().from_property(),
        SCOPE,
        OPTION,
        DESCRIPTION,
        FORCE,
        PASS_THRU,
    ],
    default_set: "",
    should_process: true,
    input: "The value.",
    output: "Nothing, or the variable with -PassThru.",
    examples: &[Example {
        code: "New-Variable timeout 30 -Option Constant; $timeout",
        about: "Makes a variable that never changes.",
    }],
};

struct NewVariable;

impl Cmdlet for NewVariable {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let name = call.text("Name")?.unwrap_or_default();
        let scope = scopes::target(call)?;
        if scope.look_here(&name, |_| ()).is_some() && !call.switch("Force") {
            return call.error(
                Fault::new(
                    format!("A variable with name '{name}' already exists."),
                    "VariableAlreadyExists",
                    Category::ResourceExists,
                )
                .with_exception("System.Management.Automation.SessionStateException")
                .with_target(Value::String(name)),
            );
        }
        set(&scope, &name, call.value("Value").unwrap_or_default(), call)
    }
}

/// Sets a variable of a scope with what -Option says.
fn set(scope: &Rc<Scope>, name: &Arc<str>, value: Value, call: &mut Call<'_>) -> Flow {
    if !call
        .should_process(&format!("Name: {name} Value: {}", crate::convert::display(&value)), "Set variable")?
    {
        return Ok(());
    }
    if call.switch("Force") {
        allow_change(scope, name);
    }
    if let Err(fault) = call.session.put_variable(scope, name, value, false) {
        return call.error(fault);
    }
    let options = call.texts("Option")?;
    let is_private = call.text("Scope")?.is_some_and(|scope| scope.eq_ignore_ascii_case("private"));
    if let Some(mut slot) = scope.look_here(name, Slot::clone) {
        let has = |wanted: &str| options.iter().any(|option| option.eq_ignore_ascii_case(wanted));
        if !options.is_empty() {
            slot.is_read_only = has("ReadOnly");
            slot.is_constant = has("Constant");
            slot.is_private = has("Private");
        }
        slot.is_private |= is_private;
        scope.put(slot.clone());
        if call.switch("PassThru") {
            return call.write(shown(&slot));
        }
    }
    Ok(())
}

/// Takes the mark from a variable that is read-only.
fn allow_change(scope: &Scope, name: &str) {
    if let Some(slot) = scope.look_here(name, Slot::clone).filter(|slot| slot.is_read_only) {
        scope.put(Slot { is_read_only: false, ..slot });
    }
}

const REMOVE_VARIABLE: Declaration = Declaration {
    name: "Remove-Variable",
    aliases: &["rv"],
    synopsis: "Removes variables.",
    description: "",
    parameters: &[
        Declared::new("Name", "string[]", "The variables, without $; wildcards are allowed.")
            .mandatory()
            .at(0)
            .from_property(),
        Declared::new("Include", "string[]", "Only variables with these names; wildcards are allowed."),
        Declared::new("Exclude", "string[]", "Not variables with these names; wildcards are allowed."),
        SCOPE,
        FORCE,
    ],
    default_set: "",
    should_process: true,
    input: "Nothing.",
    output: "Nothing.",
    examples: &[Example {
        code: "$old = 1; Remove-Variable old; $null -eq $old",
        about: "Removes a variable.",
    }],
};

struct RemoveVariable;

impl Cmdlet for RemoveVariable {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        for (scope, slot) in chosen(call)? {
            if slot.is_constant || (slot.is_read_only && !call.switch("Force")) {
                call.error(not_removable(&slot.name))?;
            } else if call.should_process(&format!("Name: {}", slot.name), "Remove variable")? {
                scope.remove(&slot.name);
            }
        }
        Ok(())
    }
}

const CLEAR_VARIABLE: Declaration = Declaration {
    name: "Clear-Variable",
    aliases: &["clv"],
    synopsis: "Sets variables to $null.",
    description: "",
    parameters: &[
        Declared::new("Name", "string[]", "The variables, without $; wildcards are allowed.")
            .mandatory()
            .at(0)
            .from_property(),
        Declared::new("Include", "string[]", "Only variables with these names; wildcards are allowed."),
        Declared::new("Exclude", "string[]", "Not variables with these names; wildcards are allowed."),
        SCOPE,
        FORCE,
        PASS_THRU,
    ],
    default_set: "",
    should_process: true,
    input: "Nothing.",
    output: "Nothing, or the variables with -PassThru.",
    examples: &[Example {
        code: "$old = 1; Clear-Variable old; $null -eq $old",
        about: "Clears a variable.",
    }],
};

struct ClearVariable;

impl Cmdlet for ClearVariable {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        for (scope, slot) in chosen(call)? {
            if slot.is_constant || (slot.is_read_only && !call.switch("Force")) {
                call.error(constant(&slot.name))?;
            } else if call.should_process(&format!("Name: {}", slot.name), "Clear variable")? {
                let cleared = Slot { value: Value::Null, declared: None, ..slot };
                scope.put(cleared.clone());
                if call.switch("PassThru") {
                    call.write(shown(&cleared))?;
                }
            }
        }
        Ok(())
    }
}

/// The variables that -Name, -Include and -Exclude choose in the scope, or in the nearest that has them.
fn chosen(call: &mut Call<'_>) -> Flow<Vec<(Rc<Scope>, Slot)>> {
    let scopes = scopes::searched(call)?;
    let pattern = |name: &Arc<str>| Wildcard::new(name, Case::Ignored).map_err(|fault| call.fail(fault));
    let include = call.texts("Include")?.iter().map(&pattern).collect::<Flow<Vec<_>>>()?;
    let exclude = call.texts("Exclude")?.iter().map(&pattern).collect::<Flow<Vec<_>>>()?;
    let fits = |all: &[Wildcard], slot: &Slot| all.iter().any(|one| one.matches(&slot.name));
    let mut chosen = Vec::new();
    let mut missing = Vec::new();
    for name in call.texts("Name")? {
        let wanted = pattern(&name)?;
        let of_scope = |scope: &Rc<Scope>| -> Vec<(Rc<Scope>, Slot)> {
            let slots = scope.slots().into_iter().filter(|slot| wanted.matches(&slot.name));
            slots.map(|slot| (Rc::clone(scope), slot)).collect()
        };
        let found = scopes.iter().map(of_scope).find(|found| !found.is_empty()).unwrap_or_default();
        if found.is_empty() && !Wildcard::is_pattern(&name) {
            missing.push(name);
        }
        chosen.extend(found);
    }
    chosen.retain(|(_, slot)| (include.is_empty() || fits(&include, slot)) && !fits(&exclude, slot));
    for name in missing {
        call.error(not_found(&name))?;
    }
    Ok(chosen)
}

fn not_removable(name: &str) -> Box<Fault> {
    Fault::new(
        format!(
            "Cannot remove variable {name} because it is constant or read-only. If the variable is read-only, try the \
             operation again specifying the Force option."
        ),
        "VariableNotRemovable",
        Category::WriteError,
    )
    .with_exception("System.Management.Automation.SessionStateUnauthorizedAccessException")
    .with_target(Value::text(name))
}
