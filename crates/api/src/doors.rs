//! Who may come in how often: limits by address, and how much is in work at once.

use std::{
    hash::{BuildHasher, RandomState},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::extract::ConnectInfo;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter, clock::Clock};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{
    options::{
        ARCHIVES_AT_ONCE_MAX, AUDIO_AT_ONCE_MAX, EXPORTS_AT_ONCE_MAX, IMPORT_WAIT, Options, PEER_SHARE,
    },
    problem::{Problem, ProblemType},
};

/// The limits of one server.
#[derive(Debug)]
pub(crate) struct Doors {
    requests: Limit,
    refused_logins: Limit,
    at_once: Arc<Semaphore>,
    shares: Shares,
    archives: Arc<Semaphore>,
    imports: Arc<Semaphore>,
    exports: Arc<Semaphore>,
    audio: Arc<Semaphore>,
}

/// Where a request comes from, as coarse as one customer: an IPv4 address or the first 64 bits of an IPv6 address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Peer(IpAddr);

impl Peer {
    /// The peer of a connection; requests without one share a place.
    pub(crate) fn of(extensions: &axum::http::Extensions) -> Self {
        let address = extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
        Self(match address {
            Some(IpAddr::V6(address)) if !address.is_loopback() => {
                IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64))
            }
            Some(address) => address,
            None => return Self::SHARED,
        })
    }

    /// The place of those that cannot be told apart.
    const SHARED: Self = Self(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
}

impl std::fmt::Display for Peer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Doors {
    /// Doors as wide as the options say.
    pub(crate) fn new(options: &Options) -> Self {
        let requests =
            Quota::per_second(options.requests_per_second_max).allow_burst(options.requests_burst_max);
        Self {
            requests: Limit::new(requests),
            refused_logins: Limit::new(Quota::per_minute(options.refused_logins_per_minute_max)),
            at_once: Arc::new(Semaphore::new(options.requests_at_once_max)),
            shares: Shares::of(options.requests_at_once_max),
            archives: Arc::new(Semaphore::new(ARCHIVES_AT_ONCE_MAX)),
            imports: Arc::new(Semaphore::new(1)),
            exports: Arc::new(Semaphore::new(EXPORTS_AT_ONCE_MAX)),
            audio: Arc::new(Semaphore::new(AUDIO_AT_ONCE_MAX)),
        }
    }

    /// Counts a request of this peer.
    pub(crate) fn request(&self, peer: Peer) -> Result<(), Problem> {
        self.requests.knock(peer, ProblemType::TOO_MANY_REQUESTS, "asks too often")
    }

    /// Counts a refused login of this peer. A valid token is never kept out by the refused ones of others.
    pub(crate) fn refused_login(&self, peer: Peer) -> Result<(), Problem> {
        self.refused_logins.knock(
            peer,
            ProblemType::TOO_MANY_LOGINS,
            "sent too many tokens that are not valid",
        )
    }

    /// A place among the requests in work, out of the share of this peer.
    pub(crate) fn place(&self, peer: Peer) -> Result<Place, Problem> {
        let share = self.shares.take(peer)?;
        let place =
            enter(&self.at_once, "the server has as many requests in work as it may; try again in a moment")?;
        Ok(Place { _share: share, _place: place })
    }

    /// A place for an archive that arrives.
    pub(crate) fn archive(&self) -> Result<OwnedSemaphorePermit, Problem> {
        enter(&self.archives, "other archives are being imported; try again when one of them is done")
    }

    /// The place of the one import at a time, for an archive that is there.
    pub(crate) async fn import(&self) -> Result<OwnedSemaphorePermit, Problem> {
        let turn = tokio::time::timeout(IMPORT_WAIT, Arc::clone(&self.imports).acquire_owned()).await;
        turn.ok().and_then(Result::ok).ok_or_else(|| {
            busy("another import is under way; imports are done one at a time, so try again when it is done")
        })
    }

    /// A place among the exports in work.
    pub(crate) fn export(&self) -> Result<OwnedSemaphorePermit, Problem> {
        enter(&self.exports, "other exports are under way; try again when one of them is done")
    }

    /// A place among the audio files that are sent.
    pub(crate) fn audio(&self) -> Result<OwnedSemaphorePermit, Problem> {
        enter(&self.audio, "the server sends as much audio as it may; try again in a moment")
    }
}

/// A place among the requests in work, for as long as it is held.
#[derive(Debug)]
pub(crate) struct Place {
    _share: OwnedSemaphorePermit,
    _place: OwnedSemaphorePermit,
}

/// How many requests each peer has in work. Peers are told apart by a hash that nobody outside can foresee; the few
/// that meet in one slot share it.
#[derive(Debug)]
struct Shares {
    hasher: RandomState,
    slots: Vec<Arc<Semaphore>>,
    each: usize,
}

impl Shares {
    fn of(requests_at_once_max: usize) -> Self {
        let each = (requests_at_once_max / PEER_SHARE).max(1);
        let slots = (0..SHARES).map(|_| Arc::new(Semaphore::new(each))).collect();
        Self { hasher: RandomState::new(), slots, each }
    }

    fn take(&self, peer: Peer) -> Result<OwnedSemaphorePermit, Problem> {
        let hash = self.hasher.hash_one(peer) % SHARES;
        let slot = &self.slots[usize::try_from(hash).expect("there are few slots")];
        Arc::clone(slot).try_acquire_owned().map_err(|_| {
            let Self { each, .. } = self;
            let detail = format!(
                "your address {peer} has {each} requests in work, as many as one may; wait for one of them"
            );
            Problem::new(ProblemType::TOO_MANY_REQUESTS, detail).retry_after(BUSY_RETRY_SECONDS)
        })
    }
}

/// A limit by address.
#[derive(Debug)]
struct Limit {
    limiter: DefaultKeyedRateLimiter<Peer>,
    knocks: AtomicUsize,
}

impl Limit {
    fn new(quota: Quota) -> Self {
        Self { limiter: RateLimiter::dashmap(quota), knocks: AtomicUsize::new(0) }
    }

    /// Counts one more of this peer. Where more addresses ask than can be told apart, the newest share a place.
    fn knock(&self, peer: Peer, refused: ProblemType, why: &str) -> Result<(), Problem> {
        if self.knocks.fetch_add(1, Ordering::Relaxed) % SWEEP_EVERY == SWEEP_EVERY - 1 {
            self.limiter.retain_recent();
        }
        let place = if self.limiter.len() < PEERS_MAX { peer } else { Peer::SHARED };
        self.limiter.check_key(&place).map_err(|until| {
            let seconds = until.wait_time_from(self.limiter.clock().now()).as_secs() + 1;
            let detail = format!("your address {peer} {why}; try again in {seconds} s");
            Problem::new(refused, detail).retry_after(seconds)
        })
    }
}

fn enter(places: &Arc<Semaphore>, full: &str) -> Result<OwnedSemaphorePermit, Problem> {
    let place = Arc::clone(places).try_acquire_owned();
    place.map_err(|_| busy(full))
}

fn busy(why: &str) -> Problem {
    Problem::new(ProblemType::BUSY, why).retry_after(BUSY_RETRY_SECONDS)
}

/// Slots in which peers are counted.
const SHARES: u64 = 1_024;
/// Addresses that are told apart at once.
const PEERS_MAX: usize = 50_000;
/// After so many requests the addresses whose limit has recovered are forgotten.
const SWEEP_EVERY: usize = 4_096;
/// When to come back to a server that is busy, in seconds.
const BUSY_RETRY_SECONDS: u64 = 2;

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(address: &str) -> Peer {
        let mut extensions = axum::http::Extensions::new();
        extensions.insert(ConnectInfo(SocketAddr::new(address.parse().unwrap(), 1)));
        Peer::of(&extensions)
    }

    #[test]
    fn addresses_of_one_ipv6_network_are_one_peer() {
        assert_eq!(peer("2001:db8:1:2::1"), peer("2001:db8:1:2:ffff::9"));
        assert_ne!(peer("2001:db8:1:2::1"), peer("2001:db8:1:3::1"));
        assert_eq!(peer("::ffff:192.0.2.1"), peer("192.0.2.1"));
        assert_ne!(peer("192.0.2.1"), peer("192.0.2.2"));
    }
}
