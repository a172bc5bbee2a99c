//! STR-09: no heading stands twice beside itself, and none stands over nothing.

use serde_json::Value;

use super::ALLA;
use crate::finding::Level;
use crate::pointer::Pointer;
use crate::rules::findings::{Findings, Place};
use crate::rules::texts::{Form, Text};
use crate::rules::{Case, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "STR-09",
    slug: "rubriker-med-text",
    level: Level::Varning,
    since: "0.1",
    types: ALLA,
    needs_document: false,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Hittar rubriker utan text under sig, och rubriker som står två gånger på samma nivå under samma rubrik. Att nivåerna \
inte hoppar sköter mallen.

## Varför
Den som läser med skärmläsare hoppar mellan rubriker. En tom rubrik leder ingenstans, och av två likadana vet ingen \
vilken som är vilken.

## Exempel
Fel: avsnittet ”Former för uppföljning” två gånger, den första gången utan text
Rätt: ett avsnitt ”Former för uppföljning” med text

## Åtgärd
Skriv text under rubriken, ta bort den eller ge den ett eget namn.

## Källa
Lagen (2018:1937) om tillgänglighet till digital offentlig service.
",
};

/// A heading among its siblings.
struct Heading<'t> {
    at: Place,
    words: &'t str,
    is_empty: bool,
}

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    sections(
        case,
        case.field("avsnitt"),
        &Pointer::root().key("avsnitt"),
        out,
    );
    for text in case
        .texts
        .prose()
        .filter(|text| text.form == Form::Rich && text.value.contains('#'))
    {
        in_text(case, text, out);
    }
}

/// Sections beside each other, and those within them.
fn sections(case: &Case<'_>, list: Option<&Value>, at: &Pointer, out: &mut Findings<'_>) {
    let list = list
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let mut headings = Vec::new();
    for (index, section) in list.iter().enumerate() {
        let at = at.index(index);
        let written = section.get("rubrik").and_then(Value::as_str);
        let known = section
            .get("id")
            .and_then(Value::as_str)
            .and_then(|id| case.context.profile.open_sections().get(id));
        let words = written.or(known.map(String::as_str)).unwrap_or_default();
        let is_empty = !["text", "tabell", "avsnitt"]
            .iter()
            .any(|part| case.texts.can_be_read(&at.key(part)));
        if !words.trim().is_empty() {
            headings.push(Heading {
                at: at.clone().into(),
                words,
                is_empty,
            });
        }
        sections(case, section.get("avsnitt"), &at.key("avsnitt"), out);
    }
    report(&headings, out);
}

/// One finding for each name that is wrong: a doubled heading whose first is empty is one fault.
fn report(headings: &[Heading<'_>], out: &mut Findings<'_>) {
    let key = |heading: &Heading<'_>| {
        heading
            .words
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase()
    };
    let mut names = std::collections::BTreeMap::<String, Vec<&Heading<'_>>>::new();
    for heading in headings {
        names.entry(key(heading)).or_default().push(heading);
    }
    for same in names.values() {
        let empty = same.iter().find(|heading| heading.is_empty);
        match (same.as_slice(), empty) {
            ([only], Some(_)) => {
                out.add(
                    only.at.clone(),
                    format!(
                        "Rubriken {} har ingen text under sig.",
                        text::quoted(only.words.trim())
                    ),
                )
                .relies_on(only.at.pointer.clone())
                .advise("Skriv text under rubriken, eller ta bort den.");
            }
            ([first, second, ..], _) => {
                let name = text::quoted(first.words.trim());
                let tail = if empty.is_some() {
                    ", en gång utan text under sig"
                } else {
                    ""
                };
                out.add(
                    empty.unwrap_or(second).at.clone(),
                    format!("Rubriken {name} står två gånger på samma nivå{tail}."),
                )
                .advise("Slå ihop avsnitten, eller ge ett av dem en egen rubrik.");
            }
            _ => {}
        }
    }
}

/// The sub-headings of one rich text.
fn in_text(case: &Case<'_>, text: &Text<'_>, out: &mut Findings<'_>) {
    let lines = headings(&text.value);
    let followed = follows(case, text);
    // Siblings of the level that is open, one list per open level.
    let mut open: Vec<(usize, Vec<Heading<'_>>)> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        while open.last().is_some_and(|(level, _)| *level > line.level) {
            report(&open.pop().expect("one is open").1, out);
        }
        let next = lines.get(number + 1);
        let end = next.map_or(text.value.len(), |next| next.at);
        let has_text = !text.value[line.end..end].trim().is_empty();
        let has_deeper = next.is_some_and(|next| next.level > line.level);
        let is_empty = !has_text && !has_deeper && (next.is_some() || !followed);
        let heading = Heading {
            at: text.place(line.at..line.end),
            words: line.words,
            is_empty,
        };
        match open.last_mut() {
            Some((level, siblings)) if *level == line.level => siblings.push(heading),
            _ => open.push((line.level, vec![heading])),
        }
    }
    for (_, siblings) in open {
        report(&siblings, out);
    }
}

/// Whether the section goes on after the text, with a table or sections of its own.
fn follows(case: &Case<'_>, text: &Text<'_>) -> bool {
    let is_section_text = text.pointer.last().as_deref() == Some("text");
    let section = text.pointer.parent().filter(|_| is_section_text);
    section.is_some_and(|at| {
        ["tabell", "avsnitt"]
            .iter()
            .any(|part| case.texts.can_be_read(&at.key(part)))
    })
}

struct Line<'t> {
    at: usize,
    end: usize,
    level: usize,
    words: &'t str,
}

/// The lines that are headings.
fn headings(text: &str) -> Vec<Line<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let level = line.bytes().take_while(|b| *b == b'#').count();
        let words = line[level..].trim().trim_end_matches('#').trim_end();
        if (1..=6).contains(&level) && line[level..].starts_with([' ', '\t']) && !words.is_empty() {
            found.push(Line {
                at,
                end: at + line.len(),
                level,
                words,
            });
        }
        at += line.len();
    }
    found
}
