//! UND-04: an extract among the supporting documents can be found: body, date and §.

use std::collections::BTreeMap;

use serde_json::Value;

use super::BESLUTANDE;
use crate::finding::Level;
use crate::pointer::Pointer;
use crate::rules::findings::Findings;
use crate::rules::{Case, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "UND-04",
    slug: "protokoll-i-underlag",
    level: Level::Varning,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Kontrollerar att ett protokollsutdrag bland beslutsunderlagen anger instans och §, och att inte två instanser har \
samma datum och §. Datumet granskas av UND-01.

## Varför
Utan instans och § går utdraget inte att hitta. Två instanser med samma datum och § är nästan alltid en post som har \
kopierats men inte ändrats färdigt.

## Exempel
Fel: `Protokollsutdrag`
Rätt: `Protokollsutdrag från Tekniska nämnden, § 41`

## Åtgärd
Skriv instansen och paragrafen i titeln, och datumet i `datum`.

## Källa
Kommunens mall.
",
};

/// How the names of bodies end, genitive apart.
const BODIES: [&str; 12] = [
    "nämnd",
    "nämnden",
    "styrelse",
    "styrelsen",
    "fullmäktige",
    "utskott",
    "utskottet",
    "beredning",
    "beredningen",
    "rådet",
    "bolaget",
    "förbundet",
];

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    let mut seen = BTreeMap::<(String, String), String>::new();
    for (index, item) in case.list("beslutsunderlag") {
        let at = Pointer::root().key("beslutsunderlag").index(index);
        let title = item
            .get("titel")
            .and_then(Value::as_str)
            .unwrap_or_default();
        if !words(title).any(is_extract) || !case.texts.can_be_read(&at.key("titel")) {
            continue;
        }
        let body = words(title).find_map(body);
        let paragraph = paragraph(title);
        let lower = title.to_lowercase();
        if lower.contains("protokollsutdrag") || lower.contains("paragrafutdrag") {
            incomplete(&at, title, body.is_some(), paragraph.is_some(), out);
        }
        let date = item.get("datum").and_then(Value::as_str);
        let (Some(body), Some(paragraph), Some(date)) = (body, paragraph, date) else {
            continue;
        };
        let key = (date.to_owned(), paragraph.to_owned());
        match seen.get(&key) {
            Some(other) if *other != body => {
                let message =
                    format!("Två instanser har samma datum och paragraf: {date}, § {paragraph}.");
                out.add(at, message)
                    .advise("Kontrollera datum och paragraf mot protokollen.");
            }
            _ => {
                seen.insert(key, body);
            }
        }
    }
}

fn words(title: &str) -> impl Iterator<Item = &str> {
    title
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

fn is_extract(word: &str) -> bool {
    matches!(
        word.to_lowercase().as_str(),
        "protokoll" | "protokollsutdrag" | "paragrafutdrag"
    )
}

/// The body that a word names, without its genitive: a full name or initials.
fn body(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    let name = lower.strip_suffix('s').unwrap_or(&lower);
    let is_name = BODIES.iter().any(|end| name.ends_with(end));
    let is_initials =
        (2..=6).contains(&word.chars().count()) && word.chars().all(char::is_uppercase);
    (is_name || is_initials).then(|| name.to_owned())
}

/// The number beside the § of a title: "§ 41", "63/25 §".
fn paragraph(title: &str) -> Option<&str> {
    let is_number = |c: char| c.is_ascii_digit() || c == '/';
    let (before, after) = title.split_once('§')?;
    let after = after.trim_start_matches(['§', ' ', '\u{a0}']);
    let number = &after[..after.find(|c| !is_number(c)).unwrap_or(after.len())];
    let before = before.trim_end();
    let earlier = &before[before.rfind(|c| !is_number(c)).map_or(0, |at| {
        at + before[at..].chars().next().map_or(1, char::len_utf8)
    })..];
    [number, earlier]
        .into_iter()
        .find(|number| !number.is_empty())
}

fn incomplete(
    at: &Pointer,
    title: &str,
    has_body: bool,
    has_paragraph: bool,
    out: &mut Findings<'_>,
) {
    let parts = [("instans", has_body), ("paragraf", has_paragraph)];
    let missing: Vec<&str> = parts
        .iter()
        .filter(|(_, is_there)| !is_there)
        .map(|(name, _)| *name)
        .collect();
    if !missing.is_empty() {
        out.add(at.clone(), format!("Protokollsutdraget {} saknar {}.", text::quoted(title.trim()), text::och_lista(&missing)))
            .advise("Skriv instansen och paragrafen i titeln, till exempel ”Protokollsutdrag från Tekniska nämnden, § 41”.");
    }
}
