//! The documents that `kansli watch` watches: how they are found, judged and written, with what each was made from.
//! Decides nothing about when.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use serde::de::IgnoredAny;

use crate::batch::names;
use crate::finding::Finding;
use crate::render::Format;
use crate::render::pdf::{self, Pictures};
use crate::serve::Board;
use crate::source::{Outputs, Seen};
use crate::text::visible;
use crate::watch::{self, Documents, Listing, Made, Reads, Sheet, Verdict};
use crate::workspace::{Blocked, Ready};

use super::args::{JudgeArgs, WatchArgs};
use super::desk::{Asked, Desk, Judged, Templates, absolute};
use super::inputs::{self, Listed};
use super::meanwhile::{self, Early, Set};
use super::report::{End, Outcome};
use super::{Failure, Status, render};

/// What there is to tell of an input, and what it came to.
type Answer = (Outcome, Verdict<Ready>);

/// One document: its input, and which of that one's documents it is.
type Key = (String, String);

/// A document that may be made, or was already.
pub(super) struct Sound {
    ready: Ready,
    set: Option<Result<Set, Failure>>,
}

/// What is watched.
pub(super) struct Watched {
    judge: JudgeArgs,
    draft: bool,
    asked: Asked,
    out: PathBuf,
    formats: Vec<Format>,
    /// No input, although it lies among them.
    status: Option<PathBuf>,
    desk: Result<(Desk, Option<Templates>), Failure>,
    items: BTreeMap<String, Listed>,
    /// Where documents are shown, and the pages that stand there.
    board: Option<Arc<Board>>,
    shown: Mutex<BTreeMap<Key, Pictures>>,
    /// What each document's files were called when they were last written.
    named: BTreeMap<Key, String>,
}

impl Watched {
    pub(super) fn open(
        args: WatchArgs,
        formats: Vec<Format>,
        board: Option<Arc<Board>>,
    ) -> Result<Self, Failure> {
        // What is wrong from the start with the command line is told at once; later it is waited for.
        let asked = match Asked::of(&args.mote) {
            Asked::Protokoll if args.utdrag => Asked::Utdrag,
            asked => asked,
        };
        let desk = opened(&args.judge, args.draft, &asked)?;
        Ok(Self {
            desk: Ok(desk),
            judge: args.judge,
            draft: args.draft,
            asked,
            out: args.out,
            formats,
            status: args.status.as_deref().map(absolute),
            items: BTreeMap::new(),
            board,
            shown: Mutex::default(),
            named: BTreeMap::new(),
        })
    }

    fn judged(
        &self,
        input: &str,
        reads: &mut Reads,
        ahead: &mut dyn FnMut(Ready),
    ) -> Result<Option<Answer>, Failure> {
        let Some(item) = self.items.get(input) else {
            return Ok(None);
        };
        let (desk, _) = self.desk.as_ref().map_err(Clone::clone)?;
        let judged = Failure::guard(|| desk.judge_noting(item, reads, ahead));
        let failed = |failure: Failure| {
            // A folder without ärenden, or one that cannot be searched, has no path of its own to wait for.
            reads.extend(
                reads
                    .is_empty()
                    .then(|| (absolute(Path::new(input)), Seen::Nothing)),
            );
            if item.path().is_some_and(|path| !path.exists()) {
                let name = visible(input);
                Failure::usage(format!("”{name}” finns inte."))
                    .help("Kansli väntar tills den finns.")
            } else {
                failure
            }
        };
        let Some((content, judged)) = judged.map_err(failed)? else {
            return Ok(None);
        };
        if let Some(board) = &self.board {
            let several = judged.len() > 1;
            let mark = |one: &Judged| one.paragraf.clone().filter(|_| several).unwrap_or_default();
            let marks: Vec<String> = judged.iter().map(mark).collect();
            let sheets = judged.iter().zip(&marks);
            let sheets = sheets.filter(|(one, _)| !one.stem.is_empty());
            let sheets: Vec<_> = sheets
                .map(|(one, mark)| (&*one.key, &*one.stem, &**mark))
                .collect();
            // What cannot be read has no documents, but is shown as it was.
            if !sheets.is_empty() {
                board.sheets(input, &sheets);
            }
        }
        let mut outcome = Outcome::new(input, End::Good);
        let (mut sheets, mut stopped) = (Vec::new(), Vec::new());
        for Judged { stem, checked, .. } in judged {
            tell(&mut outcome.findings, &checked.findings);
            match checked.ready() {
                Ok(ready) => sheets.push(Sheet {
                    stem,
                    likeness: desk.workspace.likeness(&ready),
                    ready,
                }),
                Err(Blocked { draft_possible, .. }) => {
                    outcome.end = End::Stopped { draft_possible };
                    stopped.push(stem);
                }
            }
        }
        let verdict = if stopped.is_empty() {
            Verdict::Ready(sheets)
        } else if !sheets.is_empty() {
            Verdict::Partly(sheets, stopped)
        } else if ends_early(&content.bytes) {
            Verdict::Unfinished
        } else {
            Verdict::Stopped
        };
        Ok(Some((outcome, verdict)))
    }

    /// The same, and meanwhile its document is made, if it has one that may come to be.
    fn judged_and_set(
        &self,
        input: &str,
        reads: &mut Reads,
    ) -> (Result<Option<Answer>, Failure>, Option<Early>) {
        meanwhile::judged_and_set(
            |ahead| self.judged(input, reads, ahead),
            |ready| self.set(input, ready),
        )
    }

    fn set(&self, input: &str, ready: &Ready) -> Result<Set, Failure> {
        let (desk, _) = self.desk.as_ref().map_err(Clone::clone)?;
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        let shown = self.board.is_some().then(|| {
            let key = (input.to_owned(), ready.key().to_owned());
            shown.entry(key).or_default()
        });
        meanwhile::set(&desk.workspace, ready, &self.formats, shown)
    }

    /// Removes what was written of a document while it had another name: a title is typed letter by letter. What
    /// somebody has changed since stays.
    fn clear_away(&self, outputs: &Outputs, key: &Key, stem: &str) -> Result<(), Failure> {
        let Some(former) = self.named.get(key).filter(|former| *former != stem) else {
            return Ok(());
        };
        let mut others = self.named.iter().filter(|(other, _)| *other != key);
        if others.any(|(_, name)| name == former) {
            return Ok(());
        }
        for format in &self.formats {
            let removed = outputs.remove(&names::output(former, *format));
            removed.map_err(|error| Failure::writing(&error))?;
        }
        Ok(())
    }
}

/// The documents that may be made, one of which was.
fn with_what_is_set(verdict: Verdict<Ready>, mut early: Option<Early>) -> Verdict<Sound> {
    let mut sound = |sheets: Vec<Sheet<Ready>>| {
        let sheets = sheets.into_iter().map(|sheet| Sheet {
            stem: sheet.stem,
            likeness: sheet.likeness,
            ready: Sound {
                set: early
                    .take_if(|early| early.is_of(&sheet.ready))
                    .map(Early::into_set),
                ready: sheet.ready,
            },
        });
        sheets.collect()
    };
    match verdict {
        Verdict::Foreign => Verdict::Foreign,
        Verdict::Unfinished => Verdict::Unfinished,
        Verdict::Stopped => Verdict::Stopped,
        Verdict::Ready(sheets) => Verdict::Ready(sound(sheets)),
        Verdict::Partly(sheets, stopped) => Verdict::Partly(sound(sheets), stopped),
    }
}

/// A desk at which these documents are asked for, and what was read of a person's own templates.
fn opened(
    judge: &JudgeArgs,
    draft: bool,
    asked: &Asked,
) -> Result<(Desk, Option<Templates>), Failure> {
    let (desk, templates) = Desk::open_noting(judge, draft)?;
    Ok((desk.asking_for(asked.clone()), templates))
}

/// Adds what was found in one of an input's documents and in none before it, in the order of the file.
fn tell(all: &mut Vec<Finding>, found: &[Finding]) {
    let fresh = |finding: &&Finding| {
        let is_same = |one: &Finding| {
            one.rule == finding.rule
                && one.location == finding.location
                && one.message == finding.message
        };
        !all.iter().any(is_same)
    };
    let fresh: Vec<Finding> = found.iter().filter(fresh).cloned().collect();
    if !all.is_empty() && !fresh.is_empty() {
        all.extend(fresh);
        all.sort_by_key(|finding| {
            let place = finding.location.as_ref();
            place.map_or((0, 0), |place| (place.line, place.column))
        });
    } else {
        all.extend(fresh);
    }
}

impl Documents for Watched {
    type Ready = Sound;
    type Told = Outcome;

    fn list(&mut self) -> Listing {
        let items = inputs::listed(&self.judge.files);
        let items = items.into_iter().filter(|item| {
            let is_status = |(path, status): (&Path, &PathBuf)| {
                path.file_name() == status.file_name() && absolute(path) == *status
            };
            !item.path().zip(self.status.as_ref()).is_some_and(is_status)
        });
        let mut listing = Listing {
            inputs: Vec::new(),
            folders: inputs::folders(&self.judge.files),
        };
        for folder in &mut listing.folders {
            *folder = absolute(folder);
        }
        self.items.clear();
        for item in items {
            listing.inputs.push(item.name().to_owned());
            self.items.insert(item.name().to_owned(), item);
        }
        listing
    }

    fn reopen(&mut self) {
        self.desk = opened(&self.judge, self.draft, &self.asked);
    }

    fn shared(&self) -> Reads {
        match (&self.desk, &self.judge.templates) {
            (Ok((_, Some((root, files)))), _) => {
                let asked = files.so_far().into_iter();
                asked.map(|(path, seen)| (root.join(path), seen)).collect()
            }
            // They are waited for.
            (Err(_), Some(folder)) => [(absolute(folder), Seen::Nothing)].into(),
            _ => Reads::new(),
        }
    }

    fn judge(&mut self, input: &str, alone: bool) -> watch::Judged<Sound, Outcome> {
        let mut reads = Reads::new();
        let (judged, early) = if alone {
            self.judged_and_set(input, &mut reads)
        } else {
            (self.judged(input, &mut reads, &mut drop), None)
        };
        let (told, verdict) = match judged {
            Ok(Some(judged)) => judged,
            Ok(None) => (Outcome::new(input, End::Good), Verdict::Foreign),
            Err(failure) => (Outcome::failed(input, failure), Verdict::Unfinished),
        };
        watch::Judged {
            reads,
            verdict: with_what_is_set(verdict, early),
            told,
        }
    }

    fn clashes(&self, stems: &[&str]) -> BTreeMap<usize, usize> {
        let clashes = names::collisions(stems.iter().copied().enumerate()).into_iter();
        clashes.map(|(one, clash)| (one, clash.other)).collect()
    }

    fn tell_clash(&self, told: &mut Outcome, stem: &str, other: &str) {
        told.end = End::Failed(render::namesakes(stem, other));
    }

    fn stands(&self, stem: &str) -> bool {
        let mut formats = self.formats.iter();
        formats.all(|format| self.out.join(names::output(stem, *format)).is_file())
    }

    fn make(&mut self, input: &str, sheet: Sheet<Sound>, told: &mut Outcome) -> Made {
        let Sheet { stem, ready, .. } = sheet;
        let key = (input.to_owned(), ready.ready.key().to_owned());
        let set = ready.set.unwrap_or_else(|| self.set(input, &ready.ready));
        let rendered = set.map(|Set { files, preview }| {
            if let Some((board, preview)) = self.board.as_ref().zip(preview) {
                board.show(input, &stem, preview);
            }
            files
        });
        let written = rendered.and_then(|mut files| {
            let remarks = files
                .iter_mut()
                .flat_map(|(_, file)| file.findings.drain(..));
            told.findings.extend(remarks);
            let outputs = render::opened(&self.out)?;
            let place = (self.out.as_path(), &outputs);
            let written = render::write(place, (input, &stem), &files, false)?;
            self.clear_away(&outputs, &key, &stem)?;
            outputs.close().map_err(|error| Failure::writing(&error))?;
            Ok(written)
        });
        pdf::evict(1);
        match written {
            Ok((outputs, kept)) => {
                self.named.insert(key, stem);
                told.findings.extend(kept);
                told.outputs.extend(outputs);
                Made::Written
            }
            Err(failure) => {
                let is_blocked = failure.status == Status::Environment;
                let failure = if is_blocked {
                    let again = "Kansli försöker igen av sig självt.";
                    let help = failure.help.as_deref();
                    let help =
                        help.map_or_else(|| again.to_owned(), |help| format!("{help} {again}"));
                    failure.help(help)
                } else {
                    failure
                };
                told.end = End::Failed(failure);
                if is_blocked {
                    Made::Blocked
                } else {
                    Made::Failed
                }
            }
        }
    }

    fn digest(&self, told: &Outcome) -> [u8; 32] {
        super::report::live::digest(told)
    }
}

/// Whether a JSON text ends before it is whole, as while somebody writes it.
fn ends_early(bytes: &[u8]) -> bool {
    serde_json::from_slice::<IgnoredAny>(bytes).is_err_and(|error| error.is_eof())
}
