//! PRO-10: an extract is of one §, and says whether it is justerat.

use std::collections::BTreeSet;

use super::PROTOKOLL;
use crate::finding::Level;
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::settings::Settings;
use crate::rules::sittning::{Paragraf, Sittning};
use crate::rules::texts::{Form, Text};
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "PRO-10",
    slug: "bara-egen-paragraf",
    level: Level::Fel,
    since: "0.2",
    types: PROTOKOLL,
    needs_document: false,
    prepare: |_: &Settings| -> Result<Box<dyn Check>, ProfileError> { Ok(Box::new(check)) },
    docs: "\
## Vad regeln gör
Kontrollerar att paragrafen är en enda: att numret inte är flera nummer, och att texten inte innehåller en annan paragrafs \
rubrik (en rad som börjar med ett annat paragrafnummer; det läses ur texten och blir som mest en varning). Ett utdrag kan \
inte vara både omedelbart justerat och ej justerat, och det är justerat först när sammanträdet har hållits. Ett utdrag som \
inte är justerat märks alltid ”Ej justerat”, och utdrag ur ett sammanträde är protokollets egen text, ord för ord: det \
gör Kansli.

## Varför
Den som får ett utdrag ska få just sitt beslut, ordagrant, och kunna se om det är slutgiltigt.

## Exempel
Fel: `\"paragraf\": \"64–65\"`
Rätt: ett utdrag för § 64 och ett för § 65

## Åtgärd
Dela utdraget, ta bort den andra paragrafens text, eller rätta `justerad`.

## Källa
Praxis; 5 kap. 69 § kommunallagen (2017:725).
",
};

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    let sittning = Sittning::of(case);
    let is_extract = case.context.typ == "protokollsutdrag";
    let field = if is_extract { "paragraf" } else { "nummer" };
    for paragraf in &sittning.paragrafer {
        if let Some(written) = paragraf.word(field)
            && is_several(written)
        {
            let message = format!("{} är mer än en paragraf.", text::quoted(written));
            out.add(paragraf.at.key(field), paragraf.says(&message))
                .advise("Skriv ett nummer. Varje paragraf är för sig.");
        }
    }
    if is_extract && let [paragraf] = &sittning.paragrafer[..] {
        let is_open = paragraf
            .value
            .get("justerad")
            .and_then(serde_json::Value::as_bool)
            == Some(false);
        if is_open && paragraf.is("omedelbart_justerad") {
            out.add(
                Pointer::root().key("justerad"),
                paragraf.says("utdraget är märkt både som omedelbart justerat och som ej justerat."),
            )
            .advise("Ta bort ”justerad” om paragrafen justerades omedelbart, annars ”omedelbart_justerad”.");
        }
        for text in case
            .texts
            .list
            .iter()
            .filter(|text| text.form == Form::Rich)
        {
            let beside = |other: u64, own: u64| other.abs_diff(own) == 1;
            foreign(paragraf, text, &beside, out);
        }
    } else {
        meeting(case, &sittning, out);
    }
}

/// In a meeting a text may stray from one § into another as well.
fn meeting(case: &Case<'_>, sittning: &Sittning<'_>, out: &mut Findings<'_>) {
    let all = case.texts.list.iter();
    let all = all.filter(|text| text.form == Form::Rich);
    let numbers: BTreeSet<u64> = sittning
        .paragrafer
        .iter()
        .filter_map(|p| p.nummer)
        .collect();
    let of_meeting = |other: u64, _: u64| numbers.contains(&other);
    for text in all {
        let mut steps = text.pointer.as_str().split('/').skip(1);
        let (Some("paragrafer"), Some(index)) = (steps.next(), steps.next()) else {
            continue;
        };
        let at = Pointer::root().key("paragrafer");
        let Ok(index) = index.parse::<usize>() else {
            continue;
        };
        let at = at.index(index);
        if let Some(paragraf) = sittning.paragrafer.get(index).filter(|p| p.at == at) {
            foreign(paragraf, text, &of_meeting, out);
        }
    }
}

/// "64–65", "64, 65", "64 och 65"; not "63/20".
fn is_several(written: &str) -> bool {
    let parts: Vec<&str> = written
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    // A year may follow its number: "63/20", "63-2020".
    let has_year = written.contains('/') || parts.get(1).is_some_and(|year| year.len() == 4);
    parts.len() > 1 && !has_year
}

/// A line that opens as the heading of another § does. `is_near` tells which numbers can be meant: a § of an ordinance
/// begins in the same way.
fn foreign(
    paragraf: &Paragraf<'_>,
    text: &Text<'_>,
    is_near: &dyn Fn(u64, u64) -> bool,
    out: &mut Findings<'_>,
) {
    let Some(own) = paragraf.nummer.filter(|_| text.value.contains('§')) else {
        return;
    };
    // The §§ of those who have treated the ärende before.
    if text.pointer.as_str().contains("/tidigare_behandling") {
        return;
    }
    let mut at = 0;
    for line in text.value.split('\n') {
        let start = at;
        at += line.len() + 1;
        let bare = line.trim_start_matches(['#', '*', ' ', '\u{a0}']);
        let Some(rest) = bare.strip_prefix('§') else {
            continue;
        };
        let rest = rest.trim_start_matches([' ', '\u{a0}']);
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let after = rest[digits..].trim_start_matches([' ', '\u{a0}', '*', '.', ':']);
        // A heading goes on with a title; "§ 7 i taxan" and "§ 41 den 20 april" are sentences.
        let is_title = after.is_empty() || after.starts_with(char::is_uppercase);
        if let Ok(other) = rest[..digits].parse::<u64>()
            && other != own
            && is_near(other, own)
            && is_title
            && !line.trim_end().ends_with(['.', ','])
        {
            let message = format!(
                "texten innehåller {}, en annan paragraf.",
                text::paragraf(&other.to_string())
            );
            out.add(
                text.place(start..start + line.len()),
                paragraf.says(&message),
            )
            .at_most(Level::Varning)
            .advise("Ta bort den andra paragrafens text.");
            return;
        }
    }
}
