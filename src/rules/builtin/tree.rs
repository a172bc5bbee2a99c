//! What the rules share that read the finished tree: which field a block came from, and whether it can be read. Is no
//! rule itself.

use crate::document::{Block, BlockKind, Inline, inline_text, visit};
use crate::pointer::Pointer;

/// The first field that the blocks came from.
pub(super) fn origin(blocks: &[Block]) -> Option<Pointer> {
    let mut first = None;
    visit::blocks(blocks, &mut |block| {
        if first.is_none() {
            first.clone_from(&block.origin);
        }
        if let (None, BlockKind::Heading { text, .. } | BlockKind::Paragraph { text, .. }) =
            (&first, &block.kind)
        {
            first = text.iter().find_map(|inline| match inline {
                Inline::Text { from, .. } => from.clone(),
                _ => None,
            });
        }
    });
    first
}

/// The words of a heading; `None` for any other block.
pub(super) fn heading(block: &Block) -> Option<(u8, String)> {
    let BlockKind::Heading { level, text } = &block.kind else {
        return None;
    };
    let mut words = String::new();
    inline_text(text, &mut words);
    Some((*level, words.trim().to_owned()))
}

/// Whether there is anything under the headings: words, a picture, a line to sign on.
pub(super) fn has_content(blocks: &[Block]) -> bool {
    let mut found = false;
    visit::blocks(blocks, &mut |block| match &block.kind {
        BlockKind::Paragraph { text, .. } if !found => {
            let mut words = String::new();
            inline_text(text, &mut words);
            found = !words.trim().is_empty();
        }
        BlockKind::Figure { .. } | BlockKind::Facts(_) | BlockKind::Signature(_) => found = true,
        _ => {}
    });
    found
}
