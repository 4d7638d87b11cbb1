use std::fmt;

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::{
    Invalid,
    schema::{schema, text_like},
    windows_zones::WINDOWS_ZONES,
};

/// A time zone by its Windows name (`Pacific Standard Time`) or its IANA name (`Europe/Paris`), kept as given.
///
/// The rules come from the database that is built into the program, the same on every machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeZoneName {
    name: std::sync::Arc<str>,
    zone: TimeZone,
}

schema!(TimeZoneName, text_like("W. Europe Standard Time"));

impl TimeZoneName {
    /// Looks the name up.
    ///
    /// # Errors
    /// [`Invalid::TimeZone`] when neither list has it.
    pub fn new(name: &str) -> Result<Self, Invalid> {
        let name = name.trim();
        let (name, iana) = match windows_zone(name) {
            Some(&(windows, iana)) => (windows, iana),
            None => (name, name),
        };
        match TimeZone::get(iana) {
            Ok(zone) => Ok(Self { name: zone_name(name, &zone).into(), zone }),
            Err(_) => Err(Invalid::TimeZone(name.to_owned())),
        }
    }

    /// The name as given, in its usual case.
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// The rules of the zone.
    pub const fn rules(&self) -> &TimeZone {
        &self.zone
    }
}

fn windows_zone(name: &str) -> Option<&'static (&'static str, &'static str)> {
    WINDOWS_ZONES.iter().find(|(windows, _)| windows.eq_ignore_ascii_case(name))
}

/// The database's own spelling of an IANA name; a Windows name stays.
fn zone_name<'a>(name: &'a str, zone: &'a TimeZone) -> &'a str {
    match zone.iana_name() {
        Some(iana) if iana.eq_ignore_ascii_case(name) => iana,
        _ => name,
    }
}

impl TryFrom<String> for TimeZoneName {
    type Error = Invalid;
    fn try_from(name: String) -> Result<Self, Invalid> {
        Self::new(&name)
    }
}

impl From<TimeZoneName> for String {
    fn from(zone: TimeZoneName) -> Self {
        zone.name.as_ref().to_owned()
    }
}

impl fmt::Display for TimeZoneName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_windows_name_leads_to_a_zone_of_the_database() {
        for (windows, iana) in WINDOWS_ZONES {
            let zone = TimeZoneName::new(&windows.to_uppercase()).unwrap();
            assert_eq!(zone.as_str(), *windows);
            assert!(TimeZone::get(iana).is_ok(), "{iana}");
        }
    }

    #[test]
    fn iana_names_are_accepted_and_other_words_refused() {
        assert_eq!(TimeZoneName::new("europe/paris").unwrap().as_str(), "Europe/Paris");
        assert_eq!(TimeZoneName::new("Paris"), Err(Invalid::TimeZone("Paris".into())));
        assert!(TimeZoneName::new("").is_err());
    }
}
