//! Where template, markup, profile and rules meet: the pipeline from a file's bytes to a document that may be rendered.
//! Prints nothing and writes nothing.

mod assets;
mod checking;
mod coverage;
mod fingerprint;
mod frame;
mod lengths;
mod letter;
mod likeness;
mod meeting;
mod mending;
mod naming;
mod namnder;
mod opened;
mod paper;
mod pictures;
mod preview;
mod resolved;
mod setup;
mod templates;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use serde_json::Value;

use crate::arende::{Arende, SourceText};
use crate::document::{self, Block, BlockKind, Document, Image, Inline, Meta, ParagraphStyle};
use crate::finding::{Finding, Level, Reading};
use crate::markup;
use crate::mote;
use crate::pointer::Pointer;
use crate::profile::ProfileError;
use crate::render::{self, RenderContext};
use crate::rules::{Pack, Selection};
use crate::schema::{SchemaError, Schemas};
use crate::source::Files;
use crate::template::TemplateError;

pub use crate::render::{Format, RenderError, Rendered};
pub use assets::Assets;
use frame::Marking;
pub use letter::Letter;
pub use mending::{Change, Mended, Which};
use namnder::Namnder;
pub use opened::{Mottagare, Opened, Part};
pub use paper::ReferencePage;
pub use preview::Preview;
pub use resolved::Resolved;
use setup::Setup;
pub use templates::TemplateReport;

/// Everything that is the same for all documents of one run: templates, schemas, profiles. Shared between threads.
pub struct Workspace {
    assets: Assets,
    schemas: Schemas,
    types: Vec<String>,
    setups: Mutex<BTreeMap<SetupKey, Arc<Setup>>>,
    namnder: Mutex<BTreeMap<String, Arc<Namnder>>>,
    /// What the documents of a type in a profile are made with, hashed.
    circumstances: Mutex<BTreeMap<(String, SetupKey), [u8; 32]>>,
}

/// A profile and the nämnd whose layer lies on it.
type SetupKey = (String, Option<String>);

/// What the person asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// The profile, over the one the ärende names.
    pub kommun: Option<String>,
    /// The nämnd whose layer lies on the profile, over the one that the ärende's instans has.
    pub namnd: Option<String>,
    /// Render in spite of findings, marked UTKAST.
    pub draft: bool,
    /// Judge as if there were no exceptions.
    pub ignore_exceptions: bool,
    /// Findings at this level or above stop a document.
    pub threshold: Level,
    /// Today, for exceptions that expire. Changes findings, never bytes.
    pub today: Date,
    /// Which rules speak. What is wrong with the file itself is told all the same.
    pub selection: Selection,
}

/// One ärende to be read.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// What the person calls it, for messages.
    pub name: &'a str,
    /// The line of its file that it begins on: 1, unless it is a line of a list.
    pub first_line: usize,
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Its folder inside `files`: paths in the ärende count from there.
    pub folder: &'a Path,
    /// The root that no read leaves.
    pub files: &'a dyn Files,
}

/// What makes a whole run impossible, whatever the ärende says: configuration and templates.
#[derive(Debug, thiserror::Error)]
pub enum WorkspaceError {
    /// A profile is broken or missing.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// A template is broken.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// A template's output is no document.
    #[error("mallen dokument/{typ}.md.j2, {error}")]
    Markup {
        /// The document type.
        typ: String,
        /// What is wrong.
        error: markup::MarkupError,
    },
    /// A schema is broken or missing.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// The template of what is sent with a document is broken.
    #[error("mallen {file}, rad {line}: {message}")]
    Letter {
        /// Path under `templates/`.
        file: String,
        /// From 1.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// The tree a template gave is not one that may be rendered.
    #[error("mallen dokument/{typ}.md.j2 ger ett dokument som inte kan skrivas: {faults}")]
    Tree {
        /// The document type.
        typ: String,
        /// What is wrong with it.
        faults: String,
    },
}

/// An ärende that has been judged, with the document if there could be one.
#[derive(Debug)]
pub struct Checked {
    /// Everything that was found, in the order of the file.
    pub findings: Vec<Finding>,
    threshold: Level,
    draft: bool,
    prepared: Option<Prepared>,
    read: Option<(SourceText, Arc<Value>)>,
}

/// A document that may be rendered: nothing in it is at or above the threshold, or it is marked as a draft.
/// Cheap to clone.
#[derive(Debug, Clone)]
pub struct Ready(Prepared);

/// A document that may not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blocked {
    /// How many findings stop it.
    pub count: usize,
    /// Whether `--draft` would let it through: there is a document, but it has findings.
    pub draft_possible: bool,
}

#[derive(Debug, Clone)]
struct Prepared {
    document: Arc<Document>,
    /// Which of its input's documents it is: see [`Part::key`].
    key: String,
    stem: String,
    setup: Arc<Setup>,
}

impl Checked {
    /// The document, if it may be rendered.
    ///
    /// # Errors
    /// [`Blocked`] when findings stop it.
    pub fn ready(self) -> Result<Ready, Blocked> {
        let count = self
            .findings
            .iter()
            .filter(|f| f.level >= self.threshold)
            .count();
        match self.prepared {
            Some(prepared) if count == 0 || self.draft => Ok(Ready(prepared)),
            prepared => Err(Blocked {
                count,
                draft_possible: prepared.is_some(),
            }),
        }
    }

    /// The text the findings have their places in; `None` when it could not be read as an ärende.
    #[must_use]
    pub fn source(&self) -> Option<&SourceText> {
        self.read.as_ref().map(|(source, _)| source)
    }

    /// Whether findings reach the threshold, draft or not.
    #[must_use]
    pub fn has_stopping_findings(&self) -> bool {
        self.prepared.is_none() || self.findings.iter().any(|f| f.level >= self.threshold)
    }
}

impl Ready {
    /// The output's file name without extension, from the profile's pattern.
    #[must_use]
    pub fn stem(&self) -> &str {
        &self.0.stem
    }

    /// Which of its input's documents it is: see [`Part::key`].
    #[must_use]
    pub fn key(&self) -> &str {
        &self.0.key
    }

    /// The document's tree.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.0.document
    }

    /// Whether both are the same document of the same reading, not only alike.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0.document, &other.0.document)
            && Arc::ptr_eq(&self.0.setup, &other.0.setup)
            && self.0.stem == other.0.stem
    }
}

impl Workspace {
    /// A workspace over the given templates.
    #[must_use]
    pub fn new(assets: Assets) -> Self {
        let types = assets.types();
        let lookup = assets.clone();
        let schemas = Schemas::new(move |name: &str| lookup.schema(name));
        Self {
            assets,
            schemas,
            types,
            setups: Mutex::default(),
            namnder: Mutex::default(),
            circumstances: Mutex::default(),
        }
    }

    /// Ids of the document types there are.
    #[must_use]
    pub fn types(&self) -> &[String] {
        &self.types
    }

    /// The schemas, for commands that print them.
    #[must_use]
    pub fn schemas(&self) -> &Schemas {
        &self.schemas
    }

    /// Ids of the profiles there are.
    #[must_use]
    pub fn profiles(&self) -> Vec<String> {
        self.assets.profiles()
    }

    /// The rules of the profile `id`.
    ///
    /// # Errors
    /// When the profile is unknown or broken.
    pub fn rules(&self, id: &str) -> Result<Arc<Pack>, WorkspaceError> {
        let setup = self.setup(id, None)?;
        Ok(Arc::clone(setup.pack()?))
    }

    /// The published schema of what `--report json` prints.
    ///
    /// # Errors
    /// When the schema is missing or broken.
    pub fn report_schema(&self) -> Result<String, WorkspaceError> {
        Ok(self.schemas.bundle(assets::REPORT)?)
    }

    /// The published schema of what `kansli batch` reports.
    ///
    /// # Errors
    /// When the schema is missing or broken.
    pub fn batch_report_schema(&self) -> Result<String, WorkspaceError> {
        Ok(self.schemas.bundle(assets::BATCH_REPORT)?)
    }

    /// Makes sure that the profile `id`, with the layer of a nämnd if one is named, can be used, before any ärende is
    /// read.
    ///
    /// # Errors
    /// When the profile or its nämnd is unknown or broken.
    pub fn require_profile(&self, id: &str, namnd: Option<&str>) -> Result<(), WorkspaceError> {
        self.asked_setup(id, namnd)?.pack()?;
        Ok(())
    }

    /// Makes what all documents of a format share, while the first of them is being judged in another thread.
    pub fn prepare(&self, format: Format) {
        render::renderer(format).prepare(&|name| self.layout(name));
    }

    /// Lets the calling thread set documents by itself: see [`render::Renderer::settle`].
    pub fn settle(&self, format: Format, threads: usize) {
        render::renderer(format).settle(threads);
    }

    fn layout(&self, name: &str) -> Option<Arc<str>> {
        self.assets.text(&format!("layout/{name}"))
    }

    /// Renders a document that has been found ready. The same bytes for the same document, always.
    ///
    /// # Errors
    /// See [`RenderError`].
    pub fn render(&self, ready: &Ready, format: Format) -> Result<Rendered, RenderError> {
        self.render_with(ready, format, 1)
    }

    /// As [`Workspace::render`], with several threads for a document that is made alone.
    ///
    /// # Errors
    /// See [`RenderError`].
    pub fn render_with(
        &self,
        ready: &Ready,
        format: Format,
        threads: usize,
    ) -> Result<Rendered, RenderError> {
        let layout = |name: &str| self.layout(name);
        let context = RenderContext {
            design: &ready.0.setup.design,
            layout: &layout,
            threads,
        };
        let renderer = render::renderer(format);
        if format == Format::Docx && ready.0.document.images.iter().any(Image::needs_fallback) {
            return renderer.render(&ready.0.setup.with_fallback(&ready.0.document)?, &context);
        }
        renderer.render(&ready.0.document, &context)
    }

    /// The profile an ärende is judged by. An unknown one in the ärende is a finding; one asked for by the person is
    /// an error.
    fn setup_of(
        &self,
        arende: &Arende,
        options: &Options,
        findings: &mut Vec<Finding>,
    ) -> Result<Option<Arc<Setup>>, WorkspaceError> {
        let asked = options.kommun.as_deref();
        let id = asked
            .or(arende.kommun.as_deref())
            .unwrap_or(crate::profile::BASE);
        let found = match &options.namnd {
            Some(namnd) => self.asked_setup(id, Some(namnd)),
            None => self.setup_for(id, arende),
        };
        match found {
            Ok(setup) => Ok(Some(setup)),
            Err(WorkspaceError::Profile(ProfileError::Unknown { id, hint })) if asked.is_none() => {
                findings.push(
                    Finding::new("KOMMUN", Level::Fel, format!("Profilen ”{id}” finns inte."))
                        .help(format!("{hint} Profilen kan också väljas med --kommun."))
                        .at(Pointer::root().key("kommun")),
                );
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// The profile `id` with the layer of the nämnd that is asked for.
    fn asked_setup(&self, id: &str, namnd: Option<&str>) -> Result<Arc<Setup>, WorkspaceError> {
        let Some(written) = namnd else {
            return self.setup(id, None);
        };
        // An unknown profile is told before its unknown nämnd.
        self.setup(id, None)?;
        let namnder = self.namnder_of(id)?;
        self.setup(id, Some(namnder.asked(written)?))
    }

    /// The profile `id` with the layer that the ärende's instans has, if it has one.
    fn setup_for(&self, id: &str, arende: &Arende) -> Result<Arc<Setup>, WorkspaceError> {
        let instans = arende
            .raw
            .get("instans")
            .and_then(serde_json::Value::as_str);
        let namnder = self.namnder_of(id)?;
        self.setup(id, instans.and_then(|instans| namnder.of(instans)))
    }

    fn namnder_of(&self, id: &str) -> Result<Arc<Namnder>, WorkspaceError> {
        let mut all = self.namnder.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = all.get(id) {
            return Ok(Arc::clone(known));
        }
        if !self.assets.profiles().iter().any(|known| known == id) {
            return Ok(Arc::default());
        }
        let fresh = Arc::new(Namnder::read(id, &self.assets)?);
        all.insert(id.to_owned(), Arc::clone(&fresh));
        Ok(fresh)
    }

    /// The profile `id` with its templates, made once.
    ///
    /// # Errors
    /// When the profile is unknown or broken.
    fn setup(&self, id: &str, namnd: Option<&str>) -> Result<Arc<Setup>, WorkspaceError> {
        let key = (id.to_owned(), namnd.map(str::to_owned));
        let mut setups = self.setups.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(setup) = setups.get(&key) {
            return Ok(Arc::clone(setup));
        }
        let setup = Arc::new(Setup::new(id, namnd, &self.assets)?);
        setups.insert(key, Arc::clone(&setup));
        Ok(setup)
    }

    /// The same ärende with a hole for each character that cannot be printed; `None` when all can.
    fn build_with_holes(
        &self,
        arende: &Arende,
        setup: &Setup,
        input: Input<'_>,
        options: &Options,
    ) -> Result<Option<Built>, WorkspaceError> {
        let Some(raw) = coverage::with_holes(&arende.raw) else {
            return Ok(None);
        };
        let arende = Arende {
            raw: Arc::new(raw),
            ..arende.clone()
        };
        self.build(
            &arende,
            arende.hash(),
            setup,
            input,
            options,
            &mut Vec::new(),
        )
        .map(Some)
    }

    /// From a sound ärende to its tree. `kalla` is the hash of what the document is made from.
    fn build(
        &self,
        arende: &Arende,
        kalla: String,
        setup: &Setup,
        input: Input<'_>,
        options: &Options,
        findings: &mut Vec<Finding>,
    ) -> Result<Built, WorkspaceError> {
        let typ = &arende.typ;
        let mut album = pictures::Album::read(&arende.raw, input.folder, input.files, findings);
        let (output, tokens) = setup
            .engine(typ, &self.assets)
            .render(Arc::clone(&arende.raw))?;
        let parsed =
            markup::parse(&output, &tokens, &album, &setup.arrangement(typ)).map_err(|error| {
                WorkspaceError::Markup {
                    typ: typ.clone(),
                    error,
                }
            })?;

        let mut meta = meta(&*arende.raw, typ, setup, options, kalla);
        if meta.title.is_empty() {
            meta.title = parsed.blocks.iter().find_map(title).unwrap_or_default();
        }
        let frame = frame::frame(
            &meta,
            &arende.raw,
            &setup.profile,
            setup.logo.as_ref(),
            &mut album.images,
        );
        let mut blocks: Vec<Block> = meta
            .markningar
            .iter()
            .map(|words| marking_block(words))
            .collect();
        blocks.extend(parsed.blocks);
        document::hold(&mut blocks);
        let document = Document {
            meta,
            frame,
            blocks,
            images: album.images,
        };

        let faults = document::validate(&document);
        if !faults.is_empty() {
            let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
            return Err(WorkspaceError::Tree {
                typ: typ.clone(),
                faults: faults.join("; "),
            });
        }
        coverage::check(&document, &arende.raw, findings);
        lengths::check(&document, findings);
        Ok(Built {
            document: Arc::new(document),
            remarks: parsed.remarks,
        })
    }
}

/// What the document of an ärende says of itself: known without any template.
fn meta(
    fields: &dyn frame::Fields,
    typ: &str,
    setup: &Setup,
    options: &Options,
    kalla: String,
) -> Meta {
    let is_true = |value: Option<&Value>| value.and_then(Value::as_bool) == Some(true);
    let marking = Marking {
        draft: options.draft,
        ej_justerat: match typ {
            mote::UTDRAG => {
                let justerad = fields.value("justerad").and_then(Value::as_bool);
                !justerad.unwrap_or(true)
            }
            mote::PROTOKOLL => {
                let justering = fields.value("justering");
                !is_true(justering.and_then(|justering| justering.get("utford")))
            }
            _ => false,
        },
    };
    frame::meta(fields, typ, &setup.profile, marking, kalla)
}

/// What the document's own heading says, for a type whose title the template makes.
fn title(block: &Block) -> Option<String> {
    let BlockKind::Heading { level: 1, text } = &block.kind else {
        return None;
    };
    let mut title = String::new();
    document::inline_text(text, &mut title);
    Some(title)
}

/// A document and what was remarked while it was built.
struct Built {
    document: Arc<Document>,
    remarks: Vec<markup::Remark>,
}

/// "UTKAST", "Ej justerat": as text before the title, since a screen reader skips the headers.
fn marking_block(words: &str) -> Block {
    Block::new(BlockKind::Paragraph {
        style: ParagraphStyle::Marking,
        text: vec![Inline::text(words)],
    })
}

/// Leaves out what relies on something that could not be read: that has been told. The findings have their places.
fn leave_out_explained(findings: &mut Vec<Finding>) {
    let file = |finding: &Finding| finding.location.as_ref().map(|place| place.file.clone());
    let misread: Vec<_> = findings
        .iter()
        .filter_map(|one| match &one.reading {
            Reading::Misread(place) => Some((file(one), place.clone())),
            _ => None,
        })
        .collect();
    findings.retain(|one| match &one.reading {
        Reading::ReliesOn(all) => {
            let mut misread = misread.iter();
            !misread.any(|(there, place)| *there == file(one) && place.is_within(all))
        }
        _ => true,
    });
}

/// Sorts findings by their place in the file, the weightier first where two share one.
fn in_reading_order(findings: &mut [Finding]) {
    findings.sort_by_key(|f| {
        let (line, column) = f.location.as_ref().map_or((0, 0), |l| (l.line, l.column));
        (line, column, std::cmp::Reverse(f.level))
    });
}
