//! What stands between quotation marks. Knows nothing of who is quoted.

use std::ops::Range;

use super::bytes_among;

/// The quotations of a text as byte ranges with their marks, in order. Only a pair within one paragraph counts: a mark
/// that is never closed quotes nothing.
#[must_use]
pub fn citat(text: &str) -> Vec<Range<usize>> {
    let mut quotations = Vec::new();
    let mut open: Option<(usize, char)> = None;
    // How far it is known that no paragraph ends after the open mark.
    let mut read = 0;
    // The bytes that the marks begin with: most sentences have none of them.
    for at in bytes_among(text, [b'"', 0xc2, 0xe2]) {
        let c = text[at..].chars().next().unwrap_or_default();
        if open.is_some() && text[read..at].contains("\n\n") {
            open = None;
        }
        match (c, open) {
            (_, Some((start, closing))) if closes(closing, c) => {
                quotations.push(start..at + c.len_utf8());
                open = None;
            }
            ('”' | '"' | '“' | '»' | '«', None) => open = Some((at, c)),
            _ => {}
        }
        read = at;
    }
    quotations
}

/// Whether the mark `c` closes what `opening` opened: Swedish marks are alike, other ways of writing them are common.
fn closes(opening: char, c: char) -> bool {
    match opening {
        '”' | '“' => matches!(c, '”' | '“'),
        '"' => c == '"',
        _ => matches!(c, '»' | '«'),
    }
}

/// Whether `inner` lies inside one of the ranges, which are in order and apart.
#[must_use]
pub fn is_inside(ranges: &[Range<usize>], inner: &Range<usize>) -> bool {
    let after = ranges.partition_point(|range| range.start <= inner.start);
    after > 0 && ranges[after - 1].end >= inner.end
}

#[cfg(test)]
mod tests {
    use super::{citat, is_inside};

    #[test]
    fn pairs_within_a_paragraph_are_quotations() {
        let of = |text: &'static str| -> Vec<&str> {
            citat(text).into_iter().map(|range| &text[range]).collect()
        };
        assert_eq!(of("Han sa ”ja” och \"nej\"."), ["”ja”", "\"nej\""]);
        assert_eq!(of("Ett ” som är öppet\n\noch ”ett till”"), ["”ett till”"]);
        assert_eq!(
            of("»Så» skrev «man» förr, “så” nu"),
            ["»Så»", "«man»", "“så”"]
        );
        assert_eq!(of("en rad ”som\nfortsätter” här"), ["”som\nfortsätter”"]);
        let quotations = citat("a ”b c” d ”e”");
        assert!(is_inside(&quotations, &(5..6)));
        assert!(!is_inside(&quotations, &(0..1)) && !is_inside(&quotations, &(11..12)));
    }
}
