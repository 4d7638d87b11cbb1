//! The directory of a ZIP (APPNOTE 4.3.12 to 4.3.16): which entries there are, and where.

use std::collections::BTreeSet;

use super::InvalidContainer;

/// A ZIP whose directory has been checked.
#[derive(Debug)]
pub struct Container<'a> {
    entries: Vec<Entry<'a>>,
}

/// A file of a ZIP.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// The path with `/` between folders, as it was given otherwise.
    pub path: String,
    pub(super) packed: &'a [u8],
    pub(super) deflated: bool,
    pub(super) crc: u32,
    pub(super) size: u64,
}

impl<'a> Container<'a> {
    /// Checks the directory and every header; unpacks nothing.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn open(bytes: &'a [u8]) -> Result<Self, InvalidContainer> {
        let end = End::find(bytes)?;
        let mut rest =
            bytes.get(end.directory_start..end.directory_end).ok_or(InvalidContainer::Truncated)?;
        let mut names = BTreeSet::new();
        let mut entries = Vec::new();
        let mut spans = Vec::new();
        for _ in 0..end.entries {
            let record = Record::take(&mut rest)?;
            let entry = record.entry(&bytes[..end.directory_start])?;
            if !names.insert(entry.path.trim_end_matches('/').to_lowercase()) {
                return Err(InvalidContainer::Duplicate(entry.path));
            }
            spans.push((record.header_start, record.header_start + (LOCAL_SIZE + entry.packed.len()) as u64));
            if !entry.path.ends_with('/') {
                entries.push(entry);
            }
        }
        if !rest.is_empty() {
            return Err(damaged("its directory holds more than it announces"));
        }
        spans.sort_unstable();
        if spans.windows(2).any(|pair| pair[0].1 > pair[1].0) {
            return Err(damaged("entries overlap"));
        }
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Self { entries })
    }

    /// The files, sorted by path; folders are left out.
    pub fn entries(&self) -> &[Entry<'a>] {
        &self.entries
    }
}

/// The record at the end of a ZIP.
struct End {
    entries: usize,
    directory_start: usize,
    directory_end: usize,
}

impl End {
    fn find(bytes: &[u8]) -> Result<Self, InvalidContainer> {
        let missing = || match bytes.get(..4) {
            Some(LOCAL_SIGNATURE | CENTRAL_SIGNATURE) => InvalidContainer::Truncated,
            _ => InvalidContainer::NotZip,
        };
        let last = bytes.len().checked_sub(END_SIZE).ok_or_else(missing)?;
        let first = last.saturating_sub(usize::from(u16::MAX));
        let found = (first..=last).rev().find(|at| {
            bytes[*at..].starts_with(END_SIGNATURE)
                && at + END_SIZE + usize::from(short(bytes, at + 20)) == bytes.len()
        });
        let at = found.ok_or_else(missing)?;
        let entries = short(bytes, at + 10);
        if entries == u16::MAX || usize::from(entries) > ENTRIES_MAX {
            return Err(InvalidContainer::TooManyEntries);
        }
        if short(bytes, at + 4) != 0 || short(bytes, at + 6) != 0 || short(bytes, at + 8) != entries {
            return Err(InvalidContainer::Split);
        }
        let (size, start) = (long(bytes, at + 12) as usize, long(bytes, at + 16) as usize);
        let directory_end =
            start.checked_add(size).filter(|end| *end <= at).ok_or(InvalidContainer::Truncated)?;
        Ok(Self { entries: entries.into(), directory_start: start, directory_end })
    }
}

/// A header of the directory.
struct Record {
    name: Vec<u8>,
    flags: u16,
    method: u16,
    crc: u32,
    packed_size: u64,
    size: u64,
    header_start: u64,
    mode: u32,
}

impl Record {
    fn take(rest: &mut &[u8]) -> Result<Self, InvalidContainer> {
        let fixed = rest.get(..CENTRAL_SIZE).ok_or(InvalidContainer::Truncated)?;
        if !fixed.starts_with(CENTRAL_SIGNATURE) {
            return Err(damaged("its directory is not readable"));
        }
        let name_end = CENTRAL_SIZE + usize::from(short(fixed, 28));
        let extra_end = name_end + usize::from(short(fixed, 30));
        let end = extra_end + usize::from(short(fixed, 32));
        let whole = rest.get(..end).ok_or(InvalidContainer::Truncated)?;
        *rest = &rest[end..];
        let mut record = Self {
            name: whole[CENTRAL_SIZE..name_end].to_vec(),
            flags: short(fixed, 8),
            method: short(fixed, 10),
            crc: long(fixed, 16),
            packed_size: long(fixed, 20).into(),
            size: long(fixed, 24).into(),
            header_start: long(fixed, 42).into(),
            mode: long(fixed, 38) >> 16,
        };
        record.widen(&whole[name_end..extra_end]);
        Ok(record)
    }

    /// Takes the sizes that did not fit from the ZIP64 field, in its fixed order.
    fn widen(&mut self, mut extra: &[u8]) {
        while let Some((head, after)) = extra.split_first_chunk::<4>() {
            let length = usize::from(short(head, 2)).min(after.len());
            let (field, rest) = after.split_at(length);
            extra = rest;
            if short(head, 0) != ZIP64_FIELD {
                continue;
            }
            let mut numbers = field
                .chunks_exact(8)
                .map(|bytes| u64::from(long(bytes, 4)) << 32 | u64::from(long(bytes, 0)));
            for value in [&mut self.size, &mut self.packed_size, &mut self.header_start] {
                if *value == u64::from(u32::MAX) {
                    *value = numbers.next().unwrap_or(*value);
                }
            }
        }
    }

    /// Checks the entry and finds its bytes; `bytes` is everything before the directory.
    fn entry<'a>(&self, bytes: &'a [u8]) -> Result<Entry<'a>, InvalidContainer> {
        let path = checked_path(&self.name)?;
        if self.flags & ENCRYPTED != 0 {
            return Err(InvalidContainer::Encrypted(path));
        }
        if self.mode & MODE_TYPE == MODE_LINK {
            return Err(InvalidContainer::Link(path));
        }
        if !matches!(self.method, STORED | DEFLATED) {
            return Err(InvalidContainer::Method { entry: path, method: self.method });
        }
        let packed = self.packed(bytes, &path)?;
        Ok(Entry { path, packed, deflated: self.method == DEFLATED, crc: self.crc, size: self.size })
    }

    fn packed<'a>(&self, bytes: &'a [u8], path: &str) -> Result<&'a [u8], InvalidContainer> {
        let damaged = |what| InvalidContainer::Damaged { what, entry: path.to_owned() };
        let outside = || damaged("an entry lies outside the archive");
        let start = usize::try_from(self.header_start).map_err(|_| outside())?;
        let header = bytes.get(start..).and_then(|rest| rest.get(..LOCAL_SIZE)).ok_or_else(outside)?;
        if !header.starts_with(LOCAL_SIGNATURE) {
            return Err(damaged("an entry is not where the directory says"));
        }
        let name_start = start + LOCAL_SIZE;
        let name_end = name_start + usize::from(short(header, 26));
        if bytes.get(name_start..name_end) != Some(&self.name) {
            return Err(damaged("an entry has two names"));
        }
        let data_start = name_end + usize::from(short(header, 28));
        let size = usize::try_from(self.packed_size).map_err(|_| outside())?;
        let data_end = data_start.checked_add(size).ok_or_else(outside)?;
        bytes.get(data_start..data_end).ok_or_else(outside)
    }
}

/// The path with `/` between its parts, if nothing about it is dangerous.
fn checked_path(name: &[u8]) -> Result<String, InvalidContainer> {
    let path = String::from_utf8_lossy(name).replace('\\', "/");
    let shown = || path.chars().filter(|c| !c.is_control()).take(NAME_MAX).collect();
    if path.is_empty() || path.len() > NAME_MAX || path.chars().any(char::is_control) {
        return Err(InvalidContainer::Name(shown()));
    }
    let drive = path.as_bytes()[0].is_ascii_alphabetic() && path.as_bytes().get(1) == Some(&b':');
    if path.starts_with('/') || drive {
        return Err(InvalidContainer::Absolute(shown()));
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    if parts.len() > 1 && parts.last() == Some(&"") {
        parts.pop();
    }
    if parts.iter().any(|part| matches!(part.trim_end_matches([' ', '.']), "")) {
        return Err(InvalidContainer::Traversal(shown()));
    }
    if path.contains(':') {
        return Err(InvalidContainer::Name(shown()));
    }
    Ok(path)
}

fn damaged(what: &'static str) -> InvalidContainer {
    InvalidContainer::Damaged { what, entry: String::new() }
}

fn short(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn long(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// The most entries of an archive; ten thousand workflows with five audio files each fit.
pub const ENTRIES_MAX: usize = 60_000;

/// The longest path of an entry, in bytes.
pub const NAME_MAX: usize = 1024;

const LOCAL_SIGNATURE: &[u8] = b"PK\x03\x04";
const CENTRAL_SIGNATURE: &[u8] = b"PK\x01\x02";
const END_SIGNATURE: &[u8] = b"PK\x05\x06";
const LOCAL_SIZE: usize = 30;
const CENTRAL_SIZE: usize = 46;
const END_SIZE: usize = 22;
const ZIP64_FIELD: u16 = 1;
/// Bits 0, 6 and 13 of the flags: encryption in its three forms.
const ENCRYPTED: u16 = 1 | 1 << 6 | 1 << 13;
const STORED: u16 = 0;
const DEFLATED: u16 = 8;
const MODE_TYPE: u32 = 0o170_000;
const MODE_LINK: u32 = 0o120_000;
