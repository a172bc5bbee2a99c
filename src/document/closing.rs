//! What goes along with the signatures: they never stand alone on a page. One rule for every paged format; how it is
//! kept is each renderer's own business.

use super::{Block, BlockKind, Inline};

/// A list or table of at most this many items or rows goes along whole; of a longer one, only its end.
const SHORT: usize = 6;

/// Letters in a list or table that goes along whole: about a fifth of a page.
const FEW_LETTERS: usize = 800;

/// How much of the end of a longer list goes along.
const END: usize = 2;

/// Marks what stays on the page of the signatures after it: [`Block::held`].
pub fn hold(blocks: &mut [Block]) {
    hold_before(blocks, false);
}

/// Marks the end of `blocks` if signatures follow; tells whether what stands before `blocks` must stay too.
fn hold_before(blocks: &mut [Block], mut signed: bool) -> bool {
    for block in blocks.iter_mut().rev() {
        match &mut block.kind {
            BlockKind::Section { blocks, .. } => {
                signed = hold_before(blocks, signed);
                continue;
            }
            // Signers in several groups stay together too.
            BlockKind::Signature(_) => {
                block.held = signed;
                signed = true;
                continue;
            }
            // A heading stays with what it heads, so that what must stay stands before it.
            BlockKind::Heading { .. } => {
                block.held = signed;
                continue;
            }
            BlockKind::Paragraph { .. } | BlockKind::Figure { .. } => block.held = signed,
            BlockKind::List { items, .. } if signed => {
                block.held = items.len() <= SHORT && items.iter().all(|item| is_plain(item));
                block.held &= letters(items.iter().flatten()) <= FEW_LETTERS;
                let from = if block.held {
                    0
                } else {
                    items.len().saturating_sub(END)
                };
                for item in &mut items[from..] {
                    hold_before(item, true);
                }
            }
            BlockKind::Table(table) if signed => {
                let cells = || table.rows.iter().flatten().flat_map(|cell| &cell.blocks);
                block.held = table.rows.len() <= SHORT && letters(cells()) <= FEW_LETTERS;
                let from = if block.held {
                    0
                } else {
                    table.rows.len().saturating_sub(1)
                };
                for cell in table.rows[from..].iter_mut().flatten() {
                    hold_before(&mut cell.blocks, true);
                }
            }
            BlockKind::List { .. }
            | BlockKind::Table(_)
            | BlockKind::Facts(_)
            | BlockKind::PageBreak => {}
        }
        signed = false;
    }
    signed
}

/// An item of a paragraph and nothing else.
fn is_plain(item: &[Block]) -> bool {
    matches!(item, [block] if matches!(block.kind, BlockKind::Paragraph { .. }))
}

fn letters<'a>(blocks: impl Iterator<Item = &'a Block>) -> usize {
    blocks
        .map(|block| match &block.kind {
            BlockKind::Paragraph { text, .. } => text.iter().map(inline_letters).sum(),
            // Nothing else is known to be low.
            _ => FEW_LETTERS,
        })
        .fold(0, usize::saturating_add)
}

fn inline_letters(inline: &Inline) -> usize {
    match inline {
        Inline::Text { value, .. } => value.len(),
        Inline::Link { text, .. } => text.iter().map(inline_letters).sum(),
        Inline::Note(_) => FEW_LETTERS,
        Inline::LineBreak => 90,
        Inline::Tab => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::hold;
    use crate::document::{Block, BlockKind, Inline, Role, Signer};

    fn paragraph() -> Block {
        Block::paragraph(vec![Inline::text("Text.")])
    }

    fn heading() -> Block {
        let text = vec![Inline::text("Rubrik")];
        Block::new(BlockKind::Heading { level: 2, text })
    }

    fn list(items: usize) -> Block {
        let items = vec![vec![paragraph()]; items];
        Block::new(BlockKind::List { start: None, items })
    }

    fn signature() -> Block {
        Block::new(BlockKind::Signature(vec![Signer {
            over: Vec::new(),
            name: vec![Inline::text("Namn")],
            under: Vec::new(),
        }]))
    }

    fn section(blocks: Vec<Block>) -> Block {
        let role = Role::Expediering;
        Block::new(BlockKind::Section { role, blocks })
    }

    /// A letter a block, capital where it is held.
    fn marks(blocks: &[Block]) -> String {
        let mut marks = String::new();
        crate::document::visit::blocks(blocks, &mut |block| {
            let mark = match block.kind {
                BlockKind::Heading { .. } => 'h',
                BlockKind::Paragraph { .. } => 'p',
                BlockKind::List { .. } => 'l',
                BlockKind::Signature(_) => 's',
                _ => return,
            };
            marks.push(if block.held {
                mark.to_ascii_uppercase()
            } else {
                mark
            });
        });
        marks
    }

    fn held(mut blocks: Vec<Block>) -> String {
        hold(&mut blocks);
        marks(&blocks)
    }

    #[test]
    fn what_stands_before_the_signatures_stays_with_them() {
        assert_eq!(held(vec![paragraph(), paragraph(), signature()]), "pPs");
        assert_eq!(
            held(vec![
                section(vec![heading(), list(2)]),
                section(vec![signature()])
            ]),
            "hLPPs"
        );
        assert_eq!(held(vec![list(9), signature()]), "lpppppppPPs");
        // A group's own heading, and the group before it.
        assert_eq!(
            held(vec![
                paragraph(),
                heading(),
                signature(),
                heading(),
                signature()
            ]),
            "PHSHs"
        );
        assert_eq!(held(vec![signature(), paragraph()]), "sp");
        assert_eq!(
            held(vec![
                paragraph(),
                Block::new(BlockKind::PageBreak),
                signature()
            ]),
            "ps"
        );
    }
}
