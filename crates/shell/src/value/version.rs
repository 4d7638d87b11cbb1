//! System.Version: two to four numbers.

use std::fmt;

/// A version. Parts that were not given are absent and read as -1, and an absent part comes before 0.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    parts: [i32; 4],
}

impl Version {
    /// The version with these parts, two to four of them and none negative.
    pub fn new(parts: &[i32]) -> Option<Self> {
        if !(2..=4).contains(&parts.len()) || parts.iter().any(|part| *part < 0) {
            return None;
        }
        let mut all = [-1; 4];
        all[..parts.len()].copy_from_slice(parts);
        Some(Self { parts: all })
    }

    /// Major, minor, build, revision; -1 where absent.
    pub fn parts(&self) -> [i32; 4] {
        self.parts
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.parts[0], self.parts[1])?;
        for part in self.parts[2..].iter().filter(|part| **part >= 0) {
            write!(f, ".{part}")?;
        }
        Ok(())
    }
}
