//! The way in: a pool without any token makes one for its administrator.

use std::path::Path;

use anyhow::Context as _;
use api::Secret;
use domain::{Configuration, ContentHash, Label, PoolFqdn, Role, SipUri};

use crate::{
    open_pool::{OpenPool, Wanted},
    output,
    secret_file::SecretFile,
};

/// Makes the token of the first start, and shows it: in a new file, or on standard output.
pub(crate) fn ensure(pool: &mut OpenPool, file: Option<&Path>) -> anyhow::Result<()> {
    if pool.configuration().tokens().next().is_some() {
        return file.map_or(Ok(()), |path| finish(pool.configuration(), path));
    }
    let person = administrator(pool.configuration().pool())?;
    let wanted = Wanted {
        roles: Some(with_administrator(pool.configuration(), &person)),
        label: Label::new("made at the first start").context("the label of the first token")?,
        person,
    };
    let secret = Secret::draw()?;
    let told = format!("the first token, for {}", wanted.person);
    let Some(path) = file else {
        // A token that nobody has seen must not be the one that keeps a later start from making another.
        let line = format!("switchback: {told}, shown only this once: {}", secret.reveal());
        output::line_that_is_read(&line).context("the first token could not be shown, so none was made")?;
        return pool.new_token(wanted, &secret).context("the token that was shown opens nothing");
    };
    let written = SecretFile::create(path, secret.reveal())?;
    if let Err(error) = pool.new_token(wanted, &secret) {
        written.discard();
        return Err(error);
    }
    written.publish()?;
    output::line(&format!("switchback: {told}, is in {}", path.display()))
}

/// Names the file of a first start that was killed after its token was made.
fn finish(configuration: &Configuration, path: &Path) -> anyhow::Result<()> {
    let Some((file, secret)) = SecretFile::left_behind(path) else { return Ok(()) };
    if configuration.token_hashed(&ContentHash::of(secret.as_bytes())).is_none() {
        return Ok(());
    }
    file.publish()?;
    output::line(&format!("switchback: the first token is in {}", path.display()))
}

/// The person that tokens name where nobody else is meant.
pub(crate) fn administrator(pool: &PoolFqdn) -> anyhow::Result<SipUri> {
    SipUri::new(&format!("sip:administrator@{pool}"))
        .with_context(|| format!("{pool} cannot stand in a SIP address"))
}

fn with_administrator(configuration: &Configuration, person: &SipUri) -> Vec<Role> {
    let held = configuration.person(person).into_iter().flat_map(|person| person.roles.iter().copied());
    held.chain([Role::CsAdministrator]).collect()
}
