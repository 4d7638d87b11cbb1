//! A party of a call: it makes or takes one, with a socket for its voice.

use std::{
    net::{SocketAddr, UdpSocket},
    time::Duration,
};

use crate::{
    peer::{Peer, field},
    phone::Phone,
};

/// Somebody in a call.
pub(crate) struct Party {
    pub(crate) peer: Peer,
    voice: UdpSocket,
    name: &'static str,
    sequence: u32,
    /// Where the edge wants our voice, and its side of the dialog.
    voice_of_edge: Option<SocketAddr>,
    contact: String,
    to: String,
    from: String,
    call: String,
}

impl Party {
    pub(crate) fn new(edge: SocketAddr, name: &'static str) -> Self {
        let peer = Peer::towards(edge);
        let voice = UdpSocket::bind(SocketAddr::new(peer.address().ip(), 0)).unwrap();
        voice.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
        let (from, call) = (format!("<sip:{name}@contoso.com>;tag={name}"), format!("{name}-call"));
        let (contact, to) = (String::new(), String::new());
        Self { peer, voice, name, sequence: 1, voice_of_edge: None, contact, to, from, call }
    }

    /// What we offer or answer.
    pub(crate) fn description(&self) -> String {
        let address = self.voice.local_addr().unwrap();
        let kind = if address.is_ipv4() { "IP4" } else { "IP6" };
        format!(
            "v=0\r\no=- 1 1 IN {kind} {ip}\r\ns=-\r\nc=IN {kind} {ip}\r\nt=0 0\r\n\
             m=audio {} RTP/AVP 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\n",
            address.port(),
            ip = address.ip()
        )
    }

    /// An INVITE.
    pub(crate) fn invite(&self, target: &str, others: &str) -> String {
        let (description, me) = (self.description(), self.peer.address());
        let Self { name, from, call, sequence, .. } = self;
        format!(
            "INVITE {target} SIP/2.0\r\nVia: SIP/2.0/UDP {me};rport;branch=z9hG4bK{name}{sequence}\r\nFrom: {from}\r\n\
             To: <{target}>\r\nCall-ID: {call}\r\nCSeq: {sequence} INVITE\r\nContact: <sip:{name}@{me}>\r\n\
             Max-Forwards: 70\r\n{others}Content-Type: application/sdp\r\nContent-Length: {}\r\n\r\n{description}",
            description.len()
        )
    }

    /// Calls, and acknowledges the answer.
    pub(crate) fn call(&mut self, target: &str) -> String {
        self.peer.send(self.invite(target, "").as_bytes());
        self.establish()
    }

    /// Calls as somebody who must prove it, and acknowledges the answer.
    pub(crate) fn call_with_password(&mut self, target: &str) -> String {
        let invite = self.invite(target, "");
        self.peer.send(invite.as_bytes());
        let challenge = self.peer.expect("SIP/2.0 401");
        let to = field(&challenge, "To").unwrap();
        let head = invite.split("\r\n\r\n").next().unwrap().replace("INVITE", "ACK");
        let head = head.replace(&format!("To: <{target}>"), &format!("To: {to}"));
        let kept: Vec<&str> = head.lines().filter(|line| !line.starts_with("Content-")).collect();
        let ack = format!("{}\r\nContent-Length: 0\r\n\r\n", kept.join("\r\n"));
        self.peer.send(ack.as_bytes());
        let phone = Phone { method: "INVITE", ..Phone::of(&self.peer, self.name) };
        let authorization = phone.authorization(&challenge, 1);
        self.sequence += 1;
        self.peer.send(self.invite(target, &authorization).as_bytes());
        self.establish()
    }

    /// Waits for the answer and acknowledges it.
    pub(crate) fn establish(&mut self) -> String {
        let answer = self.peer.expect("SIP/2.0 200");
        self.learn(&answer);
        self.to = field(&answer, "To").unwrap().to_owned();
        let ack = self.within("ACK", "");
        self.peer.send(ack.as_bytes());
        answer
    }

    /// Takes the call that comes next: rings and answers, and waits for the ACK.
    pub(crate) fn take(&mut self) -> String {
        let invite = self.peer.expect("INVITE ");
        self.peer.send(self.answer(&invite, "180 Ringing", false).as_bytes());
        self.peer.send(self.answer(&invite, "200 OK", true).as_bytes());
        self.has_taken(&invite);
        invite
    }

    /// Waits for the ACK of an answer to an INVITE, and is in the call.
    pub(crate) fn has_taken(&mut self, invite: &str) {
        self.peer.expect("ACK ");
        self.learn(invite);
        self.from = format!("{};tag={}", field(invite, "To").unwrap(), self.name);
        self.to = field(invite, "From").unwrap().to_owned();
        self.call = field(invite, "Call-ID").unwrap().to_owned();
    }

    /// Waits until the edge takes its call back, and stops ringing.
    pub(crate) fn is_cancelled(&self, invite: &str) -> String {
        let cancel = self.peer.expect("CANCEL ");
        self.peer.send(self.answer(&cancel, "200 OK", false).as_bytes());
        self.peer.send(self.answer(invite, "487 Request Terminated", false).as_bytes());
        self.peer.expect("ACK ");
        cancel
    }

    /// A response to a request of the edge.
    pub(crate) fn answer(&self, request: &str, status: &str, described: bool) -> String {
        let copied: String = request
            .lines()
            .filter(|line| ["Via:", "From:", "Call-ID:", "CSeq:"].iter().any(|name| line.starts_with(name)))
            .map(|line| format!("{line}\r\n"))
            .collect();
        let to = field(request, "To").unwrap();
        let tag = if to.contains(";tag=") { String::new() } else { format!(";tag={}", self.name) };
        let body = if described { self.description() } else { String::new() };
        let kind = if described { "Content-Type: application/sdp\r\n" } else { "" };
        format!(
            "SIP/2.0 {status}\r\n{copied}To: {to}{tag}\r\nContact: <sip:{}@{}>\r\n{kind}Content-Length: {}\r\n\r\n{body}",
            self.name,
            self.peer.address(),
            body.len()
        )
    }

    /// A request within the dialog.
    pub(crate) fn within(&mut self, method: &str, others: &str) -> String {
        if method != "ACK" {
            self.sequence += 1;
        }
        let Self { name, from, to, call, sequence, contact, .. } = self;
        format!(
            "{method} {contact} SIP/2.0\r\nVia: SIP/2.0/UDP {me};rport;branch=z9hG4bK{name}{method}{sequence}\r\n\
             From: {from}\r\nTo: {to}\r\nCall-ID: {call}\r\nCSeq: {sequence} {method}\r\nMax-Forwards: 70\r\n{others}",
            me = self.peer.address()
        ) + if others.contains("\r\n\r\n") { "" } else { "Content-Length: 0\r\n\r\n" }
    }

    /// Puts the call on hold.
    pub(crate) fn hold(&mut self) {
        let body = format!("{}a=sendonly\r\n", self.description()).replace("o=- 1 1", "o=- 1 2");
        let contact = format!("Contact: <sip:{}@{}>\r\n", self.name, self.peer.address());
        let kind = "Content-Type: application/sdp";
        let others = format!("{contact}{kind}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        let invite = self.within("INVITE", &others);
        self.peer.send(invite.as_bytes());
        self.peer.expect("SIP/2.0 200");
        let ack = self.within("ACK", "");
        self.peer.send(ack.as_bytes());
    }

    /// Hangs up.
    pub(crate) fn hang_up(&mut self) {
        let bye = self.within("BYE", "");
        self.peer.send(bye.as_bytes());
        self.peer.expect("SIP/2.0 200");
    }

    /// Waits until the edge hangs up.
    pub(crate) fn is_hung_up(&self) -> String {
        let bye = self.peer.expect("BYE ");
        self.peer.send(self.answer(&bye, "200 OK", false).as_bytes());
        bye
    }

    fn learn(&mut self, message: &str) {
        let contact = field(message, "Contact").unwrap();
        self.contact = contact.trim_start_matches('<').split('>').next().unwrap().to_owned();
        let port = message.lines().find_map(|line| line.strip_prefix("m=audio ")).unwrap();
        let port = port.split(' ').next().unwrap().parse().unwrap();
        let ip = message.lines().find_map(|line| line.strip_prefix("c=IN IP")).unwrap();
        self.voice_of_edge = Some(SocketAddr::new(ip[2..].parse().unwrap(), port));
    }

    /// Whether what we say is heard: a sound is said again and again until then, for a few seconds.
    pub(crate) fn is_heard_by(&self, other: &Self, sound: u8) -> bool {
        (0..50_u16).any(|sequence| {
            self.say(sequence, sound);
            other.hears(|samples| samples.iter().all(|sample| *sample == sound))
        })
    }

    /// Whether anything but silence is heard within a few seconds.
    pub(crate) fn hears_music(&self) -> bool {
        (0..50).any(|_| self.hears(|samples| samples.iter().any(|sample| *sample != samples[0])))
    }

    /// Whether packets cease within a few seconds.
    pub(crate) fn hears_nothing_more(&self) -> bool {
        (0..500).any(|_| self.voice.recv(&mut [0; 2_048]).is_err())
    }

    /// A packet of one sound.
    fn say(&self, sequence: u16, sound: u8) {
        let mut packet = vec![0x80, 8];
        packet.extend(sequence.to_be_bytes());
        packet.extend((u32::from(sequence) * 160).to_be_bytes());
        packet.extend(u32::from(sound).to_be_bytes());
        packet.extend([sound; 160]);
        self.voice.send_to(&packet, self.voice_of_edge.unwrap()).unwrap();
    }

    /// Whether one of the packets that wait, or that come in a tenth of a second, is as `wanted`.
    fn hears(&self, wanted: impl Fn(&[u8]) -> bool) -> bool {
        let mut buffer = [0; 2_048];
        for _ in 0..20 {
            match self.voice.recv(&mut buffer) {
                Ok(172) if wanted(&buffer[12..172]) => return true,
                Ok(_) => {}
                Err(_) => return false,
            }
        }
        false
    }
}
