//! PLN-02: tables whose cells hold raw HTML or whose rows do not fit the head.

use serde_json::Value;

use super::ALLA;
use crate::finding::{Applicability, Edit, Level};
use crate::markup::{from_html, html_tag};
use crate::pointer::Pointer;
use crate::rules::findings::Findings;
use crate::rules::{Case, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "PLN-02",
    slug: "tabellers-celler-och-rader",
    level: Level::Fel,
    since: "0.1",
    types: ALLA,
    needs_document: false,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Granskar tabeller i fältet `tabell`: ingen cell får innehålla HTML, och varje rad ska ha lika många celler som \
tabellen har kolumner.

## Varför
HTML i en cell skrivs ut bokstav för bokstav, och en skärmläsare kan inte läsa listan i den. En rad med fel antal \
celler ställer uppgifter under fel rubrik.

## Exempel
Fel: `\"<ul><li>trygghet</li><li>delaktighet</li></ul>\"`
Rätt: `[\"- trygghet\", \"- delaktighet\"]`

## Åtgärd
Skriv cellen som text: en rad per element, en tom rad mellan stycken och `- ` först på raden för en punktlista. Ge \
varje rad en cell per kolumn; en tom cell skrivs `\"\"`. Rättningen gör om HTML till stycken och listor: läs den efteråt.

## Källa
Lagen (2018:1937) om tillgänglighet till digital offentlig service.
",
};

/// Whether a place is in a cell of a field `tabell`.
pub(super) fn is_in_table(pointer: &Pointer) -> bool {
    pointer.as_str().contains("/tabell/rader/")
}

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    for cell in case.texts.prose().filter(|text| is_in_table(&text.pointer)) {
        if let Some(tag) = html_tag(&cell.value) {
            let message = format!(
                "Cellen innehåller HTML, {}, som skrivs ut bokstav för bokstav.",
                text::quoted(&tag)
            );
            out.add(cell.pointer.clone(), message)
                .advise("Skriv cellen som text: en tom rad mellan stycken och ”- ” först på raden för en punktlista.")
                .mend(
                    Applicability::Unsafe,
                    "Skriv cellens HTML som stycken och listor",
                    without_html(case, &cell.pointer).into_iter().collect(),
                );
        }
    }
    sections(
        case.field("avsnitt"),
        &Pointer::root().key("avsnitt"),
        &mut |pointer, table| rows(&pointer, table, out),
    );
}

/// The change that writes a cell as text; `None` when something that looks like HTML would be left in it. The cell is
/// read as it is in the ärende: nothing that was hidden from the rules may be lost.
fn without_html(case: &Case<'_>, pointer: &Pointer) -> Option<Edit> {
    let html = match case.context.arende.pointer(pointer.as_str())? {
        Value::String(text) => text.clone(),
        Value::Array(lines) => {
            let lines: Option<Vec<&str>> = lines.iter().map(Value::as_str).collect();
            lines?.join("\n")
        }
        _ => return None,
    };
    let lines = from_html(&html);
    let replacement = match lines.as_slice() {
        [] => Value::String(String::new()),
        [line] => Value::String(line.clone()),
        lines => Value::from(lines),
    };
    html_tag(&lines.join("\n")).is_none().then_some(Edit {
        pointer: pointer.clone(),
        range: None,
        replacement,
    })
}

/// Calls `f` with every table of the sections, in order.
pub(super) fn sections<'a>(
    list: Option<&'a Value>,
    at: &Pointer,
    f: &mut dyn FnMut(Pointer, &'a Value),
) {
    for (index, section) in list
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .enumerate()
    {
        let at = at.index(index);
        if let Some(table) = section.get("tabell") {
            f(at.key("tabell"), table);
        }
        sections(section.get("avsnitt"), &at.key("avsnitt"), f);
    }
}

fn rows(pointer: &Pointer, table: &Value, out: &mut Findings<'_>) {
    let list = |key: &str| {
        table
            .get(key)
            .and_then(Value::as_array)
            .map_or(&[][..], Vec::as_slice)
    };
    let columns = list("kolumner").len();
    for (index, row) in list("rader").iter().enumerate() {
        let Some(cells) = row.as_array().map(Vec::len) else {
            continue;
        };
        if cells != columns && columns > 0 {
            let message = format!(
                "Raden har {}, men tabellen har {}.",
                text::antal(cells, "cell", "celler"),
                text::antal(columns, "kolumn", "kolumner")
            );
            out.add(pointer.key("rader").index(index), message)
                .advise("Ge raden en cell per kolumn. En tom cell skrivs som en tom text, \"\".");
        }
    }
}
