//! The fingerprint of a document: everything that decides what it becomes, hashed, so that one that is up to date need
//! not be made again. Reads no output.

use std::sync::PoisonError;

use blake3::Hasher;

use crate::render::pdf;

use super::setup::Setup;
use super::{Opened, Options, Part, Workspace, WorkspaceError, letter};

/// The engine: another version may set the same words otherwise.
const ENGINE: &str = concat!("kansli ", env!("CARGO_PKG_VERSION"), " typst 0.15.1");

impl Workspace {
    /// The fingerprint of one document: its data, schema, templates, profile with rules, fonts, the engine, what was
    /// asked for, and which exceptions have expired. `None` for one that cannot be made. The files that the data names are
    /// not in it: whoever keeps it keeps their hashes beside.
    ///
    /// # Errors
    /// When the schema is missing or broken.
    pub fn fingerprint(
        &self,
        opened: &Opened,
        part: &Part,
        options: &Options,
    ) -> Result<Option<[u8; 32]>, WorkspaceError> {
        let (Some(arende), Some(setup)) = (&opened.arende, &opened.setup) else {
            return Ok(None);
        };
        let mut hasher = Hasher::new();
        hasher.update(&self.circumstances(&arende.typ, setup)?);
        let mut add = |what: &str| {
            hasher.update(&what.len().to_le_bytes());
            hasher.update(what.as_bytes());
        };
        add(&part.content);
        add(&part.key);
        add(&part.stem);
        add(&format!("{:?}", part.mottagare));
        add(&format!(
            "{} {} {:?} {:?}",
            options.draft, options.ignore_exceptions, options.threshold, options.selection
        ));
        for exception in &arende.undantag {
            let expired = exception
                .galler_till
                .is_some_and(|until| until < options.today);
            add(&format!("{exception:?} {expired}"));
        }
        // What a meeting's rules say of a § depends on the whole meeting.
        for finding in opened.told_of(part) {
            add(&format!(
                "{} {:?} {}",
                finding.rule, finding.level, finding.message
            ));
        }
        for idle in setup.pack()?.idle_exceptions(options.today) {
            add(&idle.to_string());
        }
        Ok(Some(*hasher.finalize().as_bytes()))
    }

    /// What all documents of a type in a profile are made with.
    fn circumstances(&self, typ: &str, setup: &Setup) -> Result<[u8; 32], WorkspaceError> {
        let profile = &setup.profile;
        let key = (typ.to_owned(), (profile.id.clone(), profile.namnd.clone()));
        let known = self
            .circumstances
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.get(&key) {
            return Ok(*known);
        }
        drop(known);
        let mut hasher = Hasher::new();
        let mut add = |name: &str, bytes: &[u8]| {
            for part in [name.as_bytes(), bytes] {
                hasher.update(&part.len().to_le_bytes());
                hasher.update(part);
            }
        };
        add("motor", ENGINE.as_bytes());
        add("typsnitt", &pdf::faces_hash());
        add("schema", self.schemas.bundle(typ)?.as_bytes());
        let templates = self.assets.templates().into_iter();
        let own = format!("dokument/{typ}.md.j2");
        // A meeting has no template of its own: its documents have several.
        let has_own = self.assets.bytes(&own).is_some();
        let is_used = |name: &String| !has_own || *name == own || !name.starts_with("dokument/");
        let templates = templates.filter(is_used);
        let files = templates.chain(self.assets.layouts());
        for name in files.chain([letter::FILE.to_owned()]) {
            add(&name, &self.assets.bytes(&name).unwrap_or_default());
        }
        for layer in &profile.files {
            add(&layer.name, layer.text.as_bytes());
        }
        if let Some(logo) = &setup.logo {
            add("logotyp", &logo.bytes);
        }
        let hash = *hasher.finalize().as_bytes();
        let mut known = self
            .circumstances
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        Ok(*known.entry(key).or_insert(hash))
    }
}
