//! Every database that was ever released opens, and becomes what a new one is.
#![allow(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

mod sample;

use std::{
    fs,
    path::{Path, PathBuf},
};

use rusqlite::Connection;
use store::{Embedded, SCHEMA_VERSION, Store as _};

use sample::{content, every_change, loaded, open, pool};

#[test]
fn a_golden_database_of_every_version_is_kept() {
    for version in 1..=SCHEMA_VERSION {
        let kept = golden(version);
        if !kept.exists() {
            let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("golden-{version}"));
            if directory.exists() {
                fs::remove_dir_all(&directory).unwrap();
            }
            open(&directory).append(&every_change()).unwrap();
            panic!(
                "keep a database of version {version}: cp {} {}",
                file(&directory).display(),
                kept.display()
            );
        }
    }
}

#[test]
fn golden_databases_open_with_everything_that_they_held() {
    let fresh = tempfile::tempdir().unwrap();
    open(fresh.path()).append(&every_change()).unwrap();
    let expected = content(&loaded(&open(fresh.path())));
    for version in 1..=SCHEMA_VERSION {
        let directory = with_golden(version);
        let store = open(directory.path());
        assert_eq!(content(&loaded(&store)), expected, "version {version}");
        for (hash, bytes) in &every_change()[2].audio[..1] {
            assert_eq!(store.audio(hash).unwrap().as_deref(), Some(&**bytes));
        }
        assert_eq!(store.log(0, 100).unwrap().len(), every_change().len());
    }
}

#[test]
fn all_steps_lead_to_the_schema_of_a_fresh_database() {
    let fresh = tempfile::tempdir().unwrap();
    drop(open(fresh.path()));
    for version in 1..=SCHEMA_VERSION {
        let directory = with_golden(version);
        drop(open(directory.path()));
        assert_eq!(schema(directory.path()), schema(fresh.path()), "from version {version}");
    }
}

#[test]
fn steps_taken_twice_are_taken_once() {
    let directory = with_golden(1);
    drop(open(directory.path()));
    let once = (schema(directory.path()), content(&loaded(&open(directory.path()))));
    drop(open(directory.path()));
    assert_eq!((schema(directory.path()), content(&loaded(&open(directory.path())))), once);
}

#[test]
fn a_golden_database_takes_new_records() {
    let directory = with_golden(1);
    let next = every_change().len() as u64 + 1;
    let mut store = Embedded::open(directory.path(), &pool()).unwrap();
    store.append(&[sample::record(next, vec![sample::settings(120)])]).unwrap();
    drop(store);
    assert_eq!(open(directory.path()).load().unwrap().0, next);
}

fn golden(version: u32) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/version-{version}.db"))
}

fn file(directory: &Path) -> PathBuf {
    directory.join("switchback.db")
}

fn with_golden(version: u32) -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    fs::copy(golden(version), file(directory.path())).unwrap();
    directory
}

/// The version and the text of everything in the schema.
fn schema(directory: &Path) -> (u32, Vec<String>) {
    let connection = Connection::open(file(directory)).unwrap();
    let version = connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    let mut statement =
        connection.prepare("SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY 1").unwrap();
    let texts = statement.query_map([], |row| row.get(0)).unwrap();
    (version, texts.collect::<Result<_, _>>().unwrap())
}
