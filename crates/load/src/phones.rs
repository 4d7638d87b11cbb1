//! The telephones of the agents: who they are, and how they register.

use std::{fmt::Write as _, net::SocketAddr};

use dialog::{
    NameAddr, Seed, Uri,
    message::{Method, Request, Response},
};

use crate::{DOMAIN, proof};

/// The user part of an agent.
pub(crate) fn name(agent: usize) -> String {
    format!("agent{agent:04}")
}

/// The agent with this user part.
pub(crate) fn number(name: &str) -> Option<usize> {
    name.strip_prefix("agent")?.parse().ok()
}

/// The users of a topology.
pub(crate) fn users(agents: usize) -> String {
    let mut text = String::new();
    for name in (0..agents).map(name) {
        let (md5, sha256) = proof::kept(&name, DOMAIN);
        write!(
            text,
            "\n[[user]]\naddress = \"sip:{name}@{DOMAIN}\"\nmd5 = \"{md5}\"\nsha256 = \"{sha256}\"\n"
        )
        .expect("a text takes what is written into it");
    }
    text
}

/// A REGISTER of an agent whose telephone is at `address`, with the answer to a challenge where there was one.
pub(crate) fn register(agent: usize, address: SocketAddr, challenge: Option<&Response>) -> Option<Request> {
    let (user, seed) = (name(agent), Seed((agent as u128).to_be_bytes()));
    let registrar = Uri::sip(None, DOMAIN, None);
    let sequence = u64::from(challenge.is_some()) + 1;
    let mut request = Request::new(Method::Register, registrar.clone());
    let who = NameAddr::of(Uri::sip(Some(&user), DOMAIN, None));
    let contact = Uri::sip(Some(&user), &address.ip().to_string(), Some(address.port()));
    let via = format!("SIP/2.0/UDP {address};rport;branch=z9hG4bK{}", seed.word("register", sequence));
    for (name, value) in [
        ("Via", via),
        ("Max-Forwards", "70".to_owned()),
        ("From", who.clone().with_tag(&seed.word("tag", 0)).to_string()),
        ("To", who.to_string()),
        ("Call-ID", call_id(agent)),
        ("CSeq", format!("{sequence} REGISTER")),
        ("Contact", NameAddr::of(contact).to_string()),
        ("Expires", "3600".to_owned()),
    ] {
        request.headers.push(name, value);
    }
    if let Some(challenge) = challenge {
        let fields = challenge.headers.values("WWW-Authenticate");
        let challenge = fields.into_iter().find(|field| !field.contains("SHA-256"))?;
        request.headers.push("Authorization", proof::answer(challenge, &user, &registrar.to_string())?);
    }
    Some(request)
}

/// The Call-ID of all registrations of an agent.
fn call_id(agent: usize) -> String {
    format!("register-{}", name(agent))
}

/// The agent whose registration has this Call-ID.
pub(crate) fn registering(call_id: &str) -> Option<usize> {
    number(call_id.strip_prefix("register-")?)
}
