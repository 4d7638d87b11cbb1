//! System.DateTime: ticks of 100 nanoseconds since the year 1, and what zone they count in.

use jiff::civil::Date;

use super::span::{DAY, TimeSpan};

/// Which clock a [`DateTime`] was read from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Not said.
    #[default]
    Unspecified,
    /// Universal time.
    Utc,
    /// The clock on the wall here.
    Local,
}

/// A date with a time of day, from year 1 to 9999.
#[derive(Clone, Copy, Debug)]
pub struct DateTime {
    ticks: i64,
    kind: Kind,
}

impl DateTime {
    /// The first moment.
    pub const MIN: Self = Self { ticks: 0, kind: Kind::Unspecified };
    /// The last moment.
    pub const MAX: Self = Self { ticks: 3_155_378_975_999_999_999, kind: Kind::Unspecified };

    /// The moment `ticks` after the start of year 1, or none outside the calendar.
    pub const fn from_ticks(ticks: i64, kind: Kind) -> Option<Self> {
        if ticks < 0 || ticks > Self::MAX.ticks { None } else { Some(Self { ticks, kind }) }
    }

    /// The start of a day, or none where there is no such day.
    pub fn from_date(year: i64, month: i64, day: i64) -> Option<Self> {
        let date = Date::new(
            i16::try_from(year).ok().filter(|year| *year >= 1)?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        )
        .ok()?;
        let days = date.duration_since(FIRST_DAY).as_hours() / 24;
        Self::from_ticks(days * DAY, Kind::Unspecified)
    }

    /// The start of the Unix epoch plus `seconds`, in universal time.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        let ticks = seconds.checked_mul(super::span::SECOND)?.checked_add(UNIX_EPOCH)?;
        Self::from_ticks(ticks, Kind::Utc)
    }

    /// Ticks since the start of year 1.
    pub const fn ticks(self) -> i64 {
        self.ticks
    }

    /// Which clock it was read from.
    pub const fn kind(self) -> Kind {
        self.kind
    }

    /// The same figures on another clock.
    pub const fn with_kind(self, kind: Kind) -> Self {
        Self { ticks: self.ticks, kind }
    }

    /// The moment `span` later, or none outside the calendar.
    pub fn checked_add(self, span: TimeSpan) -> Option<Self> {
        Self::from_ticks(self.ticks.checked_add(span.ticks())?, self.kind)
    }

    /// The moment `span` earlier, or none outside the calendar.
    pub fn checked_sub(self, span: TimeSpan) -> Option<Self> {
        Self::from_ticks(self.ticks.checked_sub(span.ticks())?, self.kind)
    }

    /// The time from `earlier` to this, whatever the clocks.
    pub fn since(self, earlier: Self) -> TimeSpan {
        TimeSpan::from_ticks(self.ticks - earlier.ticks)
    }

    /// The moment `months` later, on the last day of the month where the day is missing there.
    pub fn add_months(self, months: i64) -> Option<Self> {
        let from = self.civil();
        let total = (i64::from(from.year()) * 12 + i64::from(from.month()) - 1).checked_add(months)?;
        let (year, month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
        let first = Self::from_date(year, month, 1)?;
        let day = from.day().min(first.civil().days_in_month());
        let date = Self::from_date(year, month, i64::from(day))?;
        Self::from_ticks(date.ticks + self.ticks % DAY, self.kind)
    }

    /// The day, at midnight.
    pub const fn date(self) -> Self {
        Self { ticks: self.ticks - self.ticks % DAY, kind: self.kind }
    }

    /// The time since midnight.
    pub const fn time_of_day(self) -> TimeSpan {
        TimeSpan::from_ticks(self.ticks % DAY)
    }

    /// The day in the calendar.
    pub fn civil(self) -> Date {
        FIRST_DAY + jiff::Span::new().days(self.ticks / DAY)
    }

    /// 0 for Sunday to 6 for Saturday.
    pub const fn day_of_week(self) -> i64 {
        (self.ticks / DAY + 1) % 7
    }
}

/// Ticks alone decide, as DateTime.Equals does.
impl PartialEq for DateTime {
    fn eq(&self, other: &Self) -> bool {
        self.ticks == other.ticks
    }
}

impl Eq for DateTime {}

impl PartialOrd for DateTime {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for DateTime {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.ticks.cmp(&other.ticks)
    }
}

const FIRST_DAY: Date = Date::constant(1, 1, 1);
/// Ticks from year 1 to 1970.
const UNIX_EPOCH: i64 = 621_355_968_000_000_000;
