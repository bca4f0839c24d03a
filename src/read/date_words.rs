//! Dates as people write them: `18 أيار 2025`, `الأحد 18 مايو/أيار 2025 - 9:30 م`, `20 ذو القعدة 1446 هـ`,
//! `May 18, 2025`, `18/05/2025`. The names of months are in `data/months.txt`.
//!
//! Every word has to be understood: a date among other words is no date here. Where day and month could be either,
//! as in `05/06/2025`, nothing is guessed.

use icu_calendar::Date as Day;
use icu_calendar::cal::{Hijri, Iso};

use super::leftovers::entries;

const MONTHS: &str = include_str!("data/months.txt");

/// Words around a date that say nothing of it: what a page writes before it, and the days of the week.
const AROUND: [&str; 37] = [
    "نشر",
    "نشرت",
    "في",
    "يوم",
    "بتاريخ",
    "التاريخ",
    "تاريخ",
    "النشر",
    "السبت",
    "الاحد",
    "الاثنين",
    "الثلاثاء",
    "الاربعاء",
    "الخميس",
    "الجمعه",
    "الساعه",
    "من",
    "عام",
    "سنه",
    "علي",
    "saturday",
    "sunday",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "sat",
    "sun",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "at",
    "on",
    "published",
];

/// A date that was read.
#[derive(Debug, PartialEq, Eq)]
pub struct Found {
    /// As the project writes dates.
    pub iso: String,
    /// Whether it was given after the Hijri calendar only.
    pub hijri: bool,
    /// What says which place the time is of, where no offset does.
    pub place: Option<String>,
}

/// Reads a date in words or in numbers parted by other signs.
pub fn read(written: &str) -> Option<Found> {
    /// No date needs so many; whole paragraphs stand in fields of that name too.
    const MOST: usize = 120;
    if written.len() > MOST * 2 || written.chars().count() > MOST {
        return None;
    }
    let plain = folded(written);
    // The Hijri and the Gregorian date of one day, in either order: the Gregorian one says more.
    let mut found: Vec<Found> = Vec::new();
    for part in plain.split("الموافق").flat_map(|part| part.split(" موافق ")).filter(|part| !part.trim().is_empty())
    {
        found.push(one(part)?);
    }
    let gregorian = found.iter().position(|found| !found.hijri).unwrap_or(0);
    let mut found = found.into_iter();
    found.nth(gregorian)
}

/// Letters as they are compared: small, without marks, hamza and the signs that turn lines; digits as in ASCII.
fn folded(text: &str) -> String {
    let fold = |c: char| match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
        'ى' => Some('ي'),
        'ة' => Some('ه'),
        '٠'..='٩' => char::from_digit(c as u32 - 0x660, 10),
        '۰'..='۹' => char::from_digit(c as u32 - 0x6F0, 10),
        '\u{64B}'..='\u{65F}' | '\u{640}' | '\u{200C}'..='\u{200F}' | '\u{202A}'..='\u{202E}' => None,
        '\u{2066}'..='\u{2069}' | '\u{61C}' => None,
        '\u{A0}' | '،' | ',' | '|' | '(' | ')' | '–' | '—' | '؛' => Some(' '),
        c => Some(c),
    };
    text.chars().filter_map(fold).flat_map(char::to_lowercase).collect()
}

fn one(text: &str) -> Option<Found> {
    let mut text = text.trim();
    // What stands before the first word that says something.
    while let Some((first, rest)) = text.split_once(' ') {
        if !AROUND.contains(&first.trim_end_matches(':')) {
            break;
        }
        text = rest.trim_start();
    }
    numbers(&text.replace(" / ", "/")).or_else(|| words(text))
}

/// A month's number, and whether it is one of the Hijri calendar.
type Month = (u8, bool);

fn month(name: &str) -> Option<Month> {
    entries(MONTHS).find_map(|line| {
        let (number, names) = line.split_once(' ')?;
        let named = names.split('|').any(|known| folded(known) == name);
        let hijri = number.starts_with('H');
        named.then(|| Some((number.trim_start_matches('H').parse().ok()?, hijri)))?
    })
}

/// What the words of a date have said so far.
#[derive(Default)]
struct Said {
    day: Option<u8>,
    month: Option<Month>,
    year: Option<i32>,
    hijri: bool,
    /// Hour, minute and second.
    time: Option<(u8, u8, u8)>,
    zone: String,
    place: Option<String>,
}

fn words(text: &str) -> Option<Found> {
    // `18-May-25` of old mail, `أيار/مايو`, and dashes between date and time.
    let text = text.replace(['/', '\\'], " ").replace(" - ", " ").replace(" -", " ");
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let parted: Vec<&str> = words.iter().flat_map(|word| parts(word)).collect();
    if parted.len() != words.len() {
        words = parted;
    }
    let mut said = Said::default();
    let mut at = 0;
    while let Some(word) = words.get(at).map(|word| word.trim_end_matches(['.', ':'])) {
        let two = words.get(at + 1).map(|next| format!("{word} {next}"));
        if let Some(found) = two.as_deref().and_then(month) {
            said.month(found)?;
            at += 2;
            continue;
        }
        if matches!(word, "بتوقيت" | "توقيت") {
            said.place = Some(words.get(at..)?.join(" "));
            break;
        }
        if let Some(found) = month(word) {
            said.month(found)?;
        } else if !(word.is_empty() || AROUND.contains(&word)) {
            said.number(word)?;
        }
        at += 1;
    }
    said.found()
}

/// The parts of a word in which hyphens stand between a day, the name of a month and a year.
fn parts(word: &str) -> Vec<&str> {
    let parts: Vec<&str> = word.split('-').collect();
    match parts.as_slice() {
        [day, name, year] if !day.is_empty() && !year.is_empty() && month(name).is_some() => parts,
        _ => vec![word],
    }
}

impl Said {
    /// The name of a month; a second one has to mean the same.
    fn month(&mut self, month: Month) -> Option<()> {
        if self.month.is_some_and(|known| known != month) {
            return None;
        }
        self.month = Some(month);
        self.hijri |= month.1;
        Some(())
    }

    /// A number with what may stand behind it, a time, or an offset.
    fn number(&mut self, word: &str) -> Option<()> {
        match word {
            // After a time it is the afternoon, after a year the Christian era.
            "م" if self.time.is_none() && self.year.is_some() => return Some(()),
            "ه" => {
                self.hijri = true;
                return Some(());
            }
            "ص" | "صباحا" | "am" | "م" | "مساء" | "ظهرا" | "pm" | "عصرا" => {
                let late = !matches!(word, "ص" | "صباحا" | "am");
                let (hour, _, _) = self.time.as_mut()?;
                *hour = match (*hour, late) {
                    (12, false) => 0,
                    (hour, true) if hour < 12 => hour + 12,
                    (hour, _) => hour,
                };
                return Some(());
            }
            _ => {}
        }
        let zone = word.strip_prefix("gmt").or_else(|| word.strip_prefix("utc")).unwrap_or(word);
        if self.time.is_some()
            && self.zone.is_empty()
            && (zone.starts_with(['+', '-']) || zone.is_empty() || zone == "z")
        {
            self.zone = offset(zone)?;
            return Some(());
        }
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let (number, rest) = word.split_at_checked(digits)?;
        if rest.starts_with(':') {
            return self.time(word);
        }
        match (number.len(), rest) {
            (1 | 2, "" | "st" | "nd" | "rd" | "th") if self.day.is_none() => self.day = Some(number.parse().ok()?),
            // Two digits of a year only behind day and month, as in old mail.
            (2, "") if self.month.is_some() && self.year.is_none() => {
                self.year = Some(2000 + number.parse::<i32>().ok()?)
            }
            (4, "" | "م" | "ه") if self.year.is_none() => {
                self.year = Some(number.parse().ok()?);
                self.hijri |= rest == "ه";
            }
            _ => return None,
        }
        Some(())
    }

    /// A time of day, with or without seconds, and what half of the day it is in.
    fn time(&mut self, word: &str) -> Option<()> {
        let end = word.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(word.len());
        let (clock, rest) = word.split_at_checked(end)?;
        let mut parts = clock.split(':').map(str::parse::<u8>);
        let time = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next().unwrap_or(Ok(0)).ok()?);
        if self.time.is_some() || parts.next().is_some() || time.0 > 23 || time.1 > 59 || time.2 > 59 {
            return None;
        }
        self.time = Some(time);
        if rest.is_empty() { Some(()) } else { self.number(rest) }
    }

    fn found(self) -> Option<Found> {
        let (month, of_hijri) = self.month?;
        // A Gregorian month of a Hijri year, or the other way round, is a mistake.
        if self.hijri != of_hijri {
            return None;
        }
        let day = day(self.year?, month, self.day?, self.hijri)?;
        let time = self.time.map(|(hour, minute, second)| format!("T{hour:02}:{minute:02}:{second:02}{}", self.zone));
        Some(Found { iso: day + &time.unwrap_or_default(), hijri: self.hijri, place: self.place })
    }
}

/// An offset as the project writes it.
fn offset(zone: &str) -> Option<String> {
    if matches!(zone, "" | "z") {
        return Some("Z".into());
    }
    let (sign, rest) = zone.split_at_checked(1)?;
    let digits: String = rest.chars().filter(|c| *c != ':').collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match digits.len() {
        1 | 2 => Some(format!("{sign}{digits:0>2}:00")),
        4 => Some(format!("{sign}{}:{}", digits.get(..2)?, digits.get(2..)?)),
        _ => None,
    }
}

/// A day as the project writes it; one of the Hijri calendar by the tables of Umm al-Qura.
fn day(year: i32, month: u8, day: u8, hijri: bool) -> Option<String> {
    let date = if hijri {
        // The tables reach from 1300 on; before and after the library computes.
        if !(1300..=1600).contains(&year) {
            return None;
        }
        Day::try_new_hijri_with_calendar(year, month, day, Hijri::new_umm_al_qura()).ok()?.to_calendar(Iso)
    } else {
        Day::try_new_iso(year, month, day).ok()?
    };
    Some(format!("{:04}-{:02}-{:02}", date.year().extended_year(), date.month().ordinal, date.day_of_month().0))
}

/// Numbers parted by `/`, `.` or `-`, with the year at one end: the day and the month behind it, or before it where
/// only one of the two can be the month.
fn numbers(text: &str) -> Option<Found> {
    let (date, rest) = match text.split_once(' ') {
        Some((date, rest)) => (date, rest.trim()),
        None => (text, ""),
    };
    let era = date.trim_end_matches('م');
    let sign = era.chars().find(|c| matches!(c, '/' | '.' | '-'))?;
    let parts: Vec<&str> = era.split(sign).collect();
    let [first, second, third] = parts[..] else { return None };
    if !parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let number = |part: &str| part.parse::<u8>().ok();
    let (year, month, day_) = match (first.len(), second.len(), third.len()) {
        (4, 1 | 2, 1 | 2) => (first, number(second)?, number(third)?),
        (1 | 2, 1 | 2, 4) => {
            let (first, second) = (number(first)?, number(second)?);
            match (first > 12, second > 12) {
                (true, false) => (third, second, first),
                (false, true) => (third, first, second),
                _ if first == second => (third, second, first),
                _ => return None,
            }
        }
        _ => return None,
    };
    let year: i32 = year.parse().ok()?;
    // A year of the 14th and 15th centuries is one of the Hijri calendar: nobody published before there were presses.
    let hijri = (1300..1500).contains(&year);
    let mut said = Said { day: Some(day_), month: Some((month, hijri)), year: Some(year), hijri, ..Said::default() };
    for word in rest.split_whitespace().filter(|word| !matches!(*word, "-" | "الساعه" | "في" | "at")) {
        if matches!(word, "بتوقيت" | "توقيت") {
            said.place = rest.find(word).and_then(|at| rest.get(at..)).map(str::to_owned);
            break;
        }
        said.number(word)?;
    }
    said.found()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(written: &str) -> Option<String> {
        read(written).map(|found| found.iso)
    }

    #[test]
    fn dates_as_people_write_them() {
        for (written, expected) in [
            ("18 أيار 2025", "2025-05-18"),
            ("١٨ مايو ٢٠٢٥", "2025-05-18"),
            ("الأحد، 18 مايو/أيار 2025", "2025-05-18"),
            ("نشر في: الأحد 18 آيار (مايو) 2025 م", "2025-05-18"),
            ("1 كانون الثاني 2025", "2025-01-01"),
            ("3 تشرين الأوّل 2025 الساعة 9:30 م", "2025-10-03T21:30:00"),
            ("14 جويلية 2025 - 12:05 صباحا", "2025-07-14T00:05:00"),
            ("30 غشت 2025 على الساعة 10:00", "2025-08-30T10:00:00"),
            ("20 ذو القعدة 1446 هـ", "2025-05-18"),
            ("الأحد 20 ذي القعدة 1446هـ الموافق 18 مايو 2025م", "2025-05-18"),
            ("18 مايو 2025 الموافق 20 ذو القعدة 1446", "2025-05-18"),
            ("20/11/1446", "2025-05-18"),
            ("May 18, 2025 9:30 pm", "2025-05-18T21:30:00"),
            ("18th May 2025", "2025-05-18"),
            ("Sun May 18 2025 09:30:00 GMT+0300", "2025-05-18T09:30:00+03:00"),
            ("Sunday, 18-May-25 09:30:00 GMT", "2025-05-18T09:30:00Z"),
            ("18/05/2025", "2025-05-18"),
            ("الاحد ١٨ / ٥ / ٢٠٢٥", "2025-05-18"),
            ("18 mai 2025", "2025-05-18"),
            ("5/18/2025 09:30", "2025-05-18T09:30:00"),
            ("18-5-2025", "2025-05-18"),
            ("2025/5/18 - 9:30 ص", "2025-05-18T09:30:00"),
            ("2025-5-8", "2025-05-08"),
        ] {
            assert_eq!(iso(written).as_deref(), Some(expected), "{written}");
        }
        assert!(read("20 ذو القعدة 1446 هـ").is_some_and(|found| found.hijri));
        let there = read("18 مايو 2025 10:00 بتوقيت مكة المكرمة").map(|found| (found.iso, found.place));
        assert_eq!(there, Some(("2025-05-18T10:00:00".into(), Some("بتوقيت مكه المكرمه".into()))));
    }

    #[test]
    fn what_is_no_date_or_could_be_two() {
        for written in [
            "",
            "أمس",
            "مايو 2025",
            "18 مايو",
            "05/06/2025",
            "31 شباط 2025",
            "18 مايو 2025 في دمشق",
            "18 مايو 1446 هـ",
            "99/99/2025",
            "2025",
            "18 مايو حزيران 2025",
            "18 مايو 2025 25:00",
            "1 محرم 9999 هـ",
            "قبل ساعتين",
        ] {
            assert_eq!(iso(written), None, "{written}");
        }
    }
}
