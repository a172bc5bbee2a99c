//! The structure that every format must carry, and what the document's own tree says it is. Knows no format.

use kansli::document::{
    Block, BlockKind, Cell, Document, Inline, Table, note_texts, signature_tables,
};
use unicode_normalization::UnicodeNormalization as _;

/// A document as a reader's program finds it. All text is squeezed: see [`squeeze`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Outline {
    /// In reading order.
    pub items: Vec<Item>,
    /// Texts of the footnotes, in the order of their marks.
    pub notes: Vec<String>,
    /// Text and address of each link: those of the text, then those of the notes.
    pub links: Vec<(String, String)>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    Heading {
        level: u8,
        text: String,
    },
    Paragraph(String),
    /// The first paragraph of an item of a list; `depth` from 1, `number` only in a numbered list.
    Entry {
        depth: usize,
        number: Option<u64>,
        text: String,
    },
    /// Before its table, after its figure.
    Caption(String),
    /// A cell holds items, where neighbouring paragraphs are one.
    Table {
        header: usize,
        rows: Vec<Vec<Vec<Item>>>,
    },
    Figure {
        alt: String,
    },
}

/// Text as it is compared: NFC, no white space of any kind, and nothing that only says where a line may break or not
/// (a soft hyphen, a zero-width space, a word joiner: a page drops the one a line ended at).
pub fn squeeze(text: &str) -> String {
    text.nfc()
        .filter(|c| !matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}') && !c.is_whitespace())
        .collect()
}

impl Outline {
    /// The whole text, notes and alternative texts left out.
    pub fn text(&self) -> String {
        let mut text = String::new();
        collect_text(&self.items, &mut text);
        text
    }
}

fn collect_text(items: &[Item], out: &mut String) {
    for item in items {
        match item {
            Item::Heading { text, .. }
            | Item::Paragraph(text)
            | Item::Entry { text, .. }
            | Item::Caption(text) => out.push_str(text),
            Item::Table { rows, .. } => {
                for cell in rows.iter().flatten() {
                    collect_text(cell, out);
                }
            }
            Item::Figure { .. } => {}
        }
    }
}

/// Items being collected from a flow where text may stand bare between blocks.
#[derive(Debug, Default)]
pub struct Flow {
    items: Vec<Item>,
    run: String,
}

impl Flow {
    /// More text of the paragraph that goes on.
    pub fn text(&mut self, text: &str) {
        self.run.push_str(text);
    }

    /// The paragraph ends, if one has begun.
    pub fn end_paragraph(&mut self) {
        let text = squeeze(&std::mem::take(&mut self.run));
        if !text.is_empty() {
            self.items.push(Item::Paragraph(text));
        }
    }

    /// Items that stand by themselves.
    pub fn items(&mut self, items: impl IntoIterator<Item = Item>) {
        self.end_paragraph();
        self.items.extend(items);
    }

    /// All of it.
    pub fn finish(mut self) -> Vec<Item> {
        self.end_paragraph();
        self.items
    }
}

/// The items of one list item: its first paragraph carries the list's mark.
pub fn list_item(depth: usize, number: Option<u64>, mut items: Vec<Item>) -> Vec<Item> {
    let text = match items.first() {
        Some(Item::Paragraph(_)) => match items.remove(0) {
            Item::Paragraph(text) => text,
            _ => unreachable!("it was a paragraph"),
        },
        _ => String::new(),
    };
    let first = Item::Entry {
        depth,
        number,
        text,
    };
    items.insert(0, first);
    items
}

/// A table; a cell's lines may be paragraphs in one format and line breaks in another.
pub fn table(header: usize, rows: Vec<Vec<Vec<Item>>>) -> Item {
    let rows = rows
        .into_iter()
        .map(|row| row.into_iter().map(merge_paragraphs).collect())
        .collect();
    Item::Table { header, rows }
}

fn merge_paragraphs(items: Vec<Item>) -> Vec<Item> {
    let mut merged: Vec<Item> = Vec::new();
    for item in items {
        match (merged.last_mut(), item) {
            (Some(Item::Paragraph(before)), Item::Paragraph(text)) => before.push_str(&text),
            (_, item) => merged.push(item),
        }
    }
    merged
}

/// What the document itself says its outline is.
pub fn expected(document: &Document) -> Outline {
    let mut links = Vec::new();
    let mut note_links = Vec::new();
    kansli::document::visit::inlines(&document.blocks, &mut |line| {
        collect_links(line, &mut links, &mut note_links);
    });
    links.append(&mut note_links);
    Outline {
        items: blocks(&document.blocks, 0),
        notes: note_texts(document).iter().map(|n| squeeze(n)).collect(),
        links,
    }
}

fn collect_links(
    line: &[Inline],
    links: &mut Vec<(String, String)>,
    note_links: &mut Vec<(String, String)>,
) {
    for inline in line {
        match inline {
            Inline::Link { target, text } => links.push((squeeze(&words(text)), target.clone())),
            Inline::Note(text) => collect_links(text, note_links, &mut Vec::new()),
            Inline::Text { .. } | Inline::LineBreak | Inline::Tab => {}
        }
    }
}

fn words(line: &[Inline]) -> String {
    line.iter()
        .map(|inline| match inline {
            Inline::Text { value, .. } => value.clone(),
            Inline::Link { text, .. } => words(text),
            Inline::Note(_) | Inline::LineBreak | Inline::Tab => String::new(),
        })
        .collect()
}

fn paragraph(line: &[Inline]) -> Vec<Item> {
    let mut flow = Flow::default();
    flow.text(&words(line));
    flow.finish()
}

fn caption(line: &[Inline]) -> Option<Item> {
    let text = squeeze(&words(line));
    (!text.is_empty()).then_some(Item::Caption(text))
}

fn blocks(list: &[Block], depth: usize) -> Vec<Item> {
    list.iter().flat_map(|b| block(&b.kind, depth)).collect()
}

fn block(kind: &BlockKind, depth: usize) -> Vec<Item> {
    match kind {
        BlockKind::Heading { level, text } => vec![Item::Heading {
            level: *level,
            text: squeeze(&words(text)),
        }],
        BlockKind::Paragraph { text, .. } => paragraph(text),
        BlockKind::List { start, items } => items
            .iter()
            .zip(0..)
            .flat_map(|(item, at)| {
                let number = start.map(|first| first + at);
                list_item(depth + 1, number, blocks(item, depth + 1))
            })
            .collect(),
        BlockKind::Table(t) => caption(&t.caption)
            .into_iter()
            .chain([data_table(t)])
            .collect(),
        BlockKind::Figure {
            alt, caption: c, ..
        } => {
            let figure = Item::Figure { alt: squeeze(alt) };
            std::iter::once(figure).chain(caption(c)).collect()
        }
        BlockKind::Section { blocks: inner, .. } => blocks(inner, depth),
        BlockKind::Facts(facts) => {
            let labels = facts.iter().map(|f| paragraph(&[Inline::text(&f.label)]));
            let values = facts.iter().map(|f| paragraph(&f.lines.concat()));
            vec![table(1, vec![labels.collect(), values.collect()])]
        }
        BlockKind::Signature(signers) => signature_tables(signers)
            .into_iter()
            .map(|signature| {
                let row = |row: &Vec<&[Inline]>| row.iter().map(|part| paragraph(part)).collect();
                table(1, signature.rows.iter().map(row).collect())
            })
            .collect(),
        BlockKind::PageBreak => Vec::new(),
    }
}

fn data_table(t: &Table) -> Item {
    let row = |cells: &Vec<Cell>| cells.iter().map(|c| blocks(&c.blocks, 0)).collect();
    table(
        1,
        std::iter::once(&t.head).chain(&t.rows).map(row).collect(),
    )
}

/// The first place where two outlines differ, cells looked into.
pub fn difference(found: &[Item], expected: &[Item]) -> Option<String> {
    let longest = found.len().max(expected.len());
    (0..longest).find_map(|at| match (found.get(at), expected.get(at)) {
        (found, expected) if found == expected => None,
        (
            Some(Item::Table {
                header: a,
                rows: found,
            }),
            Some(Item::Table {
                header: b,
                rows: expected,
            }),
        ) if a == b && shape(found) == shape(expected) => found
            .iter()
            .flatten()
            .zip(expected.iter().flatten())
            .find_map(|(found, expected)| difference(found, expected)),
        (found, expected) => Some(format!(
            "item {at}\n   found {found:?}\nexpected {expected:?}"
        )),
    })
}

/// How many cells each row has.
fn shape(rows: &[Vec<Vec<Item>>]) -> Vec<usize> {
    rows.iter().map(Vec::len).collect()
}
