//! How much room the signatures ask for: the layout gives it to the last lines before them, so that those lines
//! go along to the page where the signatures have room. An estimate; what is left of it is given back.

use super::columns::Need;
use crate::document::{
    Block, BlockKind, Inline, ParagraphStyle, SignatureTable, inline_text, signature_tables,
};

/// Above the signatures, as the layout has it, and a little more than the estimate.
const ABOVE: f64 = 14.0 + 6.0;
/// To sign in.
const SPACE: f64 = 14.0 / 25.4 * 72.0;
/// Between lines, and under a row.
const LEADING: f64 = 2.0;
/// Beside the text of a column.
const GAP: f64 = 14.0;
/// A heading of a group, with the air around it.
const HEADING: f64 = 40.0;

/// The height of the first signatures that stay together and of the headings above them; 0 where nobody signs.
pub(super) fn room(blocks: &[Block], column: f64, size: f64) -> f64 {
    let (mut height, mut heading, mut more) = (0.0, 0.0, true);
    crate::document::visit::blocks(blocks, &mut |block| match &block.kind {
        BlockKind::Signature(signers) if more => {
            let tables = signature_tables(signers);
            height += heading;
            height += tables
                .iter()
                .map(|table| table_height(table, column, size))
                .sum::<f64>();
            heading = 0.0;
            more = block.held;
        }
        BlockKind::Heading { .. } => heading = HEADING,
        BlockKind::Section { .. } => {}
        _ => heading = 0.0,
    });
    height
}

/// Whether the last text of a list is held.
pub(super) fn ends_held(items: &[Vec<Block>]) -> bool {
    let last = items.last().and_then(|item| item.last());
    last.is_some_and(|block| match &block.kind {
        BlockKind::List { items, .. } => ends_held(items),
        BlockKind::Paragraph { style, .. } => block.held && *style == ParagraphStyle::Body,
        _ => false,
    })
}

fn table_height(table: &SignatureTable<'_>, column: f64, size: f64) -> f64 {
    let rows = table.rows.iter().map(|row| {
        let lines = row
            .iter()
            .map(|cell| lines(cell, column, size))
            .fold(1.0, f64::max);
        lines * (size + LEADING)
    });
    ABOVE + SPACE + rows.sum::<f64>()
}

fn lines(cell: &[Inline], column: f64, size: f64) -> f64 {
    let mut words = String::new();
    inline_text(cell, &mut words);
    let room = (column - GAP).max(size);
    words
        .lines()
        .map(|line| (Need::of_text(line, size).line() / room).ceil().max(1.0))
        .sum()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use typst::layout::{Frame as Laid, FrameItem};
    use typst_layout::{Page, PagedDocument};

    use crate::document::{Block, BlockKind, Document, Frame, Inline, Meta, Signer, hold};
    use crate::render::pdf::world::DocumentWorld;
    use crate::render::{Design, RenderContext};

    fn paragraph(text: &str) -> Block {
        Block::paragraph(vec![Inline::text(text)])
    }

    fn heading() -> Block {
        let text = vec![Inline::text("Rubrik")];
        Block::new(BlockKind::Heading { level: 2, text })
    }

    fn list(items: usize) -> Block {
        let items = vec![vec![paragraph("Punkt")]; items];
        Block::new(BlockKind::List { start: None, items })
    }

    fn signature(name: &str, signers: usize) -> Block {
        let signer = Signer {
            over: Vec::new(),
            name: vec![Inline::text(name)],
            under: vec![Inline::text("Titel")],
        };
        Block::new(BlockKind::Signature(vec![signer; signers]))
    }

    /// The lines of a page, its header left out.
    fn lines(page: &Laid, into: &mut Vec<String>) {
        for (_, item) in page.items() {
            match item {
                FrameItem::Group(group) => lines(&group.frame, into),
                FrameItem::Text(text) if !text.text.starts_with("Sida ") => {
                    into.push(text.text.to_string());
                }
                _ => {}
            }
        }
    }

    fn pages(mut blocks: Vec<Block>) -> Vec<Vec<String>> {
        hold(&mut blocks);
        let document = Document {
            meta: Meta {
                title: "Underskrifter".into(),
                lang: "sv-SE".into(),
                ..Meta::default()
            },
            frame: Frame::default(),
            blocks,
            images: vec![],
        };
        let design = Design::default();
        let context = RenderContext {
            design: &design,
            layout: &|name| {
                (name == "bas.typ")
                    .then(|| Arc::from(include_str!("../../../templates/layout/bas.typ")))
            },
            threads: 1,
        };
        let world = DocumentWorld::new(&document, &context).expect("a good layout");
        let laid = typst::compile::<PagedDocument>(&world)
            .output
            .expect("pages");
        let page = |page: &Page| {
            let mut list = Vec::new();
            lines(&page.frame, &mut list);
            list
        };
        laid.pages().iter().map(page).collect()
    }

    /// What stands last before the signatures.
    type End = Box<dyn Fn() -> Vec<Block>>;

    #[test]
    fn signatures_never_stand_alone_on_a_page() {
        let long = "Ett stycke med många ord som fortsätter över flera rader. ".repeat(12);
        let ends: [(&str, usize, End); 6] = [
            (
                "long",
                2,
                Box::new(|| vec![paragraph(&"Ord som står i en lång rad. ".repeat(40))]),
            ),
            ("list", 7, Box::new(|| vec![heading(), list(3)])),
            ("long list", 2, Box::new(|| vec![heading(), list(30)])),
            (
                "group",
                2,
                Box::new(move || vec![paragraph(&long), heading()]),
            ),
            ("line", 1, Box::new(|| vec![paragraph("En rad.")])),
            (
                "headed line",
                2,
                Box::new(|| vec![heading(), paragraph("En rad.")]),
            ),
        ];
        for (what, least, end) in ends {
            let mut turned = 0;
            for filler in 8..36 {
                let mut blocks = vec![paragraph("Fyllnad."); filler];
                blocks.extend(end());
                blocks.push(signature("Namn", 2));
                blocks.push(heading());
                blocks.push(signature("Namn", 4));
                let pages = pages(blocks);
                let first = |page: &Vec<String>| page.iter().position(|line| line == "Namn");
                let (number, page) = (1..)
                    .zip(&pages)
                    .find(|(_, page)| first(page).is_some())
                    .expect("those who sign");
                let before = first(page).expect("a name");
                assert!(before >= least, "{what}, {filler}: {page:?}");
                let names = page.iter().filter(|line| *line == "Namn").count();
                assert_eq!(names, 6, "{what}, {filler}: {page:?}");
                turned += usize::from(number > 1 && before <= least + 1);
            }
            assert!(turned > 0, "{what} never met the end of a page");
        }
    }
}
