//! What people are told about their fields.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{Compiled, SchemaError, Schemas, built, bundle, lean};
use crate::finding::{Anchor, Finding};
use crate::pointer::Pointer;

fn schemas(plan: &Value, shared: &Value) -> Schemas {
    let (plan, shared): (Arc<str>, Arc<str>) = (plan.to_string().into(), shared.to_string().into());
    Schemas::new(move |file| match file {
        "plan.schema.json" => Some(Arc::clone(&plan)),
        "arende.schema.json" => Some(Arc::clone(&shared)),
        _ => None,
    })
}

fn shared() -> Value {
    json!({
        "$defs": {
            "datum": {"title": "Datum", "type": "string", "format": "date", "examples": ["2026-03-02"]},
            "beslut": {
                "title": "Beslut", "type": "array", "minItems": 1, "items": {"$ref": "#/$defs/ett_beslut"},
                "examples": [[{"punkter": ["Planen antas."]}]]
            },
            "ett_beslut": {
                "title": "Beslut", "type": "object",
                "properties": {
                    "status": {"title": "Status", "enum": ["beslut", "forslag", "alternativt_forslag"]},
                    "punkter": {"title": "Punkter", "type": "array", "minItems": 1, "items": {"type": ["string", "array"]}}
                },
                "required": ["punkter"], "additionalProperties": false
            },
            "avsnitt": {
                "title": "Avsnitt", "type": "object",
                "properties": {
                    "text": {"title": "Text", "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
                    "avsnitt": {"title": "Underavsnitt", "type": "array", "items": {"$ref": "#/$defs/avsnitt"}}
                },
                "additionalProperties": false
            },
            "bilder": {
                "title": "Bilder", "type": "object", "propertyNames": {"pattern": "^[a-z]+$"},
                "additionalProperties": {
                    "title": "Bild", "type": "object",
                    "properties": {"bredd": {"title": "Bredd", "type": "number", "minimum": 0.1, "maximum": 1}},
                    "additionalProperties": false
                }
            },
            "oanvand": {"type": "string"}
        }
    })
}

fn plan() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "plan.schema.json",
        "title": "Plan", "type": "object",
        "properties": {
            "$schema": {"title": "Dokumenttyp", "type": "string"},
            "rubrik": {"title": "Rubrik", "type": "string", "minLength": 1, "examples": ["Biblioteksplan"]},
            "datum": {"$ref": "arende.schema.json#/$defs/datum", "title": "Planens datum", "x-skelett": true},
            "epost": {"title": "E-post", "type": "string", "format": "email"},
            "klass": {"title": "Klassificering", "type": "string", "pattern": "^[0-9.]+$", "examples": ["3.7.1"]},
            "paragraf": {"title": "Paragraf", "type": ["integer", "string"]},
            "antal": {"title": "Antal", "type": "integer"},
            "justerad": {"title": "Justerad", "type": "boolean"},
            "inte": {"title": "Expedieras inte", "const": true},
            "namn": {"title": "Namn", "type": "array", "items": {"type": "string"}, "uniqueItems": true, "maxItems": 2},
            "beslut": {"$ref": "arende.schema.json#/$defs/beslut"},
            "avsnitt": {"$ref": "arende.schema.json#/$defs/avsnitt"},
            "bilder": {"$ref": "arende.schema.json#/$defs/bilder"},
            "a": {}, "b": {}
        },
        "required": ["$schema", "rubrik"],
        "not": {"required": ["a", "b"]},
        "additionalProperties": false
    })
}

fn check(fields: Value) -> Vec<Finding> {
    let mut data = json!({"$schema": "plan.schema.json", "rubrik": "R"});
    let (Value::Object(all), Value::Object(fields)) = (&mut data, fields) else {
        panic!("objects")
    };
    all.extend(fields);
    schemas(&plan(), &shared())
        .check("plan", &data)
        .expect("a sound schema")
}

#[test]
#[expect(clippy::too_many_lines, reason = "one table")]
fn every_fault_is_told_in_plain_swedish() {
    for (fields, pointer, message, help) in [
        (
            json!({"beslutt": []}),
            "/beslutt",
            "Fältet ”beslutt” finns inte i en plan. Menade du ”beslut”?",
            "Byt namnet till ”beslut”.",
        ),
        (
            json!({"datum": "2026-03-02", "dautm": 1}),
            "/dautm",
            "Fältet ”dautm” finns inte i en plan. Menade du ”datum”, som redan finns?",
            "Slå ihop det med ”datum” eller ta bort det.",
        ),
        (
            json!({"beslut": [{"punkter": ["x"], "zzz": 1}]}),
            "/beslut/0/zzz",
            "Fältet ”zzz” finns inte i ”Beslut”.",
            "Ta bort fältet. Här kan stå status eller punkter.",
        ),
        (
            json!({"rubrik": 859}),
            "/rubrik",
            "”Rubrik” ska vara en text, men är ett tal.",
            "Sätt citattecken runt värdet: \"859\".",
        ),
        (
            json!({"rubrik": null}),
            "/rubrik",
            "”Rubrik” ska vara en text, men är null, som betyder inget värde.",
            "Ta bort fältet om det inte har något värde.",
        ),
        (
            json!({"rubrik": ["R"]}),
            "/rubrik",
            "”Rubrik” ska vara en text, men är en lista.",
            "Ta bort hakparenteserna.",
        ),
        (
            json!({"beslut": [["x"]]}),
            "/beslut/0",
            "”Beslut” nummer 1 ska vara en grupp fält, men är en lista.",
            "Skriv en grupp fält i stället: { … }. Här kan stå status eller punkter.",
        ),
        (
            json!({"rubrik": {}}),
            "/rubrik",
            "”Rubrik” ska vara en text, men är en grupp fält.",
            "Skriv till exempel \"Biblioteksplan\".",
        ),
        (
            json!({"rubrik": ""}),
            "/rubrik",
            "”Rubrik” är tom.",
            "Fyll i fältet. Skriv till exempel \"Biblioteksplan\".",
        ),
        (
            json!({"paragraf": true}),
            "/paragraf",
            "”Paragraf” ska vara ett heltal eller en text, men är true.",
            "Sätt citattecken runt värdet: \"true\".",
        ),
        (
            json!({"antal": "12"}),
            "/antal",
            "”Antal” ska vara ett heltal, men är en text.",
            "Ta bort citattecknen: 12.",
        ),
        (
            json!({"antal": 1.5}),
            "/antal",
            "”Antal” ska vara ett heltal, men är ett decimaltal.",
            "Skriv ett heltal i stället.",
        ),
        (
            json!({"justerad": "ja"}),
            "/justerad",
            "”Justerad” ska vara true eller false, men är en text.",
            "Skriv true utan citattecken.",
        ),
        (
            json!({"inte": false}),
            "/inte",
            "”Expedieras inte” ska vara true.",
            "Skriv true, eller ta bort fältet.",
        ),
        (
            json!({"datum": "2023-02-30"}),
            "/datum",
            "”Planens datum”: ”2023-02-30” är inget datum som finns: februari 2023 har 28 dagar.",
            "Skriv datumet som år-månad-dag, till exempel 2018-12-19.",
        ),
        (
            json!({"datum": "19/12 2018"}),
            "/datum",
            "”Planens datum”: ”19/12 2018” är inget datum i formen ÅÅÅÅ-MM-DD.",
            "Skriv datumet som år-månad-dag, till exempel 2018-12-19.",
        ),
        (
            json!({"epost": "anna"}),
            "/epost",
            "”E-post”: ”anna” är ingen e-postadress.",
            "",
        ),
        (
            json!({"klass": "A\u{1b}"}),
            "/klass",
            "”Klassificering” har inte rätt form: ”A\\u{1B}”.",
            "Skriv till exempel \"3.7.1\".",
        ),
        (
            json!({"namn": ["a", "a"]}),
            "/namn",
            "”Namn” innehåller samma värde två gånger.",
            "Ta bort det ena.",
        ),
        (
            json!({"namn": ["a", 1]}),
            "/namn/1",
            "Nummer 2 i ”Namn” ska vara en text, men är ett tal.",
            "Sätt citattecken runt värdet: \"1\".",
        ),
        (
            json!({"namn": ["a", "b", "c"]}),
            "/namn",
            "”Namn” ska ha högst 2 element.",
            "Ändra värdet.",
        ),
        (
            json!({"namn": "a"}),
            "/namn",
            "”Namn” ska vara en lista, men är en text.",
            "Sätt hakparenteser runt värdet: [ … ].",
        ),
        (
            json!({"beslut": []}),
            "/beslut",
            "”Beslut” är tom.",
            "Fyll i eller ta bort fältet. Skriv till exempel [{\"punkter\":[\"Planen antas.\"]}].",
        ),
        (
            json!({"beslut": [{"status": "förslag", "punkter": ["x"]}]}),
            "/beslut/0/status",
            "”Status” kan inte vara ”förslag”. Menade du ”forslag”?",
            "Välj ”beslut”, ”forslag” eller ”alternativt_forslag”.",
        ),
        (
            json!({"beslut": [{}]}),
            "/beslut/0",
            "Fältet ”punkter” saknas i ”Beslut”.",
            "Lägg till fältet ”punkter”.",
        ),
        (
            json!({"beslut": ["x"]}),
            "/beslut/0",
            "”Beslut” nummer 1 ska vara en grupp fält, men är en text.",
            "Skriv en grupp fält i stället: { … }. Här kan stå status eller punkter.",
        ),
        (
            json!({"avsnitt": {"text": 1}}),
            "/avsnitt/text",
            "”Text” ska vara en text eller en lista, men är ett tal.",
            "Sätt citattecken runt värdet: \"1\".",
        ),
        (
            json!({"avsnitt": {"avsnitt": [{"text": ["a", 2]}]}}),
            "/avsnitt/avsnitt/0/text/1",
            "Nummer 2 i ”Text” ska vara en text, men är ett tal.",
            "Sätt citattecken runt värdet: \"2\".",
        ),
        (
            json!({"bilder": {"Å": {}}}),
            "/bilder/Å",
            "Namnet ”Å” kan inte användas i ”Bilder”.",
            "Använd bara bokstäverna a–z, siffror, bindestreck och understreck.",
        ),
        (
            json!({"bilder": {"a": {"bredd": 5}}}),
            "/bilder/a/bredd",
            "”Bredd” ska vara högst 1, men är 5.",
            "Ändra värdet.",
        ),
        (
            json!({"bilder": {"a": {"bredd": 0.05}}}),
            "/bilder/a/bredd",
            "”Bredd” ska vara minst 0,1, men är 0,05.",
            "Ändra värdet.",
        ),
        (
            json!({"bilder": {"a": {"bred": 1}}}),
            "/bilder/a/bred",
            "Fältet ”bred” finns inte i ”Bild”. Menade du ”bredd”?",
            "Byt namnet till ”bredd”.",
        ),
        (
            json!({"a": 1, "b": 1}),
            "",
            "Fälten ”a” och ”b” kan inte stå samtidigt.",
            "Ta bort det ena.",
        ),
    ] {
        let found = check(fields.clone());
        let told: Vec<_> = found
            .iter()
            .map(|f| {
                (
                    f.pointer.as_ref().map(Pointer::as_str),
                    f.message.as_str(),
                    f.help.as_deref().unwrap_or_default(),
                )
            })
            .collect();
        assert_eq!(told, [(Some(pointer), message, help)], "{fields}");
    }
}

#[test]
fn names_are_pointed_at_and_values_are_pointed_at() {
    assert_eq!(check(json!({"beslutt": 1}))[0].anchor, Anchor::Key);
    assert_eq!(check(json!({"bilder": {"Å": {}}}))[0].anchor, Anchor::Key);
    assert_eq!(check(json!({"rubrik": 1}))[0].anchor, Anchor::Value);
}

#[test]
fn all_faults_are_told_at_once_and_endless_ones_are_cut() {
    let found = check(json!({"rubrik": 1, "datum": "x", "beslut": [{"x": 1}], "okant": 1}));
    assert_eq!(found.len(), 5, "{found:#?}");
    let many: serde_json::Map<_, _> = (0..5000).map(|n| (format!("okänt{n}"), json!(1))).collect();
    assert_eq!(check(Value::Object(many)).len(), super::MOST + 1);
    assert_eq!(check(json!({"namn": vec![1; 5000]})).len(), super::MOST + 1);
}

#[test]
fn required_fields_are_missed_with_an_example() {
    let found = schemas(&plan(), &shared())
        .check("plan", &json!({}))
        .expect("a sound schema");
    let told: Vec<_> = found
        .iter()
        .map(|f| (f.message.as_str(), f.help.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            (
                "Fältet ”$schema” saknas i en plan.",
                Some("Lägg till fältet ”$schema”.")
            ),
            (
                "Fältet ”rubrik” saknas i en plan.",
                Some("Lägg till fältet, till exempel \"rubrik\": \"Biblioteksplan\".")
            ),
        ]
    );
}

#[test]
fn alternatives_are_explained_by_the_closest() {
    let variants = json!({"title": "Plan", "properties": {
        "x": {"title": "X", "oneOf": [
            {"type": "object", "properties": {"sort": {"const": "a"}, "v": {"title": "V", "type": "string"}}, "required": ["sort", "v"]},
            {"type": "object", "properties": {"sort": {"const": "b"}, "w": {"title": "W", "type": "string"}}, "required": ["sort", "w"]}
        ]}
    }, "anyOf": [{"required": ["k"]}, {"required": ["m"]}]});
    let schemas = schemas(&variants, &json!({}));
    let told = |data: Value| -> Vec<String> {
        schemas
            .check("plan", &data)
            .expect("a sound schema")
            .into_iter()
            .map(|f| f.message)
            .collect()
    };
    assert_eq!(
        told(json!({"k": 1, "x": {"sort": "b", "w": 1}})),
        ["”W” ska vara en text, men är ett tal."]
    );
    assert_eq!(
        told(json!({"k": 1, "x": 1})),
        ["”X” ska vara en grupp fält, men är ett tal."]
    );
    assert_eq!(told(json!({})), ["Fältet ”k” eller ”m” saknas."]);
}

#[test]
fn a_bundle_stands_alone_with_what_it_needs() {
    let schemas = schemas(&plan(), &shared());
    let bundle: Value =
        serde_json::from_str(&schemas.bundle("plan").expect("bundle")).expect("JSON");
    let parts: Vec<_> = bundle["$defs"]
        .as_object()
        .expect("parts")
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        parts,
        ["datum", "beslut", "avsnitt", "bilder", "ett_beslut"]
    );
    assert_eq!(bundle["properties"]["datum"]["$ref"], "#/$defs/datum");
    assert_eq!(bundle["properties"]["datum"]["title"], "Planens datum");
    assert!(
        jsonschema::validator_for(&bundle)
            .expect("valid")
            .is_valid(&json!({"$schema": "", "rubrik": "R"}))
    );
    assert_eq!(schemas.titel("plan").as_deref(), Ok("Plan"));
}

#[test]
fn a_skeleton_is_short_ordered_and_valid() {
    let schemas = schemas(&plan(), &shared());
    let skeleton = schemas.skeleton("plan").expect("skeleton");
    assert_eq!(
        skeleton,
        "{\n  \"$schema\": \"plan.schema.json\",\n  \"rubrik\": \"Biblioteksplan\",\n  \"datum\": \"2026-03-02\"\n}\n"
    );
    let data = serde_json::from_str(&skeleton).expect("JSON");
    assert_eq!(schemas.check("plan", &data), Ok(Vec::new()));
}

#[test]
fn broken_schemas_are_the_authors_fault() {
    let fault = |plan: Value, shared: Value| {
        let schemas = schemas(&plan, &shared);
        schemas.check("plan", &json!({})).expect_err("broken")
    };
    for reference in [
        "http://exempel.se/x.schema.json#/$defs/a",
        "file:///etc/passwd",
        "../x.schema.json#/$defs/a",
        "arende.schema.json",
        "arende.schema.json#/$defs/saknas",
        "saknas.schema.json#/$defs/a",
        "#/properties/a",
    ] {
        let error = fault(json!({"$ref": reference}), json!({"$defs": {"a": true}}));
        assert!(
            matches!(&error, SchemaError::Reference { .. }),
            "{reference}: {error}"
        );
    }
    let round =
        json!({"$defs": {"a": {"anyOf": [{"$ref": "#/$defs/b"}]}, "b": {"$ref": "#/$defs/a"}}});
    assert_eq!(
        fault(json!({"$ref": "arende.schema.json#/$defs/a"}), round),
        SchemaError::Cycle { name: "a".into() }
    );
    assert!(matches!(
        fault(
            json!({"allOf": [{"$ref": "#/$defs/a"}, {"$ref": "arende.schema.json#/$defs/a"}], "$defs": {"a": {}}}),
            json!({"$defs": {"a": {}}})
        ),
        SchemaError::Collision { .. }
    ));
    assert!(matches!(
        fault(json!({"type": "gurka"}), json!({})),
        SchemaError::Invalid { .. }
    ));
    assert!(matches!(
        fault(json!({"pattern": "(?=a)"}), json!({})),
        SchemaError::Invalid { .. }
    ));
    let missing = Schemas::new(|_| None);
    assert_eq!(
        missing.titel("x"),
        Err(SchemaError::Missing {
            file: "x.schema.json".into()
        })
    );
    let torn = Schemas::new(|_| Some("{".into()));
    assert!(matches!(torn.bundle("x"), Err(SchemaError::Syntax { .. })));
}

#[test]
fn only_the_schema_in_use_is_compiled_and_only_once() {
    use std::sync::atomic::{AtomicUsize, Ordering};
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let text = plan().to_string();
    let shared = shared().to_string();
    let schemas = Schemas::new(move |file| {
        counter.fetch_add(1, Ordering::Relaxed);
        Some(if file == "plan.schema.json" {
            text.as_str().into()
        } else {
            shared.as_str().into()
        })
    });
    let read = || {
        schemas.check("plan", &json!({})).expect("a sound schema");
        asked.load(Ordering::Relaxed)
    };
    // Each of the two files, and the type's own once more, to see whether it is the program's.
    assert_eq!([read(), read(), read()], [3; 3]);
}

/// What a validator finds fault with, where, and by what; with what it finds in each form that was tried.
fn judged(compiled: &Compiled, data: &Value) -> Vec<String> {
    use jsonschema::{ValidationError, error::ValidationErrorKind as Kind};
    fn tell(error: &ValidationError<'_>, told: &mut Vec<String>) {
        let (at, by) = (error.instance_path(), error.evaluation_path());
        told.push(format!("{at} {by}"));
        if let Kind::AnyOf { context } | Kind::OneOfNotValid { context } = error.kind() {
            context.iter().flatten().for_each(|error| tell(error, told));
        }
    }
    let mut told = Vec::new();
    let errors = compiled.validator.iter_errors(data);
    errors.for_each(|error| tell(&error, &mut told));
    told
}

/// The places of an ärende, outermost first.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(name, value)| places(value, &format!("{at}/{name}"), found)),
        Value::Array(elements) => elements
            .iter()
            .enumerate()
            .for_each(|(n, value)| places(value, &format!("{at}/{n}"), found)),
        _ => {}
    }
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the program's own schemas and samples"
)]
fn what_only_people_read_judges_nothing() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let schemas = folder.join("schemas");
    let lookup = move |file: &str| Some(std::fs::read_to_string(schemas.join(file)).ok()?.into());
    let known = Schemas::new(lookup.clone());
    let mut samples = std::collections::BTreeMap::<String, Vec<Value>>::new();
    let mut folders = vec![folder.join("samples")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "json") {
                let text = std::fs::read_to_string(&path).expect("text");
                let sample: Value = serde_json::from_str(&text).expect("JSON");
                let file = sample["$schema"].as_str().expect("a type").rsplit('/');
                let typ = file.take(1).collect::<String>();
                let typ = typ.strip_suffix(".schema.json").expect("a schema");
                samples.entry(typ.to_owned()).or_default().push(sample);
            }
        }
    }
    let (mut sound, mut faulty) = (0, 0);
    for typ in [
        "mote",
        "plan",
        "protokollsutdrag",
        "skrivelse",
        "tjansteskrivelse",
        "yttrande",
    ] {
        let lean = Compiled::new(typ, &lookup, lean::parsed).expect("a sound schema");
        let whole = Compiled::new(typ, &lookup, bundle::whole).expect("a sound schema");
        let is_sound = built::validator(typ, &lookup).expect("compiled with the program");
        let agreed = |arende: &Value| {
            let found = judged(&lean, arende);
            assert_eq!(found, judged(&whole, arende), "{arende}");
            assert_eq!(is_sound(arende), found.is_empty(), "{arende}");
            found.len()
        };
        let mut all = samples.remove(typ).expect("there is one of each type");
        let shape = known.shape(typ).expect("a sound schema");
        let examples = shape.examples(&std::collections::BTreeSet::default());
        let mut examples = examples.into_iter().map(|example| example.arende);
        all.extend(examples.next());
        for arende in examples {
            agreed(&arende);
        }
        for arende in all {
            sound += usize::from(agreed(&arende) == 0);
            let mut at = Vec::new();
            places(&arende, "", &mut at);
            let wrongs = [json!(7), json!("a/b"), json!([[]]), json!({"okant": 1})];
            for (place, wrong) in at.iter().zip(wrongs.iter().cycle()) {
                let mut damaged = arende.clone();
                *damaged.pointer_mut(place).expect("it is there") = wrong.clone();
                faulty += agreed(&damaged);
            }
        }
    }
    assert_eq!(samples.len(), 0, "types that are not judged: {samples:?}");
    assert!(sound > 10 && faulty > 1000, "{sound} {faulty}");
}

#[test]
fn a_faulty_schema_is_told_of_as_its_author_wrote_it() {
    let reason = |plan: Value| match schemas(&plan, &shared()).check("plan", &json!({})) {
        Err(SchemaError::Invalid { place, reason, .. }) => (place, reason),
        other => panic!("{other:?}"),
    };
    let wrong = json!({"title": "T", "items": {"title": "U", "type": "gurka"}});
    let whole = super::compile("plan", &wrong).expect_err("broken");
    let SchemaError::Invalid {
        place, reason: why, ..
    } = whole
    else {
        panic!("{whole}")
    };
    assert_eq!(reason(wrong), (place, why));
    assert_eq!(reason(json!({"title": 1})).0, "/title");
    let twice =
        Schemas::new(|_| Some(r#"{"title":1,"x-a":{"$ref":"x"},"x-a":1,"title":"T"}"#.into()));
    assert_eq!(twice.check("plan", &json!({})), Ok(Vec::new()));
    assert_eq!(
        reason(json!({"items": {"examples": {}}})).0,
        "/items/examples"
    );
    // Nobody needs to have asked for the whole schema.
    let known = schemas(&plan(), &shared());
    assert_eq!(
        known.check("plan", &json!({"$schema": "x", "rubrik": "R"})),
        Ok(Vec::new())
    );
    assert!(
        known
            .compiled(&known.known("plan"), "plan")
            .expect("sound")
            .whole
            .get()
            .is_none()
    );
    assert_eq!(known.check("plan", &json!({})).expect("sound").len(), 2);
    assert!(
        known
            .compiled(&known.known("plan"), "plan")
            .expect("sound")
            .whole
            .get()
            .is_some()
    );
}
