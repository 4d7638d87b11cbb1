#![no_main]

#[path = "../src/wav.rs"]
mod harness;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| harness::wav_reader(bytes));
