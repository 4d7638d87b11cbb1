//! Who somebody is: digest authentication of RFC 7616, with MD5 for old phones and SHA-256 for others.
//!
//! A nonce is ours by a seal that only this process can make; it names its time, so that none is kept until somebody
//! has used it. Each count of a nonce is taken once.

mod authenticator;
mod challenge;
mod credentials;
mod habits;
mod hash;
mod nonce;
mod users;

pub(crate) use authenticator::{Authenticator, Demand};
pub(crate) use challenge::{Challenge, realm_of};
pub use hash::{Algorithm, Ha1};
pub use users::{User, Users};
