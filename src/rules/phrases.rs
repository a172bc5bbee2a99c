//! Phrases found as whole words in a text, in linear time and without anything to compile. Knows no rule.
//!
//! Phrases are compared letter by letter where their first word stands: a regular expression for them would cost more to
//! compile than it takes to check a whole ärende. Patterns, which few profiles have, are regular expressions.

use std::ops::Range;

use regex::{Regex, RegexBuilder};

use crate::profile::ProfileError;
use crate::text::{self, Word, is_word, lower};

use super::openings::Openings;
use super::settings::Settings;
use super::texts::Text;

/// Some phrases and patterns. Case does not matter, any white space in a text stands for a space, and `…` inside a phrase
/// for some words of one sentence, or for the beginning of one: "enligt …s förslag".
#[derive(Debug, Default)]
pub(super) struct Phrases {
    /// The longest first among those that share their first word.
    by_word: Openings<String>,
    /// Those that begin with what is no letter or digit, and so elsewhere than a word does; the longest first.
    signs: Vec<String>,
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
        let mut new = Self::default();
        for phrase in phrases.into_iter().map(folded) {
            let first = text::words(&phrase).next();
            match first {
                Some(first) if first.start == 0 => new.by_word.insert(first.hash, phrase),
                _ if phrase.is_empty() => {}
                _ => new.signs.push(phrase),
            }
        }
        new.by_word
            .sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        new.signs
            .sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        new
    }

    /// Whether there is nothing to find.
    pub(super) fn is_empty(&self) -> bool {
        self.by_word.is_empty() && self.signs.is_empty() && self.pattern.is_none()
    }

    /// Where they stand as whole words, in order and without overlap.
    pub(super) fn find(&self, text: &str) -> Vec<Range<usize>> {
        self.find_among(text, text::words(text))
    }

    /// The same, in a text whose words are known.
    pub(super) fn find_in(&self, text: &Text<'_>) -> Vec<Range<usize>> {
        self.find_among(&text.value, text.words().iter().copied())
    }

    fn find_among(&self, text: &str, words: impl Iterator<Item = Word>) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        let has_signs = !self.signs.is_empty();
        let mut free_from = 0;
        let mut read = 0;
        for word in words {
            if has_signs {
                self.find_signs(text, read.max(free_from)..word.start, &mut found);
            }
            read = word.end;
            free_from = found.last().map_or(0, |last| last.end);
            if word.start >= free_from
                && let Some(end) = self.ends_at(text, word)
            {
                found.push(word.start..end);
                free_from = end;
            }
        }
        if has_signs {
            self.find_signs(text, read.max(free_from)..text.len(), &mut found);
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

    /// Where phrases stand that begin between two words.
    fn find_signs(&self, text: &str, gap: Range<usize>, found: &mut Vec<Range<usize>>) {
        // Most words are parted by one space, and no phrase begins with that.
        if gap.is_empty() || text.as_bytes()[gap.clone()] == *b" " {
            return;
        }
        let mut free_from = gap.start;
        for (at, _) in text[gap.clone()].char_indices() {
            let at = gap.start + at;
            let mut signs = self.signs.iter();
            if at >= free_from
                && let Some(end) = signs.find_map(|sign| end(sign, text, at))
            {
                found.push(at..end);
                free_from = end;
            }
        }
    }

    /// Whether any of them stands in the text.
    pub(super) fn is_in(&self, text: &str) -> bool {
        !self.find(text).is_empty()
    }

    /// Whether the text begins with one of the phrases, signs and spaces before it apart.
    pub(super) fn opens(&self, text: &str) -> bool {
        let first = text::words(text).next();
        first.is_some_and(|word| self.ends_at(text, word).is_some())
    }

    /// The end of the longest phrase that begins with a word of the text.
    fn ends_at(&self, text: &str, word: Word) -> Option<usize> {
        let mut phrases = self.by_word.of(word);
        phrases.find_map(|phrase| end(phrase, text, word.start))
    }
}

/// Where the folded phrase ends, if it stands alone at `at`.
fn end(phrase: &str, text: &str, at: usize) -> Option<usize> {
    let end = at + length(phrase, &text[at..])?;
    stands_alone(text, &(at..end)).then_some(end)
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

/// Stands in a phrase for what may vary.
const GAP: char = '…';

/// The end of the rest of a phrase after a gap that begins at `at`: at most four words (which keeps the cost linear) and
/// no sign that ends a sentence or a part of one.
fn past_gap(phrase: &str, text: &str, at: usize) -> Option<usize> {
    const LONGEST: usize = 80;
    const SPACES: usize = 3;
    let ends = |c: char| matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\n');
    let gap = text[at..].char_indices().take(LONGEST);
    let mut spaces = 0;
    let within = gap.take_while(|(_, c)| {
        spaces += usize::from(c.is_whitespace());
        spaces <= SPACES && !ends(*c)
    });
    let mut places = within.map(|(place, c)| at + place + c.len_utf8());
    // What follows the gap may also be the beginning of a longer word that the gap goes on over.
    let is_whole =
        |end: &usize| !(text[..*end].ends_with(is_word) && text[*end..].starts_with(is_word));
    places.find_map(|place| Some(place + length(phrase, &text[place..])?).filter(is_whole))
}

/// How many bytes of `text` the folded phrase takes, if the text begins with it.
fn length(phrase: &str, text: &str) -> Option<usize> {
    let mut rest = text.chars();
    for (place, wanted) in phrase.char_indices() {
        if wanted == GAP {
            let at = text.len() - rest.as_str().len();
            return past_gap(&phrase[place + GAP.len_utf8()..], text, at);
        }
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
        let phrases_with_gap = Phrases::new(["enligt …s förslag", "se … bilaga"]);
        let found = |text: &str| !phrases_with_gap.find(text).is_empty();
        assert!(found("beslutar Enligt kommunledningskontorets\nförslag."));
        assert!(found(
            "enligt barn- och utbildningsnämndens förslag; se den bilaga"
        ));
        assert!(!found("enligt lagen, nämndens förslag. Enligt s förslag"));
        assert!(!found("enligt lagens krav på att anta nämndens förslag"));
        assert!(!found("enligt nämndens förslagsruta; enligt …"));
        assert!(found("enligt nämndens förslagsmall och styrelsens förslag"));
        let open = Phrases::new(["enligt …"]);
        assert_eq!(open.find("Sker enligt planen.").first(), Some(&(5..18)));
        assert!(phrases.opens("– ”Enligt förslag”") && !phrases.opens("Allt enligt förslag"));
    }
}
