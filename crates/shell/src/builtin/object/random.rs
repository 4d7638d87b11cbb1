//! Get-Random.

use std::rc::Rc;

use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::convert::Num;
use crate::flow::Flow;
use crate::host::Host;
use crate::session::Session;
use crate::value::limits::check_elements;
use crate::value::{Category, Fault, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&RANDOM, Rc::new(|| Box::new(Random::default())));
}

const RANDOM: Declaration = Declaration {
    name: "Get-Random",
    aliases: &[],
    synopsis: "Gives a random number, or some of the objects in random order.",
    description: "Without objects it gives a number from -Minimum up to, but not including, -Maximum. With objects it \
                  picks one, or -Count of them.",
    parameters: &[
        Declared::new("Maximum", "object", "The number that no result reaches.").at(0).within(&["Number"]),
        Declared::new("Minimum", "object", "The least number; 0 if it is not given.").within(&["Number"]),
        Declared::new("InputObject", "object[]", "What to pick from.")
            .mandatory()
            .at(0)
            .from_pipeline()
            .within(&["List"]),
        Declared::new("Count", "int", "How many to pick.").range(1, i32::MAX as i64).within(&["List"]),
    ],
    default_set: "Number",
    should_process: false,
    input: "Objects to pick from.",
    output: "A number, or the objects that were picked.",
    examples: &[
        Example { code: "Get-Random -Minimum 1 -Maximum 7", about: "Throws a die." },
        Example {
            code: "'sip:ann@contoso.com', 'sip:bob@contoso.com', 'sip:eve@contoso.com' | Get-Random -Count 2",
            about: "Picks two agents.",
        },
    ],
};

#[derive(Default)]
struct Random {
    values: Vec<Value>,
}

impl Cmdlet for Random {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(values) = call.value("InputObject") else { return number(call) };
        self.values.extend(values.unroll());
        Ok(check_elements(self.values.len())?)
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        let count = call.number("Count")?.and_then(|count| usize::try_from(count).ok()).unwrap_or(1);
        for _ in 0..count.min(self.values.len()) {
            let place = below(self.values.len() as u64, call.host());
            let value = self.values.swap_remove(usize::try_from(place).unwrap_or(0));
            call.write(value)?;
        }
        Ok(())
    }
}

/// A number between the bounds.
fn number(call: &mut Call<'_>) -> Flow {
    let bound = |name: &str| -> Flow<Option<Num>> {
        let Some(value) = call.value(name) else { return Ok(None) };
        let number = match value.bare() {
            Value::String(_) => Num::scan(&value, &crate::value::Type::Double)?,
            other => match Num::of(other) {
                Some(number) => number,
                None => Num::Double(crate::convert::to_double(other)?),
            },
        };
        Ok(Some(number))
    };
    let least = bound("Minimum")?.unwrap_or(Num::Int(0));
    let most = bound("Maximum")?.unwrap_or(Num::Int(i32::MAX));
    if least.as_double() >= most.as_double() {
        return Err(call.fail(Fault::new(
            format!(
                "The Minimum value ({}) cannot be greater than or equal to the Maximum value ({}).",
                crate::convert::display(&least.value()),
                crate::convert::display(&most.value())
            ),
            "MinGreaterThanOrEqualMax",
            Category::InvalidArgument,
        )));
    }
    let value = match (whole(least), whole(most)) {
        (Some(low), Some(high)) => {
            let drawn = low.wrapping_add_unsigned(below(low.abs_diff(high), call.host()));
            match (least, most, i32::try_from(drawn)) {
                (Num::Int(_), Num::Int(_), Ok(small)) => Value::Int(small),
                _ => Value::Long(drawn),
            }
        }
        _ => {
            let part = below(1 << 53, call.host()) as f64 / (1_u64 << 53) as f64;
            Value::Double(least.as_double() + part * (most.as_double() - least.as_double()))
        }
    };
    call.write(value)
}

fn whole(number: Num) -> Option<i64> {
    match number {
        Num::Int(value) => Some(i64::from(value)),
        Num::Long(value) => Some(value),
        Num::Double(_) => None,
    }
}

/// A random number below `end`, each as likely as the next.
fn below(end: u64, host: &dyn Host) -> u64 {
    let uneven = end.wrapping_neg() % end.max(1);
    loop {
        let mut bytes = [0; 8];
        host.fill_random(&mut bytes);
        let drawn = u64::from_le_bytes(bytes);
        if drawn >= uneven {
            return drawn % end.max(1);
        }
    }
}
