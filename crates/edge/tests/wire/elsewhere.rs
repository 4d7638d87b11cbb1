//! Telephones that tell of their own dialogs (RFC 4235): an agent in a call of another server is not rung.

use std::time::Duration;

use edge::Subscribe;
use engine::AgentState;

use crate::{
    calls::help_desk,
    party::Party,
    peer::{field, first_line},
    phone::{Phone, user},
    running::{Running, Start, proxy_at},
    sipp::Sipp,
    site::Site,
};

/// A telephone that offers its dialogs, and its side of the subscription.
struct Telling {
    party: Party,
    /// The last SUBSCRIBE.
    asked: String,
    sequence: u32,
}

const OFFERS: &str = "Allow-Events: talk, hold, dialog\r\n";

/// Registers a telephone of an agent that says something more.
fn register(party: &Party, name: &'static str, sequence: u32, others: &str) {
    let contact = format!("Contact: {}\r\n{others}", party.peer.contact(name));
    let answer = Phone { sequence, ..Phone::of(&party.peer, name) }.register(&contact);
    assert_eq!(first_line(&answer), "SIP/2.0 200 OK");
}

impl Telling {
    /// A telephone that offers its dialogs and is asked for them.
    fn of(running: &Running, name: &'static str) -> Self {
        let party = Party::new(running.udp(), name);
        register(&party, name, 0, OFFERS);
        Self::asked(party)
    }

    /// A telephone that is asked for its dialogs, and has none.
    fn asked(party: Party) -> Self {
        let asked = party.peer.expect("SUBSCRIBE ");
        let mut telling = Self { party, asked, sequence: 0 };
        telling.grants();
        assert_eq!(telling.says(0, "full", ""), 200);
        telling
    }

    /// Takes the SUBSCRIBE.
    fn grants(&self) {
        let expires = format!("Expires: {}\r\n", field(&self.asked, "Expires").unwrap());
        let answer = self.party.answer_with(&self.asked, "200 OK", &expires, String::new());
        self.party.peer.send(answer.as_bytes());
    }

    /// A NOTIFY with a document, in a state of the subscription.
    fn notice(&mut self, state: &str, document: &str) -> String {
        self.sequence += 1;
        let Self { party, asked, sequence, .. } = self;
        let target = field(asked, "Contact").unwrap().trim_matches(['<', '>']);
        let tag = |to: &str| if to.contains(";tag=") { String::new() } else { ";tag=alex".to_owned() };
        let to = field(asked, "To").unwrap();
        format!(
            "NOTIFY {target} SIP/2.0\r\nVia: SIP/2.0/UDP {me};rport;branch=z9hG4bKn{sequence}{length}\r\n\
             From: {to}{tag}\r\nTo: {from}\r\nCall-ID: {call}\r\nCSeq: {sequence} NOTIFY\r\nContact: {contact}\r\n\
             Max-Forwards: 70\r\nEvent: dialog\r\nSubscription-State: {state}\r\n\
             Content-Type: application/dialog-info+xml\r\nContent-Length: {length}\r\n\r\n{document}",
            me = party.peer.address(),
            tag = tag(to),
            from = field(asked, "From").unwrap(),
            call = field(asked, "Call-ID").unwrap(),
            contact = party.peer.contact("alex"),
            length = document.len(),
        )
    }

    /// Tells, and gives the status of the answer.
    fn says(&mut self, version: u32, state: &str, dialogs: &str) -> u16 {
        let notice = self.notice("active;expires=1800", &document(version, state, dialogs));
        self.sends(&notice)
    }

    fn sends(&self, notice: &str) -> u16 {
        status(&self.party.peer.ask(notice))
    }
}

fn status(answer: &str) -> u16 {
    first_line(answer).split(' ').nth(1).unwrap().parse().unwrap()
}

fn document(version: u32, state: &str, dialogs: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\r\n<dialog-info xmlns=\"urn:ietf:params:xml:ns:dialog-info\" version=\"{version}\" \
         state=\"{state}\" entity=\"sip:alex@contoso.com\">{dialogs}</dialog-info>"
    )
}

/// A call of another server.
fn foreign(state: &str) -> String {
    format!(
        "<dialog id=\"7\" call-id=\"elsewhere\" local-tag=\"1\" remote-tag=\"2\" direction=\"initiator\">\
         <state>{state}</state></dialog>"
    )
}

/// Somebody who calls the help desk and is answered by its queue.
fn caller(running: &Running, name: &'static str) -> Party {
    let mut caller = Party::new(running.udp(), name);
    caller.call("sip:helpdesk@contoso.com");
    caller
}

fn alex(running: &Running) -> AgentState {
    let agents = running.view().agents;
    agents.iter().find(|agent| agent.agent.as_str() == "sip:alex@contoso.com").unwrap().state
}

#[test]
fn an_agent_in_a_call_of_another_server_is_not_rung_and_rings_once_it_is_over() {
    let running = help_desk("Serial");
    let mut alex_tells = Telling::of(&running, "alex");
    let mut kim = crate::calls::agent(&running, "kim");
    for state in ["early", "confirmed"] {
        assert_eq!(alex_tells.says(1, "full", &foreign(state)), 200);
    }
    assert_eq!(alex(&running), AgentState::Elsewhere);
    let mut first = caller(&running, "pat");
    kim.take();
    assert!(alex_tells.party.peer.hears_nothing(Duration::from_millis(200)));
    // Nobody is free until the other call is over.
    let mut second = caller(&running, "robin");
    assert!(alex_tells.party.peer.hears_nothing(Duration::from_millis(200)));
    assert_eq!(alex_tells.says(2, "partial", &foreign("terminated")), 200);
    alex_tells.party.take();
    assert!(second.is_heard_by(&alex_tells.party, 0x33));
    for (caller, agent) in [(&mut first, &kim), (&mut second, &alex_tells.party)] {
        caller.hang_up();
        agent.is_hung_up();
    }
    running.comes_to_rest();
}

#[test]
fn what_a_telephone_tells_of_our_own_calls_does_not_count() {
    let running = help_desk("Serial");
    let mut alex_tells = Telling::of(&running, "alex");
    let mut first = caller(&running, "pat");
    let invite = alex_tells.party.take();
    let (call, tag) = (field(&invite, "Call-ID").unwrap(), field(&invite, "From").unwrap());
    let tag = tag.rsplit_once(";tag=").unwrap().1;
    let ours = format!(
        "<dialog id=\"1\" call-id=\"{call}\" local-tag=\"alex\" remote-tag=\"{tag}\"><state>confirmed</state></dialog>"
    );
    assert_eq!(alex_tells.says(1, "full", &ours), 200);
    assert_eq!(alex(&running), AgentState::Talking);
    first.hang_up();
    alex_tells.party.is_hung_up();
    // The telephone is late to tell the end of it.
    assert_eq!(alex_tells.says(2, "partial", &ours), 200);
    let mut second = caller(&running, "robin");
    alex_tells.party.take();
    // A dialog without a name is taken for ours while there is one of ours.
    assert_eq!(alex_tells.says(3, "full", "<dialog id=\"1\"><state>confirmed</state></dialog>"), 200);
    second.hang_up();
    alex_tells.party.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_forged_notify_is_refused_and_changes_nothing() {
    let running = help_desk("Serial");
    let mut alex_tells = Telling::of(&running, "alex");
    let busy = document(1, "full", &foreign("confirmed"));
    let from = field(&alex_tells.asked, "From").unwrap().to_owned();
    let call = field(&alex_tells.asked, "Call-ID").unwrap().to_owned();
    for (of, by) in [
        (from.as_str(), "<sip:pool@contoso.com>;tag=guessed"),
        (from.as_str(), "<sip:pool@contoso.com>"),
        (call.as_str(), "guessed"),
        (";tag=alex", ";tag=mallory"),
        ("Event: dialog", "Event: presence"),
        ("Subscription-State: active\r\n", ""),
    ] {
        let forged = alex_tells.notice("active", &busy).replace(of, by);
        let refused = alex_tells.sends(&forged);
        assert_eq!(refused, if by == "Event: presence" { 489 } else { 481 }, "{by}");
    }
    // What was heard before does not come again.
    alex_tells.sequence = 0;
    let old = alex_tells.notice("active", &busy);
    assert_eq!(alex_tells.sends(&old), 500);
    assert_eq!(alex(&running), AgentState::Idle);
}

#[test]
fn a_telephone_whose_documents_have_a_gap_is_asked_for_all() {
    let running = help_desk("Serial");
    let mut alex_tells = Telling::of(&running, "alex");
    assert_eq!(alex_tells.says(3, "partial", &foreign("confirmed")), 200);
    let again = alex_tells.party.peer.expect("SUBSCRIBE ");
    assert_eq!(field(&again, "Call-ID"), field(&alex_tells.asked, "Call-ID"));
    assert!(field(&again, "To").unwrap().ends_with(";tag=alex"));
    alex_tells.asked = again;
    alex_tells.grants();
    assert_eq!(alex(&running), AgentState::Elsewhere);
    // What is older than that is put aside.
    assert_eq!(alex_tells.says(2, "full", ""), 200);
    assert_eq!(alex(&running), AgentState::Elsewhere);
    assert_eq!(alex_tells.says(4, "full", ""), 200);
    assert_eq!(alex(&running), AgentState::Idle);
}

#[test]
fn a_telephone_that_tells_no_more_leaves_its_agent_idle() {
    for (state, body) in [
        ("terminated;reason=noresource", String::new()),
        ("active", "<dialog-info version=\"9\" state=\"full\"><dialog/></dialog-info>".to_owned()),
        ("active", "<!DOCTYPE a [<!ENTITY b \"c\">]><dialog-info/>".to_owned()),
    ] {
        let running = help_desk("Serial");
        let mut alex_tells = Telling::of(&running, "alex");
        assert_eq!(alex_tells.says(1, "full", &foreign("confirmed")), 200);
        let last = alex_tells.notice(state, &body);
        assert_eq!(alex_tells.sends(&last), if body.is_empty() { 200 } else { 400 });
        assert_eq!(alex(&running), AgentState::Idle);
        assert_eq!(alex_tells.says(2, "full", &foreign("confirmed")), 481);
        assert!(alex_tells.party.peer.hears_nothing(Duration::from_millis(200)), "it is not asked again");
    }
}

#[test]
fn a_telephone_that_refuses_is_asked_again_only_when_it_registers_anew() {
    let running = help_desk("Serial");
    let alex = Party::new(running.udp(), "alex");
    for status in ["489 Bad Event", "405 Method Not Allowed", "481 No"] {
        let sequence = 10 * u32::from(status.as_bytes()[2]);
        let anew = |phone: &mut Phone<'_>, authorization: &str| {
            let contact = format!("Contact: {}\r\n{OFFERS}{authorization}", alex.peer.contact("alex"));
            phone.bare(&contact).replace("alex-register", &format!("alex-{}", &status[..3]))
        };
        let mut phone = Phone { sequence, ..Phone::of(&alex.peer, "alex") };
        for round in 0..2 {
            let request = anew(&mut phone, "");
            let challenge = alex.peer.ask(&request);
            let authorization = phone.authorization(&challenge, 1);
            let request = anew(&mut phone, &authorization);
            assert_eq!(first_line(&alex.peer.ask(&request)), "SIP/2.0 200 OK");
            if round == 0 {
                let asked = alex.peer.expect("SUBSCRIBE ");
                alex.peer.send(alex.answer(&asked, status, false).as_bytes());
            }
        }
        assert!(alex.peer.hears_nothing(Duration::from_millis(300)), "{status}");
    }
}

#[test]
fn the_subscription_of_a_telephone_that_unregisters_is_ended() {
    let running = help_desk("Serial");
    let mut alex_tells = Telling::of(&running, "alex");
    assert_eq!(alex_tells.says(1, "full", &foreign("confirmed")), 200);
    register(&alex_tells.party, "alex", 10, "Expires: 0\r\n");
    let end = alex_tells.party.peer.expect("SUBSCRIBE ");
    assert_eq!(field(&end, "Expires"), Some("0"));
    assert_eq!(field(&end, "Call-ID"), field(&alex_tells.asked, "Call-ID"));
    alex_tells.asked = end;
    alex_tells.grants();
    let last = alex_tells.notice("terminated;reason=timeout", "");
    assert_eq!(alex_tells.sends(&last), 200);
    assert_eq!(alex_tells.says(2, "full", &foreign("confirmed")), 481);
    assert_eq!(alex(&running), AgentState::Idle);
}

#[test]
fn a_telephone_that_offers_its_dialogs_in_a_response_is_asked() {
    let running = help_desk("Serial");
    let mut alex_rings = crate::calls::agent(&running, "alex");
    let mut pat = caller(&running, "pat");
    let invite = alex_rings.peer.expect("INVITE ");
    let ringing = alex_rings.answer_with(&invite, "180 Ringing", OFFERS, String::new());
    alex_rings.peer.send(ringing.as_bytes());
    let asked = alex_rings.peer.expect("SUBSCRIBE ");
    alex_rings.peer.send(alex_rings.answer(&asked, "489 Bad Event", false).as_bytes());
    alex_rings.peer.send(alex_rings.answer(&invite, "200 OK", true).as_bytes());
    alex_rings.has_taken(&invite);
    pat.hang_up();
    alex_rings.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn telephones_behind_a_proxy_are_asked_where_the_operator_wants_it() {
    let mut proxy = Party::new("127.0.0.1:9".parse().unwrap(), "alex");
    let start = |subscribe| {
        Running::with(Start {
            site: Site::help_desk("Serial", &["alex"]),
            via: Some(proxy_at(proxy.peer.address())),
            subscribe,
            ..Start::default()
        })
    };
    drop(start(Subscribe::WhereOffered));
    assert!(proxy.peer.hears_nothing(Duration::from_millis(300)));
    let running = start(Subscribe::Always);
    let route = format!("<sip:{};lr>", proxy.peer.address());
    proxy.peer.turn_to(running.udp());
    let mut alex_tells = Telling::asked(proxy);
    assert!(alex_tells.asked.starts_with("SUBSCRIBE sip:alex@contoso.com "));
    assert_eq!(field(&alex_tells.asked, "Route"), Some(route.as_str()));
    assert_eq!(alex_tells.says(1, "full", &foreign("confirmed")), 200);
    assert_eq!(alex(&running), AgentState::Elsewhere);
}

#[test]
fn nobody_is_asked_where_the_operator_does_not_want_it() {
    let running = Running::with(Start {
        users: vec![user("sip:alex@contoso.com")],
        site: Site::help_desk("Serial", &["alex"]),
        subscribe: Subscribe::Never,
        ..Start::default()
    });
    let alex = Party::new(running.udp(), "alex");
    register(&alex, "alex", 0, OFFERS);
    assert!(alex.peer.hears_nothing(Duration::from_millis(300)));
}

#[test]
fn sipp_as_a_telephone_tells_of_a_call() {
    let running = help_desk("Serial");
    let phone = Sipp::new(running.udp(), "alex");
    phone.run("register_offering");
    let phone = phone.start("tells_of_a_call");
    running.comes_to_state("sip:alex@contoso.com", AgentState::Elsewhere);
    running.comes_to_state("sip:alex@contoso.com", AgentState::Idle);
    phone.ends_well();
}
