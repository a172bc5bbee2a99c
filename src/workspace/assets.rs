//! Templates, profiles, layouts and schemas: those in the program, and over them a folder of the same layout. Knows
//! nothing of what they say.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use include_dir::{Dir, File, include_dir};

use crate::profile::namnd_of;
use crate::source::{Files, SourceError};

static DOCUMENTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates/dokument");
static SHARED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates/gemensamt");
static LAYOUTS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates/layout");
static PROFILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates/profiler");
static LETTERS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates/utskick");
static SCHEMAS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/schemas");

/// Folders under `templates/` (the fonts belong to the PDF renderer) and the schemas beside it.
static FOLDERS: [(&str, &Dir<'_>); 6] = [
    ("dokument", &DOCUMENTS),
    ("gemensamt", &SHARED),
    ("layout", &LAYOUTS),
    ("profiler", &PROFILES),
    ("schemas", &SCHEMAS),
    ("utskick", &LETTERS),
];

/// The schema of what `--report json` prints; no document type's.
pub(super) const REPORT: &str = "rapport";

/// The schema of what `kansli batch` reports; no document type's.
pub(super) const BATCH_REPORT: &str = "massrapport";

/// No template, profile or logo needs more than this many bytes.
const LIMIT: u64 = 4 << 20;

/// What the program carries, with a folder over it.
#[derive(Clone, Default)]
pub struct Assets {
    over: Option<Arc<dyn Files>>,
}

impl Assets {
    /// The program's own, and where `over` has a file of the same name, that one.
    #[must_use]
    pub fn new(over: Option<Arc<dyn Files>>) -> Self {
        Self { over }
    }

    /// A file's bytes; `None` when neither the folder nor the program has it.
    #[must_use]
    pub fn bytes(&self, path: &str) -> Option<Arc<[u8]>> {
        self.laid_over(path).or_else(|| own(path).map(Arc::from))
    }

    /// A file as text. What is not UTF-8 becomes U+FFFD, which the readers of templates and profiles refuse.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<Arc<str>> {
        // Reading what may be broken takes four times as long.
        let text = |bytes: &[u8]| match str::from_utf8(bytes) {
            Ok(text) => Arc::from(text),
            Err(_) => Arc::from(String::from_utf8_lossy(bytes)),
        };
        match self.laid_over(path) {
            Some(bytes) => Some(text(&bytes)),
            None => own(path).map(text),
        }
    }

    /// Ids of the profiles there are, sorted.
    #[must_use]
    pub fn profiles(&self) -> Vec<String> {
        let own = PROFILES
            .dirs()
            .filter_map(|dir| dir.path().file_name()?.to_str().map(str::to_owned));
        let over = self
            .names("profiler")
            .into_iter()
            .filter(|name| !name.contains('.'));
        own.chain(over)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }

    /// Ids of the nämnder of a profile that have a file of their own, sorted.
    #[must_use]
    pub fn namnder(&self, kommun: &str) -> Vec<String> {
        let own = PROFILES
            .get_dir(kommun)
            .into_iter()
            .flat_map(Dir::files)
            .filter_map(|file| file.path().file_name()?.to_str().map(str::to_owned));
        let over = self.names(&format!("profiler/{kommun}"));
        let ids = own.chain(over);
        ids.filter_map(|name| namnd_of(&name).map(str::to_owned))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }

    /// Names of the templates there are, sorted.
    #[must_use]
    pub fn templates(&self) -> Vec<String> {
        let mut found = BTreeSet::new();
        for (folder, own) in [("dokument", &DOCUMENTS), ("gemensamt", &SHARED)] {
            let own = own
                .files()
                .filter_map(|f| f.path().file_name()?.to_str().map(str::to_owned));
            let names = own.chain(self.names(folder));
            found.extend(
                names
                    .filter(|n| Path::new(n).extension().is_some_and(|e| e == "j2"))
                    .map(|name| format!("{folder}/{name}")),
            );
        }
        found.into_iter().collect()
    }

    /// Names of the files that every document may be laid out with, sorted.
    #[must_use]
    pub fn layouts(&self) -> Vec<String> {
        let own = LAYOUTS
            .files()
            .filter_map(|f| f.path().file_name()?.to_str().map(str::to_owned));
        let names = own.chain(self.names("layout"));
        let names: BTreeSet<_> = names.collect();
        names.into_iter().map(|n| format!("layout/{n}")).collect()
    }

    /// Ids of the document types there are, sorted: those with a schema of their own.
    #[must_use]
    pub fn types(&self) -> Vec<String> {
        let own = SCHEMAS
            .files()
            .filter_map(|file| file.path().file_name()?.to_str().map(str::to_owned));
        let names = own.chain(self.names("schemas"));
        let types = names.filter_map(|name| name.strip_suffix(".schema.json").map(str::to_owned));
        types
            .filter(|typ| !["arende", "profil", REPORT, BATCH_REPORT].contains(&typ.as_str()))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    }

    /// The schema file with this name: `plan.schema.json`.
    #[must_use]
    pub fn schema(&self, name: &str) -> Option<Arc<str>> {
        self.text(&format!("schemas/{name}"))
    }

    fn laid_over(&self, path: &str) -> Option<Arc<[u8]>> {
        let over = self.over.as_ref()?;
        over.read(Path::new(path), LIMIT).ok()
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let listed: Option<Result<Vec<String>, SourceError>> =
            self.over.as_ref().map(|f| f.list(&PathBuf::from(folder)));
        listed.and_then(Result::ok).unwrap_or_default()
    }
}

/// What the program has at this path.
fn own(path: &str) -> Option<&'static [u8]> {
    let (folder, name) = path.split_once('/')?;
    let (_, embedded) = FOLDERS.iter().find(|(id, _)| *id == folder)?;
    embedded.get_file(name).map(File::contents)
}
