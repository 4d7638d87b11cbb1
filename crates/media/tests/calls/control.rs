//! RTCP.

use std::{net::UdpSocket, time::Duration};

use media::{
    Event, Remote, Rtcp,
    g711::Codec,
    rtcp::{Block, Compound, Control, parse},
};

use crate::peer::{LOOPBACK, Stage};

#[test]
fn a_leg_says_goodbye_with_a_report_when_it_closes() {
    let mut stage = Stage::new();
    let mut peer = stage.open(1);
    let control = UdpSocket::bind((LOOPBACK, 0)).unwrap();
    control.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let rtcp = Rtcp::At(control.local_addr().unwrap());
    stage.media.describe(peer.leg, Remote { rtcp, ..peer.remote(Codec::Alaw) }).unwrap();
    let ours = peer.get().ssrc;
    peer.send(8, &[0x11; 160]);
    peer.sequence += 1;
    peer.send(8, &[0x11; 160]);
    // What the peer reports is in the statistics.
    let block = Block { ssrc: ours, fraction_lost: 64, jitter: 80, ..Block::default() };
    let theirs = Compound::report(peer.ssrc, None, Some(block), b"0123456789abcdef");
    control.send_to(theirs.bytes(), (LOOPBACK, peer.port + 1)).unwrap();
    stage.event_where(|event| matches!(event, Event::FirstPacket { .. }));
    let mut reported = None;
    while reported.is_none() {
        stage.media.report(peer.leg).unwrap();
        let Event::Statistics { statistics, .. } = stage.event() else { panic!("no statistics") };
        reported = statistics.reported_loss.filter(|_| statistics.received == 2);
    }
    assert_eq!(reported, Some(0.25));
    stage.media.close(peer.leg).unwrap();
    let mut datagram = [0; 2048];
    loop {
        let (length, from) = control.recv_from(&mut datagram).unwrap();
        assert_eq!(from.port(), peer.port + 1);
        let controls: Vec<_> = parse(&datagram[..length]).collect();
        let Control::SenderReport { ssrc, sent, blocks } = controls[0] else { panic!("{controls:?}") };
        assert_eq!((ssrc, sent.packets >= 1), (ours, true));
        assert_eq!(blocks.of(peer.ssrc).map(|block| block.lost), Some(1));
        if controls.contains(&Control::Goodbye { ssrc: ours }) {
            break;
        }
    }
}

#[test]
fn muxed_rtcp_shares_the_port_of_rtp() {
    let mut stage = Stage::new();
    let peer = stage.open(1);
    let remote = Remote { rtcp: Rtcp::Muxed, ..peer.remote(Codec::Alaw) };
    stage.media.describe(peer.leg, remote).unwrap();
    let ours = peer.get().ssrc;
    let block = Block { ssrc: ours, fraction_lost: 128, ..Block::default() };
    let theirs = Compound::report(peer.ssrc, None, Some(block), b"0123456789abcdef");
    peer.socket.send_to(theirs.bytes(), (LOOPBACK, peer.port)).unwrap();
    stage.media.close(peer.leg).unwrap();
    let mut datagram = [0; 2048];
    loop {
        let (length, from) = peer.socket.recv_from(&mut datagram).unwrap();
        assert_eq!(from.port(), peer.port);
        if parse(&datagram[..length]).any(|control| control == Control::Goodbye { ssrc: ours }) {
            break;
        }
    }
    assert!(matches!(stage.event(), Event::Closed { .. }));
}
