//! The cmdlets for files, folders and drives.
#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

#[path = "../serial/transcript.rs"]
mod transcript;

use shell::host::testing::MemoryHost;

fn prepare(host: &MemoryHost) {
    host.folders_needed.set(true);
    let mut files = host.files.borrow_mut();
    for (path, content) in [
        ("C:/Reports/agents.txt", "sip:ann@contoso.com\r\nsip:bob@contoso.com\nsip:eve@contoso.com"),
        ("C:/Reports/Queues.csv", "Name\r\nHelp Desk\r\n"),
        ("C:/Reports/2013/December.csv", "Name,Calls\r\nHelp Desk,25\r\n"),
        ("C:/Reports/2013/notes [old].txt", "old"),
        ("C:/Media/hold.wav", "RIFF"),
    ] {
        files.insert(path.to_owned(), content.as_bytes().to_vec());
    }
    host.folders.borrow_mut().extend(["C:/Temp", "C:/Reports/Empty"].map(str::to_owned));
    host.environment.borrow_mut().insert("TEMP".to_owned(), "C:\\Temp".to_owned());
}

#[test]
fn contents_are_read_and_written() {
    transcript::check("files/contents.txt", prepare);
}

#[test]
fn files_and_folders_are_listed_made_and_removed() {
    transcript::check("files/items.txt", prepare);
}

#[test]
fn paths_are_joined_split_and_tested() {
    transcript::check("files/paths.txt", prepare);
}

#[test]
fn drives_of_the_session_and_of_files_are_walked() {
    transcript::check("files/drives.txt", prepare);
}
