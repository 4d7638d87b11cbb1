//! What the kernel counts for a process.

use std::{fs, io, time::Duration};

/// The time that a process has run on a processor, in its own code and in the kernel.
pub(crate) fn cpu(process: u32) -> io::Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name of the program may hold spaces; what follows its bracket does not.
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest).split_ascii_whitespace();
    let ticks: Vec<u64> = fields.skip(UTIME).take(2).filter_map(|field| field.parse().ok()).collect();
    match ticks[..] {
        [user, system] => Ok(Duration::from_millis((user + system) * TICK_MILLISECONDS)),
        _ => Err(io::Error::other(format!("the account of process {process} cannot be read"))),
    }
}

/// The memory of a process in bytes: its own pages, and its share of those that it has with others.
pub(crate) fn memory(process: u32) -> io::Result<u64> {
    let text = fs::read_to_string(format!("/proc/{process}/smaps_rollup"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("Pss:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    let missing = || io::Error::other(format!("the memory of process {process} cannot be read"));
    kilobytes.map(|kilobytes| kilobytes * 1024).ok_or_else(missing)
}

/// Fields between the name and utime (proc(5)).
const UTIME: usize = 11;
/// The kernel counts in hundredths of a second towards programs, whatever it counts in itself.
const TICK_MILLISECONDS: u64 = 10;
