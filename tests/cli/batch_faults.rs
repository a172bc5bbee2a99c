//! What may befall a batch: a kill at any moment, a full or read-only disk, another run, and Ctrl-C. Afterwards the next run
//! completes to the bytes of one that nothing befell.
#![cfg(unix)]

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::batch::{project, titled, tree};
use crate::project::{KANSLI, Project, Run};
use crate::proof;

const ASKED: [&str; 6] = ["batch", "in", "--format", "text,docx", "--jobs", "2"];

fn clean(project: &Project) {
    let run = project.run(&[&ASKED[..], &["--out", "ren"]].concat());
    assert_eq!(run.code, 0, "{}", run.all());
}

fn completes(project: &Project, out: &str) -> Run {
    let run = project.run(&[&ASKED[..], &["--out", out]].concat());
    assert_eq!(run.code, 0, "{}", run.all());
    let (ours, wanted) = (tree(&project.path(out)), tree(&project.path("ren")));
    let names: Vec<&String> = ours.keys().collect();
    assert_eq!(names, wanted.keys().collect::<Vec<_>>(), "no stray file");
    for (name, bytes) in &wanted {
        assert!(ours[name] == *bytes, "{name} differs");
    }
    run
}

/// Kills runs at random moments; `KANSLI_KILL` says how many.
#[test]
fn a_killed_run_is_completed_to_the_same_bytes() {
    let rounds = std::env::var("KANSLI_KILL")
        .ok()
        .and_then(|n| n.parse().ok());
    let project = project(8);
    clean(&project);
    let mut random = fastrand::Rng::with_seed(42);
    let mut kills = 0;
    for round in 0..rounds.unwrap_or(6) {
        let out = format!("ut{round}");
        for _ in 0..random.usize(1..4) {
            let mut child = Command::new(KANSLI)
                .args(ASKED)
                .args(["--out", &out])
                .current_dir(project.path("."))
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("the program starts");
            std::thread::sleep(Duration::from_millis(random.u64(1..400)));
            child.kill().expect("killed");
            child.wait().expect("ended");
            kills += 1;
        }
        completes(&project, &out);
        fs::remove_dir_all(project.path(&out)).expect("removed");
    }
    if let Some(rounds) = rounds {
        proof::keep(
            "kill",
            &format!("KANSLI_KILL={rounds} cargo test --test cli a_killed_run"),
            &format!("{kills} kills in {rounds} runs, each completed to the same bytes"),
        );
    }
}

#[test]
fn ctrl_c_ends_with_a_valid_journal() {
    let project = project(60);
    clean(&project);
    let run = project.script(
        "\"$0\" batch in --format text,docx --jobs 1 --out ut & sleep 0.25; kill -INT $!; wait $!",
    );
    assert!([130, 0].contains(&run.code), "{}: {}", run.code, run.all());
    if run.code == 130 {
        assert!(
            run.err.contains("Avbrutet. Kör samma kommando igen"),
            "{}",
            run.all()
        );
    }
    completes(&project, "ut");
}

fn works(project: &Project, script: &str) -> bool {
    project.script(script).code == 0
}

#[test]
fn a_full_disk_stops_the_run_and_the_next_completes() {
    let project = project(12);
    clean(&project);
    fs::create_dir(project.path("ut")).expect("folder");
    let mount = "mount -t tmpfs -o size=64k tmpfs ut";
    if !works(&project, &format!("unshare -m sh -c '{mount}'")) {
        return;
    }
    let run = project.script(&format!(
        "unshare -m sh -c '{mount} && \"$0\" batch in --format text,docx --jobs 2 --out ut; echo kod $?; cp -a ut kopia' \"$0\""
    ));
    assert!(run.out.ends_with("kod 3\n"), "{}", run.all());
    assert!(run.all().contains("Disken är full"), "{}", run.all());
    let left = tree(&project.path("kopia"));
    let wanted = tree(&project.path("ren"));
    for (name, bytes) in left.iter().filter(|(name, _)| !name.starts_with('.')) {
        assert!(wanted[name] == *bytes, "{name} is whole");
    }
    completes(&project, "kopia");
}

#[test]
fn a_folder_that_cannot_be_written_to() {
    let project = project(2);
    project.file("fil", "mina anteckningar");
    let run = project.run(&[&ASKED[..], &["--out", "fil"]].concat());
    assert_eq!(run.code, 3, "{}", run.all());
    assert!(run.err.contains("”fil” är ingen mapp"), "{}", run.err);
    fs::create_dir(project.path("ut")).expect("folder");
    let mount = "mount -t tmpfs -o ro tmpfs ut";
    if works(&project, &format!("unshare -m sh -c '{mount}'")) {
        let run = project.script(&format!(
            "unshare -m sh -c '{mount} && \"$0\" batch in --format text --out ut' \"$0\""
        ));
        assert_eq!(run.code, 3, "{}", run.all());
        assert!(run.all().contains("skrivskyddad disk"), "{}", run.all());
    }
    let nobody = "setpriv --reuid 65534 --regid 65534 --clear-groups";
    fs::set_permissions(
        project.path("."),
        std::os::unix::fs::PermissionsExt::from_mode(0o755),
    )
    .expect("mode");
    if works(
        &project,
        &format!("{nobody} test -x {KANSLI} -a -r in/001.json"),
    ) {
        let run = project.script(&format!("{nobody} \"$0\" batch in --format text --out ut"));
        assert_eq!(run.code, 3, "{}", run.all());
        assert!(run.all().contains("Behörighet saknas"), "{}", run.all());
    }
}

#[test]
fn an_output_that_is_a_folder_costs_one_document() {
    let project = project(3);
    let name = "KS 2026-00118_tjansteskrivelse_Ärende 2.txt";
    fs::create_dir_all(project.path("ut").join(name)).expect("folder");
    let run = project.run(&["batch", "in", "--format", "text", "--out", "ut"]);
    assert_eq!(run.code, 3, "{}", run.all());
    assert!(run.out.contains("är en mapp, inte en fil"), "{}", run.out);
    assert!(
        run.out.contains("3 dokument: 2 klara och 1 misslyckades."),
        "{}",
        run.out
    );
}

#[test]
fn links_in_the_folder_are_replaced() {
    let project = project(1);
    project.file("annans.txt", "orörd");
    fs::create_dir(project.path("ut")).expect("folder");
    let name = "ut/KS 2026-00118_tjansteskrivelse_Ärende 1.txt";
    std::os::unix::fs::symlink("../annans.txt", project.path(name)).expect("link");
    let run = project.run(&["batch", "in", "--format", "text", "--out", "ut"]);
    assert_eq!(run.code, 0, "{}", run.all());
    assert_eq!(
        fs::read(project.path("annans.txt")).expect("file"),
        "orörd".as_bytes()
    );
    assert!(
        fs::symlink_metadata(project.path(name))
            .expect("file")
            .is_file()
    );
}

#[test]
fn another_run_in_the_folder_is_told() {
    let project = project(1);
    fs::create_dir(project.path("ut")).expect("folder");
    let held = fs::File::open(project.path("ut")).expect("folder");
    held.lock().expect("lock");
    let run = project.run(&[
        "batch", "in", "--format", "text", "--out", "ut", "--shard", "1/1",
    ]);
    assert_eq!(run.code, 3, "{}", run.all());
    assert!(
        run.err
            .contains("En annan körning av Kansli skriver i ”ut”. Vänta"),
        "{}",
        run.err
    );
    assert!(tree(&project.path("ut")).is_empty());
}

#[test]
fn a_reader_that_goes_away_does_not_stop_the_work() {
    let project = project(3);
    project.file(
        "in/trasig.json",
        titled("x").replace("2026-02-02", "2026-02-31"),
    );
    let run = project.script("{ \"$0\" batch in --format text --out ut; echo $? >&2; } | true");
    assert_eq!(run.err.lines().last(), Some("1"), "{}", run.err);
    assert_eq!(tree(&project.path("ut")).len(), 5);
}
