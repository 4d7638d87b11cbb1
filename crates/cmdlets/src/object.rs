//! Get, New, Set and Remove, the same for the five types of object that pools keep.

mod get;
mod in_memory;
mod make;
mod remove;
mod set;

use std::rc::Rc;

use domain::{ObjectKind, PoolFqdn, RgsIdentity};
use shell::command::{Call, Declaration, Declared};
use shell::flow::Flow;
use shell::format::Shape as Layout;
use shell::session::Session;
use shell::value::{Category, Fault, Value};

use crate::noun::{Shape, identity_of};
use crate::pools::Pools;

use get::Get;
use make::New;
use remove::Remove;
use set::Set;

/// A type of object, with its four cmdlets.
pub(crate) struct Noun {
    /// How its objects look.
    pub(crate) shape: &'static Shape,
    /// The type for those who decide.
    pub(crate) kind: ObjectKind,
    /// The path of the collection.
    pub(crate) path: &'static str,
    /// Get, New, Set and Remove.
    pub(crate) cmdlets: [&'static Declaration; 4],
}

/// Makes the cmdlets of a noun known.
pub(crate) fn register(session: &mut Session, noun: &'static Noun, pools: &Rc<Pools>) {
    // However few properties a noun has, its objects are lists, as those of the others are.
    session.setting().change_views(|views| views.prefer(&noun.shape.full_name(), Layout::List));
    let [get, new, set, remove] = noun.cmdlets;
    let asked = Rc::clone(pools);
    session.register(get, Rc::new(move || Box::new(Get { noun, pools: Rc::clone(&asked) })));
    let asked = Rc::clone(pools);
    session.register(new, Rc::new(move || Box::new(New { noun, pools: Rc::clone(&asked) })));
    let asked = Rc::clone(pools);
    session.register(set, Rc::new(move || Box::new(Set { noun, pools: Rc::clone(&asked) })));
    let asked = Rc::clone(pools);
    session.register(remove, Rc::new(move || Box::new(Remove { noun, pools: Rc::clone(&asked) })));
}

/// Whether -WhatIf or the preference of its name asks for a plan.
pub(crate) fn wants_plan(call: &Call<'_>) -> bool {
    let preferred =
        || call.session.variable("WhatIfPreference").is_some_and(|value| shell::convert::to_bool(&value));
    call.session.context().frame.common(|common| common.what_if).unwrap_or_else(preferred)
}

/// The identity that a parameter names, if it was given.
pub(crate) fn identity(call: &Call<'_>, parameter: &str) -> Flow<Option<RgsIdentity>> {
    Ok(call.value(parameter).filter(|value| !value.is_null()).and_then(|value| identity_of(&value)))
}

/// The pool that a parameter names: the identity of its service, or its FQDN alone.
pub(crate) fn service(call: &Call<'_>, parameter: &str) -> Flow<Option<PoolFqdn>> {
    match identity(call, parameter)? {
        Some(RgsIdentity { id: Some(_), pool }) => Err(call.fail(Fault::new(
            format!(
                "The parameter {parameter} names a pool and not an object: write {} without what stands behind the \
                 slash.",
                pool.service()
            ),
            "ServiceExpected",
            Category::InvalidArgument,
        ))),
        Some(RgsIdentity { id: None, pool }) => Ok(Some(pool)),
        None => Ok(None),
    }
}

/// An error about an object that no cmdlet of this shell made.
pub(crate) fn not_of_a_pool(call: &Call<'_>, value: &Value) -> Box<Fault> {
    let command = call.bound.signature.command.to_string();
    Fault::new(
        format!(
            "{command} takes an object as the Get or New cmdlet of its type gives it; this one does not know its pool."
        ),
        "ObjectWithoutPool",
        Category::InvalidArgument,
    )
    .with_target(value.clone())
}

/// -Identity of a Get cmdlet.
pub(crate) const GET_IDENTITY: Declared = Declared::new(
    "Identity",
    "RgsIdentity",
    "The pool to ask, as service:ApplicationServer:FQDN, or one object, with /GUID behind it. Without it all pools \
     of the topology are asked.",
)
.at(0)
.from_pipeline();
/// -Name of a Get cmdlet.
pub(crate) const GET_NAME: Declared =
    Declared::new("Name", "string", "The name of the object, in full; case does not matter.");
/// -Owner of a Get cmdlet.
pub(crate) const GET_OWNER: Declared = Declared::new(
    "Owner",
    "RgsIdentity",
    "Shows the objects that belong to this pool, such as those that were imported after its loss.",
);
/// -ShowAll of a Get cmdlet.
pub(crate) const GET_SHOW_ALL: Declared =
    Declared::switch("ShowAll", "Shows everything that the pool holds, whoever it belongs to.");
/// -Parent of a New cmdlet.
pub(crate) const NEW_PARENT: Declared = Declared::new(
    "Parent",
    "RgsIdentity",
    "The pool that will hold the object, as service:ApplicationServer:FQDN.",
)
.mandatory()
.at(0);
/// -Name of a New cmdlet.
pub(crate) const NEW_NAME: Declared =
    Declared::new("Name", "string", "The name, which no other object of the type in the pool may have.")
        .mandatory();
/// -InMemory of a New cmdlet.
pub(crate) const NEW_IN_MEMORY: Declared = Declared::switch(
    "InMemory",
    "Makes the object in this shell alone; the Set cmdlet of its type brings it to the pool.",
);
/// -Force of a New cmdlet.
pub(crate) const NEW_FORCE: Declared = Declared::switch("Force", "Leaves warnings out.");
/// -Force of a Set cmdlet.
pub(crate) const SET_FORCE: Declared = Declared::switch(
    "Force",
    "Saves the object also when somebody else changed it since it was read, and leaves warnings out.",
);
/// -Force of a Remove cmdlet.
pub(crate) const REMOVE_FORCE: Declared =
    Declared::switch("Force", "Removes the object without a question, also when something uses it.");
