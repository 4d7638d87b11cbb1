//! A proxy that asks the pool who it is.

use super::{Asks, Behind, RIGHT};

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

#[test]
fn a_pool_that_the_proxy_does_not_know_gives_up_at_once() {
    for password in [Some("guessed"), None] {
        let behind = Behind::asking(asks("ASKS_AS_PROXY", "MD5", true), password);
        let alex = behind.agent("alex");
        let mut caller = behind.caller();
        // The offer is over; the caller waits on for an agent who is reached.
        assert!(alex.peer.hears_nothing(std::time::Duration::from_secs(1)));
        behind.running.comes_to_sessions(1);
        caller.hang_up();
        behind.running.comes_to_rest();
    }
}
