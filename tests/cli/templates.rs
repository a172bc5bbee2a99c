//! `kansli check --templates DIR` without ärenden: broken templates give exactly their findings, the program's own none.

use std::path::Path;

use super::project::{KANSLI, Project, run_of};

/// Runs the check on `tests/mallar/<case>` and compares with `tests/mallar/<case>/forvantat.txt`.
fn case(case: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = format!("tests/mallar/{case}");
    let output = std::process::Command::new(KANSLI)
        .current_dir(root)
        .args(["check", "--templates", &folder])
        .output();
    let run = run_of(&output.expect("the program runs"));
    assert_eq!((run.code, run.err.as_str()), (2, ""), "{}", run.all());
    // The last line counts the program's own files too.
    let (findings, _) = run.out.trim_end().rsplit_once('\n').expect("findings");
    super::project::snapshot(
        &format!("../mallar/{case}/forvantat"),
        &format!("{findings}\n"),
    );
}

#[test]
fn names_that_do_not_exist() {
    case("namn");
}

#[test]
fn fields_that_do_not_exist_or_may_be_absent() {
    case("falt");
}

#[test]
fn profiles_that_cannot_be_read() {
    case("profiler");
}

#[test]
fn the_programs_own_templates_are_sound() {
    let project = Project::new();
    project.file("mallar/dokument/LAS-MIG.txt", "Inga egna mallar än.");
    let run = project.run(&["granska", "--mallar", "mallar", "--report", "json"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.all());
    let told: serde_json::Value = serde_json::from_str(&run.out).expect("JSON");
    assert_eq!(told["antal"]["fel"], 0, "{}", run.out);
    assert_eq!(told["antal"]["varning"], 0, "{}", run.out);
    let neither = project.run(&["check"]);
    assert_eq!(neither.code, 2, "{}", neither.all());
}
