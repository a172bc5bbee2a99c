//! The register of a municipality's bodies, as `[[instans]]` in `regler.toml` has it, and where their names stand in a
//! text. Judges nothing.
//!
//! Names are compared letter by letter where their first word stands, in any case, with or without the hyphen of "Vård- och" and
//! with the endings that Swedish gives them. A form in capitals only ("KS") is found as it is written and no other way.

mod near;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::profile::ProfileError;
use crate::text::{self, Word, is_word, lower, word_hash};

use super::openings::Openings;
use super::settings::Settings;
use super::texts::Text;

pub(super) use near::Receiver;

/// What a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slag {
    Fullmaktige,
    Styrelse,
    Namnd,
    Utskott,
    Revision,
    Forvaltning,
    Bolag,
}

impl Slag {
    const NAMED: [(&'static str, Self); 7] = [
        ("fullmäktige", Self::Fullmaktige),
        ("styrelse", Self::Styrelse),
        ("nämnd", Self::Namnd),
        ("utskott", Self::Utskott),
        ("revision", Self::Revision),
        ("förvaltning", Self::Forvaltning),
        ("bolag", Self::Bolag),
    ];
}

/// A body of the municipality.
#[derive(Debug)]
pub(super) struct Instans {
    /// In full, as it is written at the beginning of a sentence.
    pub(super) namn: String,
    pub(super) slag: Slag,
    /// Addresses that decisions are sent to, the first one before the others.
    pub(super) adresser: Vec<String>,
    /// What slips are told by.
    outline: near::Outline,
}

/// The bodies of a municipality.
#[derive(Debug, Default)]
pub(super) struct Register {
    bodies: Vec<Instans>,
    names: Vec<Name>,
    /// Their places in the list, the longest first among those that share their first word.
    openings: Openings<usize>,
}

/// One way to write a body.
#[derive(Debug)]
struct Name {
    body: usize,
    /// In lower case, unless it is compared as it is written.
    pattern: String,
    /// Whether it has capitals only: "ks" is not "KS".
    is_exact: bool,
    /// Whether it is the registered name and no other form.
    is_full: bool,
    endings: &'static [&'static str],
}

/// A body's name in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Which body, for [`Register::body`].
    pub(super) body: usize,
    /// The name with its ending.
    pub(super) range: Range<usize>,
    /// Where the name ends and its ending begins.
    pub(super) stem_end: usize,
    pub(super) is_genitive: bool,
    /// Whether it is the registered name and no other form.
    pub(super) is_full: bool,
}

impl Register {
    /// The bodies that a profile's layers have.
    pub(super) fn read<'a>(
        entries: impl Iterator<Item = &'a Settings>,
    ) -> Result<Self, ProfileError> {
        let mut register = Self::default();
        let mut owners = BTreeMap::<String, String>::new();
        for entry in entries {
            let namn = entry.required("namn")?.trim().to_owned();
            let slag = entry
                .choice("slag", &Slag::NAMED)?
                .ok_or_else(|| entry.place.error("”slag” saknas"))?;
            let forms = entry.placed_texts("former")?;
            let adresser = entry.texts("adresser")?;
            entry.finish()?;
            let own = std::iter::once((namn.as_str(), entry.value_place("namn"))).chain(forms);
            let body = register.bodies.len();
            for (form, place) in own {
                let folded = form.trim().to_lowercase();
                if !folded.starts_with(is_word) {
                    return Err(place.error("ett namn börjar med en bokstav"));
                }
                match owners.insert(folded, namn.clone()) {
                    Some(other) if other != namn => {
                        let message = format!("”{form}” står redan hos {other}");
                        return Err(place.error(message));
                    }
                    _ => register.name(form.trim(), body, form.trim() == namn),
                }
            }
            register.bodies.push(Instans {
                outline: near::Outline::of(&namn),
                namn,
                slag,
                adresser,
            });
        }
        register.longest_first();
        Ok(register)
    }

    /// Names that no profile has registered, as bodies of one ärende.
    pub(super) fn of<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut register = Self::default();
        for name in names.into_iter().map(str::trim) {
            if name.starts_with(is_word) && register.identify(name).is_none() {
                register.name(name, register.bodies.len(), true);
                register.longest_first();
                register.bodies.push(Instans {
                    namn: name.to_owned(),
                    slag: Slag::Namnd,
                    adresser: Vec::new(),
                    outline: near::Outline::of(name),
                });
            }
        }
        register
    }

    fn name(&mut self, form: &str, body: usize, is_full: bool) {
        let is_exact = !form.chars().any(char::is_lowercase);
        let words: Vec<&str> = form.split_whitespace().collect();
        let mut pattern = words.join(" ");
        if !is_exact {
            pattern = pattern.chars().map(lower).collect();
        }
        let name = Name {
            body,
            endings: endings(&pattern, is_exact),
            pattern,
            is_exact,
            is_full,
        };
        for first in name.first_words() {
            self.openings.insert(first, self.names.len());
        }
        self.names.push(name);
    }

    fn longest_first(&mut self) {
        let names = &self.names;
        let length = |name: &usize| std::cmp::Reverse(names[*name].pattern.len());
        self.openings.sort_by_key(length);
    }

    /// A body.
    pub(super) fn body(&self, index: usize) -> &Instans {
        &self.bodies[index]
    }

    /// Where bodies are named, in order and without overlap.
    pub(super) fn find(&self, text: &str) -> Vec<Found> {
        self.find_among(text, text::words(text))
    }

    /// The same, in a text whose words are known.
    pub(super) fn find_in(&self, text: &Text<'_>) -> Vec<Found> {
        self.find_among(&text.value, text.words().iter().copied())
    }

    fn find_among(&self, text: &str, words: impl Iterator<Item = Word>) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let mut free_from = 0;
        for word in words {
            if word.start >= free_from
                && let Some(name) = self.at(text, word)
                && !text[..word.start].ends_with('-')
            {
                free_from = name.range.end;
                found.push(name);
            }
        }
        found
    }

    /// The body whose name begins with a word of the text.
    pub(super) fn at(&self, text: &str, word: Word) -> Option<Found> {
        let at = word.start;
        let rest = &text[at..];
        let mut names = self.openings.of(word).map(|name| &self.names[*name]);
        names.find_map(|name| {
            let length = name.length(rest)?;
            let ending = name.ending(&rest[length..])?;
            Some(Found {
                body: name.body,
                range: at..at + length + ending.len(),
                stem_end: at + length,
                is_genitive: ending.ends_with('s'),
                is_full: name.is_full,
            })
        })
    }

    /// The body that a text is the name of, and nothing else.
    pub(super) fn identify(&self, name: &str) -> Option<usize> {
        let name = name.trim();
        let first = text::words(name).next().filter(|word| word.start == 0)?;
        let found = self.at(name, first)?;
        (found.range.end == name.len()).then_some(found.body)
    }
}

impl Name {
    /// The hashes of the words that it may begin with: its own first word, which has the ending where it is the last.
    fn first_words(&self) -> Vec<u64> {
        let pattern = &*self.pattern;
        if !pattern.chars().all(is_word) {
            return text::words(pattern).map(|word| word.hash).take(1).collect();
        }
        let within = |ending: &&&str| ending.chars().all(is_word);
        let endings = self.endings.iter().filter(within);
        let written = endings.map(|ending| word_hash(&format!("{pattern}{ending}")));
        written.collect()
    }

    /// How many bytes of `text` the name takes, if the text begins with it.
    fn length(&self, text: &str) -> Option<usize> {
        let mut rest = text.chars().peekable();
        let mut taken = 0;
        let mut wanted = self.pattern.chars().peekable();
        while let Some(letter) = wanted.next() {
            let next = rest.peek().copied();
            match letter {
                // "Vård och omsorgsnämnden" is "Vård- och omsorgsnämnden", and the other way round.
                '-' if wanted.peek() == Some(&' ') && !next.is_some_and(is_hyphen) => continue,
                ' ' => {
                    if next.is_some_and(is_hyphen) {
                        taken += rest.next().map_or(0, char::len_utf8);
                    }
                    let mut gap = 0;
                    while let Some(c) = rest.next_if(|c| c.is_whitespace()) {
                        gap += c.len_utf8();
                    }
                    if gap == 0 {
                        return None;
                    }
                    taken += gap;
                    continue;
                }
                _ => {}
            }
            let c = next?;
            let is_same = if letter == '-' {
                is_hyphen(c)
            } else if self.is_exact {
                c == letter
            } else {
                lower(c) == letter
            };
            if !is_same {
                return None;
            }
            taken += c.len_utf8();
            rest.next();
        }
        Some(taken)
    }

    /// The ending that the name has in the text after it; `None` when a longer word goes on there.
    fn ending(&self, rest: &str) -> Option<&'static str> {
        let ends = |after: &str| {
            let mut next = after.chars();
            match (next.next(), next.next()) {
                (Some(c), _) if is_word(c) => false,
                // "KS-handlingar", "ks.diarium@…", "KS 2018-00859".
                (Some('-' | '.' | '@'), Some(c)) if is_word(c) => false,
                (Some(c), Some(digit)) if self.is_exact && c.is_whitespace() => {
                    !digit.is_ascii_digit()
                }
                _ => true,
            }
        };
        let mut endings = self.endings.iter().copied();
        endings.find(|ending| {
            let written = rest.get(..ending.len()).unwrap_or_default();
            written.to_lowercase() == **ending && ends(&rest[ending.len()..])
        })
    }
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '–')
}

/// The endings a name may have, genitives before the rest.
fn endings(name: &str, is_exact: bool) -> &'static [&'static str] {
    let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
    if is_exact {
        &[":s", "s", ""]
    } else if ends(&["nämnd", "förvaltning", "beredning", "avdelning"]) {
        &["ens", "en", "s", ""]
    } else if ends(&["styrelse"]) {
        &["ns", "n", "s", ""]
    } else if ends(&["kontor", "utskott", "kansli", "bolag", "råd", "förbund"]) {
        &["ets", "et", "s", ""]
    } else {
        &["s", ""]
    }
}

#[cfg(test)]
mod tests;
