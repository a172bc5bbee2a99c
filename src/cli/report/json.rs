//! The report as data: one JSON document with Swedish names. Holds what the other reports say, in full.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::finding::{Finding, Fix};
use crate::render::Format;
use crate::text::is_hidden;

use super::{Counts, End, Failure, Outcome, Output, Status, Tallies, Task, tells_no_number};

/// The whole report; without the ärenden when `outcomes` is `None`.
pub(super) fn document(
    task: Task,
    status: Status,
    (counts, tallies): (&Counts, &Tallies),
    fel: Option<&Failure>,
    outcomes: Option<&[Value]>,
) -> String {
    let kommando = match task {
        Task::Check | Task::Templates => "check",
        Task::Render => "render",
    };
    let mut report = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "kommando": kommando,
        "slutkod": status.code(),
        "fel": fel.map(failure),
        "filer": outcomes,
        "antal": {
            "filer": counts.arenden,
            "fel": counts.fel,
            "varning": counts.varning,
            "rad": counts.rad,
            "utdata": counts.outputs,
            "stoppade": counts.stopped,
            "misslyckade": counts.failed,
            "overhoppade": counts.skipped,
            "rattade": counts.fixed,
        },
        "regler": tallies.iter().map(|(rule, tally)| json!({
            "regel": rule,
            "antal": tally.sum(),
            "fel": tally.fel,
            "varning": tally.varning,
            "rad": tally.rad,
        })).collect::<Vec<_>>(),
    });
    if let (None, Some(fields)) = (outcomes, report.as_object_mut()) {
        fields.shift_remove("filer");
    }
    printed(&report)
}

/// What came of one ärende.
pub(super) fn outcome(outcome: &Outcome) -> Value {
    let (status, fel) = match &outcome.end {
        End::Good => ("klar", Value::Null),
        End::Stopped { .. } => ("stoppad", Value::Null),
        End::Broken => ("trasig", Value::Null),
        End::Failed(why) => ("misslyckad", failure(why)),
    };
    json!({
        "fil": outcome.name,
        "status": status,
        "fel": fel,
        "rattade": outcome.fixed,
        "fynd": outcome.findings.iter().map(finding).collect::<Vec<_>>(),
        "utdata": outcome.outputs.iter().map(output).collect::<Vec<_>>(),
    })
}

fn failure(failure: &Failure) -> Value {
    json!({"meddelande": failure.message, "atgard": failure.help})
}

fn finding(finding: &Finding) -> Value {
    json!({
        "regel": finding.rule,
        "niva": finding.level,
        "meddelande": finding.message,
        "atgard": finding.help,
        "kalla": finding.source_of_rule,
        "pekare": finding.pointer.as_ref().map(ToString::to_string),
        "plats": finding.location,
        "rattning": finding.fix.as_ref().filter(|fix| tells_no_number(fix)).map(fix),
    })
}

fn fix(fix: &Fix) -> Value {
    let andringar: Vec<Value> = fix
        .edits
        .iter()
        .map(|edit| {
            let part = edit.range.as_ref().map(|r| [r.start, r.end]);
            json!({"pekare": edit.pointer.to_string(), "byte": part, "varde": edit.replacement})
        })
        .collect();
    json!({"titel": fix.title, "tillampning": fix.applicability.namn(), "andringar": andringar})
}

fn output(output: &Output) -> Value {
    let format = match output.format {
        Format::Pdf => "pdf",
        Format::Docx => "docx",
        Format::Html => "html",
        Format::Text => "text",
    };
    json!({"fil": output.file, "format": format})
}

/// JSON as it is printed: whatever a terminal might obey is written as an escape, which reads back as the same text.
pub(in crate::cli) fn printed(value: &Value) -> String {
    let plain = format!("{value:#}\n");
    let mut out = String::with_capacity(plain.len());
    for c in plain.chars() {
        if c != '\n' && is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}").expect("a string takes all writing");
            }
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{document, outcome, printed};
    use crate::cli::report::{Counts, End, Outcome, Tallies, Task};
    use crate::cli::{Failure, Status};
    use crate::finding::{Applicability, Edit, Finding, Fix, Level, Location};
    use crate::pointer::Pointer;
    use serde_json::{Value, json};

    #[test]
    fn a_finding_is_told_in_full() {
        let place = Location {
            file: "a.json".into(),
            line: 2,
            column: 3,
            length: 4,
            excerpt: "  \"x\": 1".into(),
            excerpt_column: 3,
            utf16: (1, 2),
        };
        let mut finding = Finding::new("X-1", Level::Rad, "Fel")
            .help("Rätta")
            .at(Pointer::root().key("x"));
        finding.location = Some(place);
        finding.fix = Some(Fix {
            title: "Byt".into(),
            applicability: Applicability::Safe,
            edits: vec![Edit {
                pointer: Pointer::root().key("x"),
                range: None,
                replacement: json!(2),
            }],
        });
        let told = outcome(&Outcome {
            findings: vec![finding],
            ..Outcome::new("a.json", End::Good)
        });
        assert_eq!(
            told["fynd"][0],
            json!({
                "regel": "X-1", "niva": "råd", "meddelande": "Fel", "atgard": "Rätta", "kalla": null, "pekare": "/x",
                "plats": {"fil": "a.json", "rad": 2, "kolumn": 3, "langd": 4, "utdrag": "  \"x\": 1"},
                "rattning": {"titel": "Byt", "tillampning": "saker", "andringar": [{"pekare": "/x", "byte": null, "varde": 2}]},
            })
        );
    }

    #[test]
    fn the_report_reads_back_and_holds_nothing_a_terminal_obeys() {
        let name = "a\u{9b}2J\u{1b}\u{202e}\u{e0001}.json";
        let told = outcome(&Outcome::failed(name, Failure::usage("nej").help("jo")));
        let text = document(
            Task::Check,
            Status::Usage,
            (&Counts::default(), &Tallies::new()),
            None,
            Some(&[told]),
        );
        assert!(
            !text
                .trim_end()
                .chars()
                .any(|c| c != '\n' && crate::text::is_hidden(c)),
            "{text}"
        );
        let read: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(read["filer"][0]["fil"], name);
        assert_eq!(
            (&read["slutkod"], &read["filer"][0]["fel"]["atgard"]),
            (&json!(2), &json!("jo"))
        );
        assert_eq!(printed(&json!("\n")), "\"\\n\"\n");
    }
}
