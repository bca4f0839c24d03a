//! Dates in words, as a place writes them.
//!
//! A [`Date`] goes to CLDR's long form through `icu_datetime`: the language's region chooses the month names
//! (كانون الأول in Syria, ديسمبر in Egypt), the digits are named by the caller or follow the region, and the
//! calendar is the author's Gregorian one, the Hijri one of Umm al-Qura, or both. No month name is written here
//! but that of the dual form, which is put together from two regions' names.

use icu_calendar::cal::{Gregorian, Hijri};
use icu_calendar::{Date as Day, Iso};
use icu_datetime::fieldsets::{M, YMD, YMDE};
use icu_datetime::{DateTimeFormatterPreferences, FixedCalendarDateTimeFormatter};
use icu_locale::Locale;

use super::Digits;
use crate::document::{Date, Language};

/// The calendar that a date is told in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Calendar {
    /// The Gregorian calendar, in which dates are read.
    #[default]
    Gregorian,
    /// The Hijri calendar of Umm al-Qura.
    Hijri,
    /// The Hijri date, then the Gregorian one.
    Both,
}

/// Which names the Gregorian months have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Months {
    /// Those of the language's region.
    #[default]
    Regional,
    /// The common and the Levantine name together, as ديسمبر/كانون الأول; in other languages than Arabic the
    /// region's own.
    Dual,
}

/// How a date is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct DateStyle {
    /// Whether the day of the week stands before it.
    pub weekday: bool,
    /// The digits; those of the language where none are named.
    pub digits: Option<Digits>,
    /// The calendar.
    pub calendar: Calendar,
    /// The month names.
    pub months: Months,
}

impl DateStyle {
    /// A date in this style: `الأحد، ٢٩ كانون الأول ٢٠٢٤`.
    pub fn write(&self, date: &Date, language: &Language) -> String {
        match self.calendar {
            Calendar::Gregorian => self.in_gregorian(date, language, self.weekday),
            Calendar::Hijri => self.in_hijri(date, language).unwrap_or_else(|| date.day().to_string()),
            Calendar::Both => {
                let gregorian = self.in_gregorian(date, language, false);
                match self.in_hijri(date, language) {
                    // Arabic marks the Gregorian year with م, as CLDR marks the Hijri one with هـ.
                    Some(hijri) if language.primary() == "ar" => format!("{hijri} الموافق {gregorian} م"),
                    Some(hijri) => format!("{hijri} ({gregorian})"),
                    None => gregorian,
                }
            }
        }
    }

    fn in_gregorian(&self, date: &Date, language: &Language, weekday: bool) -> String {
        let wish = Wish { language, digits: self.digits, hijri: false, weekday };
        let Some(written) = long(date, &wish) else { return date.day().to_string() };
        if self.months == Months::Regional || language.primary() != "ar" {
            return written;
        }
        // The region's own name gives way to both, the common one first.
        let dual = || Some(format!("{}/{}", month(date, "ar")?, month(date, "ar-SY")?));
        match (month(date, language.as_str()), dual()) {
            (Some(own), Some(dual)) => written.replacen(&own, &dual, 1),
            _ => written,
        }
    }

    fn in_hijri(&self, date: &Date, language: &Language) -> Option<String> {
        long(date, &Wish { language, digits: self.digits, hijri: true, weekday: self.weekday })
    }
}

/// A date in words without its weekday, in the given digits and calendar.
pub fn long_date(date: &Date, language: &Language, digits: Digits, calendar: Calendar) -> String {
    DateStyle { weekday: false, digits: Some(digits), calendar, months: Months::Regional }.write(date, language)
}

/// One long form that is asked of CLDR.
struct Wish<'a> {
    language: &'a Language,
    digits: Option<Digits>,
    hijri: bool,
    weekday: bool,
}

/// The long form of a date; `None` where the library has no data for it.
fn long(date: &Date, wish: &Wish) -> Option<String> {
    let digits = wish.digits.unwrap_or_else(|| Digits::of(wish.language));
    let locale = locale(&format!("{}-u-nu-{}", wish.language.as_str(), digits.cldr_name()))?;
    let day = iso(date)?;
    // The calendar is always named: a region's default may be another (Iran, Afghanistan). Formatters of these two alone
    // leave the names of all other calendars out of the binary.
    macro_rules! told {
        ($calendar:expr, $fields:expr) => {
            FixedCalendarDateTimeFormatter::try_new(locale, $fields)
                .ok()?
                .format(&day.to_calendar($calendar))
                .to_string()
        };
    }
    Some(match (wish.hijri, wish.weekday) {
        (false, false) => told!(Gregorian, YMD::long()),
        (false, true) => told!(Gregorian, YMDE::long()),
        (true, false) => told!(Hijri::new_umm_al_qura(), YMD::long()),
        (true, true) => told!(Hijri::new_umm_al_qura(), YMDE::long()),
    })
}

/// The name of a date's Gregorian month by itself, in a language.
fn month(date: &Date, language: &str) -> Option<String> {
    let formatter = FixedCalendarDateTimeFormatter::try_new(locale(language)?, M::long()).ok()?;
    Some(formatter.format(&iso(date)?.to_calendar(Gregorian)).to_string())
}

fn locale(tag: &str) -> Option<DateTimeFormatterPreferences> {
    Some(DateTimeFormatterPreferences::from(&tag.parse::<Locale>().ok()?))
}

fn iso(date: &Date) -> Option<Day<Iso>> {
    let day = date.day();
    Day::try_new_iso(i32::from(day.year()), day.month().unsigned_abs(), day.day().unsigned_abs()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(tag: &str, style: DateStyle) -> String {
        style.write(&Date::parse("2024-12-29").unwrap(), &Language::parse(tag).unwrap())
    }

    #[test]
    fn each_region_has_its_months_and_digits() {
        let style = DateStyle { weekday: true, ..DateStyle::default() };
        for (tag, expected) in [
            ("ar-SY", "الأحد، ٢٩ كانون الأول ٢٠٢٤"),
            ("ar-IQ", "الأحد، ٢٩ كانون الأول ٢٠٢٤"),
            ("ar-EG", "الأحد، ٢٩ ديسمبر ٢٠٢٤"),
            ("ar-SA", "الأحد، ٢٩ ديسمبر ٢٠٢٤"),
            ("ar-MA", "الأحد، 29 دجنبر 2024"),
            ("en-GB", "Sunday, 29 December 2024"),
        ] {
            assert_eq!(told(tag, style), expected, "{tag}");
        }
        let european = DateStyle { digits: Some(Digits::European), ..style };
        assert_eq!(told("ar", european), "الأحد، 29 ديسمبر 2024");
        assert_eq!(told("ar-SY", DateStyle { weekday: false, ..european }), "29 كانون الأول 2024");
    }

    #[test]
    fn the_hijri_calendar_and_both() {
        let style = DateStyle { digits: Some(Digits::European), calendar: Calendar::Hijri, ..DateStyle::default() };
        assert_eq!(told("ar", style), "28 جمادى الآخرة 1446 هـ");
        let both = DateStyle { calendar: Calendar::Both, ..style };
        assert_eq!(told("ar", both), "28 جمادى الآخرة 1446 هـ الموافق 29 ديسمبر 2024 م");
    }

    #[test]
    fn months_under_both_names() {
        let style = DateStyle { months: Months::Dual, ..DateStyle::default() };
        assert_eq!(told("ar-SY", style), "٢٩ ديسمبر/كانون الأول ٢٠٢٤");
        assert_eq!(told("ar", style), "٢٩ ديسمبر/كانون الأول ٢٠٢٤");
        assert_eq!(told("en", style), "December 29, 2024");
    }

    #[test]
    fn years_at_the_ends_of_the_calendar_are_told() {
        for day in ["0001-01-01", "9999-12-31", "0000-01-01"] {
            let date = Date::parse(day).unwrap();
            for calendar in [Calendar::Gregorian, Calendar::Hijri, Calendar::Both] {
                assert!(!long_date(&date, &Language::default(), Digits::European, calendar).is_empty());
            }
        }
    }
}
