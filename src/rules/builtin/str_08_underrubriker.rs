//! STR-08: a long text has sub-headings.

use super::BESLUTANDE;
use crate::finding::Level;
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::settings::Settings;
use crate::rules::texts::Part;
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "STR-08",
    slug: "underrubriker-i-lang-text",
    level: Level::Rad,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Hittar mer än ungefär en sida löpande text utan underrubrik i ärendets egen text. En rad räknas som 90 tecken; tabeller \
och bilder räknas inte. Ärendet får högst ett fynd, vid det längsta stycket utan rubrik.

## Varför
Underrubriker gör att den som läser hittar till det som har betydelse för beslutet.

## Exempel
Fel: två sidor text utan någon rubrik
Rätt: samma text under rubriker som ”Så fungerar bidragen i dag” och ”Vad översynen har visat”

## Åtgärd
Dela upp texten med rubriker som säger vad den handlar om: en rad som börjar med `## `.

## Källa
Borås Stads mall: ”Dela gärna upp en längre text i stycken och använd informativa underrubriker.” Gränserna, `max_rader` \
och `tecken_per_rad`, står i profilens `regler.toml`.
",
};

struct Underrubriker {
    most: usize,
    line: usize,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    /// About a page.
    const DEFAULT: usize = 50;
    Ok(Box::new(Underrubriker {
        most: settings.number("max_rader", DEFAULT)?,
        line: settings.number("tecken_per_rad", super::LINE)?,
    }))
}

impl Check for Underrubriker {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        for text in case.texts.part(Part::Arendet) {
            let longest = stretches(&text.value)
                .map(|(at, stretch)| (text::rader(stretch, self.line), at, stretch))
                .rev()
                .max_by_key(|(lines, ..)| *lines);
            if let Some((lines, at, stretch)) = longest.filter(|(lines, ..)| *lines > self.most) {
                let first = stretch.len() - stretch.trim_start().len();
                let message = if at == 0 && stretch.len() == text.value.len() {
                    format!(
                        "Ärendets text är ungefär {lines} rader lång och har inga underrubriker."
                    )
                } else {
                    format!("Ungefär {lines} rader text står i följd utan underrubrik.")
                };
                out.add(text.place(at + first..at + stretch.len()), message)
                    .advise("Dela upp texten med underrubriker som säger vad den handlar om.");
            }
        }
    }
}

/// What stands between the headings of a text, with where it begins.
fn stretches(text: &str) -> impl DoubleEndedIterator<Item = (usize, &str)> {
    let mut found = Vec::new();
    let (mut start, mut at) = (0, 0);
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        if line.starts_with('#') {
            found.push((start, &text[start..at]));
            start = end;
        }
        at = end;
    }
    found.push((start, &text[start..]));
    found.into_iter()
}
