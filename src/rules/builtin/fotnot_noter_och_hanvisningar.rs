//! FOTNOT: footnotes without a reference and references without a footnote.

use std::collections::BTreeMap;
use std::ops::Range;

use super::ALLA;
use crate::finding::Level;
use crate::markup::RemarkKind;
use crate::rules::findings::Findings;
use crate::rules::texts::Form;
use crate::rules::{Case, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "FOTNOT",
    slug: "noter-och-hanvisningar",
    level: Level::Fel,
    since: "0.1",
    types: ALLA,
    needs_document: false,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Hittar hänvisningar till fotnoter som inte finns, fotnoter som ingen hänvisar till, och fotnoter som har egna \
fotnoter.

## Varför
En hänvisning utan fotnot skrivs ut som sitt tecken, `[^1]`. En fotnot utan hänvisning skrivs inte ut alls: då \
försvinner text ur dokumentet.

## Exempel
Fel: `Kostnaden har ökat.[^1]` utan någon `[^1]: …` i samma fält
Rätt: `Kostnaden har ökat.[^1]` och, efter en tom rad, `[^1]: Årsredovisning 2025, sidan 14.`

## Åtgärd
Skriv fotnotens text i samma fält som hänvisningen, eller ta bort den som är över.

## Källa
Dokumentens textformat.
",
};

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    in_notes(case, out);
    for text in case.texts.prose().filter(|text| text.form == Form::Rich) {
        let (references, notes) = marks(&text.value);
        for (label, at) in &references {
            if !notes.contains_key(label) {
                let shown = text::visible(label);
                out.add(
                    text.place(mark(label, *at)),
                    format!("Hänvisningen [^{shown}] har ingen fotnot i samma fält."),
                )
                .advise(format!(
                    "Skriv fotnoten på en egen rad, ”[^{shown}]: …”, eller ta bort hänvisningen."
                ));
            }
        }
        for (label, at) in &notes {
            if !references.contains_key(label) {
                let shown = text::visible(label);
                out.add(
                    text.place(mark(label, *at)),
                    format!("Fotnoten [^{shown}] har ingen hänvisning och skrivs inte ut."),
                )
                .advise(format!(
                    "Skriv [^{shown}] där fotnoten hör hemma, eller ta bort den."
                ));
            }
        }
    }
}

/// References inside footnotes, as the text was read. One that leads nowhere at all is told of as such.
fn in_notes(case: &Case<'_>, out: &mut Findings<'_>) {
    let found = case.context.remarks.iter().filter_map(|remark| {
        let RemarkKind::NoteInNote(label) = &remark.kind else {
            return None;
        };
        let field = remark.pointer.as_ref()?;
        let text = case.texts.list.iter().find(|t| t.pointer == *field)?;
        let is_there = marks(&text.value).1.contains_key(label.as_str());
        is_there.then_some((text, label))
    });
    for (text, label) in found {
        let mark = format!("[^{label}]");
        let mut places = text.value.match_indices(&mark).map(|(at, _)| at);
        let at = places.find(|at| stands_in_note(&text.value[..*at]));
        let place = at.map(|at| text.place(self::mark(label, at)));
        let label = text::visible(label);
        out.add(
            place.unwrap_or_else(|| text.pointer.clone().into()),
            format!("En fotnot hänvisar till fotnoten [^{label}], och skrivs ut med sitt tecken."),
        )
        .advise("En fotnot kan inte ha egna fotnoter. Skriv in det som ska sägas i fotnotens egen text.");
    }
}

/// The bytes of a label's mark, `[^1]`, that stands at `at`.
fn mark(label: &str, at: usize) -> Range<usize> {
    at..at + "[^]".len() + label.len()
}

/// Whether the line that goes on after `before` is a footnote's.
fn stands_in_note(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.trim_start().starts_with("[^")
}

/// Where each label of a text is first referred to, and where its note stands.
fn marks(text: &str) -> (BTreeMap<&str, usize>, BTreeMap<&str, usize>) {
    let (mut references, mut notes) = (BTreeMap::new(), BTreeMap::new());
    for (at, _) in text.match_indices("[^") {
        let Some(label) = label(&text[at + 2..]) else {
            continue;
        };
        let before = &text[..at];
        if before.ends_with('\\') {
            continue;
        }
        let is_note = text[at + 2 + label.len()..].starts_with("]:")
            && before
                .chars()
                .rev()
                .find(|c| !matches!(c, ' ' | '\t'))
                .is_none_or(|c| c == '\n');
        let marks = if is_note { &mut notes } else { &mut references };
        marks.entry(label).or_insert(at);
    }
    (references, notes)
}

/// The label that the text begins with, up to its closing bracket.
fn label(text: &str) -> Option<&str> {
    const LONGEST: usize = 60;
    let (end, _) = text
        .char_indices()
        .take(LONGEST)
        .find(|(_, c)| *c == ']' || c.is_whitespace())?;
    (end > 0 && text[end..].starts_with(']')).then(|| &text[..end])
}
