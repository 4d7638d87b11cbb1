//! The other side of a challenge: what somebody answers who knows the password.

use super::{
    Ha1,
    credentials::{Credentials, parameters},
    hash::Algorithm,
};

/// Answers a challenge of a `WWW-Authenticate` field for a user with a password and for a method and its address;
/// nothing where it is of a kind that we do not know.
pub(crate) fn answer(
    challenge: &str,
    (user, password): (&str, &str),
    (method, uri): (&str, &str),
    cnonce: &str,
) -> Option<String> {
    let (_, rest) = challenge.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Digest"))?;
    let parameters = parameters(rest)?;
    let value = |name: &str| {
        parameters.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.clone())
    };
    let word = value("algorithm").unwrap_or_else(|| "MD5".to_owned());
    let algorithm = Algorithm::ALL.into_iter().find(|known| known.word().eq_ignore_ascii_case(&word))?;
    let mut credentials = Credentials {
        username: user.to_owned(),
        realm: value("realm")?,
        nonce: value("nonce")?,
        uri: uri.to_owned(),
        response: String::new(),
        algorithm,
        cnonce: cnonce.to_owned(),
        count: ("00000001".to_owned(), 1),
    };
    let ha1 = Ha1::new(user, &credentials.realm, password);
    credentials.response = credentials.expected(ha1.of(algorithm), method);
    let Credentials { username, realm, nonce, response, .. } = credentials;
    Some(format!(
        "Digest username=\"{username}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", algorithm={}, \
         response=\"{response}\", qop=auth, nc=00000001, cnonce=\"{cnonce}\"",
        algorithm.word()
    ))
}
