//! Phones register, and nobody else.

use std::time::Duration;

use edge::{Algorithm, Kind};

use crate::{
    peer::{Peer, field, first_line},
    phone::{Phone, contacts, expires, user},
    running::{Running, Start},
};

fn running() -> Running {
    let users =
        vec![user("sip:alex@contoso.com"), user("sip:kim@contoso.com"), user("sip:alex@fabrikam.com")];
    Running::with(Start { users, ..Start::default() })
}

const CONTACT: &str = "Contact: <sip:alex@127.0.0.1:5999>\r\n";

#[test]
fn a_phone_registers_by_either_algorithm() {
    let running = running();
    let peer = Peer::towards(running.address(Kind::Udp));
    for algorithm in ["MD5", "SHA-256"] {
        let mut phone = Phone { algorithm, ..Phone::of(&peer, "alex") };
        let challenge = peer.ask(&phone.bare(CONTACT));
        assert!(challenge.contains("realm=\"contoso.com\"") && challenge.contains("qop=\"auth\""));
        let answer = peer.ask(&{
            let authorization = phone.authorization(&challenge, 1);
            phone.bare(&format!("{CONTACT}{authorization}"))
        });
        assert_eq!(first_line(&answer), "SIP/2.0 200 OK");
        assert_eq!(contacts(&answer), ["<sip:alex@127.0.0.1:5999>"]);
        assert_eq!(expires(&answer), 3_600);
        // The next round with the same nonce needs no challenge.
        let again = phone.bare(&format!("{}{CONTACT}", phone.authorization(&challenge, 2)));
        assert_eq!(first_line(&peer.ask(&again)), "SIP/2.0 200 OK");
        phone.register("Contact: *\r\nExpires: 0\r\n");
        // Each phone counts anew.
        assert_eq!(contacts(&phone.register("")), [""; 0]);
    }
}

#[test]
fn only_the_digests_that_the_operator_names_are_offered_and_taken() {
    let users = vec![user("sip:alex@contoso.com")];
    let running = Running::with(Start { users, digests: vec![Algorithm::Md5], ..Start::default() });
    let peer = Peer::towards(running.address(Kind::Udp));
    let mut other = Phone { algorithm: "SHA-256", ..Phone::of(&peer, "alex") };
    let challenge = peer.ask(&other.bare(CONTACT));
    assert!(challenge.contains("algorithm=MD5") && !challenge.contains("SHA-256"), "{challenge}");
    let answer =
        other.bare(&format!("{CONTACT}{}", other.authorization(&challenge.replace("MD5", "SHA-256"), 1)));
    assert_eq!(first_line(&peer.ask(&answer)), "SIP/2.0 401 Unauthorized");
    let mut known = Phone { algorithm: "MD5", sequence: other.sequence, ..Phone::of(&peer, "alex") };
    assert_eq!(contacts(&known.register(CONTACT)), ["<sip:alex@127.0.0.1:5999>"]);
}

#[test]
fn a_replayed_answer_is_stale() {
    let running = running();
    let peer = Peer::towards(running.address(Kind::Udp));
    let mut phone = Phone::of(&peer, "alex");
    let challenge = peer.ask(&phone.bare(CONTACT));
    let authorization = phone.authorization(&challenge, 1);
    let first = phone.bare(&format!("{CONTACT}{authorization}"));
    assert_eq!(first_line(&peer.ask(&first)), "SIP/2.0 200 OK");
    let replayed = phone.bare(&format!("Contact: <sip:mallory@127.0.0.1:6666>\r\n{authorization}"));
    let refused = peer.ask(&replayed);
    assert_eq!(first_line(&refused), "SIP/2.0 401 Unauthorized");
    assert!(field(&refused, "WWW-Authenticate").unwrap().ends_with("stale=true"), "{refused}");
    // A nonce that nobody ever gave is stale as well, once the password is right.
    let invented = format!("nonce=\"{}\"", "0".repeat(64));
    let invented = phone.bare(&format!(
        "{CONTACT}{}",
        phone.authorization(&format!("WWW-Authenticate: {invented} algorithm=SHA-256"), 1)
    ));
    assert!(field(&peer.ask(&invented), "WWW-Authenticate").unwrap().ends_with("stale=true"));
}

#[test]
fn a_phone_that_gives_up_where_two_digests_are_offered_is_offered_one() {
    let running = running();
    let peer = Peer::towards(running.address(Kind::Udp));
    let mut phone = Phone { algorithm: "MD5", ..Phone::of(&peer, "alex") };
    let offered = |challenge: &str| challenge.matches("WWW-Authenticate").count();
    assert_eq!(offered(&peer.ask(&phone.bare(CONTACT))), 2);
    assert!(peer.hears_nothing(Duration::from_millis(1_100)));
    let challenge = peer.ask(&phone.bare(CONTACT));
    assert_eq!(offered(&challenge), 1, "{challenge}");
    let authorization = phone.authorization(&challenge, 1);
    let first = phone.bare(&format!("{CONTACT}{authorization}"));
    assert_eq!(first_line(&peer.ask(&first)), "SIP/2.0 200 OK");
    // It is remembered; other phones are offered both.
    assert_eq!(offered(&peer.ask(&phone.bare(CONTACT))), 1);
    assert_eq!(offered(&peer.ask(&Phone::of(&peer, "kim").bare(CONTACT))), 2);
}

#[test]
fn a_wrong_password_and_an_unknown_user_are_refused_alike() {
    let running = running();
    let peer = Peer::towards(running.address(Kind::Udp));
    let mut wrong = Phone { password: "guessed", ..Phone::of(&peer, "alex") };
    assert_eq!(first_line(&wrong.register(CONTACT)), "SIP/2.0 403 Forbidden");
    let mut unknown = Phone::of(&peer, "nobody");
    assert_eq!(first_line(&unknown.register(CONTACT)), "SIP/2.0 403 Forbidden");
    let mut other = Phone { domain: "fabrikam.com", ..Phone::of(&peer, "kim") };
    assert_eq!(first_line(&other.register(CONTACT)), "SIP/2.0 403 Forbidden");
}

#[test]
fn the_digest_of_one_user_registers_no_other() {
    let running = running();
    let peer = Peer::towards(running.address(Kind::Udp));
    let mut phone = Phone::of(&peer, "alex");
    let challenge = peer.ask(&phone.bare(CONTACT));
    let authorization = phone.authorization(&challenge, 1);
    let stolen = phone.bare(&format!("{CONTACT}{authorization}")).replace("To: <sip:alex@", "To: <sip:kim@");
    assert_eq!(first_line(&peer.ask(&stolen)), "SIP/2.0 403 Forbidden");
}

#[test]
fn a_phone_that_knows_only_our_address_is_found_where_its_name_is_the_only_one() {
    let running = running();
    let peer = Peer::towards(running.address(Kind::Udp));
    let mut phone = Phone::of(&peer, "kim");
    let request = phone.bare(CONTACT).replace("To: <sip:kim@contoso.com>", "To: <sip:kim@127.0.0.1>");
    assert!(peer.ask(&request).contains("realm=\"contoso.com\""));
    let mut phone = Phone::of(&peer, "alex");
    let request = phone.bare(CONTACT).replace("To: <sip:alex@contoso.com>", "To: <sip:alex@127.0.0.1>");
    assert!(peer.ask(&request).contains("realm=\"127.0.0.1\""));
}

#[test]
fn several_phones_ring_for_one_user_and_leave_one_by_one_or_together() {
    let running = running();
    let peer = Peer::towards(running.address(Kind::Udp));
    let mut phone = Phone::of(&peer, "alex");
    phone.register(
        "Contact: <sip:alex@127.0.0.1:5001>;expires=100, <sip:alex@127.0.0.1:5002>\r\nExpires: 200\r\n",
    );
    let answer = phone.register("Contact: <sip:alex@127.0.0.1:5003>\r\n");
    assert_eq!(
        contacts(&answer),
        ["<sip:alex@127.0.0.1:5003>", "<sip:alex@127.0.0.1:5002>", "<sip:alex@127.0.0.1:5001>"]
    );
    let answer = phone.register("Contact: <sip:alex@127.0.0.1:5002>;expires=0\r\n");
    assert_eq!(contacts(&answer), ["<sip:alex@127.0.0.1:5003>", "<sip:alex@127.0.0.1:5001>"]);
    assert_eq!(contacts(&phone.register("Contact: *\r\nExpires: 0\r\n")), [""; 0]);
}

#[test]
fn wishes_that_cannot_be_granted_change_nothing() {
    let running = running();
    let peer = Peer::towards(running.address(Kind::Udp));
    let mut phone = Phone::of(&peer, "alex");
    phone.register(CONTACT);
    let many: String = (0..10).map(|port| format!("Contact: <sip:alex@127.0.0.1:600{port}>\r\n")).collect();
    for (wish, refusal) in [
        ("Contact: *\r\nExpires: 60\r\n", "SIP/2.0 400 A Star Stands Alone And With Expires 0"),
        ("Contact: *\r\n", "SIP/2.0 400 A Star Stands Alone And With Expires 0"),
        ("Contact: *, <sip:a@b.c>\r\nExpires: 0\r\n", "SIP/2.0 400 Malformed Contact"),
        ("Contact: <sip:alex@127.0.0.1:5001>;expires=5\r\n", "SIP/2.0 423 Interval Too Brief"),
        ("Contact: <mailto:alex@contoso.com>\r\n", "SIP/2.0 400 Contact Is Not A SIP Address"),
        (many.as_str(), "SIP/2.0 403 Too Many Contacts"),
    ] {
        let request = phone.bare(wish);
        let mut answer = peer.ask(&request);
        if first_line(&answer) == "SIP/2.0 401 Unauthorized" {
            let authorization = phone.authorization(&answer, 1);
            answer = peer.ask(&phone.bare(&format!("{wish}{authorization}")));
        }
        assert_eq!(first_line(&answer), refusal);
        assert_eq!(contacts(&phone.register("")), ["<sip:alex@127.0.0.1:5999>"]);
    }
}

#[test]
fn a_registration_that_arrives_late_changes_nothing() {
    let running = running();
    let peer = Peer::towards(running.address(Kind::Udp));
    let mut phone = Phone::of(&peer, "alex");
    phone.register(CONTACT);
    let challenge = peer.ask(&phone.bare(CONTACT));
    let authorization = phone.authorization(&challenge, 1);
    let late = phone.bare(&format!("{CONTACT}{authorization}")).replace("CSeq: 4 ", "CSeq: 2 ");
    assert_eq!(first_line(&peer.ask(&late)), "SIP/2.0 400 CSeq Out Of Order");
}
