//! EXP-03: receivers' addresses can be sent to, and nobody stands there twice.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::BESLUTANDE;
use crate::finding::Level;
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::rules::decisions;
use crate::rules::findings::Findings;
use crate::rules::settings::Settings;
use crate::rules::{Case, Check, Rule};
use crate::text;

pub(super) static RULE: Rule = Rule {
    id: "EXP-03",
    slug: "mottagarnas-adresser",
    level: Level::Varning,
    since: "0.1",
    types: BESLUTANDE,
    needs_document: false,
    prepare,
    docs: "\
## Vad regeln gör
Hittar e-postadresser i `expedieras_till` som inte går att skicka till, och mottagare som står två gånger. Två \
mottagare med samma adress ger ett råd. En nämnd eller förvaltning i kommunens register ska ha en funktionsbrevlåda: en \
adress som börjar med ett förnamn och ett efternamn är en persons.

## Varför
Ett beslut som inte kommer fram blir inte verkställt. Den som har slutat eller är ledig läser inte sin post.

## Exempel
Fel: `servicenamnden@example`
Rätt: `servicenamnden@example.se`

## Åtgärd
Rätta adressen, eller ta bort den mottagare som står en gång för mycket.

## Källa
Kommunens mall. Förnamnen är de vanligaste i Sverige (SCB) och står i profilens `regler.toml`.
",
};

struct Adresser {
    /// First names, in lower case and without accents.
    names: HashSet<String>,
}

fn prepare(settings: &Settings) -> Result<Box<dyn Check>, ProfileError> {
    let names = settings.texts("fornamn")?;
    let names = names.iter().map(|name| plain(name)).collect();
    Ok(Box::new(Adresser { names }))
}

impl Check for Adresser {
    fn check(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        deliverable(case, out);
        self.personal(case, out);
    }
}

impl Adresser {
    /// Bodies of the register whose address is a person's.
    fn personal(&self, case: &Case<'_>, out: &mut Findings<'_>) {
        for receiver in decisions::receivers(case) {
            let is_ours = case.register.identify(&receiver.name.value).is_some();
            if is_ours && self.is_persons(receiver.address) {
                let message = format!(
                    "Adressen {} ser ut att vara en persons och inte en funktionsbrevlåda.",
                    text::quoted(receiver.address)
                );
                let entry = receiver.name.pointer.parent().unwrap_or_default();
                out.add(entry.key("adress"), message).advise(
                    "Skriv mottagarens funktionsbrevlåda, till exempel servicenamnden@example.se.",
                );
            }
        }
    }

    /// "anna.svensson@example.se", but not "ks.diarium@example.se".
    fn is_persons(&self, address: &str) -> bool {
        let parts: Option<Vec<&str>> = address
            .split_once('@')
            .map(|(name, _)| name.split('.').collect());
        let Some([first, last]) = parts.as_deref() else {
            return false;
        };
        let is_word = |part: &str| part.chars().all(|c| c.is_alphabetic() || c == '-');
        is_word(last) && !last.is_empty() && self.names.contains(&plain(first))
    }
}

/// Letters as addresses have them: small, without rings and dots.
fn plain(name: &str) -> String {
    let letter = |c: char| match c {
        'å' | 'ä' => 'a',
        'ö' => 'o',
        'é' => 'e',
        c => c,
    };
    name.trim().to_lowercase().chars().map(letter).collect()
}

fn deliverable(case: &Case<'_>, out: &mut Findings<'_>) {
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
