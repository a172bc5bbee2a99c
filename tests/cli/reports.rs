//! The three reports on one ärende: what a terminal shows, what a pipe gets and what a program reads.

use crate::project::{ARENDE, KANSLI, Project, run_of};
use serde_json::{Value, json};
use std::process::Command;

fn project() -> Project {
    let project = Project::new();
    project.file("a.json", ARENDE.replace("KS 2026-00118", "KS-26/118"));
    project
}

fn coloured(project: &Project, name: &str) -> String {
    let mut command = Command::new(KANSLI);
    command
        .args(["check", name])
        .current_dir(project.path("."))
        .env_remove("NO_COLOR")
        .env("CLICOLOR_FORCE", "1");
    run_of(&command.output().expect("the program ends")).out
}

#[test]
fn graphical() {
    let text = coloured(&project(), "a.json");
    assert!(
        text.contains("\u{1b}[1m\u{1b}[31mFel HDR-02\u{1b}[0m"),
        "{text}"
    );
    let plain = anstream::adapter::strip_str(&text).to_string();
    assert!(plain.contains(" --> a.json:7:19\n  |\n7 | \"diarienummer\": \"KS-26/118\",\n  |                 ^^^^^^^^^^^\n  = Åtgärd: "), "{plain}");
}

#[test]
fn narrated() {
    let run = project().run(&["check", "a.json"]);
    let line = run.out.lines().next().expect("a finding");
    assert!(
        line.starts_with("Fel HDR-02 i a.json, rad 7, kolumn 19: "),
        "{line}"
    );
    assert!(
        line.contains("  Åtgärd: ") && line.ends_with("  Utdrag: \"diarienummer\": \"KS-26/118\","),
        "{line}"
    );
    assert!(!run.out.contains('\u{1b}'));
}

#[test]
fn json_says_the_same_as_data() {
    let project = project();
    let run = project.run(&["render", "a.json", "saknas.json", "--rapport", "json"]);
    let report: Value = serde_json::from_str(&run.out).expect("nothing but JSON");
    assert_eq!(report["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!((&report["slutkod"], run.code), (&json!(2), 2));
    let finding = &report["filer"][0]["fynd"][0];
    assert_eq!(
        (&finding["regel"], &finding["niva"], &finding["pekare"]),
        (&json!("HDR-02"), &json!("fel"), &json!("/diarienummer"))
    );
    assert_eq!(
        finding["plats"],
        json!({"fil": "a.json", "rad": 7, "kolumn": 19, "langd": 11, "utdrag": "  \"diarienummer\": \"KS-26/118\","})
    );
    assert_eq!(report["filer"][0]["status"], "stoppad");
    assert_eq!(report["filer"][1]["status"], "misslyckad");
    assert!(
        report["filer"][1]["fel"]["meddelande"]
            .as_str()
            .is_some_and(|text| text.contains("finns inte"))
    );
    assert_eq!(
        (&report["antal"]["fel"], &report["antal"]["utdata"]),
        (&json!(1), &json!(0))
    );

    let drawn = project.run(&[
        "render", "a.json", "--draft", "--format", "html", "--report", "json",
    ]);
    let report: Value = serde_json::from_str(&drawn.out).expect("nothing but JSON");
    assert_eq!(report["filer"][0]["utdata"][0]["format"], "html");
    let file = report["filer"][0]["utdata"][0]["fil"]
        .as_str()
        .expect("a path")
        .to_owned();
    assert!(project.path(&file).is_file(), "{file}");

    let unknown = project.run(&["check", "a.json", "--kommun", "x", "--report", "json"]);
    let report: Value = serde_json::from_str(&unknown.out).expect("nothing but JSON");
    assert_eq!(report["slutkod"], 2);
    assert!(
        report["fel"]["meddelande"]
            .as_str()
            .is_some_and(|text| text.contains("”x”")),
        "{report}"
    );
}

#[test]
fn nothing_in_the_data_reaches_the_terminal_as_a_command() {
    let project = Project::new();
    let hostile = "\\u001b[2J\\u202e\\u009b31m\u{202e}\u{9b}";
    project.file(
        "a\u{1b}[2J.json",
        ARENDE
            .replace("KS 2026-00118", hostile)
            .replace("\"instans\"", &format!("\"{hostile}\"")),
    );
    for report in ["human", "json"] {
        let run = project.run(&["check", ".", "--report", report]);
        assert_eq!(run.code, 1, "{}", run.all());
        let hidden = |c: char| c != '\n' && kansli::text::is_hidden(c);
        assert!(!run.all().contains(hidden), "{report}: {:?}", run.all());
    }
    let coloured = coloured(&project, "a\u{1b}[2J.json");
    assert!(
        !coloured.contains("\u{1b}[2J") && !coloured.contains(['\u{202e}', '\u{9b}']),
        "{coloured:?}"
    );
}

#[test]
fn sarif_has_rules_places_and_failures() {
    let project = project();
    project.file("under å/b.json", "{\n  \"x\": 😀}");
    let run = project.run(&[
        "check",
        "a.json",
        "./under å/b.json",
        "saknas.json",
        "--rapport",
        "sarif",
    ]);
    assert_eq!(run.code, 2, "{}", run.all());
    let report: Value = serde_json::from_str(&run.out).expect("nothing but JSON");
    let run = &report["runs"][0];
    let results = run["results"].as_array().expect("results");
    assert_eq!(results[0]["ruleId"], "HDR-02");
    assert_eq!(
        results[0]["locations"][0]["physicalLocation"],
        json!({
            "artifactLocation": {"uri": "a.json", "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": 7, "startColumn": 19, "endLine": 7, "endColumn": 30},
        })
    );
    assert_eq!(
        results[0]["locations"][0]["logicalLocations"][0]["fullyQualifiedName"],
        "/diarienummer"
    );
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    for result in results {
        let rule = &rules
            [usize::try_from(result["ruleIndex"].as_u64().expect("a number")).expect("small")];
        assert_eq!(rule["id"], result["ruleId"]);
    }
    assert!(
        rules[0]["help"]["markdown"]
            .as_str()
            .is_some_and(|docs| docs.starts_with("## Vad regeln gör"))
    );
    assert_eq!(rules[0]["defaultConfiguration"]["level"], "error");
    let last = results.last().expect("a result");
    assert_eq!(
        (&last["ruleId"], &last["level"]),
        (&json!("JSON"), &json!("error"))
    );
    let place = &last["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "under%20%C3%A5/b.json");
    assert_eq!(place["region"]["startLine"], 2);
    let invocation = &run["invocations"][0];
    assert_eq!(
        (&invocation["executionSuccessful"], &invocation["exitCode"]),
        (&json!(false), &json!(2))
    );
    let notice = &invocation["toolExecutionNotifications"][0];
    assert!(
        notice["message"]["text"]
            .as_str()
            .is_some_and(|text| text.contains("”saknas.json” finns inte.")),
        "{notice}"
    );
}

#[test]
fn every_sample_gives_reports_that_follow_their_schemas() {
    let project = Project::new();
    let samples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let samples = samples.to_string_lossy();
    for report in ["json", "sarif"] {
        // The project's own helper validates what it is given.
        let run = project.run(&["check", &samples, "--report", report, "--no-exceptions"]);
        assert_eq!(run.code, 1, "{}", run.err);
        assert!(run.out.len() > 10_000);
    }
}

#[test]
fn the_reports_schema_is_published_and_is_no_document_type() {
    let project = Project::with_arende();
    let schema: Value =
        serde_json::from_str(&project.run(&["schema", "rapport"]).out).expect("JSON");
    assert_eq!(schema["title"], "Rapport");
    let list = project.run(&["schema"]).out;
    assert!(!list.contains("rapport"), "{list}");
    assert_eq!(project.run(&["new", "rapport"]).code, 2);
    let mut report: Value =
        serde_json::from_str(&project.run(&["check", "a.json", "--report", "json"]).out)
            .expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    assert!(validator.is_valid(&report));
    report["filer"][0]["status"] = json!("bra");
    assert!(!validator.is_valid(&report), "the schema says something");
}
