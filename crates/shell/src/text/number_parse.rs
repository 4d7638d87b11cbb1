//! Numbers read from text.

use crate::value::Value;

/// Reads an integer in decimal or `0x` hexadecimal, blanks around it allowed. `Err` tells a number that is too
/// large from text that is none.
pub fn parse_integer(text: &str) -> Result<i64, IntegerProblem> {
    let text = text.trim();
    let (negative, body) = match text.as_bytes() {
        [b'-', ..] => (true, &text[1..]),
        [b'+', ..] => (false, &text[1..]),
        _ => (false, text),
    };
    if let Some(hex) = body.strip_prefix("0x").or_else(|| body.strip_prefix("0X")) {
        return parse_hexadecimal(hex, negative);
    }
    if body.is_empty() || !body.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(IntegerProblem::Syntax);
    }
    let magnitude: i128 = body.parse().map_err(|_| IntegerProblem::Size)?;
    i64::try_from(if negative { -magnitude } else { magnitude }).map_err(|_| IntegerProblem::Size)
}

/// Why a text is no integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntegerProblem {
    /// It is not written as one.
    Syntax,
    /// It is larger than any that the shell knows.
    Size,
}

/// Hexadecimal digits are a bit pattern: eight of them are an Int, which may be negative.
fn parse_hexadecimal(hex: &str, negative: bool) -> Result<i64, IntegerProblem> {
    if hex.is_empty() || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(IntegerProblem::Syntax);
    }
    let significant = hex.trim_start_matches('0');
    if significant.len() > 16 {
        return Err(IntegerProblem::Size);
    }
    let bits = u64::from_str_radix(hex, 16).map_err(|_| IntegerProblem::Size)?;
    let value = match u32::try_from(bits) {
        Ok(short) => i64::from(short.cast_signed()),
        Err(_) => bits.cast_signed(),
    };
    if negative { value.checked_neg().ok_or(IntegerProblem::Size) } else { Ok(value) }
}

/// Reads a double as `[double]` does: blanks around it, a sign, commas between digits, an exponent.
pub fn parse_double(text: &str) -> Option<f64> {
    let text = text.trim();
    match text {
        "NaN" => return Some(f64::NAN),
        "Infinity" | "\u{221e}" => return Some(f64::INFINITY),
        "-Infinity" | "-\u{221e}" => return Some(f64::NEG_INFINITY),
        _ => {}
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.find(['e', 'E']) {
        Some(at) => (&unsigned[..at], Some(&unsigned[at + 1..])),
        None => (unsigned, None),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let only_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let whole_fits =
        whole.bytes().all(|byte| byte.is_ascii_digit() || byte == b',') && !whole.starts_with(',');
    if !whole_fits || !only_digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return None;
    }
    if let Some(exponent) = exponent {
        let digits = exponent.strip_prefix(['-', '+']).unwrap_or(exponent);
        if digits.is_empty() || !only_digits(digits) {
            return None;
        }
    }
    text.replace(',', "").parse().ok()
}

/// Reads a number as the language writes numbers: hexadecimal, a type suffix `L`, a multiplier `kb` to `pb`.
/// The type is the smallest of Int, Long and Double that holds it.
pub fn scan_number(text: &str) -> Option<Value> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let is_hex = lower.trim_start_matches(['-', '+']).starts_with("0x");
    let multiplied =
        MULTIPLIERS.iter().find_map(|(suffix, factor)| Some((lower.strip_suffix(suffix)?, *factor)));
    let (body, factor) = multiplied.unwrap_or((&lower, 1));
    let (body, long) = match body.strip_suffix('l') {
        Some(body) => (body, true),
        None => (body, false),
    };
    if let Ok(number) = parse_integer(body)
        && let Some(number) = number.checked_mul(factor)
    {
        return Some(match i32::try_from(number) {
            Ok(short) if !long => Value::Int(short),
            _ => Value::Long(number),
        });
    }
    if is_hex || long || body.contains(',') {
        return None;
    }
    let body = body.strip_suffix('d').unwrap_or(body);
    parse_double(body).filter(|number| number.is_finite()).map(|number| Value::Double(number * factor as f64))
}

const MULTIPLIERS: [(&str, i64); 5] =
    [("kb", 1 << 10), ("mb", 1 << 20), ("gb", 1 << 30), ("tb", 1 << 40), ("pb", 1 << 50)];
