//! Which objects of a document are referred to, found before it is read, so that only these are kept.

use std::collections::BTreeSet;
use std::io::{BufRead, Read};

use crate::fault::{Fault, ReadError};
use crate::source::Source;

/// The ids that `<Ref RefId="..">` names somewhere in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct References(BTreeSet<u64>);

impl References {
    /// Looks through a document once. What is no well-formed reference is left to the reader.
    ///
    /// # Errors
    /// When the input cannot be read or refers to more than [`REFERENCES_MAX`] objects.
    pub fn scan(input: impl Read) -> Result<Self, ReadError> {
        let mut source = Source::new(input);
        let mut scanner = Scanner::default();
        loop {
            source.begin_piece();
            let chunk = match source.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) => {
                    let fault = source.take_fault().unwrap_or_else(|| Fault::Input(error.into()));
                    return Err(ReadError::new(source.line(), fault));
                }
            };
            if chunk.is_empty() {
                return Ok(Self(scanner.found));
            }
            for &byte in chunk {
                if scanner.matched > 0 || byte == TAG[0] {
                    scanner.take(byte);
                }
            }
            if scanner.found.len() > REFERENCES_MAX {
                return Err(ReadError::new(source.line(), Fault::TooManyReferences));
            }
            let length = chunk.len();
            source.consume(length);
        }
    }

    pub(crate) fn contain(&self, id: u64) -> bool {
        self.0.contains(&id)
    }
}

/// How many different objects a document may refer to.
pub const REFERENCES_MAX: usize = 200_000;

/// Recognises `<Ref ... RefId="digits"` byte by byte.
#[derive(Default)]
struct Scanner {
    matched: usize,
    attributes: Vec<u8>,
    found: BTreeSet<u64>,
}

impl Scanner {
    fn take(&mut self, byte: u8) {
        if self.matched < TAG.len() {
            self.matched = match byte {
                _ if byte == TAG[self.matched] => self.matched + 1,
                b'<' => 1,
                _ => 0,
            };
            return;
        }
        if byte != b'>' && self.attributes.len() < ATTRIBUTES_MAX {
            self.attributes.push(byte);
            return;
        }
        if let Some(id) = reference_id(&self.attributes) {
            self.found.insert(id);
        }
        self.attributes.clear();
        self.matched = 0;
    }
}

/// The number of `RefId="12"` among the attributes; `None` for another tag, such as `RefX`.
fn reference_id(attributes: &[u8]) -> Option<u64> {
    let attributes = std::str::from_utf8(attributes).ok()?;
    let (before, after) = attributes.split_once("RefId")?;
    if !before.starts_with([' ', '\t', '\r', '\n']) {
        return None;
    }
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let value = value.strip_prefix(['"', '\''])?.trim_start();
    let end = value.find(|c: char| !c.is_ascii_digit())?;
    value[..end].parse().ok()
}

const TAG: &[u8] = b"<Ref";

/// A reference has a name and an id; more of them is not looked at.
const ATTRIBUTES_MAX: usize = 4096;
