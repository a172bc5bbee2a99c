//! The Swedish calendar: public holidays, and the days on which the law asks nothing of anybody. Knows no deadline.
//!
//! Own table: the rules are fifteen lines of law that change once in a generation, and a crate would bring every other
//! country's with it.

use jiff::civil::{Date, Weekday, date};
use jiff::{Span, ToSpan as _};

/// The days of the week, Monday first.
const VECKODAGAR: [&str; 7] = [
    "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag",
];

/// "måndag".
#[must_use]
pub fn veckodag(date: Date) -> &'static str {
    let monday = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
    VECKODAGAR[monday]
}

/// The day so many days later; the last day there is when there are no more.
#[must_use]
pub fn senare(date: Date, days: i64) -> Date {
    date.saturating_add(Span::new().days(days))
}

/// Easter Sunday (lag 1989:253: the Sunday after the full moon that falls on or next after 21 March), by the Gregorian
/// computus of Meeus, Jones and Butcher.
#[must_use]
#[expect(
    clippy::many_single_char_names,
    reason = "the letters of the published method"
)]
pub fn paskdagen(year: i16) -> Date {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e, g) = (b / 4, b % 4, (8 * b + 13) / 25);
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    let small = |n: i32| i8::try_from(n).unwrap_or(1);
    Date::new(year, small(month), small(day)).unwrap_or_else(|_| date(year, 4, 1))
}

/// The public holiday that the day is by lagen (1989:253) om allmänna helgdagar; Sundays without a name of their own are
/// left out.
#[must_use]
pub fn helgdag(date: Date) -> Option<&'static str> {
    let fixed = match (date.month(), date.day()) {
        (1, 1) => Some("nyårsdagen"),
        (1, 6) => Some("trettondedag jul"),
        (5, 1) => Some("första maj"),
        (6, 6) => Some("nationaldagen"),
        (12, 25) => Some("juldagen"),
        (12, 26) => Some("annandag jul"),
        _ => None,
    };
    if fixed.is_some() {
        return fixed;
    }
    let is_saturday = date.weekday() == Weekday::Saturday;
    match (date.month(), date.day()) {
        (6, 20..=26) if is_saturday => return Some("midsommardagen"),
        (10, 31) | (11, 1..=6) if is_saturday => return Some("alla helgons dag"),
        _ => {}
    }
    let easter = paskdagen(date.year());
    let from_easter = [
        (-2, "långfredagen"),
        (0, "påskdagen"),
        (1, "annandag påsk"),
        (39, "Kristi himmelsfärdsdag"),
        (49, "pingstdagen"),
    ];
    let found = from_easter
        .iter()
        .find(|(days, _)| easter.saturating_add(days.days()) == date);
    found.map(|(_, name)| *name)
}

/// Why the law lets what should be done on this day wait: lagen (1930:173) om beräkning av lagstadgad tid, 2 §, names
/// Sundays, other public holidays, Saturdays and the eves of midsummer, Christmas and the new year.
#[must_use]
pub fn ledig_dag(date: Date) -> Option<&'static str> {
    if let Some(name) = helgdag(date) {
        return Some(name);
    }
    let eve = match (date.month(), date.day()) {
        (6, 19..=25) if date.weekday() == Weekday::Friday => Some("midsommarafton"),
        (12, 24) => Some("julafton"),
        (12, 31) => Some("nyårsafton"),
        _ => None,
    };
    eve.or(match date.weekday() {
        Weekday::Saturday => Some("lördag"),
        Weekday::Sunday => Some("söndag"),
        _ => None,
    })
}

/// The day itself, or the next one that is a working day.
#[must_use]
pub fn vardag(date: Date) -> Date {
    let mut day = date;
    // Never more than five in a row; at the end of time the last day stands.
    for _ in 0..14 {
        if ledig_dag(day).is_none() {
            break;
        }
        day = senare(day, 1);
    }
    day
}

#[cfg(test)]
mod tests {
    use super::{helgdag, ledig_dag, paskdagen, senare, vardag, veckodag};
    use crate::text::iso_datum;
    use jiff::civil::Date;

    fn day(written: &str) -> Date {
        iso_datum(written).expect(written)
    }

    /// Långfredagen, påskdagen, Kristi himmelsfärdsdag, pingstdagen, midsommardagen and alla helgons dag as almanacs
    /// have them.
    const YEARS: [(&str, [&str; 6]); 11] = [
        (
            "2020",
            ["04-10", "04-12", "05-21", "05-31", "06-20", "10-31"],
        ),
        (
            "2021",
            ["04-02", "04-04", "05-13", "05-23", "06-26", "11-06"],
        ),
        (
            "2022",
            ["04-15", "04-17", "05-26", "06-05", "06-25", "11-05"],
        ),
        (
            "2023",
            ["04-07", "04-09", "05-18", "05-28", "06-24", "11-04"],
        ),
        (
            "2024",
            ["03-29", "03-31", "05-09", "05-19", "06-22", "11-02"],
        ),
        (
            "2025",
            ["04-18", "04-20", "05-29", "06-08", "06-21", "11-01"],
        ),
        (
            "2026",
            ["04-03", "04-05", "05-14", "05-24", "06-20", "10-31"],
        ),
        (
            "2027",
            ["03-26", "03-28", "05-06", "05-16", "06-26", "11-06"],
        ),
        (
            "2028",
            ["04-14", "04-16", "05-25", "06-04", "06-24", "11-04"],
        ),
        (
            "2029",
            ["03-30", "04-01", "05-10", "05-20", "06-23", "11-03"],
        ),
        (
            "2030",
            ["04-19", "04-21", "05-30", "06-09", "06-22", "11-02"],
        ),
    ];

    #[test]
    fn holidays_are_those_of_the_almanac() {
        let names = [
            "långfredagen",
            "påskdagen",
            "Kristi himmelsfärdsdag",
            "pingstdagen",
            "midsommardagen",
            "alla helgons dag",
        ];
        let fixed = [
            ("01-01", "nyårsdagen"),
            ("01-06", "trettondedag jul"),
            ("05-01", "första maj"),
            ("06-06", "nationaldagen"),
            ("12-25", "juldagen"),
            ("12-26", "annandag jul"),
        ];
        for (year, days) in YEARS {
            let mut wanted: Vec<(Date, &str)> = std::iter::zip(days, names)
                .chain(fixed)
                .map(|(written, name)| (day(&format!("{year}-{written}")), name))
                .collect();
            wanted.push((
                senare(day(&format!("{year}-{}", days[1])), 1),
                "annandag påsk",
            ));
            wanted.sort_unstable();
            let mut found = Vec::new();
            let mut today = day(&format!("{year}-01-01"));
            while today.year() == wanted[0].0.year() {
                found.extend(helgdag(today).map(|name| (today, name)));
                today = senare(today, 1);
            }
            assert_eq!(found, wanted, "{year}");
        }
    }

    #[test]
    fn easter_is_right_at_its_edges() {
        for written in [
            "1961-04-02",
            "1818-03-22",
            "2038-04-25",
            "2000-04-23",
            "1981-04-19",
        ] {
            assert_eq!(paskdagen(day(written).year()), day(written));
        }
    }

    #[test]
    fn what_falls_on_a_free_day_waits_for_the_next_working_day() {
        for (from, to) in [
            ("2026-05-13", "2026-05-13"),
            ("2026-05-14", "2026-05-15"),
            ("2026-04-03", "2026-04-07"),
            ("2026-06-19", "2026-06-22"),
            ("2025-12-24", "2025-12-29"),
            ("2026-12-31", "2027-01-04"),
            ("2027-01-06", "2027-01-07"),
            ("2025-06-06", "2025-06-09"),
        ] {
            assert_eq!(vardag(day(from)), day(to), "{from}");
        }
        assert_eq!(ledig_dag(day("2026-06-19")), Some("midsommarafton"));
        assert_eq!(ledig_dag(day("2026-06-12")), None);
        assert_eq!(ledig_dag(day("2026-06-13")), Some("lördag"));
        // Neither påskafton nor skärtorsdagen is more than it is in the law.
        assert_eq!(ledig_dag(day("2026-04-04")), Some("lördag"));
        assert_eq!(ledig_dag(day("2026-04-02")), None);
        assert_eq!(veckodag(day("2026-05-05")), "tisdag");
        assert_eq!(vardag(Date::MAX), Date::MAX);
    }
}
