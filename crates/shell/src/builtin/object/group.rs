//! Group-Object.

use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use super::likeness::likeness;
use super::wanted::{PLAIN, Wanted};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::convert::display;
use crate::flow::Flow;
use crate::session::Session;
use crate::text::Case;
use crate::value::limits::check_elements;
use crate::value::{Category, Fault, Hashtable, List, ListKind, Object, Property, Type, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&GROUP, Rc::new(|| Box::new(Group::default())));
}

const GROUP: Declaration = Declaration {
    name: "Group-Object",
    aliases: &["group"],
    synopsis: "Groups objects that have the same value of a property.",
    description: "Yields an object for each group with Count, Name and Group, in the order in which the groups are \
                  met. With -AsHashTable it yields one table of the groups.",
    parameters: &[
        Declared::new(
            "Property",
            "object[]",
            "What to group by: names, blocks or tables; without it, the values themselves.",
        )
        .at(0),
        Declared::switch("NoElement", "The groups do not hold their objects."),
        Declared::switch("AsHashTable", "Yields a table from the value to the objects.").aliases(&["AHT"]),
        Declared::switch("AsString", "The keys of the table are texts."),
        Declared::switch("CaseSensitive", "Capital and small letters differ."),
        Declared::new("Culture", "string", "Taken for scripts that give it; texts compare as in en-US."),
        Declared::new("InputObject", "psobject", "The object; usually it is piped in.").from_pipeline(),
    ],
    default_set: "",
    should_process: false,
    input: "Any object.",
    output: "GroupInfo objects, or a hashtable.",
    examples: &[
        Example {
            code: "'sip:ann@contoso.com', 'sip:bob@fabrikam.com', 'sip:eve@contoso.com' | Group-Object { ($_ -split '@')[1] } -NoElement",
            about: "Counts agents by their domain.",
        },
        Example {
            code: "$calls = [pscustomobject]@{ Queue = 'Help Desk'; Caller = 'Ann' }, [pscustomobject]@{ Queue = 'Sales'; Caller = 'Bob' }\n($calls | Group-Object Queue -AsHashTable -AsString)['Sales']",
            about: "Makes a table of the calls by queue, and looks one up.",
        },
    ],
};

#[derive(Default)]
struct Group {
    wanted: Vec<Wanted>,
    groups: Vec<Members>,
    /// The places of the groups, by what their objects have in common.
    places: BTreeMap<Vec<Vec<u8>>, usize>,
}

/// The objects of a group.
struct Members {
    values: Vec<Value>,
    objects: Vec<Value>,
    count: usize,
}

impl Cmdlet for Group {
    fn begin(&mut self, call: &mut Call<'_>) -> Flow {
        self.wanted = Wanted::all(call, "Property", PLAIN)?;
        Ok(())
    }

    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(object) = call.value("InputObject").filter(|object| !object.is_null()) else {
            return Ok(());
        };
        let case = if call.switch("CaseSensitive") { Case::Matters } else { Case::Ignored };
        let (mut values, mut keys) = (Vec::new(), Vec::new());
        for wanted in &self.wanted {
            let value = wanted.value(&object, call)?;
            keys.push(likeness(value.as_ref(), case, call.setting())?);
            values.push(value.unwrap_or_default());
        }
        if self.wanted.is_empty() {
            keys.push(likeness(Some(&object), case, call.setting())?);
            values.push(object.clone());
        }
        let next = self.groups.len();
        let place = *self.places.entry(keys).or_insert(next);
        if place == next {
            self.groups.push(Members { values, objects: Vec::new(), count: 0 });
        }
        let group = &mut self.groups[place];
        group.count += 1;
        if !call.switch("NoElement") {
            check_elements(group.objects.len() + 1)?;
            group.objects.push(object);
        }
        Ok(())
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        let groups = std::mem::take(&mut self.groups);
        let (as_table, as_text) = (call.switch("AsHashTable"), call.switch("AsString"));
        if !as_table {
            if as_text {
                return Err(call.fail(Fault::new(
                    "The AsString parameter can be used only with the AsHashTable parameter. Add -AsHashTable, or \
                     leave -AsString out.",
                    "ArgumentException",
                    Category::InvalidArgument,
                )));
            }
            let with_objects = !call.switch("NoElement");
            return groups.into_iter().try_for_each(|group| call.write(group.into_value(with_objects)));
        }
        if groups.is_empty() {
            return Ok(());
        }
        let table = Hashtable::new();
        for group in groups {
            let key = match &group.values[..] {
                [only] if !as_text => only.clone(),
                _ if as_text => Value::from(group.name()),
                _ => return Err(call.fail(several_keys())),
            };
            if !table.set(key, group.into_collection()) {
                return Err(call.fail(null_key()));
            }
        }
        call.write(Value::Hashtable(table))
    }
}

impl Members {
    /// The values that the objects have in common, as text.
    fn name(&self) -> String {
        let texts: Vec<String> = self.values.iter().map(value_text).collect();
        texts.join(", ")
    }

    fn into_collection(self) -> Value {
        Value::List(List::typed(ListKind::Collection, Type::PsObject, self.objects))
    }

    fn into_value(self, with_objects: bool) -> Value {
        thread_local! {
            static WITH: Rc<[Arc<str>]> = type_names(&[GROUP_INFO]);
            static WITHOUT: Rc<[Arc<str>]> = type_names(&[NO_ELEMENT, GROUP_INFO]);
        }
        let names = if with_objects { WITH.with(Rc::clone) } else { WITHOUT.with(Rc::clone) };
        let properties = vec![
            Property::read_only("Values", Value::List(List::new(self.values.clone()))),
            Property::read_only("Count", Value::Int(i32::try_from(self.count).unwrap_or(i32::MAX))),
            Property::read_only("Name", Value::from(self.name())),
            Property::read_only("Group", self.into_collection()),
        ];
        Value::Object(Object::of_type(names, properties))
    }
}

fn type_names(own: &[&str]) -> Rc<[Arc<str>]> {
    own.iter().chain(&["System.Object"]).map(|name| Arc::from(*name)).collect()
}

const GROUP_INFO: &str = "Microsoft.PowerShell.Commands.GroupInfo";
const NO_ELEMENT: &str = "Microsoft.PowerShell.Commands.GroupInfoNoElement";

fn value_text(value: &Value) -> String {
    match value.elements() {
        Some(elements) => {
            let texts: Vec<String> = elements.iter().map(display).collect();
            format!("{{{}}}", texts.join(", "))
        }
        None => display(value),
    }
}

fn several_keys() -> Box<Fault> {
    Fault::new(
        "A table by several properties needs texts as keys. Give -AsString as well.",
        "ArgumentException",
        Category::InvalidArgument,
    )
}

fn null_key() -> Box<Fault> {
    Fault::new(
        "Some of the objects have no value to group by, and a table cannot have $null as a key. Give -AsString as well.",
        "ArgumentNullException",
        Category::InvalidArgument,
    )
}
