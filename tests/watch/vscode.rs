//! The README's task for VS Code, held against the lines that the program really prints on a terminal.

use std::process::Command;

use regex::Regex;
use serde_json::Value;

use crate::harness::{ARENDE, Project};

/// The task as the README gives it.
fn task() -> Value {
    let readme = include_str!("../../README.md");
    let blocks = readme.split("```json").skip(1);
    let mut blocks = blocks.filter_map(|block| block.split("```").next());
    let block = blocks.find(|block| block.contains("problemMatcher"));
    serde_json::from_str(block.expect("a task")).expect("JSON")
}

fn pattern(value: &Value) -> Regex {
    Regex::new(value.as_str().expect("a pattern")).expect("a regular expression")
}

/// What VS Code would list: the severity and the line of each problem of the last round, and how many rounds ended.
fn problems(matcher: &Value, said: &str) -> (Vec<(String, String)>, usize) {
    let background = &matcher["background"];
    let (begins, ends) = (
        pattern(&background["beginsPattern"]),
        pattern(&background["endsPattern"]),
    );
    let (first, second) = (
        pattern(&matcher["pattern"][0]["regexp"]),
        pattern(&matcher["pattern"][1]["regexp"]),
    );
    let (mut found, mut rounds, mut code) = (Vec::new(), 0, None);
    for line in said.lines() {
        if begins.is_match(line) {
            found.clear();
        }
        rounds += usize::from(ends.is_match(line));
        if let (Some(code), Some(place)) = (code.take(), second.captures(line)) {
            found.push((code, place[2].to_owned()));
        }
        code = first.captures(line).map(|all| all[1].to_owned());
    }
    (found, rounds)
}

#[test]
fn the_task_in_the_readme_reads_what_is_printed() {
    let project = Project::new();
    project.write("m/a.json", ARENDE.replace("2026-03-02", "2026-02-31"));
    let mut program = Command::new("env");
    program
        .arg("CLICOLOR_FORCE=1")
        .arg(env!("CARGO_BIN_EXE_kansli"));
    let watch = project.spawn(program, &["m"], &[]);
    let colours = Regex::new("\u{1b}\\[[0-9;]*m").expect("a regular expression");
    let said = |round| {
        watch.until("a round is told", |watch| watch.rounds() == round);
        // VS Code takes the colours away before it reads.
        colours.replace_all(&watch.said(), "").into_owned()
    };
    let task = task();
    let matchers = task["tasks"][0]["problemMatcher"]
        .as_array()
        .expect("matchers");
    let wrong = said(1);
    let line = ARENDE
        .lines()
        .position(|line| line.contains("2026-03-02"))
        .expect("there")
        + 1;
    assert_eq!(
        problems(&matchers[0], &wrong),
        (vec![("SCHEMA".to_owned(), line.to_string())], 1),
        "{wrong}"
    );
    assert_eq!(problems(&matchers[1], &wrong), (vec![], 1));
    project.write("m/a.json", ARENDE);
    let right = said(2);
    for matcher in matchers {
        assert_eq!(problems(matcher, &right), (vec![], 2), "{right}");
    }
}
