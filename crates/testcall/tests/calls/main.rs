//! Scripts by configuration, and courses against a pool of these tests that says what it is told to say.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod courses;
mod far_end;
mod scripts;
mod site;
