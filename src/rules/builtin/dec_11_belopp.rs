//! DEC-11: amounts in a decision are written in one unit and can be read.

use std::ops::Range;

use super::BESLUTANDE;
use crate::finding::{Applicability, Level};
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

impl Amount<'_> {
    fn range(&self) -> Range<usize> {
        self.at..self.at + self.written.len()
    }
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
        let at = from
            + text[from..]
                .bytes()
                .position(|byte| byte.is_ascii_digit())?;
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
        let is_it = after.get(..word.len())?.eq_ignore_ascii_case(word);
        let ends = || !after[word.len()..].starts_with(char::is_alphanumeric);
        (is_it && ends()).then_some((*unit, word.len()))
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
        out.add(text.place(other.range()), message)
            .advise("Skriv alla belopp i beslutet i samma enhet.");
    }
}

/// What the fix does.
const TITLE: &str = "Skilj tusental med fasta mellanslag";

/// At most one finding of each kind in a decision: points between thousands, and thousands that a line may break. It
/// mends every amount of the decision.
fn separators(decision: &[&Text<'_>], out: &mut Findings<'_>) {
    let all = || {
        decision
            .iter()
            .flat_map(|text| amounts(&text.value).map(move |amount| (text, amount)))
    };
    let edits = || {
        let edits = all().filter_map(|(text, amount)| {
            let readable = readable(&amount)?;
            let end = amount.at + amount.number.len();
            text.edit(amount.at..end, readable)
        });
        edits.collect()
    };
    if let Some((text, amount)) = all().find(|(_, amount)| is_grouped(amount.number, &['.'])) {
        let message = format!(
            "Tusental är skilda med punkt: {}.",
            text::quoted(amount.written)
        );
        out.add(text.place(amount.range()), message)
            .advise("Skilj tusental med ett fast mellanslag.")
            .mend(Applicability::Safe, TITLE, edits());
    } else if let Some((text, amount)) = all().find(|(_, amount)| may_break(amount.number)) {
        let message = format!(
            "Beloppet {} saknar fasta mellanslag mellan tusentalen.",
            text::quoted(amount.written)
        );
        out.add(text.place(amount.range()), message)
            .at_most(Level::Rad)
            .advise("Skilj tusental med ett fast mellanslag, så att beloppet inte delas mellan två rader.")
            .mend(Applicability::Safe, TITLE, edits());
    }
}

/// Whether the separators stand between thousands: "1.250.000", "12 500".
fn is_grouped(number: &str, separators: &[char]) -> bool {
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let mut parts = number.split(separators);
    let first = parts
        .next()
        .is_some_and(|part| (1..=3).contains(&part.len()) && digits(part));
    let rest: Vec<&str> = parts.collect();
    first && !rest.is_empty() && rest.iter().all(|part| part.len() == 3 && digits(part))
}

fn may_break(number: &str) -> bool {
    number.contains(' ') || (number.len() > 4 && number.bytes().all(|b| b.is_ascii_digit()))
}

/// The number with no-break spaces between its thousands; `None` where they stand already, and where somebody could
/// mean another number: "2.125 miljoner kronor", "under 2026 400 000 kronor".
fn readable(amount: &Amount<'_>) -> Option<String> {
    let (whole, decimals) = match amount.number.split_once(',') {
        Some((whole, decimals)) => (whole, format!(",{decimals}")),
        None => (amount.number, String::new()),
    };
    let is_point_sure = amount.unit == Unit::Kronor || !whole.contains('.');
    let separators = [' ', '.', text::NBSP, '\u{202f}'];
    let is_bare = whole.len() > 4 && whole.bytes().all(|b| b.is_ascii_digit());
    let is_wrong = whole.contains([' ', '.']) && is_grouped(whole, &separators);
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    let is_plain = !digits.starts_with('0') && !decimals.contains(char::is_whitespace);
    if !(is_point_sure && is_plain && (is_bare || is_wrong)) {
        return None;
    }
    Some(text::tal(digits.parse().ok()?) + &decimals)
}
