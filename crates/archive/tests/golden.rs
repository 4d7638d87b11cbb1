//! Archives that earlier versions wrote stay readable.
//!
//! When the format changes: raise `FORMAT`, run this test with ARCHIVE_GOLDEN_WRITE=1, commit the new pair of
//! files, and leave the old ones as they are.
#![expect(clippy::unwrap_used, reason = "what cannot be unwrapped fails the test")]

mod sample;

use std::fs;
use std::path::{Path, PathBuf};

use archive::container::{Budget, Container};
use archive::{Archive, FORMAT, read};
use serde_json::{Value, json};

fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

/// Everything that an archive says, as the wire form of today.
fn told(archive: &Archive<'_>) -> Value {
    let contents = &archive.export;
    let objects: Vec<Value> = contents
        .objects
        .iter()
        .map(|object| {
            json!({
                "Id": object.id, "Owner": object.owner, "Kind": object.object.kind(), "Base": object.base,
                "Properties": object.object.to_properties(),
            })
        })
        .collect();
    let tombstones: Vec<Value> = contents
        .tombstones
        .iter()
        .map(|tombstone| {
            json!({
                "Id": tombstone.id, "Kind": tombstone.kind, "Name": tombstone.name, "Owner": tombstone.owner,
                "Digest": tombstone.digest, "At": tombstone.removed.at, "By": tombstone.removed.by,
            })
        })
        .collect();
    let origin = contents.origin.as_ref().map(|origin| {
        json!({
            "Source": origin.source, "Owner": origin.owner, "Time": origin.at,
            "Sequence": origin.sequence, "Digest": origin.digest,
        })
    });
    json!({
        "Origin": origin, "Objects": objects, "Settings": contents.settings, "Tombstones": tombstones,
        "Audio": archive.audio.hashes().collect::<Vec<_>>(),
    })
}

fn write_golden(bytes: &[u8]) {
    let archive = read(bytes).unwrap();
    fs::write(golden(&format!("format-{FORMAT}.zip")), bytes).unwrap();
    let text = serde_json::to_string_pretty(&told(&archive)).unwrap();
    fs::write(golden(&format!("format-{FORMAT}.json")), text + "\n").unwrap();
}

#[test]
fn archives_of_every_format_say_what_they_said_then() {
    if std::env::var_os("ARCHIVE_GOLDEN_WRITE").is_some() {
        write_golden(&sample::contoso().write());
    }
    for format in 1..=FORMAT {
        let bytes = fs::read(golden(&format!("format-{format}.zip"))).unwrap();
        let expected = fs::read(golden(&format!("format-{format}.json"))).unwrap();
        let archive = read(&bytes).unwrap();
        assert_eq!(told(&archive), serde_json::from_slice::<Value>(&expected).unwrap(), "format {format}");
        assert_eq!(archive.warnings, [], "format {format}");
    }
}

#[test]
fn this_version_writes_the_entries_of_the_golden_archive() {
    let bytes = fs::read(golden(&format!("format-{FORMAT}.zip"))).unwrap();
    let unpacked = |bytes: &[u8]| -> Vec<(String, Vec<u8>)> {
        let container = Container::open(bytes).unwrap();
        let unpack = |entry: &archive::container::Entry<'_>| {
            (entry.path.clone(), entry.unpack(&Budget::default(), 1 << 20).unwrap())
        };
        container.entries().iter().map(unpack).collect()
    };
    assert_eq!(unpacked(&sample::contoso().write()), unpacked(&bytes));
}
