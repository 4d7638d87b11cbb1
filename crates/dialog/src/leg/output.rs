use crate::{
    message::{Headers, Request, Response},
    sdp::RemoteMedia,
};

use super::Failure;

/// What a leg wants done, and what its owner must know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LegOutput {
    /// Send it in a new client transaction. Its Via has our branch.
    Send(Request),
    /// Send it outside of transactions: the ACK of a 2xx, also again.
    Acknowledge(Request),
    /// Send it in the server transaction that [`Response::transaction`] names.
    Respond(Response),
    /// Send a reliable provisional response or a 2xx again.
    Repeat(Response),
    /// The dialog changed and must be written down before what follows is done.
    RecordChanged,

    /// The peer sent a provisional response other than 100.
    Ringing {
        /// From 101 to 199.
        status: u16,
    },
    /// The call is up: the peer's ACK came, or its 2xx.
    Established,
    /// Media was agreed on, early or for good, first or anew.
    RemoteMedia(RemoteMedia),
    /// The peer put us on hold, or took us back.
    Held(bool),
    /// A digit came by INFO: `0` to `9`, `*`, `#`, `A` to `D`.
    Digit {
        /// The key.
        digit: char,
        /// How long it was pressed, in milliseconds, if it says so.
        duration: Option<u32>,
    },
    /// A request needs credentials: answer with [`LegInput::Credentials`](super::LegInput::Credentials) within
    /// five seconds, else the refusal holds.
    Challenged {
        /// The request.
        request: Box<Request>,
        /// 401 or 407 with its challenges.
        response: Box<Response>,
    },
    /// A 2xx crossed our CANCEL: order [`LegInput::Keep`](super::LegInput::Keep) within two seconds, else the
    /// call is ended.
    Crossed,
    /// The peer does not take the attachment of our INVITE; it was sent again without.
    AttachmentRefused,
    /// The peer refused our new offer; what was agreed before holds.
    ReofferRefused {
        /// Its status; None where nothing was tried or came.
        status: Option<u16>,
    },
    /// The peer did not take our call. Nothing follows but cleaning up.
    Refused(Refusal),
    /// The call is over. Nothing follows but cleaning up.
    Ended(Cause),
}

impl LegOutput {
    /// Whether it is for the owner to know, and of no use after the end.
    pub(super) const fn is_news(&self) -> bool {
        match self {
            Self::Send(_)
            | Self::Acknowledge(_)
            | Self::Respond(_)
            | Self::Repeat(_)
            | Self::Challenged { .. } => false,
            Self::RecordChanged
            | Self::Ringing { .. }
            | Self::Established
            | Self::RemoteMedia(_)
            | Self::Held(_)
            | Self::Digit { .. }
            | Self::Crossed
            | Self::AttachmentRefused
            | Self::ReofferRefused { .. }
            | Self::Refused(_)
            | Self::Ended(_) => true,
        }
    }
}

/// Why a call of ours did not come about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// A final response.
    Status {
        /// From 300 to 699.
        status: u16,
        /// Its words.
        reason: String,
        /// Its headers, as Retry-After, Contact and Warning.
        headers: Headers,
    },
    /// No final response.
    Failed(Failure),
    /// It answered with media that we cannot use.
    UnusableMedia,
}

/// Why a call is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cause {
    /// We ended, refused or cancelled it.
    We,
    /// The peer sent BYE.
    Peer {
        /// Its Reason header.
        reason: Option<String>,
    },
    /// The peer sent CANCEL before the call was answered.
    Cancelled {
        /// Its Reason header.
        reason: Option<String>,
    },
    /// The INVITE expired before it was answered.
    Expired,
    /// No ACK or PRACK came.
    NotAcknowledged,
    /// The media of the peer cannot be used.
    UnusableMedia,
    /// The peer does not know the dialog any more (408 or 481), or nothing reaches it.
    Lost {
        /// Its status.
        status: u16,
    },
    /// The peer did not refresh the session.
    SessionExpired,
}
