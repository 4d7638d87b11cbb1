//! Measure-Object.

mod tally;

use std::rc::Rc;
use std::sync::Arc;

use indexmap::IndexMap;

use self::tally::{Asked, Tally};
use super::wanted::{PLAIN, Wanted};
use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::Flow;
use crate::session::Session;
use crate::value::{Category, Fault, Object, Property, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&MEASURE, Rc::new(|| Box::new(Measure::default())));
}

const MEASURE: Declaration = Declaration {
    name: "Measure-Object",
    aliases: &["measure"],
    synopsis: "Counts objects, and adds up or compares their properties.",
    description: "Without anything asked it counts. -Sum, -Average, -Maximum and -Minimum take numbers; the greatest \
                  and the least may be of dates and texts too. -Line, -Word and -Character measure text.",
    parameters: &[
        Declared::new(
            "Property",
            "string[]",
            "The properties that are measured; without it, the values themselves.",
        )
        .at(0),
        Declared::switch("Sum", "Adds the values up.").within(&["Numbers"]),
        Declared::switch("Average", "Gives their mean.").within(&["Numbers"]),
        Declared::switch("Maximum", "Gives the greatest.").within(&["Numbers"]),
        Declared::switch("Minimum", "Gives the least.").within(&["Numbers"]),
        Declared::switch("Line", "Counts the lines of text.").within(&["Text"]),
        Declared::switch("Word", "Counts the words.").within(&["Text"]),
        Declared::switch("Character", "Counts the characters.").within(&["Text"]),
        Declared::switch("IgnoreWhiteSpace", "Blanks are no characters.").within(&["Text"]),
        Declared::new("InputObject", "psobject", "The object; usually it is piped in.").from_pipeline(),
    ],
    default_set: "Numbers",
    should_process: false,
    input: "Any object.",
    output: "An object for each property with Count, Sum and what else was asked for.",
    examples: &[
        Example {
            code: "('Help Desk', 'Sales', 'Billing' | Measure-Object).Count",
            about: "Counts the queues.",
        },
        Example {
            code: "$calls = [pscustomobject]@{ Seconds = 40 }, [pscustomobject]@{ Seconds = 75 }\n$calls | Measure-Object Seconds -Average -Maximum",
            about: "How long callers waited.",
        },
        Example {
            code: "'Welcome to Contoso.' | Measure-Object -Word -Character",
            about: "Measures a greeting.",
        },
    ],
};

#[derive(Default)]
struct Measure {
    asked: Asked,
    wanted: Vec<Wanted>,
    tallies: IndexMap<Arc<str>, Tally>,
}

impl Cmdlet for Measure {
    fn begin(&mut self, call: &mut Call<'_>) -> Flow {
        self.wanted = Wanted::all(call, "Property", PLAIN)?;
        self.asked = Asked {
            sum: call.switch("Sum"),
            average: call.switch("Average"),
            greatest: call.switch("Maximum"),
            least: call.switch("Minimum"),
            lines: call.switch("Line"),
            words: call.switch("Word"),
            characters: call.switch("Character"),
            ignores_blanks: call.switch("IgnoreWhiteSpace"),
        };
        if self.wanted.is_empty() {
            self.tallies.insert(Arc::from(""), Tally::default());
        }
        Ok(())
    }

    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(object) = call.value("InputObject").filter(|object| !object.is_null()) else {
            return Ok(());
        };
        if self.wanted.is_empty() {
            return self.add(Arc::from(""), &object, call);
        }
        for at in 0..self.wanted.len() {
            let wanted = &self.wanted[at];
            let found = wanted.find(&object, call)?;
            if found.is_empty() && !wanted.is_pattern() {
                self.tallies.entry(Arc::clone(wanted.title())).or_default();
            }
            for one in found {
                self.add(one.name, &one.value, call)?;
            }
        }
        Ok(())
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        for (name, tally) in std::mem::take(&mut self.tallies) {
            if tally.count == 0 && !self.wanted.is_empty() {
                call.error(no_property(&name, self.asked))?;
            } else {
                call.write(self.measured(&name, &tally))?;
            }
        }
        Ok(())
    }
}

impl Measure {
    fn add(&mut self, name: Arc<str>, value: &Value, call: &mut Call<'_>) -> Flow {
        let name = match self.tallies.get_key_value(&name) {
            Some((known, _)) => Arc::clone(known),
            None => {
                let same = self.tallies.keys().find(|known| known.eq_ignore_ascii_case(&name));
                same.map_or(name, Arc::clone)
            }
        };
        let tally = self.tallies.entry(name).or_default();
        match tally.add(value, self.asked, call.setting()) {
            Ok(()) => Ok(()),
            Err(fault) => call.error(fault),
        }
    }

    fn measured(&self, name: &str, tally: &Tally) -> Value {
        let count = |number: usize| Value::Int(i32::try_from(number).unwrap_or(i32::MAX));
        let asked = self.asked;
        let mut properties = Vec::new();
        let mut push = |name: &str, value: Option<Value>| {
            properties.push(Property::new(name, value.unwrap_or_default()));
        };
        let type_name = if asked.of_text() {
            push("Lines", asked.lines.then(|| count(tally.lines)));
            push("Words", asked.words.then(|| count(tally.words)));
            push("Characters", asked.characters.then(|| count(tally.characters)));
            "Microsoft.PowerShell.Commands.TextMeasureInfo"
        } else {
            let number = |value: f64| Some(Value::Double(value)).filter(|_| !tally.is_broken);
            let mean = || if tally.count == 0 { None } else { number(tally.sum / tally.count as f64) };
            push("Count", Some(count(tally.count)));
            push("Average", asked.average.then(mean).flatten());
            push("Sum", asked.sum.then(|| number(tally.sum)).flatten());
            push("Maximum", asked.greatest.then(|| tally.greatest.clone()));
            push("Minimum", asked.least.then(|| tally.least.clone()));
            "Microsoft.PowerShell.Commands.GenericMeasureInfo"
        };
        push("Property", Some(Value::text(name)).filter(|_| !name.is_empty()));
        let names = [type_name, "Microsoft.PowerShell.Commands.MeasureInfo", "System.Object"];
        let names = names.iter().map(|name| Arc::from(*name)).collect();
        Value::Object(Object::of_type(names, properties))
    }
}

fn no_property(name: &str, asked: Asked) -> Box<Fault> {
    let id = if asked.of_text() { "TextMeasurePropertyNotFound" } else { "GenericMeasurePropertyNotFound" };
    Fault::new(
        format!("The property \"{name}\" cannot be found in the input for any objects."),
        id,
        Category::InvalidArgument,
    )
    .with_exception("System.Management.Automation.PSArgumentException")
}
