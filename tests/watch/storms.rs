//! W13 to W15 and W26: very many changes.

use std::fs;
use std::time::{Duration, Instant};

use crate::harness::{Project, alone, arende, cycles, long, pause};

#[test]
fn w13_three_thousand_files() {
    let project = Project::with_arende();
    let watch = project.watch();
    for number in 0..3000 {
        let name = project.path(&format!("m/f{number}.txt"));
        fs::write(&name, "x").expect("file");
        fs::remove_file(&name).expect("removed");
        if number == 1500 {
            project.write("m/a.json", arende("mitten"));
        }
    }
    project.write("m/a.json", arende("slutet"));
    watch.until_output("slutet");
    assert!(watch.builds_when_quiet() <= 1 + 3, "{}", watch.said());
}

#[test]
fn w14_a_write_every_twentieth_millisecond() {
    let project = Project::with_arende();
    let watch = project.watch();
    let time = Duration::from_secs(if long() { 10 } else { 2 });
    let begun = Instant::now();
    let mut number = 0;
    while begun.elapsed() < time {
        number += 1;
        project.write("m/a.json", arende(&format!("tal{number}x")));
        pause(20);
    }
    watch.until_output(&format!("tal{number}x"));
    assert!(watch.builds_when_quiet() >= 3, "{}", watch.said());
    assert!(!watch.said().contains("Fel"), "{}", watch.said());
}

#[test]
fn w26_mistakes_and_their_mending() {
    let _alone = alone();
    let project = Project::with_arende();
    let mut watch = project.watch_with(&["m"], &["--format", "pdf,text"]);
    let rounds = cycles();
    let mut early = 0;
    for round in 0..rounds {
        let before = watch.rounds();
        let bad = match round % 2 {
            0 => arende("fel").replace("\"datum\": \"2026-03-02\"", "\"datum\": 7"),
            _ => arende("fel").replace("\"rubrik\"", "\"rubirk\""),
        };
        project.replace("m/a.json", &bad);
        watch.until("the fault is told", |watch| watch.rounds() > before);
        let word = format!("rätt{round}x");
        project.replace("m/a.json", &arende(&word));
        watch.until_output(&word);
        if round == rounds / 4 {
            early = watch.memory();
        }
    }
    assert!(watch.is_alive());
    let late = watch.memory();
    if long() {
        assert!(
            late * 10 <= early * 11,
            "{early} KiB after a quarter, {late} KiB at the end"
        );
    }
}
