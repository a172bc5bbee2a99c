//! Files that are no JSON: what stands where a value should, what is missing between values, and how files are saved.

use std::ops::Range;

use serde_json::Value;

use crate::case::{Corpus, Fault, spread};
use crate::good::Good;
use crate::values::VALUES;
use crate::written::{Layout, Written, line_and_column};

/// How many places of each file a fault of the text is tried at.
const PLACES: usize = 4;

pub(crate) fn spoil(goods: &[Good], corpus: &mut Corpus) {
    for good in goods {
        for (value, offset, message) in VALUES {
            no_value(good, value, offset, message, corpus);
        }
        between(good, corpus);
        ends(good, corpus);
        names(good, corpus);
        deep(good, corpus);
        saved(good, corpus);
    }
}

fn fault<'a>(kind: &'static str, message: &'a str) -> Fault<'a> {
    Fault {
        kind,
        rule: "JSON",
        message,
        also: &[],
    }
}

/// The kinds that the texts which are no values belong to, by a word of their messages.
const VALUE_KINDS: [(&str, &str); 15] = [
    ("finns inte i JSON", "JSON: NaN"),
    ("inget värde i JSON", "JSON: word"),
    ("för stort eller för litet", "JSON: number out of range"),
    ("har fler siffror", "JSON: too many digits"),
    ("inget tal i JSON", "JSON: number badly written"),
    ("Texten står inom", "JSON: quotation marks of another kind"),
    ("Ett bakstreck", "JSON: backslash"),
    ("Efter \\u", "JSON: escape without its digits"),
    ("bara halva ett tecken", "JSON: lone surrogate"),
    ("tabbtecken", "JSON: tab in a text"),
    ("styrtecknet", "JSON: control character in a text"),
    ("radbrytning", "JSON: line break in a text"),
    ("citattecken som", "JSON: quotation mark in a text"),
    ("kommentarer", "JSON: comment"),
    ("mellanslag av fel slag", "JSON: space of another kind"),
];

fn kind_of(message: &str) -> &'static str {
    let known = VALUE_KINDS.iter().find(|(word, _)| message.contains(word));
    known.unwrap_or_else(|| panic!("a kind for {message}")).1
}

/// Something that is no value in the place of one.
fn no_value(good: &Good, value: &str, offset: usize, message: &str, corpus: &mut Corpus) {
    for pointer in spread(good.places_of(|_, value| !value.is_object()), 3) {
        let written = Written::new(&good.value, corpus.layout());
        let span = written.value(&pointer);
        let text = replaced(&written.text, span.clone(), value);
        let into: usize = value.chars().take(offset).map(char::len_utf8).sum();
        let fault = fault(kind_of(message), message);
        corpus.at_byte(good, &pointer, &text, span.start + into, &fault);
    }
}

fn replaced(text: &str, span: Range<usize>, with: &str) -> String {
    format!("{}{with}{}", &text[..span.start], &text[span.end..])
}

/// Whether another field or element follows after the value.
fn is_followed(written: &Written, pointer: &str) -> bool {
    written.text[written.value(pointer).end..].starts_with(',')
}

/// Commas and colons.
fn between(good: &Good, corpus: &mut Corpus) {
    let fields = || good.places_of(|at, _| at.rsplit('/').next().is_some_and(is_name));
    let places = || good.places_of(|_, _| true);
    for pointer in spread(places(), 3 * PLACES) {
        let written = Written::new(&good.value, corpus.layout());
        let (text, end) = (&written.text, written.value(&pointer).end);
        if is_followed(&written, &pointer) {
            let no_comma = replaced(text, end..end + 1, "");
            let told = fault("JSON: comma missing", "Ett komma saknas här.");
            corpus.at_byte(good, &pointer, &no_comma, end, &told);
            let semicolon = replaced(text, end..end + 1, ";");
            let told = fault(
                "JSON: semicolon for comma",
                "Här står ”;”, men JSON skiljer åt med komma.",
            );
            corpus.at_byte(good, &pointer, &semicolon, end, &told);
            let doubled = replaced(text, end..end + 1, ",,");
            let told = if is_name(pointer.rsplit('/').next().unwrap_or_default()) {
                fault(
                    "JSON: comma too many",
                    "Ett komma för mycket: det står inget före det.",
                )
            } else {
                fault("JSON: value missing", "Ett värde saknas här.")
            };
            corpus.at_byte(good, &pointer, &doubled, end + 1, &told);
        } else {
            let comma = replaced(text, end..end, ",");
            let told = fault(
                "JSON: comma after the last",
                "Ett komma för mycket: det kommer inget mer efter det.",
            );
            corpus.at_byte(good, &pointer, &comma, end, &told);
        }
    }
    for pointer in spread(fields(), 2 * PLACES) {
        let written = Written::new(&good.value, corpus.layout());
        let (text, name, value) = (
            &written.text,
            written.name(&pointer),
            written.value(&pointer),
        );
        let no_colon = replaced(text, name.end..name.end + 1, "");
        let told = fault("JSON: colon missing", "Ett kolon saknas mellan");
        corpus.at_byte(good, &pointer, &no_colon, name.end, &told);
        let equals = replaced(text, name.end..name.end + 1, "=");
        corpus.at_byte(good, &pointer, &equals, name.end, &told);
        if is_followed(&written, &pointer) {
            let only_name = replaced(text, name.end..value.end, "");
            let told = fault(
                "JSON: name without value",
                "Fältet har ett namn men inget värde.",
            );
            corpus.at_byte(good, &pointer, &only_name, name.end, &told);
            let no_value = replaced(text, value.clone(), "");
            let told = fault("JSON: value missing", "Ett värde saknas här.");
            corpus.at_byte(good, &pointer, &no_value, value.start, &told);
        }
    }
}

fn is_name(segment: &str) -> bool {
    segment.parse::<usize>().is_err()
}

/// Brackets, and files that end too early or too late.
fn ends(good: &Good, corpus: &mut Corpus) {
    for pointer in spread(good.places_of(|_, value| !value.is_object()), PLACES) {
        let written = Written::new(&good.value, corpus.layout());
        let span = written.value(&pointer);
        for at in [span.start, span.end] {
            let cut = &written.text[..at];
            // What is told is where the text ends, without the blanks after it.
            let end = cut.trim_end().len();
            let (line, column) = line_and_column(cut, end);
            let message = format!("JSON-filen slutar för tidigt (rad {line}, kolumn {column}).");
            let told = fault("JSON: cut short", &message);
            corpus.at_byte(good, &pointer, cut, end, &told);
        }
    }
    for pointer in spread(
        good.places_of(|_, value| value.as_str().is_some_and(|s| s.len() > 6)),
        PLACES,
    ) {
        let written = Written::new(&good.value, corpus.layout());
        let at = written.value(&pointer).start + 4;
        let at = written.text.floor_char_boundary(at);
        if written.text[..at].ends_with('\\') || corpus.layout() == Layout::Escaped {
            continue;
        }
        let told = fault(
            "JSON: cut short in a text",
            "JSON-filen slutar för tidigt (rad ",
        );
        corpus.at_byte(good, &pointer, &written.text[..at], at, &told);
    }
    let containers = good.places_of(|_, value| {
        value.as_array().is_some_and(|list| !list.is_empty()) || value.is_object()
    });
    for pointer in spread(containers, 2 * PLACES) {
        let written = Written::new(&good.value, corpus.layout());
        let end = written.value(&pointer).end - 1;
        let (other, message) = match &written.text[end..=end] {
            "}" => ("]", "Fel slutparentes: gruppen { … } som börjar på rad "),
            _ => ("}", "Fel slutparentes: listan [ … ] som börjar på rad "),
        };
        let text = replaced(&written.text, end..end + 1, other);
        let told = fault("JSON: bracket of the wrong kind", message);
        corpus.at_byte(good, &pointer, &text, end, &told);
    }
    for more in ["x", "}", "{}", "\"slut\"", "]"] {
        let written = Written::new(&good.value, corpus.layout());
        let text = format!("{}\n {more}", written.text);
        let told = fault(
            "JSON: more after the end",
            "Det står mer text efter ärendets slut.",
        );
        corpus.at_byte(good, "the end", &text, written.text.len() + 2, &told);
    }
}

/// The names of fields.
fn names(good: &Good, corpus: &mut Corpus) {
    let fields = || good.places_of(|at, _| at.rsplit('/').next().is_some_and(is_name));
    for pointer in spread(fields(), PLACES) {
        let name = pointer.rsplit('/').next().expect("a name").to_owned();
        let written = Written::new(&good.value, corpus.layout());
        let span = written.name(&pointer);
        let bare = replaced(&written.text, span.clone(), &name);
        let message = format!("Fältnamnet ”{name}” saknar citattecken.");
        let told = fault("JSON: name without quotation marks", &message);
        corpus.at_byte(good, &pointer, &bare, span.start, &told);

        let odd = replaced(&written.text, span.clone(), &format!("”{name}”"));
        let told = fault(
            "JSON: quotation marks of another kind",
            "Texten står inom ”",
        );
        corpus.at_byte(good, &pointer, &odd, span.start, &told);

        let long = replaced(
            &written.text,
            span.clone(),
            &format!("\"{}\"", "a".repeat(201)),
        );
        let told = fault("JSON: name too long", "Fältnamnet är längre än 200 tecken.");
        corpus.at_byte(good, &pointer, &long, span.start, &told);

        let end = written.value(&pointer).end;
        let twice = replaced(&written.text, end..end, &format!(", \"{name}\": 2"));
        let first = line_and_column(&written.text, span.start).0;
        let message = format!("Fältet ”{name}” står redan på rad {first}.");
        let told = fault("JSON: the same name twice", &message);
        corpus.at_byte(good, &pointer, &twice, end + ", ".len(), &told);
    }
}

/// Lists in lists.
fn deep(good: &Good, corpus: &mut Corpus) {
    const MOST: usize = 64;
    for pointer in spread(good.places_of(|_, value| value.is_string()), 2) {
        let depth = pointer.matches('/').count();
        let written = Written::new(&good.value, corpus.layout());
        let span = written.value(&pointer);
        let lists = format!("{}{}", "[".repeat(100), "]".repeat(100));
        let text = replaced(&written.text, span.clone(), &lists);
        let told = fault("JSON: too deep", "Data ligger i fler än 64 nivåer");
        corpus.at_byte(good, &pointer, &text, span.start + MOST - depth, &told);
    }
}

/// Files that were not saved as UTF-8.
fn saved(good: &Good, corpus: &mut Corpus) {
    let swedish = good.places_of(|_, value| {
        value
            .as_str()
            .is_some_and(|text| text.contains(['å', 'ä', 'ö']))
    });
    for pointer in spread(swedish, PLACES) {
        let written = Written::new(&good.value, Layout::Tabs);
        let span = written.value(&pointer);
        let letter = written.text[span.clone()]
            .find(['å', 'ä', 'ö'])
            .expect("a letter");
        let at = span.start + letter;
        let c = written.text[at..].chars().next().expect("a letter");
        let message = format!(
            "Filen är inte sparad som UTF-8: byten {:02X} är troligen ett {c}",
            u32::from(c)
        );
        let told = fault("JSON: a byte of Windows-1252", &message);
        corpus.at_byte(good, &pointer, &written.text, at, &told);
        let latin = u8::try_from(u32::from(c)).expect("Latin-1");
        last(corpus).splice(at..at + 2, [latin]);

        let told = fault(
            "JSON: a byte that is none",
            "Filen är inte sparad som UTF-8: byten 81 hör",
        );
        corpus.at_byte(good, &pointer, &written.text, at, &told);
        last(corpus).splice(at..at + 2, [0x81]);

        let told = fault(
            "JSON: cut within a character",
            "Filen slutar mitt i ett tecken.",
        );
        corpus.at_byte(good, &pointer, &written.text, at, &told);
        last(corpus).truncate(at + 1);
    }
    for layout in Layout::ALL {
        let text = Written::new(&good.value, layout).text;
        let told = fault("JSON: UTF-16", "Filen är sparad som UTF-16");
        corpus.at_byte(good, &format!("{layout:?}"), &text, 0, &told);
        let units = text.encode_utf16();
        *last(corpus) = if layout == Layout::Tabs {
            units.flat_map(u16::to_be_bytes).collect()
        } else {
            units.flat_map(u16::to_le_bytes).collect()
        };
        let told = fault("JSON: UTF-32", "Filen är sparad som UTF-32");
        corpus.at_byte(good, &format!("{layout:?}"), &text, 0, &told);
        *last(corpus) = text
            .chars()
            .flat_map(|c| u32::from(c).to_le_bytes())
            .collect();
    }
    let many = Value::from(vec![0; 60]).to_string().replace('0', "NaN");
    for (number, pointer) in spread(good.places_of(|_, v| v.is_string()), 2)
        .iter()
        .enumerate()
    {
        let written = Written::new(&good.value, Layout::ALL[number]);
        let span = written.value(pointer);
        let text = replaced(&written.text, span.clone(), &many);
        let told = Fault {
            also: &["JSON"],
            ..fault("JSON: too many faults", "Läsningen avbröts efter 50 fel.")
        };
        corpus.at_byte(good, pointer, &text, span.start + 50 * "NaN,".len(), &told);
    }
}

/// The bytes of the case that was added last.
fn last(corpus: &mut Corpus) -> &mut Vec<u8> {
    &mut corpus.cases.last_mut().expect("a case").bytes
}
