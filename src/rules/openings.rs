//! Phrases and names by the first word they may begin with, so that nearly every word of a text is put aside at once.
//! Compares nothing further.

use crate::text::Word;

/// Things that a text may begin with.
#[derive(Debug)]
pub(super) struct Openings<T> {
    /// A bit for each first word.
    known: [u64; 1 << (BITS - 6)],
    /// Each after the hash of its first word, in the order of these once they are sorted.
    things: Vec<(u64, T)>,
}

/// So many bits tell words apart: few of a language's words share one with a word of the list.
const BITS: u32 = 12;

impl<T> Default for Openings<T> {
    fn default() -> Self {
        Self {
            known: [0; 1 << (BITS - 6)],
            things: Vec::new(),
        }
    }
}

impl<T> Openings<T> {
    /// Adds a thing whose first word has this hash.
    pub(super) fn insert(&mut self, first: u64, thing: T) {
        let (word, bit) = bit(first);
        self.known[word] |= bit;
        self.things.push((first, thing));
    }

    /// Whether there is nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.things.is_empty()
    }

    /// Makes everything ready to be found: what shares a first word in this order.
    pub(super) fn sort_by_key<K: Ord>(&mut self, key: impl Fn(&T) -> K) {
        self.things
            .sort_by_key(|(first, thing)| (*first, key(thing)));
    }

    /// What may begin with this word.
    pub(super) fn of(&self, word: Word) -> impl Iterator<Item = &T> {
        let (at, bit) = bit(word.hash);
        let near = if self.known[at] & bit == 0 {
            &[][..]
        } else {
            let from = self.things.partition_point(|(first, _)| *first < word.hash);
            &self.things[from..]
        };
        let same = near
            .iter()
            .take_while(move |(first, _)| *first == word.hash);
        same.map(|(_, thing)| thing)
    }
}

/// The word and the bit that stand for a hash, whose last bits tell the most and are spread over the first.
const fn bit(hash: u64) -> (usize, u64) {
    let at = (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - BITS)) as usize;
    (at / 64, 1 << (at % 64))
}

#[cfg(test)]
mod tests {
    use super::Openings;
    use crate::text::{word_hash, words};

    #[test]
    fn the_first_word_decides() {
        let mut all = Openings::default();
        assert!(all.is_empty());
        for phrase in ["enligt", "i", "Enligt förslag", "ärende"] {
            let first = phrase.split(' ').next().unwrap_or_default();
            all.insert(word_hash(first), phrase);
        }
        all.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        let of = |text: &str| {
            let word = words(text).next().expect("a word");
            all.of(word).copied().collect::<Vec<_>>()
        };
        assert_eq!(of("ENLIGT det"), ["Enligt förslag", "enligt"]);
        assert_eq!(of("Ärende"), ["ärende"]);
        assert_eq!(of("i"), ["i"]);
        assert!(of("enligtvis").is_empty() && of("å").is_empty() && !all.is_empty());
    }
}
