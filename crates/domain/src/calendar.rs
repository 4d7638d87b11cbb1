//! Is a workflow open, is it a holiday, and when does that change next.
//!
//! A moment is judged by the local time that the clocks of the workflow's zone show. Where clocks are put back an
//! hour is judged twice, where they are put forward the hour that is skipped never comes.

use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, DateTime},
    tz::TimeZone,
};

use crate::{DAYS, HolidaySet, HoursOfBusiness, TimeOfDay};

/// What a workflow's calendar says of a moment. A holiday wins over the hours (`docs/rules.md`, entry).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Within the hours of business.
    Open,
    /// Outside them.
    Closed,
    /// Within a holiday.
    Holiday,
}

/// The calendar of one workflow.
#[derive(Clone, Debug)]
pub struct Calendar<'a> {
    /// The zone in which hours and holidays are meant.
    pub zone: &'a TimeZone,
    /// The hours; without them, always open.
    pub hours: Option<&'a HoursOfBusiness>,
    /// The holiday sets.
    pub holiday_sets: Vec<&'a HolidaySet>,
}

impl Calendar<'_> {
    /// What holds at this moment.
    pub fn state(&self, at: Timestamp) -> State {
        self.local_state(self.zone.to_datetime(at))
    }

    fn local_state(&self, local: DateTime) -> State {
        let holidays = self.holiday_sets.iter().flat_map(|set| set.holiday_list.as_slice());
        if holidays.into_iter().any(|holiday| holiday.contains(local)) {
            State::Holiday
        } else if self.is_within_hours(local) {
            State::Open
        } else {
            State::Closed
        }
    }

    fn is_within_hours(&self, local: DateTime) -> bool {
        let Some(hours) = self.hours else {
            return true;
        };
        let midnight = local.date().at(0, 0, 0, 0);
        let seconds = local.duration_since(midnight).as_secs();
        let time = TimeOfDay::from_seconds(seconds).expect("a day has less than 86,400 seconds on a clock");
        hours.ranges(weekday(local.date())).any(|range| range.contains(time))
    }

    /// The first moment after `at` with another state, or nothing when none ever comes.
    ///
    /// Between two changes of the clocks, local time runs evenly, so the next change is as far away as on paper.
    /// Where the clocks are changed before, the question is asked anew from there.
    pub fn next_change(&self, at: Timestamp) -> Option<Timestamp> {
        let holidays = self.merged_holidays();
        let now = self.state(at);
        let mut from = at;
        loop {
            let local = self.zone.to_datetime(from);
            let reached = self
                .next_local_change(&holidays, local)
                .and_then(|next| from.checked_add(next.duration_since(local)).ok());
            let clocks_changed = self.zone.following(from).next().map(|change| change.timestamp());
            let Some(changed) =
                clocks_changed.filter(|changed| reached.is_none_or(|reached| *changed <= reached))
            else {
                return reached;
            };
            if changed.duration_since(from) > CLOCKS_MARGIN {
                // No change of the clocks reaches from far away into what came before, or into what comes after.
                let close = reached?.checked_sub(CLOCKS_MARGIN).ok()?;
                if close > changed {
                    from = close;
                    continue;
                }
            }
            if self.state(changed) != now {
                return Some(changed);
            }
            from = changed;
        }
    }

    /// The first local time after `local` with another state, on a clock that nobody changes.
    fn next_local_change(&self, holidays: &[(DateTime, DateTime)], local: DateTime) -> Option<DateTime> {
        let following = holidays.partition_point(|(start, _)| *start <= local);
        if let Some((_, end)) = holidays[..following].last().filter(|(_, end)| local < *end) {
            return Some(*end);
        }
        let holiday = holidays.get(following).map(|(start, _)| *start);
        let hours = self.next_hours_change(local);
        holiday.into_iter().chain(hours).min()
    }

    /// The first local time after `local` at which the hours begin or end. They repeat week by week.
    fn next_hours_change(&self, local: DateTime) -> Option<DateTime> {
        let now = self.is_within_hours(local);
        let week = local.date().series(1.day()).take(DAYS.len() + 1);
        let boundaries = week.flat_map(|date| self.boundaries(date));
        boundaries.filter(|boundary| *boundary > local && self.is_within_hours(*boundary) != now).min()
    }

    /// The local times of one day at which its ranges open and close.
    fn boundaries(&self, date: Date) -> impl Iterator<Item = DateTime> {
        let ranges = self.hours.into_iter().flat_map(move |hours| hours.ranges(weekday(date)));
        let times = ranges.flat_map(|range| [range.open_time, range.close_time]);
        let midnight = date.at(0, 0, 0, 0);
        times.filter_map(move |time| midnight.checked_add(i64::from(time.seconds()).seconds()).ok())
    }

    /// The holidays of all sets in order; those that overlap or touch are one.
    fn merged_holidays(&self) -> Vec<(DateTime, DateTime)> {
        let holidays = self.holiday_sets.iter().flat_map(|set| set.holiday_list.as_slice());
        let mut spans: Vec<_> = holidays.map(|holiday| (holiday.start_date, holiday.end_date)).collect();
        spans.sort_unstable();
        spans.dedup_by(|next, kept| {
            let joined = next.0 <= kept.1;
            if joined {
                kept.1 = kept.1.max(next.1);
            }
            joined
        });
        spans
    }
}

/// The day as [`HoursOfBusiness`] counts, Monday first.
fn weekday(date: Date) -> usize {
    usize::try_from(date.weekday().to_monday_zero_offset()).expect("0 to 6")
}

/// Two moments on one zone's clocks are never this much nearer or further apart than they are: the widest zone
/// ever moved its clocks by a day.
const CLOCKS_MARGIN: SignedDuration = SignedDuration::from_hours(48);
