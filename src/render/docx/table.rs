//! Tables: those of the text, the facts and the signatures, each with a header row, a set grid and a description.

use std::cmp::Ordering;

use super::blocks::{Body, CellKind, Place};
use super::inlines;
use super::looks::{Paragraph, Run};
use super::measure::{self, Wish};
use super::numbering;
use super::sheet::{CELL_PADDING, HalfPoints, Twips};
use super::styles::{FACT_GAP, SMALL, TABLE_SIZE};
use crate::document::{
    Align, Block, BlockKind, Cell, Fact, Inline, Signer, Table, inline_text, signature_tables,
};

/// Space below a table of the text, below the facts and below the signatures.
const BELOW: [Twips; 3] = [220, 340, 280];

/// Space between two rows of facts that belong together.
const BETWEEN_FACTS: Twips = 160;

/// What stands in `w:tbl` before its rows.
struct Frame<'t> {
    style: &'static str,
    caption: &'t str,
    description: &'t str,
    widths: &'t [Twips],
    left: Twips,
}

impl<'a> Body<'a> {
    /// A table of the text, its caption above it.
    pub(super) fn table(&mut self, table: &'a Table, place: Place<'a>) {
        if !table.caption.is_empty() {
            let look = Paragraph {
                keep_next: true,
                ..Paragraph::of("Caption")
            };
            self.paragraph(look, &table.caption, place);
        }
        if table.head.is_empty() {
            return;
        }
        let room = place.width.saturating_sub(place.left).max(1440);
        let widths = measure::share(room, &wishes(table));
        let caption = words(&table.caption);
        self.open_table(&Frame {
            style: "Tabell",
            caption: if caption.is_empty() {
                "Tabell"
            } else {
                &caption
            },
            description: &description(table),
            widths: &widths,
            left: place.left,
        });
        self.row(true, &table.head, table, &widths, place);
        for row in &table.rows {
            self.row(false, row, table, &widths, place);
        }
        self.close_table(BELOW[0]);
    }

    fn row(
        &mut self,
        head: bool,
        cells: &'a [Cell],
        table: &'a Table,
        widths: &[Twips],
        place: Place<'a>,
    ) {
        self.open_row(head);
        for (column, (cell, width)) in cells.iter().zip(widths).enumerate() {
            let kind = if head { CellKind::Head } else { CellKind::Data };
            let align = table.align.get(column).copied().unwrap_or_default();
            let inside = place.in_cell(kind, align, width.saturating_sub(2 * CELL_PADDING));
            self.cell(*width, |body| body.blocks(&cell.blocks, inside));
        }
        self.story.xml.raw("</w:tr>");
    }

    /// The facts: a row of labels over a row of values. Those that are `held` have more of the same below them.
    pub(super) fn facts(&mut self, facts: &'a [Fact], held: bool, place: Place<'a>) {
        if facts.is_empty() {
            return;
        }
        let wishes: Vec<Wish> = facts
            .iter()
            .map(|fact| {
                let values = fact
                    .lines
                    .iter()
                    .map(|line| wish(&words(line), TABLE_SIZE, false));
                let widest = values.fold(wish(&fact.label, SMALL, false), Wish::or);
                widest.wider(FACT_GAP)
            })
            .collect();
        let widths = measure::share(place.width, &wishes);
        let labels: Vec<&str> = facts.iter().map(|fact| &*fact.label).collect();
        self.open_table(&Frame {
            style: "Fakta",
            caption: "Uppgifter om ärendet",
            description: &format!("En rad rubriker med en rad värden: {}.", labels.join(", ")),
            widths: &widths,
            left: 0,
        });
        self.open_row(true);
        for (fact, width) in facts.iter().zip(&widths) {
            self.cell(*width, |body| {
                body.begin(Paragraph::of("Faktaetikett"));
                inlines::run(&mut body.story.xml, &fact.label, Run::default());
                body.story.xml.raw("</w:p>");
            });
        }
        self.story.xml.raw("</w:tr>");
        self.open_row(false);
        for (fact, width) in facts.iter().zip(&widths) {
            let inside = place.in_cell(CellKind::Fact, Align::Left, width.saturating_sub(FACT_GAP));
            self.cell(*width, |body| {
                for line in fact.lines.iter().filter(|line| !line.is_empty()) {
                    let look = Paragraph {
                        keep_next: held,
                        ..Paragraph::of("Faktavarde")
                    };
                    body.paragraph(look, line, inside);
                }
            });
        }
        self.story.xml.raw("</w:tr>");
        self.close_table(if held { BETWEEN_FACTS } else { BELOW[1] });
    }

    /// Those who sign, beside each other, with room to sign above the names.
    pub(super) fn signature(&mut self, signers: &'a [Signer], held: bool, place: Place<'a>) {
        let tables = signature_tables(signers);
        let count = tables.len();
        for (nth, table) in (1..).zip(tables) {
            let columns = table.rows.first().map_or(0, Vec::len);
            let widths = vec![place.width / 3; columns];
            self.open_table(&Frame {
                style: "Underskrifter",
                caption: "Underskrifter",
                description: "En kolumn för varje person som skriver under.",
                widths: &widths,
                left: 0,
            });
            let last = table.rows.len() - 1;
            for (number, row) in table.rows.iter().enumerate() {
                let style = match number.cmp(&table.name_row) {
                    Ordering::Less => "Underskriftsgrupp",
                    Ordering::Equal => "Underskriftsnamn",
                    Ordering::Greater => "Underskriftstitel",
                };
                let look = Paragraph {
                    keep_next: number < last || nth < count || held,
                    ..Paragraph::of(style)
                };
                self.open_row(number == 0);
                for (text, width) in row.iter().zip(&widths) {
                    let inside =
                        place.in_cell(CellKind::Data, Align::Left, width.saturating_sub(FACT_GAP));
                    self.cell(*width, |body| {
                        if !text.is_empty() {
                            body.paragraph(look.clone(), text, inside);
                        }
                    });
                }
                self.story.xml.raw("</w:tr>");
            }
            self.close_table(BELOW[2]);
        }
    }

    fn open_table(&mut self, frame: &Frame<'_>) {
        if self.below_table.is_some() {
            // Word joins tables that touch. The thinnest paragraph there is keeps them apart.
            self.begin(Paragraph {
                keep_next: true,
                ..Paragraph::of("Tabellskarv")
            });
            self.story.xml.raw("</w:p>");
        }
        let xml = &mut self.story.xml;
        let total: Twips = frame.widths.iter().sum();
        xml.raw("<w:tbl><w:tblPr>");
        xml.empty("w:tblStyle", &[("w:val", &frame.style)]);
        xml.empty("w:tblW", &[("w:w", &total), ("w:type", &"dxa")]);
        if frame.left > 0 {
            xml.empty("w:tblInd", &[("w:w", &frame.left), ("w:type", &"dxa")]);
        }
        xml.raw(concat!(
            "<w:tblLayout w:type=\"fixed\"/>",
            "<w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\"",
            " w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>",
        ));
        xml.empty("w:tblCaption", &[("w:val", &frame.caption)]);
        xml.empty("w:tblDescription", &[("w:val", &frame.description)]);
        xml.raw("</w:tblPr><w:tblGrid>");
        for width in frame.widths {
            xml.empty("w:gridCol", &[("w:w", width)]);
        }
        xml.raw("</w:tblGrid>");
    }

    fn close_table(&mut self, below: Twips) {
        self.story.xml.raw("</w:tbl>");
        self.below_table = Some(below);
    }

    fn open_row(&mut self, head: bool) {
        self.story.xml.raw(if head {
            "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
        } else {
            "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        });
    }

    /// A cell; one that would be empty gets the paragraph that Word demands.
    fn cell(&mut self, width: Twips, content: impl FnOnce(&mut Self)) {
        let xml = &mut self.story.xml;
        xml.raw("<w:tc><w:tcPr>");
        xml.empty("w:tcW", &[("w:w", &width), ("w:type", &"dxa")]);
        xml.raw("</w:tcPr>");
        self.below_table = None;
        let before = self.story.xml.mark();
        content(self);
        if self.story.xml.mark() == before || self.below_table.is_some() {
            self.begin(Paragraph::of("Tabelltext"));
            self.story.xml.raw("</w:p>");
        }
        self.story.xml.raw("</w:tc>");
    }
}

fn words(line: &[Inline]) -> String {
    let mut text = String::new();
    inline_text(line, &mut text);
    text
}

/// What a screen reader says before it enters the table.
fn description(table: &Table) -> String {
    let heads: Vec<String> = table
        .head
        .iter()
        .map(|cell| {
            let mut text = String::new();
            cell_lines(&cell.blocks, 0, &mut |line, _| text.push_str(line));
            text
        })
        .filter(|head| !head.trim().is_empty())
        .collect();
    let rows = table.rows.len();
    let noun = if rows == 1 { "rad" } else { "rader" };
    format!(
        "Tabell med {rows} {noun} under rubrikerna {}.",
        heads.join(", ")
    )
}

/// What each column wants, from all its cells.
fn wishes(table: &Table) -> Vec<Wish> {
    let mut wishes = vec![Wish::default(); table.head.len()];
    let rows = table.rows.iter().map(|row| (row, false));
    for (row, head) in std::iter::once((&table.head, true)).chain(rows) {
        for (widest, cell) in wishes.iter_mut().zip(row) {
            cell_lines(&cell.blocks, 0, &mut |line, left| {
                *widest = widest.or(wish(line, TABLE_SIZE, head).wider(left));
            });
        }
    }
    wishes
        .into_iter()
        .map(|wish| wish.wider(2 * CELL_PADDING))
        .collect()
}

fn wish(line: &str, size: HalfPoints, bold: bool) -> Wish {
    let pieces = line
        .split('\n')
        .map(|piece| measure::width(piece, size, bold));
    // A hair more than measured, or Word breaks a word that should just fit.
    Wish {
        least: measure::longest_word(line, size, bold),
        most: pieces.max().unwrap_or(0),
    }
    .wider(30)
}

/// Calls `f` with each line of text in a cell and how far it is set in.
fn cell_lines(blocks: &[Block], left: Twips, f: &mut dyn FnMut(&str, Twips)) {
    for block in blocks {
        match &block.kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph { text, .. } => {
                f(&words(text), left);
            }
            BlockKind::List { start, items } => {
                let left = left + numbering::step(*start);
                for item in items {
                    cell_lines(item, left, f);
                }
            }
            BlockKind::Section { blocks, .. } => cell_lines(blocks, left, f),
            BlockKind::Table(_)
            | BlockKind::Figure { .. }
            | BlockKind::Facts(_)
            | BlockKind::Signature(_)
            | BlockKind::PageBreak => {}
        }
    }
}
