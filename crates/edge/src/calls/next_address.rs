//! A name of the proxy may have several addresses: an offer goes to the next one where nobody answers at the first.

use std::{net::SocketAddr, sync::Arc};

use dialog::Refusal;
use engine::OfferId;

use super::{Around, Calls};

impl Calls {
    /// Nobody answers at an address of the proxy: the offer goes to the next one of its name, where there is
    /// one (RFC 3263 section 4.3).
    pub(super) fn turns_to_another(
        &mut self,
        around: &mut Around<'_>,
        offer: OfferId,
        peer: Option<SocketAddr>,
    ) -> bool {
        let Some(proxy) = self.identity.via.clone() else { return false };
        let has_other = peer.is_some_and(|peer| around.names.failed(around.now, &proxy.address, peer));
        let Some(known) = self.offers.get_mut(&offer) else { return false };
        let is_open = known.answered.is_none() && known.withdrawn.is_none();
        if !has_other || !is_open || known.turns >= TURNS_MAX {
            return false;
        }
        known.turns += 1;
        let (call, to) = (known.call, (known.agent.clone(), Arc::clone(&known.context)));
        tracing::info!(%offer, "an offer goes to the next address of the proxy");
        self.offer(around, offer, call, to);
        true
    }
}

/// Whether a refusal is of the way and not of whom it leads to: no answer, or 503, which a proxy says of itself (RFC
/// 3261 section 16.7).
pub(super) const fn is_of_the_way(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::Failed(_) | Refusal::Status { status: 503, .. })
}

/// How often an offer goes to another address of the proxy.
const TURNS_MAX: u8 = 3;
