//! A thread with the stack that a shell has.

use shell::session::STACK_BYTES;

/// Runs `work` on it.
pub(crate) fn in_shell<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work);
    thread.expect("a thread starts").join().expect("no script makes the shell panic")
}
