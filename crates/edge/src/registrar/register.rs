//! REGISTER: who may, and what it changes.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use dialog::{
    NameAddr, Uri,
    message::{Request, Response},
};
use domain::SipUri;
use engine::Test;
use stdx::Instant;

use super::{
    Binding, Bindings,
    bindings::{CONTACTS_MAX, EXPIRES_MAX, EXPIRES_MIN, EXPIRES_USUAL, is_same_contact},
    guests::Guests,
};
use crate::{
    calls::offers_dialogs,
    context_form::ContextForm,
    digest::{Authenticator, Demand, User, Users},
    reply,
    test_call::Pass,
    transport::{ConnectionId, Path},
};

/// Keeps the bindings of all users.
#[derive(Debug)]
pub(crate) struct Registrar {
    bindings: Bindings,
    users: Arc<Users>,
    guests: Guests,
    /// Users who have a phone now, or have none any more.
    changes: VecDeque<(SipUri, bool)>,
    /// The bindings are others than those that were last looked at.
    has_changed: bool,
}

/// What a REGISTER asks for.
struct Wish {
    contacts: Vec<(NameAddr, Duration)>,
    /// `Contact: *`
    all_go: bool,
    call_id: String,
    sequence: u32,
    path: Vec<NameAddr>,
    /// The form of call context that Accept names.
    context: Option<ContextForm>,
    /// Whether Allow-Events has the dialogs of the phone.
    offers_dialogs: bool,
}

impl Registrar {
    pub(crate) fn new(users: Arc<Users>) -> Self {
        let (bindings, guests) = (Bindings::default(), Guests::default());
        Self { bindings, users, guests, changes: VecDeque::new(), has_changed: false }
    }

    /// Where the phones are.
    pub(crate) const fn bindings(&self) -> &Bindings {
        &self.bindings
    }

    /// Takes over what phones registered with a process before this one.
    pub(crate) fn restore(&mut self, bindings: Vec<(String, Binding)>) {
        for (user, binding) in bindings {
            if let Some(known) = self.users.get(&user) {
                self.changes.push_back((known.address.clone(), true));
                self.bindings.put(&user, binding);
            }
        }
    }

    /// The bindings that outlive the process: not those of test calls.
    pub(super) fn kept(&self, now: Instant) -> impl Iterator<Item = (&str, &Binding)> {
        let is_guest = |contact: &Uri| contact.user.as_deref().is_some_and(|token| self.guests.has(token));
        self.bindings.all(now).filter(move |(_, binding)| !is_guest(&binding.contact))
    }

    /// Whether the bindings have changed since this was last asked.
    pub(crate) const fn has_changed(&mut self) -> bool {
        std::mem::replace(&mut self.has_changed, false)
    }

    /// Answers a REGISTER that came by `flow`.
    pub(crate) fn register(
        &mut self,
        now: Instant,
        request: &Request,
        flow: Path,
        authenticator: &mut Authenticator,
    ) -> Response {
        let Some(to) = request.headers.to().filter(|to| to.uri.is_sip()) else {
            return reply::to(request, 404, "Not Found");
        };
        let users = Arc::clone(&self.users);
        let contact = request.headers.contact();
        let guest = self.guests.user(now, contact.as_ref(), &to);
        let guest = guest.map(|(user, token)| (user.clone(), token.to_owned()));
        let user = guest.as_ref().map(|(user, _)| user).or_else(|| user_of(&users, &to));
        let realm = user.map_or_else(|| to.uri.host.to_lowercase(), User::realm);
        if let Err(refusal) = authenticator.check(now, request, Demand { user, realm: &realm }) {
            return refusal;
        }
        let Some(user) = user else { return reply::to(request, 403, "Forbidden") };
        // The telephone of a test is bound to the test: to nobody else it is a telephone of the agent.
        let key = guest.as_ref().map_or_else(|| user.address.key(), |(_, token)| token.clone());
        let reached = guest.is_none().then_some(&user.address);
        match self.take(now, request, flow, (&key, reached)) {
            Ok(()) => self.accepted(now, request, &key),
            Err(refusal) => refusal,
        }
    }

    /// Lets a test call in, and its telephone register.
    pub(crate) fn admit(&mut self, now: Instant, pass: Pass) {
        let agent = pass.agent.as_ref().map(SipUri::as_str);
        tracing::info!(agent, "a test call is let in");
        self.guests.admit(now, pass);
    }

    /// A call has come from the address with this token: what it is there for, where it is a test call.
    pub(crate) fn arrived(&mut self, now: Instant, token: &str) -> Option<Test> {
        self.guests.arrived(now, token)
    }

    /// Whether the test call with this token has come.
    pub(crate) fn has_come(&self, token: &str) -> bool {
        self.guests.has_come(token)
    }

    /// The test call is over: its telephone is gone.
    pub(crate) fn dismiss(&mut self, token: &str) {
        self.guests.dismiss(token);
        let gone = self.bindings.remove(|_, binding| binding.contact.user.as_deref() == Some(token));
        self.tell_gone(gone);
    }

    /// The next user who has a phone now, or has none any more.
    pub(crate) fn poll(&mut self) -> Option<(SipUri, bool)> {
        self.changes.pop_front()
    }

    /// When [`Registrar::time_passed`] is due.
    pub(crate) fn next_timeout(&self) -> Option<Instant> {
        self.bindings.next_expiry()
    }

    /// Ends what has expired.
    pub(crate) fn time_passed(&mut self, now: Instant) {
        if self.next_timeout().is_some_and(|due| due <= now) {
            let gone = self.bindings.expire(now);
            self.tell_gone(gone);
        }
    }

    /// A connection ended.
    pub(crate) fn flow_ended(&mut self, connection: ConnectionId) {
        let gone = self.bindings.flow_ended(connection);
        self.tell_gone(gone);
    }

    /// All or nothing (section 10.3, step 7). `whose` is the key of the bindings, and the user who is reached by them.
    fn take(
        &mut self,
        now: Instant,
        request: &Request,
        flow: Path,
        whose: (&str, Option<&SipUri>),
    ) -> Result<(), Response> {
        let (key, user) = whose;
        let wish = Wish::of(request)?;
        let stale = |known: &Binding| known.call_id == wish.call_id && known.sequence >= wish.sequence;
        let touched = |known: &Binding| {
            wish.all_go
                || wish.contacts.iter().any(|(contact, _)| is_same_contact(&contact.uri, &known.contact))
        };
        if self.bindings.of(now, key).any(|known| touched(known) && stale(known)) {
            return Err(reply::to(request, 400, "CSeq Out Of Order"));
        }
        let added = wish.contacts.iter().filter(|(contact, expires)| {
            !expires.is_zero() && self.bindings.find(key, &contact.uri).is_none()
        });
        if self.bindings.of(now, key).count() + added.count() > CONTACTS_MAX && !wish.all_go {
            return Err(reply::to(request, 403, "Too Many Contacts"));
        }
        let mut gone = Vec::new();
        if wish.all_go {
            gone = self.bindings.remove(|known, _| known == key);
        }
        for (contact, expires) in wish.contacts {
            if expires.is_zero() {
                let goes = |known: &str, binding: &Binding| {
                    known == key && is_same_contact(&binding.contact, &contact.uri)
                };
                gone.extend(self.bindings.remove(goes));
                continue;
            }
            let context = wish.context.into_iter().chain(ContextForm::of_contact(&contact)).min();
            let instance = contact.params.value("+sip.instance").zip(contact.params.value("reg-id"));
            let binding = Binding {
                instance: instance.map(|(instance, number)| (instance.to_owned(), number.to_owned())),
                contact: contact.uri,
                flow,
                path: wish.path.clone(),
                expires: now.after(expires),
                call_id: wish.call_id.clone(),
                sequence: wish.sequence,
                context,
                offers_dialogs: wish.offers_dialogs,
            };
            self.bindings.put(key, binding);
            gone.retain(|known| *known != key);
        }
        if self.bindings.has(now, key) {
            self.has_changed = true;
            // A phone that registers again heals what is known of it.
            self.changes.extend(user.map(|user| (user.clone(), true)));
        }
        self.tell_gone(gone);
        Ok(())
    }

    /// 200 with every contact that is bound now.
    fn accepted(&self, now: Instant, request: &Request, user: &str) -> Response {
        let mut response = reply::to(request, 200, "OK");
        for binding in self.bindings.of(now, user) {
            let mut contact = NameAddr::of(binding.contact.clone());
            if let Some((instance, number)) = &binding.instance {
                contact.params.set("+sip.instance", Some(instance));
                contact.params.set("reg-id", Some(number));
            }
            // A part of a second left is not no time left.
            let left = binding.expires.since(now).as_millis().div_ceil(1_000);
            contact.params.set("expires", Some(&left.to_string()));
            response.headers.push("Contact", contact.to_string());
        }
        for path in request.headers.values("Path") {
            response.headers.push("Path", path);
        }
        let is_flow = request.headers.values("Contact").any(|contact| contact.contains("reg-id="));
        if is_flow && request.headers.lists("Supported", "outbound") {
            response.headers.push("Require", "outbound");
        }
        response
    }

    fn tell_gone(&mut self, gone: Vec<String>) {
        self.has_changed |= !gone.is_empty();
        // The telephone of a test is nobody's.
        let address = |key: String| self.users.get(&key).map(|user| user.address.clone());
        let gone: Vec<_> = gone.into_iter().filter_map(address).map(|address| (address, false)).collect();
        self.changes.extend(gone);
    }
}

/// Whom an address of record names; a phone may write our host for the domain.
fn user_of<'a>(users: &'a Users, to: &NameAddr) -> Option<&'a User> {
    let name = to.uri.user.as_deref()?;
    let key = format!("sip:{}@{}", name, to.uri.host).to_lowercase();
    let is_address = to.uri.host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok();
    users.get(&key).or_else(|| users.named(name).filter(|_| is_address))
}

impl Wish {
    fn of(request: &Request) -> Result<Self, Response> {
        let headers = &request.headers;
        let refused = |reason| reply::to(request, 400, reason);
        let usual = match headers.value("Expires") {
            Some(text) => Duration::from_secs(text.parse().map_err(|_| refused("Bad Expires"))?),
            None => EXPIRES_USUAL,
        };
        let listed: Vec<&str> = headers.elements("Contact").collect();
        let all_go = listed.contains(&"*");
        if all_go && (listed.len() > 1 || !usual.is_zero() || headers.value("Expires").is_none()) {
            return Err(refused("A Star Stands Alone And With Expires 0"));
        }
        let mut contacts = Vec::new();
        for text in listed.into_iter().filter(|_| !all_go) {
            let contact = NameAddr::parse(text).map_err(|_| refused("Malformed Contact"))?;
            if !contact.uri.is_sip() {
                return Err(refused("Contact Is Not A SIP Address"));
            }
            let own = contact.params.value("expires").map(|text| text.parse().map(Duration::from_secs));
            let asked = own.transpose().map_err(|_| refused("Bad Expires"))?.unwrap_or(usual);
            if !asked.is_zero() && asked < EXPIRES_MIN {
                let mut brief = reply::to(request, 423, "Interval Too Brief");
                brief.headers.push("Min-Expires", EXPIRES_MIN.as_secs().to_string());
                return Err(brief);
            }
            contacts.push((contact, asked.min(EXPIRES_MAX)));
        }
        let path = headers.elements("Path").map(NameAddr::parse).collect::<Result<_, _>>();
        Ok(Self {
            contacts,
            all_go,
            call_id: headers.call_id().unwrap_or_default().to_owned(),
            sequence: headers.cseq().map_or(0, |cseq| cseq.number),
            path: path.map_err(|_| refused("Malformed Path"))?,
            context: ContextForm::accepted(headers),
            offers_dialogs: offers_dialogs(headers),
        })
    }
}
