//! All calls and telephones, and what happens on them.

use std::{cmp::Reverse, collections::BinaryHeap, collections::HashMap, io, net::SocketAddr, time::Duration};

use dialog::{
    Closing, Leg, LegInput, LegOutput, Local, NameAddr, Outgoing, Policy, Seed, Setup, Uri,
    message::{Headers, Message, Method, Request, Response},
    sdp::{Codec, Direction, LocalMedia},
    wire,
};
use media::rtp::{self, Packet};
use stdx::Instant;

use crate::{
    DOMAIN,
    call::Call,
    clock,
    ends::{Ends, Side, Socket},
    phones,
    spread::Spread,
    voices::{Voices, Word},
};

/// How the calls of a load go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Manner {
    /// How long a telephone rings.
    pub(crate) ring: Duration,
    /// How long two talk; without end where nothing is said.
    pub(crate) talk: Option<Duration>,
    /// Every second call is ended by the agent, and a call that is over is followed by the next.
    pub(crate) turns: bool,
}

/// All calls, and the sockets that they go over.
pub(crate) struct Exchange {
    pub(crate) ends: Ends,
    workflow: String,
    manner: Manner,
    pub(crate) calls: Vec<Call>,
    /// Which end of which call a message belongs to, by its Call-ID.
    dialogs: HashMap<String, (usize, Side)>,
    /// Which call a port of the server belongs to.
    ports: HashMap<u16, usize>,
    agents: Vec<Phone>,
    voices: Voices,
    timers: BinaryHeap<Reverse<(Instant, Due)>>,
    pub(crate) seen: Seen,
    seed: u64,
}

/// The telephone of an agent.
#[derive(Clone, Copy, Debug, Default)]
struct Phone {
    is_registered: bool,
    call: Option<usize>,
    /// When it said or heard the last of its call.
    free: Option<Instant>,
}

/// What is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    Begin,
    Answer(usize),
    HangUp(usize),
}

/// What was seen beside the calls themselves.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// From the end of an agent's call to the next ringing.
    pub(crate) turns: Spread,
    /// How long a word took through the server, of some.
    pub(crate) voice: Spread,
    words: u64,
    /// Offers to an agent who had a call.
    pub(crate) doubled: u64,
    /// Words of another call.
    pub(crate) astray: u64,
    /// Messages that cannot be read, or belong to nothing.
    pub(crate) strange: u64,
}

impl Exchange {
    pub(crate) fn new(server: SocketAddr, workflow: &str, manner: Manner) -> io::Result<Self> {
        let now = clock::now();
        Ok(Self {
            ends: Ends::open(server)?,
            workflow: workflow.to_owned(),
            manner,
            calls: Vec::new(),
            dialogs: HashMap::new(),
            ports: HashMap::new(),
            agents: Vec::new(),
            voices: Voices::new(now),
            timers: BinaryHeap::new(),
            seen: Seen::default(),
            seed: now.0,
        })
    }

    /// Registers the telephones of so many agents, a few at a time.
    pub(crate) fn register(&mut self, agents: usize) -> io::Result<()> {
        self.agents = vec![Phone::default(); agents];
        let mut next = 0;
        let patience = clock::now().after(PATIENCE);
        loop {
            let registered = self.agents.iter().filter(|agent| agent.is_registered).count();
            if registered == agents {
                return Ok(());
            }
            if clock::now() > patience {
                return Err(io::Error::other(format!("of {agents} telephones {registered} registered")));
            }
            while next < agents && next < registered + AT_ONCE {
                self.send_register(next, None)?;
                next += 1;
            }
            self.turn(clock::now().after(Duration::from_millis(5)))?;
        }
    }

    /// A call begins at a moment.
    pub(crate) fn begin_at(&mut self, due: Instant) {
        self.timers.push(Reverse((due, Due::Begin)));
    }

    /// Lets happen what happens until a moment.
    pub(crate) fn run_until(&mut self, until: Instant) -> io::Result<()> {
        while clock::now() < until {
            self.turn(until)?;
        }
        Ok(())
    }

    /// As [`Self::run_until`], until something holds; false where it does not in time.
    pub(crate) fn run_while(&mut self, until: Instant, goes_on: impl Fn(&Self) -> bool) -> io::Result<bool> {
        while goes_on(self) {
            if clock::now() >= until {
                return Ok(false);
            }
            self.turn(clock::now().after(Duration::from_millis(20)))?;
        }
        Ok(true)
    }

    /// Ends all calls that there are, and begins no more.
    pub(crate) fn hang_up(&mut self) {
        self.timers.clear();
        self.manner.turns = false;
        let now = clock::now();
        for call in 0..self.calls.len() {
            self.handle(now, call, Side::Caller, LegInput::End(Closing::Plain));
        }
    }

    /// Does what is due, waits until something comes or `until`, and takes what came.
    fn turn(&mut self, until: Instant) -> io::Result<()> {
        let now = clock::now();
        while let Some(Reverse((due, _))) =
            self.timers.peek().copied().filter(|Reverse((due, _))| *due <= now)
        {
            let Some(Reverse((_, what))) = self.timers.pop() else { break };
            match what {
                Due::Begin => self.begin(now, due)?,
                Due::Answer(call) => self.answer(now, call)?,
                Due::HangUp(call) => self.part(now, call),
            }
        }
        let calls = &mut self.calls;
        self.voices.speak(now, &mut self.ends, |number, side| {
            let call = &mut calls[number];
            let counts = call.counts(now);
            let end = call.end(side);
            end.leg.as_ref().filter(|leg| !leg.is_ended())?;
            end.said += u32::from(counts);
            Some(counts)
        });
        let timer = self.timers.peek().map_or(until, |Reverse((due, _))| *due);
        let next = until.min(timer).min(self.voices.next_timeout());
        for socket in self.ends.wait(next.since(clock::now()))? {
            self.take(socket)?;
        }
        Ok(())
    }

    fn take(&mut self, socket: Socket) -> io::Result<()> {
        let mut buffer = [0; 4_096];
        for _ in 0..BATCH {
            let Some((length, from)) = self.ends.receive(socket, &mut buffer) else { break };
            let now = clock::now();
            match socket {
                Socket::Signalling(side) => match wire::read(&buffer[..length], BOUNDS) {
                    Ok(Message::Request(request)) => self.requested(now, side, request)?,
                    Ok(Message::Response(response)) => self.responded(now, response)?,
                    Err(_) => self.seen.strange += 1,
                },
                Socket::Voice(side, _) => self.heard(now, side, &buffer[..length], from),
            }
        }
        Ok(())
    }

    /// A packet of voice came.
    fn heard(&mut self, now: Instant, side: Side, datagram: &[u8], from: SocketAddr) {
        let packet = Packet::parse(datagram).ok().filter(|_| !rtp::is_rtcp(datagram));
        let (Some(packet), Some(number)) = (packet, self.ports.get(&from.port()).copied()) else { return };
        let Some(call) = self.calls.get_mut(number) else { return };
        match Word::read(packet.payload) {
            Some(word) if word.call == number && word.side == side.other() => {
                let end = call.end(side);
                end.heard += 1;
                end.heard_of_said += u32::from(word.counts);
                self.seen.words += 1;
                if self.seen.words.is_multiple_of(VOICE_SAMPLE) {
                    self.seen.voice.add(now.since(word.at));
                }
            }
            Some(_) => self.seen.astray += 1,
            None => call.music += u32::from(side == Side::Caller),
        }
    }

    fn responded(&mut self, now: Instant, response: Response) -> io::Result<()> {
        let Some(id) = response.headers.call_id() else { return Ok(()) };
        if let Some(agent) = phones::registering(id) {
            match response.status {
                401 => return self.send_register(agent, Some(&response)),
                200..300 => self.agents[agent].is_registered = true,
                _ => self.seen.strange += 1,
            }
            return Ok(());
        }
        let Some((call, side)) = self.dialogs.get(id).copied() else {
            self.seen.strange += 1;
            return Ok(());
        };
        let is_final = response.status >= 200;
        let ends = is_final && response.headers.cseq().is_some_and(|cseq| cseq.method == Method::Bye);
        self.handle(now, call, side, LegInput::Response(response));
        if ends {
            self.finish(now, call, side);
        }
        Ok(())
    }

    fn requested(&mut self, now: Instant, side: Side, request: Request) -> io::Result<()> {
        let known = request.headers.call_id().and_then(|id| self.dialogs.get(id).copied());
        match known {
            Some((call, side)) => {
                let ends = request.method == Method::Bye;
                self.handle(now, call, side, LegInput::Request(request));
                if ends {
                    self.finish(now, call, side);
                }
            }
            None if request.method == Method::Invite && side == Side::Agent => {
                return self.rings(now, request);
            }
            None => self.seen.strange += 1,
        }
        Ok(())
    }

    fn send_register(&mut self, agent: usize, challenge: Option<&Response>) -> io::Result<()> {
        let address = self.ends.signalling(Side::Agent)?;
        let register = phones::register(agent, address, challenge);
        let register = register.ok_or_else(|| io::Error::other("the registrar asks for no digest by MD5"))?;
        self.ends.send(Side::Agent, &register.to_bytes());
        Ok(())
    }

    /// A caller calls.
    fn begin(&mut self, now: Instant, due: Instant) -> io::Result<()> {
        let number = self.calls.len();
        let mut call = Call::new(due, now);
        let line = Uri::sip(Some(&self.workflow), DOMAIN, None);
        let outgoing = Outgoing {
            target: line.clone(),
            from: NameAddr::of(Uri::sip(Some(&format!("caller{number}")), DOMAIN, None)),
            to: NameAddr::of(line),
            route: Vec::new(),
            headers: Headers::new(),
            media: self.media(Side::Caller, number)?,
            attachment: None,
        };
        let leg = Leg::outgoing(now, outgoing, self.setup(Side::Caller, number)?);
        self.dialogs.insert(leg.dialog().call_id.to_string(), (number, Side::Caller));
        call.caller.leg = Some(leg);
        self.calls.push(call);
        self.drain(now, number, Side::Caller);
        Ok(())
    }

    /// The telephone of an agent is called.
    fn rings(&mut self, now: Instant, invite: Request) -> io::Result<()> {
        let user = |uri: &Uri| uri.user.clone().unwrap_or_default();
        let agent = phones::number(&user(&invite.uri)).filter(|agent| *agent < self.agents.len());
        let from = invite.headers.from().map(|from| user(&from.uri)).unwrap_or_default();
        let number: Option<usize> = from.strip_prefix("caller").and_then(|number| number.parse().ok());
        let known = number.filter(|number| *number < self.calls.len());
        let (Some(agent), Some(number)) = (agent, known) else {
            self.seen.strange += 1;
            return Ok(());
        };
        let setup = self.setup(Side::Agent, number)?;
        let Ok(leg) = Leg::incoming(now, invite, setup) else {
            self.seen.strange += 1;
            return Ok(());
        };
        let phone = &mut self.agents[agent];
        self.seen.doubled += u64::from(phone.call.is_some());
        if let Some(free) = phone.free.take() {
            self.seen.turns.add(now.since(free));
        }
        phone.call = Some(number);
        let call = &mut self.calls[number];
        call.offers += 1;
        call.rang.get_or_insert(now);
        call.agent = Some(agent);
        self.dialogs.insert(leg.dialog().call_id.to_string(), (number, Side::Agent));
        call.callee.leg = Some(leg);
        self.handle(now, number, Side::Agent, LegInput::Ring);
        self.timers.push(Reverse((now.after(self.manner.ring), Due::Answer(number))));
        Ok(())
    }

    fn answer(&mut self, now: Instant, call: usize) -> io::Result<()> {
        let media = self.media(Side::Agent, call)?;
        self.handle(now, call, Side::Agent, LegInput::Answer(media));
        Ok(())
    }

    /// One of the two hangs up.
    fn part(&mut self, now: Instant, call: usize) {
        let side = if self.manner.turns && call % 2 == 1 { Side::Agent } else { Side::Caller };
        if side == Side::Agent {
            self.frees(now, call);
        }
        self.handle(now, call, side, LegInput::End(Closing::Plain));
    }

    /// The agent of a call has nothing more to do with it.
    fn frees(&mut self, now: Instant, call: usize) {
        if let Some(agent) = self.calls[call].agent.take() {
            self.agents[agent].call = None;
            self.agents[agent].free = self.manner.turns.then_some(now);
        }
    }

    fn handle(&mut self, now: Instant, call: usize, side: Side, input: LegInput) {
        if let Some(leg) = &mut self.calls[call].end(side).leg {
            leg.handle(now, input);
            self.drain(now, call, side);
        }
    }

    fn drain(&mut self, now: Instant, call: usize, side: Side) {
        while let Some(output) = self.calls[call].end(side).leg.as_mut().and_then(Leg::poll) {
            match output {
                LegOutput::Send(request) | LegOutput::Acknowledge(request) => {
                    self.ends.send(side, &request.to_bytes());
                }
                LegOutput::Respond(response) | LegOutput::Repeat(response) => {
                    self.ends.send(side, &response.to_bytes());
                }
                LegOutput::RemoteMedia(remote) => {
                    self.ports.insert(remote.address.port(), call);
                    self.voices.begin(call, side, remote.address);
                }
                LegOutput::Established => self.established(now, call, side),
                LegOutput::Refused(_) => {
                    self.calls[call].refused = true;
                    return self.finish(now, call, side);
                }
                LegOutput::Ended(_) if side == Side::Agent => self.frees(now, call),
                _ => {}
            }
        }
    }

    /// An end of a call is over: its BYE is answered. What is sent again afterwards belongs to nothing.
    fn finish(&mut self, now: Instant, call: usize, side: Side) {
        if let Some(leg) = self.calls[call].end(side).leg.take() {
            self.dialogs.remove(&*leg.dialog().call_id);
            if self.manner.turns && self.calls[call].is_over() {
                self.begin_at(now);
            }
        }
    }

    fn established(&mut self, now: Instant, number: usize, side: Side) {
        let call = &mut self.calls[number];
        match side {
            Side::Caller => call.answered = Some(now),
            Side::Agent => {
                call.bridged = Some(now);
                call.ends = self.manner.talk.map(|talk| now.after(talk));
                if let Some(ends) = call.ends {
                    self.timers.push(Reverse((ends, Due::HangUp(number))));
                }
            }
        }
    }

    fn media(&self, side: Side, call: usize) -> io::Result<LocalMedia> {
        let address = self.ends.voice(side, call)?;
        Ok(LocalMedia {
            address: address.ip(),
            port: address.port(),
            codecs: vec![Codec::Pcma],
            direction: Direction::SendReceive,
            rtcp_mux: true,
        })
    }

    fn setup(&self, side: Side, call: usize) -> io::Result<Setup> {
        let address = self.ends.signalling(side)?;
        let host = address.ip().to_string();
        // A call that is offered twice has a dialog with each telephone.
        let offers = self.calls.get(call).map_or(0, |call| u64::from(call.offers));
        let number = (call as u64) << 8 | offers << 1 | u64::from(side == Side::Agent);
        let mut seed = [0; 16];
        seed[..8].copy_from_slice(&self.seed.to_be_bytes());
        seed[8..].copy_from_slice(&number.to_be_bytes());
        let local = Local {
            contact: Uri::sip(Some(&format!("{number:x}")), &host, Some(address.port())),
            transport: "UDP".to_owned(),
            sent_by: address.to_string(),
            origin: host,
            product: "load".to_owned(),
        };
        Ok(Setup { local, seed: Seed(seed), epoch: 1, policy: Policy::USUAL })
    }
}

const BOUNDS: wire::Bounds = wire::Bounds { message_bytes: 4_096 };
/// Datagrams of a socket that are taken before the others have their turn.
const BATCH: usize = 64;
/// Of so many words the delay of one is kept.
const VOICE_SAMPLE: u64 = 8;
/// Telephones that register at the same time.
const AT_ONCE: usize = 32;
/// How long all registrations may take.
const PATIENCE: Duration = Duration::from_secs(30);
