use sha2::{Digest, Sha256};

/// What a leg's Call-ID, tags, branches and waits derive from: secret, and new for each leg.
///
/// Equal seeds give equal messages. What derives from it can be foretold only by who knows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Seed(pub [u8; 16]);

impl Seed {
    /// A word of 96 bits for one purpose; `number` tells words of the same purpose apart.
    pub fn word(&self, purpose: &str, number: u64) -> String {
        let digest = self.digest(purpose, number);
        digest[..12].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// A number below `bound`, which is not zero, for one purpose.
    pub(crate) fn below(&self, purpose: &str, number: u64, bound: u64) -> u64 {
        let digest = self.digest(purpose, number);
        let [a, b, c, d, e, f, g, h, ..] = digest;
        u64::from_be_bytes([a, b, c, d, e, f, g, h]) % bound.max(1)
    }

    fn digest(&self, purpose: &str, number: u64) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update(number.to_be_bytes());
        hash.update(purpose.as_bytes());
        hash.finalize().into()
    }
}

/// The seed is secret.
impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed")
    }
}
