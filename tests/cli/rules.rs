//! Which rules speak, how often they do, and how they are explained: in the program's words and in a profile's.

use crate::project::{ARENDE, Project};
use serde_json::Value;

const OWN: &str = r#"
[[regel]]
id = "KOM-01"
sort = "fras"
namn = "inga-slarviga-ord"
niva = "varning"
delar = ["sammanfattning", "arendet"]
typer = ["tjansteskrivelse"]
fraser = ["behöver bli"]
kalla = "Skrivhandboken s. 3."
atgard = "Skriv om meningen."

[[regel]]
id = "UND-01"
niva = "varning"
"#;

fn project() -> Project {
    let project = Project::new();
    project.file("mallar/profiler/kom/profil.toml", "");
    project.file("mallar/profiler/kom/regler.toml", OWN);
    project.file(
        "a.json",
        ARENDE
            .replace("KS 2026-00118", "KS-26/118")
            .replace("\"$schema\"", "\"kommun\": \"kom\",\n  \"$schema\""),
    );
    project
}

fn check(project: &Project, arguments: &[&str]) -> crate::project::Run {
    project.run(&[&["check", "a.json", "--mallar", "mallar"], arguments].concat())
}

#[test]
fn only_the_rules_that_were_named_speak() {
    let project = project();
    let ids = |arguments: &[&str]| {
        let run = check(&project, &[&["--report", "json"], arguments].concat());
        let report: Value = serde_json::from_str(&run.out).expect("JSON");
        let rules = report["regler"].as_array().expect("rules").iter();
        rules
            .map(|rule| {
                format!(
                    "{} {}",
                    rule["regel"].as_str().expect("an id"),
                    rule["antal"]
                )
            })
            .collect::<Vec<_>>()
    };
    let all = ids(&[]);
    assert!(
        all.contains(&"HDR-02 1".to_owned()) && all.contains(&"KOM-01 2".to_owned()),
        "{all:?}"
    );
    assert_eq!(ids(&["--rule", "hdr-02,KOM-01"]), ["HDR-02 1", "KOM-01 2"]);
    assert_eq!(
        ids(&["--regel", "UND-01", "--regel", "HDR-02"]),
        ["HDR-02 1"]
    );
    let without: Vec<String> = all
        .iter()
        .filter(|id| !id.starts_with("HDR-02"))
        .cloned()
        .collect();
    assert_eq!(ids(&["--utan", "HDR-02"]), without);
    assert_eq!(ids(&["--rule", "KOM-01", "--without", "KOM-01"]), [""; 0]);
}

#[test]
fn faults_of_the_file_are_told_whatever_was_named() {
    let project = project();
    project.file("a.json", ARENDE.replace("2026-02-02", "2026-02-31"));
    let run = check(&project, &["--rule", "LNG-01"]);
    assert_eq!(run.code, 1);
    assert!(run.out.starts_with("Fel SCHEMA i a.json"), "{}", run.out);
    project.file("a.json", "{");
    assert!(
        check(&project, &["--rule", "LNG-01"])
            .out
            .starts_with("Fel JSON")
    );
}

#[test]
fn an_exception_from_a_rule_that_is_silent_is_not_unused() {
    let project = project();
    let exception = r#""undantag": [{"regel": "KOM-01", "pekare": "", "motivering": "x"}, {"regel": "LANK", "pekare": "", "motivering": "x"}], "rubrik""#;
    let text = ARENDE
        .replace("\"$schema\"", "\"kommun\": \"kom\", \"$schema\"")
        .replacen("\"rubrik\"", exception, 1);
    project.file("a.json", text);
    let unused = |arguments: &[&str]| check(&project, arguments).out.matches("UNDANTAG").count();
    assert_eq!(unused(&[]), 1, "{}", check(&project, &[]).out);
    assert_eq!(unused(&["--without", "LANK"]), 0);
    assert_eq!(unused(&["--rule", "HDR-02"]), 0);
    assert_eq!(unused(&["--rule", "undantag,lank"]), 1);
    assert_eq!(unused(&["--without", "UNDANTAG"]), 0);
}

#[test]
fn unknown_rules_get_a_suggestion() {
    let project = project();
    for (arguments, words) in [
        (&["--rule", "UND-1"][..], "Menade du UND-01?"),
        (&["--rule", "HDR-02,KOM-1"], "Menade du KOM-01?"),
        (
            &["--without", "kom-02", "--kommun", "kom"],
            "Menade du KOM-01?",
        ),
        (&["--without", "SCHEMA"], "Regeln ”SCHEMA” finns inte."),
        (&["--rule", ""], "finns inte"),
    ] {
        let run = check(&project, arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(run.err.contains(words), "{arguments:?}: {}", run.err);
    }
}

#[test]
fn findings_are_counted_by_rule() {
    let project = project();
    project.file("b.json", ARENDE);
    for arguments in [
        &["--report", "antal"][..],
        &["--count"],
        &["--antal", "--rapport", "count"],
    ] {
        let run = project.run(
            &[
                &[
                    "check",
                    ".",
                    "--mallar",
                    "mallar",
                    "--rule",
                    "HDR-02,KOM-01",
                ],
                arguments,
            ]
            .concat(),
        );
        assert_eq!(
            (run.code, run.out.as_str(), run.err.as_str()),
            (1, "HDR-02 1\nKOM-01 2\n", "")
        );
    }
    let run = project.run(&[
        "check",
        ".",
        "saknas.json",
        "--mallar",
        "mallar",
        "--count",
        "--report",
        "json",
    ]);
    let report: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(report.get("filer"), None);
    assert_eq!(
        (&report["antal"]["filer"], &report["antal"]["misslyckade"]),
        (&3.into(), &1.into())
    );
    let run = check(
        &project,
        &["--report", "antal", "saknas.json", "--rule", "KOM-01"],
    );
    assert_eq!((run.code, run.out.as_str()), (2, "KOM-01 2\n"));
    assert!(run.err.contains("”saknas.json” finns inte"), "{}", run.err);
}

#[test]
fn a_profiles_rules_are_explained_with_its_own_words() {
    let project = project();
    let rule = |arguments: &[&str]| {
        let run = project.run(
            &[
                &["rule", "--kommun", "kom", "--templates", "mallar"],
                arguments,
            ]
            .concat(),
        );
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        run.out
    };
    let list = rule(&[]);
    assert!(
        list.contains("KOM-01  Varning  inga-slarviga-ord\n"),
        "{list}"
    );
    assert!(list.contains("UND-01  Varning  "), "{list}");
    assert!(
        list.lines()
            .is_sorted_by_key(|line| line.split(' ').next().map(str::to_owned)),
        "{list}"
    );
    let own = rule(&["kom-01"]);
    for words in [
        "# KOM-01 inga-slarviga-ord",
        "Nivå i profilen kom: Varning. Dokumenttyper: tjansteskrivelse. Delar: sammanfattning och arendet.",
        "av sorten fras",
        "Källa enligt profilen: Skrivhandboken s. 3.",
        "Åtgärd enligt profilen: Skriv om meningen.",
    ] {
        assert!(own.contains(words), "{words} is not in {own}");
    }
    let data: Value = serde_json::from_str(&rule(&["KOM-01", "--report", "json"])).expect("JSON");
    for (name, wanted) in [
        ("niva", "varning".into()),
        ("kalla", "Skrivhandboken s. 3.".into()),
        ("delar", serde_json::json!(["sammanfattning", "arendet"])),
        ("dokumenttyper", serde_json::json!(["tjansteskrivelse"])),
        ("sort", "fras".into()),
        ("dokumentation", Value::Null),
    ] {
        assert_eq!(data[name], wanted, "{name}");
    }
    let unknown = project.run(&["rule", "KOM-01"]);
    assert!(
        unknown.code == 2 && unknown.err.contains("Regeln ”KOM-01” finns inte."),
        "{}",
        unknown.err
    );
    let lost = project.run(&["rule", "--kommun", "boraas"]);
    assert!(
        lost.code == 2 && lost.err.contains("Menade du ”boras”?"),
        "{}",
        lost.err
    );
}

#[test]
fn rules_are_listed_and_explained() {
    let project = Project::new();
    let list = project.run(&["rule"]).out;
    assert!(list.contains("UND-01  Fel "), "{list}");
    let one = project.run(&["regel", "und-01"]).out;
    for heading in ["Vad regeln gör", "Varför", "Exempel", "Åtgärd", "Källa"] {
        assert!(one.contains(&format!("## {heading}")), "{one}");
    }
    let data: serde_json::Value =
        serde_json::from_str(&project.run(&["rule", "--report", "json"]).out).expect("JSON");
    assert_eq!(data.as_array().map(Vec::len), Some(list.lines().count()));
}
