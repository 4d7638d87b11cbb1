#![no_main]

#[path = "../src/rtp_stream.rs"]
mod harness;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| harness::rtp_stream(bytes));
