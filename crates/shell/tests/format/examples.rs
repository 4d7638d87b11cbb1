//! The examples of the formatting and output cmdlets run.

use std::rc::Rc;

use shell::host::Stream;
use shell::session::{Console, STACK_BYTES, Session};

use crate::world::host;

#[test]
fn every_example_runs_without_a_complaint() {
    let work = || {
        let host = host();
        host.folders.borrow_mut().push("C:/Reports".to_owned());
        let known = Session::new(Rc::clone(&host) as Rc<_>);
        let ours = |name: &str| ["Format-", "Out-", "Write-"].iter().any(|verb| name.starts_with(verb));
        let mut count = 0;
        for declaration in known.commands().all().map(|registered| registered.declaration) {
            if !ours(declaration.name) {
                continue;
            }
            assert!(!declaration.examples.is_empty(), "{} has examples", declaration.name);
            for example in declaration.examples {
                count += 1;
                host.printed.borrow_mut().clear();
                let mut session = Session::new(Rc::clone(&host) as Rc<_>);
                session.run(example.code, None, Vec::new(), &mut Console);
                let complaints = host.printed_to(Stream::Error);
                let expected = declaration.name == "Write-Error";
                assert_eq!(!complaints.is_empty(), expected, "{}: {complaints}", example.code);
            }
        }
        assert!(count >= 20, "{count} examples ran");
    };
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work);
    thread.expect("a thread starts").join().expect("every example runs");
}
