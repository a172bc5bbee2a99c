//! Where sentences begin and end in Swedish administrative prose. Knows nothing of grammar.

use std::ops::Range;

/// Abbreviations that a sentence goes on after, without their last point. Those that often end one ("m.m.", "osv.") are
/// not here: a capital after them begins a new sentence.
const GO_ON: [&str; 66] = [
    "adj", "adm", "ang", "anm", "art", "avd", "avs", "bif", "bil", "bitr", "bl.a", "bl", "ca",
    "c/o", "cirka", "d.v.s", "dir", "dnr", "dr", "ds", "dvs", "e.g", "ekon", "enl", "ers", "ev",
    "exkl", "f", "f.d", "f.n", "f.ö", "fig", "fil", "fr.o.m", "föreg", "inkl", "jfr", "jur",
    "kand", "kap", "kl", "kv", "lic", "max", "med", "min", "mom", "nr", "obs", "ordf", "p.g.a",
    "prof", "prop", "punkt", "resp", "s.k", "s", "sid", "skr", "st", "t.ex", "t.o.m", "tel", "vol",
    "vice", "v",
];

/// The sentences of a text as byte ranges without white space around, in order. A heading, a list item and a table cell
/// are sentences of their own; a single line break within a paragraph ends nothing.
#[must_use]
pub fn meningar(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let end = match c {
            '.' | '!' | '?' | '…' | ':' => match end_of_sentence(text, at, c) {
                Some(end) => end,
                None => continue,
            },
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

fn push(sentences: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let written = &text[range.clone()];
    let (head, tail) = (written.trim_start(), written.trim_end());
    if !head.is_empty() {
        sentences.push(range.end - head.len()..range.start + tail.len());
    }
}

/// Where a sentence that may end at the mark `c` ends, after closing quotes and brackets; `None` when it goes on.
fn end_of_sentence(text: &str, at: usize, c: char) -> Option<usize> {
    let after = &text[at + c.len_utf8()..];
    let closing = after.trim_start_matches(['”', '"', '’', '»', ')', ']', '.', '!', '?', '*', '_']);
    let end = text.len() - closing.len();
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
    let is_short = GO_ON.contains(&&*word.to_lowercase());
    is_initial
        || is_short
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
    let line = rest.trim_start_matches([' ', '\t', '\r']);
    let marker = line.split([' ', '\u{a0}']).next().unwrap_or_default();
    let number = marker.strip_suffix(['.', ')']).unwrap_or_default();
    line.starts_with(['\n', '#', '|', '>'])
        || matches!(marker, "-" | "*" | "+" | "•" | "–")
        || (!number.is_empty() && number.len() < 4 && number.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::meningar;

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
