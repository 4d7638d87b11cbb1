//! A peer calls.

use dialog::{Leg, message::Request};
use domain::SipUri;
use engine::{Arrival, CallId, Caller as EngineCaller, Input};

use super::{Around, Calls, caller::Caller, line::Owner};
use crate::{reply, transaction::ServerId, transport::Path};

impl Calls {
    /// An INVITE outside of any dialog, perhaps from an agent.
    pub(crate) fn invite(
        &mut self,
        around: &mut Around<'_>,
        from: (ServerId, Path),
        mut invite: Request,
        agent: Option<SipUri>,
    ) {
        let (server, path) = from;
        // Elements of RFC 2543 are reached where they say that they are from.
        if invite.headers.value("Contact").is_none()
            && let Some(from) = invite.headers.from()
        {
            invite.headers.push("Contact", format!("<{}>", from.uri));
        }
        let hops = invite.headers.number("Max-Forwards").unwrap_or(HOPS_USUAL);
        let code = self.features.dialled(&self.addresses, &invite.uri);
        let refusal = match hops {
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
        around.network.respond(around.now, server, &reply::to(&invite, 100, "Trying"));
        if let Some(asked) = agent.clone().zip(code) {
            return self.feature(around, (leg, path), (&invite, server), asked);
        }
        let (line, call) = (self.lines.next_id(), self.next_call());
        self.lines.take(line, Owner::Caller(call), leg, path, (&invite, server));
        let caller = identity(&invite);
        self.callers.insert(call, Caller::new(line, &invite, hops, agent.clone()));
        self.count_elsewhere(around, agent);
        metrics::counter!("switchback_calls_total").increment(1);
        let dialled = self.addresses.dialled(&invite.uri);
        tracing::info!(%call, dialled = %dialled, "a call arrived");
        self.tell(around, Input::CallArrived(Arrival { call, dialled, caller, at: (self.clock)() }));
        self.drain(around);
    }

    /// An agent who calls us is in a call.
    pub(super) fn count_elsewhere(&mut self, around: &Around<'_>, agent: Option<SipUri>) {
        if let Some(agent) = agent {
            let same =
                |caller: &&Caller| caller.agent.as_ref().is_some_and(|known| known.key() == agent.key());
            let dialling = self.features.calls.values().filter(|feature| feature.agent.key() == agent.key());
            let calls = self.callers.values().filter(same).count() + dialling.count();
            let calls = u32::try_from(calls).unwrap_or(u32::MAX);
            self.tell(around, Input::AgentElsewhere { agent, calls });
        }
    }

    const fn next_call(&mut self) -> CallId {
        self.count += 1;
        CallId(self.count)
    }
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

/// What a caller has who says nothing of hops (RFC 3261 section 8.1.1.6).
const HOPS_USUAL: u32 = 70;
/// Characters of a name that agents see.
const NAME_MAX: usize = 128;
