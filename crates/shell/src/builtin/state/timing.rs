//! Lengths of time: New-TimeSpan, Start-Sleep, Measure-Command.

use std::rc::Rc;

use crate::command::{Call, Cmdlet, Declaration, Declared, Example};
use crate::flow::{Flow, Nowhere};
use crate::session::Session;
use crate::value::span::MILLISECOND;
use crate::value::{Category, Fault, TimeSpan, Value};

pub(super) fn register(session: &mut Session) {
    session.register(&NEW_TIME_SPAN, Rc::new(|| Box::new(NewTimeSpan)));
    session.register(&START_SLEEP, Rc::new(|| Box::new(StartSleep)));
    session.register(&MEASURE_COMMAND, Rc::new(|| Box::new(MeasureCommand::default())));
}

const NEW_TIME_SPAN: Declaration = Declaration {
    name: "New-TimeSpan",
    aliases: &[],
    synopsis: "Makes a length of time, of its parts or between two dates.",
    description: "A date that is not given is now.",
    parameters: &[
        Declared::new("Start", "datetime", "Where it starts.")
            .at(0)
            .from_pipeline()
            .from_property()
            .aliases(&["LastWriteTime"])
            .within(&["Dates"]),
        Declared::new("End", "datetime", "Where it ends.").at(1).from_property().within(&["Dates"]),
        Declared::new("Days", "int", "Days.").within(&["Parts"]),
        Declared::new("Hours", "int", "Hours.").within(&["Parts"]),
        Declared::new("Minutes", "int", "Minutes.").within(&["Parts"]),
        Declared::new("Seconds", "int", "Seconds.").within(&["Parts"]),
    ],
    default_set: "Dates",
    should_process: false,
    input: "A date.",
    output: "A TimeSpan.",
    examples: &[
        Example { code: "New-TimeSpan -Hours 1 -Minutes 30", about: "An hour and a half." },
        Example {
            code: "(New-TimeSpan -Start 2013-12-20 -End 2013-12-25).Days",
            about: "The days until Christmas.",
        },
    ],
};

struct NewTimeSpan;

impl Cmdlet for NewTimeSpan {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let date = |name: &str| match call.value(name).as_ref().map(Value::bare) {
            Some(Value::DateTime(date)) => *date,
            _ => call.setting().local_now(),
        };
        let part = |name: &str| -> Flow<i64> { Ok(call.number(name)?.unwrap_or(0)) };
        let span = if call.set() == "Dates" {
            Some(date("End").since(date("Start")))
        } else {
            TimeSpan::from_parts(part("Days")?, part("Hours")?, part("Minutes")?, part("Seconds")?, 0)
        };
        match span {
            Some(span) => call.write(Value::TimeSpan(span)),
            None => Err(call.fail(Fault::new(
                "The length of time is longer than a TimeSpan can be.",
                "OverflowException",
                Category::InvalidArgument,
            ))),
        }
    }
}

const START_SLEEP: Declaration = Declaration {
    name: "Start-Sleep",
    aliases: &["sleep"],
    synopsis: "Waits.",
    description: "Ctrl-C ends the wait.",
    parameters: &[
        Declared::new("Seconds", "double", "How many seconds.")
            .mandatory()
            .at(0)
            .from_pipeline()
            .from_property()
            .range(0, SECONDS_MAX)
            .within(&["Seconds"]),
        Declared::new("Milliseconds", "int", "How many milliseconds.")
            .mandatory()
            .from_property()
            .aliases(&["ms"])
            .range(0, i32::MAX as i64)
            .within(&["Milliseconds"]),
    ],
    default_set: "Seconds",
    should_process: false,
    input: "A number of seconds.",
    output: "Nothing.",
    examples: &[Example { code: "Start-Sleep -Seconds 5", about: "Waits five seconds." }],
};

/// The longest wait, as in 5.1.
const SECONDS_MAX: i64 = i32::MAX as i64 / 1000;

struct StartSleep;

impl Cmdlet for StartSleep {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let span = match call.number("Milliseconds")? {
            Some(count) => TimeSpan::from_ticks(count * MILLISECOND),
            None => {
                let seconds = call.value("Seconds").unwrap_or_default();
                let seconds = crate::convert::to_double(&seconds)?;
                TimeSpan::from_units(seconds, crate::value::span::SECOND).unwrap_or_default()
            }
        };
        call.session.flush_console();
        call.host().sleep(span);
        call.check_cancelled()
    }
}

const MEASURE_COMMAND: Declaration = Declaration {
    name: "Measure-Command",
    aliases: &[],
    synopsis: "Measures how long a block takes.",
    description: "What the block yields is thrown away. With input the block runs for each object, with $_.",
    parameters: &[
        Declared::new("Expression", "scriptblock", "The block.").mandatory().at(0),
        Declared::new("InputObject", "psobject", "The object; usually it is piped in.").from_pipeline(),
    ],
    default_set: "",
    should_process: false,
    input: "Any object.",
    output: "A TimeSpan.",
    examples: &[Example {
        code: "(Measure-Command { 1..1000 | Sort-Object -Descending }).TotalMilliseconds -ge 0",
        about: "Measures sorting.",
    }],
};

#[derive(Default)]
struct MeasureCommand {
    spent: TimeSpan,
}

impl Cmdlet for MeasureCommand {
    fn process(&mut self, call: &mut Call<'_>) -> Flow {
        let Some(Value::ScriptBlock(block)) = call.value("Expression") else { return Ok(()) };
        let item = call.value("InputObject").unwrap_or_default();
        let start = call.host().elapsed();
        call.session.run_block(&block, item, &mut Nowhere)?;
        let spent = call.host().elapsed().checked_sub(start).unwrap_or_default();
        self.spent = self.spent.checked_add(spent).unwrap_or_default();
        Ok(())
    }

    fn end(&mut self, call: &mut Call<'_>) -> Flow {
        call.write(Value::TimeSpan(self.spent))
    }
}
