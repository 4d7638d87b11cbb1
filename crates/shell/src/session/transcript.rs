//! The transcript: all that people see, in a file as well.

use super::Session;
use crate::host::{Stream, WriteMode};

impl Session {
    /// The file of the transcript that is being written, if one is.
    pub(crate) fn transcript(&self) -> Option<&str> {
        self.transcript.as_deref()
    }

    /// Begins a transcript in `path`, or ends the one that is being written.
    pub(crate) fn set_transcript(&mut self, path: Option<String>) {
        self.transcript = path;
    }

    /// Writes text where people see it, and to the transcript.
    pub(crate) fn print_now(&mut self, stream: Stream, text: &str) {
        self.host().print(stream, text);
        self.transcribe(text);
    }

    /// Adds text to the transcript. A file that takes no more ends it.
    pub(crate) fn transcribe(&mut self, text: &str) {
        let Some(path) = &self.transcript else { return };
        let content = text.replace('\n', "\r\n");
        if let Err(error) = self.host().write_file(path, content.as_bytes(), WriteMode::Append) {
            self.host().print(Stream::Warning, &format!("WARNING: The transcript ends here: {error}\n"));
            self.transcript = None;
        }
    }
}
