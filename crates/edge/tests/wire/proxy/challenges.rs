//! A proxy that asks the pool who it is.

use std::time::Duration;

use super::{Asks, Behind, RIGHT};
use crate::peer::field;

/// A proxy that asks in some way.
const fn asks(as_what: &'static str, algorithm: &'static str, has_quality: bool) -> Asks {
    Asks { as_what, algorithm, has_quality, ..Asks::NOTHING }
}

#[test]
fn a_pool_proves_to_the_proxy_who_it_is_in_every_way_that_it_may_be_asked() {
    for asks in [
        asks("ASKS_AS_PROXY", "MD5", true),
        asks("ASKS_AS_SERVER", "MD5", true),
        asks("ASKS_AS_PROXY", "", false),
        asks("ASKS_AS_PROXY", "SHA-256", true),
    ] {
        let behind = Behind::asking(asks, RIGHT);
        let alex = behind.agent_with("alex", if asks.algorithm.is_empty() { "MD5" } else { asks.algorithm });
        behind.talk(behind.caller(), alex);
    }
}

/// An offer that the proxy does not let through is over; the caller waits on for an agent who is reached.
#[track_caller]
fn assert_gives_up(behind: &Behind) {
    let alex = behind.agent("alex");
    let mut caller = behind.caller();
    assert!(alex.peer.hears_nothing(Duration::from_secs(1)));
    behind.running.comes_to_sessions(1);
    caller.hang_up();
    behind.running.comes_to_rest();
}

#[test]
fn a_pool_that_the_proxy_does_not_know_gives_up_at_once() {
    for password in [Some("guessed"), None] {
        let behind = Behind::asking(asks("ASKS_AS_PROXY", "MD5", true), password);
        assert_gives_up(&behind);
    }
}

#[test]
fn a_proxy_that_calls_itself_what_nobody_said_gets_no_digest() {
    let behind = Behind::in_realm(asks("ASKS_AS_PROXY", "MD5", true), RIGHT, None);
    assert_gives_up(&behind);
}

#[test]
fn a_phone_behind_the_proxy_that_asks_for_our_password_gets_none() {
    for (status, kind) in [("401 Unauthorized", "WWW"), ("407 Proxy Authentication Required", "Proxy")] {
        let behind = Behind::asking(asks("ASKS_AS_PROXY", "MD5", true), RIGHT);
        let (alex, kim) = (behind.agent("alex"), behind.agent("kim"));
        let caller = behind.caller();
        let invite = alex.peer.expect("INVITE ");
        assert_eq!(field(&invite, "Proxy-Authorization"), None, "the proxy takes what is for it");
        let asked = format!(
            "{kind}-Authenticate: Digest realm=\"Mallory\", nonce=\"1\", algorithm=MD5, qop=\"auth\"\r\n"
        );
        alex.peer.send(alex.answer_with(&invite, status, &asked, String::new()).as_bytes());
        alex.peer.expect("ACK ");
        behind.talk(caller, kim);
        // Whether it is there it is asked without a digest, too.
        let question = alex.peer.expect("OPTIONS ");
        assert!(!question.contains("Digest"), "{question}");
        alex.peer.send(alex.answer_with(&question, status, &asked, String::new()).as_bytes());
        assert!(alex.peer.hears_nothing(Duration::from_millis(500)));
    }
}
