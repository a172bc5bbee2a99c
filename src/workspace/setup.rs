//! One profile made ready for use: its templates parsed, its rules read, its logo drawn. Made once per run.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde_json::Value;

use crate::arende::Arende;
use crate::document::{Document, Image, ImageKind};
use crate::finding::Finding;
use crate::markup::{Arrangement, Remark};
use crate::mote;
use crate::profile::{self, Profile, ProfileError};
use crate::render::{Design, RenderError};
use crate::rules::{self, Exceptions, Folder, Pack, RuleContext};
use crate::template::{Engine, Loader, Mention, Phrases};

use super::{Assets, Input, Options, ReferencePage, WorkspaceError, frame};

/// A profile and what is made from it.
pub(super) struct Setup {
    pub(super) profile: Profile,
    pub(super) design: Design,
    pub(super) logo: Option<Image>,
    /// The rules, read when they are first asked for: a document is built without them.
    pack: OnceLock<Result<Arc<Pack>, ProfileError>>,
    engines: Mutex<BTreeMap<String, Arc<Engine>>>,
    /// The logo as PNG, drawn when the first Word file needs it.
    fallback: OnceLock<Arc<[u8]>>,
}

impl std::fmt::Debug for Setup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Setup")
            .field("profile", &self.profile.id)
            .finish_non_exhaustive()
    }
}

impl Setup {
    /// Reads the profile `id` and everything it names.
    pub(super) fn new(
        id: &str,
        namnd: Option<&str>,
        assets: &Assets,
    ) -> Result<Self, WorkspaceError> {
        let read = |path: &str| assets.text(path);
        let profile = profile::resolve_for(id, namnd, &assets.profiles(), &read)?;
        let broken = |message: String| ProfileError::Broken {
            file: format!("profiler/{id}/profil.toml"),
            line: 1,
            column: 1,
            message,
        };
        let design = profile
            .file
            .utseende
            .clone()
            .try_into()
            .map_err(|error: toml::de::Error| broken(format!("[utseende]: {}", error.message())))?;
        let logo = match &profile.file.logotyp {
            Some(file) => {
                let bytes = [id, profile::BASE]
                    .iter()
                    .find_map(|layer| assets.bytes(&format!("profiler/{layer}/{}", file.fil)))
                    .ok_or_else(|| broken(format!("[logotyp]: filen ”{}” finns inte", file.fil)))?;
                Some(
                    frame::logo(&bytes)
                        .map_err(|message| broken(format!("[logotyp]: {message}")))?,
                )
            }
            None => None,
        };
        Ok(Self {
            profile,
            design,
            logo,
            pack: OnceLock::new(),
            engines: Mutex::default(),
            fallback: OnceLock::new(),
        })
    }

    /// The profile's rules.
    ///
    /// # Errors
    /// When a `regler.toml` is broken: with its place.
    pub(super) fn pack(&self) -> Result<&Arc<Pack>, ProfileError> {
        let pack = self
            .pack
            .get_or_init(|| Pack::read(&self.profile).map(Arc::new));
        pack.as_ref().map_err(Clone::clone)
    }

    /// How the profile wants the sections of a document type.
    pub(super) fn arrangement(&self, typ: &str) -> Arrangement {
        let is_protokoll = typ == mote::PROTOKOLL;
        // A § has the same order in the protocol as in its extract: one is the other.
        let typ = if is_protokoll { mote::UTDRAG } else { typ };
        Arrangement {
            order: self.profile.typ(typ).ordning,
            numbered: self.profile.file.numrerade_rubriker && !is_protokoll,
        }
    }

    /// The templates of a document type, parsed when they are first asked for.
    pub(super) fn engine(&self, typ: &str, assets: &Assets) -> Arc<Engine> {
        let mut engines = self.engines.lock().unwrap_or_else(PoisonError::into_inner);
        let engine = engines
            .entry(typ.to_owned())
            .or_insert_with(|| Arc::new(self.new_engine(typ, assets)));
        Arc::clone(engine)
    }

    /// The templates of a document type for checking them: a heading or template that is missing is empty.
    pub(super) fn checked_engine(&self, typ: &str, assets: &Assets, unknown: &[Mention]) -> Engine {
        let (loader, phrases) = self.words(typ, assets);
        let loader: Loader = Arc::new(move |name| loader(name).or_else(|| Some(Arc::from(""))));
        Engine::for_check(&format!("dokument/{typ}.md.j2"), loader, &phrases, unknown)
    }

    fn new_engine(&self, typ: &str, assets: &Assets) -> Engine {
        let (loader, phrases) = self.words(typ, assets);
        Engine::new(&format!("dokument/{typ}.md.j2"), loader, &phrases)
    }

    /// What the templates of a document type are read and filled with.
    fn words(&self, typ: &str, assets: &Assets) -> (Loader, Phrases) {
        let (assets, own, own_typ) = (assets.clone(), self.profile.clone(), typ.to_owned());
        let loader: Loader = Arc::new(move |name| match profile::heading_id(name) {
            Some(id) => own.heading(&own_typ, id).map(Arc::from),
            None => assets.text(name),
        });
        let profile = self.profile.clone();
        let phrases = Phrases {
            choices: self.profile.file.val.clone(),
            numbering: self.profile.file.numrering.clone(),
            sections: self.profile.open_sections().clone(),
            long_dates: frame::long_dates(&self.profile),
            paragraf: self.profile.file.paragraf.clone(),
            diarienummer: Some(Arc::new(move |value: &Value| {
                frame::print_diarienummer(&profile, value)
            })),
        };
        (loader, phrases)
    }

    /// Runs the profile's rules.
    pub(super) fn judge(
        &self,
        arende: &Arende,
        built: Option<(&Document, &[Remark])>,
        input: Input<'_>,
        options: &Options,
        findings: &mut Vec<Finding>,
    ) -> Result<(), WorkspaceError> {
        let context = RuleContext {
            typ: &arende.typ,
            arende: &arende.raw,
            document: built.map(|(document, _)| document),
            of_meeting: arende.origins.is_some() && arende.typ != mote::TYP,
            remarks: built.map_or(&[], |(_, remarks)| remarks),
            profile: &self.profile,
            layout: &ReferencePage,
            today: options.today,
            folder: Some(Folder {
                files: input.files,
                path: input.folder,
            }),
        };
        let exceptions = if options.ignore_exceptions {
            Exceptions::Ignore
        } else {
            Exceptions::Apply
        };
        findings.extend(rules::check_selected(
            self.pack()?,
            &context,
            exceptions,
            &options.selection,
        ));
        Ok(())
    }

    /// The document with its logo also as PNG, for Word versions that show no SVG.
    pub(super) fn with_fallback(&self, document: &Document) -> Result<Document, RenderError> {
        let mut document = document.clone();
        for image in document
            .images
            .iter_mut()
            .filter(|i| i.kind == ImageKind::Svg && i.fallback_png.is_none())
        {
            let png = if let Some(png) = self.fallback.get() {
                Arc::clone(png)
            } else {
                let height = self
                    .profile
                    .file
                    .logotyp
                    .as_ref()
                    .map_or(10.0, |l| l.hojd_mm);
                let png =
                    frame::fallback(image, height).map_err(|message| RenderError::Internal {
                        format: "docx",
                        message,
                    })?;
                Arc::clone(self.fallback.get_or_init(|| png.into()))
            };
            image.fallback_png = Some(png);
        }
        Ok(document)
    }
}
