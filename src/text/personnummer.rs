//! Personnummer and samordningsnummer in running text, in every form they are written. Knows no context: how much a
//! number weighs beside the words around it is a rule's to say.

use std::borrow::Cow;
use std::ops::Range;

use super::digits;

/// How sure the written form alone makes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// Telephone numbers, times and codes are written alike.
    Weak,
    /// Other numbers happen to fit.
    Possible,
    /// Hardly anything else is written so.
    Certain,
}

/// A number whose date exists and whose last digit is right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Personnummer {
    /// Where it stands.
    pub range: Range<usize>,
    /// What its form says.
    pub certainty: Certainty,
    /// Whether the day is raised by 60.
    pub is_samordningsnummer: bool,
    /// The bytes of its last four digits: what must never be shown.
    pub secret: [usize; 4],
}

/// The groups of digits that a number may be written in: "19811218-9876", "1981-12-18 9876" and so on. Longer first.
const FORMS: [&[usize]; 10] = [
    &[4, 2, 2, 4],
    &[2, 2, 2, 4],
    &[2, 6, 4],
    &[4, 4, 4],
    &[6, 2, 2],
    &[8, 2, 2],
    &[8, 4],
    &[6, 4],
    &[12],
    &[10],
];

/// Every number of the text, in order, without overlap.
#[must_use]
pub fn personnummer(text: &str) -> Vec<Personnummer> {
    let mut found = Vec::new();
    if !has_enough_digits(text) {
        return found;
    }
    let mut free_from = 0;
    let mut groups = Vec::new();
    for first in digits(text) {
        if first.start < free_from {
            continue;
        }
        cluster(text, first, &mut groups);
        free_from = groups.last().map_or(text.len(), |group| group.end);
        // Most numbers are shorter than any of these.
        if groups.iter().map(Range::len).sum::<usize>() < LEAST {
            continue;
        }
        let mut rest = &groups[..];
        while !rest.is_empty() {
            let before = groups[..groups.len() - rest.len()].last();
            let forms = || FORMS.iter().filter(|form| fits(form, rest));
            let number = forms().find_map(|form| {
                let (inside, after) = rest.split_at(form.len());
                let number = read(text, inside, before, after.first())?;
                Some((number, after))
            });
            rest = match number {
                Some((number, after)) => {
                    found.push(number);
                    after
                }
                None => &rest[1..],
            };
        }
    }
    found
}

/// So many digits are the least there must be.
const LEAST: usize = 10;

/// Whether there are digits enough for one number.
fn has_enough_digits(text: &str) -> bool {
    let mut count = 0;
    digits(text).any(|run| {
        count += run.len();
        count >= LEAST
    })
}

/// The text with the last four digits of every number as asterisks: the same number of characters.
#[must_use]
pub fn masked(text: &str) -> Cow<'_, str> {
    let numbers = personnummer(text);
    if numbers.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = text.to_owned();
    for at in numbers.iter().flat_map(|number| number.secret) {
        out.replace_range(at..=at, "*");
    }
    Cow::Owned(out)
}

fn fits(form: &[usize], groups: &[Range<usize>]) -> bool {
    form.len() <= groups.len()
        && form
            .iter()
            .zip(groups)
            .all(|(wanted, group)| group.len() == *wanted)
}

/// The groups of digits from `first` on that only spaces and hyphens part.
fn cluster(text: &str, first: Range<usize>, groups: &mut Vec<Range<usize>>) {
    groups.clear();
    let mut last = first;
    loop {
        let end = last.end;
        groups.push(last);
        let Some(gap) = Gap::at(&text[end..]) else {
            return;
        };
        let start = end + gap.length;
        let digits = text.as_bytes()[start..].iter();
        last = start..start + digits.take_while(|byte| byte.is_ascii_digit()).count();
    }
}

/// What stands between two groups of digits.
#[derive(Debug, Clone, Copy)]
struct Gap {
    length: usize,
    sign: Option<char>,
    /// Whether the sign stands alone.
    is_tight: bool,
}

impl Gap {
    /// The gap at the start of `text`, if digits follow it.
    fn at(text: &str) -> Option<Self> {
        const LONGEST: usize = 5;
        let mut sign = None;
        let mut breaks = 0;
        for (count, (at, c)) in text.char_indices().enumerate() {
            match c {
                '0'..='9' if at > 0 => {
                    let is_tight = count == 1 && sign.is_some();
                    // A line may break at the hyphen; a number on the next line is another.
                    return (breaks == 0 || sign.is_some()).then_some(Self {
                        length: at,
                        sign,
                        is_tight,
                    });
                }
                _ if count == LONGEST => return None,
                '\n' if breaks == 0 => breaks += 1,
                '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\\' => {}
                c if c != '\n' && c.is_whitespace() => {}
                '-'
                | '+'
                | '\u{2010}'..='\u{2015}'
                | '\u{2043}'
                | '\u{2212}'
                | '\u{fe63}'
                | '\u{ff0d}'
                    if sign.is_none() =>
                {
                    sign = Some(c);
                }
                _ => return None,
            }
        }
        None
    }

    fn between(text: &str, left: &Range<usize>, right: &Range<usize>) -> Option<Self> {
        Self::at(&text[left.end..=right.start])
    }
}

/// The number that the groups are, if they are one.
fn read(
    text: &str,
    groups: &[Range<usize>],
    before: Option<&Range<usize>>,
    after: Option<&Range<usize>>,
) -> Option<Personnummer> {
    let (first, last) = (groups.first()?, groups.last()?);
    let places: Vec<usize> = groups.iter().cloned().flatten().collect();
    let digits: Vec<u8> = places
        .iter()
        .map(|at| text.as_bytes()[*at] - b'0')
        .collect();
    let born = Born::of(&digits)?;
    let gaps: Vec<Gap> = groups
        .windows(2)
        .filter_map(|pair| Gap::between(text, &pair[0], &pair[1]))
        .collect();
    let mut certainty = certainty(groups, &gaps, &digits, born);

    let (head, tail) = (&text[..first.start], &text[last.end..]);
    if head.ends_with(char::is_alphanumeric) || tail.starts_with(char::is_alphanumeric) {
        return None;
    }
    let is_spaced = gaps.iter().any(|gap| gap.sign.is_none());
    let continues = [
        before.and_then(|left| Gap::between(text, left, first)),
        after.and_then(|right| Gap::between(text, last, right)),
    ];
    let is_part = continues
        .into_iter()
        .flatten()
        .any(|gap| gap.is_tight || is_spaced);
    let digit = |c: char| c.is_ascii_digit();
    let is_glued = head
        .strip_suffix(['.', ':', '/', '-', '='])
        .is_some_and(|head| head.ends_with(digit))
        || tail
            .strip_prefix(['.', ':', '/'])
            .is_some_and(|tail| tail.starts_with(digit));
    // "KS-811218-9876" is most often a code, "ansokan-811218-9876.pdf" is not.
    let is_named = head
        .strip_suffix('-')
        .is_some_and(|head| head.ends_with(char::is_alphabetic));
    if is_part || is_glued {
        certainty = Certainty::Weak;
    } else if is_named {
        certainty = certainty.min(Certainty::Possible);
    }
    let secret = places[places.len() - 4..].try_into().ok()?;
    Some(Personnummer {
        range: first.start..last.end,
        certainty,
        is_samordningsnummer: born.is_raised,
        secret,
    })
}

#[derive(Clone, Copy)]
struct Born {
    /// Unknown where the century is not written.
    year: Option<u16>,
    is_raised: bool,
}

impl Born {
    /// The day that ten or twelve digits begin with, if it exists and the last digit is right.
    fn of(digits: &[u8]) -> Option<Self> {
        let short: &[u8; 10] = digits[digits.len().checked_sub(10)?..].try_into().ok()?;
        let two = |at: usize| u16::from(short[at]) * 10 + u16::from(short[at + 1]);
        let year = match digits {
            [a, b, ..] if digits.len() == 12 => {
                Some((u16::from(*a) * 10 + u16::from(*b)) * 100 + two(0))
            }
            _ if digits.len() == 10 => None,
            _ => return None,
        };
        let (month, raised) = (two(2), two(4));
        let day = if raised > 60 { raised - 60 } else { raised };
        let leap = year.unwrap_or(2000 + two(0));
        let is_leap =
            leap.is_multiple_of(4) && (!leap.is_multiple_of(100) || leap.is_multiple_of(400));
        let days = match month {
            2 if is_leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        let has_serial = short[6..9] != [0, 0, 0];
        let is_year = year.is_none_or(|year| (1840..2050).contains(&year));
        (is_year && (1..=days).contains(&day) && has_serial && luhn(short)).then_some(Self {
            year,
            is_raised: raised > 60,
        })
    }
}

fn luhn(digits: &[u8; 10]) -> bool {
    let sum: u16 = digits
        .iter()
        .enumerate()
        .map(|(at, digit)| {
            let doubled = u16::from(*digit) * if at % 2 == 0 { 2 } else { 1 };
            doubled / 10 + doubled % 10
        })
        .sum();
    sum.is_multiple_of(10)
}

fn certainty(groups: &[Range<usize>], gaps: &[Gap], digits: &[u8], born: Born) -> Certainty {
    let last = &digits[digits.len() - 4..];
    let two = |at: usize| last[at] * 10 + last[at + 1];
    let is_time = two(0) < 24 && two(2) < 60;
    let is_date = (1..=12).contains(&two(0)) && (1..=31).contains(&two(2));
    let is_recent = born.year.is_some_and(|year| year >= 2000);
    let opens_with_zero = digits.len() == 10 && digits[0] == 0;
    let lengths: Vec<usize> = groups.iter().map(Range::len).collect();
    let Some(gap) = gaps.last() else {
        return match digits.len() {
            12 if is_time && is_recent => Certainty::Weak,
            12 if is_time => Certainty::Possible,
            12 => Certainty::Certain,
            _ if opens_with_zero => Certainty::Weak,
            _ => Certainty::Possible,
        };
    };
    let is_hyphen = matches!(gap.sign, Some('-' | '+' | '\u{2010}' | '\u{2011}'));
    match lengths.as_slice() {
        [8 | 6, 4] | [2, 6, 4] if gap.sign.is_some() => {
            let is_period = is_date && !(is_hyphen && gap.is_tight);
            let is_stamp = is_time && is_recent;
            if is_period || is_stamp {
                Certainty::Possible
            } else {
                Certainty::Certain
            }
        }
        [8, 4] | [2, 6, 4] if !(is_time && is_recent) => Certainty::Possible,
        [6, 4] if !opens_with_zero => Certainty::Possible,
        [4, 2, 2, 4] if gaps.iter().all(|gap| gap.sign.is_some()) && !is_time => {
            Certainty::Possible
        }
        _ => Certainty::Weak,
    }
}

#[cfg(test)]
mod tests {
    use super::{Certainty, masked, personnummer};

    fn found(text: &str) -> Vec<(&str, Certainty)> {
        let numbers = personnummer(text);
        numbers
            .into_iter()
            .map(|number| (&text[number.range], number.certainty))
            .collect()
    }

    #[test]
    fn every_form_is_read() {
        use Certainty::{Certain, Possible, Weak};
        for (text, wanted) in [
            ("811218-9876", Certain),
            ("19811218-9876", Certain),
            ("198112189876", Certain),
            ("811218+9876", Certain),
            ("811218 – 9876", Certain),
            ("811218\u{2011}9876", Certain),
            ("811278-9873", Certain),
            ("811218\n- 9876", Certain),
            ("19 811218-9876", Certain),
            ("811218 9876", Possible),
            ("8112189876", Possible),
            ("1981-12-18-9876", Possible),
            ("81 12 18 9876", Weak),
            ("811218-98 76", Weak),
            ("121212–1212", Possible),
        ] {
            assert_eq!(found(text), [(text, wanted)], "{text}");
            let sentence = format!("Se ({text}), tack.");
            assert_eq!(found(&sentence).len(), 1, "{sentence}");
        }
        assert!(personnummer("811278-9873")[0].is_samordningsnummer);
    }

    #[test]
    fn other_numbers_are_left_alone() {
        for text in [
            "811218-9877",
            "556036-0793",
            "811318-9876",
            "810229-9876",
            "811218-98765",
            "a811218-9876",
            "811218-9876b",
            "033-35 70 00",
            "2018-12-19",
            "KS 2018-00859",
            "5000 0000 0583 9825 7466",
            "811218\n9876",
            "",
            "000101-0008",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
        let code = "2023-811218-9876-01";
        assert!(
            found(code)
                .iter()
                .all(|(_, certainty)| *certainty == Certainty::Weak)
        );
    }

    #[test]
    fn the_last_four_digits_are_never_shown() {
        assert_eq!(masked("Född 811218-9876."), "Född 811218-****.");
        assert_eq!(
            masked("19811218 – 9876, 8112189876 och 033-35 70 00"),
            "19811218 – ****, 811218**** och 033-35 70 00"
        );
        assert_eq!(masked("811218-9876 811278-9873"), "811218-**** 811278-****");
    }

    #[test]
    fn a_hostile_text_costs_no_more_than_a_long_one() {
        for piece in [
            "8",
            "81 ",
            "811218-",
            "811218-9876 ",
            "8112189876",
            "1981-12-18-",
            "- 1",
            "     1",
        ] {
            let text = piece.repeat(200_000 / piece.len());
            assert_eq!(masked(&text).len(), text.len());
        }
    }
}
