//! Where packets come from and go to.

use std::{
    net::{Ipv4Addr, Ipv6Addr, UdpSocket},
    time::Duration,
};

use media::{Direction, Event, LegId, OpenError, Remote, g711::Codec};

use crate::peer::{LOOPBACK, Stage, config};

#[test]
fn a_peer_that_sends_nothing_is_spoken_to() {
    let stage = Stage::new();
    let peer = stage.call(1, Codec::Mulaw);
    let got = peer.get();
    assert_eq!((got.payload, got.marker, got.from.port()), (vec![0xFF; 160], true, peer.port));
}

#[test]
fn where_a_peer_is_is_learnt_once_and_strangers_are_counted() {
    let mut stage = Stage::new();
    let described = UdpSocket::bind((LOOPBACK, 0)).unwrap();
    let mut peer = stage.open(1);
    let elsewhere = Remote::new(described.local_addr().unwrap(), Codec::Alaw);
    stage.media.describe(peer.leg, elsewhere.clone()).unwrap();
    peer.send(8, &[0x11; 160]);
    peer.send(8, &[0x11; 160]);
    let first = Event::FirstPacket { leg: peer.leg, from: peer.address() };
    assert_eq!(stage.event(), first);
    stage.media.music(peer.leg, crate::peer::audio(4, 10), media::MusicStart::Beginning).unwrap();
    peer.get();
    // A stranger's packets, though valid, change nothing.
    let mut stranger = stage.open(2);
    stranger.port = peer.port;
    for _ in 0..5 {
        stranger.send(8, &[0x12; 160]);
    }
    peer.send(8, &[0x11; 160]);
    for _ in 0..4 {
        peer.get();
    }
    // Described anew, another address may be learnt.
    stage.media.describe(peer.leg, elsewhere.clone()).unwrap();
    stranger.send(8, &[0x12; 160]);
    stage.media.describe(peer.leg, Remote { comfort_noise: true, ..elsewhere }).unwrap();
    stage.media.report(peer.leg).unwrap();
    let Event::Statistics { statistics, .. } = stage.event() else { panic!("no statistics") };
    assert!(statistics.strangers >= 6, "{statistics:?}");
    assert_eq!(statistics.received, 2);
    stranger.send(8, &[0x12; 160]);
    stranger.send(8, &[0x12; 160]);
    assert_eq!(stage.event(), Event::FirstPacket { leg: peer.leg, from: stranger.address() });
    stranger.get();
}

#[test]
fn a_peer_gets_its_place_back_from_a_stranger_by_its_first_packet() {
    let mut stage = Stage::new();
    let mut peer = stage.call(1, Codec::Alaw);
    stage.media.music(peer.leg, crate::peer::audio(4, 10), media::MusicStart::Beginning).unwrap();
    // As the last packets of a call that had this port before.
    let mut stranger = stage.open(2);
    stranger.port = peer.port;
    stranger.send(8, &[0x12; 160]);
    stranger.send(8, &[0x12; 160]);
    assert_eq!(stage.event(), Event::FirstPacket { leg: peer.leg, from: stranger.address() });
    let taken = stranger.get().sequence;
    peer.send(8, &[0x11; 160]);
    while peer.get().sequence.wrapping_sub(taken).cast_signed() <= 0 {}
}

#[test]
fn what_is_no_rtp_or_of_another_payload_type_is_dropped_and_counted() {
    let mut stage = Stage::new();
    let mut peer = stage.call(1, Codec::Alaw);
    let garbage: [&[u8]; 5] = [b"", b"x", &[0x80; 3], &[0x40; 200], &[0x80; 5000]];
    for datagram in garbage {
        peer.socket.send_to(datagram, (LOOPBACK, peer.port)).unwrap();
    }
    peer.send(18, &[0x11; 160]);
    peer.send(96, &[0x11; 160]);
    peer.send(13, &[64]);
    assert_eq!(stage.event(), Event::FirstPacket { leg: peer.leg, from: peer.address() });
    stage.media.close(peer.leg).unwrap();
    let Event::Closed { statistics, .. } = stage.event() else { panic!("no statistics") };
    assert_eq!((statistics.invalid, statistics.received), (7, 1));
}

#[test]
fn silence_is_told_once_and_again_after_the_peer_was_heard() {
    let mut stage = Stage::with(media::Config { silence: Duration::from_millis(100), ..config() });
    let mut peer = stage.call(1, Codec::Alaw);
    for _ in 0..2 {
        assert_eq!(stage.event(), Event::Silent { leg: peer.leg });
        peer.send(8, &[0x11; 160]);
        assert_eq!(stage.event(), Event::FirstPacket { leg: peer.leg, from: peer.address() });
    }
    // Who holds the call need not be heard, until it is back.
    let music = crate::peer::audio(10, 1);
    stage.media.hold(peer.leg, music.clone(), media::MusicStart::Shared).unwrap();
    let other = stage.call(3, Codec::Alaw);
    assert_eq!(stage.event(), Event::Silent { leg: other.leg });
    stage.media.resume(peer.leg).unwrap();
    assert_eq!(stage.event(), Event::Silent { leg: peer.leg });
    // Nobody waits for a peer that may not send, and it is not sent to where it does not receive.
    let inactive = Remote { direction: Direction::Neither, ..peer.remote(Codec::Alaw) };
    stage.media.describe(peer.leg, inactive).unwrap();
    let other = stage.call(2, Codec::Alaw);
    assert_eq!(stage.event(), Event::Silent { leg: other.leg });
}

#[test]
fn limits_refuse_with_their_names() {
    let stage = Stage::with(media::Config { legs_max: 2, ..config() });
    let elsewhere = Ipv4Addr::new(192, 0, 2, 1).into();
    assert!(matches!(stage.media.open(LegId(1), elsewhere), Err(OpenError::UnknownAddress { .. })));
    let first = stage.open(1);
    stage.open(2);
    let refused = stage.media.open(LegId(3), LOOPBACK).unwrap_err();
    assert_eq!(refused.to_string(), "2 media legs are open, and no more may be");
    let mut stage = stage;
    stage.media.close(first.leg).unwrap();
    assert!(matches!(stage.event(), Event::Closed { .. }));
    stage.open(3);
    assert_eq!(stage.media.legs(), 2);

    let narrow = Stage::with(media::Config { ports: 30_000..=30_003, ..config() });
    narrow.open(1);
    narrow.open(2);
    let refused = narrow.media.open(LegId(3), LOOPBACK).unwrap_err();
    assert_eq!(refused.to_string(), "no media port is free on 127.0.0.1; end calls, or give a wider range");
    assert_eq!(narrow.media.legs(), 2);
}

#[test]
fn a_configuration_that_leaves_nothing_to_open_is_refused() {
    for (config, expected) in [
        (
            media::Config { addresses: Vec::new(), ..config() },
            "media has no local address; give at least one that callers and agents can reach",
        ),
        (
            media::Config { ports: 20_001..=20_002, ..config() },
            "the media ports 20001-20002 hold no pair of an even port and the next one; give a wider range",
        ),
    ] {
        assert_eq!(media::start(config).unwrap_err().to_string(), expected);
    }
}

#[test]
fn a_call_over_ipv6_is_like_any() {
    let address = Ipv6Addr::LOCALHOST.into();
    let stage = Stage::with(media::Config { addresses: vec![LOOPBACK, address], ..config() });
    let port = stage.media.open(LegId(1), address).unwrap();
    let socket = UdpSocket::bind((address, 0)).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stage.media.describe(LegId(1), Remote::new(socket.local_addr().unwrap(), Codec::Alaw)).unwrap();
    let (_, from) = socket.recv_from(&mut [0; 2048]).unwrap();
    assert_eq!(from, (address, port).into());
}

#[test]
fn the_thread_ends_when_nobody_steers_it() {
    let mut stage = Stage::new();
    let peer = stage.call(1, Codec::Alaw);
    stage.abandon();
    assert!(matches!(stage.event(), Event::Closed { leg, .. } if leg == peer.leg));
    assert!(stage.is_over());
}
