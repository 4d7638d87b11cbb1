//! The one loop: it owns the transactions and everything behind them, and gives each event to whom it concerns.

use std::sync::Arc;

use dialog::message::{Message, Method, Request, Response};
use stdx::Instant;
use tokio::sync::mpsc;

use crate::{
    admission::{Admission, Verdict},
    clock::Clock,
    config::Config,
    digest::Authenticator,
    event::Event,
    registrar::Registrar,
    reply,
    service::Service,
    transaction::{Output, ServerId, Transactions},
    transport::{Arrival, Path, Transport},
    wire::Refused,
};

/// The state of the loop.
pub(crate) struct Server {
    transport: Transport,
    transactions: Transactions,
    admission: Admission,
    authenticator: Authenticator,
    registrar: Registrar,
    service: Service,
    clock: Clock,
}

impl Server {
    pub(crate) fn new(transport: Transport, config: &Config, secret: [u8; 32]) -> Self {
        Self {
            authenticator: Authenticator::new(secret),
            registrar: Registrar::new(Arc::clone(&config.users)),
            transport,
            transactions: Transactions::new(config.limits.transactions),
            admission: Admission::new(config.limits.messages_per_second),
            service: Service::Starting,
            clock: Clock::start(),
        }
    }

    /// Runs until the last handle is dropped.
    pub(crate) async fn run(mut self, mut events: mpsc::Receiver<Event>, mut ended: mpsc::Receiver<()>) {
        loop {
            let due = self.clock.moment(self.next_timeout());
            let event = tokio::select! {
                biased;
                event = events.recv() => event,
                () = tokio::time::sleep_until(due) => None,
                _ = ended.recv() => return,
            };
            let now = self.clock.now();
            if let Some(event) = event {
                self.handle(now, event);
            }
            // Timers are looked at with every event: a flood must not hold them up.
            self.transactions.time_passed(now);
            self.registrar.time_passed(now);
            self.drain(now);
        }
    }

    fn next_timeout(&self) -> Option<Instant> {
        self.transactions.next_timeout().into_iter().chain(self.registrar.next_timeout()).min()
    }

    fn handle(&mut self, now: Instant, event: Event) {
        match event {
            Event::Arrived(arrival) => self.arrived(now, arrival),
            Event::Connected(socket, peer) => self.transport.accept(socket, peer),
            Event::Disconnected(id) => {
                self.transport.close(id);
                self.registrar.flow_ended(id);
                self.transactions.path_broken(Path::Stream(id));
            }
            Event::ServiceChanged(service) => self.service = service,
        }
    }

    fn arrived(&mut self, now: Instant, arrival: Arrival) {
        let Arrival { source, path, message } = arrival;
        metrics::counter!("switchback_sip_received_total").increment(1);
        let verdict = self.admission.judge(now, source.ip());
        match (verdict, message) {
            (Verdict::Dropped, _) => metrics::counter!("switchback_sip_overload_total").increment(1),
            (Verdict::Refused, Ok(Message::Request(request))) if may_be_refused(&request.method) => {
                metrics::counter!("switchback_sip_overload_total").increment(1);
                let mut response = reply::to(&request, 503, "Service Unavailable");
                response.headers.push("Retry-After", reply::RETRY_AFTER);
                self.transport.send(path, &response.to_bytes().into());
            }
            (_, Ok(message)) => self.transactions.receive(now, message, path),
            (_, Err(refused)) => {
                metrics::counter!("switchback_sip_malformed_total").increment(1);
                let Refused { status, reason, request } = *refused;
                tracing::debug!(%source, status, reason, "refused a malformed request");
                self.transport.send(path, &reply::to(&request, status, reason).to_bytes().into());
            }
        }
    }

    /// Does what the machines want until they want nothing more.
    fn drain(&mut self, now: Instant) {
        self.reachability();
        while let Some(output) = self.transactions.poll() {
            match output {
                Output::Transmit(path, bytes) => self.transport.send(path, &bytes),
                Output::Request(id, request, path) => self.request(now, id, &request, path),
                Output::Merged | Output::Overloaded => {
                    metrics::counter!("switchback_sip_overload_total").increment(1);
                }
                Output::Acknowledge(..)
                | Output::Cancelled(..)
                | Output::Response(..)
                | Output::Failed(..) => {}
            }
        }
    }

    /// What becomes of a phone is told to whoever distributes calls.
    fn reachability(&mut self) {
        while let Some((agent, reachable)) = self.registrar.poll() {
            tracing::debug!(%agent, reachable, "a phone came or went");
            metrics::gauge!("switchback_sip_bindings").set(self.registrar.bindings().len() as f64);
        }
    }

    /// A new request: who does what with it.
    fn request(&mut self, now: Instant, id: ServerId, request: &Request, path: Path) {
        let response = general_refusal(request).unwrap_or_else(|| match request.method {
            Method::Options => self.options(request),
            Method::Register => self.registrar.register(now, request, path, &mut self.authenticator),
            _ => reply::to(request, 481, "Call/Transaction Does Not Exist"),
        });
        self.transactions.respond(now, id, &response);
    }

    /// Says whether the pool takes calls, and what it understands.
    fn options(&self, request: &Request) -> Response {
        if self.service.is_open() {
            let mut response = reply::to(request, 200, "OK");
            reply::describe(&mut response);
            return response;
        }
        let mut response = reply::to(request, 503, "Service Unavailable");
        response.headers.push("Retry-After", reply::RETRY_AFTER);
        response
    }
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
    let unknown: Vec<&str> =
        request.headers.elements("Require").filter(|option| !reply::SUPPORTED.contains(option)).collect();
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
