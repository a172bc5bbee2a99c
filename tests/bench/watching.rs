//! T11: what a change costs while `kansli watch` runs, against a process that begins from nothing; and how long it is
//! from a save to the new files and the new page in a browser.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::pages;
use super::samples::{LONG, S002, S003, Sample, root};
use super::stats::{Stats, milliseconds, timed};
use super::table::{Line, Table};

const KANSLI: &str = env!("CARGO_BIN_EXE_kansli");

/// The quiet that is waited for after a save, in milliseconds: no part of the making.
const QUIET: f64 = 100.0;

/// Sections of a document of about a hundred pages.
const HUNDRED: usize = 74;

/// What is changed: a word of all the samples.
const WORD: &str = " som ";

const SAVES: usize = 100;
const SAVES_IN_BROWSER: usize = 50;
const IDLE: Duration = Duration::from_secs(30);

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) fn measure(table: &mut Table) {
    let short = S003.arende(7);
    against_cold(table, (&S003, &short), "2 pages", 25, 0.40);
    let long = pages::arende(HUNDRED, 1);
    against_cold(table, (&LONG, &long), "100 pages", 9, 0.30);
    unchanged(table);
    to_the_disk(table);
    to_the_browser(table);
    idle(table);
}

/// An ärende with another word in its middle.
fn edited(text: &str, number: usize) -> String {
    let places: Vec<usize> = text.match_indices(WORD).map(|(at, _)| at).collect();
    let place = places[places.len() / 2];
    let after = &text[place + WORD.len()..];
    format!("{} {number:03} {after}", &text[..place])
}

/// The program, watching one ärende in a folder of its own.
struct Watch {
    folder: tempfile::TempDir,
    child: Child,
    outputs: Vec<(PathBuf, u64)>,
}

impl Watch {
    fn over(sample: &Sample, text: &str, formats: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let input = folder.path().join("m");
        std::fs::create_dir(&input).expect("a folder");
        let pictures = root().join(sample.path).with_file_name("bilder");
        for picture in std::fs::read_dir(pictures).into_iter().flatten().flatten() {
            let to = input.join("bilder");
            std::fs::create_dir_all(&to).expect("a folder");
            std::fs::copy(picture.path(), to.join(picture.file_name())).expect("a picture");
        }
        std::fs::write(input.join("a.json"), text).expect("a file");
        let child = Command::new(KANSLI)
            .args(["watch", "m/a.json", "--status", "lage.json", "--format"])
            .arg(formats.join(","))
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("kansli starts");
        let mut watch = Self {
            folder,
            child,
            outputs: Vec::new(),
        };
        watch.until("the first documents", |watch| watch.builds() == 1);
        let out = std::fs::read_dir(watch.path("ut")).expect("the output folder");
        let files = out.flatten().map(|entry| entry.path());
        let known = |path: &PathBuf| {
            path.extension()
                .is_some_and(|extension| formats.iter().any(|format| extension == *format))
        };
        watch.outputs = files
            .filter(known)
            .map(|path| (path.clone(), inode(&path)))
            .collect();
        assert_eq!(
            watch.outputs.len(),
            formats.len(),
            "one file of each format"
        );
        watch
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        while !holds(self) {
            assert!(begun.elapsed() < PATIENCE, "not in time: {what}");
            thread::sleep(Duration::from_millis(5));
        }
    }

    fn builds(&self) -> u64 {
        let text = std::fs::read_to_string(self.path("lage.json")).unwrap_or_default();
        let state: Value = serde_json::from_str(&text).unwrap_or_default();
        state["byggen"].as_u64().unwrap_or_default()
    }

    /// Milliseconds from the rename of a save until every output is a new file.
    fn save(&mut self, text: &str) -> f64 {
        let begun = self.replace(text);
        for (path, known) in &mut self.outputs {
            loop {
                let now = inode(path);
                if now != *known && now != 0 {
                    *known = now;
                    break;
                }
                assert!(begun.elapsed() < PATIENCE, "not made: {}", path.display());
                thread::sleep(Duration::from_micros(200));
            }
        }
        milliseconds(begun.elapsed())
    }

    /// Writes beside and renames over, as careful editors do.
    fn replace(&self, text: &str) -> Instant {
        let (input, beside) = (self.path("m/a.json"), self.path("m/a.json.ny~"));
        std::fs::write(&beside, text).expect("a file");
        let begun = Instant::now();
        std::fs::rename(beside, input).expect("renamed");
        begun
    }

    /// Milliseconds of a process that makes the same document from nothing.
    fn cold(&self) -> f64 {
        let mut command = Command::new(KANSLI);
        command
            .args(["render", "m/a.json", "--format", "pdf", "--out", "kallt"])
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let (status, time) = timed(|| command.status());
        assert!(status.is_ok_and(|status| status.success()), "kansli render");
        time
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Which file stands at a path; 0 when none does.
fn inode(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |found| found.ino())
}

/// Lets what follows a build be over: the status and the words.
fn rest() {
    thread::sleep(Duration::from_millis(250));
}

fn against_cold(
    table: &mut Table,
    (sample, text): (&Sample, &str),
    name: &str,
    rounds: usize,
    limit: f64,
) {
    let mut watch = Watch::over(sample, text, &["pdf"]);
    let (mut warm, mut cold) = (Vec::new(), Vec::new());
    for round in 0..=rounds {
        rest();
        let time = watch.save(&edited(text, round)) - QUIET;
        rest();
        let other = watch.cold();
        if round > 0 {
            warm.push(time);
            cold.push(other);
        }
    }
    let method = format!(
        "in turns, {rounds} rounds; from the rename of the save to the new PDF, less the {QUIET} ms of quiet, against \
         kansli render"
    );
    table.ratio(
        Line {
            id: "T11",
            what: format!("{name}, one word changed: watch / cold compile"),
            method: &method,
        },
        &warm,
        &cold,
        limit,
    );
}

fn unchanged(table: &mut Table) {
    let text = S003.arende(7);
    let watch = Watch::over(&S003, &text, &["pdf"]);
    let before = watch.builds();
    for _ in 0..10 {
        watch.replace(&text);
        rest();
    }
    #[expect(clippy::cast_precision_loss, reason = "a few builds")]
    let builds = (watch.builds() - before) as f64;
    table.at_most(
        Line {
            id: "T11",
            what: "unchanged input saved ten times: builds".to_owned(),
            method: "the builds that --status counts",
        },
        format!("{builds}"),
        builds,
        0.0,
        "builds",
    );
}

fn to_the_disk(table: &mut Table) {
    let text = S002.arende(7);
    let mut watch = Watch::over(&S002, &text, &["pdf", "docx"]);
    watch.save(&edited(&text, 999));
    let times = (0..SAVES).map(|number| {
        rest();
        watch.save(&edited(&text, number))
    });
    let times = Stats::new(times);
    let method = format!("{SAVES} saves by renaming, the 100 ms of quiet included, p95");
    table.at_most(
        Line {
            id: "T11",
            what: "save to new PDF and DOCX on disk, 3 pages".to_owned(),
            method: &method,
        },
        format!("{:.0} ms; {times}", times.percentile(0.95)),
        times.percentile(0.95),
        250.0,
        "ms",
    );
}

fn to_the_browser(table: &mut Table) {
    const LIMIT: f64 = 350.0;
    let method = format!(
        "{SAVES_IN_BROWSER} saves, PDF and DOCX made too; measured in headless Chromium when the page is painted, p95"
    );
    let line = Line {
        id: "T11",
        what: "save to the new page in the browser, 3 pages".to_owned(),
        method: &method,
    };
    let tools = super::peers::tools().join("webb");
    if !tools.is_dir() {
        table.missing_at(line, "run tests/bench/jamfor.sh --watch", LIMIT, "ms");
        return;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/watch/webb/tid.mjs");
    let output = Command::new("node")
        .arg(script)
        .arg(KANSLI)
        .arg(root().join(S002.path))
        .arg(SAVES_IN_BROWSER.to_string())
        .env("KANSLI_WEBB", tools)
        .stdin(Stdio::null())
        .output();
    let told = output.map(|output| serde_json::from_slice::<Vec<f64>>(&output.stdout));
    match told {
        Ok(Ok(times)) if !times.is_empty() => {
            let times = Stats::new(times);
            let p95 = times.percentile(0.95);
            table.at_most(line, format!("{p95:.0} ms; {times}"), p95, LIMIT, "ms");
        }
        _ => table.missing_at(line, "the browser did not answer", LIMIT, "ms"),
    }
}

/// What watching costs while nobody writes.
fn idle(table: &mut Table) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("m")).expect("a folder");
    for number in 0..200 {
        let path = folder.path().join(format!("m/{number}.json"));
        std::fs::write(path, S002.arende(number)).expect("a file");
    }
    let child = Command::new(KANSLI)
        .args(["watch", "m", "--format", "text", "--status", "lage.json"])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("kansli starts");
    let watch = Watch {
        folder,
        child,
        outputs: Vec::new(),
    };
    watch.until("the first documents", |watch| watch.builds() == 1);
    thread::sleep(Duration::from_secs(5));
    let before = spent(watch.child.id());
    thread::sleep(IDLE);
    let percent = (spent(watch.child.id()) - before) / IDLE.as_secs_f64() * 100.0;
    table.at_most(
        Line {
            id: "T11",
            what: "200 watched ärenden, nobody writes".to_owned(),
            method: "utime and stime of /proc/PID/stat over 30 s",
        },
        format!("{percent:.2} % of a core"),
        percent,
        0.5,
        "% of a core",
    );
}

/// The seconds of processor time a process has taken, to the hundredth.
fn spent(pid: u32) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).expect("Linux tells");
    let fields = text.rsplit(')').next().unwrap_or_default();
    let ticks = fields.split_whitespace().skip(11).take(2);
    ticks
        .filter_map(|tick| tick.parse::<f64>().ok())
        .sum::<f64>()
        / 100.0
}
