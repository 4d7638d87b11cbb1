use crate::{
    body::{self, Sdp},
    dialog::Dialog,
    message::{CSeq, Method, Request, Response},
};

use super::{context::Context, session::Session};

/// The early dialogs of one INVITE of ours: a proxy may have forked it.
#[derive(Debug, Default)]
pub(super) struct Forks(Vec<Fork>);

#[derive(Debug)]
struct Fork {
    session: Session,
    /// The RSeq of its last reliable response.
    rseq: Option<u32>,
}

/// Further branches are not told apart before they answer.
const FORKS_MAX: usize = 16;

impl Forks {
    /// Takes a provisional response: early media, and PRACK where it is reliable. False for a copy.
    pub(super) fn provisional(
        &mut self,
        context: &mut Context<'_>,
        base: &Dialog,
        response: &Response,
    ) -> bool {
        let Some(fork) = self.of(base, response) else { return true };
        let is_reliable = response.headers.lists("Require", "100rel");
        let rseq = response.headers.number("RSeq").filter(|_| is_reliable);
        if let Some(rseq) = rseq {
            // A copy, or one before which another is missing (RFC 3262 section 4).
            if fork.rseq.is_some_and(|last| rseq.checked_sub(1) != Some(last)) {
                return false;
            }
            fork.rseq = Some(rseq);
            fork.session.refresh_target(&response.headers);
        }
        if let Sdp::Is(answer) = body::sdp(&response.headers, &response.body) {
            let media = &mut fork.session.dialog.media;
            let mut early = media.clone();
            if early.is_offered() && early.read_answer(answer.clone()).is_ok() {
                let agreed = early.agreed();
                if rseq.is_some() {
                    *media = early;
                } else {
                    fork.session.early_answer = Some(answer);
                }
                if let Some(agreed) = agreed {
                    fork.session.announce_early(context, agreed);
                }
            }
        }
        if let Some(rseq) = rseq {
            prack(context, &mut fork.session.dialog, response, rseq);
        }
        true
    }

    /// The session of a 2xx.
    pub(super) fn take(&mut self, base: &Dialog, response: &Response) -> Option<Session> {
        let dialog = base.branch(response)?;
        let at = self.0.iter().position(|fork| fork.session.dialog.remote.tag() == dialog.remote.tag());
        let Some(at) = at else { return Some(Session::new(dialog)) };
        let mut session = self.0.swap_remove(at).session;
        // The 2xx says the route anew (RFC 3261 section 13.2.2.4).
        session.dialog.route_set = dialog.route_set;
        session.dialog.remote_target = dialog.remote_target;
        Some(session)
    }

    /// The session of a request.
    pub(super) fn of_request(&mut self, request: &Request) -> Option<&mut Session> {
        self.0.iter_mut().map(|fork| &mut fork.session).find(|session| session.dialog.owns(request))
    }

    /// The branch of a request is gone.
    pub(super) fn remove(&mut self, request: &Request) {
        self.0.retain(|fork| !fork.session.dialog.owns(request));
    }

    /// The early dialog that answers first, if any.
    pub(super) fn first(&self) -> Option<&Session> {
        self.0.first().map(|fork| &fork.session)
    }

    fn of(&mut self, base: &Dialog, response: &Response) -> Option<&mut Fork> {
        let tag = response.headers.to()?.tag()?.to_owned();
        let known = self.0.iter().position(|fork| fork.session.dialog.remote.tag() == Some(&tag));
        if known.is_none() && self.0.len() < FORKS_MAX {
            self.0.push(Fork { session: Session::new(base.branch(response)?), rseq: None });
            return self.0.last_mut();
        }
        self.0.get_mut(known?)
    }
}

fn prack(context: &mut Context<'_>, dialog: &mut Dialog, response: &Response, rseq: u32) {
    let Some(CSeq { number, method }) = response.headers.cseq() else { return };
    let cseq = dialog.next_cseq();
    let mut prack = dialog.request(Method::Prack, cseq);
    prack.headers.push("RAck", format!("{rseq} {number} {method}"));
    context.send(prack);
}
