//! What must hold for every input of the archive reader. The fuzz target and the replay of its corpus share it.

#![allow(dead_code, unreachable_pub, reason = "the test uses more than the target")]

use std::io::Write;

use archive::Archive;
use domain::{Digest, Export, Origin, PoolFqdn};

/// An archive is refused, or its objects can be exported and read back equal.
///
/// Input that is no ZIP stands for the content of the files, so that checksums do not stop every change.
pub fn archive_reader(bytes: &[u8]) {
    if bytes.starts_with(b"PK") {
        judge(bytes);
    } else if let Some((which, content)) = bytes.split_first() {
        judge(&packed(FILES[usize::from(*which) % FILES.len()], content));
    }
}

fn judge(bytes: &[u8]) {
    if let Ok(archive) = archive::read(bytes) {
        export_again(&archive);
    }
}

fn export_again(archive: &Archive<'_>) {
    // A pool that no input names: what an object says about its own is not part of the export.
    let source = PoolFqdn::new("fuzz.invalid").expect("the name is valid");
    let origin = Origin {
        owner: source.clone(),
        source,
        at: jiff::Timestamp::UNIX_EPOCH,
        sequence: 0,
        digest: Digest::of(b""),
    };
    let mut export = Export { origin: Some(origin), ..archive.export.clone() };
    let written = archive::write(&export, &mut |hash| archive.audio.read(hash).ok().flatten());
    let written = written.expect("what was read can be exported");
    let mut again = archive::read(&written).expect("what was exported can be read");
    assert_eq!(again.warnings, []);
    for export in [&mut export, &mut again.export] {
        export.objects.sort_by_key(|object| object.id);
        export.tombstones.sort_by_key(|tombstone| tombstone.id);
    }
    assert_eq!(again.export, export);
}

/// An archive with one CLIXML file and one audio file that its objects may name.
pub fn packed(file: &str, content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut directory = Vec::new();
    for (path, content) in [(file, content), ("RGS/Instances/any/tune.wav", TUNE)] {
        let path = format!("RgsImportExport/{path}");
        let mut crc = flate2::Crc::new();
        crc.update(content);
        let mut common = vec![0, 0, 0, 0, 0, 0, 0x21, 0];
        let size = u32::try_from(content.len()).expect("inputs are small").to_le_bytes();
        common.extend([crc.sum().to_le_bytes(), size, size].concat());
        common.extend([u8::try_from(path.len()).expect("paths are short"), 0, 0, 0]);
        let offset = u32::try_from(bytes.len()).expect("inputs are small");
        for part in [b"PK\x03\x04\x14\0".as_slice(), &common, path.as_bytes(), content] {
            bytes.write_all(part).expect("a Vec takes everything");
        }
        for part in
            [b"PK\x01\x02\x14\0\x14\0".as_slice(), &common, &[0; 10], &offset.to_le_bytes(), path.as_bytes()]
        {
            directory.write_all(part).expect("a Vec takes everything");
        }
    }
    let start = u32::try_from(bytes.len()).expect("inputs are small").to_le_bytes();
    let size = u32::try_from(directory.len()).expect("inputs are small").to_le_bytes();
    [bytes, directory, b"PK\x05\x06\0\0\0\0\x02\0\x02\0".to_vec(), size.to_vec(), start.to_vec(), vec![0, 0]]
        .concat()
}

/// The files that a first byte chooses from.
pub const FILES: [&str; 6] = [
    "AgentGroups.xml",
    "HolidaySets.xml",
    "HoursOfBusiness.xml",
    "Queues.xml",
    "ServiceSettings.xml",
    "Workflows.xml",
];

/// The shortest audio.
const TUNE: &[u8] =
    b"RIFF\x26\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\x02\0\0\0\x80\x80";
