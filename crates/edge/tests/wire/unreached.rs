//! Phones that are not reached are asked whether they are there again.

use crate::{
    calls::{agent, help_desk},
    party::Party,
    peer::field,
    running::{Running, Start, proxy_at},
    site::Site,
};

#[test]
fn a_phone_that_was_not_reached_is_asked_and_rings_as_soon_as_it_answers() {
    let running = help_desk("Serial");
    let mut alex = agent(&running, "alex");
    let mut caller = Party::waiting(&running);
    let lost = alex.peer.expect("INVITE ");
    let question = alex.peer.expect("OPTIONS ");
    assert_eq!(field(&question, "To"), Some("<sip:alex@contoso.com>"));
    // It does not know the method, but it is there.
    alex.peer.send(alex.answer(&question, "501 Not Implemented", false).as_bytes());
    rings_anew(&mut alex, &lost);
    assert!(caller.is_heard_by(&alex, 0x33));
    caller.hang_up();
    alex.is_hung_up();
}

#[test]
fn an_agent_whom_the_proxy_finds_again_rings() {
    let mut proxy = Party::new("127.0.0.1:9".parse().unwrap(), "alex");
    let running = Running::with(Start {
        site: Site::help_desk("Serial", &["alex"]),
        via: Some(proxy_at(proxy.peer.address())),
        ..Start::default()
    });
    proxy.peer.turn_to(running.udp());
    let mut caller = Party::waiting(&running);
    let lost = proxy.peer.expect("INVITE ");
    proxy.peer.send(proxy.answer(&lost, "404 Not Found", false).as_bytes());
    proxy.peer.expect("ACK ");
    let question = proxy.peer.expect("OPTIONS sip:alex@contoso.com ");
    proxy.peer.send(proxy.answer(&question, "404 Not Found", false).as_bytes());
    let question = proxy.peer.expect("OPTIONS sip:alex@contoso.com ");
    proxy.peer.send(proxy.answer(&question, "200 OK", false).as_bytes());
    rings_anew(&mut proxy, &lost);
    caller.hang_up();
    proxy.is_hung_up();
    running.comes_to_rest();
}

/// Takes the call that comes next; what is sent again of the lost one is passed over.
fn rings_anew(phone: &mut Party, lost: &str) {
    let call = field(lost, "Call-ID").unwrap();
    let mut invites = std::iter::repeat_with(|| phone.peer.expect("INVITE "));
    let invite = invites.find(|invite| field(invite, "Call-ID") != Some(call)).unwrap();
    phone.peer.send(phone.answer(&invite, "180 Ringing", false).as_bytes());
    phone.peer.send(phone.answer(&invite, "200 OK", true).as_bytes());
    phone.has_taken(&invite);
}
