//! The edge as its peers see it: bytes in, bytes out, over sockets of the loopback interface.
#![expect(clippy::unwrap_used, reason = "a test that meets a wrong value fails")]

mod admission;
mod attendant;
mod calls;
mod capture;
mod codes;
mod context;
mod digits;
mod field;
mod handover;
mod hold;
mod loops;
mod losers;
mod options;
mod party;
mod peer;
mod phone;
mod presence;
mod registrar;
mod reliable;
mod restart;
mod running;
mod sessions;
mod silence;
mod sipp;
mod sipp_calls;
mod site;
mod sound;
mod strangers;
mod stream;
mod test_calls;
mod torture;
mod transfers;
mod voice;
mod ways;
