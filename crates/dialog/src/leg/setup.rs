use std::time::Duration;

use crate::{NameAddr, Seed, Uri, message::Headers, sdp::LocalMedia};

/// What a leg is given at its start.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Who we are towards this peer.
    pub local: Local,
    /// Secret, and new for each leg and each [`Leg::resume`](crate::Leg::resume).
    pub seed: Seed,
    /// Our sequence numbers begin at `epoch` x 2^20, so that a survivor's are higher. Below 2^11.
    pub epoch: u32,
    /// How we behave.
    pub policy: Policy,
}

impl Setup {
    /// The number below our first request.
    pub(crate) fn first_cseq(&self) -> u32 {
        self.epoch.min(EPOCH_MAX) << 20
    }

    /// The number of our session descriptions.
    pub(super) fn session_number(&self) -> String {
        self.seed.below("session", 0, 1 << 31).to_string()
    }
}

/// The last epoch whose numbers are below 2^31.
const EPOCH_MAX: u32 = (1 << 11) - 1;

/// Who we are towards a peer.
#[derive(Debug, Clone)]
pub struct Local {
    /// Our Contact: its user part is an opaque word for the call, its host an address or a name.
    pub contact: Uri,
    /// The transport of our Via: `UDP`, `TCP`, `TLS`, `WS` or `WSS`.
    pub transport: String,
    /// Host and port of our Via.
    pub sent_by: String,
    /// The host in the o-line of our session descriptions; the same for the whole dialog.
    pub origin: String,
    /// The words of User-Agent and Server.
    pub product: String,
}

/// How a leg behaves.
#[derive(Debug, Clone)]
pub struct Policy {
    /// When our provisional responses are reliable (RFC 3262).
    pub reliable: Reliable,
    /// The session interval that we ask for, in seconds; None leaves sessions without a timer of ours.
    pub session_expires: Option<u32>,
    /// The shortest session interval that we accept, in seconds; RFC 4028 wants at least 90.
    pub min_se: u32,
    /// The round trip (RFC 3261 section 17.1.1.1).
    pub t1: Duration,
    /// The longest wait between two copies of a response.
    pub t2: Duration,
}

impl Policy {
    /// What the RFCs recommend, and provisional responses reliable where the peer requires it.
    pub const USUAL: Self = Self {
        reliable: Reliable::WhenRequired,
        session_expires: Some(1800),
        min_se: 90,
        t1: Duration::from_millis(500),
        t2: Duration::from_secs(4),
    };
}

/// When our provisional responses are reliable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reliable {
    /// Where the peer requires it.
    WhenRequired,
    /// Where the peer supports it.
    WhenSupported,
}

/// A call to make.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// The Request-URI.
    pub target: Uri,
    /// From, without a tag.
    pub from: NameAddr,
    /// To, without a tag.
    pub to: NameAddr,
    /// The proxies to pass.
    pub route: Vec<NameAddr>,
    /// Further headers: P-Asserted-Identity, Privacy, Alert-Info, the context of the call ...
    pub headers: Headers,
    /// What we offer.
    pub media: LocalMedia,
    /// A body beside the offer. It is left out in a second INVITE where the peer answers 400 or 415.
    pub attachment: Option<Attachment>,
}

/// A body that the peer may ignore.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// Its Content-Type.
    pub content_type: String,
    /// Its bytes.
    pub body: Vec<u8>,
}
