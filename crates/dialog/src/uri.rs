use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::params::Params;

/// A SIP, SIPS or tel URI; another scheme is kept as it is.
///
/// Tolerant of the characters that phones leave unescaped in the user part, strict about lengths, white space
/// and control characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Uri {
    /// What stands before the colon.
    pub scheme: Scheme,
    /// The user part as it was written, escapes and all; the number of a tel URI.
    pub user: Option<String>,
    /// A name, an IPv4 address, or an IPv6 address in brackets. Empty outside `sip` and `sips`.
    pub host: String,
    /// The port where one is written.
    pub port: Option<u16>,
    /// What follows in semicolons.
    pub params: Params,
    /// What follows the question mark, as it is.
    pub headers: Option<String>,
}

/// The scheme of a [`Uri`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scheme {
    /// `sip`
    Sip,
    /// `sips`
    Sips,
    /// `tel`
    Tel,
    /// Any other, in lower case.
    Other(String),
}

/// Why a text is no URI or no address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum InvalidUri {
    /// Longer than [`URI_LENGTH_MAX`], or too many parameters.
    #[error("longer than {URI_LENGTH_MAX} bytes")]
    TooLong,
    /// No scheme before a colon.
    #[error("no scheme")]
    Scheme,
    /// An empty user part, or one with white space.
    #[error("the user part is not valid")]
    User,
    /// No host, or one with characters that no host has.
    #[error("the host is not valid")]
    Host,
    /// A port that is none.
    #[error("the port is not a number from 1 to 65535")]
    Port,
    /// A parameter without a name or with an open quote.
    #[error("a parameter is not valid")]
    Parameter,
    /// An open quote, or a bracket without its partner.
    #[error("the quotes or brackets do not match")]
    Brackets,
}

/// Longer URIs are refused.
pub const URI_LENGTH_MAX: usize = 1024;

impl Uri {
    /// Reads a URI.
    pub fn parse(text: &str) -> Result<Self, InvalidUri> {
        let text = text.trim();
        if text.len() > URI_LENGTH_MAX {
            return Err(InvalidUri::TooLong);
        }
        let (scheme, rest) = text.split_once(':').ok_or(InvalidUri::Scheme)?;
        if !scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            || !scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        {
            return Err(InvalidUri::Scheme);
        }
        match scheme.to_ascii_lowercase().as_str() {
            "sip" => parse_sip(Scheme::Sip, rest),
            "sips" => parse_sip(Scheme::Sips, rest),
            "tel" => {
                let (number, params) = split_params(rest);
                Ok(Self::opaque(Scheme::Tel, user(number)?, Params::parse(params)?))
            }
            other => Ok(Self::opaque(Scheme::Other(other.to_owned()), user(rest)?, Params::default())),
        }
    }

    /// A SIP URI of a host, with a user where one is given. Both must be valid parts of a URI.
    pub fn sip(user: Option<&str>, host: &str, port: Option<u16>) -> Self {
        let user = user.map(str::to_owned);
        Self { port, host: host.to_owned(), ..Self::opaque(Scheme::Sip, user, Params::default()) }
    }

    const fn opaque(scheme: Scheme, user: Option<String>, params: Params) -> Self {
        Self { scheme, user, host: String::new(), port: None, params, headers: None }
    }

    /// Whether it is a SIP or SIPS URI.
    pub const fn is_sip(&self) -> bool {
        matches!(self.scheme, Scheme::Sip | Scheme::Sips)
    }
}

fn parse_sip(scheme: Scheme, rest: &str) -> Result<Uri, InvalidUri> {
    // The user part may hold `;` and `?`; it ends at the last `@` before which no `>` can stand.
    let (user_part, rest) = match rest.rsplit_once('@') {
        Some((part, rest)) => (user(part)?, rest),
        None => (None, rest),
    };
    let (rest, headers) = match rest.split_once('?') {
        Some((rest, headers)) => (rest, Some(user(headers)?.unwrap_or_default())),
        None => (rest, None),
    };
    let (place, params) = split_params(rest);
    let (host, port) = split_port(place)?;
    Ok(Uri { scheme, user: user_part, host: host.to_owned(), port, params: Params::parse(params)?, headers })
}

/// Splits `host:port`, where the host may be an IPv6 address in brackets.
pub(crate) fn split_port(place: &str) -> Result<(&str, Option<u16>), InvalidUri> {
    let end = match place.find(']') {
        Some(bracket) => bracket + 1,
        None => place.find(':').unwrap_or(place.len()),
    };
    let (host, port) = place.split_at(end);
    let valid = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(address) => address.parse::<core::net::Ipv6Addr>().is_ok(),
        None => !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-_".contains(c)),
    };
    if !valid {
        return Err(InvalidUri::Host);
    }
    match port.strip_prefix(':') {
        None if port.is_empty() => Ok((host, None)),
        Some(digits) if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            let port = digits.parse().ok().filter(|port| *port > 0).ok_or(InvalidUri::Port)?;
            Ok((host, Some(port)))
        }
        _ => Err(InvalidUri::Port),
    }
}

fn split_params(text: &str) -> (&str, &str) {
    text.find(';').map_or((text, ""), |at| text.split_at(at))
}

/// A user part, a number or an opaque part: something without white space, brackets and quotes.
fn user(text: &str) -> Result<Option<String>, InvalidUri> {
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>\"".contains(c);
    if text.is_empty() || text.contains(odd) {
        return Err(InvalidUri::User);
    }
    Ok(Some(text.to_owned()))
}

impl fmt::Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.scheme)?;
        if let Some(user) = &self.user {
            write!(f, "{user}")?;
        }
        if self.is_sip() {
            let at = if self.user.is_some() { "@" } else { "" };
            write!(f, "{at}{}", self.host)?;
        }
        if let Some(port) = self.port {
            write!(f, ":{port}")?;
        }
        write!(f, "{}", self.params)?;
        self.headers.as_ref().map_or(Ok(()), |headers| write!(f, "?{headers}"))
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sip => "sip",
            Self::Sips => "sips",
            Self::Tel => "tel",
            Self::Other(name) => name,
        })
    }
}

impl std::str::FromStr for Uri {
    type Err = InvalidUri;

    fn from_str(text: &str) -> Result<Self, InvalidUri> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Uri {
    type Error = InvalidUri;

    fn try_from(text: String) -> Result<Self, InvalidUri> {
        Self::parse(&text)
    }
}

impl From<Uri> for String {
    fn from(uri: Uri) -> Self {
        uri.to_string()
    }
}
