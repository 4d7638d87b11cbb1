use core::net::{IpAddr, Ipv6Addr};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{
    Direction, MediaLine,
    media_line::Typed,
    reader::{InvalidSdp, read},
};

/// A session description, reduced to what we use. Its serialised form is its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Description {
    /// Who describes which session, and in which version.
    pub origin: Origin,
    /// The address of all streams that have none of their own.
    pub connection: Option<IpAddr>,
    /// The direction of all streams that have none of their own.
    pub direction: Option<Direction>,
    /// The streams.
    pub media: Vec<MediaLine>,
}

/// The o-line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The number of the session, as it was written.
    pub session: String,
    /// The version, which rises by one with each change.
    pub version: u64,
    /// The host that gave the numbers: an address or a name.
    pub host: String,
}

impl Description {
    /// Reads a description.
    pub fn parse(text: &str) -> Result<Self, InvalidSdp> {
        read(text)
    }

    /// The address of a stream.
    pub fn connection_of(&self, line: &MediaLine) -> Option<IpAddr> {
        line.connection.or(self.connection)
    }

    /// The direction of a stream, as its side says it. An unspecified address is the old form of hold.
    pub fn direction_of(&self, line: &MediaLine) -> Direction {
        let said = line.direction.or(self.direction).unwrap_or_default();
        let held = self.connection_of(line).is_some_and(|address| address.is_unspecified());
        if held { Direction::of(said.sends(), false) } else { said }
    }

    /// Whether a stream has a codec that we speak.
    pub fn has_codec(&self) -> bool {
        self.voices().next().is_some()
    }

    /// Where the streams are heard that have a codec which we speak; nothing of those that are held in the old form.
    pub fn voice_addresses(&self) -> impl Iterator<Item = IpAddr> {
        self.voices().filter_map(|line| self.connection_of(line)).filter(|address| !address.is_unspecified())
    }

    fn voices(&self) -> impl Iterator<Item = &MediaLine> {
        self.media.iter().filter(|line| line.is_plain_audio() && line.codecs().next().is_some())
    }

    /// Whether both say the same, versions apart.
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.connection == other.connection && self.direction == other.direction && self.media == other.media
    }
}

impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Origin { session, version, host } = &self.origin;
        let bare = without_brackets(host);
        let kind = if bare.parse::<Ipv6Addr>().is_ok() { "IP6" } else { "IP4" };
        write!(f, "v=0\r\no=- {session} {version} IN {kind} {bare}\r\ns=-\r\n")?;
        if let Some(address) = self.connection {
            write!(f, "c=IN {}\r\n", Typed(address))?;
        }
        f.write_str("t=0 0\r\n")?;
        if let Some(direction) = self.direction {
            write!(f, "a={}\r\n", direction.name())?;
        }
        self.media.iter().try_for_each(|line| write!(f, "{line}"))
    }
}

/// A host as it stands in an o-line: an IPv6 address without the brackets that it has in a URI.
pub(super) fn without_brackets(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']')
}

impl TryFrom<String> for Description {
    type Error = InvalidSdp;

    fn try_from(text: String) -> Result<Self, InvalidSdp> {
        read(&text)
    }
}

impl From<Description> for String {
    fn from(description: Description) -> Self {
        description.to_string()
    }
}
