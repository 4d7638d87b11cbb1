//! What cmdlets share that write one file: where it is, how its text is encoded, and the bytes that wait.

use super::target::{Target, unwritten};
use crate::command::Call;
use crate::flow::Flow;
use crate::host::{HostError, WriteMode};
use crate::text::Encoding;
use crate::value::limits::TEXT_BYTES_MAX;

/// The whole path of the file: that of -LiteralPath, or of the parameter `name`.
pub(in crate::builtin) fn destination(name: &str, call: &Call<'_>) -> Flow<String> {
    let target = match call.text("LiteralPath")? {
        Some(path) => Target::literal(&path),
        None => Target::pattern(&call.text(name)?.unwrap_or_default()),
    };
    Ok(target.whole(call.host()))
}

/// Whether the file is there. A folder is refused, and with -NoClobber a file that would be replaced.
pub(in crate::builtin) fn check_destination(path: &str, call: &Call<'_>) -> Flow<bool> {
    let there = call.host().entry(path).map_err(|error| call.fail(unwritten(&error)))?;
    let Some(entry) = there else { return Ok(false) };
    let refused = if entry.is_folder {
        HostError::Denied { path: path.to_owned() }
    } else if call.switch("NoClobber") && !call.switch("Append") {
        HostError::Exists { path: path.to_owned() }
    } else {
        return Ok(true);
    };
    Err(call.fail(unwritten(&refused)))
}

/// -Encoding of a call.
pub(in crate::builtin) fn encoding(call: &Call<'_>) -> Flow<Option<Encoding>> {
    let name = call.text("Encoding")?;
    name.map(|name| Encoding::named(&name)).transpose().map_err(|fault| call.fail(fault))
}

/// A file that is written piece by piece. Up to a size it is whole or untouched at any moment.
pub(in crate::builtin) struct Waiting {
    pub(in crate::builtin) path: String,
    encoding: Encoding,
    /// How the next piece is written.
    mode: WriteMode,
    bytes: Vec<u8>,
}

impl Waiting {
    /// A file that gets the mark of its encoding first, and replaces what is there.
    pub(in crate::builtin) fn new(path: String, encoding: Encoding) -> Self {
        Self { path, encoding, mode: WriteMode::Replace, bytes: encoding.mark().to_vec() }
    }

    /// A file that is added to.
    pub(in crate::builtin) fn adding(path: String, encoding: Encoding) -> Self {
        Self { path, encoding, mode: WriteMode::Append, bytes: Vec::new() }
    }

    pub(in crate::builtin) fn push(&mut self, text: &str) {
        self.bytes.extend(self.encoding.encode(text));
    }

    /// Writes what waits where that has become much.
    pub(in crate::builtin) fn write_much(&mut self, call: &Call<'_>) -> Flow {
        if self.bytes.len() >= TEXT_BYTES_MAX { self.write(call) } else { Ok(()) }
    }

    /// Writes what waits, or the file without anything in it.
    pub(in crate::builtin) fn write_rest(&mut self, call: &Call<'_>) -> Flow {
        let is_written = self.mode == WriteMode::Append && self.bytes.is_empty();
        if is_written { Ok(()) } else { self.write(call) }
    }

    fn write(&mut self, call: &Call<'_>) -> Flow {
        let written = call.host().write_file(&self.path, &self.bytes, self.mode);
        written.map_err(|error| call.fail(unwritten(&error)))?;
        self.bytes.clear();
        self.mode = WriteMode::Append;
        Ok(())
    }
}
