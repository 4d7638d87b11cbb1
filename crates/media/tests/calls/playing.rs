//! Prompts and music.

use media::{Event, MusicStart, PLAYBACKS_MAX, PlaybackEnd, PlaybackNumber, g711::Codec};

use crate::peer::{Stage, audio};

#[test]
fn a_prompt_is_heard_whole_and_its_end_is_told_once() {
    for codec in [Codec::Alaw, Codec::Mulaw] {
        let mut stage = Stage::new();
        let peer = stage.call(1, codec);
        let prompt = audio(5, 10);
        stage.media.play(peer.leg, prompt.clone(), PlaybackNumber(3)).unwrap();
        let bytes = prompt.bytes(codec);
        let first = peer.get_where(|got| got.payload == bytes[..160]);
        assert_eq!(first.payload_type, codec.payload_type());
        for frame in 1..5_u16 {
            let got = peer.get();
            let at = usize::from(frame) * 160;
            assert_eq!(got.payload, bytes[at..at + 160]);
            assert_eq!(got.sequence, first.sequence.wrapping_add(frame));
            assert_eq!(got.timestamp, first.timestamp.wrapping_add(160 * u32::from(frame)));
            assert_eq!((got.marker, got.ssrc), (false, first.ssrc));
        }
        let ended =
            Event::PlaybackEnded { leg: peer.leg, playback: PlaybackNumber(3), end: PlaybackEnd::Played };
        assert_eq!(stage.event(), ended);
        stage.media.close(peer.leg).unwrap();
        assert!(matches!(stage.event(), Event::Closed { .. }));
    }
}

#[test]
fn music_goes_round_and_round_and_ends_when_it_is_stopped() {
    let mut stage = Stage::new();
    let peer = stage.call(1, Codec::Alaw);
    let music = audio(3, 10);
    stage.media.music(peer.leg, music.clone(), MusicStart::Beginning).unwrap();
    let bytes = music.bytes(Codec::Alaw);
    peer.get_where(|got| got.payload == bytes[..160]);
    for frame in [1, 2, 0, 1, 2, 0] {
        assert_eq!(peer.get().payload, bytes[frame * 160..][..160]);
    }
    stage.media.stop(peer.leg).unwrap();
    stage.media.play(peer.leg, audio(1, 50), PlaybackNumber(1)).unwrap();
    peer.get_where(|got| got.payload == audio(1, 50).bytes(Codec::Alaw));
    assert!(matches!(stage.event(), Event::PlaybackEnded { .. }));
}

#[test]
fn a_playback_on_a_leg_that_is_not_open_is_refused() {
    let mut stage = Stage::new();
    stage.media.play(media::LegId(9), audio(1, 1), PlaybackNumber(4)).unwrap();
    let refused =
        Event::PlaybackEnded { leg: media::LegId(9), playback: PlaybackNumber(4), end: PlaybackEnd::Refused };
    assert_eq!(stage.event(), refused);
    assert_eq!(stage.media.totals().orders_for_no_leg, 1);
}

#[test]
fn music_that_is_shared_is_at_one_place_for_all_who_hear_it() {
    let stage = Stage::new();
    let music = audio(100, 10);
    let bytes = music.bytes(Codec::Alaw);
    let place = |payload: &[u8]| bytes.chunks(160).position(|frame| frame == payload);
    let early = stage.call(1, Codec::Alaw);
    stage.media.music(early.leg, music.clone(), MusicStart::Shared).unwrap();
    let first = early.get_where(|got| place(&got.payload).is_some());
    for _ in 0..10 {
        early.get();
    }
    let late = stage.call(2, Codec::Alaw);
    stage.media.music(late.leg, music.clone(), MusicStart::Shared).unwrap();
    let joined = late.get_where(|got| place(&got.payload).is_some());
    // Frames of our own follow one clock, so places in the music differ as the timestamps do.
    let last = early.get();
    let passed = last.timestamp.wrapping_sub(first.timestamp) / 160;
    let here = (place(&first.payload).unwrap() + passed as usize) % 100;
    assert_eq!(place(&last.payload), Some(here));
    let there = place(&joined.payload).unwrap();
    let apart = (there + 100 - here) % 100;
    assert!(!(10..=90).contains(&apart), "{here} and {there}");
}

#[test]
fn more_prompts_than_may_wait_are_refused_and_each_end_is_told() {
    let mut stage = Stage::new();
    let peer = stage.call(1, Codec::Alaw);
    let prompts = PLAYBACKS_MAX as u64 + 2;
    for number in 0..prompts {
        stage.media.play(peer.leg, audio(50, 1), PlaybackNumber(number)).unwrap();
    }
    stage.media.stop(peer.leg).unwrap();
    let mut ends = std::collections::BTreeMap::new();
    while ends.len() < prompts as usize {
        let Event::PlaybackEnded { playback, end, .. } = stage.event() else { continue };
        assert_eq!(ends.insert(playback, end), None);
    }
    let (refused, stopped): (Vec<_>, Vec<_>) =
        ends.into_iter().partition(|(playback, _)| playback.0 >= PLAYBACKS_MAX as u64);
    assert!(refused.iter().all(|(_, end)| *end == PlaybackEnd::Refused));
    assert!(stopped.iter().all(|(_, end)| *end == PlaybackEnd::Stopped));
}

#[test]
fn a_prompt_is_heard_above_music_which_goes_on_where_it_was_left() {
    let mut stage = Stage::new();
    let peer = stage.call(1, Codec::Mulaw);
    let (music, prompt) = (audio(100, 10), audio(2, 120));
    let frame =
        |audio: &media::Encoded, number: usize| audio.bytes(Codec::Mulaw)[number * 160..][..160].to_vec();
    stage.media.music(peer.leg, music.clone(), MusicStart::Beginning).unwrap();
    peer.get_where(|got| got.payload == frame(&music, 3));
    stage.media.play(peer.leg, prompt.clone(), PlaybackNumber(1)).unwrap();
    let mut last = 3;
    loop {
        let got = peer.get();
        if got.payload == frame(&prompt, 0) {
            break;
        }
        last += 1;
        assert_eq!(got.payload, frame(&music, last));
    }
    assert_eq!(peer.get().payload, frame(&prompt, 1));
    let after = peer.get();
    assert_eq!((after.payload, after.marker), (frame(&music, last + 1), false));
    assert!(matches!(stage.event(), Event::PlaybackEnded { end: PlaybackEnd::Played, .. }));
}
