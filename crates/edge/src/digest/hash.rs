//! The two digests, and what is kept of a password.

use md5::Md5;
use sha2::{Digest as _, Sha256};

/// A digest of digest authentication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// For phones that know nothing better.
    Md5,
    /// What RFC 8760 prefers.
    Sha256,
}

/// What is kept of a user's password: a digest for each algorithm, good for one realm only.
#[derive(Clone, PartialEq, Eq)]
pub struct Ha1 {
    md5: String,
    sha256: String,
}

/// A secret is not shown.
impl std::fmt::Debug for Ha1 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ha1")
    }
}

impl Ha1 {
    /// Of a password.
    pub fn new(user: &str, realm: &str, password: &str) -> Self {
        let text = format!("{user}:{realm}:{password}");
        Self { md5: Algorithm::Md5.digest(&text), sha256: Algorithm::Sha256.digest(&text) }
    }

    /// As it was written down: 32 and 64 hexadecimal digits.
    pub fn from_digests(md5: &str, sha256: &str) -> Option<Self> {
        let whole =
            |text: &str, length| text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        (whole(md5, 32) && whole(sha256, 64))
            .then(|| Self { md5: md5.to_ascii_lowercase(), sha256: sha256.to_ascii_lowercase() })
    }

    /// The digest by MD5.
    pub fn md5(&self) -> &str {
        &self.md5
    }

    /// The digest by SHA-256.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    pub(super) fn of(&self, algorithm: Algorithm) -> &str {
        match algorithm {
            Algorithm::Md5 => &self.md5,
            Algorithm::Sha256 => &self.sha256,
        }
    }
}

impl Algorithm {
    /// In the order in which they are offered where nothing is said. MD5 stands first: some phones look at the first challenge only, and
    /// those know nothing else; a phone that prefers SHA-256 finds it behind (RFC 8760 leaves the order to us).
    pub const ALL: [Self; 2] = [Self::Md5, Self::Sha256];

    /// Its name in a challenge.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha256 => "SHA-256",
        }
    }

    /// The algorithm of a name.
    pub(super) fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word().eq_ignore_ascii_case(word))
    }

    /// The digest of a text, as lower case hexadecimal digits.
    pub(super) fn digest(self, text: &str) -> String {
        match self {
            Self::Md5 => hexadecimal(&Md5::digest(text)),
            Self::Sha256 => hexadecimal(&Sha256::digest(text)),
        }
    }
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Compares secrets in a time that does not depend on where they differ.
pub(super) fn equal(one: &str, other: &str) -> bool {
    let difference = one.bytes().zip(other.bytes()).fold(0, |seen, (a, b)| seen | (a ^ b));
    one.len() == other.len() && std::hint::black_box(difference) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_those_of_rfc_7616() {
        let ha1 = Ha1::new("Mufasa", "http-auth@example.org", "Circle of Life");
        assert_eq!(ha1.md5(), "3d78807defe7de2157e2b0b6573a855f");
        assert_eq!(ha1.sha256(), "7987c64c30e25f1b74be53f966b49b90f2808aa92faf9a00262392d7b4794232");
        assert_eq!(Ha1::from_digests(ha1.md5(), ha1.sha256()), Some(ha1));
        assert_eq!(Ha1::from_digests("3d78", ""), None);
    }

    #[test]
    fn secrets_are_equal_only_in_full() {
        assert!(equal("abc", "abc"));
        assert!(!equal("abc", "abd") && !equal("abc", "abcd") && !equal("", "a"));
    }
}
