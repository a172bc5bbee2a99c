//! Places to break words that are wider than their column. Changes nothing else and touches no other words.

use std::borrow::Cow;

use hypher::Lang;
use unicode_segmentation::UnicodeSegmentation;

use super::fonts;

/// Shows a hyphen if the line is broken here, and is no part of the text.
const SOFT_HYPHEN: char = '\u{ad}';

/// About the width of a hyphen.
const HYPHEN: f64 = 0.35;

/// Longer runs of letters are no Swedish words.
const LONGEST_WORD: usize = 200;

/// Part of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Characters, perhaps with soft hyphens.
    Text(Cow<'a, str>),
    /// The line may be broken here, without a hyphen.
    Break,
}

/// The text in pieces, so that no unbreakable stretch is wider than `room`, a multiple of the text's size.
pub(super) fn pieces(text: &str, room: f64) -> Vec<Piece<'_>> {
    if !words(text).any(|word| is_wide(word, room)) {
        return vec![Piece::Text(text.into())];
    }
    let mut splitter = Splitter {
        room,
        ..Splitter::default()
    };
    let mut done = 0;
    for word in words(text).filter(|word| is_wide(word, room)) {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        splitter.text.push_str(&text[done..start]);
        splitter.word(word);
        done = start + word.len();
    }
    splitter.text.push_str(&text[done..]);
    splitter.flush();
    splitter.pieces
}

/// The widest stretch of a text that a line break cannot divide, as a multiple of the text's size.
pub(super) fn widest_word(text: &str) -> f64 {
    words(text)
        .flat_map(|word| word.split_inclusive('-'))
        .map(fonts::width)
        .fold(0.0, f64::max)
}

/// Whether the word is wider than the room; a byte is at most about one em.
fn is_wide(word: &str, room: f64) -> bool {
    u32::try_from(word.len()).is_ok_and(|bytes| f64::from(bytes) > room)
        && fonts::width(word) > room
}

/// The stretches between spaces at which a line can be broken.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}'))
}

#[derive(Default)]
struct Splitter<'a> {
    pieces: Vec<Piece<'a>>,
    text: String,
    /// Width since the last place to break.
    stretch: f64,
    room: f64,
}

impl Splitter<'_> {
    fn word(&mut self, word: &str) {
        self.stretch = 0.0;
        // A hyphen in an address would be taken for a part of it.
        if word.contains(['@', '/']) || word.starts_with("www.") {
            return self.run(word, self.room / 2.0);
        }
        let mut rest = word;
        while !rest.is_empty() {
            let letters = rest
                .find(|c: char| !c.is_alphabetic())
                .unwrap_or(rest.len());
            let (run, after) = rest.split_at(letters);
            self.letters(run);
            let others = after.find(char::is_alphabetic).unwrap_or(after.len());
            let (run, after) = after.split_at(others);
            self.run(run, self.room / 2.0);
            rest = after;
        }
    }

    fn letters(&mut self, run: &str) {
        if run.len() > LONGEST_WORD {
            return self.run(run, self.room / 2.0);
        }
        for (index, syllable) in hypher::hyphenate(run, Lang::Swedish).enumerate() {
            if index > 0 {
                self.text.push(SOFT_HYPHEN);
                self.stretch = 0.0;
            }
            // A syllable is cut only if it does not fit with its hyphen.
            self.run(syllable, self.room - HYPHEN);
        }
    }

    /// Takes in the run; no stretch gets wider than `limit`.
    fn run(&mut self, run: &str, limit: f64) {
        for cluster in run.graphemes(true) {
            let width = fonts::width(cluster);
            if self.stretch > 0.0 && self.stretch + width > limit {
                self.flush();
                self.pieces.push(Piece::Break);
                self.stretch = 0.0;
            }
            self.text.push_str(cluster);
            self.stretch += width;
        }
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            let text = std::mem::take(&mut self.text);
            self.pieces.push(Piece::Text(text.into()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, room: f64) -> String {
        pieces(text, room)
            .into_iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.replace(SOFT_HYPHEN, "-"),
                Piece::Break => "|".into(),
            })
            .collect()
    }

    #[test]
    fn only_wide_words_are_touched() {
        assert_eq!(shown("en kort text", 8.0), "en kort text");
        assert_eq!(
            shown("vår gymnasienämnd i dag", 5.0),
            "vår gym-na-sie-nämnd i dag"
        );
    }

    #[test]
    fn what_has_no_syllables_is_cut_anywhere() {
        assert_eq!(shown("xx 1111111111", 4.0), "xx 111|111|111|1");
        assert_eq!(shown("a.se/aaaaaaaa", 4.0), "a.se|/aaa|aaa|aa");
    }

    #[test]
    fn the_text_itself_is_whole() {
        let text =
            "Å\u{301}terrapporteringsskyldighet https://exempel.se/enmycketlångväg 😀😀😀😀😀😀😀";
        for room in 1..20 {
            let whole = shown(text, f64::from(room)).replace(['-', '|'], "");
            assert_eq!(whole, text);
        }
    }
}
