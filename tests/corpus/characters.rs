//! Characters that cannot be printed, or that make a text another than it looks: in every field that holds a text.

use crate::case::{Corpus, Fault, spread};
use crate::good::{Good, MEETING};

/// What no text may hold: kind, the character, how the message begins, and what it ends with after the field.
const REFUSED: [(&str, char, &str); 8] = [
    ("TECKEN: control", '\u{7}', "Styrtecknet U+0007 står i ”"),
    ("TECKEN: control", '\u{7f}', "Styrtecknet U+007F står i ”"),
    (
        "TECKEN: control of Windows-1252",
        '\u{96}',
        "Styrtecknet U+0096 står i ”",
    ),
    (
        "TECKEN: private use",
        '\u{e000}',
        "Det privata tecknet U+E000 står i ”",
    ),
    (
        "TECKEN: private use",
        '\u{f0b7}',
        "Det privata tecknet U+F0B7 står i ”",
    ),
    (
        "TECKEN: noncharacter",
        '\u{fdd0}',
        "Icke-tecknet U+FDD0 står i ”",
    ),
    (
        "TECKEN: noncharacter",
        '\u{1fffe}',
        "Icke-tecknet U+1FFFE står i ”",
    ),
    (
        "TECKEN: byte order mark",
        '\u{feff}',
        "Det osynliga tecknet U+FEFF står i ”",
    ),
];

pub(crate) fn spoil(goods: &[Good], corpus: &mut Corpus) {
    for good in goods {
        let most = if good.name == MEETING { 4 } else { 8 };
        let texts =
            good.places_of(|at, value| value.is_string() && at != "/$schema" && at != "/kommun");
        for (kind, c, message) in REFUSED {
            for pointer in spread(texts.clone(), most) {
                // A hole in a number is no number.
                let fault = Fault {
                    also: &[
                        "SCHEMA", "HDR-02", "EXP-03", "DEC-06", "DEC-07", "PRO-02", "PRO-03",
                        "PRO-04", "PRO-05", "PRO-09", "SIG-01",
                    ],
                    ..told(kind, "TECKEN", message)
                };
                refused(good, &pointer, c, &fault, corpus);
            }
        }
        let sentences = good.prose();
        for (c, name) in [
            ('\u{202e}', "202E"),
            ('\u{2066}', "2066"),
            ('\u{200f}', "200F"),
        ] {
            let message =
                format!("Texten innehåller ett tecken som vänder skrivriktningen, U+{name}.");
            let fault = told("TXT-01: writing direction", "TXT-01", &message);
            more(
                good,
                spread(sentences.clone(), most),
                (" a", &c.to_string(), "b"),
                &fault,
                corpus,
            );
        }
        for (c, name) in [
            ('\u{200b}', "200B"),
            ('\u{2060}', "2060"),
            ('\u{180e}', "180E"),
        ] {
            let message = format!("Texten innehåller ett osynligt tecken, U+{name}.");
            let fault = told("TXT-01: invisible", "TXT-01", &message);
            more(
                good,
                spread(sentences.clone(), most),
                (" a", &c.to_string(), "b"),
                &fault,
                corpus,
            );
        }
        let fault = told(
            "TXT-01: mixed letters",
            "TXT-01",
            "Ordet ”Sk\u{43e}gen” blandar latinska och kyrilliska bokstäver (U+043E).",
        );
        more(
            good,
            spread(sentences.clone(), most),
            (" ", "Sk\u{43e}gen", " växer."),
            &fault,
            corpus,
        );
        for (text, name) in [
            ("คำ", "ค (U+0E04), ำ (U+0E33)"),
            ("漢", "漢 (U+6F22)"),
            ("ש", "ש (U+05E9)"),
        ] {
            let message = format!("Texten har tecken som dokumentets typsnitt saknar: {name}.");
            let fault = told("TECKEN: no glyph", "TECKEN", &message);
            more(
                good,
                spread(sentences.clone(), most),
                (" ", text, ""),
                &fault,
                corpus,
            );
        }
    }
}

fn told<'a>(kind: &'static str, rule: &'static str, message: &'a str) -> Fault<'a> {
    Fault {
        kind,
        rule,
        message,
        also: &["TECKEN", "TXT-01"],
    }
}

/// The character in the middle of a text: told where it stands, and nowhere else.
fn refused(good: &Good, pointer: &str, c: char, fault: &Fault<'_>, corpus: &mut Corpus) {
    let text = good
        .value
        .pointer(pointer)
        .and_then(|v| v.as_str())
        .expect("a text");
    let at = text.floor_char_boundary(text.len() / 2);
    let spoilt = good.with(pointer, format!("{}{c}{}", &text[..at], &text[at..]).into());
    corpus.at_part(good, &spoilt, pointer, &c.to_string(), fault);
}

/// Something put last in the texts: what stands before the part that is marked, that part, and what stands after it.
fn more(
    good: &Good,
    places: Vec<String>,
    (before, mark, after): (&str, &str, &str),
    fault: &Fault<'_>,
    corpus: &mut Corpus,
) {
    for pointer in places {
        let spoilt = good.with_more(&pointer, &format!("{before}{mark}{after}"));
        corpus.at_part(good, &spoilt, &pointer, mark, fault);
    }
}
