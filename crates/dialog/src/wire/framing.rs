//! Finds the messages in a stream by their Content-Length (RFC 3261 section 18.3).

use super::{grammar::number, reader::head_end};

/// Bytes of one connection that are not yet a whole message.
#[derive(Debug)]
pub struct Framing {
    bytes: Vec<u8>,
    message_bytes_max: usize,
}

/// What comes next in a stream.
#[derive(Debug, PartialEq, Eq)]
pub enum Framed {
    /// A whole message.
    Message(Vec<u8>),
    /// Two line ends, which are answered with one (RFC 5626 section 4.4.1).
    KeepAlive,
    /// More bytes are needed.
    Incomplete,
    /// Nobody can tell where the next message begins: the head is answered, where there is one, and the connection
    /// ends.
    Lost(Vec<u8>),
}

impl Framing {
    /// Nothing has come yet; a longer message than this is lost.
    pub const fn new(message_bytes_max: usize) -> Self {
        Self { bytes: Vec::new(), message_bytes_max }
    }

    /// Adds what was read.
    pub fn extend(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// Takes the next message out; to be called until it is incomplete or lost.
    pub fn take(&mut self) -> Framed {
        let blank = self.bytes.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        if self.bytes.starts_with(KEEP_ALIVE) {
            self.bytes.drain(..KEEP_ALIVE.len());
            return Framed::KeepAlive;
        }
        if blank == self.bytes.len() {
            return Framed::Incomplete;
        }
        self.bytes.drain(..blank);
        let Some(end) = head_end(&self.bytes) else {
            return if self.bytes.len() > self.message_bytes_max { self.lost() } else { Framed::Incomplete };
        };
        let Some(length) = content_length(&self.bytes[..end]) else { return self.lost() };
        let whole = end + KEEP_ALIVE.len() + length;
        if whole > self.message_bytes_max {
            return self.lost();
        }
        if self.bytes.len() < whole {
            return Framed::Incomplete;
        }
        let rest = self.bytes.split_off(whole);
        Framed::Message(std::mem::replace(&mut self.bytes, rest))
    }

    fn lost(&mut self) -> Framed {
        Framed::Lost(std::mem::take(&mut self.bytes))
    }
}

/// The length that a head states; nothing where it states none, or more than one.
fn content_length(head: &[u8]) -> Option<usize> {
    let head = std::str::from_utf8(head).ok()?;
    let mut lines = head.split("\r\n").skip(1).peekable();
    let mut found = None;
    while let Some(line) = lines.next() {
        let Some((name, value)) = line.split_once(':') else { continue };
        if !LENGTH.iter().any(|known| known.eq_ignore_ascii_case(name.trim_end())) {
            continue;
        }
        // A folded line goes on with the next (RFC 3261 section 7.3.1).
        let mut value = value.trim().to_owned();
        while let Some(more) = lines.next_if(|line| line.starts_with([' ', '\t'])) {
            value.push_str(more.trim());
        }
        if found.replace(number(&value, u64::from(u32::MAX))?).is_some() {
            return None;
        }
    }
    usize::try_from(found?).ok()
}

/// The name of the header field, and its compact form.
const LENGTH: [&str; 2] = ["Content-Length", "l"];
const KEEP_ALIVE: &[u8] = b"\r\n\r\n";
