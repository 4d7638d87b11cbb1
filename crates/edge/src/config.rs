//! What the operator says about SIP.

use std::{net::SocketAddr, path::PathBuf, sync::Arc, time::Duration};

use domain::SipUri;
use engine::Limits as Distribution;

use crate::{
    digest::{Algorithm, Users},
    pools::Pools,
    proxy::Proxy,
};

/// Everything the edge needs to know before it starts.
#[derive(Clone, Debug)]
pub struct Config {
    /// What it takes from its peers.
    pub limits: Limits,
    /// Whose phones may register.
    pub users: Arc<Users>,
    /// The proxy that knows the agents, where there is one.
    pub via: Option<Proxy>,
    /// Whose telephones are asked for their own dialogs.
    pub subscribe: Subscribe,
    /// What agents dial to sign in and out.
    pub codes: Codes,
    /// The file that keeps registrations over a restart; without it none are kept.
    pub registrations: Option<PathBuf>,
    /// Among whom calls are relayed.
    pub pools: Pools,
    /// Names of ours beside the addresses of the listeners: a host that is one of them says nothing about who is
    /// called.
    pub names: Vec<String>,
    /// The name server that is asked, with its port, in place of those of the system.
    pub nameserver: Option<SocketAddr>,
    /// The digests that are offered to phones, the best first; never empty. Some phones give up where one is
    /// offered that they do not know.
    pub digests: Vec<Algorithm>,
    /// How long it waits for what.
    pub times: Times,
    /// The limits and times of call distribution.
    pub distribution: Distribution,
    /// The words of User-Agent and Server.
    pub product: String,
}

/// Times of SIP that an operator may choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// T1 of RFC 3261, from which the times of transactions follow: a request is given up after 64 times as long.
    pub round_trip: Duration,
    /// The session interval that is asked for (RFC 4028), in seconds.
    pub session_expires: u32,
    /// The shortest session interval that is accepted, in seconds; RFC 4028 wants at least 90.
    pub session_expires_min: u32,
    /// How long a call is held that no pool answers, from its arrival (`docs/rules.md`, relays).
    pub hold: Duration,
}

impl Default for Times {
    fn default() -> Self {
        Self {
            round_trip: Duration::from_millis(500),
            session_expires: 1_800,
            session_expires_min: 90,
            hold: Duration::from_secs(12),
        }
    }
}

/// Whose telephones are asked for their own dialogs (RFC 4235), so that an agent in a call of another server is not rung.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Subscribe {
    /// Nobody's.
    Never,
    /// Those that register here and offer it.
    #[default]
    WhereOffered,
    /// Those, and by the proxy those of all agents who have none here.
    Always,
}

/// Addresses that agents dial to sign in to their formal groups, and out of them.
#[derive(Clone, Debug, Default)]
pub struct Codes {
    /// To sign in.
    pub sign_in: Option<SipUri>,
    /// To sign out.
    pub sign_out: Option<SipUri>,
}

/// What a pool takes from its SIP peers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one message.
    pub message_bytes: usize,
    /// Requests in work at once.
    pub transactions: usize,
    /// Messages a second from one address, over a longer time.
    pub messages_per_second: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { message_bytes: 65_535, transactions: 100_000, messages_per_second: 5_000 }
    }
}
