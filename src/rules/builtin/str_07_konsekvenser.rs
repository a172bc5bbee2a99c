//! STR-07: the consequences that the municipality wants described, and its checklist for a case seen from all sides.

use memchr::memmem;
use serde_json::Value;

use crate::finding::Level;
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::settings::Settings;
use crate::rules::texts::{Form, Part, Text};
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "STR-07",
    slug: "konsekvenser",
    level: Level::Varning,
    since: "0.1",
    types: &["tjansteskrivelse"],
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Kontrollerar att de konsekvensavsnitt som kommunen kräver finns, som eget avsnitt eller som underrubrik i ärendets text. \
Har kommunen en checklista visas de punkter som en längre utredning inte tycks ta upp, samlade i ett råd.

## Varför
Nämnden ska kunna se vad beslutet betyder för barn, ekonomi och annat som kommunen har bestämt, även när svaret är att \
det inte påverkas. Checklistan är ett stöd: bara en människa kan bedöma om en fråga har betydelse för ärendet.

## Exempel
Fel: ett ärende utan `{ \"id\": \"barn\", … }` i en kommun som kräver det
Rätt: `{ \"id\": \"barn\", \"text\": \"Beslutet påverkar inte barn.\" }`

## Åtgärd
Lägg till avsnittet i `avsnitt`. Gå igenom checklistans punkter och ta upp dem som har betydelse.

## Källa
Kommunens mall. Avsnitten (`avsnitt`), checklistan (`checklista`: punkten och ord som visar att den är behandlad) och \
hur långt ärende den gäller (`checklista_fran_rader`) står i profilens `regler.toml`.
",
};

struct Konsekvenser {
    /// Ids of sections that have to be there.
    required: Vec<String>,
    /// Each point with words that show it has been thought of, in lower case.
    checklist: Vec<(String, Vec<String>)>,
    /// The checklist is for cases of at least this many lines.
    from_lines: usize,
    line: usize,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    let words = |list: &str| {
        list.split(',')
            .map(|w| w.trim().to_lowercase())
            .filter(|w| !w.is_empty())
            .collect()
    };
    let checklist = settings.pairs("checklista")?;
    Ok(Box::new(Konsekvenser {
        required: settings.texts("avsnitt")?,
        checklist: checklist
            .into_iter()
            .map(|(point, list)| (point.to_owned(), words(list)))
            .collect(),
        from_lines: settings.number("checklista_fran_rader", 0)?,
        line: settings.number("tecken_per_rad", super::LINE)?,
    }))
}

impl Check for Konsekvenser {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        self.sections(case, out);
        if !self.checklist.is_empty() {
            self.offer(case, out);
        }
    }
}

impl Konsekvenser {
    fn sections(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let headings = if self.required.is_empty() {
            Vec::new()
        } else {
            headings(case)
        };
        // What the type requires as a section is STR-01's.
        let missing = self
            .required
            .iter()
            .filter(|id| !case.typ.krav.contains(id));
        for id in missing {
            let name = case.context.profile.open_sections().get(id);
            let name = name.map_or_else(|| text::versal(id), Clone::clone);
            let is_there = headings
                .iter()
                .any(|(of, words)| of == id || *words == name.to_lowercase());
            if !is_there {
                out.add(
                    Pointer::root().key("avsnitt"),
                    format!("Avsnittet {} saknas.", text::quoted(&name)),
                )
                .advise(format!("Lägg till ett avsnitt med ”id”: ”{id}”. Skriv också om beslutet inte påverkar något."));
            }
        }
    }

    /// One piece of advice with every point that nothing in the document seems to touch.
    fn offer(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let lines: usize = case
            .texts
            .part(Part::Arendet)
            .map(|text| text::rader(&text.value, self.line))
            .sum();
        if lines == 0 || lines < self.from_lines {
            return;
        }
        let texts = case.texts.prose().filter(|t| t.part != Part::Huvud);
        let texts: Vec<&str> = texts.map(Text::lower).collect();
        let all = texts.join("\n");
        let is_in_text = |word: &String| memmem::find(all.as_bytes(), word.as_bytes()).is_some();
        let is_touched = |words: &[String]| words.iter().any(is_in_text);
        let left: Vec<String> = self
            .checklist
            .iter()
            .filter(|(_, words)| !is_touched(words))
            .map(|(point, _)| format!("”{point}”"))
            .collect();
        if !left.is_empty() {
            out.add(
                Pointer::root().key("arendet"),
                format!(
                    "Kommunens checklista frågar också efter {}.",
                    text::och_lista(&left)
                ),
            )
            .at_most(Level::Rad)
            .advise(
                "Ta upp det som har betydelse för ärendet. Checklistan är ett stöd och inget krav.",
            );
        }
    }
}

/// The ids and the headings, in lower case, of everything that stands under one.
fn headings(case: &Case<'_>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut open: Vec<&Value> = case.list("avsnitt").map(|(_, section)| section).collect();
    while let Some(section) = open.pop() {
        let of = |key: &str| {
            section
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
                .trim()
        };
        found.push((of("id").to_owned(), of("rubrik").to_lowercase()));
        open.extend(
            section
                .get("avsnitt")
                .and_then(Value::as_array)
                .into_iter()
                .flatten(),
        );
    }
    for text in case.texts.prose().filter(|text| text.form == Form::Rich) {
        let lines = text.value.lines().filter(|line| line.starts_with('#'));
        found.extend(lines.map(|line| {
            (
                String::new(),
                line.trim_matches(['#', ' ', '\t']).to_lowercase(),
            )
        }));
    }
    found
}
