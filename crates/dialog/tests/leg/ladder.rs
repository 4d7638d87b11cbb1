//! A leg between its owner and a peer that is written as text; what passes is a ladder.

use std::time::Duration;

use dialog::{
    Dialog, Leg, LegInput, LegOutput, Local, NameAddr, Outgoing, Policy, Seed, Setup, Uri,
    message::{Headers, Message, Request, Response},
    sdp::{Codec, Direction, LocalMedia, RemoteMedia},
    wire::{self, Bounds},
};
use stdx::Instant;

pub(crate) struct Ladder {
    pub(crate) leg: Leg,
    pub(crate) now: Instant,
    /// What we sent, in order.
    pub(crate) sent: Vec<Message>,
    pub(crate) outputs: Vec<LegOutput>,
    log: String,
    /// Whether whole messages are logged.
    whole: bool,
    /// The Call-ID and the tag of the peer.
    peer: (String, String),
}

pub(crate) fn setup() -> Setup {
    let mut contact = Uri::parse("sip:c4a1@192.0.2.1:5060").unwrap();
    contact.params.set("transport", Some("udp"));
    Setup {
        local: Local {
            contact,
            transport: "UDP".into(),
            sent_by: "192.0.2.1:5060".into(),
            origin: "pair.example.com".into(),
            product: "Switchback".into(),
        },
        seed: Seed([7; 16]),
        epoch: 1,
        policy: Policy::USUAL,
    }
}

pub(crate) fn media() -> LocalMedia {
    LocalMedia {
        address: "192.0.2.1".parse().unwrap(),
        port: 20000,
        codecs: vec![Codec::Pcma, Codec::Pcmu],
        direction: Direction::SendReceive,
        rtcp_mux: false,
    }
}

/// The description of the peer's phone in a version, with further lines.
pub(crate) fn sdp(version: u32, more: &str) -> String {
    format!(
        "v=0\no=phone 5 {version} IN IP4 198.51.100.7\ns=-\nc=IN IP4 198.51.100.7\nt=0 0\n\
         m=audio 4000 RTP/AVP 8 0 101\na=rtpmap:101 telephone-event/8000\n{more}"
    )
}

impl Ladder {
    /// The peer calls: `headers` go into its INVITE.
    pub(crate) fn called(headers: &str, body: &str) -> Self {
        Self::called_with(setup(), headers, body)
    }

    pub(crate) fn called_with(setup: Setup, headers: &str, body: &str) -> Self {
        let invite = invite(headers, body);
        let leg = Leg::incoming(Instant(0), invite.clone(), setup).expect("the INVITE is taken");
        let mut this = Self::of(leg, ("call-1".into(), "peer".into()));
        this.log_message("<-", &Message::Request(invite));
        this.drain();
        this
    }

    /// We call.
    pub(crate) fn calling() -> Self {
        Self::calling_with(setup(), call())
    }

    pub(crate) fn calling_with(setup: Setup, call: Outgoing) -> Self {
        let leg = Leg::outgoing(Instant(0), call, setup);
        let mut this = Self::of(leg, (String::new(), "peer".into()));
        this.drain();
        let Some(Message::Request(invite)) = this.sent.first() else { panic!("no INVITE") };
        this.peer.0 = invite.headers.call_id().unwrap().to_owned();
        this
    }

    /// Goes on in another process.
    pub(crate) fn resumed(dialog: Dialog, setup: Setup) -> Self {
        let peer = (dialog.call_id.clone(), dialog.remote.tag().unwrap().to_owned());
        let mut this = Self::of(Leg::resume(Instant(0), dialog, setup), peer);
        this.drain();
        this
    }

    fn of(leg: Leg, peer: (String, String)) -> Self {
        Self {
            leg,
            now: Instant(0),
            sent: Vec::new(),
            outputs: Vec::new(),
            log: String::new(),
            whole: false,
            peer,
        }
    }

    pub(crate) fn whole(mut self) -> Self {
        self.whole = true;
        self.log.clear();
        for message in self.sent.clone() {
            self.log_message("->", &message);
        }
        self
    }

    /// The owner orders something.
    pub(crate) fn order(&mut self, order: LegInput) -> &mut Self {
        let name = format!("{order:?}");
        let end = name.find(['(', ' ']).unwrap_or(name.len());
        self.line(&format!("order {}", &name[..end]));
        self.input(order)
    }

    /// The peer sends a request: `BYE 2`.
    pub(crate) fn peer(&mut self, line: &str, headers: &str, body: &str) -> &mut Self {
        let request = self.request(line, headers, body);
        self.log_message("<-", &Message::Request(request.clone()));
        self.input(LegInput::Request(request))
    }

    /// A request of the peer in the dialog.
    pub(crate) fn request(&self, line: &str, headers: &str, body: &str) -> Request {
        let (method, cseq) = line.split_once(' ').unwrap();
        let local = self.leg.dialog().local.to_string();
        let (call_id, tag) = &self.peer;
        let branch =
            if method == "CANCEL" { "z9hG4bKINVITE1".to_owned() } else { format!("z9hG4bK{method}{cseq}") };
        let to = if method == "CANCEL" { "<sip:desk@example.com>".to_owned() } else { local };
        let text = format!(
            "{method} sip:c4a1@192.0.2.1 SIP/2.0\nVia: SIP/2.0/UDP 198.51.100.7;branch={branch}\n\
             From: <sip:phone@example.com>;tag={tag}\nTo: {to}\nCall-ID: {call_id}\nCSeq: {cseq} {method}\n\
             {headers}{}",
            with_body(body)
        );
        request(&text)
    }

    /// The peer answers our last request of a method.
    pub(crate) fn reply(&mut self, method: &str, status: u16, headers: &str, body: &str) -> &mut Self {
        let tag = self.peer.1.clone();
        self.reply_as(&tag, method, status, headers, body)
    }

    /// A branch of the peer answers.
    pub(crate) fn reply_as(
        &mut self,
        tag: &str,
        method: &str,
        status: u16,
        headers: &str,
        body: &str,
    ) -> &mut Self {
        let sent = self.sent.iter().rev().find_map(|message| match message {
            Message::Request(request) if request.method.name() == method => Some(request.clone()),
            _ => None,
        });
        let mut response = Response::to(&sent.expect("it was sent"), status, Some(tag));
        for line in headers.lines() {
            let (name, value) = line.split_once(": ").unwrap();
            response.headers.push(name, value);
        }
        if method == "INVITE" && status < 300 && status > 100 {
            response.headers.push("Contact", format!("<sip:{tag}@198.51.100.7>"));
        }
        if !body.is_empty() {
            response.headers.push("Content-Type", "application/sdp");
            response.body = body.replace('\n', "\r\n").into_bytes();
        }
        self.log_message("<-", &Message::Response(response.clone()));
        self.input(LegInput::Response(response))
    }

    pub(crate) fn input(&mut self, input: LegInput) -> &mut Self {
        self.leg.handle(self.now, input);
        self.drain();
        self
    }

    /// Time passes, and what is due is done.
    pub(crate) fn pass(&mut self, time: Duration) -> &mut Self {
        let end = self.now.after(time);
        for _ in 0..10_000 {
            match self.leg.next_timeout() {
                Some(due) if due <= end => {
                    self.now = self.now.max(due);
                    self.leg.handle(self.now, LegInput::TimePassed);
                    self.drain();
                }
                _ => {
                    self.now = end;
                    return self;
                }
            }
        }
        panic!("time stands still: {}", self.log);
    }

    pub(crate) fn seconds(&mut self, seconds: u64) -> &mut Self {
        self.pass(Duration::from_secs(seconds))
    }

    /// The call is up: as callee.
    pub(crate) fn answered() -> Self {
        Self::answered_with("Allow: INVITE, UPDATE\n", &sdp(1, ""))
    }

    pub(crate) fn answered_with(headers: &str, body: &str) -> Self {
        let mut this = Self::called(headers, body);
        this.order(LegInput::Answer(media())).peer("ACK 1", "", "");
        this
    }

    /// The call is up: as caller.
    pub(crate) fn connected() -> Self {
        let mut this = Self::calling();
        this.reply("INVITE", 180, "", "");
        this.reply("INVITE", 200, "Allow: INVITE, UPDATE\n", &sdp(1, ""));
        this
    }

    /// Forgets what was logged until now.
    pub(crate) fn clear(&mut self) -> &mut Self {
        self.log.clear();
        self
    }

    pub(crate) fn shown(&self) -> String {
        format!("{}{}", self.log, if self.leg.is_over() { "over" } else { "" })
    }

    pub(crate) fn last_request(&self) -> &Request {
        let last = self.sent.iter().rev().find_map(|message| match message {
            Message::Request(request) => Some(request),
            Message::Response(_) => None,
        });
        last.expect("a request was sent")
    }

    pub(crate) fn last_response(&self) -> &Response {
        let last = self.sent.iter().rev().find_map(|message| match message {
            Message::Response(response) => Some(response),
            Message::Request(_) => None,
        });
        last.expect("a response was sent")
    }

    fn drain(&mut self) {
        while let Some(output) = self.leg.poll() {
            self.outputs.push(output.clone());
            match output {
                LegOutput::Send(request) => self.log_sent("->", Message::Request(request)),
                LegOutput::Acknowledge(request) => self.log_sent("=>", Message::Request(request)),
                LegOutput::Respond(response) => self.log_sent("->", Message::Response(response)),
                LegOutput::Repeat(response) => self.log_sent("again ->", Message::Response(response)),
                LegOutput::RecordChanged => self.line("record"),
                LegOutput::RemoteMedia(media) => self.line(&shown_media(&media)),
                LegOutput::Challenged { request, response } => {
                    let cseq = request.headers.value("CSeq").unwrap().to_owned();
                    self.line(&format!("challenged {cseq}: {}", response.status));
                }
                LegOutput::Refused(dialog::Refusal::Status { status, reason, .. }) => {
                    self.line(&format!("Refused {status} {reason}"));
                }
                other => self.line(&format!("{other:?}")),
            }
        }
    }

    fn log_sent(&mut self, arrow: &str, message: Message) {
        // What we write can be read.
        assert_eq!(
            wire::read(&message.to_bytes(), BOUNDS).map(|read| read.to_bytes()),
            Ok(message.to_bytes())
        );
        self.log_message(arrow, &message);
        self.sent.push(message);
    }

    fn log_message(&mut self, arrow: &str, message: &Message) {
        if self.whole {
            let text = String::from_utf8(message.to_bytes()).unwrap();
            for line in text.lines() {
                self.log.push_str(&format!("{arrow} {line}"));
                self.log.truncate(self.log.trim_end().len());
                self.log.push('\n');
            }
            return;
        }
        let headers = message.headers();
        let cseq = headers.value("CSeq").unwrap();
        let mut text = match message {
            Message::Request(request) => format!("{arrow} {} {}", request.method, number(cseq)),
            Message::Response(response) => {
                format!("{arrow} {} ({})", response.status, number_and_method(cseq))
            }
        };
        for name in SHOWN {
            if let Some(value) = headers.value(name) {
                text.push_str(&format!(" {name}: {value}"));
            }
        }
        let (body, to) = match message {
            Message::Request(request) => (&request.body, request.headers.to()),
            Message::Response(response) => (&response.body, response.headers.to()),
        };
        if let Some(tag) = to.as_ref().and_then(NameAddr::tag).filter(|tag| tag.len() < 24 && *tag != "peer")
        {
            text.push_str(&format!(" to {tag}"));
        }
        text.push_str(&shown_body(body));
        self.line(&text);
    }

    fn line(&mut self, text: &str) {
        let milliseconds = self.now.0 / 1_000_000;
        self.log.push_str(&format!("{:>4}.{:03} {text}\n", milliseconds / 1000, milliseconds % 1000));
    }
}

/// Headers that ladders show.
const SHOWN: &[&str] = &[
    "Reason",
    "Require",
    "Unsupported",
    "RSeq",
    "RAck",
    "Session-Expires",
    "Min-SE",
    "Retry-After",
    "Warning",
];

fn shown_media(media: &RemoteMedia) -> String {
    let RemoteMedia { address, codec, direction, .. } = media;
    format!("media {address} {} {}", codec.encoding(), direction.name())
}

/// The numbers of our requests without the epoch.
fn number(cseq: &str) -> u32 {
    cseq.split(' ').next().unwrap().parse::<u32>().unwrap() & 0xF_FFFF
}

fn number_and_method(cseq: &str) -> String {
    format!("{} {}", cseq.split(' ').nth(1).unwrap(), number(cseq))
}

/// The version, address and direction of a description.
fn shown_body(body: &[u8]) -> String {
    if body.is_empty() {
        return String::new();
    }
    let text = String::from_utf8_lossy(body);
    let version = text.lines().find_map(|line| line.strip_prefix("o=")?.split(' ').nth(2).map(str::to_owned));
    let direction = ["sendonly", "recvonly", "inactive"].iter().find(|name| text.contains(*name));
    match version {
        Some(version) => format!(" sdp {version} {}", direction.unwrap_or(&"sendrecv")),
        None => format!(" {}", text.replace("\r\n", " ").trim()),
    }
}

/// Our call to a phone.
pub(crate) fn call() -> Outgoing {
    Outgoing {
        target: Uri::parse("sip:phone@198.51.100.7").unwrap(),
        from: NameAddr::parse("\"Help Desk\" <sip:desk@example.com>").unwrap(),
        to: NameAddr::parse("<sip:phone@example.com>").unwrap(),
        route: Vec::new(),
        headers: Headers::new(),
        media: media(),
        attachment: None,
    }
}

/// The INVITE of a phone, with further headers.
pub(crate) fn invite(headers: &str, body: &str) -> Request {
    request(&format!(
        "INVITE sip:desk@example.com SIP/2.0\nVia: SIP/2.0/UDP 198.51.100.7;branch=z9hG4bKINVITE1\n\
         From: <sip:phone@example.com>;tag=peer\nTo: <sip:desk@example.com>\nCall-ID: call-1\nCSeq: 1 INVITE\n\
         Contact: <sip:phone@198.51.100.7>\n{headers}{}",
        with_body(body)
    ))
}

fn with_body(body: &str) -> String {
    let described = body.starts_with("v=") && !body.is_empty();
    let kind = if described { "Content-Type: application/sdp\n" } else { "" };
    format!("{kind}\n{body}")
}

pub(crate) fn request(text: &str) -> Request {
    match wire::read(text.replace('\n', "\r\n").as_bytes(), BOUNDS).unwrap() {
        Message::Request(request) => request,
        Message::Response(_) => panic!("a response"),
    }
}

const BOUNDS: Bounds = Bounds { message_bytes: 65_535 };
