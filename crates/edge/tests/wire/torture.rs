//! The torture messages of RFC 4475, each in a file as it travels.

use std::{fs, path::Path};

use edge::{Kind, Limits};

use crate::{
    peer::{Peer, first_line, request},
    running::Running,
};

/// What becomes of a message.
#[derive(Debug, PartialEq, Eq)]
enum Fate {
    /// It is answered with this status: 400 and 505 by the rules of the grammar, others by what it asks for.
    Status(u16),
    /// Nothing is sent: it is a response, sound or not, that nobody waits for.
    Dropped,
}

use Fate::{Dropped, Status};

/// In the order of the RFC's sections.
const MESSAGES: &[(&str, Fate)] = &[
    ("wsinv", Status(481)),      // 3.1.1.1
    ("intmeth", Status(405)),    // 3.1.1.2
    ("esc01", Status(404)),      // 3.1.1.3
    ("escnull", Status(401)),    // 3.1.1.4
    ("esc02", Status(405)),      // 3.1.1.5
    ("lwsdisp", Status(200)),    // 3.1.1.6
    ("longreq", Status(404)),    // 3.1.1.7
    ("dblreq", Status(401)),     // 3.1.1.8
    ("semiuri", Status(200)),    // 3.1.1.9
    ("transports", Status(200)), // 3.1.1.10
    ("mpart01", Status(405)),    // 3.1.1.11
    ("unreason", Dropped),       // 3.1.1.12
    ("noreason", Dropped),       // 3.1.1.13
    ("badinv01", Status(400)),   // 3.1.2.1
    ("clerr", Status(400)),      // 3.1.2.2
    ("ncl", Status(400)),        // 3.1.2.3
    ("scalar02", Status(400)),   // 3.1.2.4
    ("scalarlg", Dropped),       // 3.1.2.5
    ("quotbal", Status(400)),    // 3.1.2.6
    ("ltgtruri", Status(400)),   // 3.1.2.7
    ("lwsruri", Status(400)),    // 3.1.2.8
    ("lwsstart", Status(400)),   // 3.1.2.9
    ("trws", Status(400)),       // 3.1.2.10
    ("escruri", Status(400)),    // 3.1.2.11
    ("baddate", Status(400)),    // 3.1.2.12
    ("regbadct", Status(400)),   // 3.1.2.13
    ("badaspec", Status(400)),   // 3.1.2.14
    ("baddn", Status(400)),      // 3.1.2.15
    ("badvers", Status(505)),    // 3.1.2.16
    ("mismatch01", Status(400)), // 3.1.2.17
    ("mismatch02", Status(400)), // 3.1.2.18
    ("bigcode", Dropped),        // 3.1.2.19
    ("badbranch", Status(200)),  // 3.2.1
    ("insuf", Status(400)),      // 3.3.1
    ("unkscm", Status(416)),     // 3.3.2
    ("novelsc", Status(416)),    // 3.3.3
    ("unksm2", Status(404)),     // 3.3.4
    ("bext01", Status(420)),     // 3.3.5
    ("invut", Status(415)),      // 3.3.6
    ("regaut01", Status(401)),   // 3.3.7
    ("multi01", Status(400)),    // 3.3.8
    ("mcl01", Status(400)),      // 3.3.9
    ("bcast", Dropped),          // 3.3.10
    ("zeromf", Status(200)),     // 3.3.11
    ("cparam01", Status(401)),   // 3.3.12
    ("cparam02", Status(401)),   // 3.3.13
    ("regescrt", Status(401)),   // 3.3.14
    ("sdp01", Status(406)),      // 3.3.15
    ("inv2543", Status(404)),    // 3.4.1
];

#[test]
fn every_torture_message_meets_its_fate() {
    let running = Running::start(&["udp:127.0.0.1:0"], Limits::default());
    for (number, (name, expected)) in MESSAGES.iter().enumerate() {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wire/torture").join(format!("{name}.sip"));
        let peer = Peer::towards(running.address(Kind::Udp));
        peer.send(&fs::read(file).unwrap());
        let marker = format!("marker{number}");
        peer.send(request("OPTIONS", &marker, "").as_bytes());
        let mut fate = Dropped;
        loop {
            let answer = peer.receive();
            if answer.contains(&format!("Call-ID: {marker}\r\n")) {
                break;
            }
            let status = first_line(&answer).split(' ').nth(1).unwrap().parse().unwrap();
            if status >= 200 {
                fate = Status(status);
            }
        }
        assert_eq!(fate, *expected, "{name}");
    }
}

#[test]
fn every_torture_message_is_in_the_table() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wire/torture");
    let mut files: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let mut listed: Vec<String> = MESSAGES.iter().map(|(name, _)| (*name).to_owned()).collect();
    files.sort();
    listed.sort();
    assert_eq!(files, listed);
}
