//! The edge as its peers see it: bytes in, bytes out, over sockets of the loopback interface.
#![expect(clippy::unwrap_used, reason = "a test that meets a wrong value fails")]

mod admission;
mod options;
mod peer;
mod phone;
mod registrar;
mod stream;
mod torture;
