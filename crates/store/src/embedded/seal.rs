use sha2::{Digest as _, Sha256};

/// The digest of a record, row by row: it tells of damage that SQLite cannot see.
#[derive(Debug)]
pub(super) struct Seal(Sha256);

impl Seal {
    /// Begins with the row of the log.
    pub(super) fn new(sequence: u64, at: &str, actor: &str, request: &str) -> Self {
        let mut seal = Self(Sha256::new());
        seal.0.update(sequence.to_be_bytes());
        [at, actor, request].into_iter().for_each(|text| seal.text(text));
        seal
    }

    /// Goes on with the row of a change.
    pub(super) fn change(&mut self, key: &str, change: &str) {
        self.text(key);
        self.text(change);
    }

    /// The digest of everything.
    pub(super) fn digest(self) -> [u8; 32] {
        self.0.finalize().into()
    }

    /// The length goes ahead, so that no text can be cut elsewhere.
    fn text(&mut self, text: &str) {
        self.0.update((text.len() as u64).to_be_bytes());
        self.0.update(text);
    }
}
