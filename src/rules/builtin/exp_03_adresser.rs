//! EXP-03: receivers' addresses can be sent to, and nobody stands there twice.

use std::collections::BTreeMap;

use serde_json::Value;

use super::BESLUTANDE;
use crate::finding::Level;
use crate::pointer::Pointer;
use crate::rules::findings::Findings;
use crate::rules::{Case, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "EXP-03",
    slug: "mottagarnas-adresser",
    level: Level::Varning,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare: |_| Ok(Box::new(check)),
    docs: "\
## Vad regeln gör
Hittar e-postadresser i `expedieras_till` som inte går att skicka till, och mottagare som står två gånger. Två \
mottagare med samma adress ger ett råd.

## Varför
Ett beslut som inte kommer fram blir inte verkställt.

## Exempel
Fel: `servicenamnden@example`
Rätt: `servicenamnden@example.se`

## Åtgärd
Rätta adressen, eller ta bort den mottagare som står en gång för mycket.

## Källa
Kommunens mall.
",
};

fn check(case: &Case<'_>, out: &mut Findings<'_>) {
    let mut seen = BTreeMap::<String, String>::new();
    for (index, receiver) in case.list("expedieras_till") {
        let at = Pointer::root().key("expedieras_till").index(index);
        let field = |key: &str| {
            let given = case.texts.can_be_read(&at.key(key));
            receiver
                .get(key)
                .and_then(Value::as_str)
                .map(str::trim)
                .filter(|_| given)
        };
        let name = field("namn").unwrap_or_default();
        let written = field("adress").unwrap_or_default();
        // Of hidden characters TXT-01 speaks.
        let address: &str = &written.replace(text::is_hidden, "");
        if looks_like_mail(address) && !is_mail(address) {
            let message = format!(
                "Adressen {} går inte att skicka till.",
                text::quoted(address)
            );
            out.add(at.key("adress"), message).advise(
                "Skriv mottagarens funktionsbrevlåda, till exempel servicenamnden@example.se.",
            );
        }
        let key = if address.is_empty() { name } else { address }.to_lowercase();
        if key.is_empty() {
            continue;
        }
        match seen.get(&key) {
            None => {
                seen.insert(key, name.to_lowercase());
            }
            Some(before) if *before == name.to_lowercase() => {
                out.add(
                    at,
                    format!("Mottagaren {} står två gånger.", text::quoted(name)),
                )
                .advise("Ta bort en av dem.");
            }
            Some(_) => {
                let message = format!("Adressen {} står hos två mottagare.", text::quoted(address));
                out.add(at.key("adress"), message)
                    .at_most(Level::Rad)
                    .advise("Kontrollera att båda mottagarna har den adressen.");
            }
        }
    }
}

/// Whether an address is meant as an e-mail address; a street, a box or a web page is not.
fn looks_like_mail(address: &str) -> bool {
    let has_gap = address.contains(char::is_whitespace);
    address.contains('@') || (!has_gap && address.contains('.') && !address.contains("//"))
}

/// Whether an e-mail address has one name, one domain and a country or the like.
fn is_mail(address: &str) -> bool {
    let Some((name, domain)) = address.split_once('@') else {
        return false;
    };
    let is_part = |part: &str| {
        !part.is_empty()
            && part
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '+' | '&' | '\''))
    };
    let (_, country) = domain.rsplit_once('.').unwrap_or_default();
    name.split('.').all(is_part)
        && domain.split('.').all(is_part)
        && country.chars().count() > 1
        && country.chars().all(char::is_alphabetic)
}
