//! `kansli check --fix`: judges ärenden, mends what can be mended in their files and tells what is left. Knows no rule
//! and no JSON.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use similar::{ChangeTag, TextDiff};

use crate::parallel;
use crate::source::rewrite;
use crate::text::{is_hidden, masked_json, visible};
use crate::workspace::{Change, Checked, Mended, Which};

use super::check::outcome;
use super::console::Console;
use super::desk::Desk;
use super::inputs::{Content, Listed};
use super::report::{End, Outcome, Report};
use super::{Failure, Status};

const REMOVED: Style = AnsiColor::Red.on_default();
const ADDED: Style = AnsiColor::Green.on_default();

/// Lines shown around a change.
const AROUND: usize = 2;

/// Mends all that was asked for. With [`Which::All`] somebody is asked first, unless `yes` was said beforehand.
pub(super) fn run(
    desk: &Desk,
    items: &[Listed],
    workers: usize,
    (which, yes): (Which, bool),
    mut report: Report<'_>,
) -> Status {
    let asks = which == Which::All && !yes;
    if asks && !Console::can_ask() {
        return report.abort(
            &Failure::usage("--fix=all frågar innan något skrivs, men här finns ingen terminal att fråga i.")
                .help("Lägg till --yes (--ja) för att rätta utan fråga, eller kör --fix för bara det säkra."),
        );
    }
    parallel::in_order(
        items.len(),
        workers,
        |index| Failure::guard(|| mended(desk, &items[index], which)),
        |index, mended| {
            let item = &items[index];
            let outcome = match mended {
                Ok(None) => None,
                Ok(Some((content, mended))) => {
                    Some(settled(item, &content, mended, (which, asks), &mut report))
                }
                Err(failure) => Some(Outcome::failed(item.name(), failure)),
            };
            report.take(outcome);
        },
    );
    report.finish()
}

fn mended(desk: &Desk, item: &Listed, which: Which) -> Result<Option<(Content, Mended)>, Failure> {
    if item.is_stdin() {
        return Err(
            Failure::usage("Det som läses från standard in kan inte rättas.")
                .help("Ange ärendets fil, eller kör utan --fix."),
        );
    }
    desk.mend(item, which)
}

/// Writes what was mended, if it may, and says what came of the ärende.
fn settled(
    item: &Listed,
    content: &Content,
    mended: Mended,
    (which, asks): (Which, bool),
    report: &mut Report<'_>,
) -> Outcome {
    let Mended { before, change } = mended;
    let (Some(change), Some(path)) = (change, item.path()) else {
        return outcome(item, before);
    };
    let name = visible(item.name()).into_owned();
    let console = report.console();
    if which == Which::All {
        console.warn(&difference(&name, &before, &change));
    }
    if asks && !console.ask(&format!("Ska ändringarna skrivas till {name}?")) {
        console.warn(&format!("Inget är ändrat i {name}.\n"));
        return outcome(item, before);
    }
    match rewrite(path, &content.bytes, &change.bytes) {
        Ok(()) => Outcome {
            fixed: change.count,
            ..outcome(item, change.after)
        },
        Err(error) => Outcome {
            end: End::Failed(error.into()),
            ..outcome(item, before)
        },
    }
}

/// The change as a unified diff, with nothing in it that a terminal would obey.
fn difference(name: &str, before: &Checked, change: &Change) -> String {
    let text = |checked: &Checked| {
        checked
            .source()
            .map_or_else(String::new, |source| source.text().to_owned())
    };
    let (old, new) = (text(before), text(&change.after));
    let diff = TextDiff::from_lines(&old, &new);
    let mut out = format!("--- {name}\n+++ {name} (rättad)\n");
    for hunk in diff.unified_diff().context_radius(AROUND).iter_hunks() {
        let _ = writeln!(out, "{}", hunk.header());
        for line in hunk.iter_changes() {
            let (sign, style) = match line.tag() {
                ChangeTag::Delete => ('-', REMOVED),
                ChangeTag::Insert => ('+', ADDED),
                ChangeTag::Equal => (' ', Style::new()),
            };
            let words = shown(line.value(), line.tag() != ChangeTag::Equal);
            let _ = writeln!(out, "{style}{sign}{words}{style:#}");
        }
    }
    out
}

/// A line as it can be shown: tabs stay, its own end does not, and nobody's personnummer stands whole. Where it is
/// `changed` a no-break space is told from another: it may be all that differs.
fn shown(line: &str, changed: bool) -> String {
    let line = masked_json(line.trim_end_matches(['\n', '\r']));
    let mut out = String::with_capacity(line.len());
    for c in line.chars() {
        if c == '\u{a0}' && changed {
            out.push_str("\\u00a0");
        } else if c != '\t' && is_hidden(c) {
            out.push_str(&visible(c.encode_utf8(&mut [0; 4])));
        } else {
            out.push(c);
        }
    }
    out
}
