//! JSON, CSV and CLIXML as the cmdlets write and read them.
#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

mod transcript;

#[test]
fn json_is_written_and_read_as_windows_powershell_does() {
    transcript::check("serial/json.txt", |_| {});
}
