use core::net::IpAddr;

use thiserror::Error;

use super::{Description, MediaLine, Origin, attribute, description::without_brackets};

/// Why a text is no session description that we take. Lines count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InvalidSdp {
    /// Longer than [`LENGTH_MAX`] or [`LINES_MAX`].
    #[error("the session description is too long")]
    TooLong,
    /// The body is not UTF-8.
    #[error("the session description is not text")]
    NotText,
    /// A line that is not of the form `x=`.
    #[error("line {0} is not of the form x=")]
    Line(usize),
    /// The first line is not `v=0`.
    #[error("the first line is not v=0")]
    Version,
    /// No o-line.
    #[error("there is no o-line")]
    NoOrigin,
    /// An o-line that cannot be read.
    #[error("the o-line in line {0} is not valid")]
    Origin(usize),
    /// A c-line that names no IP address.
    #[error("the c-line in line {0} names no IP address")]
    Connection(usize),
    /// A stream that is not refused and has no address.
    #[error("a stream has no address")]
    NoConnection,
    /// An m-line that cannot be read.
    #[error("the m-line in line {0} is not valid")]
    Media(usize),
    /// More than [`MEDIA_LINES_MAX`] streams.
    #[error("there are more than {MEDIA_LINES_MAX} streams")]
    TooManyMedia,
    /// An attribute that we use and cannot read.
    #[error("the attribute in line {0} is not valid")]
    Attribute(usize),
}

/// Bytes of a description.
pub const LENGTH_MAX: usize = 16 * 1024;
/// Lines of a description.
pub const LINES_MAX: usize = 512;
/// Streams of a description.
pub const MEDIA_LINES_MAX: usize = 16;
/// Formats of a stream that are kept; further ones are passed over.
pub const FORMATS_MAX: usize = 32;

pub(super) fn read(text: &str) -> Result<Description, InvalidSdp> {
    if text.len() > LENGTH_MAX {
        return Err(InvalidSdp::TooLong);
    }
    let mut origin = None;
    let origin_to_come = Origin { session: String::new(), version: 0, host: String::new() };
    let mut description =
        Description { origin: origin_to_come, connection: None, direction: None, media: Vec::new() };
    for (at, line) in lines(text).enumerate() {
        let number = at + 1;
        if number > LINES_MAX {
            return Err(InvalidSdp::TooLong);
        }
        let (kind, value) = line.split_once('=').ok_or(InvalidSdp::Line(number))?;
        let value = value.trim();
        match kind {
            "v" if number == 1 && value == "0" => {}
            _ if number == 1 => return Err(InvalidSdp::Version),
            "o" if origin.is_none() => origin = Some(read_origin(value).ok_or(InvalidSdp::Origin(number))?),
            "c" => {
                let address = read_connection(value).ok_or(InvalidSdp::Connection(number))?;
                match description.media.last_mut() {
                    Some(line) => line.connection = Some(address),
                    None => description.connection = Some(address),
                }
            }
            "m" if description.media.len() == MEDIA_LINES_MAX => return Err(InvalidSdp::TooManyMedia),
            "m" => description.media.push(read_media(value).ok_or(InvalidSdp::Media(number))?),
            "a" => attribute::read(value, &mut description).ok_or(InvalidSdp::Attribute(number))?,
            kind if kind.len() == 1 && kind.bytes().all(|byte| byte.is_ascii_alphabetic()) => {}
            _ => return Err(InvalidSdp::Line(number)),
        }
    }
    description.origin = origin.ok_or(InvalidSdp::NoOrigin)?;
    let homeless = |line: &MediaLine| line.port != 0 && description.connection_of(line).is_none();
    if description.media.iter().any(homeless) {
        return Err(InvalidSdp::NoConnection);
    }
    Ok(description)
}

/// The lines, whatever ends them. Empty ones, as at the end, are passed over.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\r', '\n']).filter(|line| !line.trim().is_empty())
}

fn read_origin(value: &str) -> Option<Origin> {
    // The user name may hold spaces in what some phones send; the five words after it may not.
    let mut words = value.split_whitespace().rev();
    let host = without_brackets(words.next()?);
    let (_kind, _net) = (words.next()?, words.next()?);
    let version = words.next()?;
    let session = words.next()?;
    words.next()?;
    let numeric = |word: &str| word.len() <= 40 && word.bytes().all(|byte| byte.is_ascii_digit());
    if !numeric(session) || !numeric(version) || host.is_empty() || host.len() > 255 {
        return None;
    }
    // A version beyond 64 bits differs from others as well when cut to its last digits.
    let version = version.get(version.len().saturating_sub(19)..)?.parse().ok()?;
    Some(Origin { session: session.to_owned(), version, host: host.to_owned() })
}

/// `IN IP4 192.0.2.1`, also with a TTL after a slash.
pub(super) fn read_connection(value: &str) -> Option<IpAddr> {
    let mut words = value.split_whitespace();
    let (network, kind) = (words.next()?, words.next()?);
    let address: IpAddr = words.next()?.split('/').next()?.parse().ok()?;
    let fits = match kind.to_ascii_uppercase().as_str() {
        "IP4" => address.is_ipv4(),
        "IP6" => address.is_ipv6(),
        _ => false,
    };
    (network.eq_ignore_ascii_case("IN") && fits).then_some(address)
}

fn read_media(value: &str) -> Option<MediaLine> {
    let mut words = value.split_whitespace();
    let (kind, port, protocol) = (words.next()?, words.next()?, words.next()?);
    let port = port.split('/').next()?.parse().ok()?;
    let formats: Vec<String> = words.take(FORMATS_MAX).map(str::to_owned).collect();
    let short = |word: &str| word.len() <= 64;
    (short(kind) && short(protocol) && !formats.is_empty() && formats.iter().all(|format| short(format)))
        .then(|| MediaLine::new(&kind.to_ascii_lowercase(), port, protocol, formats))
}
