//! What `Embedded::open` makes, and what it refuses.
#![allow(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

mod sample;

use std::{
    fs,
    os::unix::fs::{FileExt as _, PermissionsExt as _},
    path::Path,
};

use domain::PoolFqdn;
use insta::assert_snapshot;
use rusqlite::Connection;
use store::{Embedded, Store, StoreError, WhereAbsent};

use sample::{content, every_change, loaded, open, pool};

#[test]
fn a_data_directory_is_for_its_owner_alone() {
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("var").join("pool");
    let mut store = open(&directory);
    store.append(&every_change()).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&parent.path().join("var")), 0o700);
    assert_eq!(mode(&directory), 0o700);
    let mut names = Vec::new();
    for file in fs::read_dir(&directory).unwrap() {
        let file = file.unwrap();
        assert_eq!(mode(&file.path()), 0o600, "{}", file.path().display());
        names.push(file.file_name().into_string().unwrap());
    }
    names.sort();
    assert_eq!(names, ["lock", "switchback.db", "switchback.db-wal", "switchback.pool"]);
}

#[test]
fn a_directory_in_use_is_refused_and_free_again_afterwards() {
    let parent = tempfile::tempdir().unwrap();
    let first = open(parent.path());
    let refused = Embedded::open(parent.path(), &pool()).unwrap_err();
    let process = Some(std::process::id());
    assert_eq!(refused, StoreError::InUse { directory: parent.path().to_owned(), process });
    drop(first);
    drop(open(parent.path()));
}

#[test]
fn no_other_program_gets_into_the_database_meanwhile() {
    let directory = tempfile::tempdir().unwrap();
    let store = open(directory.path());
    let other = Connection::open(directory.path().join("switchback.db")).unwrap();
    other.busy_timeout(std::time::Duration::ZERO).unwrap();
    let refused = other.query_row("SELECT count(*) FROM log", [], |row| row.get::<_, i64>(0));
    assert_eq!(refused.unwrap_err().sqlite_error_code(), Some(rusqlite::ErrorCode::DatabaseBusy));
    drop(store);
}

#[test]
fn the_database_of_a_newer_program_is_refused_and_stays_as_it_is() {
    let directory = written();
    tamper(directory.path(), "PRAGMA user_version = 99");
    let before = fs::read(directory.path().join("switchback.db")).unwrap();
    assert_snapshot!(refusal(directory.path()), @"the data directory DIRECTORY was written by a newer Switchback (database version 99, this program knows 1); start the newer program, or start this one with an empty directory and import an export");
    assert_eq!(fs::read(directory.path().join("switchback.db")).unwrap(), before);
}

#[test]
fn the_directory_of_another_pool_is_refused() {
    let directory = written();
    let other = PoolFqdn::new("pool.litware.com").unwrap();
    let refused = Embedded::open(directory.path(), &other).unwrap_err();
    assert_snapshot!(text(directory.path(), &refused), @"the data directory DIRECTORY belongs to the pool pool.contoso.com, not to pool.litware.com; correct the directory or the pool in the configuration file");
    drop(open(directory.path()));
}

#[test]
fn the_database_of_another_program_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    tamper(directory.path(), "CREATE TABLE notes (text)");
    assert_snapshot!(refusal(directory.path()), @"the database in the data directory DIRECTORY is damaged: another program wrote it; move the directory away, start with an empty one, and import the last export, or let the backup pool answer meanwhile");
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("switchback.db"), "Dear diary, ".repeat(1_000)).unwrap();
    assert_snapshot!(refusal(directory.path()), @"the database in the data directory DIRECTORY is damaged: file is not a database; move the directory away, start with an empty one, and import the last export, or let the backup pool answer meanwhile");
}

#[test]
fn an_edited_log_is_refused() {
    for edit in [
        "UPDATE log SET actor = 'sip:alex@contoso.com' WHERE sequence = 2",
        "UPDATE changes SET change = replace(change, 'first', 'worst')",
        "UPDATE changes SET key = 'settings' WHERE number = 4",
        "UPDATE changes SET sequence = 1 WHERE number = 4",
        "DELETE FROM changes WHERE number = 4",
        "DELETE FROM log WHERE sequence = 2",
        "DELETE FROM log WHERE sequence = 6",
        "DELETE FROM changes WHERE sequence = 6",
        "INSERT INTO changes (sequence, key, change) SELECT sequence, key, change FROM changes WHERE number = 1",
        "DELETE FROM meta",
    ] {
        let directory = written();
        tamper(directory.path(), edit);
        let refused = Embedded::open(directory.path(), &pool()).map(drop).unwrap_err();
        assert!(matches!(refused, StoreError::Damaged { .. }), "{edit}: {refused}");
    }
    let directory = written();
    tamper(directory.path(), "DELETE FROM log WHERE sequence = 2");
    assert_snapshot!(refusal(directory.path()), @"the database in the data directory DIRECTORY is damaged: record 2 of the log is not what was written; move the directory away, start with an empty one, and import the last export, or let the backup pool answer meanwhile");
}

#[test]
fn damage_is_reported_or_harmless_wherever_it_is() {
    let directory = written();
    let path = directory.path().join("switchback.db");
    let whole = fs::read(&path).unwrap();
    let expected = everything(&open(directory.path())).unwrap();
    let mut reported = 0;
    for at in (0..whole.len()).step_by(101) {
        fs::write(&path, &whole).unwrap();
        let file = fs::OpenOptions::new().write(true).open(&path).unwrap();
        file.write_all_at(&[whole[at] ^ 0x15], at as u64).unwrap();
        match Embedded::open(directory.path(), &pool()).and_then(|store| everything(&store)) {
            Ok(found) => assert_eq!(found, expected, "byte {at}"),
            Err(
                StoreError::Damaged { .. }
                | StoreError::AudioDamaged { .. }
                | StoreError::Newer { .. }
                | StoreError::OtherPool { .. },
            ) => reported += 1,
            Err(other) => panic!("byte {at}: {other}"),
        }
    }
    assert!(reported > 50, "only {reported} were reported");
}

#[test]
fn a_database_cut_short_is_reported() {
    let directory = written();
    let path = directory.path().join("switchback.db");
    let whole = fs::read(&path).unwrap();
    for length in [0, 1, 99, 511, 512, 4_000].into_iter().chain((4_096..whole.len() - 4_096).step_by(4_001)) {
        fs::write(&path, &whole[..length]).unwrap();
        let refused = Embedded::open(directory.path(), &pool()).map(drop);
        assert!(matches!(refused, Err(StoreError::Damaged { .. })), "{length} bytes: {refused:?}");
    }
}

#[test]
fn a_log_without_its_database_is_reported() {
    let directory = tempfile::tempdir().unwrap();
    fs::write(directory.path().join("switchback.db-wal"), "").unwrap();
    assert_snapshot!(refusal(directory.path()), @"the database in the data directory DIRECTORY is damaged: switchback.db is missing beside switchback.db-wal; move the directory away, start with an empty one, and import the last export, or let the backup pool answer meanwhile");
}

#[test]
fn a_database_that_is_gone_is_reported_and_no_other_takes_its_place() {
    let directory = written();
    for absent in [WhereAbsent::MakePath, WhereAbsent::MakeDirectory, WhereAbsent::Refuse] {
        remove_database(directory.path());
        let refused = Embedded::open_or(directory.path(), &pool(), absent).unwrap_err();
        assert_eq!(refused, StoreError::Missing { directory: directory.path().to_owned() });
        assert!(!directory.path().join("switchback.db").exists());
    }
    assert_snapshot!(refusal(directory.path()), @"the database in the data directory DIRECTORY is missing, although a pool has kept its data there; mount the volume that holds it, or bring the database back; to begin anew and import the last export, remove the directory");
}

#[test]
fn a_directory_from_before_the_mark_is_marked_when_it_is_opened() {
    let directory = written();
    let mark = directory.path().join("switchback.pool");
    fs::remove_file(&mark).unwrap();
    drop(open(directory.path()));
    assert_eq!(fs::read_to_string(mark).unwrap(), "pool.contoso.com\n");
}

#[test]
fn where_nothing_may_be_made_nothing_is_made() {
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("pool");
    let refused = || Embedded::open_or(&directory, &pool(), WhereAbsent::Refuse).unwrap_err();
    assert_snapshot!(text(parent.path(), &refused()), @"the data directory DIRECTORY/pool holds no pool; mount the volume that holds it, correct the directory in the configuration file, or start the pool for the first time");
    assert!(!directory.exists());
    fs::create_dir(&directory).unwrap();
    assert_eq!(refused(), StoreError::NoPool { directory: directory.clone() });
    assert_eq!(fs::read_dir(&directory).unwrap().count(), 0);
    drop(open(&directory));
    drop(Embedded::open_or(&directory, &pool(), WhereAbsent::Refuse).unwrap());
}

#[test]
fn a_directory_above_may_be_a_volume_that_is_not_mounted() {
    let parent = tempfile::tempdir().unwrap();
    let directory = parent.path().join("volume").join("pool");
    let refused = Embedded::open_or(&directory, &pool(), WhereAbsent::MakeDirectory).unwrap_err();
    assert_snapshot!(text(parent.path(), &refused), @"the data directory DIRECTORY/volume/pool cannot be made, for there is no directory DIRECTORY/volume; mount the volume that holds it, or make that directory");
    assert!(!parent.path().join("volume").exists());
    fs::create_dir(parent.path().join("volume")).unwrap();
    drop(Embedded::open_or(&directory, &pool(), WhereAbsent::MakeDirectory).unwrap());
}

#[test]
fn damaged_audio_is_named_and_keeps_nothing_else_from_being_read() {
    let hash = every_change()[2].audio[0].0;
    for edit in ["UPDATE audio SET bytes = x'00'", "DELETE FROM audio"] {
        let directory = written();
        assert_eq!(open(directory.path()).damaged_audio(), []);
        tamper(directory.path(), edit);
        let store = open(directory.path());
        assert_eq!(store.damaged_audio(), [hash], "{edit}");
        let refused = store.audio(&hash).unwrap_err();
        assert_eq!(refused, StoreError::AudioDamaged { directory: directory.path().to_owned(), hash });
        assert_eq!(store.load().unwrap().0, every_change().len() as u64);
    }
}

#[test]
fn audio_that_is_brought_again_is_whole_again() {
    let directory = written();
    tamper(directory.path(), "UPDATE audio SET bytes = x'00'");
    let mut store = open(directory.path());
    let (next, mut again) = (store.load().unwrap().0 + 1, every_change().swap_remove(2));
    again.sequence = next;
    store.append(std::slice::from_ref(&again)).unwrap();
    let (hash, bytes) = &again.audio[0];
    assert_eq!(store.audio(hash).unwrap().as_deref(), Some(&bytes[..]));
}

#[test]
fn audio_that_is_held_may_be_added_again_without_its_bytes() {
    let directory = written();
    let mut store = open(directory.path());
    let mut again = every_change().swap_remove(2);
    let (hash, bytes) = again.audio.swap_remove(0);
    again.audio.clear();
    again.sequence = store.load().unwrap().0 + 1;
    again.changes.truncate(1);
    store.append(&[again]).unwrap();
    assert_eq!(store.audio(&hash).unwrap().as_deref(), Some(&bytes[..]));
}

#[test]
fn a_database_that_was_never_finished_is_made_anew() {
    let directory = tempfile::tempdir().unwrap();
    for name in ["switchback.db.new", "switchback.db.new-journal"] {
        fs::write(directory.path().join(name), "half a database").unwrap();
    }
    drop(open(directory.path()));
    assert!(!directory.path().join("switchback.db.new").exists());
}

#[test]
fn a_directory_that_cannot_be_made_is_reported() {
    let parent = tempfile::tempdir().unwrap();
    fs::write(parent.path().join("pool"), "a file").unwrap();
    let refused = Embedded::open(&parent.path().join("pool"), &pool()).unwrap_err();
    assert_snapshot!(text(parent.path(), &refused), @"making the directory failed in the data directory DIRECTORY/pool: File exists (os error 17); check the disk and who may use the directory");
}

#[test]
#[should_panic(expected = "records are numbered without gaps")]
fn a_gap_in_the_log_is_never_written() {
    let directory = tempfile::tempdir().unwrap();
    open(directory.path()).append(&[sample::record(2, vec![])]).unwrap();
}

fn written() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    open(directory.path()).append(&every_change()).unwrap();
    directory
}

/// What is left when a database is lost after a clean stop.
fn remove_database(directory: &Path) {
    for name in ["switchback.db", "switchback.db-wal"] {
        if let Err(error) = fs::remove_file(directory.join(name)) {
            assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
        }
    }
}

/// All that a store gives back.
fn everything(store: &Embedded) -> Result<String, StoreError> {
    let audio = store.audio(&every_change()[2].audio[0].0)?;
    Ok(format!("{} {:?} {:?}", content(&loaded(store)), store.log(0, 100)?, audio))
}

fn tamper(directory: &Path, statement: &str) {
    Connection::open(directory.join("switchback.db")).unwrap().execute_batch(statement).unwrap();
}

fn refusal(directory: &Path) -> String {
    text(directory, &Embedded::open(directory, &pool()).unwrap_err())
}

fn text(directory: &Path, error: &StoreError) -> String {
    error.to_string().replace(directory.to_str().unwrap(), "DIRECTORY")
}
