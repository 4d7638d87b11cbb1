//! Sort-Object.

mod merge;
mod rank;

use std::collections::BTreeSet;
use std::rc::Rc;

use self::rank::Rank;
use super::likeness::likeness;
use super::wanted::{SORTED, Wanted};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::session::Session;
use crate::text::Case;
use crate::value::Value;
use crate::value::limits::check_elements;

pub(super) fn register(session: &mut Session) {
    session.register(&SORT, Rc::new(|| Box::new(Sort::default())));
}

const SORT: Declaration = Declaration {
    name: "Sort-Object",
    aliases: &["sort"],
    synopsis: "Sorts objects by their properties, or values by themselves.",
    description: "Of several properties the first decides, then the next. A property may be a block that makes the \
                  value to sort by, or a table with Expression and Descending. Objects that are equal keep their \
                  order; objects without the property come last.",
    parameters: &[
        Declared::new("Property", "object[]", "What to sort by: names, blocks or tables.").at(0),
        Declared::switch("Descending", "The greatest comes first."),
        Declared::switch("Unique", "Only one of several that are the same."),
        Declared::switch("CaseSensitive", "Capital and small letters differ."),
        Declared::new("Culture", "string", "Taken for scripts that give it; texts sort as in en-US."),
        Declared::new("InputObject", "psobject", "The object; usually it is piped in.").from_pipeline(),
    ],
    default_set: "",
    should_process: false,
    input: "Any object.",
    output: "The objects in their order.",
    examples: &[
        Example { code: "'Sales', 'Help Desk', 'Billing' | Sort-Object", about: "Sorts names." },
        Example {
            code: "$queues = [pscustomobject]@{ Name = 'Help Desk'; Waiting = 3 }, [pscustomobject]@{ Name = 'Sales'; Waiting = 7 }\n$queues | Sort-Object Waiting -Descending",
            about: "Puts the longest queue first.",
        },
        Example {
            code: "'b2', 'a2', 'a1' | Sort-Object { $_[1] }, @{ Expression = { $_[0] }; Descending = $true }",
            about: "Sorts by what blocks make of the objects, each in its own direction.",
        },
    ],
};

#[derive(Default)]
struct Sort {
    wanted: Vec<Wanted>,
    objects: Vec<Value>,
}

impl Cmdlet for Sort {
    fn begin(&mut self, call: &mut Call<'_>) -> Flow {
        self.wanted = Wanted::all(call, "Property", SORTED)?;
        Ok(())
    }

    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(object) = call.value("InputObject").filter(|object| !object.is_null()) else {
            return Ok(());
        };
        check_elements(self.objects.len() + 1)?;
        self.objects.push(object);
        Ok(())
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        let case = if call.switch("CaseSensitive") { Case::Matters } else { Case::Ignored };
        let places = self.places(case, call)?;
        let mut seen = BTreeSet::new();
        let unique = call.switch("Unique");
        for place in places {
            let object = std::mem::take(&mut self.objects[place as usize]);
            if !unique || seen.insert(self.likeness(&object, case, call)?) {
                call.write(object)?;
            }
        }
        Ok(())
    }
}

impl Sort {
    /// The places of the objects in their new order.
    fn places(&self, case: Case, call: &mut Call<'_>) -> Flow<Vec<u32>> {
        let descending = call.switch("Descending");
        let mut directions: Vec<bool> =
            self.wanted.iter().map(|wanted| wanted.descending.unwrap_or(descending)).collect();
        let mut ranks = Vec::with_capacity(self.objects.len() * self.wanted.len().max(1));
        for object in &self.objects {
            for wanted in &self.wanted {
                ranks.push(Rank::of(wanted.value(object, call)?, case));
            }
            if self.wanted.is_empty() {
                ranks.push(Rank::of(Some(object.clone()), case));
            }
        }
        if directions.is_empty() {
            directions.push(descending);
        }
        let setting = call.setting();
        let of = |place: u32| &ranks[place as usize * directions.len()..][..directions.len()];
        let mut order = |a: u32, b: u32| {
            let mut pairs = of(a).iter().zip(of(b)).zip(&directions);
            let decides = pairs.find_map(|((a, b), descending)| {
                Some(a.order(b, *descending, case, setting)).filter(|order| order.is_ne())
            });
            decides.unwrap_or(std::cmp::Ordering::Equal)
        };
        let mut places: Vec<u32> = (0..u32::try_from(self.objects.len()).unwrap_or(u32::MAX)).collect();
        merge::sort(&mut places, &mut order);
        Ok(places)
    }

    /// What -Unique knows an object by: the properties it is sorted by.
    fn likeness(&self, object: &Value, case: Case, call: &mut Call<'_>) -> Flow<Vec<Vec<u8>>> {
        if self.wanted.is_empty() {
            return Ok(vec![likeness(Some(object), case, call.setting())?]);
        }
        let mut keys = Vec::with_capacity(self.wanted.len());
        for wanted in &self.wanted {
            let value = wanted.value(object, call)?;
            keys.push(likeness(value.as_ref(), case, call.setting())?);
        }
        Ok(keys)
    }
}
