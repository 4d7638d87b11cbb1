//! Known bugs of the field, as they show on the wire.

use std::time::Duration;

use domain::ObjectKind;
use edge::{Distribution, Times};
use serde_json::json;

use crate::{
    calls::{agent, cancel_of, help_desk, talking},
    party::Party,
    peer::{field, first_line},
    phone::{Phone, user},
    presence,
    running::{Running, Start},
    site::Site,
};

/// A pool with a help desk of Alex and Kim that heals in half a second what telephones do not report.
fn quick(site: Site) -> Running {
    let distribution = Distribution {
        ending_max: Duration::from_millis(500),
        agent_guard: Duration::ZERO,
        ..Distribution::USUAL
    };
    let users = vec![user("sip:alex@contoso.com"), user("sip:kim@contoso.com")];
    Running::with(Start { users, site, distribution, ..Start::default() })
}

#[test]
fn an_agent_is_not_stuck_busy_after_a_bye_that_nobody_answers() {
    let running = quick(Site::help_desk("Serial", &["alex"]));
    let (mut caller, mut alex) = talking(&running);
    caller.hang_up();
    // The telephone loses our BYE, and every copy of it.
    let lost = alex.peer.expect("BYE ");
    let mut next = Party::new(running.udp(), "robin");
    next.call("sip:helpdesk@contoso.com");
    let invite = alex.peer.expect_other_than("INVITE ", &lost);
    alex.peer.send(alex.answer(&invite, "200 OK", true).as_bytes());
    alex.peer.expect_other_than("ACK ", &lost);
    alex.joins(&invite);
    assert!(alex.is_heard_by(&next, 0x21));
    next.hang_up();
    let bye = alex.peer.expect_other_than("BYE ", &lost);
    alex.peer.send(alex.answer(&bye, "200 OK", false).as_bytes());
    running.comes_to_rest();
}

#[test]
fn an_agent_is_not_stuck_busy_after_a_late_refusal_or_none() {
    for refuses in [true, false] {
        let running = quick(Site::help_desk("Parallel", &["alex", "kim"]));
        let (mut alex, mut kim) = (agent(&running, "alex"), agent(&running, "kim"));
        let mut caller = Party::waiting(&running);
        let invite = kim.rings();
        alex.take();
        let cancel = kim.peer.expect("CANCEL ");
        kim.peer.send(kim.answer(&cancel, "200 OK", false).as_bytes());
        if refuses {
            // Not 487, as it should be.
            kim.peer.send(kim.answer(&invite, "486 Busy Here", false).as_bytes());
            kim.peer.expect("ACK ");
        }
        let mut next = Party::new(running.udp(), "robin");
        next.call("sip:helpdesk@contoso.com");
        let second = kim.take();
        assert!(field(&second, "From").unwrap().contains("robin"), "{second}");
        for (caller, agent) in [(&mut caller, &alex), (&mut next, &kim)] {
            caller.hang_up();
            agent.is_hung_up();
        }
        if !refuses {
            kim.peer.send(kim.answer(&invite, "487 Request Terminated", false).as_bytes());
        }
        running.comes_to_rest();
    }
}

#[test]
fn a_caller_who_never_acknowledges_the_answer_is_hung_up() {
    let times = Times { round_trip: Duration::from_millis(20), ..Times::default() };
    let running =
        Running::with(Start { site: Site::help_desk("Serial", &["alex"]), times, ..Start::default() });
    let caller = Party::new(running.udp(), "pat");
    caller.peer.send(caller.invite("sip:helpdesk@contoso.com", "").as_bytes());
    let answer = caller.peer.expect("SIP/2.0 200");
    assert_eq!(caller.peer.expect("SIP/2.0 200"), answer);
    caller.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn both_hang_up_at_once() {
    let running = help_desk("Serial");
    let mut alex = agent(&running, "alex");
    for name in ["pat", "robin"] {
        let mut caller = Party::new(running.udp(), name);
        caller.call("sip:helpdesk@contoso.com");
        alex.take();
        let byes = [caller.within("BYE", ""), alex.within("BYE", "")];
        caller.peer.send(byes[0].as_bytes());
        alex.peer.send(byes[1].as_bytes());
        caller.peer.expect("SIP/2.0 200");
        // Whichever came first, Alex's is answered, and perhaps ours crossed it.
        let mut answered = false;
        while !answered {
            let message = alex.peer.receive();
            answered = message.starts_with("SIP/2.0 200");
            if message.starts_with("BYE ") {
                alex.peer.send(alex.answer(&message, "200 OK", false).as_bytes());
            }
        }
        running.comes_to_rest();
    }
}

#[test]
fn a_cancel_that_comes_after_our_answer_changes_nothing() {
    let running = help_desk("Serial");
    let mut caller = Party::new(running.udp(), "pat");
    let invite = caller.invite("sip:helpdesk@contoso.com", "");
    caller.peer.send(invite.as_bytes());
    let answer = caller.peer.expect("SIP/2.0 200");
    caller.peer.send(cancel_of(&invite).as_bytes());
    let cancelled = caller.peer.expect("SIP/2.0 200");
    assert!(field(&cancelled, "CSeq").unwrap().ends_with("CANCEL") || answer == cancelled);
    // The answer is sent until its ACK comes, and the call is there.
    caller.establish();
    let mut alex = agent(&running, "alex");
    alex.take();
    assert!(alex.is_heard_by(&caller, 0x21));
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_phone_that_unregisters_while_it_rings_is_left_and_the_next_one_rings() {
    let running = help_desk("Serial");
    let (alex, mut kim) = (agent(&running, "alex"), agent(&running, "kim"));
    let mut caller = Party::waiting(&running);
    let invite = alex.rings();
    let mut phone = Phone { sequence: 100, ..Phone::of(&alex.peer, "alex") };
    assert_eq!(first_line(&phone.register("Contact: *\r\nExpires: 0\r\n")), "SIP/2.0 200 OK");
    kim.take();
    alex.is_cancelled(&invite);
    caller.hang_up();
    kim.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn an_agent_who_goes_away_while_it_rings_is_left_and_the_next_one_rings() {
    let running = help_desk("Serial");
    let (alex, mut kim) = (agent(&running, "alex"), agent(&running, "kim"));
    let mut caller = Party::waiting(&running);
    let invite = alex.rings();
    presence::say(&alex, 100, "<away/>");
    kim.take();
    alex.is_cancelled(&invite);
    caller.hang_up();
    kim.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn an_agent_in_two_queues_is_offered_one_call_at_a_time() {
    let site = Site::help_desk("Serial", &["alex"])
        .object(
            ObjectKind::AgentGroup,
            "Others",
            json!({"RoutingMethod": "Parallel", "AgentsByUri": ["sip:alex@contoso.com"]}),
        )
        .object(ObjectKind::Queue, "Second", json!({"AgentGroupIDList": ["@Others"]}))
        .object(
            ObjectKind::Workflow,
            "Sales",
            json!({
                "PrimaryUri": "sip:sales@contoso.com", "Active": true, "Language": "en-US", "TimeZone": "UTC",
                "DefaultAction": {"Action": "TransferToQueue", "QueueID": "@Second"},
            }),
        );
    let running = quick(site);
    let (mut first, mut second) = (Party::new(running.udp(), "pat"), Party::new(running.udp(), "robin"));
    first.call("sip:helpdesk@contoso.com");
    second.call("sip:sales@contoso.com");
    let mut alex = agent(&running, "alex");
    let invite = alex.take();
    assert!(field(&invite, "From").unwrap().contains("pat"), "{invite}");
    assert!(alex.peer.hears_nothing(Duration::from_millis(200)));
    first.hang_up();
    alex.is_hung_up();
    let invite = alex.take();
    assert!(field(&invite, "From").unwrap().contains("robin"), "{invite}");
    second.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn an_answer_that_crosses_the_timeout_of_the_queue_comes_too_late_and_is_ended() {
    let site = Site::new()
        .object(
            ObjectKind::AgentGroup,
            "Agents",
            json!({"AgentsByUri": ["sip:alex@contoso.com"], "AgentAlertTime": 60}),
        )
        .object(
            ObjectKind::Queue,
            "Help",
            json!({
                "AgentGroupIDList": ["@Agents"], "TimeoutThreshold": 10,
                "TimeoutAction": {"Action": "TransferToUri", "Uri": "sip:kim@contoso.com"},
            }),
        )
        .workflow(json!({"Action": "TransferToQueue", "QueueID": "@Help"}));
    let running = quick(site);
    let (mut alex, mut kim) = (agent(&running, "alex"), agent(&running, "kim"));
    let mut caller = Party::waiting(&running);
    let invite = alex.rings();
    let cancel = alex.peer.expect("CANCEL ");
    alex.peer.send(alex.answer(&invite, "200 OK", true).as_bytes());
    alex.peer.send(alex.answer(&cancel, "200 OK", false).as_bytes());
    alex.has_taken(&invite);
    alex.is_hung_up();
    kim.take();
    assert!(kim.is_heard_by(&caller, 0x21));
    caller.hang_up();
    kim.is_hung_up();
    running.comes_to_rest();
}
