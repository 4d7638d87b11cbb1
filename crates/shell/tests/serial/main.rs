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
