//! Towards each peer we are one source for the whole call: every packet that reaches the caller's own socket is looked
//! at.

use serde_json::json;

use crate::{
    calls::agent,
    party::Party,
    phone::user,
    running::{Running, Start},
    site::Site,
    sound::Sound,
    voice::Got,
};

#[test]
fn a_caller_hears_one_source_through_welcome_question_music_and_relay() {
    let (welcome, question, music) = (Sound::new(0x11, 20), Sound::new(0x22, 500), Sound::new(0x33, 500));
    let to_queue = json!({"Action": "TransferToQueue", "QueueID": "@Help"});
    let ask = json!({
        "Prompt": question.prompt(), "AnswerList": [{"DtmfResponse": "1", "Action": to_queue}],
    });
    let action = json!({"Prompt": welcome.prompt(), "Action": "TransferToQuestion", "Question": ask});
    let site = Site::help_desk("Serial", &["alex"])
        .sounds(&[&welcome, &question, &music])
        .workflow_with(action, json!({"CustomMusicOnHoldFile": music.file()}));
    let running =
        Running::with(Start { users: vec![user("sip:alex@contoso.com")], site, ..Start::default() });
    let mut caller = Party::waiting(&running);
    assert!(caller.voice.hears_sound(0x11));
    assert!(caller.voice.hears_sound(0x22));
    caller.voice.press('1', 101);
    assert!(caller.voice.hears_sound(0x33));
    let mut alex = agent(&running, "alex");
    alex.take();
    assert!(alex.is_heard_by(&caller, 0x44));
    (0..20).for_each(|_| assert!(alex.is_heard_by(&caller, 0x44)));
    // The agent holds, and comes back.
    alex.hold();
    assert!(caller.voice.hears_sound(0x33));
    alex.reinvite("sendrecv");
    assert!(alex.is_heard_by(&caller, 0x55));
    alex.voice.press('7', 101);
    assert!(caller.voice.gets(|got| got.payload_type == 101));
    caller.hang_up();
    alex.is_hung_up();
    assert!(caller.hears_nothing_more());
    let log = caller.voice.log();
    let heard: Vec<u8> = [0x11, 0x22, 0x33, 0x44, 0x33, 0x55].into();
    assert_eq!(sounds(&log), heard);
    is_one_source(&log);
    running.comes_to_rest();
}

/// The sounds in the order in which they were heard; silence and what is not one sound are left out.
fn sounds(log: &[Got]) -> Vec<u8> {
    let whole = log.iter().filter(|got| {
        got.payload_type == 8 && got.payload.iter().all(|byte| *byte == got.payload[0] && *byte != SILENCE)
    });
    let mut sounds: Vec<u8> = whole.map(|got| got.payload[0]).collect();
    sounds.dedup();
    sounds
}

/// One SSRC, numbers that rise by one, and timestamps that rise with every packet and leap only behind a pause, whose
/// end is marked.
#[track_caller]
fn is_one_source(log: &[Got]) {
    for pair in log.windows(2) {
        let (before, after) = (&pair[0], &pair[1]);
        assert_eq!(after.ssrc, before.ssrc, "{before:?} {after:?}");
        assert_eq!(after.sequence, before.sequence.wrapping_add(1), "{before:?} {after:?}");
        let step = after.timestamp.wrapping_sub(before.timestamp);
        let is_of_one_key = before.payload_type == 101 && after.payload_type == 101 && !after.marker;
        if is_of_one_key {
            assert_eq!(step, 0, "{before:?} {after:?}");
        } else {
            assert!((1..LEAP_MAX).contains(&step), "{step}: {before:?} {after:?}");
        }
    }
}

const SILENCE: u8 = 0xd5;
/// Longer than anything in this call takes: ten seconds.
const LEAP_MAX: u32 = 80_000;
