//! T12: what a page costs in a short and in a very long document.

use std::hint::black_box;

use serde_json::{Value, json};

use super::samples::{Desk, LONG, S002, root, vary};
use super::stats::timed;
use super::table::{Line, Table};

const ROUNDS: usize = 5;
/// Sections of about one and a half page.
const SHORT: usize = 5;
const VERY_LONG: usize = 375;
/// Those of 1 (a letter of one paragraph), and of about 10, 100 and 1 000 pages.
const GROWTH: [usize; 4] = [0, 5, 73, 745];

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
            *pages_of = count(&pdf);
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
    memory(table);
}

/// How memory grows with the pages of one document: a process of its own for each length, from nothing to the PDF.
fn memory(table: &mut Table) {
    let folder = tempfile::tempdir().expect("a folder");
    let samples = root().join("tjansteskrivelse");
    let mut points = Vec::new();
    for sections in GROWTH {
        let input = folder.path().join(format!("{sections}.json"));
        let text = match sections {
            0 => letter(),
            _ => arende(sections, 1),
        };
        std::fs::write(&input, text).expect("a file");
        let pictures = folder.path().join("bilder");
        std::fs::create_dir_all(&pictures).expect("a folder");
        for picture in std::fs::read_dir(samples.join("bilder")).expect("its pictures") {
            let picture = picture.expect("a picture").path();
            let to = pictures.join(picture.file_name().expect("a name"));
            std::fs::copy(picture, to).expect("a copy");
        }
        let out = folder.path().join(format!("{sections}"));
        let words = [
            input.as_os_str(),
            "--format".as_ref(),
            "pdf".as_ref(),
            "--out".as_ref(),
            out.as_os_str(),
        ];
        let words = words.map(|word| word.to_str().expect("a plain path"));
        let peak = super::memory::peak(&[&["render"], &words[..]].concat());
        let made = std::fs::read_dir(&out).expect("what was made");
        let made = made.filter_map(|entry| Some(entry.ok()?.path()));
        let pdf = made.filter(|path| path.extension().is_some_and(|kind| kind == "pdf"));
        let pdf = pdf.last().expect("a PDF");
        points.push((count(&std::fs::read(pdf).expect("its bytes")), peak));
    }
    let shown: Vec<String> = points
        .iter()
        .map(|(pages, peak)| format!("{pages}: {peak:.0} MiB"))
        .collect();
    let (first, last) = (points[0], points[points.len() - 1]);
    #[expect(clippy::cast_precision_loss, reason = "a thousand pages")]
    let per_page = (last.1 - first.1) / (last.0 - first.0) as f64;
    table.note(
        Line {
            id: "T12",
            what: "peak memory by the number of pages".to_owned(),
            method: "kansli render, a process for each length; VmHWM",
        },
        format!("{}; {per_page:.2} MiB a page", shown.join(", ")),
    );
}

/// The same tjänsteskrivelse with one paragraph.
fn letter() -> String {
    let mut short: Value = serde_json::from_str(LONG.arende).expect("a sample");
    for field in ["avsnitt", "arendet", "bilder", "sammanfattning"] {
        short.as_object_mut().expect("an object").remove(field);
    }
    let decisions = short["beslut"].as_array_mut().expect("a list");
    decisions.truncate(1);
    short["kortform"] = json!({ "text": ["Kommunstyrelsen har sett över reglerna."] });
    short.to_string()
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

/// How many pages a PDF has.
pub(crate) fn count(pdf: &[u8]) -> usize {
    let document = lopdf::Document::load_mem(pdf).expect("a readable PDF");
    document.get_pages().len()
}
