//! A municipality's own instruction texts, found sentence by sentence also when somebody has changed a word in them.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::ops::Range;

use crate::text::{self, Word, words_hash};

/// How like an instruction a sentence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Likeness {
    /// The same words.
    Same,
    /// Most of the same words in the same order.
    Near,
}

/// The sentences of every instruction, prepared for comparing.
#[derive(Debug, Default)]
pub(super) struct Instructions {
    /// Sentences of a few words or more, by the hash of their words. Only looked up, never walked.
    sentences: HashMap<u64, usize>,
    /// Which sentences hold a run of three words. Only looked up.
    runs: HashMap<u64, Vec<usize>>,
    /// How many runs each sentence has.
    lengths: Vec<usize>,
    /// A bit for each run, by the top of its hash: nearly every run of an ordinary text is told apart by it alone.
    known: Vec<u64>,
}

/// Shorter sentences occur by chance.
const SHORTEST: usize = 4;
/// A shorter sentence may be like an instruction by chance.
const SHORTEST_NEAR: usize = 7;

impl Instructions {
    pub(super) fn new(texts: &[String]) -> Self {
        let mut all = Self {
            known: vec![0; 1 << (KNOWN_BITS - 6)],
            ..Self::default()
        };
        for text in texts {
            let words: Vec<Word> = text::words(text).collect();
            for (_, words) in sentences(text, &words) {
                if words.len() < SHORTEST {
                    continue;
                }
                let id = all.lengths.len();
                all.sentences.insert(words_hash(words), id);
                all.lengths.push(words.len().saturating_sub(2));
                for run in words.windows(3) {
                    let run = words_hash(run);
                    let (word, bit) = bit(run);
                    all.known[word] |= bit;
                    all.runs.entry(run).or_default().push(id);
                }
            }
        }
        all
    }

    /// The sentences of `text` that are instructions, in order. `words` are all its words.
    pub(super) fn find<'t>(
        &self,
        text: &'t str,
        words: &'t [Word],
    ) -> impl Iterator<Item = (Range<usize>, Likeness)> + use<'_, 't> {
        let words = if self.lengths.is_empty() { &[] } else { words };
        sentences(text, words).filter_map(|(gaps, words)| {
            let likeness = self.likeness(words)?;
            Some((trimmed(text, gaps), likeness))
        })
    }

    fn may_know(&self, run: u64) -> bool {
        let (word, bit) = bit(run);
        self.known[word] & bit != 0
    }

    fn likeness(&self, words: &[Word]) -> Option<Likeness> {
        if words.len() < SHORTEST {
            return None;
        }
        let opens_one = self.may_know(words_hash(&words[..3]));
        if opens_one && self.sentences.contains_key(&words_hash(words)) {
            return Some(Likeness::Same);
        }
        if words.len() < SHORTEST_NEAR {
            return None;
        }
        let mut shared = BTreeMap::<usize, usize>::new();
        let runs = words.windows(3).map(words_hash);
        for run in runs.filter(|run| self.may_know(*run)) {
            for id in self.runs.get(&run).into_iter().flatten() {
                *shared.entry(*id).or_default() += 1;
            }
        }
        let own = words.len() - 2;
        // Two thirds of both: an instruction with some words changed, not a sentence that shares a phrase with it.
        let is_near = |(id, count): (&usize, &usize)| count * 3 >= self.lengths[*id].max(own) * 2;
        shared.iter().any(is_near).then_some(Likeness::Near)
    }
}

/// The sentences of a text that have words: the part of the text that each takes with what stands around it, and its
/// words.
fn sentences<'t>(
    text: &'t str,
    words: &'t [Word],
) -> impl Iterator<Item = (Range<usize>, &'t [Word])> {
    let mut rest = words;
    let mut start = 0;
    let mut read = 0;
    std::iter::from_fn(move || {
        let first = rest.first()?;
        // What was left of the gap before the first word may end more sentences, which have none.
        while let Some(end) = end_in(text, read..first.start) {
            (start, read) = (end, end);
        }
        let mut count = 0;
        let end = loop {
            read = rest[count].end;
            count += 1;
            let Some(next) = rest.get(count) else {
                break end_in(text, read..text.len()).unwrap_or(text.len());
            };
            if let Some(end) = end_in(text, read..next.start) {
                break end;
            }
        };
        let (own, after) = rest.split_at(count);
        let range = start..end;
        (rest, start, read) = (after, end, end);
        Some((range, own))
    })
}

/// The byte after the first sentence that ends in a gap between words: after its mark, or before an empty line.
fn end_in(text: &str, gap: Range<usize>) -> Option<usize> {
    let bytes = text.as_bytes();
    let ends = |at: &usize| match bytes[*at] {
        b'.' | b'!' | b'?' | b':' | b';' => {
            let next = text[at + 1..].chars().next();
            next.is_none_or(char::is_whitespace)
        }
        b'\n' => bytes.get(at + 1) == Some(&b'\n'),
        _ => false,
    };
    gap.clone().find(ends).map(|at| at + 1)
}

/// The range without white space around.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let written = &text[range.clone()];
    let lead = written.len() - written.trim_start().len();
    range.start + lead..range.start + written.trim_end().len().max(lead)
}

/// So many bits tell runs apart.
const KNOWN_BITS: u32 = 14;

/// The word and the bit that stand for a hash.
const fn bit(hash: u64) -> (usize, u64) {
    let at = (hash >> (64 - KNOWN_BITS)) as usize;
    (at / 64, 1 << (at % 64))
}

#[cfg(test)]
mod tests {
    use super::{Instructions, Likeness};
    use crate::text::{self, Word};

    #[test]
    fn the_same_words_and_nearly_the_same_are_found() {
        let all = Instructions::new(&[
            "Beslutets innebörd ska framgå i klartext och vara utformat som om nämnden redan hade fattat beslutet.".into(),
            "Ta aldrig bort denna rubrik.".into(),
        ]);
        let found = |text: &str| {
            let words: Vec<Word> = text::words(text).collect();
            all.find(text, &words)
                .map(|(_, likeness)| likeness)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            found("Nytt. Ta aldrig  bort denna RUBRIK"),
            [Likeness::Same]
        );
        assert_eq!(
            found(
                "Beslutets innebörd ska framgå i klartext och vara utformat som om styrelsen redan hade fattat beslutet."
            ),
            [Likeness::Near]
        );
        assert_eq!(found("Beslutets innebörd ska framgå av protokollet."), []);
        assert_eq!(
            found("Nämnden redan hade fattat beslutet när yttrandet kom in till kommunen i maj."),
            []
        );
    }
}
