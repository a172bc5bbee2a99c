//! `kansli check`: judges ärenden, or without any the templates, and tells what was found. Renders nothing.

use std::mem::ManuallyDrop;

use crate::parallel;
use crate::profile::BASE;
use crate::rules::exceptions::UNDANTAG;
use crate::rules::{RULES, Selection};
use crate::source::warm_heap;
use crate::text::{closest, quoted};
use crate::workspace::{Checked, Workspace};

use super::args::{CheckArgs, ReportArg};
use super::console::Console;
use super::desk::Desk;
use super::inputs::{self, Listed};
use super::report::{End, Outcome, Report, Task};
use super::{Failure, Status, fix, templates};
use crate::render::pdf;

/// What judging a short ärende takes, roughly.
const MEMORY: usize = 1 << 20;

pub(super) fn run(args: &CheckArgs, console: &mut Console) -> Status {
    if args.judge.files.is_empty() {
        return templates::check(args, console);
    }
    warm_heap(MEMORY);
    let items = inputs::listed(&args.judge.files);
    let workers = parallel::workers(args.judge.jobs, items.len());
    let asked = match args.judge.report.report {
        ReportArg::Human if args.count => ReportArg::Antal,
        asked => asked,
    };
    let mut report = Report::new(asked, Task::Check, items.len(), console);
    if args.count {
        report.only_counts();
    }
    let desk = Desk::open(&args.judge, false).and_then(|desk| {
        let selection = selection(args, &desk.workspace)?;
        Ok(desk.hearing(selection))
    });
    let desk = match desk {
        // The process ends with it: nobody has use for its memory.
        Ok(desk) => ManuallyDrop::new(desk),
        Err(failure) => return report.abort(&failure),
    };
    if let Some(which) = args.fix {
        return fix::run(&desk, &items, workers, (which.into(), args.yes), report);
    }
    parallel::in_order(
        items.len(),
        workers,
        |index| {
            let outcome = judge(&desk, &items[index]);
            // Sections that were measured leave as much behind as documents that are rendered.
            pdf::evict(workers);
            outcome
        },
        |_, outcome| report.take(outcome),
    );
    report.finish()
}

fn judge(desk: &Desk, item: &Listed) -> Option<Outcome> {
    match Failure::guard(|| desk.judge(item, &mut drop)) {
        Ok(None) => None,
        Ok(Some(checked)) => Some(outcome(item, checked)),
        Err(failure) => Some(Outcome::failed(item.name(), failure)),
    }
}

/// What judging one ärende came to.
pub(super) fn outcome(item: &Listed, checked: Checked) -> Outcome {
    let end = if checked.has_stopping_findings() {
        End::Stopped {
            draft_possible: false,
        }
    } else {
        End::Good
    };
    Outcome {
        source: checked.source().cloned(),
        findings: checked.findings,
        ..Outcome::new(item.name(), end)
    }
}

/// The rules that were named, by their ids.
fn selection(args: &CheckArgs, workspace: &Workspace) -> Result<Selection, Failure> {
    let asked = args.rule.iter().chain(&args.without);
    if asked.clone().next().is_none() {
        return Ok(Selection::default());
    }
    let mut known: Vec<String> = RULES.iter().map(|rule| rule.id.to_owned()).collect();
    known.push(UNDANTAG.to_owned());
    let is_known = |id: &String| known.iter().any(|known| known.eq_ignore_ascii_case(id));
    if !asked.clone().all(is_known) {
        // Somebody's own rule, then: of the profile that was chosen, or of any an ärende may choose.
        let profiles = match &args.judge.kommun {
            Some(kommun) => vec![kommun.clone(), BASE.to_owned()],
            None => workspace.profiles(),
        };
        for profile in profiles {
            // A broken profile that nobody uses is nobody's trouble here.
            if let Ok(pack) = workspace.rules(&profile) {
                known.extend(pack.rules().iter().map(|rule| rule.id.clone()));
            }
        }
    }
    let named = |ids: &[String]| {
        let ids = ids.iter().map(|id| known_as(id.trim(), &known));
        ids.collect::<Result<Vec<_>, _>>()
    };
    Ok(Selection {
        only: named(&args.rule)?,
        without: named(&args.without)?,
    })
}

fn known_as(id: &str, known: &[String]) -> Result<String, Failure> {
    if let Some(known) = known.iter().find(|known| known.eq_ignore_ascii_case(id)) {
        return Ok(known.clone());
    }
    let help = match closest(&id.to_uppercase(), known.iter().map(String::as_str)) {
        Some(near) => format!("Menade du {near}?"),
        None => "Kör kansli rule för att se vilka regler som finns.".to_owned(),
    };
    Err(Failure::usage(format!("Regeln {} finns inte.", quoted(id))).help(help))
}
