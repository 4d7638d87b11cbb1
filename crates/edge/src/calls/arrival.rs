//! A peer calls.

use dialog::{Leg, message::Request};
use domain::SipUri;
use engine::{Arrival, CallId, Caller as EngineCaller, Input, Test};

use super::{Around, Calls, caller::Caller, line::Owner, relay};
use crate::{reply, transaction::ServerId, transport::Path};

/// Who sends an INVITE, as far as it is proven.
#[derive(Default)]
pub(crate) struct Sender {
    /// An agent.
    pub(crate) agent: Option<SipUri>,
    /// A test call that was announced, and what it is there for.
    pub(crate) test: Option<Test>,
}

impl Calls {
    /// An INVITE outside of any dialog.
    pub(crate) fn invite(
        &mut self,
        around: &mut Around<'_>,
        from: (ServerId, Path),
        mut invite: Request,
        sender: Sender,
    ) {
        let (server, path) = from;
        let Sender { agent, test } = sender;
        // Elements of RFC 2543 are reached where they say that they are from.
        if invite.headers.value("Contact").is_none()
            && let Some(from) = invite.headers.from()
        {
            invite.headers.push("Contact", format!("<{}>", from.uri));
        }
        let hops = invite.headers.number("Max-Forwards").unwrap_or(HOPS_USUAL);
        let code = self.features.dialled(&self.addresses, &invite.uri);
        let refusal = match hops {
            _ if relay::is_loop(&invite, &self.identity.pools.own) => {
                tracing::error!(
                    "a call comes back that this pool has relayed: each of two pools takes the other for the one that answers; see Get-CsPoolBackupRelationship on both"
                );
                Some(reply::to(&invite, 482, "Loop Detected"))
            }
            0 => Some(reply::to(&invite, 483, "Too Many Hops")),
            _ if code.is_some() && agent.is_none() => Some(reply::to(&invite, 403, "Forbidden")),
            _ if !takes_sdp(&invite) => Some(reply::to(&invite, 406, "Not Acceptable")),
            _ => None,
        };
        if let Some(refusal) = refusal {
            return around.network.respond(around.now, server, &refusal);
        }
        let Some(setup) = self.identity.setup(around.network, path) else {
            return around.network.respond(
                around.now,
                server,
                &reply::to(&invite, 503, "Service Unavailable"),
            );
        };
        let leg = match Leg::incoming(around.now, invite.clone(), setup) {
            Ok(leg) => leg,
            Err(refusal) => return around.network.respond(around.now, server, &refusal),
        };
        let voices = leg.peer_description().map(|offer| offer.voice_addresses().collect::<Vec<_>>());
        if voices.is_some_and(|voices| around.network.transport.voice_address(path, &voices).is_none()) {
            let mut refusal = reply::to(&invite, 488, "Not Acceptable Here");
            refusal.headers.push("Warning", NO_WAY_FOR_VOICE);
            return around.network.respond(around.now, server, &refusal);
        }
        around.network.respond(around.now, server, &reply::to(&invite, 100, "Trying"));
        if let Some(asked) = agent.clone().zip(code) {
            return self.feature(around, (leg, path), (&invite, server), asked);
        }
        let (line, call) = (self.lines.next_id(), self.next_call());
        self.lines.take(line, Owner::Caller(call), leg, path, (&invite, server));
        let (caller, dialled) = (identity(&invite), self.addresses.dialled(&invite.uri));
        let token = test.as_ref().and_then(|_| token_of(&invite));
        if test.is_none() {
            metrics::counter!("switchback_calls_total").increment(1);
        }
        tracing::info!(%call, dialled = %dialled, is_test = test.is_some(), "a call arrived");
        let arrival = Arrival { call, dialled, caller, at: (self.clock)(), test };
        let came = (around.now, arrival.clone());
        self.callers.insert(call, Caller::new(line, (&invite, hops), came, (agent.clone(), token)));
        self.count_elsewhere(around, agent);
        self.tell(around, Input::CallArrived(arrival));
        self.drain(around);
    }

    const fn next_call(&mut self) -> CallId {
        self.count += 1;
        CallId(self.count)
    }
}

/// By what a test call is known.
pub(crate) fn token_of(invite: &Request) -> Option<String> {
    invite.headers.from()?.uri.user
}

/// Who calls, as From says.
fn identity(invite: &Request) -> EngineCaller {
    let from = invite.headers.from();
    let uri = from
        .as_ref()
        .map_or_else(|| "sip:anonymous@anonymous.invalid".to_owned(), |from| from.uri.to_string());
    let display_name =
        from.and_then(|from| from.display).map(|name| name.chars().take(NAME_MAX).collect::<String>());
    EngineCaller { uri: uri.into(), display_name: display_name.map(Into::into) }
}

/// Whether a session description may be in the answer.
fn takes_sdp(invite: &Request) -> bool {
    let mut accepted = invite.headers.elements("Accept").peekable();
    accepted.peek().is_none()
        || accepted.any(|range| {
            let range = range.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
            matches!(range.as_str(), "application/sdp" | "application/*" | "*/*")
        })
}

/// To a caller whose voice has addresses of a family that the pool has none of (RFC 3261 section 20.43, RFC 6157
/// section 3.3.2).
const NO_WAY_FOR_VOICE: &str = "301 switchback \"this pool has no address of the family of the offer\"";
/// What a caller has who says nothing of hops (RFC 3261 section 8.1.1.6).
const HOPS_USUAL: u32 = 70;
/// Characters of a name that agents see.
const NAME_MAX: usize = 128;
