//! Sections with a role: what each role makes of its blocks, and the order the profile prints them in.

use crate::document::{Block, BlockKind, Fact, Inline, ParagraphStyle, Role, inline_text};

use super::MarkupError;
use super::builder;
use super::fences::{Fence, Part};
use super::levels;
use super::output::Output;

/// How the profile wants the sections of a document type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arrangement {
    /// Ids of the sections in printing order; what is not named stays where the template put it.
    pub order: Vec<String>,
    /// Whether headings under the title are numbered: 1, 1.1, 1.2 …
    pub numbered: bool,
}

/// The blocks of all parts.
pub(super) fn build(
    parts: Vec<Part<'_>>,
    output: &mut Output<'_>,
) -> Result<Vec<Block>, MarkupError> {
    // A section's own heading is the first Markdown in it, so every part starts from the level above.
    build_at(parts, 1, output)
}

fn build_at(
    parts: Vec<Part<'_>>,
    above: u8,
    output: &mut Output<'_>,
) -> Result<Vec<Block>, MarkupError> {
    let mut blocks = Vec::new();
    let mut level = above;
    for part in parts {
        match part {
            Part::Markdown(markdown, line) => {
                let own = builder::build(markdown, level, output)
                    .map_err(|message| MarkupError::at(line, message))?;
                level = last_level(&own).unwrap_or(level);
                blocks.extend(own);
            }
            Part::Section(Fence::Role(role), inner) => {
                let inner = build_at(inner, level, output)?;
                blocks.extend(section(role, inner));
            }
            Part::Section(Fence::Style(style), inner) => {
                blocks.extend(
                    build_at(inner, level, output)?
                        .into_iter()
                        .map(|block| restyled(block, style)),
                );
            }
        }
    }
    Ok(blocks)
}

fn last_level(blocks: &[Block]) -> Option<u8> {
    blocks.iter().rev().find_map(|block| match block.kind {
        BlockKind::Heading { level, .. } => Some(level),
        _ => None,
    })
}

/// A section, unless there is nothing to read in it (STR-05: an empty optional section is not printed).
fn section(role: Role, mut blocks: Vec<Block>) -> Option<Block> {
    match role {
        Role::Fakta => blocks = blocks.into_iter().flat_map(facts).collect(),
        // Its templates are those of an extract, where the §'s title is the document's.
        Role::Paragraf => lower(&mut blocks),
        _ => {}
    }
    let is_empty = blocks
        .iter()
        .all(|block| matches!(block.kind, BlockKind::Heading { .. } | BlockKind::PageBreak));
    (!is_empty).then(|| Block::new(BlockKind::Section { role, blocks }))
}

/// Moves every heading one level down.
fn lower(blocks: &mut [Block]) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Heading { level, .. } => *level = (*level + 1).min(6),
            BlockKind::Section { blocks, .. } => lower(blocks),
            _ => {}
        }
    }
}

fn restyled(mut block: Block, wanted: ParagraphStyle) -> Block {
    if let BlockKind::Paragraph { style, .. } = &mut block.kind {
        *style = wanted;
    }
    block
}

/// How many facts stand beside each other.
const BESIDE: usize = 4;

/// A list under the role `fakta`: bold text first in an item is the label, the rest its lines.
fn facts(block: Block) -> Vec<Block> {
    let BlockKind::List { items, .. } = block.kind else {
        return vec![block];
    };
    let facts: Vec<Fact> = items.into_iter().filter_map(fact).collect();
    let rows = facts.chunks(BESIDE);
    let mut rows: Vec<Block> = rows
        .map(|beside| Block::new(BlockKind::Facts(beside.to_vec())))
        .collect();
    // The rows of one list stay together.
    if let Some((_, before)) = rows.split_last_mut() {
        for row in before {
            row.held = true;
        }
    }
    rows
}

fn fact(item: Vec<Block>) -> Option<Fact> {
    let BlockKind::Paragraph { text, .. } = item.into_iter().next()?.kind else {
        return None;
    };
    let is_label = |inline: &&Inline| matches!(inline, Inline::Text { style, .. } if style.strong);
    let split = text.iter().take_while(is_label).count();
    let mut label = String::new();
    inline_text(&text[..split], &mut label);
    let lines: Vec<Vec<Inline>> = text[split..]
        .split(|inline| *inline == Inline::LineBreak)
        .map(without_leading_space)
        .filter(|line| !line.is_empty())
        .collect();
    (!lines.is_empty()).then_some(Fact { label, lines })
}

fn without_leading_space(line: &[Inline]) -> Vec<Inline> {
    let mut line = line.to_vec();
    if let Some(Inline::Text { value, .. }) = line.first_mut() {
        *value = value.trim_start().to_owned();
        if value.is_empty() {
            line.remove(0);
        }
    }
    line
}

/// Puts the top sections in the profile's order, settles the headings' levels and numbers them if the profile wants so.
pub(super) fn arrange(mut blocks: Vec<Block>, arrangement: &Arrangement) -> Vec<Block> {
    sort(&mut blocks, arrangement);
    levels::settle(&mut blocks);
    if arrangement.numbered {
        number(&mut blocks, &mut [0; 7]);
    }
    blocks
}

/// Sorts the sections beside each other, and those of every § by themselves.
fn sort(blocks: &mut [Block], arrangement: &Arrangement) {
    let place = |block: &Block| match &block.kind {
        BlockKind::Section { role, .. } => arrangement.order.iter().position(|id| id == role.id()),
        _ => None,
    };
    for block in &mut *blocks {
        if let BlockKind::Section {
            role: Role::Paragraf,
            blocks: inner,
        } = &mut block.kind
        {
            sort(inner, arrangement);
        }
    }
    // Each run of sections that the profile orders is sorted in itself: a stable sort, so equals keep their order.
    let mut start = 0;
    while start < blocks.len() {
        let run = blocks[start..]
            .iter()
            .take_while(|b| place(b).is_some())
            .count();
        blocks[start..start + run].sort_by_key(|b| place(b));
        start += run.max(1);
    }
}

/// Writes the number before each heading under the title.
fn number(blocks: &mut [Block], counters: &mut [u32; 7]) {
    for block in blocks {
        match &mut block.kind {
            BlockKind::Heading { level, text } if *level > 1 => {
                let level = usize::from(*level).min(6);
                counters[level] += 1;
                counters[level + 1..].fill(0);
                let written: Vec<String> = counters[2..=level].iter().map(u32::to_string).collect();
                // A no-break space keeps the number with its heading.
                text.insert(0, Inline::text(format!("{}\u{a0}", written.join("."))));
            }
            BlockKind::Section { blocks: inner, .. } => number(inner, counters),
            _ => {}
        }
    }
}
