//! System.Uri, as far as SIP and web addresses need it.

use std::fmt;

/// A URI, absolute or relative, with the text it was made of.
#[derive(Clone, Debug)]
pub struct Uri {
    text: String,
    original: String,
    parts: Option<Parts>,
}

/// What an absolute URI is made of. Ranges would save copies; addresses are short.
#[derive(Clone, Debug)]
struct Parts {
    scheme: String,
    user: String,
    host: String,
    port: i32,
    path: String,
    query: String,
    fragment: String,
}

impl Uri {
    /// Reads a URI. Whatever has no scheme is relative, as `[uri]` allows.
    pub fn parse(text: &str) -> Self {
        let original = text.to_owned();
        let trimmed = text.trim();
        match Parts::parse(trimmed) {
            Some(parts) => Self { text: parts.canonical(), original, parts: Some(parts) },
            None => Self { text: trimmed.to_owned(), original, parts: None },
        }
    }

    /// The URI in canonical form: the scheme and the host in small letters.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The text as it was given.
    pub fn original(&self) -> &str {
        &self.original
    }

    /// Whether there is a scheme.
    pub fn is_absolute(&self) -> bool {
        self.parts.is_some()
    }

    /// A part by the name of its property; none for a relative URI.
    pub fn part(&self, name: UriPart) -> Option<String> {
        let parts = self.parts.as_ref()?;
        Some(match name {
            UriPart::Scheme => parts.scheme.clone(),
            UriPart::UserInfo => parts.user.clone(),
            UriPart::Host => parts.host.clone(),
            UriPart::Path => parts.path.clone(),
            UriPart::Query => parts.query.clone(),
            UriPart::Fragment => parts.fragment.clone(),
            UriPart::Authority => parts.authority(),
        })
    }

    /// Whether the port is the usual one of the scheme; none for a relative URI.
    pub fn has_usual_port(&self) -> Option<bool> {
        self.parts.as_ref().map(|parts| parts.port < 0 || parts.port == parts.usual_port())
    }

    /// The port: given, or the usual one of the scheme, or -1.
    pub fn port(&self) -> Option<i32> {
        self.parts.as_ref().map(|parts| if parts.port >= 0 { parts.port } else { parts.usual_port() })
    }
}

/// The parts that an absolute URI has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of RFC 3986 speak for themselves")]
pub enum UriPart {
    Scheme,
    UserInfo,
    Host,
    Path,
    Query,
    Fragment,
    Authority,
}

impl Parts {
    fn parse(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once(':')?;
        let mut letters = scheme.chars();
        if scheme.len() < 2 || !letters.next()?.is_ascii_alphabetic() {
            return None;
        }
        if !letters.all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)) {
            return None;
        }
        let scheme = scheme.to_ascii_lowercase();
        let (rest, fragment) = cut(rest, '#');
        let (rest, query) = cut(rest, '?');
        let mut parts = Self {
            scheme,
            user: String::new(),
            host: String::new(),
            port: -1,
            path: String::new(),
            query,
            fragment,
        };
        match rest.strip_prefix("//") {
            Some(rest) => {
                let slash = rest.find('/').unwrap_or(rest.len());
                parts.read_authority(&rest[..slash]);
                parts.path = if slash == rest.len() { "/".to_owned() } else { rest[slash..].to_owned() };
            }
            // SIP and mail addresses have an authority of their own kind; .NET reads it only for mailto.
            None if parts.scheme == "mailto" => parts.read_authority(rest),
            None => parts.path = rest.to_owned(),
        }
        Some(parts)
    }

    fn read_authority(&mut self, text: &str) {
        let (user, host) = text.rsplit_once('@').unwrap_or(("", text));
        user.clone_into(&mut self.user);
        let port = host.rsplit_once(':').and_then(|(host, port)| Some((host, port.parse::<u16>().ok()?)));
        let host = match port {
            Some((host, port)) => {
                self.port = i32::from(port);
                host
            }
            None => host,
        };
        self.host = host.to_ascii_lowercase();
    }

    fn usual_port(&self) -> i32 {
        match self.scheme.as_str() {
            "http" => 80,
            "https" => 443,
            "ftp" => 21,
            "mailto" => 25,
            _ => -1,
        }
    }

    fn authority(&self) -> String {
        if self.port >= 0 && self.port != self.usual_port() {
            format!("{}:{}", self.host, self.port)
        } else {
            self.host.clone()
        }
    }

    fn canonical(&self) -> String {
        let user = if self.user.is_empty() { String::new() } else { format!("{}@", self.user) };
        let slashes = if self.host.is_empty() || self.scheme == "mailto" { "" } else { "//" };
        let authority = self.authority();
        format!("{}:{slashes}{user}{authority}{}{}{}", self.scheme, self.path, self.query, self.fragment)
    }
}

fn cut(text: &str, mark: char) -> (&str, String) {
    match text.find(mark) {
        Some(at) => (&text[..at], text[at..].to_owned()),
        None => (text, String::new()),
    }
}

/// Equal when the canonical forms are; a user's letters count, the host's case does not.
impl PartialEq for Uri {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Uri {}

impl fmt::Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
