//! A party of a call: it makes or takes one, with a socket for its voice.

use std::net::SocketAddr;

use crate::{
    peer::{Peer, field},
    phone::Phone,
    running::Running,
    voice::Voice,
};

/// Somebody in a call.
pub(crate) struct Party {
    pub(crate) peer: Peer,
    pub(crate) voice: Voice,
    /// The payload type that digits shall have in what comes here, if they may come as events.
    event: Option<u8>,
    /// What we offer or answer that we do.
    direction: &'static str,
    /// Header fields of every request within the dialog.
    pub(crate) others: String,
    version: u32,
    name: &'static str,
    sequence: u32,
    /// The side of the edge in the dialog.
    contact: String,
    to: String,
    from: String,
    call: String,
    /// The proxies that our requests pass within the dialog.
    route: Vec<String>,
}

impl Party {
    pub(crate) fn new(edge: SocketAddr, name: &'static str) -> Self {
        Self::over(Peer::towards(edge), name)
    }

    /// Pat, who has called the help desk and was answered.
    pub(crate) fn waiting(running: &Running) -> Self {
        let mut caller = Self::new(running.udp(), "pat");
        caller.call("sip:helpdesk@contoso.com");
        caller
    }

    /// Somebody with a connection.
    pub(crate) fn by_tcp(edge: SocketAddr, name: &'static str) -> Self {
        Self::over(Peer::by_tcp(edge), name)
    }

    fn over(peer: Peer, name: &'static str) -> Self {
        let voice = Voice::new(peer.address().ip());
        let (from, call) = (format!("<sip:{name}@contoso.com>;tag={name}"), format!("{name}-call"));
        let (contact, to, others) = (String::new(), String::new(), String::new());
        let (event, direction, version, sequence) = (Some(101), "sendrecv", 1, 1);
        let route = Vec::new();
        Self {
            peer,
            voice,
            event,
            direction,
            others,
            version,
            name,
            sequence,
            contact,
            to,
            from,
            call,
            route,
        }
    }

    /// Wants digits as events of this payload type, or none.
    pub(crate) fn with_events(self, event: Option<u8>) -> Self {
        Self { event, ..self }
    }

    /// What we offer or answer.
    pub(crate) fn description(&self) -> String {
        let Self { event, direction, version, .. } = self;
        let address = self.voice.address();
        let kind = if address.is_ipv4() { "IP4" } else { "IP6" };
        let (format, mapping) = event.map_or_else(Default::default, |event| {
            (format!(" {event}"), format!("a=rtpmap:{event} telephone-event/8000\r\n"))
        });
        format!(
            "v=0\r\no=- 1 {version} IN {kind} {ip}\r\ns=-\r\nc=IN {kind} {ip}\r\nt=0 0\r\n\
             m=audio {} RTP/AVP 8 0{format}\r\n{mapping}a={direction}\r\n",
            address.port(),
            ip = address.ip()
        )
    }

    /// An INVITE.
    pub(crate) fn invite(&self, target: &str, others: &str) -> String {
        let (description, me, contact) =
            (self.description(), self.peer.address(), self.peer.contact(self.name));
        let Self { name, from, call, sequence, .. } = self;
        let transport = self.peer.transport();
        format!(
            "INVITE {target} SIP/2.0\r\nVia: SIP/2.0/{transport} {me};rport;branch=z9hG4bK{name}{sequence}\r\nFrom: {from}\r\n\
             To: <{target}>\r\nCall-ID: {call}\r\nCSeq: {sequence} INVITE\r\nContact: {contact}\r\n\
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
        self.prove(target, "");
        self.establish()
    }

    /// Calls as somebody who must prove it, and is refused all the same.
    pub(crate) fn is_refused_with_password(&mut self, target: &str, others: &str, refusal: &str) {
        self.prove(target, others);
        self.peer.expect(refusal);
    }

    /// Sends an INVITE, and again with what the challenge asks for.
    fn prove(&mut self, target: &str, others: &str) {
        let invite = self.invite(target, others);
        self.peer.send(invite.as_bytes());
        let challenge = self.peer.expect("SIP/2.0 40");
        self.acknowledges(&invite, &challenge);
        let is_proxy = challenge.starts_with("SIP/2.0 407");
        let algorithm = if is_proxy { "MD5" } else { "SHA-256" };
        let phone = Phone { method: "INVITE", algorithm, ..Phone::of(&self.peer, self.name) };
        let authorization = phone.authorization(&challenge, 1);
        let kind = if is_proxy { "Proxy-" } else { "" };
        self.sequence += 1;
        self.peer.send(self.invite(target, &format!("{others}{kind}{authorization}")).as_bytes());
    }

    /// Acknowledges the refusal of an INVITE.
    pub(crate) fn acknowledges(&self, invite: &str, refusal: &str) {
        let head = invite.split("\r\n\r\n").next().unwrap().replace("INVITE", "ACK");
        let to = format!("To: {}", field(refusal, "To").unwrap());
        let kept = head.lines().filter(|line| !line.starts_with("Content-"));
        let kept: Vec<String> =
            kept.map(|line| if line.starts_with("To:") { to.clone() } else { line.to_owned() }).collect();
        self.peer.send(format!("{}\r\nContent-Length: 0\r\n\r\n", kept.join("\r\n")).as_bytes());
    }

    /// Waits for early media.
    pub(crate) fn hears_early(&mut self) -> String {
        let progress = self.peer.expect("SIP/2.0 183");
        self.learn(&progress);
        self.hears_from(&progress);
        progress
    }

    /// Waits for the answer and acknowledges it.
    pub(crate) fn establish(&mut self) -> String {
        let answer = self.peer.expect("SIP/2.0 200");
        self.establishes(&answer);
        answer
    }

    /// Acknowledges the answer to the INVITE.
    pub(crate) fn establishes(&mut self, answer: &str) {
        self.learn(answer);
        self.route = record_route(answer).rev().collect();
        self.hears_from(answer);
        let number = field(answer, "CSeq").unwrap().split(' ').next().unwrap();
        let ack = self.within("ACK", "");
        let ack = ack.replace(&format!("CSeq: {} ACK", self.sequence), &format!("CSeq: {number} ACK"));
        self.peer.send(ack.as_bytes());
    }

    /// Is in the dialog of a response, early or not.
    pub(crate) fn hears_from(&mut self, response: &str) {
        self.to = field(response, "To").unwrap().to_owned();
        self.contact = contact_of(response);
    }

    /// Calls anew, in a call of its own.
    pub(crate) fn again(&mut self, round: usize) {
        self.call = format!("{}-call-{round}", self.name);
        self.sequence = 100 * round as u32 + 1;
    }

    /// Waits for the answer to an INVITE without an offer, which makes one, and answers that in the ACK.
    pub(crate) fn establish_late(&mut self) {
        let answer = self.peer.expect("SIP/2.0 200");
        self.learn(&answer);
        self.hears_from(&answer);
        let body = self.description();
        let kind = "Content-Type: application/sdp";
        let ack = self.within("ACK", &format!("{kind}\r\nContent-Length: {}\r\n\r\n{body}", body.len()));
        self.peer.send(ack.as_bytes());
    }

    /// Learns where to send voice from an INVITE that is not answered yet.
    pub(crate) fn is_called(&mut self, invite: &str) {
        self.learn(invite);
    }

    /// Is called, and rings; gives the INVITE.
    pub(crate) fn rings(&self) -> String {
        let invite = self.peer.expect("INVITE ");
        self.peer.send(self.answer(&invite, "180 Ringing", false).as_bytes());
        invite
    }

    /// Takes the call that comes next: rings and answers, and waits for the ACK.
    pub(crate) fn take(&mut self) -> String {
        // A change of a call before may come once more.
        let is_new = |invite: &String| !field(invite, "To").unwrap().contains(";tag=");
        let invite = std::iter::repeat_with(|| self.peer.expect("INVITE ")).find(is_new).unwrap();
        self.peer.send(self.answer(&invite, "180 Ringing", false).as_bytes());
        self.peer.send(self.answer(&invite, "200 OK", true).as_bytes());
        self.has_taken(&invite);
        invite
    }

    /// Waits for the ACK of an answer to an INVITE, and is in the call.
    pub(crate) fn has_taken(&mut self, invite: &str) {
        self.peer.expect("ACK ");
        self.joins(invite);
    }

    /// Is in the call of an INVITE that was answered.
    pub(crate) fn joins(&mut self, invite: &str) {
        self.learn(invite);
        self.route = record_route(invite).collect();
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
        self.answer_with(request, status, "", if described { self.description() } else { String::new() })
    }

    /// A response with further header fields and a description.
    pub(crate) fn answer_with(&self, request: &str, status: &str, others: &str, body: String) -> String {
        let copied: String = request
            .lines()
            .filter(|line| COPIED.iter().any(|name| line.starts_with(name)))
            .map(|line| format!("{line}\r\n"))
            .collect();
        let to = field(request, "To").unwrap();
        let tag = if to.contains(";tag=") { String::new() } else { format!(";tag={}", self.name) };
        let kind = if body.is_empty() { "" } else { SDP };
        format!(
            "SIP/2.0 {status}\r\n{copied}To: {to}{tag}\r\nContact: {}\r\n{others}{kind}Content-Length: {}\r\n\r\n{body}",
            self.peer.contact(self.name),
            body.len()
        )
    }

    /// A request within the dialog.
    pub(crate) fn within(&mut self, method: &str, others: &str) -> String {
        if method != "ACK" {
            self.sequence += 1;
        }
        let Self { name, from, to, call, sequence, contact, others: always, .. } = self;
        let route: String = self.route.iter().map(|proxy| format!("Route: {proxy}\r\n")).collect();
        format!(
            "{method} {contact} SIP/2.0\r\nVia: SIP/2.0/{transport} {me};rport;branch=z9hG4bK{name}{method}{sequence}\r\n\
             From: {from}\r\nTo: {to}\r\nCall-ID: {call}\r\nCSeq: {sequence} {method}\r\nMax-Forwards: 70\r\n\
             {route}{always}{others}",
            transport = self.peer.transport(),
            me = self.peer.address()
        ) + if others.contains("\r\n\r\n") { "" } else { "Content-Length: 0\r\n\r\n" }
    }

    /// A request within the dialog that offers anew.
    pub(crate) fn offer(&mut self, method: &str, direction: &'static str) -> String {
        (self.direction, self.version) = (direction, self.version + 1);
        let body = self.description();
        let contact = self.peer.contact(self.name);
        self.within(
            method,
            &format!("Contact: {contact}\r\n{SDP}Content-Length: {}\r\n\r\n{body}", body.len()),
        )
    }

    /// Offers anew by re-INVITE, and gives the answer.
    pub(crate) fn reinvite(&mut self, direction: &'static str) -> String {
        let invite = self.offer("INVITE", direction);
        self.peer.send(invite.as_bytes());
        let answer = self.peer.expect("SIP/2.0 200");
        let ack = self.within("ACK", "");
        self.peer.send(ack.as_bytes());
        answer
    }

    /// Offers anew by UPDATE, and gives the answer.
    pub(crate) fn update(&mut self, direction: &'static str) -> String {
        let update = self.offer("UPDATE", direction);
        self.peer.send(update.as_bytes());
        self.peer.expect("SIP/2.0 200")
    }

    /// Puts the call on hold.
    pub(crate) fn hold(&mut self) {
        self.reinvite("sendonly");
    }

    /// Waits until the edge refreshes the session, and answers.
    pub(crate) fn is_asked(&self) -> String {
        // An answer that was sent before may come once more.
        let is_request = |message: &String| !message.starts_with("SIP/2.0 ");
        let asked = std::iter::repeat_with(|| self.peer.receive()).find(is_request).unwrap();
        assert!(asked.starts_with("INVITE ") || asked.starts_with("UPDATE "), "{asked}");
        self.peer.send(self.answer(&asked, "200 OK", asked.starts_with("INVITE ")).as_bytes());
        asked
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
        self.contact = contact_of(message);
        let port = message.lines().find_map(|line| line.strip_prefix("m=audio ")).unwrap();
        let port = port.split(' ').next().unwrap().parse().unwrap();
        let ip = message.lines().find_map(|line| line.strip_prefix("c=IN IP")).unwrap();
        self.voice.describe(SocketAddr::new(ip[2..].parse().unwrap(), port));
    }

    /// Whether what we say is heard: a sound is said again and again until then, for a few seconds.
    pub(crate) fn is_heard_by(&self, other: &Self, sound: u8) -> bool {
        other.voice.catch_up();
        (0..150).any(|_| {
            self.voice.say(sound);
            other.voice.hears(|samples| samples.iter().all(|sample| *sample == sound))
        })
    }

    /// Whether anything but silence is heard within a few seconds.
    pub(crate) fn hears_music(&self) -> bool {
        (0..250).any(|_| self.voice.hears(|samples| samples.iter().any(|sample| *sample != samples[0])))
    }

    /// Whether packets cease within a few seconds.
    pub(crate) fn hears_nothing_more(&self) -> bool {
        self.voice.hears_nothing_more()
    }
}

fn contact_of(message: &str) -> String {
    let contact = field(message, "Contact").unwrap();
    contact.trim_start_matches('<').split('>').next().unwrap().to_owned()
}

/// The proxies that stay in the way, in the order of the message.
fn record_route(message: &str) -> impl DoubleEndedIterator<Item = String> {
    let values = message.lines().filter_map(|line| line.strip_prefix("Record-Route: "));
    values.flat_map(|value| value.split(',').map(|proxy| proxy.trim().to_owned()))
}

const SDP: &str = "Content-Type: application/sdp\r\n";
/// What a response has of its request.
const COPIED: [&str; 5] = ["Via:", "From:", "Call-ID:", "CSeq:", "Record-Route:"];
