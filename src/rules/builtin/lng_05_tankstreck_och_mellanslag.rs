//! LNG-05: dashes in ranges, and spaces that a line must not break at.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::ALLA;
use crate::finding::{Applicability, Edit, Level};
use crate::rules::findings::Findings;
use crate::rules::texts::{Part, Text};
use crate::rules::{Case, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "LNG-05",
    slug: "tankstreck-och-fasta-mellanslag",
    level: Level::Rad,
    since: "0.1",
    types: ALLA,
    needs_document: false,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Hittar intervall som är skrivna med bindestreck (”2023-2024”, ”7-9 §§”, ”kl. 13-15”), och ställen där ett vanligt \
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

/// Years, paragraphs, pages, times ("KL" is kommunallagen), school years and small numbers of something that is counted
/// or measured; never a diarienummer, a date or a telephone number.
static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?-u:\b(?:(?:19|20)[0-9]{2}-(?:19|20)[0-9]{2}\b|[Kk]l\.?[ ][0-9]{1,2}(?:[.:][0-9]{2})?-[0-9]{1,2}\b|[Ss]id(?:an|orna|\.)[ ][0-9]+-[0-9]+\b))|(?-u:\b)[0-9]{1,3}-[0-9]{1,3} ?§§|§§ ?[0-9]{1,3}-[0-9]{1,3}|(?-u:\b)[Åå]rskurs(?:erna)? [0-9]-[0-9](?-u:\b)|(?-u:\b)[0-9]{1,3}-[0-9]{1,3} (?:procent|år|månader|veckor|dagar|timmar|minuter|personer|barn|elever|platser|kilometer|meter|centimeter|millimeter|hektar|liter|kronor|grader|gånger)(?-u:\b)",
    )
    .expect("a fixed pattern")
});
static SPACE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?-u:\b[0-9]{1,3} kap\.|\b[0-9]{1,3}(?: [0-9]{3})+ kr|\b[Kk]l\. [0-9]+(?:[.:][0-9]{2})?)|§ [0-9]+",
    )
    .expect("a fixed pattern")
});

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    let (found, edits) = all(case, has_hyphen, &RANGE, is_range, ('-', "–"));
    if let Some((text, range)) = found {
        let written = text::quoted(&text.value[range.clone()]);
        out.add(
            text.place(range.clone()),
            format!("Intervallet {written} är skrivet med bindestreck."),
        )
        .advise("Skriv tankstreck (–) i intervall, här och i resten av dokumentet.")
        .mend(
            Applicability::Safe,
            "Skriv tankstreck i dokumentets alla intervall",
            edits,
        );
    }
    let (found, edits) = all(case, has_space, &SPACE, is_nobody_elses, (' ', "\u{a0}"));
    if let Some((text, range)) = found {
        let written = text::quoted(&text.value[range.clone()]);
        out.add(
            text.place(range.clone()),
            format!("{written} kan delas mellan två rader."),
        )
        .advise("Skriv fast mellanslag mellan talet och det som hör till det, här och i resten av dokumentet.")
        .mend(
            Applicability::Safe,
            "Skriv fast mellanslag på alla sådana ställen i dokumentet",
            edits,
        );
    }
}

/// The first place in the prose where the pattern stands and `counts` agrees, and the edits that write `(from, to)` at
/// every such place. The pattern is made only for a text that `may` have it: making it takes longer than judging all
/// the rest of a short ärende.
fn all<'c, 'a>(
    case: &'c Case<'a>,
    may: impl Fn(&str) -> bool,
    pattern: &LazyLock<Regex>,
    counts: impl Fn(&Text<'_>, Range<usize>) -> bool,
    (from, to): (char, &str),
) -> (Option<(&'c Text<'a>, Range<usize>)>, Vec<Edit>) {
    let mut first = None;
    let mut edits = Vec::new();
    for text in case.texts.prose().filter(|text| may(&text.value)) {
        let found = pattern
            .find_iter(&text.value)
            .filter(|found| counts(text, found.range()));
        for found in found {
            let wrong = found.as_str().match_indices(from);
            edits.extend(wrong.filter_map(|(at, _)| {
                let at = found.start() + at;
                text.edit(at..at + from.len_utf8(), to)
            }));
            first.get_or_insert((text, found.range()));
        }
    }
    (first, edits)
}

/// Whether a hyphen stands between digits.
fn has_hyphen(text: &str) -> bool {
    let goes_on = |after: &str| {
        after
            .strip_prefix('-')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    text::digits(text).any(|number| goes_on(&text[number.end..]))
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
    ["§", "kl.", "Kl."]
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

/// Whether a range is no piece of a longer number: "KS 2020-2011", "1 2010-2020-3".
fn is_range(text: &Text<'_>, found: Range<usize>) -> bool {
    let before = &text.value[..found.start];
    let goes_on = text.value[found.end..]
        .strip_prefix(['-', '/'])
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let is_glued = goes_on || before.ends_with(['-', '/', '.', ':', '–']);
    let word = before
        .trim_end()
        .rsplit(char::is_whitespace)
        .next()
        .unwrap_or_default();
    let is_code = word.chars().count() > 1 && word.chars().all(char::is_uppercase);
    let is_number =
        ["dnr", "dnr.", "diarienummer", "diarienr"].contains(&word.to_lowercase().as_str());
    !is_glued && !is_code && !is_number
}
