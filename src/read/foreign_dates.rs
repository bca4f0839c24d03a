//! Dates in the spellings of foreign forms: those of e-mail and feeds, the compact ones of NITF, and what dumps of
//! pages make of them, as the project writes them.

/// A date of e-mail and feeds: the time where it was written, and its offset. A weekday that is none of that day's
/// says nothing.
pub fn mail_time(written: &str) -> Option<(String, jiff::tz::Offset)> {
    let parser = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true);
    let zoned = parser.parse_zoned_datetime(written).ok()?;
    Some((zoned.datetime().strftime("%Y-%m-%dT%H:%M:%S").to_string(), zoned.offset()))
}

/// The names of zones that RFC 2822 knows. It takes any other as unknown: a time without an offset.
const ZONES: [&str; 12] = ["UT", "UTC", "GMT", "Z", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"];

/// A date of e-mail whose zone has a name that says nothing: its time, and the name.
pub fn without_zone(written: &str) -> Option<(&str, &str)> {
    let (time, zone) = written.rsplit_once(' ')?;
    let named = zone.len() > 1 && zone.bytes().all(|byte| byte.is_ascii_alphabetic());
    (named && !ZONES.contains(&zone) && time.contains(':') && mail_time(written).is_some()).then_some((written, zone))
}

/// A date of e-mail and feeds, or one in a compact spelling, as the project writes it.
pub fn iso(written: &str) -> Option<String> {
    if let Some((time, offset)) = mail_time(written) {
        return Some(if offset.is_zero() { format!("{time}Z") } else { format!("{time}{}", colon(offset)) });
    }
    if let Some(civil) = counted(written) {
        return Some(civil);
    }
    // NITF: 20250518 and 20250518T093000+0300.
    let digits = |range: std::ops::Range<usize>| {
        written.get(range).filter(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    };
    if let (Some(year), Some(month), Some(day)) = (digits(0..4), digits(4..6), digits(6..8)) {
        let date = format!("{year}-{month}-{day}");
        if written.len() == 8 {
            return Some(date);
        }
        let (hour, minute, second) = (digits(9..11)?, digits(11..13)?, digits(13..15).unwrap_or("00"));
        let zone = written.get(if digits(13..15).is_some() { 15.. } else { 13.. }).unwrap_or("");
        return Some(format!("{date}T{hour}:{minute}:{second}{}", with_colon(zone)?));
    }
    // A space for the T, an offset without its colon, a fraction of seconds: all seen in dumps of pages.
    let (day, rest) = (written.get(..10)?, written.get(10..)?);
    let rest = rest.trim_start_matches(['T', 't', ' ']).trim();
    let zone_at = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.' | ',')).unwrap_or(rest.len());
    let (time, zone) = rest.split_at(zone_at);
    // ISO 8601 allows a comma before a fraction, and prefers it.
    let time = time.replace(',', ".");
    let zone = match zone.trim() {
        "UTC" | "GMT" => "Z".to_owned(),
        zone => with_colon(zone)?,
    };
    Some(format!("{day}T{time}{zone}"))
}

/// ISO 8601's other two ways to name a day, `2025-W20-7` by its week and `2025-138` by its number in the year, with or
/// without a time behind it; the hyphens may be left out of the first.
fn counted(written: &str) -> Option<String> {
    let (day, time) = match written.split_once(['T', 't']) {
        Some((day, time)) => (day, Some(time)),
        None => (written, None),
    };
    let format = match (day.len(), day.get(4..6)?) {
        (10, "-W") => "%G-W%V-%u",
        (8, weeks) if weeks.starts_with('W') => "%GW%V%u",
        (8, rest) if rest.starts_with('-') => "%Y-%j",
        _ => return None,
    };
    let day = jiff::civil::Date::strptime(format, day).ok()?;
    match time {
        None => Some(day.to_string()),
        // The day is in its usual form now, and the time as any.
        Some(time) => iso(&format!("{day}T{time}")),
    }
}

/// A moment at 24:00, the end of its day after ISO 8601: the beginning of the next one.
pub fn end_of_day(written: &str) -> Option<String> {
    let (before, after) = written.split_once("24:00")?;
    let clock = before.ends_with(['T', 't', ' ']) && !after.starts_with(|c: char| c.is_ascii_digit());
    let nothing = |rest: &str| rest.trim_start_matches([':', '.', ',', '0']).starts_with(|c: char| c.is_ascii_digit());
    if !clock || nothing(after) {
        return None;
    }
    let date = iso(&format!("{before}00:00{after}"))?;
    let (day, rest) = (date.get(..10)?, date.get(10..)?);
    let next = day.parse::<jiff::civil::Date>().ok()?.tomorrow().ok()?;
    Some(format!("{next}{rest}"))
}

fn colon(offset: jiff::tz::Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// An offset with a colon; `Z` and nothing stay.
fn with_colon(zone: &str) -> Option<String> {
    match zone.as_bytes() {
        [] => Some(String::new()),
        [b'Z' | b'z'] => Some("Z".into()),
        [b'+' | b'-', a, b, c, d] if [a, b, c, d].iter().all(|byte| byte.is_ascii_digit()) => {
            Some(format!("{}:{}", zone.get(..3)?, zone.get(3..)?))
        }
        [b'+' | b'-', _, _, b':', _, _] => Some(zone.to_owned()),
        [b'+' | b'-', _, _] => Some(format!("{zone}:00")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_other_spellings() {
        for (written, expected) in [
            ("Sun, 18 May 2025 09:30:00 +0300", "2025-05-18T09:30:00+03:00"),
            ("Sun, 18 May 2025 09:30:00 GMT", "2025-05-18T09:30:00Z"),
            ("20250518", "2025-05-18"),
            ("20250518T0930+03", "2025-05-18T09:30:00+03:00"),
            ("20250518T093000Z", "2025-05-18T09:30:00Z"),
            ("20250518T093000+0300", "2025-05-18T09:30:00+03:00"),
            ("2025-05-18 09:30:00 UTC", "2025-05-18T09:30:00Z"),
            ("2025-05-18T09:30:00+0300", "2025-05-18T09:30:00+03:00"),
            ("2025-W20-7", "2025-05-18"),
            ("2025W207T09:30:00Z", "2025-05-18T09:30:00Z"),
            ("2025-138", "2025-05-18"),
            ("2025-05-18T09:30:00,5Z", "2025-05-18T09:30:00.5Z"),
            ("18 May 25 09:30 GMT", "2025-05-18T09:30:00Z"),
        ] {
            assert_eq!(iso(written).as_deref(), Some(expected), "{written}");
        }
        for (written, expected) in [
            ("2025-05-18T24:00:00Z", Some("2025-05-19T00:00:00Z")),
            ("2025-12-31T24:00:00.000+03:00", Some("2026-01-01T00:00:00.000+03:00")),
            ("Sun, 18 May 2025 24:00:00 GMT", Some("2025-05-19T00:00:00Z")),
            ("2025-05-18T24:00", Some("2025-05-19T00:00")),
            ("2025-05-18T24:00:01Z", None),
            ("2025-05-18T24:001Z", None),
        ] {
            assert_eq!(end_of_day(written).as_deref(), expected, "{written}");
        }
        assert_eq!(iso("أمس"), None);
        assert_eq!(without_zone("Sun, 18 May 2025 09:30:00 EET").map(|found| found.1), Some("EET"));
        assert_eq!(without_zone("Sun, 18 May 2025 09:30:00 GMT"), None);
        assert_eq!(iso("Mon, 18 May 2025 09:30 +0300").as_deref(), Some("2025-05-18T09:30:00+03:00"));
    }
}
