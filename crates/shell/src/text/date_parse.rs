//! Dates read from text as en-US writes them, and the ISO forms.

use super::date_format::{DAYS, MONTHS, century, clock_hour, time_of_day};
use crate::value::{DateTime, Kind, TimeSpan};

/// A date that was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The date. Unspecified kind, or universal time where the text had an offset or a `Z`.
    pub date: DateTime,
    /// Whether another culture reads another day: such a date is echoed in full (see [`super::full_date`]).
    pub ambiguous: bool,
}

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateProblem {
    /// A word that no date has, at this byte.
    #[error(
        "The string was not recognized as a valid DateTime. There is an unknown word starting at index {0}."
    )]
    Word(usize),
    /// It is not written as a date, or there is no such day.
    #[error("String was not recognized as a valid DateTime.")]
    Syntax,
}

/// Reads a date. `today` fills in what the text leaves out.
pub fn parse_date(text: &str, today: DateTime) -> Result<Reading, DateProblem> {
    let tokens = tokens(text).ok_or(DateProblem::Syntax)?;
    let mut draft = Draft::default();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at = draft.read(&tokens, at).ok_or(match token.sign {
            Sign::Word(_) => DateProblem::Word(token.at),
            _ => DateProblem::Syntax,
        })?;
    }
    draft.finish(today).ok_or(DateProblem::Syntax)
}

#[derive(Debug)]
struct Token {
    at: usize,
    sign: Sign,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Sign {
    Number { value: i64, width: usize },
    Word(String),
    Mark(char),
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let run = |is: fn(char) -> bool| rest.find(|c| !is(c)).unwrap_or(rest.len());
        let length = if first.is_ascii_digit() {
            let width = run(|c| c.is_ascii_digit());
            let value = rest[..width].parse().ok()?;
            tokens.push(Token { at, sign: Sign::Number { value, width } });
            width
        } else if first.is_alphabetic() {
            let width = run(char::is_alphabetic);
            tokens.push(Token { at, sign: Sign::Word(rest[..width].to_ascii_lowercase()) });
            width
        } else {
            if !first.is_whitespace() {
                tokens.push(Token { at, sign: Sign::Mark(first) });
            }
            first.len_utf8()
        };
        at += length;
    }
    (!tokens.is_empty()).then_some(tokens)
}

#[derive(Default)]
struct Draft {
    /// Numbers of the date in the order they came, with their widths.
    numbers: Vec<(i64, usize)>,
    /// The month by name, and how many numbers came before it.
    month: Option<(i64, usize)>,
    weekday: Option<i64>,
    time: Option<(i64, i64, i64, i64)>,
    afternoon: Option<bool>,
    offset: Option<i64>,
}

impl Draft {
    /// Reads what starts at `at`; the position behind it, or none where it means nothing.
    fn read(&mut self, tokens: &[Token], at: usize) -> Option<usize> {
        let sign = |ahead: usize| tokens.get(at + ahead).map(|token| &token.sign);
        match &tokens[at].sign {
            Sign::Number { .. } if sign(1) == Some(&Sign::Mark(':')) => self.read_time(tokens, at),
            Sign::Number { value, .. } if self.time.is_none() && Self::is_half_day(sign(1)) => {
                self.time = Some((*value, 0, 0, 0));
                Some(at + 1)
            }
            Sign::Number { value, width } => {
                self.numbers.push((*value, *width));
                (self.numbers.len() <= 3).then_some(at + 1)
            }
            Sign::Word(word) => self.read_word(word).then_some(at + 1),
            Sign::Mark('+' | '-') if self.time.is_some() && self.offset.is_none() => {
                self.read_offset(tokens, at)
            }
            Sign::Mark(',' | '/' | '-' | '.') => Some(at + 1),
            Sign::Mark(_) => None,
        }
    }

    fn is_half_day(sign: Option<&Sign>) -> bool {
        matches!(sign, Some(Sign::Word(word)) if matches!(word.as_str(), "am" | "pm" | "a" | "p"))
    }

    fn read_time(&mut self, tokens: &[Token], at: usize) -> Option<usize> {
        let number = |at: usize| match tokens.get(at).map(|token| &token.sign) {
            Some(Sign::Number { value, width }) => Some((*value, *width)),
            _ => None,
        };
        let mark = |at: usize, c: char| tokens.get(at).is_some_and(|token| token.sign == Sign::Mark(c));
        if self.time.is_some() {
            return None;
        }
        let (hour, minute) = (number(at)?.0, number(at + 2)?.0);
        let (mut second, mut fraction, mut end) = (0, 0, at + 3);
        if mark(end, ':') {
            second = number(end + 1)?.0;
            end += 2;
            if mark(end, '.')
                && let Some((value, width)) = number(end + 1)
            {
                fraction = ticks_of_fraction(value, width)?;
                end += 2;
            }
        }
        self.time = Some((hour, minute, second, fraction));
        Some(end)
    }

    fn read_word(&mut self, word: &str) -> bool {
        match word {
            "am" | "a" => return self.afternoon.replace(false).is_none(),
            "pm" | "p" => return self.afternoon.replace(true).is_none(),
            "z" | "gmt" | "utc" => return self.offset.replace(0).is_none(),
            "t" => return !self.numbers.is_empty(),
            "of" | "st" | "nd" | "rd" | "th" => return false,
            _ => {}
        }
        let named = |names: &[&str]| {
            names.iter().position(|name| {
                let name = name.to_ascii_lowercase();
                word == name || (word.len() == 3 && name.starts_with(word))
            })
        };
        if let Some(month) = named(&MONTHS) {
            return self.month.replace((month as i64 + 1, self.numbers.len())).is_none();
        }
        match named(&DAYS) {
            Some(day) => self.weekday.replace(day as i64).is_none(),
            None => false,
        }
    }

    fn read_offset(&mut self, tokens: &[Token], at: usize) -> Option<usize> {
        let sign = if tokens[at].sign == Sign::Mark('-') { -1 } else { 1 };
        let Some(Token { sign: Sign::Number { value, width }, .. }) = tokens.get(at + 1) else { return None };
        let (hours, mut minutes) = if *width > 2 { (value / 100, value % 100) } else { (*value, 0) };
        let mut end = at + 2;
        if tokens.get(end).is_some_and(|token| token.sign == Sign::Mark(':')) {
            let Some(Token { sign: Sign::Number { value, .. }, .. }) = tokens.get(end + 1) else {
                return None;
            };
            minutes = *value;
            end += 2;
        }
        self.offset = (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes));
        self.offset.map(|_| end)
    }

    fn finish(self, today: DateTime) -> Option<Reading> {
        let (day, ambiguous) = self.day(today)?;
        let (hour, minute, second, fraction) = self.time.unwrap_or_default();
        if self.afternoon.is_some() && self.time.is_none() {
            return None;
        }
        let time = time_of_day(clock_hour(hour, self.afternoon)?, minute, second, fraction)?;
        let date = day.checked_add(time)?;
        if self.weekday.is_some_and(|weekday| weekday != date.day_of_week()) {
            return None;
        }
        let date = match self.offset {
            None => date.with_kind(Kind::Unspecified),
            Some(minutes) => {
                date.checked_sub(TimeSpan::from_parts(0, 0, minutes, 0, 0)?)?.with_kind(Kind::Utc)
            }
        };
        Some(Reading { date, ambiguous })
    }

    /// The day that the numbers and the month's name mean, and whether another culture reads another one.
    fn day(&self, today: DateTime) -> Option<(DateTime, bool)> {
        let this_year = i64::from(today.civil().year());
        let year = |(value, width): (i64, usize)| if width <= 2 { century(value) } else { value };
        let is_year = |(value, width): (i64, usize)| width > 2 || value > 31;
        let (date, ambiguous) = match (self.month, self.numbers.as_slice()) {
            (None, []) => (Some(today.date()), false),
            (None, [(m, _), (d, width)]) if *width <= 2 && *m <= 12 => {
                (DateTime::from_date(this_year, *m, *d), *d <= 12 && m != d)
            }
            (None, [first, (m, _)]) if is_year(*first) => (DateTime::from_date(first.0, *m, 1), false),
            (None, [(m, _), second]) if is_year(*second) => (DateTime::from_date(second.0, *m, 1), false),
            (None, [first, (m, _), (d, _)]) if first.1 > 2 => (DateTime::from_date(first.0, *m, *d), false),
            (None, [(m, _), (d, _), last]) => {
                (DateTime::from_date(year(*last), *m, *d), *m <= 12 && *d <= 12 && m != d)
            }
            (Some((month, _)), []) => (DateTime::from_date(this_year, month, 1), false),
            (Some((month, _)), [one]) if is_year(*one) => (DateTime::from_date(year(*one), month, 1), false),
            (Some((month, _)), [(day, _)]) => (DateTime::from_date(this_year, month, *day), false),
            (Some((month, _)), [first, (day, _)]) if first.1 > 2 => {
                (DateTime::from_date(first.0, month, *day), false)
            }
            (Some((month, _)), [(day, _), last]) => (DateTime::from_date(year(*last), month, *day), false),
            _ => (None, false),
        };
        date.map(|date| (date, ambiguous))
    }
}

/// Digits behind the seconds as ticks; more than seven are cut off.
fn ticks_of_fraction(value: i64, width: usize) -> Option<i64> {
    let width = u32::try_from(width).ok()?;
    if width <= 7 {
        value.checked_mul(10_i64.pow(7 - width))
    } else {
        Some(value / 10_i64.checked_pow(width - 7)?)
    }
}
