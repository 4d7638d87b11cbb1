//! Compare-Object.

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use super::likeness::likeness;
use super::wanted::{Found, PLAIN, Wanted};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::session::Session;
use crate::text::Case;
use crate::value::{Category, Fault, Object, Property, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&COMPARE, Rc::new(|| Box::new(Compare::default())));
}

const COMPARE: Declaration = Declaration {
    name: "Compare-Object",
    aliases: &["compare", "diff"],
    synopsis: "Shows what two lists do not have in common.",
    description: "Each object in one list alone comes with SideIndicator: => where only -DifferenceObject has it, <= \
                  where only -ReferenceObject has it. With -IncludeEqual what both have comes too, with ==.",
    parameters: &[
        Declared::new("ReferenceObject", "psobject[]", "The list to compare with.")
            .mandatory()
            .at(0)
            .allow_empty(),
        Declared::new("DifferenceObject", "psobject[]", "The list that is compared.")
            .mandatory()
            .at(1)
            .from_pipeline()
            .allow_empty(),
        Declared::new(
            "SyncWindow",
            "int",
            "How many objects apart the same ones may stand; without it, any number.",
        )
        .range(0, i32::MAX as i64),
        Declared::new(
            "Property",
            "object[]",
            "The properties that are compared; without it, the values themselves.",
        ),
        Declared::switch("ExcludeDifferent", "What is in one list only does not come."),
        Declared::switch("IncludeEqual", "What both have comes too."),
        Declared::switch("PassThru", "The objects themselves come, with SideIndicator added."),
        Declared::switch("CaseSensitive", "Capital and small letters differ."),
        Declared::new("Culture", "string", "Taken for scripts that give it; texts compare as in en-US."),
    ],
    default_set: "",
    should_process: false,
    input: "The objects to compare.",
    output: "An object for each difference.",
    examples: &[
        Example {
            code: "Compare-Object 'sip:ann@contoso.com', 'sip:bob@contoso.com' 'sip:bob@contoso.com', 'sip:eve@contoso.com'",
            about: "Which agents left a group, and which came.",
        },
        Example {
            code: "$before = [pscustomobject]@{ Name = 'Help Desk'; Timeout = 20 }\n$after = [pscustomobject]@{ Name = 'Help Desk'; Timeout = 30 }\nCompare-Object $before $after -Property Name, Timeout",
            about: "Compares two states of a queue by their properties.",
        },
    ],
};

#[derive(Default)]
struct Compare {
    wanted: Vec<Wanted>,
    window: usize,
    reference: VecDeque<Entry>,
    /// What waits for its like of the other list.
    waiting: [Waiting; 2],
}

/// An object, and what it is compared by.
struct Entry {
    object: Value,
    shown: Vec<Found>,
    key: Vec<Vec<u8>>,
}

/// Objects of one list in their order, found by what they are compared by.
#[derive(Default)]
struct Waiting {
    entries: BTreeMap<u64, Entry>,
    numbers: BTreeMap<Vec<Vec<u8>>, VecDeque<u64>>,
    next: u64,
}

/// Which list an object is in.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Reference,
    Difference,
    Both,
}

impl Cmdlet for Compare {
    fn begin(&mut self, call: &mut Call<'_>) -> Flow {
        self.wanted = Wanted::all(call, "Property", PLAIN)?;
        self.window = match call.number("SyncWindow")? {
            Some(window) => usize::try_from(window).unwrap_or(0),
            None => usize::MAX,
        };
        let Some(reference) = call.value("ReferenceObject").filter(|value| !value.is_null()) else {
            return Err(call.fail(null("ReferenceObject")));
        };
        for object in reference.unroll() {
            let entry = self.entry(object, call)?;
            self.reference.push_back(entry);
        }
        Ok(())
    }

    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(difference) = call.value("DifferenceObject").filter(|value| !value.is_null()) else {
            return Err(call.fail(null("DifferenceObject")));
        };
        for object in difference.unroll() {
            let entry = self.entry(object, call)?;
            let reference = self.reference.pop_front();
            self.meet(reference, Some(entry), call)?;
        }
        Ok(())
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        while let Some(reference) = self.reference.pop_front() {
            self.meet(Some(reference), None, call)?;
        }
        for side in [Side::Difference, Side::Reference] {
            while let Some(entry) = self.waiting_of(side).take_first() {
                self.put(entry, side, call)?;
            }
        }
        Ok(())
    }
}

impl Compare {
    fn entry(&self, object: Value, call: &mut Call<'_>) -> Flow<Entry> {
        let case = if call.switch("CaseSensitive") { Case::Matters } else { Case::Ignored };
        let (mut shown, mut key) = (Vec::new(), Vec::new());
        for wanted in &self.wanted {
            let value = wanted.value(&object, call)?;
            key.push(likeness(value.as_ref(), case, call.setting())?);
            shown.push(Found { name: wanted.title().clone(), value: value.unwrap_or_default() });
        }
        if self.wanted.is_empty() {
            key.push(likeness(Some(&object), case, call.setting())?);
        }
        Ok(Entry { object, shown, key })
    }

    fn waiting_of(&mut self, side: Side) -> &mut Waiting {
        &mut self.waiting[usize::from(side == Side::Difference)]
    }

    /// Takes the next object of each list: they are the same, or each is looked for among what waits.
    fn meet(&mut self, reference: Option<Entry>, difference: Option<Entry>, call: &mut Call<'_>) -> Flow {
        if let (Some(a), Some(b)) = (&reference, &difference)
            && a.key == b.key
        {
            return reference.map_or(Ok(()), |entry| self.put(entry, Side::Both, call));
        }
        let mut difference = difference;
        let like = difference.as_ref().and_then(|entry| self.waiting_of(Side::Reference).take(&entry.key));
        if let Some(entry) = like {
            self.put(entry, Side::Both, call)?;
            difference = None;
        }
        let mut reference = reference;
        let is_known = reference
            .as_ref()
            .is_some_and(|entry| self.waiting_of(Side::Difference).take(&entry.key).is_some());
        if is_known && let Some(entry) = reference.take() {
            self.put(entry, Side::Both, call)?;
        }
        for (entry, side) in [(difference, Side::Difference), (reference, Side::Reference)] {
            let Some(entry) = entry else { continue };
            if self.window == 0 {
                self.put(entry, side, call)?;
                continue;
            }
            while self.waiting_of(side).entries.len() >= self.window
                && let Some(oldest) = self.waiting_of(side).take_first()
            {
                self.put(oldest, side, call)?;
            }
            self.waiting_of(side).push(entry);
        }
        Ok(())
    }

    fn put(&self, entry: Entry, side: Side, call: &mut Call<'_>) -> Flow {
        let is_wanted =
            if side == Side::Both { call.switch("IncludeEqual") } else { !call.switch("ExcludeDifferent") };
        if !is_wanted {
            return Ok(());
        }
        let indicator = match side {
            Side::Reference => "<=",
            Side::Difference => "=>",
            Side::Both => "==",
        };
        let indicator = Property::new("SideIndicator", Value::text(indicator));
        if call.switch("PassThru") {
            let object = match &entry.object {
                Value::Object(object) => object.clone(),
                other => Object::around(other, Vec::new()),
            };
            object.add(indicator);
            return call.write(Value::Object(object));
        }
        let mut properties: Vec<Property> =
            entry.shown.into_iter().map(|found| Property::new(found.name, found.value)).collect();
        if self.wanted.is_empty() {
            properties.push(Property::new("InputObject", entry.object));
        }
        properties.push(indicator);
        call.write(Value::Object(Object::custom_of(properties)))
    }
}

impl Waiting {
    fn push(&mut self, entry: Entry) {
        self.numbers.entry(entry.key.clone()).or_default().push_back(self.next);
        self.entries.insert(self.next, entry);
        self.next += 1;
    }

    /// Takes the oldest of those that are compared by `key`.
    fn take(&mut self, key: &[Vec<u8>]) -> Option<Entry> {
        let numbers = self.numbers.get_mut(key)?;
        let number = numbers.pop_front()?;
        if numbers.is_empty() {
            self.numbers.remove(key);
        }
        self.entries.remove(&number)
    }

    /// Takes the oldest of all.
    fn take_first(&mut self) -> Option<Entry> {
        let (_, entry) = self.entries.first_key_value()?;
        let key = entry.key.clone();
        self.take(&key)
    }
}

fn null(parameter: &str) -> Box<Fault> {
    Fault::new(
        format!("Cannot bind argument to parameter '{parameter}' because it is null."),
        "ParameterArgumentValidationErrorNullNotAllowed",
        Category::InvalidData,
    )
    .with_exception("System.Management.Automation.ParameterBindingValidationException")
}
