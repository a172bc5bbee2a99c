//! The report as JUnit XML, for build servers: a document is a test case.

use std::io::{self, Write};

use quick_xml::escape::escape;

use crate::batch::{Entry, State};
use crate::text::visible;

use super::{Told, entry_text};

/// Writes the report.
///
/// # Errors
/// Whatever `out` says.
pub fn write(told: &mut dyn Told, out: &mut dyn Write) -> io::Result<()> {
    let totals = told.head().totals;
    let counts = format!(
        "tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"",
        totals.dokument, totals.stoppade, totals.misslyckade, totals.ogjorda
    );
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<testsuites name=\"kansli batch\" {counts}>")?;
    writeln!(out, "  <testsuite name=\"kansli batch\" {counts}>")?;
    told.each(&mut |_, entry| case(entry, out))?;
    writeln!(out, "  </testsuite>\n</testsuites>")
}

fn case(entry: &Entry, out: &mut dyn Write) -> io::Result<()> {
    let file = entry.dokument.split('#').next().unwrap_or_default();
    let head = format!(
        "    <testcase classname=\"{}\" name=\"{}\"",
        safe(file),
        safe(&entry.dokument)
    );
    let told = entry_text(entry);
    let told = safe(told.trim_end());
    let first = entry
        .fel
        .as_ref()
        .map(|why| why.meddelande.as_str())
        .or_else(|| {
            entry
                .fynd
                .iter()
                .max_by_key(|found| found.niva)
                .map(|found| found.meddelande.as_str())
        });
    let first = safe(first.unwrap_or_default());
    match entry.status {
        State::Klar if told.is_empty() => writeln!(out, "{head}/>"),
        State::Klar => writeln!(
            out,
            "{head}>\n      <system-out>{told}</system-out>\n    </testcase>"
        ),
        State::Stoppad => writeln!(
            out,
            "{head}>\n      <failure message=\"{first}\">{told}</failure>\n    </testcase>"
        ),
        State::Misslyckad => writeln!(
            out,
            "{head}>\n      <error message=\"{first}\">{told}</error>\n    </testcase>"
        ),
        State::Ogjord => writeln!(out, "{head}>\n      <skipped/>\n    </testcase>"),
    }
}

/// Text that XML can carry.
fn safe(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(visible).collect();
    escape(lines.join("\n")).into_owned()
}
