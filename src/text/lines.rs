//! How many lines a text takes where nobody lays it out. Knows no width of letters.

/// The lines of a text when a line has room for `width` characters. A line break within a paragraph ends no line;
/// headings, rows of tables and pictures are not counted.
#[must_use]
pub fn rader(text: &str, width: usize) -> usize {
    let width = width.max(1);
    let mut lines = 0;
    let mut open = 0_usize;
    for line in text.lines() {
        let line = line.trim();
        let stands_alone =
            line.is_empty() || line.starts_with(['#', '|']) || line.starts_with("![");
        if stands_alone || begins_item(line) {
            lines += open.div_ceil(width);
            open = 0;
        }
        if !stands_alone {
            open += usize::from(open > 0) + line.chars().count();
        }
    }
    lines + open.div_ceil(width)
}

/// Whether the line is an item of a list.
fn begins_item(line: &str) -> bool {
    let marker = line.split(' ').next().unwrap_or_default();
    let number = marker.strip_suffix(['.', ')']).unwrap_or_default();
    matches!(marker, "-" | "*" | "+" | "•" | "–")
        || (!number.is_empty() && number.len() < 4 && number.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::rader;

    #[test]
    fn paragraphs_flow_and_items_stand_alone() {
        for (text, lines) in [
            ("", 0),
            ("1234567890", 1),
            ("12345678901", 2),
            ("12345\n67890", 2),
            ("1234\n67890", 1),
            ("ett\n\ntvå", 2),
            ("- ett\n- två\n1. tre", 3),
            (
                "## Rubrik\n\n| a | b |\n| --- | --- |\n\n![](bild)\n\nslut",
                1,
            ),
        ] {
            assert_eq!(rader(text, 10), lines, "{text:?}");
        }
        assert_eq!(rader("a", 0), 1);
    }
}
