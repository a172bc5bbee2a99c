//! What the rest of a document says, for rules that compare one part with all the others. Judges nothing.

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashSet};

use ahash::AHashSet;
use memchr::memmem;

use crate::text::{self, Datum, Slag, Varde};

use super::texts::Text;

/// Numbers as words: what a careful writer may have written instead of the digits.
const WORDS: [(i64, &str); 29] = [
    (1, "en"),
    (1, "ett"),
    (2, "två"),
    (3, "tre"),
    (4, "fyra"),
    (5, "fem"),
    (6, "sex"),
    (7, "sju"),
    (8, "åtta"),
    (9, "nio"),
    (10, "tio"),
    (11, "elva"),
    (12, "tolv"),
    (13, "tretton"),
    (14, "fjorton"),
    (15, "femton"),
    (16, "sexton"),
    (17, "sjutton"),
    (18, "arton"),
    (19, "nitton"),
    (20, "tjugo"),
    (30, "trettio"),
    (40, "fyrtio"),
    (50, "femtio"),
    (60, "sextio"),
    (70, "sjuttio"),
    (80, "åttio"),
    (90, "nittio"),
    (100, "hundra"),
];

/// Large numbers as words, and what they are in thousandths.
const LARGE: [(i64, &str); 3] = [
    (1_000_000, "tusen"),
    (1_000_000_000, "miljon"),
    (1_000_000_000_000, "miljard"),
];

/// Shares as words, and what they are in percent.
const SHARES: [(&str, &[i64]); 7] = [
    ("hälften", &[50]),
    ("tredjedel", &[33, 66, 67]),
    ("fjärdedel", &[25, 75]),
    ("femtedel", &[20, 40, 60, 80]),
    ("tiondel", &[10, 30, 70, 90]),
    ("fördubbl", &[100]),
    ("halver", &[50]),
];

/// Units that a table names once, over its numbers.
const UNITS: [&str; 9] = [
    "tkr", "kkr", "ksek", "mnkr", "mkr", "msek", "mdkr", "tusen", "miljoner",
];

/// Shorter stems are found in too many words.
const STEM: usize = 4;

/// The texts of a document but for one part, made ready to be asked.
pub(super) struct Rest<'t> {
    /// All of it in lower case.
    text: &'t str,
    /// The hashes of its words.
    words: AHashSet<u64>,
    /// Every date as it stands and without its day; those without a year have none in the text.
    dates: HashSet<Datum>,
    /// The same without their years.
    days: HashSet<Datum>,
    values: BTreeSet<Varde>,
    sections: BTreeSet<Varde>,
    /// What the numbers of a table may have to be multiplied by.
    factors: Vec<i64>,
    /// The first letters of all words but the small ones.
    initials: OnceCell<String>,
}

impl<'t> Rest<'t> {
    /// `texts` as they are written, and all of them in lower case.
    pub(super) fn of<'a>(texts: &[&Text<'a>], text: &'t str) -> Self {
        let count: usize = texts.iter().map(|text| text.words().len()).sum();
        // Every text has many words more than once.
        let mut words = AHashSet::with_capacity(count / 2);
        for text in texts {
            add_words(text, &mut words);
        }
        let mut rest = Self {
            text,
            words,
            dates: HashSet::new(),
            days: HashSet::new(),
            initials: OnceCell::new(),
            values: BTreeSet::new(),
            sections: BTreeSet::new(),
            factors: Vec::new(),
        };
        for fact in text::uppgifter(text) {
            match fact.kind {
                Slag::Datum(date) => {
                    rest.add_date(date);
                    rest.values
                        .extend(date.ar.map(|year| Varde(i64::from(year) * 1000)));
                }
                Slag::Paragraf(numbers, chapter) => {
                    rest.sections.extend(numbers);
                    rest.values.extend(chapter);
                }
                Slag::Tal(numbers) => {
                    if let Some(month) = month_in_digits(&text[fact.range]) {
                        rest.add_date(month);
                    }
                    rest.values.extend(numbers);
                }
            }
        }
        for (word, percent) in SHARES {
            if rest.contains(word) {
                rest.values.extend(percent.iter().map(|n| Varde(n * 1000)));
            }
        }
        for unit in UNITS {
            if rest.has(unit) && rest.stands_alone(unit) {
                rest.factors.extend(text::faktor(unit));
            }
        }
        rest
    }

    fn add_date(&mut self, date: Datum) {
        for dag in [date.dag, None] {
            self.dates.insert(Datum { dag, ..date });
            self.days.insert(Datum {
                dag,
                ar: None,
                ..date
            });
        }
    }

    /// Whether the unit stands somewhere without a number before it.
    fn stands_alone(&self, unit: &str) -> bool {
        self.text.match_indices(unit).any(|(at, _)| {
            let before = self.text[..at].trim_end_matches([' ', '\u{a0}']);
            !before.ends_with(|c: char| c.is_alphanumeric())
                || (before.len() < at && before.ends_with(char::is_alphabetic))
        })
    }

    /// A number that stands in a field of its own.
    pub(super) fn add(&mut self, number: i64) {
        self.values.insert(Varde(number.saturating_mul(1000)));
        self.sections.insert(Varde(number.saturating_mul(1000)));
    }

    /// Whether it says the same day, month, § or number; if it is meant `roughly`, a number about as large.
    pub(super) fn says(&self, fact: &Slag, roughly: impl Fn() -> bool) -> bool {
        match fact {
            // Where one of them leaves out the year, it is taken for the same.
            Slag::Datum(date) if date.ar.is_none() => self.days.contains(date),
            Slag::Datum(date) => {
                self.dates.contains(date) || self.dates.contains(&Datum { ar: None, ..*date })
            }
            Slag::Paragraf(numbers, chapter) => {
                numbers.iter().all(|n| self.sections.contains(n))
                    && chapter.is_none_or(|n| self.values.contains(&n))
            }
            Slag::Tal(numbers) => numbers.iter().all(|n| self.has_number(*n, &roughly)),
        }
    }

    fn has_number(&self, number: Varde, roughly: impl Fn() -> bool) -> bool {
        let of_table = |factor: &i64| {
            number.0 % factor == 0 && self.values.contains(&Varde(number.0 / factor))
        };
        let as_word = |(value, word): &(i64, &str)| value * 1000 == number.0 && self.has(word);
        let as_words = |(value, word): &(i64, &str)| {
            LARGE.iter().any(|(factor, unit)| {
                value.saturating_mul(*factor) == number.0
                    && self.contains(&format!("{word} {unit}"))
            })
        };
        let margin = number.0 / 10;
        let about = Varde(number.0.saturating_sub(margin))..=Varde(number.0.saturating_add(margin));
        self.values.contains(&number)
            || self.factors.iter().any(of_table)
            || WORDS.iter().any(as_word)
            || WORDS.iter().any(as_words)
            || (self.values.range(about).next().is_some() && roughly())
    }

    /// Whether a name stands in it, in any case and with or without the genitive. `name` is in lower case.
    pub(super) fn names(&self, name: &str) -> bool {
        let name = name.trim_matches('-');
        let bare = name
            .strip_suffix(":s")
            .or_else(|| name.strip_suffix('s'))
            .unwrap_or(name);
        self.has(name)
            || self.has(bare)
            || self.has(&format!("{name}s"))
            || (bare.chars().count() >= STEM && self.contains(bare))
    }

    /// Whether an acronym, in lower case, is made of first letters that stand after each other here: "PBL" of "plan- och
    /// bygglagen", whose law is the end of a word.
    pub(super) fn spells_out(&self, acronym: &str) -> bool {
        let initials = self.initials.get_or_init(|| initials(self.text));
        let of_law = || {
            let name = acronym.strip_suffix('l').filter(|name| name.len() > 1);
            name.is_some_and(|name| self.contains("lagen") && initials.contains(name))
        };
        initials.contains(acronym) || of_law()
    }

    /// Whether it has the word as it stands. `word` is in lower case.
    pub(super) fn has(&self, word: &str) -> bool {
        word.is_empty() || self.words.contains(&text::word_hash(word))
    }

    fn contains(&self, letters: &str) -> bool {
        memmem::find(self.text.as_bytes(), letters.as_bytes()).is_some()
    }

    /// Whether it speaks of the same thing: the word in another form, in a compound, or its parts in other words.
    /// `word` is in lower case.
    pub(super) fn speaks_of(&self, word: &str) -> bool {
        if self.has(word) {
            return true;
        }
        if word.contains('-') {
            let mut parts = word.split('-').filter(|part| part.chars().count() >= STEM);
            return parts.all(|part| self.speaks_of(part));
        }
        let stem = text::stam(word);
        let long = |text: &str| text.chars().count() >= STEM;
        if long(&stem) && self.contains(&stem) {
            return true;
        }
        // The first part of it begins or ends other words, and so does what is left.
        let cuts: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
        let most = cuts.len() * 3 / 5;
        if most > STEM && self.contains(&word[..cuts[most]]) {
            return true;
        }
        (STEM..cuts.len().saturating_sub(STEM - 1)).any(|cut| {
            let (first, last) = word.split_at(cuts[cut]);
            let first = first.strip_suffix('s').filter(|f| long(f)).unwrap_or(first);
            let last = text::stam(last);
            long(&last) && self.contains(first) && self.contains(&last)
        })
    }
}

/// Adds the words of a text: what hyphens join is one.
fn add_words(text: &Text<'_>, all: &mut AHashSet<u64>) {
    let value = &*text.value;
    let joins = |gap: &str| gap.bytes().all(|byte| byte == b'-');
    let joined = text.words().chunk_by(|a, b| joins(&value[a.end..b.start]));
    all.extend(joined.map(|words| match words {
        [only] => only.hash,
        [first, .., last] => text::word_hash(&value[first.start..last.end]),
        [] => 0,
    }));
}

/// The first letter of every word that an acronym takes one from.
fn initials(text: &str) -> String {
    const SMALL: [&str; 9] = ["och", "i", "för", "av", "om", "på", "till", "med", "vid"];
    text.split(|c: char| !text::is_word(c))
        .filter(|word| !SMALL.contains(word))
        .filter_map(|word| word.chars().next())
        .collect()
}

/// `2018-05`: a year and a month, if it is one.
fn month_in_digits(written: &str) -> Option<Datum> {
    let (year, month) = written.split_once('-')?;
    let is_one = year.len() == 4 && month.len() == 2;
    Some(Datum {
        ar: year.parse().ok().filter(|_| is_one),
        manad: month
            .parse()
            .ok()
            .filter(|m| is_one && (1..=12).contains(m))?,
        dag: None,
    })
}
