use std::time::Duration;

use stdx::Instant;

use crate::{
    NameAddr,
    body::{self, Sdp},
    dialog::{Dialog, Role, record_route},
    message::{CSeq, Headers, Method, Request, Response, TransactionKey},
    sdp::{Description, LocalMedia, Negotiation, Unanswerable},
};

use super::{
    Cause, LegInput, LegOutput, Reliable, Setup, State,
    closing::Closed,
    context::{Context, describe},
    established::Established,
    peer_change::unanswerable,
    provisional::{Patience, Provisional, Waiting},
    session::{Session, Verdict, reason, unsupported},
    session_timer,
    unacknowledged::Unacknowledged,
};

/// An INVITE of the peer that has no final response.
#[derive(Debug)]
pub(super) struct Incoming {
    pub(super) session: Session,
    invite: Request,
    said: Said,
    /// Whether provisional responses are reliable.
    reliable: bool,
    /// Whether the peer takes no others.
    is_required: bool,
    /// The last provisional response, for the copy of each minute (RFC 3261 section 13.3.1.1).
    ringing: Option<(u16, Instant)>,
    /// When the INVITE expires, and what that is to the caller.
    until: Instant,
    /// An answer that waits for the PRACK of a description.
    answer: Option<LocalMedia>,
}

/// What was said about the session.
#[derive(Debug)]
enum Said {
    /// The peer offers.
    TheirOffer(Box<Description>),
    /// We answered in a provisional response that may be lost.
    Answered,
    /// We answered or offered reliably.
    Settled,
    /// Nothing: the offer is ours to make.
    Nothing,
}

/// How often a provisional response is repeated, lest a proxy gives the call up.
const RINGING_REPEAT: Duration = Duration::from_secs(60);
/// A call that nobody answers or ends is refused after this.
const ANSWER_WAIT_MAX: Duration = Duration::from_secs(60 * 60);

impl Incoming {
    /// Takes an INVITE; the error refuses it.
    pub(super) fn take(now: Instant, invite: Request, setup: &Setup) -> Result<Self, Box<Response>> {
        let tag = setup.seed.word("tag", 0);
        let refusal = |status| Box::new(Response::to(&invite, status, Some(&tag)));
        if invite.headers.to().is_some_and(|to| to.tag().is_some()) {
            return Err(refusal(481));
        }
        if let Some(mut response) = unsupported(&invite) {
            let to = response.headers.to().map(|to| to.with_tag(&tag));
            response.headers.set("To", to.map(|to| to.to_string()).unwrap_or_default());
            return Err(Box::new(response));
        }
        let encoding = invite.headers.value("Content-Encoding").unwrap_or("identity");
        if !encoding.eq_ignore_ascii_case("identity") {
            return Err(refusal(415));
        }
        let dialog = dialog(&invite, setup, &tag).ok_or_else(|| refusal(400))?;
        let said = match body::sdp(&invite.headers, &invite.body) {
            Sdp::Is(offer) if offer.has_codec() => Said::TheirOffer(Box::new(offer)),
            Sdp::Is(_) => return Err(Box::new(unanswerable(*refusal(488), Unanswerable::NoCommonCodec))),
            Sdp::Invalid(fault) => return Err(Box::new(unanswerable(*refusal(400), fault.into()))),
            Sdp::OtherBody => {
                let mut response = refusal(415);
                response.headers.push("Accept", "application/sdp");
                return Err(response);
            }
            Sdp::Absent => Said::Nothing,
        };
        let timer = session_timer::accept(&invite.headers, &setup.policy).map_err(|shortest| {
            let mut response = refusal(422);
            response.headers.push("Min-SE", shortest.to_string());
            response
        })?;
        let mut session = Session::new(Dialog { session_timer: timer, ..dialog });
        session.peer_offer_open = matches!(said, Said::TheirOffer(_));
        let lists = |name: &str| invite.headers.lists(name, "100rel");
        let is_required = lists("Require");
        let reliable =
            is_required || (lists("Supported") && setup.policy.reliable == Reliable::WhenSupported);
        let expires = invite.headers.number("Expires").map_or(ANSWER_WAIT_MAX, |seconds| {
            Duration::from_secs(seconds.into()).clamp(EXPIRES_MIN, ANSWER_WAIT_MAX)
        });
        let until = now.after(expires);
        Ok(Self { session, invite, said, reliable, is_required, ringing: None, until, answer: None })
    }

    /// What the peer offers.
    pub(super) fn offer(&self) -> Option<&Description> {
        match &self.said {
            Said::TheirOffer(offer) => Some(offer),
            _ => self.session.dialog.media.theirs(),
        }
    }

    pub(super) const fn takes_early_media(&self) -> bool {
        self.reliable || !matches!(self.said, Said::Nothing)
    }

    pub(super) fn step(mut self: Box<Self>, context: &mut Context<'_>, input: LegInput) -> State {
        match input {
            LegInput::Request(request) => return self.request(context, &request),
            LegInput::Ring => self.provisional(context, 180, None),
            LegInput::Progress(local) => return self.progress(context, local),
            LegInput::Answer(local) => return self.answer(context, local),
            LegInput::Refuse { status, reason, headers } => {
                let mut response = self.final_response(status.clamp(300, 699));
                if let Some(reason) = reason {
                    response.reason = reason;
                }
                for (name, value) in headers.iter() {
                    response.headers.push(name, value);
                }
                return self.refuse(context, response, Cause::We);
            }
            LegInput::End(closing) => {
                let mut response = self.final_response(480);
                if let Some(reason) = closing.reason() {
                    response.headers.push("Reason", reason);
                }
                return self.refuse(context, response, Cause::We);
            }
            LegInput::TimePassed => return self.time_passed(context),
            LegInput::Reoffer(local) => self.session.wanted = Some(local),
            LegInput::Response(_)
            | LegInput::TransactionFailed { .. }
            | LegInput::Keep
            | LegInput::Probe
            | LegInput::Credentials(_) => {}
        }
        State::Incoming(self)
    }

    fn request(mut self: Box<Self>, context: &mut Context<'_>, request: &Request) -> State {
        match request.method {
            Method::Ack => return State::Incoming(self),
            Method::Cancel if cancels(request, self.invite.transaction()) => {
                self.session.answer(context, request, 200);
                let cause = Cause::Cancelled { reason: reason(&request.headers) };
                let response = self.final_response(487);
                return self.refuse(context, response, cause);
            }
            Method::Cancel => {
                self.session.answer(context, request, 481);
                return State::Incoming(self);
            }
            _ => {}
        }
        match self.session.request(context, request) {
            Verdict::Goes => self.go_on(context),
            Verdict::Gone(cause) | Verdict::End(cause) => {
                let response = self.final_response(487);
                self.refuse(context, response, cause)
            }
        }
    }

    /// What waited for a PRACK.
    fn go_on(mut self: Box<Self>, context: &mut Context<'_>) -> State {
        let next = self.session.provisional.as_mut().and_then(Provisional::next);
        if let Some(Waiting { status, description }) = next {
            self.send_provisional(context, status, description);
        }
        match self.answer.take_if(|_| !self.session.provisional.as_ref().is_some_and(Provisional::describes))
        {
            Some(local) => self.answer(context, local),
            None => State::Incoming(self),
        }
    }

    fn progress(mut self: Box<Self>, context: &mut Context<'_>, local: LocalMedia) -> State {
        let description = match std::mem::replace(&mut self.said, Said::Settled) {
            Said::TheirOffer(offer) => match self.session.dialog.media.answer(*offer, &local) {
                Ok(answer) => {
                    self.session.dialog.local_media = local;
                    if !self.reliable {
                        self.said = Said::Answered;
                    }
                    Some(answer)
                }
                Err(fault) => return self.refuse_media(context, fault),
            },
            Said::Nothing if self.reliable => {
                let offer = self.session.dialog.media.offer(&local);
                self.session.dialog.local_media = local;
                Some(offer)
            }
            said => {
                let again = matches!(said, Said::Answered).then(|| self.session.dialog.media.ours().cloned());
                self.said = said;
                again.flatten()
            }
        };
        self.provisional(context, 183, description);
        self.session.announce(context);
        State::Incoming(self)
    }

    fn provisional(&mut self, context: &mut Context<'_>, status: u16, description: Option<Description>) {
        if self.answer.is_some() {
            return;
        }
        // Where the offer is ours to make, the first reliable response makes it (RFC 3261 section 13.2.1).
        let is_early = matches!(self.said, Said::Nothing);
        if is_early && self.is_required {
            return;
        }
        if self.reliable && !is_early {
            let CSeq { number, .. } =
                self.invite.headers.cseq().unwrap_or(CSeq { number: 0, method: Method::Invite });
            let provisional =
                self.session.provisional.get_or_insert_with(|| Provisional::new(context, number));
            if provisional.is_open() {
                return provisional.wait(Waiting { status, description });
            }
        }
        self.send_provisional(context, status, description);
    }

    fn send_provisional(&mut self, context: &mut Context<'_>, status: u16, description: Option<Description>) {
        let mut response = self.dialog_response(status);
        if let Some(description) = &description {
            describe(&mut response.headers, &mut response.body, description);
        }
        self.ringing = Some((status, context.now.after(RINGING_REPEAT)));
        match &mut self.session.provisional {
            Some(provisional) => {
                provisional.send(context, response);
                self.session.peer_offer_open &= description.is_none();
            }
            None => {
                context.respond(response);
            }
        }
    }

    fn answer(mut self: Box<Self>, context: &mut Context<'_>, local: LocalMedia) -> State {
        if self.session.provisional.as_ref().is_some_and(Provisional::describes) {
            self.answer = Some(local);
            return State::Incoming(self);
        }
        let media = &mut self.session.dialog.media;
        let description = match std::mem::replace(&mut self.said, Said::Settled) {
            Said::TheirOffer(offer) => match media.answer(*offer, &local) {
                Ok(answer) => {
                    self.session.dialog.local_media = local;
                    Some(answer)
                }
                Err(fault) => return self.refuse_media(context, fault),
            },
            Said::Nothing => {
                let offer = media.offer(&local);
                self.session.dialog.local_media = local;
                Some(offer)
            }
            said => {
                let again = if matches!(said, Said::Answered) { media.ours().cloned() } else { None };
                if self.session.dialog.local_media != local {
                    self.session.wanted = Some(local);
                }
                again
            }
        };
        self.session.is_up = true;
        let mut response = self.dialog_response(200);
        if let Some(description) = &description {
            describe(&mut response.headers, &mut response.body, description);
        }
        let Self { mut session, invite, .. } = *self;
        session.peer_offer_open = false;
        if let Some(provisional) = &mut session.provisional {
            provisional.stop();
        }
        session.clock.restart(context.now, session.dialog.session_timer);
        let response = context.respond(response);
        let offers = session.dialog.media.is_offered();
        let cseq = invite.headers.cseq().map_or(0, |cseq| cseq.number);
        session.unacknowledged = Some(Unacknowledged::new(context, response, cseq, offers));
        session.announce(context);
        State::Established(Box::new(Established::answered(session, invite.transaction())))
    }

    fn time_passed(mut self: Box<Self>, context: &mut Context<'_>) -> State {
        if let Some(provisional) = &mut self.session.provisional
            && matches!(provisional.time_passed(context), Patience::Over)
        {
            // RFC 3262 section 3: a response that is never acknowledged fails the INVITE.
            let response = self.final_response(504);
            return self.refuse(context, response, Cause::NotAcknowledged);
        }
        if self.until <= context.now {
            let response = self.final_response(487);
            return self.refuse(context, response, Cause::Expired);
        }
        if let Some((status, _)) = self.ringing.filter(|(_, at)| *at <= context.now) {
            self.ringing = Some((status, context.now.after(RINGING_REPEAT)));
            self.provisional(context, status, None);
        }
        State::Incoming(self)
    }

    fn refuse_media(self: Box<Self>, context: &mut Context<'_>, fault: Unanswerable) -> State {
        let response = unanswerable(self.final_response(fault.status()), fault);
        self.refuse(context, response, Cause::UnusableMedia)
    }

    fn refuse(self: Box<Self>, context: &mut Context<'_>, response: Response, cause: Cause) -> State {
        context.respond(response);
        context.put(LegOutput::Ended(cause));
        State::Closed(Box::new(Closed::over(self.session)))
    }

    fn final_response(&self, status: u16) -> Response {
        self.session.response(&self.invite, status)
    }

    /// A response that makes the dialog (RFC 3261 section 12.1.1).
    fn dialog_response(&self, status: u16) -> Response {
        let mut response = self.session.full_response(&self.invite, status);
        for value in self.invite.headers.values("Record-Route") {
            response.headers.push("Record-Route", value);
        }
        response
    }

    pub(super) fn deadline(&self) -> Instant {
        let provisional = self.session.provisional.as_ref().and_then(Provisional::deadline);
        let ringing = self.ringing.map(|(_, at)| at);
        provisional.into_iter().chain(ringing).fold(self.until, Instant::min)
    }
}

/// Shorter lives of an INVITE are taken as this.
const EXPIRES_MIN: Duration = Duration::from_secs(1);

/// Whether a CANCEL is for the INVITE of this transaction (RFC 3261 section 9.2).
pub(super) fn cancels(cancel: &Request, invite: Option<TransactionKey>) -> bool {
    let key = cancel.transaction().map(|key| TransactionKey { method: Method::Invite, ..key });
    key.is_some() && key == invite
}

/// The dialog that an INVITE begins (RFC 3261 section 12.1.1); None where a header is missing.
fn dialog(invite: &Request, setup: &Setup, tag: &str) -> Option<Dialog> {
    let headers: &Headers = &invite.headers;
    let cseq = headers.cseq().filter(|cseq| cseq.method == Method::Invite)?;
    let remote = headers.from()?;
    let to = headers.to()?;
    Some(Dialog {
        call_id: headers.call_id()?.to_owned(),
        role: Role::Callee,
        local: NameAddr { params: crate::Params::default(), ..to }.with_tag(tag),
        remote,
        local_cseq: setup.first_cseq(),
        remote_cseq: Some(cseq.number),
        local_target: setup.local.contact.clone(),
        remote_target: headers.contact()?.uri,
        route_set: record_route(headers)?,
        media: Negotiation::new(setup.session_number(), setup.local.origin.clone()),
        local_media: LocalMedia::nowhere(),
        session_timer: None,
        peer_takes_update: headers.lists("Allow", "UPDATE"),
        transport: setup.local.transport.clone(),
    })
}
