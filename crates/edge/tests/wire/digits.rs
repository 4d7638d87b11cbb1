//! Digits, by every way on which they come, through the menu of a workflow.

use serde_json::{Value, json};

use crate::{
    calls::{agent, help_desk},
    party::Party,
    peer::field,
    phone::user,
    running::{Running, Start},
    site::Site,
    sound::Sound,
};

/// A menu of two questions, each of which is one sound: `12` leads to the help desk of Alex.
fn menu() -> Running {
    let (first, second) = (Sound::new(FIRST, 500), Sound::new(SECOND, 500));
    let answer = |key: &str, action: Value| json!({"DtmfResponse": key, "Action": action});
    let to_queue = json!({"Action": "TransferToQueue", "QueueID": "@Help"});
    // A digit that counted twice would end the call.
    let inner = json!({
        "Prompt": second.prompt(),
        "AnswerList": [answer("1", json!({"Action": "Terminate"})), answer("2", to_queue)],
    });
    let to_inner = json!({"Action": "TransferToQuestion", "Question": inner});
    let outer = json!({"Prompt": first.prompt(), "AnswerList": [answer("1", to_inner)]});
    let site = Site::help_desk("Serial", &["alex"])
        .sounds(&[&first, &second])
        .workflow(json!({"Action": "TransferToQuestion", "Question": outer}));
    Running::with(Start { users: vec![user("sip:alex@contoso.com")], site, ..Start::default() })
}

/// Goes through the menu with keys pressed in one way, and reaches Alex.
#[track_caller]
fn check(event: Option<u8>, mut press: impl FnMut(&mut Party, char)) {
    let running = menu();
    let mut alex = agent(&running, "alex");
    let mut caller = Party::new(running.udp(), "pat").with_events(event);
    caller.call("sip:helpdesk@contoso.com");
    assert!(caller.voice.hears_sound(FIRST));
    press(&mut caller, '1');
    assert!(caller.voice.hears_sound(SECOND));
    press(&mut caller, '2');
    let invite = alex.take();
    let answers = invite.lines().filter(|line| line.starts_with("X-Switchback-Answer"));
    assert_eq!(answers.collect::<Vec<_>>(), ["X-Switchback-Answer: ? 1", "X-Switchback-Answer: ? 2"]);
    assert!(alex.is_heard_by(&caller, 0x31));
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn digits_by_events_answer_questions_whatever_their_payload_type() {
    for number in [101, 96] {
        check(Some(number), |caller, key| caller.voice.press(key, number));
    }
}

#[test]
fn digits_in_band_answer_questions_where_events_were_not_negotiated() {
    check(None, |caller, key| caller.voice.sound_key(key));
}

#[test]
fn digits_by_info_answer_questions() {
    check(Some(101), press_by_info);
}

#[test]
fn a_digit_that_comes_by_info_and_by_events_counts_once() {
    check(Some(101), |caller, key| {
        caller.voice.press(key, 101);
        press_by_info(caller, key);
    });
    check(Some(101), |caller, key| {
        press_by_info(caller, key);
        caller.voice.press(key, 101);
    });
}

#[test]
fn a_digit_that_never_ends_counts_once_and_the_next_one_as_well() {
    check(Some(101), |caller, key| caller.voice.keep_pressing(key, 101, 400));
}

#[test]
fn tones_are_no_digits_where_events_were_negotiated() {
    let running = menu();
    let mut caller = Party::waiting(&running);
    assert!(caller.voice.hears_sound(FIRST));
    caller.voice.sound_key('1');
    assert!(!caller.voice.hears(|samples| samples.iter().all(|sample| *sample == SECOND)));
    caller.voice.press('1', 101);
    assert!(caller.voice.hears_sound(SECOND));
    caller.hang_up();
    running.comes_to_rest();
}

#[test]
fn events_reach_the_other_side_with_the_payload_type_that_it_asked_for() {
    let running = help_desk("Serial");
    let mut alex = agent(&running, "alex").with_events(Some(97));
    let mut caller = Party::new(running.udp(), "pat").with_events(Some(110));
    caller.call("sip:helpdesk@contoso.com");
    alex.take();
    assert!(caller.is_heard_by(&alex, 0x41) && alex.is_heard_by(&caller, 0x42));
    caller.voice.press('5', 110);
    assert!(
        alex.voice.gets(|got| got.payload_type == 97 && got.payload[0] == 5 && got.payload[1] & 0x80 != 0)
    );
    // The phone of the agent uses the number of our offer.
    alex.voice.press('#', 101);
    assert!(caller.voice.gets(|got| got.payload_type == 110 && got.payload[0] == 11));
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn an_info_that_is_no_digit_is_refused_and_the_call_goes_on() {
    let running = menu();
    let mut caller = Party::waiting(&running);
    let kind = "Content-Type: application/dtmf-relay\r\nContent-Length: 10\r\n\r\nSignal=?\r\n";
    let info = caller.within("INFO", kind);
    caller.peer.send(info.as_bytes());
    caller.peer.expect("SIP/2.0 400");
    let info = caller.within("INFO", "Content-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");
    caller.peer.send(info.as_bytes());
    let refusal = caller.peer.expect("SIP/2.0 415");
    assert_eq!(field(&refusal, "Accept"), Some("application/dtmf-relay, application/dtmf"));
    assert!(caller.voice.hears_sound(FIRST));
    caller.hang_up();
    running.comes_to_rest();
}

fn press_by_info(caller: &mut Party, key: char) {
    let body = format!("Signal={key}\r\nDuration=160\r\n");
    let head = format!("Content-Type: application/dtmf-relay\r\nContent-Length: {}\r\n\r\n", body.len());
    let info = caller.within("INFO", &(head + &body));
    caller.peer.send(info.as_bytes());
    caller.peer.expect("SIP/2.0 200");
}

/// What the questions sound like.
const FIRST: u8 = 0x11;
const SECOND: u8 = 0x22;
