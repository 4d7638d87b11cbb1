//! Where a pool keeps its log of changes: durable before anyone hears of them, and whole or absent.
//!
//! The store holds no rules. It writes down what was decided and gives it back after a restart; what follows from
//! the changes is for [`domain::Configuration::apply`] to say.

mod embedded;
mod error;
mod store;

pub use embedded::{Embedded, SCHEMA_VERSION, WhereAbsent};
pub use error::StoreError;
pub use store::{LogLine, Store};
