//! The tree's own text: what every output must carry, against which they are all compared. Knows no format.

use super::{Block, BlockKind, Cell, Document, Inline, signature_tables};

/// The text of the whole document in reading order, notes left out: one line per paragraph, heading, fact, cell.
#[must_use]
pub fn plain_text(document: &Document) -> String {
    let mut out = String::new();
    blocks(&document.blocks, &mut out);
    out
}

/// The texts of the footnotes in the order of their marks.
#[must_use]
pub fn note_texts(document: &Document) -> Vec<String> {
    let mut notes = Vec::new();
    super::visit::inlines(&document.blocks, &mut |line| {
        for inline in line {
            if let Inline::Note(text) = inline {
                let mut note = String::new();
                inlines(text, &mut note);
                notes.push(note);
            }
        }
    });
    notes
}

/// The text of one line of inlines, notes left out, a tab as a space and a line break as a newline.
pub(crate) fn inlines(line: &[Inline], out: &mut String) {
    for inline in line {
        match inline {
            Inline::Text { value, .. } => out.push_str(value),
            Inline::Link { text, .. } => inlines(text, out),
            Inline::Note(_) => {}
            Inline::LineBreak => out.push('\n'),
            Inline::Tab => out.push(' '),
        }
    }
}

fn line(text: &[Inline], out: &mut String) {
    if !text.is_empty() {
        inlines(text, out);
        out.push('\n');
    }
}

fn cell(cell: &Cell, out: &mut String) {
    blocks(&cell.blocks, out);
}

fn blocks(list: &[Block], out: &mut String) {
    for block in list {
        match &block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph { text, .. } => line(text, out),
            BlockKind::List { items, .. } => items.iter().for_each(|item| blocks(item, out)),
            BlockKind::Table(table) => {
                line(&table.caption, out);
                table.head.iter().for_each(|c| cell(c, out));
                table.rows.iter().flatten().for_each(|c| cell(c, out));
            }
            BlockKind::Figure { caption, .. } => line(caption, out),
            BlockKind::Section { blocks: inner, .. } => blocks(inner, out),
            BlockKind::Facts(facts) => {
                // Row by row: it is a table of one header row (labels) and one row of values.
                for fact in facts {
                    out.push_str(&fact.label);
                    out.push('\n');
                }
                for fact in facts {
                    fact.lines.iter().for_each(|l| line(l, out));
                }
            }
            BlockKind::Signature(signers) => {
                for table in signature_tables(signers) {
                    table.rows.iter().flatten().for_each(|part| line(part, out));
                }
            }
            BlockKind::PageBreak => {}
        }
    }
}
