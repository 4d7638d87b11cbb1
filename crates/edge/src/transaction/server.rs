//! Requests of others, and our responses.

use std::time::Duration;

use dialog::message::{Method, Request, Response};
use stdx::Instant;

use super::{Bytes, Output, Owner, ServerId, Timer, Transactions, key};
use crate::{reply, transport::Path};

/// A transaction that a peer began.
#[derive(Debug)]
pub(super) struct Server {
    key: String,
    merged: Option<String>,
    invite: bool,
    path: Path,
    /// What a CANCEL is answered by, and our 482 and 503.
    state: State,
    /// The last response, for when the request comes again.
    response: Option<Bytes>,
    interval: Duration,
    timers: [Option<Instant>; 3],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// No final response yet.
    Open,
    /// A final response was sent.
    Completed,
    /// A 2xx of an INVITE was sent; the dialog repeats it.
    Accepted,
    /// The ACK of a refusal came.
    Confirmed,
}

impl Transactions {
    pub(super) fn receive_request(&mut self, now: Instant, request: Request, path: Path) {
        let Some(key) = key::of_request(&request, &request.method) else { return };
        if let Some(id) = self.servers_by_key.get(&key) {
            let server = &self.servers[id];
            // The dialog repeats a 2xx by itself; a refusal that was acknowledged has arrived.
            let repeats = matches!(server.state, State::Open | State::Completed);
            if let Some(response) = server.response.as_ref().filter(|_| repeats) {
                self.outputs.push_back(Output::Transmit(path, Bytes::clone(response)));
            }
            return;
        }
        let merged = key::of_merged(&request);
        if merged.as_ref().is_some_and(|merged| self.merged.contains_key(merged)) {
            self.refuse(path, &request, 482, "Loop Detected");
            return self.outputs.push_back(Output::Merged);
        }
        if self.servers.len() >= self.servers_max {
            self.refuse(path, &request, 503, "Service Unavailable");
            return self.outputs.push_back(Output::Overloaded);
        }
        let id = ServerId(self.count());
        let invite = request.method == Method::Invite;
        let timers = [None; 3];
        let server = Server {
            key: key.clone(),
            merged: merged.clone(),
            invite,
            path,
            state: State::Open,
            response: None,
            interval: self.round_trip.t1(),
            timers,
        };
        self.servers.insert(id, server);
        self.servers_by_key.insert(key, id);
        if let Some(merged) = merged {
            self.merged.insert(merged, id);
        }
        // Should nobody ever answer, the memory is still given back.
        if !invite {
            self.set_server_timer(id, Timer::Over, now.after(self.round_trip.unanswered()));
        }
        self.outputs.push_back(Output::Request(id, request, path));
    }

    /// Sends a response; nothing happens where the transaction is over.
    pub(crate) fn respond(&mut self, now: Instant, id: ServerId, response: &Response) {
        let Some(server) = self.servers.get_mut(&id) else { return };
        let answered = matches!(server.state, State::Completed | State::Confirmed)
            || server.state == State::Accepted && !(200..300).contains(&response.status);
        if answered {
            return;
        }
        let bytes = Bytes::from(response.to_bytes());
        let (path, invite, open) = (server.path, server.invite, server.state == State::Open);
        server.response = Some(Bytes::clone(&bytes));
        self.outputs.push_back(Output::Transmit(path, bytes));
        match response.status {
            0..200 => {}
            200..300 if invite => {
                server.state = State::Accepted;
                server.response = None;
                if open {
                    self.set_server_timer(id, Timer::Over, now.after(self.round_trip.unanswered()));
                }
            }
            _ => {
                server.state = State::Completed;
                if invite {
                    self.set_server_timer(id, Timer::Unanswered, now.after(self.round_trip.unanswered()));
                    if !path.is_reliable() {
                        self.set_server_timer(id, Timer::Again, now.after(self.round_trip.t1()));
                    }
                } else {
                    let linger =
                        if path.is_reliable() { Duration::ZERO } else { self.round_trip.unanswered() };
                    self.set_server_timer(id, Timer::Over, now.after(linger));
                }
            }
        }
    }

    pub(super) fn receive_ack(&mut self, now: Instant, request: Request, path: Path) {
        let id =
            key::of_request(&request, &Method::Invite).and_then(|key| self.servers_by_key.get(&key).copied());
        let server = id.and_then(|id| Some((id, self.servers.get_mut(&id)?)));
        match server {
            Some((id, server)) if server.state == State::Completed => {
                server.state = State::Confirmed;
                let linger = if server.path.is_reliable() { Duration::ZERO } else { self.round_trip.t4() };
                self.clear_server_timer(id, Timer::Again);
                self.clear_server_timer(id, Timer::Unanswered);
                self.set_server_timer(id, Timer::Over, now.after(linger));
            }
            Some((_, server)) if server.state == State::Confirmed => {}
            // The ACK of a 2xx has a branch of its own, but elements of RFC 2543 do not know that.
            _ => self.outputs.push_back(Output::Acknowledge(request, path)),
        }
    }

    /// Answers a CANCEL itself, and tells whoever has the INVITE (section 9.2).
    pub(super) fn receive_cancel(&mut self, now: Instant, request: Request, path: Path) {
        let invite =
            key::of_request(&request, &Method::Invite).and_then(|key| self.servers_by_key.get(&key).copied());
        let known = invite.is_some();
        let (status, reason) = if known { (200, "OK") } else { (481, "Call/Transaction Does Not Exist") };
        let Some(key) = key::of_request(&request, &Method::Cancel) else { return };
        if let Some(again) = self.servers_by_key.get(&key).and_then(|id| self.servers[id].response.clone()) {
            return self.outputs.push_back(Output::Transmit(path, again));
        }
        let response = reply::to(&request, status, reason);
        if self.servers.len() < self.servers_max {
            let id = ServerId(self.count());
            let (state, timers) = (State::Open, [None; 3]);
            let server = Server {
                key: key.clone(),
                merged: None,
                invite: false,
                path,
                state,
                response: None,
                interval: self.round_trip.t1(),
                timers,
            };
            self.servers.insert(id, server);
            self.servers_by_key.insert(key, id);
            self.respond(now, id, &response);
        } else {
            self.outputs.push_back(Output::Transmit(path, Bytes::from(response.to_bytes())));
        }
        let open = invite.filter(|id| self.servers.get(id).is_some_and(|server| server.state == State::Open));
        if let Some(id) = open {
            self.outputs.push_back(Output::Cancelled(id, request));
        }
    }

    pub(super) fn server_timer(&mut self, now: Instant, id: ServerId, timer: Timer) {
        match timer {
            Timer::Over | Timer::Unanswered => self.forget_server(id),
            Timer::Again => {
                let Some(server) =
                    self.servers.get_mut(&id).filter(|server| server.state == State::Completed)
                else {
                    return;
                };
                server.interval = (server.interval * 2).min(self.round_trip.t2());
                let (interval, path, response) = (server.interval, server.path, server.response.clone());
                self.outputs.extend(response.map(|bytes| Output::Transmit(path, bytes)));
                self.set_server_timer(id, Timer::Again, now.after(interval));
            }
        }
    }

    /// Answers without a transaction.
    fn refuse(&mut self, path: Path, request: &Request, status: u16, reason: &str) {
        let mut response = reply::to(request, status, reason);
        if status == 503 {
            response.headers.push("Retry-After", reply::RETRY_AFTER);
        }
        self.outputs.push_back(Output::Transmit(path, Bytes::from(response.to_bytes())));
    }

    fn set_server_timer(&mut self, id: ServerId, timer: Timer, at: Instant) {
        self.clear_server_timer(id, timer);
        if let Some(server) = self.servers.get_mut(&id) {
            server.timers[timer as usize] = Some(at);
            self.timers.set(at, Owner::Server(id, timer));
        }
    }

    fn clear_server_timer(&mut self, id: ServerId, timer: Timer) {
        let set = self.servers.get_mut(&id).and_then(|server| server.timers[timer as usize].take());
        if let Some(at) = set {
            self.timers.cancel(at, Owner::Server(id, timer));
        }
    }

    fn forget_server(&mut self, id: ServerId) {
        for timer in [Timer::Again, Timer::Unanswered, Timer::Over] {
            self.clear_server_timer(id, timer);
        }
        if let Some(server) = self.servers.remove(&id) {
            self.servers_by_key.remove(&server.key);
            if let Some(merged) = server.merged {
                self.merged.remove(&merged);
            }
        }
    }
}
