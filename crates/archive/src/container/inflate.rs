//! Unpacks an entry while it counts: sizes, ratio and checksum are found out, not believed.

use std::cell::Cell;
use std::io::{self, Read};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use super::{Entry, InvalidContainer};

/// How much of an archive has been unpacked.
#[derive(Debug, Default)]
pub struct Budget {
    used: Cell<u64>,
}

/// Reads the content of an entry; at its end size and checksum are compared.
///
/// An error of `read` carries an [`InvalidContainer`]; [`EntryReader::fault`] gives it back.
pub struct EntryReader<'a, 'b> {
    entry: &'b Entry<'a>,
    budget: &'b Budget,
    content: Content<'a>,
    crc: Crc,
    size: u64,
    size_max: u64,
    ended: bool,
}

enum Content<'a> {
    Stored(&'a [u8]),
    Deflated(Box<DeflateDecoder<&'a [u8]>>),
}

impl<'a> Entry<'a> {
    /// Begins to unpack; more than `size_max` bytes are refused.
    pub fn reader<'b>(&'b self, budget: &'b Budget, size_max: u64) -> EntryReader<'a, 'b> {
        let content = if self.deflated {
            Content::Deflated(Box::new(DeflateDecoder::new(self.packed)))
        } else {
            Content::Stored(self.packed)
        };
        EntryReader { entry: self, budget, content, crc: Crc::new(), size: 0, size_max, ended: false }
    }

    /// The whole content.
    ///
    /// # Errors
    /// When it is damaged or exceeds a limit.
    pub fn unpack(&self, budget: &Budget, size_max: u64) -> Result<Vec<u8>, InvalidContainer> {
        let mut content = Vec::new();
        match self.reader(budget, size_max).read_to_end(&mut content) {
            Ok(_) => Ok(content),
            Err(error) => Err(EntryReader::fault(&error).unwrap_or_else(|| self.damaged())),
        }
    }

    fn damaged(&self) -> InvalidContainer {
        InvalidContainer::Damaged { what: "the compressed data is not readable", entry: self.path.clone() }
    }
}

impl EntryReader<'_, '_> {
    /// What stopped a read.
    pub fn fault(error: &io::Error) -> Option<InvalidContainer> {
        error.get_ref()?.downcast_ref::<InvalidContainer>().cloned()
    }

    fn count(&mut self, bytes: &[u8]) -> Result<(), InvalidContainer> {
        self.crc.update(bytes);
        self.size += bytes.len() as u64;
        let total = self.budget.used.get() + bytes.len() as u64;
        self.budget.used.set(total);
        let packed = self.entry.packed.len() as u64;
        if self.size > self.size_max {
            return Err(InvalidContainer::EntryTooLarge {
                entry: self.entry.path.clone(),
                max: self.size_max,
            });
        }
        if total > TOTAL_SIZE_MAX {
            return Err(InvalidContainer::TotalTooLarge);
        }
        if self.size > RATIO_FREE && self.size / RATIO_MAX > packed {
            return Err(InvalidContainer::Ratio(self.entry.path.clone()));
        }
        Ok(())
    }

    fn finish(&self) -> Result<(), InvalidContainer> {
        let unread = match &self.content {
            Content::Stored(rest) => !rest.is_empty(),
            Content::Deflated(decoder) => decoder.total_in() != self.entry.packed.len() as u64,
        };
        if unread || self.size != self.entry.size {
            let what = "the size of an entry is not the one announced";
            return Err(InvalidContainer::Damaged { what, entry: self.entry.path.clone() });
        }
        if self.crc.sum() != self.entry.crc {
            return Err(InvalidContainer::Checksum(self.entry.path.clone()));
        }
        Ok(())
    }
}

impl Read for EntryReader<'_, '_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() || self.ended {
            return Ok(0);
        }
        let length = match &mut self.content {
            Content::Stored(rest) => rest.read(out)?,
            Content::Deflated(decoder) => {
                decoder.read(out).map_err(|_| io::Error::other(self.entry.damaged()))?
            }
        };
        if length == 0 {
            self.ended = true;
            self.finish().map_err(io::Error::other)?;
        }
        self.count(&out[..length]).map_err(io::Error::other)?;
        Ok(length)
    }
}

/// The largest entry that is unpacked, in bytes.
pub const ENTRY_SIZE_MAX: u64 = 512 * 1024 * 1024;

/// The most bytes that all entries of an archive may have together.
pub const TOTAL_SIZE_MAX: u64 = 4 * 1024 * 1024 * 1024;

/// The largest ratio of unpacked to packed size; configuration reaches a few dozen.
pub const RATIO_MAX: u64 = 250;

/// Up to this size no ratio is too large: four megabytes of silence pack to nearly nothing.
const RATIO_FREE: u64 = 8 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(content: &[u8]) -> Entry<'_> {
        let mut crc = Crc::new();
        crc.update(content);
        let size = content.len() as u64;
        Entry { path: "a".to_owned(), packed: content, deflated: false, crc: crc.sum(), size }
    }

    #[test]
    fn the_limits_of_an_entry_and_of_the_whole_archive_are_kept_to_the_byte() {
        let entry = entry(b"0123456789");
        assert_eq!(entry.unpack(&Budget::default(), 10).unwrap(), b"0123456789");
        let too_large = InvalidContainer::EntryTooLarge { entry: "a".to_owned(), max: 9 };
        assert_eq!(entry.unpack(&Budget::default(), 9), Err(too_large));
        let nearly_used = Budget { used: Cell::new(TOTAL_SIZE_MAX - 10) };
        assert!(entry.unpack(&nearly_used, 10).is_ok());
        assert_eq!(entry.unpack(&nearly_used, 10), Err(InvalidContainer::TotalTooLarge));
    }
}
