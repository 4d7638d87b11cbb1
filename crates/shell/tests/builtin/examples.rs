//! The examples of the built-in cmdlets run.

use std::rc::Rc;

use shell::host::Stream;
use shell::session::{Console, Session};

use super::world::{host, in_shell};

/// Whose examples show an error.
const COMPLAINING: &[&str] = &["Write-Error"];

#[test]
fn every_example_runs_without_a_complaint() {
    let wrong = in_shell(|| {
        let known = Session::new(Rc::new(host()));
        let mut wrong = Vec::new();
        for declaration in known.commands().all().map(|registered| registered.declaration) {
            if declaration.examples.is_empty() {
                wrong.push(format!("{} has no example", declaration.name));
            }
            for example in declaration.examples {
                let host = Rc::new(host());
                host.folders.borrow_mut().extend(["C:/Reports", "C:/Temp"].map(str::to_owned));
                host.typed
                    .borrow_mut()
                    .extend(["pool01.contoso.com", "pool02.contoso.com"].map(str::to_owned));
                let mut session = Session::new(Rc::clone(&host) as Rc<_>);
                session.run(example.code, None, Vec::new(), &mut Console);
                let complaints = host.printed_to(Stream::Error);
                if complaints.is_empty() == COMPLAINING.contains(&declaration.name) {
                    wrong.push(format!("{}: {}\n{complaints}", declaration.name, example.code));
                }
            }
        }
        wrong
    });
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
