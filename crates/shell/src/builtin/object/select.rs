//! Select-Object.

mod window;

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use self::window::Window;
use super::likeness::likeness;
use super::wanted::{Found, LABELLED, Wanted};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::session::Session;
use crate::text::{Case, Wildcard};
use crate::value::{CUSTOM_OBJECT, Category, Fault, Object, Outcome, Property, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&SELECT, Rc::new(|| Box::new(Select::default())));
}

const SELECT: Declaration = Declaration {
    name: "Select-Object",
    aliases: &["select"],
    synopsis: "Selects properties of objects, or some of the objects.",
    description: "With -Property each object becomes a new one that has only those properties; a property may be \
                  calculated by a table with Name and Expression. With -ExpandProperty the value of one property \
                  goes on instead of the object. -First, -Last, -Skip, -SkipLast and -Index choose objects by \
                  their place; -First ends the commands before it when it has what it wants.",
    parameters: &[
        Declared::new("InputObject", "psobject", "The object; usually it is piped in.").from_pipeline(),
        Declared::new(
            "Property",
            "object[]",
            "The properties that the new object has: names, wildcards, blocks, or tables such as \
             @{Name='Agents'; Expression={$_.AgentsByUri.Count}}.",
        )
        .at(0)
        .within(&["Default", "SkipLast"]),
        Declared::new(
            "ExcludeProperty",
            "string[]",
            "Properties that are left out; only together with -Property.",
        )
        .within(&["Default", "SkipLast"]),
        Declared::new(
            "ExpandProperty",
            "string",
            "The property whose value goes on, each element of a collection by itself.",
        )
        .within(&["Default", "SkipLast"]),
        Declared::switch("Unique", "Only one of several objects that are the same; case counts."),
        Declared::new("Last", "int", "How many objects are taken from the end.")
            .range(0, i32::MAX as i64)
            .within(&["Default"]),
        Declared::new("First", "int", "How many objects are taken from the beginning.")
            .range(0, i32::MAX as i64)
            .within(&["Default"]),
        Declared::new(
            "Skip",
            "int",
            "How many objects are passed over at the beginning, with -Last alone at the end.",
        )
        .range(0, i32::MAX as i64)
        .within(&["Default", "SkipLast"]),
        Declared::new("SkipLast", "int", "How many objects are passed over at the end.")
            .mandatory()
            .range(0, i32::MAX as i64)
            .within(&["SkipLast"]),
        Declared::switch("Wait", "Lets the commands before this one run to their end.")
            .within(&["Default", "Index"]),
        Declared::new("Index", "int[]", "The places of the objects that are taken, from 0.")
            .mandatory()
            .range(0, i32::MAX as i64)
            .within(&["Index"]),
    ],
    default_set: "Default",
    should_process: false,
    input: "Any object.",
    output: "The objects that were selected, or new ones with the properties that were.",
    examples: &[
        Example {
            code: "[pscustomobject]@{ Name = 'Help Desk'; Waiting = 3; Agents = 5 } | Select-Object Name, Waiting",
            about: "Keeps two of the properties.",
        },
        Example {
            code: "[pscustomobject]@{ Name = 'Help Desk'; Agents = 'sip:ann@contoso.com', 'sip:bob@contoso.com' } |\n  Select-Object Name, @{ Name = 'Count'; Expression = { $_.Agents.Count } }",
            about: "Adds a property that is calculated.",
        },
        Example { code: "1..100 | Select-Object -First 3", about: "Takes the first three." },
    ],
};

#[derive(Default)]
struct Select {
    wanted: Vec<Wanted>,
    has_property: bool,
    expanded: Option<Wanted>,
    excluded: Vec<Wildcard>,
    window: Window,
    /// The places that -Index asks for, and the place of the next object.
    places: Option<BTreeSet<usize>>,
    place: usize,
    /// What -Unique has seen, and what it yields in the end.
    seen: BTreeSet<Vec<u8>>,
    unique: Option<Vec<Value>>,
    /// The type of the objects that came last, and the type names of what is made of them.
    made_of: Option<(String, Rc<[Arc<str>]>)>,
}

impl Cmdlet for Select {
    fn begin(&mut self, call: &mut Call<'_>) -> Flow {
        self.wanted = Wanted::all(call, "Property", LABELLED)?;
        self.has_property = !self.wanted.is_empty();
        self.expanded = Wanted::all(call, "ExpandProperty", LABELLED)?.pop();
        let excluded = call.texts("ExcludeProperty")?;
        let excluded = excluded.iter().map(|name| Wildcard::new(name, Case::Ignored)).collect::<Outcome<_>>();
        self.excluded = excluded.map_err(|fault| call.fail(fault))?;
        let count =
            |name| -> Flow<Option<usize>> { Ok(call.number(name)?.and_then(|n| usize::try_from(n).ok())) };
        self.window.first = count("First")?;
        self.window.last = count("Last")?;
        self.window.skip = count("Skip")?.unwrap_or(0);
        self.window.skip_last = count("SkipLast")?.unwrap_or(0);
        self.unique = call.switch("Unique").then(Vec::new);
        if let Some(places) = call.value("Index") {
            let places = places.unroll();
            let places = places.iter().map(crate::convert::to_long).collect::<Outcome<Vec<_>>>()?;
            self.places = Some(places.into_iter().filter_map(|place| usize::try_from(place).ok()).collect());
        }
        Ok(())
    }

    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(object) = call.value("InputObject").filter(|object| !object.is_null()) else {
            return Ok(());
        };
        if let Some(places) = &mut self.places {
            let is_wanted = places.remove(&self.place);
            self.place += 1;
            let is_last = places.is_empty();
            if is_wanted {
                self.select(&object, call)?;
            }
            return if is_last && !call.switch("Wait") { Err(call.stop_pipeline()) } else { Ok(()) };
        }
        if let Some(object) = self.window.take(object).map_err(|fault| call.fail(fault))? {
            self.select(&object, call)?;
        }
        if self.window.is_full() && !call.switch("Wait") { Err(call.stop_pipeline()) } else { Ok(()) }
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        for object in self.window.rest() {
            self.select(&object, call)?;
        }
        self.unique.take().into_iter().flatten().try_for_each(|object| call.write(object))
    }
}

impl Select {
    /// Yields what was asked for of an object.
    fn select(&mut self, object: &Value, call: &mut Call<'_>) -> Flow {
        if !self.has_property && self.expanded.is_none() {
            return self.put(object.clone(), call);
        }
        let mut notes = Vec::new();
        for wanted in &self.wanted {
            self.collect(wanted, object, &mut notes, call)?;
        }
        match &self.expanded {
            Some(expanded) => {
                let values = expand(expanded, object, call)?;
                for value in values {
                    let value = with_notes(value, &notes, object, call)?;
                    self.put(value, call)?;
                }
                Ok(())
            }
            None => {
                let properties = properties(object, notes, call)?;
                let selected = Object::of_type(self.type_names(object), properties);
                self.put(Value::Object(selected), call)
            }
        }
    }

    /// Adds what the object has of one of the properties.
    fn collect(&self, wanted: &Wanted, object: &Value, notes: &mut Vec<Found>, call: &mut Call<'_>) -> Flow {
        let mut found = wanted.find(object, call)?;
        let found_any = !found.is_empty();
        found.retain(|one| !self.excluded.iter().any(|excluded| excluded.matches(&one.name)));
        if !found_any && !wanted.is_pattern() {
            let is_excluded = self.excluded.iter().any(|excluded| excluded.matches(wanted.title()));
            if !is_excluded {
                found.push(Found { name: Arc::clone(wanted.title()), value: Value::Null });
            }
        }
        if let Some(label) = &wanted.label {
            if found.len() > 1 {
                return call.error(Fault::new(
                    "Multiple results cannot be renamed.",
                    "RenamingMultipleResults",
                    Category::InvalidOperation,
                ));
            }
            found.iter_mut().for_each(|one| one.name = Arc::clone(label));
        }
        if found.iter().any(|one| one.name.is_empty()) {
            return call.error(Fault::new(
                "The script block must not be empty.",
                "EmptyScriptBlockAndNoName",
                Category::InvalidArgument,
            ));
        }
        notes.extend(found);
        Ok(())
    }

    /// The type names of what is made of an object.
    fn type_names(&mut self, object: &Value) -> Rc<[Arc<str>]> {
        let of = object.type_name();
        match &self.made_of {
            Some((known, names)) if *known == of => Rc::clone(names),
            _ => {
                let own = Arc::from(format!("Selected.{of}"));
                let names: Rc<[Arc<str>]> = Rc::from([own, CUSTOM_OBJECT.into(), "System.Object".into()]);
                self.made_of = Some((of, Rc::clone(&names)));
                names
            }
        }
    }

    /// Yields an object, with -Unique at the end and once only.
    fn put(&mut self, object: Value, call: &mut Call<'_>) -> Flow {
        let Some(unique) = &mut self.unique else { return call.write(object) };
        if self.seen.insert(likeness(Some(&object), Case::Matters, call.setting())?) {
            unique.push(object);
        }
        Ok(())
    }
}

/// The properties of a new object, each name once.
fn properties(object: &Value, notes: Vec<Found>, call: &mut Call<'_>) -> Flow<Vec<Property>> {
    let mut properties: Vec<Property> = Vec::with_capacity(notes.len());
    for Found { name, value } in notes {
        if properties.iter().any(|known| known.name.eq_ignore_ascii_case(&name)) {
            call.error(already_there(&name, object, "AlreadyExistingUserSpecifiedPropertyNoExpand"))?;
        } else {
            properties.push(Property::new(name, value));
        }
    }
    Ok(properties)
}

/// The values of the property that goes on instead of the object.
fn expand(expanded: &Wanted, object: &Value, call: &mut Call<'_>) -> Flow<Vec<Value>> {
    let found = expanded.find(object, call)?;
    let name = expanded.title();
    let problem = match &found[..] {
        [only] => {
            let mut values = only.value.unroll();
            values.retain(|value| !value.is_null());
            return Ok(values);
        }
        [] => (format!("Property \"{name}\" cannot be found."), "ExpandPropertyNotFound"),
        _ => (
            format!("Multiple properties match \"{name}\"; only one can be expanded."),
            "MutlipleExpandProperties",
        ),
    };
    let fault = Fault::new(problem.0, problem.1, Category::InvalidArgument)
        .with_exception("System.Management.Automation.PSArgumentException")
        .with_target(object.clone());
    call.error(fault)?;
    Ok(Vec::new())
}

/// A value that goes on, with the properties that are carried along. What it was taken from stays as it is.
fn with_notes(value: Value, notes: &[Found], object: &Value, call: &mut Call<'_>) -> Flow<Value> {
    if notes.is_empty() {
        return Ok(value);
    }
    let carrier = match &value {
        Value::Object(own) => own.copy(),
        other => Object::around(other, Vec::new()),
    };
    let carrying = Value::Object(carrier.clone());
    for Found { name, value } in notes {
        let is_there = crate::format::reading::declared_name(&carrying, name, call.setting()).is_some();
        if is_there {
            call.error(already_there(name, object, "AlreadyExistingUserSpecifiedPropertyExpand"))?;
        } else {
            carrier.add(Property::new(Arc::clone(name), value.clone()));
        }
    }
    Ok(carrying)
}

fn already_there(name: &str, object: &Value, id: &'static str) -> Box<Fault> {
    Fault::new(
        format!("The property cannot be processed because the property \"{name}\" already exists."),
        id,
        Category::InvalidOperation,
    )
    .with_exception("System.Management.Automation.PSArgumentException")
    .with_target(object.clone())
}
