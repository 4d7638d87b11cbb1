//! A pool starts, or says why not.

use std::{
    fs,
    io::{ErrorKind, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    os::unix::fs::{FileExt as _, PermissionsExt as _},
    process::Stdio,
};

use crate::{
    fixtures::{PoolFolder, Running, failure},
    server::BOUND,
};

#[test]
fn a_pool_says_where_it_answers_and_shows_its_first_token_once() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let running = folder.start(&[]);
    let token = running.first_token().expect("the first start makes a token");
    assert_eq!(token.len(), 64);
    assert!(
        running.url().starts_with("http://127.0.0.1:") && !running.url().ends_with(":0"),
        "{}",
        running.url()
    );
    assert_eq!(
        running.said[0],
        format!(
            "switchback: the first token, for sip:administrator@primary.contoso.com, shown only this once: {token}"
        )
    );
    assert_eq!(running.said[1], format!("switchback: pool primary.contoso.com answers on {}", running.url()));
    assert_eq!(running.ask("GET", "/healthz", "", "").0, 200);
    assert_eq!(running.ask("GET", "/api/v1/tokens", &token, "").0, 200);
    assert_eq!(running.ask("GET", "/api/v1/tokens", "another", "").0, 401);
    assert!(running.stop().0.success());

    let again = folder.start(&[]);
    assert_eq!(again.first_token(), None);
    assert_eq!(again.said.len(), 1);
    assert_eq!(again.ask("GET", "/api/v1/tokens", &token, "").0, 200, "the token is still valid");
}

#[test]
fn the_first_token_can_go_to_a_file_for_its_owner_alone() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let running = folder.start(&["--token-file", "administrator.token"]);
    let file = folder.path("administrator.token");
    let token = fs::read_to_string(&file).unwrap();
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!running.said.concat().contains(token.trim()));
    assert_eq!(running.ask("GET", "/api/v1/tokens", token.trim(), "").0, 200);
    assert!(running.stop().0.success());

    let again = folder.start(&["--token-file", "administrator.token"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), token, "a later start makes no token and touches no file");
    assert!(again.stop().0.success());
}

#[test]
fn a_token_file_that_exists_is_not_written_and_no_token_is_made() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    fs::write(folder.path("administrator.token"), "mine").unwrap();
    let refused =
        failure(&folder.run(&["serve", "--config", "pool.toml", "--token-file", "administrator.token"]), 1);
    assert!(refused.contains("administrator.token exists already"), "{refused}");
    assert_eq!(fs::read_to_string(folder.path("administrator.token")).unwrap(), "mine");
    assert!(folder.start(&[]).first_token().is_some());
}

#[test]
fn no_secret_reaches_the_log() {
    let folder = PoolFolder::new("primary.contoso.com", "[log]\nlevel = \"debug\"\n");
    let running = folder.start(&[]);
    let token = running.first_token().unwrap();
    let made =
        running.ask("POST", "/api/v1/tokens", &token, r#"{"Person": "sip:kim@contoso.com", "Label": "a"}"#);
    assert_eq!(made.0, 201, "{}", made.1);
    let body: serde_json::Value = serde_json::from_str(&made.1).unwrap();
    let second = body["Token"].as_str().unwrap().to_owned();
    let wrong = "f".repeat(64);
    assert_eq!(running.ask("GET", "/api/v1/tokens", &wrong, "").0, 401);
    assert_ne!(running.ask("GET", &format!("/api/v1/tokens?cursor={second}"), &token, "").0, 401);
    let (_, said, logged) = running.stop();
    assert!(logged.iter().any(|line| line.contains("/api/v1/tokens")), "requests are logged: {logged:?}");
    let log = logged.join("\n");
    for secret in [&token, &second, &wrong] {
        assert!(!log.contains(secret.as_str()), "{log}");
    }
    assert!(!said.join("\n").contains(&second));
}

#[test]
fn a_log_for_programs_has_one_json_object_a_line() {
    let folder = PoolFolder::new("primary.contoso.com", "[log]\nformat = \"json\"\n");
    let running = folder.start(&[]);
    assert_eq!(running.ask("GET", "/healthz", "", "").0, 200);
    let (_, _, logged) = running.stop();
    let messages: Vec<String> = logged
        .iter()
        .map(|line| {
            serde_json::from_str::<serde_json::Value>(line).unwrap()["message"].as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(messages, ["started", "request", "stopping", "stopped"]);
}

#[test]
fn metrics_tell_of_requests() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let running = folder.start(&[]);
    let token = running.first_token().unwrap();
    assert_eq!(running.ask("GET", "/api/v1/tokens", &token, "").0, 200);
    let (status, text) = running.ask("GET", "/metrics", &token, "");
    assert_eq!(status, 200);
    assert!(
        text.contains(
            "switchback_http_requests_total{method=\"GET\",route=\"/api/v1/tokens\",status=\"200\"} 1"
        ),
        "{text}"
    );
    assert!(text.contains("switchback_http_request_duration_seconds_bucket"), "{text}");
}

#[test]
fn a_wrong_configuration_ends_with_code_2() {
    let folder = PoolFolder::new("primary.contoso.com", "colour = 1\n");
    let refused = failure(&folder.run(&["serve", "--config", "pool.toml"]), 2);
    insta::assert_snapshot!(refused, @r#"
    switchback: the configuration has 1 error
    pool.toml:3: unknown key "colour"; the keys here are agents, audio, calls, data, defaults, limits, listen, log, media, pool, sip, tls, topology
    "#);
}

#[test]
fn a_listener_off_loopback_without_a_certificate_is_refused() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    fs::write(folder.path("pool.toml"), "pool = \"primary.contoso.com\"\n[listen]\napi = \"0.0.0.0:0\"\n")
        .unwrap();
    let refused = failure(&folder.run(&["serve", "--config", "pool.toml"]), 2);
    insta::assert_snapshot!(refused, @r#"
    switchback: the configuration has 1 error
    pool.toml:3: "listen.api": 0.0.0.0:0 can be reached from other machines, and tokens would travel in the clear; set certificate and key in [tls], or listen on 127.0.0.1
    "#);
}

#[test]
fn an_address_that_is_taken_is_named() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    fs::write(
        folder.path("pool.toml"),
        format!("pool = \"primary.contoso.com\"\n[listen]\napi = \"{address}\"\n"),
    )
    .unwrap();
    let refused = failure(&folder.run(&["serve", "--config", "pool.toml"]), 1);
    assert!(
        refused.starts_with(&format!("switchback: cannot listen on {address}; stop the program that does")),
        "{refused}"
    );
    assert!(!folder.path("data").exists(), "nothing was made");
}

#[test]
fn a_data_directory_that_is_in_use_is_refused() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let running = folder.start(&[]);
    let refused = failure(&folder.run(&["serve", "--config", "pool.toml"]), 1);
    assert!(
        refused.contains("is in use by process") && refused.contains("stop that server first"),
        "{refused}"
    );
    assert!(running.stop().0.success());
}

#[test]
fn a_data_directory_of_another_pool_is_refused() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    assert!(folder.start(&[]).stop().0.success());
    folder.rewrite("backup.contoso.com", "");
    let refused = failure(&folder.run(&["serve", "--config", "pool.toml"]), 1);
    assert!(
        refused.contains("belongs to the pool primary.contoso.com, not to backup.contoso.com"),
        "{refused}"
    );
}

/// Whether a connection is served; it stays open. HEAD is answered without a body.
fn is_served(stream: &mut TcpStream) -> bool {
    stream.set_read_timeout(Some(BOUND)).unwrap();
    let sent = stream.write_all(b"HEAD /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n");
    let mut answer = Vec::new();
    let mut byte = [0];
    while sent.is_ok() && !answer.ends_with(b"\r\n\r\n") && stream.read_exact(&mut byte).is_ok() {
        answer.push(byte[0]);
    }
    answer.starts_with(b"HTTP/1.1 200")
}

#[test]
fn connections_beyond_the_share_of_an_address_are_closed_until_others_go() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let running = folder.start(&[]);
    let connect = || TcpStream::connect(running.address()).unwrap();
    let mut held: Vec<TcpStream> = Vec::new();
    for _ in 0..128 {
        held.push(connect());
        assert!(is_served(held.last_mut().unwrap()));
    }
    assert!(!is_served(&mut connect()), "one too many");
    assert!(is_served(&mut held[0]), "those that came before are served");
    held.clear();
    // The server hears of closed connections in its own time; each refusal is an event that was waited for.
    while !is_served(&mut connect()) {}
}

/// Writes over bytes of the database of a pool that has stopped.
fn write_over(folder: &PoolFolder, at: u64, bytes: &[u8]) {
    let database = fs::OpenOptions::new().write(true).open(folder.path("data/switchback.db")).unwrap();
    database.write_all_at(bytes, at).unwrap();
}

#[test]
fn a_data_directory_of_a_newer_version_is_refused() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    assert!(folder.start(&[]).stop().0.success());
    write_over(&folder, USER_VERSION, &9_999_u32.to_be_bytes());
    let refused = failure(&folder.run(&["serve", "--config", "pool.toml"]), 1);
    assert!(refused.contains("was written by a newer Switchback (database version 9999"), "{refused}");
}

#[test]
fn a_damaged_database_is_refused() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    assert!(folder.start(&[]).stop().0.success());
    write_over(&folder, 4096, &[0x55; 4096]);
    let refused = failure(&folder.run(&["serve", "--config", "pool.toml"]), 1);
    assert!(refused.contains("is damaged") && refused.contains("import the last export"), "{refused}");
}

#[test]
fn a_database_that_is_lost_is_reported_and_no_empty_one_takes_its_place() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    assert!(folder.start(&[]).stop().0.success());
    for name in ["switchback.db", "switchback.db-wal"] {
        match fs::remove_file(folder.path("data").join(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => panic!("{error}"),
            _ => {}
        }
    }
    for command in [&["serve"][..], &["token", "new"], &["token", "list"]] {
        let refused = failure(&folder.run(&[command, &["--config", "pool.toml"]].concat()), 1);
        assert!(refused.contains("is missing, although a pool has kept its data there"), "{refused}");
    }
    assert!(!folder.path("data/switchback.db").exists());
}

#[test]
fn a_volume_that_is_not_mounted_is_not_replaced_by_a_directory() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let volume = folder.path("volume");
    let configuration = |data: &str| {
        let text =
            format!("pool = \"primary.contoso.com\"\ndata = \"{data}\"\n[listen]\napi = \"127.0.0.1:0\"\n");
        fs::write(folder.path("pool.toml"), text).unwrap();
    };
    configuration(volume.join("pool").to_str().unwrap());
    let refused = failure(&folder.run(&["serve", "--config", "pool.toml"]), 1);
    let refused = refused.replace(folder.path("").to_str().unwrap(), "FOLDER/");
    insta::assert_snapshot!(refused, @"switchback: the pool does not start: the data directory FOLDER/volume/pool cannot be made, for there is no directory FOLDER/volume; mount the volume that holds it, or make that directory");
    assert!(!volume.exists());
    fs::create_dir(&volume).unwrap();
    assert!(folder.start(&[]).stop().0.success());
    configuration("several/folders/deep");
    assert!(folder.start(&[]).stop().0.success(), "beside its configuration a pool makes what it needs");
}

#[test]
fn a_first_token_that_cannot_be_shown_is_not_made() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let serve = ["serve", "--config", "pool.toml"];
    let ended = folder.command(&serve).stdout(full).stderr(Stdio::piped()).spawn().unwrap();
    let refused = failure(&ended.wait_with_output().unwrap(), 1);
    insta::assert_snapshot!(refused, @"switchback: the pool does not start: the first token could not be shown, so none was made: cannot write to standard output: No space left on device (os error 28)");
    let (reader, closed) = std::io::pipe().unwrap();
    drop(reader);
    let ended = folder.command(&serve).stdout(closed).stderr(Stdio::piped()).spawn().unwrap();
    let refused = failure(&ended.wait_with_output().unwrap(), 1);
    assert!(refused.contains("so none was made") && refused.contains("Broken pipe"), "{refused}");
    assert!(folder.start(&[]).first_token().is_some(), "the next start makes one");
}

#[test]
fn damaged_audio_is_named_in_the_log_and_whole_again_once_it_is_uploaded_again() {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let running = folder.start(&["--token-file", "administrator.token"]);
    let token = fs::read_to_string(folder.path("administrator.token")).unwrap();
    // The content of an empty sound, in ASCII as the body of a request is here.
    let sound = "RIFF\u{24}\0\0\0WAVEfmt \u{10}\0\0\0\u{1}\0\u{1}\0\u{40}\u{1f}\0\0\u{40}\u{1f}\0\0\u{1}\0\u{8}\0data\u{4}\0\0\0loud";
    let upload = |running: &Running| {
        running.ask("POST", "/api/v1/audio-files?fileName=Welcome.wav", token.trim(), sound)
    };
    let made = upload(&running);
    assert!(made.0 < 300, "{}", made.1);
    let body: serde_json::Value = serde_json::from_str(&made.1).unwrap();
    let hash = body["ContentHash"].as_str().unwrap().to_owned();
    let content = format!("/api/v1/audio-files/{hash}");
    assert_eq!(running.ask("GET", &content, token.trim(), "").0, 200);
    assert!(running.stop().0.success());

    let database = fs::read(folder.path("data/switchback.db")).unwrap();
    let at = database.windows(sound.len()).position(|bytes| bytes == sound.as_bytes()).unwrap();
    write_over(&folder, (at + sound.len() - 1) as u64, b"T");
    let mut running = folder.start(&[]);
    assert!(running.logged.iter().any(|line| line.contains(&hash)) || running.logs(&hash).is_some());
    assert_ne!(running.ask("GET", &content, token.trim(), "").0, 200);
    assert!(upload(&running).0 < 300);
    assert_eq!(running.ask("GET", &content, token.trim(), ""), (200, sound.to_owned()));
}

/// Where a SQLite database keeps the version of its schema.
const USER_VERSION: u64 = 60;
