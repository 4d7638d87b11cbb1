//! SIP at the rim of a pool: sockets, transactions, and the one loop that answers.
//!
//! [`transport`] reads sockets and holds what arrives to the rules of [`wire`]; [`transaction`] is the machine of RFC
//! 3261 section 17; [`server`] is the loop that owns everything and answers. Errors become SIP statuses here and
//! nowhere else.

mod admission;
mod clock;
mod config;
mod digest;
mod event;
mod registrar;
mod reply;
mod server;
mod service;
mod start;
mod timers;
#[cfg_attr(not(test), expect(dead_code, reason = "calls begin client transactions"))]
mod transaction;
#[expect(dead_code, reason = "calls send on their own")]
mod transport;
mod wire;

pub use config::{Config, Limits};
pub use digest::{Ha1, User, Users};
pub use service::Service;
pub use start::{Edge, start};
pub use transport::{BindError, InvalidListener, Kind, Listener, Sockets};
