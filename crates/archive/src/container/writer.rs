//! Writes a ZIP whose bytes depend on its content alone.

use std::io::{self, Cursor, Write};

use super::TOTAL_SIZE_MAX;
use sha2::{Digest as _, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Writes entries one after another; the caller gives them in the order of their paths.
pub(crate) struct ContainerWriter {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    sums: Vec<(String, String)>,
    total: u64,
}

/// The content of one entry on its way into the ZIP.
pub(crate) struct EntryWriter<'a> {
    zip: &'a mut ZipWriter<Cursor<Vec<u8>>>,
    sum: Sha256,
    total: &'a mut u64,
}

impl ContainerWriter {
    pub(crate) fn new() -> Self {
        Self { zip: ZipWriter::new(Cursor::new(Vec::new())), sums: Vec::new(), total: 0 }
    }

    /// Adds an entry whose content `write` produces.
    pub(crate) fn entry(
        &mut self,
        path: &str,
        write: impl FnOnce(&mut EntryWriter<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(LEVEL))
            .last_modified_time(DateTime::default())
            .unix_permissions(PERMISSIONS);
        self.zip.start_file(path, options)?;
        let mut entry = EntryWriter { zip: &mut self.zip, sum: Sha256::new(), total: &mut self.total };
        write(&mut entry)?;
        let sum = entry.sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        self.sums.push((path.to_owned(), sum));
        Ok(())
    }

    /// Path and SHA-256 of every entry so far.
    pub(crate) fn sums(&self) -> &[(String, String)] {
        &self.sums
    }

    /// The finished archive.
    pub(crate) fn finish(self) -> io::Result<Vec<u8>> {
        Ok(self.zip.finish()?.into_inner())
    }
}

impl Write for EntryWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        *self.total += bytes.len() as u64;
        if *self.total > TOTAL_SIZE_MAX {
            let message =
                format!("it would unpack to more than the {TOTAL_SIZE_MAX} bytes that an import takes");
            return Err(io::Error::other(message));
        }
        let length = self.zip.write(bytes)?;
        self.sum.update(&bytes[..length]);
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The fastest level of deflate: configuration shrinks well at any.
const LEVEL: i64 = 1;

/// Readable by everybody, writable by its owner.
const PERMISSIONS: u32 = 0o644;
