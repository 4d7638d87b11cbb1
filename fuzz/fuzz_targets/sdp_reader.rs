#![no_main]

#[path = "../src/sdp_reader.rs"]
mod harness;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| harness::sdp_reader(bytes));
