//! Runs a script in a session of its own and gathers what it says.

#[path = "../surroundings/deep.rs"]
mod deep;
#[path = "../surroundings/friday.rs"]
mod friday;

use std::rc::Rc;

pub(crate) use deep::in_shell;
pub(crate) use friday::host;
use shell::host::Stream;
use shell::session::Session;
use shell::value::Value;

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

/// What operations on values need.
pub(crate) fn setting() -> shell::setting::Setting {
    shell::setting::Setting::new(Rc::new(host()))
}

/// Runs a script and compares what it says.
#[track_caller]
pub(crate) fn check(script: &str, expected: &str) {
    assert_eq!(run(script), expected, "for {script}");
}
