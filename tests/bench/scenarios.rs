//! The cases of watching that say most, done to `kansli watch` and to what else watches, and a table of what came of each.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::peers::{Peer, Project, pause};
use super::stats::Stats;

const PEERS: [Peer; 3] = [Peer::Kansli, Peer::Typst, Peer::Mdbook];

/// What came of a case.
struct Came {
    well: bool,
    words: String,
    /// Less is better.
    milliseconds: Option<f64>,
}

type Case = (&'static str, &'static str, fn(Peer) -> Came);

const CASES: [Case; 8] = [
    ("W1", "written in place, 10 times", in_place),
    ("W2", "renamed over, 50 times in 1.5 s", renamed_over),
    (
        "W6",
        "a third of the file for 5 s, then all of it",
        half_saved,
    ),
    ("W8", "deleted for 3 s, then back", deleted),
    (
        "W12",
        "outputs beside the input, 3 edits, 20 s idle",
        beside,
    ),
    (
        "W16",
        "changed 0-400 ms after the start, 21 times",
        at_the_start,
    ),
    ("W17", "disk full, then read-only", no_room),
    ("W21", "no watches left in the system", no_watches),
];

/// Every case done to every program that is installed, as a Markdown table.
pub(crate) fn compared() -> String {
    let peers: Vec<Peer> = PEERS
        .into_iter()
        .filter(|peer| peer.program().is_some())
        .collect();
    let mut out = String::from("| | done |");
    for peer in &peers {
        let _ = write!(out, " {} |", peer.name());
    }
    let _ = write!(out, "\n|---|---|{}\n", "---|".repeat(peers.len()));
    let mut better = Vec::new();
    for (id, done, case) in CASES {
        let _ = write!(out, "| {id} | {done} |");
        let mut ours = None;
        for peer in &peers {
            eprintln!("{id} {} ...", peer.name());
            let came = case(*peer);
            eprintln!("  {}", came.words);
            let mark = if came.well { "" } else { "**no**: " };
            let _ = write!(out, " {mark}{} |", came.words);
            match &ours {
                None => ours = Some(came),
                Some(ours) if is_better(&came, ours) => {
                    better.push(format!("{id}: {}, {}", peer.name(), came.words));
                }
                Some(_) => {}
            }
        }
        out.push('\n');
    }
    for peer in PEERS {
        if !peers.contains(&peer) {
            let _ = writeln!(out, "\nNot measured: {}.", peer.name());
        }
    }
    if better.is_empty() {
        better.push("nothing".to_owned());
    }
    let _ = writeln!(out, "\nBetter elsewhere: {}.", better.join("; "));
    out
}

/// Better by more than two runs differ.
fn is_better(other: &Came, ours: &Came) -> bool {
    match (other.well, ours.well) {
        (true, false) => true,
        (true, true) => other
            .milliseconds
            .zip(ours.milliseconds)
            .is_some_and(|(other, ours)| other < 0.9 * ours),
        _ => false,
    }
}

fn said(well: bool, words: impl Into<String>) -> Came {
    Came {
        well,
        words: words.into(),
        milliseconds: None,
    }
}

fn took(time: Option<f64>) -> String {
    time.map_or_else(|| "never".to_owned(), |time| format!("{time:.0} ms"))
}

fn in_place(peer: Peer) -> Came {
    let project = Project::new(peer, false);
    let watch = project.watch(&[]);
    let before = watch.builds();
    let mut times = Vec::new();
    for number in 1..=10 {
        let word = format!("ordet{number}x");
        project.write(&word);
        times.extend(watch.until(&word, 5000));
        pause(1200 + 37 * number);
    }
    if times.len() < 10 {
        return said(false, format!("{} of 10 seen", times.len()));
    }
    let (builds, times) = (watch.builds() - before, Stats::new(times));
    let words = format!(
        "{:.0} ms, at most {:.0}; {builds} builds",
        times.median(),
        times.percentile(1.0)
    );
    Came {
        well: builds == 10 && times.percentile(1.0) <= 600.0,
        words,
        milliseconds: Some(times.median()),
    }
}

fn renamed_over(peer: Peer) -> Came {
    let project = Project::new(peer, false);
    let watch = project.watch(&[]);
    let before = watch.builds();
    for number in 1..=50 {
        project.replace(&format!("ordet{number}x"));
        if number < 50 {
            pause(30);
        }
    }
    let time = watch.until("ordet50x", 5000);
    pause(1500);
    let builds = watch.builds() - before;
    let words = match time {
        Some(time) => format!("last content after {time:.0} ms; {builds} builds"),
        None => format!("the last content is never made; {builds} builds"),
    };
    Came {
        well: time.is_some(),
        words,
        milliseconds: time,
    }
}

fn half_saved(peer: Peer) -> Came {
    let project = Project::new(peer, false);
    let mut watch = project.watch(&[]);
    let (before, complaints) = (project.bytes(), watch.complaints());
    let text = peer.text("ordet1x");
    let third = text.floor_char_boundary(text.len() / 3);
    std::fs::write(project.input(), &text[..third]).expect("a file");
    pause(5000);
    let kept = project.bytes() == before;
    let told = watch.complaints() > complaints;
    project.write("ordet1x");
    let healed = watch.until("ordet1x", 5000);
    let page = if kept {
        "the last good page stays"
    } else {
        "a third of the page is made"
    };
    let word = if told { "told" } else { "nothing told" };
    let words = format!("{page}, {word}, well again after {}", took(healed));
    let well = kept && told && healed.is_some() && watch.is_alive();
    Came {
        well,
        words,
        milliseconds: healed,
    }
}

fn deleted(peer: Peer) -> Came {
    let project = Project::new(peer, false);
    let mut watch = project.watch(&[]);
    let (before, complaints) = (project.bytes(), watch.complaints());
    std::fs::remove_file(project.input()).expect("removed");
    pause(3000);
    let (kept, alive) = (project.bytes() == before, watch.is_alive());
    let told = watch.complaints() > complaints;
    let invented = project.input().exists();
    project.write("ordet1x");
    let back = watch.until("ordet1x", 5000);
    let mut words = vec![
        if kept {
            "the last good page stays"
        } else {
            "the page is replaced"
        },
        if told { "told" } else { "nothing told" },
    ];
    words.extend(invented.then_some("an empty source is written in its place"));
    words.extend((!alive).then_some("it ends"));
    let words = format!("{}, back after {}", words.join(", "), took(back));
    let well = kept && told && alive && !invented && back.is_some();
    Came {
        well,
        words,
        milliseconds: back,
    }
}

fn beside(peer: Peer) -> Came {
    let project = Project::new(peer, true);
    let watch = project.watch(&[]);
    let before = watch.builds();
    for number in 1..=3 {
        let word = format!("ordet{number}x");
        project.write(&word);
        let _ = watch.until(&word, 5000);
        pause(1500);
    }
    pause(20_000);
    let builds = watch.builds() - before;
    said(builds == 3, format!("{builds} builds"))
}

fn at_the_start(peer: Peer) -> Came {
    let mut missed = 0;
    for step in 0..=20 {
        let project = Project::new(peer, false);
        if peer == Peer::Mdbook {
            // Its first document, which it does not make itself when it starts.
            drop(project.watch(&[]));
        }
        let watch = project.start(&[]);
        pause(20 * step);
        project.replace("ordet1x");
        missed += usize::from(watch.until("ordet1x", 4000).is_none());
    }
    said(missed == 0, format!("{missed} of 21 changes never made"))
}

fn no_room(peer: Peer) -> Came {
    let project = Project::new(peer, false);
    let out = project.out();
    let mount = |arguments: &[&str]| {
        let mut command = Command::new("mount");
        command.args(arguments).arg(&out).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    if !mount(&["-t", "tmpfs", "-o", peer.disk(), "tmpfs"]) {
        return said(false, "not measured: this machine lets nobody mount");
    }
    let came = on_small_disk(&project, &out, &mount);
    let _ = Command::new("umount").arg("-l").arg(&out).status();
    came
}

fn on_small_disk(project: &Project, out: &Path, mount: &dyn Fn(&[&str]) -> bool) -> Came {
    let mut watch = project.watch(&[]);
    let mut words = Vec::new();
    let mut well = true;
    for (number, name) in [(1, "full"), (2, "read-only")] {
        let filler = out.join("fyllnad");
        if number == 1 {
            let _ = std::fs::write(&filler, vec![0; 16 << 20]);
        } else {
            mount(&["-o", "remount,ro"]);
        }
        let (before, complaints) = (project.bytes(), watch.complaints());
        let word = format!("ordet{number}x");
        // More than there is room for in the old one's place.
        std::fs::write(project.input(), project.peer.long_text(&word)).expect("a file");
        pause(2500);
        let kept = project.bytes() == before;
        let told = watch.complaints() > complaints;
        if number == 1 {
            let _ = std::fs::remove_file(&filler);
        } else {
            mount(&["-o", "remount,rw"]);
        }
        let alive = watch.is_alive();
        let healed = alive && watch.until(&word, 5000).is_some();
        let again = format!("{word}igen");
        if alive && !healed {
            project.write(&again);
        }
        let page = if kept {
            "last good page stays"
        } else {
            "last good page destroyed"
        };
        let word = if told { "told" } else { "nothing told" };
        let end = match (alive, healed) {
            (false, _) => "it ends",
            (true, true) => "made when there is room",
            (true, false) if watch.until(&again, 5000).is_some() => "made at the next save only",
            (true, false) => "never made again",
        };
        let when = if number == 1 {
            "made when there is room"
        } else {
            "made when it may"
        };
        let end = if healed { when } else { end };
        words.push(format!("{name}: {page}, {word}, {end}"));
        well &= kept && told && healed;
        if !alive {
            break;
        }
        pause(1000);
    }
    said(well, words.join("; "))
}

fn no_watches(peer: Peer) -> Came {
    let mut words = Vec::new();
    let mut well = true;
    for (call, error) in [("inotify_add_watch", "ENOSPC"), ("inotify_init1", "EMFILE")] {
        let (trace, inject) = (
            format!("trace={call}"),
            format!("inject={call}:error={error}"),
        );
        let strace = [
            "strace",
            "-D",
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            &trace,
            "-e",
            &inject,
        ];
        let project = Project::new(peer, false);
        let mut watch = project.start(&strace);
        let _ = watch.until("ordet0x", 6000);
        pause(1500);
        if !watch.is_alive() {
            words.push(format!("{error}: it ends"));
            well = false;
            continue;
        }
        let mut times = Vec::new();
        for number in 1..=3 {
            let word = format!("ordet{number}x");
            project.write(&word);
            times.extend(watch.until(&word, 5000));
            pause(1000);
        }
        if times.len() < 3 {
            words.push(format!("{error}: changes are not seen"));
            well = false;
        } else {
            words.push(format!(
                "{error}: seen after {:.0} ms",
                Stats::new(times).median()
            ));
        }
    }
    said(well, words.join("; "))
}
