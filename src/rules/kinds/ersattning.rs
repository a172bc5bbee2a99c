//! `sort = "ersattning"`: words that should be written in another way, each with what to write.
//!
//! Settings: `delar` (the parts; all prose when left out), `ord` (`{ "det som står" = "det som ska stå" }`, or a list
//! of what may stand), `rattning` (`"saker"` where the words mean the same and fit the same sentence, else `"osaker"`),
//! `meddelande` (with `{ord}` and `{ersattning}`). What is quoted is somebody else's and is left alone.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::finding::Applicability;
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::phrases::Phrases;
use crate::rules::settings::Settings;
use crate::rules::texts::{Part, Text};
use crate::rules::{Case, Check};
use crate::text;

struct Ersattning {
    parts: Vec<Part>,
    words: Phrases,
    /// What may be written, by the word in lower case with single spaces.
    instead: BTreeMap<String, Vec<String>>,
    applicability: Applicability,
    message: String,
}

const FIXES: [(&str, Applicability); 2] = [
    ("saker", Applicability::Safe),
    ("osaker", Applicability::Unsafe),
];

pub(in crate::rules) fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    let parts = settings.choices("delar", &Part::NAMED)?;
    let pairs = settings.alternatives("ord")?;
    let applicability = settings.choice("rattning", &FIXES)?;
    let message = settings
        .text("meddelande")?
        .unwrap_or("Skriv {ersattning} i stället för {ord}.")
        .to_owned();
    let words = Phrases::new(pairs.iter().map(|(word, _)| *word));
    let instead = pairs
        .iter()
        .map(|(word, all)| (key(word), all.iter().map(ToString::to_string).collect()))
        .collect();
    if settings.is_empty() {
        return Ok(super::nothing());
    }
    if words.is_empty() {
        return Err(settings.place.error("regeln saknar ”ord”"));
    }
    Ok(Box::new(Ersattning {
        parts,
        words,
        instead,
        applicability: applicability.unwrap_or(Applicability::Unsafe),
        message,
    }))
}

/// A word as it is looked up: case and the kind of white space do not matter.
fn key(word: &str) -> String {
    word.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
}

impl Check for Ersattning {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let read = |part: Part| self.parts.is_empty() || self.parts.contains(&part);
        for text in case.texts.prose().filter(|text| read(text.part)) {
            let found = self.words.find_in(text);
            if !found.is_empty() {
                self.report(text, found, out);
            }
        }
    }
}

impl Ersattning {
    fn report(&self, text: &Text<'_>, found: Vec<Range<usize>>, out: &mut Findings<'_>) {
        let quoted = text::citat(&text.value);
        let ends: Vec<usize> = text.sentences().iter().map(|s| s.end).collect();
        for found in found {
            let (before, after) = (&text.value[..found.start], &text.value[found.end..]);
            let word = &text.value[found.clone()];
            let Some(instead) = self.instead.get(&key(word)) else {
                continue;
            };
            if !stands_alone(before, after) || is_capitals(word) || text::is_inside(&quoted, &found)
            {
                continue;
            }
            let shown: Vec<String> = instead.iter().map(|one| text::quoted(one)).collect();
            let message = self
                .message
                .replace("{ord}", &text::quoted(word))
                .replace("{ersattning}", &text::eller_lista(&shown));
            let edits = match instead.as_slice() {
                [one] => {
                    let ends_sentence = ends.binary_search(&found.end).is_ok();
                    let with = fitted(one, word, ends_sentence);
                    text.edit(found.clone(), with).into_iter().collect()
                }
                _ => Vec::new(),
            };
            out.add(text.place(found.clone()), message).mend(
                self.applicability,
                format!("Byt ut {} mot {}", text::quoted(word), shown.join(" ")),
                edits,
            );
        }
    }
}

/// What to write in the word's place: with a capital where the word has one, and with the sentence's point where the
/// abbreviation's was that too.
fn fitted(instead: &str, word: &str, ends_sentence: bool) -> String {
    let mut with = if word.starts_with(char::is_uppercase) {
        text::versal(instead)
    } else {
        instead.to_owned()
    };
    if ends_sentence && word.ends_with('.') && !with.ends_with('.') {
        with.push('.');
    }
    with
}

/// Whether a word is written in capitals only: a name or a heading.
fn is_capitals(word: &str) -> bool {
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    letters().count() > 1 && letters().all(char::is_uppercase)
}

/// Whether a word is a word of its own and no piece of an address, a number or a longer abbreviation.
fn stands_alone(before: &str, after: &str) -> bool {
    let glued = |c: char| c.is_alphanumeric() || matches!(c, '/' | '@' | '_' | '-' | '.');
    let continues = |rest: &str| {
        let mut rest = rest.chars();
        match rest.next() {
            Some('.' | '-') => rest.next().is_some_and(char::is_alphanumeric),
            Some(c) => c.is_alphanumeric() || matches!(c, '/' | '@' | '_'),
            None => false,
        }
    };
    !before.chars().next_back().is_some_and(glued) && !continues(after)
}
