//! The one loop: it owns the transactions and everything behind them, and gives each event to whom it concerns.

use std::{sync::Arc, time::Duration};

use dialog::{
    NameAddr, Uri,
    message::{Message, Method, Request, Response},
    wire::Refused,
};
use domain::{Configuration, SipUri};
use stdx::Instant;
use tokio::sync::{mpsc, watch};

use crate::{
    admission::{Admission, Verdict},
    calls::{Around, Calls, Sender, token_of},
    clock::Clock,
    config::Config,
    digest::{Authenticator, Demand, Users},
    event::Event,
    names::Names,
    network::Network,
    pools::Pools,
    presence::Publications,
    registrar::{Book, Registrar},
    reply,
    service::Service,
    start::EVENTS_MAX,
    transaction::{Output, RoundTrip, ServerId, Transactions},
    transport::{Arrival, Path, Transport},
};

/// The state of the loop.
pub(crate) struct Server {
    network: Network,
    admission: Admission,
    authenticator: Authenticator,
    users: Arc<Users>,
    names: Names,
    /// Those that relay calls to us have asked agents for their passwords themselves.
    pools: Pools,
    registrar: Registrar,
    /// Registrations on disk.
    book: Option<Book>,
    publications: Publications,
    calls: Calls,
    /// When the numbers of the metrics are next counted.
    counted: Instant,
    service: Service,
    clock: Clock,
}

/// Where events come from.
pub(crate) struct Inlets {
    pub(crate) events: mpsc::Receiver<Event>,
    pub(crate) media: media::Events,
    pub(crate) configuration: watch::Receiver<Arc<Configuration>>,
    pub(crate) ended: mpsc::Receiver<()>,
}

/// What others may see.
pub(crate) struct Outlets {
    /// How many calls are in progress.
    pub(crate) calls: watch::Sender<usize>,
}

impl Inlets {
    /// The next event; nothing when the last handle is gone.
    async fn next(&mut self, due: tokio::time::Instant) -> Option<Event> {
        tokio::select! {
            biased;
            _ = self.ended.recv() => None,
            Ok(()) = self.configuration.changed() => {
                Some(Event::ConfigurationChanged(Arc::clone(&self.configuration.borrow_and_update())))
            }
            Some(event) = self.media.next() => Some(Event::Media(event)),
            event = self.events.recv() => event,
            () = tokio::time::sleep_until(due) => Some(Event::TimePassed),
        }
    }

    /// An event that has come already. It says that there is none when the readers of the sockets have nothing either.
    async fn waiting(&mut self) -> Option<Event> {
        for _ in 0..READER_TURNS {
            if let Some(event) = self.here() {
                return Some(event);
            }
            tokio::task::yield_now().await;
        }
        self.here()
    }

    fn here(&mut self) -> Option<Event> {
        if self.configuration.has_changed().is_ok_and(|changed| changed) {
            let configuration = Arc::clone(&self.configuration.borrow_and_update());
            return Some(Event::ConfigurationChanged(configuration));
        }
        self.media.try_next().map(Event::Media).or_else(|| self.events.try_recv().ok())
    }
}

impl Server {
    pub(crate) fn new(
        (transport, names): (Transport, Names),
        calls: Calls,
        config: &Config,
        secret: [u8; 32],
        book: Option<Book>,
    ) -> Self {
        let round_trip = RoundTrip::new(config.times.round_trip);
        Self {
            network: Network {
                transport,
                transactions: Transactions::new(config.limits.transactions, round_trip),
            },
            admission: Admission::new(config.limits.messages_per_second),
            authenticator: Authenticator::new(secret, config.digests.clone()),
            registrar: Registrar::new(Arc::clone(&config.users)),
            book,
            publications: Publications::default(),
            users: Arc::clone(&config.users),
            names,
            pools: config.pools.clone(),
            counted: Instant::START,
            calls,
            service: Service::Starting,
            clock: Clock::start(),
        }
    }

    /// Runs until the last handle is dropped.
    pub(crate) async fn run(mut self, mut inlets: Inlets, outlets: Outlets) {
        let first = Arc::clone(&inlets.configuration.borrow_and_update());
        let mut next = Some(Event::ConfigurationChanged(first));
        if let Some(book) = &self.book {
            self.registrar.restore(book.read(self.clock.now(), &self.network.transport));
        }
        while let Some(event) = next {
            self.turn(event, &mut inlets).await;
            outlets
                .calls
                .send_if_modified(|known| std::mem::replace(known, self.calls.len()) != self.calls.len());
            let due = self.clock.moment(self.next_timeout());
            next = inlets.next(due).await;
        }
        if let Some(book) = &mut self.book {
            book.close(self.clock.now(), &self.registrar, &self.network.transport).await;
        }
    }

    /// Handles an event, then does what is due. What has come until then goes first, lest an answer that waited while
    /// the process was held up loses against the end of the wait for it.
    async fn turn(&mut self, event: Event, inlets: &mut Inlets) {
        let now = self.clock.now();
        self.handle(now, event);
        self.drain(now);
        if self.next_timeout().is_some_and(|due| due <= now) {
            // A flood must not hold timers up.
            for _ in 0..WAITING_MAX {
                let Some(event) = inlets.waiting().await else { break };
                self.handle(now, event);
                self.drain(now);
            }
            self.time_passed(now);
        }
        self.keep_registrations(now);
    }

    fn time_passed(&mut self, now: Instant) {
        self.network.transactions.time_passed(now);
        self.registrar.time_passed(now);
        self.publications.time_passed(now);
        self.count(now);
        self.with_calls(now, Calls::time_passed);
        self.drain(now);
    }

    /// Writes down what has become of registrations.
    fn keep_registrations(&mut self, now: Instant) {
        let has_changed = self.registrar.has_changed();
        let Some(book) = &mut self.book else { return };
        if has_changed {
            book.changed(now);
        }
        book.write(now, &self.registrar, &self.network.transport);
    }

    fn next_timeout(&self) -> Option<Instant> {
        let all = [
            self.network.transactions.next_timeout(),
            self.registrar.next_timeout(),
            self.publications.next_timeout(),
            Some(self.counted),
            self.book.as_ref().and_then(Book::next_timeout),
            self.calls.next_timeout(),
        ];
        all.into_iter().flatten().min()
    }

    fn handle(&mut self, now: Instant, event: Event) {
        match event {
            Event::Arrived(arrival) => self.arrived(now, arrival),
            Event::Connected(socket, peer) => self.network.transport.accept(socket, peer),
            Event::Disconnected(id) => {
                self.network.transport.close(id);
                self.registrar.flow_ended(id);
                self.network.transactions.path_broken(Path::Stream(id));
            }
            Event::Media(event) => self.with_calls(now, |calls, around| calls.media(around, event)),
            Event::ConfigurationChanged(configuration) => {
                self.with_calls(now, |calls, around| calls.configure(around, configuration));
            }
            Event::ServiceChanged(service) => self.serve(now, service),
            Event::GuestAdmitted(pass) => self.registrar.admit(now, pass),
            Event::GuestSought(token, reply) => {
                if reply.send(self.registrar.has_come(&token)).is_err() {
                    tracing::debug!("who asked for a test call has gone");
                }
            }
            Event::GuestDismissed(pass) => self.registrar.dismiss(&pass.token),
            Event::SignedIn(line, is_done) => {
                self.with_calls(now, |calls, around| calls.signed_in(around, line, is_done));
            }
            Event::NameFound(name, found) => {
                let is_new = self.names.found(now, &name, found);
                self.with_calls(now, |calls, around| calls.name_found(around, &name, is_new));
            }
            Event::Look(reply) => {
                if reply.send(self.calls.view(now)).is_err() {
                    tracing::debug!("who looked has gone");
                }
            }
            Event::Picked(call, agent, reply) => {
                let mut picked = Ok(());
                self.with_calls(now, |calls, around| picked = calls.pick(around, call, agent));
                if reply.send(picked).is_err() {
                    tracing::debug!("who picked a call has gone");
                }
            }
            Event::Stopping => {
                self.serve(now, Service::Draining);
                self.with_calls(now, Calls::end_all);
            }
            Event::TimePassed => {}
        }
    }

    fn serve(&mut self, now: Instant, service: Service) {
        let is_open = service.is_open();
        self.service = service;
        self.with_calls(now, |calls, around| calls.open(around, is_open));
    }

    fn arrived(&mut self, now: Instant, arrival: Arrival) {
        let Arrival { source, path, message } = arrival;
        metrics::counter!("switchback_sip_received_total").increment(1);
        let verdict = self.admission.judge(now, source.ip());
        match (verdict, message) {
            (Verdict::Dropped, _) => metrics::counter!("switchback_sip_overload_total").increment(1),
            (Verdict::Refused, Ok(Message::Request(request))) if may_be_refused(&request.method) => {
                metrics::counter!("switchback_sip_overload_total").increment(1);
                let response = reply::overloaded(&request);
                self.network.transport.send(path, &response.to_bytes().into());
            }
            (_, Ok(message)) => self.network.transactions.receive(now, message, path),
            (_, Err(refused)) => {
                metrics::counter!("switchback_sip_malformed_total").increment(1);
                let Refused { status, reason, request } = *refused;
                tracing::debug!(%source, status, reason, "refused a malformed request");
                self.network.transport.send(path, &reply::to(&request, status, reason).to_bytes().into());
            }
        }
    }

    /// Does what the machines want until they want nothing more.
    fn drain(&mut self, now: Instant) {
        self.reachability(now);
        while let Some(output) = self.network.poll() {
            match output {
                Output::Request(id, request, path) => self.request(now, id, request, path),
                Output::Acknowledge(ack, _) => {
                    self.with_calls(now, |calls, around| drop(calls.request(around, None, ack)))
                }
                Output::Cancelled(invite, cancel) => {
                    self.with_calls(now, |calls, around| calls.cancelled(around, invite, cancel));
                }
                Output::Response(client, response) => {
                    self.with_calls(now, |calls, around| calls.response(around, client, response));
                }
                Output::Failed(client, failure) => {
                    self.with_calls(now, |calls, around| calls.failed(around, client, failure));
                }
                Output::Merged | Output::Overloaded => {
                    metrics::counter!("switchback_sip_overload_total").increment(1);
                }
                // The network has sent it already.
                Output::Transmit(..) => {}
            }
            self.reachability(now);
        }
    }

    /// What becomes of a phone is told to whoever distributes calls.
    fn reachability(&mut self, now: Instant) {
        while let Some((agent, reachable)) = self.registrar.poll() {
            metrics::gauge!("switchback_sip_bindings").set(self.registrar.bindings().len() as f64);
            self.with_calls(now, |calls, around| calls.agent_reachable(around, agent, reachable));
        }
        while let Some((agent, presence)) = self.publications.poll() {
            self.with_calls(now, |calls, around| calls.agent_presence(around, agent, presence));
        }
    }

    /// A new request: who does what with it.
    fn request(&mut self, now: Instant, id: ServerId, request: Request, path: Path) {
        if let Some(refusal) = general_refusal(&request) {
            return self.network.respond(now, id, &refusal);
        }
        let is_within = request.headers.to().is_some_and(|to| to.tag().is_some());
        let response = match request.method {
            Method::Register => self.registrar.register(now, &request, path, &mut self.authenticator),
            Method::Invite if !is_within => {
                if !self.service.is_open() {
                    return self.network.respond(now, id, &reply::overloaded(&request));
                }
                match self.sender(now, &request, path) {
                    Ok(agent) => {
                        let test = token_of(&request).and_then(|token| self.registrar.arrived(now, &token));
                        let sender = Sender { agent, test };
                        return self.with_calls(now, |calls, around| {
                            calls.invite(around, (id, path), request, sender)
                        });
                    }
                    Err(refusal) => refusal,
                }
            }
            Method::Publish => match self.sender(now, &request, path) {
                Ok(Some(user)) => self.publications.publish(now, &request, &user),
                Ok(None) => reply::to(&request, 403, "Forbidden"),
                Err(refusal) => refusal,
            },
            Method::Options if !is_within => self.options(&request),
            _ => {
                let mut left = None;
                self.with_calls(now, |calls, around| left = calls.request(around, Some(id), request));
                match left {
                    Some(request) => reply::to(&request, 481, "Call/Transaction Does Not Exist"),
                    None => return,
                }
            }
        };
        self.network.respond(now, id, &response);
    }

    /// The user or agent that a request comes from, who must prove it; nobody where it comes from outside.
    ///
    /// The proxy of the agents has asked them for their passwords itself, and so has a pool that relays their calls:
    /// whom these name is believed, and nobody else.
    fn sender(&mut self, now: Instant, request: &Request, path: Path) -> Result<Option<SipUri>, Response> {
        let mut is_vouched = false;
        self.with_calls(now, |calls, around| is_vouched = calls.is_from_proxy(around, path));
        let peer = self.network.transport.ends(path).map(|(_, peer)| peer);
        let is_relayed = peer.is_some_and(|peer| self.pools.is_place(peer));
        let said = if is_vouched { asserted(request) } else { request.headers.from() };
        let address = said.and_then(|said| address_of_record(&said.uri));
        let user = address.as_ref().and_then(|address| self.users.get(&address.key())).cloned();
        match user {
            Some(user) if !is_vouched && !is_relayed => {
                let realm = user.realm();
                self.authenticator.check(now, request, Demand { user: Some(&user), realm: &realm })?;
                Ok(Some(user.address))
            }
            Some(user) => Ok(Some(user.address)),
            None => Ok(address.filter(|agent| is_vouched && self.calls.has_agent(agent))),
        }
    }

    /// Counts for the metrics now and then.
    fn count(&mut self, now: Instant) {
        if self.counted <= now {
            self.counted = now.after(COUNT_EVERY);
            self.calls.measure(now);
            self.with_calls(now, |calls, around| calls.look_for_proxy(around));
        }
    }

    /// Says whether the pool takes calls, and what it understands.
    fn options(&self, request: &Request) -> Response {
        if self.service.is_open() {
            let mut response = reply::to(request, 200, "OK");
            reply::describe(&mut response);
            return response;
        }
        reply::overloaded(request)
    }

    fn with_calls(&mut self, now: Instant, work: impl FnOnce(&mut Calls, &mut Around<'_>)) {
        let bindings = self.registrar.bindings();
        let mut around = Around { now, network: &mut self.network, names: &mut self.names, bindings };
        work(&mut self.calls, &mut around);
    }
}

/// Who somebody is by the word of a proxy (RFC 3325 section 9.1), or by From where it says nothing.
fn asserted(request: &Request) -> Option<NameAddr> {
    let mut asserted =
        request.headers.elements("P-Asserted-Identity").filter_map(|it| NameAddr::parse(it).ok());
    asserted.find(|it| it.uri.is_sip()).or_else(|| request.headers.from())
}

fn address_of_record(uri: &Uri) -> Option<SipUri> {
    let user = uri.user.as_deref().filter(|_| uri.is_sip())?;
    SipUri::new(&format!("sip:{user}@{}", uri.host)).ok()
}

/// What is refused whatever it is about (RFC 3261 section 8.2).
fn general_refusal(request: &Request) -> Option<Response> {
    if !reply::ALLOW.split(", ").any(|known| known == request.method.name()) {
        let mut response = reply::to(request, 405, "Method Not Allowed");
        response.headers.push("Allow", reply::ALLOW);
        return Some(response);
    }
    if matches!(request.uri.scheme, dialog::Scheme::Other(_)) {
        return Some(reply::to(request, 416, "Unsupported URI Scheme"));
    }
    let is_known = |option: &str| reply::SUPPORTED.iter().any(|known| known.eq_ignore_ascii_case(option));
    let unknown: Vec<&str> = request.headers.elements("Require").filter(|option| !is_known(option)).collect();
    if !unknown.is_empty() {
        let mut response = reply::to(request, 420, "Bad Extension");
        response.headers.push("Unsupported", unknown.join(", "));
        return Some(response);
    }
    None
}

/// Whether a request begins something new; what ends something is never refused for lack of room.
const fn may_be_refused(method: &Method) -> bool {
    !matches!(method, Method::Ack | Method::Bye | Method::Cancel | Method::Prack)
}

/// How often calls and agents are counted.
const COUNT_EVERY: Duration = Duration::from_secs(5);
/// Events that are handled before what is due, where that many wait: as many as the loop is given at once.
const WAITING_MAX: usize = EVENTS_MAX;
/// Until the readers of the sockets have had their turn: in the first the system says what can be read, in the second
/// they read.
const READER_TURNS: usize = 2;

#[cfg(test)]
mod tests;
