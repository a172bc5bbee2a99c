//! Walks over the tree, so that no caller repeats the shape of it.

use super::{Block, BlockKind, Inline};

/// Calls `f` with every block, a parent before its children.
pub fn blocks<'a>(list: &'a [Block], f: &mut dyn FnMut(&'a Block)) {
    for block in list {
        f(block);
        match &block.kind {
            BlockKind::Section { blocks: inner, .. } => blocks(inner, f),
            BlockKind::List { items, .. } => items.iter().for_each(|item| blocks(item, f)),
            BlockKind::Table(table) => {
                for cell in table.head.iter().chain(table.rows.iter().flatten()) {
                    blocks(&cell.blocks, f);
                }
            }
            BlockKind::Heading { .. }
            | BlockKind::Paragraph { .. }
            | BlockKind::Figure { .. }
            | BlockKind::Facts(_)
            | BlockKind::Signature(_)
            | BlockKind::PageBreak => {}
        }
    }
}

/// Calls `f` with every line of running text in reading order (not with the inside of links and notes).
pub fn inlines<'a>(list: &'a [Block], f: &mut dyn FnMut(&'a [Inline])) {
    blocks(list, &mut |block| match &block.kind {
        BlockKind::Heading { text, .. } | BlockKind::Paragraph { text, .. } => f(text),
        BlockKind::Table(table) => f(&table.caption),
        BlockKind::Figure { caption, .. } => f(caption),
        BlockKind::Facts(facts) => facts.iter().flat_map(|fact| &fact.lines).for_each(|l| f(l)),
        BlockKind::Signature(signers) => {
            for part in super::signature_tables(signers)
                .iter()
                .flat_map(|t| t.rows.iter().flatten())
            {
                f(part);
            }
        }
        BlockKind::Section { .. } | BlockKind::List { .. } | BlockKind::PageBreak => {}
    });
}
