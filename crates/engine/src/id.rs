//! The numbers by which the edge and the engine name things.

use std::fmt;

macro_rules! id {
    ($(#[$meta:meta])* $name:ident, $letter:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($letter, "{}"), self.0)
            }
        }
    };
}

id!(
    /// A call of a caller; the edge gives it and never uses one twice.
    CallId, "c"
);
id!(
    /// An offer of a call to an agent, counted by the engine.
    OfferId, "o"
);
id!(
    /// One playing of a prompt, counted by the engine.
    PlaybackId, "p"
);
