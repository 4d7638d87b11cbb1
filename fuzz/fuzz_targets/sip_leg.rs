#![no_main]

#[path = "../src/sip_leg.rs"]
mod harness;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| harness::sip_leg(bytes));
