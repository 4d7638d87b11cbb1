//! JSON, CSV and CLIXML as the cmdlets write and read them.
#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

mod transcript;

#[test]
fn json_is_written_and_read_as_windows_powershell_does() {
    transcript::check("serial/json.txt", |_| {});
}

#[test]
fn csv_is_written_and_read_as_windows_powershell_does() {
    transcript::check("serial/csv.txt", |host| {
        let mut files = host.files.borrow_mut();
        let quoted =
            "#TYPE Contoso.Group\r\n\"Name\",\"Notes\"\r\n\"Help Desk\",\"two\r\nlines, \"\"quoted\"\"\"\r\n";
        files.insert("C:/groups.csv".to_owned(), quoted.as_bytes().to_vec());
        files.insert("C:/calls.csv".to_owned(), b"Day;Calls\nFriday;25\n\nSaturday;3".to_vec());
    });
}

#[test]
fn clixml_is_written_and_read_as_windows_powershell_does() {
    transcript::check("serial/clixml.txt", |host| {
        host.folders_needed.set(true);
        host.folders.borrow_mut().push("C:/folder".to_owned());
        let mut files = host.files.borrow_mut();
        files.insert("C:/old.xml".to_owned(), b"<old />".to_vec());
        files.insert(
            "C:/broken.xml".to_owned(),
            b"<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">\n<Obj>\n<I32>x</I32>"
                .to_vec(),
        );
        files.insert("C:/queues.xml".to_owned(), include_bytes!("queues.xml").to_vec());
    });
}
