//! `kansli render`: from ärenden to files. Names everything before it writes anything, and writes a document's files only
//! when all of them have been made.

use std::io::{self, IsTerminal as _};
use std::mem::ManuallyDrop;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Scope};
use std::time::Duration;

use crate::batch::{is_others, kept, names};
use crate::finding::Finding;
use crate::parallel;
use crate::render::{Format, Rendered, pdf};
use crate::source::{Hold, Outputs, Standing, create_folder, hash_of, warm_heap};
use crate::text::antal;
use crate::workspace::Ready;

use super::args::{FormatArg, RenderArgs, ReportArg};
use super::console::Console;
use super::desk::{Asked, Desk};
use super::inputs::{self, Listed};
use super::press::Press;
use super::report::{End, Outcome, Output, Report, Task};
use super::{Failure, Status};

/// How many documents are kept between judging and rendering; those after them are judged again, which costs little, so
/// that memory does not grow with the number of ärenden.
const KEPT: usize = 64;

/// What judging a short ärende takes, roughly.
const MEMORY: usize = 1 << 20;

/// What judging made of one item.
enum Plan<'scope> {
    /// No ärende after all.
    Skipped,
    /// Nothing will be written.
    Ended(Outcome),
    /// To be rendered under this name.
    Ready {
        findings: Vec<Finding>,
        stem: String,
        kept: Kept<'scope>,
    },
}

/// What there is of a document between judging and rendering.
enum Kept<'scope> {
    /// Nothing: it is judged again.
    Nothing,
    /// The document.
    Document(Box<Ready>),
    /// The threads that set it already.
    Press(Press<'scope>),
}

/// A document's files, made but not yet written.
type Made = Vec<(Format, Rendered)>;

/// The files that were written, and what was found where others stood.
type Written = (Vec<Output>, Vec<Finding>);

/// How long a run waits for another that writes in the same folder.
const PATIENCE: Duration = Duration::from_secs(10);

/// One run of the command.
struct Run {
    desk: Desk,
    items: Vec<Listed>,
    formats: Vec<Format>,
    /// How many documents are worked on at once.
    workers: usize,
    /// Whether there are more threads than items, so that one document can have several.
    spare_threads: bool,
}

pub(super) fn run(args: &RenderArgs, console: &mut Console) -> Status {
    let to_stdout = args.out.as_os_str() == inputs::DASH;
    if to_stdout {
        console.reserve_stdout();
    }
    warm_heap(MEMORY);
    let form = args.judge.report.report;
    match Run::prepared(args, to_stdout) {
        Ok(run) => {
            // The process ends with it: nobody has use for its memory.
            let run = ManuallyDrop::new(run);
            if to_stdout {
                run.to_stdout(form, console)
            } else {
                run.to_folder(&args.out, args.force, form, console)
            }
        }
        Err(failure) => Report::new(form, Task::Render, 0, console).abort(&failure),
    }
}

/// Standard output takes one file, and a terminal none that is not text.
fn only_one(items: &[Listed], formats: &[Format]) -> Result<(), Failure> {
    let [format] = formats else {
        return Err(Failure::usage(
            "Standard ut tar emot ett enda dokument, men flera format är valda.",
        )
        .help("Välj ett format, till exempel --format pdf."));
    };
    if items.len() > 1 {
        let count = antal(items.len(), "ärende", "ärenden");
        return Err(Failure::usage(format!(
            "Standard ut tar emot ett enda dokument, men {count} är angivna."
        ))
        .help("Ange ett ärende, eller en mapp med --out."));
    }
    if matches!(format, Format::Pdf | Format::Docx) && io::stdout().is_terminal() {
        return Err(
            Failure::usage("Dokumentet är ingen text och kan inte visas i terminalen.").help(
                format!(
                    "Skicka det till en fil: --out - > dokument.{}",
                    format.extension()
                ),
            ),
        );
    }
    Ok(())
}

impl Run {
    fn prepared(args: &RenderArgs, to_stdout: bool) -> Result<Self, Failure> {
        let items = inputs::listed(&args.judge.files);
        let formats = FormatArg::each_once(&args.format);
        if to_stdout {
            only_one(&items, &formats)?;
        }
        let desk = Desk::open(&args.judge, args.draft)?.asking_for(Asked::of(&args.mote));
        let threads = parallel::workers(args.judge.jobs, items.len() + 1);
        Ok(Self {
            desk,
            spare_threads: threads > items.len(),
            workers: threads.min(items.len()),
            items,
            formats,
        })
    }

    fn to_stdout(&self, form: ReportArg, console: &mut Console) -> Status {
        let mut made = Vec::new();
        let mut outcome = thread::scope(|scope| {
            let plan = self.plan(0, self.press(scope));
            self.make(0, plan, &mut |files| {
                made = files;
                Ok(Written::default())
            })
        });
        for (format, file) in made {
            console.bytes(&file.bytes);
            if let Some(outcome) = &mut outcome {
                outcome.outputs.push(Output {
                    file: inputs::DASH.into(),
                    format,
                });
            }
        }
        let mut report = Report::new(form, Task::Render, 1, console);
        report.take(outcome);
        report.finish()
    }

    fn to_folder(&self, out: &Path, force: bool, form: ReportArg, console: &mut Console) -> Status {
        thread::scope(|scope| {
            let plans = self.plans(scope);
            self.carried_out(plans, (out, force), form, console)
        })
    }

    /// Makes what is planned and tells of it.
    fn carried_out(
        &self,
        mut plans: Vec<Plan<'_>>,
        (out, force): (&Path, bool),
        form: ReportArg,
        console: &mut Console,
    ) -> Status {
        let count = self.items.len();
        self.part_namesakes(&mut plans);
        let folder = prepare(out, &plans);
        let plans: Vec<Mutex<Plan<'_>>> = plans.into_iter().map(Mutex::new).collect();
        let work = |index: usize| {
            let plan = std::mem::replace(
                &mut *plans[index].lock().unwrap_or_else(PoisonError::into_inner),
                Plan::Skipped,
            );
            match (plan, &folder) {
                (Plan::Ready { findings, .. }, Err(failure)) => Some(Outcome {
                    findings,
                    ..Outcome::failed(self.items[index].name(), failure.clone())
                }),
                (
                    Plan::Ready {
                        findings,
                        stem,
                        kept,
                    },
                    Ok(outputs),
                ) => {
                    let name = self.items[index].name();
                    let write = &mut |files: Made| {
                        let outputs = outputs.as_ref();
                        outputs.map_or_else(
                            || Ok(Written::default()),
                            |outputs| write((out, outputs), (name, &stem), &files, force),
                        )
                    };
                    self.make(
                        index,
                        Plan::Ready {
                            findings,
                            stem: stem.clone(),
                            kept,
                        },
                        write,
                    )
                }
                (plan, _) => self.make(index, plan, &mut |_| Ok(Written::default())),
            }
        };
        let mut report = Report::new(form, Task::Render, count, console);
        parallel::in_order(count, self.workers, work, |_, outcome| report.take(outcome));
        match folder.map(|outputs| outputs.map(Outputs::close)) {
            Ok(Some(Err(error))) => report.abort(&Failure::writing(&error)),
            _ => report.finish(),
        }
    }

    /// Judges every item.
    fn plans<'scope>(&'scope self, scope: &'scope Scope<'scope, '_>) -> Vec<Plan<'scope>> {
        let press = self.press(scope);
        if press.is_some() {
            return vec![self.plan(0, press)];
        }
        if self.spare_threads {
            for format in &self.formats {
                scope.spawn(|| self.desk.workspace.prepare(*format));
            }
        }
        let mut plans = Vec::with_capacity(self.items.len());
        parallel::in_order(
            self.items.len(),
            self.workers,
            |index| self.plan(index, None),
            |_, plan| plans.push(plan),
        );
        plans
    }

    /// Threads that set a document while it is judged, where it is the only one and they have nothing else to do.
    fn press<'scope>(&'scope self, scope: &'scope Scope<'scope, '_>) -> Option<Press<'scope>> {
        if !self.spare_threads || self.items.len() != 1 {
            return None;
        }
        // A file that is made alone may have two.
        let threads = if self.formats.len() == 1 { 2 } else { 1 };
        Press::start(scope, &self.desk.workspace, &self.formats, threads).ok()
    }

    /// Judges one item, and has it set meanwhile if there is a press.
    fn plan<'scope>(&self, index: usize, mut press: Option<Press<'scope>>) -> Plan<'scope> {
        let name = self.items[index].name();
        let mut ahead = |document: Ready| {
            if let Some(press) = &mut press {
                press.feed(&document);
            }
        };
        match Failure::guard(|| self.desk.judge(&self.items[index], &mut ahead)) {
            Ok(None) => Plan::Skipped,
            Ok(Some(checked)) => {
                let findings = checked.findings.clone();
                match checked.ready() {
                    Ok(ready) => {
                        let stem = ready.stem().to_owned();
                        let kept = match press {
                            Some(mut press) => {
                                press.feed(&ready);
                                Kept::Press(press)
                            }
                            None if index < KEPT => Kept::Document(Box::new(ready)),
                            None => Kept::Nothing,
                        };
                        Plan::Ready {
                            findings,
                            stem,
                            kept,
                        }
                    }
                    Err(blocked) => {
                        let end = End::Stopped {
                            draft_possible: blocked.draft_possible,
                        };
                        Plan::Ended(Outcome {
                            findings,
                            ..Outcome::new(name, end)
                        })
                    }
                }
            }
            Err(failure) => Plan::Ended(Outcome::failed(name, failure)),
        }
    }

    /// Ends every document whose file another document would write too.
    fn part_namesakes(&self, plans: &mut [Plan<'_>]) {
        let named = plans.iter().enumerate();
        let stems = named.filter_map(|(index, plan)| match plan {
            Plan::Ready { stem, .. } => Some((index, stem.as_str())),
            _ => None,
        });
        for (index, clash) in names::collisions(stems) {
            let Plan::Ready { findings, .. } = std::mem::replace(&mut plans[index], Plan::Skipped)
            else {
                continue;
            };
            let failure = namesakes(&clash.name, self.items[clash.other].name());
            plans[index] = Plan::Ended(Outcome {
                findings,
                ..Outcome::failed(self.items[index].name(), failure)
            });
        }
    }

    /// Makes a document's files and hands them over, all at once or not at all.
    fn make(
        &self,
        index: usize,
        plan: Plan<'_>,
        hand_over: &mut dyn FnMut(Made) -> Result<Written, Failure>,
    ) -> Option<Outcome> {
        let (mut findings, stem, kept) = match plan {
            Plan::Skipped => return None,
            Plan::Ended(outcome) => return Some(outcome),
            Plan::Ready {
                findings,
                stem,
                kept,
            } => (findings, stem, kept),
        };
        let name = self.items[index].name();
        let made = match kept {
            // What Typst remembers is of no use to anyone after it.
            Kept::Press(press) => press.files(),
            Kept::Document(ready) => self.rendered(&ready),
            Kept::Nothing => self
                .again(index, &stem)
                .and_then(|ready| self.rendered(&ready)),
        };
        let outputs = made.and_then(|mut files| {
            findings.extend(
                files
                    .iter_mut()
                    .flat_map(|(_, file)| file.findings.drain(..)),
            );
            hand_over(files)
        });
        Some(match outputs {
            Ok((outputs, found)) => Outcome {
                findings: {
                    findings.extend(found);
                    findings
                },
                outputs,
                ..Outcome::new(name, End::Good)
            },
            Err(failure) => Outcome {
                findings,
                ..Outcome::failed(name, failure)
            },
        })
    }

    /// The same document, judged again.
    fn again(&self, index: usize, stem: &str) -> Result<Ready, Failure> {
        let again = Failure::guard(|| self.desk.judge(&self.items[index], &mut drop))?;
        let ready = again
            .and_then(|checked| checked.ready().ok())
            .filter(|ready| ready.stem() == stem);
        ready.ok_or_else(|| Failure::usage("Filen ändrades under körningen.").help("Kör igen."))
    }

    fn rendered(&self, ready: &Ready) -> Result<Made, Failure> {
        let one = |format: Format| {
            Failure::guard(|| self.desk.workspace.render(ready, format))
                .map(|rendered| (format, rendered))
        };
        let made = if self.spare_threads && self.formats.len() > 1 {
            thread::scope(|scope| {
                let one = &one;
                let begun = |format: &Format| {
                    let format = *format;
                    scope.spawn(move || one(format))
                };
                let threads: Vec<_> = self.formats.iter().map(begun).collect();
                let made = threads.into_iter().map(|thread| {
                    let made = thread.join();
                    made.unwrap_or_else(|why| Err(Failure::panicked(&*why)))
                });
                made.collect()
            })
        } else {
            self.formats.iter().map(|format| one(*format)).collect()
        };
        if self.formats.contains(&Format::Pdf) {
            pdf::evict(self.workers);
        }
        made
    }
}

/// Two documents would have the same files.
pub(super) fn namesakes(name: &str, other: &str) -> Failure {
    let (name, other) = (crate::text::visible(name), crate::text::visible(other));
    Failure::usage(format!(
        "Dokumentet skulle heta ”{name}”, liksom det av ”{other}”."
    ))
    .help("Ändra rubrik eller diarienummer i det ena, eller kör dem var för sig med olika --out.")
}

/// Makes the folder, if anything will be written, holds it against other runs and clears away what a killed one left.
fn prepare(out: &Path, plans: &[Plan<'_>]) -> Result<Option<Outputs>, Failure> {
    if !plans.iter().any(|plan| matches!(plan, Plan::Ready { .. })) {
        return Ok(None);
    }
    opened(out).map(Some)
}

/// The folder, made if it is not there, held against other runs.
pub(super) fn opened(out: &Path) -> Result<Outputs, Failure> {
    let open = || {
        create_folder(out)?;
        Outputs::open(out, Hold::alone(out, PATIENCE)?, None)
    };
    open().map_err(|error| Failure::writing(&error))
}

/// Puts a document's files in place, all but those that somebody has changed.
pub(super) fn write(
    (out, outputs): (&Path, &Outputs),
    (input, stem): (&str, &str),
    files: &Made,
    force: bool,
) -> Result<Written, Failure> {
    let failed = |error| Failure::writing(&error);
    let (mut group, mut written, mut found) = (Vec::new(), Vec::new(), Vec::new());
    for (format, file) in files {
        let name = names::output(stem, *format);
        let standing = outputs.standing(&name).map_err(failed)?;
        let is_same = matches!(standing, Standing::Foreign(hash) | Standing::Changed(hash) if hash == hash_of(&file.bytes));
        if is_others(standing) && !is_same && !force {
            found.push(kept(&name, standing));
            continue;
        }
        group.push(outputs.stage(&name, input, &file.bytes).map_err(failed)?);
        written.push(Output {
            file: out.join(name).to_string_lossy().into_owned(),
            format: *format,
        });
    }
    for (_, result) in outputs.commit(group) {
        result.map_err(failed)?;
    }
    Ok((written, found))
}
