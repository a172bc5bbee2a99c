//! LNG-06: bodies are called what the register calls them, capitals and hyphens included.

use std::collections::BTreeMap;

use super::ALLA;
use crate::finding::{Applicability, Edit, Level};
use crate::profile::ProfileError;
use crate::rules::findings::{Findings, Place};
use crate::rules::register::Slag;
use crate::rules::settings::Settings;
use crate::rules::texts::{Form, Text};
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "LNG-06",
    slug: "instansernas-namn",
    level: Level::Rad,
    since: "0.1",
    types: ALLA,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Hittar namn på nämnder, förvaltningar och bolag som är skrivna på annat sätt än i kommunens register: ”Sociala \
Omsorgsnämnden” för ”Sociala omsorgsnämnden”, ”Vård och äldrenämnden” utan bindestreck. Kommunen kan också bestämma om \
namnen inne i en mening ska börja med stor eller liten bokstav.

## Varför
Ett namn ska skrivas på samma sätt i alla handlingar, så att det går att söka på.

## Exempel
Fel: `Fritids- och Folkhälsoförvaltningen`
Rätt: `Fritids- och folkhälsoförvaltningen`

## Åtgärd
Skriv namnet som det står i registret.

## Källa
Kommunens register: `[[instans]]` i profilens `regler.toml`. Där står också `begynnelsebokstav`.
",
};

/// How names begin inside a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Initial {
    Upper,
    Lower,
    Either,
}

struct Namn {
    initial: Initial,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    const CHOICES: [(&str, Initial); 3] = [
        ("stor", Initial::Upper),
        ("liten", Initial::Lower),
        ("valfri", Initial::Either),
    ];
    let initial = settings.choice("begynnelsebokstav", &CHOICES)?;
    Ok(Box::new(Namn {
        initial: initial.unwrap_or(Initial::Either),
    }))
}

/// A name that is written in some other way, wherever it is.
struct Wrong {
    first: Place,
    right: String,
    edits: Vec<Edit>,
}

impl Check for Namn {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let mut wrong = BTreeMap::<String, Wrong>::new();
        for text in case.texts.prose() {
            for found in case.register.find_in(text) {
                let body = case.register.body(found.body);
                // "Revisionen" is a word like any other.
                if !found.is_full || body.slag == Slag::Revision {
                    continue;
                }
                let name = found.range.start..found.stem_end;
                let written = &text.value[name.clone()];
                let Some(right) = self.right(text, name.start, written, &body.namn) else {
                    continue;
                };
                let entry = wrong.entry(spaced(written)).or_insert_with(|| Wrong {
                    first: text.place(name.clone()),
                    right: right.clone(),
                    edits: Vec::new(),
                });
                entry.edits.extend(text.edit(name, right));
            }
        }
        for (written, wrong) in wrong {
            let message = format!(
                "{} skrivs {}.",
                text::quoted(&written),
                text::quoted(&wrong.right)
            );
            out.add(wrong.first, message)
                .advise("Skriv namnet som det står i kommunens register, här och i resten av dokumentet.")
                .mend(
                    Applicability::Safe,
                    format!("Skriv {}", text::quoted(&wrong.right)),
                    wrong.edits,
                );
        }
    }
}

impl Namn {
    /// How a name should be written where it stands; `None` when it is.
    fn right(&self, text: &Text<'_>, at: usize, written: &str, name: &str) -> Option<String> {
        let has_lower = written.chars().any(char::is_lowercase);
        if !has_lower {
            return None;
        }
        let is_upper = written.starts_with(char::is_uppercase);
        let is_free = text.form != Form::Rich || opens_sentence(&text.value[..at]);
        let upper = match self.initial {
            Initial::Upper if text.form == Form::Rich => true,
            Initial::Lower if !is_free => false,
            _ => is_upper,
        };
        let right = if upper {
            text::versal(name)
        } else {
            text::gemen(name)
        };
        (spaced(written) != right).then_some(right)
    }
}

/// A name on one line with plain spaces.
fn spaced(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether what follows begins a sentence, a line, a cell or a quotation.
fn opens_sentence(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '\u{a0}', '*', '_', '”', '"', '’', '»', '(', '[']);
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '\n', '|', '#', '-', '–', '•', '>'])
}
