//! One document: whether it is up to date, and if not, its files, written beside their places. Puts nothing in place.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::finding::{Finding, Level};
use crate::parallel;
use crate::render::{Format, pdf};
use crate::source::{Files, Hash, Hold, Outputs, Recording, Seen, Staged, Standing, hash_of};
use crate::workspace::{Input, Mottagare, Opened, Part, Ready};

use super::entry::OUTPUT_RULE;
use super::journal::Journal;
use super::plan::{EML, guarded, open};
use super::work::is_fatal;
use super::{
    BatchError, Content, Entry, FileEntry, Found, Job, Plan, Planned, Receiver, State, Wish, eml,
};

/// The largest file that data may name, for looking whether it has changed.
const LARGEST: u64 = 64 << 20;

/// What came of making one document.
pub(super) struct Made {
    pub(super) entry: Entry,
    /// Whether the journal does not say so already.
    pub(super) is_new: bool,
    pub(super) staged: Vec<Staged>,
    /// Whether it had any when they were put in place.
    pub(super) has_files: bool,
    /// Files that are as they should be, and of which the manifest may not know.
    pub(super) adopted: Vec<(String, Hash)>,
    pub(super) bytes: usize,
    /// Whether no other document need be tried.
    pub(super) halt: bool,
}

/// What will be done with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It is not there yet.
    New,
    /// It is as it should be.
    Unchanged,
    /// It is there, and is made again.
    Again,
    /// Somebody changed it, or it is no work of ours: it is kept.
    Kept,
}

/// An output and what stands in its place.
struct Output {
    extension: &'static str,
    name: String,
    standing: Standing,
    /// Whether that is what this document gives.
    is_fresh: bool,
}

impl Output {
    const fn is_kept(&self) -> bool {
        matches!(self.standing, Standing::Changed(_))
    }
}

/// An input that was read and opened, for documents that share one.
struct Loaded {
    content: Content,
    opened: Opened,
}

/// What makes documents, one at a time in each of many threads.
pub(super) struct Maker<'a> {
    job: &'a Job<'a>,
    plan: &'a Plan,
    outputs: &'a Outputs,
    journal: &'a Mutex<Journal>,
    /// The last inputs with several documents.
    loaded: Mutex<Vec<(usize, Arc<Loaded>)>>,
}

impl<'a> Maker<'a> {
    pub(super) const fn new(
        job: &'a Job<'a>,
        plan: &'a Plan,
        outputs: &'a Outputs,
        journal: &'a Mutex<Journal>,
    ) -> Self {
        Self {
            job,
            plan,
            outputs,
            journal,
            loaded: Mutex::new(Vec::new()),
        }
    }

    /// Makes a document, whatever happens.
    pub(super) fn make(&self, index: usize) -> Made {
        let planned = &self.plan.documents[index];
        let made = match &planned.trouble {
            Some(trouble) => Ok(self.only(Entry::failed(&planned.id, (**trouble).clone()))),
            None => guarded(|| self.made(planned)),
        };
        made.unwrap_or_else(|error| {
            let halt = matches!(&error, BatchError::Source(error) if is_fatal(error));
            let why = (self.job.explain)(error);
            Made {
                halt,
                ..self.only(Entry::failed(&planned.id, why))
            }
        })
    }

    /// A document without files.
    fn only(&self, entry: Entry) -> Made {
        Made {
            is_new: self.known(&entry.dokument).as_ref() != Some(&entry),
            entry,
            staged: Vec::new(),
            has_files: false,
            adopted: Vec::new(),
            bytes: 0,
            halt: false,
        }
    }

    fn known(&self, dokument: &str) -> Option<Entry> {
        let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        // What cannot be read is made again.
        journal.entry(dokument).ok().flatten()
    }

    fn load(&self, planned: &Planned) -> Result<Arc<Loaded>, BatchError> {
        let all = || self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if planned.has_siblings
            && let Some((_, loaded)) = all().iter().find(|(input, _)| *input == planned.input)
        {
            return Ok(Arc::clone(loaded));
        }
        let content = self
            .job
            .inputs
            .read(planned.input)?
            .ok_or(BatchError::Changed)?;
        let opened = open(self.job, planned.input, &content)?;
        let loaded = Arc::new(Loaded { content, opened });
        if planned.has_siblings {
            let mut all = all();
            all.truncate(self.job.workers);
            all.insert(0, (planned.input, Arc::clone(&loaded)));
        }
        Ok(loaded)
    }

    fn made(&self, planned: &Planned) -> Result<Made, BatchError> {
        let job = self.job;
        let known = self.known(&planned.id);
        // What is as it was is not read again: the plan has just seen what it is made from.
        if let Some(known) = &known {
            let files = job.inputs.files(planned.input)?;
            let same = Some(known).filter(|known| is_same(job, planned, known, &*files));
            if same.is_some() {
                let outputs = outputs(job, planned, self.outputs, same)?;
                if outputs
                    .iter()
                    .all(|output| output.is_fresh || output.is_kept())
                {
                    return Ok(unchanged(known, &outputs));
                }
            }
        }
        let loaded = self.load(planned)?;
        let part = planned.part;
        let Some(part) = part.and_then(|part| loaded.opened.nth(part, job.options)) else {
            let refused = loaded.opened.refused(job.options);
            return Ok(self.only(stopped(planned, &refused.findings)));
        };
        if job
            .workspace
            .fingerprint(&loaded.opened, &part, job.options)?
            != planned.avtryck
        {
            return Err(BatchError::Changed);
        }
        let same = known
            .as_ref()
            .filter(|known| is_same(job, planned, known, &*loaded.content.files));
        let outputs = outputs(job, planned, self.outputs, same)?;
        let mut made = self.rendered(planned, &part, &loaded, &outputs)?;
        if let Some(known) = same {
            let asked = |format: &str| outputs.iter().any(|output| output.extension == format);
            let others = known.filer.iter().filter(|file| !asked(&file.format));
            made.entry.filer.extend(others.cloned());
        }
        made.is_new = known.as_ref() != Some(&made.entry);
        Ok(made)
    }

    fn rendered(
        &self,
        planned: &Planned,
        part: &Part,
        loaded: &Loaded,
        outputs: &[Output],
    ) -> Result<Made, BatchError> {
        let job = self.job;
        let name = job.inputs.source(planned.input);
        let recording = Recording::new(&*loaded.content.files);
        let input = Input {
            name: &name,
            first_line: job.inputs.line(planned.input).unwrap_or(1),
            bytes: &loaded.content.bytes,
            folder: &loaded.content.folder,
            files: &recording,
        };
        let mut checked = job
            .workspace
            .check_part(&loaded.opened, part, input, job.options)?;
        if let Some(finding) = self.unposted(part) {
            let mut finding = [finding];
            if let Some(source) = checked.source() {
                source.place_all(&mut finding);
            }
            checked.findings.extend(finding);
        }
        let findings = checked.findings.clone();
        let Ok(ready) = checked.ready() else {
            let mut entry = stopped(planned, &findings);
            describe(&mut entry, part);
            return Ok(self.only(entry));
        };
        let mut made = self.only(Entry::new(&planned.id, State::Klar));
        describe(&mut made.entry, part);
        made.entry.fynd = findings.iter().map(Found::of).collect();
        let mut bytes_of_pdf = None;
        for output in outputs {
            let bytes = if output.extension == EML {
                let pdf = bytes_of_pdf.take();
                let pdf = pdf.map_or_else(|| self.format(&ready, Format::Pdf, &mut made), Ok)?;
                self.mail(&ready, part, planned, &pdf)?
            } else {
                let format = job
                    .formats
                    .iter()
                    .find(|f| f.extension() == output.extension);
                let format = *format.ok_or(BatchError::Changed)?;
                self.format(&ready, format, &mut made)?
            };
            self.lay_out(output, &bytes, planned, &mut made)?;
            if output.extension == Format::Pdf.extension() && planned.is_posted {
                bytes_of_pdf = Some(bytes);
            }
        }
        pdf::evict(job.workers);
        made.entry.avtryck = planned.avtryck.map(|hash| hex(&hash));
        made.entry.beroenden = dependencies(recording);
        Ok(made)
    }

    fn format(
        &self,
        ready: &Ready,
        format: Format,
        made: &mut Made,
    ) -> Result<Vec<u8>, BatchError> {
        let rendered = self.job.workspace.render(ready, format)?;
        made.entry
            .fynd
            .extend(rendered.findings.iter().map(Found::of));
        Ok(rendered.bytes)
    }

    fn mail(
        &self,
        ready: &Ready,
        part: &Part,
        planned: &Planned,
        pdf: &[u8],
    ) -> Result<Vec<u8>, BatchError> {
        let nobody = Mottagare {
            namn: String::new(),
            adress: None,
            pekare: None,
        };
        let to = part.mottagare.as_ref().unwrap_or(&nobody);
        let letter = self.job.workspace.letter(ready, to)?;
        let name = planned.file(Format::Pdf.extension()).unwrap_or_default();
        Ok(eml::message(to, &letter, &name, pdf))
    }

    /// Decides what becomes of a file that was made: it is written beside its place, or what stands there stays.
    fn lay_out(
        &self,
        output: &Output,
        bytes: &[u8],
        planned: &Planned,
        made: &mut Made,
    ) -> Result<(), BatchError> {
        let hash = hash_of(bytes);
        let is_there = match output.standing {
            Standing::Missing => None,
            Standing::Ours(found) | Standing::Changed(found) | Standing::Foreign(found) => {
                Some(found)
            }
        };
        let file = |blake3: Option<String>| FileEntry {
            format: output.extension.into(),
            fil: output.name.clone(),
            blake3,
        };
        if is_there == Some(hash) {
            made.adopted.push((output.name.clone(), hash));
        } else if is_others(output.standing) && !self.job.wants(Wish::Force) {
            made.entry.filer.push(file(None));
            made.entry
                .fynd
                .push(Found::of(&kept(&output.name, output.standing)));
            return Ok(());
        } else {
            made.staged
                .push(self.outputs.stage(&output.name, &planned.id, bytes)?);
            made.bytes += bytes.len();
        }
        made.entry.filer.push(file(Some(hex(&hash))));
        Ok(())
    }

    fn unposted(&self, part: &Part) -> Option<Finding> {
        let to = part.mottagare.as_ref().filter(|to| to.adress.is_none())?;
        self.job.wants(Wish::Eml).then(|| {
            let message = format!(
                "Mottagaren ”{}” saknar e-postadress: inget brev skapades.",
                to.namn
            );
            let finding = Finding::new("UTSKICK", Level::Varning, message)
                .help("Fyll i adressen och kör igen, eller skicka utdraget på papper.");
            match &to.pekare {
                Some(pointer) => finding.at(pointer.clone()),
                None => finding,
            }
        })
    }
}

/// The finding on a file that stands where an output belongs and is kept.
#[must_use]
pub(crate) fn kept(name: &str, standing: Standing) -> Finding {
    let (message, help) = if matches!(standing, Standing::Foreign(_)) {
        (
            format!("”{name}” fanns redan och är inte skapad av Kansli. Den har inte ersatts."),
            "Flytta filen, välj en annan mapp med --out, eller kör igen med --force för att ersätta den.",
        )
    } else {
        (
            format!("”{name}” har ändrats sedan Kansli skapade den. Den har inte ersatts."),
            "Behåll den som den är, eller kör igen med --force för att ersätta den.",
        )
    };
    Finding::new(OUTPUT_RULE, Level::Varning, message).help(help)
}

/// Whether somebody else than we last wrote what stands there.
#[must_use]
pub(crate) const fn is_others(standing: Standing) -> bool {
    matches!(standing, Standing::Changed(_) | Standing::Foreign(_))
}

fn stopped(planned: &Planned, findings: &[Finding]) -> Entry {
    let mut entry = Entry::new(&planned.id, State::Stoppad);
    entry.fynd = findings.iter().map(Found::of).collect();
    entry.avtryck = planned.avtryck.map(|hash| hex(&hash));
    entry
}

fn describe(entry: &mut Entry, part: &Part) {
    entry.paragraf.clone_from(&part.paragraf);
    entry.mottagare = part.mottagare.as_ref().map(Receiver::from);
}

/// What the journal says of a document that is up to date, with what is to be said of files that were kept.
fn unchanged(known: &Entry, outputs: &[Output]) -> Made {
    let mut entry = known.clone();
    entry.fynd.retain(|found| found.regel != OUTPUT_RULE);
    let mut adopted = Vec::new();
    for output in outputs {
        let Some(file) = entry
            .filer
            .iter_mut()
            .find(|file| file.format == output.extension)
        else {
            continue;
        };
        if output.is_fresh {
            if let Standing::Ours(hash) | Standing::Changed(hash) | Standing::Foreign(hash) =
                output.standing
            {
                adopted.push((output.name.clone(), hash));
            }
        } else {
            file.blake3 = None;
            entry
                .fynd
                .push(Found::of(&kept(&output.name, output.standing)));
        }
    }
    Made {
        is_new: entry != *known,
        entry,
        staged: Vec::new(),
        has_files: false,
        adopted,
        bytes: 0,
        halt: false,
    }
}

/// Whether a document is made from what it was made from.
fn is_same(job: &Job<'_>, planned: &Planned, known: &Entry, files: &dyn Files) -> bool {
    !job.wants(Wish::Force)
        && known.status == State::Klar
        && known.avtryck.is_some()
        && known.avtryck == planned.avtryck.map(|hash| hex(&hash))
        && known
            .beroenden
            .iter()
            .all(|(path, then)| is_as_then(files, Path::new(path), then))
}

/// Every file of a document and what stands in its place. `same` is what the journal says of it, if it is made from the
/// same as then.
fn outputs(
    job: &Job<'_>,
    planned: &Planned,
    outputs: &Outputs,
    same: Option<&Entry>,
) -> Result<Vec<Output>, BatchError> {
    let formats = job.formats.iter().map(|format| format.extension());
    let all = formats.chain(planned.is_posted.then_some(EML));
    let mut found = Vec::new();
    for extension in all {
        let Some(name) = planned.file(extension) else {
            continue;
        };
        let standing = outputs.standing(&name)?;
        let noted = same.and_then(|entry| {
            let of = |file: &&FileEntry| file.format == extension && file.fil == name;
            entry.filer.iter().find(of)?.blake3.clone()
        });
        let is_fresh = match standing {
            Standing::Missing => false,
            Standing::Ours(hash) | Standing::Changed(hash) | Standing::Foreign(hash) => {
                noted.as_ref().is_some_and(|noted| *noted == hex(&hash))
            }
        };
        found.push(Output {
            extension,
            name,
            standing,
            is_fresh,
        });
    }
    Ok(found)
}

/// What each file of each document of this run would meet with, in order. Writes nothing.
///
/// # Errors
/// When the folder's manifest or journal cannot be read.
pub fn preview(
    job: &Job<'_>,
    plan: &Plan,
    mut take: impl FnMut(&Planned, Result<Vec<(String, Action)>, super::Trouble>),
) -> Result<(), BatchError> {
    let found = Outputs::open(job.out, Hold::none(), job.share.map(super::Share::numbers))?;
    let journal = Mutex::new(Journal::open(job.out, job.share)?);
    let maker = Maker::new(job, plan, &found, &journal);
    let mine: Vec<&Planned> = plan
        .documents
        .iter()
        .filter(|planned| planned.is_mine)
        .collect();
    let look = |at: usize| {
        let planned = mine[at];
        if let Some(trouble) = &planned.trouble {
            return Err((**trouble).clone());
        }
        guarded(|| {
            let known = maker.known(&planned.id);
            let loaded = maker.load(planned)?;
            let same = known
                .as_ref()
                .filter(|known| is_same(job, planned, known, &*loaded.content.files));
            let files = outputs(job, planned, &found, same)?.into_iter();
            let files = files.map(|output| {
                let action = match output.standing {
                    _ if output.is_fresh => Action::Unchanged,
                    Standing::Missing => Action::New,
                    standing if is_others(standing) && !job.wants(Wish::Force) => Action::Kept,
                    _ => Action::Again,
                };
                (output.name, action)
            });
            Ok(files.collect())
        })
        .map_err(job.explain)
    };
    parallel::in_order(
        mine.len(),
        job.workers.min(mine.len()),
        look,
        |at, files| {
            take(mine[at], files);
        },
    );
    Ok(())
}

/// Begins what is noted of a folder whose names were read.
const LISTED: &str = "namn ";

/// What was read while a document was made.
fn dependencies<F: Files>(recording: Recording<F>) -> BTreeMap<String, String> {
    let seen = recording.seen().into_iter();
    seen.map(|(path, what)| {
        let path = path.to_string_lossy().replace('\\', "/");
        (path, seen_as(what))
    })
    .collect()
}

fn seen_as(what: Seen) -> String {
    match what {
        Seen::Content(hash) => hex(&hash),
        Seen::Listed(hash) => format!("{LISTED}{}", hex(&hash)),
        Seen::Looked => "finns".into(),
        Seen::Nothing => "saknas".into(),
    }
}

fn is_as_then(files: &dyn Files, path: &Path, then: &str) -> bool {
    match then {
        "finns" => files.kind(path).is_some(),
        "saknas" => files.read(path, LARGEST).is_err() && files.list(path).is_err(),
        listed if listed.starts_with(LISTED) => {
            let again = Recording::new(files);
            // What comes of it is what is seen.
            let _ = again.list(path);
            again.seen().into_values().any(|what| seen_as(what) == then)
        }
        hash => files
            .read(path, LARGEST)
            .is_ok_and(|bytes| hex(&hash_of(&bytes)) == hash),
    }
}

fn hex(hash: &Hash) -> String {
    blake3::Hash::from_bytes(*hash).to_hex().to_string()
}
