//! The text of primitive values: how each type is written and what is read for it.

use std::fmt::Write as _;

use jiff::civil;

use crate::value::{DateTime, TICKS_PER_SECOND, TimeSpan, Zone};

/// `2013-12-25T00:00:00`, with up to seven digits of fraction, and the zone where there is one.
pub(crate) fn date_time(value: DateTime) -> String {
    let date = value.civil.date();
    let time = value.civil.time();
    let mut text = format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
        date.year().max(0),
        date.month(),
        date.day(),
        time.hour(),
        time.minute(),
        time.second()
    );
    push_fraction(&mut text, i64::from(time.subsec_nanosecond()) / NANOSECONDS_PER_TICK);
    match value.zone {
        Zone::Unspecified => {}
        Zone::Utc => text.push('Z'),
        Zone::Offset(minutes) => {
            let sign = if minutes < 0 { '-' } else { '+' };
            let minutes = minutes.unsigned_abs();
            push_formatted(&mut text, format_args!("{sign}{:02}:{:02}", minutes / 60, minutes % 60));
        }
    }
    text
}

/// Reads what [`date_time`] writes; more than seven digits of fraction are cut, a date alone is midnight.
pub(crate) fn parse_date_time(text: &str) -> Option<DateTime> {
    let text = text.trim();
    let (date, rest) = text.split_at_checked(10)?;
    let civil_date =
        civil::Date::new(digits(date.get(0..4)?)?, digits(date.get(5..7)?)?, digits(date.get(8..10)?)?)
            .ok()
            .filter(|_| date.as_bytes()[4] == b'-' && date.as_bytes()[7] == b'-')?;
    let Some(rest) = rest.strip_prefix(['T', 't', ' ']) else {
        return rest.is_empty().then(|| midnight(civil_date));
    };
    let (clock, zone) = split_zone(rest)?;
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let bytes = clock.as_bytes();
    if bytes.len() != 8 || bytes[2] != b':' || bytes[5] != b':' {
        return None;
    }
    let nanoseconds = i32::try_from(ticks_of_fraction(fraction)? * NANOSECONDS_PER_TICK).ok()?;
    let time = civil::Time::new(
        digits(clock.get(0..2)?)?,
        digits(clock.get(3..5)?)?,
        digits(clock.get(6..8)?)?,
        nanoseconds,
    )
    .ok()?;
    Some(DateTime { civil: civil_date.to_datetime(time), zone })
}

fn midnight(date: civil::Date) -> DateTime {
    DateTime { civil: date.to_datetime(civil::Time::midnight()), zone: Zone::Unspecified }
}

fn split_zone(text: &str) -> Option<(&str, Zone)> {
    if let Some(clock) = text.strip_suffix(['Z', 'z']) {
        return Some((clock, Zone::Utc));
    }
    let Some(at) = text.rfind(['+', '-']) else {
        return Some((text, Zone::Unspecified));
    };
    let (clock, offset) = text.split_at(at);
    let (hours, minutes) = offset[1..].split_once(':')?;
    let minutes = digits::<i16>(hours)?.checked_mul(60)?.checked_add(digits(minutes)?)?;
    if minutes > OFFSET_MINUTES_MAX {
        return None;
    }
    Some((clock, Zone::Offset(if offset.starts_with('-') { -minutes } else { minutes })))
}

/// The largest offset that .NET writes.
const OFFSET_MINUTES_MAX: i16 = 14 * 60;
const NANOSECONDS_PER_TICK: i64 = 100;

fn digits<T: std::str::FromStr>(text: &str) -> Option<T> {
    let all = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if all { text.parse().ok() } else { None }
}

fn ticks_of_fraction(fraction: &str) -> Option<i64> {
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut ticks = 0;
    for place in 0..7 {
        let digit = fraction.as_bytes().get(place).map_or(0, |byte| i64::from(byte - b'0'));
        ticks = ticks * 10 + digit;
    }
    Some(ticks)
}

fn push_fraction(text: &mut String, ticks: i64) {
    if ticks != 0 {
        let fraction = format!(".{ticks:07}");
        text.push_str(fraction.trim_end_matches('0'));
    }
}

fn push_formatted(text: &mut String, arguments: std::fmt::Arguments<'_>) {
    text.write_fmt(arguments).expect("writing to a String cannot fail");
}

/// `PT8H`, `P1DT2H3.5S`, `-PT1M`: the duration of XML Schema as .NET writes it.
pub(crate) fn time_span(value: TimeSpan) -> String {
    let magnitude = value.0.unsigned_abs();
    let per_second = TICKS_PER_SECOND.unsigned_abs();
    let (seconds, fraction) = (magnitude / per_second, magnitude % per_second);
    let mut text = String::from(if value.0 < 0 { "-P" } else { "P" });
    let days = seconds / 86_400;
    if days > 0 {
        push_formatted(&mut text, format_args!("{days}D"));
    }
    let parts = [(seconds / 3600 % 24, 'H'), (seconds / 60 % 60, 'M')];
    let within_day = seconds % 86_400 > 0 || fraction > 0;
    if within_day || days == 0 {
        text.push('T');
    }
    for (amount, unit) in parts.into_iter().filter(|(amount, _)| *amount > 0) {
        push_formatted(&mut text, format_args!("{amount}{unit}"));
    }
    if seconds % 60 > 0 || fraction > 0 || magnitude == 0 {
        push_formatted(&mut text, format_args!("{}", seconds % 60));
        push_fraction(&mut text, i64::try_from(fraction).unwrap_or(0));
        text.push('S');
    }
    text
}

/// Reads a duration of XML Schema as .NET does: a year is 365 days, a month is 30.
pub(crate) fn parse_time_span(text: &str) -> Option<TimeSpan> {
    let text = text.trim();
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let mut rest = text.strip_prefix('P')?;
    let mut ticks: i128 = 0;
    let mut in_time = false;
    let mut parts = 0;
    // Each unit may come once, in this order, so that the same text has one meaning.
    let mut last_unit = 0;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('T') {
            if in_time || after.is_empty() {
                return None;
            }
            (in_time, rest) = (true, after);
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, after) = rest.split_at(end);
        let unit = after.chars().next()?;
        let (order, seconds) = unit_of_time(unit, in_time)?;
        if order <= last_unit {
            return None;
        }
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if number.contains('.') && (unit != 'S' || fraction.is_empty()) {
            return None;
        }
        let whole: i64 = digits(whole)?;
        ticks += i128::from(whole) * seconds * i128::from(TICKS_PER_SECOND);
        ticks += i128::from(ticks_of_fraction(fraction)?);
        (last_unit, parts, rest) = (order, parts + 1, &after[unit.len_utf8()..]);
    }
    let ticks = i64::try_from(if negative { -ticks } else { ticks }).ok()?;
    (parts > 0).then_some(TimeSpan(ticks))
}

/// The place of a unit among the others, and its seconds.
fn unit_of_time(unit: char, in_time: bool) -> Option<(u8, i128)> {
    Some(match (unit, in_time) {
        ('Y', false) => (1, 365 * 86_400),
        ('M', false) => (2, 30 * 86_400),
        ('D', false) => (3, 86_400),
        ('H', true) => (4, 3600),
        ('M', true) => (5, 60),
        ('S', true) => (6, 1),
        _ => return None,
    })
}

/// The shortest text that reads back as the same number.
pub(crate) fn double(value: f64) -> String {
    if value.is_nan() {
        "NaN".into()
    } else if value.is_infinite() {
        if value > 0.0 { "INF".into() } else { "-INF".into() }
    } else {
        value.to_string()
    }
}

/// Reads what [`double`] writes, and exponents.
pub(crate) fn parse_double(text: &str) -> Option<f64> {
    match text.trim() {
        "INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        number if number.bytes().all(|b| b.is_ascii_digit() || b"+-.eE".contains(&b)) => number.parse().ok(),
        _ => None,
    }
}

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Bytes in base 64 with padding.
pub(crate) fn base64(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk
            .iter()
            .enumerate()
            .fold(0u32, |group, (at, byte)| group | u32::from(*byte) << (16 - 8 * at));
        for place in 0..4 {
            let digit = (group >> (18 - 6 * place)) & 0x3F;
            text.push(if place <= chunk.len() { char::from(BASE64[digit as usize]) } else { '=' });
        }
    }
    text
}

/// Reads base 64, with white space anywhere.
pub(crate) fn parse_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut group, mut digits, mut padding) = (0u32, 0u32, 0u32);
    for byte in text.bytes().filter(|byte| !byte.is_ascii_whitespace()) {
        if byte == b'=' {
            padding += 1;
            continue;
        }
        if padding > 0 {
            return None;
        }
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        group = (group << 6 | u32::from(digit)) & 0xFF_FFFF;
        digits += 1;
        if digits % 4 == 0 {
            bytes.extend_from_slice(&group.to_be_bytes()[1..]);
        }
    }
    match (digits % 4, padding) {
        (0, 0) => {}
        (2, 2) => bytes.push((group >> 4 & 0xFF) as u8),
        (3, 1) => bytes.extend_from_slice(&((group >> 2 & 0xFFFF) as u16).to_be_bytes()),
        _ => return None,
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_every_form_that_dot_net_writes() {
        for (text, rewritten) in [
            ("2013-12-25T00:00:00", "2013-12-25T00:00:00"),
            ("2013-12-25T08:30:00Z", "2013-12-25T08:30:00Z"),
            ("2013-12-25T08:30:00.1234567-05:30", "2013-12-25T08:30:00.1234567-05:30"),
            ("2013-12-25T08:30:00.5000000+01:00", "2013-12-25T08:30:00.5+01:00"),
            ("2013-12-25T08:30:00.123456789", "2013-12-25T08:30:00.1234567"),
            ("2013-12-25", "2013-12-25T00:00:00"),
            ("0001-01-01T00:00:00", "0001-01-01T00:00:00"),
            ("9999-12-31T23:59:59.9999999", "9999-12-31T23:59:59.9999999"),
        ] {
            assert_eq!(parse_date_time(text).map(date_time).as_deref(), Some(rewritten), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "2013",
            "2013-02-29T00:00:00",
            "2013-12-25T24:00:00",
            "2013-12-25T00:00",
            "12/25/2013",
            "2013-12-25T00:00:00+99:00",
            "2013-12-25T00:00:00.x",
            "2013-12-25é",
            "2013-12-25T00:00:0é",
            "+013-12-25",
            "2013-12-25T00:00:00-",
            "2013-1é-25T00:00:00",
            "2013/12/25T00:00:00",
        ] {
            assert_eq!(parse_date_time(text), None, "{text}");
        }
    }

    #[test]
    fn time_spans_are_written_as_dot_net_writes_them() {
        for (ticks, expected) in [
            (0, "PT0S"),
            (8 * 3600 * TICKS_PER_SECOND, "PT8H"),
            (86_400 * TICKS_PER_SECOND, "P1D"),
            (93_600 * TICKS_PER_SECOND + 35_000_000, "P1DT2H3.5S"),
            (-60 * TICKS_PER_SECOND, "-PT1M"),
            (1, "PT0.0000001S"),
            (i64::MAX, "P10675199DT2H48M5.4775807S"),
            (i64::MIN, "-P10675199DT2H48M5.4775808S"),
        ] {
            assert_eq!(time_span(TimeSpan(ticks)), expected);
            assert_eq!(parse_time_span(expected), Some(TimeSpan(ticks)), "{expected}");
        }
    }

    #[test]
    fn time_spans_beyond_what_is_written_are_read() {
        for (text, seconds) in
            [("PT24H", 86_400), ("P1Y1M", 395 * 86_400), ("PT90M", 5400), ("PT08H00M", 28_800)]
        {
            assert_eq!(parse_time_span(text), TimeSpan::from_seconds(seconds), "{text}");
        }
        for text in [
            "",
            "P",
            "PT",
            "8H",
            "PT8",
            "P8H",
            "PT1S1M",
            "PT1H1H",
            "PT.5S",
            "PT1.S",
            "PT1.5H",
            "P1DT",
            "PT99999999999999999999S",
            "P99999999999D",
            "PTéS",
            "--PT1S",
        ] {
            assert_eq!(parse_time_span(text), None, "{text}");
        }
    }

    #[test]
    fn base64_is_written_and_read_with_its_padding() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
            assert_eq!(parse_base64(text).as_deref(), Some(bytes.as_bytes()));
        }
        assert_eq!(parse_base64(" Zm\r\n9v "), Some(b"foo".to_vec()));
        for text in ["Z", "Zg=", "Zg===", "Z===", "=Zg=", "Zg==Zg==", "Zm9v=", "Zé9v"] {
            assert_eq!(parse_base64(text), None, "{text}");
        }
    }

    #[test]
    fn doubles_are_read_as_they_were_written() {
        for value in [0.0, -1.5, 0.1, 1e300, f64::MIN_POSITIVE, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(parse_double(&double(value)), Some(value));
        }
        assert_eq!(parse_double("1E+20"), Some(1e20));
        assert_eq!(parse_double("infinity"), None);
    }
}
