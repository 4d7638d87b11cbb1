//! `switchback export` and `switchback import`: the archive is whole or absent, and removal comes last.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    process::Stdio,
    sync::mpsc,
    thread,
};

use crate::{
    fixtures::{PoolFolder, Running, failure, success},
    server::BOUND,
};

/// A pool with one queue, and its token in a file.
fn pool(fqdn: &str) -> (PoolFolder, Running) {
    let folder = PoolFolder::new(fqdn, "");
    let running = folder.start(&["--token-file", "administrator.token"]);
    (folder, running)
}

fn token(folder: &PoolFolder) -> String {
    fs::read_to_string(folder.path("administrator.token")).unwrap().trim().to_owned()
}

fn new_queue(folder: &PoolFolder, running: &Running, name: &str) {
    let made = running.ask("POST", "/api/v1/queues", &token(folder), &format!("{{\"Name\": \"{name}\"}}"));
    assert_eq!(made.0, 201, "{}", made.1);
}

fn queues(folder: &PoolFolder, running: &Running) -> String {
    running.ask("GET", "/api/v1/queues?showAll=true", &token(folder), "").1
}

/// `command --url URL --token-file FILE` and what follows.
fn command<'a>(command: &'a str, url: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&[command, "--url", url, "--token-file", "administrator.token"], more].concat()
}

fn names(folder: &PoolFolder) -> Vec<String> {
    let entries =
        fs::read_dir(folder.path("")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = entries.filter(|name| name.contains("zip")).collect();
    names.sort();
    names
}

#[test]
fn a_configuration_travels_from_one_pool_to_another_and_home_again() {
    let (primary, primary_runs) = pool("primary.contoso.com");
    let (backup, backup_runs) = pool("backup.contoso.com");
    new_queue(&primary, &primary_runs, "Help Desk");
    let (url, backup_url) = (primary_runs.url(), backup_runs.url());

    let planned = success(&primary.run(&command("export", &url, &["--file", "a.zip", "--what-if"])));
    assert!(planned.contains("What if: Export the ") && planned.contains("Help Desk"), "{planned}");
    assert_eq!(names(&primary), [""; 0]);
    let exported = success(&primary.run(&command("export", &url, &["--file", "a.zip"])));
    assert!(exported.starts_with("Exported 1 object of primary.contoso.com, as of sequence "), "{exported}");

    let archive = primary.path("a.zip").display().to_string();
    let what_if = command("import", &backup_url, &["--file", &archive, "--what-if"]);
    let planned = success(&backup.run(&what_if));
    assert!(planned.contains("Would import") && planned.contains("1 created"), "{planned}");
    assert!(!queues(&backup, &backup_runs).contains("Help Desk"));
    let imported = success(&backup.run(&command("import", &backup_url, &["--file", &archive])));
    assert!(imported.ends_with("1 created, 0 updated, 0 unchanged, 0 removed."), "{imported}");
    assert!(queues(&backup, &backup_runs).contains("Help Desk"));

    let home =
        command("export", &backup_url, &["--file", "b.zip", "--owner", "primary.contoso.com", "--remove"]);
    let exported = success(&backup.run(&home));
    assert!(exported.ends_with("Removed 1 object of primary.contoso.com."), "{exported}");
    assert!(!queues(&backup, &backup_runs).contains("Help Desk"));
    let archive = backup.path("b.zip").display().to_string();
    let imported =
        success(&primary.run(&command("import", &url, &["--file", &archive, "--overwrite-owner"])));
    assert!(imported.ends_with("0 created, 0 updated, 1 unchanged, 0 removed."), "{imported}");
}

#[test]
fn what_if_tells_of_the_removal_as_well_and_removes_nothing() {
    let (folder, running) = pool("primary.contoso.com");
    new_queue(&folder, &running, "Help Desk");
    let url = running.url();
    let planned =
        success(&folder.run(&command("export", &url, &["--file", "a.zip", "--remove", "--what-if"])));
    let removal = planned.lines().find(|line| line.contains("Remove")).unwrap_or_default();
    assert!(planned.starts_with("What if: Export the ") && removal.contains("Help Desk"), "{planned}");
    assert_eq!(names(&folder), [""; 0]);
    assert!(queues(&folder, &running).contains("Help Desk"));
}

#[test]
fn what_other_objects_refer_to_is_removed_only_where_that_is_asked_for() {
    let (primary, primary_runs) = pool("primary.contoso.com");
    let (backup, backup_runs) = pool("backup.contoso.com");
    let made = primary_runs.ask("POST", "/api/v1/queues", &token(&primary), r#"{"Name": "Calls"}"#);
    let queue: serde_json::Value = serde_json::from_str(&made.1).unwrap();
    // The copy has the same GUID, and the backup as its parent.
    let queue = queue["Identity"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    success(&primary.run(&command("export", &primary_runs.url(), &["--file", "a.zip"])));
    let (url, archive) = (backup_runs.url(), primary.path("a.zip").display().to_string());
    success(&backup.run(&command("import", &url, &["--file", &archive])));
    let workflow = serde_json::json!({
        "Name": "Help Desk", "PrimaryUri": "sip:help@contoso.com", "Language": "en-US", "TimeZone": "UTC",
        "DefaultAction": { "Action": "TransferToQueue", "QueueID": queue },
    });
    let made = backup_runs.ask("POST", "/api/v1/workflows", &token(&backup), &workflow.to_string());
    assert_eq!(made.0, 201, "{}", made.1);

    let export = ["--file", "b.zip", "--owner", "primary.contoso.com", "--remove"];
    let refused = failure(&backup.run(&command("export", &url, &export)), 1);
    assert!(refused.contains("b.zip is complete") && refused.contains("Help Desk"), "{refused}");
    let with = |more: &[&'static str]| backup.run(&command("export", &url, &[&export[..], more].concat()));
    assert!(
        failure(&with(&["--force"]), 1).contains("Help Desk"),
        "to replace a file is not to remove in spite"
    );
    assert!(failure(&with(&["--force", "--what-if"]), 1).contains("Help Desk"));
    assert!(success(&with(&["--force", "--force-remove", "--what-if"])).contains("Remove"));
    assert!(
        success(&with(&["--force", "--force-remove"])).ends_with("Removed 1 object of primary.contoso.com.")
    );
}

#[test]
fn a_name_conflict_is_refused_in_the_words_of_the_server_or_resolved() {
    let (primary, primary_runs) = pool("primary.contoso.com");
    let (backup, backup_runs) = pool("backup.contoso.com");
    new_queue(&primary, &primary_runs, "Help Desk");
    new_queue(&backup, &backup_runs, "help desk");
    success(&primary.run(&command("export", &primary_runs.url(), &["--file", "a.zip"])));
    let (url, archive) = (backup_runs.url(), primary.path("a.zip").display().to_string());
    let refused = failure(&backup.run(&command("import", &url, &["--file", &archive])), 1);
    assert!(refused.starts_with("switchback: nothing was imported: 1 conflict\n"), "{refused}");
    let resolved = command("import", &url, &["--file", &archive, "--resolve-name-conflicts"]);
    let imported = success(&backup.run(&resolved));
    assert!(
        imported.contains("\"Help Desk\" of the archive is called \"Help Desk (2)\" here."),
        "{imported}"
    );
}

#[test]
fn an_archive_that_exists_is_left_alone_or_kept_under_another_name() {
    let (folder, running) = pool("primary.contoso.com");
    fs::write(folder.path("RGSConfig.zip"), "old").unwrap();
    let url = running.url();
    let refused = failure(&folder.run(&command("export", &url, &["--file", "RGSConfig.zip"])), 1);
    insta::assert_snapshot!(refused, @"switchback: RGSConfig.zip exists already and was left as it is; choose another name, or use --force to replace it and keep the old one as RGSConfig.zip.1");
    assert_eq!(fs::read(folder.path("RGSConfig.zip")).unwrap(), b"old");
    success(&folder.run(&command("export", &url, &["--file", "RGSConfig.zip", "--force"])));
    assert_eq!(fs::read(folder.path("RGSConfig.zip.1")).unwrap(), b"old");
    assert!(fs::read(folder.path("RGSConfig.zip")).unwrap().starts_with(b"PK"));
    assert_eq!(names(&folder), ["RGSConfig.zip", "RGSConfig.zip.1"]);
}

#[test]
fn an_archive_that_cannot_be_written_removes_nothing() {
    let (folder, running) = pool("primary.contoso.com");
    new_queue(&folder, &running, "Help Desk");
    let url = running.url();
    for file in ["absent/a.zip", "administrator.token/a.zip", "data"] {
        let refused =
            failure(&folder.run(&command("export", &url, &["--file", file, "--remove", "--force"])), 1);
        assert!(refused.contains(file), "{refused}");
    }
    // A limit on the size of files stands for the disk that is full.
    fs::write(folder.path("a.zip"), "old").unwrap();
    let script = format!(
        "trap '' XFSZ; ulimit -f 1; exec {} export --url {url} --token-file administrator.token --file a.zip --force --remove",
        env!("CARGO_BIN_EXE_switchback")
    );
    let full =
        std::process::Command::new("sh").args(["-c", &script]).current_dir(folder.path("")).output().unwrap();
    let refused = failure(&full, 1);
    assert!(refused.contains("a.zip was not written"), "{refused}");
    assert_eq!(fs::read(folder.path("a.zip")).unwrap(), b"old");
    assert_eq!(names(&folder), ["a.zip"]);
    assert!(queues(&folder, &running).contains("Help Desk"), "nothing was removed");
}

#[test]
fn an_archive_that_breaks_off_leaves_the_old_one() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    fs::write(folder.path("administrator.token"), "token").unwrap();
    fs::write(folder.path("a.zip"), "old").unwrap();
    for sent in [
        "HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\nContent-Length: 1000\r\n\r\nPK",
        "HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nPK\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\nContent-Length: 2\r\n\r\nPK",
    ] {
        let server = Impostor::listen();
        let url = server.url.clone();
        let arguments = command("export", &url, &["--file", "a.zip", "--force", "--remove"]);
        let ended = thread::scope(|scope| {
            scope.spawn(move || drop(server.answer(sent)));
            folder.run(&arguments)
        });
        let refused = failure(&ended, 1);
        assert!(
            refused.contains("nothing was written") || refused.contains("a.zip was not written"),
            "{refused}"
        );
        assert_eq!(fs::read(folder.path("a.zip")).unwrap(), b"old");
        assert_eq!(names(&folder), ["a.zip"]);
    }
}

#[test]
fn an_export_that_is_killed_leaves_the_old_archive_and_the_next_one_cleans_up() {
    let (folder, running) = pool("primary.contoso.com");
    fs::write(folder.path("a.zip"), "old").unwrap();
    let server = Impostor::listen();
    let arguments = command("export", &server.url, &["--file", "a.zip", "--force", "--remove"]);
    let mut child = folder.command(&arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let connection =
        server.answer("HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\nContent-Length: 1000\r\n\r\nPK");
    child.kill().unwrap();
    child.wait().unwrap();
    drop(connection);
    assert_eq!(fs::read(folder.path("a.zip")).unwrap(), b"old");
    assert_eq!(names(&folder), [".a.zip.part", "a.zip"]);
    success(&folder.run(&command("export", &running.url(), &["--file", "a.zip", "--force"])));
    assert_eq!(names(&folder), ["a.zip", "a.zip.1"]);
}

#[test]
fn what_is_no_archive_changes_nothing() {
    let (folder, running) = pool("primary.contoso.com");
    fs::write(folder.path("a.zip"), "no archive").unwrap();
    let refused = failure(&folder.run(&command("import", &running.url(), &["--file", "a.zip"])), 1);
    assert!(refused.starts_with("switchback: nothing was imported: "), "{refused}");
    let refused = failure(&folder.run(&command("import", &running.url(), &["--file", "absent.zip"])), 1);
    assert!(refused.contains("cannot read absent.zip"), "{refused}");
}

#[test]
fn a_pool_that_does_not_run_cannot_be_reached() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    fs::write(folder.path("administrator.token"), "token").unwrap();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("http://{free}");
    let refused = failure(&folder.run(&command("export", &url, &["--file", "a.zip"])), 1);
    assert!(refused.contains(&format!("the pool at {url} cannot be reached")), "{refused}");
    assert_eq!(names(&folder), [""; 0]);
}

/// Something that answers in the place of a pool.
struct Impostor {
    listener: TcpListener,
    url: String,
}

impl Impostor {
    fn listen() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        Self { listener, url }
    }

    /// Takes one request and sends this; the connection lasts as long as what is given back.
    fn answer(self, sent: &str) -> TcpStream {
        let (sender, accepted) = mpsc::channel();
        thread::spawn(move || sender.send(self.listener.accept().unwrap().0));
        let mut stream: TcpStream = accepted.recv_timeout(BOUND).unwrap();
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
        while lines.next().unwrap().unwrap() != "" {}
        stream.write_all(sent.as_bytes()).unwrap();
        stream
    }
}
