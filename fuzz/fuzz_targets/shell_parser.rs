#![no_main]

#[path = "../src/shell_parser.rs"]
mod harness;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| harness::shell_parser(bytes));
