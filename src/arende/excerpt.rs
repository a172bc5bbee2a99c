//! The line around a place, short and safe to print. Knows nothing of JSON.

use crate::text::is_hidden;

/// The longest excerpt, in characters.
const WIDEST: usize = 120;
/// How much of it stands before the place when the line must be cut.
const BEFORE: usize = 40;
const CUT: char = '…';

/// A line's excerpt and the column of the place in it, from 1. `at` is the place's byte in the line. Every character
/// keeps its column: tabs become spaces, and what cannot be seen becomes U+FFFD.
pub(super) fn excerpt(line: &str, at: usize) -> (String, usize) {
    let (head, tail) = line.split_at(at);
    let has_room = |text: &str, room: usize| text.chars().nth(room).is_none();
    let fits = has_room(line, WIDEST);
    let start = if fits { 0 } else { start_of_last(head, BEFORE) };
    let shown_head = &head[start..];
    let before = shown_head.chars().count();
    let room = if fits { WIDEST } else { WIDEST - before };
    let end = tail
        .char_indices()
        .nth(room)
        .map_or(tail.len(), |(end, _)| end);

    let mut out = String::with_capacity(shown_head.len() + end + 2 * CUT.len_utf8());
    let cut_before = usize::from(start > 0);
    out.extend((start > 0).then_some(CUT));
    out.extend(shown_head.chars().chain(tail[..end].chars()).map(printable));
    out.extend((end < tail.len()).then_some(CUT));
    (out, cut_before + before + 1)
}

/// Where the last `count` characters of `text` begin.
fn start_of_last(text: &str, count: usize) -> usize {
    text.char_indices()
        .rev()
        .take(count)
        .last()
        .map_or(text.len(), |(start, _)| start)
}

fn printable(c: char) -> char {
    match c {
        '\t' => ' ',
        c if is_hidden(c) => char::REPLACEMENT_CHARACTER,
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{BEFORE, WIDEST, excerpt};

    #[test]
    fn short_lines_stand_whole() {
        assert_eq!(excerpt("\t\"å\": 1", 1), (" \"å\": 1".to_owned(), 2));
        assert_eq!(excerpt("", 0), (String::new(), 1));
        assert_eq!(excerpt("a\u{1b}\u{202e}b", 0).0, "a\u{fffd}\u{fffd}b");
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let line = "å".repeat(500) + "X" + &"ö".repeat(500);
        let (text, column) = excerpt(&line, 1000);
        assert_eq!(text.chars().nth(column - 1), Some('X'));
        assert_eq!(column, BEFORE + 2);
        assert_eq!(text.chars().count(), WIDEST + 2);
        assert!(text.starts_with('…') && text.ends_with('…'));

        let (text, column) = excerpt(&line, 0);
        assert_eq!((column, text.starts_with('å')), (1, true));
        let (text, column) = excerpt(&line, line.len());
        assert_eq!(text.chars().count() + 1, column);
        assert!(text.ends_with('ö'));
    }
}
