//! A day, or a moment, as its author wrote it.

use std::cmp::Ordering;
use std::fmt;

use crate::diagnostics::Message;
use crate::say;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A date of the Gregorian calendar, with or without a time of day.
///
/// The text is kept as written; it is checked when it is made.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(
    with = "String",
    description = "A day as 2025-05-18, or a moment with its offset as 2025-05-18T09:30:00+03:00.",
    extend("pattern" = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}.*)?$")
)]
pub struct Date {
    written: String,
    day: jiff::civil::Date,
    moment: Option<jiff::Timestamp>,
}

/// A date that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError(String);

impl DateError {
    /// The error as a message.
    pub fn what(&self) -> Message {
        say!("“{written}” is not a date", written = &self.0)
    }
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.what().fmt(f)
    }
}

impl std::error::Error for DateError {}

impl Date {
    /// Reads `2025-05-18`, `2025-05-18T09:30`, or either with seconds and an offset (`Z`, `+03:00`).
    ///
    /// # Errors
    /// When the text has another form, or names a day or time that does not exist.
    pub fn parse(written: &str) -> Result<Self, DateError> {
        let fail = || DateError(written.to_owned());
        let text = written.trim();
        let day: jiff::civil::Date = text.get(..10).ok_or_else(fail)?.parse().map_err(|_| fail())?;
        let moment = if text.len() == 10 {
            None
        } else if let Ok(moment) = text.parse::<jiff::Timestamp>() {
            Some(moment)
        } else {
            let civil: jiff::civil::DateTime = text.parse().map_err(|_| fail())?;
            // A time without an offset is taken as universal time: no zone is invented.
            jiff::tz::Offset::UTC.to_timestamp(civil).ok()
        };
        Ok(Date { written: text.to_owned(), day, moment })
    }

    /// The day, as the author's calendar had it.
    pub fn day(&self) -> jiff::civil::Date {
        self.day
    }

    /// The text as it was written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The moment in seconds since 1970-01-01T00:00:00Z; midnight UTC for a day without a time.
    pub fn unix_seconds(&self) -> i64 {
        match self.moment {
            Some(moment) => moment.as_second(),
            None => jiff::tz::Offset::UTC
                .to_timestamp(self.day.to_datetime(jiff::civil::Time::midnight()))
                .map_or(0, jiff::Timestamp::as_second),
        }
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Date {
    fn cmp(&self, other: &Self) -> Ordering {
        self.unix_seconds().cmp(&other.unix_seconds()).then_with(|| self.written.cmp(&other.written))
    }
}

impl TryFrom<String> for Date {
    type Error = DateError;
    fn try_from(written: String) -> Result<Self, DateError> {
        Date::parse(&written)
    }
}

impl From<Date> for String {
    fn from(date: Date) -> String {
        date.written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments() {
        assert_eq!(Date::parse("2024-12-29").unwrap().unix_seconds(), 1_735_430_400);
        assert_eq!(Date::parse("2024-12-29T03:00:00+03:00").unwrap().unix_seconds(), 1_735_430_400);
        assert_eq!(Date::parse("2024-12-29T00:00:00").unwrap().unix_seconds(), 1_735_430_400);
        for bad in ["2024-02-30", "29/12/2024", "", "أمس", "2024-12-29T25:00:00Z", "2024-12-29 later"] {
            assert!(Date::parse(bad).is_err(), "{bad}");
        }
    }
}
