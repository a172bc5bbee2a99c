//! From a part of a string, as the ärende holds it, to the bytes that the part has in the file: across escapes, line
//! breaks of every kind and Unicode normalisation. What has no bytes of its own is no part; it changes nothing.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

use super::characters::{is_refused, normal};
use super::literal::Literal;

/// The strings of a file, each cut into its pieces the first time a part of it is asked for.
#[derive(Debug)]
pub(super) struct Strings<'t> {
    text: &'t str,
    /// By the place of the string's opening quotation mark.
    known: HashMap<usize, Option<Pieces<'t>>>,
}

impl<'t> Strings<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self {
            text,
            known: HashMap::new(),
        }
    }

    /// The bytes of the file for some bytes of the text of the value that stands at `value`; `None` when that is no
    /// string or the part no part of it.
    pub(super) fn file_range(
        &mut self,
        value: &Range<usize>,
        part: &Range<usize>,
    ) -> Option<Range<usize>> {
        let written = self.text[value.clone()]
            .strip_prefix('"')?
            .strip_suffix('"')?;
        let at = value.start + 1;
        let pieces = || Pieces::of(&Literal::new(written, at), at);
        let pieces = self.known.entry(at).or_insert_with(pieces);
        pieces.as_ref()?.file_range(part)
    }
}

/// A string cut where the ärende's text and the file's agree on a place.
#[derive(Debug)]
enum Pieces<'t> {
    /// The file has the ärende's own text, byte for byte.
    Same {
        text: &'t str,
        /// Where it begins in the file.
        at: usize,
    },
    Other {
        /// Where each piece begins in the ärende's text, and its bytes in the file.
        list: Vec<(usize, Range<usize>)>,
        /// How long the ärende's text is.
        length: usize,
        /// Where the string ends in the file.
        end: usize,
    },
}

impl<'t> Pieces<'t> {
    /// The pieces of the string whose text begins at byte `at` of the file; `None` when the two forms cannot be told to
    /// agree.
    fn of(literal: &Literal<'t>, at: usize) -> Option<Self> {
        let wanted = normal(literal.text());
        if let Cow::Borrowed(text) = wanted {
            return Some(Self::Same { text, at });
        }
        let chars = read(literal)?;
        let mut list = Vec::with_capacity(chars.len());
        let mut text = String::with_capacity(literal.len());
        for group in chars.chunk_by(|_, (next, _)| !begins_afresh(*next)) {
            let same = group.iter().map(|(c, _)| *c).nfc();
            if same.eq(group.iter().map(|(c, _)| *c)) {
                for (c, span) in group {
                    list.push((text.len(), span.clone()));
                    text.push(*c);
                }
            } else if let [(_, first), ..] = group {
                let end = group.last().map_or(first.end, |(_, span)| span.end);
                list.push((text.len(), first.start..end));
                text.extend(group.iter().map(|(c, _)| *c).nfc());
            }
        }
        (text == wanted).then(|| Self::Other {
            list,
            length: text.len(),
            end: at + literal.len(),
        })
    }

    /// The bytes of the file for some bytes of the ärende's text; `None` when either end falls inside a piece.
    fn file_range(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let (list, length, end) = match self {
            Self::Same { text, at } => {
                text.get(range.clone())?;
                return Some(at + range.start..at + range.end);
            }
            Self::Other { list, length, end } => (list, *length, *end),
        };
        let place = |at: usize| {
            if at == length {
                return Some(end);
            }
            let found = list.binary_search_by_key(&at, |(start, _)| *start);
            found.ok().map(|index| list[index].1.start)
        };
        let start = place(range.start)?;
        if range.start == range.end {
            return Some(start..start);
        }
        (range.start < range.end && place(range.end).is_some()).then_some(())?;
        let last = list.partition_point(|(at, _)| *at < range.end);
        let (_, span) = list.get(last.checked_sub(1)?)?;
        Some(start..span.end)
    }
}

/// The characters that the ärende's text is normalised from, each with its bytes; `None` when an escape is faulty.
fn read(literal: &Literal<'_>) -> Option<Vec<(char, Range<usize>)>> {
    let mut chars: Vec<(char, Range<usize>)> = Vec::with_capacity(literal.len());
    let mut after_return = false;
    for (span, c) in literal.chars() {
        let c = c.ok()?;
        if after_return && c == '\n' {
            if let Some((_, known)) = chars.last_mut() {
                known.end = span.end;
            }
        } else {
            let clean = match c {
                '\r' => '\n',
                c if is_refused(c) => char::REPLACEMENT_CHARACTER,
                c => c,
            };
            chars.push((clean, span));
        }
        after_return = c == '\r';
    }
    Some(chars)
}

/// Whether normalisation never joins the character to what stands before it.
fn begins_afresh(c: char) -> bool {
    canonical_combining_class(c) == 0 && is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes
}

#[cfg(test)]
mod tests {
    use super::Pieces;
    use crate::arende::literal::Literal;

    /// The bytes of the file that a part of the ärende's text has, as text.
    fn part(raw: &str, from: usize, to: usize) -> Option<&str> {
        let pieces = Pieces::of(&Literal::new(raw, 7), 7).expect("pieces");
        let range = pieces.file_range(&(from..to))?;
        Some(&raw[range.start - 7..range.end - 7])
    }

    #[test]
    fn parts_are_found_across_escapes() {
        let raw = r"a\u00e5\n\ud83d\ude00b";
        assert_eq!(part(raw, 1, 3), Some(r"\u00e5"));
        assert_eq!(part(raw, 2, 3), None, "half a character");
        assert_eq!(part(raw, 3, 8), Some(r"\n\ud83d\ude00"));
        assert_eq!(part(raw, 8, 9), Some("b"));
        assert_eq!((part(raw, 9, 9), part(raw, 0, 0)), (Some(""), Some("")));
        assert_eq!((part(raw, 9, 10), part(raw, 10, 10)), (None, None));
        #[expect(clippy::reversed_empty_ranges, reason = "what a faulty rule may give")]
        let reversed = Pieces::of(&Literal::new("abc", 0), 0).and_then(|p| p.file_range(&(2..1)));
        assert_eq!(reversed, None);
    }

    #[test]
    fn parts_are_found_across_unicode_forms() {
        // "åö": the file has each letter and its marks apart, one of them escaped.
        let raw = "xa\u{30a}o\\u0308y";
        assert_eq!(part(raw, 1, 3), Some("a\u{30a}"));
        assert_eq!(part(raw, 3, 5), Some("o\\u0308"));
        assert_eq!(part(raw, 0, 6), Some(raw));
        assert_eq!(part(raw, 2, 3), None, "half a letter");
        // A mark that no letter is made with stays apart, and may be taken alone.
        assert_eq!(part("x\u{30a}y", 1, 3), Some("\u{30a}"));
        // The ångström sign is the letter, two bytes for three.
        assert_eq!(part("\u{212b}ngstro\u{308}m", 0, 2), Some("\u{212b}"));
    }

    #[test]
    fn line_breaks_and_refused_characters_are_one_each() {
        assert_eq!(part(r"a\r\nb", 1, 2), Some(r"\r\n"));
        assert_eq!(part(r"a\r\nb", 2, 3), Some("b"));
        assert_eq!(part(r"a\r\rb", 2, 3), Some(r"\r"));
        assert_eq!(part("a\u{e000}b", 1, 4), Some("\u{e000}"));
        assert_eq!(part("", 0, 0), Some(""));
    }
}
