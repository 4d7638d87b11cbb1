//! How text compares: as Windows sorts words in en-US.
//!
//! The order is decided by letters first (their case and accents aside, punctuation before digits before
//! letters), then by hyphens and apostrophes, which words ignore, then by accents, then by case, small first.

use std::cmp::Ordering;
use std::str::Chars;

use unicode_normalization::UnicodeNormalization;

/// Whether the case of letters counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// It does not: `-eq` and its siblings.
    Ignored,
    /// It does: `-ceq` and its siblings.
    Matters,
}

/// Whether two texts are the same.
pub fn equal(a: &str, b: &str, case: Case) -> bool {
    if a == b {
        return true;
    }
    if a.is_ascii() && b.is_ascii() {
        return case == Case::Ignored && a.eq_ignore_ascii_case(b);
    }
    compare(a, b, case) == Ordering::Equal
}

/// The order of two texts.
pub fn compare(a: &str, b: &str, case: Case) -> Ordering {
    if a == b {
        return Ordering::Equal;
    }
    if a.is_ascii() && b.is_ascii() {
        // What both begin with decides nothing.
        let pairs = a.bytes().zip(b.bytes());
        let same =
            pairs.take_while(|(a, b)| a == b || (case == Case::Ignored && a.eq_ignore_ascii_case(b))).count();
        return compare_signs(a[same..].chars(), b[same..].chars(), case);
    }
    let base = |text: &str| text.nfd().filter(|c| !is_accent(*c)).collect::<String>();
    let accents = |text: &str| text.nfd().filter(|c| is_accent(*c)).collect::<String>();
    let (base_a, base_b) = (base(a), base(b));
    compare_signs(base_a.chars(), base_b.chars(), Case::Ignored)
        .then_with(|| accents(a).cmp(&accents(b)))
        .then_with(|| compare_signs(base_a.chars(), base_b.chars(), case))
}

fn compare_signs(a: Chars<'_>, b: Chars<'_>, case: Case) -> Ordering {
    let order = letters(a.clone()).map(weight).cmp(letters(b.clone()).map(weight));
    let order = order.then_with(|| ignored(a.clone()).cmp(ignored(b.clone())));
    match case {
        Case::Ignored => order,
        // Small letters come before capital ones of the same word.
        Case::Matters => order.then_with(|| letters(b).cmp(letters(a))),
    }
}

fn letters(signs: Chars<'_>) -> impl Iterator<Item = char> {
    signs.filter(|c| !is_ignored(*c))
}

fn ignored(signs: Chars<'_>) -> impl Iterator<Item = (usize, char)> {
    signs.enumerate().filter(|(_, c)| is_ignored(*c))
}

/// Hyphen and apostrophe: `co-op` stands beside `coop`.
fn is_ignored(c: char) -> bool {
    matches!(c, '-' | '\'')
}

fn is_accent(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Bytes whose order is that of [`compare`], for texts that are compared often.
pub fn sort_key(text: &str, case: Case) -> Vec<u8> {
    let mut key = Vec::with_capacity(text.len() + 4);
    if text.is_ascii() {
        push_signs(&mut key, text.chars(), "", case);
    } else {
        let (accents, base): (String, String) = text.nfd().partition(|c| is_accent(*c));
        push_signs(&mut key, base.chars(), &accents, case);
    }
    key
}

/// What decides first comes first; a zero, which is less than all else, ends each part.
fn push_signs(key: &mut Vec<u8>, signs: Chars<'_>, accents: &str, case: Case) {
    letters(signs.clone()).for_each(|sign| push_weight(key, sign));
    key.push(0);
    for (place, sign) in ignored(signs.clone()) {
        key.push(1);
        key.extend(u32::try_from(place).unwrap_or(u32::MAX).to_be_bytes());
        key.push(u8::from(sign == '-'));
    }
    key.push(0);
    key.extend(accents.as_bytes());
    key.push(0);
    if case == Case::Matters {
        letters(signs).for_each(|sign| key.extend(&(!u32::from(sign)).to_be_bytes()[1..]));
    }
}

fn push_weight(key: &mut Vec<u8>, sign: char) {
    let (class, place) = weight(sign);
    // Each class has room for what ASCII holds of it, and a byte that three more follow for the rest.
    let (start, end) = [(1, 39), (40, 89), (90, 104), (105, 139)][usize::from(class)];
    let place_in_ascii = match class {
        0 if place < 32 => Some(place),
        0 if place == 127 => Some(32),
        1 if place < 1000 => Some(place),
        2 => Some(place - u32::from('0')),
        3 if place < 128 => Some(place - u32::from('a')),
        _ => None,
    };
    match place_in_ascii.and_then(|place| u8::try_from(place).ok()) {
        Some(place) => key.push(start + place),
        None => {
            key.push(end);
            key.extend(&place.to_be_bytes()[1..]);
        }
    }
}

/// The place of a character: controls, signs in the order of Windows, digits, letters.
fn weight(c: char) -> (u8, u32) {
    if c.is_ascii_alphabetic() {
        return (3, u32::from(c.to_ascii_lowercase()));
    }
    if c.is_ascii_digit() {
        return (2, u32::from(c));
    }
    if let Some(place) = SIGNS.find(c) {
        return (1, place as u32);
    }
    if c.is_alphanumeric() {
        return (3, c.to_lowercase().next().map_or(u32::from(c), u32::from));
    }
    if c.is_control() { (0, u32::from(c)) } else { (1, 1000 + u32::from(c)) }
}

/// The signs of ASCII as the word sort orders them.
const SIGNS: &str = " _,;:!?.\"()[]{}@*/\\&#%`^+<=>|~$\t\n\r";
