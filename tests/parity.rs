//! Every format carries the same text, headings, lists, tables, alternative texts, notes and links: those of the
//! document's own tree. A mistake common to all formats shows too, because none of them is the measure.

mod common;

use std::any::Any;
use std::fmt::{self, Display};
use std::panic::{AssertUnwindSafe, catch_unwind};

use common::bench::render_tree;
use common::generate;
use common::outline::{self, Item, Outline, difference};
use common::proof;
use kansli::document::{Document, plain_text, validate};
use kansli::parallel;
use kansli::render::pdf::{self, PdfRenderer};
use kansli::render::{DocxRenderer, HtmlRenderer, Renderer};

/// Documents in an ordinary run; `KANSLI_PARITY` asks for more.
const USUAL: usize = 2_000;
/// Faults that are told; the others are counted.
const TOLD: usize = 20;

fn assert_parity(document: &Document, expected: &Outline, found: &Outline) {
    if let Some(difference) = difference(&found.items, &expected.items) {
        panic!("{difference}");
    }
    assert_eq!(found.notes, expected.notes);
    assert_eq!(found.links, expected.links);
    assert_eq!(found.text(), outline::squeeze(&plain_text(document)));
}

/// What there was to compare.
#[derive(Debug, Default)]
struct Compared {
    documents: usize,
    headings: usize,
    entries: usize,
    tables: usize,
    cells: usize,
    pictures: usize,
    links: usize,
    notes: usize,
    signs: usize,
}

impl Compared {
    fn add(&mut self, outline: &Outline) {
        self.documents += 1;
        self.links += outline.links.len();
        self.notes += outline.notes.len();
        self.signs += outline.text().chars().count();
        self.count(&outline.items);
    }

    fn count(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Heading { .. } => self.headings += 1,
                Item::Entry { .. } => self.entries += 1,
                Item::Figure { .. } => self.pictures += 1,
                Item::Table { rows, .. } => {
                    self.tables += 1;
                    for cell in rows.iter().flatten() {
                        self.cells += 1;
                        self.count(cell);
                    }
                }
                Item::Paragraph(_) | Item::Caption(_) => {}
            }
        }
    }
}

impl Display for Compared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} documents: {} headings, {} list items, {} cells in {} tables, {} pictures, {} links, {} notes, {} \
             characters",
            self.documents,
            self.headings,
            self.entries,
            self.cells,
            self.tables,
            self.pictures,
            self.links,
            self.notes,
            self.signs
        )
    }
}

/// What every format must carry of a document, or where one does not.
fn compare(document: &Document, workers: usize) -> Result<Outline, String> {
    type Read = fn(&[u8]) -> Outline;
    let formats: [(&str, &dyn Renderer, Read); 3] = [
        ("HTML", &HtmlRenderer, common::html_text::outline),
        ("DOCX", &DocxRenderer, common::docx_text::outline),
        ("PDF", &PdfRenderer, common::pdf_text::outline),
    ];
    let faults = validate(document);
    if !faults.is_empty() {
        return Err(format!("no sound tree: {faults:?}"));
    }
    let expected = outline::expected(document);
    for (format, renderer, read) in formats {
        let compared = catch_unwind(AssertUnwindSafe(|| {
            assert_parity(document, &expected, &read(&render_tree(renderer, document)));
        }));
        compared.map_err(|panic| format!("{format}: {}", told(&*panic)))?;
    }
    pdf::evict(workers);
    Ok(expected)
}

/// What a panic said.
fn told(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_default()
}

/// How far a long run has come, for whoever waits for it.
#[expect(clippy::disallowed_methods, reason = "proofs keep what they show")]
fn tell(compared: &Compared, faults: &[String]) {
    let path = proof::folder("").join("parity.txt");
    let text = format!(
        "{} differences in {compared}\n{}\n",
        faults.len(),
        faults.join("\n")
    );
    std::fs::write(&path, text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
}

#[test]
fn every_format_carries_the_tree() {
    let asked = std::env::var("KANSLI_PARITY").ok();
    let many = asked
        .as_ref()
        .map_or(USUAL, |n| n.parse().expect("a number"));
    let workers = parallel::workers(None, many);
    let (mut compared, mut faults) = (Compared::default(), Vec::new());
    parallel::in_order(
        many,
        workers,
        |seed| compare(&generate::document(seed as u64), workers),
        |seed, outcome| {
            match outcome {
                Ok(outline) => compared.add(&outline),
                Err(fault) => faults.push(format!("seed {seed}, {fault}")),
            }
            if asked.is_some() && (seed + 1).is_multiple_of(1_000) {
                tell(&compared, &faults);
            }
        },
    );
    if let Some(asked) = asked {
        proof::keep(
            "parity",
            &format!("KANSLI_PARITY={asked} cargo test --release --test parity every_format"),
            &format!("{} differences in {compared}", faults.len()),
        );
    }
    let first = &faults[..faults.len().min(TOLD)];
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        first.join("\n")
    );
}

/// A document in which there is something of everything to lose.
fn rich_document() -> Document {
    let is_rich = |document: &Document| {
        let outline = outline::expected(document);
        let has = |kind: fn(&Item) -> bool| outline.items.iter().any(kind);
        !outline.notes.is_empty()
            && !outline.links.is_empty()
            && has(|item| matches!(item, Item::Table { header: 1, .. }))
            && has(|item| matches!(item, Item::Figure { .. }))
            && has(|item| matches!(item, Item::Caption(_)))
            && has(|item| {
                matches!(
                    item,
                    Item::Entry {
                        number: Some(1),
                        ..
                    }
                )
            })
    };
    (0..10_000)
        .map(generate::document)
        .find(is_rich)
        .expect("among so many there is one")
}

/// The test's own test: each way to lose something must show.
#[test]
fn a_loss_is_seen() {
    type Loss = (&'static str, fn(&str) -> String);
    let losses: [Loss; 10] = [
        ("a heading's level", |m| m.replace("h2>", "h3>")),
        ("a paragraph", |m| m.replacen("<p>", "<p>x", 1)),
        ("a list's kind", |m| {
            m.replace("<ol", "<ul").replace("</ol>", "</ul>")
        }),
        ("a list's first number", |m| {
            m.replacen("<ol>", "<ol start=\"2\">", 1)
        }),
        ("header cells", |m| {
            m.replace("<th ", "<td ").replace("</th>", "</td>")
        }),
        ("a cell's text", |m| m.replacen("<td>", "<td>x", 1)),
        ("a caption", |m| {
            m.replace("</caption", "x</caption")
                .replace("</figcaption", "x</figcaption")
        }),
        ("an alternative text", |m| {
            m.replacen("alt=\"", "alt=\"x", 1)
        }),
        ("a link's address", |m| {
            m.replace("href=\"http", "href=\"xhttp")
                .replace("mailto", "x")
        }),
        ("a note", |m| {
            m.replacen("<li id=\"not-1\">", "<li id=\"not-1\">x", 1)
        }),
    ];
    let document = rich_document();
    let page = String::from_utf8(render_tree(&HtmlRenderer, &document)).expect("UTF-8");
    let expected = outline::expected(&document);
    let (frame, main) = page.split_at(page.find("<main>").expect("a main part"));
    for (loss, lose) in losses {
        let poorer = format!("{frame}{}", lose(main));
        let found = std::panic::catch_unwind(|| common::html_text::outline(poorer.as_bytes()));
        assert!(
            found.is_err() || found.is_ok_and(|found| found != expected),
            "{loss}"
        );
    }
}
