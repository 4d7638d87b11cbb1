//! The agent's side of a call: offers, each to all telephones of one agent.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use dialog::{Attachment, Closing, LegInput, LegOutput, NameAddr, Outgoing, Uri, message::Headers};
use domain::SipUri;
use engine::{CallContext, CallId, Input, OfferId, OfferRefusal, WithdrawCause};
use stdx::Instant;

use super::{
    Around, Calls, Wait,
    context::{self, Device},
    elsewhere::offers_dialogs,
    line::Owner,
    line::{LineId, address_of, is_reached, kind_of},
    lines::Call,
    next_address::is_of_the_way,
    statuses,
};
use crate::{
    context_form::ContextForm,
    names::{Name, Whereabouts},
    proxy::Proxy,
    registrar::Binding,
    transport::{Kind, Path},
};

/// An offer, and what has come of it.
pub(super) struct Offer {
    pub(super) call: CallId,
    pub(super) agent: SipUri,
    phones: Vec<Phone>,
    /// The telephone that answered.
    pub(super) answered: Option<LineId>,
    /// What those that are gone have said.
    refusal: Option<OfferRefusal>,
    /// What the agent is told, and how often the offer went to another address of the proxy.
    pub(super) context: Arc<CallContext>,
    pub(super) turns: u8,
    /// Until when its telephones may say nothing.
    patience: Instant,
    /// How the offer was taken back, once the engine wants no answer any more.
    pub(super) withdrawn: Option<Closing>,
}

impl Offer {
    /// Whether it is to this agent, given by the key of the address.
    pub(super) fn is_to(&self, agent: &str) -> bool {
        self.agent.key() == agent
    }

    /// How many sessions it has with telephones.
    pub(super) const fn lines(&self) -> usize {
        self.phones.len()
    }
}

/// A telephone that is being called.
struct Phone {
    line: LineId,
    rings: bool,
    /// What it is known by.
    device: String,
    /// No proxy stands between, so that a 100 is of the telephone itself.
    is_direct: bool,
    /// Where it was called.
    peer: Option<SocketAddr>,
}

/// Whom to call, and how.
pub(super) struct Target {
    pub(super) uri: Uri,
    pub(super) route: Vec<NameAddr>,
    pub(super) path: Path,
}

/// What an INVITE on behalf of a caller says.
pub(super) struct Ringing {
    pub(super) from: NameAddr,
    pub(super) to: NameAddr,
    pub(super) headers: Headers,
    pub(super) attachment: Option<Attachment>,
    pub(super) target: Target,
}

impl Calls {
    /// Calls all telephones of an agent.
    pub(super) fn offer(
        &mut self,
        around: &mut Around<'_>,
        offer: OfferId,
        call: CallId,
        to: (SipUri, Arc<CallContext>),
    ) {
        let (agent, context) = to;
        // A workflow of ours is no agent: a proxy would send the call back to us.
        let is_workflow = Uri::parse(agent.as_str()).is_ok_and(|uri| self.addresses.has(&uri));
        let targets = match self.callers.get(&call).and_then(|caller| caller.test.as_deref()) {
            // Nobody's telephone rings in a test but the test's own.
            Some(token) => around.bindings.of(around.now, token).map(target).collect(),
            None if is_workflow => Vec::new(),
            None => self.targets(around, &agent),
        };
        let mut phones = Vec::new();
        for (target, device) in targets {
            let Some(caller) = self.callers.get(&call) else { break };
            let from = context::from_of(caller.from.as_ref(), caller.is_private, Some(&context));
            let Ok(to) = Uri::parse(agent.as_str()).map(NameAddr::of) else { break };
            let attachment = self.contexts.form(&device).and_then(|form| {
                let conversation = (format!("{call}-{offer}"), (self.clock)());
                context::attachment(form, &context, (&from, &agent), (&conversation.0, conversation.1))
            });
            let is_direct = target.route.is_empty();
            let peer = around.network.transport.ends(target.path).map(|(_, peer)| peer);
            let ringing = Ringing { from, to, headers: context::headers(&context), attachment, target };
            if let Some(line) = self.ring(around, call, Owner::Agent(offer), ringing) {
                phones.push(Phone { line, rings: false, device: device.key, is_direct, peer });
            }
        }
        let is_reached = !phones.is_empty();
        let patience = around.now.after(PROVISIONAL_PATIENCE);
        let turns = self.offers.remove(&offer).map_or(0, |before| before.turns);
        let made = Offer {
            call,
            agent,
            phones,
            answered: None,
            refusal: None,
            context,
            patience,
            turns,
            withdrawn: None,
        };
        self.offers.insert(offer, made);
        if is_reached {
            self.waits.set(patience, Wait::Provisional(offer));
        } else {
            self.refused(around, offer);
        }
    }

    /// The telephones of an agent: those that registered, or the proxy that knows them.
    pub(super) fn targets(&self, around: &mut Around<'_>, agent: &SipUri) -> Vec<(Target, Device)> {
        let key = agent.key();
        let bound = around.bindings.of(around.now, &key).map(target);
        let registered: Vec<_> =
            bound.filter(|(target, _)| !around.network.transport.leads_to_us(target.path)).collect();
        if !registered.is_empty() {
            return registered;
        }
        let Some(Proxy { address: proxy, .. }) = self.identity.via.clone() else { return Vec::new() };
        let Whereabouts::At(addresses) = around.names.find(around.now, &proxy) else { return Vec::new() };
        let path = foreign_way(around, kind_of(&proxy), &addresses);
        let uri = Uri::parse(agent.as_str()).ok();
        let mut route = proxy;
        route.params.set("lr", None);
        let made = uri.zip(path).map(|(uri, path)| Target { uri, route: vec![NameAddr::of(route)], path });
        let device = Device { key: agent.key(), named: None };
        made.map(|target| (target, device)).into_iter().collect()
    }

    /// How an address is called: a telephone of ours, by the proxy, or where the address says.
    ///
    /// # Errors
    /// The name that must be found before; nothing where no way leads there.
    pub(super) fn way_to(&self, around: &mut Around<'_>, address: &SipUri) -> Result<Target, Option<Name>> {
        if let Some((known, _)) = self.targets(around, address).into_iter().next() {
            return Ok(known);
        }
        let uri = Uri::parse(address.as_str()).map_err(|_| None)?;
        if self.identity.via.is_some() {
            return Err(None);
        }
        match around.names.find(around.now, &uri) {
            Whereabouts::At(addresses) => {
                let path = foreign_way(around, kind_of(&uri), &addresses).ok_or(None)?;
                Ok(Target { uri, route: Vec::new(), path })
            }
            Whereabouts::Asked(name) => Err(Some(name)),
            Whereabouts::Unknown => Err(None),
        }
    }

    /// Calls an address on behalf of a caller.
    pub(super) fn ring_address(
        &mut self,
        around: &mut Around<'_>,
        call: CallId,
        (address, target): (&SipUri, Target),
    ) -> Option<LineId> {
        let caller = self.callers.get(&call)?;
        let from = context::from_of(caller.from.as_ref(), caller.is_private, None);
        let to = NameAddr::of(Uri::parse(address.as_str()).ok()?);
        let headers = Headers::new();
        self.ring(around, call, Owner::Target(call), Ringing { from, to, headers, attachment: None, target })
    }

    /// Sends an INVITE on behalf of a caller.
    pub(super) fn ring(
        &mut self,
        around: &mut Around<'_>,
        call: CallId,
        owner: Owner,
        ringing: Ringing,
    ) -> Option<LineId> {
        let Ringing { from, to, headers, attachment, target } = ringing;
        let hops = self.callers.get(&call)?.hops;
        let setup = self.identity.setup(around.network, target.path)?;
        let line = self.lines.next_id();
        let media = self.open_media(around, line, target.path)?;
        let outgoing =
            Outgoing { target: target.uri, from, to, route: target.route, headers, media, attachment };
        let begin = Call { outgoing, setup, path: target.path, hops };
        self.lines.call(around.now, around.network, line, owner, begin);
        Some(line)
    }

    /// What a telephone has to say.
    pub(super) fn agent_says(&mut self, around: &mut Around<'_>, from: (OfferId, LineId), output: LegOutput) {
        let (offer, line) = from;
        match output {
            LegOutput::Ringing { .. } => self.phone_rings(around, offer, line),
            LegOutput::Established => self.phone_answers(around, offer, line),
            LegOutput::Crossed => self.phone_crosses(around, offer, line),
            LegOutput::Refused(refusal) => {
                let Some(known) = self.offers.get(&offer) else { return };
                let rang = known.phones.iter().any(|phone| phone.line == line && phone.rings);
                let ended = self.ended.get(&known.agent.key());
                let since = ended.map(|ended| around.now.since(*ended));
                let peer = known.phones.iter().find(|phone| phone.line == line).and_then(|phone| phone.peer);
                if is_of_the_way(&refusal) && self.turns_to_another(around, offer, peer) {
                    return;
                }
                let refusal = statuses::of_phone(&refusal, rang, since);
                tracing::debug!(%offer, ?refusal, "a telephone refuses");
                self.phone_gone(around, offer, line, Some(refusal));
            }
            LegOutput::Ended(_) => self.phone_gone(around, offer, line, None),
            LegOutput::Held(held) => {
                if let Some(call) = self.offers.get(&offer).map(|known| known.call) {
                    self.holds(call, line, held);
                }
            }
            LegOutput::AttachmentRefused => {
                if let Some(device) = self.device(offer, line) {
                    tracing::info!(device, "a telephone takes no call context beside the offer");
                    self.contexts.refused(&device);
                }
            }
            _ => {}
        }
    }

    /// A telephone says in a response what it takes, and what it offers.
    pub(super) fn agent_says_what_it_knows(
        &mut self,
        around: &mut Around<'_>,
        (offer, line): (OfferId, LineId),
        headers: &Headers,
    ) {
        let form = ContextForm::accepted(headers);
        if form.is_none() && !offers_dialogs(headers) {
            return;
        }
        let Some((device, agent)) = self.device(offer, line).zip(self.offers.get(&offer)) else { return };
        let agent = agent.agent.clone();
        if let Some(form) = form {
            self.contexts.accepts(&device, form);
        }
        self.phone_offers(around, headers, (agent, device));
    }

    fn device(&self, offer: OfferId, line: LineId) -> Option<String> {
        let phones = self.offers.get(&offer)?.phones.iter();
        phones.filter(|phone| phone.line == line).map(|phone| phone.device.clone()).next()
    }

    fn phone_rings(&mut self, around: &Around<'_>, offer: OfferId, line: LineId) {
        let Some(known) = self.offers.get_mut(&offer) else { return };
        let first = known.phones.iter().all(|phone| !phone.rings);
        known.phones.iter_mut().filter(|phone| phone.line == line).for_each(|phone| phone.rings = true);
        if first {
            self.tell(around, Input::OfferRinging(offer));
        }
    }

    /// The first telephone that answers has the call; the others stop ringing.
    fn phone_answers(&mut self, around: &mut Around<'_>, offer: OfferId, line: LineId) {
        let Some(known) = self.offers.get_mut(&offer) else { return };
        if known.answered == Some(line) {
            // Its answer crossed our CANCEL, and was kept.
            return;
        }
        if known.answered.is_some() || known.withdrawn.is_some() {
            return self.order(around, line, LegInput::End(Closing::CompletedElsewhere));
        }
        self.has_answered(around, offer, line);
    }

    /// A telephone answered while we took the offer back. The engine knows whether the caller still waits: it joins
    /// the two, or ends the line.
    fn phone_crosses(&mut self, around: &mut Around<'_>, offer: OfferId, line: LineId) {
        let Some(known) = self.offers.get(&offer) else { return };
        if known.answered.is_some() {
            return self.order(around, line, LegInput::End(Closing::CompletedElsewhere));
        }
        self.has_answered(around, offer, line);
    }

    fn has_answered(&mut self, around: &mut Around<'_>, offer: OfferId, line: LineId) {
        let Some(known) = self.offers.get_mut(&offer) else { return };
        known.answered = Some(line);
        let others: Vec<LineId> =
            known.phones.extract_if(.., |phone| phone.line != line).map(|phone| phone.line).collect();
        for other in others {
            self.dismiss(around, other, Closing::CompletedElsewhere);
        }
        self.tell(around, Input::OfferAnswered(offer));
    }

    /// A telephone is out: it refused, or the session with it is over.
    fn phone_gone(
        &mut self,
        around: &Around<'_>,
        offer: OfferId,
        line: LineId,
        refusal: Option<OfferRefusal>,
    ) {
        let Some(known) = self.offers.get_mut(&offer) else { return };
        known.phones.retain(|phone| phone.line != line);
        known.refusal = match (known.refusal, refusal) {
            (Some(one), Some(other)) => Some(statuses::stronger(one, other)),
            (one, other) => one.or(other),
        };
        if !known.phones.is_empty() {
            return;
        }
        if known.answered == Some(line) {
            let is_ours = known.withdrawn.is_some();
            let input = if is_ours { Input::OfferEnded(offer) } else { Input::AgentHungUp(offer) };
            self.forget_offer(around, offer);
            return self.tell(around, input);
        }
        self.refused(around, offer);
    }

    /// No telephone is left.
    fn refused(&mut self, around: &Around<'_>, offer: OfferId) {
        let Some(known) = self.offers.remove(&offer) else { return };
        let refusal = known.refusal.unwrap_or(OfferRefusal::Unreachable);
        if refusal == OfferRefusal::Unreachable && known.withdrawn.is_none() {
            self.was_not_reached(around.now, &known.agent);
        }
        let input = if known.withdrawn.is_some() {
            Input::OfferEnded(offer)
        } else {
            Input::OfferRefused { offer, refusal }
        };
        self.tell(around, input);
    }

    /// Telephones that say nothing in time are not there (`docs/rules.md`, offers).
    pub(super) fn nobody_rings(&mut self, around: &mut Around<'_>, offer: OfferId) {
        let is_due = |known: &&mut Offer| known.answered.is_none() && known.patience <= around.now;
        let Some(known) = self.offers.get_mut(&offer).filter(is_due) else { return };
        let lines = &self.lines;
        let is_there = |phone: &Phone| phone.rings || phone.is_direct && lines.is_tried(phone.line);
        let silent = known.phones.extract_if(.., |phone| !is_there(phone));
        let silent: Vec<_> = silent.map(|phone| (phone.line, phone.peer)).collect();
        let nobody = known.phones.is_empty();
        let unheard = silent.iter().find(|(line, _)| !self.lines.is_heard(*line)).and_then(|(_, peer)| *peer);
        for (line, _) in silent {
            self.dismiss(around, line, Closing::Plain);
        }
        if nobody && unheard.is_some() && self.turns_to_another(around, offer, unheard) {
            return;
        }
        if nobody {
            self.refused(around, offer);
        }
    }

    /// Takes an offer back.
    pub(super) fn withdraw(&mut self, around: &mut Around<'_>, offer: OfferId, cause: WithdrawCause) {
        let Some(known) = self.offers.get_mut(&offer) else { return };
        let closing = statuses::of_withdrawal(cause);
        known.withdrawn = Some(closing.clone());
        let lines: Vec<LineId> = known.phones.iter().map(|phone| phone.line).collect();
        for line in lines {
            self.order(around, line, LegInput::End(closing.clone()));
        }
    }

    /// Ends the line to an agent who has answered.
    pub(super) fn end_agent(&mut self, around: &mut Around<'_>, offer: OfferId) {
        let Some(known) = self.offers.get_mut(&offer) else { return };
        // An answer that crossed our CANCEL ends as that would have ended it.
        let closing = known.withdrawn.get_or_insert(Closing::Plain).clone();
        if let Some(line) = known.answered {
            self.order(around, line, LegInput::End(closing));
        }
    }

    /// Connects a caller with the agent who answered.
    pub(super) fn join(&mut self, around: &mut Around<'_>, call: CallId, offer: OfferId) {
        let Some(known) = self.offers.get_mut(&offer) else { return };
        let was_withdrawn = known.withdrawn.take().is_some();
        let Some(agent) = known.answered else { return };
        if was_withdrawn {
            self.order(around, agent, LegInput::Keep);
        }
        self.connect(call, agent);
    }

    /// While one side holds the call, the other hears the music of the queue.
    pub(super) fn holds(&mut self, call: CallId, line: LineId, held: bool) {
        let music = self.callers.get(&call).and_then(|caller| caller.music.clone());
        if held {
            self.voice.hold(line, music.as_ref());
        } else {
            self.voice.resume(line);
        }
    }

    /// Ends a line that nobody waits for any more; its media is closed at once.
    pub(super) fn dismiss(&mut self, around: &mut Around<'_>, line: LineId, closing: Closing) {
        self.lines.orphan(line);
        self.voice.close(line);
        self.order(around, line, LegInput::End(closing));
    }

    fn forget_offer(&mut self, around: &Around<'_>, offer: OfferId) {
        if let Some(known) = self.offers.remove(&offer) {
            if around.now.since(self.ended_swept) >= ENDED_KEPT {
                self.ended.retain(|_, ended| around.now.since(*ended) < ENDED_KEPT);
                self.ended_swept = around.now;
            }
            self.ended.insert(known.agent.key(), around.now);
        }
    }
}

/// A way to the first of some addresses to which there is one; not to ours, from which a call would come back.
fn foreign_way(around: &mut Around<'_>, kind: Kind, addresses: &[SocketAddr]) -> Option<Path> {
    let transport = &mut around.network.transport;
    addresses
        .iter()
        .find_map(|address| if transport.is_ours(*address) { None } else { transport.way_to(kind, *address) })
}

/// How a registered telephone is called: on the way on which it registered, or at the address that it states.
pub(super) fn target(binding: &Binding) -> (Target, Device) {
    let path = match binding.flow {
        Path::Datagram(socket, source) => {
            let stated = address_of(&binding.contact).filter(|stated| {
                binding.path.is_empty() && is_reached(*stated, source) && stated.is_ipv4() == source.is_ipv4()
            });
            Path::Datagram(socket, stated.unwrap_or(source))
        }
        stream @ Path::Stream(_) => stream,
    };
    // A telephone that starts anew registers with another Call-ID, and may have learnt something.
    let key = format!("{} {}", binding.contact, binding.call_id);
    let device = Device { key, named: binding.context };
    (Target { uri: binding.contact.clone(), route: binding.path.clone(), path }, device)
}

/// A telephone that says nothing for that long is not reached.
const PROVISIONAL_PATIENCE: Duration = Duration::from_secs(2);
/// How long the end of a call of an agent is remembered.
const ENDED_KEPT: Duration = Duration::from_secs(10);
