//! Custom numeric formats: pictures of zeros, `#`, points, commas, `%`, exponents, quotes and sections.

use super::digits::Digits;
use super::number_format::group;

/// Writes a number as its picture says.
pub(super) fn write(of: Digits, format: &str) -> String {
    let sections = sections(format);
    let negative = of.negative && !of.is_zero();
    let (section, sign) = match (sections.as_slice(), negative) {
        ([_, second, ..], true) if !second.is_empty() => (second, false),
        ([_, _, third, ..], false) if of.is_zero() && !third.is_empty() => (third, false),
        ([first, ..], sign) => (first, sign),
        ([], _) => return String::new(),
    };
    let picture = Picture::read(section);
    let of = Digits { negative: false, ..of };
    let of = picture.scaled(of);
    let zero = of.is_zero();
    let text = picture.lay_out(&of);
    // What rounds to nothing is written by the section for zero.
    if zero && !negative && sections.len() > 2 && !sections[2].is_empty() {
        return Picture::read(&sections[2]).lay_out(&of);
    }
    if sign && !zero { format!("-{text}") } else { text }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Sign {
    Zero,
    Digit,
    Point,
    Comma,
    Percent,
    PerMille,
    /// An exponent: its letter, whether a plus is written, and its least digits.
    Exponent(char, bool, usize),
    Literal(char),
}

/// Splits at `;` and reads quotes and escapes away.
fn sections(format: &str) -> Vec<Vec<Sign>> {
    let mut sections = vec![Vec::new()];
    let mut signs = format.chars().peekable();
    while let Some(sign) = signs.next() {
        let read = match sign {
            ';' => {
                sections.push(Vec::new());
                continue;
            }
            '\'' | '"' => {
                let quoted: Vec<Sign> =
                    signs.by_ref().take_while(|c| *c != sign).map(Sign::Literal).collect();
                sections.last_mut().expect("there is a section from the start").extend(quoted);
                continue;
            }
            '\\' => match signs.next() {
                Some(escaped) => Sign::Literal(escaped),
                None => continue,
            },
            '0' => Sign::Zero,
            '#' => Sign::Digit,
            '.' => Sign::Point,
            ',' => Sign::Comma,
            '%' => Sign::Percent,
            '\u{2030}' => Sign::PerMille,
            'e' | 'E' => exponent(sign, &mut signs).unwrap_or(Sign::Literal(sign)),
            other => Sign::Literal(other),
        };
        sections.last_mut().expect("there is a section from the start").push(read);
    }
    sections
}

fn exponent(letter: char, signs: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<Sign> {
    let mut ahead = signs.clone();
    let plus = match ahead.peek() {
        Some('+') => ahead.next().is_some(),
        Some('-') => ahead.next().is_none(),
        _ => false,
    };
    let mut width = 0;
    while ahead.next_if_eq(&'0').is_some() {
        width += 1;
    }
    if width == 0 {
        return None;
    }
    *signs = ahead;
    Some(Sign::Exponent(letter, plus, width.min(10)))
}

/// One section, measured.
struct Picture<'a> {
    signs: &'a [Sign],
    /// Places before the point from the first `0` on, and all places.
    least_whole: usize,
    whole: usize,
    /// Places behind the point up to the last `0`, and all places.
    least_fraction: usize,
    fraction: usize,
    grouped: bool,
    shift: i64,
    exponential: bool,
}

impl<'a> Picture<'a> {
    fn read(signs: &'a [Sign]) -> Self {
        let point = signs.iter().position(|sign| *sign == Sign::Point).unwrap_or(signs.len());
        let (before, behind) = signs.split_at(point);
        let is_place = |sign: &&Sign| matches!(sign, Sign::Zero | Sign::Digit);
        let whole = before.iter().filter(is_place).count();
        let leading = before.iter().filter(is_place).take_while(|sign| **sign == Sign::Digit).count();
        let places: Vec<&Sign> = behind.iter().filter(is_place).collect();
        let least_fraction = places.iter().rposition(|sign| **sign == Sign::Zero).map_or(0, |at| at + 1);
        let last_place = before.iter().rposition(|sign| is_place(&sign));
        let first_place = before.iter().position(|sign| is_place(&sign));
        let scaling =
            last_place.map_or(0, |last| before[last..].iter().filter(|s| **s == Sign::Comma).count());
        let grouped = match (first_place, last_place) {
            (Some(first), Some(last)) => before[first..last].contains(&Sign::Comma),
            _ => false,
        };
        let percent = signs.iter().filter(|sign| **sign == Sign::Percent).count() as i64;
        let per_mille = signs.iter().filter(|sign| **sign == Sign::PerMille).count() as i64;
        Self {
            signs,
            least_whole: whole - leading,
            whole,
            least_fraction,
            fraction: places.len(),
            grouped,
            shift: percent * 2 + per_mille * 3 - scaling as i64 * 3,
            exponential: signs.iter().any(|sign| matches!(sign, Sign::Exponent(..))),
        }
    }

    fn scaled(&self, of: Digits) -> Digits {
        let of = of.shifted(self.shift);
        if self.exponential {
            of.round_significant((self.whole + self.fraction).max(1))
        } else {
            of.round_decimals(self.fraction)
        }
    }

    fn lay_out(&self, of: &Digits) -> String {
        let mut exponent = 0;
        let mut of = of.clone();
        if self.exponential && !of.is_zero() {
            exponent = of.point - self.whole as i64;
            of.point = self.whole as i64;
        }
        let mut whole = if of.point > 0 { of.whole() } else { String::new() };
        if whole.len() < self.least_whole {
            whole = "0".repeat(self.least_whole - whole.len()) + &whole;
        }
        let decimals = of.decimals().clamp(self.least_fraction, self.fraction.max(self.least_fraction));
        let fraction = of.fraction(decimals);
        let whole = if self.grouped { group(&whole) } else { whole };
        self.fill(&whole, &fraction, exponent)
    }

    /// Walks the picture and puts the digits at its places; surplus digits stand at the first place.
    fn fill(&self, whole: &str, fraction: &str, exponent: i64) -> String {
        let mut text = String::new();
        let mut behind = false;
        let mut place = 0;
        let mut rest = whole;
        let mut decimals = fraction.chars();
        for sign in self.signs {
            match sign {
                Sign::Zero | Sign::Digit if behind => text.extend(decimals.next()),
                Sign::Zero | Sign::Digit => {
                    // The places still to come take one digit each, with the commas between them.
                    let left = self.whole - place - 1;
                    let cut = tail_start(rest, left);
                    text.push_str(&rest[..cut]);
                    rest = &rest[cut..];
                    place += 1;
                }
                Sign::Point => {
                    if !behind && !fraction.is_empty() {
                        text.push('.');
                    }
                    behind = true;
                }
                Sign::Comma => {}
                Sign::Percent => text.push('%'),
                Sign::PerMille => text.push('\u{2030}'),
                Sign::Exponent(letter, plus, width) => {
                    let sign = if exponent < 0 {
                        "-"
                    } else if *plus {
                        "+"
                    } else {
                        ""
                    };
                    text.push_str(&format!(
                        "{letter}{sign}{:0>width$}",
                        exponent.unsigned_abs(),
                        width = *width
                    ));
                }
                Sign::Literal(own) => text.push(*own),
            }
        }
        text
    }
}

/// Where the last `count` digits of `text` start, a comma before them staying with what comes first.
fn tail_start(text: &str, count: usize) -> usize {
    if count == 0 {
        return text.len();
    }
    let mut digits = 0;
    for (at, sign) in text.char_indices().rev() {
        if sign.is_ascii_digit() {
            digits += 1;
            if digits == count {
                return at;
            }
        }
    }
    0
}
