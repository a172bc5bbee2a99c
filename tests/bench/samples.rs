//! The ärenden that are measured, and the way from one to its document. Measures nothing.

use std::path::{Path, PathBuf};

use jiff::civil::date;
use kansli::finding::{Finding, Level};
use kansli::profile::{self, Profile};
use kansli::render::{Format, pdf};
use kansli::rules::{self, Exceptions, Pack, RuleContext};
use kansli::source::DiskFiles;
use kansli::workspace::{Assets, Checked, Input, Options, Ready, ReferencePage, Workspace};
use serde_json::Value;

/// A sample, and the same document written by hand in Typst.
#[derive(Clone, Copy)]
pub(crate) struct Sample {
    pub(crate) name: &'static str,
    /// Its title, which no other document has.
    title: &'static str,
    /// Under `samples/`.
    pub(crate) path: &'static str,
    pub(crate) arende: &'static str,
    /// Under `tests/bench/jamforelse/`.
    pub(crate) typst_path: &'static str,
    pub(crate) typst: &'static str,
}

macro_rules! sample {
    ($name:literal, $title:literal, $arende:literal, $typst:literal) => {
        Sample {
            name: $name,
            title: $title,
            path: $arende,
            arende: include_str!(concat!("../../samples/", $arende)),
            typst_path: $typst,
            typst: include_str!(concat!("jamforelse/", $typst)),
        }
    };
}

/// An extract of a protocol.
pub(crate) const S003: Sample = sample!(
    "S003",
    "strategiska avtal 2020",
    "protokollsutdrag/s003.json",
    "s003.typ"
);
/// A yttrande.
pub(crate) const S002: Sample = sample!(
    "S002",
    "Granskning av Beställar-utförarmodellen",
    "yttrande/s002.json",
    "s002.typ"
);
/// A long tjänsteskrivelse with tables, a picture and a footnote.
pub(crate) const LONG: Sample = sample!(
    "long",
    "Nya regler",
    "tjansteskrivelse/foreningsbidrag.json",
    "foreningsbidrag.typ"
);

impl Sample {
    /// The ärende with a text of its own.
    pub(crate) fn arende(&self, number: usize) -> String {
        self.vary(self.arende, number)
    }

    /// The hand-written document with the same text.
    pub(crate) fn typst(&self, number: usize) -> String {
        self.vary(self.typst, number)
    }

    /// A title that no document has had before, and a number in nearly every sentence. The digits are as wide as the
    /// words they replace: the pages stay the same.
    fn vary(&self, text: &str, number: usize) -> String {
        let title = format!("{} {number}", self.title);
        vary(text, number).replace(self.title, &title)
    }
}

/// The text with a number in nearly every sentence.
pub(crate) fn vary(text: &str, number: usize) -> String {
    let (three, two) = (number % 1000, number % 97);
    text.replace(" och ", &format!(" {three:03} "))
        .replace(" att ", &format!(" {two:02} "))
}

/// The folder of the samples, from either package that measures.
pub(crate) fn root() -> PathBuf {
    let mut above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let project = above.find(|folder| folder.join("Cargo.lock").is_file());
    project.expect("the project").join("samples")
}

/// A workspace that has been used before.
pub(crate) struct Desk {
    workspace: Workspace,
    files: DiskFiles,
    options: Options,
}

impl Desk {
    pub(crate) fn open() -> Self {
        Self {
            workspace: Workspace::new(Assets::default()),
            files: DiskFiles::new(&root()).expect("samples/ is there"),
            options: Options {
                kommun: None,
                draft: false,
                namnd: None,
                ignore_exceptions: false,
                threshold: Level::Fel,
                today: date(2026, 11, 22),
                selection: kansli::rules::Selection::default(),
            },
        }
    }

    /// Schema, template, rules.
    pub(crate) fn check(&self, path: &str, bytes: &[u8]) -> Checked {
        let input = Input {
            name: path,
            first_line: 1,
            bytes,
            folder: Path::new(path).parent().expect("samples lie in folders"),
            files: &self.files,
        };
        let checked = self.workspace.check(input, &self.options);
        checked.unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// From bytes to a document that may be rendered.
    pub(crate) fn judge(&self, path: &str, bytes: &[u8]) -> Ready {
        let checked = self.check(path, bytes);
        let findings = format!("{:?}", checked.findings);
        checked
            .ready()
            .unwrap_or_else(|_| panic!("{path} is stopped: {findings}"))
    }

    /// A PDF or a Word file of it.
    pub(crate) fn render(&self, ready: &Ready, format: Format) -> Vec<u8> {
        let rendered = self.workspace.render(ready, format);
        rendered
            .unwrap_or_else(|error| panic!("{}: {error}", ready.stem()))
            .bytes
    }

    /// A PDF, and Typst's memory cleared as between two documents of a run.
    pub(crate) fn pdf(&self, ready: &Ready) -> Vec<u8> {
        let bytes = self.render(ready, Format::Pdf);
        pdf::evict(1);
        bytes
    }
}

/// The rules of a municipality.
pub(crate) struct Judges {
    profile: Profile,
    pack: Pack,
}

impl Judges {
    pub(crate) fn of(profile: &str) -> Self {
        let assets = Assets::default();
        let profile = profile::resolve(profile, &assets.profiles(), &|path| assets.text(path))
            .expect("the program's own profile");
        let pack = Pack::read(&profile).expect("the program's own rules");
        Self { profile, pack }
    }

    /// What they find in an ärende and its finished tree.
    pub(crate) fn judge(&self, arende: &Value, ready: &Ready) -> Vec<Finding> {
        let context = RuleContext {
            typ: &ready.document().meta.typ,
            arende,
            document: Some(ready.document()),
            of_meeting: false,
            remarks: &[],
            profile: &self.profile,
            layout: &ReferencePage,
            today: date(2026, 11, 22),
            folder: None,
        };
        rules::check_all(&self.pack, &context, Exceptions::Apply)
    }
}
