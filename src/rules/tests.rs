//! Configuration that is wrong, layers over each other, and exceptions.

use std::sync::Arc;

use jiff::civil::date;
use serde_json::{Value, json};

use super::*;
use crate::pointer::Pointer;
use crate::profile::{HeadingFile, Monster, ProfileFile};

/// A profile with these `regler.toml`, the base first.
fn profile(layers: &[&str]) -> Profile {
    let mut headings = HeadingFile::default();
    headings
        .typ
        .entry("skrivelse".to_owned())
        .or_default()
        .huvud = vec!["datum".to_owned()];
    Profile {
        id: "prov".to_owned(),
        file: ProfileFile::default(),
        headings,
        rules: layers
            .iter()
            .enumerate()
            .map(|(n, text)| (format!("lager{n}/regler.toml"), Arc::from(*text)))
            .collect(),
        diarienummer: vec![Monster::parse("{diarium} {ar}-{nummer:5}").expect("a good pattern")],
    }
}

fn findings(layers: &[&str], arende: &Value, exceptions: Exceptions) -> Vec<String> {
    let profile = profile(layers);
    let pack = Pack::read(&profile).unwrap_or_else(|error| panic!("{error}"));
    let context = RuleContext {
        typ: "skrivelse",
        arende,
        document: None,
        remarks: &[],
        profile: &profile,
        today: date(2026, 6, 1),
        folder: None,
    };
    let found = check_all(&pack, &context, exceptions);
    found
        .iter()
        .map(|f| {
            let place = f.pointer.as_ref().map_or("-", Pointer::as_str);
            format!("{} {} {place}: {}", f.level.namn(), f.rule, f.message)
        })
        .collect()
}

fn error(layers: &[&str]) -> String {
    match Pack::read(&profile(layers)) {
        Ok(_) => panic!("the configuration passes"),
        Err(error) => error.to_string(),
    }
}

/// A skrivelse that no rule without settings has anything against.
fn skrivelse() -> Value {
    json!({
        "rubrik": "Mötesplatser",
        "datum": "2026-02-02",
        "beslut": [{"punkter": ["Kommunstyrelsen kartlägger behovet av mötesplatser."]}],
        "sammanfattning": ["Unga saknar en plats.", "Vi vill ändra på det."],
        "expedieras_inte": true,
        "underskrifter": [{"personer": [{"namn": "Ulla Berg", "parti": "S"}]}],
    })
}

const PHRASE: &str = "[[regel]]\nid = \"KOM-01\"\nsort = \"fras\"\nniva = \"varning\"\ndelar = [\"sammanfattning\"]\nfraser = [\"en plats\"]\n";

#[test]
fn a_phrase_rule_is_one_entry_and_a_layer_changes_what_it_says() {
    let arende = skrivelse();
    assert_eq!(findings(&[], &arende, Exceptions::Apply), [""; 0]);
    assert_eq!(
        findings(&[PHRASE], &arende, Exceptions::Apply),
        ["Varning KOM-01 /sammanfattning/0: Texten innehåller ”en plats”."]
    );
    let over = "[[regel]]\nid = \"KOM-01\"\nniva = \"råd\"\nfraser = [\"vi\\n vill\"]\nmeddelande = \"Nej: {fras}\"\n";
    assert_eq!(
        findings(&[PHRASE, over], &arende, Exceptions::Apply),
        ["Råd KOM-01 /sammanfattning/1: Nej: ”Vi vill”"]
    );
    let off = "[[regel]]\nid = \"KOM-01\"\nniva = \"av\"\n";
    assert_eq!(
        findings(&[PHRASE, off], &arende, Exceptions::Apply),
        [""; 0]
    );
    let allowed = "[[regel]]\nid = \"KOM-01\"\ntillat = [\"saknar en plats\"]\n";
    assert_eq!(
        findings(&[PHRASE, allowed], &arende, Exceptions::Apply),
        [""; 0]
    );
    let other_type = "[[regel]]\nid = \"KOM-01\"\ntyper = [\"plan\"]\n";
    assert_eq!(
        findings(&[PHRASE, other_type], &arende, Exceptions::Apply),
        [""; 0]
    );
}

#[test]
fn wrong_configuration_points_at_its_place() {
    for (layers, wanted) in [
        (
            &["[[regel]]\nid = \"UND-1\"\n"][..],
            "lager0/regler.toml, rad 2, kolumn 6: regeln ”UND-1” finns inte. Menade du ”UND-01”? En egen regel behöver en ”sort”, till exempel ”fras”",
        ),
        (
            &["[[regel]]\nid = \"UND-01\"\nnivå = \"fel\"\n"],
            "lager0/regler.toml, rad 3, kolumn 4: filen går inte att läsa som TOML",
        ),
        (
            &["", "[[regel]]\nid = \"UND-01\"\nniva = \"varnig\"\n"],
            "lager1/regler.toml, rad 3, kolumn 8: ”varnig” går inte att välja här. Menade du ”varning”?",
        ),
        (
            &[
                PHRASE,
                "[[regel]]\nid = \"KOM-01\"\ndelar = [\"beslut\", \"samanfattning\"]\n",
            ],
            "lager1/regler.toml, rad 3, kolumn 20: ”samanfattning” går inte att välja här. Menade du ”sammanfattning”?",
        ),
        (
            &["[[regel]]\nid = \"K\"\nsort = \"fras\"\nmonster = [\"a\", \"(b\"]\n"],
            "lager0/regler.toml, rad 4, kolumn 17: mönstret går inte att läsa: ",
        ),
        (
            &["[[regel]]\nid = \"K\"\nsort = \"fras\"\nfrasr = [\"a\"]\n"],
            "lager0/regler.toml, rad 1, kolumn 1: regeln har varken ”fraser” eller ”monster”",
        ),
        (
            &["[[regel]]\nid = \"UND-01\"\nfraser = [\"a\"]\n"],
            "lager0/regler.toml, rad 3, kolumn 1: inställningen ”fraser” finns inte.",
        ),
        (
            &["[[regell]]\nid = \"K\"\n"],
            "lager0/regler.toml, rad 1, kolumn 3: ”regell” finns inte här. Menade du ”regel”?",
        ),
        (
            &["[regel]\nid = \"K\"\n"],
            "lager0/regler.toml, rad 1, kolumn 2: skriv [[regel]], med dubbla hakparenteser",
        ),
        (
            &["[[regel]]\nid = \"UND-01\"\n[[regel]]\nid = \"UND-01\"\n"],
            "lager0/regler.toml, rad 4, kolumn 6: regeln ”UND-01” står två gånger i filen",
        ),
        (
            &[
                "[[undantag]]\nregel = \"UND-01\"\nmotivering = \"x\"\ngaller_till = \"2026-02-30\"\n",
            ],
            "lager0/regler.toml, rad 4, kolumn 15: ”2026-02-30” är inget datum som finns",
        ),
        (
            &["[[undantag]]\nregel = \"UND-01\"\n"],
            "lager0/regler.toml, rad 1, kolumn 1: ”motivering” saknas",
        ),
        (
            &["[[regel]]\nid = \"UND-01\"\nniva = fel\n"],
            "lager0/regler.toml, rad 3, kolumn ",
        ),
    ] {
        let found = error(layers);
        assert!(found.starts_with(wanted), "{layers:?}:\n{found}\n{wanted}");
    }
}

#[test]
fn exceptions_take_away_what_they_cover_and_nothing_else() {
    let with = |exceptions: Value| {
        let mut arende = skrivelse();
        arende["beslutsunderlag"] = json!([{"titel": "Missiv"}, {"titel": "Karta"}]);
        arende["undantag"] = exceptions;
        arende
    };
    let missiv = "Fel UND-01 /beslutsunderlag/0: Handlingen ”Missiv” saknar datum.";
    let karta = "Fel UND-01 /beslutsunderlag/1: Handlingen ”Karta” saknar datum.";
    let run = |arende: &Value| findings(&[], arende, Exceptions::Apply);
    let one = json!([{"regel": "UND-01", "pekare": "/beslutsunderlag/0", "motivering": "m"}]);
    assert_eq!(run(&with(one.clone())), [karta]);
    assert_eq!(
        findings(&[], &with(one), Exceptions::Ignore),
        [missiv, karta]
    );
    let all = json!([{"regel": "UND-01", "pekare": "/beslutsunderlag", "motivering": "m", "galler_till": "2026-06-01"}]);
    assert_eq!(run(&with(all)), [""; 0]);
    for (exception, wanted) in [
        (
            json!({"regel": "UND-01", "pekare": "/beslutsunderlag", "motivering": "m", "galler_till": "2026-05-31"}),
            "gällde till 2026-05-31 och räknas inte längre.",
        ),
        (
            json!({"regel": "UND-01", "pekare": "/beslutsunderlag", "motivering": " "}),
            "saknar motivering",
        ),
        (
            json!({"regel": "UND-01", "pekare": "/sammanfattning", "motivering": "m"}),
            "behövs inte",
        ),
        (
            json!({"regel": "UND-1", "pekare": "/beslutsunderlag", "motivering": "m"}),
            "Menade du ”UND-01”?",
        ),
    ] {
        let found = run(&with(json!([exception])));
        assert_eq!(found[..2], [missiv, karta]);
        assert!(
            found[2].starts_with("Varning UNDANTAG /undantag/0: ") && found[2].contains(wanted),
            "{found:?}"
        );
        assert_eq!(found.len(), 3);
    }
    // A rule that could not be run this time says nothing of its exceptions.
    let not_run = json!([{"regel": "LANK", "pekare": "/sammanfattning", "motivering": "m"}]);
    assert_eq!(run(&with(not_run)), [missiv, karta]);
}

#[test]
fn a_profile_may_have_exceptions_too() {
    let mut arende = skrivelse();
    arende["beslutsunderlag"] = json!([{"titel": "Missiv"}]);
    let valid =
        "[[undantag]]\nregel = \"UND-01\"\npekare = \"/beslutsunderlag\"\nmotivering = \"m\"\n";
    assert_eq!(findings(&[valid], &arende, Exceptions::Apply), [""; 0]);
    assert_eq!(findings(&[valid], &skrivelse(), Exceptions::Apply), [""; 0]);
    let expired = format!("{valid}galler_till = \"2026-01-01\"\n");
    assert_eq!(
        findings(&[&expired], &arende, Exceptions::Apply),
        [
            "Fel UND-01 /beslutsunderlag/0: Handlingen ”Missiv” saknar datum.",
            "Varning UNDANTAG -: Profilens undantag från UND-01 gällde till 2026-01-01 och räknas inte längre.",
        ]
    );
}

#[test]
fn hostile_texts_cost_no_more_than_long_ones() {
    let rule = "[[regel]]\nid = \"STR-03\"\nfraser = [\"klicka här\"]\nmonster = ['\\bxx\\b']\nledord = [\"skriv\"]\ninstruktioner = [\"Ta aldrig bort denna rubrik, säger mallen.\"]\n";
    for piece in [
        "[",
        "[]",
        "[a [b",
        "xx-",
        "klicka här ",
        "[xx",
        "ta aldrig bort denna ",
        "# a\n",
        "[^1]",
        "<b ",
    ] {
        let mut arende = skrivelse();
        arende["arendet"] = Value::String(piece.repeat(100_000));
        let _ = findings(&[rule, PHRASE], &arende, Exceptions::Apply);
    }
}

const BODY: &str = "[[instans]]\nnamn = \"Servicenämnden\"\nslag = \"nämnd\"\nformer = [\"SEN\"]\n";

#[test]
fn the_register_is_data_and_its_mistakes_have_a_place() {
    for (layers, wanted) in [
        (
            &["[[instans]]\nnamn = \"Servicenämnden\"\nslag = \"namd\"\n"][..],
            "lager0/regler.toml, rad 3, kolumn 8: ”namd” går inte att välja här. Menade du ”nämnd”?",
        ),
        (
            &["[[instans]]\nnamn = \"Servicenämnden\"\n"],
            "lager0/regler.toml, rad 1, kolumn 1: ”slag” saknas",
        ),
        (
            &[BODY, "[[instans]]\nslag = \"nämnd\"\n"],
            "lager1/regler.toml, rad 1, kolumn 1: ”namn” saknas",
        ),
        (
            &[
                BODY,
                "[[instans]]\nnamn = \"Servicekontoret\"\nslag = \"förvaltning\"\nformer = [\"SK\", \"sen\"]\n",
            ],
            "lager0/regler.toml, rad 4, kolumn 11: ”SEN” står redan hos Servicekontoret",
        ),
        (
            &["[[instans]]\nnamn = \"Servicenämnden\"\nslag = \"nämnd\"\nadress = [\"a@b.se\"]\n"],
            "lager0/regler.toml, rad 4, kolumn 1: inställningen ”adress” finns inte. Menade du ”adresser”?",
        ),
        (
            &[
                "[[instans]]\nnamn = \"A-nämnden\"\nslag = \"nämnd\"\n[[instans]]\nnamn = \"a-nämnden\"\nslag = \"nämnd\"\n",
            ],
            "lager0/regler.toml, rad 5, kolumn 8: instansen ”a-nämnden” står två gånger i filen",
        ),
    ] {
        let found = error(layers);
        assert!(found.starts_with(wanted), "{layers:?}:\n{found}\n{wanted}");
    }
}

#[test]
fn a_layer_adds_bodies_and_changes_what_is_said_of_them() {
    let mut arende = skrivelse();
    arende["expedieras_inte"] = Value::Null;
    arende["expedieras_till"] =
        json!([{"namn": "Servicenämden"}, {"namn": "SEN"}, {"namn": "Kulturnämden"}]);
    let near = "Varning EXP-02 /expedieras_till/0/namn: Mottagaren ”Servicenämden” finns inte i kommunens register.";
    let run = |layers: &[&str]| findings(layers, &arende, Exceptions::Apply);
    assert_eq!(run(&[]), [""; 0]);
    assert_eq!(run(&[BODY]), [near]);
    let more = "[[instans]]\nnamn = \"Kulturnämnden\"\nslag = \"nämnd\"\n[[instans]]\nnamn = \"Servicenämnden\"\nformer = [\"Servicenämden\"]\n";
    assert_eq!(
        run(&[BODY, more]),
        [
            "Varning EXP-02 /expedieras_till/2/namn: Mottagaren ”Kulturnämden” finns inte i kommunens register."
        ]
    );
}

#[test]
fn hostile_names_cost_no_more_than_long_ones() {
    let register = "[[instans]]\nnamn = \"Vård- och äldrenämnden\"\nslag = \"nämnd\"\n[[regel]]\nid = \"DEC-10\"\nger_uppdrag = [\"uppdrar\"]\nger_i_uppdrag = [\"ger\"]\n[[regel]]\nid = \"DEC-09\"\nhandlingar = [\"rapport\"]\nverb = [\"godkänner\"]\npassiv = [\"godkänns\"]\n";
    for piece in [
        "Vård- och ",
        "vård och äldrenämnden ",
        "uppdrar åt Vård- och äldrenämnden att ",
        "ger Vård- och äldrenämnden ",
        "Kommunstyrelsen godkänner rapporten och ",
        "godkänns ",
        "V",
    ] {
        let mut arende = skrivelse();
        arende["beslut"] = json!([{"punkter": [piece.repeat(6_000)]}]);
        arende["beslutsunderlag"] = json!([{"titel": "Missiv", "datum": "2026-01-01"}]);
        arende["expedieras_till"] = json!([{"namn": piece.repeat(10_000)}]);
        let _ = findings(&[register], &arende, Exceptions::Apply);
    }
    let mut arende = skrivelse();
    let many = |value: Value| Value::Array(vec![value; 400]);
    arende["beslut"] =
        many(json!({"instans": "Vård- och äldrenämden", "till": "X", "punkter": ["A."]}));
    arende["expedieras_till"] = many(json!({"namn": "Vård- och äldrenämden"}));
    arende["beslutsunderlag"] =
        many(json!({"titel": "Bilaga 1", "datum": "2026-01-01", "fil": "x"}));
    let _ = findings(&[register], &arende, Exceptions::Apply);
}
