//! Variables by name: Get-, Set-, New-, Remove- and Clear-Variable.

mod changes;
mod listing;

use std::rc::Rc;
use std::sync::Arc;

use crate::session::Session;
use crate::session::scope::Slot;
use crate::value::{Category, Fault, Object, Property, Value};

pub(super) fn register(session: &mut Session) {
    listing::register(session);
    changes::register(session);
}

/// A variable as Get-Variable shows it.
fn shown(slot: &Slot) -> Value {
    thread_local! {
        static NAMES: Rc<[Arc<str>]> =
            Rc::from(["System.Management.Automation.PSVariable".into(), "System.Object".into()]);
    }
    let mut options = Vec::new();
    let flags =
        [(slot.is_read_only, "ReadOnly"), (slot.is_constant, "Constant"), (slot.is_private, "Private")];
    options.extend(flags.iter().filter(|(is_set, _)| *is_set).map(|(_, name)| *name));
    let options = if options.is_empty() { "None".to_owned() } else { options.join(", ") };
    let properties = vec![
        Property::read_only("Name", Value::String(Arc::clone(&slot.name))),
        Property::read_only("Description", Value::text("")),
        Property::new("Value", slot.value.clone()),
        Property::read_only("Visibility", Value::text("Public")),
        Property::read_only("Options", Value::from(options)),
    ];
    Value::Object(Object::of_type(NAMES.with(Rc::clone), properties))
}

fn not_found(name: &str) -> Box<Fault> {
    Fault::new(
        format!("Cannot find a variable with the name '{name}'."),
        "VariableNotFound",
        Category::ObjectNotFound,
    )
    .with_exception("System.Management.Automation.ItemNotFoundException")
    .with_target(Value::text(name))
}
