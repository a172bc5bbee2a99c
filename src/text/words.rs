//! The words of a text, each with a number that stands for it in any case: so that whoever looks for words compares
//! numbers, and letters only where the numbers are alike. Knows no language.

use super::{is_word, lower};

/// Letters and digits without a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// The same for the same letters in any case; different letters have different ones but for a chance in 2^64.
    pub hash: u64,
}

/// The words of a text, in order.
pub fn words(text: &str) -> impl Iterator<Item = Word> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        let (mut start, mut hash) = (at, SEED);
        while let Some(byte) = bytes.get(at) {
            let (letter, length) = match LETTERS[usize::from(*byte)] {
                WIDE => wide(text, at),
                letter => (u32::from(letter), 1),
            };
            if letter != NONE {
                hash = mix(hash, u64::from(letter));
            } else if start < at {
                break;
            } else {
                start += length;
            }
            at += length;
        }
        (start < at).then_some(Word {
            start,
            end: at,
            hash,
        })
    })
}

/// The number of a text that is one word, with the hyphens in it.
#[must_use]
pub fn word_hash(word: &str) -> u64 {
    word.chars()
        .fold(SEED, |hash, c| mix(hash, u64::from(lower(c))))
}

/// The number of some words in their order.
#[must_use]
pub fn words_hash(words: &[Word]) -> u64 {
    words.iter().fold(SEED, |hash, word| mix(hash, word.hash))
}

/// Stands for what is no letter and no digit.
const NONE: u32 = 0;
/// Stands for a byte of a character that takes several.
const WIDE: u8 = 255;

/// The letters and digits of ASCII in lower case, by their bytes.
static LETTERS: [u8; 256] = {
    let mut letters = [WIDE; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        let is_letter = byte.is_ascii_alphanumeric();
        letters[byte as usize] = if is_letter {
            byte.to_ascii_lowercase()
        } else {
            0
        };
        byte += 1;
    }
    letters
};

/// The letter or digit of another script at a byte of the text, in lower case, and how many bytes it takes.
fn wide(text: &str, at: usize) -> (u32, usize) {
    let c = text[at..].chars().next().unwrap_or_default();
    let letter = if is_word(c) {
        u32::from(lower(c))
    } else {
        NONE
    };
    (letter, c.len_utf8())
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// One step of FNV-1a, rotated so that whole hashes can be mixed too.
const fn mix(hash: u64, part: u64) -> u64 {
    (hash.rotate_left(5) ^ part).wrapping_mul(0x0100_0000_01b3)
}

#[cfg(test)]
mod tests {
    use super::{word_hash, words};

    #[test]
    fn words_are_runs_of_letters_and_digits_in_any_case() {
        let text = "Är – ”allt” t.ex.2 KS:s ÅÄÖ";
        let found: Vec<&str> = words(text)
            .map(|word| &text[word.start..word.end])
            .collect();
        assert_eq!(found, ["Är", "allt", "t", "ex", "2", "KS", "s", "ÅÄÖ"]);
        for (word, shown) in words(text).zip(found) {
            assert_eq!(word.hash, word_hash(&shown.to_lowercase()));
        }
        assert_ne!(word_hash("ab"), word_hash("ba"));
        assert_eq!(words(" – ").count() + words("").count(), 0);
    }
}
