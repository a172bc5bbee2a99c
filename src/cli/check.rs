//! `kansli check`: judges ärenden and tells what was found. Renders nothing.

use super::args::CheckArgs;
use super::console::Console;
use super::desk::Desk;
use super::inputs::{self, Listed};
use super::report::{End, Outcome, Report, Task};
use super::{Failure, Status, parallel};

pub(super) fn run(args: &CheckArgs, console: &mut Console) -> Status {
    let items = inputs::listed(&args.judge.files);
    let workers = parallel::workers(args.judge.jobs, items.len());
    let mut report = Report::new(args.judge.report.report, Task::Check, items.len(), console);
    let desk = match Desk::open(&args.judge, false) {
        Ok(desk) => desk,
        Err(failure) => return report.abort(&failure),
    };
    parallel::in_order(
        items.len(),
        workers,
        |index| judge(&desk, &items[index]),
        |_, outcome| report.take(outcome),
    );
    report.finish()
}

fn judge(desk: &Desk, item: &Listed) -> Option<Outcome> {
    match Failure::guard(|| desk.judge(item)) {
        Ok(None) => None,
        Ok(Some(checked)) => {
            let stops = checked.has_stopping_findings();
            let end = if stops {
                End::Stopped {
                    draft_possible: false,
                }
            } else {
                End::Good
            };
            Some(Outcome {
                findings: checked.findings,
                ..Outcome::new(item.name(), end)
            })
        }
        Err(failure) => Some(Outcome::failed(item.name(), failure)),
    }
}
