//! The ear of a test call: one leg of ours hears another.

use std::time::Duration;

use media::{Encoded, Event, LegId, MusicStart, PlaybackNumber, Remote, ear::Ear, g711::Codec, tone};

use crate::peer::{LOOPBACK, Stage};

/// Opens two legs whose peers are each other.
fn pair(stage: &Stage) -> [LegId; 2] {
    let legs = [LegId(1), LegId(2)];
    let ports = legs.map(|leg| stage.media.open(leg, LOOPBACK).unwrap());
    for (leg, port) in [(legs[0], ports[1]), (legs[1], ports[0])] {
        stage.media.describe(leg, Remote::new((LOOPBACK, port).into(), Codec::Alaw)).unwrap();
    }
    legs
}

fn recorded(stage: &mut Stage) -> Vec<i16> {
    let event = stage.event_where(|event| matches!(event, Event::Recorded { .. }));
    let Event::Recorded { heard, .. } = event else { unreachable!() };
    heard
}

#[test]
fn what_one_leg_plays_the_other_records_and_the_ear_knows() {
    let mut stage = Stage::new();
    let [speaker, listener] = pair(&stage);
    // A glide, of which no piece is like another.
    let prompt: Vec<_> =
        (0..8000).map(|at| ((f64::from(at) * f64::from(at) / 40_000.0).sin() * 9000.0) as i16).collect();
    let other: Vec<_> = prompt.iter().rev().copied().collect();
    stage.media.record(listener, Duration::from_secs(20)).unwrap();
    stage.media.play(speaker, Encoded::from_pcm(&prompt).into(), PlaybackNumber(1)).unwrap();
    stage.event_where(|event| matches!(event, Event::PlaybackEnded { .. }));
    stage.media.glance(listener).unwrap();
    let glanced = recorded(&mut stage);
    stage.media.take(listener).unwrap();
    let heard = recorded(&mut stage);
    assert!(glanced.len() > 7_000 && heard.starts_with(&glanced), "a glance is the beginning of the whole");
    let ear = Ear::new(&heard);
    let which = ear.which([("other", &*other), ("prompt", &*prompt)]);
    assert!(matches!(which, Some(("prompt", _))), "{which:?} {:?}", ear.find(&prompt));
}

#[test]
fn tones_prove_both_ways_and_a_recording_ends_with_its_leg() {
    let mut stage = Stage::new();
    let [one, other] = pair(&stage);
    for (leg, frequency) in [(one, 1000.0), (other, 1400.0)] {
        let samples: Vec<_> = tone::sine(frequency, 6000, 0, 8000).collect();
        stage.media.record(leg, Duration::from_secs(20)).unwrap();
        stage.media.music(leg, Encoded::from_pcm(&samples).into(), MusicStart::Shared).unwrap();
    }
    // Half a second passes for another playback.
    stage.media.open(LegId(3), LOOPBACK).unwrap();
    stage.media.play(LegId(3), Encoded::from_pcm(&[0; 4000]).into(), PlaybackNumber(1)).unwrap();
    stage.event_where(|event| matches!(event, Event::PlaybackEnded { .. }));
    for (leg, heard, silent) in [(one, 1400.0, 1000.0), (other, 1000.0, 1400.0)] {
        stage.media.close(leg).unwrap();
        let samples = recorded(&mut stage);
        let ear = Ear::new(&samples);
        assert!(ear.tone(heard) > Duration::from_millis(200), "{:?}", ear.tone(heard));
        assert_eq!(ear.tone(silent), Duration::ZERO);
    }
}
