//! Every format carries the same text, headings, lists, tables, alternative texts, notes and links: those of the
//! document's own tree. A mistake common to all formats shows too, because none of them is the measure.

mod common;

use std::sync::Arc;

use common::generate;
use common::outline::{self, Item, Outline, difference};
use kansli::document::{Document, plain_text, validate};
use kansli::render::pdf::{self, PdfRenderer};
use kansli::render::{Design, DocxRenderer, HtmlRenderer, RenderContext, Renderer};

/// Documents in an ordinary run; `KANSLI_PARITY` asks for more.
const USUAL: u64 = 150;

/// Tries every document, shared between as many threads as the machine has processors.
fn for_each_document(check: impl Fn(u64, &Document) + Sync) {
    let many = std::env::var("KANSLI_PARITY").map_or(USUAL, |n| n.parse().expect("a number"));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let check = &check;
            scope.spawn(move || {
                for seed in (thread as u64..many).step_by(threads) {
                    check(seed, &generate::document(seed));
                }
            });
        }
    });
}

fn bytes(renderer: &dyn Renderer, document: &Document) -> Vec<u8> {
    let context = RenderContext {
        design: &Design::default(),
        layout: &layout,
        threads: 1,
    };
    let rendered = renderer.render(document, &context);
    rendered.unwrap_or_else(|e| panic!("{e}")).bytes
}

fn layout(name: &str) -> Option<Arc<str>> {
    (name == "bas.typ").then(|| include_str!("../templates/layout/bas.typ").into())
}

fn assert_parity(seed: u64, document: &Document, found: &Outline) {
    let expected = outline::expected(document);
    if let Some(difference) = difference(&found.items, &expected.items) {
        panic!("seed {seed}: {difference}");
    }
    assert_eq!(found.notes, expected.notes, "seed {seed}");
    assert_eq!(found.links, expected.links, "seed {seed}");
    assert_eq!(
        found.text(),
        outline::squeeze(&plain_text(document)),
        "seed {seed}"
    );
}

#[test]
fn the_generator_makes_sound_trees() {
    for_each_document(|seed, document| assert_eq!(validate(document), [], "seed {seed}"));
}

#[test]
fn html_carries_the_tree() {
    for_each_document(|seed, document| {
        let found = common::html_text::outline(&bytes(&HtmlRenderer, document));
        assert_parity(seed, document, &found);
    });
}

#[test]
fn word_carries_the_tree() {
    for_each_document(|seed, document| {
        let found = common::docx_text::outline(&bytes(&DocxRenderer, document));
        assert_parity(seed, document, &found);
    });
}

#[test]
fn pdf_carries_the_tree() {
    for_each_document(|seed, document| {
        let found = common::pdf_text::outline(&bytes(&PdfRenderer, document));
        pdf::evict(2);
        assert_parity(seed, document, &found);
    });
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
    let page = String::from_utf8(bytes(&HtmlRenderer, &document)).expect("UTF-8");
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
