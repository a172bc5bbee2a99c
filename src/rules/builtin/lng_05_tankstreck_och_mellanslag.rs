//! LNG-05: dashes in ranges, and spaces that a line must not break at.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::ALLA;
use super::intervall::Intervall;
use crate::finding::{Applicability, Edit, Level};
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::settings::Settings;
use crate::rules::texts::{Part, Text};
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "LNG-05",
    slug: "tankstreck-och-fasta-mellanslag",
    level: Level::Rad,
    since: "0.1",
    types: ALLA,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Hittar intervall som är skrivna med bindestreck (”2023-2024”, ”den 3-5 maj”, ”7-9 §§”, ”kl. 13-15”, ”10-15 procent”), \
och ställen där ett vanligt \
mellanslag kan dela det som hör ihop: ”10 kap.”, ”§ 12”, ”1 000 kr”, ”kl. 13.00”. Varje dokument får högst ett råd av \
varje slag.

## Varför
Ett bindestreck binder ihop ord; ett tankstreck betyder ”till”. Ett tal som delas mellan två rader läses lätt fel.

## Exempel
Fel: `Planen gäller 2023-2024.`
Rätt: `Planen gäller 2023–2024.`

## Åtgärd
Skriv tankstreck (–) i intervall. Skriv fast mellanslag (Ctrl+Skift+mellanslag i Word) mellan talet och det som hör \
till det.

## Källa
Svenska skrivregler, Språkrådet.
",
};

static SPACE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?-u:\b[0-9]{1,3} kap\.|\b[0-9]{1,3}(?: [0-9]{3})+ kr|\b[Kk]l\.? [0-9]+(?:[.:][0-9]{2})?)|§ [0-9]+",
    )
    .expect("a fixed pattern")
});

struct Tecken {
    ranges: Intervall,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    let ranges = Intervall::read(settings)?;
    Ok(Box::new(Tecken { ranges }))
}

impl Check for Tecken {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let mut dashes = Slag::default();
        let mut spaces = Slag::default();
        for text in case.texts.prose() {
            for (range, hyphen) in self.ranges.find(&text.value) {
                dashes.add(text, range, [(hyphen, "–".into())]);
            }
            // The pattern is made only for a text that may have it: making it takes longer than judging all the rest of
            // a short ärende.
            if !has_space(&text.value) {
                continue;
            }
            let found = SPACE.find_iter(&text.value).map(|found| found.range());
            for range in found.filter(|range| is_nobody_elses(text, range.clone())) {
                let signs = text.value[range.clone()].match_indices(' ');
                let signs: Vec<_> = signs
                    .map(|(at, _)| (range.start + at, text::NBSP.into()))
                    .collect();
                spaces.add(text, range, signs);
            }
        }
        dashes.tell(
            |written| format!("Intervallet {written} är skrivet med bindestreck."),
            "Skriv tankstreck (–) i intervall, här och i resten av dokumentet.",
            "Skriv tankstreck i dokumentets alla intervall",
            out,
        );
        spaces.tell(
            |written| format!("{written} kan delas mellan två rader."),
            "Skriv fast mellanslag mellan talet och det som hör till det, här och i resten av dokumentet.",
            "Skriv fast mellanslag på alla sådana ställen i dokumentet",
            out,
        );
    }
}

/// All that is wrong in one way in a document: told once, at its first place.
#[derive(Default)]
struct Slag<'c, 'a> {
    first: Option<(&'c Text<'a>, Range<usize>)>,
    edits: Vec<Edit>,
}

impl<'c, 'a> Slag<'c, 'a> {
    /// A place, and what is to stand instead of some of its signs, each of one byte.
    fn add(
        &mut self,
        text: &'c Text<'a>,
        range: Range<usize>,
        signs: impl IntoIterator<Item = (usize, String)>,
    ) {
        let edits = signs.into_iter();
        self.edits
            .extend(edits.filter_map(|(at, with)| text.edit(at..at + 1, with)));
        self.first.get_or_insert((text, range));
    }

    fn tell(
        self,
        message: impl Fn(&str) -> String,
        help: &str,
        title: &str,
        out: &mut Findings<'_>,
    ) {
        let Some((text, range)) = self.first else {
            return;
        };
        let written = text::quoted(&text.value[range.clone()]);
        out.add(text.place(range), message(&written))
            .advise(help)
            .mend(Applicability::Safe, title, self.edits);
    }
}

/// Whether an ordinary space stands on the right side of a number for something that [`SPACE`] looks for.
fn has_space(text: &str) -> bool {
    text::digits(text).any(|number| {
        let after = text[number.end..].strip_prefix(' ');
        let before = text[..number.start].strip_suffix(' ');
        after.is_some_and(|after| after.starts_with("kap.") || after.starts_with("kr"))
            || before.is_some_and(opens)
    })
}

/// Whether a text ends with what a number belongs to.
fn opens(before: &str) -> bool {
    ["§", "kl.", "Kl.", "kl", "Kl"]
        .iter()
        .any(|sign| before.ends_with(sign))
}

/// Whether no other rule speaks of the place: amounts in decisions are DEC-11's.
fn is_nobody_elses(text: &Text<'_>, found: Range<usize>) -> bool {
    let is_amount = |text: &str| {
        let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        unit.starts_with("kr")
    };
    text.part != Part::Beslut || !is_amount(&text.value[found.start..])
}
