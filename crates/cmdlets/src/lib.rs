//! The cmdlets of Response Group: what each takes, what it asks of the pools, and what it says.
//!
//! The shell that runs them knows no telephony, and nothing here opens a socket: what is asked of a pool goes
//! through a [`Transport`], which the binary gives.

mod transport;

pub use transport::{
    Answer, Body, ListedPool, Method, Problem, Request, Transferred, Transport, TransportError,
};
