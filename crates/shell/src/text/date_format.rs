//! Dates as text: standard and custom formats in en-US, and reading by an exact format.

use super::FormatProblem;
use crate::value::span::SECOND;
use crate::value::{DateTime, Kind, TimeSpan};

pub(super) const DAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date as a cast to string writes it, whatever the culture: `12/25/2013 00:00:00`.
pub fn invariant_date(date: DateTime) -> String {
    custom(date, TimeSpan::ZERO, "MM/dd/yyyy HH:mm:ss")
}

/// A date as ToString and `-f` write it: `12/25/2013 12:00:00 AM`.
pub fn usual_date(date: DateTime) -> String {
    custom(date, TimeSpan::ZERO, "M/d/yyyy h:mm:ss tt")
}

/// A date as the shell prints it and echoes what it understood: `Wednesday, December 25, 2013 12:00:00 AM`.
pub fn full_date(date: DateTime) -> String {
    custom(date, TimeSpan::ZERO, "dddd, MMMM d, yyyy h:mm:ss tt")
}

/// Writes a date by a standard or custom format. `offset` is what local time is ahead of universal time then.
pub fn date_text(date: DateTime, offset: TimeSpan, format: &str) -> Result<String, FormatProblem> {
    let mut signs = format.chars();
    let (Some(letter), rest) = (signs.next(), signs.as_str()) else { return Ok(usual_date(date)) };
    if !rest.is_empty() {
        return Ok(custom(date, offset, format));
    }
    if letter == 'U' {
        let universal = if date.kind() == Kind::Utc { Some(date) } else { date.checked_sub(offset) };
        return Ok(full_date(universal.unwrap_or(date)));
    }
    let pattern = standard(letter).ok_or(FormatProblem::Specifier)?;
    Ok(custom(date, offset, pattern))
}

fn standard(letter: char) -> Option<&'static str> {
    Some(match letter {
        'd' => "M/d/yyyy",
        'D' => "dddd, MMMM d, yyyy",
        'f' => "dddd, MMMM d, yyyy h:mm tt",
        'F' => "dddd, MMMM d, yyyy h:mm:ss tt",
        'g' => "M/d/yyyy h:mm tt",
        'G' => "M/d/yyyy h:mm:ss tt",
        'm' | 'M' => "MMMM d",
        'o' | 'O' => "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK",
        'r' | 'R' => "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
        's' => "yyyy'-'MM'-'dd'T'HH':'mm':'ss",
        't' => "h:mm tt",
        'T' => "h:mm:ss tt",
        'u' => "yyyy'-'MM'-'dd HH':'mm':'ss'Z'",
        'y' | 'Y' => "MMMM yyyy",
        _ => return None,
    })
}

/// A piece of a custom format: a letter repeated, or text that stands for itself.
#[derive(Debug, PartialEq, Eq)]
enum Piece {
    Field(char, usize),
    Literal(String),
}

fn pieces(format: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut signs = format.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '\'' | '"' => pieces.push(Piece::Literal(signs.by_ref().take_while(|c| *c != sign).collect())),
            '\\' => pieces.extend(signs.next().map(|c| Piece::Literal(c.to_string()))),
            '%' => {}
            letter if "dfFghHKmMstyz".contains(letter) => {
                let mut count = 1;
                while signs.next_if_eq(&letter).is_some() {
                    count += 1;
                }
                pieces.push(Piece::Field(letter, count));
            }
            other => pieces.push(Piece::Literal(other.to_string())),
        }
    }
    pieces
}

fn custom(date: DateTime, offset: TimeSpan, format: &str) -> String {
    let mut text = String::new();
    for piece in pieces(format) {
        match piece {
            Piece::Literal(own) => text.push_str(&own),
            Piece::Field(letter, count) => write_field(&mut text, date, offset, letter, count),
        }
    }
    text
}

fn write_field(text: &mut String, date: DateTime, offset: TimeSpan, letter: char, count: usize) {
    let civil = date.civil();
    let time = date.time_of_day();
    let padded = |number: i64, count: usize| format!("{number:0>width$}", width = count.min(2));
    let half_day = if time.hours() % 12 == 0 { 12 } else { time.hours() % 12 };
    let written = match (letter, count) {
        ('d', 1 | 2) => padded(i64::from(civil.day()), count),
        ('d', 3) => DAYS[date.day_of_week() as usize][..3].to_owned(),
        ('d', _) => DAYS[date.day_of_week() as usize].to_owned(),
        ('M', 1 | 2) => padded(i64::from(civil.month()), count),
        ('M', 3) => MONTHS[civil.month() as usize - 1][..3].to_owned(),
        ('M', _) => MONTHS[civil.month() as usize - 1].to_owned(),
        ('y', 1 | 2) => padded(i64::from(civil.year() % 100), count),
        ('y', _) => format!("{:0>count$}", civil.year()),
        ('H', _) => padded(time.hours(), count),
        ('h', _) => padded(half_day, count),
        ('m', _) => padded(time.minutes(), count),
        ('s', _) => padded(time.seconds(), count),
        ('f', _) => format!("{:07}", time.fraction())[..count.min(7)].to_owned(),
        ('F', _) => {
            let digits = format!("{:07}", time.fraction())[..count.min(7)].trim_end_matches('0').to_owned();
            if digits.is_empty() && text.ends_with('.') {
                text.pop();
            }
            digits
        }
        ('t', 1) => (if time.hours() < 12 { "A" } else { "P" }).to_owned(),
        ('t', _) => (if time.hours() < 12 { "AM" } else { "PM" }).to_owned(),
        ('g', _) => "A.D.".to_owned(),
        ('K', _) => match date.kind() {
            Kind::Utc => "Z".to_owned(),
            Kind::Local => offset_text(offset, 3),
            Kind::Unspecified => String::new(),
        },
        ('z', _) => offset_text(if date.kind() == Kind::Utc { TimeSpan::ZERO } else { offset }, count),
        _ => String::new(),
    };
    text.push_str(&written);
}

fn offset_text(offset: TimeSpan, count: usize) -> String {
    let sign = if offset.ticks() < 0 { '-' } else { '+' };
    let (hours, minutes) = (offset.hours().abs(), offset.minutes().abs());
    match count {
        1 => format!("{sign}{hours}"),
        2 => format!("{sign}{hours:02}"),
        _ => format!("{sign}{hours:02}:{minutes:02}"),
    }
}

/// Reads a date that is written exactly as `format` says, or none. What the format leaves out is that of
/// `today`. An offset in the text is applied and the result is in universal time.
pub fn parse_exact(text: &str, format: &str, today: DateTime) -> Option<DateTime> {
    let format = match (format.chars().next(), format.chars().count()) {
        (Some(letter), 1) => standard(letter)?,
        _ => format,
    };
    let mut fields = Fields::default();
    let mut rest = text;
    for piece in pieces(format) {
        rest = match piece {
            Piece::Literal(own) => rest.strip_prefix(own.as_str())?,
            Piece::Field(letter, count) => fields.read(letter, count, rest)?,
        };
    }
    rest.is_empty().then(|| fields.assemble(today)).flatten()
}

#[derive(Default)]
struct Fields {
    year: Option<i64>,
    month: Option<i64>,
    day: Option<i64>,
    hour: i64,
    minute: i64,
    second: i64,
    fraction: i64,
    afternoon: Option<bool>,
    offset: Option<i64>,
}

impl Fields {
    fn read<'t>(&mut self, letter: char, count: usize, text: &'t str) -> Option<&'t str> {
        let two = if count == 1 { 1..=2 } else { 2..=2 };
        match (letter, count) {
            ('d', 1 | 2) => number(text, two, &mut self.day),
            ('d', 3) => word(text, &DAYS.map(|day| &day[..3])).map(|(_, rest)| rest),
            ('d', _) => word(text, &DAYS).map(|(_, rest)| rest),
            ('M', 1 | 2) => number(text, two, &mut self.month),
            ('M', 3) => self.month_word(text, &MONTHS.map(|month| &month[..3])),
            ('M', _) => self.month_word(text, &MONTHS),
            ('y', 1 | 2) => {
                let rest = number(text, 2..=2, &mut self.year)?;
                self.year = self.year.map(century);
                Some(rest)
            }
            ('y', _) => number(text, count..=count.max(4), &mut self.year),
            ('H' | 'h', _) => plain(text, two, &mut self.hour),
            ('m', _) => plain(text, two, &mut self.minute),
            ('s', _) => plain(text, two, &mut self.second),
            ('f', _) => self.fraction(text, count..=count),
            ('F', _) => self.fraction(text, 0..=count),
            ('t', _) => {
                let names: [&str; 2] = if count == 1 { ["A", "P"] } else { ["AM", "PM"] };
                let (at, rest) = word(text, &names)?;
                self.afternoon = Some(at == 1);
                Some(rest)
            }
            ('K', _) if text.is_empty() => Some(text),
            ('K' | 'z', _) => self.offset(text),
            _ => None,
        }
    }

    fn month_word<'t>(&mut self, text: &'t str, names: &[&str]) -> Option<&'t str> {
        let (at, rest) = word(text, names)?;
        self.month = Some(at as i64 + 1);
        Some(rest)
    }

    fn fraction<'t>(&mut self, text: &'t str, width: std::ops::RangeInclusive<usize>) -> Option<&'t str> {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count().min(*width.end()).min(7);
        if digits < (*width.start()).min(7) {
            return None;
        }
        let value: i64 = format!("{:0<7}", &text[..digits]).parse().ok()?;
        self.fraction = value;
        Some(&text[digits..])
    }

    fn offset<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        if let Some(rest) = text.strip_prefix('Z') {
            self.offset = Some(0);
            return Some(rest);
        }
        let (sign, rest) = match text.as_bytes().first()? {
            b'+' => (1, &text[1..]),
            b'-' => (-1, &text[1..]),
            _ => return None,
        };
        let (mut hours, mut minutes) = (0, 0);
        let rest = plain(rest, 1..=2, &mut hours)?;
        let rest = match rest.strip_prefix(':') {
            Some(rest) => plain(rest, 2..=2, &mut minutes)?,
            None => rest,
        };
        self.offset = Some(sign * (hours * 60 + minutes));
        Some(rest)
    }

    fn assemble(self, today: DateTime) -> Option<DateTime> {
        let civil = today.civil();
        let nothing = self.year.is_none() && self.month.is_none() && self.day.is_none();
        let month = if nothing { i64::from(civil.month()) } else { self.month.unwrap_or(1) };
        let day = if nothing { i64::from(civil.day()) } else { self.day.unwrap_or(1) };
        let date = DateTime::from_date(self.year.unwrap_or_else(|| i64::from(civil.year())), month, day)?;
        let hour = clock_hour(self.hour, self.afternoon)?;
        let time = time_of_day(hour, self.minute, self.second, self.fraction)?;
        let date = date.checked_add(time)?;
        match self.offset {
            None => Some(date),
            Some(minutes) => {
                let offset = TimeSpan::from_parts(0, 0, minutes, 0, 0)?;
                Some(date.checked_sub(offset)?.with_kind(Kind::Utc))
            }
        }
    }
}

/// The hour of 24 for an hour with or without AM and PM.
pub(super) fn clock_hour(hour: i64, afternoon: Option<bool>) -> Option<i64> {
    match afternoon {
        None => (0..24).contains(&hour).then_some(hour),
        Some(later) => (0..=12).contains(&hour).then_some(hour % 12 + if later { 12 } else { 0 }),
    }
}

/// The time since midnight, or none where a part is out of range.
pub(super) fn time_of_day(hour: i64, minute: i64, second: i64, fraction: i64) -> Option<TimeSpan> {
    let fits = (0..24).contains(&hour)
        && (0..60).contains(&minute)
        && (0..60).contains(&second)
        && (0..SECOND).contains(&fraction);
    if fits { TimeSpan::from_parts(0, hour, minute, second, fraction) } else { None }
}

/// The year that two digits mean: 1930 to 2029.
pub(super) fn century(year: i64) -> i64 {
    if year < 30 { 2000 + year } else { 1900 + year }
}

fn number<'t>(
    text: &'t str,
    width: std::ops::RangeInclusive<usize>,
    into: &mut Option<i64>,
) -> Option<&'t str> {
    let mut value = 0;
    let rest = plain(text, width, &mut value)?;
    *into = Some(value);
    Some(rest)
}

fn plain<'t>(text: &'t str, width: std::ops::RangeInclusive<usize>, into: &mut i64) -> Option<&'t str> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count().min(*width.end());
    if digits < *width.start() {
        return None;
    }
    *into = text[..digits].parse().ok()?;
    Some(&text[digits..])
}

fn word<'t>(text: &'t str, names: &[&str]) -> Option<(usize, &'t str)> {
    names.iter().enumerate().find_map(|(at, name)| {
        let head = text.get(..name.len())?;
        head.eq_ignore_ascii_case(name).then(|| (at, &text[name.len()..]))
    })
}
