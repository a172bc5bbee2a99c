//! Where sentences begin and end in Swedish administrative prose. Knows nothing of grammar.

use std::borrow::Cow;
use std::ops::Range;

use super::{bytes_among, lowered};

/// Abbreviations that a sentence goes on after, without their last point. Those that often end one ("m.m.", "osv.") are
/// not here: a capital after them begins a new sentence.
const GO_ON: [&str; 57] = [
    "adj", "adm", "ang", "anm", "avd", "avs", "bif", "bitr", "bl.a", "bl", "ca", "c/o", "d.v.s",
    "dir", "dnr", "dr", "ds", "dvs", "e.g", "ekon", "enl", "ers", "ev", "exkl", "f", "f.d", "f.n",
    "f.ö", "fig", "fr.o.m", "föreg", "inkl", "jfr", "jur", "kand", "kap", "kl", "kv", "lic", "mom",
    "nr", "obs", "ordf", "p.g.a", "prof", "prop", "resp", "s.k", "s", "sid", "skr", "st", "t.ex",
    "t.o.m", "tel", "vol", "v",
];
/// Abbreviations that are words too ("råd med."): a sentence goes on after them only with a number.
const WORDS_TOO: [&str; 8] = ["art", "bil", "fil", "max", "med", "min", "punkt", "vice"];

/// No abbreviation here takes more bytes, in any case.
const LONGEST: usize = 12;

/// The sentences of a text as byte ranges without white space around, in order. A heading, a list item and a table cell
/// are sentences of their own; a single line break within a paragraph ends nothing.
#[must_use]
pub fn meningar(text: &str) -> Vec<Range<usize>> {
    // About so many bytes make a sentence.
    let mut sentences = Vec::with_capacity(text.len() / 100 + 1);
    let mut start = 0;
    // What has been judged together with the mark before it: looking at each mark of "......" anew would take a square.
    let mut judged = 0;
    for (at, c) in marks(text) {
        let end = match c {
            '.' | '!' | '?' | '…' | ':' if at >= judged => {
                let closing = end_of_marks(text, at, c);
                judged = closing;
                match end_of_sentence(text, at, c, closing) {
                    Some(end) => end,
                    None => continue,
                }
            }
            '\n' if begins_block(&text[at + 1..]) || is_one_line(&text[start..at]) => at,
            _ => continue,
        };
        if end > start {
            push(&mut sentences, text, start..end);
            start = end;
        }
    }
    push(&mut sentences, text, start..text.len());
    sentences
}

/// What a sentence may end with, wherever it stands.
fn marks(text: &str) -> impl Iterator<Item = (usize, char)> {
    let found = bytes_among(text, [b'.', b'!', b'?', b':', b'\n', 0xe2]);
    found.filter_map(move |at| match text.as_bytes()[at] {
        // The first byte of "…", and of other signs.
        0xe2 => text[at..].starts_with('…').then_some((at, '…')),
        byte => Some((at, char::from(byte))),
    })
}

/// The paragraphs and list items of a text as byte ranges, in order; no headings, table rows or pictures.
#[must_use]
pub fn stycken(text: &str) -> Vec<Range<usize>> {
    let mut paragraphs: Vec<Range<usize>> = Vec::new();
    let mut goes_on = false;
    let mut at = 0;
    for line in text.split('\n') {
        let range = at..at + line.len();
        at = range.end + 1;
        let written = line.trim();
        if written.is_empty() || written.starts_with(['#', '|']) || written.starts_with("![") {
            goes_on = false;
            continue;
        }
        match paragraphs.last_mut() {
            Some(last) if goes_on && !begins_block(line) => last.end = range.end,
            _ => paragraphs.push(range),
        }
        goes_on = true;
    }
    paragraphs
}

fn push(sentences: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let written = &text[range.clone()];
    let (head, tail) = (written.trim_start(), written.trim_end());
    if !head.is_empty() {
        sentences.push(range.end - head.len()..range.start + tail.len());
    }
}

/// Where the mark `c` and the marks, quotes and brackets that close with it end.
fn end_of_marks(text: &str, at: usize, c: char) -> usize {
    let after = &text[at + c.len_utf8()..];
    let closing = after.trim_start_matches(['”', '"', '’', '»', ')', ']', '.', '!', '?', '*', '_']);
    text.len() - closing.len()
}

/// Where a sentence that may end at the mark `c`, whose closing marks end at `end`, ends; `None` when it goes on.
fn end_of_sentence(text: &str, at: usize, c: char, end: usize) -> Option<usize> {
    let closing = &text[end..];
    let rest = closing.trim_start_matches([' ', '\u{a0}', '\t', '\r']);
    if rest.is_empty() {
        return Some(end);
    }
    if c == ':' {
        // What a colon introduces belongs to it, unless it is a list.
        return rest
            .strip_prefix('\n')
            .filter(|rest| begins_block(rest))
            .map(|_| end);
    }
    if rest.len() == closing.len() && !rest.starts_with('\n') {
        return None;
    }
    let next =
        rest.trim_start_matches(['\n', '”', '"', '»', '’', '(', '[', '*', '_', ' ', '–', '-']);
    let opens = next.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || c == '§');
    (opens && !(c == '.' && goes_on(&text[..at], next))).then_some(end)
}

/// Whether the point after `before` belongs to an abbreviation, an initial or a number.
fn goes_on(before: &str, next: &str) -> bool {
    let word = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '”' | '"' | '\u{a0}'))
        .next()
        .unwrap_or_default();
    let is_number = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit());
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    // "den 12. Mars" is nothing that anybody writes; "12. Beslut" is an item, whose number stands first on its line.
    let opens_line = is_number
        && before[..before.len() - word.len()]
            .trim_end_matches(' ')
            .ends_with(['\n']);
    let starts_text = is_number && before.len() == word.len();
    let has_number = next.starts_with(|c: char| c.is_ascii_digit());
    // Most words are longer than any abbreviation.
    let is_short = word.len() <= LONGEST;
    let lower = if is_short {
        lowered(word)
    } else {
        Cow::Borrowed("")
    };
    is_initial
        || (is_short && GO_ON.contains(&&*lower))
        || (has_number && WORDS_TOO.contains(&&*lower))
        || opens_line
        || starts_text
        || (is_number && next.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a heading or a table row ends with its line.
fn is_one_line(text: &str) -> bool {
    text.trim_start().starts_with(['#', '|'])
}

/// Whether a new paragraph, heading, list item or table row begins here, after a line break.
fn begins_block(rest: &str) -> bool {
    let line = rest.trim_start_matches(|c: char| c != '\n' && c.is_whitespace());
    // A marker is short: a line of one long word, or of no spaces at all, is not read to its end.
    let head = line
        .char_indices()
        .nth(5)
        .map_or(line, |(at, _)| &line[..at]);
    let marker = head.split([' ', '\u{a0}']).next().unwrap_or_default();
    let number = marker.strip_suffix(['.', ')']).unwrap_or_default();
    line.starts_with(['\n', '#', '|', '>'])
        || matches!(marker, "-" | "*" | "+" | "•" | "–")
        || (!number.is_empty() && number.len() < 4 && number.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::{meningar, stycken};

    fn of(text: &str) -> Vec<&str> {
        meningar(text)
            .into_iter()
            .map(|range| &text[range])
            .collect()
    }

    #[test]
    fn a_sentence_ends_at_its_mark() {
        assert_eq!(
            of("Nämnden beslutar. Varför? Det framgår nedan! Se §\u{a0}3."),
            [
                "Nämnden beslutar.",
                "Varför?",
                "Det framgår nedan!",
                "Se §\u{a0}3."
            ]
        );
        assert_eq!(
            of("”Vi vill ha en park.” Så skriver de."),
            ["”Vi vill ha en park.”", "Så skriver de."]
        );
        assert_eq!(
            of("Budgeten är 3,5 mnkr (se tabell 2). Den ökar."),
            ["Budgeten är 3,5 mnkr (se tabell 2).", "Den ökar."]
        );
    }

    #[test]
    fn abbreviations_initials_and_numbers_do_not_end_one() {
        for one in [
            "Enligt 10 kap. 7–9 §§ kommunallagen (2017:725) och t.ex. Lagen om stöd gäller detta.",
            "Mötet börjar kl. 13.00 i rum nr. 5 hos A. B. Andersson.",
            "Kostnaden är 1.5 miljoner, jfr. Borås Stads budget, s. 12.",
            "Han bor på Storgatan 3 B. Andersson",
            "Filen heter protokoll.pdf och finns på www.boras.se",
        ] {
            assert_eq!(of(one), [one]);
        }
        assert_eq!(
            of("Det gäller bl.a. skolor m.m. Nästa år blir det fler."),
            ["Det gäller bl.a. skolor m.m.", "Nästa år blir det fler."]
        );
        assert_eq!(
            of("Se bil. 2 om vad familjen har råd med. Alla har bil. Det är bra."),
            [
                "Se bil. 2 om vad familjen har råd med.",
                "Alla har bil.",
                "Det är bra."
            ]
        );
        assert_eq!(
            of("Det blev klart 2018. Därefter hände inget."),
            ["Det blev klart 2018.", "Därefter hände inget."]
        );
    }

    #[test]
    fn blocks_are_sentences_of_their_own() {
        assert_eq!(
            of("## Bakgrund\nEn rad\nsom fortsätter\n\nNytt stycke:\n- ett\n- två\n\n1. Första"),
            [
                "## Bakgrund",
                "En rad\nsom fortsätter",
                "Nytt stycke:",
                "- ett",
                "- två",
                "1. Första"
            ]
        );
    }

    #[test]
    fn paragraphs_end_at_empty_lines_and_blocks() {
        let text = "## Rubrik\nEn rad\nsom går vidare\n\n- ett\n- två\n  fortsätter\n| a |\n![](bild)\nSlut";
        let of: Vec<&str> = stycken(text)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(
            of,
            [
                "En rad\nsom går vidare",
                "- ett",
                "- två\n  fortsätter",
                "Slut"
            ]
        );
    }

    #[test]
    fn a_hostile_text_costs_no_more_than_a_long_one() {
        for piece in [
            ".",
            "a\n",
            "\u{2003}\n",
            ".”",
            "1. ",
            "!a",
            ": ",
            "-\n",
            "\n",
            " \n",
        ] {
            let text = piece.repeat(100_000) + "x";
            assert!(meningar(&text).len() <= text.len());
            assert!(stycken(&text).len() <= text.len());
        }
    }

    #[test]
    fn nothing_is_lost_and_nothing_is_said_twice() {
        for text in [
            "",
            " \n ",
            "a",
            "...",
            ". . .",
            "A.\n\n\nB",
            "\u{a0}.\u{a0}",
            "Är §\u{a0}.\n- ",
        ] {
            let mut last = 0;
            for range in meningar(text) {
                assert!(text[last..range.start].trim().is_empty(), "{text:?}");
                last = range.end;
            }
            assert!(text[last..].trim().is_empty(), "{text:?}");
        }
    }
}
