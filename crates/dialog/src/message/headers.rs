use crate::{NameAddr, params::split_outside_quotes};

use super::CSeq;

/// Header fields in their order. Names are compared without case; compact names are written out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// No fields.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The first value of a name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values(name).next()
    }

    /// All values of a name, a field line each.
    pub fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        let name = written_out(name);
        let found = self.0.iter().filter(move |(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The elements of all values of a name, for headers whose values are lists (Route, Allow, Contact).
    pub fn elements(&self, name: &str) -> impl Iterator<Item = &str> {
        let parts = self.values(name).flat_map(|value| split_outside_quotes(value, ','));
        parts.map(str::trim).filter(|element| !element.is_empty())
    }

    /// Whether a list has an element, without case, parameters apart.
    pub fn lists(&self, name: &str, element: &str) -> bool {
        self.elements(name).any(|known| {
            known.split(';').next().is_some_and(|known| known.trim().eq_ignore_ascii_case(element))
        })
    }

    /// Puts a field at the end.
    pub fn push(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((written_out(name).to_owned(), value.into()));
    }

    /// Puts a field before all others.
    pub fn push_front(&mut self, name: &str, value: impl Into<String>) {
        self.0.insert(0, (written_out(name).to_owned(), value.into()));
    }

    /// Replaces all values of a name by one, in the place of the first.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        let name = written_out(name);
        let Some(at) = self.0.iter().position(|(known, _)| known.eq_ignore_ascii_case(name)) else {
            return self.push(name, value);
        };
        self.0[at].1 = value.into();
        let mut seen = 0;
        self.0.retain(|(known, _)| {
            seen += usize::from(known.eq_ignore_ascii_case(name));
            !known.eq_ignore_ascii_case(name) || seen == 1
        });
    }

    /// Takes all values of a name out.
    pub fn remove(&mut self, name: &str) {
        let name = written_out(name);
        self.0.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
    }

    /// The fields in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// How many fields there are.
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Call-ID.
    pub fn call_id(&self) -> Option<&str> {
        self.value("Call-ID")
    }

    /// From, where it can be read.
    pub fn from(&self) -> Option<NameAddr> {
        NameAddr::parse(self.value("From")?).ok()
    }

    /// To, where it can be read.
    pub fn to(&self) -> Option<NameAddr> {
        NameAddr::parse(self.value("To")?).ok()
    }

    /// CSeq, where it can be read.
    pub fn cseq(&self) -> Option<CSeq> {
        CSeq::parse(self.value("CSeq")?)
    }

    /// The first Contact, where it can be read.
    pub fn contact(&self) -> Option<NameAddr> {
        NameAddr::parse(self.elements("Contact").next()?).ok()
    }

    /// The number that a header begins with, as of Session-Expires, Min-SE, RSeq or Retry-After.
    pub fn number(&self, name: &str) -> Option<u32> {
        let value = self.value(name)?.trim_start();
        let end = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
        value[..end].parse().ok()
    }
}

impl<N: AsRef<str>, V: Into<String>> FromIterator<(N, V)> for Headers {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        let mut headers = Self::new();
        for (name, value) in fields {
            headers.push(name.as_ref(), value);
        }
        headers
    }
}

/// The whole name of a compact one.
fn written_out(name: &str) -> &str {
    let [letter] = name.as_bytes() else { return name };
    let known = COMPACT.iter().find(|(compact, _)| compact.eq_ignore_ascii_case(letter));
    known.map_or(name, |(_, name)| name)
}

const COMPACT: &[(u8, &str)] = &[
    (b'a', "Accept-Contact"),
    (b'b', "Referred-By"),
    (b'c', "Content-Type"),
    (b'd', "Request-Disposition"),
    (b'e', "Content-Encoding"),
    (b'f', "From"),
    (b'i', "Call-ID"),
    (b'j', "Reject-Contact"),
    (b'k', "Supported"),
    (b'l', "Content-Length"),
    (b'm', "Contact"),
    (b'o', "Event"),
    (b'r', "Refer-To"),
    (b's', "Subject"),
    (b't', "To"),
    (b'u', "Allow-Events"),
    (b'v', "Via"),
    (b'x', "Session-Expires"),
    (b'y', "Identity"),
];
