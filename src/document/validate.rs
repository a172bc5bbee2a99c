//! What a tree must be before any renderer sees it. A fault here is the template's, never the data's.

use super::{Block, BlockKind, Document, Inline};

/// How a tree is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The first heading is missing or not level 1.
    #[error("dokumentet börjar inte med en titel (rubrik på nivå 1)")]
    NoTitle,
    /// More than one heading of level 1.
    #[error("dokumentet har mer än en rubrik på nivå 1: ”{0}”")]
    SecondTitle(String),
    /// A heading skips a level.
    #[error("rubriken ”{text}” har nivå {level} direkt under nivå {above}")]
    LevelJump {
        /// The heading's words.
        text: String,
        /// Its level.
        level: u8,
        /// The level before it.
        above: u8,
    },
    /// A heading without text.
    #[error("en rubrik saknar text")]
    EmptyHeading,
    /// A row has another number of cells than the header.
    #[error("tabellrad {row} har {cells} celler, men tabellhuvudet har {columns}")]
    RaggedRow {
        /// From 1.
        row: usize,
        /// Its cells.
        cells: usize,
        /// The header's.
        columns: usize,
    },
    /// A picture without alternative text.
    #[error("en bild saknar alternativtext")]
    NoAlt,
    /// A figure or logo refers to a picture that is not there.
    #[error("en bild hänvisar till bildnummer {0} som inte finns")]
    NoImage(usize),
    /// A link with a scheme other than http, https, mailto.
    #[error("länken ”{0}” har en adress som inte är tillåten")]
    Link(String),
}

/// Every fault of the tree, in reading order.
#[must_use]
pub fn validate(document: &Document) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut above = 0;
    super::visit::blocks(&document.blocks, &mut |block| {
        check_block(block, document, &mut above, &mut faults);
    });
    if above == 0 {
        faults.push(Fault::NoTitle);
    }
    super::visit::inlines(&document.blocks, &mut |line| check_links(line, &mut faults));
    if let Some(logo) = &document.frame.logo {
        if logo.image >= document.images.len() {
            faults.push(Fault::NoImage(logo.image));
        }
        if logo.alt.trim().is_empty() {
            faults.push(Fault::NoAlt);
        }
    }
    faults
}

fn check_block(block: &Block, document: &Document, above: &mut u8, faults: &mut Vec<Fault>) {
    match &block.kind {
        BlockKind::Heading { level, text } => {
            let mut words = String::new();
            super::inline_text(text, &mut words);
            if words.trim().is_empty() {
                faults.push(Fault::EmptyHeading);
            }
            if *above == 0 && *level != 1 {
                faults.push(Fault::NoTitle);
            } else if *above != 0 && *level == 1 {
                faults.push(Fault::SecondTitle(words));
            } else if *level > *above + 1 {
                faults.push(Fault::LevelJump {
                    text: words,
                    level: *level,
                    above: *above,
                });
            }
            *above = *level;
        }
        BlockKind::Table(table) => {
            for (row, cells) in table.rows.iter().enumerate() {
                if cells.len() != table.head.len() {
                    faults.push(Fault::RaggedRow {
                        row: row + 1,
                        cells: cells.len(),
                        columns: table.head.len(),
                    });
                }
            }
        }
        BlockKind::Figure { image, alt, .. } => {
            if alt.trim().is_empty() {
                faults.push(Fault::NoAlt);
            }
            if *image >= document.images.len() {
                faults.push(Fault::NoImage(*image));
            }
        }
        BlockKind::Paragraph { .. }
        | BlockKind::List { .. }
        | BlockKind::Section { .. }
        | BlockKind::Facts(_)
        | BlockKind::Signature(_)
        | BlockKind::PageBreak => {}
    }
}

/// Whether `target` may be a link: http, https or mailto, without control characters or spaces.
#[must_use]
pub fn is_allowed_link(target: &str) -> bool {
    let lower = target
        .get(..target.len().min(8))
        .unwrap_or(target)
        .to_ascii_lowercase();
    let scheme = ["https://", "http://", "mailto:"]
        .iter()
        .find(|s| lower.starts_with(**s));
    scheme.is_some_and(|s| target.len() > s.len())
        && !target.chars().any(|c| c.is_control() || c.is_whitespace())
}

fn check_links(line: &[Inline], faults: &mut Vec<Fault>) {
    for inline in line {
        match inline {
            Inline::Link { target, .. } if !is_allowed_link(target) => {
                faults.push(Fault::Link(target.clone()));
            }
            Inline::Note(text) => check_links(text, faults),
            _ => {}
        }
    }
}
