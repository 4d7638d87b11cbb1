//! -Scope: which scope a cmdlet for variables and aliases works on.

use std::rc::Rc;

use crate::command::Call;
use crate::flow::Flow;
use crate::session::scope::Scope;
use crate::value::{Category, Fault};

/// The scope that -Scope names, if it was given: by name, or by the number of scopes outwards.
pub(super) fn given(call: &Call<'_>) -> Flow<Option<Rc<Scope>>> {
    let Some(name) = call.text("Scope")? else { return Ok(None) };
    let own = &call.session.context().scope;
    let scope = match name.to_ascii_lowercase().as_str() {
        "global" => Rc::clone(call.session.global()),
        "script" => own.script(),
        "local" | "private" => Rc::clone(own),
        other => {
            let Ok(count) = other.parse::<u32>() else { return Err(call.fail(unknown(&name))) };
            let mut scope = Rc::clone(own);
            for _ in 0..count {
                let Some(parent) = scope.parent().map(Rc::clone) else {
                    return Err(call.fail(too_far(&name)));
                };
                scope = parent;
            }
            scope
        }
    };
    Ok(Some(scope))
}

/// The scope that -Scope names, or the one that runs.
pub(super) fn target(call: &Call<'_>) -> Flow<Rc<Scope>> {
    Ok(given(call)?.unwrap_or_else(|| Rc::clone(&call.session.context().scope)))
}

/// The scopes that are looked through: the one that -Scope names, or that which runs and those around it.
pub(super) fn searched(call: &Call<'_>) -> Flow<Vec<Rc<Scope>>> {
    if let Some(only) = given(call)? {
        return Ok(vec![only]);
    }
    let mut scopes = Vec::new();
    let mut next = Some(Rc::clone(&call.session.context().scope));
    while let Some(scope) = next {
        next = scope.parent().map(Rc::clone);
        scopes.push(scope);
    }
    Ok(scopes)
}

fn unknown(name: &str) -> Box<Fault> {
    Fault::new(
        format!(
            "\"{name}\" is no scope. Use Global, Script, Local, Private, or the number of scopes outwards."
        ),
        "Argument",
        Category::InvalidArgument,
    )
    .with_exception("System.Management.Automation.PSArgumentException")
}

fn too_far(name: &str) -> Box<Fault> {
    Fault::new(
        format!("The scope number '{name}' exceeds the number of active scopes."),
        "ArgumentOutOfRange",
        Category::InvalidArgument,
    )
    .with_exception("System.Management.Automation.PSArgumentOutOfRangeException")
}
