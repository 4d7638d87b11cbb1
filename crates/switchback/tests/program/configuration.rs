//! Files that describe a pool: what is wrong in them is said all at once, with its line and what to do.

use std::{fs, path::Path, process::Command};

use crate::{
    fixtures::{self, certificate},
    wrong_pool_files::POOL_FILES,
    wrong_topologies::TOPOLOGIES,
};

/// Checks a folder of configuration files; gives what is wrong, or what is right.
fn check(folder: &Path) -> Result<String, String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_switchback"));
    let ended = command.args(["check", "--config", "pool.toml"]).current_dir(folder).output().unwrap();
    let (out, err) = (String::from_utf8(ended.stdout).unwrap(), String::from_utf8(ended.stderr).unwrap());
    match ended.status.code() {
        Some(0) => Ok(out + &err),
        Some(2) => {
            let (heading, faults) = err.trim_end().split_once('\n').expect("a heading and the faults");
            let count = faults.lines().count();
            let plural = if count == 1 { "" } else { "s" };
            assert_eq!(heading, format!("switchback: the configuration has {count} error{plural}"));
            assert_eq!(out, "");
            Err(faults.to_owned())
        }
        code => panic!("exit code {code:?}: {err}"),
    }
}

/// Every file that does not get the message beside it.
fn differences(cases: &[(&str, &str)], write: impl Fn(&Path, &str)) -> Vec<String> {
    let mut differences = Vec::new();
    for (text, message) in cases {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), text);
        let found = check(folder.path());
        if found.as_ref().err().map(String::as_str) != Some(*message) {
            differences.push(format!("{text}\nshould give\n{message}\nbut gives\n{found:?}\n"));
        }
    }
    differences
}

#[test]
fn a_wrong_pool_file_is_refused_with_everything_that_is_wrong() {
    let wrong = differences(POOL_FILES, |folder, text| {
        fs::write(folder.join("pool.toml"), text).unwrap();
        fs::write(folder.join("empty.pem"), "").unwrap();
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_wrong_topology_is_refused_with_everything_that_is_wrong() {
    let wrong = differences(TOPOLOGIES, |folder, text| {
        fs::write(folder.join("pool.toml"), "pool = \"primary.contoso.com\"\ntopology = \"topology.toml\"\n")
            .unwrap();
        fs::write(folder.join("topology.toml"), text).unwrap();
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn faults_of_both_files_are_told_together() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("pool.toml"),
        "pool = \"primary.contoso.com\"\ntopology = \"topology.toml\"\ncolor = 1\n",
    )
    .unwrap();
    fs::write(folder.path().join("topology.toml"), "[[pool]]\nfqdn = \"primary.contoso.com\"\n").unwrap();
    insta::assert_snapshot!(check(folder.path()).unwrap_err(), @r#"
    pool.toml:3: unknown key "color"; the keys here are agents, audio, calls, data, defaults, limits, listen, log, media, pool, sip, tls, topology
    topology.toml:1: "pool.api" is missing; write api = "https://pool.contoso.com:5801"
    "#);
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().unwrap();
    insta::assert_snapshot!(check(folder.path()).unwrap_err(), @"pool.toml: cannot read the file: No such file or directory (os error 2)");
    fs::write(folder.path().join("pool.toml"), [0xff, 0xfe, b'p', 0]).unwrap();
    insta::assert_snapshot!(check(folder.path()).unwrap_err(), @"pool.toml: the file is not UTF-8 text; save it as UTF-8");
}

#[test]
fn a_file_that_is_far_too_large_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    fs::File::create(folder.path().join("pool.toml")).unwrap().set_len((16 << 20) + 1).unwrap();
    insta::assert_snapshot!(check(folder.path()).unwrap_err(), @"pool.toml: the file has 16777217 bytes; at most 16777216 are read");
}

#[test]
fn a_key_that_everybody_may_read_is_refused() {
    let folder = tls_folder();
    fixtures::set_mode(&folder.path().join("pool.key"), 0o644);
    insta::assert_snapshot!(check(folder.path()).unwrap_err(), @r#"pool.toml:4: "tls.key": pool.key can be read by everybody on this machine; run chmod 600 pool.key"#);
}

#[test]
fn a_key_that_its_group_may_read_deserves_a_warning() {
    let folder = tls_folder();
    fixtures::set_mode(&folder.path().join("pool.key"), 0o640);
    let sound = check(folder.path()).unwrap();
    assert!(sound.contains("warning: the private key pool.key can be read by its group"), "{sound}");
}

#[test]
fn a_key_of_another_certificate_is_refused() {
    let folder = tls_folder();
    let other = certificate();
    fs::write(folder.path().join("pool.key"), other.key).unwrap();
    let faults = check(folder.path()).unwrap_err();
    assert!(faults.starts_with("pool.toml:4: \"tls.key\": pool.key does not go with pool.pem:"), "{faults}");
}

#[test]
fn a_certificate_in_the_place_of_the_key_is_refused() {
    let folder = tls_folder();
    fs::copy(folder.path().join("pool.pem"), folder.path().join("pool.key")).unwrap();
    fixtures::set_mode(&folder.path().join("pool.key"), 0o600);
    insta::assert_snapshot!(check(folder.path()).unwrap_err(), @r#"pool.toml:4: "tls.key": pool.key holds no private key; it must be a PEM file with BEGIN PRIVATE KEY"#);
}

#[test]
fn with_a_certificate_a_pool_may_be_reached_from_other_machines() {
    let folder = tls_folder();
    let pool = fs::read_to_string(folder.path().join("pool.toml")).unwrap();
    fs::write(folder.path().join("pool.toml"), format!("{pool}[listen]\napi = \"0.0.0.0:5801\"\n")).unwrap();
    assert!(check(folder.path()).unwrap().contains("answers on https://0.0.0.0:5801"));
}

#[test]
fn everything_but_the_name_of_the_pool_has_a_default() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pool.toml"), "pool = \"Primary.contoso.com\"\n").unwrap();
    insta::assert_snapshot!(check(folder.path()).unwrap(), @r"
    pool.toml is sound.
      The pool primary.contoso.com answers on http://127.0.0.1:5801 and keeps its data in data/primary.contoso.com.
      It takes no calls: [listen] has no sip.
      It has no backup pool.
      The topology lists 0 pools and 0 distribution groups.
      New workflows speak en-US and live in the time zone UTC.
      One address may send 1000 requests a second; an import may have 268435456 bytes.
      Audio that nothing refers to is kept for 24 hours.
      The log is written as text from level info.
    ");
}

#[test]
fn every_key_can_be_set_and_paths_start_from_the_file() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("shared")).unwrap();
    fs::write(folder.path().join("pool.toml"), COMPLETE).unwrap();
    fs::write(folder.path().join("shared/topology.toml"), COMPLETE_TOPOLOGY).unwrap();
    insta::assert_snapshot!(check(folder.path()).unwrap(), @r"
    pool.toml is sound.
      The pool primary.contoso.com answers on http://[::1]:5811 and keeps its data in /srv/switchback.
      It takes calls on udp:192.0.2.10:5060, tcp:[::1]:5060; 1 SIP user may register.
      Its backup pool is backup.contoso.com.
      The topology lists 2 pools and 1 distribution group.
      New workflows speak fr-FR and live in the time zone Romance Standard Time.
      One address may send 50 requests a second; an import may have 1048576 bytes.
      Audio that nothing refers to is kept for 1 hour.
      The log is written as json from level debug.
    ");
}

/// A pool file with a certificate and its key beside it.
fn tls_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let pair = certificate();
    let pool = "pool = \"primary.contoso.com\"\n[tls]\ncertificate = \"pool.pem\"\nkey = \"pool.key\"\n";
    fs::write(folder.path().join("pool.toml"), pool).unwrap();
    fs::write(folder.path().join("pool.pem"), pair.certificate).unwrap();
    fs::write(folder.path().join("pool.key"), pair.key).unwrap();
    fixtures::set_mode(&folder.path().join("pool.key"), 0o600);
    folder
}

const COMPLETE: &str = r#"
pool = "primary.contoso.com"
data = "/srv/switchback"
topology = "shared/topology.toml"

[listen]
api = "[::1]:5811"
sip = ["udp:192.0.2.10:5060", "tcp:[::1]:5060"]

[defaults]
language = "FR-fr"
time_zone = "romance standard time"

[limits]
requests_per_second = 50
requests_burst = 100
requests_at_once = 16
refused_logins_per_minute = 5
import_bytes = 1048576
body_seconds = 10
import_seconds = 60

[sip]
messages_per_second = 200
transactions = 1000
message_bytes = 4096

[log]
format = "json"
level = "debug"

[audio]
keep_unreferenced_hours = 1
"#;

const COMPLETE_TOPOLOGY: &str = r#"
[[pool]]
fqdn = "primary.contoso.com"
api = "http://localhost:5801/"
backup = "backup.contoso.com"

[[pool]]
fqdn = "backup.contoso.com"
api = "https://[2001:db8::2]:5801"
backup = "primary.contoso.com"

[[group]]
address = "helpdesk@contoso.com"
members = ["sip:kim@contoso.com", "sip:alex@contoso.com"]

[[user]]
address = "sip:alex@contoso.com"
md5 = "3d78807defe7de2157e2b0b6573a855f"
sha256 = "7987c64c30e25f1b74be53f966b49b90f2808aa92faf9a00262392d7b4794232"
"#;
