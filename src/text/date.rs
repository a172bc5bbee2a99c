//! Dates as they stand in documents. Takes no notice of what day it is.

use jiff::civil::Date;
use thiserror::Error;

/// The months, January first.
pub const MANADER: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];

/// Why a text is no date; reads on from the text itself ("”2023-02-30” är inget datum som finns …").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DateFault {
    /// The text does not have the form of a date.
    #[error("är inget datum i formen ÅÅÅÅ-MM-DD")]
    Form,
    /// The month is not 1-12.
    #[error("är inget datum som finns: året har ingen månad {month:02}")]
    Month {
        /// The month given.
        month: i8,
    },
    /// The month has no such day.
    #[error("är inget datum som finns: {} {year} har {days} dagar", MANADER[usize::from(month.unsigned_abs()) - 1])]
    Day {
        /// The year given.
        year: i16,
        /// The month given, 1-12.
        month: i8,
        /// The number of days it has.
        days: i8,
    },
}

/// Reads `2018-12-19`: exactly ten characters, a day that exists.
///
/// # Errors
/// Says whether the form, the month or the day is wrong.
pub fn iso_datum(written: &str) -> Result<Date, DateFault> {
    let bytes = written.as_bytes();
    let has_form = bytes.len() == 10
        && bytes.iter().enumerate().all(|(i, b)| match i {
            4 | 7 => *b == b'-',
            _ => b.is_ascii_digit(),
        });
    if !has_form {
        return Err(DateFault::Form);
    }
    let part = |from: usize, to: usize| written[from..to].parse::<i16>().unwrap_or_default();
    let small = |from: usize, to: usize| i8::try_from(part(from, to)).unwrap_or_default();
    checked(part(0, 4), small(5, 7), small(8, 10))
}

fn checked(year: i16, month: i8, day: i8) -> Result<Date, DateFault> {
    if !(1..=12).contains(&month) {
        return Err(DateFault::Month { month });
    }
    let first = Date::new(year, month, 1).map_err(|_| DateFault::Form)?;
    Date::new(year, month, day).map_err(|_| DateFault::Day {
        year,
        month,
        days: first.days_in_month(),
    })
}

/// "19 december 2018".
#[must_use]
pub fn datum_i_ord(date: Date) -> String {
    let month = MANADER[usize::from(date.month().unsigned_abs()) - 1];
    format!("{} {month} {}", date.day(), date.year())
}

/// Reads "19 december 2018", with any white space between the parts and any case.
///
/// # Errors
/// Says whether the form or the day is wrong.
pub fn datum_ur_ord(written: &str) -> Result<Date, DateFault> {
    let parts: Vec<&str> = written.split_whitespace().collect();
    let &[day, month, year] = parts.as_slice() else {
        return Err(DateFault::Form);
    };
    let month = month.to_lowercase();
    let month = MANADER
        .iter()
        .position(|m| *m == month)
        .and_then(|at| i8::try_from(at + 1).ok())
        .ok_or(DateFault::Form)?;
    let has_digits = |text: &str, longest: usize| {
        (1..=longest).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    if !has_digits(day, 2) || !has_digits(year, 4) {
        return Err(DateFault::Form);
    }
    let day = day.parse().map_err(|_| DateFault::Form)?;
    let year = year.parse().map_err(|_| DateFault::Form)?;
    checked(year, month, day)
}

#[cfg(test)]
mod tests {
    use super::{DateFault, datum_i_ord, datum_ur_ord, iso_datum};

    #[test]
    fn dates_go_to_words_and_back() {
        for iso in ["2018-12-19", "2024-02-29", "1999-01-01"] {
            let date = iso_datum(iso).expect(iso);
            assert_eq!(date.to_string(), iso);
            assert_eq!(datum_ur_ord(&datum_i_ord(date)), Ok(date));
        }
        assert_eq!(
            iso_datum("2018-12-19").map(datum_i_ord).as_deref(),
            Ok("19 december 2018")
        );
        assert_eq!(
            datum_ur_ord("1\u{a0}Maj 2020").map(|d| d.to_string()),
            Ok("2020-05-01".to_owned())
        );
    }

    #[test]
    fn days_that_do_not_exist_say_why() {
        for (written, wanted) in [
            (
                "2023-02-30",
                "är inget datum som finns: februari 2023 har 28 dagar",
            ),
            (
                "2024-02-30",
                "är inget datum som finns: februari 2024 har 29 dagar",
            ),
            (
                "2023-04-31",
                "är inget datum som finns: april 2023 har 30 dagar",
            ),
            (
                "2023-01-00",
                "är inget datum som finns: januari 2023 har 31 dagar",
            ),
            (
                "2023-13-01",
                "är inget datum som finns: året har ingen månad 13",
            ),
            (
                "2023-00-01",
                "är inget datum som finns: året har ingen månad 00",
            ),
        ] {
            assert_eq!(
                iso_datum(written).expect_err(written).to_string(),
                wanted,
                "{written}"
            );
        }
    }

    #[test]
    fn other_forms_are_no_dates() {
        for written in [
            "",
            "20181219",
            "2018-12-9",
            "18-12-19",
            "2018/12/19",
            " 2018-12-19",
            "+018-12-19",
            "２０１８-12",
            "2018-12-190",
        ] {
            assert_eq!(iso_datum(written), Err(DateFault::Form), "{written}");
        }
        for written in [
            "",
            "december 2018",
            "19 dec 2018",
            "x december 2018",
            "19 december +018",
            "1 2 3 4",
        ] {
            assert_eq!(datum_ur_ord(written), Err(DateFault::Form), "{written}");
        }
        assert!(matches!(
            datum_ur_ord("31 april 2020"),
            Err(DateFault::Day { .. })
        ));
    }
}
