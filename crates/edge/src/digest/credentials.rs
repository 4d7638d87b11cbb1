//! What a phone answers to a challenge.

use super::hash::Algorithm;

/// The parts of an `Authorization` header field of the scheme Digest.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Credentials {
    pub(super) username: String,
    pub(super) realm: String,
    pub(super) nonce: String,
    pub(super) uri: String,
    pub(super) response: String,
    pub(super) algorithm: Algorithm,
    pub(super) cnonce: String,
    /// The count as it was written, which the digest covers, and its value.
    pub(super) count: (String, u32),
}

impl Credentials {
    /// Reads a header field. Other schemes, other algorithms and digests without `qop=auth` give nothing.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once([' ', '\t'])?;
        if !scheme.eq_ignore_ascii_case("Digest") {
            return None;
        }
        let parameters = parameters(rest)?;
        let value = |name: &str| {
            let mut found = parameters.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
            let value = found.next().map(|(_, value)| value.clone());
            value.filter(|_| found.next().is_none())
        };
        let algorithm = match value("algorithm") {
            None => Algorithm::Md5,
            Some(word) => Algorithm::named(&word)?,
        };
        if !value("qop")?.eq_ignore_ascii_case("auth") {
            return None;
        }
        let written = value("nc")?;
        let count = (written.len() == 8).then(|| u32::from_str_radix(&written, 16).ok())??;
        Some(Self {
            username: value("username")?,
            realm: value("realm")?,
            nonce: value("nonce")?,
            uri: value("uri")?,
            response: value("response")?.to_ascii_lowercase(),
            algorithm,
            cnonce: value("cnonce")?,
            count: (written, count),
        })
    }

    /// The response that the right password gives (RFC 7616 section 3.4.1).
    pub(super) fn expected(&self, ha1: &str, method: &str) -> String {
        let ha2 = self.algorithm.digest(&format!("{method}:{}", self.uri));
        let Self { nonce, cnonce, count: (count, _), .. } = self;
        self.algorithm.digest(&format!("{ha1}:{nonce}:{count}:{cnonce}:auth:{ha2}"))
    }
}

/// Names and values, separated by commas, in quotes or without.
pub(super) fn parameters(text: &str) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (name, behind) = rest.split_once('=')?;
        let behind = behind.trim_start();
        let (value, behind) = match behind.strip_prefix('"') {
            Some(quoted) => unquote(quoted)?,
            None => {
                let end = behind.find(',').unwrap_or(behind.len());
                (behind[..end].trim().to_owned(), &behind[end..])
            }
        };
        found.push((name.trim().to_owned(), value));
        let behind = behind.trim_start();
        rest = match behind.strip_prefix(',') {
            Some(more) => more.trim_start(),
            None => Some("").filter(|_| behind.is_empty())?,
        };
        if found.len() > PARAMETERS_MAX {
            return None;
        }
    }
    Some(found)
}

/// What stands up to the closing quote, and what follows.
fn unquote(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut escaped = false;
    for (at, sign) in text.char_indices() {
        match sign {
            _ if escaped => {
                value.push(sign);
                escaped = false;
            }
            '\\' => escaped = true,
            '"' => return Some((value, &text[at + 1..])),
            _ => value.push(sign),
        }
    }
    None
}

const PARAMETERS_MAX: usize = 32;

#[cfg(test)]
mod tests {
    use super::{super::Ha1, *};

    fn rfc(algorithm: &str, response: &str) -> String {
        format!(
            "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\", algorithm={algorithm}, \
             nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001, \
             cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth, response=\"{response}\", \
             opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""
        )
    }

    #[test]
    fn responses_are_those_of_rfc_7616() {
        let ha1 = Ha1::new("Mufasa", "http-auth@example.org", "Circle of Life");
        for (algorithm, response) in [
            ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
            ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
        ] {
            let credentials = Credentials::parse(&rfc(algorithm, response)).unwrap();
            assert_eq!(credentials.expected(ha1.of(credentials.algorithm), "GET"), response);
        }
    }

    #[test]
    fn what_is_no_digest_with_qop_auth_gives_nothing() {
        let whole = rfc("MD5", "8ca523f5e9506fed4657c9700eebdbec");
        for (part, other) in [
            ("Digest", "Basic"),
            ("qop=auth", "qop=auth-int"),
            ("nc=00000001", "nc=1"),
            ("algorithm=MD5", "algorithm=MD5-sess"),
            ("cnonce", "once"),
            ("nc=00000001", "nc=00000001, nc=00000002"),
            ("realm=\"", "realm=\"\" \""),
        ] {
            assert_eq!(Credentials::parse(&whole.replace(part, other)), None, "{other}");
        }
    }
}
