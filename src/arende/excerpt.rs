//! The line around a place, short and safe to print. Of JSON it knows only how a character may be escaped.

use crate::text::{is_hidden, masked_json};

/// The longest excerpt, in characters.
const WIDEST: usize = 120;
/// How much of it stands before the place when the line must be cut.
const BEFORE: usize = 40;
const CUT: char = '…';

/// How much on each side of the excerpt is read too, so that a number which the cut takes apart is known for one.
const AROUND: usize = 60;

/// A line's excerpt and the column of the place in it, from 1. `at` is the place's byte in the line. Every character
/// keeps its column: tabs become spaces, what cannot be seen becomes U+FFFD, and nobody's personnummer stands whole.
pub(super) fn excerpt(line: &str, at: usize) -> (String, usize) {
    let (head, tail) = line.split_at(at);
    let has_room = |text: &str, room: usize| text.chars().nth(room).is_none();
    let fits = has_room(line, WIDEST);
    let start = if fits { 0 } else { start_of_last(head, BEFORE) };
    let shown_head = &head[start..];
    let before = shown_head.chars().count();
    let room = if fits { WIDEST } else { WIDEST - before };
    let after = |count: usize| {
        tail.char_indices()
            .nth(count)
            .map_or(tail.len(), |(at, _)| at)
    };
    let end = after(room);

    let read_from = start_of_last(&head[..start], AROUND);
    let seen = masked_json(&line[read_from..head.len() + after(room + AROUND)]);
    let skip = head[read_from..start].chars().count();
    let shown = seen.chars().skip(skip);
    let shown = shown.take(before + tail[..end].chars().count());

    let mut out = String::with_capacity(shown_head.len() + end + 2 * CUT.len_utf8());
    let cut_before = usize::from(start > 0);
    out.extend((start > 0).then_some(CUT));
    out.extend(shown.map(printable));
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
    fn nobodys_number_stands_whole() {
        let shown = |line: &str, at: usize| excerpt(line, at).0;
        assert_eq!(shown("\"811218-9876\"", 1), "\"811218-****\"");
        assert_eq!(
            shown(r#""å 811218\u20139876 \u0038112189\u003876""#, 0),
            r#""å 811218\u2013**** \u003811218*********""#
        );
        // Wherever the cut falls.
        for before in 0..200 {
            let line = "x".repeat(before) + " 811218-9876 " + &"y".repeat(200);
            for at in [0, before, line.len() - 1] {
                let text = shown(&line, at);
                assert!(!text.contains("9876") && !text.contains("-98"), "{text}");
            }
        }
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
