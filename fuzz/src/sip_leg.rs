//! What must hold for a leg whatever its owner and its peer do. Bytes say what they do; the fuzz target, the
//! property test and the replay of the corpus share it.

#![allow(unreachable_pub, reason = "each target includes it")]

use core::net::{IpAddr, Ipv4Addr};
use std::{collections::BTreeMap, time::Duration};

use dialog::{
    Closing, Failure, Leg, LegInput, LegOutput, Local, NameAddr, Outgoing, Policy, Reliable, Seed, Setup,
    Uri,
    message::{CSeq, Headers, Message, Method, Request, Response},
    sdp::{Codec, Description, Direction, LocalMedia},
    wire::{self, Bounds},
};
use stdx::Instant;

/// Does what the bytes say, then ends the call. The leg ends as well, with one end told to its owner, one final
/// response to each request, and numbers and versions in order.
pub fn sip_leg(bytes: &[u8]) {
    let mut steps = bytes.iter().copied();
    let Some(mut world) = World::begin(&mut steps) else { return };
    while let Some(step) = steps.next().filter(|_| !world.leg.is_over()) {
        world.step(step, &mut steps);
    }
    world.hang_up();
}

struct World {
    leg: Leg,
    now: Instant,
    cseq: u32,
    /// Our requests, whose responses may come.
    requests: Vec<Request>,
    /// The number of final responses that each request of the peer got.
    answered: BTreeMap<String, usize>,
    numbers: BTreeMap<String, u32>,
    described: Option<Description>,
    ends: usize,
}

type Steps<'a> = dyn Iterator<Item = u8> + 'a;

const BODIES: &[&str] = &[
    "",
    "v=0\r\no=- 5 1 IN IP4 198.51.100.7\r\ns=-\r\nc=IN IP4 198.51.100.7\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8 0 101\r\na=rtpmap:101 telephone-event/8000\r\n",
    "v=0\r\no=- 5 2 IN IP4 198.51.100.7\r\nc=IN IP4 0.0.0.0\r\nm=audio 4000 RTP/AVP 0\r\n",
    "v=0\r\no=- 5 3 IN IP4 198.51.100.7\r\nc=IN IP4 198.51.100.7\r\nm=video 4002 RTP/AVP 96\r\nm=audio 4000 RTP/AVP 8\r\na=sendonly\r\n",
    "v=0\r\no=- 5 4 IN IP4 198.51.100.7\r\nc=IN IP4 198.51.100.7\r\nm=audio 4000 RTP/AVP 9\r\n",
    "nonsense",
];
const HEADERS: &[(&str, &str)] = &[
    ("Subject", "none"),
    ("Require", "100rel"),
    ("Supported", "100rel, timer"),
    ("Session-Expires", "90;refresher=uac"),
    ("Session-Expires", "1800;refresher=uas"),
    ("Min-SE", "4000000000"),
    ("Allow", "INVITE, UPDATE"),
    ("Allow", "INVITE"),
    ("RSeq", "1"),
    ("RSeq", "4294967295"),
    ("Expires", "0"),
    ("Record-Route", "<sip:p1.example.com;lr>, <sip:p2.example.com>"),
    ("Content-Encoding", "gzip"),
    ("Contact", "<sip:other@203.0.113.9>"),
];
const STATUSES: &[u16] =
    &[100, 180, 183, 200, 200, 302, 400, 401, 407, 408, 415, 422, 481, 486, 487, 491, 500];
const METHODS: &[&str] = &[
    "INVITE", "ACK", "BYE", "CANCEL", "OPTIONS", "INFO", "UPDATE", "PRACK", "DANCE", "ACK", "INVITE", "ACK",
    "UPDATE", "INVITE", "PRACK",
];

fn pick<T: Copy>(items: &[T], steps: &mut Steps<'_>) -> T {
    items[usize::from(steps.next().unwrap_or(0)) % items.len()]
}

impl World {
    fn begin(steps: &mut Steps<'_>) -> Option<Self> {
        let first = steps.next()?;
        let now = Instant(u64::from(first));
        let setup = setup(first);
        let (leg, invited) = if first & 1 == 0 {
            (Leg::outgoing(now, call(first), setup), None)
        } else {
            let uri = Uri::sip(Some("desk"), "example.com", None);
            let mut invite = Request::new(Method::Invite, uri);
            dress(&mut invite, "<sip:desk@example.com>", 1, steps);
            invite.headers.push("Contact", "<sip:phone@198.51.100.7>");
            match Leg::incoming(now, invite.clone(), setup) {
                Ok(leg) => (leg, Some(invite)),
                Err(response) => {
                    assert!(response.status >= 400 && response.transaction() == invite.transaction());
                    return None;
                }
            }
        };
        let is_callee = invited.is_some();
        let mut world = Self {
            leg,
            now,
            cseq: 1,
            requests: Vec::new(),
            answered: invited.iter().map(|invite| (key(&invite.headers), 0)).collect(),
            numbers: BTreeMap::new(),
            described: None,
            ends: 0,
        };
        world.drain();
        if first & 16 != 0 {
            world.establish(is_callee);
        }
        Some(world)
    }

    /// A call that is up has the most to do.
    fn establish(&mut self, is_callee: bool) {
        if !is_callee {
            let mut response = Response::to(&self.requests[0], 200, Some("peer"));
            response.headers.push("Contact", "<sip:peer@198.51.100.7>");
            response.headers.push("Content-Type", "application/sdp");
            response.headers.push("Allow", "INVITE, UPDATE");
            response.body = BODIES[1].as_bytes().to_vec();
            return self.input(LegInput::Response(response));
        }
        self.input(LegInput::Answer(media(0)));
        let uri = Uri::sip(None, "192.0.2.1", None);
        let mut ack = Request::new(Method::Ack, uri);
        let to = self.leg.dialog().local.to_string();
        dress(&mut ack, &to, 1, &mut [0, 1].into_iter());
        self.input(LegInput::Request(ack));
    }

    fn step(&mut self, step: u8, steps: &mut Steps<'_>) {
        let input = match step % 16 {
            0..4 => return self.peer_asks(steps),
            4..7 => match self.peer_answers(steps) {
                Some(response) => LegInput::Response(response),
                None => return,
            },
            7 if step > 80 => match self.requests.last().and_then(Request::transaction) {
                Some(transaction) => {
                    let failure = if step > 127 { Failure::Timeout } else { Failure::Transport };
                    LegInput::TransactionFailed { transaction, failure }
                }
                None => return,
            },
            8 => {
                let scale = if step > 127 { 3989 } else { 97 };
                return self.pass(Duration::from_millis(u64::from(steps.next().unwrap_or(0)) * scale));
            }
            9 => LegInput::Ring,
            10 => LegInput::Progress(media(step)),
            11 => LegInput::Answer(media(step)),
            12 if step > 127 => LegInput::Keep,
            12 => LegInput::Credentials([("Authorization", "Digest x")].into_iter().collect()),
            13 => LegInput::Reoffer(media(step)),
            14 if step > 200 => {
                LegInput::Refuse { status: step.into(), reason: None, headers: Headers::new() }
            }
            14 if step > 190 => LegInput::Probe,
            14 if step > 150 => LegInput::End(Closing::CompletedElsewhere),
            _ => LegInput::TimePassed,
        };
        self.input(input);
    }

    fn peer_asks(&mut self, steps: &mut Steps<'_>) {
        let method = Method::named(pick(METHODS, steps));
        let odd = steps.next().unwrap_or(0);
        self.cseq += 1;
        let number = match method {
            Method::Ack => self.cseq - 1 - u32::from(odd % 4).min(self.cseq - 1),
            Method::Cancel => 1,
            _ if odd == 0 => 1,
            _ => self.cseq,
        };
        let mut request = Request::new(method.clone(), Uri::sip(None, "192.0.2.1", None));
        let is_cancel = method == Method::Cancel;
        let to =
            if is_cancel { "<sip:desk@example.com>".into() } else { self.leg.dialog().local.to_string() };
        dress(&mut request, &to, number, steps);
        request.headers.set("Call-ID", self.leg.dialog().call_id.as_str());
        request.headers.set("From", self.leg.dialog().remote.to_string());
        match method {
            // A transaction of its own, also where the number is an old one.
            Method::Ack | Method::Cancel => {}
            _ => {
                let via = format!("SIP/2.0/UDP 198.51.100.7;branch=z9hG4bK{}x{number}", self.cseq);
                request.headers.set("Via", via);
            }
        }
        if method == Method::Prack {
            let rseq = self.rseq();
            request.headers.push("RAck", format!("{rseq} 1 INVITE"));
        }
        let key = key(&request.headers);
        if method == Method::Ack {
            return self.input(LegInput::Request(request));
        }
        if self.answered.contains_key(&key) {
            return;
        }
        self.answered.insert(key.clone(), 0);
        self.input(LegInput::Request(request));
        assert_eq!(self.answered.get(&key), Some(&1), "a request in a dialog is answered at once: {key}");
    }

    /// The RSeq of our last reliable response is told by none but itself; most PRACKs guess wrong.
    fn rseq(&self) -> u32 {
        self.numbers.get("rseq").copied().unwrap_or(1)
    }

    fn peer_answers(&self, steps: &mut Steps<'_>) -> Option<Response> {
        let which = usize::from(steps.next().unwrap_or(0) % 4) + 1;
        let request = self.requests.get(self.requests.len().checked_sub(which)?)?;
        let tag = ["peer", "other"][usize::from(steps.next().unwrap_or(0) > 200)];
        let mut response = Response::to(request, pick(STATUSES, steps), Some(tag));
        response.headers.push("Contact", format!("<sip:{tag}@198.51.100.7>"));
        fill(&mut response.headers, &mut response.body, steps);
        Some(response)
    }

    fn input(&mut self, input: LegInput) {
        self.leg.handle(self.now, input);
        self.drain();
    }

    fn pass(&mut self, time: Duration) {
        let end = self.now.after(time);
        for _ in 0..2_000 {
            match self.leg.next_timeout().filter(|due| *due <= end) {
                Some(due) => {
                    self.now = self.now.max(due);
                    self.input(LegInput::TimePassed);
                }
                None => {
                    self.now = end;
                    return;
                }
            }
        }
        panic!("time stands still");
    }

    /// The owner ends the call, and nobody answers any more.
    fn hang_up(mut self) {
        self.input(LegInput::End(Closing::Plain));
        self.pass(Duration::from_secs(200));
        assert!(self.leg.is_over(), "the leg ends: {:?}", self.leg);
        assert_eq!(self.ends, 1, "the owner hears of one end");
        assert_eq!(self.leg.next_timeout(), None);
        for (key, count) in &self.answered {
            assert_eq!(*count, 1, "final responses to {key}");
        }
    }

    fn drain(&mut self) {
        while let Some(output) = self.leg.poll() {
            match output {
                LegOutput::Send(request) => self.sent(request),
                LegOutput::Acknowledge(request) => readable(&Message::Request(request)),
                LegOutput::Repeat(response) => readable(&Message::Response(response)),
                LegOutput::Respond(response) => {
                    if response.status >= 200 {
                        *self.answered.entry(key(&response.headers)).or_default() += 1;
                    }
                    if let Some(rseq) = response.headers.number("RSeq") {
                        self.numbers.insert("rseq".into(), rseq);
                    }
                    self.describes(&response.headers, &response.body);
                    readable(&Message::Response(response));
                }
                LegOutput::Refused(_) | LegOutput::Ended(_) => self.ends += 1,
                LegOutput::Challenged { .. } => {}
                _ => assert_eq!(self.ends, 0, "nothing is told after the end"),
            }
        }
    }

    fn sent(&mut self, request: Request) {
        readable(&Message::Request(request.clone()));
        let CSeq { number, method } = request.headers.cseq().expect("our requests are numbered");
        if method != Method::Cancel {
            let tag = request.headers.to().and_then(|to| to.tag().map(str::to_owned)).unwrap_or_default();
            let last = self.numbers.insert(format!("to {tag}"), number);
            assert!(last.is_none_or(|last| last < number), "numbers rise: {last:?} {number}");
        }
        self.describes(&request.headers, &request.body);
        self.requests.push(request);
    }

    /// Our descriptions differ when their versions do, and versions rise by one.
    fn describes(&mut self, headers: &Headers, body: &[u8]) {
        if headers.value("Content-Type") != Some("application/sdp") {
            return;
        }
        let text = std::str::from_utf8(body).expect("a description is text");
        let now = Description::parse(text).expect("our description can be read");
        if let Some(before) = self.described.replace(now.clone()) {
            let step = now.origin.version - before.origin.version;
            assert_eq!(step, u64::from(!now.says_the_same(&before)), "{before}\n{now}");
        }
    }
}

fn setup(first: u8) -> Setup {
    let reliable = if first & 2 == 0 { Reliable::WhenRequired } else { Reliable::WhenSupported };
    let session_expires = (first & 4 == 0).then_some(1800);
    Setup {
        local: Local {
            contact: Uri::sip(Some("token"), "192.0.2.1", None),
            transport: "UDP".into(),
            sent_by: "192.0.2.1".into(),
            origin: "192.0.2.1".into(),
            product: "Switchback".into(),
        },
        seed: Seed([first; 16]),
        epoch: 3,
        policy: Policy { reliable, session_expires, ..Policy::USUAL },
    }
}

fn call(first: u8) -> Outgoing {
    let address = |text| NameAddr::parse(text).expect("the address is valid");
    let attachment = dialog::Attachment { content_type: "text/plain".into(), body: b"context".to_vec() };
    Outgoing {
        target: Uri::sip(Some("phone"), "198.51.100.7", None),
        from: address("<sip:desk@example.com>"),
        to: address("<sip:phone@example.com>"),
        route: Vec::new(),
        headers: Headers::new(),
        media: media(first),
        attachment: (first & 8 == 0).then_some(attachment),
    }
}

fn media(step: u8) -> LocalMedia {
    LocalMedia {
        address: IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)),
        port: 20000 + 2 * u16::from(step >> 5),
        codecs: vec![Codec::Pcma, Codec::Pcmu],
        direction: if step & 64 == 0 { Direction::SendReceive } else { Direction::SendOnly },
        rtcp_mux: step & 32 == 0,
    }
}

/// The headers that every request of the peer has, and some that bytes choose.
fn dress(request: &mut Request, to: &str, number: u32, steps: &mut Steps<'_>) {
    let branch = format!("SIP/2.0/UDP 198.51.100.7;branch=z9hG4bK{number}");
    let method = request.method.clone();
    for (name, value) in [
        ("Via", branch.as_str()),
        ("From", "<sip:phone@example.com>;tag=peer"),
        ("To", to),
        ("Call-ID", "call-1"),
        ("CSeq", &format!("{number} {method}")),
    ] {
        request.headers.push(name, value);
    }
    fill(&mut request.headers, &mut request.body, steps);
}

fn fill(headers: &mut Headers, body: &mut Vec<u8>, steps: &mut Steps<'_>) {
    let count = steps.next().unwrap_or(0) % 3;
    for _ in 0..count {
        let (name, value) = pick(HEADERS, steps);
        if headers.value(name).is_none() {
            headers.push(name, value);
        }
    }
    let text = pick(BODIES, steps);
    if !text.is_empty() {
        headers.push("Content-Type", "application/sdp");
        *body = text.as_bytes().to_vec();
    }
}

/// What a server transaction is known by.
fn key(headers: &Headers) -> String {
    let via = headers.value("Via").unwrap_or_default();
    format!("{via} {}", headers.value("CSeq").unwrap_or_default())
}

fn readable(message: &Message) {
    let bytes = message.to_bytes();
    let read = wire::read(&bytes, Bounds { message_bytes: 65_535 }).expect("what we send can be read");
    assert_eq!(read.to_bytes(), bytes);
}
