//! Ranges written with a hyphen: years, months, times and numbers of what the profile names. Is no rule itself.

use std::collections::HashSet;
use std::ops::Range;

use crate::profile::ProfileError;
use crate::rules::settings::Settings;
use crate::text;

/// What makes two numbers a range.
#[derive(Debug)]
pub(super) struct Intervall {
    /// Words before: "sidorna 3-5".
    before: HashSet<String>,
    /// Words after: "10-15 procent".
    after: HashSet<String>,
}

/// Words between which the hours of a day stand: "kl. 13-15".
const CLOCK: [&str; 2] = ["kl", "klockan"];

impl Intervall {
    pub(super) fn read(settings: &Settings) -> Result<Self, ProfileError> {
        let words = |key| -> Result<HashSet<String>, ProfileError> {
            let words = settings.texts(key)?;
            Ok(words.iter().map(|word| bare(word)).collect())
        };
        Ok(Self {
            before: words("fore")?,
            after: words("efter")?,
        })
    }

    /// The ranges of a text, in order: from the word that makes the numbers one to the last of them, and where the hyphen
    /// stands.
    pub(super) fn find(&self, value: &str) -> impl Iterator<Item = (Range<usize>, usize)> {
        text::bytes_among(value, [b'-'])
            .filter_map(move |at| Some((Ends::around(value, at)?.range(self)?, at)))
    }
}

/// The two sides of a hyphen with nothing between it and them.
struct Ends<'t> {
    value: &'t str,
    from: Range<usize>,
    to: Range<usize>,
}

impl<'t> Ends<'t> {
    /// The numbers or months beside the hyphen at `at`; `None` where they are pieces of something longer: a
    /// diarienummer, a date, a telephone number.
    fn around(value: &'t str, at: usize) -> Option<Self> {
        let (before, after) = (&value[..at], &value[at + 1..]);
        let to = at + 1..at + 1 + with_groups(after, piece(after));
        let from = at - with_groups_before(before, piece_before(before))..at;
        let is_apart = |c: Option<char>| c.is_none_or(|c| !text::is_word(c) && !"-–/".contains(c));
        let goes_on = |rest: &str| {
            let mut chars = rest.chars();
            let sign = chars.next();
            !is_apart(sign)
                && (sign.is_some_and(text::is_word) || chars.next().is_some_and(text::is_word))
        };
        let ends = Self { value, from, to };
        (!ends.from.is_empty()
            && !ends.to.is_empty()
            && is_apart(value[..ends.from.start].chars().next_back())
            && !goes_on(&value[ends.to.end..]))
        .then_some(ends)
    }

    /// The whole range, if it is one.
    fn range(&self, known: &Intervall) -> Option<Range<usize>> {
        let (from, to) = (&self.value[self.from.clone()], &self.value[self.to.clone()]);
        let is_number = |piece: &str| piece.starts_with(|c: char| c.is_ascii_digit());
        match (is_number(from), is_number(to)) {
            (true, true) => self.of_numbers(from, to, known),
            (false, false) if is_month(from) && is_month(to) => Some(self.from.start..self.to.end),
            // "28 april-3 maj"
            (false, true) if is_month(from) && number(to).is_some_and(is_day) => {
                let after = self.word_after();
                let before = self.word_before();
                let opens = &self.value[before.clone()];
                let start = if number(opens).is_some_and(is_day) {
                    before.start
                } else {
                    self.from.start
                };
                is_month(&self.value[after.clone()]).then_some(start..after.end)
            }
            _ => None,
        }
    }

    fn of_numbers(&self, from: &str, to: &str, known: &Intervall) -> Option<Range<usize>> {
        let before = self.word_before();
        let opening = &self.value[before.clone()];
        if let (Some(first), Some(last)) = (year(from), year(to)) {
            return (first < last && !makes_a_code(opening))
                .then_some(self.from.start..self.to.end);
        }
        // "KL" is the law of municipalities.
        let opening = if is_capitals(opening) {
            String::new()
        } else {
            bare(opening)
        };
        if CLOCK.contains(&&*opening) {
            return (is_time(from) && is_time(to)).then_some(before.start..self.to.end);
        }
        let (first, last) = (number(from)?, number(to)?);
        if first >= last {
            return None;
        }
        if known.before.contains(&opening) {
            return Some(before.start..self.to.end);
        }
        let after = self.word_after();
        let unit = &self.value[after.clone()];
        let counts = known.after.contains(&bare(unit)) || (is_month(unit) && is_day(last));
        counts.then_some(self.from.start..after.end)
    }

    /// The word that the range follows; of one that is longer than any, its end.
    fn word_before(&self) -> Range<usize> {
        const LONGEST: usize = 60;
        let before = self.value[..self.from.start].trim_end_matches([' ', text::NBSP]);
        let near = before.floor_char_boundary(before.len().saturating_sub(LONGEST));
        let word = before[near..].rsplit(char::is_whitespace).next();
        let word = word.unwrap_or_default().trim_start_matches(['(', '”', '"']);
        before.len() - word.len()..before.len()
    }

    /// The word or sign that follows the range.
    fn word_after(&self) -> Range<usize> {
        let rest = self.value[self.to.end..].trim_start_matches([' ', text::NBSP]);
        let start = self.value.len() - rest.len();
        let sign = rest.len() - rest.trim_start_matches(['§', '%']).len();
        let word = rest
            .find(|c: char| !c.is_alphabetic())
            .unwrap_or(rest.len());
        start..start + sign.max(word)
    }
}

/// Whether the word before makes a code of what follows: "KS 2020-2021", "dnr 2011-2012".
fn makes_a_code(word: &str) -> bool {
    const NUMBERED: [&str; 6] = ["dnr", "diarienummer", "diarienr", "nr", "nummer", "mål"];
    is_capitals(word) || NUMBERED.contains(&&*bare(word))
}

/// Whether a word is several capitals and nothing else but signs.
fn is_capitals(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    letters.clone().nth(1).is_some() && letters.all(char::is_uppercase)
}

/// A word as it is compared: lower case, without the point of an abbreviation.
fn bare(word: &str) -> String {
    word.trim_end_matches('.').to_lowercase()
}

/// How many bytes a number or a word takes at the beginning of a text. Signs that numbers have within them count where
/// a digit follows: "13.00", "2027/28".
fn piece(text: &str) -> usize {
    let is_digit = |c: char| c.is_ascii_digit();
    if text.starts_with(is_digit) {
        let mut end = 0;
        loop {
            end += text[end..].bytes().take_while(u8::is_ascii_digit).count();
            let rest = text[end..].strip_prefix(['.', ':', ',', '/']);
            if !rest.is_some_and(|rest| rest.starts_with(is_digit)) {
                return end;
            }
            end += 1;
        }
    }
    text.find(|c: char| !c.is_alphabetic())
        .unwrap_or(text.len())
}

/// The same at the end of a text.
fn piece_before(text: &str) -> usize {
    if !text.ends_with(|c: char| c.is_ascii_digit()) {
        let rest = text.trim_end_matches(char::is_alphabetic);
        return text.len() - rest.len();
    }
    let bytes = text.as_bytes();
    let mut start = bytes.len();
    while start > 0 {
        let is_sign = matches!(bytes[start - 1], b'.' | b':' | b',' | b'/');
        let belongs = bytes[start - 1].is_ascii_digit()
            || (is_sign && start > 1 && bytes[start - 2].is_ascii_digit());
        if !belongs {
            break;
        }
        start -= 1;
    }
    bytes.len() - start
}

/// The bytes of a number that takes `first` at the beginning of a text, and of the groups of three digits after it.
fn with_groups(text: &str, first: usize) -> usize {
    let mut end = first;
    if !(1..=3).contains(&first) || !digits(&text[..first]) {
        return end;
    }
    while let Some(rest) = text[end..].strip_prefix([' ', text::NBSP]) {
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        if length != 3 {
            break;
        }
        end = text.len() - rest.len() + length;
    }
    end
}

/// The same at the end of a text, for the groups before.
fn with_groups_before(text: &str, last: usize) -> usize {
    let mut start = text.len() - last;
    while text[start..].bytes().take_while(u8::is_ascii_digit).count() == 3 {
        let Some(rest) = text[..start].strip_suffix([' ', text::NBSP]) else {
            break;
        };
        let length = rest.len() - rest.trim_end_matches(|c: char| c.is_ascii_digit()).len();
        if !(1..=3).contains(&length) {
            break;
        }
        start = rest.len() - length;
    }
    text.len() - start
}

/// A year or a school year, by its first year: "2026", "2026/27", "2026/2027".
fn year(written: &str) -> Option<u16> {
    let is_year = |year: &str| {
        year.len() == 4 && (year.starts_with("19") || year.starts_with("20")) && digits(year)
    };
    let (first, second) = written.split_once('/').unwrap_or((written, ""));
    let is_second = second.is_empty() || (second.len() == 2 && digits(second)) || is_year(second);
    let has_sign = written.contains('/');
    (is_year(first) && is_second && has_sign != second.is_empty())
        .then(|| first.parse().ok())
        .flatten()
}

fn digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// A number without a zero before it, which is no part of a code: "3", "7,5".
fn number(written: &str) -> Option<f64> {
    const LONGEST: usize = 9;
    let written = written.replace([' ', text::NBSP], "");
    let (whole, part) = written.split_once(',').unwrap_or((&*written, "0"));
    let is_plain = (1..=LONGEST).contains(&whole.len())
        && digits(whole)
        && (1..=LONGEST).contains(&part.len())
        && digits(part)
        && (whole.len() == 1 || !whole.starts_with('0'));
    is_plain
        .then(|| format!("{whole}.{part}").parse().ok())
        .flatten()
}

/// "8", "08.30", "17:00".
fn is_time(written: &str) -> bool {
    let (hour, minutes) = written.split_once(['.', ':']).unwrap_or((written, "00"));
    let within = |part: &str, most: u8| {
        (1..=2).contains(&part.len()) && digits(part) && part.parse().is_ok_and(|n: u8| n <= most)
    };
    within(hour, 24) && minutes.len() == 2 && within(minutes, 59)
}

fn is_day(number: f64) -> bool {
    number <= 31.0
}

fn is_month(word: &str) -> bool {
    text::MANADER.contains(&&*text::lowered(word))
}

#[cfg(test)]
mod tests {
    use super::Intervall;

    fn found(value: &str) -> Vec<&str> {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let known = Intervall {
            before: words(&["sidorna", "kapitel", "åk", "§§"]),
            after: words(&["år", "kronor", "personer", "kap", "§§", "%"]),
        };
        let found = known.find(value);
        found
            .map(|(range, hyphen)| {
                assert_eq!(&value[hyphen..=hyphen], "-");
                &value[range]
            })
            .collect()
    }

    #[test]
    fn ranges_of_every_kind_are_found() {
        for range in [
            "2023-2024",
            "2026/27-2029/30",
            "2026/2027-2029/2030",
            "3-5 maj",
            "28 april-3 maj",
            "Maj-juni",
            "kl. 8-17",
            "Kl 9.00-15.30",
            "klockan 22-06",
            "sidorna 12-14",
            "§§ 3-5",
            "7-9§§",
            "5-8 kap",
            "3-5 %",
            "1,5-2 år",
            "10 000-15 000 kronor",
            "10\u{a0}000-15\u{a0}000\u{a0}kronor",
        ] {
            let text = format!("Det är ({range}).");
            assert_eq!(found(&text), [range]);
        }
    }

    #[test]
    fn pieces_of_other_things_are_none() {
        for text in [
            "2026-03-20 år",
            "2024-0012 kronor och 212000-0167 år, 033-123 456 789 personer",
            "033-35 år, 08-123 år",
            "KS 2020-2021, dnr 2011-2012, Rapport 2024-2025-3",
            "KL 8-17, SOU 2019:5-7 år, prop. 2016/17:18-19 år",
            "5-3 år, 3-3 år, 40-45 maj, 2024-2023",
            "e-tjänst, maj-blomma, vår-sommar, F-3 år, A4-10 år",
            "3-5a år, hus3-5 år, 1-2-3 år, åk 7-9b",
            "- 2024, -5 år, 5- år, -, 3-",
            "kl. 25-26, kl. 8-9.99",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
