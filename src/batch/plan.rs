//! The plan: every document of a run with its name, its fingerprint and its share, before anything is written.

use std::any::Any;
use std::collections::{BTreeMap, HashSet};
use std::panic::{self, AssertUnwindSafe};

use crate::parallel;
use crate::render::Format;
use crate::source::{Hash, file_name};
use crate::workspace::{Input, Opened, Part};

use super::{BatchError, Content, Entry, Job, Receiver, State, Trouble, Wish, names};

/// The e-mail's extension, beside those of the formats.
pub(super) const EML: &str = "eml";

/// Every document of a run.
#[derive(Debug)]
pub struct Plan {
    /// In the order of the inputs.
    pub documents: Vec<Planned>,
    /// Files in folders that turned out to be no ärenden.
    pub skipped: usize,
    /// What the files of every document are called before the extension, hashed.
    names: HashSet<u64>,
    /// Copies for receivers that nobody has asked for this time, hashed: what was made of them earlier stays.
    unasked: HashSet<u64>,
    /// The sources that were read, and whether all of each could be.
    sources: BTreeMap<String, bool>,
}

/// One document.
#[derive(Debug)]
pub struct Planned {
    /// The journal's name for it.
    pub id: Box<str>,
    /// The file name without extension; nothing for what cannot be read.
    pub stem: Option<Box<str>>,
    /// Whether this run makes it, and no other share.
    pub is_mine: bool,
    /// Why it will not be made, if that is clear already.
    pub trouble: Option<Box<Trouble>>,
    pub(super) input: usize,
    /// Which document of the input; none of one that could not be opened and stands for itself.
    pub(super) part: Option<usize>,
    /// Whether the input has other documents.
    pub(super) has_siblings: bool,
    pub(super) avtryck: Option<Hash>,
    /// Whether an e-mail belongs to it.
    pub(super) is_posted: bool,
}

/// One part of an input, before the plan knows the others.
struct Piece {
    part: usize,
    key: String,
    /// The file name without extension; nothing for what cannot be made.
    stem: String,
    avtryck: Option<Hash>,
    receiver: Option<Receiver>,
    is_asked: bool,
}

impl Planned {
    /// Its file in a format.
    #[must_use]
    pub fn file(&self, extension: &str) -> Option<String> {
        self.stem.as_deref().map(|stem| file_name(stem, extension))
    }

    /// What is told of it when its turn never came.
    #[must_use]
    pub fn undone(&self) -> Entry {
        Entry::new(&self.id, State::Ogjord)
    }
}

impl Plan {
    /// Reads and names everything.
    #[must_use]
    pub fn new(job: &Job<'_>) -> Self {
        let mut plan = Self {
            documents: Vec::new(),
            skipped: 0,
            names: HashSet::new(),
            unasked: HashSet::new(),
            sources: BTreeMap::new(),
        };
        let mut ids = HashSet::new();
        parallel::in_order(
            job.inputs.count(),
            job.workers,
            |index| guarded(|| pieces(job, index)),
            |index, read| plan.take(job, index, read, &mut ids),
        );
        plan.part_namesakes(job);
        plan
    }

    fn take(
        &mut self,
        job: &Job<'_>,
        index: usize,
        read: Result<Option<Vec<Piece>>, BatchError>,
        ids: &mut HashSet<blake3::Hash>,
    ) {
        let source = job.inputs.source(index).replace('#', "%23");
        let line = job.inputs.line(index);
        let sound = self.sources.entry(source.clone()).or_insert(true);
        let (pieces, trouble) = match read {
            Ok(Some(pieces)) => (pieces, None),
            Ok(None) => {
                self.skipped += 1;
                return;
            }
            Err(error) => (Vec::new(), Some((job.explain)(error))),
        };
        *sound &= !pieces.is_empty()
            && pieces
                .iter()
                .all(|piece| !piece.is_asked || !piece.stem.is_empty());
        let mut add = |planned: Planned| {
            // Two lines of a list that would have one name are two documents all the same.
            let mut id = planned.id.to_string();
            while !ids.insert(blake3::hash(id.as_bytes())) {
                id.push('~');
            }
            let is_mine = job.share.is_none_or(|share| share.has(&id));
            self.documents.push(Planned {
                id: id.into(),
                is_mine,
                ..planned
            });
        };
        let blank = |id: String| Planned {
            id: id.into(),
            stem: None,
            is_mine: true,
            trouble: None,
            input: index,
            part: None,
            has_siblings: false,
            avtryck: None,
            is_posted: false,
        };
        if pieces.is_empty() {
            add(Planned {
                trouble: trouble.map(Box::new),
                ..blank(line.map_or_else(|| source.clone(), |n| format!("{source}#rad {n}")))
            });
        }
        let has_siblings = pieces.len() > 1;
        for piece in pieces {
            let own = match (line, piece.key.as_str()) {
                (None, "") => String::new(),
                (None, key) => format!("#{key}"),
                // A line that is moved stays the same document.
                (Some(_), "") if !piece.stem.is_empty() => format!("#{}", piece.stem),
                (Some(n), "") => format!("#rad {n}"),
                (Some(_), key) => format!("#{}/{key}", piece.stem),
            };
            let id = format!("{source}{own}");
            if !piece.is_asked {
                self.unasked.insert(short_hash(&id));
                continue;
            }
            for name in bare_names(&piece.stem) {
                self.names.insert(short_hash(&name));
            }
            add(Planned {
                stem: (!piece.stem.is_empty()).then(|| piece.stem.into()),
                part: Some(piece.part),
                has_siblings,
                avtryck: piece.avtryck,
                is_posted: job.wants(Wish::Eml)
                    && piece
                        .receiver
                        .is_some_and(|receiver| receiver.adress.is_some()),
                ..blank(id)
            });
        }
    }

    /// Refuses every document whose file another document would write too.
    fn part_namesakes(&mut self, job: &Job<'_>) {
        let documents = self.documents.iter().enumerate();
        let stems =
            documents.filter_map(|(index, planned)| Some((index, planned.stem.as_deref()?)));
        for (index, clash) in names::collisions(stems) {
            let other = self.documents[clash.other].id.to_string();
            let error = BatchError::Collision {
                name: clash.name,
                other: crate::text::visible(&other).into_owned(),
            };
            self.documents[index].trouble = Some(Box::new((job.explain)(error)));
        }
    }

    /// Whether a document of the journal is gone, as far as this run can know: its source was read and no longer has it, or
    /// is no longer there. What other runs made of other sources is none of this run's business.
    pub(super) fn is_orphan(&self, job: &Job<'_>, dokument: &str) -> bool {
        if self.unasked.contains(&short_hash(dokument)) {
            return false;
        }
        let source = dokument
            .split_once('#')
            .map_or(dokument, |(source, _)| source);
        match self.sources.get(source) {
            Some(sound) => *sound,
            None => job.inputs.is_gone(&source.replace("%23", "#")),
        }
    }

    /// Whether some document of the plan may write a file of that name.
    pub(super) fn has_name(&self, name: &str) -> bool {
        let bare = extensions().find_map(|e| name.strip_suffix(e)?.strip_suffix('.'));
        bare.is_some_and(|bare| self.names.contains(&short_hash(bare)))
    }

    /// BLAKE3 over the names of all documents, hexadecimal: equal plans are told by it.
    #[must_use]
    pub fn avtryck(&self) -> String {
        avtryck(self.documents.iter().map(|planned| &*planned.id))
    }
}

/// BLAKE3 over the names of documents, hexadecimal.
pub(super) fn avtryck<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    let mut hasher = blake3::Hasher::new();
    for id in ids {
        hasher.update(id.as_bytes());
        hasher.update(b"\n");
    }
    hasher.finalize().to_hex().to_string()
}

/// Every extension an output may have.
fn extensions() -> impl Iterator<Item = &'static str> {
    let formats = [Format::Pdf, Format::Docx, Format::Html, Format::Text];
    formats.into_iter().map(Format::extension).chain([EML])
}

/// What the files of a document are called before their extensions: one name, unless it is so long that the extension
/// decides where it is cut.
fn bare_names(stem: &str) -> Vec<String> {
    let longest = file_name(stem, Format::Docx.extension());
    let bare = |name: &str, extension: &str| {
        let bare = name
            .strip_suffix(extension)
            .and_then(|n| n.strip_suffix('.'));
        bare.unwrap_or(name).to_owned()
    };
    let own = bare(&longest, Format::Docx.extension());
    if own == stem {
        return vec![own];
    }
    extensions()
        .map(|extension| bare(&file_name(stem, extension), extension))
        .collect()
}

fn short_hash(name: &str) -> u64 {
    let hash = blake3::hash(name.as_bytes());
    let (head, _) = hash.as_bytes().split_at(8);
    head.iter().fold(0, |n, byte| n << 8 | u64::from(*byte))
}

/// Runs `work`; a panic in it costs this one result.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T, BatchError>) -> Result<T, BatchError> {
    panic::catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| Err(panicked(&*payload)))
}

fn panicked(payload: &(dyn Any + Send)) -> BatchError {
    let literal = payload.downcast_ref::<&str>().copied();
    let written = || payload.downcast_ref::<String>().map(String::as_str);
    BatchError::Panic(literal.or_else(written).unwrap_or("okänt").to_owned())
}

/// Opens an input that was read.
pub(super) fn open(job: &Job<'_>, index: usize, content: &Content) -> Result<Opened, BatchError> {
    let input = Input {
        name: &job.inputs.source(index),
        first_line: job.inputs.line(index).unwrap_or(1),
        bytes: &content.bytes,
        folder: &content.folder,
        files: &*content.files,
    };
    Ok(job.workspace.open(input, job.options)?)
}

fn pieces(job: &Job<'_>, index: usize) -> Result<Option<Vec<Piece>>, BatchError> {
    let Some(content) = job.inputs.read(index)? else {
        return Ok(None);
    };
    let opened = open(job, index, &content)?;
    let piece = |part: usize, of: &Part| {
        Ok::<_, BatchError>(Piece {
            part,
            key: of.key.clone(),
            stem: of.stem.clone(),
            avtryck: job.workspace.fingerprint(&opened, of, job.options)?,
            receiver: of.mottagare.as_ref().map(Receiver::from),
            is_asked: true,
        })
    };
    let own = opened.parts().iter().enumerate();
    let mut pieces: Vec<Piece> = own
        .map(|(part, of)| piece(part, of))
        .collect::<Result<_, _>>()?;
    // In a list a document is called by its name; elsewhere the key of a copy says which it is, and that costs nothing.
    let is_named = job.wants(Wish::PerMottagare) || job.inputs.line(index).is_some();
    for (key, part) in opened.copies().zip(pieces.len()..) {
        let named = is_named.then(|| opened.nth(part, job.options)).flatten();
        pieces.push(match named {
            Some(of) if job.wants(Wish::PerMottagare) => piece(part, &of)?,
            named => Piece {
                part,
                key: key.to_owned(),
                stem: named.map(|of| of.stem).unwrap_or_default(),
                avtryck: None,
                receiver: None,
                is_asked: false,
            },
        });
    }
    Ok(Some(pieces))
}
