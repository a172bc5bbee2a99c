//! `kansli batch`: what is planned, what is written, what is kept, and what a run that was cut short leaves behind.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::ARENDE;
use crate::project::{Project, Run};

/// A sound ärende with another title.
pub(crate) fn titled(title: &str) -> String {
    ARENDE.replace("Nya regler för föreningsbidrag", title)
}

/// A project with so many ärenden in `in/`.
pub(crate) fn project(count: usize) -> Project {
    let project = Project::new();
    for number in 1..=count {
        project.file(
            &format!("in/{number:03}.json"),
            titled(&format!("Ärende {number}")),
        );
    }
    project
}

/// Every file below a folder with its bytes, hidden ones too.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries
        .map(|entry| {
            let path = entry.expect("entry").path();
            let name = path
                .file_name()
                .expect("name")
                .to_string_lossy()
                .into_owned();
            (name, fs::read(&path).expect("file"))
        })
        .collect()
}

/// The names of the documents in a folder.
fn documents(project: &Project, folder: &str) -> Vec<String> {
    let names = project.names(folder).into_iter();
    names.filter(|name| !name.starts_with('.')).collect()
}

fn batch(project: &Project, more: &[&str]) -> Run {
    project.run(
        &[
            &["batch", "in", "--out", "ut", "--format", "text"][..],
            more,
        ]
        .concat(),
    )
}

/// What tells one writing of a file from another.
fn stamps(folder: &Path) -> BTreeMap<String, (u64, std::time::SystemTime)> {
    let entries = fs::read_dir(folder).expect("folder");
    entries
        .map(|entry| {
            use std::os::unix::fs::MetadataExt as _;
            let entry = entry.expect("entry");
            let metadata = entry.metadata().expect("metadata");
            let name = entry.file_name().to_string_lossy().into_owned();
            (name, (metadata.ino(), metadata.modified().expect("time")))
        })
        .collect()
}

#[test]
fn the_plan_names_every_file_and_writes_none() {
    let project = project(3);
    let run = batch(&project, &["--dry-run"]);
    assert_eq!(run.code, 0, "{}", run.all());
    assert!(!project.path("ut").exists());
    for number in 1..=3 {
        let line = format!("Skapas      KS 2026-00118_tjansteskrivelse_Ärende {number}.txt\n");
        assert!(run.out.contains(&line), "{}", run.out);
    }
    assert!(run.out.ends_with("Inget har skrivits.\n"), "{}", run.out);
    batch(&project, &[]);
    assert_eq!(documents(&project, "ut").len(), 3);
    let before = tree(&project.path("ut"));
    let run = batch(&project, &["--dry-run", "--report", "json"]);
    let plan: Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(plan["plan"][2]["filer"][0]["atgard"], "oförändrad");
    assert_eq!(tree(&project.path("ut")), before);
}

#[cfg(unix)]
#[test]
fn a_rerun_writes_nothing_and_one_change_only_its_files() {
    let project = project(4);
    let run = batch(&project, &[]);
    assert_eq!(run.code, 0, "{}", run.all());
    assert!(
        run.out
            .contains("4 filer skrivna i ut, 0 dokument oförändrade."),
        "{}",
        run.out
    );
    let before = stamps(&project.path("ut"));
    let run = batch(&project, &[]);
    assert!(
        run.out
            .contains("0 filer skrivna i ut, 4 dokument oförändrade."),
        "{}",
        run.out
    );
    assert_eq!(stamps(&project.path("ut")), before, "not even the journal");
    let changed = titled("Ärende 2").replace("2026-02-02", "2026-02-03");
    project.file("in/002.json", changed);
    fs::remove_file(project.path("ut/KS 2026-00118_tjansteskrivelse_Ärende 4.txt")).expect("there");
    let run = batch(&project, &[]);
    assert!(
        run.out
            .contains("2 filer skrivna i ut, 2 dokument oförändrade."),
        "{}",
        run.all()
    );
    let after = stamps(&project.path("ut"));
    let is_same = |name: &&String| after[*name] == before[*name] && !name.starts_with('.');
    let same: Vec<&String> = before.keys().filter(is_same).collect();
    let [first, third] = &same[..] else {
        panic!("{same:?}")
    };
    assert!(first.ends_with("Ärende 1.txt") && third.ends_with("Ärende 3.txt"));
    // From another folder and by another way it is the same document.
    let run =
        project.script("mkdir -p x; cd x; \"$0\" batch ../in/001.json --out ../ut --format text");
    assert!(run.out.contains("0 filer skrivna"), "{}", run.all());
}

#[test]
fn what_a_person_changed_is_kept_until_forced() {
    let project = project(2);
    batch(&project, &[]);
    let name = "KS 2026-00118_tjansteskrivelse_Ärende 1.txt";
    project.file(&format!("ut/{name}"), "signerad");
    for changed in [false, true] {
        if changed {
            project.file(
                "in/001.json",
                titled("Ärende 1").replace("2026-02-02", "2026-02-03"),
            );
        }
        for _ in 0..2 {
            let run = batch(&project, &[]);
            assert_eq!(run.code, 0, "{}", run.all());
            let words = format!(
                "Varning UTDATA i in/001.json: ”{name}” har ändrats sedan Kansli skapade den."
            );
            assert!(
                run.out.contains(&words) && run.out.contains("--force"),
                "{}",
                run.all()
            );
            assert_eq!(
                fs::read(project.path("ut").join(name)).expect("file"),
                b"signerad"
            );
        }
    }
    let run = batch(&project, &["--tvinga"]);
    assert!(
        run.out.contains("2 filer på plats. Inga fynd."),
        "{}",
        run.all()
    );
    assert_ne!(
        fs::read(project.path("ut").join(name)).expect("file"),
        b"signerad"
    );
    let run = batch(&project, &[]);
    assert!(run.out.contains("2 dokument oförändrade"), "{}", run.all());
}

#[test]
fn render_keeps_what_a_person_changed_too() {
    let project = Project::with_arende();
    let render = |more: &[&str]| {
        project.run(&[&["render", "a.json", "--format", "text,html"][..], more].concat())
    };
    render(&[]);
    let name = format!("{}.txt", crate::NAME);
    project.file(&format!("ut/{name}"), "ändrad");
    let run = render(&[]);
    assert_eq!(run.code, 0, "{}", run.all());
    assert!(
        run.out.contains("har ändrats sedan Kansli skapade den"),
        "{}",
        run.out
    );
    assert!(
        !run.out.contains(&format!("Skrev ut/{name}")) && run.out.contains(".html"),
        "{}",
        run.out
    );
    assert_eq!(
        fs::read(project.path("ut").join(&name)).expect("file"),
        "ändrad".as_bytes()
    );
    project.file(&format!("annan/{name}"), "min egen");
    let run = render(&["--out", "annan"]);
    assert!(
        run.out.contains("fanns redan och är inte skapad av Kansli"),
        "{}",
        run.out
    );
    assert_eq!(
        fs::read(project.path("annan").join(&name)).expect("file"),
        b"min egen"
    );
    render(&["--out", "annan", "--force"]);
    assert_ne!(
        fs::read(project.path("annan").join(&name)).expect("file"),
        b"min egen"
    );
}

#[test]
fn outputs_without_a_document_are_told_and_pruned_when_asked() {
    let project = project(3);
    project.file("annat/x.json", titled("Något annat"));
    project.run(&["batch", "annat", "--out", "ut", "--format", "text"]);
    batch(&project, &[]);
    fs::remove_file(project.path("in/001.json")).expect("there");
    project.file("in/002.json", titled("Ett nytt namn"));
    project.file("in/003.json", "{ trasig");
    let run = batch(&project, &[]);
    assert_eq!(run.code, 1, "{}", run.all());
    assert!(
        run.out
            .contains("2 filer hör till dokument som inte längre finns:"),
        "{}",
        run.out
    );
    assert_eq!(
        documents(&project, "ut").len(),
        5,
        "nothing is removed unasked"
    );
    let run = batch(&project, &["--rensa"]);
    assert!(
        run.out.contains("2 övergivna filer borttagna."),
        "{}",
        run.all()
    );
    let left = documents(&project, "ut");
    let wanted = ["Ett nytt namn", "Något annat", "Ärende 3"];
    let wanted = wanted.map(|title| format!("KS 2026-00118_tjansteskrivelse_{title}.txt"));
    assert_eq!(left, wanted, "another run's and a broken input's stay");
}

#[test]
fn two_documents_with_one_name_are_both_refused() {
    let project = project(1);
    project.file("in/a.json", titled("Åtgärd"));
    project.file("in/b.json", titled("A\u{30a}TGÄRD"));
    let run = batch(&project, &[]);
    assert_eq!(run.code, 2, "{}", run.all());
    for words in [
        "in/a.json: Dokumentet skulle heta",
        "in/b.json: Dokumentet skulle heta",
    ] {
        assert!(run.out.contains(words), "{}", run.all());
    }
    assert_eq!(documents(&project, "ut").len(), 1);
    assert_eq!(batch(&project, &["--dry-run"]).code, 2);
}

#[test]
fn a_file_that_a_line_points_at_counts_its_own_lines() {
    let project = Project::new();
    let arende = include_str!("../../samples/mote/arenden/parkeringsavgifter.json");
    let point = "\"punkter\": [";
    let line = arende.lines().position(|line| line.contains(point));
    let line = line.expect("a decision") + 1;
    let spoilt = arende.replacen(point, "\"punkter\": [ \"Besluta enligt bilaga 1.\",", 1);
    project.file("arenden/parkeringsavgifter.json", spoilt);
    let meeting = include_str!("../../samples/mote/arbetsutskottet-2026-04-20.json");
    let meeting: Value = serde_json::from_str(meeting).expect("a sample");
    project.file("lista.ndjson", format!("\n\n{meeting}\n"));
    let run = project.run(&["batch", "lista.ndjson", "--out", "ut", "--format", "text"]);
    let place = format!("arenden/parkeringsavgifter.json, rad {line}, kolumn ");
    assert!(run.out.contains(&place), "”{place}” in:\n{}", run.all());
}

#[test]
fn a_list_with_a_broken_line() {
    let project = Project::new();
    let line = |title: &str| {
        let value: Value = serde_json::from_str(&titled(title)).expect("JSON");
        value.to_string()
    };
    let mut lines: Vec<String> = (1..=5).map(|n| line(&format!("Rad {n}"))).collect();
    lines[2].truncate(40);
    lines.insert(1, String::new());
    let list = lines.join("\n");
    project.file("lista.ndjson", &list);
    let run = project.run(&["batch", "lista.ndjson", "--out", "ut", "--format", "text"]);
    assert_eq!(run.code, 1, "{}", run.all());
    for part in ["lista.ndjson, rad 4, kolumn ", "som börjar på rad 4 är"] {
        assert!(run.out.contains(part), "”{part}” in:\n{}", run.out);
    }
    assert_eq!(documents(&project, "ut").len(), 4);
    assert!(
        run.out.contains("5 dokument: 4 klara och 1 stoppat."),
        "{}",
        run.out
    );
    // A line that is moved is the same document.
    lines.remove(1);
    lines.reverse();
    project.file("lista.ndjson", lines.join("\r\n"));
    let run = project.run(&["batch", "lista.ndjson", "--out", "ut", "--format", "text"]);
    assert!(
        run.out
            .contains("0 filer skrivna i ut, 4 dokument oförändrade"),
        "{}",
        run.all()
    );
    for stdin in [list.as_bytes(), ARENDE.as_bytes()] {
        let run = project.run_with(&["batch", "-", "--out", "in", "--format", "text"], stdin);
        assert!([0, 1].contains(&run.code), "{}", run.all());
    }
    assert_eq!(
        documents(&project, "in").len(),
        5,
        "an ärende over many lines is one"
    );
    let run = project.run_with(&["batch", "-", "--out", "ut"], b"\n\n");
    assert_eq!(run.code, 2, "{}", run.all());
    assert!(run.out.contains("Listan är tom."), "{}", run.all());
}

#[test]
fn shares_together_are_one_run() {
    let project = project(12);
    project.file("in/trasig.json", "{");
    let run = batch(&project, &["--report-dir", "rapport"]);
    assert_eq!(run.code, 1, "{}", run.all());
    // What runs that were killed in the midst of their reports have left.
    let left = ".kansli-abcdef123456.tmp";
    project.file(&format!("delar/{left}"), "halv");
    project.file(&format!("samlad/{left}"), "halv");
    for share in 1..=3 {
        let share = share.to_string();
        let run = project.script(&format!(
            "SLURM_ARRAY_TASK_ID={share} SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_COUNT=3 \"$0\" batch in --out delad --format text --report-dir delar --shard auto"
        ));
        assert!([0, 1].contains(&run.code), "{}", run.all());
        if share == "2" {
            let early = project.run(&["batch", "merge-report", "delar"]);
            assert_eq!(early.code, 1, "{}", early.all());
            assert!(
                early.err.contains("Rapporten från del 3 av 3 saknas."),
                "{}",
                early.err
            );
        }
    }
    let twice = project.run(&["batch", "merge-report", "delar", "delar/rapport-1-3.json"]);
    assert!(
        twice.err.contains("Del 1 har två rapporter"),
        "{}",
        twice.err
    );
    let run = project.run(&[
        "batch",
        "merge-report",
        "delar",
        "--out",
        "delad",
        "--report-dir",
        "samlad",
    ]);
    assert_eq!(run.code, 1, "{}", run.all());
    assert!(
        run.out
            .ends_with("Varje dokument är gjort precis en gång.\n"),
        "{}",
        run.out
    );
    assert_eq!(tree(&project.path("delad")), tree(&project.path("ut")));
    assert_eq!(
        tree(&project.path("samlad")),
        tree(&project.path("rapport"))
    );
    assert_eq!(tree(&project.path("samlad")).len(), 3);
    assert!(!project.path("delar").join(left).exists());
}

#[test]
fn shards_are_asked_for_in_words_that_hold() {
    let project = project(1);
    for (share, words) in [
        ("3/2", "är ingen del av en körning"),
        ("auto", "hittar ingen del i miljön"),
    ] {
        let run = batch(&project, &["--shard", share]);
        assert_eq!(run.code, 2, "{}", run.all());
        assert!(run.err.contains(words), "{}", run.err);
    }
    let run = project.script(
        "JOB_COMPLETION_INDEX=0 KANSLI_SHARDS=1 \"$0\" batch in --out ut --format text --del auto",
    );
    assert_eq!(run.code, 0, "{}", run.all());
    for (more, words) in [
        (
            &["--shard", "1/2", "--prune"][..],
            "--prune går inte ihop med --shard",
        ),
        (&["--eml", "--per-mottagare"], "pdf är inte valt"),
        (&["--report", "sarif"], "finns inte för batch"),
    ] {
        let run = batch(&project, more);
        assert_eq!(run.code, 2, "{}", run.all());
        assert!(run.err.contains(words), "{}", run.err);
    }
}

#[test]
fn any_number_of_threads_gives_the_same() {
    let project = project(9);
    project.file(
        "in/stoppad.json",
        titled("Stoppad").replace("2026-02-02", "2026-02-31"),
    );
    for (jobs, out) in [("1", "ett"), ("3", "tre")] {
        let report = format!("{out}-rapport");
        project.run(&[
            "batch",
            "in",
            "--out",
            out,
            "--format",
            "text,docx",
            "-j",
            jobs,
            "--report-dir",
            &report,
        ]);
    }
    assert_eq!(tree(&project.path("ett")), tree(&project.path("tre")));
    assert_eq!(
        tree(&project.path("ett-rapport")),
        tree(&project.path("tre-rapport"))
    );
    let report = &tree(&project.path("ett-rapport"))["rapport.json"];
    let report: Value = serde_json::from_slice(report).expect("JSON");
    let schema: Value =
        serde_json::from_str(include_str!("../../schemas/massrapport.schema.json")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let faults: Vec<String> = validator
        .iter_errors(&report)
        .map(|e| e.to_string())
        .collect();
    assert_eq!(faults, [""; 0]);
    assert_eq!(project.run(&["schema", "massrapport"]).code, 0);
    let xml = String::from_utf8(tree(&project.path("ett-rapport"))["rapport.xml"].clone())
        .expect("UTF-8");
    assert!(
        xml.contains("tests=\"10\" failures=\"1\" errors=\"0\"")
            && xml.contains("<failure message="),
        "{xml}"
    );
}

#[test]
fn fail_fast_and_retry_failed() {
    let project = project(6);
    project.file("in/000.json", "{");
    let run = batch(&project, &["--fail-fast", "-j", "1"]);
    assert_eq!(run.code, 1, "{}", run.all());
    project.file("in/000.json", titled("Ärende 0"));
    let run = batch(&project, &["--retry-failed"]);
    assert_eq!(run.code, 0, "{}", run.all());
    assert_eq!(documents(&project, "ut").len(), 7);
    project.file(
        "in/001.json",
        titled("Ärende 1").replace("2026-02-02", "2026-02-03"),
    );
    let run = batch(&project, &["--gor-om"]);
    assert!(run.out.contains("0 filer skrivna"), "{}", run.all());
}

#[test]
fn a_new_picture_makes_its_document_again() {
    let project = project(1);
    let png = include_bytes!("../../samples/bilder/tre-dokument.png");
    let with = titled("Med bild").replacen(
        '{',
        "{\"bilder\": {\"karta\": {\"fil\": \"karta.png\", \"alt\": \"Karta\"}},",
        1,
    );
    project.file("in/karta.png", png);
    project.file("in/bild.json", with);
    let first = batch(&project, &[]);
    let again = batch(&project, &[]);
    assert!(
        again.out.contains("0 filer skrivna"),
        "{}{}",
        first.all(),
        again.all()
    );
    if first.code == 0 {
        fs::remove_file(project.path("in/karta.png")).expect("there");
        assert_eq!(batch(&project, &[]).code, 1, "what is gone is noticed");
    }
}
