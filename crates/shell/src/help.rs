//! What there is to know of a command: what Get-Help prints, and what the pages of the documentation are made of.

mod comment;
pub(crate) mod syntax_line;
mod topic;

pub use topic::{About, Sample, Topic};
