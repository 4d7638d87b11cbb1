//! Filled with the archive.
