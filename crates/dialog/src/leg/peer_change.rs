use crate::{
    body::{self, Sdp},
    dialog::Dialog,
    message::{Request, Response},
    sdp::{Description, Unanswerable},
};

use super::{
    context::{Context, describe},
    session::{Session, Verdict},
    session_timer,
    unacknowledged::Unacknowledged,
};

/// Re-INVITE and UPDATE of the peer: hold, resume, another address, a refresh.
impl Session {
    pub(super) fn peer_invites(&mut self, context: &mut Context<'_>, request: &Request) -> Verdict {
        if !self.is_up {
            return self.refuse_for_a_while(context, request);
        }
        let offers = self.unacknowledged.as_ref().is_some_and(|unacknowledged| unacknowledged.offers);
        if offers || self.change.is_invite() || self.dialog.media.is_offered() {
            return self.refuse(context, request, 491);
        }
        if let Some(refusal) = self.too_small(context, request) {
            context.respond(refusal);
            return Verdict::Goes;
        }
        // A new INVITE shows that the last 2xx arrived, although its ACK did not (RFC 5407 section 3.1.5).
        self.unacknowledged = None;
        let before = self.dialog.clone();
        let description = match self.described(request, true) {
            Ok(description) => description,
            Err(refusal) => {
                context.respond(*refusal);
                return Verdict::Goes;
            }
        };
        let offers = self.dialog.media.is_offered();
        let response = self.accept(context, request, description.as_ref(), &before);
        let cseq = self.dialog.remote_cseq.unwrap_or_default();
        self.unacknowledged = Some(Unacknowledged::new(context, response, cseq, offers));
        self.announce(context);
        Verdict::Goes
    }

    pub(super) fn peer_updates(&mut self, context: &mut Context<'_>, request: &Request) -> Verdict {
        if !request.body.is_empty() {
            if self.peer_offer_open {
                return self.refuse_for_a_while(context, request);
            }
            if self.dialog.media.is_offered() {
                return self.refuse(context, request, 491);
            }
        }
        if let Some(refusal) = self.too_small(context, request) {
            context.respond(refusal);
            return Verdict::Goes;
        }
        let before = self.dialog.clone();
        match self.described(request, false) {
            Ok(description) => {
                self.accept(context, request, description.as_ref(), &before);
                self.announce(context);
            }
            Err(refusal) => {
                context.respond(*refusal);
            }
        }
        Verdict::Goes
    }

    /// Our answer to the offer of a request, or our offer to an INVITE without one; the error refuses it.
    fn described(
        &mut self,
        request: &Request,
        is_invite: bool,
    ) -> Result<Option<Description>, Box<Response>> {
        let Dialog { media, local_media, .. } = &mut self.dialog;
        let described = match body::sdp(&request.headers, &request.body) {
            Sdp::Is(offer) => media.answer(offer, local_media).map(Some),
            Sdp::Absent if is_invite => Ok(Some(media.offer(local_media))),
            Sdp::Absent => Ok(None),
            Sdp::Invalid(fault) => Err(Unanswerable::Invalid(fault)),
            Sdp::OtherBody => {
                let mut refusal = self.response(request, 415);
                refusal.headers.push("Accept", "application/sdp");
                return Err(Box::new(refusal));
            }
        };
        described.map_err(|fault| Box::new(unanswerable(self.response(request, fault.status()), fault)))
    }

    /// The 422 to a session interval that is too small for us.
    fn too_small(&self, context: &Context<'_>, request: &Request) -> Option<Response> {
        let shortest = session_timer::accept(&request.headers, &context.setup.policy).err()?;
        let mut refusal = self.response(request, 422);
        refusal.headers.push("Min-SE", shortest.to_string());
        Some(refusal)
    }

    /// 200, after what it changes was written down.
    fn accept(
        &mut self,
        context: &mut Context<'_>,
        request: &Request,
        description: Option<&Description>,
        before: &Dialog,
    ) -> Response {
        self.refresh_target(&request.headers);
        if self.is_up {
            self.dialog.session_timer = session_timer::accept(&request.headers, &context.setup.policy)
                .unwrap_or(self.dialog.session_timer);
            self.clock.restart(context.now, self.dialog.session_timer);
            self.record(context, before);
        }
        let mut response = self.full_response(request, 200);
        if let Some(description) = description {
            describe(&mut response.headers, &mut response.body, description);
        }
        context.respond(response)
    }
}

/// Says in a Warning what is wrong with a session description (RFC 3261 section 20.43).
pub(super) fn unanswerable(mut response: Response, fault: Unanswerable) -> Response {
    let code = if fault == Unanswerable::NoCommonCodec { 305 } else { 399 };
    response.headers.push("Warning", format!("{code} switchback \"{fault}\""));
    response
}
