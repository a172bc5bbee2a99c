//! DEC-11: amounts in a decision are written in one unit and can be read.

use super::BESLUTANDE;
use crate::finding::Level;
use crate::rules::findings::Findings;
use crate::rules::texts::{Part, Text};
use crate::rules::{Case, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "DEC-11",
    slug: "belopp-i-beslut",
    level: Level::Varning,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Granskar belopp i beslutstexten. Alla belopp i ett beslut ska stå i samma enhet (kronor, tusen kronor eller miljoner \
kronor), och tusental skiljs med mellanslag, inte med punkt. Priser per timme, elev eller månad och belopp under \
10 000 kronor jämförs inte. Tusental som är skilda med vanligt mellanslag, eller inte alls, ger ett råd.

## Varför
Ett beslut om ”2 miljoner kronor, varav 400 tkr” är lätt att läsa fel, och en punkt kan läsas som ett decimaltecken.

## Exempel
Fel: `Nämnden avsätter 2 mnkr, varav 400 000 kronor till Fristad.`
Rätt: `Nämnden avsätter 2 000 000 kronor, varav 400 000 kronor till Fristad.`

## Åtgärd
Skriv alla belopp i beslutet i samma enhet. Skilj tusental med ett fast mellanslag, så att beloppet inte delas \
mellan två rader.

## Källa
Svenska skrivregler, Språkrådet.
",
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Kronor,
    Tusen,
    Miljoner,
    Miljarder,
}

/// An amount as it stands in a text.
struct Amount<'t> {
    at: usize,
    written: &'t str,
    number: &'t str,
    unit: Unit,
    /// Whether it is so much for each of something, or too little to be written in a larger unit.
    stands_alone: bool,
}

/// The units as they are written, longer before their beginnings.
const UNITS: [(&str, Unit); 11] = [
    ("kronor", Unit::Kronor),
    ("kr", Unit::Kronor),
    ("tkr", Unit::Tusen),
    ("ksek", Unit::Tusen),
    ("tusen kronor", Unit::Tusen),
    ("mnkr", Unit::Miljoner),
    ("mkr", Unit::Miljoner),
    ("msek", Unit::Miljoner),
    ("miljoner kronor", Unit::Miljoner),
    ("miljarder kronor", Unit::Miljarder),
    ("mdkr", Unit::Miljarder),
];

/// The amounts of a text: numbers with a unit of money.
fn amounts(text: &str) -> impl Iterator<Item = Amount<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + text[from..].find(|c: char| c.is_ascii_digit())?;
        let length = text[at..]
            .find(|c| !is_numeral(c))
            .unwrap_or(text.len() - at);
        from = at + length;
        Some((at, &text[at..from]))
    })
    .filter_map(|(at, numeral)| amount(text, at, numeral))
}

fn is_numeral(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\u{202f}')
}

fn amount<'t>(text: &'t str, at: usize, numeral: &'t str) -> Option<Amount<'t>> {
    let number = numeral.trim_end_matches(|c: char| !c.is_ascii_digit());
    let after = &text[at + numeral.len()..];
    let (unit, length) = UNITS.iter().find_map(|(word, unit)| {
        let written = after.get(..word.len())?.replace('\u{a0}', " ");
        let ends = !after[word.len()..].starts_with(char::is_alphanumeric);
        (ends && written.eq_ignore_ascii_case(word)).then_some((*unit, word.len()))
    })?;
    let rest = after[length..].trim_start_matches(['.', ' ', '\u{a0}']);
    let is_price = ["per ", "/", "i timmen", "om året", "i månaden"]
        .iter()
        .any(|word| rest.starts_with(word));
    let digits = number
        .split(',')
        .next()
        .map_or(0, |n| n.chars().filter(char::is_ascii_digit).count());
    let glued = text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '/'));
    (!glued).then_some(Amount {
        at,
        written: &text[at..at + numeral.len() + length],
        number,
        unit,
        stands_alone: is_price || (unit == Unit::Kronor && digits < 5),
    })
}

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    let points: Vec<&Text<'_>> = case
        .texts
        .part(Part::Beslut)
        .filter(|text| text.pointer.as_str().contains("/punkter/"))
        .collect();
    for decision in points.chunk_by(|a, b| a.series == b.series) {
        units(decision, out);
        separators(decision, out);
    }
}

/// One finding where a decision first changes its unit.
fn units(decision: &[&Text<'_>], out: &mut Findings<'_>) {
    let mut all = decision
        .iter()
        .flat_map(|text| amounts(&text.value).map(move |amount| (text, amount)));
    let Some((_, first)) = all.by_ref().find(|(_, amount)| !amount.stands_alone) else {
        return;
    };
    let other = all.find(|(_, amount)| !amount.stands_alone && amount.unit != first.unit);
    if let Some((text, other)) = other {
        let message = format!(
            "Beslutet anger belopp i olika enheter: {} och {}.",
            text::quoted(first.written),
            text::quoted(other.written)
        );
        out.add(text.place(other.at), message)
            .advise("Skriv alla belopp i beslutet i samma enhet.");
    }
}

/// At most one finding of each kind in a decision: points between thousands, and thousands that a line may break.
fn separators(decision: &[&Text<'_>], out: &mut Findings<'_>) {
    let all = || {
        decision
            .iter()
            .flat_map(|text| amounts(&text.value).map(move |amount| (text, amount)))
    };
    let digits =
        |part: &str, len: usize| part.len() == len && part.bytes().all(|b| b.is_ascii_digit());
    let has_points = |number: &str| {
        let mut parts = number.split('.');
        let first = parts
            .next()
            .is_some_and(|part| (1..=3).any(|len| digits(part, len)));
        let rest: Vec<&str> = parts.collect();
        first && !rest.is_empty() && rest.iter().all(|part| digits(part, 3))
    };
    let may_break = |number: &str| {
        number.contains(' ') || (number.len() > 4 && number.bytes().all(|b| b.is_ascii_digit()))
    };
    if let Some((text, amount)) = all().find(|(_, amount)| has_points(amount.number)) {
        let message = format!(
            "Tusental är skilda med punkt: {}.",
            text::quoted(amount.written)
        );
        out.add(text.place(amount.at), message)
            .advise("Skilj tusental med ett fast mellanslag.");
    } else if let Some((text, amount)) = all().find(|(_, amount)| may_break(amount.number)) {
        let message = format!(
            "Beloppet {} saknar fasta mellanslag mellan tusentalen.",
            text::quoted(amount.written)
        );
        out.add(text.place(amount.at), message)
            .at_most(Level::Rad)
            .advise("Skilj tusental med ett fast mellanslag, så att beloppet inte delas mellan två rader.");
    }
}
