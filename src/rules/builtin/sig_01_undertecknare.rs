//! SIG-01: those who must sign a document of its type are there.

use serde_json::Value;

use crate::finding::Level;
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::rules::findings::Findings;
use crate::rules::settings::Settings;
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "SIG-01",
    slug: "undertecknare",
    level: Level::Fel,
    since: "0.1",
    types: &["skrivelse", "yttrande"],
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Kontrollerar vem som skriver under. Ett yttrande skrivs under av nämndens ordförande och förvaltningschefen. I en \
skrivelse från partier har varje undertecknare sitt parti, eller sin grupp, vid namnet.

## Varför
Ett yttrande är nämndens och förvaltningens gemensamma svar. I en skrivelse ska det synas vilka partier som står \
bakom förslaget.

## Exempel
Fel: ett yttrande med bara ordförandens namn
Rätt: `{ \"namn\": \"Micael Svensson\", \"roll\": \"Ordförande\" }` och `{ \"namn\": \"Kenneth Lundqvist\", \"roll\": \
\"Förvaltningschef\" }`

## Åtgärd
Lägg till den som saknas i `underskrifter`, med namn och `roll` (yttrande) eller `parti` (skrivelse).

## Källa
Kommunens mall. Vilka roller som godtas står i profilens `regler.toml`.
",
};

struct Undertecknare {
    /// Words of which one must stand in somebody's role, for each role.
    roles: [(&'static str, Vec<String>); 2],
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    let lower = |words: Vec<String>| words.into_iter().map(|word| word.to_lowercase()).collect();
    Ok(Box::new(Undertecknare {
        roles: [
            ("ordförande", lower(settings.texts("ordforande")?)),
            (
                "förvaltningschef",
                lower(settings.texts("forvaltningschef")?),
            ),
        ],
    }))
}

/// A group and its people, each with its place.
fn people<'c>(case: &'c Case<'_>) -> impl Iterator<Item = (Pointer, &'c Value, &'c Value)> {
    case.list("underskrifter").flat_map(|(index, group)| {
        let at = Pointer::root()
            .key("underskrifter")
            .index(index)
            .key("personer");
        let people = group
            .get("personer")
            .and_then(Value::as_array)
            .map_or(&[][..], Vec::as_slice);
        people
            .iter()
            .enumerate()
            .map(move |(index, person)| (at.index(index), group, person))
    })
}

fn word<'v>(value: &'v Value, key: &str) -> &'v str {
    value
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .trim()
}

impl Check for Undertecknare {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        let at = Pointer::root().key("underskrifter");
        if case
            .field("underskrifter")
            .is_some_and(|field| !field.is_array())
        {
            // The schema has told of it.
            return;
        }
        if people(case).all(|(at, _, _)| !case.texts.can_be_read(&at.key("namn"))) {
            out.add(at.clone(), "Ingen skriver under dokumentet.")
                .relies_on(at)
                .advise("Skriv i ”underskrifter” vem som skriver under.");
        } else if case.context.typ == "yttrande" {
            self.roles(case, at, out);
        } else {
            parties(case, out);
        }
    }
}

impl Undertecknare {
    fn roles(&self, case: &Case<'_>, at: Pointer, out: &mut Findings<'_>) {
        let has = |words: &[String]| {
            people(case).any(|(_, _, person)| {
                let role = word(person, "roll").to_lowercase();
                words.iter().any(|word| role.contains(word.as_str()))
            })
        };
        let missing: Vec<&str> = self
            .roles
            .iter()
            .filter(|(_, words)| !words.is_empty() && !has(words))
            .map(|(name, _)| *name)
            .collect();
        if !missing.is_empty() {
            out.add(
                at.clone(),
                format!(
                    "Yttrandet saknar underskrift av {}.",
                    text::och_lista(&missing)
                ),
            )
            .relies_on(at)
            .advise("Lägg till personen i ”underskrifter”, med namn och ”roll”.");
        }
    }
}

fn parties(case: &Case<'_>, out: &mut Findings<'_>) {
    for (at, group, person) in people(case) {
        let name = word(person, "namn");
        if !name.is_empty() && word(person, "parti").is_empty() && word(group, "rubrik").is_empty()
        {
            out.add(
                at,
                format!("{} har inget parti vid sitt namn.", text::quoted(name)),
            )
            .advise("Skriv partiet i ”parti”, eller gruppens namn i ”rubrik”.");
        }
    }
}
