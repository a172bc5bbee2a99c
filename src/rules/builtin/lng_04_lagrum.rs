//! LNG-04: references to laws: their form, and that name and number belong together.

use std::collections::BTreeMap;
use std::ops::Range;

use super::ALLA;
use super::lagrum::{self, Laws, Reference};
use crate::finding::{Applicability, Edit, Level};
use crate::profile::ProfileError;
use crate::rules::findings::{Findings, Place};
use crate::rules::settings::Settings;
use crate::rules::texts::Text;
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "LNG-04",
    slug: "lagrum",
    level: Level::Rad,
    since: "0.1",
    types: ALLA,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Granskar hänvisningar till lagar. Kapitel och paragraf skrivs före lagens namn, med punkt efter ”kap” och mellanslag \
före paragraftecknet, som är dubbelt när paragraferna är flera. Lagens nummer skrivs inom parentes och ska höra till \
lagens namn. Varje hänvisning ger ett råd i dokumentet, hur många gånger den än står där.

## Varför
Den som vill slå upp lagen ska hitta rätt. Ett fel nummer leder till en annan lag.

## Exempel
Fel: `KL 10 kap 7-9§§ (Kommunallagen 2017:725)`
Rätt: `10 kap. 7–9 §§ kommunallagen (2017:725)`

## Åtgärd
Skriv hänvisningen så som meddelandet visar. När namn och nummer inte hör ihop: ta reda på vilken lag som är menad.

## Källa
Myndigheternas skrivregler, Språkrådet; Svensk författningssamling. Lagarna och deras nummer står i profilens \
`regler.toml`.
",
};

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    let laws = settings
        .alternatives("lagar")?
        .into_iter()
        .map(|(name, numbers)| {
            (
                name.to_lowercase(),
                numbers.iter().map(ToString::to_string).collect(),
            )
        })
        .collect();
    let short = settings
        .pairs("forkortningar")?
        .into_iter()
        .map(|(short, name)| (short.to_owned(), name.to_owned()))
        .collect();
    Ok(Box::new(Laws { laws, short }))
}

/// What is wrong in the same way in one or several places.
struct Fault<'t> {
    first: Place,
    written: &'t str,
    edits: Vec<Edit>,
}

impl Check for Laws {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let mut forms: Vec<(String, Fault<'_>)> = Vec::new();
        let mut by_form: BTreeMap<String, usize> = BTreeMap::new();
        for text in case.texts.prose() {
            let mut taken: Vec<Range<usize>> = Vec::new();
            let references = lagrum::references(&text.value, self);
            for Reference { range, instead } in references {
                taken.push(range.clone());
                let written = &text.value[range.clone()];
                let Some(instead) = instead.filter(|instead| instead != written) else {
                    continue;
                };
                let edit = text.edit(range.clone(), instead.as_str());
                let index = *by_form.entry(instead.clone()).or_insert_with(|| {
                    let first = text.place(range.clone());
                    let edits = Vec::new();
                    forms.push((
                        instead,
                        Fault {
                            first,
                            written,
                            edits,
                        },
                    ));
                    forms.len() - 1
                });
                forms[index].1.edits.extend(edit);
            }
            self.numbers(text, &taken, out);
        }
        for (instead, fault) in forms {
            let message = format!(
                "Hänvisningen {} skrivs {}.",
                text::quoted(fault.written),
                text::quoted(&instead)
            );
            out.add(fault.first, message)
                .advise("Skriv hänvisningen så, här och i resten av dokumentet.")
                .mend(
                    Applicability::Safe,
                    format!("Skriv {}", text::quoted(&instead)),
                    fault.edits,
                );
        }
    }
}

impl Laws {
    /// Numbers that do not belong to the name beside them, and numbers without their brackets.
    fn numbers(&self, text: &Text<'_>, taken: &[Range<usize>], out: &mut Findings<'_>) {
        for cited in lagrum::numbers(&text.value) {
            let Some((name, numbers)) = self.named(&text.value, &cited) else {
                continue;
            };
            let written = &text.value[cited.range.clone()];
            if !numbers.iter().any(|number| number == written) {
                let right = numbers.first().map_or("", String::as_str);
                let other = self
                    .laws
                    .iter()
                    .find(|(_, all)| all.iter().any(|one| one == written));
                let hint =
                    other.map_or_else(String::new, |(other, _)| format!(" {written} är {other}."));
                let message = format!(
                    "{} har inte nummer {written} utan {right}.{hint}",
                    text::versal(name)
                );
                let edits = text.edit(cited.range.clone(), right).into_iter().collect();
                out.add(text.place(cited.range.clone()), message)
                    .advise("Ta reda på vilken lag som är menad, och rätta namnet eller numret.")
                    .mend(
                        Applicability::Unsafe,
                        format!("Skriv numret {right}"),
                        edits,
                    );
            } else if !cited.is_bracketed && !text::is_inside(taken, &cited.range) {
                let message = format!("Numret {written} på {name} saknar parentes.");
                let edits = text
                    .edit(cited.range.clone(), format!("({written})"))
                    .into_iter()
                    .collect();
                out.add(text.place(cited.range.clone()), message)
                    .advise(format!("Skriv ”{name} ({written})”."))
                    .mend(Applicability::Safe, format!("Skriv ({written})"), edits);
            }
        }
    }
}
