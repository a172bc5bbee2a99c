//! The table of targets: what was measured, what was aimed at, and whether it was reached. Measures nothing.

use std::fmt;

use super::stats::Stats;

/// What is said of a target that is reached, and of one that is not.
const PASS: &str = "pass";
const MISS: &str = "MISS";

/// One target's line.
struct Row {
    id: &'static str,
    what: String,
    measured: String,
    target: String,
    method: String,
    verdict: &'static str,
}

/// All lines, in the order they were measured.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<Row>,
}

/// A target: its number, what is measured and how.
pub(crate) struct Line<'a> {
    pub(crate) id: &'static str,
    pub(crate) what: String,
    pub(crate) method: &'a str,
}

impl Table {
    pub(crate) const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A measurement that should be at most `limit`; `shown` says it in words.
    pub(crate) fn at_most(
        &mut self,
        line: Line<'_>,
        shown: String,
        value: f64,
        limit: f64,
        unit: &str,
    ) {
        let verdict = if value <= limit { PASS } else { MISS };
        let target = if unit.is_empty() {
            format!("<= {limit} x")
        } else {
            format!("<= {limit} {unit}")
        };
        self.push(line, shown, target, verdict);
    }

    /// A measurement that should be at least `limit`; `shown` says it in words.
    pub(crate) fn at_least(
        &mut self,
        line: Line<'_>,
        shown: String,
        value: f64,
        limit: f64,
        unit: &str,
    ) {
        let verdict = if value >= limit { PASS } else { MISS };
        self.push(line, shown, format!(">= {limit} {unit}"), verdict);
    }

    /// A ratio, with the milliseconds on both sides.
    pub(crate) fn ratio(&mut self, line: Line<'_>, over: &[f64], under: &[f64], limit: f64) {
        let ratio = Stats::ratios(over, under);
        let shown = format!(
            "{ratio} x; {:.2} against {:.2} ms",
            super::stats::median(over),
            super::stats::median(under)
        );
        self.at_most(line, shown, ratio.median(), limit, "");
    }

    /// Something that could not be measured here.
    pub(crate) fn missing(&mut self, line: Line<'_>, why: &str, limit: f64) {
        let target = format!("<= {limit} x");
        self.push(line, format!("not measured: {why}"), target, "-");
    }

    /// Something with a unit that could not be measured here.
    pub(crate) fn missing_at(&mut self, line: Line<'_>, why: &str, limit: f64, unit: &str) {
        let target = format!("<= {limit} {unit}");
        self.push(line, format!("not measured: {why}"), target, "-");
    }

    /// What is told without a target of its own.
    pub(crate) fn note(&mut self, line: Line<'_>, shown: String) {
        self.push(line, shown, String::new(), "");
    }

    /// How many targets are reached, and which are not, in a line.
    pub(crate) fn verdict(&self) -> String {
        let judged = self.rows.iter().filter(|row| !row.target.is_empty());
        let (mut reached, mut all, mut others) = (0, 0, Vec::new());
        for row in judged {
            all += 1;
            if row.verdict == PASS {
                reached += 1;
            } else {
                let ratio = row.measured.split(';').next().unwrap_or_default();
                others.push(format!("{} {}: {ratio}, {}", row.id, row.what, row.target));
            }
        }
        let mut verdict = format!("{reached} of {all} targets reached");
        if !others.is_empty() {
            verdict.push_str("; not ");
            verdict.push_str(&others.join("; "));
        }
        verdict
    }

    fn push(&mut self, line: Line<'_>, measured: String, target: String, verdict: &'static str) {
        eprintln!("  {} {}: {measured} {verdict}", line.id, line.what);
        self.rows.push(Row {
            id: line.id,
            what: line.what,
            measured,
            target,
            method: line.method.to_owned(),
            verdict,
        });
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = [
            "",
            "what",
            "measured: median (least-most)",
            "target",
            "",
            "method",
        ]
        .map(str::to_owned);
        let rows = self.rows.iter().map(|row| {
            [
                row.id.to_owned(),
                row.what.clone(),
                row.measured.clone(),
                row.target.clone(),
                row.verdict.to_owned(),
                row.method.clone(),
            ]
        });
        let lines: Vec<[String; 6]> = std::iter::once(head).chain(rows).collect();
        let widths: Vec<usize> = (0..6)
            .map(|column| {
                let cells = lines.iter().map(|line| line[column].chars().count());
                cells.max().unwrap_or(0)
            })
            .collect();
        for line in &lines {
            let cells = line
                .iter()
                .zip(&widths)
                .map(|(cell, width)| format!("{cell:width$}"));
            writeln!(f, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
        }
        Ok(())
    }
}
