//! What a table cell can hold: paragraphs, lists and pictures. Turns everything else into paragraphs, and loses no word.

use crate::document::{Block, BlockKind, Inline, Table};

/// The blocks of a cell, and whether a table stood among them.
pub(super) fn fitted(blocks: Vec<Block>) -> (Vec<Block>, bool) {
    let mut has_table = false;
    let fitted = fit(blocks, &mut has_table);
    (fitted, has_table)
}

fn fit(blocks: Vec<Block>, has_table: &mut bool) -> Vec<Block> {
    let mut fitted = Vec::with_capacity(blocks.len());
    for block in blocks {
        let origin = block.origin.clone();
        let paragraph = |text| Block {
            origin: origin.clone(),
            ..Block::paragraph(text)
        };
        match block.kind {
            BlockKind::Heading { text, .. } => fitted.push(paragraph(strong(text))),
            BlockKind::Table(table) => {
                *has_table = true;
                fitted.extend(lines(table).map(paragraph));
            }
            BlockKind::List { start, items } => {
                let items = items.into_iter().map(|item| fit(item, has_table)).collect();
                fitted.push(Block {
                    kind: BlockKind::List { start, items },
                    origin,
                    held: false,
                });
            }
            kind => fitted.push(Block {
                kind,
                origin,
                held: false,
            }),
        }
    }
    fitted
}

/// A heading in a cell heads nothing outside it: it is only set off.
fn strong(mut text: Vec<Inline>) -> Vec<Inline> {
    for inline in &mut text {
        if let Inline::Text { style, .. } = inline {
            style.strong = true;
        }
    }
    text
}

/// The rows of a table as lines of text, the cells parted as they were written.
fn lines(table: Table) -> impl Iterator<Item = Vec<Inline>> {
    let rows = std::iter::once(table.head).chain(table.rows);
    rows.map(|row| {
        let mut line = Vec::new();
        for block in row.into_iter().flat_map(|cell| cell.blocks) {
            let BlockKind::Paragraph { text, .. } = block.kind else {
                continue;
            };
            if !line.is_empty() {
                line.push(Inline::text(" | "));
            }
            line.extend(text);
        }
        line
    })
    .filter(|line| !line.is_empty())
}
