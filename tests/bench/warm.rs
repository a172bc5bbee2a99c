//! T1-T3: documents made one after the other in one process, each with a text of its own, against the same pages
//! written by hand in Typst.

use std::hint::black_box;

use kansli::finding::Level;
use kansli::render::Format;

use super::equal;
use super::pages;
use super::samples::{Desk, Judges, LONG, S002, S003, Sample};
use super::stats::{Stats, timed};
use super::table::{Line, Table};

const ROUNDS: usize = 9;

/// How long each step took in every round, in milliseconds per document.
#[derive(Default)]
struct Steps {
    judged: Vec<f64>,
    pdf: Vec<f64>,
    docx: Vec<f64>,
    equal: Vec<f64>,
}

pub(crate) fn measure(table: &mut Table) {
    let desk = Desk::open();
    for (sample, profile, documents) in [
        (S003, "danderyd", 15),
        (S002, "boras", 15),
        (LONG, "boras", 6),
    ] {
        let [count, equal] = both_pages(&desk, &sample);
        let steps = steps(&desk, &sample, documents);
        tell(table, &sample, &steps, [count, equal], documents);
        rules_alone(table, &desk, &sample, profile, count);
    }
}

/// Both documents' numbers of pages, which should be the same for the comparison to mean anything.
fn both_pages(desk: &Desk, sample: &Sample) -> [usize; 2] {
    let ours = desk.pdf(&desk.judge(sample.path, sample.arende(7).as_bytes()));
    [
        pages::count(&ours),
        pages::count(&equal::pdf(sample.typst(7))),
    ]
}

fn steps(desk: &Desk, sample: &Sample, documents: usize) -> Steps {
    let mut steps = Steps::default();
    let mut number = 100;
    // The first round fills the caches and is not counted.
    for round in 0..=ROUNDS {
        let mut sums = [0.0; 4];
        for _ in 0..documents {
            number += 1;
            let bytes = sample.arende(number);
            let (ready, judged) = timed(|| desk.judge(sample.path, bytes.as_bytes()));
            let (_, pdf) = timed(|| black_box(desk.pdf(&ready)));
            let (_, docx) = timed(|| black_box(desk.render(&ready, Format::Docx)));
            sums[0] += judged;
            sums[1] += pdf;
            sums[2] += docx;
        }
        for back in 0..documents {
            let text = sample.typst(number - back);
            sums[3] += timed(|| black_box(equal::pdf(text))).1;
        }
        if round > 0 {
            #[expect(clippy::cast_precision_loss, reason = "a few documents")]
            let [judged, pdf, docx, equal] = sums.map(|sum| sum / documents as f64);
            steps.judged.push(judged);
            steps.pdf.push(pdf);
            steps.docx.push(docx);
            steps.equal.push(equal);
        }
    }
    steps
}

fn tell(
    table: &mut Table,
    sample: &Sample,
    steps: &Steps,
    [pages, equal]: [usize; 2],
    documents: usize,
) {
    let name = sample.name;
    let sum = |parts: &[&Vec<f64>]| -> Vec<f64> {
        (0..ROUNDS)
            .map(|round| parts.iter().map(|part| part[round]).sum())
            .collect()
    };
    let method = format!(
        "{ROUNDS} rounds of {documents} documents each, all texts different, one thread, same process, {pages} pages against {equal}"
    );
    table.ratio(
        Line {
            id: "T1",
            what: format!("{name}: JSON to PDF / equal document"),
            method: &method,
        },
        &sum(&[&steps.judged, &steps.pdf]),
        &steps.equal,
        1.15,
    );
    table.ratio(
        Line {
            id: "T2",
            what: format!("{name}: JSON to PDF and DOCX / equal document"),
            method: "the same rounds",
        },
        &sum(&[&steps.judged, &steps.pdf, &steps.docx]),
        &steps.equal,
        1.25,
    );
    table.ratio(
        Line {
            id: "T3",
            what: format!("{name}: tree to DOCX / tree to PDF"),
            method: "the same rounds",
        },
        &steps.docx,
        &steps.pdf,
        0.15,
    );
    table.note(
        Line {
            id: "",
            what: format!("{name}: of which reading, schema, template and rules"),
            method: "the same rounds",
        },
        format!("{} ms", Stats::new(steps.judged.iter().copied())),
    );
}

/// The rules that read the ärende and its tree, without what comes before them.
fn rules_alone(table: &mut Table, desk: &Desk, sample: &Sample, profile: &str, pages: usize) {
    const TIMES: u32 = 50;
    let judges = Judges::of(profile);
    let mut rounds = Vec::new();
    for round in 0..=ROUNDS {
        let text = sample.arende(5000 + round);
        let ready = desk.judge(sample.path, text.as_bytes());
        let arende = serde_json::from_str(&text).expect("a sample");
        let ((), time) = timed(|| {
            for _ in 0..TIMES {
                let found = judges.judge(&arende, &ready);
                assert!(found.iter().all(|finding| finding.level < Level::Fel));
            }
        });
        if round > 0 {
            #[expect(clippy::cast_precision_loss, reason = "a few pages")]
            rounds.push(time / f64::from(TIMES) / pages as f64);
        }
    }
    let stats = Stats::new(rounds);
    table.at_most(
        Line {
            id: "T1",
            what: format!("{}: the rules alone, per page", sample.name),
            method: "rules::check_all on the finished tree, 50 times in each of 9 rounds",
        },
        format!("{stats} ms"),
        stats.median(),
        0.15,
        "ms",
    );
}
