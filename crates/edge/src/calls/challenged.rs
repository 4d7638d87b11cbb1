//! The proxy asks who we are.

use std::time::Duration;

use dialog::{
    LegInput,
    message::{Headers, Request, Response},
};
use stdx::Instant;

use super::{Around, Calls, line::LineId};
use crate::{
    digest::{Challenge, realm_of},
    proxy::{Account, Proxy},
    transport::Path,
};

/// Why a challenge has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Unanswered {
    /// It is not the proxy that asks, and nobody else has a password of ours.
    NotTheProxy,
    NoAccount,
    /// This realm is not the proxy's: a telephone behind it asks, or the proxy calls itself something that was not said.
    ForeignRealm(String),
    /// A digest that we do not know.
    UnknownDigest,
    /// What we answered before is not right.
    Refused,
}

/// When an administrator was last told that the proxy does not take us, or that somebody else asks for our password.
#[derive(Debug, Default)]
pub(super) struct Told {
    proxy: Option<Instant>,
    /// Whoever is behind the proxy can bring this about, and must not keep the other from being told.
    foreign: Option<Instant>,
}

impl Calls {
    /// A request of a line needs credentials.
    pub(super) fn challenged(
        &mut self,
        around: &mut Around<'_>,
        line: LineId,
        (request, response): (&Request, &Response),
    ) {
        let path = self.lines.path(line);
        let credentials = path.map(|path| self.credentials(around, path, request, response));
        self.order(around, line, LegInput::Credentials(credentials.unwrap_or_default()));
    }

    /// What answers the challenges of a response; nothing where there is no answer, which an administrator is told.
    pub(super) fn credentials(
        &mut self,
        around: &Around<'_>,
        path: Path,
        request: &Request,
        response: &Response,
    ) -> Headers {
        let proxy = self.identity.via.as_ref().filter(|proxy| is_on_way(proxy, around, path));
        let answered =
            proxy.ok_or(Unanswered::NotTheProxy).and_then(|proxy| answers(proxy, request, response));
        answered.unwrap_or_else(|fault| {
            self.unanswered.tell(around.now, fault);
            Headers::new()
        })
    }
}

impl Told {
    /// Each call would say the same, so it is said once in a while.
    fn tell(&mut self, now: Instant, fault: Unanswered) {
        metrics::counter!("switchback_sip_challenges_unanswered_total").increment(1);
        let words = match fault {
            Unanswered::NotTheProxy => {
                return tracing::debug!("somebody asks for a password who is not the proxy of the agents");
            }
            Unanswered::ForeignRealm(realm) => {
                let realm: String = realm.chars().take(REALM_SHOWN).collect();
                if is_due(&mut self.foreign, now) {
                    tracing::warn!(
                        ?realm,
                        "an agent is not reached: somebody asks for our password in a realm that is not known to be that of the proxy, and gets no answer; if it is the proxy that asks, write this realm in [agents]"
                    );
                }
                return;
            }
            Unanswered::NoAccount => {
                "the proxy of the agents asks for a password; set user and password_file in [agents]"
            }
            Unanswered::UnknownDigest => {
                "the proxy of the agents asks for a digest that is not known here; MD5 and SHA-256 with qop=auth are"
            }
            Unanswered::Refused => {
                "the proxy of the agents does not take our password; check user and password_file in [agents]"
            }
        };
        if is_due(&mut self.proxy, now) {
            tracing::error!("no agent is reached: {words}");
        }
    }
}

/// Whether something may be told again.
fn is_due(told: &mut Option<Instant>, now: Instant) -> bool {
    let is_due = told.is_none_or(|told| now.since(told) >= TOLD_EVERY);
    if is_due {
        *told = Some(now);
    }
    is_due
}

/// Whether a way leads to the proxy. A connection has a port of its own on the side that made it.
pub(crate) fn is_on_way(proxy: &Proxy, around: &Around<'_>, path: Path) -> bool {
    let Some((_, peer)) = around.network.transport.ends(path) else { return false };
    around
        .names
        .is_at(&proxy.address, |address| address == peer || path.is_reliable() && address.ip() == peer.ip())
}

/// An answer for each realm that asks, and what was answered to others before.
fn answers(proxy: &Proxy, request: &Request, response: &Response) -> Result<Headers, Unanswered> {
    let account = proxy.account.as_ref().ok_or(Unanswered::NoAccount)?;
    let (mut headers, mut foreign, mut is_answered) = (Headers::new(), None, false);
    for (asked, given) in
        [("WWW-Authenticate", "Authorization"), ("Proxy-Authenticate", "Proxy-Authorization")]
    {
        let known = response.headers.values(asked).filter_map(Challenge::parse);
        let mut challenges: Vec<Challenge> = Vec::new();
        for challenge in known {
            if !proxy.is_realm(challenge.realm()) {
                foreign = Some(challenge.realm().to_owned());
                continue;
            }
            // The first of a realm is the one that it likes best (RFC 8760 section 2.4).
            if challenges.iter().all(|other| other.realm() != challenge.realm()) {
                challenges.push(challenge);
            }
        }
        let before = request.headers.values(given).filter_map(|text| Some((realm_of(text)?, text)));
        for (realm, text) in before {
            match challenges.iter().find(|challenge| challenge.realm() == realm) {
                Some(challenge) if !challenge.is_stale() => return Err(Unanswered::Refused),
                Some(_) => {}
                None => headers.push(given, text),
            }
        }
        for challenge in challenges {
            headers.push(given, answer(&challenge, account, request).ok_or(Unanswered::UnknownDigest)?);
            is_answered = true;
        }
    }
    // What was answered before is no answer to somebody else.
    match foreign {
        _ if is_answered => Ok(headers),
        Some(realm) => Err(Unanswered::ForeignRealm(realm)),
        None => Err(Unanswered::UnknownDigest),
    }
}

fn answer(challenge: &Challenge, account: &Account, request: &Request) -> Option<String> {
    let mut random = [0; 8];
    getrandom::fill(&mut random).ok()?;
    let cnonce = random.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let uri = request.uri.to_string();
    let Account { user, password, .. } = account;
    Some(challenge.answer((user, password), (request.method.name(), &uri), &cnonce))
}

/// Characters of a realm in the log.
const REALM_SHOWN: usize = 64;
/// How often an administrator is told the same.
const TOLD_EVERY: Duration = Duration::from_mins(1);
