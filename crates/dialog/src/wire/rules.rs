//! What RFC 3261 asks of every header field that somebody acts on.

use super::{
    Via,
    grammar::{
        NameAddress, Scanner, has_uri_headers, is_call_id, is_date, is_token, is_uri, name_addresses, number,
    },
    reader::Fault,
};
use crate::{URI_LENGTH_MAX, message::Headers};

/// Everything about a request except its body.
pub(super) fn request(method: &str, uri: &str, headers: &Headers) -> Result<(), Fault> {
    if !is_uri(uri) || has_uri_headers(uri) && is_sip(uri) {
        return Err((400, "Malformed Request-URI"));
    }
    if both(headers)? != method {
        return Err((400, "CSeq Does Not Match The Method"));
    }
    if let Some(hops) = headers.value("Max-Forwards") {
        number(hops, 255).ok_or((400, "Bad Max-Forwards"))?;
    }
    Ok(())
}

/// Everything about a response except its body.
pub(super) fn response(headers: &Headers) -> Result<(), Fault> {
    both(headers).map(drop)
}

/// The rules of both; gives the method of the CSeq.
fn both(headers: &Headers) -> Result<&str, Fault> {
    for (name, value) in headers.iter() {
        if has_stray_control(value) {
            return Err((400, "Control Character In A Header Field"));
        }
        if let Some((_, holds, reason)) = SYNTAX.iter().find(|(known, _, _)| known.eq_ignore_ascii_case(name))
            && !holds(value)
        {
            return Err((400, reason));
        }
    }
    if let Some((_, reason)) = SINGLE.iter().find(|(name, _)| headers.values(name).nth(1).is_some()) {
        return Err((400, reason));
    }
    if let Some((_, reason)) = MANDATORY.iter().find(|(name, _)| headers.value(name).is_none()) {
        return Err((400, reason));
    }
    // It is there and was found to be sound.
    Ok(headers.value("CSeq").and_then(|value| value.split_ascii_whitespace().nth(1)).unwrap_or_default())
}

type Rule = (&'static str, fn(&str) -> bool, &'static str);

/// The grammar of single header fields.
const SYNTAX: &[Rule] = &[
    ("Via", |value| Via::parse_all(value).is_some(), "Malformed Via"),
    ("From", is_one_address, "Malformed From"),
    ("To", is_one_address, "Malformed To"),
    ("Call-ID", is_call_id, "Malformed Call-ID"),
    ("CSeq", is_sequence, "Malformed CSeq"),
    ("Contact", are_contacts, "Malformed Contact"),
    ("Route", are_routes, "Malformed Route"),
    ("Record-Route", are_routes, "Malformed Record-Route"),
    ("Content-Type", is_media_type, "Malformed Content-Type"),
    ("Content-Length", |value| number(value, u64::from(u32::MAX)).is_some(), "Bad Content-Length"),
    ("Expires", |value| number(value, u64::from(u32::MAX)).is_some(), "Bad Expires"),
    ("Date", is_date, "Bad Date"),
    ("Require", are_tokens, "Malformed Require"),
];
/// Header fields that may be there once (RFC 3261 section 7.3.1).
const SINGLE: &[(&str, &str)] = &[
    ("From", "More Than One From"),
    ("To", "More Than One To"),
    ("Call-ID", "More Than One Call-ID"),
    ("CSeq", "More Than One CSeq"),
    ("Max-Forwards", "More Than One Max-Forwards"),
    ("Content-Length", "More Than One Content-Length"),
    ("Content-Type", "More Than One Content-Type"),
    ("Expires", "More Than One Expires"),
];
/// Header fields that every message has. Max-Forwards is not among them: elements of RFC 2543 send none.
const MANDATORY: &[(&str, &str)] = &[
    ("Via", "Missing Via"),
    ("From", "Missing From"),
    ("To", "Missing To"),
    ("Call-ID", "Missing Call-ID"),
    ("CSeq", "Missing CSeq"),
];

fn is_sip(uri: &str) -> bool {
    uri.split(':')
        .next()
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("sip") || scheme.eq_ignore_ascii_case("sips"))
}

fn is_one_address(value: &str) -> bool {
    let short =
        |found: &NameAddress<'_>| value.len() <= 2 * URI_LENGTH_MAX && found.uri.len() <= URI_LENGTH_MAX;
    name_addresses(value).is_some_and(|found| found.len() == 1 && found.iter().all(short))
}

fn are_contacts(value: &str) -> bool {
    let expires =
        |value: Option<&str>| value.is_some_and(|value| number(value, u64::from(u32::MAX)).is_some());
    value == "*"
        || name_addresses(value).is_some_and(|found| {
            found
                .iter()
                .flat_map(|address| &address.parameters)
                .all(|(name, value)| !name.eq_ignore_ascii_case("expires") || expires(*value))
        })
}

fn are_routes(value: &str) -> bool {
    name_addresses(value).is_some_and(|found| found.iter().all(|address| is_sip(address.uri)))
}

/// A number below 2^31 and a method (RFC 3261 section 8.1.1.5).
fn is_sequence(value: &str) -> bool {
    let mut words = value.split_ascii_whitespace();
    let sequence = words.next().and_then(|text| number(text, SEQUENCE_MAX));
    sequence.is_some() && words.next().is_some_and(is_token) && words.next().is_none()
}

fn is_media_type(value: &str) -> bool {
    let mut scanner = Scanner(value);
    scanner.token().is_some()
        && scanner.eat_spaced('/')
        && scanner.token().is_some()
        && scanner.parameters().is_some()
        && scanner.ends()
}

fn are_tokens(value: &str) -> bool {
    value.split(',').all(|token| is_token(token.trim_matches([' ', '\t'])))
}

/// Control characters stand behind a backslash in quotes, and nowhere else.
fn has_stray_control(value: &str) -> bool {
    let (mut quoted, mut escaped) = (false, false);
    value.chars().any(|sign| {
        let covered = escaped;
        escaped = quoted && sign == '\\' && !covered;
        if sign == '"' && !covered {
            quoted = !quoted;
        }
        sign.is_control() && sign != '\t' && !covered
    })
}

const SEQUENCE_MAX: u64 = (1 << 31) - 1;
