//! TXT-01: characters that make a text another than it looks.

use super::ALLA;
use crate::finding::Level;
use crate::rules::findings::Findings;
use crate::rules::texts::Text;
use crate::rules::{Case, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "TXT-01",
    slug: "osynliga-tecken",
    level: Level::Fel,
    since: "0.1",
    types: ALLA,
    needs_document: false,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Hittar tecken som vänder textens riktning (Fel), osynliga tecken (Varning) och ord som blandar latinska bokstäver med \
kyrilliska som ser likadana ut (Varning). Mjuka bindestreck är tillåtna.

## Varför
Texten är inte den som den ser ut att vara: den går inte att söka i, läses upp fel och kan vara skriven för att lura.

## Exempel
Fel: ett namn där ”а” är det kyrilliska tecknet U+0430
Rätt: samma namn skrivet med svenskt tangentbord

## Åtgärd
Skriv om ordet med tangentbordet i stället för att klistra in det.

## Källa
Unicode Technical Report 36 (säkerhet) och 39.
",
};

const fn is_bidi(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{34f}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180e}'
            | '\u{200b}'
            | '\u{2060}'..='\u{2064}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
    )
}

const fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

/// The first of each sort of odd character in a text.
#[derive(Default)]
struct Odd {
    bidi: Option<(usize, char)>,
    invisible: Option<(usize, char)>,
    has_cyrillic: bool,
}

impl Odd {
    fn of(text: &str) -> Self {
        let mut odd = Self::default();
        // Below are Latin letters and their marks: most texts have nothing above but dashes and quotation marks.
        // U+034F is written with 0xCD and what comes after it with higher bytes.
        for at in text::bytes_within(text, 0xcd..=0xff) {
            let c = text[at..].chars().next().unwrap_or_default();
            if is_bidi(c) {
                odd.bidi.get_or_insert((at, c));
            } else if is_invisible(c) {
                odd.invisible.get_or_insert((at, c));
            }
            odd.has_cyrillic |= is_cyrillic(c);
        }
        odd
    }
}

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    for text in case.texts.list.iter().filter(|text| !text.value.is_ascii()) {
        let odd = Odd::of(&text.value);
        if let Some((at, c)) = odd.bidi {
            let message = format!(
                "Texten innehåller ett tecken som vänder skrivriktningen, U+{:04X}.",
                u32::from(c)
            );
            out.add(text.place(at..at + c.len_utf8()), message)
                .advise("Skriv om texten med tangentbordet, utan att klistra in den.");
        }
        if let Some((at, c)) = odd.invisible {
            let message = format!(
                "Texten innehåller ett osynligt tecken, U+{:04X}.",
                u32::from(c)
            );
            out.add(text.place(at..at + c.len_utf8()), message)
                .at_most(Level::Varning)
                .advise("Ta bort tecknet: skriv om ordet där det står.");
        }
        if odd.has_cyrillic {
            mixed_words(text, out);
        }
    }
}

/// The first word of a text that mixes Latin and Cyrillic letters.
fn mixed_words(text: &Text<'_>, out: &mut Findings<'_>) {
    let is_latin =
        |c: char| c.is_alphabetic() && (c.is_ascii() || matches!(c, '\u{c0}'..='\u{24f}'));
    let mixed = text
        .value
        .split(|c: char| !c.is_alphabetic())
        .find(|word| word.contains(is_cyrillic) && word.contains(is_latin));
    if let Some(word) = mixed {
        let at = word.as_ptr() as usize - text.value.as_ptr() as usize;
        let odd = word.chars().find(|c| is_cyrillic(*c)).unwrap_or_default();
        let message = format!(
            "Ordet {} blandar latinska och kyrilliska bokstäver (U+{:04X}).",
            text::quoted(word),
            u32::from(odd)
        );
        out.add(text.place(at..at + word.len()), message)
            .at_most(Level::Varning)
            .advise("Skriv om ordet med svenskt tangentbord.");
    }
}
