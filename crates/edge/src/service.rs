//! Whether the pool takes calls.

/// What the pool says of itself to those who ask by OPTIONS (`docs/rules.md`, relays).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// Not ready yet: 503.
    Starting,
    /// It answers or relays: 200.
    Open,
    /// Calls in progress end, new ones go elsewhere: 503.
    Draining,
}

impl Service {
    /// Whether new calls are taken.
    pub(crate) const fn is_open(self) -> bool {
        matches!(self, Self::Open)
    }
}
