use std::path::Path;

use domain::{Change, ContentHash};
use rusqlite::{Connection, OptionalExtension as _, Row};

use super::{damaged, seal::Seal, store_error};
use crate::StoreError;

/// What SQLite can tell: pages, trees, indexes, constraints.
pub(super) fn structure(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let found = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0));
    match found.map_err(|error| store_error(path, "checking the database", &error))?.as_str() {
        "ok" => Ok(()),
        fault => Err(damaged(path, fault)),
    }
}

/// Whether the log is without gaps and every record is what was written. The result is the last sequence number.
pub(super) fn seals(connection: &Connection, path: &Path) -> Result<u64, StoreError> {
    match first_broken(connection) {
        Ok((last, None)) => Ok(last),
        Ok((_, Some(sequence))) => {
            Err(damaged(path, &format!("record {sequence} of the log is not what was written")))
        }
        Err(error) => Err(store_error(path, "checking the log", &error)),
    }
}

/// The audio that the configuration has and whose bytes are missing or not those of its hash. One file that is
/// damaged must not keep a pool from answering, nor from being exported.
pub(super) fn damaged_audio(
    connection: &Connection,
    path: &Path,
    configuration: &[Change],
) -> Result<Vec<ContentHash>, StoreError> {
    let failed = |error| store_error(path, "checking the audio", &error);
    let mut bytes = connection.prepare("SELECT bytes FROM audio WHERE hash = ?1").map_err(failed)?;
    let mut damaged = Vec::new();
    for change in configuration {
        let Change::AudioAdded(audio) = change else { continue };
        let found =
            bytes.query_row([audio.hash.to_string()], |row| Ok(ContentHash::of(row.get_ref(0)?.as_blob()?)));
        if found.optional().map_err(failed)? != Some(audio.hash) {
            damaged.push(audio.hash);
        }
    }
    Ok(damaged)
}

/// The last sequence number, and the first record that is missing or not what was written.
fn first_broken(connection: &Connection) -> rusqlite::Result<(u64, Option<u64>)> {
    let mut lines = connection
        .prepare("SELECT sequence, at, actor, request, changes, seal FROM log ORDER BY sequence")?;
    let mut changes = connection.prepare("SELECT sequence, key, change FROM changes ORDER BY number")?;
    let (mut lines, mut changes) = (lines.query([])?, changes.query([])?);
    let mut last = 0;
    while let Some(line) = lines.next()? {
        let sequence = last + 1;
        let mut seal = begin(line)?;
        let mut whole = line.get::<_, u64>(0)? == sequence;
        for _ in 0..line.get::<_, u64>(4)? {
            let Some(change) = changes.next()? else {
                return Ok((last, Some(sequence)));
            };
            whole &= change.get::<_, u64>(0)? == sequence;
            seal.change(change.get_ref(1)?.as_str()?, change.get_ref(2)?.as_str()?);
        }
        whole &= line.get_ref(5)?.as_blob()? == seal.digest();
        if !whole {
            return Ok((last, Some(sequence)));
        }
        last = sequence;
    }
    let left = changes.next()?.is_some();
    Ok((last, left.then_some(last + 1)))
}

fn begin(line: &Row<'_>) -> rusqlite::Result<Seal> {
    let text = |column| Ok::<_, rusqlite::Error>(line.get_ref(column)?.as_str()?);
    Ok(Seal::new(line.get(0)?, text(1)?, text(2)?, text(3)?))
}
