//! A dialog that one process wrote down goes on at another port of another process, with a real peer.

use std::{
    net::{SocketAddr, UdpSocket},
    time::Duration,
};

use dialog::{
    Cause, Closing, Dialog, Leg, LegInput, LegOutput, Local, NameAddr, Outgoing, Policy, Seed, Setup, Uri,
    message::{Headers, Message, Request},
    sdp::{Codec, Description, Direction, LocalMedia},
    wire::{self, Bounds},
};
use stdx::Instant;

use crate::sipp::{Running, Sipp};

/// One process: a leg and its socket.
struct Process {
    socket: UdpSocket,
    peer: SocketAddr,
    leg: Leg,
    sent: Vec<Request>,
    said: Vec<LegOutput>,
}

impl Process {
    /// Calls a SIPp, which may be slow to start, until it answers.
    fn calls(peer: SocketAddr) -> Self {
        let socket = socket();
        let setup = setup(&socket, 1);
        let call = Outgoing {
            target: format!("sip:phone@{peer}").parse().unwrap(),
            from: NameAddr::parse("<sip:desk@contoso.com>").unwrap(),
            to: NameAddr::parse("<sip:phone@contoso.com>").unwrap(),
            route: Vec::new(),
            headers: Headers::new(),
            media: media(20_000),
            attachment: None,
        };
        let mut this = Self::of(socket, peer, Leg::outgoing(NOW, call, setup));
        this.speak();
        while !this.hears() {
            let invite = this.sent[0].to_bytes();
            this.socket.send_to(&invite, this.peer).unwrap();
        }
        this.waits_for(|this| this.has_said(|said| matches!(said, LegOutput::Established)));
        this
    }

    /// Is called by a SIPp, and answers.
    fn is_called(socket: UdpSocket) -> Self {
        socket.set_read_timeout(Some(BOUND)).unwrap();
        let (message, peer) = receive(&socket).expect("the caller calls in time");
        let Message::Request(invite) = message else { panic!("a response to nothing") };
        let setup = setup(&socket, 1);
        let mut this = Self::of(socket, peer, Leg::incoming(NOW, invite, setup).unwrap());
        this.orders(LegInput::Answer(media(20_000)));
        this.waits_for(|this| this.has_said(|said| matches!(said, LegOutput::Established)));
        this
    }

    /// Reads what another process has written down.
    fn survives(record: &str, peer: SocketAddr) -> Self {
        let dialog: Dialog = serde_json::from_str(record).unwrap();
        let socket = socket();
        let setup = setup(&socket, 2);
        Self::of(socket, peer, Leg::resume(NOW, dialog, setup))
    }

    fn of(socket: UdpSocket, peer: SocketAddr, leg: Leg) -> Self {
        socket.set_read_timeout(Some(AGAIN)).unwrap();
        Self { socket, peer, leg, sent: Vec::new(), said: Vec::new() }
    }

    fn orders(&mut self, order: LegInput) {
        self.leg.handle(NOW, order);
        self.speak();
    }

    fn waits_for(&mut self, what: impl Fn(&Self) -> bool) {
        for _ in 0..BOUND.as_millis() / AGAIN.as_millis() {
            if what(self) {
                return;
            }
            self.hears();
        }
        panic!("it does not come: {:?} {:?}", self.said, self.sent);
    }

    fn has_said(&self, what: impl Fn(&LegOutput) -> bool) -> bool {
        self.said.iter().any(what)
    }

    fn has_sent(&self, method: &str) -> Option<&Request> {
        self.sent.iter().find(|request| request.method.name() == method)
    }

    /// Takes the next message, and says whether one came.
    fn hears(&mut self) -> bool {
        let Some((message, _)) = receive(&self.socket) else { return false };
        self.leg.handle(
            NOW,
            match message {
                Message::Request(request) => LegInput::Request(request),
                Message::Response(response) => LegInput::Response(response),
            },
        );
        self.speak();
        true
    }

    fn speak(&mut self) {
        while let Some(output) = self.leg.poll() {
            let bytes = match &output {
                LegOutput::Send(request) | LegOutput::Acknowledge(request) => {
                    self.sent.push(request.clone());
                    request.to_bytes()
                }
                LegOutput::Respond(response) | LegOutput::Repeat(response) => response.to_bytes(),
                _ => {
                    self.said.push(output);
                    continue;
                }
            };
            self.socket.send_to(&bytes, self.peer).unwrap();
        }
    }

    /// Writes the dialog down and is gone.
    fn dies(self) -> String {
        serde_json::to_string(self.leg.dialog()).unwrap()
    }
}

/// The survivor offers its own media, and the peer takes it: same session, next version, greater CSeq.
fn goes_on(dead: &str, mut survivor: Process) -> Process {
    let before: Dialog = serde_json::from_str(dead).unwrap();
    survivor.orders(LegInput::Reoffer(media(20_002)));
    survivor.waits_for(|survivor| survivor.has_sent("ACK").is_some());
    let invite = survivor.has_sent("INVITE").unwrap();
    let cseq = invite.headers.value("CSeq").unwrap().split(' ').next().unwrap().parse::<u32>().unwrap();
    assert!(cseq > before.local_cseq && cseq >= 2 << 20, "{cseq} after {}", before.local_cseq);
    let offered = Description::parse(std::str::from_utf8(&invite.body).unwrap()).unwrap();
    let record = serde_json::to_value(&before).unwrap();
    assert_eq!(offered.origin.session, record["media"]["origin"]["session"]);
    assert_eq!(offered.origin.version, record["media"]["origin"]["version"].as_u64().unwrap() + 1);
    assert_eq!(offered.media[0].port, 20_002);
    let port = survivor.socket.local_addr().unwrap().port();
    assert!(invite.headers.value("Contact").unwrap().contains(&format!(":{port}")));
    assert_eq!(invite.headers.call_id(), Some(before.call_id.as_str()));
    survivor
}

/// A SIPp that is called, a call to it, and what the process that made it left behind.
fn called(scenario: &'static str) -> (Running, String, SocketAddr) {
    let sipp = Sipp::new("127.0.0.1:9".parse().unwrap(), "phone");
    let peer = sipp.address();
    let running = sipp.start(scenario);
    (running, Process::calls(peer).dies(), peer)
}

/// A SIPp that calls, and what the process that answered it left behind.
fn calling(scenario: &'static str) -> (Running, String, SocketAddr) {
    let socket = socket();
    let running = Sipp::new(socket.local_addr().unwrap(), "desk").start(scenario);
    let first = Process::is_called(socket);
    let peer = first.peer;
    (running, first.dies(), peer)
}

#[test]
fn a_call_that_we_made_goes_on_at_another_port_and_the_peer_hangs_up() {
    let (peer, record, address) = called("taken_over_and_hangs_up");
    let mut survivor = goes_on(&record, Process::survives(&record, address));
    survivor.waits_for(|this| this.has_said(|said| matches!(said, LegOutput::Ended(Cause::Peer { .. }))));
    peer.ends_well();
}

#[test]
fn a_call_that_we_made_goes_on_at_another_port_and_we_hang_up() {
    let (peer, record, address) = called("taken_over_and_is_hung_up");
    let mut survivor = goes_on(&record, Process::survives(&record, address));
    survivor.orders(LegInput::End(Closing::Plain));
    survivor.waits_for(|survivor| survivor.leg.is_over());
    peer.ends_well();
}

#[test]
fn a_call_that_we_answered_goes_on_at_another_port_and_the_caller_hangs_up() {
    let (peer, record, address) = calling("caller_is_taken_over_and_hangs_up");
    let mut survivor = goes_on(&record, Process::survives(&record, address));
    survivor.waits_for(|this| this.has_said(|said| matches!(said, LegOutput::Ended(Cause::Peer { .. }))));
    peer.ends_well();
}

#[test]
fn a_call_that_we_answered_goes_on_at_another_port_and_we_hang_up() {
    let (peer, record, address) = calling("caller_is_taken_over_and_is_hung_up");
    let mut survivor = goes_on(&record, Process::survives(&record, address));
    survivor.orders(LegInput::End(Closing::Plain));
    survivor.waits_for(|survivor| survivor.leg.is_over());
    peer.ends_well();
}

fn receive(socket: &UdpSocket) -> Option<(Message, SocketAddr)> {
    let mut buffer = [0; 65_535];
    let (length, from) = socket.recv_from(&mut buffer).ok()?;
    let bounds = Bounds { message_bytes: buffer.len() };
    Some((wire::read(&buffer[..length], bounds).expect("the peer speaks SIP"), from))
}

fn socket() -> UdpSocket {
    UdpSocket::bind("127.0.0.1:0").unwrap()
}

/// What a process of this epoch is.
fn setup(socket: &UdpSocket, epoch: u32) -> Setup {
    let address = socket.local_addr().unwrap();
    Setup {
        local: Local {
            contact: Uri::parse(&format!("sip:c4a1@{address};transport=udp")).unwrap(),
            transport: "UDP".into(),
            sent_by: address.to_string(),
            origin: "pair.contoso.com".into(),
            product: "Switchback".into(),
        },
        seed: Seed([u8::try_from(epoch).unwrap(); 16]),
        epoch,
        policy: Policy::USUAL,
    }
}

fn media(port: u16) -> LocalMedia {
    LocalMedia {
        address: "127.0.0.1".parse().unwrap(),
        port,
        codecs: vec![Codec::Pcma, Codec::Pcmu],
        direction: Direction::SendReceive,
        rtcp_mux: false,
    }
}

/// No timer of a leg is due in these tests.
const NOW: Instant = Instant(0);
/// How long a peer may take.
const BOUND: Duration = Duration::from_secs(20);
/// When what may be lost is sent again.
const AGAIN: Duration = Duration::from_millis(500);
