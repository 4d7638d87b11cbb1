//! Runs a script in a session of its own and gathers what it says.

use std::rc::Rc;

use shell::host::Stream;
use shell::host::testing::MemoryHost;
use shell::session::{STACK_BYTES, Session};
use shell::value::{DateTime, Kind, TimeSpan, Value};

/// A world at Friday, December 20, 2013, 10:00 universal time, one hour later here.
pub(crate) fn host() -> MemoryHost {
    let ten =
        DateTime::from_date(2013, 12, 20).and_then(|day| day.checked_add(TimeSpan::from_seconds(36_000)));
    let host = MemoryHost::new(ten.expect("the day exists").with_kind(Kind::Utc));
    host.offset.set(TimeSpan::from_seconds(3600));
    host
}

/// What a script yields, a line for each value, and what it says on other streams, each line after its stream.
pub(crate) fn run(script: &str) -> String {
    let script = script.to_owned();
    in_shell(move || {
        let host = Rc::new(host());
        let mut session = Session::new(Rc::clone(&host) as Rc<_>);
        let mut values: Vec<Value> = Vec::new();
        let ended = session.run(&script, None, Vec::new(), &mut values);
        let setting = session.setting();
        let written = |value: &Value| shell::convert::to_text(value, setting).expect("values have a text");
        let mut lines: Vec<String> = values.iter().map(|value| written(value).to_string()).collect();
        for (stream, text) in host.printed.borrow().iter() {
            if *stream == Stream::Output {
                lines.push(text.trim_end().to_owned());
            } else {
                lines.push(format!("{stream:?}: {}", text.trim_end()));
            }
        }
        if ended.exited {
            lines.push(format!("exit {}", ended.exit_code));
        }
        lines.join("\n")
    })
}

/// Runs `work` on a thread with the stack that a shell has.
pub(crate) fn in_shell<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work);
    thread.expect("a thread starts").join().expect("no script makes the shell panic")
}

/// What operations on values need.
pub(crate) fn setting() -> shell::setting::Setting {
    shell::setting::Setting::new(Rc::new(host()))
}

/// Runs a script and compares what it says.
#[track_caller]
pub(crate) fn check(script: &str, expected: &str) {
    assert_eq!(run(script), expected, "for {script}");
}
