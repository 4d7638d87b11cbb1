//! Agents prove who they are, and say whether they can be disturbed.

use std::time::Duration;

use crate::{
    calls::{agent, help_desk},
    party::Party,
    peer::{field, first_line, with_body},
    phone::Phone,
};

/// A PUBLISH with its document, as the phone would send it a first time.
fn publish(phone: &mut Phone<'_>, activity: &str, authorization: &str) -> String {
    let document = format!(
        "<presence xmlns=\"urn:ietf:params:xml:ns:pidf\" entity=\"sip:alex@contoso.com\"><tuple id=\"a\"><status>\
         <basic>open</basic></status></tuple><person><activities>{activity}</activities></person></presence>"
    );
    let others =
        format!("Event: presence\r\nExpires: 300\r\nContent-Type: application/pidf+xml\r\n{authorization}");
    let request = phone.bare(&others).replace("REGISTER", "PUBLISH").replace("-register", "-publish");
    request.replace(
        "Content-Length: 0\r\n\r\n",
        &format!("Content-Length: {}\r\n\r\n{document}", document.len()),
    )
}

/// Publishes the presence of Alex.
pub(crate) fn say(party: &Party, sequence: u32, activity: &str) {
    let mut phone = Phone { sequence, method: "PUBLISH", ..Phone::of(&party.peer, "alex") };
    let challenge = party.peer.ask(&publish(&mut phone, activity, ""));
    assert_eq!(first_line(&challenge), "SIP/2.0 401 Unauthorized");
    let authorization = phone.authorization(&challenge, 1);
    let answer = party.peer.ask(&publish(&mut phone, activity, &authorization));
    assert_eq!(first_line(&answer), "SIP/2.0 200 OK");
    assert!(field(&answer, "SIP-ETag").is_some());
}

#[test]
fn a_phone_that_says_busy_gets_no_calls_until_it_says_otherwise() {
    let running = help_desk("Serial");
    let (mut alex, mut kim) = (agent(&running, "alex"), agent(&running, "kim"));
    say(&alex, 100, "<busy/>");
    let mut caller = Party::waiting(&running);
    kim.take();
    assert!(alex.peer.hears_nothing(Duration::from_millis(200)));
    say(&alex, 200, "");
    let mut second = Party::new(running.udp(), "robin");
    second.call("sip:helpdesk@contoso.com");
    alex.take();
    caller.hang_up();
    kim.is_hung_up();
    second.hang_up();
    alex.is_hung_up();
}

#[test]
fn nobody_publishes_for_another_or_says_nothing_at_first() {
    let running = help_desk("Serial");
    let alex = agent(&running, "alex");
    let mut phone = Phone { sequence: 100, method: "PUBLISH", ..Phone::of(&alex.peer, "alex") };
    let ask = |phone: &mut Phone<'_>, change: &dyn Fn(String) -> String| {
        let challenge = alex.peer.ask(&change(publish(phone, "<busy/>", "")));
        assert_eq!(first_line(&challenge), "SIP/2.0 401 Unauthorized");
        let authorization = phone.authorization(&challenge, 1);
        alex.peer.ask(&change(publish(phone, "<busy/>", &authorization)))
    };
    let of_kim = |request: String| request.replace("PUBLISH sip:contoso.com", "PUBLISH sip:kim@contoso.com");
    assert_eq!(first_line(&ask(&mut phone, &of_kim)), "SIP/2.0 403 Forbidden");
    let without_words = |request: String| with_body(&request, "");
    assert_eq!(first_line(&ask(&mut phone, &without_words)), "SIP/2.0 400 Missing Presence Document");
}

#[test]
fn who_calls_as_an_agent_must_prove_it() {
    let running = help_desk("Serial");
    let mallory = Party::new(running.udp(), "alex");
    mallory.peer.send(mallory.invite("sip:helpdesk@contoso.com", "").as_bytes());
    mallory.peer.expect("SIP/2.0 401 Unauthorized");
}
