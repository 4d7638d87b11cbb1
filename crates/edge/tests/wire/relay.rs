//! Calls that another pool answers, over real sockets: `backup` stands before `primary`.

use std::{
    net::{SocketAddr, UdpSocket},
    time::Duration,
};

use domain::Duty;
use edge::{Pools, Times};
use serde_json::json;

use crate::{
    calls::{agent, cancel_of},
    party::Party,
    peer::{field, first_line},
    phone::user,
    running::{Running, Start},
    site::Site,
};

pub(crate) const PRIMARY: &str = "primary.contoso.com";
pub(crate) const BACKUP: &str = "backup.contoso.com";
/// Calls are not held while no pool answers.
pub(crate) const NO_HOLD: Duration = Duration::ZERO;

/// A port on which nothing listens.
pub(crate) fn free() -> SocketAddr {
    UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

/// The pools as each of a pair knows them.
pub(crate) fn pools(own: &str, primary: SocketAddr, backup: SocketAddr) -> Pools {
    let places = [(PRIMARY.to_owned(), primary), (BACKUP.to_owned(), backup)].into();
    let other = if own == PRIMARY { BACKUP } else { PRIMARY };
    let other = Some(other.to_owned());
    Pools { own: own.to_owned(), places, backup: other.clone(), primary: other }
}

/// One pool of a pair.
fn pool(own: &str, site: Site, addresses: [SocketAddr; 2]) -> Running {
    pool_that_holds(Times::default().hold, own, site, addresses)
}

/// One pool of a pair that holds calls for so long while no pool answers.
pub(crate) fn pool_that_holds(hold: Duration, own: &str, site: Site, addresses: [SocketAddr; 2]) -> Running {
    let listener = format!("udp:{}", addresses[usize::from(own == BACKUP)]);
    Running::with(Start {
        listeners: &[&listener],
        users: ["alex", "kim"].map(|name| user(&format!("sip:{name}@contoso.com"))).into(),
        site,
        pools: pools(own, addresses[0], addresses[1]),
        times: Times { hold, ..Times::default() },
        ..Start::default()
    })
}

/// A pair: the primary answers its help desk, of which the backup has a copy.
pub(crate) fn pair(primary: Site, backup: Site) -> (Running, Running) {
    let addresses = [free(), free()];
    (pool(PRIMARY, primary, addresses), pool(BACKUP, backup, addresses))
}

/// A backup before a party that stands for the primary.
fn before(backup: Site) -> (Party, Running) {
    before_holding(Times::default().hold, backup)
}

/// The same with a backup that holds calls for so long while no pool answers.
pub(crate) fn before_holding(hold: Duration, backup: Site) -> (Party, Running) {
    let mut primary = Party::new(free(), "primary");
    let addresses = [primary.peer.address(), free()];
    let backup = pool_that_holds(hold, BACKUP, backup, addresses);
    primary.peer.turn_to(backup.udp());
    (primary, backup)
}

#[test]
fn a_call_for_a_copy_reaches_an_agent_of_the_pool_that_answers_and_both_may_hang_up() {
    let (primary, backup) = pair(Site::help_desk("Serial", &["alex"]), Site::copy_of_help_desk());
    let mut alex = agent(&primary, "alex");
    let mut caller = Party::new(backup.udp(), "pat");
    caller.call("sip:helpdesk@contoso.com");
    alex.take();
    assert!(alex.is_heard_by(&caller, 0x44) && caller.is_heard_by(&alex, 0x45));
    alex.hang_up();
    caller.is_hung_up();
    let mut caller = Party::new(backup.udp(), "robin");
    caller.call("sip:helpdesk@contoso.com");
    alex.take();
    caller.hang_up();
    alex.is_hung_up();
    primary.comes_to_rest();
    backup.comes_to_rest();
}

#[test]
fn the_call_that_is_sent_on_says_who_calls_what_is_wished_and_who_relays() {
    let (mut primary, backup) = before(Site::copy_of_help_desk());
    let mut caller = Party::new(backup.udp(), "pat");
    let invite =
        caller.invite("sip:helpdesk@contoso.com", "Privacy: id\r\nDiversion: <sip:sales@contoso.com>\r\n");
    caller.peer.send(invite.as_bytes());
    let relayed = primary.take();
    caller.establish();
    assert_eq!(first_line(&relayed), "INVITE sip:helpdesk@contoso.com SIP/2.0");
    assert!(field(&relayed, "From").unwrap().starts_with("<sip:pat@contoso.com>;tag="), "{relayed}");
    assert_eq!(field(&relayed, "Privacy"), Some("id"));
    assert_eq!(field(&relayed, "Diversion"), Some("<sip:sales@contoso.com>"));
    assert_eq!(field(&relayed, "Max-Forwards"), Some("69"));
    assert_eq!(field(&relayed, "X-Switchback-Relayed"), Some(BACKUP));
    caller.hang_up();
    primary.is_hung_up();
    backup.comes_to_rest();
}

#[test]
fn a_caller_who_wishes_privacy_keeps_it_behind_a_relay() {
    let (primary, backup) = pair(Site::help_desk("Serial", &["alex"]), Site::copy_of_help_desk());
    let mut alex = agent(&primary, "alex");
    let mut caller = Party::new(backup.udp(), "pat");
    caller.peer.send(caller.invite("sip:helpdesk@contoso.com", "Privacy: id\r\n").as_bytes());
    caller.establish();
    let invite = alex.take();
    assert!(!invite.contains("pat@contoso.com"), "{invite}");
    caller.hang_up();
    alex.is_hung_up();
}

#[test]
fn an_agent_who_calls_a_relayed_group_proves_it_once() {
    let (primary, backup) = pair(Site::help_desk("Serial", &["alex"]), Site::copy_of_help_desk());
    let mut alex = agent(&primary, "alex");
    let mut kim = Party::new(backup.udp(), "kim");
    kim.call_with_password("sip:helpdesk@contoso.com");
    alex.take();
    kim.hang_up();
    alex.is_hung_up();
    // Who only says to be a pool is asked.
    let stranger = Party::new(primary.udp(), "kim");
    let invite = stranger.invite("sip:helpdesk@contoso.com", "X-Switchback-Relayed: backup.contoso.com\r\n");
    stranger.peer.send(invite.as_bytes());
    stranger.peer.expect("SIP/2.0 401");
}

#[test]
fn a_relayed_call_is_cancelled_and_its_refusal_is_passed_back() {
    let (primary, backup) = before(Site::copy_of_help_desk());
    let caller = Party::new(backup.udp(), "pat");
    let invite = caller.invite("sip:helpdesk@contoso.com", "");
    caller.peer.send(invite.as_bytes());
    let relayed = primary.peer.expect("INVITE ");
    primary.peer.send(primary.answer(&relayed, "180 Ringing", false).as_bytes());
    caller.peer.expect("SIP/2.0 180");
    caller.peer.send(cancel_of(&invite).as_bytes());
    caller.peer.expect("SIP/2.0 200");
    caller.peer.expect("SIP/2.0 487");
    primary.is_cancelled(&relayed);
    let caller = Party::new(backup.udp(), "robin");
    caller.peer.send(caller.invite("sip:helpdesk@contoso.com", "").as_bytes());
    let relayed = primary.peer.expect("INVITE ");
    primary.peer.send(primary.answer(&relayed, "480 Closed Today", false).as_bytes());
    assert_eq!(first_line(&caller.peer.expect("SIP/2.0 4")), "SIP/2.0 480 Closed Today");
    backup.comes_to_rest();
}

#[test]
fn what_passes_between_pools_is_not_passed_to_the_caller() {
    for status in ["401 Unauthorized", "407 Proxy Authentication Required", "302 Moved Temporarily"] {
        let (primary, backup) = before(Site::copy_of_help_desk());
        let caller = Party::new(backup.udp(), "pat");
        caller.peer.send(caller.invite("sip:helpdesk@contoso.com", "").as_bytes());
        let relayed = primary.peer.expect("INVITE ");
        primary.peer.send(primary.answer(&relayed, status, false).as_bytes());
        caller.peer.expect("SIP/2.0 503");
        backup.comes_to_rest();
    }
}

#[test]
fn a_pool_that_is_not_there_gives_503_without_a_time_to_come_again() {
    // A pool that says nothing, one that nobody knows, and our own without a backup.
    let (_primary, silent) = before_holding(NO_HOLD, Site::copy_of_help_desk());
    let times = Times { hold: NO_HOLD, ..Times::default() };
    let unknown = Running::with(Start { site: Site::copy_of_help_desk(), times, ..Start::default() });
    let alone = Site::help_desk("Serial", &["alex"]).role("pool.contoso.com", Duty::Relays);
    let alone = Running::with(Start { site: alone, times, ..Start::default() });
    for running in [silent, unknown, alone] {
        let caller = Party::new(running.udp(), "pat");
        caller.peer.send(caller.invite("sip:helpdesk@contoso.com", "").as_bytes());
        let refusal = caller.peer.expect("SIP/2.0 503");
        assert_eq!(first_line(&refusal), "SIP/2.0 503 Answering Pool Unreachable");
        assert_eq!(field(&refusal, "Retry-After"), None);
    }
}

#[test]
fn a_pool_that_is_failed_over_relays_its_own_groups_to_its_backup() {
    let own = Site::help_desk("Serial", &["alex"]).role("pool.contoso.com", Duty::Relays);
    let backup = Running::with(Start {
        users: vec![user("sip:alex@contoso.com")],
        site: Site::help_desk("Serial", &["alex"]),
        pools: Pools { own: BACKUP.to_owned(), ..Pools::default() },
        ..Start::default()
    });
    let pools = Pools {
        own: "pool.contoso.com".to_owned(),
        places: [(BACKUP.to_owned(), backup.udp())].into(),
        backup: Some(BACKUP.to_owned()),
        primary: None,
    };
    let failed_over = Running::with(Start { site: own, pools, ..Start::default() });
    let mut alex = agent(&backup, "alex");
    let mut caller = Party::new(failed_over.udp(), "pat");
    caller.call("sip:helpdesk@contoso.com");
    alex.take();
    assert!(alex.is_heard_by(&caller, 0x46));
    caller.hang_up();
    alex.is_hung_up();
}

#[test]
fn keys_go_through_a_relay_in_packets_and_by_info() {
    let question = json!({
        "Prompt": {"TextToSpeechPrompt": "Press one."},
        "AnswerList": [{"DtmfResponse": "1", "Action": {"Action": "TransferToQueue", "QueueID": "@Help"}}],
    });
    let site = || {
        let action = json!({"Action": "TransferToQuestion", "Question": question});
        Site::help_desk("Serial", &["alex"]).workflow(action)
    };
    for by_info in [false, true] {
        let (primary, backup) = pair(site(), Site::copy_of_help_desk());
        let mut alex = agent(&primary, "alex");
        let mut caller = Party::new(backup.udp(), "pat");
        caller.call("sip:helpdesk@contoso.com");
        assert!(caller.hears_music());
        if by_info {
            let body = "Signal=1\r\nDuration=160\r\n";
            let others = format!(
                "Content-Type: application/dtmf-relay\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            );
            let info = caller.within("INFO", &others);
            caller.peer.send(info.as_bytes());
            caller.peer.expect("SIP/2.0 200");
        } else {
            caller.voice.press('1', 101);
        }
        alex.take();
        caller.hang_up();
        alex.is_hung_up();
    }
}

#[test]
fn two_pools_that_take_each_other_for_the_one_that_answers_find_the_loop() {
    let (first, backup) = crossed(NO_HOLD);
    let caller = Party::new(first.udp(), "pat");
    caller.peer.send(caller.invite("sip:helpdesk@contoso.com", "").as_bytes());
    // The backup would send it back to where it comes from.
    caller.peer.expect("SIP/2.0 482");
    first.comes_to_rest();
    backup.comes_to_rest();
}

/// The pool is failed over, and its backup has not been told or is told no more: each relays to the other.
pub(crate) fn crossed(hold: Duration) -> (Running, Running) {
    let addresses = [free(), free()];
    let away = Site::copy_of_help_desk().role(PRIMARY, Duty::Relays);
    let first = pool_that_holds(hold, PRIMARY, away, addresses);
    (first, pool_that_holds(hold, BACKUP, Site::copy_of_help_desk(), addresses))
}

#[test]
fn hops_run_out_between_pools() {
    let (primary, backup) = pair(Site::help_desk("Serial", &["alex"]), Site::copy_of_help_desk());
    let caller = Party::new(backup.udp(), "pat");
    let invite = caller.invite("sip:helpdesk@contoso.com", "").replace("Max-Forwards: 70", "Max-Forwards: 1");
    caller.peer.send(invite.as_bytes());
    caller.peer.expect("SIP/2.0 483");
    backup.comes_to_rest();
    primary.comes_to_rest();
}

#[test]
fn a_pool_asks_its_pair_for_an_address_that_it_does_not_know() {
    let (primary, backup) = pair(Site::help_desk("Serial", &["alex"]), Site::new());
    let mut alex = agent(&primary, "alex");
    let mut caller = Party::new(backup.udp(), "pat");
    caller.call("sip:helpdesk@contoso.com");
    alex.take();
    caller.hang_up();
    alex.is_hung_up();
    let caller = Party::new(backup.udp(), "robin");
    caller.peer.send(caller.invite("sip:nobody@contoso.com", "").as_bytes());
    caller.peer.expect("SIP/2.0 404");
    drop(primary);
    // Nobody knows whether a pool that is lost knew it.
    let caller = Party::new(backup.udp(), "sam");
    caller.peer.send(caller.invite("sip:nobody@contoso.com", "").as_bytes());
    caller.peer.expect("SIP/2.0 404");
}

#[test]
fn a_number_leads_through_a_relay_too() {
    let (primary, backup) = pair(Site::help_desk("Serial", &["alex"]), Site::copy_of_help_desk());
    let mut alex = agent(&primary, "alex");
    let mut caller = Party::new(backup.udp(), "pat");
    caller.call("tel:+14255551298");
    alex.take();
    caller.hang_up();
    alex.is_hung_up();
}
