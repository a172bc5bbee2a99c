//! HTML: tags in rich text, which are printed as they stand. Tables have their own rule (PLN-02).

use super::{ALLA, pln_02_tabeller::is_in_table};
use crate::finding::Level;
use crate::markup::html_tag;
use crate::rules::findings::Findings;
use crate::rules::texts::Form;
use crate::rules::{Case, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "HTML",
    slug: "taggar-i-text",
    level: Level::Fel,
    since: "0.1",
    types: ALLA,
    needs_document: false,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Hittar HTML-taggar i löpande text, till exempel `<p>` eller `<ul>`. Tabeller granskas av PLN-02.

## Varför
Text som har kopierats från en webbsida eller ett annat system kan ha taggarna med sig. De betyder inget här utan \
skrivs ut bokstav för bokstav i dokumentet.

## Exempel
Fel: `<p>Nämnden har fått medel.</p>`
Rätt: `Nämnden har fått medel.`

## Åtgärd
Ta bort taggarna. Skriv en tom rad mellan stycken, `- ` först på raden för en punktlista och `**ord**` för fetstil.

## Källa
Dokumentens textformat; samma text ska stå i PDF, Word och webbsida.
",
};

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    for text in case
        .texts
        .prose()
        .filter(|text| text.form == Form::Rich && !is_in_table(&text.pointer))
    {
        let Some(tag) = html_tag(&text.value) else {
            continue;
        };
        let at = text.value.find(&tag).unwrap_or_default();
        out.add(text.place(at..at + tag.len()), format!("Texten innehåller HTML, {}, som skrivs ut bokstav för bokstav.", text::quoted(&tag)))
            .advise("Ta bort taggarna. Skriv en tom rad mellan stycken och ”- ” först på raden för en punktlista.");
    }
}
