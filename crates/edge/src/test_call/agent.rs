//! The user agent of a test call: one caller, and one telephone of an agent where one is played.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use dialog::{
    Closing, Leg, LegInput, LegOutput, NameAddr, Outgoing, Policy, Refusal, Uri,
    message::{Headers, Message, Method, Request},
    sdp::LocalMedia,
};
use media::{Encoded, LegId, Media, MusicStart, telephone_event::Digit};
use stdx::Instant;
use testcall::{Course, Input, Output, Report};
use tokio::sync::{mpsc, watch};

use super::{Pass, registration::Registration};
use crate::{
    calls::{Identity, LineId, Lines, LinesCall, Owner},
    clock::Clock,
    config::Subscribe,
    event::Event,
    network::Network,
    reply,
    transaction::{Output as Sip, RoundTrip, ServerId, Transactions},
    transport::{Listener, Path, Transport},
    voice::{local_media, remote_of},
};

/// What a test call is about.
pub(super) struct Wanted {
    pub(super) target: Listener,
    pub(super) registrar: Listener,
    /// Its token is the user part of our addresses, by which our own offer is known.
    pub(super) pass: Pass,
    pub(super) product: String,
    pub(super) course: Course,
}

/// The user agent.
pub(super) struct Agent {
    network: Network,
    lines: Lines,
    media: Media,
    media_events: media::Events,
    identity: Identity,
    clock: Clock,
    wanted: Wanted,
    registration: Option<Registration>,
    /// The call to the pool.
    caller: Option<LineId>,
    /// The call to the agent's telephone.
    phone: Option<LineId>,
    /// Recordings that were asked for and have not come.
    listening: Option<Listening>,
    closing: Option<Instant>,
}

/// What is being listened to.
enum Listening {
    Caller,
    Both(BTreeMap<LineId, Vec<i16>>),
}

impl Agent {
    pub(super) fn new(
        transport: Transport,
        media: (Media, media::Events),
        clock: Clock,
        wanted: Wanted,
    ) -> Self {
        let (media, media_events) = media;
        let identity = Identity {
            product: wanted.product.clone(),
            via: None,
            subscribe: Subscribe::Never,
            pools: Default::default(),
            epoch: 1,
            policy: Policy::USUAL,
        };
        Self {
            network: Network {
                transport,
                transactions: Transactions::new(TRANSACTIONS_MAX, RoundTrip::USUAL),
            },
            lines: Lines::default(),
            media,
            media_events,
            identity,
            clock,
            wanted,
            registration: None,
            caller: None,
            phone: None,
            listening: None,
            closing: None,
        }
    }

    /// Runs to the end of the call.
    pub(super) async fn run(
        mut self,
        mut events: mpsc::Receiver<Event>,
        progress: mpsc::Sender<String>,
        mut cancelled: watch::Receiver<bool>,
    ) -> Report {
        let begin = self.clock.now();
        self.begin(begin);
        let mut may_be_cancelled = true;
        loop {
            let now = self.clock.now();
            self.settle(now, &progress);
            if self.is_over(now) {
                return self.wanted.course.report().clone();
            }
            let due = self.clock.moment(self.next_timeout());
            tokio::select! {
                Some(event) = events.recv() => self.event(event),
                Some(event) = self.media_events.next() => self.voice(event),
                changed = cancelled.changed(), if may_be_cancelled => {
                    may_be_cancelled = changed.is_ok();
                    self.wanted.course.handle(self.clock.now(), Input::Cancelled);
                }
                () = tokio::time::sleep_until(due) => {}
            }
        }
    }

    /// Registers the telephone where an agent is played, else calls at once.
    fn begin(&mut self, now: Instant) {
        let is_playing = self.wanted.pass.agent.is_some();
        let registrar = self.wanted.registrar;
        match self.path(registrar).zip(self.path(self.wanted.target)) {
            None => {
                let words = "no way leads to its address".to_owned();
                self.wanted.course.handle(now, Input::Refused { status: None, words });
            }
            Some((path, _)) if is_playing => {
                let (to, pass) = ((path, registrar.address), self.wanted.pass.clone());
                self.registration = Some(Registration::begin(now, &mut self.network, to, pass));
            }
            Some(_) => self.dial(now),
        }
    }

    fn path(&mut self, to: Listener) -> Option<Path> {
        self.network.transport.way_to(to.kind, to.address)
    }

    fn dial(&mut self, now: Instant) {
        if self.try_dial(now).is_none() {
            let words = "the voice of the test could not be opened".to_owned();
            self.wanted.course.handle(now, Input::Refused { status: None, words });
        }
    }

    fn try_dial(&mut self, now: Instant) -> Option<()> {
        let path = self.path(self.wanted.target)?;
        let setup = self.identity.setup(&self.network, path)?;
        let line = self.lines.next_id();
        let media = self.open(line, path)?;
        let address = self.wanted.course.report().address.clone();
        let target = Uri::parse(address.as_str()).ok()?;
        let from = Uri::sip(Some(&self.wanted.pass.token), &setup.local.contact.host, None);
        let from = NameAddr { display: Some("Test call".to_owned()), ..NameAddr::of(from) };
        let to = NameAddr::of(target.clone());
        let headers = Headers::new();
        let outgoing = Outgoing { target, from, to, route: Vec::new(), headers, media, attachment: None };
        self.caller = Some(line);
        let call = LinesCall { outgoing, setup, path, hops: HOPS };
        self.lines.call(now, &mut self.network, line, Owner::Nobody, call);
        Some(())
    }

    /// Opens and records the voice of a line.
    fn open(&self, line: LineId, path: Path) -> Option<LocalMedia> {
        let (local, _) = self.network.transport.ends(path)?;
        let leg = LegId(line.0);
        let port = self.media.open(leg, local.ip()).ok()?;
        self.media.record(leg, RECORDING_MAX).ok()?;
        Some(local_media(local.ip(), port))
    }

    fn event(&mut self, event: Event) {
        let now = self.clock.now();
        match event {
            Event::Arrived(arrival) => {
                if let Ok(message @ (Message::Request(_) | Message::Response(_))) = arrival.message {
                    self.network.transactions.receive(now, message, arrival.path);
                }
            }
            Event::Disconnected(id) => {
                self.network.transport.close(id);
                self.network.transactions.path_broken(Path::Stream(id));
            }
            _ => {}
        }
    }

    fn voice(&mut self, event: media::Event) {
        let now = self.clock.now();
        match event {
            media::Event::FirstPacket { leg, .. } if self.caller == Some(LineId(leg.0)) => {
                self.wanted.course.handle(now, Input::FirstSound);
            }
            media::Event::Recorded { leg, heard } => self.heard(now, LineId(leg.0), heard),
            _ => {}
        }
    }

    fn heard(&mut self, now: Instant, line: LineId, heard: Vec<i16>) {
        match self.listening.take() {
            Some(Listening::Caller) if self.caller == Some(line) => {
                self.wanted.course.handle(now, Input::Heard(heard));
            }
            Some(Listening::Both(mut parts)) => {
                parts.insert(line, heard);
                let caller = self.caller.and_then(|line| parts.remove(&line));
                let phone = self.phone.and_then(|line| parts.remove(&line));
                match (caller, phone) {
                    (Some(caller), Some(phone)) => {
                        self.wanted.course.handle(now, Input::BothHeard { caller, phone });
                    }
                    (caller, phone) => {
                        parts.extend(self.caller.zip(caller).into_iter().chain(self.phone.zip(phone)));
                        self.listening = Some(Listening::Both(parts));
                    }
                }
            }
            other => self.listening = other,
        }
    }

    /// Does what is due and what is wanted until nothing is.
    fn settle(&mut self, now: Instant, progress: &mpsc::Sender<String>) {
        self.network.transactions.time_passed(now);
        self.lines.time_passed(now, &mut self.network);
        if self.wanted.course.next_timeout().is_some_and(|due| due <= now) {
            self.wanted.course.handle(now, Input::TimePassed);
        }
        loop {
            if let Some(output) = self.network.poll() {
                self.signalled(now, output);
            } else if let Some(news) = self.lines.poll() {
                self.line_says(now, news.line, news.output);
            } else if let Some(output) = self.wanted.course.poll() {
                self.perform(now, output, progress);
            } else {
                return;
            }
        }
    }

    fn signalled(&mut self, now: Instant, output: Sip) {
        match output {
            Sip::Request(server, request, path) => self.request(now, server, request, path),
            Sip::Acknowledge(ack, _) => drop(self.lines.request(now, &mut self.network, None, ack)),
            Sip::Cancelled(invite, cancel) => {
                self.lines.cancelled(now, &mut self.network, invite, cancel);
            }
            Sip::Response(client, response) => {
                if let Some(registration) = &mut self.registration
                    && registration.is_about(client)
                {
                    let answered = registration.response(now, &mut self.network, &response);
                    return self.registered(now, answered);
                }
                self.lines.response(now, &mut self.network, client, response);
            }
            Sip::Failed(client, failure) => {
                if self.registration.as_ref().is_some_and(|registration| registration.is_about(client)) {
                    return self.registered(now, Some(Err("nobody answered".to_owned())));
                }
                self.lines.failed(now, &mut self.network, client, failure);
            }
            Sip::Merged | Sip::Overloaded | Sip::Transmit(..) => {}
        }
    }

    /// The telephone is registered, or cannot be.
    fn registered(&mut self, now: Instant, answered: Option<Result<(), String>>) {
        match answered {
            Some(Ok(())) if self.caller.is_none() && self.closing.is_none() => self.dial(now),
            Some(Err(words)) => {
                let words = format!("the telephone of the agent could not be registered, {words}");
                self.wanted.course.handle(now, Input::Refused { status: None, words });
            }
            _ => {}
        }
    }

    fn request(&mut self, now: Instant, server: ServerId, request: Request, path: Path) {
        let is_within = request.headers.to().is_some_and(|to| to.tag().is_some());
        if request.method == Method::Invite && !is_within {
            return self.offered(now, server, request, path);
        }
        let left = self.lines.request(now, &mut self.network, Some(server), request);
        if let Some(request) = left {
            let response = reply::to(&request, 481, "Call/Transaction Does Not Exist");
            self.network.respond(now, server, &response);
        }
    }

    /// Takes the offer of our own call; others are not ours to answer.
    fn offered(&mut self, now: Instant, server: ServerId, invite: Request, path: Path) {
        let is_ours = invite
            .headers
            .from()
            .is_some_and(|from| from.uri.user.as_deref() == Some(self.wanted.pass.token.as_str()));
        let setup = self.identity.setup(&self.network, path).filter(|_| is_ours && self.phone.is_none());
        let Some(setup) = setup else {
            let response = reply::to(&invite, 480, "Temporarily Unavailable");
            return self.network.respond(now, server, &response);
        };
        match Leg::incoming(now, invite.clone(), setup) {
            Ok(leg) => {
                let line = self.lines.next_id();
                self.lines.take(line, Owner::Nobody, leg, path, (&invite, server));
                self.phone = Some(line);
                self.lines.handle(now, &mut self.network, line, LegInput::Ring);
                self.wanted.course.handle(now, Input::PhoneRings);
            }
            Err(refusal) => self.network.respond(now, server, &refusal),
        }
    }

    fn line_says(&mut self, now: Instant, line: LineId, output: LegOutput) {
        let is_caller = self.caller == Some(line);
        let input = match output {
            LegOutput::RemoteMedia(remote) => {
                note(self.media.describe(LegId(line.0), remote_of(&remote)));
                if !is_caller {
                    return;
                }
                Input::EarlyMedia
            }
            LegOutput::Established if is_caller => Input::Answered,
            LegOutput::Established => Input::PhoneAnswered,
            LegOutput::Refused(refusal) if is_caller => refused(refusal),
            LegOutput::Ended(_) if is_caller => Input::Ended,
            LegOutput::Ended(_) => {
                self.phone = None;
                Input::PhoneEnded
            }
            _ => return,
        };
        self.wanted.course.handle(now, input);
    }

    fn perform(&mut self, now: Instant, output: Output, progress: &mpsc::Sender<String>) {
        match output {
            // Who does not listen misses a sentence, and nothing else.
            Output::Tell(words) => drop(progress.try_send(words)),
            Output::Listen => {
                self.listening = Some(Listening::Caller);
                self.glance(self.caller);
            }
            Output::ListenBoth => {
                self.listening = Some(Listening::Both(BTreeMap::new()));
                self.glance(self.caller);
                self.glance(self.phone);
            }
            Output::Press(digit) => {
                if let Some((line, digit)) = self.caller.zip(Digit::new(digit)) {
                    note(self.media.press(LegId(line.0), digit));
                }
            }
            Output::AnswerPhone => self.answer_phone(now),
            Output::Tones => {
                self.sound(self.caller, testcall::CALLER_TONE);
                self.sound(self.phone, testcall::PHONE_TONE);
            }
            Output::HangUp => self.hang_up(now),
            Output::Done => self.closing = Some(now.after(CLOSING_MAX)),
        }
    }

    fn glance(&self, line: Option<LineId>) {
        if let Some(line) = line {
            note(self.media.glance(LegId(line.0)));
        }
    }

    fn sound(&self, line: Option<LineId>, frequency: f64) {
        let samples: Vec<i16> = media::tone::sine(frequency, TONE_AMPLITUDE, 0, TONE_SAMPLES).collect();
        if let Some(line) = line {
            let audio = Arc::new(Encoded::from_pcm(&samples));
            note(self.media.music(LegId(line.0), audio, MusicStart::Beginning));
        }
    }

    fn answer_phone(&mut self, now: Instant) {
        let Some(line) = self.phone else { return };
        let Some(path) = self.lines.path(line) else { return };
        let Some(media) = self.open(line, path) else {
            return tracing::warn!("a test call has no voice for the agent");
        };
        self.lines.handle(now, &mut self.network, line, LegInput::Answer(media));
    }

    fn hang_up(&mut self, now: Instant) {
        for line in [self.caller, self.phone].into_iter().flatten() {
            self.lines.handle(now, &mut self.network, line, LegInput::End(Closing::Plain));
        }
        if let Some(registration) = &mut self.registration {
            registration.end(now, &mut self.network);
        }
    }

    /// Whether everything was said; what nobody answers is not waited for long.
    fn is_over(&self, now: Instant) -> bool {
        let is_quiet =
            self.lines.are_settled() && self.registration.as_ref().is_none_or(Registration::is_over);
        self.closing.is_some_and(|until| is_quiet || until <= now)
    }

    fn next_timeout(&self) -> Option<Instant> {
        let all = [
            self.network.transactions.next_timeout(),
            self.lines.next_timeout(),
            self.wanted.course.next_timeout(),
            self.closing,
        ];
        all.into_iter().flatten().min()
    }
}

/// Why the pool did not take the call.
fn refused(refusal: Refusal) -> Input {
    match refusal {
        Refusal::Status { status, reason, .. } => Input::Refused { status: Some(status), words: reason },
        Refusal::Failed(_) => Input::Refused { status: None, words: "nobody answers there".to_owned() },
        Refusal::UnusableMedia => {
            Input::Refused { status: None, words: "its answer names no voice that can be used".to_owned() }
        }
    }
}

/// An order that does not reach the media thread is seen in what is heard.
fn note(delivered: Result<(), media::Undelivered>) {
    if let Err(error) = delivered {
        tracing::warn!(%error, "the voice of a test call did not get an order");
    }
}

const TRANSACTIONS_MAX: usize = 64;
const HOPS: u8 = 70;
/// The longest call.
const RECORDING_MAX: Duration = Duration::from_mins(10);
/// How long the ends of the calls are waited for.
const CLOSING_MAX: Duration = Duration::from_secs(2);
const TONE_AMPLITUDE: i16 = 6_000;
/// A second; a whole number of waves of both tones.
const TONE_SAMPLES: usize = 8_000;
