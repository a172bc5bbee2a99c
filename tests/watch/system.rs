//! W17, W21, W22, W25 and the end: what the system does to the program.

use std::fs;
use std::process::Command;
use std::time::Duration;

use crate::harness::{Project, alone, arende, can, long, other, pause, was_killed};

/// A small disk in the project's output folder, for as long as it is held.
struct Disk<'p>(&'p Project);

impl<'p> Disk<'p> {
    fn mounted(project: &'p Project) -> Option<Self> {
        fs::create_dir_all(project.path("ut")).expect("folder");
        let folder = project.path("ut");
        let folder = folder.to_str().expect("UTF-8");
        can("mount", &["-t", "tmpfs", "-o", "size=64k", "tmpfs", folder]).then_some(Self(project))
    }

    fn remount(&self, option: &str) {
        let done = Command::new("mount")
            .args(["-o", &format!("remount,{option}")])
            .arg(self.0.path("ut"))
            .status();
        assert!(done.expect("mount").success());
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount")
            .args(["-l"])
            .arg(self.0.path("ut"))
            .status();
    }
}

#[test]
fn w17_a_full_disk_and_one_that_takes_no_writing() {
    let project = Project::with_arende();
    let Some(disk) = Disk::mounted(&project) else {
        return;
    };
    let watch = project.watch();
    let before = project.output();
    assert!(before.contains("noll"));
    // All that is left of the disk.
    let filler = project.path("ut/fyllnad");
    let _ = fs::write(&filler, vec![0; 64 << 10]);
    project.write("m/a.json", arende("fullt"));
    watch.until("it is told", |watch| {
        watch.said().contains("Disken är full")
    });
    assert_eq!(
        (project.output(), project.leftovers()),
        (before.clone(), vec![])
    );
    assert!(
        watch.said().contains("Visar versionen från kl. "),
        "{}",
        watch.said()
    );
    pause(2500);
    assert_eq!(
        watch.said().matches("Disken är full").count(),
        1,
        "it is told once: {}",
        watch.said()
    );
    fs::remove_file(&filler).expect("removed");
    watch.until_output("fullt");

    disk.remount("ro");
    project.write("m/a.json", arende("skyddat"));
    watch.until("it is told", |watch| watch.said().contains("skrivskyddad"));
    assert!(project.output().contains("fullt"));
    disk.remount("rw");
    watch.until_output("skyddat");
    assert_eq!(project.leftovers(), [""; 0]);
    drop(watch);
}

#[test]
fn w21_the_system_has_no_more_watches() {
    let _alone = alone();
    if !can("strace", &["-D", "-o", "/dev/null", "true"]) {
        return;
    }
    for (call, error) in [("inotify_add_watch", "ENOSPC"), ("inotify_init1", "EMFILE")] {
        let project = Project::with_arende();
        let mut strace = Command::new("strace");
        strace.args([
            "-D",
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            &format!("trace={call}"),
        ]);
        strace.args(["-e", &format!("inject={call}:error={error}")]);
        strace.arg(env!("CARGO_BIN_EXE_kansli"));
        let watch = project.spawn(strace, &["m"], &[]);
        watch.until("the first round is told", |watch| watch.rounds() > 0);
        assert!(
            watch.said().contains("Tittar efter ändringar var"),
            "{call}: {}",
            watch.said()
        );
        assert!(
            watch.said().contains("systemets gräns för"),
            "{call}: {}",
            watch.said()
        );
        watch.until("the status says so too", |watch| {
            watch.status()["satt"] == "intervall"
        });
        for round in 0..3 {
            let word = format!("blint{round}");
            project.write("m/a.json", arende(&word));
            watch.until_output(&word);
        }
        assert_eq!(watch.builds_when_quiet(), 4);
    }
}

#[test]
fn w22_looking_at_intervals() {
    let _alone = alone();
    let project = Project::with_arende();
    let interval = Duration::from_millis(800);
    let watch = project.watch_with(&["m"], &["--poll=800"]);
    assert!(
        watch
            .said()
            .contains("Tittar efter ändringar var 800 millisekunder."),
        "{}",
        watch.said()
    );
    let mut times = Vec::new();
    for round in 0..4 {
        let word = format!("titt{round}");
        project.write("m/a.json", arende(&word));
        times.push(watch.until_output(&word));
        pause(130);
    }
    assert!(times.iter().min() <= Some(&(interval * 3 / 2)), "{times:?}");
    assert_eq!(watch.builds(), 5);
}

#[test]
fn w25_ended_while_it_writes() {
    let rounds = 12;
    for round in 0..rounds {
        let project = Project::with_arende();
        let mut watch = project.watch_with(&["m"], &["--format", "text,html,pdf"]);
        project.write("m/a.json", arende("sista"));
        pause(90 + 12 * round);
        let signal = ["INT", "TERM", "KILL"][usize::try_from(round).expect("small") % 3];
        let status = watch.end(signal);
        if signal == "KILL" {
            assert!(was_killed(status));
        } else {
            assert_eq!(status.code(), Some(130), "{}", watch.said());
            assert_eq!(project.leftovers(), [""; 0]);
        }
        for name in project.names("ut") {
            let bytes = fs::read(project.path("ut").join(&name)).expect("there");
            let whole = match name.rsplit('.').next() {
                Some("pdf") => {
                    bytes.starts_with(b"%PDF-") && bytes.trim_ascii_end().ends_with(b"%%EOF")
                }
                Some("html") => bytes.trim_ascii_end().ends_with(b"</html>"),
                _ => bytes.ends_with(b"\n"),
            };
            assert!(whole, "{name} after {signal}");
        }
        // The next run sweeps what a kill left, and goes on.
        drop(watch);
        let watch = project.watch_with(&["m"], &["--format", "text,html,pdf"]);
        watch.until_output("sista");
        assert_eq!(project.leftovers(), [""; 0]);
    }
}

#[test]
fn an_idle_watch_costs_nothing() {
    let _alone = alone();
    let project = Project::new();
    for number in 0..200 {
        project.write(
            &format!("m/{number}.json"),
            other(&format!("Regler nummer {number}")),
        );
    }
    let watch = project.watch();
    let ticks = || {
        let text = fs::read_to_string(format!("/proc/{}/stat", watch.pid())).expect("there");
        let fields: Vec<&str> = text
            .rsplit(')')
            .next()
            .expect("fields")
            .split_whitespace()
            .collect();
        let number = |index: usize| fields[index].parse::<u64>().expect("a number");
        number(11) + number(12)
    };
    pause(3000);
    let seconds = if long() { 120 } else { 20 };
    let before = ticks();
    pause(seconds * 1000);
    // A tick is a hundredth of a second: half a percent of one core, although the program itself is built for debugging.
    let spent = ticks() - before;
    assert!(spent * 2 < seconds, "{spent} ticks in {seconds} seconds");
}
