//! Nobody learns more of the other side than it may.

use crate::{
    calls::{agent, help_desk},
    party::Party,
    peer::field,
};

#[test]
fn a_caller_learns_neither_the_address_of_the_agent_nor_where_the_voice_comes_from() {
    let running = help_desk("Serial");
    let mut caller = Party::new(running.udp(), "pat");
    let mut heard = vec![caller.call("sip:helpdesk@contoso.com")];
    let mut alex = agent(&running, "alex");
    let invite = alex.peer.expect("INVITE ");
    let named = "P-Asserted-Identity: \"Alex\" <sip:alex@contoso.com>\r\n";
    alex.peer.send(alex.answer_with(&invite, "180 Ringing", named, String::new()).as_bytes());
    alex.peer.send(alex.answer_with(&invite, "200 OK", named, alex.description()).as_bytes());
    alex.has_taken(&invite);
    assert!(alex.is_heard_by(&caller, 0x21));
    alex.hold();
    assert!(caller.hears_music());
    let reinvite = caller.reinvite("sendrecv");
    heard.push(reinvite);
    alex.hang_up();
    heard.push(caller.is_hung_up());
    let (phone, voice) = (alex.peer.address().port(), alex.voice.address().port());
    let places = [format!(":{phone}"), format!("m=audio {voice} ")];
    for message in heard {
        assert!(!message.to_lowercase().contains("alex"), "{message}");
        assert!(!places.iter().any(|place| message.contains(place.as_str())), "{message}");
    }
    running.comes_to_rest();
}

#[test]
fn who_wishes_privacy_is_nobody_to_the_agent() {
    let running = help_desk("Serial");
    let mut alex = agent(&running, "alex");
    let mut caller = Party::new(running.udp(), "pat");
    let invite = caller.invite("sip:helpdesk@contoso.com", "Privacy: id\r\n");
    caller.peer.send(invite.as_bytes());
    caller.establish();
    let invite = alex.take();
    let from = field(&invite, "From").unwrap().split(";tag=").next();
    assert_eq!(from, Some("\"Help Desk: Anonymous\" <sip:anonymous@anonymous.invalid>"));
    assert!(!invite.contains("pat"), "{invite}");
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}
