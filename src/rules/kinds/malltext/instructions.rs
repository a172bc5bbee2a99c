//! A municipality's own instruction texts, found sentence by sentence also when somebody has changed a word in them.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::ops::Range;

use crate::text::{is_word, lower};

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
            for (_, words) in sentences(text) {
                if words.len() < SHORTEST {
                    continue;
                }
                let id = all.lengths.len();
                all.sentences.insert(hash(&words), id);
                all.lengths.push(words.len().saturating_sub(2));
                for run in words.windows(3) {
                    let run = hash(run);
                    let (word, bit) = bit(run);
                    all.known[word] |= bit;
                    all.runs.entry(run).or_default().push(id);
                }
            }
        }
        all
    }

    /// The sentences of `text` that are instructions, in order.
    pub(super) fn find<'t>(
        &self,
        text: &'t str,
    ) -> impl Iterator<Item = (Range<usize>, Likeness)> + use<'_, 't> {
        let text = if self.lengths.is_empty() { "" } else { text };
        sentences(text).filter_map(|(range, words)| Some((range, self.likeness(&words)?)))
    }

    fn may_know(&self, run: u64) -> bool {
        let (word, bit) = bit(run);
        self.known[word] & bit != 0
    }

    fn likeness(&self, words: &[u64]) -> Option<Likeness> {
        if words.len() < SHORTEST {
            return None;
        }
        if self.sentences.contains_key(&hash(words)) {
            return Some(Likeness::Same);
        }
        if words.len() < SHORTEST_NEAR {
            return None;
        }
        let mut shared = BTreeMap::<usize, usize>::new();
        for run in words.windows(3).map(hash).filter(|run| self.may_know(*run)) {
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

/// The sentences of a text: where each stands and the hashes of its words.
fn sentences(text: &str) -> impl Iterator<Item = (Range<usize>, Vec<u64>)> {
    let mut rest = 0..text.len();
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let own = &text[rest.clone()];
        let end = sentence_end(own).map_or(rest.end, |end| rest.start + end);
        let range = rest.start..end;
        rest.start = end;
        let sentence = &text[range.clone()];
        let lead = sentence.len() - sentence.trim_start().len();
        let range = range.start + lead..range.start + sentence.trim_end().len().max(lead);
        Some((range, words(sentence)))
    })
}

/// The byte after the first sentence: after its mark, or before an empty line.
fn sentence_end(text: &str) -> Option<usize> {
    let mut bytes = text.bytes().enumerate();
    let found = bytes.find(|(at, byte)| match byte {
        b'.' | b'!' | b'?' | b':' | b';' => {
            let next = text[at + 1..].chars().next();
            next.is_none_or(char::is_whitespace)
        }
        b'\n' => text.as_bytes().get(at + 1) == Some(&b'\n'),
        _ => false,
    });
    found.map(|(at, _)| at + 1)
}

/// The hashes of a sentence's words, in lower case.
fn words(sentence: &str) -> Vec<u64> {
    let mut words = Vec::with_capacity(sentence.len() / 6);
    let mut word = None;
    for c in sentence.chars() {
        if is_word(c) {
            word = Some(mix(word.unwrap_or(SEED), u64::from(lower(c))));
        } else {
            words.extend(word.take());
        }
    }
    words.extend(word);
    words
}

/// The hash of some words in their order.
fn hash(words: &[u64]) -> u64 {
    words.iter().fold(SEED, |hash, word| mix(hash, *word))
}

/// So many bits tell runs apart.
const KNOWN_BITS: u32 = 14;

/// The word and the bit that stand for a hash.
const fn bit(hash: u64) -> (usize, u64) {
    let at = (hash >> (64 - KNOWN_BITS)) as usize;
    (at / 64, 1 << (at % 64))
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// One step of FNV-1a, rotated so that whole hashes can be mixed too.
const fn mix(hash: u64, part: u64) -> u64 {
    (hash.rotate_left(5) ^ part).wrapping_mul(0x0100_0000_01b3)
}

#[cfg(test)]
mod tests {
    use super::{Instructions, Likeness};

    #[test]
    fn the_same_words_and_nearly_the_same_are_found() {
        let all = Instructions::new(&[
            "Beslutets innebörd ska framgå i klartext och vara utformat som om nämnden redan hade fattat beslutet.".into(),
            "Ta aldrig bort denna rubrik.".into(),
        ]);
        let found = |text: &str| {
            all.find(text)
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
