//! Challenges, and what becomes of the answers.

use dialog::message::{Request, Response};
use stdx::Instant;

use super::{
    User,
    credentials::Credentials,
    habits::Habits,
    hash::{Algorithm, equal},
    nonce::{Nonces, Worth},
};
use crate::reply;

/// Asks for passwords and knows them when it sees them.
#[derive(Debug)]
pub(crate) struct Authenticator {
    nonces: Nonces,
    offered: Vec<Algorithm>,
    habits: Habits,
}

/// What a request must prove.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Demand<'a> {
    /// The user that it must come from; nobody, where the address is not one of ours, which a stranger is not told.
    pub(crate) user: Option<&'a User>,
    /// The realm of the challenge.
    pub(crate) realm: &'a str,
}

/// What a challenge says.
struct Offer {
    algorithms: Vec<Algorithm>,
    stale: bool,
}

impl Authenticator {
    /// One that offers these algorithms, the one that it likes best first.
    pub(crate) fn new(secret: [u8; 32], offered: Vec<Algorithm>) -> Self {
        Self { nonces: Nonces::new(secret), offered, habits: Habits::default() }
    }

    /// Whether a request proves what is demanded.
    ///
    /// # Errors
    /// The response that refuses it.
    pub(crate) fn check(
        &mut self,
        now: Instant,
        request: &Request,
        demand: Demand<'_>,
    ) -> Result<(), Response> {
        let given = request.headers.values("Authorization").filter_map(Credentials::parse);
        let mut given = given.filter(|credentials| {
            credentials.realm == demand.realm && self.offered.contains(&credentials.algorithm)
        });
        let Some(credentials) = given.next() else {
            let takes_one = self.offered.len() > 1 && self.habits.takes_one(now, request);
            let offered = if takes_one { self.offered[..1].to_vec() } else { self.offered.clone() };
            return Err(self.challenge(
                now,
                request,
                demand.realm,
                Offer { algorithms: offered, stale: false },
            ));
        };
        // The address in the digest need not be the Request-URI: proxies rewrite that, and many phones write the
        // registrar's address (RFC 3261 section 22.4). A digest is good for one request all the same, by its count.
        let known = demand.user.filter(|user| user.name() == credentials.username);
        let ha1 = known.map_or(NOBODY, |user| user.ha1.of(credentials.algorithm));
        let right = equal(&credentials.expected(ha1, request.method.name()), &credentials.response);
        if !right || known.is_none() {
            metrics::counter!("switchback_sip_refused_passwords_total").increment(1);
            return Err(reply::to(request, 403, "Forbidden"));
        }
        match self.nonces.take(now, &credentials.nonce, credentials.count.1) {
            Worth::Good => {
                self.habits.answered(request);
                Ok(())
            }
            // What the phone knows is enough.
            Worth::Stale => {
                let offer = Offer { algorithms: vec![credentials.algorithm], stale: true };
                Err(self.challenge(now, request, demand.realm, offer))
            }
        }
    }

    /// 401 with a challenge for each algorithm that is offered.
    fn challenge(&mut self, now: Instant, request: &Request, realm: &str, offer: Offer) -> Response {
        let mut response = reply::to(request, 401, "Unauthorized");
        for algorithm in offer.algorithms {
            let (nonce, word) = (self.nonces.make(now), algorithm.word());
            let stale = if offer.stale { ", stale=true" } else { "" };
            let realm = realm.replace(['"', '\\'], "");
            response.headers.push(
                "WWW-Authenticate",
                format!("Digest realm=\"{realm}\", nonce=\"{nonce}\", algorithm={word}, qop=\"auth\"{stale}"),
            );
        }
        response
    }
}

/// Takes the place of the digest of somebody who is not there, so that the answer takes as long.
const NOBODY: &str = "";
