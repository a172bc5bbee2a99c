//! Dates, § and numbers in running Swedish text, each with its place and what it amounts to. Judges none of them.

use std::ops::Range;

use super::{MANADER, is_word, lowered};

/// Something in a text that is right or wrong to the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uppgift {
    /// Where it stands, its unit included: "8 550 000 kronor".
    pub range: Range<usize>,
    /// What it says.
    pub kind: Slag,
}

/// What a fact says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slag {
    /// A day, a month or a month of a year.
    Datum(Datum),
    /// "10 kap. 7–9 §§", "§ 94": the numbers at the sign, then that of the chapter.
    Paragraf(Vec<Varde>, Option<Varde>),
    /// A number, or several written together: "1 400", "2017:725", "2021–2025".
    Tal(Vec<Varde>),
}

/// A date as far as it is written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Datum {
    /// The year, if any.
    pub ar: Option<u16>,
    /// 1 to 12.
    pub manad: u8,
    /// The day, if any.
    pub dag: Option<u8>,
}

/// An amount in thousandths, so that "1,5" and "1 500" are whole and can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Varde(pub i64);

impl Varde {
    /// So many times as much.
    #[must_use]
    pub const fn times(self, factor: i64) -> Self {
        Self(self.0.saturating_mul(factor))
    }
}

/// Words that multiply the number before them.
const MULTIPLIERS: [(&str, i64); 13] = [
    ("tusen", 1_000),
    ("tkr", 1_000),
    ("kkr", 1_000),
    ("ksek", 1_000),
    ("miljon", 1_000_000),
    ("miljoner", 1_000_000),
    ("mnkr", 1_000_000),
    ("mkr", 1_000_000),
    ("mn", 1_000_000),
    ("msek", 1_000_000),
    ("miljard", 1_000_000_000),
    ("miljarder", 1_000_000_000),
    ("mdkr", 1_000_000_000),
];

/// What a unit multiplies by: "tkr" is a thousand.
#[must_use]
pub fn faktor(word: &str) -> Option<i64> {
    MULTIPLIERS
        .iter()
        .find(|(name, _)| *name == word)
        .map(|(_, factor)| *factor)
}

/// Every date, § and number of a text, in order.
#[must_use]
pub fn uppgifter(text: &str) -> Vec<Uppgift> {
    let mut facts: Vec<Uppgift> = Vec::new();
    let mut at = 0;
    while let Some(start) = next_opening(text, at) {
        let rest = &text[start..];
        let opens_word = !text[..start].ends_with(is_word);
        let (end, kind) = if rest.starts_with('§') {
            sign(text, start)
        } else if rest.starts_with(|c: char| c.is_ascii_digit()) {
            number(text, start)
        } else if opens_word && let Some((month, end)) = month(text, start) {
            let date = dated(text, month, None, end);
            (date.1, Some(Slag::Datum(date.0)))
        } else {
            (start + 1, None)
        };
        if let Some(kind) = kind {
            facts.push(Uppgift {
                range: start..end,
                kind,
            });
        }
        at = end;
    }
    facts
}

/// The next byte at which a fact may begin: a digit, a §, or the letter that opens the name of a month, unless an ASCII
/// letter before it shows that it opens nothing.
fn next_opening(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut after_letter = from > 0 && bytes[from - 1].is_ascii_alphanumeric();
    let mut at = from;
    loop {
        let byte = *bytes.get(at)?;
        match byte {
            b'0'..=b'9' => return Some(at),
            _ if byte.is_ascii_alphabetic() => {
                if !after_letter && opens_month(&bytes[at..]) {
                    return Some(at);
                }
                let word = bytes[at..].iter().take_while(|b| b.is_ascii_alphabetic());
                at += word.count();
                after_letter = true;
                continue;
            }
            // The first byte of "§", and of some other signs.
            0xc2 if text[at..].starts_with('§') => return Some(at),
            _ => {}
        }
        after_letter = false;
        at += 1;
    }
}

/// Whether a text may begin with the name of a month.
fn opens_month(bytes: &[u8]) -> bool {
    let [a, b, c, ..] = bytes else { return false };
    // Setting the bit of small letters makes no sign a letter that would fit.
    matches!(
        &[a | 0x20, b | 0x20, c | 0x20],
        b"jan"
            | b"feb"
            | b"mar"
            | b"apr"
            | b"maj"
            | b"jun"
            | b"jul"
            | b"aug"
            | b"sep"
            | b"okt"
            | b"nov"
            | b"dec"
    )
}

/// Spaces that may stand within a number or between it and its unit.
fn after_space(text: &str, at: usize) -> Option<usize> {
    let space = text[at..].chars().next()?;
    matches!(space, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\n').then(|| at + space.len_utf8())
}

/// The word that follows after at most one space, with its end.
fn next_word(text: &str, at: usize) -> Option<(&str, usize)> {
    let start = after_space(text, at).unwrap_or(at);
    let word = &text[start..];
    let length = word.find(|c| !is_letter(c)).unwrap_or(word.len());
    (length > 0).then(|| (&word[..length], start + length))
}

/// Whether a character is a letter, told quickly of those that Swedish has.
fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphabetic(),
        'À'..='ÿ' => is_word(c),
        _ => c.is_alphabetic(),
    }
}

/// The month whose name begins here, with the end of the name.
fn month(text: &str, at: usize) -> Option<(u8, usize)> {
    let length = text[at..]
        .find(|c| !is_letter(c))
        .unwrap_or(text.len() - at);
    let word = &text[at..at + length];
    let same = |name: &str| name.len() == word.len() && name.eq_ignore_ascii_case(word);
    let index = MANADER.iter().position(|name| same(name))?;
    Some((u8::try_from(index + 1).ok()?, at + length))
}

/// The date whose month ends at `end`, with the year that may follow.
fn dated(text: &str, manad: u8, dag: Option<u8>, end: usize) -> (Datum, usize) {
    let year = after_space(text, end).and_then(|start| {
        let digits: String = text[start..]
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        let goes_on = text[start + digits.len()..].starts_with([':', ',']) && {
            text[start + digits.len() + 1..].starts_with(|c: char| c.is_ascii_digit())
        };
        let year = digits.parse().ok().filter(|y| (1000..3000).contains(y));
        (digits.len() == 4 && !goes_on)
            .then_some(())
            .and(year)
            .map(|year| (year, start + 4))
    });
    let ar = year.map(|(year, _)| year);
    (Datum { ar, manad, dag }, year.map_or(end, |(_, end)| end))
}

/// One number with thousands and decimals: its amount and its end.
fn plain(text: &str, start: usize) -> Option<(Varde, usize)> {
    let digits = |at: usize| text[at..].bytes().take_while(u8::is_ascii_digit).count();
    let first = digits(start);
    if first == 0 {
        return None;
    }
    let amount = |range: Range<usize>| text[range].parse::<i64>().unwrap_or(i64::MAX);
    let mut whole = amount(start..start + first);
    let mut end = start + first;
    if first <= 3 {
        while let Some(group) =
            after_space(text, end).filter(|at| digits(*at) == 3 && !text[end..].starts_with('\n'))
        {
            whole = whole
                .saturating_mul(1000)
                .saturating_add(amount(group..group + 3));
            end = group + 3;
        }
    }
    let mut thousandths = whole.saturating_mul(1000);
    if text[end..].starts_with(',') && digits(end + 1) > 0 {
        let count = digits(end + 1);
        let decimals = text[end + 1..end + 1 + count].bytes().chain(*b"000");
        let decimals = decimals
            .take(3)
            .fold(0, |all, digit| all * 10 + i64::from(digit - b'0'));
        thousandths = thousandths.saturating_add(decimals);
        end += 1 + count;
    }
    Some((Varde(thousandths), end))
}

/// The numbers written together from `start`, with where the last of them ends.
fn chain(text: &str, start: usize, joints: &str) -> (Vec<Varde>, usize) {
    let mut values = Vec::with_capacity(2);
    let mut at = start;
    let mut last = start;
    while let Some((value, end)) = plain(text, at) {
        values.push(value);
        last = end;
        let joint = text[end..].chars().next().filter(|c| joints.contains(*c));
        match joint.map(|c| end + c.len_utf8()) {
            Some(next) if text[next..].starts_with(|c: char| c.is_ascii_digit()) => at = next,
            _ => break,
        }
    }
    (values, last)
}

/// A number and all that is written together with it: a date, a range, a §.
fn number(text: &str, start: usize) -> (usize, Option<Slag>) {
    // Two days may be written together: "2026-03-01–2026-04-15".
    let day = start + "2026-03-01".len();
    if let Some(date) = text.get(start..day).and_then(iso)
        && !text[day..].starts_with(|c: char| c.is_ascii_digit())
    {
        return (day, Some(Slag::Datum(date)));
    }
    let (mut values, end) = chain(text, start, "-–‑:/.");
    spell_out(&text[start..end], &mut values);
    let last = values.last().map_or(0, |value| value.0 / 1000);
    if let Some(next) = after_space(text, end)
        && let Some((manad, month_end)) = month(text, next)
        && let Ok(day @ 1..=31) = u8::try_from(last)
    {
        let (date, end) = dated(text, manad, Some(day), month_end);
        return (end, Some(Slag::Datum(date)));
    }
    with_unit(text, start, end, values)
}

/// Numbers as they are meant: "2026/27" is 2026 and 2027, "9.00" is nine o'clock.
fn spell_out(written: &str, values: &mut Vec<Varde>) {
    const THOUSANDTHS: i64 = 1_000;
    let &mut [first, ref mut second] = &mut values[..] else {
        return;
    };
    let (whole, part) = (first.0 / THOUSANDTHS, second.0 / THOUSANDTHS);
    let is_short =
        written.len() - written.trim_end_matches(|c: char| c.is_ascii_digit()).len() == 2;
    if is_short
        && (1900..2100).contains(&whole)
        && whole % 100 < part
        && written.contains(['/', '–'])
    {
        *second = Varde((whole - whole % 100 + part) * THOUSANDTHS);
    } else if is_short && part == 0 && whole < 24 && written.contains('.') {
        values.pop();
    }
}

/// `2018-12-19`.
fn iso(written: &str) -> Option<Datum> {
    let bytes = written.as_bytes();
    (bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-').then_some(())?;
    let date = super::iso_datum(written).ok()?;
    Some(Datum {
        ar: u16::try_from(date.year()).ok(),
        manad: u8::try_from(date.month()).ok()?,
        dag: u8::try_from(date.day()).ok(),
    })
}

/// The number that ends at `end` with the sign, the chapter or the unit after it.
fn with_unit(
    text: &str,
    start: usize,
    end: usize,
    mut values: Vec<Varde>,
) -> (usize, Option<Slag>) {
    let spaced = after_space(text, end).unwrap_or(end);
    let signs = text[spaced..].chars().take_while(|c| *c == '§').count();
    if signs > 0 {
        return (
            spaced + signs * '§'.len_utf8(),
            Some(Slag::Paragraf(values, None)),
        );
    }
    let Some((word, word_end)) = next_word(text, end) else {
        let percent = text[spaced..].starts_with('%');
        return (
            if percent { spaced + 1 } else { end },
            Some(Slag::Tal(values)),
        );
    };
    let lower = lowered(word);
    if lower == "kap" {
        // "10 kap. 7–9 §§" is one place in a law.
        let point = word_end + usize::from(text[word_end..].starts_with('.'));
        let next = after_space(text, point).unwrap_or(point);
        let (numbers, end) = chain(text, next, "-–‑");
        let sign = after_space(text, end).unwrap_or(end);
        let signs = text[sign..].chars().take_while(|c| *c == '§').count();
        if !numbers.is_empty() && signs > 0 {
            let end = sign + signs * '§'.len_utf8();
            return (end, Some(Slag::Paragraf(numbers, values.pop())));
        }
        return (word_end, Some(Slag::Tal(values)));
    }
    let mut end = end;
    if let Some(factor) = faktor(&lower) {
        for value in &mut values {
            *value = value.times(factor);
        }
        end = word_end;
    }
    match next_word(text, end) {
        Some((word, word_end)) if is_unit(text, start, end, word) => {
            (word_end, Some(Slag::Tal(values)))
        }
        _ => (end, Some(Slag::Tal(values))),
    }
}

/// Whether the word after a number belongs to it when it is quoted: "142 föreningar", but not "2026 ska".
fn is_unit(text: &str, start: usize, end: usize, word: &str) -> bool {
    let number = &text[start..end];
    let is_year = number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    let is_plain = number.bytes().all(|b| !matches!(b, b':' | b'/' | b'-'));
    let is_small = matches!(
        word,
        "och" | "eller" | "i" | "av" | "till" | "är" | "har" | "som" | "på" | "för" | "med"
    );
    !is_year
        && is_plain
        && !is_small
        && !text[end..].starts_with('\n')
        && word.starts_with(char::is_lowercase)
}

/// A § sign and the numbers after it: "§ 94", "§§ 3–5". A sign after its number was taken with the number.
fn sign(text: &str, start: usize) -> (usize, Option<Slag>) {
    let mut end = start;
    while text[end..].starts_with('§') {
        end += '§'.len_utf8();
    }
    let next = after_space(text, end).unwrap_or(end);
    if !text[next..].starts_with(|c: char| c.is_ascii_digit()) {
        return (end, None);
    }
    let (mut values, end) = chain(text, next, "-–‑/");
    // "§ 121/2025" is § 121 of that year.
    if values.len() == 2 && text[next..end].contains('/') {
        values.pop();
    }
    (end, Some(Slag::Paragraf(values, None)))
}

#[cfg(test)]
mod tests {
    use super::{Slag, Varde, uppgifter};

    fn shown(text: &str) -> Vec<&str> {
        uppgifter(text)
            .into_iter()
            .map(|fact| &text[fact.range])
            .collect()
    }

    #[test]
    fn facts_are_quoted_whole() {
        for (text, wanted) in [
            ("Fullmäktige har i maj 2018 fastställt", &["maj 2018"][..]),
            (
                "perioden 1 juli 2021 till och med 30 juni 2022",
                &["1 juli 2021", "30 juni 2022"],
            ),
            ("den 22 maj 2025 gav", &["22 maj 2025"]),
            ("kostar 8 550 000 kronor om året", &["8 550 000 kronor"]),
            ("kostar 6,2 miljoner kronor.", &["6,2 miljoner kronor"]),
            ("Vid 15 av de 28 platser", &["15", "28 platser"]),
            (
                "enligt 10 kap. 7–9 §§ kommunallagen (2017:725)",
                &["10 kap. 7–9 §§", "2017:725"],
            ),
            ("KL 10 kap 7-9§§ och § 94", &["10 kap 7-9§§", "§ 94"]),
            (
                "46 procent, 12 % och 2 mnkr",
                &["46 procent", "12 %", "2 mnkr"],
            ),
            (
                "Sedan 2014 har 2018-12-19 och 2021–2025",
                &["2014", "2018-12-19", "2021–2025"],
            ),
            ("kl. 13.00 och 5–7 maj", &["13.00", "5–7 maj"]),
            ("majoriteten marscherar i juniorlaget", &[]),
            ("", &[]),
        ] {
            assert_eq!(shown(text), wanted, "{text}");
        }
    }

    #[test]
    fn amounts_are_compared_by_what_they_say() {
        let value = |text: &str| match &uppgifter(text)[0].kind {
            Slag::Tal(values) => values[0],
            other => panic!("{other:?}"),
        };
        assert_eq!(value("6 200 000 kronor"), value("6,2 mnkr"));
        assert_eq!(value("6\u{a0}200 tkr"), value("6,2 miljoner"));
        assert_eq!(value("1,5"), Varde(1500));
        assert_eq!(value(&"9".repeat(60)), Varde(i64::MAX));
    }

    #[test]
    fn numbers_that_stand_together_are_read_as_they_are_meant() {
        let kind = |text: &str| uppgifter(text).swap_remove(0).kind;
        assert_eq!(kind("läsåret 2026/27"), kind("läsåret 2026/2027"));
        assert_eq!(kind("åren 2021–25"), kind("åren 2021–2025"));
        assert_ne!(kind("2026-03"), kind("2026-2003"));
        assert_eq!(kind("kl. 9.00"), kind("klockan 9"));
        assert_eq!(kind("§ 121/2025"), kind("§ 121"));
        assert_eq!(shown("2026-03-01–2026-04-15"), ["2026-03-01", "2026-04-15"]);
    }

    #[test]
    fn a_date_is_as_exact_as_it_is_written() {
        let date = |text: &str| match uppgifter(text)[0].kind {
            Slag::Datum(date) => (date.ar, date.manad, date.dag),
            _ => panic!("{text}"),
        };
        assert_eq!(date("maj 2018"), (Some(2018), 5, None));
        assert_eq!(date("den 17 maj"), (None, 5, Some(17)));
        assert_eq!(date("2018-05-17"), (Some(2018), 5, Some(17)));
        assert_eq!(date("lag från maj (2018:725)"), (None, 5, None));
    }

    #[test]
    fn no_text_is_too_odd() {
        let mut chance = fastrand::Rng::with_seed(9);
        let pieces: Vec<&str> =
            "1|22|333|4444| |\u{a0}|\n|,|.|-|–|:|/|§|§§|kap.|maj|MARS|miljoner|kronor|å|%|:7"
                .split('|')
                .collect();
        for _ in 0..20_000 {
            let text: String = (0..chance.usize(0..14))
                .map(|_| pieces[chance.usize(0..pieces.len())])
                .collect();
            let mut last = 0;
            for fact in uppgifter(&text) {
                assert!(
                    fact.range.start >= last && fact.range.end <= text.len(),
                    "{text:?}"
                );
                last = fact.range.end;
            }
        }
        let long = "1 ".repeat(200_000) + &"10 kap. ".repeat(100_000) + &"1-".repeat(100_000);
        assert!(!uppgifter(&long).is_empty());
    }
}
