//! Checks templates and profiles without an ärende: every name they use exists, every optional field is guarded, every
//! file can be read. Renders nothing.

mod dry;
mod names;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use crate::arende::SourceText;
use crate::finding::{Finding, Level};
use crate::mote;
use crate::profile::{self, ProfileError};
use crate::schema::Shape;
use crate::template::{Mention, Use, mentions};

use super::setup::Setup;
use super::{Workspace, WorkspaceError};

/// The id of what is wrong with a template.
const MALL: &str = "MALL";
/// The id of what is wrong with a profile.
const PROFIL: &str = "PROFIL";
/// The remedy for most of it.
const MEND: &str = "Rätta profilens fil.";
/// The id of what is wrong with a schema.
const SCHEMA: &str = "SCHEMA";

/// What checking the templates gave.
#[derive(Debug, Default)]
pub struct TemplateReport {
    /// Every file that was looked at: paths under `templates/`, sorted.
    pub files: Vec<String>,
    /// What is wrong, by file and place.
    pub findings: Vec<Finding>,
}

impl Workspace {
    /// Everything wrong with the templates and profiles, found without any ärende. `today` decides whether a profile's
    /// exceptions have expired.
    #[must_use]
    pub fn check_templates(&self, today: Date) -> TemplateReport {
        let mut judge = Judge::new(self);
        let setups = judge.profiles();
        for setup in &setups {
            // Only profiles whose rules are sound have come so far.
            for idle in setup
                .pack()
                .iter()
                .flat_map(|pack| pack.idle_exceptions(today))
            {
                judge.tell_profile(
                    Level::Varning,
                    &idle,
                    "Ta bort undantaget, eller rätta det.",
                );
            }
        }
        judge.sources();
        judge.names();
        judge.headings(&setups);
        let shapes = judge.shapes();
        for (typ, shape) in self.types().iter().zip(shapes.iter().cloned()) {
            for document in mote::documents(typ) {
                judge.typ(typ, document, &shape, &shapes, &setups);
            }
        }
        judge.report()
    }
}

/// What has been read and found so far.
struct Judge<'w> {
    workspace: &'w Workspace,
    /// The names in each template.
    scanned: BTreeMap<String, Vec<Mention>>,
    /// Filters, tests and functions that do not exist.
    unknown: Vec<Mention>,
    /// Names that templates make themselves.
    made: BTreeSet<String>,
    files: BTreeSet<String>,
    told: BTreeSet<(String, usize, String)>,
    findings: Vec<Finding>,
}

impl<'w> Judge<'w> {
    fn new(workspace: &'w Workspace) -> Self {
        Self {
            workspace,
            scanned: BTreeMap::new(),
            unknown: Vec::new(),
            made: BTreeSet::new(),
            files: BTreeSet::new(),
            told: BTreeSet::new(),
            findings: Vec::new(),
        }
    }

    /// Adds a finding, once.
    fn tell(
        &mut self,
        rule: &'static str,
        file: &str,
        span: Range<usize>,
        message: String,
        help: &str,
    ) {
        self.weigh(Level::Fel, rule, file, span, message, help);
    }

    fn weigh(
        &mut self,
        level: Level,
        rule: &'static str,
        file: &str,
        span: Range<usize>,
        message: String,
        help: &str,
    ) {
        if !self
            .told
            .insert((file.to_owned(), span.start, message.clone()))
        {
            return;
        }
        let mut finding = Finding::new(rule, level, message);
        if !help.is_empty() {
            finding = finding.help(help);
        }
        let text = self.workspace.assets.text(file).unwrap_or_default();
        finding.location = Some(SourceText::new(file, &*text).place(span));
        self.files.insert(file.to_owned());
        self.findings.push(finding);
    }

    /// Reads every profile and nämnd; gives those that can be used.
    fn profiles(&mut self) -> Vec<Arc<Setup>> {
        let assets = &self.workspace.assets;
        let read = |path: &str| assets.text(path);
        let mut sound = Vec::new();
        for id in assets.profiles() {
            let namnder = assets.namnder(&id).into_iter().map(Some);
            for namnd in std::iter::once(None).chain(namnder) {
                self.files.extend(
                    profile::files(&id, namnd.as_deref(), &read)
                        .into_iter()
                        .map(|f| f.name),
                );
                let faults = profile::faults(&id, namnd.as_deref(), &read);
                if !faults.is_empty() {
                    for fault in faults {
                        self.tell_profile(Level::Fel, &fault, MEND);
                    }
                    continue;
                }
                let setup = self.workspace.setup(&id, namnd.as_deref());
                let whole = setup.and_then(|setup| {
                    setup.pack()?;
                    Ok(setup)
                });
                match whole {
                    Ok(setup) => sound.push(setup),
                    Err(WorkspaceError::Profile(error)) => {
                        self.tell_profile(Level::Fel, &error, MEND);
                    }
                    Err(other) => {
                        let file = format!("profiler/{id}/profil.toml");
                        self.tell(PROFIL, &file, 0..0, other.to_string(), "");
                    }
                }
            }
        }
        sound
    }

    fn tell_profile(&mut self, level: Level, error: &ProfileError, help: &str) {
        let ProfileError::Broken {
            file,
            line,
            column,
            message,
        } = error
        else {
            return;
        };
        let at = self.byte(file, *line, *column);
        let message = crate::text::versal(message);
        self.weigh(level, PROFIL, file, at..at, message, help);
    }

    /// Scans every template there is.
    fn sources(&mut self) {
        for name in self.workspace.assets.templates() {
            let Some(text) = self.workspace.assets.text(&name) else {
                continue;
            };
            let mentions = mentions(&text);
            let made = mentions.iter().filter(|m| m.used_as == Use::Made);
            self.made.extend(made.map(|m| m.name.clone()));
            self.files.insert(name.clone());
            self.scanned.insert(name, mentions);
        }
    }

    /// The templates that `main` is made of, itself first.
    fn reach(&self, main: &str) -> Vec<&str> {
        let mut found: Vec<&str> = self
            .scanned
            .get_key_value(main)
            .map(|(n, _)| n.as_str())
            .into_iter()
            .collect();
        let mut next = 0;
        while let Some(name) = found.get(next).copied() {
            next += 1;
            for mention in &self.scanned[name] {
                if let (Use::Template, Some((name, _))) =
                    (mention.used_as, self.scanned.get_key_value(&mention.name))
                    && !found.contains(&name.as_str())
                {
                    found.push(name);
                }
            }
        }
        found
    }

    /// What the ärenden of each type may hold, in the order of the types; nothing where the schema is broken.
    fn shapes(&mut self) -> Arc<Vec<Arc<Shape>>> {
        let mut shapes = Vec::new();
        for typ in self.workspace.types() {
            let schema = format!("schemas/{typ}.schema.json");
            self.files.insert(schema.clone());
            shapes.push(match self.workspace.schemas.shape(typ) {
                Ok(shape) => Arc::new(shape),
                Err(error) => {
                    self.tell(SCHEMA, &schema, 0..0, error.to_string(), "Rätta schemat.");
                    Arc::default()
                }
            });
        }
        Arc::new(shapes)
    }

    /// One document that a type gives, in every profile.
    fn typ(
        &mut self,
        schema: &str,
        typ: &str,
        shape: &Arc<Shape>,
        shapes: &Arc<Vec<Arc<Shape>>>,
        setups: &[Arc<Setup>],
    ) {
        let main = format!("dokument/{typ}.md.j2");
        let schema = format!("schemas/{schema}.schema.json");
        if shape.is_empty() {
            return;
        }
        if !self.scanned.contains_key(&main) {
            let message = format!("Dokumenttypen ”{typ}” har ingen mall.");
            let help = format!("Lägg till mallen {main}, eller ta bort schemat.");
            return self.tell(MALL, &schema, 0..0, message, &help);
        }
        let wanted = self.wanted_headings(&main);
        self.missing_headings(typ, &wanted, setups);
        let examples: Vec<_> = shape.examples(&BTreeSet::new());
        for setup in setups {
            dry::run(self, setup, typ, shape, shapes, &examples);
        }
    }

    fn report(mut self) -> TemplateReport {
        self.findings.sort_by_cached_key(|finding| {
            let at = finding.location.as_ref();
            at.map(|at| (at.file.clone(), at.line, at.column))
        });
        TemplateReport {
            files: self.files.into_iter().collect(),
            findings: self.findings,
        }
    }
}
