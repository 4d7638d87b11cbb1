//! System.TimeSpan: a length of time in ticks of 100 nanoseconds.

use std::fmt;

/// Ticks in a second.
pub const SECOND: i64 = 10_000_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
/// Ticks in a day.
pub const DAY: i64 = 24 * HOUR;

/// A length of time, negative too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeSpan(i64);

impl TimeSpan {
    /// No time.
    pub const ZERO: Self = Self(0);

    /// This many ticks of 100 ns.
    pub const fn from_ticks(ticks: i64) -> Self {
        Self(ticks)
    }

    /// This many whole seconds.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(SECOND))
    }

    /// The parts added up, or none where the sum does not fit.
    pub fn from_parts(days: i64, hours: i64, minutes: i64, seconds: i64, ticks: i64) -> Option<Self> {
        let part = |count: i64, unit: i64| count.checked_mul(unit);
        part(days, DAY)?
            .checked_add(part(hours, HOUR)?)?
            .checked_add(part(minutes, MINUTE)?)?
            .checked_add(part(seconds, SECOND)?)?
            .checked_add(ticks)
            .map(Self)
    }

    /// `count` units, rounded to a millisecond as TimeSpan.FromDays and its siblings of 5.1 round.
    pub fn from_units(count: f64, unit: i64) -> Option<Self> {
        let milliseconds = (count * (unit as f64 / MILLISECOND as f64) + 0.5_f64.copysign(count)).trunc();
        let ticks = milliseconds * MILLISECOND as f64;
        (ticks.is_finite() && ticks.abs() < i64::MAX as f64).then_some(Self(ticks as i64))
    }

    /// All ticks.
    pub const fn ticks(self) -> i64 {
        self.0
    }

    /// Whole days.
    pub const fn days(self) -> i64 {
        self.0 / DAY
    }

    /// Hours beyond the days, -23 to 23.
    pub const fn hours(self) -> i64 {
        self.0 / HOUR % 24
    }

    /// Minutes beyond the hours.
    pub const fn minutes(self) -> i64 {
        self.0 / MINUTE % 60
    }

    /// Seconds beyond the minutes.
    pub const fn seconds(self) -> i64 {
        self.0 / SECOND % 60
    }

    /// Milliseconds beyond the seconds.
    pub const fn milliseconds(self) -> i64 {
        self.0 / MILLISECOND % 1000
    }

    /// Ticks beyond the seconds.
    pub const fn fraction(self) -> i64 {
        self.0 % SECOND
    }

    /// The whole length in `unit`s.
    pub fn total(self, unit: i64) -> f64 {
        self.0 as f64 / unit as f64
    }

    /// The sum, or none where it does not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, or none where it does not fit.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The same length the other way, or none for the most negative one.
    pub fn checked_neg(self) -> Option<Self> {
        self.0.checked_neg().map(Self)
    }
}

/// Ticks in a millisecond.
pub const MILLISECOND: i64 = 10_000;

/// The constant format `[-][d.]hh:mm:ss[.fffffff]`.
impl fmt::Display for TimeSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 < 0 {
            write!(f, "-")?;
        }
        if self.days() != 0 {
            write!(f, "{}.", self.days().unsigned_abs())?;
        }
        let [hours, minutes, seconds] = [self.hours(), self.minutes(), self.seconds()].map(i64::unsigned_abs);
        write!(f, "{hours:02}:{minutes:02}:{seconds:02}")?;
        if self.fraction() != 0 {
            write!(f, ".{:07}", self.fraction().unsigned_abs())?;
        }
        Ok(())
    }
}
