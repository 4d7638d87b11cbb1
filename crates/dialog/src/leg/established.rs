use std::time::Duration;

use stdx::Instant;

use crate::message::{Method, Request, Response, TransactionKey};

use super::{
    Cause, Closing, LegInput, LegOutput, State,
    closing::Closed,
    context::Context,
    incoming::cancels,
    session::{Session, Verdict},
    strays::Strays,
};

/// A call that was answered.
#[derive(Debug)]
pub(super) struct Established {
    pub(super) session: Session,
    phase: Phase,
    strays: Strays,
    /// The transaction of the peer's INVITE, whose CANCEL may still come.
    invite: Option<TransactionKey>,
}

#[derive(Debug)]
enum Phase {
    /// We answered; the ACK is to come. BYE must wait for it (RFC 3261 section 15).
    Unacknowledged { ending: Option<Closing> },
    /// The peer's answer crossed our CANCEL; the owner may keep it until then.
    Crossed { until: Instant, closing: Closing },
    /// Both know that it is up.
    Confirmed,
}

/// How long the owner has to keep an answer that crossed our CANCEL.
const KEEP_WAIT: Duration = Duration::from_secs(2);

impl Established {
    /// By our 2xx.
    pub(super) fn answered(session: Session, invite: Option<TransactionKey>) -> Self {
        let phase = Phase::Unacknowledged { ending: None };
        Self { session, phase, strays: Strays::none(), invite }
    }

    /// By the peer's 2xx.
    pub(super) fn connected(context: &mut Context<'_>, session: Session) -> Self {
        let strays = Strays::until(context.now.after(context.patience()));
        let mut this = Self { session, phase: Phase::Confirmed, strays, invite: None };
        this.confirm(context);
        this.session.begin_wanted(context);
        this
    }

    /// By a 2xx that crossed our CANCEL.
    pub(super) fn crossed(context: &mut Context<'_>, session: Session, closing: Closing) -> Self {
        context.put(LegOutput::Crossed);
        let strays = Strays::until(context.now.after(context.patience()));
        let phase = Phase::Crossed { until: context.now.after(KEEP_WAIT), closing };
        Self { session, phase, strays, invite: None }
    }

    /// By another process.
    pub(super) fn resumed(session: Session) -> Self {
        Self { session, phase: Phase::Confirmed, strays: Strays::none(), invite: None }
    }

    pub(super) fn step(mut self: Box<Self>, context: &mut Context<'_>, input: LegInput) -> State {
        let verdict = match input {
            LegInput::Request(request) => self.request(context, &request),
            LegInput::Response(response) => self.response(context, &response),
            LegInput::TransactionFailed { transaction, failure } => {
                self.session.change_failed(context, &transaction, failure)
            }
            LegInput::TimePassed => match &self.phase {
                Phase::Crossed { until, closing } if *until <= context.now => {
                    let closing = closing.clone();
                    return self.close(context, Cause::We, &closing);
                }
                _ => self.session.time_passed(context),
            },
            LegInput::Keep => {
                if matches!(self.phase, Phase::Crossed { .. }) {
                    self.confirm(context);
                }
                Verdict::Goes
            }
            LegInput::End(closing) => return self.end(context, closing),
            LegInput::Reoffer(local) => {
                self.session.wanted = Some(local);
                Verdict::Goes
            }
            LegInput::Probe => {
                if matches!(self.phase, Phase::Confirmed) {
                    self.session.probe(context);
                }
                Verdict::Goes
            }
            LegInput::Credentials(headers) => {
                self.session.change_authorised(context, &headers);
                Verdict::Goes
            }
            LegInput::Ring | LegInput::Progress(_) | LegInput::Answer(_) | LegInput::Refuse { .. } => {
                Verdict::Goes
            }
        };
        match verdict {
            Verdict::Goes => self.go_on(context),
            Verdict::Gone(cause) => {
                context.put(LegOutput::Ended(cause));
                State::Closed(Box::new(Closed::by_peer(self.session, self.strays)))
            }
            Verdict::End(cause) => self.close(context, cause, &Closing::Plain),
        }
    }

    /// What waited until nothing else was under way.
    fn go_on(mut self: Box<Self>, context: &mut Context<'_>) -> State {
        if let Phase::Unacknowledged { ending: Some(closing) } = &self.phase
            && self.session.unacknowledged.is_none()
        {
            let closing = closing.clone();
            return self.close(context, Cause::We, &closing);
        }
        if matches!(self.phase, Phase::Confirmed) {
            self.session.begin_wanted(context);
        }
        State::Established(self)
    }

    fn request(&mut self, context: &mut Context<'_>, request: &Request) -> Verdict {
        match request.method {
            Method::Ack => {
                let verdict = self.session.acknowledged(context, request);
                if let Some(Verdict::Goes) = verdict {
                    self.peer_confirms(context);
                }
                return verdict.unwrap_or(Verdict::Goes);
            }
            Method::Cancel => {
                // Too late to cancel: the answer stands (RFC 3261 section 9.2).
                let status = if cancels(request, self.invite.clone()) { 200 } else { 481 };
                self.session.answer(context, request, status);
                return Verdict::Goes;
            }
            _ => {}
        }
        let verdict = self.session.request(context, request);
        // A re-INVITE that was taken stands for the lost ACK: its 2xx is another than that of the first.
        let number = request.headers.cseq().map(|cseq| cseq.number);
        let is_taken = self.session.unacknowledged.as_ref().map(|waiting| waiting.cseq) == number;
        if request.method == Method::Invite && is_taken {
            self.peer_confirms(context);
        }
        verdict
    }

    fn response(&mut self, context: &mut Context<'_>, response: &Response) -> Verdict {
        if !self.session.dialog.is_answered_by(response) {
            self.strays.response(context, &self.session.dialog, response);
            return Verdict::Goes;
        }
        let answers_change = self.session.change.is_answered_by(response);
        if response.is_invite_success() && !answers_change {
            let number = response.headers.cseq().map_or(0, |cseq| cseq.number);
            self.session.acknowledge_again(context, number);
            return Verdict::Goes;
        }
        self.session.change_answered(context, response)
    }

    fn end(mut self: Box<Self>, context: &mut Context<'_>, closing: Closing) -> State {
        if matches!(self.phase, Phase::Unacknowledged { .. }) && self.session.unacknowledged.is_some() {
            context.put(LegOutput::Ended(Cause::We));
            self.phase = Phase::Unacknowledged { ending: Some(closing) };
            return State::Established(self);
        }
        self.close(context, Cause::We, &closing)
    }

    fn close(self: Box<Self>, context: &mut Context<'_>, cause: Cause, closing: &Closing) -> State {
        context.put(LegOutput::Ended(cause));
        State::Closed(Box::new(Closed::by_us(context, self.session, self.strays, closing)))
    }

    /// The peer knows that we answered.
    fn peer_confirms(&mut self, context: &mut Context<'_>) {
        if matches!(self.phase, Phase::Unacknowledged { ending: None }) {
            self.confirm(context);
        }
    }

    fn confirm(&mut self, context: &mut Context<'_>) {
        self.phase = Phase::Confirmed;
        context.put(LegOutput::RecordChanged);
        context.put(LegOutput::Established);
        self.session.announce(context);
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        let until = match self.phase {
            Phase::Crossed { until, .. } => Some(until),
            _ => None,
        };
        self.session.deadline().into_iter().chain(until).min()
    }
}
