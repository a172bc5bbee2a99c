//! Heading levels that data has chosen: a heading stands one level under the one it belongs to, however many levels the
//! writer skipped. Leaves a template's own headings alone: those are judged.

use crate::document::{Block, BlockKind, Inline};

/// A heading that others may stand under.
struct Open {
    /// The level it was given.
    written: u8,
    /// The level it is printed at.
    printed: u8,
}

/// Closes the gaps between the levels of headings made from data. Headings without gaps stay as they are.
pub(super) fn settle(blocks: &mut [Block]) {
    settle_under(blocks, &mut Vec::new());
}

fn settle_under(blocks: &mut [Block], open: &mut Vec<Open>) {
    for block in blocks {
        let has_origin = block.origin.is_some();
        match &mut block.kind {
            BlockKind::Heading { level, text } => {
                let written = *level;
                while open.last().is_some_and(|above| above.written >= written) {
                    open.pop();
                }
                if let Some(above) = open.last()
                    && (has_origin || is_data(text))
                {
                    *level = above.printed + 1;
                }
                let printed = *level;
                open.push(Open { written, printed });
            }
            BlockKind::Section { blocks: inner, .. } => settle_under(inner, open),
            BlockKind::List { items, .. } => {
                for item in items {
                    settle_under(item, open);
                }
            }
            BlockKind::Table(table) => {
                for cell in table.head.iter_mut().chain(table.rows.iter_mut().flatten()) {
                    settle_under(&mut cell.blocks, open);
                }
            }
            BlockKind::Paragraph { .. }
            | BlockKind::Figure { .. }
            | BlockKind::Facts(_)
            | BlockKind::Signature(_)
            | BlockKind::PageBreak => {}
        }
    }
}

/// Whether a heading says something from the ärende.
fn is_data(text: &[Inline]) -> bool {
    text.iter()
        .any(|inline| matches!(inline, Inline::Text { from: Some(_), .. }))
}

#[cfg(test)]
mod tests {
    use super::settle;
    use crate::document::{Block, BlockKind, Inline};
    use crate::pointer::Pointer;

    fn settled(written: &[u8], from: Option<&Pointer>) -> Vec<u8> {
        let mut blocks: Vec<Block> = written
            .iter()
            .map(|level| {
                let mut text = Inline::text("Rubrik");
                if let (Inline::Text { from: own, .. }, Some(from)) = (&mut text, from) {
                    *own = Some(from.clone());
                }
                Block::new(BlockKind::Heading {
                    level: *level,
                    text: vec![text],
                })
            })
            .collect();
        settle(&mut blocks);
        blocks
            .iter()
            .map(|block| match block.kind {
                BlockKind::Heading { level, .. } => level,
                _ => 0,
            })
            .collect()
    }

    #[test]
    fn gaps_are_closed_and_neighbours_stay_neighbours() {
        let field = Pointer::root().key("arendet");
        for (written, printed) in [
            (&[1, 2, 3, 3, 2, 3][..], &[1, 2, 3, 3, 2, 3][..]),
            (&[1, 3, 2], &[1, 2, 2]),
            (&[1, 2, 4, 5, 4, 3], &[1, 2, 3, 4, 3, 3]),
            (&[1, 6, 6, 2], &[1, 2, 2, 2]),
        ] {
            assert_eq!(settled(written, Some(&field)), printed, "{written:?}");
        }
        assert_eq!(settled(&[1, 3], None), [1, 3], "the template's fault");
    }
}
