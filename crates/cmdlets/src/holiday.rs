//! New-CsRgsHoliday: a holiday, made in the shell.

use std::rc::Rc;

use domain::Holiday;
use shell::command::{Call, Cmdlet, Declaration, Declared, Example};
use shell::flow::Flow;
use shell::session::Session;
use shell::text::full_date;
use shell::value::Value;

use crate::local;
use crate::noun::{HOLIDAY, text_of_date};

/// Makes the cmdlet known.
pub(crate) fn register(session: &mut Session) {
    session.register(&NEW_HOLIDAY, Rc::new(|| Box::new(NewHoliday)));
}

static NEW_HOLIDAY: Declaration = Declaration {
    name: "New-CsRgsHoliday",
    aliases: &[],
    synopsis: "Makes a holiday, in the shell.",
    description: "The dates are those on the wall of the workflow that uses the holiday. The end is exclusive: one \
                  whole day ends at midnight of the next. A date that begins with two small numbers is read with the \
                  month first, and told in full.",
    parameters: &[
        Declared::new(
            "StartDate",
            "Microsoft.Rtc.Rgs.Management.DateTime",
            "When it begins, such as 12/25/2026 or 2026-12-25.",
        )
        .mandatory(),
        Declared::new(
            "EndDate",
            "Microsoft.Rtc.Rgs.Management.DateTime",
            "When it is over, such as 12/26/2026.",
        )
        .mandatory(),
        Declared::new("Name", "string", "A name, which need not be unique."),
    ],
    default_set: "",
    should_process: false,
    input: "None.",
    output: "Microsoft.Rtc.Rgs.Management.WritableSettings.Holiday",
    examples: &[Example {
        code: "$holiday = New-CsRgsHoliday -Name \"Christmas\" -StartDate \"12/25/2026\" -EndDate \"12/27/2026\"",
        about: "Makes a holiday of two days.",
    }],
};

struct NewHoliday;

impl Cmdlet for NewHoliday {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        for parameter in ["StartDate", "EndDate"] {
            let Some(value) = call.value(parameter) else { continue };
            if let (Some(text), Value::DateTime(date)) = (text_of_date(&value), value.bare())
                && is_read_in_two_ways(&text)
            {
                let read = full_date(*date);
                call.warn(&format!("{parameter} \"{text}\" is read with the month first, as {read}."))?;
            }
        }
        local::make::<Holiday>(call, &HOLIDAY, "holiday")
    }
}

/// Whether another culture reads the first two numbers of a date the other way round.
fn is_read_in_two_ways(text: &str) -> bool {
    let mut parts = text.trim().splitn(3, ['/', '.', '-']);
    let mut small = || {
        let part = parts.next()?;
        let number: u32 = part.parse().ok()?;
        (part.len() <= 2 && (1..=12).contains(&number)).then_some(number)
    };
    match (small(), small()) {
        (Some(first), Some(second)) => first != second,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_read_in_two_ways;

    #[test]
    fn dates_with_two_small_numbers_are_read_in_two_ways() {
        for text in ["1/2/2027", "12/6/2026 12:00 AM", "3.4.2027", "03-04-27"] {
            assert!(is_read_in_two_ways(text), "{text}");
        }
        for text in ["1/1/2027", "12/25/2026", "2026-12-06", "25.12.2026", "December 6, 2026", "12/6"] {
            assert_eq!(is_read_in_two_ways(text), text == "12/6", "{text}");
        }
    }
}
