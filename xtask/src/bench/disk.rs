//! What the disk itself can do: durable appends a second, the bound of every durable change.

use std::{fs::File, io::Write, path::Path, thread, time::Duration};

use anyhow::Result;

use crate::stopwatch::Stopwatch;

/// fdatasyncs a second of `writers` that each append 4 KiB to a file of their own.
pub(super) fn syncs_a_second(directory: &Path, writers: usize) -> Result<f64> {
    let watch = Stopwatch::start();
    let threads: Vec<_> = (0..writers)
        .map(|number| {
            let path = directory.join(format!("disk-{number}"));
            thread::spawn(move || -> Result<usize> {
                let mut file = File::create(&path)?;
                let mut count = 0;
                while watch.elapsed() < MEASURED {
                    file.write_all(&[7; 4096])?;
                    file.sync_data()?;
                    count += 1;
                }
                std::fs::remove_file(&path)?;
                Ok(count)
            })
        })
        .collect();
    let mut count = 0;
    for thread in threads {
        count += thread.join().expect("the thread does not panic")?;
    }
    Ok(count as f64 / watch.elapsed().as_secs_f64())
}

const MEASURED: Duration = Duration::from_secs(2);
