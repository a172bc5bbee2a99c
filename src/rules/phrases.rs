//! Phrases found as whole words in a text, in linear time and without anything to compile. Knows no rule.
//!
//! Phrases are compared letter by letter where a word begins: a regular expression for them would cost more to compile
//! than it takes to check a whole ärende. Patterns, which few profiles have, are regular expressions.

use std::collections::BTreeMap;
use std::ops::Range;

use regex::{Regex, RegexBuilder};

use crate::profile::ProfileError;

use super::settings::Settings;

/// Some phrases and patterns. Case does not matter, and any white space in a text stands for a space.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    /// By their first letter, the longest first.
    by_letter: BTreeMap<char, Vec<String>>,
    /// What may follow an ASCII first letter: nearly every word is put aside here.
    seconds: Vec<Seconds>,
    pattern: Option<Regex>,
}

/// The second letters of phrases that share their first.
#[derive(Debug, Default, Clone, Copy)]
struct Seconds {
    /// Those in ASCII, one bit each.
    ascii: u128,
    /// Whether one is outside ASCII, or any white space.
    others: bool,
    /// Whether one of the phrases is a single letter.
    none: bool,
}

impl Phrases {
    /// The phrases of the setting `key` and the patterns of `patterns`; `None` where there are neither.
    pub(super) fn read(
        settings: &Settings,
        key: &'static str,
        patterns: &[String],
    ) -> Result<Option<Self>, ProfileError> {
        let phrases = settings.texts(key)?;
        let pattern = match patterns {
            [] => None,
            patterns => {
                let all: Vec<String> = patterns.iter().map(|p| format!("(?:{p})")).collect();
                let error = |e: regex::Error| {
                    settings
                        .place
                        .error(format!("mönstren går inte att läsa: {e}"))
                };
                Some(compile(&all.join("|")).map_err(error)?)
            }
        };
        let read = Self {
            pattern,
            ..Self::new(phrases.iter().map(String::as_str))
        };
        Ok((!read.is_empty()).then_some(read))
    }

    /// These phrases.
    pub(super) fn new<'a>(phrases: impl IntoIterator<Item = &'a str>) -> Self {
        let mut new = Self::default();
        for phrase in phrases {
            let phrase = folded(phrase);
            let Some(first) = phrase.chars().next() else {
                continue;
            };
            new.note(first, phrase[first.len_utf8()..].chars().next());
            new.by_letter.entry(first).or_default().push(phrase);
        }
        for phrases in new.by_letter.values_mut() {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        }
        new
    }

    /// Notes how a phrase begins.
    fn note(&mut self, first: char, second: Option<char>) {
        if !first.is_ascii() {
            return;
        }
        self.seconds.resize(128, Seconds::default());
        let seconds = &mut self.seconds[first as usize];
        match second {
            None => seconds.none = true,
            // Any white space stands for a space.
            Some(' ') => {
                let spaces = ['\t', '\n', '\u{b}', '\u{c}', '\r', ' '];
                let bits = spaces.map(|c| 1 << u32::from(c));
                seconds.ascii |= bits.into_iter().sum::<u128>();
                seconds.others = true;
            }
            Some(c) if c.is_ascii() => seconds.ascii |= 1 << u32::from(c),
            Some(_) => seconds.others = true,
        }
    }

    /// Whether a phrase may begin with the letter, in lower case, and go on with the text.
    fn may_begin(&self, letter: char, rest: &str) -> bool {
        if !letter.is_ascii() {
            return true;
        }
        let Some(seconds) = self.seconds.get(letter as usize) else {
            return false;
        };
        seconds.none
            || match rest.chars().next().map(lower) {
                Some(c) if c.is_ascii() => seconds.ascii & (1 << u32::from(c)) != 0,
                Some(_) => seconds.others,
                None => false,
            }
    }

    /// Whether there is nothing to find.
    pub(super) fn is_empty(&self) -> bool {
        self.by_letter.is_empty() && self.pattern.is_none()
    }

    /// Where they stand as whole words, in order and without overlap.
    pub(super) fn find(&self, text: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut after_word = false;
        let mut free_from = 0;
        for (at, c) in text.char_indices() {
            let in_word = is_word(c);
            if at >= free_from
                && !(after_word && in_word)
                && let Some(end) = self.ends_at(text, at, c)
            {
                found.push(at..end);
                free_from = end;
            }
            after_word = in_word;
        }
        if let Some(pattern) = &self.pattern {
            let more = pattern.find_iter(text).map(|found| found.range());
            found.extend(more.filter(|found| !found.is_empty() && stands_alone(text, found)));
            found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
            let mut free_from = 0;
            found.retain(|range| {
                let is_free = range.start >= free_from;
                free_from = if is_free { range.end } else { free_from };
                is_free
            });
        }
        found
    }

    /// Whether any of them stands in the text.
    pub(super) fn is_in(&self, text: &str) -> bool {
        !self.find(text).is_empty()
    }

    /// Whether the text begins with one of the phrases, signs and spaces before it apart.
    pub(super) fn opens(&self, text: &str) -> bool {
        let start = text.char_indices().find(|(_, c)| c.is_alphanumeric());
        start.is_some_and(|(at, c)| self.ends_at(text, at, c).is_some())
    }

    /// The end of the longest phrase that stands at `at`, where the letter is `c`.
    fn ends_at(&self, text: &str, at: usize, c: char) -> Option<usize> {
        let letter = lower(c);
        if !self.may_begin(letter, &text[at + c.len_utf8()..]) {
            return None;
        }
        let phrases = self.by_letter.get(&letter)?;
        phrases.iter().find_map(|phrase| {
            let end = at + length(phrase, &text[at..])?;
            stands_alone(text, &(at..end)).then_some(end)
        })
    }
}

/// A phrase as it is compared: lower case, single spaces.
fn folded(phrase: &str) -> String {
    phrase
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .map(lower)
        .collect()
}

/// A letter in lower case; the few letters that become several are only their first.
pub(super) fn lower(c: char) -> char {
    if c.is_ascii() {
        c.to_ascii_lowercase()
    } else {
        c.to_lowercase().next().unwrap_or(c)
    }
}

/// How many bytes of `text` the folded phrase takes, if the text begins with it.
fn length(phrase: &str, text: &str) -> Option<usize> {
    let mut rest = text.chars();
    for wanted in phrase.chars() {
        let c = rest.next()?;
        if wanted != ' ' {
            if lower(c) != wanted {
                return None;
            }
            continue;
        }
        if !c.is_whitespace() {
            return None;
        }
        rest = rest.as_str().trim_start().chars();
    }
    Some(text.len() - rest.as_str().len())
}

/// A pattern as every rule uses them: case does not matter, linear time, bounded size.
pub(super) fn compile(pattern: &str) -> Result<Regex, regex::Error> {
    const LARGEST: usize = 4 << 20;
    RegexBuilder::new(pattern)
        .case_insensitive(true)
        .size_limit(LARGEST)
        .build()
}

/// Whether a character belongs to a word or a number.
pub(super) fn is_word(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric()
    } else {
        c.is_alphanumeric()
    }
}

/// Whether a match is no piece of a longer word or number. Checked here and not by `\b`, which would take every text
/// with å, ä or ö off the fast path of the regex engine.
fn stands_alone(text: &str, found: &Range<usize>) -> bool {
    let inside = &text[found.clone()];
    let glued_before = inside.chars().next().is_some_and(is_word)
        && text[..found.start].chars().next_back().is_some_and(is_word);
    let glued_after = inside.chars().next_back().is_some_and(is_word)
        && text[found.end..].chars().next().is_some_and(is_word);
    !glued_before && !glued_after
}

#[cfg(test)]
mod tests {
    use super::{Phrases, compile};

    #[test]
    fn whole_words_in_any_case_and_spacing_are_found() {
        let mut phrases = Phrases::new(["enligt förslag", "enligt", "t.ex.", "Åtgärd  nu", "§ 4"]);
        phrases.pattern = Some(compile("x{2,}|förslag").expect("good"));
        let found = |text: &str| {
            phrases
                .find(text)
                .into_iter()
                .map(|r| text[r].to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            found("Enligt\n FÖRSLAG, t.ex. xx"),
            ["Enligt\n FÖRSLAG", "t.ex.", "xx"]
        );
        assert_eq!(
            found("enligt förslagställaren, förslag"),
            ["enligt", "förslag"]
        );
        assert_eq!(
            found("olenligt förslagen, Benxx, xxl, at.ex.x § 44"),
            [""; 0]
        );
        assert_eq!(
            found("Ingen åtgärd\u{a0}NU! Se §\t4"),
            ["åtgärd\u{a0}NU", "§\t4"]
        );
        assert!(phrases.opens("– ”Enligt förslag”") && !phrases.opens("Allt enligt förslag"));
    }
}
