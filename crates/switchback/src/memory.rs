//! How much memory the program holds. It is counted, and not limited here.

use std::alloc::System;

use cap::Cap;

#[global_allocator]
static MEMORY: Cap<System> = Cap::new(System, usize::MAX);

/// The bytes that the program holds.
pub(crate) fn used() -> u64 {
    MEMORY.allocated() as u64
}
