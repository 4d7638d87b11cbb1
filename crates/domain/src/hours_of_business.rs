use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    Invalid, Label, ObjectName,
    checked::checked_struct,
    schema::{schema, text_like},
};

/// The opening hours of a week (New-CsRgsHoursOfBusiness).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "HoursOfBusinessProperties", into = "HoursOfBusinessProperties")]
pub struct HoursOfBusiness {
    /// Unique among the hours of business of a pool.
    pub name: ObjectName,
    /// Made for one workflow, which alone may use it.
    pub custom: bool,
    days: [[Option<TimeRange>; 2]; 7],
}

/// A span of one day (New-CsRgsTimeRange).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase", deny_unknown_fields, remote = "Self")]
pub struct TimeRange {
    /// Need not be unique.
    #[serde(default)]
    pub name: Option<Label>,
    /// First second of the span.
    pub open_time: TimeOfDay,
    /// First second after it.
    pub close_time: TimeOfDay,
}

checked_struct!(TimeRange);

impl TimeRange {
    /// A span that closes after it opens.
    ///
    /// # Errors
    /// [`Invalid::TimeRangeOrder`].
    pub fn new(name: Option<Label>, open_time: TimeOfDay, close_time: TimeOfDay) -> Result<Self, Invalid> {
        let range = Self { name, open_time, close_time };
        range.check()?;
        Ok(range)
    }

    fn check(&self) -> Result<(), Invalid> {
        if self.close_time <= self.open_time {
            let (open, close) = (self.open_time.to_string(), self.close_time.to_string());
            return Err(Invalid::TimeRangeOrder { open, close });
        }
        Ok(())
    }

    /// Whether the span contains this second of the day.
    pub fn contains(&self, time: TimeOfDay) -> bool {
        self.open_time <= time && time < self.close_time
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.open_time < other.close_time && other.open_time < self.close_time
    }
}

impl fmt::Display for TimeRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.open_time, self.close_time)
    }
}

impl HoursOfBusiness {
    /// Hours from both ranges of each day, Monday first.
    ///
    /// # Errors
    /// [`Invalid::TimeRangesOverlap`].
    pub fn new(name: ObjectName, custom: bool, days: [[Option<TimeRange>; 2]; 7]) -> Result<Self, Invalid> {
        for (day, ranges) in DAYS.iter().zip(&days) {
            if let [Some(first), Some(second)] = ranges
                && first.overlaps(second)
            {
                let (first, second) = (first.to_string(), second.to_string());
                return Err(Invalid::TimeRangesOverlap { day, first, second });
            }
        }
        Ok(Self { name, custom, days })
    }

    /// Both ranges of a day; 0 is Monday.
    ///
    /// # Panics
    /// When `day` is above 6.
    pub fn day(&self, day: usize) -> &[Option<TimeRange>; 2] {
        &self.days[day]
    }

    /// The ranges of a day that are set.
    pub(crate) fn ranges(&self, day: usize) -> impl Iterator<Item = &TimeRange> {
        self.days[day].iter().flatten()
    }
}

/// A second of the day from 0:00 to 24:00 inclusive, read as `8:00`, `08:00:00` or a TimeSpan of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeOfDay(u32);

schema!(TimeOfDay, text_like("08:00:00"));

impl TimeOfDay {
    /// 24:00, which only a close time can be.
    pub const END: Self = Self(86_400);

    /// Checks the range.
    ///
    /// # Errors
    /// [`Invalid::TimeOfDay`] above 24:00.
    pub fn from_seconds(seconds: i64) -> Result<Self, Invalid> {
        match u32::try_from(seconds) {
            Ok(whole) if whole <= Self::END.0 => Ok(Self(whole)),
            _ => Err(Invalid::TimeOfDay(format!("{seconds} seconds"))),
        }
    }

    /// Seconds since midnight.
    pub const fn seconds(self) -> u32 {
        self.0
    }
}

impl FromStr for TimeOfDay {
    type Err = Invalid;
    fn from_str(text: &str) -> Result<Self, Invalid> {
        let refused = || Invalid::TimeOfDay(text.to_owned());
        let clock = match text.trim() {
            "1.00:00:00" => return Ok(Self::END),
            clock => clock,
        };
        let mut parts = [0u32; 3];
        let given: Vec<&str> = clock.split(':').collect();
        if !(2..=3).contains(&given.len()) {
            return Err(refused());
        }
        for (slot, part) in parts.iter_mut().zip(&given) {
            let digits = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            *slot = part.parse().ok().filter(|_| digits).ok_or_else(refused)?;
        }
        let [hours, minutes, seconds] = parts;
        if minutes > 59 || seconds > 59 || hours * 3600 + minutes * 60 + seconds > Self::END.0 {
            return Err(refused());
        }
        Ok(Self(hours * 3600 + minutes * 60 + seconds))
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}:{:02}", self.0 / 3600, self.0 / 60 % 60, self.0 % 60)
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = Invalid;
    fn try_from(text: String) -> Result<Self, Invalid> {
        text.parse()
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        time.to_string()
    }
}

/// The days as the property names begin, Monday first.
pub const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Lists the fourteen ranges once, each with the name that some documented pages give it: the wire form and both
/// conversions follow from it.
macro_rules! week {
    ($(($first:ident = $first_alias:literal, $second:ident = $second_alias:literal)),+ $(,)?) => {
        /// The hours as their properties stand on the wire.
        #[derive(Serialize, Deserialize, utoipa::ToSchema)]
        #[serde(rename_all = "PascalCase", deny_unknown_fields)]
        #[schema(as = HoursOfBusiness)]
        #[expect(missing_docs, reason = "the name of each range says the day")]
        pub struct HoursOfBusinessProperties {
            pub name: ObjectName,
            #[serde(default)]
            pub custom: bool,
            $(
                #[serde(default, alias = $first_alias)]
                pub $first: Option<TimeRange>,
                #[serde(default, alias = $second_alias)]
                pub $second: Option<TimeRange>,
            )+
        }

        impl TryFrom<HoursOfBusinessProperties> for HoursOfBusiness {
            type Error = Invalid;
            fn try_from(given: HoursOfBusinessProperties) -> Result<Self, Invalid> {
                Self::new(given.name, given.custom, [$([given.$first, given.$second]),+])
            }
        }

        impl From<HoursOfBusiness> for HoursOfBusinessProperties {
            fn from(hours: HoursOfBusiness) -> Self {
                let [$([$first, $second]),+] = hours.days;
                Self { name: hours.name, custom: hours.custom, $($first, $second),+ }
            }
        }
    };
}

week!(
    (monday_hours1 = "MondayTimeRange1", monday_hours2 = "MondayTimeRange2"),
    (tuesday_hours1 = "TuesdayTimeRange1", tuesday_hours2 = "TuesdayTimeRange2"),
    (wednesday_hours1 = "WednesdayTimeRange1", wednesday_hours2 = "WednesdayTimeRange2"),
    (thursday_hours1 = "ThursdayTimeRange1", thursday_hours2 = "ThursdayTimeRange2"),
    (friday_hours1 = "FridayTimeRange1", friday_hours2 = "FridayTimeRange2"),
    (saturday_hours1 = "SaturdayTimeRange1", saturday_hours2 = "SaturdayTimeRange2"),
    (sunday_hours1 = "SundayTimeRange1", sunday_hours2 = "SundayTimeRange2"),
);

impl utoipa::PartialSchema for HoursOfBusiness {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        HoursOfBusinessProperties::schema()
    }
}

impl utoipa::ToSchema for HoursOfBusiness {
    fn schemas(schemas: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::schema::Schema>)>) {
        HoursOfBusinessProperties::schemas(schemas);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(open: &str, close: &str) -> Result<TimeRange, Invalid> {
        TimeRange::new(None, open.parse()?, close.parse()?)
    }

    #[test]
    fn times_of_day_are_read_as_administrators_write_them() {
        for (text, shown) in [
            ("8:00", "08:00:00"),
            ("08:00:30", "08:00:30"),
            ("24:00", "24:00:00"),
            ("1.00:00:00", "24:00:00"),
        ] {
            assert_eq!(text.parse::<TimeOfDay>().unwrap().to_string(), shown);
        }
        for text in ["", "8", "24:01", "25:00", "8:60", "-1:00", "8:00 PM", "1:2:3:4", "+8:00"] {
            assert_eq!(text.parse::<TimeOfDay>(), Err(Invalid::TimeOfDay(text.into())));
        }
    }

    #[test]
    fn a_range_closes_after_it_opens_and_those_of_a_day_are_apart() {
        assert!(matches!(range("18:00", "8:00"), Err(Invalid::TimeRangeOrder { .. })));
        assert!(matches!(range("8:00", "8:00"), Err(Invalid::TimeRangeOrder { .. })));
        let week = |first, second| {
            let mut days: [[Option<TimeRange>; 2]; 7] = Default::default();
            days[0] = [Some(first), Some(second)];
            HoursOfBusiness::new(ObjectName::new("Shifts").unwrap(), false, days)
        };
        assert!(week(range("8:00", "12:00").unwrap(), range("12:00", "24:00").unwrap()).is_ok());
        assert!(matches!(
            week(range("8:00", "12:01").unwrap(), range("12:00", "18:00").unwrap()),
            Err(Invalid::TimeRangesOverlap { day: "Monday", .. })
        ));
    }

    #[test]
    fn the_fourteen_ranges_stand_under_their_documented_names() {
        let json =
            serde_json::json!({"Name": "Week", "SundayHours2": {"OpenTime": "1:00", "CloseTime": "2:00"}});
        let hours: HoursOfBusiness = serde_json::from_value(json).unwrap();
        assert_eq!(hours.day(6)[1].as_ref().unwrap().to_string(), "01:00:00-02:00:00");
        let other = serde_json::json!({"Name": "Week", "SundayTimeRange2": {"OpenTime": "1:00", "CloseTime": "2:00"}});
        assert_eq!(
            serde_json::from_value::<HoursOfBusiness>(other).unwrap(),
            hours,
            "the name of other pages"
        );
        let back = serde_json::to_value(&hours).unwrap();
        assert_eq!(back["SundayHours2"]["OpenTime"], "01:00:00");
        assert_eq!(back["MondayHours1"], serde_json::Value::Null);
    }
}
