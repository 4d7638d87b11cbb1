//! Digits in and out.

use media::{
    Event, PayloadTypes,
    g711::Codec,
    telephone_event::{Digit, Payload},
    tone,
};

use crate::peer::{Peer, Stage};

fn describe_with_events(stage: &Stage, peer: &Peer, events: PayloadTypes) {
    let mut remote = peer.remote(Codec::Alaw);
    remote.telephone_event = Some(events);
    stage.media.describe(peer.leg, remote).unwrap();
}

/// The digits up to the first packet of a second source, which ends the test.
fn digits(stage: &mut Stage) -> String {
    let mut digits = String::new();
    loop {
        match stage.event() {
            Event::Digit { digit: '#', .. } => return digits,
            Event::Digit { digit, .. } => digits.push(digit),
            _ => {}
        }
    }
}

fn press(peer: &mut Peer, payload_type: u8, sign: char, ends: usize) {
    let code = Digit::new(sign).unwrap().code();
    peer.timestamp = peer.timestamp.wrapping_add(2000);
    for step in 1..=5 + ends {
        peer.sequence = peer.sequence.wrapping_add(1);
        let payload = Payload { code, end: step > 5, volume: 10, duration: 160 * step.min(5) as u16 };
        peer.send_as(step == 1, payload_type, &payload.to_bytes());
    }
}

#[test]
fn telephone_events_are_heard_once_each_with_their_ends_lost_or_not() {
    let mut stage = Stage::new();
    let mut peer = stage.open(1);
    describe_with_events(&stage, &peer, PayloadTypes::same(101));
    for (sign, ends) in [('1', 3), ('1', 0), ('2', 1), ('*', 3), ('#', 3)] {
        press(&mut peer, 101, sign, ends);
    }
    assert_eq!(digits(&mut stage), "112*");
}

#[test]
fn the_number_of_either_side_is_understood() {
    let mut stage = Stage::new();
    let mut peer = stage.open(1);
    describe_with_events(&stage, &peer, PayloadTypes { sent: 96, received: 101 });
    for (payload_type, sign) in [(101, '1'), (96, '2'), (97, '3'), (101, '#')] {
        press(&mut peer, payload_type, sign, 3);
    }
    assert_eq!(digits(&mut stage), "12");
}

#[test]
fn tones_count_only_where_events_are_not_negotiated() {
    for (negotiated, expected) in [(false, "7"), (true, "")] {
        let mut stage = Stage::new();
        let mut peer = stage.open(1);
        let mut remote = peer.remote(Codec::Alaw);
        remote.telephone_event = negotiated.then_some(PayloadTypes::same(101));
        stage.media.describe(peer.leg, remote.clone()).unwrap();
        let mut sound = |sign| {
            let key = Digit::new(sign).unwrap();
            let mut samples: Vec<_> = tone::digit(key, 0, 800).collect();
            samples.resize(1600, 0);
            for frame in samples.chunks(160) {
                let coded: Vec<_> = frame.iter().map(|sample| Codec::Alaw.encode(*sample)).collect();
                peer.send(8, &coded);
            }
        };
        sound('7');
        if !negotiated {
            sound('#');
        } else {
            press(&mut peer, 101, '#', 3);
        }
        assert_eq!(digits(&mut stage), expected);
    }
}

#[test]
fn keys_of_ours_are_heard_by_another_leg_as_events_and_as_tones() {
    for negotiated in [true, false] {
        let mut stage = Stage::new();
        let (ours, theirs) = (media::LegId(1), media::LegId(2));
        let ports = [ours, theirs].map(|leg| stage.media.open(leg, crate::peer::LOOPBACK).unwrap());
        for (leg, port) in [(ours, ports[1]), (theirs, ports[0])] {
            let mut remote = media::Remote::new((crate::peer::LOOPBACK, port).into(), Codec::Mulaw);
            remote.telephone_event = negotiated.then_some(PayloadTypes::same(101));
            stage.media.describe(leg, remote).unwrap();
        }
        for sign in "2580#".chars() {
            stage.media.press(ours, Digit::new(sign).unwrap()).unwrap();
        }
        assert_eq!(digits(&mut stage), "2580");
    }
}

#[test]
fn events_are_relayed_with_the_number_of_the_other_side_and_one_timestamp() {
    let stage = Stage::new();
    let mut caller = stage.open(1);
    describe_with_events(&stage, &caller, PayloadTypes::same(101));
    let agent = stage.open(2);
    describe_with_events(&stage, &agent, PayloadTypes::same(96));
    stage.media.join(caller.leg, agent.leg).unwrap();
    caller.send(8, &[0x11; 160]);
    let before = agent.get_where(|got| got.payload == [0x11; 160]);
    press(&mut caller, 101, '5', 3);
    caller.timestamp = caller.timestamp.wrapping_add(1600);
    caller.send(8, &[0x12; 160]);
    let packets: Vec<_> = (0..9).map(|_| agent.get()).collect();
    for (at, got) in packets[..8].iter().enumerate() {
        assert_eq!((got.payload_type, got.payload[0]), (96, 5));
        assert_eq!(got.marker, at == 0);
        assert_eq!(got.timestamp, before.timestamp.wrapping_add(2000));
    }
    for (at, got) in packets.iter().enumerate() {
        assert_eq!((got.ssrc, got.sequence), (before.ssrc, before.sequence.wrapping_add(1 + at as u16)));
    }
    assert_eq!(packets[8].payload, [0x12; 160]);
    assert!(packets[8].timestamp.wrapping_sub(packets[7].timestamp) < 16_000);
}

#[test]
fn events_that_the_other_side_does_not_take_leave_no_gap() {
    let stage = Stage::new();
    let mut caller = stage.open(1);
    describe_with_events(&stage, &caller, PayloadTypes::same(101));
    let agent = stage.call(2, Codec::Alaw);
    stage.media.join(caller.leg, agent.leg).unwrap();
    caller.send(8, &[0x11; 160]);
    let before = agent.get_where(|got| got.payload == [0x11; 160]);
    press(&mut caller, 101, '5', 3);
    caller.send(8, &[0x12; 160]);
    let after = agent.get();
    assert_eq!((after.payload[0], after.sequence), (0x12, before.sequence.wrapping_add(1)));
}
