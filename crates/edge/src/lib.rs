//! SIP at the rim of a pool: sockets, transactions, and the one loop that answers.
//!
//! `transport` reads sockets and holds what arrives to the rules of [`dialog::wire`]; `transaction` is the machine of RFC
//! 3261 section 17; `digest` and `registrar` know the phones; `calls` carries what happens on lines to
//! the engine and its orders back; `server` is the loop that owns everything. Errors become SIP statuses here and
//! nowhere else.

mod admission;
mod calls;
mod clock;
mod config;
mod context_form;
mod digest;
mod event;
mod names;
mod network;
mod pools;
mod presence;
mod proxy;
mod registrar;
mod reply;
mod server;
mod service;
mod start;
mod test_call;
mod timers;
mod transaction;
mod transport;
mod view;
mod voice;

pub use calls::SignIn;
pub use config::{Codes, Config, Limits, Subscribe, Times};
pub use dialog::Uri as SipAddress;
pub use digest::{Algorithm, Ha1, User, Users};
pub use engine::Limits as Distribution;
pub use pools::Pools;
pub use proxy::{Account, Proxy};
pub use service::Service;
pub use start::{Edge, Parts, PickDoor, TestDoor, start};
pub use test_call::{Pass, Placed, TestCall, Unplaced, place};
pub use transport::{BindError, InvalidListener, Kind, Listener, Sockets};
pub use view::View;
