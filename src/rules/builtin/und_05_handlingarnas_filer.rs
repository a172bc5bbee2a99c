//! UND-05: the file of a supporting document is there, can be read, and is no other document's.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::BESLUTANDE;
use crate::finding::Level;
use crate::rules::findings::Findings;
use crate::rules::texts::Part;
use crate::rules::{Case, Rule};
use crate::source::{SourceError, inside};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "UND-05",
    slug: "handlingarnas-filer",
    level: Level::Fel,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Kontrollerar att filen i en handlings `fil` finns, går att läsa och inte är tom, och att två handlingar inte har samma \
fil. Sökvägen räknas från den mapp där ärendet ligger.

## Varför
Handlingarna ska följa med till nämnden. En fil som saknas märks annars först när kallelsen skickas.

## Exempel
Fel: `\"fil\": \"underlag/regler.pdf\"` när filen heter `regler-2026.pdf`
Rätt: `\"fil\": \"underlag/regler-2026.pdf\"`

## Åtgärd
Rätta sökvägen, eller lägg filen där den ska ligga.

## Källa
Kommunens mall: ”Här anges de handlingar som ska skickas med till nämnden.”
",
};

/// More files than a bundle has are not looked for.
const MOST: usize = 1000;

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    let Some(folder) = case.context.folder else {
        return;
    };
    let mut seen = BTreeSet::<PathBuf>::new();
    let named = case
        .texts
        .part(Part::Beslutsunderlag)
        .filter(|text| text.pointer.as_str().ends_with("/fil") && !text.is_blank());
    for file in named.take(MOST) {
        let path = folder.path.join(file.value.trim());
        // Nothing is wanted of the content: a file that is too large for nothing at all has been opened.
        let fault = match folder.files.read(&path, 0) {
            Ok(_) => Some("den är tom.".to_owned()),
            Err(SourceError::TooLarge { .. }) => None,
            Err(error) => Some(error.to_string()),
        };
        if let Some(fault) = fault {
            let message = format!(
                "Filen {} går inte att läsa: {fault}",
                text::quoted(&file.value)
            );
            out.add(file.pointer.clone(), message)
                .advise("Kontrollera sökvägen; den räknas från ärendefilens mapp.");
            continue;
        }
        let is_taken = inside(&path).is_ok_and(|path| !seen.insert(path));
        if is_taken {
            let message = format!(
                "Filen {} hör till två handlingar.",
                text::quoted(&file.value)
            );
            out.add(file.pointer.clone(), message)
                .advise("Ange den andra handlingens egen fil.");
        }
    }
}
