use stdx::Instant;

use crate::{
    body::{self, Sdp},
    dialog::Dialog,
    message::{CSeq, Headers, Method, Request, Response},
    sdp::{Description, LocalMedia, RemoteMedia},
};

use super::{
    Cause, LegOutput,
    change::Change,
    context::{Context, SUPPORTED, describe, push_abilities},
    digit::{self, Information},
    provisional::Provisional,
    session_timer::{self, SessionClock},
    unacknowledged::Unacknowledged,
};

/// A dialog at work, early or established: what it takes from the peer, and what is under way in it.
///
/// What the peer begins is in `peer_change`, what we begin in `change`.
#[derive(Debug)]
pub(super) struct Session {
    pub(super) dialog: Dialog,
    /// Whether a 2xx was sent or came.
    pub(super) is_up: bool,
    /// Whether an offer of the peer waits for our answer.
    pub(super) peer_offer_open: bool,
    pub(super) unacknowledged: Option<Unacknowledged>,
    pub(super) provisional: Option<Provisional>,
    pub(super) change: Change,
    /// What an unreliable response answered. It counts where the 2xx says nothing, as of some gateways.
    pub(super) early_answer: Option<Description>,
    /// Media to offer as soon as nothing else is under way.
    pub(super) wanted: Option<LocalMedia>,
    pub(super) clock: SessionClock,
    /// The ACK of the last 2xx to us, and its number.
    pub(super) acknowledgement: Option<(u32, Request)>,
    told: Option<RemoteMedia>,
    held: bool,
}

/// How a session goes on.
#[derive(Debug)]
pub(super) enum Verdict {
    Goes,
    /// The peer ended it.
    Gone(Cause),
    /// We must end it.
    End(Cause),
}

impl Session {
    pub(super) const fn new(dialog: Dialog) -> Self {
        Self {
            dialog,
            is_up: false,
            peer_offer_open: false,
            unacknowledged: None,
            provisional: None,
            change: Change::Idle,
            early_answer: None,
            wanted: None,
            clock: SessionClock { refresh_at: None, expires_at: None },
            acknowledgement: None,
            told: None,
            held: false,
        }
    }

    /// The dialog of another process. What its owner was told is known.
    pub(super) fn resumed(context: &Context<'_>, dialog: Dialog) -> Self {
        let (told, held) = (dialog.media.agreed(), dialog.media.is_held());
        let mut this = Self { is_up: true, told, held, ..Self::new(dialog) };
        this.dialog.local_cseq = this.dialog.local_cseq.max(context.setup.first_cseq());
        this.dialog.local_target = context.setup.local.contact.clone();
        this.dialog.transport.clone_from(&context.setup.local.transport);
        this.dialog.media.withdraw();
        this.clock.resume(context, this.dialog.session_timer);
        this
    }

    /// Takes a request of the dialog other than ACK and CANCEL.
    pub(super) fn request(&mut self, context: &mut Context<'_>, request: &Request) -> Verdict {
        let Some(CSeq { number, .. }) = request.headers.cseq() else {
            return self.refuse(context, request, 400);
        };
        // A BYE that is out of order still says that the peer is gone.
        if request.method == Method::Bye {
            self.answer(context, request, 200);
            return Verdict::Gone(Cause::Peer { reason: reason(&request.headers) });
        }
        if self.dialog.remote_cseq.is_some_and(|last| number <= last) {
            return self.refuse_for_a_while(context, request);
        }
        self.dialog.remote_cseq = Some(number);
        if let Some(response) = unsupported(request) {
            context.respond(response);
            return Verdict::Goes;
        }
        match request.method {
            Method::Invite => self.peer_invites(context, request),
            Method::Update => self.peer_updates(context, request),
            Method::Info => self.information(context, request),
            Method::Prack => self.prack(context, request),
            Method::Options => self.abilities(context, request),
            _ => {
                let mut response = self.response(request, 405);
                push_abilities(&mut response.headers);
                context.respond(response);
                Verdict::Goes
            }
        }
    }

    /// Takes the ACK of a 2xx of ours; None where it is of no 2xx that waits for it.
    pub(super) fn acknowledged(&mut self, context: &mut Context<'_>, ack: &Request) -> Option<Verdict> {
        let number = ack.headers.cseq()?.number;
        let Unacknowledged { offers, .. } =
            self.unacknowledged.take_if(|unacknowledged| unacknowledged.cseq == number)?;
        if !offers {
            return Some(Verdict::Goes);
        }
        let Sdp::Is(answer) = body::sdp(&ack.headers, &ack.body) else {
            return Some(Verdict::End(Cause::UnusableMedia));
        };
        let before = self.dialog.clone();
        if self.dialog.media.read_answer(answer).is_err() {
            return Some(Verdict::End(Cause::UnusableMedia));
        }
        self.record(context, &before);
        self.announce(context);
        Some(Verdict::Goes)
    }

    fn information(&self, context: &mut Context<'_>, request: &Request) -> Verdict {
        let status = match digit::read(request) {
            Information::Digit { digit, duration } => {
                context.put(LegOutput::Digit { digit, duration });
                200
            }
            Information::Nothing => 200,
            Information::Invalid => 400,
            Information::Other => 415,
        };
        let mut response = self.response(request, status);
        if status == 415 {
            response.headers.push("Accept", "application/dtmf-relay, application/dtmf");
        }
        context.respond(response);
        Verdict::Goes
    }

    /// The PRACK of a reliable response: it may answer our offer, or offer anew.
    fn prack(&mut self, context: &mut Context<'_>, request: &Request) -> Verdict {
        if !self.provisional.as_mut().is_some_and(|provisional| provisional.acknowledge(request)) {
            return self.refuse(context, request, 481);
        }
        let mut response = self.response(request, 200);
        let Dialog { media, local_media, .. } = &mut self.dialog;
        match body::sdp(&request.headers, &request.body) {
            Sdp::Is(answer) if media.is_offered() => {
                if media.read_answer(answer).is_err() {
                    return self.refuse(context, request, 488);
                }
            }
            Sdp::Is(offer) if !self.peer_offer_open => match media.answer(offer, local_media) {
                Ok(answer) => describe(&mut response.headers, &mut response.body, &answer),
                Err(fault) => return self.refuse(context, request, fault.status()),
            },
            Sdp::Is(_) => return self.refuse(context, request, 488),
            Sdp::Absent => {}
            Sdp::Invalid(_) => return self.refuse(context, request, 400),
            Sdp::OtherBody => return self.refuse(context, request, 415),
        }
        context.respond(response);
        self.announce(context);
        Verdict::Goes
    }

    fn abilities(&self, context: &mut Context<'_>, request: &Request) -> Verdict {
        let mut response = self.response(request, 200);
        response.headers.push("Accept", "application/sdp");
        push_abilities(&mut response.headers);
        context.respond(response);
        Verdict::Goes
    }

    /// Tells the owner of media that is not as it was told before.
    pub(super) fn announce(&mut self, context: &mut Context<'_>) {
        let Some(agreed) = self.dialog.media.agreed() else { return };
        if self.told.as_ref() != Some(&agreed) {
            self.told = Some(agreed.clone());
            context.put(LegOutput::RemoteMedia(agreed));
        }
        let held = self.dialog.media.is_held();
        if held != self.held {
            self.held = held;
            context.put(LegOutput::Held(held));
        }
    }

    /// Tells the owner of early media that may still change.
    pub(super) fn announce_early(&mut self, context: &mut Context<'_>, agreed: RemoteMedia) {
        if self.told.as_ref() != Some(&agreed) {
            self.told = Some(agreed.clone());
            context.put(LegOutput::RemoteMedia(agreed));
        }
    }

    /// Has the dialog written down where it is not as before.
    pub(super) fn record(&self, context: &mut Context<'_>, before: &Dialog) {
        if self.is_up && self.dialog.is_news_to(before) {
            context.put(LegOutput::RecordChanged);
        }
    }

    /// Takes a new Contact of the peer, and what it allows (RFC 3261 section 12.2).
    pub(super) fn refresh_target(&mut self, headers: &Headers) {
        if let Some(contact) = headers.contact() {
            self.dialog.remote_target = contact.uri;
        }
        if headers.value("Allow").is_some() {
            self.dialog.peer_takes_update = headers.lists("Allow", "UPDATE");
        }
    }

    pub(super) fn response(&self, request: &Request, status: u16) -> Response {
        Response::to(request, status, self.dialog.local.tag())
    }

    /// A response that says where we are and what we can do.
    pub(super) fn full_response(&self, request: &Request, status: u16) -> Response {
        let mut response = self.response(request, status);
        response.headers.push("Contact", format!("<{}>", self.dialog.local_target));
        push_abilities(&mut response.headers);
        if status >= 200 && self.is_up {
            session_timer::push_accepted(&mut response.headers, self.dialog.session_timer);
        }
        response
    }

    pub(super) fn answer(&self, context: &mut Context<'_>, request: &Request, status: u16) {
        context.respond(self.response(request, status));
    }

    pub(super) fn refuse(&self, context: &mut Context<'_>, request: &Request, status: u16) -> Verdict {
        let mut response = self.response(request, status);
        if status == 415 {
            response.headers.push("Accept", "application/sdp");
        }
        context.respond(response);
        Verdict::Goes
    }

    /// 500 with a wait of up to ten seconds (RFC 3261 section 14.2).
    pub(super) fn refuse_for_a_while(&self, context: &mut Context<'_>, request: &Request) -> Verdict {
        let number = request.headers.cseq().map_or(0, |cseq| cseq.number);
        let wait = context.setup.seed.below("retry after", number.into(), 11);
        let mut response = self.response(request, 500);
        response.headers.push("Retry-After", wait.to_string());
        context.respond(response);
        Verdict::Goes
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        let unacknowledged = self.unacknowledged.as_ref().map(Unacknowledged::deadline);
        let provisional = self.provisional.as_ref().and_then(Provisional::deadline);
        let change = self.change.deadline();
        [unacknowledged, provisional, change, self.clock.deadline()].into_iter().flatten().min()
    }
}

/// The Reason header (RFC 3326).
pub(super) fn reason(headers: &Headers) -> Option<String> {
    headers.value("Reason").map(str::to_owned)
}

/// The 420 to a request that requires what we do not know.
pub(super) fn unsupported(request: &Request) -> Option<Response> {
    let required = request.headers.elements("Require");
    let unknown: Vec<_> =
        required.filter(|name| !SUPPORTED.iter().any(|known| known.eq_ignore_ascii_case(name))).collect();
    (!unknown.is_empty()).then(|| {
        let mut response = Response::to(request, 420, None);
        response.headers.push("Unsupported", unknown.join(", "));
        response
    })
}
