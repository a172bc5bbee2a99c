//! A sentence of a decision as the rules of decision text read it: its words, what they are changed to. Judges nothing.

use std::borrow::Cow;
use std::ops::Range;

use crate::finding::Edit;
use crate::text::{self, Verbform, Verbs};

use super::texts::Text;

/// How many words after a verb something may stand that belongs to it. Bounded, so that the cost stays linear.
pub(super) const FARTHEST: usize = 60;

/// A sentence as words. A hyphen belongs to its word: "Vård-", "e-post".
pub(super) struct Sentence<'t> {
    text: &'t str,
    words: Vec<Range<usize>>,
    lower: Vec<Cow<'t, str>>,
}

impl<'t> Sentence<'t> {
    /// The sentence that stands in `range` of the text.
    pub(super) fn of(text: &'t str, range: Range<usize>) -> Self {
        // About so many bytes make a word with the space after it.
        let mut words = Vec::with_capacity(range.len() / 6 + 1);
        let mut start = None;
        for (at, c) in text[range.clone()].char_indices() {
            let at = range.start + at;
            match (c.is_alphanumeric() || (c == '-' && start.is_some()), start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    words.push(from..at);
                    start = None;
                }
                _ => {}
            }
        }
        words.extend(start.map(|from| from..range.end));
        let lower = words
            .iter()
            .map(|word| text::lowered(&text[word.clone()]))
            .collect();
        Self { text, words, lower }
    }

    /// Every sentence of a text that is no item of a list in it: what a list says belongs to the sentence before it.
    pub(super) fn all(text: &'t str) -> Vec<Self> {
        let sentences = text::meningar(text).into_iter();
        sentences
            .filter(|range| !is_item(text, range.start))
            .map(|range| Self::of(text, range))
            .filter(|sentence| sentence.len() > 0)
            .collect()
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// The place of a word in the text.
    pub(super) fn range(&self, word: usize) -> Range<usize> {
        self.words[word].clone()
    }

    /// A word as it is written.
    pub(super) fn written(&self, word: usize) -> &'t str {
        &self.text[self.range(word)]
    }

    /// A word in lower case; nothing beyond the end.
    pub(super) fn lower(&self, word: usize) -> &str {
        self.lower.get(word).map_or("", |word| word)
    }

    /// What leads on from the end of the text to the next point, as att-satser do: a comma, "samt".
    pub(super) fn leading_on(&self) -> Option<Range<usize>> {
        let is_link = |word: &usize| matches!(self.lower(*word), "och" | "samt");
        let links = (1..self.len()).rev().take_while(is_link).count();
        let last = self.range(self.len().checked_sub(1)?).end;
        let start = self.range(self.len() - 1 - links).end;
        let end = self.text.trim_end().len();
        let tail = self.text.get(last..end)?.trim_matches([' ', '\u{a0}']);
        let is_comma = matches!(tail, "," | ";");
        ((links > 0 && tail.is_empty()) || is_comma).then_some(start..end)
    }

    /// The words in lower case.
    pub(super) fn words(&self) -> &[Cow<'t, str>] {
        &self.lower
    }

    /// What stands between a word and the one before it; nothing before the first.
    pub(super) fn gap(&self, word: usize) -> &'t str {
        match word.checked_sub(1) {
            Some(before) if word < self.len() => {
                &self.text[self.words[before].end..self.words[word].start]
            }
            _ => "",
        }
    }

    /// The verb of a list that a word is: its infinitive and form.
    pub(super) fn verb<'v>(&self, word: usize, verbs: &'v Verbs) -> Option<(&'v str, Verbform)> {
        let last = self.len().min(word + 1 + FARTHEST);
        verbs.find(self.lower(word), |particle| {
            (word + 1..last).any(|at| self.has_at(at, particle))
        })
    }

    /// What is written from one word up to the end of the word before another, with the quotation marks and brackets
    /// that hold it.
    pub(super) fn slice(&self, from: usize, to: usize) -> &'t str {
        if from >= to || to > self.len() {
            return "";
        }
        let (start, end) = (self.words[from].start, self.words[to - 1].end);
        let before = self.text[..start].trim_end_matches(['(', '[', '”', '"', '“', '»', '*', '_']);
        let after = self.text[end..].trim_start_matches([')', ']', '”', '"', '«', '»', '*', '_']);
        &self.text[before.len()..self.text.len() - after.len()]
    }

    /// Whether these words stand from `word` on.
    pub(super) fn has_at(&self, word: usize, phrase: &str) -> bool {
        phrase
            .split(' ')
            .enumerate()
            .all(|(n, wanted)| self.lower(word + n) == wanted)
    }

    /// The first word after a number that somebody has written before the point: "1. Godkänna".
    pub(super) fn opening(&self) -> usize {
        let is_number = self.lower(0).bytes().all(|b| b.is_ascii_digit());
        usize::from(is_number && self.gap(1).starts_with(['.', ')']))
    }
}

/// Whether an item of a list begins here, on its own line after another.
fn is_item(text: &str, at: usize) -> bool {
    let marker = text[at..].split([' ', '\u{a0}']).next().unwrap_or_default();
    let is_number = marker
        .strip_suffix(['.', ')'])
        .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()));
    let is_mark = matches!(marker, "-" | "*" | "+" | "•" | "–");
    (is_mark || is_number) && !text[..at].trim().is_empty() && {
        let before = text[..at].trim_end_matches([' ', '\t', '\u{a0}']);
        before.ends_with('\n')
    }
}

/// The changes of a text as edits of the ärende, all or none.
pub(super) fn edits(text: &Text<'_>, changes: &[(Range<usize>, String)]) -> Vec<Edit> {
    let edits = changes
        .iter()
        .map(|(range, with)| text.edit(range.clone(), with.as_str()));
    edits.collect::<Option<_>>().unwrap_or_default()
}

/// How a part of a text reads after the changes, which are in order.
pub(super) fn changed(
    text: &str,
    part: Range<usize>,
    changes: &[(Range<usize>, String)],
) -> String {
    let mut out = String::with_capacity(part.len() + 32);
    let mut from = part.start;
    for (range, with) in changes {
        out.push_str(&text[from..range.start]);
        out.push_str(with);
        from = range.end;
    }
    out.push_str(&text[from..part.end]);
    out
}

/// Whether a word in lower case is, or ends, the name of a body that decides.
pub(super) fn is_body(word: &str) -> bool {
    const ENDS: [&str; 8] = [
        "nämnden",
        "nämnd",
        "styrelsen",
        "styrelse",
        "fullmäktige",
        "utskottet",
        "utskott",
        "beredningen",
    ];
    ENDS.iter().any(|end| word.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::Sentence;
    use std::borrow::Cow;

    #[test]
    fn sentences_are_words_and_what_stands_between() {
        let all = Sentence::all("1. Vård- och äldrenämnden får:\n- ett, två\n\nSlut.");
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].words(), ["1", "vård-", "och", "äldrenämnden", "får"]);
        assert_eq!((all[0].opening(), all[0].gap(1)), (1, ". "));
        assert_eq!(all[0].slice(1, 4), "Vård- och äldrenämnden");
        assert!(all[0].has_at(3, "äldrenämnden får") && !all[0].has_at(4, "får mer"));
        assert_eq!(
            (all[1].words(), all[1].gap(0), all[1].lower(7)),
            (&[Cow::Borrowed("slut")][..], "", "")
        );
    }
}
