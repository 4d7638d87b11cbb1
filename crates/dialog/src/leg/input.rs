use crate::{
    message::{Headers, Request, Response, TransactionKey},
    sdp::LocalMedia,
};

/// What happened to a leg, or what its owner orders. An order that comes too late changes nothing.
#[derive(Debug, Clone)]
pub enum LegInput {
    /// A request in the dialog, the CANCEL of its INVITE, or an ACK. Copies of a request are taken out before.
    Request(Request),
    /// A response to a request of the leg; copies of a 2xx to INVITE too.
    Response(Response),
    /// A request of the leg got no final response.
    TransactionFailed {
        /// [`Request::transaction`] of the request.
        transaction: TransactionKey,
        /// What went wrong.
        failure: Failure,
    },
    /// [`Leg::next_timeout`](crate::Leg::next_timeout) is due.
    TimePassed,

    /// Say that it rings (180).
    Ring,
    /// Give early media (183).
    Progress(LocalMedia),
    /// Answer the call (200).
    Answer(LocalMedia),
    /// Refuse the call before it is answered.
    Refuse {
        /// From 300 to 699.
        status: u16,
        /// Other words than the usual ones.
        reason: Option<String>,
        /// Further headers: Retry-After, Reason, Contact of a redirection ...
        headers: Headers,
    },
    /// Keep the answer that crossed our CANCEL.
    Keep,
    /// End the call, in whatever state it is: CANCEL, BYE, or 480 to an INVITE without an answer.
    End(Closing),
    /// Offer other media: hold, resume, another address.
    Reoffer(LocalMedia),
    /// Find out whether the peer is still there: the session is refreshed, and is over where the peer knows it no more
    /// (408, 481) or does not answer.
    Probe,
    /// The Authorization and Proxy-Authorization headers for the request that was challenged. Without any, the refusal
    /// holds.
    Credentials(Headers),
}

/// Why we end a call, for the Reason header of CANCEL and BYE (RFC 3326).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closing {
    /// Nothing is said.
    Plain,
    /// Somebody else answered: phones that were cancelled so list no missed call.
    CompletedElsewhere,
    /// The value of a Reason header.
    Reason(String),
}

/// Why a request got no final response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// Nothing came in time; the same as 408.
    Timeout,
    /// It could not be sent; the same as 503.
    Transport,
}

impl Closing {
    /// The value of the Reason header.
    pub(super) fn reason(&self) -> Option<&str> {
        match self {
            Self::Plain => None,
            Self::CompletedElsewhere => Some("SIP;cause=200;text=\"Call completed elsewhere\""),
            Self::Reason(reason) => Some(reason),
        }
    }
}
