//! The document type, from `$schema`. Knows no schema: the names of the types are given.

use serde_json::Value;

use crate::finding::{Finding, Level};
use crate::pointer::Pointer;
use crate::text::{closest, eller_lista, quoted};

const ENDING: &str = ".schema.json";

/// The type's id: the last part of the path in `$schema` without `.schema.json`.
///
/// # Errors
/// A finding when the field is missing, is no text, has another form, or names no known type.
pub fn typ_of(raw: &Value, known: &[&str]) -> Result<String, Box<Finding>> {
    let place = Pointer::root().key("$schema");
    let example = known.first().copied().unwrap_or("tjansteskrivelse");
    let remedy = format!(
        "Skriv till exempel \"$schema\": \"{example}{ENDING}\". Dokumenttyperna är {}.",
        crate::text::och_lista(known)
    );
    let fault = |message: String, help: String, place: Pointer| {
        Err(Box::new(
            Finding::new("SCHEMA", Level::Fel, message)
                .help(help)
                .at(place),
        ))
    };
    let Some(value) = raw.get("$schema") else {
        let message = "Dokumenttypen saknas: fältet ”$schema” finns inte.".to_owned();
        return fault(message, remedy, Pointer::root());
    };
    let Some(written) = value.as_str() else {
        return fault(
            "Fältet ”$schema” ska vara en text som namnger dokumenttypen.".into(),
            remedy,
            place,
        );
    };
    let path = written.split(['?', '#']).next().unwrap_or(written);
    let last = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let name = last.strip_suffix(ENDING);
    if let Some(typ) = name.filter(|name| known.contains(name)) {
        return Ok(typ.to_owned());
    }
    let bare = name.or_else(|| last.split('.').next()).unwrap_or(last);
    match (closest(bare, known.iter().copied()), name) {
        (Some(near), None) if near == bare => fault(
            format!(
                "”$schema” är {}, men ska sluta på ”{near}{ENDING}”.",
                quoted(written)
            ),
            format!("Skriv \"$schema\": \"{near}{ENDING}\"."),
            place,
        ),
        (Some(near), _) => fault(
            format!(
                "Dokumenttypen {} finns inte. Menade du ”{near}”?",
                quoted(bare)
            ),
            format!("Skriv \"$schema\": \"{near}{ENDING}\"."),
            place,
        ),
        (None, _) => fault(
            format!("Dokumenttypen {} finns inte.", quoted(bare)),
            format!(
                "Välj {}: \"$schema\": \"{example}{ENDING}\".",
                eller_lista(known)
            ),
            place,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::typ_of;
    use serde_json::json;

    const KNOWN: [&str; 3] = ["tjansteskrivelse", "yttrande", "plan"];

    #[test]
    fn the_last_part_of_the_path_names_the_type() {
        for written in [
            "tjansteskrivelse.schema.json",
            "../../schemas/tjansteskrivelse.schema.json",
            "..\\schemas\\tjansteskrivelse.schema.json",
            "https://exempel.se/s/tjansteskrivelse.schema.json?v=1#x",
        ] {
            let typ = typ_of(&json!({"$schema": written}), &KNOWN);
            assert_eq!(typ.expect(written), "tjansteskrivelse");
        }
    }

    #[test]
    fn unknown_types_get_a_suggestion() {
        for (raw, wanted, pointer) in [
            (
                json!({}),
                "Dokumenttypen saknas: fältet ”$schema” finns inte.",
                "",
            ),
            (
                json!([]),
                "Dokumenttypen saknas: fältet ”$schema” finns inte.",
                "",
            ),
            (
                json!({"$schema": 1}),
                "Fältet ”$schema” ska vara en text som namnger dokumenttypen.",
                "/$schema",
            ),
            (
                json!({"$schema": "tjänsteskrivelse.schema.json"}),
                "Dokumenttypen ”tjänsteskrivelse” finns inte. Menade du ”tjansteskrivelse”?",
                "/$schema",
            ),
            (
                json!({"$schema": "yttrande.json"}),
                "”$schema” är ”yttrande.json”, men ska sluta på ”yttrande.schema.json”.",
                "/$schema",
            ),
            (
                json!({"$schema": "faktura.schema.json"}),
                "Dokumenttypen ”faktura” finns inte.",
                "/$schema",
            ),
            (
                json!({"$schema": ""}),
                "Dokumenttypen ”” finns inte.",
                "/$schema",
            ),
        ] {
            let finding = typ_of(&raw, &KNOWN).expect_err(wanted);
            assert_eq!(finding.message, wanted);
            assert_eq!(
                finding
                    .pointer
                    .as_ref()
                    .map(crate::pointer::Pointer::as_str),
                Some(pointer)
            );
            assert!(finding.help.is_some());
        }
    }
}
