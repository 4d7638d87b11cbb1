//! All lines: which message belongs to which, and what their legs want done.

use std::{
    collections::{BTreeMap, HashMap, VecDeque},
    net::IpAddr,
};

use dialog::{
    Failure, Leg, LegInput, LegOutput, Outgoing, Setup,
    message::{Method, Request, Response, TransactionKey},
};
use stdx::Instant;

use super::line::{Line, LineId, Owner, key};
use crate::{
    network::Network,
    timers::Timers,
    transaction::{self, ClientId, ServerId},
    transport::Path,
};

/// All lines of the process.
#[derive(Default)]
pub(crate) struct Lines {
    lines: BTreeMap<LineId, Line>,
    by_dialog: HashMap<String, LineId>,
    by_client: HashMap<ClientId, (LineId, Option<TransactionKey>)>,
    /// Lines that a peer began, by the transaction of its INVITE.
    by_invite: HashMap<ServerId, LineId>,
    timers: Timers<LineId>,
    news: VecDeque<News>,
    count: u64,
}

/// What a line has to say.
pub(crate) struct News {
    pub(crate) line: LineId,
    pub(crate) owner: Owner,
    pub(crate) output: LegOutput,
}

/// What a call of ours begins with.
pub(crate) struct Call {
    pub(crate) outgoing: Outgoing,
    pub(crate) setup: Setup,
    pub(crate) path: Path,
    pub(crate) hops: u8,
}

impl Lines {
    /// The number of the next line, by which its media can be opened before it is there.
    pub(crate) const fn next_id(&mut self) -> LineId {
        self.count += 1;
        LineId(self.count)
    }

    /// A peer calls; the leg has taken its INVITE.
    pub(crate) fn take(
        &mut self,
        id: LineId,
        owner: Owner,
        leg: Leg,
        path: Path,
        invite: (&Request, ServerId),
    ) {
        let mut line = Line::new(leg, owner, path);
        line.note(invite.0, invite.1);
        self.by_invite.insert(invite.1, id);
        self.by_dialog.insert(line.dialog.clone(), id);
        self.lines.insert(id, line);
    }

    /// We call a peer.
    pub(crate) fn call(&mut self, now: Instant, network: &mut Network, id: LineId, owner: Owner, call: Call) {
        let Call { outgoing, setup, path, hops } = call;
        let line = Line { hops: Some(hops), ..Line::new(Leg::outgoing(now, outgoing, setup), owner, path) };
        self.by_dialog.insert(line.dialog.clone(), id);
        self.lines.insert(id, line);
        self.drain(now, network, id);
    }

    /// Gives a line an order or an event.
    pub(crate) fn handle(&mut self, now: Instant, network: &mut Network, id: LineId, input: LegInput) {
        if let Some(line) = self.lines.get_mut(&id) {
            line.leg.handle(now, input);
            self.drain(now, network, id);
        }
    }

    /// A request within a dialog; what belongs to none is given back.
    pub(crate) fn request(
        &mut self,
        now: Instant,
        network: &mut Network,
        server: Option<ServerId>,
        request: Request,
    ) -> Option<Request> {
        let tag = request.headers.to().and_then(|to| to.tag().map(str::to_owned));
        let dialog = request.headers.call_id().zip(tag).map(|(call, tag)| key(call, &tag));
        let id = dialog.and_then(|dialog| self.by_dialog.get(&dialog).copied());
        let Some((id, line)) = id.and_then(|id| Some((id, self.lines.get_mut(&id)?))) else {
            return Some(request);
        };
        if let Some(server) = server {
            line.note(&request, server);
        }
        self.handle(now, network, id, LegInput::Request(request));
        None
    }

    /// The CANCEL of the INVITE that began a line.
    pub(crate) fn cancelled(
        &mut self,
        now: Instant,
        network: &mut Network,
        invite: ServerId,
        cancel: Request,
    ) {
        if let Some(id) = self.by_invite.get(&invite).copied() {
            self.handle(now, network, id, LegInput::Request(cancel));
        }
    }

    /// The line whose request it is, and for whom that is there.
    pub(crate) fn asked_by(&self, client: ClientId) -> Option<(LineId, Owner)> {
        let (id, _) = self.by_client.get(&client)?;
        Some((*id, self.owner(*id)?))
    }

    /// A response to a request of a line.
    pub(crate) fn response(
        &mut self,
        now: Instant,
        network: &mut Network,
        client: ClientId,
        response: Response,
    ) {
        let Some((id, _)) = self.by_client.get(&client) else { return };
        let id = *id;
        if let Some(line) = self.lines.get_mut(&id) {
            line.is_heard = true;
        }
        // A 2xx of an INVITE may come again; anything else final ends its transaction.
        let is_invite = response.headers.cseq().is_some_and(|cseq| cseq.method == Method::Invite);
        if response.status >= 300 || response.status >= 200 && !is_invite {
            self.by_client.remove(&client);
        }
        if response.status == 100
            && let Some(line) = self.lines.get_mut(&id)
        {
            line.is_tried = true;
        }
        self.handle(now, network, id, LegInput::Response(response));
    }

    /// A request of a line got no response.
    pub(crate) fn failed(
        &mut self,
        now: Instant,
        network: &mut Network,
        client: ClientId,
        failure: transaction::Failure,
    ) {
        let Some((id, key)) = self.by_client.remove(&client) else { return };
        let failure = match failure {
            transaction::Failure::Timeout => Failure::Timeout,
            transaction::Failure::Transport => Failure::Transport,
        };
        if let Some(transaction) = key {
            self.handle(now, network, id, LegInput::TransactionFailed { transaction, failure });
        }
    }

    /// What a line has asked and nobody has answered is not sent again.
    pub(crate) fn hush(&self, network: &mut Network, id: LineId) {
        if let Some(line) = self.lines.get(&id) {
            line.clients.iter().for_each(|client| network.transactions.hush(*client));
        }
    }

    /// The line with nobody behind it goes on only as far as its peer must be told.
    pub(crate) fn orphan(&mut self, id: LineId) {
        if let Some(line) = self.lines.get_mut(&id) {
            line.owner = Owner::Nobody;
        }
    }

    /// Whether a dialog is one of ours: its Call-ID, and a tag that may be ours.
    pub(crate) fn has(&self, call_id: &str, tag: &str) -> bool {
        self.by_dialog.contains_key(&key(call_id, tag))
    }

    /// Whether a Call-ID is one of ours.
    pub(crate) fn has_call(&self, call_id: &str) -> bool {
        let is_it = |line: &Line| line.leg.dialog().call_id == call_id;
        self.lines.values().any(is_it)
    }

    /// For whom a line is there.
    pub(crate) fn owner(&self, id: LineId) -> Option<Owner> {
        self.lines.get(&id).map(|line| line.owner)
    }

    /// Whether somebody has said that our INVITE is being worked on.
    pub(crate) fn is_tried(&self, id: LineId) -> bool {
        self.lines.get(&id).is_some_and(|line| line.is_tried)
    }

    /// The way on which a line began.
    pub(crate) fn path(&self, id: LineId) -> Option<Path> {
        self.lines.get(&id).map(|line| line.path)
    }

    /// Whether the peer of a line can hear us before it is answered.
    pub(crate) fn takes_early_media(&self, id: LineId) -> bool {
        self.lines.get(&id).is_some_and(|line| line.leg.takes_early_media())
    }

    /// Where the peer of a line offers to be heard.
    pub(crate) fn offered(&self, id: LineId) -> Vec<IpAddr> {
        let offer = self.lines.get(&id).and_then(|line| line.leg.peer_description());
        offer.map(|offer| offer.voice_addresses().collect()).unwrap_or_default()
    }

    /// Whether the peer of a line has said anything to a request of ours.
    pub(crate) fn is_heard(&self, id: LineId) -> bool {
        self.lines.get(&id).is_some_and(|line| line.is_heard)
    }

    /// Every line.
    pub(crate) fn ids(&self) -> Vec<LineId> {
        self.lines.keys().copied().collect()
    }

    /// Whether every session is over for both sides.
    pub(crate) fn are_settled(&self) -> bool {
        self.lines.values().all(|line| line.leg.is_settled())
    }

    /// How many lines there are whose sessions have not ended.
    pub(crate) fn open(&self) -> usize {
        self.lines.values().filter(|line| !line.leg.is_ended()).count()
    }

    /// The next thing that a line has to say.
    pub(crate) fn poll(&mut self) -> Option<News> {
        self.news.pop_front()
    }

    /// When [`Lines::time_passed`] is due.
    pub(crate) fn next_timeout(&self) -> Option<Instant> {
        self.timers.next()
    }

    /// Wakes the legs that are due.
    pub(crate) fn time_passed(&mut self, now: Instant, network: &mut Network) {
        while let Some(id) = self.timers.pop(now) {
            if let Some(line) = self.lines.get_mut(&id) {
                line.due = None;
            }
            self.handle(now, network, id, LegInput::TimePassed);
        }
    }

    /// Does what a leg wants, and notes what it has to say.
    fn drain(&mut self, now: Instant, network: &mut Network, id: LineId) {
        while let Some(output) = self.lines.get_mut(&id).and_then(|line| line.leg.poll()) {
            match output {
                LegOutput::Send(request) => self.send(now, network, id, request),
                LegOutput::Acknowledge(ack) => {
                    let line = &self.lines[&id];
                    if let Some(path) = line.next_hop(network, &ack) {
                        network.acknowledge(&ack, path);
                    }
                }
                LegOutput::Respond(response) | LegOutput::Repeat(response) => {
                    let server = self.lines[&id].server(response.transaction().as_ref());
                    // The transaction layer has answered a CANCEL already.
                    if let Some(server) = server {
                        network.respond(now, server, &response);
                    }
                }
                LegOutput::RecordChanged => {}
                output => {
                    let owner = self.lines[&id].owner;
                    self.news.push_back(News { line: id, owner, output });
                }
            }
        }
        self.rearm(id);
    }

    fn send(&mut self, now: Instant, network: &mut Network, id: LineId, mut request: Request) {
        let Some(line) = self.lines.get_mut(&id) else { return };
        let is_within = request.headers.to().is_some_and(|to| to.tag().is_some());
        if let Some(hops) = line.hops.filter(|_| request.method == Method::Invite && !is_within) {
            request.headers.set("Max-Forwards", hops.to_string());
        }
        let transaction = request.transaction();
        match line.next_hop(network, &request) {
            Some(path) => {
                let client = network.request(now, request, path);
                line.clients.push(client);
                self.by_client.insert(client, (id, transaction));
            }
            None => {
                let failed = transaction.map(|transaction| LegInput::TransactionFailed {
                    transaction,
                    failure: Failure::Transport,
                });
                if let Some(failed) = failed {
                    line.leg.handle(now, failed);
                }
            }
        }
    }

    /// Sets the timer of a leg, or forgets a line that is over.
    fn rearm(&mut self, id: LineId) {
        let Some(line) = self.lines.get_mut(&id) else { return };
        let next = line.leg.next_timeout().filter(|_| !line.leg.is_over());
        if line.due != next {
            if let Some(due) = line.due {
                self.timers.cancel(due, id);
            }
            if let Some(next) = next {
                self.timers.set(next, id);
            }
            line.due = next;
        }
        if line.leg.is_over()
            && let Some(line) = self.lines.remove(&id)
        {
            line.clients.iter().for_each(|client| drop(self.by_client.remove(client)));
            self.by_dialog.remove(&line.dialog);
            if let Some((_, server)) = line.servers.first() {
                self.by_invite.remove(server);
            }
        }
    }
}
