//! The calendar against an oracle that looks at every minute, and against examples with names.
#![expect(clippy::unwrap_used, reason = "a test that meets a wrong value fails")]

use domain::{
    DAYS, Holiday, HolidayList, HolidaySet, HoursOfBusiness, ObjectName, TimeOfDay, TimeRange,
    calendar::{Calendar, State},
};
use jiff::{
    SignedDuration, Timestamp,
    civil::{DateTime, datetime},
    tz::TimeZone,
};
use proptest::prelude::*;

// ---------------------------------------------------------------------------------------------- the oracle

/// The state by arithmetic on seconds alone; of the zone only the offset is asked for.
fn oracle_state(calendar: &Calendar<'_>, at: Timestamp) -> State {
    let second = at.as_second() + i64::from(calendar.zone.to_offset(at).seconds());
    let on_paper = |local: DateTime| local.duration_since(datetime(1970, 1, 1, 0, 0, 0, 0)).as_secs();
    for set in &calendar.holiday_sets {
        for holiday in set.holiday_list.as_slice() {
            if on_paper(holiday.start_date) <= second && second < on_paper(holiday.end_date) {
                return State::Holiday;
            }
        }
    }
    let Some(hours) = calendar.hours else {
        return State::Open;
    };
    // The first day of 1970 was a Thursday, which is day 3 of a week that begins on Monday.
    let weekday = (second.div_euclid(86_400) + 3).rem_euclid(7) as usize;
    let time = second.rem_euclid(86_400) as u32;
    let open = hours.day(weekday).iter().flatten();
    let mut open = open.map(|range| (range.open_time.seconds(), range.close_time.seconds()));
    if open.any(|(opens, closes)| opens <= time && time < closes) { State::Open } else { State::Closed }
}

/// The first multiple of `step` seconds after `at`, and before `end`, with another state.
fn oracle_change(calendar: &Calendar<'_>, at: Timestamp, step: i64, end: Timestamp) -> Option<Timestamp> {
    let now = oracle_state(calendar, at);
    let first = at.as_second().div_euclid(step) * step + step;
    (first..end.as_second())
        .step_by(step as usize)
        .map(|second| Timestamp::from_second(second).unwrap())
        .find(|moment| oracle_state(calendar, *moment) != now)
}

#[track_caller]
fn agrees_with_oracle(calendar: &Calendar<'_>, at: Timestamp, step: i64, walked: SignedDuration) {
    assert_eq!(calendar.state(at), oracle_state(calendar, at), "state at {at}");
    let end = at.checked_add(walked).unwrap();
    let found = calendar.next_change(at);
    match oracle_change(calendar, at, step, end) {
        Some(expected) => assert_eq!(found, Some(expected), "next change after {at}"),
        None => assert!(found.is_none_or(|found| found >= end), "the state does not change at {found:?}"),
    }
}

// ---------------------------------------------------------------------------------------------- generated calendars

/// Zones, each with moments near which its clocks are changed.
const CHANGES: &[(&str, &[&str])] = &[
    ("America/Los_Angeles", &["2026-03-08T10:00:00Z", "2026-11-01T09:00:00Z"]),
    ("Europe/Paris", &["2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z", "2087-03-30T01:00:00Z"]),
    ("Australia/Lord_Howe", &["2026-04-04T15:00:00Z", "2026-10-03T15:30:00Z"]),
    ("Africa/Casablanca", &["2026-02-15T02:00:00Z", "2026-03-22T02:00:00Z"]),
    ("Asia/Kolkata", &["2026-06-01T00:00:00Z"]),
    ("Pacific/Apia", &["2011-12-30T10:00:00Z", "2011-09-24T14:00:00Z"]),
    ("Pacific/Kwajalein", &["1993-08-21T12:00:00Z"]),
    ("America/Sao_Paulo", &["2018-11-04T03:00:00Z", "2018-02-18T02:00:00Z"]),
    ("UTC", &["2026-01-01T00:00:00Z"]),
];

/// A zone, and a moment at which its clocks are changed.
fn zone_and_change() -> impl Strategy<Value = (TimeZone, Timestamp)> {
    let pairs: Vec<_> =
        CHANGES.iter().flat_map(|(zone, moments)| moments.iter().map(move |at| (*zone, *at))).collect();
    prop::sample::select(pairs).prop_map(|(zone, at)| (TimeZone::get(zone).unwrap(), at.parse().unwrap()))
}

/// A time of day in whole units of `step` seconds; often in the night, where clocks are changed.
fn seconds_of_day(step: u32) -> impl Strategy<Value = u32> {
    prop_oneof![
        3 => (0..=4 * 3600 / step).prop_map(move |units| units * step),
        2 => (0..=86_400 / step).prop_map(move |units| units * step),
        1 => Just(0u32),
        1 => Just(86_400u32),
    ]
}

fn day(step: u32) -> impl Strategy<Value = [Option<TimeRange>; 2]> {
    (prop::collection::vec(seconds_of_day(step), 4), 0..4u8).prop_map(|(mut times, kept)| {
        times.sort_unstable();
        let range = |open: u32, close: u32| {
            let time = |seconds: u32| TimeOfDay::from_seconds(seconds.into()).unwrap();
            TimeRange::new(None, time(open), time(close)).ok()
        };
        let (first, second) = (range(times[0], times[1]), range(times[2], times[3]));
        // The properties Hours1 and Hours2 stand in no order.
        match kept {
            0 => [None, first],
            1 => [None, None],
            2 => [first, second],
            _ => [second, first],
        }
    })
}

fn hours(step: u32) -> impl Strategy<Value = HoursOfBusiness> {
    let week = prop::array::uniform7(day(step));
    let same = day(step).prop_map(|day| std::array::from_fn(|_| day.clone()));
    prop_oneof![2 => week, 1 => same]
        .prop_map(|days| HoursOfBusiness::new(ObjectName::new("Shifts").unwrap(), false, days).unwrap())
}

/// Holidays of up to two days around a local time, in whole units of `step` seconds; many touch or overlap.
fn holidays(near: DateTime, step: i64, most: usize) -> impl Strategy<Value = HolidaySet> {
    let unit = SignedDuration::from_secs(step);
    let reach = (4 * 86_400 / step) as i32;
    let midnight = near.date().at(0, 0, 0, 0);
    let span = (-reach..reach, 1..=reach / 2).prop_map(move |(start, length)| {
        let start = midnight.checked_add(unit * start).unwrap();
        Holiday::new(None, start, start.checked_add(unit * length).unwrap()).unwrap()
    });
    prop::collection::vec(span, 0..=most).prop_map(|holidays| HolidaySet {
        name: ObjectName::new("Holidays").unwrap(),
        holiday_list: HolidayList::try_from(holidays).unwrap(),
    })
}

#[derive(Clone, Debug)]
struct Case {
    zone: TimeZone,
    hours: Option<HoursOfBusiness>,
    holiday_sets: Vec<HolidaySet>,
    at: Timestamp,
}

impl Case {
    fn calendar(&self) -> Calendar<'_> {
        Calendar {
            zone: &self.zone,
            hours: self.hours.as_ref(),
            holiday_sets: self.holiday_sets.iter().collect(),
        }
    }
}

/// Calendars whose boundaries fall on whole units of `step` seconds, asked up to `before` seconds before a change
/// of the clocks, or up to half of that after it.
fn cases(step: u32, before: i64) -> impl Strategy<Value = Case> {
    zone_and_change().prop_flat_map(move |(zone, change)| {
        let sets = prop::collection::vec(holidays(zone.to_datetime(change), step.into(), 3), 0..=2);
        let asked = -before..before / 2;
        (prop::option::weighted(0.9, hours(step)), sets, asked).prop_map(
            move |(hours, holiday_sets, asked)| Case {
                zone: zone.clone(),
                hours,
                holiday_sets,
                at: change.checked_add(SignedDuration::from_secs(asked)).unwrap(),
            },
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn state_and_next_change_agree_with_a_walk_through_every_minute(case in cases(60, 4 * 86_400)) {
        agrees_with_oracle(&case.calendar(), case.at, 60, SignedDuration::from_hours(10 * 24));
    }

    #[test]
    fn state_and_next_change_agree_with_a_walk_through_every_second(case in cases(1, 2 * 3600)) {
        agrees_with_oracle(&case.calendar(), case.at, 1, SignedDuration::from_hours(4));
    }

    #[test]
    fn every_change_is_found_by_going_from_one_to_the_next(case in cases(60, 4 * 86_400)) {
        let calendar = case.calendar();
        let end = case.at.checked_add(SignedDuration::from_hours(8 * 24)).unwrap();
        let (mut at, mut walked) = (case.at, case.at);
        while let Some(next) = calendar.next_change(at).filter(|next| *next < end) {
            prop_assert!(next > at);
            prop_assert_eq!(oracle_change(&calendar, walked, 60, end), Some(next));
            (at, walked) = (next, next);
        }
        prop_assert_eq!(oracle_change(&calendar, walked, 60, end), None);
    }
}

// ---------------------------------------------------------------------------------------------- named examples

fn week(ranges: &[(usize, &str, &str)]) -> HoursOfBusiness {
    let mut days: [[Option<TimeRange>; 2]; 7] = Default::default();
    for (day, open, close) in ranges {
        let range = TimeRange::new(None, open.parse().unwrap(), close.parse().unwrap()).unwrap();
        let slot = usize::from(days[*day][0].is_some());
        days[*day][slot] = Some(range);
    }
    HoursOfBusiness::new(ObjectName::new("Week").unwrap(), false, days).unwrap()
}

fn every_day(open: &str, close: &str) -> HoursOfBusiness {
    let ranges: Vec<_> = (0..DAYS.len()).map(|day| (day, open, close)).collect();
    week(&ranges)
}

fn set(spans: &[(&str, &str)]) -> HolidaySet {
    let holiday = |(start, end): &(&str, &str)| {
        Holiday::new(None, start.parse().unwrap(), end.parse().unwrap()).unwrap()
    };
    HolidaySet {
        name: ObjectName::new("Holidays").unwrap(),
        holiday_list: HolidayList::try_from(spans.iter().map(holiday).collect::<Vec<_>>()).unwrap(),
    }
}

/// Lists the state at `from` and the next changes, at most five, in local time with its offset.
fn timeline(zone: &str, hours: Option<&HoursOfBusiness>, holiday_sets: &[HolidaySet], from: &str) -> String {
    let zone = TimeZone::get(zone).unwrap();
    let calendar = Calendar { zone: &zone, hours, holiday_sets: holiday_sets.iter().collect() };
    let start: Timestamp = from.parse().unwrap();
    let line = |at: Timestamp| {
        let shown = at.to_zoned_datetime(zone.clone()).strftime("%a %F %T %:z").to_string();
        format!("{shown} {:?}", calendar.state(at))
    };
    let mut lines = vec![line(start)];
    let mut at = start;
    while lines.len() < 6 {
        let Some(next) = calendar.next_change(at) else {
            lines.push("for ever".to_owned());
            break;
        };
        lines.push(line(next));
        at = next;
    }
    lines.join("\n")
}

#[test]
fn opening_in_the_skipped_hour_happens_when_the_clocks_are_put_forward() {
    insta::assert_snapshot!(
        timeline("America/Los_Angeles", Some(&week(&[(6, "2:30", "4:00")])), &[], "2026-03-07T12:00:00Z"),
        @"
        Sat 2026-03-07 04:00:00 -08:00 Closed
        Sun 2026-03-08 03:00:00 -07:00 Open
        Sun 2026-03-08 04:00:00 -07:00 Closed
        Sun 2026-03-15 02:30:00 -07:00 Open
        Sun 2026-03-15 04:00:00 -07:00 Closed
        Sun 2026-03-22 02:30:00 -07:00 Open
        "
    );
}

#[test]
fn a_range_within_the_skipped_hour_never_comes_that_day() {
    insta::assert_snapshot!(
        timeline("America/Los_Angeles", Some(&week(&[(6, "2:15", "2:45")])), &[], "2026-03-01T12:00:00Z"),
        @"
        Sun 2026-03-01 04:00:00 -08:00 Closed
        Sun 2026-03-15 02:15:00 -07:00 Open
        Sun 2026-03-15 02:45:00 -07:00 Closed
        Sun 2026-03-22 02:15:00 -07:00 Open
        Sun 2026-03-22 02:45:00 -07:00 Closed
        Sun 2026-03-29 02:15:00 -07:00 Open
        "
    );
}

#[test]
fn a_range_within_the_repeated_hour_comes_twice() {
    insta::assert_snapshot!(
        timeline("America/Los_Angeles", Some(&week(&[(6, "1:15", "1:45")])), &[], "2026-11-01T00:00:00Z"),
        @"
        Sat 2026-10-31 17:00:00 -07:00 Closed
        Sun 2026-11-01 01:15:00 -07:00 Open
        Sun 2026-11-01 01:45:00 -07:00 Closed
        Sun 2026-11-01 01:15:00 -08:00 Open
        Sun 2026-11-01 01:45:00 -08:00 Closed
        Sun 2026-11-08 01:15:00 -08:00 Open
        "
    );
}

#[test]
fn a_range_that_opens_in_the_repeated_hour_closes_again_when_the_clocks_are_put_back() {
    insta::assert_snapshot!(
        timeline("Europe/Paris", Some(&week(&[(6, "2:30", "6:00")])), &[], "2026-10-24T12:00:00Z"),
        @"
        Sat 2026-10-24 14:00:00 +02:00 Closed
        Sun 2026-10-25 02:30:00 +02:00 Open
        Sun 2026-10-25 02:00:00 +01:00 Closed
        Sun 2026-10-25 02:30:00 +01:00 Open
        Sun 2026-10-25 06:00:00 +01:00 Closed
        Sun 2026-11-01 02:30:00 +01:00 Open
        "
    );
}

#[test]
fn half_an_hour_is_skipped_and_repeated_on_lord_howe_island() {
    let hours = week(&[(6, "1:45", "2:15")]);
    insta::assert_snapshot!(timeline("Australia/Lord_Howe", Some(&hours), &[], "2026-10-03T00:00:00Z"), @"
        Sat 2026-10-03 10:30:00 +10:30 Closed
        Sun 2026-10-04 01:45:00 +10:30 Open
        Sun 2026-10-04 02:30:00 +11:00 Closed
        Sun 2026-10-11 01:45:00 +11:00 Open
        Sun 2026-10-11 02:15:00 +11:00 Closed
        Sun 2026-10-18 01:45:00 +11:00 Open
        ");
    insta::assert_snapshot!(timeline("Australia/Lord_Howe", Some(&hours), &[], "2026-04-04T00:00:00Z"), @"
        Sat 2026-04-04 11:00:00 +11:00 Closed
        Sun 2026-04-05 01:45:00 +11:00 Open
        Sun 2026-04-05 01:30:00 +10:30 Closed
        Sun 2026-04-05 01:45:00 +10:30 Open
        Sun 2026-04-05 02:15:00 +10:30 Closed
        Sun 2026-04-12 01:45:00 +10:30 Open
        ");
}

#[test]
fn a_day_that_the_calendar_skips_has_no_hours() {
    let hours = every_day("8:00", "17:00");
    insta::assert_snapshot!(timeline("Pacific/Apia", Some(&hours), &[], "2011-12-29T20:00:00Z"), @"
        Thu 2011-12-29 10:00:00 -10:00 Open
        Thu 2011-12-29 17:00:00 -10:00 Closed
        Sat 2011-12-31 08:00:00 +14:00 Open
        Sat 2011-12-31 17:00:00 +14:00 Closed
        Sun 2012-01-01 08:00:00 +14:00 Open
        Sun 2012-01-01 17:00:00 +14:00 Closed
        ");
}

#[test]
fn a_weekday_that_the_calendar_skips_is_waited_for_another_week() {
    let hours = week(&[(4, "8:00", "17:00")]);
    insta::assert_snapshot!(timeline("Pacific/Apia", Some(&hours), &[], "2011-12-24T12:00:00Z"), @"
        Sat 2011-12-24 02:00:00 -10:00 Closed
        Fri 2012-01-06 08:00:00 +14:00 Open
        Fri 2012-01-06 17:00:00 +14:00 Closed
        Fri 2012-01-13 08:00:00 +14:00 Open
        Fri 2012-01-13 17:00:00 +14:00 Closed
        Fri 2012-01-20 08:00:00 +14:00 Open
        ");
}

#[test]
fn a_holiday_on_a_skipped_day_never_comes() {
    let holidays = [set(&[("2011-12-30T00:00:00", "2011-12-31T00:00:00")])];
    insta::assert_snapshot!(timeline("Pacific/Apia", None, &holidays, "2011-12-01T00:00:00Z"), @"
        Wed 2011-11-30 14:00:00 -10:00 Open
        for ever
        ");
}

#[test]
fn closing_at_midnight_meets_the_next_day_without_a_gap() {
    let hours = week(&[(0, "8:00", "24:00"), (1, "0:00", "12:00")]);
    insta::assert_snapshot!(timeline("Asia/Kolkata", Some(&hours), &[], "2026-06-01T00:00:00Z"), @"
        Mon 2026-06-01 05:30:00 +05:30 Closed
        Mon 2026-06-01 08:00:00 +05:30 Open
        Tue 2026-06-02 12:00:00 +05:30 Closed
        Mon 2026-06-08 08:00:00 +05:30 Open
        Tue 2026-06-09 12:00:00 +05:30 Closed
        Mon 2026-06-15 08:00:00 +05:30 Open
        ");
}

#[test]
fn ranges_that_touch_are_one() {
    let hours = week(&[(2, "8:00", "12:00"), (2, "12:00", "17:00")]);
    insta::assert_snapshot!(timeline("UTC", Some(&hours), &[], "2026-06-02T00:00:00Z"), @"
        Tue 2026-06-02 00:00:00 +00:00 Closed
        Wed 2026-06-03 08:00:00 +00:00 Open
        Wed 2026-06-03 17:00:00 +00:00 Closed
        Wed 2026-06-10 08:00:00 +00:00 Open
        Wed 2026-06-10 17:00:00 +00:00 Closed
        Wed 2026-06-17 08:00:00 +00:00 Open
        ");
}

#[test]
fn hours_round_the_clock_never_change() {
    insta::assert_snapshot!(
        timeline("Europe/Paris", Some(&every_day("0:00", "24:00")), &[], "2026-03-29T00:30:00Z"),
        @"
        Sun 2026-03-29 01:30:00 +01:00 Open
        for ever
        "
    );
}

#[test]
fn without_hours_a_workflow_is_always_open_and_with_empty_hours_never() {
    insta::assert_snapshot!(timeline("Europe/Paris", None, &[], "2026-03-29T00:30:00Z"), @"
        Sun 2026-03-29 01:30:00 +01:00 Open
        for ever
        ");
    insta::assert_snapshot!(timeline("Europe/Paris", Some(&week(&[])), &[], "2026-03-29T00:30:00Z"), @"
        Sun 2026-03-29 01:30:00 +01:00 Closed
        for ever
        ");
}

#[test]
fn a_holiday_wins_over_the_hours_and_is_followed_by_what_the_hours_say() {
    let holidays = [set(&[("2026-12-25T00:00:00", "2026-12-26T09:00:00")])];
    let hours = every_day("8:00", "17:00");
    insta::assert_snapshot!(timeline("Europe/Paris", Some(&hours), &holidays, "2026-12-24T12:00:00Z"), @"
        Thu 2026-12-24 13:00:00 +01:00 Open
        Thu 2026-12-24 17:00:00 +01:00 Closed
        Fri 2026-12-25 00:00:00 +01:00 Holiday
        Sat 2026-12-26 09:00:00 +01:00 Open
        Sat 2026-12-26 17:00:00 +01:00 Closed
        Sun 2026-12-27 08:00:00 +01:00 Open
        ");
}

#[test]
fn a_holiday_across_a_change_of_the_clocks_is_longer_or_shorter_by_an_hour() {
    let holidays = [set(&[
        ("2026-03-29T00:00:00", "2026-03-30T00:00:00"),
        ("2026-10-25T00:00:00", "2026-10-26T00:00:00"),
    ])];
    insta::assert_snapshot!(timeline("Europe/Paris", None, &holidays, "2026-01-01T00:00:00Z"), @"
        Thu 2026-01-01 01:00:00 +01:00 Open
        Sun 2026-03-29 00:00:00 +01:00 Holiday
        Mon 2026-03-30 00:00:00 +02:00 Open
        Sun 2026-10-25 00:00:00 +02:00 Holiday
        Mon 2026-10-26 00:00:00 +01:00 Open
        for ever
        ");
}

#[test]
fn a_holiday_that_ends_in_the_repeated_hour_comes_back_for_the_rest_of_it() {
    let holidays = [set(&[("2026-10-24T00:00:00", "2026-10-25T02:30:00")])];
    insta::assert_snapshot!(timeline("Europe/Paris", None, &holidays, "2026-10-01T00:00:00Z"), @"
        Thu 2026-10-01 02:00:00 +02:00 Open
        Sat 2026-10-24 00:00:00 +02:00 Holiday
        Sun 2026-10-25 02:30:00 +02:00 Open
        Sun 2026-10-25 02:00:00 +01:00 Holiday
        Sun 2026-10-25 02:30:00 +01:00 Open
        for ever
        ");
}

#[test]
fn a_holiday_that_ends_in_the_skipped_hour_ends_when_the_clocks_are_put_forward() {
    let holidays = [set(&[("2026-03-28T00:00:00", "2026-03-29T02:30:00")])];
    insta::assert_snapshot!(timeline("Europe/Paris", None, &holidays, "2026-03-28T12:00:00Z"), @"
        Sat 2026-03-28 13:00:00 +01:00 Holiday
        Sun 2026-03-29 03:00:00 +02:00 Open
        for ever
        ");
}

#[test]
fn overlapping_and_touching_holidays_of_several_sets_are_one() {
    let holidays = [
        set(&[
            ("2026-12-24T12:00:00", "2026-12-26T00:00:00"),
            ("2026-12-26T00:00:00", "2026-12-27T00:00:00"),
        ]),
        set(&[
            ("2026-12-25T00:00:00", "2026-12-25T12:00:00"),
            ("2026-12-26T12:00:00", "2026-12-28T00:00:00"),
        ]),
    ];
    insta::assert_snapshot!(timeline("America/Los_Angeles", None, &holidays, "2026-12-01T00:00:00Z"), @"
        Mon 2026-11-30 16:00:00 -08:00 Open
        Thu 2026-12-24 12:00:00 -08:00 Holiday
        Mon 2026-12-28 00:00:00 -08:00 Open
        for ever
        ");
}

#[test]
fn a_holiday_far_in_the_future_is_found() {
    let holidays = [set(&[("2187-07-14T00:00:00", "2187-07-15T00:00:00")])];
    insta::assert_snapshot!(timeline("Europe/Paris", None, &holidays, "2026-01-01T00:00:00Z"), @"
        Thu 2026-01-01 01:00:00 +01:00 Open
        Sat 2187-07-14 00:00:00 +02:00 Holiday
        Sun 2187-07-15 00:00:00 +02:00 Open
        for ever
        ");
}

#[test]
fn a_holiday_up_to_the_last_moment_of_all_is_found_and_never_ends() {
    let holidays = [set(&[("9999-12-30T00:00:00", "9999-12-31T23:59:59")])];
    for zone in ["Europe/Paris", "America/Los_Angeles", "Pacific/Apia", "UTC"] {
        let hours = week(&[]);
        let line = timeline(zone, Some(&hours), &holidays, "2026-01-01T00:00:00Z");
        assert!(line.contains("9999-12-30 00:00:00"), "{zone}: {line}");
    }
}

#[test]
fn the_first_and_the_last_moment_that_can_be_written_are_judged() {
    let holidays = [set(&[("0001-01-01T00:00:00", "0002-01-01T00:00:00")])];
    let hours = every_day("8:00", "17:00");
    for name in ["Europe/Paris", "Pacific/Kiritimati", "Etc/GMT+12", "UTC"] {
        let zone = TimeZone::get(name).unwrap();
        let calendar = Calendar { zone: &zone, hours: Some(&hours), holiday_sets: holidays.iter().collect() };
        assert_eq!(calendar.next_change(Timestamp::MAX), None, "{name}");
        let first = calendar.next_change(Timestamp::MIN).unwrap();
        assert!(first > Timestamp::MIN, "{name}: {first}");
    }
}

#[test]
fn a_hundred_sets_full_of_holidays_are_walked_through_once() {
    // One holiday after another without a gap, shuffled over the sets, for close to three hundred years.
    let start: DateTime = "2026-01-01T00:00:00".parse().unwrap();
    let day = |n: i64| start.checked_add(SignedDuration::from_hours(24 * n)).unwrap();
    let holiday_sets: Vec<_> = (0..100)
        .map(|offset| {
            let holidays = (0..1_000).map(|n| n * 100 + offset);
            let holidays = holidays.map(|n| Holiday::new(None, day(n), day(n + 1)).unwrap());
            HolidaySet {
                name: ObjectName::new("Holidays").unwrap(),
                holiday_list: HolidayList::try_from(holidays.collect::<Vec<_>>()).unwrap(),
            }
        })
        .collect();
    let last = day(100_000).to_string();
    let line = timeline("Europe/Paris", None, &holiday_sets, "2026-06-01T00:00:00Z");
    assert!(line.contains(&last.replace('T', " ")), "{line}");
}
