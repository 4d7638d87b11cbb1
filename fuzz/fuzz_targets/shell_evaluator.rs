#![no_main]

#[path = "../src/shell_evaluator.rs"]
mod harness;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| harness::shell_evaluator(bytes));
