//! TimeSpan from text and to text.

use super::FormatProblem;
use crate::value::TimeSpan;
use crate::value::span::SECOND;

/// Why a text is no TimeSpan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpanProblem {
    /// It is not written as one.
    #[error("String was not recognized as a valid TimeSpan.")]
    Syntax,
    /// A part is larger than it may be.
    #[error(
        "The TimeSpan could not be parsed because at least one of the numeric components is out of range or contains too many digits."
    )]
    Range,
}

/// Reads `[-][d.]hh:mm[:ss[.fffffff]]`, `d:hh:mm:ss`, or a number of days. `24:00`, which .NET refuses, is one
/// day: opening hours end there.
pub fn parse_span(text: &str) -> Result<TimeSpan, SpanProblem> {
    let text = text.trim();
    let (negative, body) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    if matches!(body, "24:00" | "24:00:00") {
        return Ok(TimeSpan::from_seconds(24 * 60 * 60));
    }
    let (days, clock) = match (body.split_once('.'), body.find(':')) {
        (Some((days, clock)), Some(colon)) if days.len() < colon => (number(days)?, clock),
        (_, None) => (number(body)?, "0:0"),
        _ => (0, body),
    };
    let parts: Vec<&str> = clock.split(':').collect();
    let (days, parts) = match parts.as_slice() {
        [first, rest @ ..] if parts.len() == 4 && days == 0 => (number(first)?, rest.to_vec()),
        _ => (days, parts),
    };
    let (hours, minutes, seconds) = match parts.as_slice() {
        [hours, minutes] => (hours, minutes, "0"),
        [hours, minutes, seconds] => (hours, minutes, *seconds),
        _ => return Err(SpanProblem::Syntax),
    };
    let (seconds, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
    let fraction = ticks(fraction)?;
    let (hours, minutes, seconds) = (number(hours)?, number(minutes)?, number(seconds)?);
    if hours > 23 || minutes > 59 || seconds > 59 {
        return Err(SpanProblem::Range);
    }
    let span = TimeSpan::from_parts(days, hours, minutes, seconds, fraction).ok_or(SpanProblem::Range)?;
    if negative { span.checked_neg().ok_or(SpanProblem::Range) } else { Ok(span) }
}

fn number(text: &str) -> Result<i64, SpanProblem> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(SpanProblem::Syntax);
    }
    if text.len() > 8 { Err(SpanProblem::Range) } else { text.parse().map_err(|_| SpanProblem::Range) }
}

fn ticks(fraction: &str) -> Result<i64, SpanProblem> {
    if fraction.len() > 7 {
        return Err(SpanProblem::Range);
    }
    number(&format!("{fraction:0<7}"))
}

/// Writes a TimeSpan by `c`, `g`, `G` or a custom format such as `hh\:mm`.
pub fn span_text(span: TimeSpan, format: &str) -> Result<String, FormatProblem> {
    match format {
        "" | "c" | "t" | "T" => Ok(span.to_string()),
        "g" => Ok(general(span)),
        "G" => Ok(general_long(span)),
        custom => custom_text(span, custom),
    }
}

fn general(span: TimeSpan) -> String {
    let sign = if span.ticks() < 0 { "-" } else { "" };
    let days = if span.days() == 0 { String::new() } else { format!("{}:", span.days().abs()) };
    let fraction = span.fraction().abs();
    let fraction = if fraction == 0 {
        String::new()
    } else {
        format!(".{fraction:07}").trim_end_matches('0').to_owned()
    };
    let [hours, minutes, seconds] = clock(span);
    format!("{sign}{days}{hours}:{minutes:02}:{seconds:02}{fraction}")
}

fn general_long(span: TimeSpan) -> String {
    let sign = if span.ticks() < 0 { "-" } else { "" };
    let [hours, minutes, seconds] = clock(span);
    let days = span.days().abs();
    format!("{sign}{days}:{hours:02}:{minutes:02}:{seconds:02}.{:07}", span.fraction().abs())
}

fn clock(span: TimeSpan) -> [i64; 3] {
    [span.hours().abs(), span.minutes().abs(), span.seconds().abs()]
}

fn custom_text(span: TimeSpan, format: &str) -> Result<String, FormatProblem> {
    let mut text = String::new();
    let mut signs = format.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\\' => text.push(signs.next().ok_or(FormatProblem::Syntax)?),
            '\'' | '"' => text.extend(signs.by_ref().take_while(|c| *c != sign)),
            '%' => {}
            'd' | 'h' | 'm' | 's' | 'f' | 'F' => {
                let mut count = 1;
                while signs.next_if_eq(&sign).is_some() {
                    count += 1;
                }
                push_field(&mut text, span, sign, count)?;
            }
            // Any other sign must be quoted or escaped.
            _ => return Err(FormatProblem::Syntax),
        }
    }
    Ok(text)
}

fn push_field(text: &mut String, span: TimeSpan, letter: char, count: usize) -> Result<(), FormatProblem> {
    let [hours, minutes, seconds] = clock(span);
    let (value, widest) = match letter {
        'd' => (span.days().abs(), 8),
        'h' => (hours, 2),
        'm' => (minutes, 2),
        's' => (seconds, 2),
        _ => (span.fraction().abs() % SECOND, 7),
    };
    if count > widest {
        return Err(FormatProblem::Syntax);
    }
    match letter {
        'f' => text.push_str(&format!("{value:07}")[..count]),
        'F' => text.push_str(format!("{value:07}")[..count].trim_end_matches('0')),
        _ => text.push_str(&format!("{value:0>count$}")),
    }
    Ok(())
}
