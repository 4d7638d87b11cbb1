//! Registrations outlive a restart.

use std::{fs, path::Path, time::Duration};

use edge::{Kind, User};

use crate::{
    calls::agent,
    party::Party,
    peer::first_line,
    phone::{Phone, user},
    running::{Running, Start},
    site::Site,
};

/// A pool with this file of registrations, on an address that a restart keeps.
fn pool<'a>(file: &Path, listener: &'a [&'a str]) -> Start<'a> {
    Start {
        listeners: listener,
        users: users(),
        site: Site::help_desk("Serial", &["alex", "kim"]),
        registrations: Some(file.to_owned()),
        ..Start::default()
    }
}

fn users() -> Vec<User> {
    vec![user("sip:alex@contoso.com"), user("sip:kim@contoso.com")]
}

/// Registers Alex with a pool that stops then; gives where it was.
fn registered(file: &Path) -> (Party, String) {
    let running = Running::with(pool(file, &["udp:127.0.0.1:0"]));
    let alex = agent(&running, "alex");
    let listener = format!("udp:{}", running.address(Kind::Udp));
    running.stop();
    (alex, listener)
}

#[test]
fn a_phone_rings_after_a_restart_without_registering_anew() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("registrations");
    let (mut alex, listener) = registered(&file);
    let running = Running::with(pool(&file, &[&listener]));
    let mut caller = Party::waiting(&running);
    alex.take();
    caller.hang_up();
    alex.is_hung_up();
    // A phone that signs off is not there after the next restart.
    let mut phone = Phone { sequence: 100, ..Phone::of(&alex.peer, "alex") };
    assert_eq!(first_line(&phone.register("Contact: *\r\nExpires: 0\r\n")), "SIP/2.0 200 OK");
    running.stop();
    rings_nobody(&file, &listener, &alex);
}

#[test]
fn a_registration_that_has_run_out_meanwhile_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("registrations");
    let (alex, listener) = registered(&file);
    let clock = || "2026-11-26T13:00:01Z".parse().unwrap();
    let running = Running::with(Start { clock, ..pool(&file, &[&listener]) });
    is_alone(&running, &alex);
}

#[test]
fn a_file_that_is_torn_or_of_somebody_else_is_ignored() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("registrations");
    let (alex, listener) = registered(&file);
    let whole = fs::read(&file).unwrap();
    fs::write(&file, &whole[..whole.len() - 10]).unwrap();
    rings_nobody(&file, &listener, &alex);
    fs::write(&file, [0xff, 0xfe, 0]).unwrap();
    rings_nobody(&file, &listener, &alex);
}

#[test]
fn a_phone_whose_password_was_taken_away_is_forgotten() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("registrations");
    let (alex, listener) = registered(&file);
    let users = vec![user("sip:kim@contoso.com")];
    let running = Running::with(Start { users, ..pool(&file, &[&listener]) });
    is_alone(&running, &alex);
}

fn rings_nobody(file: &Path, listener: &str, alex: &Party) {
    let running = Running::with(pool(file, &[listener]));
    is_alone(&running, alex);
    running.stop();
}

/// A caller waits, and no phone rings.
fn is_alone(running: &Running, alex: &Party) {
    let mut caller = Party::waiting(running);
    assert!(caller.hears_music());
    assert!(alex.peer.hears_nothing(Duration::from_millis(200)));
    caller.hang_up();
}
