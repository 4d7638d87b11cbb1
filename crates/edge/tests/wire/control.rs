//! RTCP of a call, on a port of its own and on that of RTP.

use std::net::UdpSocket;

use media::{
    rtcp::{Control, parse},
    rtp::is_rtcp,
};

use crate::{
    calls::help_desk,
    party::Party,
    peer::{body_of, with_body},
};

/// Whether a datagram is a report of ours that says goodbye.
fn says_goodbye(datagram: &[u8], ssrc: u32) -> bool {
    let mut packets = parse(datagram);
    let reports = matches!(packets.next(), Some(Control::SenderReport { ssrc: from, .. }) if from == ssrc);
    reports && packets.any(|packet| matches!(packet, Control::Goodbye { ssrc: from } if from == ssrc))
}

#[test]
fn a_call_that_ends_says_goodbye_where_the_caller_takes_rtcp() {
    let running = help_desk("Serial");
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    socket.set_read_timeout(Some(std::time::Duration::from_secs(10))).unwrap();
    let mut caller = Party::new(running.udp(), "pat");
    let invite = caller.invite("sip:helpdesk@contoso.com", "");
    let port = socket.local_addr().unwrap().port();
    let body = format!("{}a=rtcp:{port}\r\n", body_of(&invite));
    caller.peer.send(with_body(&invite, &body).as_bytes());
    caller.establish();
    assert!(caller.hears_music());
    caller.hang_up();
    let ssrc = caller.voice.log()[0].ssrc;
    let mut datagram = [0; 2_048];
    assert!((0..20).any(|_| {
        let length = socket.recv(&mut datagram).unwrap();
        says_goodbye(&datagram[..length], ssrc)
    }));
    running.comes_to_rest();
}

#[test]
fn muxed_rtcp_comes_on_the_port_of_rtp() {
    let running = help_desk("Serial");
    let mut caller = Party::new(running.udp(), "pat");
    let invite = caller.invite("sip:helpdesk@contoso.com", "");
    let body = format!("{}a=rtcp-mux\r\n", body_of(&invite));
    caller.peer.send(with_body(&invite, &body).as_bytes());
    let answer = caller.establish();
    assert!(answer.contains("a=rtcp-mux"), "{answer}");
    assert!(caller.hears_music());
    let ssrc = caller.voice.log()[0].ssrc;
    caller.hang_up();
    assert!((0..1_000).any(|_| {
        caller.voice.datagram().is_some_and(|datagram| is_rtcp(&datagram) && says_goodbye(&datagram, ssrc))
    }));
    running.comes_to_rest();
}
