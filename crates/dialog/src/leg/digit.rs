use crate::{body, message::Request};

/// What the body of an INFO is.
pub(super) enum Information {
    /// A key.
    Digit { digit: char, duration: Option<u32> },
    /// Nothing: some peers ask in this way whether we are alive.
    Nothing,
    /// A key that there is none of.
    Invalid,
    /// Something else.
    Other,
}

/// Reads `application/dtmf-relay` (`Signal=5`, `Duration=160`) and `application/dtmf` (`5`).
pub(super) fn read(request: &Request) -> Information {
    if request.body.is_empty() {
        return Information::Nothing;
    }
    let kind = body::media_type(request.headers.value("Content-Type").unwrap_or("")).0;
    let text = String::from_utf8_lossy(&request.body);
    let (signal, duration) = match kind.as_str() {
        "application/dtmf-relay" => (field(&text, "signal"), field(&text, "duration")),
        "application/dtmf" => (Some(text.trim()), None),
        _ => return Information::Other,
    };
    let duration = duration.and_then(|text| text.parse().ok());
    match signal.and_then(digit) {
        Some(digit) => Information::Digit { digit, duration },
        None => Information::Invalid,
    }
}

fn field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let fields = text.lines().filter_map(|line| line.split_once('='));
    fields.filter(|(known, _)| known.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim()).next()
}

/// A key by its sign, or by its event number of RFC 4733, which some phones send.
fn digit(text: &str) -> Option<char> {
    let number = text.parse::<usize>().ok().filter(|_| text.len() == 2);
    if let Some(number) = number {
        return "*#ABCD".chars().nth(number.checked_sub(10)?);
    }
    let mut signs = text.chars();
    let sign = signs.next().map(|sign| sign.to_ascii_uppercase())?;
    ("0123456789*#ABCD".contains(sign) && signs.next().is_none()).then_some(sign)
}
