//! The dates of a meeting from the outside: what `kansli frister` tells, as text and as data.

use serde_json::{Value, json};

use super::project::{ARENDE, Project, snapshot};

fn mote() -> Value {
    json!({
        "$schema": "schemas/mote.schema.json",
        "instans": "Kommunstyrelsen",
        "sammantradesdatum": "2026-05-05",
        "tjanstgorande": [{"namn": "Maria Ekholm", "parti": "C", "roll": "ordförande"}],
        "justering": {"datum": "2026-05-08", "utford": true},
        "anslag": [{"datum": "2026-05-29", "nedtas": "2026-06-20"}],
        "paragrafer": [
            {"nummer": 60, "rubrik": "Val av justerare"},
            {"nummer": 61, "rubrik": "Upphandling", "omedelbart_justerad": true},
            {"nummer": 62, "rubrik": "Meddelanden"}
        ]
    })
}

#[test]
fn dates_are_told_with_their_weekdays_and_what_is_missing() {
    let project = Project::new();
    project.file("ks.json", mote().to_string());
    let mut planned = mote();
    planned["justering"] = json!({});
    planned["anslag"] = json!([{"datum": "2026-05-07", "paragrafer": "61"}]);
    project.file("plan.json", planned.to_string());
    let run = project.run(&["frister", "ks.json", "plan.json"]);
    assert_eq!(run.code, 0, "{}", run.all());
    snapshot("frister-utdata", &run.out);
}

#[test]
fn dates_are_data_for_programs() {
    let project = Project::new();
    project.file("ks.json", mote().to_string());
    let run = project.run(&["frister", "ks.json", "--report", "json"]);
    let data: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(data["slutkod"], 0);
    let delar = &data["moten"][0]["delar"];
    assert_eq!(delar[0]["omfattning"], "omedelbart_justerat");
    assert_eq!(delar[0]["saknas"], json!(["anslag.datum"]));
    assert_eq!(
        delar[1]["overklagande_senast"],
        json!({"datum": "2026-06-22", "flyttat_fran": "2026-06-19", "anledning": "midsommarafton"})
    );
    assert_eq!(delar[1]["laga_kraft"], json!({"datum": "2026-06-23"}));
}

#[test]
fn what_is_no_meeting_is_told() {
    let project = Project::new();
    project.file("mapp/arende.json", ARENDE);
    project.file("mapp/trasig.json", "{\"$schema\": ");
    for (arguments, code, words) in [
        (
            &["frister", "mapp/arende.json"][..],
            2,
            "är inget sammanträde",
        ),
        (&["frister", "mapp"], 1, "går inte att läsa"),
        (&["frister", "saknas.json"], 2, "finns inte"),
    ] {
        let run = project.run(arguments);
        assert!(run.code == code && run.err.contains(words), "{}", run.all());
    }
    let mut undated = mote();
    undated["sammantradesdatum"] = json!("i maj");
    project.file("odaterat.json", undated.to_string());
    let run = project.run(&["frister", "odaterat.json"]);
    assert!(
        run.code == 1 && run.out.contains("fyll i sammantradesdatum"),
        "{}",
        run.all()
    );
}
