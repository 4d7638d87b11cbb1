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
