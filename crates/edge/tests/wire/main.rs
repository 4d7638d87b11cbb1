//! The edge as its peers see it: bytes in, bytes out, over sockets of the loopback interface.
#![expect(clippy::unwrap_used, reason = "a test that meets a wrong value fails")]

mod admission;
mod attendant;
mod calls;
mod codes;
mod context;
mod options;
mod party;
mod peer;
mod phone;
mod presence;
mod registrar;
mod restart;
mod running;
mod silence;
mod sipp;
mod sipp_calls;
mod site;
mod stream;
mod test_calls;
mod torture;
