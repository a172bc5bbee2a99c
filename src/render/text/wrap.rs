//! Lines of a given width: wrapping, hanging indents, columns. Knows strings only, no document.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::document::Align;

/// How many columns a text takes: one for each character as a reader counts them.
pub(super) fn width(text: &str) -> usize {
    /// The first byte of U+0300. Below it only a line break is one character in two.
    const COMBINING: u8 = 0xcc;
    if text.bytes().all(|byte| byte < COMBINING && byte != b'\r') {
        return text.chars().count();
    }
    text.graphemes(true).count()
}

/// `text` in lines no wider than `limit`. A word that is wider stands alone and whole, so that an address can still
/// be copied; a no-break space never ends a line.
pub(super) fn wrap(text: &str, limit: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut taken = 0;
    for word in text
        .split([' ', '\t', '\n'])
        .filter(|word| !word.is_empty())
    {
        let needed = width(word);
        if taken > 0 && taken + 1 + needed > limit {
            lines.push(std::mem::take(&mut line));
            taken = 0;
        }
        if taken > 0 {
            line.push(' ');
            taken += 1;
        }
        line.push_str(word);
        taken += needed;
    }
    if taken > 0 {
        lines.push(line);
    }
    lines
}

/// `marker` before the first line, and the other lines under the first one's text.
pub(super) fn hang(marker: &str, lines: Vec<String>) -> Vec<String> {
    let indent = " ".repeat(width(marker));
    lines
        .into_iter()
        .enumerate()
        .map(|(at, line)| match at {
            0 => format!("{marker}{line}"),
            _ if line.is_empty() => line,
            _ => format!("{indent}{line}"),
        })
        .collect()
}

/// `text` in a field `columns` wide.
pub(super) fn align(text: &str, columns: usize, align: Align) -> String {
    let free = columns.saturating_sub(width(text));
    let before = match align {
        Align::Left => 0,
        Align::Center => free / 2,
        Align::Right => free,
    };
    format!("{}{text}{}", " ".repeat(before), " ".repeat(free - before))
}

/// `start` at the left and `end` at the right margin, on one line if there is room for a gap between them.
pub(super) fn spread(start: &str, end: &str, limit: usize) -> Vec<String> {
    const GAP: usize = 2;
    let mut lines = wrap(start, limit);
    let last = lines.last().map_or(0, |line| width(line));
    if let Some(line) = lines.last_mut()
        && last + GAP + width(end) <= limit
    {
        line.push_str(&align(end, limit - last, Align::Right));
    } else {
        lines.push(align(end, limit, Align::Right));
    }
    lines
}

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation as _;

    use super::{align, hang, spread, width, wrap};
    use crate::document::Align;

    #[test]
    fn lines_end_between_words_only() {
        assert_eq!(wrap("ett två  tre", 7), ["ett två", "tre"]);
        assert_eq!(wrap("10\u{a0}000 kronor", 8), ["10\u{a0}000", "kronor"]);
        assert_eq!(
            wrap("a för-lång-för-raden b", 5),
            ["a", "för-lång-för-raden", "b"]
        );
        assert!(wrap("  ", 5).is_empty());
        // A letter written as two characters takes one column.
        assert_eq!(wrap("a\u{30a} b", 3), ["a\u{30a} b"]);
    }

    #[test]
    fn a_text_is_as_wide_as_a_reader_counts() {
        for text in [
            "Åsa\u{ad}\u{a0}ÿ",
            "a\u{30a}o",
            "\r\n",
            "Škorić",
            "👩\u{200d}👧",
            "",
        ] {
            assert_eq!(width(text), text.graphemes(true).count(), "{text:?}");
        }
    }

    #[test]
    fn what_hangs_stands_under_its_text() {
        let lines = ["a", "", "b"].map(String::from).to_vec();
        assert_eq!(hang("10. ", lines), ["10. a", "", "    b"]);
    }

    #[test]
    fn fields_are_filled() {
        assert_eq!(align("å", 4, Align::Left), "å   ");
        assert_eq!(align("å", 4, Align::Center), " å  ");
        assert_eq!(align("å", 4, Align::Right), "   å");
        assert_eq!(align("för lång", 2, Align::Right), "för lång");
    }

    #[test]
    fn the_end_of_a_line_goes_to_the_margin() {
        assert_eq!(spread("a b", "9", 6), ["a b  9"]);
        assert_eq!(spread("a bcd", "9", 6), ["a bcd", "     9"]);
        assert_eq!(spread("", "9", 3), ["  9"]);
    }
}
