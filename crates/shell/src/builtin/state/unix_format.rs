//! Dates in the formats of Unix, as Get-Date -UFormat writes them in 5.1.

use crate::operator::format_value;
use crate::setting::Setting;
use crate::text::general;
use crate::value::{DateTime, Value};

/// A date by a format of Unix. Signs that are no format stay as they are.
pub(super) fn unix_text(date: DateTime, format: &str, setting: &Setting) -> String {
    let format = format.strip_prefix('+').unwrap_or(format);
    let mut text = String::new();
    let mut signs = format.chars();
    while let Some(sign) = signs.next() {
        match (sign, signs.clone().next()) {
            ('%', Some(letter)) => {
                signs.next();
                push(&mut text, date, letter, setting);
            }
            _ => text.push(sign),
        }
    }
    text
}

fn push(text: &mut String, date: DateTime, letter: char, setting: &Setting) {
    if let Some((_, picture)) = PICTURES.iter().find(|(known, _)| *known == letter) {
        let written = format_value(&Value::DateTime(date), picture, setting);
        text.push_str(&written.unwrap_or_default());
        return;
    }
    let civil = date.civil();
    let weekday = date.day_of_week();
    let week = civil.iso_week_date();
    let written = match letter {
        'C' => format!("{:02}", civil.year() / 100),
        'e' => format!("{:>2}", civil.day()),
        'G' => week.year().to_string(),
        'g' => format!("{:02}", week.year().rem_euclid(100)),
        'j' => format!("{:03}", civil.day_of_year()),
        'k' => format!("{:>2}", date.time_of_day().hours()),
        'l' => format!("{:>2}", (date.time_of_day().hours() + 11) % 12 + 1),
        'n' => "\n".to_owned(),
        's' => seconds(date),
        't' => "\t".to_owned(),
        'U' => format!("{:02}", (i64::from(civil.day_of_year()) - 1 + 7 - weekday) / 7),
        'u' => (if weekday == 0 { 7 } else { weekday }).to_string(),
        'V' => format!("{:02}", week.week()),
        'W' => format!("{:02}", (i64::from(civil.day_of_year()) - 1 + 7 - (weekday + 6) % 7) / 7),
        'w' => weekday.to_string(),
        '%' => "%".to_owned(),
        other => format!("%{other}"),
    };
    text.push_str(&written);
}

/// Seconds since 1970 on the same clock, as 5.1 counts them.
fn seconds(date: DateTime) -> String {
    let epoch = DateTime::from_unix_seconds(0).unwrap_or(DateTime::MIN);
    general(date.since(epoch).total(crate::value::span::SECOND))
}

/// Letters that a picture of .NET stands for.
const PICTURES: &[(char, &str)] = &[
    ('A', "dddd"),
    ('a', "ddd"),
    ('B', "MMMM"),
    ('b', "MMM"),
    ('c', "ddd dd MMM yyyy HH:mm:ss"),
    ('D', "MM/dd/yy"),
    ('d', "dd"),
    ('F', "yyyy-MM-dd"),
    ('H', "HH"),
    ('h', "MMM"),
    ('I', "hh"),
    ('M', "mm"),
    ('m', "MM"),
    ('p', "tt"),
    ('R', "HH:mm"),
    ('r', "hh:mm:ss tt"),
    ('S', "ss"),
    ('T', "HH:mm:ss"),
    ('X', "HH:mm:ss"),
    ('x', "MM/dd/yy"),
    ('Y', "yyyy"),
    ('y', "yy"),
    ('Z', "%z"),
];
