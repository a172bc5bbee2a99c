//! T12: what a page costs in a short and in a very long document.

use std::hint::black_box;

use serde_json::{Value, json};

use super::samples::{Desk, LONG, S002, pages, vary};
use super::stats::timed;
use super::table::{Line, Table};

const ROUNDS: usize = 5;
/// Sections of about one and a half page.
const SHORT: usize = 5;
const VERY_LONG: usize = 375;

pub(crate) fn measure(table: &mut Table) {
    let desk = Desk::open();
    let (mut short, mut long) = (Vec::new(), Vec::new());
    let (mut short_pages, mut long_pages) = (0, 0);
    let mut documents = 0;
    for _ in 0..ROUNDS {
        let mut per_page = |sections: usize, pages_of: &mut usize| {
            documents += 1;
            let text = arende(sections, documents);
            let (pdf, time) =
                timed(|| black_box(desk.pdf(&desk.judge(LONG.path, text.as_bytes()))));
            *pages_of = pages(&pdf);
            #[expect(clippy::cast_precision_loss, reason = "some hundred pages")]
            let per_page = time / *pages_of as f64;
            per_page
        };
        // Ten short ones, so that both are measured for long enough; no two have the same text.
        let times = (0..10)
            .map(|_| per_page(SHORT, &mut short_pages))
            .collect::<Vec<_>>();
        short.push(super::stats::median(&times));
        long.push(per_page(VERY_LONG, &mut long_pages));
    }
    table.ratio(
        Line {
            id: "T12",
            what: format!("a page of {long_pages} / a page of {short_pages}"),
            method: "JSON to PDF, everything included, 5 rounds",
        },
        &long,
        &short,
        1.25,
    );
}

/// A tjänsteskrivelse with so many sections, its text unlike that of any other `number`.
pub(crate) fn arende(sections: usize, number: usize) -> String {
    let text: Value = serde_json::from_str(S002.arende).expect("a sample");
    let paragraphs = text["arendet"].to_string();
    let mut whole: Value = serde_json::from_str(LONG.arende).expect("a sample");
    let sections = (0..sections).map(|section| {
        let text: Value = serde_json::from_str(&vary(&paragraphs, number * VERY_LONG + section))
            .expect("still JSON");
        json!({ "rubrik": format!("Avsnitt {section} i dokument {number}"), "text": text })
    });
    whole["avsnitt"] = sections.collect();
    whole.to_string()
}
