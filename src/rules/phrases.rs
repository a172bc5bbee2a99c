//! Phrases found as whole words in a text, in linear time and without anything to compile. Knows no rule.
//!
//! Phrases are compared letter by letter where a word begins: a regular expression for them would cost more to compile
//! than it takes to check a whole ärende. Patterns, which few profiles have, are regular expressions.

use std::ops::Range;

use regex::{Regex, RegexBuilder};

use crate::profile::ProfileError;
use crate::text::{self, is_word, lower};

use super::openings::Openings;
use super::settings::Settings;
use super::texts::Text;

/// Some phrases and patterns. Case does not matter, and any white space in a text stands for a space.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    /// The longest first among those that share their first letter.
    phrases: Openings<String>,
    pattern: Option<Regex>,
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
        let mut new = Openings::default();
        for phrase in phrases.into_iter().map(folded) {
            new.insert(&phrase.clone(), phrase);
        }
        new.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        Self {
            phrases: new,
            pattern: None,
        }
    }

    /// Whether there is nothing to find.
    pub(super) fn is_empty(&self) -> bool {
        self.phrases.is_empty() && self.pattern.is_none()
    }

    /// Where they stand as whole words, in order and without overlap.
    pub(super) fn find(&self, text: &str) -> Vec<Range<usize>> {
        self.find_among(text, &text::word_starts(text))
    }

    /// The same, in a text whose words are known.
    pub(super) fn find_in(&self, text: &Text<'_>) -> Vec<Range<usize>> {
        self.find_among(&text.value, text.word_starts())
    }

    fn find_among(&self, text: &str, words: &[usize]) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        let mut take = |at: usize| {
            let is_free = found.last().is_none_or(|last| at >= last.end);
            if is_free && let Some(end) = self.ends_at(text, at) {
                found.push(at..end);
            }
        };
        if self.phrases.has_signs() {
            beginnings(text).for_each(&mut take);
        } else {
            words.iter().copied().for_each(&mut take);
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
        let start = text.find(is_word);
        start.is_some_and(|at| self.ends_at(text, at).is_some())
    }

    /// The end of the longest phrase that stands at `at`.
    fn ends_at(&self, text: &str, at: usize) -> Option<usize> {
        let mut letters = text[at..].chars();
        let first = letters.next()?;
        let mut phrases = self.phrases.of(first, letters.as_str());
        phrases.find_map(|phrase| {
            let end = at + length(phrase, &text[at..])?;
            stands_alone(text, &(at..end)).then_some(end)
        })
    }
}

/// Every place of a text but those within a word.
fn beginnings(text: &str) -> impl Iterator<Item = usize> {
    let mut after_word = false;
    text.char_indices().filter_map(move |(at, c)| {
        let in_word = is_word(c);
        let goes_on = std::mem::replace(&mut after_word, in_word) && in_word;
        (!goes_on).then_some(at)
    })
}

/// A phrase as it is compared: lower case, single spaces.
fn folded(phrase: &str) -> String {
    let mut folded = String::with_capacity(phrase.len());
    for word in phrase.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        if word.is_ascii() {
            folded.push_str(word);
        } else {
            folded.extend(word.chars().map(lower));
        }
    }
    folded.make_ascii_lowercase();
    folded
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
