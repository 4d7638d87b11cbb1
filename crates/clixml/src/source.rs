//! The bytes of a document as UTF-8, whatever encoding its byte order mark names, with limits and lines.

use std::io::{self, BufRead, Read};

use crate::fault::Fault;

/// A buffered reader that turns UTF-16 into UTF-8, counts lines, and refuses an endless piece of text.
pub(crate) struct Source<R> {
    input: R,
    encoding: Option<Encoding>,
    raw: Vec<u8>,
    text: Vec<u8>,
    taken: usize,
    high_surrogate: Option<u16>,
    piece_length: usize,
    line: u64,
    fault: Option<Fault>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Utf16Little,
    Utf16Big,
}

impl<R: Read> Source<R> {
    pub(crate) fn new(input: R) -> Self {
        Self {
            input,
            encoding: None,
            raw: Vec::new(),
            text: Vec::new(),
            taken: 0,
            high_surrogate: None,
            piece_length: 0,
            line: 1,
            fault: None,
        }
    }

    /// A new tag or text begins: the limit counts from here.
    pub(crate) fn begin_piece(&mut self) {
        self.piece_length = 0;
    }

    /// The line that has been read up to, from 1.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// Why reading failed, if it failed here rather than in the input.
    pub(crate) fn take_fault(&mut self) -> Option<Fault> {
        self.fault.take()
    }

    fn refill(&mut self) -> io::Result<()> {
        self.text.clear();
        self.taken = 0;
        let encoding = match self.encoding {
            Some(encoding) => encoding,
            None => self.detect()?,
        };
        // A chunk that ends within a surrogate pair may give no text although more follows.
        while self.text.is_empty() {
            let ended = self.read_raw(CHUNK_SIZE)?;
            if encoding == Encoding::Utf8 {
                std::mem::swap(&mut self.text, &mut self.raw);
                self.raw.clear();
            } else {
                self.decode_utf16(encoding, ended)?;
            }
            if ended {
                break;
            }
        }
        Ok(())
    }

    /// Adds up to `size` bytes to `raw`; true at the end of the input.
    fn read_raw(&mut self, size: usize) -> io::Result<bool> {
        let before = self.raw.len();
        (&mut self.input).take(size as u64).read_to_end(&mut self.raw)?;
        Ok(self.raw.len() < before + size)
    }

    fn detect(&mut self) -> io::Result<Encoding> {
        self.read_raw(MARK_SIZE)?;
        let (encoding, mark) = match self.raw.as_slice() {
            [0xEF, 0xBB, 0xBF, ..] => (Encoding::Utf8, 3),
            [0xFF, 0xFE, ..] => (Encoding::Utf16Little, 2),
            [0xFE, 0xFF, ..] => (Encoding::Utf16Big, 2),
            [b'<', 0, ..] => (Encoding::Utf16Little, 0),
            [0, b'<', ..] => (Encoding::Utf16Big, 0),
            _ => (Encoding::Utf8, 0),
        };
        self.raw.drain(..mark);
        self.encoding = Some(encoding);
        Ok(encoding)
    }

    fn decode_utf16(&mut self, encoding: Encoding, ended: bool) -> io::Result<()> {
        let pairs = self.raw.len() / 2;
        for at in 0..pairs {
            let bytes = [self.raw[2 * at], self.raw[2 * at + 1]];
            let unit = match encoding {
                Encoding::Utf16Big => u16::from_be_bytes(bytes),
                _ => u16::from_le_bytes(bytes),
            };
            if self.high_surrogate.is_none() && matches!(unit, 0xD800..=0xDBFF) {
                self.high_surrogate = Some(unit);
                continue;
            }
            let units = self.high_surrogate.take().into_iter().chain([unit]);
            for character in char::decode_utf16(units) {
                let Ok(character) = character else {
                    return Err(self.fail(Fault::Encoding));
                };
                let mut utf8 = [0; 4];
                self.text.extend_from_slice(character.encode_utf8(&mut utf8).as_bytes());
            }
        }
        self.raw.drain(..2 * pairs);
        if ended && (!self.raw.is_empty() || self.high_surrogate.is_some()) {
            return Err(self.fail(Fault::Truncated));
        }
        Ok(())
    }

    fn fail(&mut self, fault: Fault) -> io::Error {
        self.fault = Some(fault);
        io::Error::from(io::ErrorKind::InvalidData)
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let length = available.len().min(out.len());
        out[..length].copy_from_slice(&available[..length]);
        self.consume(length);
        Ok(length)
    }
}

impl<R: Read> BufRead for Source<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.piece_length > TEXT_MAX {
            return Err(self.fail(Fault::TextTooLong));
        }
        if self.taken == self.text.len() {
            self.refill()?;
        }
        Ok(&self.text[self.taken..])
    }

    fn consume(&mut self, amount: usize) {
        let used = &self.text[self.taken..self.taken + amount];
        self.line += used.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.taken += amount;
        self.piece_length += amount;
    }
}

/// The longest tag, text or comment of a document, in bytes of UTF-8.
pub const TEXT_MAX: usize = 8 * 1024 * 1024;

const CHUNK_SIZE: usize = 32 * 1024;
const MARK_SIZE: usize = 4;
