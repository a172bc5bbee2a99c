//! LNG-03: long sentences and long paragraphs. Measures no readability: such figures say nothing of these texts.

use std::collections::BTreeSet;
use std::ops::Range;

use super::ALLA;
use crate::finding::Level;
use crate::markup::html_tag;
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::settings::Settings;
use crate::rules::texts::{Form, Part, Text};
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "LNG-03",
    slug: "langa-meningar-och-stycken",
    level: Level::Rad,
    since: "0.1",
    types: ALLA,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Hittar meningar med fler än 30 ord och stycken som är längre än 10 rader. Punkterna i en lista, det som räknas upp \
efter ett kolon och det som citeras räknas var för sig. Nummer på lagar räknas inte som ord, och det som upprepas \
ord för ord ger bara ett råd.

## Varför
En lång mening måste ofta läsas två gånger, och ett långt stycke döljer vad det handlar om.

## Exempel
Fel: en mening om 45 ord med tre bisatser.
Rätt: två eller tre meningar med en tanke i varje.

## Åtgärd
Dela meningen där en ny tanke börjar. Dela stycket, eller gör en lista av det.

## Källa
Myndigheternas skrivregler, Språkrådet. Gränserna, `max_ord`, `max_rader` och `tecken_per_rad`, står i profilens \
`regler.toml`.
",
};

struct Limits {
    parts: Vec<Part>,
    words: usize,
    lines: usize,
    line: usize,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    Ok(Box::new(Limits {
        parts: settings.choices("delar", &Part::NAMED)?,
        words: settings.number("max_ord", 30)?,
        lines: settings.number("max_rader", 10)?,
        line: settings.number("tecken_per_rad", 90)?.max(1),
    }))
}

impl Check for Limits {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let read = |part: Part| self.parts.is_empty() || self.parts.contains(&part);
        let texts = case
            .texts
            .prose()
            .filter(|text| text.form == Form::Rich && read(text.part));
        // A summary may repeat the text it sums up: what is said twice is one finding.
        let mut told = BTreeSet::new();
        for text in texts.filter(|text| html_tag(&text.value).is_none()) {
            // Fewer words than this cannot be in so few bytes, and most texts are shorter.
            if text.value.len() > self.words.saturating_mul(2) {
                self.sentences(text, &mut told, out);
            }
            if text.value.len() > self.lines.saturating_mul(self.line) {
                self.paragraphs(text, &mut told, out);
            }
        }
    }
}

impl Limits {
    fn sentences<'t>(
        &self,
        text: &'t Text<'_>,
        told: &mut BTreeSet<&'t str>,
        out: &mut Findings<'_>,
    ) {
        for sentence in text.sentences() {
            let written = &text.value[sentence.clone()];
            if written.len() <= self.words.saturating_mul(2) || written.starts_with(['#', '|']) {
                continue;
            }
            // Nearly every sentence is told to be short by its words without their signs.
            if text.words_in(sentence).len() <= self.words {
                continue;
            }
            let words = longest_piece(written);
            if words > self.words && told.insert(written) {
                let message = format!(
                    "Meningen {} har {words} ord.",
                    text::quoted(&opening(written))
                );
                out.add(text.place(sentence.clone()), message)
                    .advise("Dela meningen där en ny tanke börjar.");
            }
        }
    }

    fn paragraphs<'t>(
        &self,
        text: &'t Text<'_>,
        told: &mut BTreeSet<&'t str>,
        out: &mut Findings<'_>,
    ) {
        for paragraph in text::stycken(&text.value) {
            let written = &text.value[paragraph.clone()];
            let lines = written.trim().chars().count().div_ceil(self.line);
            if lines > self.lines && told.insert(written) {
                let message = format!(
                    "Stycket {} är {lines} rader långt.",
                    text::quoted(&opening(written))
                );
                out.add(text.place(paragraph), message)
                    .advise("Dela stycket där ämnet byts, eller gör en lista av det.");
            }
        }
    }
}

/// The first words, for messages.
fn opening(written: &str) -> String {
    const SHOWN: usize = 5;
    let words: Vec<&str> = written.split_whitespace().take(SHOWN).collect();
    words.join(" ") + " …"
}

/// How many words the longest piece of a sentence has, what is quoted and what a colon introduces being pieces of
/// their own where they are more than a name or a word.
fn longest_piece(sentence: &str) -> usize {
    let mut longest = 0;
    let mut own = 0;
    let mut from = 0;
    for quotation in text::citat(sentence) {
        let quoted = words(&sentence[quotation.clone()]);
        if quoted > QUOTED_NAME {
            own += clauses(&sentence[from..quotation.start], &mut longest);
            longest = longest.max(quoted);
        } else {
            own += clauses(&sentence[from..quotation.end], &mut longest);
        }
        from = quotation.end;
    }
    own += clauses(&sentence[from..], &mut longest);
    longest.max(own)
}

/// A quotation of so few words is a name in the sentence.
const QUOTED_NAME: usize = 4;

/// The words up to a colon that introduces an enumeration; what is enumerated counts item by item.
fn clauses(text: &str, longest: &mut usize) -> usize {
    let Some((before, after)) = text.split_once(": ") else {
        return words(text);
    };
    let items = after.split([',', ';']);
    if items.clone().count() < 3 {
        return words(text);
    }
    *longest = items.map(words).fold(*longest, usize::max);
    words(before)
}

/// Words, without signs and what points out a place in a law: "10 kap. 7–9 §§", "(2017:725)".
fn words(text: &str) -> usize {
    let mut count = 0;
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let opens_law = |next: &&str| *next == "kap." || next.starts_with('§');
        let is_place = word == "kap."
            || is_number_of_law(word)
            || (word.starts_with(|c: char| c.is_ascii_digit())
                && words.peek().is_some_and(opens_law));
        count += usize::from(word.contains(text::is_word) && !is_place);
    }
    count
}

/// "(2017:725)".
fn is_number_of_law(word: &str) -> bool {
    let number: Range<usize> = match word.strip_prefix('(') {
        Some(_) => 1..word.find(')').unwrap_or(word.len()),
        None => return false,
    };
    word[number].split_once(':').is_some_and(|(year, number)| {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        digits(year) && digits(number)
    })
}
