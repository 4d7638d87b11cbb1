//! The other side of a challenge: what somebody answers who knows the password.

use super::{
    credentials::parameters,
    hash::{Algorithm, Ha1},
};

/// A challenge of the scheme Digest: a `WWW-Authenticate` or `Proxy-Authenticate` field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Challenge {
    realm: String,
    nonce: String,
    opaque: Option<String>,
    algorithm: Algorithm,
    /// Whether it wants a quality of protection; old servers do not (RFC 2069).
    has_quality: bool,
    is_stale: bool,
}

impl Challenge {
    /// Reads a challenge. One of another scheme, with an algorithm that we do not know, or that protects bodies only
    /// gives nothing.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let parameters = digest_parameters(text)?;
        let value = |name: &str| value_of(&parameters, name).map(str::to_owned);
        let algorithm = match value("algorithm") {
            None => Algorithm::Md5,
            Some(word) => Algorithm::named(&word)?,
        };
        let quality = value("qop");
        let is_auth = |list: &String| list.split(',').any(|word| word.trim().eq_ignore_ascii_case("auth"));
        if quality.as_ref().is_some_and(|list| !is_auth(list)) {
            return None;
        }
        Some(Self {
            realm: value("realm")?,
            nonce: value("nonce")?,
            opaque: value("opaque"),
            algorithm,
            has_quality: quality.is_some(),
            is_stale: value("stale").is_some_and(|stale| stale.eq_ignore_ascii_case("true")),
        })
    }

    /// Whose passwords it asks for.
    pub(crate) fn realm(&self) -> &str {
        &self.realm
    }

    /// Whether only the nonce was too old, and the password right (RFC 7616 section 3.3).
    pub(crate) const fn is_stale(&self) -> bool {
        self.is_stale
    }

    /// What answers it for a user with a password and for a method and its address.
    pub(crate) fn answer(
        &self,
        (user, password): (&str, &str),
        (method, uri): (&str, &str),
        cnonce: &str,
    ) -> String {
        let Self { realm, nonce, algorithm, .. } = self;
        let ha1 = Ha1::new(user, realm, password);
        let (ha1, ha2) = (ha1.of(*algorithm), algorithm.digest(&format!("{method}:{uri}")));
        let (middle, quality) = if self.has_quality {
            (
                format!("{nonce}:{COUNT}:{cnonce}:auth"),
                format!(", qop=auth, nc={COUNT}, cnonce={}", quoted(cnonce)),
            )
        } else {
            (nonce.clone(), String::new())
        };
        let response = algorithm.digest(&format!("{ha1}:{middle}:{ha2}"));
        let opaque = self.opaque.as_ref().map(|opaque| format!(", opaque={}", quoted(opaque)));
        format!(
            "Digest username={}, realm={}, nonce={}, uri={}, response=\"{response}\", algorithm={}{quality}{}",
            quoted(user),
            quoted(realm),
            quoted(nonce),
            quoted(uri),
            algorithm.word(),
            opaque.unwrap_or_default()
        )
    }
}

/// The realm that credentials are for.
pub(crate) fn realm_of(credentials: &str) -> Option<String> {
    value_of(&digest_parameters(credentials)?, "realm").map(str::to_owned)
}

fn digest_parameters(text: &str) -> Option<Vec<(String, String)>> {
    let (scheme, rest) = text.split_once([' ', '\t'])?;
    scheme.eq_ignore_ascii_case("Digest").then(|| parameters(rest))?
}

fn value_of<'a>(parameters: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let found = parameters.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, value)| value.as_str())
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Each challenge has a nonce of its own, which we use once.
const COUNT: &str = "00000001";

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(parameters: &str) -> Option<String> {
        let challenge = Challenge::parse(&format!("Digest realm=\"http-auth@example.org\", {parameters}"))?;
        let cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
        let answer = challenge.answer(("Mufasa", "Circle of Life"), ("GET", "/dir/index.html"), cnonce);
        Some(value_of(&digest_parameters(&answer)?, "response")?.to_owned())
    }

    #[test]
    fn answers_are_those_of_the_rfcs() {
        let nonce = "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\"";
        for (parameters, response) in [
            ("qop=\"auth, auth-int\", algorithm=MD5", "8ca523f5e9506fed4657c9700eebdbec"),
            (
                "qop=\"auth\", algorithm=\"SHA-256\"",
                "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
            ),
        ] {
            assert_eq!(answer(&format!("{nonce}, {parameters}")).as_deref(), Some(response), "{parameters}");
        }
        // RFC 2069: MD5 where nothing is said, and no count.
        let old = Challenge::parse(
            "Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", opaque=\"5ccc\"",
        );
        let old = old.unwrap().answer(("Mufasa", "CircleOfLife"), ("GET", "/dir/index.html"), "unused");
        assert!(old.contains("response=\"1949323746fe6a43ef61f9606e7febea\""), "{old}");
        assert!(old.contains("opaque=\"5ccc\"") && !old.contains("cnonce"), "{old}");
    }

    #[test]
    fn what_we_cannot_answer_is_no_challenge() {
        for parameters in ["qop=\"auth\"", "nonce=\"a\", qop=\"auth-int\"", "nonce=\"a\", algorithm=MD5-sess"]
        {
            assert_eq!(answer(parameters), None, "{parameters}");
        }
        assert_eq!(Challenge::parse("Basic realm=\"a\""), None);
    }

    #[test]
    fn signs_that_end_a_quoted_text_are_escaped() {
        let challenge = Challenge::parse(r#"Digest realm="a \"b\" \\", nonce="n""#).unwrap();
        assert_eq!(challenge.realm(), r#"a "b" \"#);
        let answer = challenge.answer(("x\"y", "secret"), ("INVITE", "sip:a@b"), "c");
        assert!(answer.starts_with(r#"Digest username="x\"y", realm="a \"b\" \\", nonce="n""#), "{answer}");
        assert_eq!(realm_of(&answer).as_deref(), Some(challenge.realm()));
    }
}
