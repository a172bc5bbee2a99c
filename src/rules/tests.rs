//! Configuration that is wrong, layers over each other, and exceptions.

use std::ops::RangeInclusive;
use std::sync::Arc;

use jiff::civil::date;
use serde_json::{Value, json};

use super::*;
use crate::document::Block;
use crate::finding::{Applicability, Edit, Fix};
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
        namnd: None,
        files: Vec::new(),
        file: ProfileFile::default(),
        headings,
        rules: layers
            .iter()
            .enumerate()
            .map(|(n, text)| (format!("lager{n}/regler.toml"), Arc::from(*text)))
            .collect(),
        diarienummer: vec![Monster::parse("{diarium} {ar}-{nummer:5}").expect("a good pattern")],
        diarier: std::collections::BTreeMap::default(),
    }
}

/// Text that nobody can measure.
pub(super) struct Nowhere;

impl Layout for Nowhere {
    fn bounds_mm(&self, _: &[Block], _: Setting, _: f64) -> RangeInclusive<f64> {
        0.0..=f64::INFINITY
    }

    fn height_mm(&self, _: &Document, _: &[Block], _: Setting) -> Option<f64> {
        None
    }
}

fn findings(layers: &[&str], arende: &Value, exceptions: Exceptions) -> Vec<String> {
    let profile = profile(layers);
    let pack = Pack::read(&profile).unwrap_or_else(|error| panic!("{error}"));
    let context = RuleContext {
        typ: "skrivelse",
        arende,
        document: None,
        of_meeting: false,
        remarks: &[],
        profile: &profile,
        layout: &Nowhere,
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
fn a_profiles_exceptions_are_judged_where_they_stand() {
    let idle = |text: &str| {
        let pack = Pack::read(&profile(&[text])).unwrap_or_else(|error| panic!("{error}"));
        let told = pack.idle_exceptions(date(2026, 6, 1));
        told.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let und = "[[undantag]]\nregel = \"UND-01\"\nmotivering = \"m\"\n";
    assert_eq!(idle(und), [""; 0]);
    assert_eq!(
        idle(&format!("{und}galler_till = \"2026-06-01\"\n")),
        [""; 0]
    );
    assert_eq!(
        idle(&format!("\n{und}galler_till = \"2026-05-31\"\n")),
        [
            "lager0/regler.toml, rad 2, kolumn 1: undantaget från UND-01 gällde till 2026-05-31 och räknas inte längre"
        ]
    );
    assert_eq!(
        idle(&format!("[[regel]]\nid = \"UND-01\"\nniva = \"av\"\n{und}")),
        [
            "lager0/regler.toml, rad 4, kolumn 1: undantaget från UND-01 behövs inte: regeln är avstängd"
        ]
    );
    assert_eq!(
        idle("[[undantag]]\nregel = \"STR-11\"\ntyper = [\"plan\"]\nmotivering = \"m\"\n"),
        [
            "lager0/regler.toml, rad 1, kolumn 1: undantaget från STR-11 behövs inte: regeln gäller inte plan"
        ]
    );
    for (text, words) in [
        (
            "[[undantag]]\nregel = \"UND-01\"\n",
            "rad 1, kolumn 1: ”motivering” saknas",
        ),
        (
            "[[undantag]]\nregel = \"UND-01\"\nmotivering = \" \"\n",
            "”motivering” saknas",
        ),
        (
            "[[undantag]]\nregel = \"UND-1\"\nmotivering = \"m\"\n",
            "Menade du ”UND-01”?",
        ),
    ] {
        let error = Pack::read(&profile(&[text])).map(drop).expect_err(text);
        assert!(error.to_string().contains(words), "{error}");
    }
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
            "Varning UNDANTAG -: Profilens undantag från UND-01 (lager0/regler.toml, rad 1) gällde till 2026-01-01 och räknas inte längre.",
        ]
    );
}

/// A text after every fix of one rule, as the rule writes them: from the end, so that places stay.
fn mended(rule: &str, text: &str) -> (String, Option<Applicability>) {
    let profile = profile(&[LANGUAGE]);
    let pack = Pack::read(&profile).unwrap_or_else(|error| panic!("{error}"));
    let mut arende = skrivelse();
    arende["arendet"] = json!(text.split('\n').collect::<Vec<_>>());
    let context = RuleContext {
        typ: "skrivelse",
        arende: &arende,
        document: None,
        of_meeting: false,
        remarks: &[],
        profile: &profile,
        layout: &Nowhere,
        today: date(2026, 6, 1),
        folder: None,
    };
    let found = check_all(&pack, &context, Exceptions::Apply);
    let fixes: Vec<Fix> = found
        .into_iter()
        .filter(|f| f.rule == rule)
        .filter_map(|f| f.fix)
        .collect();
    let applicability = fixes.first().map(|fix| fix.applicability);
    let mut edits: Vec<Edit> = fixes.into_iter().flat_map(|fix| fix.edits).collect();
    edits.sort_by_key(|edit| edit.range.as_ref().map(|range| range.start));
    for edit in edits.into_iter().rev() {
        let line = arende.pointer_mut(edit.pointer.as_str()).expect("a line");
        let mut written = line.as_str().expect("a text").to_owned();
        let with = edit.replacement.as_str().expect("a text");
        written.replace_range(edit.range.expect("a part"), with);
        *line = Value::String(written);
    }
    let lines = arende["arendet"].as_array().expect("lines");
    let lines: Vec<&str> = lines.iter().filter_map(Value::as_str).collect();
    (lines.join("\n"), applicability)
}

#[test]
fn fixes_write_what_the_messages_say() {
    for (rule, text, wanted) in [
        (
            "LNG-01",
            "Det är t.ex. sång.\n\nT ex dans, t.ex. Nu. Allt är bra, t.ex.",
            "Det är till exempel sång.\n\nTill exempel dans, till exempel Nu. Allt är bra, till exempel.",
        ),
        (
            "LNG-01",
            "Dans m.m. Sedan sång m.m.\n\n”m.m.” och M.M. och kronor m.m.\n\n- ett m.m.\n- två",
            "Dans med mera. Sedan sång med mera.\n\n”m.m.” och M.M. och kronor med mera.\n\n- ett med mera.\n- två",
        ),
        (
            "LNG-01",
            "Det är t.\nex. bra eller s.k. fint.",
            "Det är t.\nex. bra eller s.k. fint.",
        ),
        ("LNG-02", "Erfordras tillstånd?", "Behövs tillstånd?"),
        (
            "LNG-04",
            "Enligt KL. 10 kap 7-9§§ (Kommunallagen 2017:725) och KL 10 kap. 7-9§§ (Kommunallagen 2017:725).\nÄven 2 kap. 3§ kommunallagen 2017:725.",
            "Enligt 10\u{a0}kap. 7–9\u{a0}§§ kommunallagen (2017:725) och 10\u{a0}kap. 7–9\u{a0}§§ kommunallagen (2017:725).\nÄven 2\u{a0}kap. 3\u{a0}§ kommunallagen (2017:725).",
        ),
        (
            "LNG-05",
            "Åren 2019-2021 och 2022-2024, se 7-9 §§.\nSid. 3-4 och kl. 13-15.",
            "Åren 2019–2021 och 2022–2024, se 7–9 §§.\nSid. 3–4 och kl.\u{a0}13–15.",
        ),
        (
            "LNG-05",
            "Det kostar 1 000 000 kr, se § 12\noch 10 kap. Mötet är kl. 13.00.",
            "Det kostar 1\u{a0}000\u{a0}000\u{a0}kr, se §\u{a0}12\noch 10\u{a0}kap. Mötet är kl.\u{a0}13.00.",
        ),
    ] {
        let (found, applicability) = mended(rule, text);
        assert_eq!(found, wanted, "{rule}");
        let is_sure = if rule == "LNG-02" {
            Applicability::Unsafe
        } else {
            Applicability::Safe
        };
        assert!(applicability.is_none_or(|a| a == is_sure), "{rule}: {text}");
        // What is mended needs no mending.
        assert_eq!(mended(rule, &found).0, found, "{rule}");
    }
    let (found, applicability) = mended("LNG-04", "Se kommunallagen (2017:752).");
    assert_eq!(found, "Se kommunallagen (2017:725).");
    assert_eq!(applicability, Some(Applicability::Unsafe));
}

const LANGUAGE: &str = r#"
[[regel]]
id = "LNG-01"
rattning = "saker"
ord = { "t.ex." = "till exempel", "t ex" = "till exempel", "m.m." = "med mera", "s.k." = ["så kallad", "så kallade"] }
[[regel]]
id = "LNG-02"
ord = { "erfordras" = "behövs" }
[[regel]]
id = "LNG-04"
lagar = { "kommunallagen" = ["2017:725", "1991:900"], "lagen om offentlig upphandling" = "2016:1145" }
forkortningar = { KL = "kommunallagen" }
[[regel]]
id = "LNG-05"
fore = ["sid."]
efter = ["§§"]
[[regel]]
id = "LNG-07"
betydelser = { HSL = "hälso- och sjukvårdslagen" }
[[regel]]
id = "PII-01"
person = ["pnr"]
annat = ["telefon"]
"#;

#[test]
fn a_summary_may_be_hostile_too() {
    let rule = "[[regel]]\nid = \"SUM-02\"\norgan = [\"nämnden\"]\nungefarliga = [\"cirka\"]\nfasta_fraser = [\"i första hand\"]\nvanliga_ord = [\"för\"]\n";
    for piece in [
        "1 ",
        "maj 2018 ",
        "10 kap. ",
        "§ ",
        "Aa Bb och ",
        "SKR. A ",
        "nämnden Xx ",
        "i första hand ",
        "hemligord-",
        "x-1:2/",
        "https://a/1",
        "\u{130}ß",
    ] {
        let mut arende = skrivelse();
        arende["sammanfattning"] = Value::String(piece.repeat(10_000));
        arende["arendet"] =
            Value::String("tkr Nämnden beslutar 2019-05-01 om 3 ting. ".repeat(1_000));
        let _ = findings(&[rule], &arende, Exceptions::Apply);
        let numbered: Vec<String> = (0..1_000)
            .map(|n| format!("{piece}ord{n}ordet {n} Ab{n}"))
            .collect();
        arende["sammanfattning"] = Value::String(numbered.join(" "));
        let _ = findings(&[rule], &arende, Exceptions::Apply);
    }
}

#[test]
fn hostile_texts_cost_no_more_than_long_ones() {
    let rule = "[[regel]]\nid = \"STR-03\"\nfraser = [\"klicka här\", \"enligt …s förslag\"]\nmonster = ['\\bxx\\b']\nledord = [\"skriv\"]\ninstruktioner = [\"Ta aldrig bort denna rubrik, säger mallen.\"]\n";
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
        "t.ex. ",
        "”t ex ",
        "erfordras",
        "2023-2024 ",
        "(1-2)",
        "”2023-2024",
        "`2023-2024",
        "a@2023-2024",
        "111 1-2 111 ",
        "maj-juni-",
        "enligt a ",
        "enligt as ",
        "10 kap. ",
        "KL 10 kap 7-9§§ (",
        "1 kap. 1, 1, ",
        "1 kap",
        "(2017:725) ",
        "kommunallagen 2017:1 ",
        "lagen (2017:725) om ",
        "HSL, ",
        "(HSL ",
        "HSL (",
        "811218-9876 ",
        "8112189876",
        "pnr 81 12 18-",
        "....",
        "a: b, ",
        "a\n",
    ] {
        let mut arende = skrivelse();
        arende["arendet"] = Value::String(piece.repeat(100_000 / piece.len()));
        let _ = findings(&[rule, PHRASE, LANGUAGE], &arende, Exceptions::Apply);
        arende["avsnitt"] =
            json!([{"tabell": {"kolumner": ["a"], "rader": [[piece.repeat(1_000)]]}}]);
        let _ = findings(&[rule, PHRASE, LANGUAGE], &arende, Exceptions::Apply);
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
