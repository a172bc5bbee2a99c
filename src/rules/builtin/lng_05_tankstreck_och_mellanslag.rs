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
och ställen där ett vanligt mellanslag kan dela det som hör ihop: ”10 kap.”, ”§ 12”, ”1 000 kr”, ”kl. 13.00”. Varje \
dokument får högst ett råd av varje slag. Adresser, filnamn, kod och det som är citerat rörs inte.

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
        r"(?-u:\b[0-9]{1,3} kap\.|\b[Kk]l\.? [0-9]+(?:[.:][0-9]{2})?)|(?-u:\b)[0-9]{1,3}(?: [0-9]{3})+(?:[-–][0-9]{1,3}(?: [0-9]{3})+)? kr(?:onor)?|§ [0-9]+",
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
            let mut quoted = None;
            for (range, hyphen) in self.ranges.find(&text.value) {
                let quoted = quoted.get_or_insert_with(|| text::citat(&text.value));
                if !text::is_inside(quoted, &range) && !is_literal(&text.value, &range) {
                    dashes.add(text, range, [(hyphen, "–".into())]);
                }
            }
            // The pattern is made only for a text that may have it: making it takes longer than judging all the rest of
            // a short ärende.
            if !has_space(&text.value) {
                continue;
            }
            let found = SPACE.find_iter(&text.value).map(|found| found.range());
            let is_right = |range: &Range<usize>| {
                is_nobody_elses(text, range.clone())
                    && !is_literal(&text.value, range)
                    && !belongs_before(&text.value, range)
            };
            for range in found.filter(is_right) {
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

/// Whether the place is a piece of an address, a file's name or code, where every sign counts.
fn is_literal(value: &str, range: &Range<usize>) -> bool {
    const LONGEST: usize = 200;
    let from = value.floor_char_boundary(range.start.saturating_sub(LONGEST));
    let to = value.ceil_char_boundary((range.end + LONGEST).min(value.len()));
    let before = value[from..range.start].rsplit(char::is_whitespace).next();
    let after = value[range.end..to].split(char::is_whitespace).next();
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    let is_address = |part: &str| part.contains(['@', '\\']) || part.contains("://");
    let bare = after.trim_end_matches(|c: char| !c.is_alphanumeric());
    let is_file = bare.rsplit_once('.').is_some_and(|(_, ending)| {
        (2..=4).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric())
    });
    let line = value[from..range.start].rsplit('\n').next();
    let in_code = line.is_some_and(|line| line.matches('`').count() % 2 == 1);
    is_address(before) || is_address(after) || before.contains("www.") || is_file || in_code
}

/// Whether a § stands after its number: in "9 § 9 lagen" it begins nothing.
fn belongs_before(value: &str, range: &Range<usize>) -> bool {
    let before = value[..range.start].trim_end_matches([' ', text::NBSP]);
    let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    // Four digits are the year of the meeting: "den 9 mars 2026 § 54".
    value[range.clone()].starts_with('§') && (1..=3).contains(&digits)
}

/// Whether no other rule speaks of the place: amounts in decisions are DEC-11's.
fn is_nobody_elses(text: &Text<'_>, found: Range<usize>) -> bool {
    let is_amount = |text: &str| {
        let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        unit.starts_with("kr")
    };
    text.part != Part::Beslut || !is_amount(&text.value[found.start..])
}
