//! Prompts and music.

use media::{Event, MusicStart, PlaybackEnd, PlaybackNumber, g711::Codec};

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
