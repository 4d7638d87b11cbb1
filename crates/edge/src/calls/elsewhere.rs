//! The calls of agents that are not ours: an agent who calls us, and what telephones tell of their dialogs where they offer
//! that (RFC 4235; `docs/rules.md`, offers).

use dialog::{
    NameAddr, Subscribing, Subscription, SubscriptionEnd, SubscriptionInput, SubscriptionOutput, Uri,
    dialog_info::{DialogTable, ReportedDialog, Taken},
    message::{Headers, Method, Request, Response},
};
use domain::SipUri;
use engine::Input;

use super::{
    Around, Calls,
    agent::{Target, target},
    caller::Caller,
    line::{key, next_hop},
    subscriptions::{Followed, FollowedId, Running, Seen, Stage},
};
use crate::{
    config::Subscribe,
    transaction::{ClientId, ServerId},
};

impl Calls {
    /// Follows the telephones of an agent that offer their dialogs, and no others.
    pub(super) fn follow(&mut self, around: &mut Around<'_>, agent: &SipUri) {
        let wanted = if self.has_agent(agent) { self.offering(around, agent) } else { Vec::new() };
        let key = agent.key();
        let stays = |followed: &Followed| {
            wanted.iter().any(|(target, device)| *device == followed.device && is_on(followed, target))
        };
        let all = self.subscriptions.of(&key);
        let gone: Vec<FollowedId> = all.filter(|(_, followed)| !stays(followed)).map(|(id, _)| id).collect();
        let is_change = !gone.is_empty();
        for id in gone {
            self.unfollow(around, id);
        }
        for (_, device) in &wanted {
            self.subscriptions.want(around.now, agent, device);
        }
        if is_change {
            self.count_elsewhere(around, Some(agent.clone()));
        }
    }

    /// A configuration is in force: others may be agents now.
    pub(super) fn follow_all(&mut self, around: &mut Around<'_>) {
        let mut all = self.subscriptions.agents();
        all.extend(self.engine.agents().map(|agent| (agent.agent.key(), agent.agent)));
        for agent in all.values() {
            self.follow(around, agent);
        }
    }

    /// A telephone that was called says what it offers.
    pub(super) fn phone_offers(
        &mut self,
        around: &mut Around<'_>,
        headers: &Headers,
        device: (SipUri, String),
    ) {
        if offers_dialogs(headers) && self.subscriptions.offers(&device.1) {
            self.follow(around, &device.0);
        }
    }

    /// The telephones of an agent that offer their dialogs, and the proxy that knows the agent where it is to be asked.
    fn offering(&self, around: &mut Around<'_>, agent: &SipUri) -> Vec<(Target, String)> {
        if self.identity.subscribe == Subscribe::Never {
            return Vec::new();
        }
        let key = agent.key();
        let offers = |device: &str| self.subscriptions.is_offering(device);
        let bound =
            around.bindings.of(around.now, &key).map(|binding| (binding.offers_dialogs, target(binding)));
        let registered = bound
            .filter(|(is_named, (_, device))| *is_named || offers(&device.key))
            .filter(|(_, (target, _))| !around.network.transport.leads_to_us(target.path))
            .map(|(_, (target, device))| (target, device.key));
        let registered: Vec<_> = registered.collect();
        let is_by_proxy =
            self.identity.subscribe == Subscribe::Always && !around.bindings.has(around.now, &key);
        if !is_by_proxy {
            return registered;
        }
        self.targets(around, agent).into_iter().map(|(target, device)| (target, device.key)).collect()
    }

    fn unfollow(&mut self, around: &mut Around<'_>, id: FollowedId) {
        self.subscriptions.release(id);
        self.give(around, id, None, SubscriptionInput::End);
    }

    /// Asks the telephones whose turn it is.
    pub(super) fn ask_followed(&mut self, around: &mut Around<'_>) {
        while let Some(id) = self.subscriptions.pop(around.now) {
            let Some(mut followed) = self.subscriptions.take(id) else { continue };
            if matches!(followed.stage, Stage::Running(_)) {
                self.subscriptions.put(id, followed);
                self.give(around, id, None, SubscriptionInput::TimePassed);
                continue;
            }
            let begun = self.begin(around, &followed);
            let Some(running) = begun else {
                // It is gone, or no way leads there; it is wanted again when it registers.
                self.subscriptions.put(id, followed);
                self.subscriptions.release(id);
                self.give(around, id, None, SubscriptionInput::End);
                continue;
            };
            self.subscriptions.begins(id, &running.dialog);
            followed.stage = Stage::Running(Box::new(running));
            self.drain_followed(around, id, followed, None);
        }
    }

    fn begin(&self, around: &mut Around<'_>, followed: &Followed) -> Option<Running> {
        let targets = self.offering(around, &followed.agent);
        let (target, _) = targets.into_iter().find(|(_, device)| *device == followed.device)?;
        let setup = self.identity.setup(around.network, target.path)?;
        let contact = &setup.local.contact;
        let whom = Subscribing {
            from: NameAddr::of(Uri::sip(None, &contact.host, contact.port)),
            to: NameAddr::of(Uri::parse(followed.agent.as_str()).ok()?),
            target: target.uri,
            route: target.route,
        };
        let subscription = Subscription::begin(around.now, whom, setup);
        let (call, tag) = subscription.dialog();
        let dialog = key(call, tag);
        let table = DialogTable::default();
        Some(Running { subscription, dialog, path: target.path, table, begun: around.now })
    }

    /// A NOTIFY of a subscription; what is none is given back.
    pub(super) fn notified(
        &mut self,
        around: &mut Around<'_>,
        server: Option<ServerId>,
        request: Request,
    ) -> Option<Request> {
        let tag = request.headers.to().and_then(|to| to.tag().map(str::to_owned));
        let dialog = request.headers.call_id().zip(tag).map(|(call, tag)| key(call, &tag));
        let id = dialog.and_then(|dialog| self.subscriptions.by_dialog(&dialog));
        match id.filter(|_| request.method == Method::Notify) {
            Some(id) => {
                self.give(around, id, server, SubscriptionInput::Notify(request));
                None
            }
            None => Some(request),
        }
    }

    /// Takes the response to a SUBSCRIBE; whether it was to one.
    pub(super) fn subscribe_answered(
        &mut self,
        around: &mut Around<'_>,
        client: ClientId,
        response: &Response,
    ) -> bool {
        let Some(id) = self.subscriptions.asked_by(client, response.status >= 200) else { return false };
        self.give(around, id, None, SubscriptionInput::Response(response.clone()));
        true
    }

    /// A SUBSCRIBE got no response; whether it was one.
    pub(super) fn subscribe_failed(&mut self, around: &mut Around<'_>, client: ClientId) -> bool {
        let Some(id) = self.subscriptions.asked_by(client, true) else { return false };
        self.give(around, id, None, SubscriptionInput::Failed);
        true
    }

    fn give(
        &mut self,
        around: &mut Around<'_>,
        id: FollowedId,
        server: Option<ServerId>,
        input: SubscriptionInput,
    ) {
        let Some(mut followed) = self.subscriptions.take(id) else { return };
        if let Stage::Running(running) = &mut followed.stage {
            running.subscription.handle(around.now, input);
        }
        self.drain_followed(around, id, followed, server);
    }

    /// Does what a subscription wants.
    fn drain_followed(
        &mut self,
        around: &mut Around<'_>,
        id: FollowedId,
        mut followed: Followed,
        server: Option<ServerId>,
    ) {
        let mut is_told = false;
        while let Stage::Running(running) = &mut followed.stage {
            let Some(output) = running.subscription.poll() else { break };
            match output {
                SubscriptionOutput::Send(request) => self.subscribe(around, id, running, request),
                SubscriptionOutput::Respond(response) => {
                    if let Some(server) = server {
                        around.network.respond(around.now, server, &response);
                    }
                }
                SubscriptionOutput::Challenged { request, response } => {
                    let credentials = self.credentials(around, running.path, &request, &response);
                    running.subscription.handle(around.now, SubscriptionInput::Credentials(credentials));
                }
                SubscriptionOutput::Told(info) => {
                    is_told = true;
                    let taken = running.table.take(info, |dialog| self.is_ours(dialog));
                    if taken == Taken::WithGap {
                        running.subscription.handle(around.now, SubscriptionInput::Refresh);
                    }
                }
                SubscriptionOutput::Ended(end) => {
                    is_told = true;
                    self.told_no_more(around, &mut followed, end);
                }
            }
        }
        if let Stage::Running(running) = &followed.stage
            && running.subscription.is_over()
        {
            self.subscriptions.forget(&running.dialog);
        }
        let agent = followed.agent.clone();
        self.subscriptions.put(id, followed);
        if is_told {
            self.count_elsewhere(around, Some(agent));
        }
    }

    fn subscribe(
        &mut self,
        around: &mut Around<'_>,
        id: FollowedId,
        running: &mut Running,
        request: Request,
    ) {
        match next_hop(running.path, around.network, &request) {
            Some(path) => {
                let client = around.network.request(around.now, request, path);
                self.subscriptions.asks(client, id);
            }
            None => running.subscription.handle(around.now, SubscriptionInput::Failed),
        }
    }

    fn told_no_more(&mut self, around: &Around<'_>, followed: &mut Followed, end: SubscriptionEnd) {
        let is_registered = around.bindings.has(around.now, &followed.agent.key());
        tracing::debug!(agent = %followed.agent, ?end, "a telephone tells its dialogs no more");
        self.subscriptions.ended(around.now, followed, end, is_registered);
    }

    /// Whether a dialog that a telephone tells of is one with us.
    fn is_ours(&self, dialog: &ReportedDialog) -> bool {
        let Some(call) = dialog.call_id.as_deref() else { return false };
        // Some take the words for the sides the other way round.
        let tags = [&dialog.remote_tag, &dialog.local_tag].into_iter().flatten();
        let mut known = tags.map(|tag| self.lines.has(call, tag));
        known.any(|is_known| is_known) || dialog.remote_tag.is_none() && self.lines.has_call(call)
    }

    /// Tells the engine in how many calls an agent is that are not its own: those to us, and those that telephones tell
    /// of.
    pub(super) fn count_elsewhere(&mut self, around: &Around<'_>, agent: Option<SipUri>) {
        let Some(agent) = agent else { return };
        let key = agent.key();
        let same = |caller: &&Caller| caller.agent.as_ref().is_some_and(|known| known.key() == key);
        let dialling = self.features.calls.values().filter(|feature| feature.agent.key() == key).count();
        let calling = self.callers.values().filter(same).count() + dialling;
        let Seen { others, ours, unnamed } = self.subscriptions.seen(&key);
        let unnamed = if unnamed == 0 { 0 } else { unnamed.saturating_sub(self.unseen(&key, calling, ours)) };
        let calls = u32::try_from(calling + others + unnamed).unwrap_or(u32::MAX);
        self.tell(around, Input::AgentElsewhere { agent, calls });
    }

    /// How many of our own dialogs with an agent the telephones have not told by name.
    fn unseen(&self, agent: &str, calling: usize, told: usize) -> usize {
        let offered = self
            .offers
            .values()
            .filter(|offer| offer.is_to(agent))
            .map(super::agent::Offer::lines)
            .sum::<usize>();
        (calling + offered).saturating_sub(told)
    }
}

/// Whether somebody offers the events of RFC 4235.
pub(crate) fn offers_dialogs(headers: &Headers) -> bool {
    headers.lists("Allow-Events", "dialog")
}

/// Whether a telephone is still reached on the way on which it is followed.
fn is_on(followed: &Followed, target: &Target) -> bool {
    match &followed.stage {
        Stage::Running(running) => running.path == target.path,
        Stage::Later(_) | Stage::Refused => true,
    }
}
