//! Dates between the shell and CLIXML.

use clixml::Zone;
use jiff::civil::Time;

use crate::setting::Setting;
use crate::value::{DateTime, Kind, TimeSpan};

/// A date with its zone: none, universal time, or how far the wall here is ahead of it.
pub(super) fn encode(date: DateTime, setting: &Setting) -> clixml::DateTime {
    let zone = match date.kind() {
        Kind::Unspecified => Zone::Unspecified,
        Kind::Utc => Zone::Utc,
        Kind::Local => {
            let offset = date.since(setting.to_universal(date)).ticks() / TICKS_PER_MINUTE;
            i16::try_from(offset).map_or(Zone::Unspecified, Zone::Offset)
        }
    };
    let ticks = date.time_of_day().ticks();
    let seconds = ticks / TICKS_PER_SECOND;
    let part = |value: i64| i8::try_from(value).expect("a part of a day is below 60");
    let nanoseconds = i32::try_from(ticks % TICKS_PER_SECOND * 100).expect("a second has 10^9 nanoseconds");
    let time = Time::new(part(seconds / 3600), part(seconds / 60 % 60), part(seconds % 60), nanoseconds);
    let time = time.expect("the ticks are within a day");
    clixml::DateTime { civil: date.civil().to_datetime(time), zone }
}

/// The date on the wall here where an offset was written; none outside the calendar of .NET.
pub(super) fn decode(date: clixml::DateTime, setting: &Setting) -> Option<DateTime> {
    let day = date.civil.date();
    let start = DateTime::from_date(day.year().into(), day.month().into(), day.day().into())?;
    let time = date.civil.time();
    let seconds = (i64::from(time.hour()) * 60 + i64::from(time.minute())) * 60 + i64::from(time.second());
    let ticks = seconds * TICKS_PER_SECOND + i64::from(time.subsec_nanosecond()) / 100;
    let moment = start.checked_add(TimeSpan::from_ticks(ticks))?;
    match date.zone {
        Zone::Unspecified => Some(moment),
        Zone::Utc => Some(moment.with_kind(Kind::Utc)),
        Zone::Offset(minutes) => {
            let offset = TimeSpan::from_ticks(i64::from(minutes) * TICKS_PER_MINUTE);
            Some(setting.to_local(moment.checked_sub(offset)?.with_kind(Kind::Utc)))
        }
    }
}

const TICKS_PER_SECOND: i64 = clixml::TICKS_PER_SECOND;
const TICKS_PER_MINUTE: i64 = 60 * TICKS_PER_SECOND;
