//! What the disk can do to a run: a Swedish message with the place and the remedy, exit code 3, and the old files as they
//! were.
#![cfg(unix)]

use crate::project::{KANSLI, Project, Run};
use crate::{ARENDE, NAME, TEXT};
use std::fs;

fn environment(run: &Run, words: &[&str]) {
    assert_eq!(run.code, 3, "{}", run.all());
    for word in words {
        assert!(run.err.contains(word), "”{word}” is not in {}", run.err);
    }
}

/// Whether a command of the machine's works here; says so when it does not.
#[expect(clippy::print_stderr, reason = "a skipped test says so")]
fn works(project: &Project, script: &str) -> bool {
    let works = project.script(script).code == 0;
    if !works {
        eprintln!("skipped: this machine does not allow: {script}");
    }
    works
}

#[test]
fn output_folder_that_is_a_file() {
    let project = Project::with_arende();
    project.file("ut", "mina anteckningar");
    let run = project.run(&[&["render", "a.json"][..], &TEXT].concat());
    environment(&run, &["”ut” är ingen mapp.", "Ange en mapp"]);
    assert_eq!(
        fs::read(project.path("ut")).expect("file"),
        b"mina anteckningar"
    );
}

#[test]
fn output_that_is_a_folder() {
    let project = Project::with_arende();
    fs::create_dir_all(project.path("ut").join(format!("{NAME}.txt"))).expect("folder");
    let run = project.run(&[&["render", "a.json"][..], &TEXT].concat());
    environment(&run, &[NAME, "är en mapp, inte en fil"]);
    assert_eq!(project.names("ut").len(), 1);
}

#[test]
fn full_disk_leaves_the_old_file() {
    let project = Project::with_arende();
    project.file(&format!("ut/{NAME}.html"), "det gamla");
    // A file may not grow past one block: the same error as on a full disk, on any machine.
    let run = project
        .script("trap '' XFSZ; ulimit -f 1; \"$0\" render a.json --format html --out ut --force");
    environment(&run, &["Disken är full", NAME, "Frigör utrymme"]);
    assert_eq!(project.names("ut"), [format!("{NAME}.html")]);
    assert_eq!(
        fs::read(project.path("ut").join(format!("{NAME}.html"))).expect("file"),
        "det gamla".as_bytes()
    );
}

#[test]
fn full_file_system() {
    let project = Project::with_arende();
    fs::create_dir(project.path("ut")).expect("folder");
    let mount = "mount -t tmpfs -o size=16k tmpfs ut";
    if works(&project, &format!("unshare -m sh -c '{mount}'")) {
        let run = project.script(&format!("unshare -m sh -c '{mount} && \"$0\" render a.json --out ut; echo $? $(ls -A ut)' \"$0\""));
        assert!(
            run.out.ends_with("misslyckades.\n3\n"),
            "nothing is left: {}",
            run.all()
        );
        assert!(run.err.contains("Disken är full: ”ut/"), "{}", run.err);
    }
}

#[test]
fn read_only_file_system() {
    let project = Project::with_arende();
    fs::create_dir(project.path("ut")).expect("folder");
    let mount = "mount -t tmpfs -o ro tmpfs ut";
    if works(&project, &format!("unshare -m sh -c '{mount}'")) {
        for out in ["ut", "ut/under"] {
            let run = project.script(&format!(
                "unshare -m sh -c '{mount} && \"$0\" render a.json --out {out}' \"$0\""
            ));
            environment(&run, &["skrivskyddad disk", "ut", "--out"]);
        }
    }
}

#[test]
fn folder_without_permission() {
    use std::os::unix::fs::PermissionsExt as _;
    let project = Project::with_arende();
    for (folder, mode) in [(".", 0o755), ("ut", 0o555)] {
        fs::create_dir_all(project.path(folder)).expect("folder");
        fs::set_permissions(project.path(folder), fs::Permissions::from_mode(mode)).expect("mode");
    }
    // The superuser may write anywhere: become somebody else first.
    let nobody = if project.script("exit $(id -u)").code == 0 {
        "setpriv --reuid 65534 --regid 65534 --clear-groups"
    } else {
        ""
    };
    if works(&project, &format!("{nobody} test -x {KANSLI}")) {
        let run = project.script(&format!("{nobody} \"$0\" render a.json --out ut"));
        environment(&run, &["Behörighet saknas till ”ut/", "Be den som äger"]);
        assert_eq!(project.names("ut"), Vec::<String>::new());
    }
}

#[test]
fn full_standard_output() {
    let project = Project::with_arende();
    if works(&project, "test -c /dev/full") {
        for command in [
            "schema plan",
            "render a.json --format html --out -",
            "completions bash",
        ] {
            let run = project.script(&format!("\"$0\" {command} > /dev/full"));
            environment(&run, &["Disken är full", "standard ut", "Frigör utrymme"]);
        }
    }
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let project = Project::with_arende();
    for command in [
        "schema plan",
        "render a.json --format text --out -",
        "check a.json",
        "--help",
    ] {
        let run = project.script(&format!("{{ \"$0\" {command}; echo $? >&2; }} | true"));
        assert_eq!(run.err.lines().last(), Some("0"), "{command}: {}", run.err);
        assert!(!run.err.contains("Fel"), "{command}: {}", run.err);
    }
}

#[test]
fn leftovers_of_a_killed_run_are_swept() {
    let project = Project::with_arende();
    project.file("ut/.kansli-abcdef123456.tmp", "halv");
    project.file("ut/min.tmp", "min");
    assert_eq!(
        project
            .run(&[&["render", "a.json"][..], &TEXT].concat())
            .code,
        0
    );
    assert_eq!(
        project.names("ut"),
        [format!("{NAME}.txt"), "min.tmp".to_owned()]
    );
}

#[test]
fn a_broken_input_leaves_the_last_good_output() {
    let project = Project::with_arende();
    project.run(&[&["render", "a.json"][..], &TEXT].concat());
    let path = project.path("ut").join(format!("{NAME}.txt"));
    let good = fs::read(&path).expect("output");
    project.file("a.json", &ARENDE[..100]);
    assert_eq!(
        project
            .run(&[&["render", "a.json"][..], &TEXT].concat())
            .code,
        1
    );
    assert_eq!(fs::read(&path).expect("output"), good);
}
