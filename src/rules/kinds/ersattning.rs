//! `sort = "ersattning"`: words that should be written in another way, each with what to write.
//!
//! Settings: `delar` (the parts; all prose when left out), `ord` (`{ "det som står" = "det som ska stå" }`),
//! `meddelande` (with `{ord}` and `{ersattning}`).

use std::collections::BTreeMap;

use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::phrases::Phrases;
use crate::rules::settings::Settings;
use crate::rules::texts::Part;
use crate::rules::{Case, Check};
use crate::text;

struct Ersattning {
    parts: Vec<Part>,
    words: Phrases,
    /// What to write, by the word in lower case with single spaces.
    instead: BTreeMap<String, String>,
    message: String,
}

pub(in crate::rules) fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    let parts = settings.choices("delar", &Part::NAMED)?;
    let pairs = settings.pairs("ord")?;
    let message = settings
        .text("meddelande")?
        .unwrap_or("Skriv ”{ersattning}” i stället för {ord}.")
        .to_owned();
    let words = Phrases::new(pairs.iter().map(|(word, _)| *word));
    let instead = pairs
        .iter()
        .map(|(word, instead)| (key(word), (*instead).to_owned()))
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
            for found in self.words.find(&text.value) {
                let (before, after) = (&text.value[..found.start], &text.value[found.end..]);
                let word = &text.value[found.clone()];
                let Some(instead) = self.instead.get(&key(word)) else {
                    continue;
                };
                if !stands_alone(before, after) {
                    continue;
                }
                let message = self
                    .message
                    .replace("{ord}", &text::quoted(word))
                    .replace("{ersattning}", instead);
                out.add(text.place(found.start), message);
            }
        }
    }
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
