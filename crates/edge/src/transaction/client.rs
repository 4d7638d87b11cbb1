//! Our requests, and the responses of others.

use std::time::Duration;

use dialog::message::{Method, Request, Response};
use stdx::Instant;

use super::{Bytes, ClientId, Failure, Output, Owner, Timer, Transactions, key};
use crate::{reply, transport::Path};

/// A transaction that we began.
#[derive(Debug)]
pub(super) struct Client {
    key: String,
    pub(super) path: Path,
    /// The INVITE that a refusal is acknowledged by; nothing for other methods.
    invite: Option<Request>,
    bytes: Bytes,
    state: State,
    /// The ACK of a refusal, for when that comes again.
    ack: Option<Bytes>,
    interval: Duration,
    timers: [Option<Instant>; 3],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Calling,
    Proceeding,
    Completed,
    Accepted,
}

impl Client {
    pub(super) const fn is_waiting(&self) -> bool {
        matches!(self.state, State::Calling | State::Proceeding)
    }
}

impl Transactions {
    /// Sends a request whose first Via we wrote, with its branch.
    pub(crate) fn request(&mut self, now: Instant, request: Request, path: Path) -> ClientId {
        let id = ClientId(self.count());
        let via = key::top_via(&request.headers);
        let branch = via.as_ref().and_then(|via| via.parameter("branch")).unwrap_or_default();
        let key = key::of_client(branch, request.method.name());
        let bytes = Bytes::from(request.to_bytes());
        if request.method == Method::Cancel {
            self.bound_cancelled(now, branch);
        }
        let invite = Some(request).filter(|request| request.method == Method::Invite);
        let (state, timers) = (State::Calling, [None; 3]);
        let client = Client {
            key: key.clone(),
            path,
            invite,
            bytes: Bytes::clone(&bytes),
            state,
            ack: None,
            interval: self.round_trip.t1(),
            timers,
        };
        self.clients.insert(id, client);
        self.clients_by_key.insert(key, id);
        self.outputs.push_back(Output::Transmit(path, bytes));
        self.set_client_timer(id, Timer::Unanswered, now.after(self.round_trip.unanswered()));
        if !path.is_reliable() {
            self.set_client_timer(id, Timer::Again, now.after(self.round_trip.t1()));
        }
        id
    }

    /// An INVITE that was cancelled and is not answered is over in 32 seconds (section 9.1).
    fn bound_cancelled(&mut self, now: Instant, branch: &str) {
        if let Some(id) = self.clients_by_key.get(&key::of_client(branch, "INVITE")).copied() {
            self.set_client_timer(id, Timer::Unanswered, now.after(self.round_trip.unanswered()));
        }
    }

    /// Sends a request no more that nobody has answered. Answers to what was sent are still taken.
    pub(crate) fn hush(&mut self, id: ClientId) {
        self.clear_client_timer(id, Timer::Again);
    }

    pub(super) fn receive_response(&mut self, now: Instant, response: Response) {
        let id = key::of_response(&response).and_then(|key| self.clients_by_key.get(&key).copied());
        let Some((id, client)) = id.and_then(|id| Some((id, self.clients.get_mut(&id)?))) else {
            return;
        };
        let (path, invite) = (client.path, client.invite.is_some());
        match (client.state, response.status) {
            (State::Calling | State::Proceeding, 100..200) => {
                client.state = State::Proceeding;
                if invite {
                    self.clear_client_timer(id, Timer::Again);
                    self.clear_client_timer(id, Timer::Unanswered);
                }
            }
            (State::Calling | State::Proceeding, 200..300) if invite => {
                client.state = State::Accepted;
                self.finish_client(id, now.after(self.round_trip.unanswered()));
            }
            (State::Calling | State::Proceeding, _) => {
                client.state = State::Completed;
                let linger = match (path.is_reliable(), invite) {
                    (true, _) => Duration::ZERO,
                    (false, true) => self.round_trip.unanswered(),
                    (false, false) => self.round_trip.t4(),
                };
                if let Some(request) = &client.invite {
                    let ack = Bytes::from(reply::ack_of_refusal(request, &response).to_bytes());
                    client.ack = Some(Bytes::clone(&ack));
                    self.outputs.push_back(Output::Transmit(path, ack));
                }
                self.finish_client(id, now.after(linger));
            }
            // Every 2xx goes to the dialog: it may come from another branch, or its ACK was lost.
            (State::Accepted, 200..300) => {}
            (State::Completed, 300..) => {
                let again = client.ack.clone().map(|ack| Output::Transmit(path, ack));
                return self.outputs.extend(again);
            }
            _ => return,
        }
        self.outputs.push_back(Output::Response(id, response));
    }

    pub(super) fn client_timer(&mut self, now: Instant, id: ClientId, timer: Timer) {
        let Some(client) = self.clients.get_mut(&id) else { return };
        match timer {
            Timer::Again if client.is_waiting() => {
                let invite = client.invite.is_some();
                // An INVITE doubles without end, others up to self.round_trip.t2(), and stay there once they are being worked on.
                client.interval = match (invite, client.state) {
                    (true, _) => client.interval * 2,
                    (false, State::Calling) => (client.interval * 2).min(self.round_trip.t2()),
                    (false, _) => self.round_trip.t2(),
                };
                let interval = client.interval;
                self.outputs.push_back(Output::Transmit(client.path, Bytes::clone(&client.bytes)));
                self.set_client_timer(id, Timer::Again, now.after(interval));
            }
            Timer::Again => {}
            Timer::Unanswered => {
                if client.is_waiting() {
                    self.outputs.push_back(Output::Failed(id, Failure::Timeout));
                }
                self.forget_client(id);
            }
            Timer::Over => self.forget_client(id),
        }
    }

    /// No more attempts; the transaction lingers for what still comes.
    fn finish_client(&mut self, id: ClientId, over: Instant) {
        self.clear_client_timer(id, Timer::Again);
        self.clear_client_timer(id, Timer::Unanswered);
        self.set_client_timer(id, Timer::Over, over);
    }

    fn set_client_timer(&mut self, id: ClientId, timer: Timer, at: Instant) {
        self.clear_client_timer(id, timer);
        if let Some(client) = self.clients.get_mut(&id) {
            client.timers[timer as usize] = Some(at);
            self.timers.set(at, Owner::Client(id, timer));
        }
    }

    fn clear_client_timer(&mut self, id: ClientId, timer: Timer) {
        let set = self.clients.get_mut(&id).and_then(|client| client.timers[timer as usize].take());
        if let Some(at) = set {
            self.timers.cancel(at, Owner::Client(id, timer));
        }
    }

    pub(super) fn forget_client(&mut self, id: ClientId) {
        for timer in [Timer::Again, Timer::Unanswered, Timer::Over] {
            self.clear_client_timer(id, timer);
        }
        if let Some(client) = self.clients.remove(&id) {
            // A later transaction may have taken the key over.
            if self.clients_by_key.get(&client.key) == Some(&id) {
                self.clients_by_key.remove(&client.key);
            }
        }
    }
}
