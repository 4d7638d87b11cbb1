#![no_main]

#[path = "../src/archive.rs"]
mod harness;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| harness::clixml_reader(bytes));
