//! `kansli check --templates DIR` without ärenden: judges templates and profiles themselves. Renders nothing.

use std::collections::BTreeMap;
use std::path::Path;

use crate::finding::{Finding, Level};
use crate::source::{Clock as _, DiskFiles, FileKind, Files as _, SystemClock};

use super::args::CheckArgs;
use super::console::Console;
use super::report::{End, Outcome, Report, Task};
use super::{Status, desk};

/// Judges the templates and profiles themselves.
pub(super) fn check(args: &CheckArgs, console: &mut Console) -> Status {
    let form = args.judge.report.report;
    let workspace = match desk::workspace(args.judge.templates.as_deref()) {
        Ok(workspace) => workspace,
        Err(failure) => return Report::new(form, Task::Templates, 0, console).abort(&failure),
    };
    let told = workspace.check_templates(SystemClock.today());
    let mut findings: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
    for mut finding in told.findings {
        if let Some(at) = &mut finding.location {
            at.file = shown(args.judge.templates.as_deref(), &at.file);
        }
        let file = finding.location.as_ref().map(|at| at.file.clone());
        findings
            .entry(file.unwrap_or_default())
            .or_default()
            .push(finding);
    }
    let mut report = Report::new(form, Task::Templates, told.files.len(), console);
    let threshold: Level = args.judge.level.into();
    for file in told.files {
        let file = shown(args.judge.templates.as_deref(), &file);
        let findings = findings.remove(&file).unwrap_or_default();
        let end = if findings.iter().any(|finding| finding.level >= threshold) {
            End::Broken
        } else {
            End::Good
        };
        report.take(Some(Outcome {
            findings,
            ..Outcome::new(&file, end)
        }));
    }
    report.finish()
}

/// A file as the person finds it: in their folder if it is there, otherwise it is the program's own.
fn shown(folder: Option<&Path>, file: &str) -> String {
    let own = folder.filter(|folder| {
        let files = DiskFiles::new(folder).ok();
        files.is_some_and(|files| files.kind(Path::new(file)) == Some(FileKind::File))
    });
    own.map_or_else(
        || file.to_owned(),
        |folder| folder.join(file).to_string_lossy().into_owned(),
    )
}
