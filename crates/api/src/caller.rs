//! Who asks: a token names a person.

use std::ops::Deref;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, header, request::Parts},
};
use domain::{Configuration, ContentHash, TokenId};

use crate::{
    doors::Peer,
    problem::{Problem, ProblemType},
    router::Api,
};

/// The person behind the token of a request. A handler that takes one cannot be reached without.
pub(crate) struct Caller(pub(crate) Asker);

/// A person, and the token that it showed.
pub(crate) struct Asker {
    person: admin::Caller,
    token: TokenId,
}

impl Asker {
    /// The person, where the token is good still: it may have been revoked while the body arrived.
    pub(crate) fn confirm(self, configuration: &Configuration) -> Result<admin::Caller, TokenRevoked> {
        configuration.token(self.token).map(|_| self.person).ok_or(TokenRevoked)
    }
}

impl Deref for Asker {
    type Target = admin::Caller;

    fn deref(&self) -> &admin::Caller {
        &self.person
    }
}

/// A token was good when the request began, and is no more.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the token was revoked while the request was under way; nothing was changed")]
pub(crate) struct TokenRevoked;

impl FromRequestParts<Api> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Problem> {
        match authenticate(&parts.headers, api) {
            Ok(caller) => Ok(caller),
            Err(refused) => {
                let peer = Peer::of(&parts.extensions);
                metrics::counter!("switchback_logins_refused_total").increment(1);
                api.doors().refused_login(peer)?;
                // Logged only as often as the limit grants, so that guesses do not fill the log.
                tracing::warn!(%peer, reason = refused, "login refused");
                Err(Problem::new(ProblemType::UNAUTHORIZED, refused))
            }
        }
    }
}

/// Only the hash of a token is known here, and it is found by its hash: what an asker can measure says nothing
/// about any token.
fn authenticate(headers: &HeaderMap, api: &Api) -> Result<Caller, &'static str> {
    let given = headers.get(header::AUTHORIZATION).ok_or(
        "the request has no token; send the header Authorization: Bearer TOKEN, with a token from the command \"switchback token\"",
    )?;
    let given = given.to_str().ok().and_then(|given| given.split_once(' '));
    let token =
        given.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map(|(_, token)| token.trim());
    let token = token.ok_or("the header Authorization must read Bearer TOKEN")?;
    let configuration = api.pool().configuration();
    let found = configuration.token_hashed(&ContentHash::of(token.as_bytes()));
    let found = found.ok_or("the token is not known to this pool; it may have been revoked")?;
    Ok(Caller(Asker { person: admin::Caller::Person(found.person.clone()), token: found.id }))
}
