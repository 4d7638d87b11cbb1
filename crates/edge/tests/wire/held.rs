//! Callers whom no pool answers at the moment: they are held while ownership changes.

use std::time::Duration;

use domain::Duty;
use edge::{Service, Times};

use crate::{
    calls::{agent, cancel_of},
    party::Party,
    peer::{field, first_line},
    relay::{PRIMARY, before_holding, crossed, pair},
    running::{Running, Start},
    site::Site,
};

/// A backup that answers for the primary.
fn failed_over() -> Site {
    Site::copy_of_help_desk().role(PRIMARY, Duty::Answers)
}

/// Somebody who calls the help desk.
fn caller(running: &Running, name: &'static str) -> (Party, String) {
    let caller = Party::new(running.udp(), name);
    let invite = caller.invite("sip:helpdesk@contoso.com", "");
    caller.peer.send(invite.as_bytes());
    (caller, invite)
}

/// A backup that holds calls for some seconds, and the party in the place of its primary.
fn backup(seconds: u64) -> (Party, Running) {
    before_holding(Duration::from_secs(seconds), Site::copy_of_help_desk())
}

/// The primary takes no calls now.
fn is_closed(primary: &Party) {
    let relayed = primary.peer.expect("INVITE ");
    primary.peer.send(primary.answer(&relayed, "503 Service Unavailable", false).as_bytes());
    primary.peer.expect("ACK ");
}

/// The first answer behind 100 Trying.
fn first_answer(caller: &Party) -> String {
    let mut answers = std::iter::repeat_with(|| caller.peer.receive());
    answers.find(|answer| !answer.starts_with("SIP/2.0 100")).unwrap()
}

#[test]
fn a_caller_who_is_held_is_answered_by_the_pool_that_takes_over() {
    let (primary, backup) = backup(12);
    let mut alex = agent(&backup, "alex");
    let (mut pat, _) = caller(&backup, "pat");
    is_closed(&primary);
    pat.peer.expect("SIP/2.0 180");
    // Any other change leaves the call where it is.
    backup.configure(Site::copy_of_help_desk().settings(serde_json::json!({"AgentRingbackGracePeriod": 30})));
    backup.configure(failed_over());
    pat.establish();
    alex.take();
    assert!(alex.is_heard_by(&pat, 0x44) && pat.is_heard_by(&alex, 0x45));
    pat.hang_up();
    alex.is_hung_up();
    backup.comes_to_rest();
}

#[test]
fn a_failover_reaches_the_caller_for_whom_the_lost_pool_is_being_called() {
    let (primary, backup) = backup(12);
    let mut alex = agent(&backup, "alex");
    let (mut pat, _) = caller(&backup, "pat");
    let relayed = primary.peer.expect("INVITE ");
    backup.configure(failed_over());
    pat.establish();
    alex.take();
    // The primary is there after all, too late.
    primary.peer.send(primary.answer(&relayed, "180 Ringing", false).as_bytes());
    primary.is_cancelled(&relayed);
    pat.hang_up();
    alex.is_hung_up();
    backup.comes_to_rest();
}

#[test]
fn a_call_that_rings_at_the_other_pool_stays_there_when_this_one_takes_over() {
    let (mut primary, backup) = backup(12);
    let (mut pat, _) = caller(&backup, "pat");
    let relayed = primary.peer.expect("INVITE ");
    primary.peer.send(primary.answer(&relayed, "180 Ringing", false).as_bytes());
    pat.peer.expect("SIP/2.0 180");
    backup.configure(failed_over());
    primary.peer.send(primary.answer(&relayed, "200 OK", true).as_bytes());
    primary.has_taken(&relayed);
    pat.establish();
    assert!(primary.is_heard_by(&pat, 0x46));
    pat.hang_up();
    primary.is_hung_up();
    backup.comes_to_rest();
}

#[test]
fn a_pool_that_comes_up_gets_the_callers_who_are_held() {
    let (primary, backup) = pair(Site::help_desk("Serial", &["alex"]), Site::copy_of_help_desk());
    let mut alex = agent(&primary, "alex");
    primary.set_service(Service::Starting);
    let (mut pat, _) = caller(&backup, "pat");
    pat.peer.expect("SIP/2.0 180");
    primary.set_service(Service::Open);
    pat.establish();
    alex.take();
    assert!(alex.is_heard_by(&pat, 0x47) && pat.is_heard_by(&alex, 0x48));
    pat.hang_up();
    alex.is_hung_up();
    primary.comes_to_rest();
    backup.comes_to_rest();
}

#[test]
fn a_held_caller_hangs_up() {
    let (primary, backup) = backup(12);
    let (pat, invite) = caller(&backup, "pat");
    is_closed(&primary);
    pat.peer.expect("SIP/2.0 180");
    pat.peer.send(cancel_of(&invite).as_bytes());
    pat.peer.expect("SIP/2.0 200");
    pat.peer.expect("SIP/2.0 487");
    backup.comes_to_rest();
    // While the other pool works on the call, it hears of that.
    let (robin, invite) = caller(&backup, "robin");
    is_closed(&primary);
    robin.peer.expect("SIP/2.0 180");
    let relayed = primary.peer.expect("INVITE ");
    primary.peer.send(primary.answer(&relayed, "100 Trying", false).as_bytes());
    robin.peer.send(cancel_of(&invite).as_bytes());
    robin.peer.expect("SIP/2.0 200");
    robin.peer.expect("SIP/2.0 487");
    primary.is_cancelled(&relayed);
    backup.comes_to_rest();
}

#[test]
fn a_hold_ends_with_503_without_a_time_to_come_again() {
    let (primary, backup) = backup(1);
    let (pat, invite) = caller(&backup, "pat");
    is_closed(&primary);
    pat.peer.expect("SIP/2.0 180");
    let refusal = pat.peer.expect("SIP/2.0 503");
    assert_eq!(first_line(&refusal), "SIP/2.0 503 Answering Pool Unreachable");
    assert_eq!(field(&refusal, "Retry-After"), None);
    pat.acknowledges(&invite, &refusal);
    backup.comes_to_rest();
}

#[test]
fn a_refusal_of_the_pool_that_answers_ends_a_hold() {
    let (primary, backup) = backup(12);
    let (pat, _) = caller(&backup, "pat");
    is_closed(&primary);
    pat.peer.expect("SIP/2.0 180");
    let relayed = primary.peer.expect("INVITE ");
    primary.peer.send(primary.answer(&relayed, "480 Closed Today", false).as_bytes());
    assert_eq!(first_line(&pat.peer.expect("SIP/2.0 4")), "SIP/2.0 480 Closed Today");
    backup.comes_to_rest();
}

#[test]
fn a_pool_that_stops_holds_nobody() {
    let (primary, backup) = backup(12);
    let (pat, _) = caller(&backup, "pat");
    is_closed(&primary);
    pat.peer.expect("SIP/2.0 180");
    // One is held, for another the primary is being called.
    let (robin, _) = caller(&backup, "robin");
    let relayed = primary.peer.expect("INVITE ");
    backup.set_service(Service::Draining);
    assert_eq!(field(&pat.peer.expect("SIP/2.0 503"), "Retry-After"), None);
    primary.peer.send(primary.answer(&relayed, "503 Service Unavailable", false).as_bytes());
    assert!(first_answer(&robin).starts_with("SIP/2.0 503"));
    backup.comes_to_rest();
}

#[test]
fn callers_are_held_while_both_pools_relay_and_answered_by_whichever_turns_first() {
    let hold = Times::default().hold;
    // The failover is ended on the backup, and the primary takes over again.
    let (primary, backup) = crossed(hold);
    let mut alex = agent(&primary, "alex");
    let (mut pat, _) = caller(&primary, "pat");
    pat.peer.expect("SIP/2.0 180");
    primary.configure(failed_over());
    pat.establish();
    alex.take();
    pat.hang_up();
    alex.is_hung_up();
    // Seen from the other pool.
    primary.configure(Site::copy_of_help_desk().role(PRIMARY, Duty::Relays));
    let (mut robin, _) = caller(&backup, "robin");
    robin.peer.expect("SIP/2.0 180");
    primary.configure(failed_over());
    robin.establish();
    alex.take();
    robin.hang_up();
    alex.is_hung_up();
    primary.comes_to_rest();
    backup.comes_to_rest();
}

#[test]
fn a_pool_to_which_another_relays_leaves_the_hold_to_that() {
    let running = Running::with(Start { site: Site::copy_of_help_desk(), ..Start::default() });
    let pat = Party::new(running.udp(), "pat");
    let mark = "X-Switchback-Relayed: other.contoso.com\r\n";
    pat.peer.send(pat.invite("sip:helpdesk@contoso.com", mark).as_bytes());
    assert!(first_answer(&pat).starts_with("SIP/2.0 503"));
}
