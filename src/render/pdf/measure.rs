//! How high blocks are on paper: bounds from the widths of the letters, and the height itself by setting them. Writes no
//! file and knows no limit that anything should keep to.

use std::ops::RangeInclusive;

use typst_layout::PagedDocument;

use super::world::DocumentWorld;
use super::{alone, errors, fonts};
use crate::document::{Block, BlockKind, Document, Frame, Inline, Meta};
use crate::render::{Design, Layouts, RenderContext, RenderError};

const POINTS_PER_MM: f64 = 72.0 / 25.4;
const PAGE_WIDTH_MM: f64 = 210.0;

/// What the layout puts between paragraphs besides the leading, in points.
const PARAGRAPH_GAP: f64 = 7.0;
/// A heading takes at most this with the air around it, and this for each line after its first, in points.
const HEADING: f64 = 40.0;
const HEADING_LINE: f64 = 16.0;
/// A heading below the title is at most this much larger than the text.
const LARGER: f64 = 1.3;
/// What a level of a list takes of the width, at most.
const INDENT: f64 = 26.0;

/// Kerning draws letters together or apart by less than this share of a line.
const KERNING: f64 = 0.03;
/// Bold letters are at most this much wider.
const BOLD: f64 = 1.12;
/// Letters of no known width are this much narrower or wider than what is reckoned with, in sizes.
const UNKNOWN: f64 = 0.5;

/// How text is set when it is measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reference {
    /// Width of the text in millimetres.
    pub width_mm: f64,
    /// Size of the text in points.
    pub size_pt: f64,
    /// Distance between base lines as a multiple of the size.
    pub leading: f64,
}

/// The height of blocks of a document in millimetres, set with the program's own `layouts`.
///
/// # Errors
/// See [`RenderError`].
pub fn height_mm(
    document: &Document,
    blocks: &[Block],
    reference: Reference,
    layouts: &Layouts<'_>,
) -> Result<f64, RenderError> {
    let margin = ((PAGE_WIDTH_MM - reference.width_mm) / 2.0).max(0.0);
    let design = Design {
        storlek_pt: reference.size_pt,
        radavstand: reference.leading,
        marginaler_mm: [35.0, margin, 35.0, margin],
        ..Design::default()
    };
    let part = Document {
        // Nothing is hyphenated, so that the language changes no line.
        meta: Meta {
            lang: "sv-SE".into(),
            ..Meta::default()
        },
        frame: Frame::default(),
        blocks: blocks.to_vec(),
        images: document.images.clone(),
    };
    let context = RenderContext {
        design: &design,
        layout: layouts,
        threads: 1,
    };
    let world = DocumentWorld::measuring(&part, &context)?;
    alone(context.threads, || {
        let pages = typst::compile::<PagedDocument>(&world)
            .output
            .map_err(|faults| errors::explain(&world, &faults))?;
        let heights = pages.pages().iter().map(|page| page.frame.size().y.to_pt());
        Ok(heights.sum::<f64>() / POINTS_PER_MM)
    })?
}

/// The least and the most that blocks can be high, in millimetres. What only the layout knows (tables, pictures, notes)
/// is nothing at least and without end at most, and so is what stands after the block that makes them higher than
/// `enough`.
#[must_use]
pub fn bounds_mm(blocks: &[Block], reference: Reference, enough: f64) -> RangeInclusive<f64> {
    let width = reference.width_mm * POINTS_PER_MM;
    let (least, most) = bounds(blocks, reference, width, enough * POINTS_PER_MM);
    least / POINTS_PER_MM..=most / POINTS_PER_MM
}

fn bounds(blocks: &[Block], reference: Reference, width: f64, enough: f64) -> (f64, f64) {
    let air = (reference.leading - 1.0) * reference.size_pt;
    let sure = floor(blocks, reference, width);
    if sure > enough {
        return (sure, f64::INFINITY);
    }
    let mut least = 0.0;
    let mut most = 0.0;
    for (number, block) in blocks.iter().enumerate() {
        let (low, high) = of_block(&block.kind, reference, width, enough);
        if number > 0 {
            least += air.max(0.0);
            most += (air + PARAGRAPH_GAP).max(reference.size_pt);
        }
        least += low;
        most += high;
        if least > enough {
            return (least, f64::INFINITY);
        }
    }
    (least, most)
}

/// What the paragraphs' letters take at the very least, laid end to end over the lines: quick to reckon, and enough to
/// know of a long text that it is long.
fn floor(blocks: &[Block], reference: Reference, width: f64) -> f64 {
    let size = reference.size_pt;
    let air = (reference.leading - 1.0) * size;
    let heights = blocks.iter().map(|block| match &block.kind {
        BlockKind::Paragraph { text, .. } => {
            let mut letters = String::new();
            crate::document::inline_text(text, &mut letters);
            let strange = letters.chars().filter(|c| *c >= '\u{250}').count();
            let strange = f64::from(u32::try_from(strange).unwrap_or(u32::MAX));
            let wide = (fonts::width(&letters) - strange * UNKNOWN).max(0.0) * size;
            let lines = (wide / (width * (1.0 + KERNING) * 1.01)).floor();
            (lines * (size + air) - air).max(0.0)
        }
        _ => 0.0,
    });
    heights.sum()
}

fn of_block(kind: &BlockKind, reference: Reference, width: f64, enough: f64) -> (f64, f64) {
    let size = reference.size_pt;
    let pitch = size * reference.leading;
    match kind {
        BlockKind::Paragraph { text, .. } => {
            let line = Lines::of(text, width / size, (enough + pitch - size) / pitch);
            let high = |lines: f64| (lines * pitch - (pitch - size)).max(0.0);
            (high(line.least), high(line.most))
        }
        BlockKind::Heading { text, .. } => {
            let least = Lines::of(text, width / size, f64::INFINITY).least;
            let most = Lines::of(text, width / (size * LARGER * BOLD), f64::INFINITY).most;
            (
                least * size * 0.9,
                HEADING + (most - 1.0).max(0.0) * HEADING_LINE,
            )
        }
        BlockKind::List { items, .. } => {
            let inner = (width - INDENT).max(INDENT);
            let mut sum = (0.0, 0.0);
            for item in items {
                let (_, high) = bounds(item, reference, inner, enough);
                let (low, _) = bounds(item, reference, width, enough);
                sum.0 += low;
                sum.1 += high + size;
            }
            sum
        }
        BlockKind::Section { blocks, .. } => bounds(blocks, reference, width, enough),
        BlockKind::PageBreak => (0.0, 0.0),
        BlockKind::Table(_)
        | BlockKind::Figure { .. }
        | BlockKind::Facts(_)
        | BlockKind::Signature(_) => (0.0, f64::INFINITY),
    }
}

/// How many lines a paragraph takes at least and at most.
struct Lines {
    least: f64,
    most: f64,
}

impl Lines {
    /// Fills lines of `width` sizes twice: with narrow letters that may be parted nearly anywhere, and with wide ones
    /// that are parted at spaces only. More lines than `enough` are not counted.
    fn of(text: &[Inline], width: f64, enough: f64) -> Self {
        let mut words = String::new();
        crate::document::inline_text(text, &mut words);
        let has_note = text.iter().any(|inline| matches!(inline, Inline::Note(_)));
        let is_bold =
            |inline: &Inline| matches!(inline, Inline::Text { style, .. } if style.strong);
        let widest = if text.iter().any(is_bold) { BOLD } else { 1.0 };
        let least = fill(
            &words,
            width * (1.0 + KERNING),
            1.0,
            -UNKNOWN,
            &[' ', '-', '–', '/'],
            enough,
        );
        if has_note || least > enough {
            let most = f64::INFINITY;
            return Self { least, most };
        }
        let width = width * (1.0 - KERNING);
        let most = fill(&words, width, widest, UNKNOWN, &[' '], enough);
        let most = if most > enough { f64::INFINITY } else { most };
        Self { least, most }
    }
}

/// Lines of a text whose letters are `scale` times as wide as the face's, and those of no known width `unknown` wider;
/// counted no further than just beyond `enough`.
fn fill(text: &str, width: f64, scale: f64, unknown: f64, ends: &[char], enough: f64) -> f64 {
    let mut lines = 0.0;
    for line in text.split('\n') {
        let mut used = 0.0;
        lines += 1.0;
        for word in line.split_inclusive(ends) {
            let strange = word.chars().filter(|c| *c >= '\u{250}').count();
            let strange = f64::from(u32::try_from(strange).unwrap_or(u32::MAX));
            let wide = |text: &str| (fonts::width(text) * scale + strange * unknown).max(0.0);
            let bare = wide(word.trim_end());
            if used > 0.0 && used + bare > width {
                lines += 1.0;
                used = 0.0;
            }
            used += wide(word);
            while used > width * 1.01 && bare > width {
                lines += 1.0;
                used -= width;
            }
            if lines > enough {
                return lines;
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::document::TextStyle;

    const REFERENCE: Reference = Reference {
        width_mm: 160.0,
        size_pt: 11.0,
        leading: 1.35,
    };

    fn layouts(name: &str) -> Option<Arc<str>> {
        match name {
            "bas.typ" => Some(Arc::from(include_str!("../../../templates/layout/bas.typ"))),
            "matt.typ" => Some(Arc::from(include_str!(
                "../../../templates/layout/matt.typ"
            ))),
            _ => None,
        }
    }

    fn height(blocks: &[Block]) -> f64 {
        let document = Document {
            meta: Meta::default(),
            frame: Frame::default(),
            blocks: vec![],
            images: vec![],
        };
        height_mm(&document, blocks, REFERENCE, &layouts).expect("a height")
    }

    fn paragraph(text: &str) -> Block {
        Block::paragraph(vec![Inline::text(text)])
    }

    #[test]
    fn lines_are_as_high_as_their_leading() {
        let line = 11.0 / POINTS_PER_MM;
        let pitch = line * 1.35;
        let near = |a: f64, b: f64| assert!((a - b).abs() < 0.01, "{a} {b}");
        near(height(&[paragraph("En rad.")]), line);
        let three = Block::paragraph(vec![
            Inline::text("En"),
            Inline::LineBreak,
            Inline::text("två"),
            Inline::LineBreak,
            Inline::text("tre."),
        ]);
        near(height(std::slice::from_ref(&three)), line + 2.0 * pitch);
        let gap = pitch - line + PARAGRAPH_GAP / POINTS_PER_MM;
        near(
            height(&[three.clone(), three]),
            2.0 * line + 4.0 * pitch + gap,
        );
    }

    #[test]
    fn the_height_lies_within_its_bounds() {
        let mut chance = fastrand::Rng::with_seed(4);
        let words = "ärendet – nämnden Kommunfullmäktige och i AB-12 ”citat” upphandlingsförfarandet 1 000 kr är m/s";
        let words: Vec<&str> = words.split(' ').collect();
        for _ in 0..6 {
            let mut text = || {
                let count = chance.usize(1..120);
                let words = (0..count).map(|_| words[chance.usize(0..words.len())]);
                words.collect::<Vec<_>>().join(" ")
            };
            let list = Block::new(BlockKind::List {
                start: None,
                items: vec![vec![paragraph(&text())], vec![paragraph(&text())]],
            });
            let heading = Block::new(BlockKind::Heading {
                level: 3,
                text: vec![Inline::text("Bakgrund")],
            });
            let bold = Block::paragraph(vec![Inline::Text {
                value: text(),
                from: None,
                style: TextStyle {
                    strong: true,
                    emph: false,
                },
            }]);
            let blocks = [paragraph(&text()), heading, paragraph(&text()), list, bold];
            let bounds = bounds_mm(&blocks, REFERENCE, f64::INFINITY);
            let height = height(&blocks);
            assert!(bounds.contains(&height), "{height} {bounds:?}");
            let sure = floor(&blocks, REFERENCE, 160.0 * POINTS_PER_MM) / POINTS_PER_MM;
            assert!(
                (0.1 * height..=*bounds.start()).contains(&sure),
                "{sure} {bounds:?}"
            );
            assert!(
                bounds.end() - bounds.start() < 20.0 + 0.3 * height,
                "{bounds:?}"
            );
        }
    }

    #[test]
    fn what_only_the_layout_knows_has_no_upper_bound() {
        let note = Block::paragraph(vec![Inline::Note(vec![Inline::text("x")])]);
        assert!(
            bounds_mm(&[note], REFERENCE, f64::INFINITY)
                .end()
                .is_infinite()
        );
        assert_eq!(bounds_mm(&[], REFERENCE, f64::INFINITY), 0.0..=0.0);
    }
}
