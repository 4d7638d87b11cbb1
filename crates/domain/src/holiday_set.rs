use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

use crate::{Invalid, Label, ObjectName, checked::checked_struct, text::bounded_list};

/// Days on which the usual hours do not count (New-CsRgsHolidaySet).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct HolidaySet {
    /// Unique among the holiday sets of a pool.
    pub name: ObjectName,
    /// The holidays.
    #[serde(default)]
    pub holiday_list: HolidayList,
}

/// A span of local time in the zone of the workflow that uses it (New-CsRgsHoliday).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase", deny_unknown_fields, remote = "Self")]
pub struct Holiday {
    /// Need not be unique.
    #[serde(default)]
    pub name: Option<Label>,
    /// First moment of the holiday.
    #[serde(deserialize_with = "date")]
    #[schema(value_type = String, example = "2026-12-25T00:00:00")]
    pub start_date: DateTime,
    /// First moment after it.
    #[serde(deserialize_with = "date")]
    #[schema(value_type = String, example = "2026-12-26T00:00:00")]
    pub end_date: DateTime,
}

checked_struct!(Holiday);

impl Holiday {
    /// A holiday that ends after it starts.
    ///
    /// # Errors
    /// [`Invalid::HolidayOrder`].
    pub fn new(name: Option<Label>, start_date: DateTime, end_date: DateTime) -> Result<Self, Invalid> {
        let holiday = Self { name, start_date, end_date };
        holiday.check()?;
        Ok(holiday)
    }

    /// Archives know the years 1 to 9999, and no fractions that could be lost on the way.
    fn check(&self) -> Result<(), Invalid> {
        for date in [self.start_date, self.end_date] {
            if date.year() < 1 || date.subsec_nanosecond() != 0 {
                return Err(Invalid::Date(date.to_string()));
            }
        }
        if self.end_date <= self.start_date {
            let (start, end) = (self.start_date.to_string(), self.end_date.to_string());
            return Err(Invalid::HolidayOrder { start, end });
        }
        Ok(())
    }

    /// Whether the holiday contains this local moment.
    pub fn contains(&self, local: DateTime) -> bool {
        self.start_date <= local && local < self.end_date
    }
}

/// A local date and time; a date alone begins at midnight.
fn date<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<DateTime, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.trim().parse().map_err(|_| serde::de::Error::custom(Invalid::Date(text)))
}

/// Holidays in order, at most [`HOLIDAYS_MAX`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "Vec<Holiday>", into = "Vec<Holiday>")]
pub struct HolidayList(Vec<Holiday>);

impl HolidayList {
    /// The holidays in order.
    pub fn as_slice(&self) -> &[Holiday] {
        &self.0
    }
}

impl TryFrom<Vec<Holiday>> for HolidayList {
    type Error = Invalid;
    fn try_from(holidays: Vec<Holiday>) -> Result<Self, Invalid> {
        bounded_list("holidays", &holidays, HOLIDAYS_MAX)?;
        Ok(Self(holidays))
    }
}

impl From<HolidayList> for Vec<Holiday> {
    fn from(holidays: HolidayList) -> Self {
        holidays.0
    }
}

/// Most holidays of one set (ours).
pub const HOLIDAYS_MAX: usize = 1_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_without_a_time_begins_at_midnight_and_the_end_is_exclusive() {
        let json = serde_json::json!({"Name": "Christmas Day", "StartDate": "2026-12-25", "EndDate": "2026-12-26T00:00:00"});
        let holiday: Holiday = serde_json::from_value(json).unwrap();
        assert!(holiday.contains("2026-12-25T23:59:59".parse().unwrap()));
        assert!(!holiday.contains("2026-12-26T00:00:00".parse().unwrap()));
    }

    #[test]
    fn a_holiday_that_ends_before_it_starts_is_refused() {
        let json = serde_json::json!({"StartDate": "2026-12-25T00:00:00", "EndDate": "2026-12-25T00:00:00"});
        let error = serde_json::from_value::<Holiday>(json).unwrap_err().to_string();
        assert!(error.contains("must end after it starts"), "{error}");
    }
}
