#![no_main]

#[path = "../src/clixml.rs"]
mod harness;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| harness::clixml_reader(bytes));
