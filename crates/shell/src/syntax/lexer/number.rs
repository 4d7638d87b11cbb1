//! Numbers: where they end, and what they are worth.

use super::Mode;
use crate::syntax::{
    characters::{ends_number, ends_word, is_dash},
    tree::Number,
};

/// The largest decimal has 96 bits.
const DECIMAL_MAX: i128 = (1 << 96) - 1;
const DECIMAL_SCALE_MAX: usize = 28;
/// More digits than any number keeps.
const DIGITS_MAX: usize = 4096;

/// The bytes of the number that a text begins with; none if that is another word, such as `7zip`.
pub(super) fn number_length(text: &str, mode: Mode) -> Option<usize> {
    let length = Shape::of(text)?.length;
    let ends = match text[length..].chars().next() {
        None => true,
        Some(next) if mode == Mode::Command => ends_word(next),
        Some(next) => ends_number(next),
    };
    // In a command, what is too large for a number is a word.
    (ends && (mode != Mode::Command || number(&text[..length]).is_some())).then_some(length)
}

/// What a number is worth; none if no type can hold it.
pub(in crate::syntax) fn number(text: &str) -> Option<Number> {
    let shape = Shape::of(text)?;
    if shape.digits.len() > DIGITS_MAX {
        return None;
    }
    match (shape.is_hex, shape.suffix) {
        (true, suffix) => hexadecimal(&shape, suffix),
        (false, Some('d')) => decimal(&shape),
        (false, suffix) if shape.is_real => real(&shape, suffix),
        (false, suffix) => whole(&shape, suffix),
    }
}

/// A number taken apart.
struct Shape<'a> {
    is_negative: bool,
    is_hex: bool,
    /// With the point and exponent, without sign and `0x`.
    digits: &'a str,
    is_real: bool,
    /// `l` or `d`.
    suffix: Option<char>,
    multiplier: i64,
    length: usize,
}

impl<'a> Shape<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let sign = text.chars().next().filter(|&first| first == '+' || is_dash(first));
        let start = sign.map_or(0, char::len_utf8);
        let unsigned = &text[start..];
        let is_hex = unsigned.starts_with("0x") || unsigned.starts_with("0X");
        let prefix = if is_hex { 2 } else { 0 };
        let number = &unsigned[prefix..];
        let (length, is_real) = if is_hex { (hex_length(number), false) } else { decimal_length(number)? };
        if length == 0 {
            return None;
        }
        let (suffix, multiplier, behind) = endings(&number[length..])?;
        Some(Self {
            is_negative: sign.is_some_and(is_dash),
            is_hex,
            digits: &number[..length],
            is_real,
            suffix,
            multiplier,
            length: start + prefix + length + behind,
        })
    }

    fn signed(&self, value: i128) -> i128 {
        if self.is_negative { -value } else { value }
    }
}

fn hex_length(text: &str) -> usize {
    text.find(|character: char| !character.is_ascii_hexdigit()).unwrap_or(text.len())
}

fn digits_length(text: &str) -> usize {
    text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len())
}

/// Digits with a point and an exponent; whether there was one of these. None if it is no number.
fn decimal_length(text: &str) -> Option<(usize, bool)> {
    let before = digits_length(text);
    let (mut length, mut is_real) = (before, false);
    let behind = &text[before..];
    if behind.starts_with('.') && !behind.starts_with("..") {
        let after = digits_length(&behind[1..]);
        if before + after == 0 {
            return None;
        }
        length += 1 + after;
        is_real = true;
    }
    if text[length..].starts_with(['e', 'E']) {
        let exponent = &text[length + 1..];
        let sign = exponent.chars().next().filter(|&first| first == '+' || first == '-').map_or(0, |_| 1);
        let digits = digits_length(&exponent[sign..]);
        if digits == 0 {
            return None;
        }
        length += 1 + sign + digits;
        is_real = true;
    }
    Some((length, is_real))
}

/// The suffix and the multiplier behind the digits, and their bytes.
fn endings(text: &str) -> Option<(Option<char>, i64, usize)> {
    let suffix = text
        .chars()
        .next()
        .map(|first| first.to_ascii_lowercase())
        .filter(|first| matches!(first, 'l' | 'd'));
    let at = usize::from(suffix.is_some());
    let power = match text[at..].chars().next().map(|first| first.to_ascii_lowercase()) {
        Some('k') => 1,
        Some('m') => 2,
        Some('g') => 3,
        Some('t') => 4,
        Some('p') => 5,
        _ => return Some((suffix, 1, at)),
    };
    let has_b = text[at + 1..].starts_with(['b', 'B']);
    has_b.then_some((suffix, 1 << (10 * power), at + 2))
}

fn hexadecimal(shape: &Shape<'_>, suffix: Option<char>) -> Option<Number> {
    // As many digits as the type has make the highest bit the sign.
    let digits = shape.digits.trim_start_matches('0');
    let value = match (digits.len(), suffix) {
        (0, _) => 0,
        (1..=8, None) => i128::from(u32::from_str_radix(digits, 16).ok()? as i32),
        (1..=16, _) => i128::from(u64::from_str_radix(digits, 16).ok()? as i64),
        _ => return None,
    };
    smallest(shape.signed(value) * i128::from(shape.multiplier), suffix)
}

fn whole(shape: &Shape<'_>, suffix: Option<char>) -> Option<Number> {
    if let Ok(value) = shape.digits.parse::<i64>().map(i128::from).or_else(|_| shape.digits.parse::<i128>()) {
        let value = shape.signed(value);
        if i64::try_from(value).is_ok() || suffix.is_some() {
            return smallest(value.checked_mul(i128::from(shape.multiplier))?, suffix);
        }
    }
    if suffix.is_some() {
        return None;
    }
    decimal(shape).or_else(|| real(shape, None))
}

/// The smallest type that holds a whole number.
fn smallest(value: i128, suffix: Option<char>) -> Option<Number> {
    match i32::try_from(value) {
        Ok(value) if suffix.is_none() => Some(Number::Int(value)),
        _ => i64::try_from(value).ok().map(Number::Long),
    }
}

fn real(shape: &Shape<'_>, suffix: Option<char>) -> Option<Number> {
    let value = shape.digits.parse::<f64>().ok()? * shape.multiplier as f64;
    let value = if shape.is_negative { -value } else { value };
    if suffix.is_some() {
        let rounded = value.round_ties_even();
        let fits = rounded >= i64::MIN as f64 && rounded < i64::MAX as f64;
        return fits.then_some(Number::Long(rounded as i64));
    }
    value.is_finite().then_some(Number::Double(value))
}

fn decimal(shape: &Shape<'_>) -> Option<Number> {
    let (mantissa, exponent) = match shape.digits.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (shape.digits, 0),
    };
    let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{before}{after}");
    let digits = digits.trim_start_matches('0');
    let (digits, scale) = rounded(digits, after.len() as i64 - exponent)?;
    let digits = digits.checked_mul(i128::from(shape.multiplier)).filter(|&digits| digits <= DECIMAL_MAX)?;
    Some(Number::Decimal { digits: shape.signed(digits), scale })
}

/// `digits / 10^scale` with as many digits as a decimal has, rounded half to even.
fn rounded(digits: &str, scale: i64) -> Option<(i128, u8)> {
    let surplus = usize::try_from(scale - DECIMAL_SCALE_MAX as i64).unwrap_or(0);
    // More digits than these exceed a decimal in any case.
    let surplus = surplus.max(digits.len().saturating_sub(30));
    for cut in surplus..=surplus.max(digits.len()) {
        let keep = digits.len().saturating_sub(cut);
        let Ok(mut value) = digits[..keep].parse::<i128>().or(if keep == 0 { Ok(0) } else { Err(()) }) else {
            continue;
        };
        let lost = if cut > digits.len() { "" } else { &digits[keep..] };
        let half = lost.as_bytes().first().copied().unwrap_or(b'0').cmp(&b'5');
        let more = lost.len() > 1 && lost[1..].contains(|digit| digit != '0');
        if half.is_gt() || (half.is_eq() && (more || value % 2 == 1)) {
            value += 1;
        }
        let scale = scale - cut as i64;
        if scale < 0 {
            let power = u32::try_from(-scale).ok().and_then(|power| 10_i128.checked_pow(power))?;
            value = value.checked_mul(power)?;
        }
        if value <= DECIMAL_MAX {
            return (scale >= 0 || cut == 0).then_some((value, u8::try_from(scale.max(0)).ok()?));
        }
        if scale <= 0 {
            return None;
        }
    }
    None
}
