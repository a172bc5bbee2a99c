//! HDR-02: a diarienummer is written as the registry writes it.

use serde_json::Value;

use super::ALLA;
use crate::finding::Level;
use crate::pointer::Pointer;
use crate::profile::{Delar, Profile};
use crate::rules::findings::Findings;
use crate::rules::{Case, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "HDR-02",
    slug: "diarienumrets-form",
    level: Level::Fel,
    since: "0.1",
    types: ALLA,
    needs_document: false,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Kontrollerar att fältet `diarienummer` är skrivet som kommunens diarium skriver det. Ett diarienummer som nämns i en \
rubrik eller i texten granskas inte.

## Varför
Ett nummer i fel form går inte att söka på i diariet, och ett utdrag kan hamna på fel ärende.

## Exempel
Fel: `KS 2018/859` där diariet skriver `KS 2018-00859`
Rätt: `KS 2018-00859`, eller i delar: `{ \"diarium\": \"KS\", \"ar\": 2018, \"nummer\": 859 }`

## Åtgärd
Skriv numret som det står i diariet. Skriver du det i delar sätter profilen ihop dem rätt. Klassificeringen (`3.7.1.0`) \
har ett eget fält, `klass`.

## Källa
Kommunens diarium; 5 kap. 2 § offentlighets- och sekretesslagen (2009:400). Mönstren står i profilens `profil.toml`.
",
};

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    let at = Pointer::root().key("diarienummer");
    let profile = case.context.profile;
    match case.field("diarienummer") {
        Some(Value::String(_)) => {
            let Some(text) = case
                .texts
                .list
                .iter()
                .find(|text| text.pointer == at && !text.is_blank())
            else {
                return;
            };
            let written = text.value.trim().replace(text::NBSP, " ");
            if read(profile, &written).is_none() {
                let message = format!(
                    "Diarienumret {} är inte skrivet som i diariet.",
                    text::quoted(&written)
                );
                out.add(at, message).advise(advice(profile, &written));
            }
        }
        Some(Value::Object(parts)) => {
            let number = |key: &str| parts.get(key).and_then(Value::as_u64);
            let diarium = parts.get("diarium").and_then(Value::as_str);
            let (Some(diarium), Some(ar), Some(nummer)) = (diarium, number("ar"), number("nummer"))
            else {
                return;
            };
            let (Ok(ar), Ok(nummer)) = (u16::try_from(ar), u32::try_from(nummer)) else {
                return;
            };
            let Some(printed) = profile.print_diarienummer(&Delar {
                diarium: diarium.to_owned(),
                ar,
                nummer,
            }) else {
                return;
            };
            if read(profile, &printed).is_none() {
                let message = format!(
                    "Diarienumret blir {}, som inte är skrivet som i diariet.",
                    text::quoted(&printed)
                );
                out.add(at.clone(), message)
                    .relies_on(at)
                    .advise(advice(profile, &printed));
            }
        }
        _ => {}
    }
}

fn read(profile: &Profile, written: &str) -> Option<Delar> {
    profile.read_diarienummer(written).map(|(delar, _)| delar)
}

/// The same number in the registry's form, if it can be made out; otherwise an example.
fn advice(profile: &Profile, written: &str) -> String {
    let Some(pattern) = profile.diarienummer.first() else {
        return "Skriv numret som det står i diariet.".to_owned();
    };
    if let Some((number, class)) = written.rsplit_once(' ')
        && read(profile, number).is_some()
    {
        return format!("Skriv ”{number}” i fältet ”diarienummer” och ”{class}” i fältet ”klass”.");
    }
    match guess(written).and_then(|parts| profile.print_diarienummer(&parts)) {
        Some(mended) if read(profile, &mended).is_some() && mended != written => {
            format!("Skriv numret som det står i diariet. Menade du ”{mended}”?")
        }
        _ => format!(
            "Skriv numret som det står i diariet, till exempel ”{}”.",
            pattern.example()
        ),
    }
}

/// The parts of a number in any common form: letters, a year of four digits, a number.
fn guess(written: &str) -> Option<Delar> {
    let letters: String = written.chars().take_while(|c| c.is_alphabetic()).collect();
    let mut digits = written
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty());
    let (ar, nummer) = (digits.next()?, digits.next()?);
    let is_whole = digits.next().is_none() && ar.len() == 4 && !letters.is_empty();
    is_whole.then_some(Delar {
        diarium: letters.to_uppercase(),
        ar: ar.parse().ok()?,
        nummer: nummer.parse().ok()?,
    })
}
