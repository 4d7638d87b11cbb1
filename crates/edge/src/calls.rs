//! Calls: what happens on lines and in the media goes into the engine, and its orders come back.
//!
//! [`lines`] knows which message belongs to which session, [`caller`] and [`agent`] what a line is there for,
//! [`dialled`] what an address means here, [`statuses`] what engine and SIP call the same thing. [`Calls::drain`]
//! carries news and orders to and fro until there are none.

mod agent;
mod arrival;
mod caller;
mod challenged;
mod confirmation;
mod context;
mod dialled;
mod digits;
mod elsewhere;
mod feature;
mod held;
mod line;
mod lines;
mod next_address;
mod orders;
mod relay;
mod setup;
mod silence;
mod statuses;
mod subscriptions;
mod transfer;
mod unreached;
mod waits;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
    time::Duration,
};

use dialog::{
    Closing, LegInput, LegOutput,
    message::{Request, Response},
};
use domain::{Configuration, Presence, SipUri};
use engine::{CallId, CallView, Engine, Input, OfferId, PickRefusal};
use jiff::Timestamp;
use stdx::Instant;

use crate::{
    names::{Name, Names},
    network::Network,
    registrar::Bindings,
    timers::Timers,
    transaction::{ClientId, Failure, ServerId},
    transport::Path,
    view::View,
    voice::Voice,
};
use agent::Offer;
pub(crate) use arrival::{Sender, token_of};
use caller::Caller;
use challenged::{Told, is_on_way};
use context::Contexts;
pub(crate) use dialled::Addresses;
pub(crate) use elsewhere::offers_dialogs;
pub(crate) use feature::Features;
pub use feature::SignIn;
#[cfg(test)]
pub(crate) use held::HELD_MAX;
pub(crate) use line::{LineId, Owner, address_of, kind_of};
use lines::News;
pub(crate) use lines::{Call as LinesCall, Lines};
pub(crate) use setup::{Identity, host};
use subscriptions::Subscriptions;
use unreached::Unreached;
use waits::Waits;

/// Everything about calls.
pub(crate) struct Calls {
    engine: Engine,
    lines: Lines,
    voice: Voice,
    callers: BTreeMap<CallId, Caller>,
    offers: BTreeMap<OfferId, Offer>,
    /// The lines whose peers are not heard, and when a caller who waits is asked again for a sign of life.
    silent: BTreeMap<LineId, Option<Instant>>,
    /// The lines whose peers hold.
    holding: BTreeSet<LineId>,
    /// When we last ended a call of an agent, by the key of the address.
    ended: BTreeMap<String, Instant>,
    /// What telephones say of call context.
    contexts: Contexts,
    /// When those were last gone through for the ones that no longer matter.
    ended_swept: Instant,
    features: Features,
    addresses: Addresses,
    identity: Identity,
    unanswered: Told,
    unreached: Unreached,
    subscriptions: Subscriptions,
    waits: Timers<Wait>,
    waiting: Waits,
    /// Whether calls are taken.
    is_open: bool,
    /// How long a call is held that no pool answers.
    hold: Duration,
    clock: fn() -> Timestamp,
    count: u64,
}

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Wait {
    /// That the telephones of an offer say something.
    Provisional(OfferId),
    /// That a sound is ready.
    Sound(CallId),
    /// A sign of life of a silent caller.
    Probe(LineId),
    /// That a confirmation is ready.
    Words(LineId),
    /// That a name is found.
    Name(CallId),
    /// That the pool says something to which a call is relayed.
    Pool(CallId),
    /// That some pool answers a call.
    Held(CallId),
}

/// What calls need besides themselves while something happens.
pub(crate) struct Around<'a> {
    pub(crate) now: Instant,
    pub(crate) network: &'a mut Network,
    pub(crate) names: &'a mut Names,
    pub(crate) bindings: &'a Bindings,
}

/// What calls are made of.
pub(crate) struct Parts {
    pub(crate) engine: Engine,
    pub(crate) voice: Voice,
    pub(crate) features: Features,
    pub(crate) addresses: Addresses,
    pub(crate) identity: Identity,
    pub(crate) hold: Duration,
    pub(crate) clock: fn() -> Timestamp,
}

impl Calls {
    pub(crate) fn new(parts: Parts) -> Self {
        let Parts { engine, voice, features, addresses, identity, hold, clock } = parts;
        Self {
            engine,
            lines: Lines::default(),
            voice,
            callers: BTreeMap::new(),
            offers: BTreeMap::new(),
            silent: BTreeMap::new(),
            holding: BTreeSet::new(),
            ended: BTreeMap::new(),
            contexts: Contexts::default(),
            ended_swept: Instant::START,
            features,
            addresses,
            identity,
            unanswered: Told::default(),
            unreached: Unreached::default(),
            subscriptions: Subscriptions::default(),
            waits: Timers::default(),
            waiting: Waits::default(),
            is_open: false,
            hold,
            clock,
            count: 0,
        }
    }

    /// A configuration is in force.
    pub(crate) fn configure(&mut self, around: &mut Around<'_>, configuration: Arc<Configuration>) {
        self.voice.prepare(&configuration);
        self.prepare_codes(&configuration);
        self.addresses.configure(&configuration);
        self.tell(around, Input::ConfigurationChanged(configuration));
        self.drain(around);
        self.look_who_answers(around);
        self.reach_by_proxy(around);
        self.follow_all(around);
        self.drain(around);
    }

    /// Where a proxy knows the agents, they are reached until an offer shows otherwise.
    fn reach_by_proxy(&mut self, around: &mut Around<'_>) {
        if self.identity.via.is_some() {
            let unknown: Vec<SipUri> =
                self.engine.agents().filter(|agent| !agent.reachable).map(|agent| agent.agent).collect();
            for agent in unknown {
                self.agent_reachable(around, agent, true);
            }
        }
    }

    /// A name was looked up; `is_new`: it was not known before.
    pub(crate) fn name_found(&mut self, around: &mut Around<'_>, name: &Name, is_new: bool) {
        self.transfer_to_found(around, name);
        let proxy = self.identity.via.as_ref();
        if is_new && proxy.is_some_and(|proxy| Name::of(&proxy.address) == *name) {
            self.reach_by_proxy(around);
            self.follow_all(around);
        }
        self.drain(around);
    }

    /// Keeps the address of the proxy at hand.
    pub(crate) fn look_for_proxy(&self, around: &mut Around<'_>) {
        if let Some(proxy) = &self.identity.via {
            around.names.find(around.now, &proxy.address);
        }
    }

    /// Whether a request came from the proxy, which has seen to it that its sender is who it says.
    pub(crate) fn is_from_proxy(&self, around: &Around<'_>, path: Path) -> bool {
        self.identity.via.as_ref().is_some_and(|proxy| is_on_way(proxy, around, path))
    }

    /// Whether somebody is an agent of a group.
    pub(crate) fn has_agent(&self, agent: &SipUri) -> bool {
        self.engine.has_agent(agent)
    }

    /// An agent's telephone came or went.
    pub(crate) fn agent_reachable(&mut self, around: &mut Around<'_>, agent: SipUri, reachable: bool) {
        self.is_heard_of(&agent);
        self.follow(around, &agent);
        self.tell_reachable(around, agent, reachable);
    }

    fn tell_reachable(&mut self, around: &mut Around<'_>, agent: SipUri, reachable: bool) {
        self.tell(around, Input::AgentReachable { agent, reachable });
        self.drain(around);
    }

    /// An agent's presence, as a telephone says it.
    pub(crate) fn agent_presence(&mut self, around: &mut Around<'_>, agent: SipUri, presence: Presence) {
        self.tell(around, Input::AgentPresence { agent, presence });
        self.drain(around);
    }

    /// An attendant picks a call that waits: it rings there.
    pub(crate) fn pick(
        &mut self,
        around: &mut Around<'_>,
        call: CallId,
        agent: SipUri,
    ) -> Result<(), PickRefusal> {
        self.engine.may_pick(call, &agent)?;
        self.tell(around, Input::CallPicked { call, agent });
        self.drain(around);
        Ok(())
    }

    /// Every call and every agent as they stand.
    pub(crate) fn view(&self, now: Instant) -> View {
        View {
            calls: self.engine.calls(now).map(|call| self.shown(call)).collect(),
            agents: self.engine.agents().collect(),
            lines: self.lines.open(),
            legs: self.voice.legs(),
        }
    }

    /// Puts the numbers of the moment into the metrics.
    pub(crate) fn measure(&self, now: Instant) {
        self.view(now).measure();
        self.voice.measure();
        metrics::gauge!("switchback_sip_subscriptions").set(self.subscriptions.len() as f64);
    }

    /// A call as others may see it: who wishes privacy is nobody.
    fn shown(&self, mut call: CallView) -> CallView {
        if self.callers.get(&call.call).is_some_and(|caller| caller.is_private) {
            call.caller.uri = "sip:anonymous@anonymous.invalid".into();
            call.caller.display_name = None;
        }
        call
    }

    /// Ends all sessions: the process stops.
    pub(crate) fn end_all(&mut self, around: &mut Around<'_>) {
        for line in self.lines.ids() {
            self.order(around, line, LegInput::End(Closing::Plain));
        }
        self.drain(around);
    }

    /// A request within a dialog; what belongs to none is given back.
    pub(crate) fn request(
        &mut self,
        around: &mut Around<'_>,
        server: Option<ServerId>,
        request: Request,
    ) -> Option<Request> {
        let left = self.lines.request(around.now, around.network, server, request);
        let left = left.and_then(|request| self.notified(around, server, request));
        self.drain(around);
        left
    }

    /// The CANCEL of an INVITE.
    pub(crate) fn cancelled(&mut self, around: &mut Around<'_>, invite: ServerId, cancel: Request) {
        self.lines.cancelled(around.now, around.network, invite, cancel);
        self.drain(around);
    }

    /// A response to a request of ours.
    pub(crate) fn response(&mut self, around: &mut Around<'_>, client: ClientId, response: Response) {
        if let Some((line, Owner::Agent(offer))) = self.lines.asked_by(client) {
            self.agent_says_what_it_knows(around, (offer, line), &response.headers);
        }
        if !self.question_answered(around, client, &response)
            && !self.subscribe_answered(around, client, &response)
        {
            self.lines.response(around.now, around.network, client, response);
        }
        self.drain(around);
    }

    /// A request of ours got no response.
    pub(crate) fn failed(&mut self, around: &mut Around<'_>, client: ClientId, failure: Failure) {
        if !self.question_failed(client) && !self.subscribe_failed(around, client) {
            self.lines.failed(around.now, around.network, client, failure);
        }
        self.drain(around);
    }

    /// When [`Calls::time_passed`] is due.
    pub(crate) fn next_timeout(&self) -> Option<Instant> {
        let all = [
            self.engine.next_timeout(),
            self.lines.next_timeout(),
            self.waits.next(),
            self.unreached.next_timeout(),
            self.subscriptions.next_timeout(),
        ];
        all.into_iter().flatten().min()
    }

    /// Does what is due.
    pub(crate) fn time_passed(&mut self, around: &mut Around<'_>) {
        self.lines.time_passed(around.now, around.network);
        self.drain(around);
        while let Some(wait) = self.waits.pop(around.now) {
            match wait {
                Wait::Provisional(offer) => self.nobody_rings(around, offer),
                Wait::Sound(call) => self.look_for_sound(around, call),
                Wait::Probe(line) => self.probe_again(around, line),
                Wait::Words(line) => self.say_words(around, line),
                Wait::Name(call) => self.name_is_late(around, call),
                Wait::Pool(call) => self.nobody_relays(around, call),
                Wait::Held(call) => self.hold_due(around, call),
            }
            self.drain(around);
        }
        self.ask_the_unreached(around);
        self.ask_followed(around);
        if self.engine.next_timeout().is_some_and(|due| due <= around.now) {
            self.engine.handle(around.now, Input::TimePassed);
        }
        self.drain(around);
    }

    /// How many calls there are.
    pub(crate) fn len(&self) -> usize {
        self.callers.len()
    }

    /// Tells the engine. Its orders are carried out by [`Calls::drain`].
    fn tell(&mut self, around: &Around<'_>, input: Input) {
        self.waiting.heard(around.now, &input);
        self.engine.handle(around.now, input);
    }

    /// Carries orders and news until there are none.
    fn drain(&mut self, around: &mut Around<'_>) {
        loop {
            if let Some(order) = self.engine.poll() {
                self.waiting.ordered(around.now, &order);
                self.perform(around, order);
            } else if let Some(news) = self.lines.poll() {
                self.hear(around, news);
            } else {
                return;
            }
        }
    }

    /// What a line has to say, by what the line is there for.
    fn hear(&mut self, around: &mut Around<'_>, news: News) {
        let News { line, owner, output } = news;
        if let LegOutput::RemoteMedia(remote) = &output {
            self.voice.describe(line, remote);
        }
        // The line itself may be forgotten already.
        if matches!(output, LegOutput::Ended(_) | LegOutput::Refused(_)) {
            self.voice.close(line);
            self.holding.remove(&line);
        }
        if let LegOutput::Held(held) = output {
            self.silent.remove(&line);
            if held {
                self.holding.insert(line)
            } else {
                self.holding.remove(&line)
            };
        }
        if let LegOutput::Challenged { request, response } = &output {
            return self.challenged(around, line, (request, response));
        }
        match owner {
            Owner::Caller(call) => self.caller_says(around, call, output),
            Owner::Agent(offer) => self.agent_says(around, (offer, line), output),
            Owner::Target(call) => self.target_says(around, (call, line), output),
            Owner::Feature => self.feature_says(around, line, &output),
            Owner::Nobody => {}
        }
    }

    /// Gives a line an order.
    fn order(&mut self, around: &mut Around<'_>, line: LineId, input: LegInput) {
        self.lines.handle(around.now, around.network, line, input);
    }
}
