//! Programs that watch a file and make a document of it at every change: how each is given the same text, started and
//! read. Judges nothing.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::equal;
use super::samples::S003;
use super::stats::milliseconds;

const KANSLI: &str = env!("CARGO_BIN_EXE_kansli");

/// Where `jamfor.sh` puts what is compared with.
pub(crate) fn tools() -> PathBuf {
    let built = Path::new(KANSLI).parent().and_then(Path::parent);
    built.expect("target/release/kansli").join("jamfor")
}

pub(crate) fn pause(milliseconds: u64) {
    thread::sleep(Duration::from_millis(milliseconds));
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Peer {
    Kansli,
    Typst,
    Mdbook,
}

impl Peer {
    /// The program; nothing when it is not installed.
    pub(crate) fn program(self) -> Option<PathBuf> {
        let path = match self {
            Self::Kansli => PathBuf::from(KANSLI),
            Self::Typst => tools().join("bin/typst"),
            Self::Mdbook => tools().join("bin/mdbook"),
        };
        path.is_file().then_some(path)
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Kansli => "kansli watch",
            Self::Typst => "typst watch 0.15.1",
            Self::Mdbook => "mdbook watch 0.5.4",
        }
    }

    /// The same two pages, with a word of their own.
    pub(crate) fn text(self, word: &str) -> String {
        let text = match self {
            Self::Kansli => S003.arende.to_owned(),
            Self::Typst => S003.typst.to_owned(),
            Self::Mdbook => markdown(S003.arende),
        };
        let places: Vec<usize> = text.match_indices(" och ").map(|(at, _)| at).collect();
        let place = places[places.len() / 2];
        let (before, after) = (&text[..place], &text[place + " och ".len()..]);
        format!("{before} {word} {after}")
    }

    /// The same and some more: a few thousand numbers, which no compression makes small. Who writes a new file and then
    /// renames it needs room for both, however long it is.
    pub(crate) fn long_text(self, word: &str) -> String {
        let mut text = self.text(word);
        if self != Self::Kansli {
            text.push('\n');
            for number in 0..4000_u32 {
                let _ = write!(text, "{} ", number.wrapping_mul(2_654_435_761) % 10_000);
            }
        }
        text
    }

    const fn input(self) -> &'static str {
        match self {
            Self::Kansli => "m/a.json",
            Self::Typst => "m/a.typ",
            Self::Mdbook => "m/src/a.md",
        }
    }

    /// What it says after a build, whatever came of it.
    const fn builds(self) -> &'static str {
        match self {
            Self::Kansli => "skapat på ",
            Self::Typst => "compiled ",
            Self::Mdbook => "book written to",
        }
    }

    /// What it says when something is wrong.
    const fn complaints(self) -> &'static [&'static str] {
        match self {
            Self::Kansli => &["Fel ", "finns inte", "Disken är full", "skrivskyddad"],
            Self::Typst => &["error:", "failed"],
            Self::Mdbook => &["ERROR", "WARN"],
        }
    }

    /// How much room its outputs need twice.
    pub(crate) const fn disk(self) -> &'static str {
        match self {
            Self::Kansli | Self::Typst => "size=256k",
            Self::Mdbook => "size=8m",
        }
    }
}

/// An ärende's paragraphs, as a chapter.
pub(crate) fn markdown(arende: &str) -> String {
    fn strings(value: &Value, out: &mut String) {
        match value {
            Value::String(text) if text.len() > 80 => {
                let _ = writeln!(out, "{text}\n");
            }
            Value::Array(all) => all.iter().for_each(|one| strings(one, out)),
            Value::Object(all) => all.values().for_each(|one| strings(one, out)),
            _ => {}
        }
    }
    let mut out = String::from("# Kapitel\n\n");
    strings(&serde_json::from_str(arende).expect("a sample"), &mut out);
    out
}

/// A program's project, in a folder of its own.
pub(crate) struct Project {
    pub(crate) peer: Peer,
    folder: tempfile::TempDir,
    /// Its outputs are written beside its input.
    beside: bool,
}

impl Project {
    pub(crate) fn new(peer: Peer, beside: bool) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let project = Self {
            peer,
            folder,
            beside,
        };
        let write = |name: &str, bytes: &[u8]| {
            let path = project.path(name);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            std::fs::write(path, bytes).expect("a file");
        };
        match peer {
            Peer::Kansli => {}
            Peer::Typst => {
                write("m/mall.typ", equal::TEMPLATE.as_bytes());
                for (name, bytes) in equal::PICTURES {
                    write(&format!("m/{name}"), bytes);
                }
            }
            Peer::Mdbook => {
                write("m/book.toml", b"[book]\ntitle = \"Bok\"\n");
                write("m/src/SUMMARY.md", b"# Summary\n\n- [Kapitel](a.md)\n");
            }
        }
        write(peer.input(), peer.text("ordet0x").as_bytes());
        std::fs::create_dir_all(project.out()).expect("a folder");
        project
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn input(&self) -> PathBuf {
        self.path(self.peer.input())
    }

    /// Where a disk of their own may be mounted for the outputs.
    pub(crate) fn disk(&self) -> PathBuf {
        self.path("disk")
    }

    /// The folder of the outputs.
    pub(crate) fn out(&self) -> PathBuf {
        match (self.beside, self.peer) {
            (false, _) => self.disk().join("ut"),
            (true, Peer::Mdbook) => self.path("m/src/ut"),
            (true, _) => self.path("m"),
        }
    }

    /// The output, where there is one.
    pub(crate) fn output(&self) -> Option<PathBuf> {
        if self.peer == Peer::Mdbook {
            return Some(self.out().join("a.html"));
        }
        let entries = std::fs::read_dir(self.out()).ok()?;
        let mut paths = entries.flatten().map(|entry| entry.path());
        paths.find(|path| path.extension().is_some_and(|extension| extension == "pdf"))
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let output = self.output();
        output.map_or_else(Vec::new, |path| std::fs::read(path).unwrap_or_default())
    }

    /// Whether the output is whole and has this word.
    fn holds(&self, word: &str) -> bool {
        let bytes = self.bytes();
        if self.peer == Peer::Mdbook {
            return String::from_utf8_lossy(&bytes).contains(word);
        }
        let Ok(document) = lopdf::Document::load_mem(&bytes) else {
            return false;
        };
        let pages: Vec<u32> = document.get_pages().into_keys().collect();
        let text = document.extract_text(&pages).unwrap_or_default();
        let text: String = text.split_whitespace().collect();
        text.contains(word)
    }

    /// Writes in place, as a simple editor does.
    pub(crate) fn write(&self, word: &str) {
        std::fs::write(self.input(), self.peer.text(word)).expect("a file");
    }

    /// Writes beside and renames over, as careful editors do.
    pub(crate) fn replace(&self, word: &str) {
        let beside = self.path("spara");
        std::fs::write(&beside, self.peer.text(word)).expect("a file");
        std::fs::rename(beside, self.input()).expect("renamed");
    }

    /// Starts it, under another program if one is named, and waits until it has made the first document.
    pub(crate) fn watch(&self, under: &[&str]) -> Watch<'_> {
        let watch = self.start(under);
        assert!(
            watch.until("ordet0x", 10_000).is_some(),
            "{}: no first document: {}",
            self.peer.name(),
            watch.said()
        );
        pause(1500);
        watch
    }

    pub(crate) fn start(&self, under: &[&str]) -> Watch<'_> {
        let program = self.peer.program().expect("it is installed");
        let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/typsnitt");
        let mut words: Vec<PathBuf> = under.iter().map(PathBuf::from).collect();
        words.push(program.clone());
        match self.peer {
            Peer::Kansli => {
                words.extend(["watch", "m", "--format", "pdf", "--out"].map(PathBuf::from));
                words.push(self.out());
            }
            Peer::Typst => {
                words.extend(["watch", "--ignore-system-fonts", "--font-path"].map(PathBuf::from));
                words.push(fonts);
                words.extend(["--pdf-standard", "a-2a,ua-1", "m/a.typ"].map(PathBuf::from));
                words.push(self.out().join("a.pdf"));
            }
            Peer::Mdbook => {
                // It makes nothing before something changes.
                if self.output().is_some_and(|output| !output.exists()) {
                    let _ = Command::new(&program)
                        .args(["build", "m", "-d"])
                        .arg(self.out())
                        .current_dir(self.folder.path())
                        .stdout(Stdio::null())
                        .stderr(Stdio::null())
                        .status();
                }
                words.extend(["watch", "m", "-d"].map(PathBuf::from));
                words.push(self.out());
            }
        }
        let mut child = Command::new(&words[0])
            .args(&words[1..])
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let said = Arc::new(Mutex::new(String::new()));
        let listen = |stream: Box<dyn std::io::Read + Send>| {
            let said = Arc::clone(&said);
            thread::spawn(move || {
                for line in BufReader::new(stream).lines().map_while(Result::ok) {
                    let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
                    said.push_str(&line);
                    said.push('\n');
                }
            });
        };
        listen(Box::new(child.stdout.take().expect("standard output")));
        listen(Box::new(child.stderr.take().expect("standard error")));
        Watch {
            project: self,
            child,
            said,
        }
    }
}

/// A program at work.
pub(crate) struct Watch<'p> {
    project: &'p Project,
    child: Child,
    said: Arc<Mutex<String>>,
}

impl Watch<'_> {
    pub(crate) fn said(&self) -> String {
        let said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        said.clone()
    }

    pub(crate) fn builds(&self) -> usize {
        self.said().matches(self.project.peer.builds()).count()
    }

    /// How often it has said that something is wrong.
    pub(crate) fn complaints(&self) -> usize {
        let said = self.said();
        let words = self.project.peer.complaints().iter();
        words.map(|word| said.matches(word).count()).sum()
    }

    pub(crate) fn is_alive(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|ended| ended.is_none())
    }

    /// Milliseconds until the output has this word; nothing when it has not so long.
    pub(crate) fn until(&self, word: &str, patience: u64) -> Option<f64> {
        let begun = Instant::now();
        let mut known = None;
        while begun.elapsed() < Duration::from_millis(patience) {
            let output = self.project.output();
            let found = output.and_then(|output| std::fs::metadata(output).ok());
            let marks = found.map(|found| (found.ino(), found.len(), found.mtime_nsec()));
            if marks.is_some() && marks != known {
                let now = begun.elapsed();
                if self.project.holds(word) {
                    return Some(milliseconds(now));
                }
                // Half written: look again although its marks may stay.
                known = marks.filter(|_| !self.project.bytes().is_empty());
            }
            thread::sleep(Duration::from_millis(1));
        }
        self.project
            .holds(word)
            .then(|| milliseconds(begun.elapsed()))
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        // Under strace it is still our own child.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
