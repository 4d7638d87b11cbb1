//! Numbers as text: the standard numeric formats in en-US, as .NET Framework writes them.

use super::digits::Digits;
use super::number_picture;
use crate::value::limits::PRECISION_MAX;

/// A number to write. The width of an integer shows in hexadecimal.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Number {
    /// An integer and its bits: 8, 32 or 64.
    Integer(i64, u32),
    /// A double.
    Double(f64),
}

/// A format that a value does not take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormatProblem {
    /// The format is none that the type knows.
    #[error("Format specifier was invalid.")]
    Specifier,
    /// The text around the items is broken.
    #[error("Input string was not in a correct format.")]
    Syntax,
    /// An item asks for an argument that is not there.
    #[error(
        "Index (zero based) must be greater than or equal to zero and less than the size of the argument list."
    )]
    Index,
    /// The result would be too large.
    #[error("The result is larger than this shell allows.")]
    Size,
}

/// Writes `number` with `format`: a standard one such as `N2`, or a picture such as `#,##0.00`.
pub fn number_text(number: Number, format: &str) -> Result<String, FormatProblem> {
    if let Number::Double(value) = number
        && !value.is_finite()
    {
        return Ok(general(value));
    }
    let mut signs = format.chars();
    let Some(letter) = signs.next() else { return Ok(plain(number)) };
    let rest = signs.as_str();
    if !letter.is_ascii_alphabetic() || rest.len() > 2 || !rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(number_picture::write(digits(number), format));
    }
    let precision = rest.parse::<usize>().ok();
    if precision.is_some_and(|precision| precision > PRECISION_MAX) {
        return Err(FormatProblem::Specifier);
    }
    standard(number, letter, precision)
}

fn standard(number: Number, letter: char, precision: Option<usize>) -> Result<String, FormatProblem> {
    let of = digits(number);
    let signed = |text: String, negative: bool| if negative { format!("-{text}") } else { text };
    Ok(match letter.to_ascii_uppercase() {
        'D' => match number {
            Number::Integer(value, _) => signed(
                format!("{:0>width$}", value.unsigned_abs(), width = precision.unwrap_or(1)),
                value < 0,
            ),
            Number::Double(_) => return Err(FormatProblem::Specifier),
        },
        'X' => match number {
            Number::Integer(value, bits) => hexadecimal(value, bits, letter, precision.unwrap_or(1)),
            Number::Double(_) => return Err(FormatProblem::Specifier),
        },
        'F' => {
            let of = of.round_decimals(precision.unwrap_or(2));
            signed(fixed(&of, precision.unwrap_or(2)), of.negative && !of.is_zero())
        }
        'N' => {
            let of = of.round_decimals(precision.unwrap_or(2));
            signed(grouped(&of, precision.unwrap_or(2)), of.negative && !of.is_zero())
        }
        'C' => {
            let of = of.round_decimals(precision.unwrap_or(2));
            let text = format!("${}", grouped(&of, precision.unwrap_or(2)));
            if of.negative && !of.is_zero() { format!("({text})") } else { text }
        }
        'P' => {
            let of = of.shifted(2).round_decimals(precision.unwrap_or(2));
            signed(format!("{}%", grouped(&of, precision.unwrap_or(2))), of.negative && !of.is_zero())
        }
        'E' => {
            let negative = of.negative && !of.is_zero();
            signed(exponential(of, precision.unwrap_or(6), letter, 3), negative)
        }
        'G' => match (number, precision) {
            (_, None | Some(0)) => plain(number),
            (_, Some(count)) => scientific_if_long(of.round_significant(count), count as i64, letter),
        },
        'R' => match number {
            Number::Double(value) => scientific_if_long(Digits::shortest(value), 15, 'E'),
            Number::Integer(..) => return Err(FormatProblem::Specifier),
        },
        _ => return Err(FormatProblem::Specifier),
    })
}

/// A double as ToString writes it: 15 digits, with an exponent where it is long or tiny.
pub fn general(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned();
    }
    scientific_if_long(Digits::of_double(value), 15, 'E')
}

fn plain(number: Number) -> String {
    match number {
        Number::Integer(value, _) => value.to_string(),
        Number::Double(value) => general(value),
    }
}

pub(super) fn digits(number: Number) -> Digits {
    match number {
        Number::Integer(value, _) => Digits::of_integer(value),
        Number::Double(value) => Digits::of_double(value),
    }
}

fn scientific_if_long(of: Digits, longest: i64, letter: char) -> String {
    let sign = if of.negative && !of.is_zero() { "-" } else { "" };
    let letter = if letter.is_ascii_lowercase() { 'e' } else { 'E' };
    if of.point > longest || of.point <= -4 {
        let decimals = of.digits.len().saturating_sub(1);
        return format!("{sign}{}", exponential(of, decimals, letter, 2));
    }
    format!("{sign}{}", fixed(&of, of.decimals()))
}

fn exponential(of: Digits, decimals: usize, letter: char, exponent_digits: usize) -> String {
    let of = of.round_significant(decimals + 1);
    let exponent = if of.is_zero() { 0 } else { of.point - 1 };
    let mantissa = Digits { point: i64::from(!of.is_zero()), ..of };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{}{letter}{sign}{:0>exponent_digits$}", fixed(&mantissa, decimals), exponent.unsigned_abs())
}

fn hexadecimal(value: i64, bits: u32, letter: char, width: usize) -> String {
    let mask = if bits >= 64 { u64::MAX } else { (1 << bits) - 1 };
    let value = value.cast_unsigned() & mask;
    if letter == 'x' { format!("{value:0>width$x}") } else { format!("{value:0>width$X}") }
}

fn fixed(of: &Digits, decimals: usize) -> String {
    if decimals == 0 { of.whole() } else { format!("{}.{}", of.whole(), of.fraction(decimals)) }
}

fn grouped(of: &Digits, decimals: usize) -> String {
    let whole = group(&of.whole());
    if decimals == 0 { whole } else { format!("{whole}.{}", of.fraction(decimals)) }
}

/// Puts a comma before every third digit from the right.
pub(super) fn group(whole: &str) -> String {
    let mut text = String::with_capacity(whole.len() + whole.len() / 3);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
