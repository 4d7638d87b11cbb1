//! Two legs that hear each other.

use media::{Event, MusicStart, PlaybackNumber, g711::Codec};

use crate::peer::{Got, Peer, Stage, audio};

/// Sends frames until one is heard by the other; then both sides are known to be joined.
fn meet(from: &mut Peer, to: &Peer, codec: Codec) -> Got {
    from.send(codec.payload_type(), &[0x11; 160]);
    to.get_where(|got| got.payload[0] != 0xD5 && got.payload[0] != 0xFF)
}

#[test]
fn joined_legs_hear_each_other_in_their_own_laws() {
    let stage = Stage::new();
    let mut caller = stage.call(1, Codec::Alaw);
    let mut agent = stage.call(2, Codec::Mulaw);
    stage.media.join(caller.leg, agent.leg).unwrap();
    let mut expected = [0; 160];
    Codec::Alaw.transcode(Codec::Mulaw, &[0x11; 160], &mut expected);
    let got = meet(&mut caller, &agent, Codec::Alaw);
    assert_eq!((got.payload_type, &*got.payload), (0, &expected[..]));
    Codec::Mulaw.transcode(Codec::Alaw, &[0x11; 160], &mut expected);
    let got = meet(&mut agent, &caller, Codec::Mulaw);
    assert_eq!((got.payload_type, &*got.payload), (8, &expected[..]));
}

#[test]
fn a_peer_is_one_source_through_prompt_music_and_relay() {
    let mut stage = Stage::new();
    let caller = stage.call(1, Codec::Alaw);
    let mut agent = stage.call(2, Codec::Alaw);
    let mut got = vec![caller.get()];
    stage.media.play(caller.leg, audio(3, 10), PlaybackNumber(1)).unwrap();
    stage.media.music(caller.leg, audio(50, 20), MusicStart::Beginning).unwrap();
    got.extend((0..10).map(|_| caller.get()));
    stage.event_where(|event| matches!(event, Event::PlaybackEnded { .. }));
    stage.media.join(caller.leg, agent.leg).unwrap();
    for _ in 0..5 {
        agent.send(8, &[0x11; 160]);
    }
    while got.last().is_some_and(|last| last.payload[0] != 0x11) {
        got.push(caller.get());
    }
    // Another source takes over on the agent's side, as after a transfer.
    (agent.ssrc, agent.sequence, agent.timestamp) = (77, 5, 9);
    for _ in 0..5 {
        agent.send(8, &[0x12; 160]);
    }
    got.extend((0..9).map(|_| caller.get()));
    stage.media.part(agent.leg).unwrap();
    stage.media.play(caller.leg, audio(3, 10), PlaybackNumber(2)).unwrap();
    got.extend((0..3).map(|_| caller.get()));
    for pair in got.windows(2) {
        let [before, after] = pair else { unreachable!() };
        assert_eq!(after.ssrc, before.ssrc);
        assert_eq!(after.sequence, before.sequence.wrapping_add(1), "{got:#?}");
        let step = after.timestamp.wrapping_sub(before.timestamp);
        assert!((1..=16_000).contains(&step), "a step of {step} samples");
    }
}

#[test]
fn late_packets_go_out_in_their_place_and_duplicates_do_not() {
    let stage = Stage::new();
    let mut caller = stage.call(1, Codec::Alaw);
    let agent = stage.call(2, Codec::Alaw);
    stage.media.join(caller.leg, agent.leg).unwrap();
    let first = meet(&mut caller, &agent, Codec::Alaw);
    let (sequence, timestamp) = (caller.sequence, caller.timestamp);
    // Steps from the first packet; the third is lost.
    for step in [2, 1, 1, 4, 2, 5] {
        caller.sequence = sequence.wrapping_add(step);
        caller.timestamp = timestamp.wrapping_add(u32::from(step) * 160);
        caller.send_as(false, 8, &[0x20 + step as u8; 160]);
    }
    for step in [2, 1, 4, 5] {
        let got = agent.get();
        assert_eq!(got.payload[0], 0x20 + step as u8);
        assert_eq!(got.sequence, first.sequence.wrapping_add(step));
        assert_eq!(got.timestamp, first.timestamp.wrapping_add(u32::from(step) * 160));
    }
}

#[test]
fn a_source_whose_numbers_leap_goes_out_without_a_leap() {
    let stage = Stage::new();
    let mut caller = stage.call(1, Codec::Alaw);
    let agent = stage.call(2, Codec::Alaw);
    stage.media.join(caller.leg, agent.leg).unwrap();
    let first = meet(&mut caller, &agent, Codec::Alaw);
    // Timestamps alone.
    caller.timestamp = caller.timestamp.wrapping_add(1_000_000);
    caller.send(8, &[0x21; 160]);
    let second = agent.get();
    assert_eq!((second.sequence, second.marker), (first.sequence.wrapping_add(1), true));
    assert!((1..8000).contains(&second.timestamp.wrapping_sub(first.timestamp)));
    // Numbers and timestamps: the first packet is astray until the second proves it.
    (caller.sequence, caller.timestamp) = (caller.sequence.wrapping_add(30_000), 7);
    caller.send(8, &[0x22; 160]);
    caller.send(8, &[0x23; 160]);
    let third = agent.get();
    assert_eq!((third.sequence, third.payload[0]), (second.sequence.wrapping_add(1), 0x23));
    assert!((1..8000).contains(&third.timestamp.wrapping_sub(second.timestamp)));
}

#[test]
fn who_is_on_hold_hears_music_and_then_the_other_side_again() {
    let stage = Stage::new();
    let mut caller = stage.call(1, Codec::Alaw);
    let mut agent = stage.call(2, Codec::Alaw);
    stage.media.join(caller.leg, agent.leg).unwrap();
    meet(&mut agent, &caller, Codec::Alaw);
    let music = audio(1, 40);
    stage.media.hold(agent.leg, music.clone(), MusicStart::Shared).unwrap();
    caller.get_where(|got| got.payload == music.bytes(Codec::Alaw));
    // What comes from the side that holds is not heard; the caller is, by whoever listens there.
    agent.send(8, &[0x31; 160]);
    for _ in 0..5 {
        assert_eq!(caller.get().payload, music.bytes(Codec::Alaw));
    }
    meet(&mut caller, &agent, Codec::Alaw);
    stage.media.resume(agent.leg).unwrap();
    agent.send(8, &[0x32; 160]);
    caller.get_where(|got| got.payload[0] == 0x32);
}

#[test]
fn comfort_noise_goes_on_only_to_who_takes_it() {
    let stage = Stage::new();
    let mut caller = stage.call(1, Codec::Alaw);
    let mut agent = stage.open(2);
    let remote = media::Remote { comfort_noise: true, ..agent.remote(Codec::Alaw) };
    stage.media.describe(agent.leg, remote).unwrap();
    stage.media.join(caller.leg, agent.leg).unwrap();
    caller.send(13, &[64]);
    assert_eq!(agent.get_where(|got| got.payload_type == 13).payload, [64]);
    agent.send(8, &[0x11; 160]);
    let first = caller.get_where(|got| got.payload[0] == 0x11);
    agent.send(13, &[64]);
    agent.send(8, &[0x12; 160]);
    let second = caller.get();
    assert_eq!((second.payload[0], second.sequence), (0x12, first.sequence.wrapping_add(1)));
}

#[test]
fn a_peer_that_answers_with_both_laws_may_send_either() {
    let stage = Stage::new();
    let mut caller = stage.call(1, Codec::Alaw);
    let agent = stage.open(2);
    let mut remote = agent.remote(Codec::Mulaw);
    remote.payload = media::PayloadTypes { sent: 97, received: 98 };
    stage.media.describe(agent.leg, remote).unwrap();
    stage.media.join(caller.leg, agent.leg).unwrap();
    caller.send(8, &[0x11; 160]);
    caller.send(0, &[0x22; 160]);
    let mut expected = [0; 160];
    Codec::Alaw.transcode(Codec::Mulaw, &[0x11; 160], &mut expected);
    assert_eq!(agent.get_where(|got| got.payload[0] == expected[0]).payload_type, 97);
    let second = agent.get();
    assert_eq!((second.payload_type, &*second.payload), (97, &[0x22; 160][..]));
}
