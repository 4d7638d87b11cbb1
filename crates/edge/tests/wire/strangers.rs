//! What comes from somebody else, or makes no sense.

use serde_json::json;

use crate::{
    calls::{help_desk, talking},
    party::Party,
    peer::{field, first_line, with_body},
    phone::{Phone, user},
    running::{Running, Start},
    site::Site,
    sound::Sound,
    voice::Voice,
};

#[test]
fn the_voice_of_a_stranger_is_not_heard_and_does_not_move_ours() {
    let running = help_desk("Serial");
    let (mut caller, alex) = talking(&running);
    assert!(caller.is_heard_by(&alex, 0x21) && alex.is_heard_by(&caller, 0x22));
    // From another port of the caller's host, and from another host, with numbers that follow.
    for ip in ["127.0.0.1", "127.0.0.2"] {
        let stranger = Voice::new(ip.parse().unwrap());
        stranger.describe(caller.voice.edge());
        for _ in 0..30 {
            stranger.say(0x66);
        }
        stranger.press('5', 101);
        assert!(caller.is_heard_by(&alex, 0x23) && alex.is_heard_by(&caller, 0x24));
        assert!(stranger.hears_nothing_more());
        let heard = alex.voice.log();
        assert!(!heard.iter().any(|got| got.payload.contains(&0x66) || got.payload_type == 101));
    }
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_stranger_presses_no_keys() {
    let question = Sound::new(0x11, 500);
    let ask = json!({
        "Prompt": question.prompt(), "AnswerList": [{"DtmfResponse": "1", "Action": {"Action": "Terminate"}}],
    });
    let site = Site::help_desk("Serial", &["alex"])
        .sounds(&[&question])
        .workflow(json!({"Action": "TransferToQuestion", "Question": ask}));
    let running = Running::with(Start { site, ..Start::default() });
    let caller = Party::waiting(&running);
    caller.voice.say(0x55);
    assert!(caller.voice.hears_sound(0x11));
    let stranger = Voice::new("127.0.0.1".parse().unwrap());
    stranger.describe(caller.voice.edge());
    stranger.press('1', 101);
    assert!(caller.peer.hears_nothing(std::time::Duration::from_millis(200)));
    // The same key of the caller ends the call.
    caller.voice.press('1', 101);
    caller.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn datagrams_that_are_no_rtp_harm_nobody() {
    let running = help_desk("Serial");
    let (mut caller, alex) = talking(&running);
    assert!(caller.is_heard_by(&alex, 0x21));
    for length in [0, 1, 11, 12, 13, 400, 1_400] {
        for byte in [0x00, 0x80, 0xff] {
            caller.voice.send_raw(&vec![byte; length]);
        }
    }
    // Comfort noise is taken, an unknown codec is not, and neither comes out at the other side.
    caller.voice.send(13, false, &[70], 160);
    caller.voice.send(18, false, &[0x66; 20], 160);
    assert!(caller.is_heard_by(&alex, 0x22) && alex.is_heard_by(&caller, 0x23));
    assert!(alex.voice.log().iter().all(|got| got.payload_type == 8));
    caller.hang_up();
    alex.is_hung_up();
    running.comes_to_rest();
}

#[test]
fn a_wrong_digest_and_a_replayed_one_place_no_call_as_an_agent() {
    let running = help_desk("Serial");
    let alex = Party::new(running.udp(), "alex");
    let mut others = String::new();
    for (round, (password, count, status)) in
        [("guessed", 1, "403 Forbidden"), ("", 1, "200 OK"), ("", 1, "401 Unauthorized")]
            .into_iter()
            .enumerate()
    {
        let phone = Phone { method: "INVITE", ..Phone::of(&alex.peer, "alex") };
        let phone = if password.is_empty() { phone } else { Phone { password, ..phone } };
        let mut party = Party::new(running.udp(), "alex");
        party.again(round);
        if others.is_empty() || !password.is_empty() || round == 1 {
            let invite = party.invite("sip:helpdesk@contoso.com", "");
            party.peer.send(invite.as_bytes());
            let challenge = party.peer.expect("SIP/2.0 401");
            party.acknowledges(&invite, &challenge);
            others = phone.authorization(&challenge, count);
        }
        party.again(round + 10);
        party.peer.send(party.invite("sip:helpdesk@contoso.com", &others).as_bytes());
        let answer = party.peer.expect(&format!("SIP/2.0 {status}"));
        if status == "200 OK" {
            party.establishes(&answer);
            party.hang_up();
        } else if let Some(challenge) = field(&answer, "WWW-Authenticate") {
            assert!(challenge.ends_with("stale=true"), "{answer}");
        }
    }
    running.comes_to_rest();
}

#[test]
fn a_workflow_that_is_inactive_or_whose_queue_has_nobody_is_refused_unanswered() {
    let to_queue = json!({"Action": "TransferToQueue", "QueueID": "@Help"});
    let inactive = Site::help_desk("Serial", &["alex"]).workflow_with(to_queue, json!({"Active": false}));
    for site in [inactive, Site::help_desk("Serial", &[])] {
        let running = Running::with(Start { site, ..Start::default() });
        let caller = Party::new(running.udp(), "pat");
        caller.peer.send(caller.invite("sip:helpdesk@contoso.com", "").as_bytes());
        assert_eq!(first_line(&caller.peer.expect("SIP/2.0 4")), "SIP/2.0 480 Temporarily Unavailable");
        running.comes_to_rest();
    }
}

#[test]
fn descriptions_of_nonsense_are_refused_with_what_is_wrong() {
    let running = help_desk("Serial");
    for (round, (body, status)) in [
        ("hello, world", "400"),
        ("v=0\r\n", "400"),
        ("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 RTP/AVP 8\r\n", "400"),
        ("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 here\r\nt=0 0\r\nm=audio 9 RTP/AVP 8\r\n", "400"),
        ("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 99999 RTP/AVP 8\r\n", "400"),
        ("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video 9 RTP/AVP 31\r\n", "488"),
        ("v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/SAVP 8\r\n", "488"),
    ]
    .into_iter()
    .enumerate()
    {
        let mut caller = Party::new(running.udp(), "pat");
        caller.again(round);
        let invite = caller.invite("sip:helpdesk@contoso.com", "");
        caller.peer.send(with_body(&invite, body).as_bytes());
        let refusal = caller.peer.expect(&format!("SIP/2.0 {status}"));
        assert!(field(&refusal, "Warning").is_some(), "{refusal}");
    }
    running.comes_to_rest();
}

#[test]
fn what_cannot_be_spoken_or_decoded_is_left_out_and_the_call_goes_on() {
    let torn = Sound::of("torn.wav", b"RIFF\xff\xff\0\0WAVEfmt ".to_vec());
    let lost = Sound::new(0x77, 5);
    for prompt in [
        torn.prompt(),
        // The pool does not hold this one.
        lost.prompt(),
        // The English voice makes no sound of it.
        json!({"TextToSpeechPrompt": "..."}),
        json!({}),
    ] {
        let site = Site::help_desk("Serial", &["alex"]).sounds(&[&torn]).workflow(json!({
            "Prompt": prompt, "Action": "TransferToQueue", "QueueID": "@Help",
        }));
        let users = vec![user("sip:alex@contoso.com")];
        let running = Running::with(Start { users, site, ..Start::default() });
        let (mut caller, alex) = talking(&running);
        assert!(alex.is_heard_by(&caller, 0x21));
        caller.hang_up();
        alex.is_hung_up();
        running.comes_to_rest();
    }
}
