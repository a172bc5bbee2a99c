//! Data is inert: a document's shape depends on which fields there are and what their rich text says in its grammar,
//! never on what a plain field holds; and every format carries every word.

mod common;

use common::arende::{HOSTILE, Made, Rich};
use common::bench::Bench;
use common::outline::{self, Outline, difference, squeeze};
use fastrand::Rng;
use kansli::document::{Block, BlockKind, Document, Signer, Table, plain_text};
use kansli::render::pdf;
use kansli::workspace::{Checked, Format, Ready};
use serde_json::{Value, json};

/// Ärenden in an ordinary run; `KANSLI_SHAPE` asks for more.
const USUAL: u64 = 150;
/// One in so many is set as PDF too in an ordinary run; all of them when more are asked for.
const SET: u64 = 15;

/// An ärende judged.
fn check(bench: &Bench, value: &Value, what: &str) -> Checked {
    let bytes = serde_json::to_vec_pretty(value).expect("JSON");
    bench.check_bytes(&bytes, what)
}

/// The document of an ärende, whatever the rules say of it.
fn ready(bench: &Bench, made: &Made, what: &str) -> Ready {
    let checked = check(bench, &made.value, what);
    let findings = format!("{:#?}", checked.findings);
    checked
        .ready()
        .unwrap_or_else(|_| panic!("{what}: {findings}\n{:#}", made.value))
}

fn is_asked_for() -> Option<u64> {
    let asked = std::env::var("KANSLI_SHAPE").ok()?;
    Some(asked.parse().expect("KANSLI_SHAPE is a number"))
}

/// Tries every seed, shared between as many threads as the machine has processors.
fn for_each_seed(check: impl Fn(&Bench, u64) + Sync) {
    for_each_of(is_asked_for().unwrap_or(USUAL), check);
}

fn for_each_of(many: u64, check: impl Fn(&Bench, u64) + Sync) {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let bench = Bench::new();
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let (check, bench) = (&check, &bench);
            scope.spawn(move || {
                (thread as u64..many)
                    .step_by(threads)
                    .for_each(|seed| check(bench, seed));
            });
        }
    });
}

/// Everything of a tree but its words.
fn shape(document: &Document) -> String {
    blocks(&document.blocks)
}

fn blocks(list: &[Block]) -> String {
    let shapes: Vec<String> = list.iter().map(|b| block(&b.kind)).collect();
    shapes.join(" ")
}

fn block(kind: &BlockKind) -> String {
    match kind {
        BlockKind::Heading { level, .. } => format!("h{level}"),
        BlockKind::Paragraph { style, .. } => format!("{style:?}"),
        BlockKind::List { start, items } => {
            let items: Vec<String> = items.iter().map(|item| blocks(item)).collect();
            format!("list {start:?} [{}]", items.join(" | "))
        }
        BlockKind::Table(t) => table(t),
        BlockKind::Figure { image, width, .. } => format!("figure {image} {width}"),
        BlockKind::Section { role, blocks: b } => format!("{}({})", role.id(), blocks(b)),
        BlockKind::Facts(facts) => format!("facts {}", facts.len()),
        BlockKind::Signature(signers) => {
            let parts = |s: &Signer| (!s.over.is_empty(), !s.name.is_empty(), !s.under.is_empty());
            format!("signed {:?}", signers.iter().map(parts).collect::<Vec<_>>())
        }
        BlockKind::PageBreak => "break".into(),
    }
}

fn table(table: &Table) -> String {
    let rows: Vec<String> = std::iter::once(&table.head)
        .chain(&table.rows)
        .map(|row| {
            let cells: Vec<String> = row.iter().map(|cell| blocks(&cell.blocks)).collect();
            cells.join(" | ")
        })
        .collect();
    format!(
        "table {} {:?} [{}]",
        !table.caption.is_empty(),
        table.align,
        rows.join(" / ")
    )
}

/// Some hostile text, never empty.
fn hostile(rng: &mut Rng) -> String {
    let parts: Vec<&str> = (0..rng.usize(1..4))
        .map(|_| HOSTILE[rng.usize(..HOSTILE.len())])
        .collect();
    parts.join(if rng.bool() { " " } else { "" })
}

/// Plain fields that a template prints in another form, or not at all beside another field.
fn is_printed(made: &Made, pointer: &str) -> bool {
    let (parent, name) = pointer.rsplit_once('/').expect("a field");
    let has = |key: &str| made.value.pointer(&format!("{parent}/{key}")).is_some();
    if is_withdrawn(made, pointer) {
        return false;
    }
    match name {
        // The file behind a supporting document is for whoever fetches it.
        "fil" => false,
        // In an extract, those who serve only settle the order of a vote.
        _ if parent.starts_with("/tjanstgorande/") => false,
        // Whom a decision is about stands in its points.
        _ if parent.ends_with("/parter") => false,
        "ordforande" => made
            .value
            .pointer("/proposition/forslag")
            .and_then(Value::as_array)
            .is_some_and(|all| all.len() > 1),
        // The earlier meeting's file; what is written out takes the place of what is pointed at.
        "mote" => false,
        _ if parent.starts_with("/tidigare/") => made.value.get("tidigare_behandling").is_none(),
        "id" => !has("rubrik"),
        "odaterad" => !has("datum"),
        "klass" => has("diarienummer"),
        "paragraf" if parent == "/antagande" => has("beslutad_av"),
        // A proposal to another body is a heading; without the body it comes from there is none.
        "till" | "instans" if parent.contains("/forslag/") => {
            name == "instans" && has("instans") || has("instans") || has("fran")
        }
        "till" if parent.contains("/beslut/") => {
            has("instans") || made.value.get("instans").is_some()
        }
        _ => true,
    }
}

/// Part of a yrkande that was taken back.
fn is_withdrawn(made: &Made, pointer: &str) -> bool {
    let steps: Vec<&str> = pointer.split('/').take(3).collect();
    let whole = made.value.pointer(&steps.join("/"));
    steps.get(1) == Some(&"yrkanden") && whole.is_some_and(|y| y["aterkallat"] == true)
}

/// A field's text as the tree must hold it: what filters change (a genitive's ending, the case of the first letter)
/// is cut off.
fn kept(pointer: &str, text: &str) -> String {
    let name = pointer.rsplit('/').next().expect("a name");
    let mut rest = text.chars();
    if matches!(name, "instans" | "till" | "fran" | "id") {
        rest.next();
    }
    squeeze(rest.as_str())
}

#[test]
fn plain_fields_never_change_the_shape() {
    for_each_seed(|bench, seed| {
        let made = bench.generator.make(seed, Rich::Grammar);
        let mut rng = Rng::with_seed(seed);
        let wild = made.with_plain(|_| hostile(&mut rng));
        let what = format!("seed {seed}");
        let tame = shape(ready(bench, &made, &what).document());
        assert_eq!(
            shape(ready(bench, &wild, &what).document()),
            tame,
            "{what}: {:#}",
            wild.value
        );
    });
}

#[test]
fn every_field_is_in_the_text_as_it_was_written() {
    for_each_seed(|bench, seed| {
        let made = bench.generator.make(seed, Rich::Words);
        let mut rng = Rng::with_seed(seed);
        for made in [made.with_plain(|_| hostile(&mut rng)), made] {
            let ready = ready(bench, &made, &format!("seed {seed}"));
            let text = squeeze(&plain_text(ready.document()));
            for pointer in made.plain.iter().filter(|p| is_printed(&made, p)) {
                let words = kept(pointer, &made.text(pointer));
                assert!(
                    text.contains(&words),
                    "seed {seed}: {pointer} {words:?}\n{:#}",
                    made.value
                );
            }
            for pointer in made.rich.iter().filter(|p| is_printed(&made, p)) {
                let words = squeeze(&made.text(pointer));
                assert!(
                    text.contains(&words),
                    "seed {seed}: {pointer} {words:?}\n{:#}",
                    made.value
                );
            }
        }
    });
}

#[test]
fn a_blank_field_is_no_fault_of_the_template() {
    for_each_of(5, |bench, seed| {
        let made = bench.generator.make(seed, Rich::Words);
        for pointer in made.plain.iter().chain(&made.rich) {
            let is_rich = made.rich.contains(pointer);
            let blank = if is_rich {
                json!([" "])
            } else {
                json!(" \u{a0}\n")
            };
            let mut value = made.value.clone();
            *value.pointer_mut(pointer).expect("a field") = blank;
            check(bench, &value, &format!("seed {seed}, {pointer}"));
        }
    });
}

fn assert_same(found: &Outline, ready: &Ready, what: &str) {
    let expected = outline::expected(ready.document());
    if let Some(difference) = difference(&found.items, &expected.items) {
        panic!("{what}: {difference}");
    }
    assert_eq!(found.notes, expected.notes, "{what}");
    assert_eq!(found.links, expected.links, "{what}");
    assert_eq!(
        found.text(),
        squeeze(&plain_text(ready.document())),
        "{what}"
    );
}

#[test]
fn every_format_carries_every_word() {
    for_each_seed(|bench, seed| {
        let mut made = bench.generator.make(seed, Rich::Hostile);
        let mut rng = Rng::with_seed(seed);
        if rng.bool() {
            made = made.with_plain(|_| hostile(&mut rng));
        }
        let ready = ready(bench, &made, &format!("seed {seed}"));
        let bytes = |format: Format| {
            let rendered = bench.workspace.render(&ready, format);
            rendered
                .unwrap_or_else(|e| panic!("seed {seed}, {format:?}: {e}"))
                .bytes
        };
        let html = common::html_text::outline(&bytes(Format::Html));
        assert_same(&html, &ready, &format!("seed {seed}, HTML"));
        let docx = common::docx_text::outline(&bytes(Format::Docx));
        assert_same(&docx, &ready, &format!("seed {seed}, DOCX"));
        assert!(!bytes(Format::Text).is_empty());
        if is_asked_for().is_some() || seed.is_multiple_of(SET) {
            let set = common::pdf_text::outline(&bytes(Format::Pdf));
            pdf::evict(2);
            assert_same(&set, &ready, &format!("seed {seed}, PDF"));
        }
    });
}
