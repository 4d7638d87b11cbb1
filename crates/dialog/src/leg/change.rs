use std::time::Duration;

use stdx::Instant;

use crate::{
    body::{self, Sdp},
    dialog::{Role, SessionTimer},
    message::{CSeq, Headers, Method, Request, Response, TransactionKey},
    sdp::LocalMedia,
};

use super::{
    Cause, Failure, LegOutput,
    context::{Context, describe, push_abilities},
    session::{Session, Verdict},
    session_timer,
};

/// What we change in an established session, with one request at a time.
///
/// ```text
///   idle ── re-INVITE or UPDATE ──> asked ── 2xx or refusal ──> idle
///                                     │ 491        ^
///                                     v            │ the wait of RFC 3261 section 14.1
///                                   later ─────────┘
/// ```
#[derive(Debug)]
pub(super) enum Change {
    Idle,
    Asked(Box<Asked>),
    Later { at: Instant, want: Want },
}

#[derive(Debug)]
pub(super) struct Asked {
    request: Request,
    want: Want,
    /// When it has failed.
    until: Instant,
    attempts: u8,
    /// Whether it waits for credentials.
    challenge: Option<u16>,
}

/// What a change is for.
#[derive(Debug, Clone)]
pub(super) enum Want {
    Refresh,
    Media(Box<LocalMedia>),
}

/// How often one change is tried: credentials, a longer interval, INVITE in place of UPDATE.
const ATTEMPTS_MAX: u8 = 4;
/// How long the owner has to give credentials.
pub(super) const CREDENTIALS_WAIT: Duration = Duration::from_secs(5);
/// How long a re-INVITE may take once a provisional response came (RFC 3261 timer C).
const RINGING_WAIT: Duration = Duration::from_secs(180);

impl Change {
    /// Whether an INVITE of ours is under way.
    pub(super) fn is_invite(&self) -> bool {
        matches!(self, Self::Asked(asked) if asked.request.method == Method::Invite)
    }

    /// Whether a response has the number of the request under way.
    pub(super) fn is_answered_by(&self, response: &Response) -> bool {
        matches!(self, Self::Asked(asked) if asked.request.headers.cseq() == response.headers.cseq())
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        match self {
            Self::Idle => None,
            Self::Asked(asked) => Some(asked.until),
            Self::Later { at, .. } => Some(*at),
        }
    }
}

impl Session {
    /// Whether a change may begin.
    fn is_free(&self) -> bool {
        matches!(self.change, Change::Idle)
            && self.unacknowledged.is_none()
            && !self.dialog.media.is_offered()
    }

    /// Begins what the owner wants, once nothing else is under way.
    pub(super) fn begin_wanted(&mut self, context: &mut Context<'_>) {
        if !self.is_free() {
            return;
        }
        if let Some(local) = self.wanted.take() {
            self.ask(context, Want::Media(Box::new(local)), 1);
        }
    }

    /// Refreshes the session out of turn. Where something is under way already, that shows whether the peer is there.
    pub(super) fn probe(&mut self, context: &mut Context<'_>) {
        if self.is_free() {
            self.ask(context, Want::Refresh, 1);
        }
    }

    fn ask(&mut self, context: &mut Context<'_>, want: Want, attempts: u8) {
        let before = self.dialog.clone();
        let description = match &want {
            Want::Media(local) => Some(self.dialog.media.offer(local)),
            Want::Refresh if self.dialog.peer_takes_update => None,
            Want::Refresh => match self.dialog.media.offer_again() {
                Some(description) => Some(description),
                None => return self.clock.retry(context.now),
            },
        };
        let method = if description.is_some() { Method::Invite } else { Method::Update };
        let cseq = self.dialog.next_cseq();
        let mut request = self.dialog.request(method, cseq);
        push_abilities(&mut request.headers);
        if let Some(timer) = self.dialog.session_timer {
            session_timer::push_asked(&mut request.headers, timer, &context.setup.policy);
        }
        if let Some(description) = &description {
            describe(&mut request.headers, &mut request.body, description);
        }
        self.record(context, &before);
        let request = context.send(request);
        let until = context.now.after(context.patience());
        self.change = Change::Asked(Box::new(Asked { request, want, until, attempts, challenge: None }));
    }

    /// Takes a response to the change under way; other responses are nothing.
    pub(super) fn change_answered(&mut self, context: &mut Context<'_>, response: &Response) -> Verdict {
        let Change::Asked(asked) = &mut self.change else { return Verdict::Goes };
        if asked.request.headers.cseq() != response.headers.cseq() || asked.challenge.is_some() {
            return Verdict::Goes;
        }
        if response.status < 200 {
            asked.until = context.now.after(RINGING_WAIT);
            return Verdict::Goes;
        }
        if let (401 | 407, true) = (response.status, asked.attempts < ATTEMPTS_MAX) {
            asked.challenge = Some(response.status);
            asked.until = context.now.after(CREDENTIALS_WAIT);
            let (request, response) = (Box::new(asked.request.clone()), Box::new(response.clone()));
            context.put(LegOutput::Challenged { request, response });
            return Verdict::Goes;
        }
        let Change::Asked(asked) = std::mem::replace(&mut self.change, Change::Idle) else {
            return Verdict::Goes;
        };
        if response.status < 300 {
            return self.change_accepted(context, &asked, response);
        }
        self.dialog.media.withdraw();
        self.change_refused(context, *asked, response)
    }

    fn change_accepted(&mut self, context: &mut Context<'_>, asked: &Asked, response: &Response) -> Verdict {
        if asked.request.method == Method::Invite {
            self.acknowledge(context, &asked.request);
        }
        let before = self.dialog.clone();
        let mut unanswered = false;
        if self.dialog.media.is_offered() {
            match body::sdp(&response.headers, &response.body) {
                Sdp::Is(answer) => {
                    if self.dialog.media.read_answer(answer).is_err() {
                        return Verdict::End(Cause::UnusableMedia);
                    }
                }
                Sdp::Invalid(_) => return Verdict::End(Cause::UnusableMedia),
                Sdp::Absent | Sdp::OtherBody => {
                    self.dialog.media.withdraw();
                    unanswered = true;
                }
            }
        }
        match &asked.want {
            Want::Media(_) if unanswered => {
                context.put(LegOutput::ReofferRefused { status: Some(response.status) });
            }
            Want::Media(local) => self.dialog.local_media = (**local).clone(),
            Want::Refresh => {}
        }
        self.refresh_target(&response.headers);
        let interval = self.dialog.session_timer.map(|timer| timer.interval);
        self.dialog.session_timer = session_timer::agreed(&response.headers, interval, &context.setup.policy);
        self.clock.restart(context.now, self.dialog.session_timer);
        self.record(context, &before);
        self.announce(context);
        Verdict::Goes
    }

    fn change_refused(&mut self, context: &mut Context<'_>, asked: Asked, response: &Response) -> Verdict {
        let again = asked.attempts < ATTEMPTS_MAX;
        match response.status {
            // The peer does not know the dialog any more (RFC 3261 section 12.2.1.2).
            status @ (408 | 481) => return Verdict::End(Cause::Lost { status }),
            491 => {
                let at = context.now.after(self.glare_wait(context));
                self.change = Change::Later { at, want: asked.want };
            }
            422 if again && response.headers.number("Min-SE").is_some() => {
                let shortest = response.headers.number("Min-SE").unwrap_or_default();
                let timer = session_timer::ours(shortest, &context.setup.policy);
                let refresher = self.dialog.session_timer.map_or(timer.refresher, |timer| timer.refresher);
                self.dialog.session_timer = Some(SessionTimer { refresher, ..timer });
                self.ask(context, asked.want, asked.attempts + 1);
            }
            405 | 501 if again && asked.request.method == Method::Update => {
                self.dialog.peer_takes_update = false;
                self.ask(context, asked.want, asked.attempts + 1);
            }
            status => self.give_change_up(context, &asked.want, Some(status)),
        }
        Verdict::Goes
    }

    fn give_change_up(&mut self, context: &mut Context<'_>, want: &Want, status: Option<u16>) {
        self.dialog.media.withdraw();
        match want {
            Want::Refresh => self.clock.retry(context.now),
            Want::Media(_) => context.put(LegOutput::ReofferRefused { status }),
        }
    }

    /// How long both sides wait before they try again (RFC 3261 section 14.1): the owner of the Call-ID longer.
    fn glare_wait(&self, context: &Context<'_>) -> Duration {
        let number = self.dialog.local_cseq.into();
        let hundredths = match self.dialog.role {
            Role::Caller => 210 + context.setup.seed.below("glare", number, 191),
            Role::Callee => context.setup.seed.below("glare", number, 201),
        };
        Duration::from_millis(hundredths * 10)
    }

    pub(super) fn change_failed(
        &mut self,
        context: &mut Context<'_>,
        transaction: &TransactionKey,
        failure: Failure,
    ) -> Verdict {
        let Change::Asked(asked) = &self.change else { return Verdict::Goes };
        if asked.challenge.is_some() || asked.request.transaction().as_ref() != Some(transaction) {
            return Verdict::Goes;
        }
        match failure {
            Failure::Timeout => Verdict::End(Cause::Lost { status: 408 }),
            Failure::Transport => {
                let want = asked.want.clone();
                self.change = Change::Idle;
                self.give_change_up(context, &want, None);
                Verdict::Goes
            }
        }
    }

    /// Sends the challenged request again, with credentials.
    pub(super) fn change_authorised(&mut self, context: &mut Context<'_>, credentials: &Headers) {
        let cseq = self.dialog.local_cseq + 1;
        let Change::Asked(asked) = &mut self.change else { return };
        let challenge = asked.challenge.take();
        if challenge.is_none() {
            return;
        }
        if credentials.is_empty() {
            let want = asked.want.clone();
            self.change = Change::Idle;
            return self.give_change_up(context, &want, challenge);
        }
        self.dialog.local_cseq = cseq;
        asked.attempts += 1;
        asked.until = context.now.after(context.patience());
        asked.request = context.send(with_credentials(&asked.request, cseq, credentials));
    }

    /// What is due in an established session.
    pub(super) fn time_passed(&mut self, context: &mut Context<'_>) -> Verdict {
        if self.clock.expires_at.is_some_and(|at| at <= context.now) {
            return Verdict::End(Cause::SessionExpired);
        }
        if self.change.deadline().is_some_and(|at| at <= context.now) {
            match std::mem::replace(&mut self.change, Change::Idle) {
                Change::Asked(asked) if asked.challenge.is_none() => {
                    return Verdict::End(Cause::Lost { status: 408 });
                }
                Change::Asked(asked) => self.give_change_up(context, &asked.want, asked.challenge),
                Change::Later { want, .. } if self.is_free() => self.ask(context, want, 1),
                Change::Later { want, .. } => {
                    let at = context.now.after(self.glare_wait(context) + context.setup.policy.t1);
                    self.change = Change::Later { at, want };
                }
                Change::Idle => {}
            }
        }
        if self.clock.refresh_at.is_some_and(|at| at <= context.now) {
            if self.is_free() {
                self.clock.refresh_at = None;
                self.ask(context, Want::Refresh, 1);
            } else {
                self.clock.refresh_at = Some(context.now.after(context.setup.policy.t2));
            }
        }
        if self.unacknowledged.as_mut().is_some_and(|waiting| !waiting.time_passed(context)) {
            self.unacknowledged = None;
            return Verdict::End(Cause::NotAcknowledged);
        }
        Verdict::Goes
    }

    /// Acknowledges a 2xx to an INVITE of ours, with the credentials of that.
    pub(super) fn acknowledge(&mut self, context: &mut Context<'_>, invite: &Request) {
        let Some(CSeq { number, .. }) = invite.headers.cseq() else { return };
        let mut ack = self.dialog.request(Method::Ack, number);
        for name in ["Authorization", "Proxy-Authorization"] {
            for value in invite.headers.values(name) {
                ack.headers.push(name, value);
            }
        }
        let ack = context.dressed(ack);
        context.put(LegOutput::Acknowledge(ack.clone()));
        self.acknowledgement = Some((number, ack));
    }

    /// Acknowledges a 2xx that came again, or one to an INVITE that another process sent.
    pub(super) fn acknowledge_again(&self, context: &mut Context<'_>, number: u32) {
        let ack = match &self.acknowledgement {
            Some((last, ack)) if *last == number => ack.clone(),
            _ => context.dressed(self.dialog.request(Method::Ack, number)),
        };
        context.put(LegOutput::Acknowledge(ack));
    }
}

/// A request again, with the next number and with credentials.
pub(crate) fn with_credentials(request: &Request, cseq: u32, credentials: &Headers) -> Request {
    let mut again = request.clone();
    for name in ["Via", "Authorization", "Proxy-Authorization"] {
        again.headers.remove(name);
    }
    again.headers.set("CSeq", format!("{cseq} {}", request.method));
    for (name, value) in credentials.iter() {
        again.headers.push(name, value);
    }
    again
}
