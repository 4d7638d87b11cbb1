//! System.Diagnostics.Stopwatch, by the host's elapsed time.

use std::cell::Cell;
use std::sync::Arc;

use super::{Native, names, object};
use crate::member::Reply;
use crate::member::arguments::Arguments;
use crate::setting::Setting;
use crate::value::span::{MILLISECOND, SECOND};
use crate::value::{Object, Outcome, TimeSpan, Value};

pub(super) const NAME: &str = "System.Diagnostics.Stopwatch";

/// Time in ticks of 100 ns.
#[derive(Default)]
struct Stopwatch {
    /// What was measured before it was started last.
    before: Cell<i64>,
    /// The host's elapsed time when it was started last; none while it stands.
    since: Cell<Option<i64>>,
}

pub(super) fn construct(arguments: &Arguments<'_>) -> Outcome {
    match arguments.count() {
        0 => Ok(object(NAME, Stopwatch::default())),
        _ => Err(super::no_constructor(NAME, arguments)),
    }
}

pub(super) fn static_property(name: &str) -> Option<Value> {
    match name {
        "frequency" => Some(Value::Long(SECOND)),
        "ishighresolution" => Some(Value::Bool(true)),
        _ => None,
    }
}

pub(super) fn call_static(arguments: &Arguments<'_>) -> Reply {
    let now = arguments.setting().host().elapsed().ticks();
    match (arguments.lower(), arguments.count()) {
        ("startnew", 0) => {
            let watch = Stopwatch { since: Cell::new(Some(now)), ..Stopwatch::default() };
            Reply::Value(object(NAME, watch))
        }
        ("gettimestamp", 0) => Reply::Value(Value::Long(now)),
        ("startnew" | "gettimestamp", _) => Reply::NoOverload,
        _ => Reply::NoMethod,
    }
}

impl Stopwatch {
    fn ticks(&self, setting: &Setting) -> i64 {
        let now = setting.host().elapsed().ticks();
        let running = self.since.get().map_or(0, |since| now.saturating_sub(since));
        self.before.get().saturating_add(running)
    }
}

impl Native for Stopwatch {
    fn property_names(&self) -> Vec<Arc<str>> {
        names(&["IsRunning", "Elapsed", "ElapsedMilliseconds", "ElapsedTicks"])
    }

    fn property(&self, name: &str, setting: &Setting) -> Option<Value> {
        let ticks = self.ticks(setting);
        Some(match name.to_ascii_lowercase().as_str() {
            "isrunning" => Value::Bool(self.since.get().is_some()),
            "elapsed" => Value::TimeSpan(TimeSpan::from_ticks(ticks)),
            "elapsedmilliseconds" => Value::Long(ticks / MILLISECOND),
            "elapsedticks" => Value::Long(ticks),
            _ => return None,
        })
    }

    fn call(&self, _this: &Object, arguments: &Arguments<'_>) -> Outcome<Reply> {
        let setting = arguments.setting();
        let now = || Some(setting.host().elapsed().ticks());
        match (arguments.lower(), arguments.count()) {
            ("start", 0) if self.since.get().is_none() => self.since.set(now()),
            ("start", 0) => {}
            ("stop", 0) => {
                self.before.set(self.ticks(setting));
                self.since.set(None);
            }
            ("reset", 0) => {
                self.before.set(0);
                self.since.set(None);
            }
            ("restart", 0) => {
                self.before.set(0);
                self.since.set(now());
            }
            ("start" | "stop" | "reset" | "restart", _) => return Ok(Reply::NoOverload),
            _ => return Ok(Reply::NoMethod),
        }
        Ok(Reply::Void)
    }
}
