#![no_main]

#[path = "../src/dialog_info.rs"]
mod harness;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| harness::dialog_info(bytes));
