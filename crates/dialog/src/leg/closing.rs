use stdx::Instant;

use crate::message::{Method, Request, Response};

use super::{
    Closing, LegInput, LegOutput, State,
    change::{CREDENTIALS_WAIT, with_credentials},
    context::Context,
    session::Session,
    strays::Strays,
};

/// A call that is over: our BYE is under way, or answers of other branches may still come.
#[derive(Debug)]
pub(super) struct Closed {
    pub(super) session: Session,
    bye: Option<Bye>,
    strays: Strays,
}

#[derive(Debug)]
struct Bye {
    request: Request,
    until: Instant,
    attempts: u8,
    is_challenged: bool,
}

/// How often a BYE is challenged before it is given up.
const ATTEMPTS_MAX: u8 = 3;

impl Closed {
    /// Nothing is left to do.
    pub(super) const fn over(session: Session) -> Self {
        Self { session, bye: None, strays: Strays::none() }
    }

    /// The peer sent BYE.
    pub(super) const fn by_peer(session: Session, strays: Strays) -> Self {
        Self { session, bye: None, strays }
    }

    /// Sends BYE.
    pub(super) fn by_us(
        context: &mut Context<'_>,
        mut session: Session,
        strays: Strays,
        closing: &Closing,
    ) -> Self {
        let cseq = session.dialog.next_cseq();
        let mut request = session.dialog.request(Method::Bye, cseq);
        if let Some(reason) = closing.reason() {
            request.headers.push("Reason", reason);
        }
        let request = context.send(request);
        let until = context.now.after(context.patience());
        let bye = Some(Bye { request, until, attempts: 1, is_challenged: false });
        Self { session, bye, strays }
    }

    pub(super) fn step(mut self: Box<Self>, context: &mut Context<'_>, input: LegInput) -> State {
        match input {
            LegInput::Request(request) => self.request(context, &request),
            LegInput::Response(response) => self.response(context, &response),
            LegInput::TransactionFailed { transaction, .. } => {
                self.bye.take_if(|bye| bye.request.transaction().as_ref() == Some(&transaction));
            }
            LegInput::Credentials(headers) => self.authorise(context, &headers),
            LegInput::TimePassed => {
                self.bye.take_if(|bye| bye.until <= context.now);
                if self.strays.until.is_some_and(|until| until <= context.now) {
                    self.strays = Strays::none();
                }
            }
            _ => {}
        }
        State::Closed(self)
    }

    fn request(&self, context: &mut Context<'_>, request: &Request) {
        match request.method {
            Method::Ack => {}
            // Both hang up at once.
            Method::Bye if self.bye.is_some() => self.session.answer(context, request, 200),
            _ => self.session.answer(context, request, 481),
        }
    }

    fn response(&mut self, context: &mut Context<'_>, response: &Response) {
        if response.is_invite_success() {
            if self.session.dialog.is_answered_by(response) {
                let number = response.headers.cseq().map_or(0, |cseq| cseq.number);
                return self.session.acknowledge_again(context, number);
            }
            return self.strays.response(context, &self.session.dialog, response);
        }
        let Some(bye) = &mut self.bye else { return };
        if bye.is_challenged || bye.request.headers.cseq() != response.headers.cseq() || response.status < 200
        {
            return;
        }
        if matches!(response.status, 401 | 407) && bye.attempts < ATTEMPTS_MAX {
            bye.is_challenged = true;
            bye.until = context.now.after(CREDENTIALS_WAIT);
            let (request, response) = (Box::new(bye.request.clone()), Box::new(response.clone()));
            return context.put(LegOutput::Challenged { request, response });
        }
        self.bye = None;
    }

    fn authorise(&mut self, context: &mut Context<'_>, credentials: &crate::message::Headers) {
        let Some(bye) = self.bye.as_mut().filter(|bye| bye.is_challenged) else { return };
        if credentials.is_empty() {
            self.bye = None;
            return;
        }
        let cseq = self.session.dialog.next_cseq();
        bye.request = context.send(with_credentials(&bye.request, cseq, credentials));
        bye.until = context.now.after(context.patience());
        bye.attempts += 1;
        bye.is_challenged = false;
    }

    pub(super) const fn is_settled(&self) -> bool {
        self.bye.is_none()
    }

    pub(super) const fn is_over(&self) -> bool {
        self.is_settled() && self.strays.until.is_none()
    }

    pub(super) fn deadline(&self) -> Option<Instant> {
        let bye = self.bye.as_ref().map(|bye| bye.until);
        bye.into_iter().chain(self.strays.until).min()
    }
}
