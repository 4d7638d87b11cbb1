//! What all legs together have seen.

use std::{net::UdpSocket, time::Duration};

use media::{Event, Remote, Rtcp, Totals, g711::Codec};

use crate::peer::{LOOPBACK, Stage};

#[test]
fn packets_count_while_the_leg_is_open_and_only_once() {
    let mut stage = Stage::new();
    let mut peer = stage.open(1);
    let control = UdpSocket::bind((LOOPBACK, 0)).unwrap();
    control.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    let rtcp = Rtcp::At(control.local_addr().unwrap());
    stage.media.describe(peer.leg, Remote { rtcp, ..peer.remote(Codec::Alaw) }).unwrap();
    peer.send(8, &[0x11; 160]);
    peer.send(8, &[0x11; 160]);
    peer.sequence += 1;
    peer.send(8, &[0x11; 160]);
    // A report goes out right after the leg was counted.
    let mut report = [0; 2048];
    control.recv_from(&mut report).unwrap();
    let Totals { sent, received, lost, late, .. } = stage.media.totals();
    assert_eq!((received, lost, late), (3, 1, 0));
    assert!(sent >= 1, "{sent}");
    peer.send(8, &[0x11; 160]);
    stage.media.close(peer.leg).unwrap();
    let Event::Closed { statistics, .. } = stage.event_where(|event| matches!(event, Event::Closed { .. }))
    else {
        panic!("the leg closes")
    };
    let Totals { sent, received, lost, .. } = stage.media.totals();
    assert_eq!(
        (sent, received, lost),
        (statistics.sent, statistics.received, statistics.lost),
        "{statistics:?}"
    );
}
