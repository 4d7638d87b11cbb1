use std::time::Duration;

use stdx::Instant;

use crate::{
    Params,
    body::{self, Sdp},
    dialog::{Dialog, Role},
    message::{Headers, Method, Request, Response, TransactionKey},
    sdp::{LocalMedia, Negotiation},
};

use super::{
    Cause, Closing, Failure, LegInput, LegOutput, Outgoing, Refusal, State,
    change::{CREDENTIALS_WAIT, with_credentials},
    closing::Closed,
    context::{Context, describe, push_abilities},
    established::Established,
    fork::Forks,
    session::{Session, Verdict},
    session_timer,
    strays::Strays,
};

/// An INVITE of ours that has no final response.
#[derive(Debug)]
pub(super) struct Calling {
    call: Outgoing,
    /// What all branches have in common.
    base: Dialog,
    invite: Request,
    phase: Phase,
    /// Why it is cancelled, once it is.
    closing: Option<Closing>,
    has_timed_out: bool,
    /// Media to offer once the call is up.
    wanted: Option<LocalMedia>,
    forks: Forks,
    attempts: u8,
}

#[derive(Debug)]
enum Phase {
    /// No response came: CANCEL must wait for one (RFC 3261 section 9.1).
    Sent { until: Instant },
    /// A provisional response came.
    Ringing { until: Instant },
    /// CANCEL was sent.
    Cancelling { until: Instant },
    /// The owner is asked for credentials.
    Challenged { refusal: Box<Response>, until: Instant },
}

/// How often an INVITE is sent: credentials, a longer session interval, without the attachment.
const ATTEMPTS_MAX: u8 = 5;
/// A phone that rings longer is not answered any more.
const RINGING_MAX: Duration = Duration::from_secs(10 * 60);

impl Calling {
    pub(super) fn begin(context: &mut Context<'_>, call: Outgoing) -> Self {
        let setup = context.setup;
        let tag = setup.seed.word("tag", 0);
        let mut from = call.from.clone();
        from.params.remove("tag");
        let mut remote = call.to.clone();
        remote.params = Params::default();
        let interval = setup.policy.session_expires;
        let base = Dialog {
            call_id: setup.seed.word("call-id", 0),
            role: Role::Caller,
            local: from.with_tag(&tag),
            remote,
            local_cseq: setup.first_cseq(),
            remote_cseq: None,
            local_target: setup.local.contact.clone(),
            remote_target: call.target.clone(),
            route_set: call.route.clone(),
            media: Negotiation::new(setup.session_number(), setup.local.origin.clone()),
            local_media: call.media.clone(),
            session_timer: interval.map(|interval| session_timer::ours(interval, &setup.policy)),
            peer_takes_update: false,
            transport: setup.local.transport.clone(),
        };
        let invite = Request::new(Method::Invite, call.target.clone());
        let phase = Phase::Sent { until: context.now };
        let mut this = Self {
            call,
            base,
            invite,
            phase,
            closing: None,
            has_timed_out: false,
            wanted: None,
            forks: Forks::default(),
            attempts: 0,
        };
        this.invite(context, &Headers::new());
        this
    }

    /// Sends the INVITE, first or again.
    fn invite(&mut self, context: &mut Context<'_>, credentials: &Headers) {
        let cseq = self.base.next_cseq();
        let mut request = self.base.request(Method::Invite, cseq);
        let headers = &mut request.headers;
        push_abilities(headers);
        if let Some(timer) = self.base.session_timer {
            session_timer::push_asked(headers, timer, &context.setup.policy);
        }
        for (name, value) in self.call.headers.iter() {
            headers.push(name, value);
        }
        let offer = self.base.media.offer(&self.call.media);
        describe(headers, &mut request.body, &offer);
        if let Some(attachment) = &self.call.attachment {
            let boundary = context.setup.seed.word("boundary", 0);
            request.body = body::with_attachment(&request.body, attachment, &boundary);
            request.headers.set("Content-Type", format!("multipart/mixed;boundary={boundary}"));
        }
        self.send(context, with_credentials(&request, cseq, credentials));
    }

    fn send(&mut self, context: &mut Context<'_>, request: Request) {
        self.invite = context.send(request);
        self.forks = Forks::default();
        self.attempts += 1;
        self.phase = Phase::Sent { until: context.now.after(context.patience() + context.setup.policy.t2) };
    }

    pub(super) fn step(mut self: Box<Self>, context: &mut Context<'_>, input: LegInput) -> State {
        match input {
            LegInput::Request(request) => self.request(context, &request),
            LegInput::Response(response) => return self.response(context, response),
            LegInput::TransactionFailed { transaction, failure } => {
                return self.transaction_failed(context, &transaction, failure);
            }
            LegInput::End(closing) => return self.end(context, closing),
            LegInput::Credentials(headers) => return self.authorise(context, &headers),
            LegInput::TimePassed => return self.time_passed(context),
            LegInput::Reoffer(local) => self.wanted = Some(local),
            _ => {}
        }
        State::Calling(self)
    }

    fn request(&mut self, context: &mut Context<'_>, request: &Request) {
        match self.forks.of_request(request) {
            _ if request.method == Method::Ack => {}
            Some(session) => {
                if matches!(session.request(context, request), Verdict::Gone(_)) {
                    self.forks.remove(request);
                }
            }
            None => {
                context.respond(Response::to(request, 481, self.base.local.tag()));
            }
        }
    }

    fn response(mut self: Box<Self>, context: &mut Context<'_>, response: Response) -> State {
        let is_ours = response.headers.cseq() == self.invite.headers.cseq();
        if !is_ours || matches!(self.phase, Phase::Challenged { .. }) {
            return State::Calling(self);
        }
        match response.status {
            0..200 => {
                self.provisional(context, &response);
                State::Calling(self)
            }
            200..300 => self.accepted(context, &response),
            _ => self.refused(context, response),
        }
    }

    fn provisional(&mut self, context: &mut Context<'_>, response: &Response) {
        match self.phase {
            Phase::Sent { .. } if self.closing.is_some() => return self.cancel(context),
            Phase::Sent { .. } | Phase::Ringing { .. } => {
                self.phase = Phase::Ringing { until: context.now.after(RINGING_MAX) };
            }
            _ => return,
        }
        if response.status > 100 && self.forks.provisional(context, &self.base, response) {
            context.put(LegOutput::Ringing { status: response.status });
        }
    }

    /// A 2xx: the call is up, or crossed our CANCEL.
    fn accepted(self: Box<Self>, context: &mut Context<'_>, response: &Response) -> State {
        let Self { base, invite, closing, mut forks, wanted, .. } = *self;
        let Some(mut session) = forks.take(&base, response) else {
            // A 2xx without a tag cannot be acknowledged.
            context.put(LegOutput::Refused(Refusal::Failed(Failure::Timeout)));
            return State::Closed(Box::new(Closed::over(Session::new(base))));
        };
        session.is_up = true;
        session.wanted = wanted;
        session.refresh_target(&response.headers);
        let asked = base.session_timer.map(|timer| timer.interval);
        session.dialog.session_timer = session_timer::agreed(&response.headers, asked, &context.setup.policy);
        session.clock.restart(context.now, session.dialog.session_timer);
        session.acknowledge(context, &invite);
        if session.dialog.media.is_offered() {
            let early = session.early_answer.take();
            let answer = match body::sdp(&response.headers, &response.body) {
                Sdp::Is(answer) => Some(answer),
                Sdp::Absent => early,
                Sdp::Invalid(_) | Sdp::OtherBody => None,
            };
            if answer.is_none_or(|answer| session.dialog.media.read_answer(answer).is_err()) {
                let strays = Strays::until(context.now.after(context.patience()));
                context.put(match closing {
                    Some(_) => LegOutput::Ended(Cause::We),
                    None => LegOutput::Refused(Refusal::UnusableMedia),
                });
                return State::Closed(Box::new(Closed::by_us(context, session, strays, &Closing::Plain)));
            }
        }
        State::Established(Box::new(match closing {
            Some(closing) => Established::crossed(context, session, closing),
            None => Established::connected(context, session),
        }))
    }

    fn refused(mut self: Box<Self>, context: &mut Context<'_>, response: Response) -> State {
        if self.closing.is_some() || self.attempts >= ATTEMPTS_MAX {
            return self.finish(context, status(&response));
        }
        match (response.status, response.headers.number("Min-SE"), &self.call.attachment) {
            (401 | 407, ..) => {
                let (request, challenge) = (Box::new(self.invite.clone()), Box::new(response.clone()));
                context.put(LegOutput::Challenged { request, response: challenge });
                let until = context.now.after(CREDENTIALS_WAIT);
                self.phase = Phase::Challenged { refusal: Box::new(response), until };
                State::Calling(self)
            }
            (422, Some(interval), _) => {
                self.base.session_timer = Some(session_timer::ours(interval, &context.setup.policy));
                self.invite(context, &Headers::new());
                State::Calling(self)
            }
            (400 | 415, _, Some(_)) => {
                self.call.attachment = None;
                context.put(LegOutput::AttachmentRefused);
                self.invite(context, &Headers::new());
                State::Calling(self)
            }
            _ => self.finish(context, status(&response)),
        }
    }

    fn transaction_failed(
        self: Box<Self>,
        context: &mut Context<'_>,
        transaction: &TransactionKey,
        failure: Failure,
    ) -> State {
        let is_pending = !matches!(self.phase, Phase::Challenged { .. });
        if is_pending && self.invite.transaction().as_ref() == Some(transaction) {
            return self.finish(context, Refusal::Failed(failure));
        }
        State::Calling(self)
    }

    fn end(mut self: Box<Self>, context: &mut Context<'_>, closing: Closing) -> State {
        if self.closing.is_some() {
            return State::Calling(self);
        }
        self.closing = Some(closing);
        match &self.phase {
            Phase::Challenged { refusal, .. } => {
                let refusal = status(refusal);
                return self.finish(context, refusal);
            }
            Phase::Ringing { .. } => self.cancel(context),
            Phase::Sent { .. } | Phase::Cancelling { .. } => {}
        }
        State::Calling(self)
    }

    /// Sends CANCEL in the transaction of the INVITE (RFC 3261 section 9.1).
    fn cancel(&mut self, context: &mut Context<'_>) {
        self.phase = Phase::Cancelling { until: context.now.after(context.patience()) };
        let mut cancel = Request::new(Method::Cancel, self.invite.uri.clone());
        let number = self.invite.headers.cseq().map_or(0, |cseq| cseq.number);
        for name in ["Via", "Max-Forwards", "Route", "From", "To", "Call-ID"] {
            for value in self.invite.headers.values(name) {
                cancel.headers.push(name, value);
            }
        }
        cancel.headers.push("CSeq", format!("{number} CANCEL"));
        if let Some(reason) = self.closing.as_ref().and_then(Closing::reason) {
            cancel.headers.push("Reason", reason);
        }
        context.put(LegOutput::Send(cancel));
    }

    fn authorise(mut self: Box<Self>, context: &mut Context<'_>, credentials: &Headers) -> State {
        match &self.phase {
            Phase::Challenged { refusal, .. } if credentials.is_empty() => {
                let refusal = status(refusal);
                return self.finish(context, refusal);
            }
            Phase::Challenged { .. } => self.invite(context, credentials),
            Phase::Sent { .. } | Phase::Ringing { .. } | Phase::Cancelling { .. } => {}
        }
        State::Calling(self)
    }

    fn time_passed(mut self: Box<Self>, context: &mut Context<'_>) -> State {
        if context.now < self.deadline() {
            return State::Calling(self);
        }
        match &self.phase {
            Phase::Ringing { .. } => {
                self.has_timed_out = true;
                self.end(context, Closing::Plain)
            }
            Phase::Challenged { refusal, .. } => {
                let refusal = status(refusal);
                self.finish(context, refusal)
            }
            Phase::Sent { .. } | Phase::Cancelling { .. } => {
                self.finish(context, Refusal::Failed(Failure::Timeout))
            }
        }
    }

    /// There is no call. An answer that comes yet is ended.
    fn finish(self: Box<Self>, context: &mut Context<'_>, refusal: Refusal) -> State {
        let is_late = matches!(refusal, Refusal::Failed(Failure::Timeout));
        context.put(match (&self.closing, self.has_timed_out) {
            (Some(_), true) => LegOutput::Refused(Refusal::Failed(Failure::Timeout)),
            (Some(_), false) => LegOutput::Ended(Cause::We),
            (None, _) => LegOutput::Refused(refusal),
        });
        let until = context.now.after(context.patience());
        let strays = if is_late { Strays::until(until) } else { Strays::none() };
        State::Closed(Box::new(Closed::by_peer(Session::new(self.base), strays)))
    }

    /// The dialog of the branch that answered first, or what all have in common.
    pub(super) fn dialog(&self) -> &Dialog {
        self.forks.first().map_or(&self.base, |session| &session.dialog)
    }

    pub(super) const fn deadline(&self) -> Instant {
        match &self.phase {
            Phase::Sent { until }
            | Phase::Ringing { until }
            | Phase::Cancelling { until }
            | Phase::Challenged { until, .. } => *until,
        }
    }
}

fn status(response: &Response) -> Refusal {
    let Response { status, reason, headers, .. } = response.clone();
    Refusal::Status { status, reason, headers }
}
