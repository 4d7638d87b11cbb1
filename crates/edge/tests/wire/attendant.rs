//! Attendants pick calls that wait.

use domain::SipUri;
use engine::{CallId, PickRefusal};

use crate::{
    calls::{agent, help_desk},
    party::Party,
    peer::field,
};

#[test]
fn a_call_that_is_picked_rings_at_the_attendant_whatever_its_place() {
    let running = help_desk("Attendant");
    let (mut alex, kim) = (agent(&running, "alex"), SipUri::new("sip:kim@contoso.com").unwrap());
    let mut callers = ["pat", "robin", "sam", "toni"].map(|name| Party::new(running.udp(), name));
    // As many ring at once as may; the fourth waits unseen by the telephone.
    let mut ringing = Vec::new();
    for caller in &mut callers {
        caller.call("sip:helpdesk@contoso.com");
        if ringing.len() < 3 {
            let invite = another_invite(&alex, &ringing);
            alex.peer.send(alex.answer(&invite, "180 Ringing", false).as_bytes());
            ringing.push(invite);
        }
    }
    assert!(callers[3].hears_music());
    assert_eq!(running.pick(CallId(4), kim.clone()), Err(PickRefusal::Unreached));
    assert_eq!(running.pick(CallId(5), kim), Err(PickRefusal::NotWaiting));
    let pat = SipUri::new("sip:pat@contoso.com").unwrap();
    assert_eq!(running.pick(CallId(4), pat), Err(PickRefusal::NotAttendant));
    let own = SipUri::new("sip:alex@contoso.com").unwrap();
    assert_eq!(running.pick(CallId(4), own.clone()), Ok(()));
    let picked = another_invite(&alex, &ringing);
    alex.peer.send(alex.answer(&picked, "180 Ringing", false).as_bytes());
    alex.peer.send(alex.answer(&picked, "200 OK", true).as_bytes());
    alex.has_taken(&picked);
    for _ in &ringing {
        let cancel = alex.peer.expect("CANCEL ");
        alex.peer.send(alex.answer(&cancel, "200 OK", false).as_bytes());
    }
    for invite in &ringing {
        alex.peer.send(alex.answer(invite, "487 Request Terminated", false).as_bytes());
        alex.peer.expect("ACK ");
    }
    assert!(alex.is_heard_by(&callers[3], 0x61));
    assert_eq!(running.pick(CallId(1), own), Err(PickRefusal::Busy));
    callers.iter_mut().for_each(Party::hang_up);
    alex.is_hung_up();
    running.comes_to_rest();
}

/// The INVITE of a call that does not ring yet; copies of those that do are passed over.
fn another_invite(phone: &Party, ringing: &[String]) -> String {
    let call = |invite: &str| field(invite, "Call-ID").map(str::to_owned);
    loop {
        let invite = phone.peer.expect("INVITE ");
        if ringing.iter().all(|known| call(known) != call(&invite)) {
            return invite;
        }
    }
}
