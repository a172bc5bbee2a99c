//! `--fix` from the outside: what is changed in the file, what never is, and what becomes of it when something goes wrong.

use crate::project::{ARENDE, Project};
use serde_json::Value;
use std::fs;

/// Two rules of a municipality's own: one whose fix is safe, one whose fix somebody should read.
const RULES: &str = r#"
[[regel]]
id = "KOM-01"
sort = "ersattning"
niva = "varning"
ord = { "blaj" = "ord", "å blaj" = "båda" }
rattning = "saker"

[[regel]]
id = "KOM-02"
sort = "ersattning"
niva = "råd"
ord = { "krumelur" = "tecken" }
rattning = "osaker"

[[regel]]
id = "SUM-02"
niva = "av"
"#;

/// What everything here is judged with.
const WITH: [&str; 4] = ["--kommun", "kom", "--templates", "mallar"];

fn project(arende: &[u8]) -> Project {
    let project = Project::new();
    project.file("mallar/profiler/kom/profil.toml", "");
    project.file("mallar/profiler/kom/regler.toml", RULES);
    project.file("a.json", arende);
    project
}

fn arende() -> String {
    ARENDE.replace(
        "Översynen visar att reglerna",
        "Det är blaj blaj, och en krumelur: reglerna",
    )
}

fn fixed(project: &Project, arguments: &[&str]) -> crate::project::Run {
    project.run(&[&["check", "a.json"], &WITH[..], arguments].concat())
}

fn content(project: &Project) -> String {
    String::from_utf8(fs::read(project.path("a.json")).expect("the file")).expect("UTF-8")
}

#[test]
fn the_safe_ones_are_made_and_the_rest_is_told() {
    let text = arende();
    let project = project(text.as_bytes());
    let told = fixed(&project, &[]);
    assert!(
        told.out.contains("Förslag: ") && told.out.contains("Kan rättas med --fix."),
        "{}",
        told.out
    );
    assert!(
        told.out.contains("Kan rättas med --fix=all."),
        "{}",
        told.out
    );
    assert_eq!(content(&project), text, "judging changes nothing");

    let run = fixed(&project, &["--fix"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.all());
    assert!(
        run.out.starts_with("Rättade 2 fynd i a.json.\nRåd KOM-02 "),
        "{}",
        run.out
    );
    assert!(
        run.out
            .ends_with("1 ärende granskat. 2 fynd rättade. 1 råd kvar.\n"),
        "{}",
        run.out
    );
    assert_eq!(content(&project), text.replace("blaj blaj", "ord ord"));

    let again = fixed(&project, &["--ratta"]);
    assert!(
        !again.out.contains("Rättade") && again.out.ends_with("granskat. 1 råd.\n"),
        "{}",
        again.out
    );
    assert_eq!(project.names("."), ["a.json", "mallar"]);
}

#[test]
fn every_other_byte_stays_as_it_was_written() {
    let text = arende();
    let lines: String = text
        .lines()
        .flat_map(|line| ["\t", line, " \r\n"])
        .collect();
    let odd = lines
        .replace("Nya regler", "Nya \\u0072egler")
        .replace("Stadsledningskansliet", "Stadsledningskansliet\\u002c a\u{30a} \\/ \\ud83d\\ude00 blaj a\u{30a} blaj \\u0061\\u030A blaj")
        .replace("\"kravs\": false", "\"kravs\"  :\tfalse");
    let bytes = format!("\u{feff}{odd}");
    let project = project(bytes.as_bytes());
    let run = fixed(&project, &["--fix", "--rule", "kom-01"]);
    assert_eq!(run.code, 0, "{}", run.all());
    let wanted = bytes
        .replace("a\u{30a} blaj", "båda")
        .replace("\\u0061\\u030A blaj", "båda")
        .replace("blaj blaj", "ord ord")
        .replace("blaj", "ord");
    assert_eq!(content(&project), wanted);
}

#[test]
fn unsafe_ones_are_asked_about_and_nobody_is_there_to_answer() {
    let text = arende();
    let project = project(text.as_bytes());
    for arguments in [&["--fix=all"][..], &["--ratta=alla", "--report", "json"]] {
        let run = fixed(&project, arguments);
        assert_eq!(run.code, 2, "{}", run.all());
        assert!(
            run.err.contains("ingen terminal") && run.err.contains("--yes"),
            "{}",
            run.err
        );
        assert_eq!(content(&project), text);
    }
    let run = fixed(&project, &["--ratta=alla", "--ja"]);
    assert_eq!(run.code, 0, "{}", run.all());
    assert!(
        run.out.starts_with("Rättade 3 fynd i a.json.\n"),
        "{}",
        run.out
    );
    assert!(
        run.err.starts_with("--- a.json\n+++ a.json (rättad)\n@@ "),
        "{}",
        run.err
    );
    assert!(
        run.err.contains("\n-") && run.err.contains("\n+"),
        "{}",
        run.err
    );
    assert_eq!(
        content(&project),
        text.replace("blaj blaj", "ord ord")
            .replace("krumelur", "tecken")
    );
    let alone = project.run(&["check", "a.json", "--yes"]);
    assert!(
        alone.code == 2
            && alone
                .err
                .contains("--yes gäller bara tillsammans med --fix."),
        "{}",
        alone.err
    );
}

/// Runs `--fix=all` at a terminal of its own; `answer` is a shell command that writes the answer.
#[cfg(target_os = "linux")]
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn answered(project: &Project, answer: &str) -> Option<crate::project::Run> {
    if project.script("script -qec true /dev/null").code != 0 {
        eprintln!("skipped: this machine has no script(1)");
        return None;
    }
    let wait = "for i in $(seq 300); do grep -qs ja/nej log && break; sleep 0.1; done";
    let command = format!("$0 check a.json {} --fix=all", WITH.join(" "));
    Some(project.script(&format!(
        "({wait}; {answer}; sleep 0.2) | script -qefc \"{command}\" log"
    )))
}

#[cfg(target_os = "linux")]
#[test]
fn somebody_at_a_terminal_decides() {
    let text = arende();
    let project = project(text.as_bytes());
    let Some(run) = answered(&project, "echo kanske; echo nej") else {
        return;
    };
    assert_eq!(run.code, 0, "{}", run.all());
    assert!(
        run.all()
            .contains("Ska ändringarna skrivas till a.json? (ja/nej)"),
        "{}",
        run.all()
    );
    assert!(
        run.all().contains("Inget är ändrat i a.json."),
        "{}",
        run.all()
    );
    assert_eq!(content(&project), text);
    fs::remove_file(project.path("log")).expect("removed");

    let run = answered(&project, "echo ja").expect("a terminal");
    assert_eq!(run.code, 0, "{}", run.all());
    assert!(
        content(&project).contains("ord ord, och en tecken"),
        "{}",
        run.all()
    );
    fs::remove_file(project.path("log")).expect("removed");

    // Changed by somebody else while the question stands: nothing is lost.
    project.file("a.json", &text);
    let run = answered(&project, "echo >> a.json; echo ja").expect("a terminal");
    assert_eq!(run.code, 3, "{}", run.all());
    assert!(
        run.all().contains("”a.json” ändrades av någon annan"),
        "{}",
        run.all()
    );
    assert_eq!(content(&project), format!("{text}\n"));
}

#[test]
fn no_personnummer_is_told_in_a_diff_or_a_proposal() {
    let text = arende().replace("krumelur", "krumelur (640823-3234)");
    let project = project(text.as_bytes());
    for report in ["human", "json", "sarif"] {
        let run = fixed(&project, &["--report", report]);
        assert!(!run.all().contains("3234"), "{}", run.all());
    }
    let run = fixed(&project, &["--fix=all", "--yes"]);
    assert!(
        run.err.contains("tecken (640823-****)") && !run.all().contains("3234"),
        "{}",
        run.all()
    );
    assert!(
        content(&project).contains("tecken (640823-3234)"),
        "the file keeps it"
    );
}

#[test]
fn standard_input_has_no_file_to_mend() {
    let project = project(b"");
    let run = project.run_with(
        &[&["check", "-", "--fix"], &WITH[..]].concat(),
        arende().as_bytes(),
    );
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("standard in kan inte rättas") && run.err.contains("Ange ärendets fil"),
        "{}",
        run.err
    );
}

#[test]
fn broken_files_are_left_alone_and_do_not_stop_the_others() {
    let project = project(arende().as_bytes());
    project.file("b.json", &arende()[..200]);
    let run = project.run(&[&["check", ".", "saknas.json", "--fix"], &WITH[..]].concat());
    assert_eq!(run.code, 2, "{}", run.all());
    assert!(
        run.out.contains("Rättade 2 fynd i ./a.json.") && run.out.contains("Fel JSON i ./b.json"),
        "{}",
        run.out
    );
    assert_eq!(
        fs::read(project.path("b.json")).expect("file"),
        &arende().as_bytes()[..200]
    );
}

#[cfg(unix)]
#[test]
fn permissions_links_and_leftovers() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let project = project(b"{}");
    project.file("under/b.json", arende());
    project.file("under/.kansli-abcdef123456.tmp", "halv");
    let real = project.path("under/b.json");
    fs::remove_file(project.path("a.json")).expect("removed");
    symlink("under/b.json", project.path("a.json")).expect("link");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).expect("mode");
    let run = fixed(&project, &["--fix"]);
    assert_eq!(run.code, 0, "{}", run.all());
    assert!(content(&project).contains("ord ord"));
    assert!(
        fs::symlink_metadata(project.path("a.json"))
            .expect("link")
            .is_symlink()
    );
    assert_eq!(
        fs::metadata(&real).expect("file").permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(
        project.names("under"),
        ["b.json"],
        "what a killed run left is swept"
    );

    project.file("under/b.json", arende());
    fs::set_permissions(&real, fs::Permissions::from_mode(0o444)).expect("mode");
    let run = fixed(&project, &["--fix"]);
    assert_eq!(run.code, 3, "{}", run.all());
    assert!(
        run.err.contains("”a.json” är skrivskyddad") && run.err.contains("Ta bort skrivskyddet"),
        "{}",
        run.err
    );
    assert!(
        run.out.contains("KOM-01"),
        "what was found is still told: {}",
        run.out
    );
    assert_eq!(content(&project), arende());
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_file_as_it_was() {
    let project = project(arende().as_bytes());
    // No file may grow past one block: the same error as on a full disk, on any machine.
    let command = format!("\"$0\" check a.json {} --fix", WITH.join(" "));
    let run = project.script(&format!("trap '' XFSZ; ulimit -f 1; {command}"));
    assert_eq!(run.code, 3, "{}", run.all());
    assert!(run.err.contains("Disken är full: ”a.json”"), "{}", run.err);
    assert_eq!(content(&project), arende());
    assert_eq!(project.names("."), ["a.json", "mallar"]);
}

#[cfg(unix)]
#[test]
fn two_runs_at_once_give_what_one_gives() {
    let project = project(arende().as_bytes());
    let command = format!("\"$0\" check a.json {} --fix", WITH.join(" "));
    let run = project.script(&format!("for i in 1 2 3 4; do {command} & done; wait"));
    assert!(run.out.contains("Rättade 2 fynd"), "{}", run.all());
    assert_eq!(content(&project), arende().replace("blaj blaj", "ord ord"));
    assert_eq!(project.names("."), ["a.json", "mallar"]);
}

#[test]
fn reports_as_data_say_what_was_mended() {
    let project = project(arende().as_bytes());
    let before: Value =
        serde_json::from_str(&fixed(&project, &["--report", "sarif"]).out).expect("JSON");
    let fixes: Vec<&Value> = before["runs"][0]["results"]
        .as_array()
        .expect("results")
        .iter()
        .map(|result| {
            &result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"]
        })
        .collect();
    assert_eq!(
        fixes,
        ["ord", "ord", "tecken"]
            .map(Value::from)
            .iter()
            .collect::<Vec<_>>()
    );
    let report: Value =
        serde_json::from_str(&fixed(&project, &["--fix", "--report", "json"]).out).expect("JSON");
    assert_eq!(
        (&report["filer"][0]["rattade"], &report["antal"]["rattade"]),
        (&2.into(), &2.into())
    );
    assert_eq!(
        report["filer"][0]["fynd"][0]["rattning"]["tillampning"],
        "osaker"
    );
}

/// The samples are real documents: whatever their fixes are, one run makes all of them, and hurts nothing.
#[test]
fn one_run_mends_every_sample() {
    let project = Project::new();
    let samples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    copy(&samples, &project.path("samples"));
    let run = |arguments: &[&str]| {
        let run = project.run(&[&["check", "samples", "--report", "json"], arguments].concat());
        assert!(run.code <= 1, "{}", run.all());
        serde_json::from_str::<Value>(&run.out).expect("JSON")
    };
    for fix in [&["--fix"][..], &["--fix=all", "--yes"]] {
        let before = run(&[]);
        let first = run(fix);
        assert_eq!(run(fix)["antal"]["rattade"], 0, "{fix:?}");
        // The list says which files were changed; everything else is what it was.
        for file in first["filer"].as_array().expect("files") {
            let name = file["fil"].as_str().expect("a name");
            let (old, new) = (
                fs::read(samples.join(name.trim_start_matches("samples/"))),
                fs::read(project.path(name)),
            );
            if file["rattade"] == 0 && fix == ["--fix"] {
                assert_eq!(new.expect("the file"), old.expect("the sample"), "{name}");
            }
        }
        for level in ["fel", "varning"] {
            assert!(
                first["antal"][level].as_u64() <= before["antal"][level].as_u64(),
                "{fix:?}: more {level}"
            );
        }
        assert_eq!(first["antal"]["misslyckade"], 0);
    }
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("a file");
        }
    }
}
