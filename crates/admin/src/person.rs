use domain::{Change, Configuration, ContentHash, Label, Person, Role, SipUri, Stamp, Token, TokenId};

use crate::{Decision, Refusal, Reply};

pub(crate) fn set_roles(
    configuration: &Configuration,
    uri: SipUri,
    roles: Vec<Role>,
) -> Result<Decision, Refusal> {
    let person = Person { uri: uri.clone(), roles: roles.into_iter().collect() };
    let unchanged = configuration.person(&uri).map(|held| &held.roles) == Some(&person.roles);
    let changes = if unchanged { Vec::new() } else { vec![Change::PersonSaved(person)] };
    keep_an_administrator(configuration, &changes, &uri)?;
    Ok(decision(format!("Set roles of {uri}"), changes, Reply::Done))
}

pub(crate) fn new_token(
    created: Stamp,
    id: TokenId,
    hash: ContentHash,
    person: SipUri,
    label: Label,
) -> Decision {
    let request = format!("New token for {person}");
    let token = Token { id, hash, person, label, created };
    decision(request, vec![Change::TokenSaved(token)], Reply::Token(id))
}

pub(crate) fn revoke_token(configuration: &Configuration, id: TokenId) -> Result<Decision, Refusal> {
    let token = configuration.token(id).ok_or(Refusal::TokenNotFound(id))?;
    let changes = vec![Change::TokenRevoked(id)];
    keep_an_administrator(configuration, &changes, &token.person)?;
    Ok(decision(format!("Revoke token of {}", token.person), changes, Reply::Token(id)))
}

/// Refuses to throw the last key away: some administrator must keep a token.
fn keep_an_administrator(
    configuration: &Configuration,
    changes: &[Change],
    person: &SipUri,
) -> Result<(), Refusal> {
    let reachable = |configuration: &Configuration| {
        configuration.tokens().any(|token| configuration.has_role(&token.person, Role::CsAdministrator))
    };
    if reachable(configuration) && !reachable(&configuration.apply(configuration.sequence(), changes)) {
        return Err(Refusal::LastAdministrator(person.clone()));
    }
    Ok(())
}

const fn decision(request: String, changes: Vec<Change>, reply: Reply) -> Decision {
    Decision { request, changes, audio: Vec::new(), reply, warnings: Vec::new() }
}
