//! Every document conforms: the standards' rules for PDF/UA-1 and PDF/A-2a in `page_validation`, and judges of our own for
//! what no standard can know. `tests/conformance/run.sh` makes the whole corpus and calls the judges outside too.
#![expect(clippy::disallowed_methods, reason = "the judges outside read files")]

#[path = "../common/mod.rs"]
mod common;

mod bad;
mod corpus;
mod docx_judge;
mod docx_order;
mod docx_package;
mod long;
mod pdf_judge;

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::time::Instant;

use common::bench::{Bench, render_tree};
use common::{generate, proof};
use corpus::{Job, Made};
use kansli::document::Document;
use kansli::parallel;
use kansli::render::DocxRenderer;
use kansli::render::pdf::{self, PdfRenderer};
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

/// Generated documents in an ordinary run; `KANSLI_CONFORMANCE` asks for so many, and for every sample in every
/// profile, and keeps the files for the judges outside.
const USUAL: usize = 8;
/// Findings that are shown; the others are counted.
const SHOWN: usize = 40;

/// A judge, told apart by its name in the table.
type Judge = (&'static str, fn(&Made) -> Vec<String>);

const JUDGES: [Judge; 4] = [
    ("page_validation PDF/UA-1", |made| {
        validated(&made.pdf, ValidationProfile::PdfUa1)
    }),
    ("page_validation PDF/A-2a", |made| {
        validated(&made.pdf, ValidationProfile::PdfA2a)
    }),
    ("own, PDF", |made| pdf_judge::judge(&made.pdf)),
    ("own, DOCX", |made| docx_judge::judge(&made.docx)),
];

fn validated(pdf: &[u8], profile: ValidationProfile) -> Vec<String> {
    match validate_pdf_bytes(pdf, &ValidationOptions::default().profile(profile)) {
        Ok(report) => report.failures.iter().map(ToString::to_string).collect(),
        Err(error) => vec![format!("unreadable: {error:?}")],
    }
}

/// What a panic said.
pub(crate) fn told(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_default()
}

/// A judge's line in the table.
#[derive(Default)]
struct Row {
    files: usize,
    findings: usize,
    seconds: f64,
}

#[test]
fn the_corpus_conforms() {
    let asked = std::env::var("KANSLI_CONFORMANCE").ok();
    let many = asked
        .as_ref()
        .map_or(USUAL, |n| n.parse().expect("a number"));
    let bench = Bench::new();
    let mut jobs = corpus::sample_jobs(&bench, asked.is_some());
    jobs.extend(corpus::generated_jobs(&bench, many));
    let folder = proof::folder("konformans");
    for old in fs::read_dir(&folder).expect("a folder") {
        fs::remove_file(old.expect("an entry").path()).expect("a file of an earlier run");
    }
    let workers = parallel::workers(None, jobs.len());
    let (mut rows, mut findings) = (BTreeMap::<usize, Row>::new(), Vec::new());
    let (mut shortest, mut longest) = (usize::MAX, 0);
    let work = |at: usize| judged(&bench, &jobs[at], workers);
    parallel::as_completed(
        jobs.len(),
        workers,
        parallel::Begun::default(),
        work,
        |_, (made, verdicts)| {
            for (at, (told, seconds)) in verdicts.into_iter().enumerate() {
                let row = rows.entry(at).or_default();
                row.files += 1;
                row.findings += told.len();
                row.seconds += seconds;
                let judge = JUDGES[at].0;
                findings.extend(
                    told.into_iter()
                        .map(|told| format!("{}: {judge}: {told}", made.name)),
                );
            }
            let pages =
                lopdf::Document::load_mem(&made.pdf).map_or(0, |pdf| pdf.page_iter().count());
            (shortest, longest) = (shortest.min(pages), longest.max(pages));
            if asked.is_some() {
                fs::write(folder.join(format!("{}.pdf", made.name)), &made.pdf).expect("a file");
                fs::write(folder.join(format!("{}.docx", made.name)), &made.docx).expect("a file");
            }
        },
    );
    let mut table = String::new();
    for (at, row) in &rows {
        let judge = JUDGES[*at].0;
        let Row {
            files,
            findings,
            seconds,
        } = row;
        writeln!(table, "{judge}\t{files}\t{findings}\t{seconds:.0}").expect("memory");
    }
    if asked.is_some() {
        let kinds = format!(
            "{} samples, {many} generated, {shortest} to {longest} pages",
            jobs.len() - many
        );
        fs::write(
            proof::folder("").join("konformans.tsv"),
            format!("# {kinds}\n{table}"),
        )
        .expect("a file");
    }
    findings.sort();
    let shown = findings[..findings.len().min(SHOWN)].join("\n");
    assert!(
        findings.is_empty(),
        "{} findings:\n{shown}\n{table}",
        findings.len()
    );
}

type Verdicts = Vec<(Vec<String>, f64)>;

fn judged(bench: &Bench, job: &Job, workers: usize) -> (Made, Verdicts) {
    let made = corpus::make(bench, job);
    pdf::evict(workers);
    let verdicts = JUDGES.iter().map(|(_, judge)| {
        let start = Instant::now();
        (judge(&made), start.elapsed().as_secs_f64())
    });
    let verdicts = verdicts.collect();
    (made, verdicts)
}

/// A tree with something of everything that can be harmed.
fn rich_tree() -> Document {
    let is_rich = |document: &Document| {
        let outline = common::outline::expected(document);
        let has = |wanted: fn(&common::outline::Item) -> bool| outline.items.iter().any(wanted);
        !outline.notes.is_empty()
            && has(|item| matches!(item, common::outline::Item::Heading { level: 2, .. }))
            && has(|item| matches!(item, common::outline::Item::Entry { .. }))
            && has(|item| matches!(item, common::outline::Item::Figure { .. }))
            && has(|item| matches!(item, common::outline::Item::Table { .. }))
    };
    let mut all = (0..10_000).map(generate::document);
    all.find(is_rich).expect("among so many there is one")
}

#[test]
fn every_judge_bites() {
    let document = rich_tree();
    let folder = proof::folder("daliga");
    let pdf = render_tree(&PdfRenderer, &document);
    for bad in bad::pdfs(&pdf) {
        fs::write(folder.join(bad.name), &bad.bytes).expect("a file");
        assert_bites(&bad, &pdf_judge::judge(&bad.bytes));
        let bitten = [ValidationProfile::PdfUa1, ValidationProfile::PdfA2a]
            .into_iter()
            .any(|profile| !validated(&bad.bytes, profile).is_empty());
        assert!(
            bitten || !bad.breaks_standard,
            "{}: page_validation is silent",
            bad.name
        );
    }
    let docx = render_tree(&DocxRenderer, &document);
    assert_eq!(docx_judge::judge(&docx), Vec::<String>::new());
    for bad in bad::docxs(&docx) {
        fs::write(folder.join(bad.name), &bad.bytes).expect("a file");
        assert_bites(&bad, &docx_judge::judge(&bad.bytes));
    }
}

fn assert_bites(bad: &bad::Bad, told: &[String]) {
    let is_told = told.iter().any(|told| told.starts_with(bad.finding));
    assert!(
        is_told,
        "{}: nothing of {} in {told:#?}",
        bad.name, bad.finding
    );
}
