//! The blocks of the document as elements, one function per kind. Writes no text itself and no frame.

use crate::document::{
    Align, Block, BlockKind, Cell, Fact, Image, Inline, ParagraphStyle, Role, Signer, Table,
    signature_tables,
};

use super::data_uri;
use super::markup::{Attributes, Markup};

/// The main part being written.
pub(super) struct Body<'a> {
    pub(super) markup: Markup,
    images: &'a [Image],
    /// Footnotes met so far, in the order of their marks.
    notes: Vec<&'a [Inline]>,
    /// Tables met so far: each has a name of its own for those who cannot see which one it is.
    tables: usize,
}

impl<'a> Body<'a> {
    pub(super) fn new(markup: Markup, images: &'a [Image]) -> Self {
        Self {
            markup,
            images,
            notes: Vec::new(),
            tables: 0,
        }
    }

    /// Writes the blocks and then the footnotes they have.
    pub(super) fn write(mut self, blocks: &'a [Block]) -> Markup {
        self.blocks(blocks);
        self.notes();
        self.markup
    }

    /// Keeps a footnote for the end of the page; gives its number, from 1.
    pub(super) fn add_note(&mut self, text: &'a [Inline]) -> usize {
        self.notes.push(text);
        self.notes.len()
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(&block.kind);
            self.markup.end_line();
        }
    }

    fn block(&mut self, kind: &'a BlockKind) {
        match kind {
            BlockKind::Heading { level, text } => self.text_element(heading_tag(*level), &[], text),
            BlockKind::Paragraph { style, text } => self.paragraph(*style, text),
            BlockKind::List { start, items } => self.list(*start, items),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Figure {
                image,
                alt,
                caption,
                width,
            } => self.figure(*image, alt, caption, *width),
            BlockKind::Section { role, blocks } => self.section(role, blocks),
            BlockKind::Facts(facts) => self.facts(facts),
            BlockKind::Signature(signers) => self.signature(signers),
            BlockKind::PageBreak => self
                .markup
                .element("div", &[("class", "sidbrytning")], |_| ()),
        }
    }

    fn text_element(&mut self, tag: &'static str, attributes: Attributes<'_>, text: &'a [Inline]) {
        self.markup.open(tag, attributes);
        self.lines(text);
        self.markup.close(tag);
    }

    fn paragraph(&mut self, style: ParagraphStyle, text: &'a [Inline]) {
        match style {
            ParagraphStyle::Body => self.text_element("p", &[], text),
            ParagraphStyle::Label => self.text_element("p", &[("class", "etikett")], text),
            ParagraphStyle::Marking => self.text_element("p", &[("class", "markning")], text),
            ParagraphStyle::Number => self.text_element("p", &[("class", "nummer")], text),
        }
    }

    /// No name on purpose: a landmark for every section would bury those that help.
    fn section(&mut self, role: &Role, blocks: &'a [Block]) {
        self.markup.open("section", &[("data-roll", role.id())]);
        self.markup.end_line();
        self.blocks(blocks);
        self.markup.close("section");
    }

    fn list(&mut self, start: Option<u64>, items: &'a [Vec<Block>]) {
        let tag = if start.is_some() { "ol" } else { "ul" };
        match start {
            None | Some(1) => self.markup.open(tag, &[]),
            Some(first) => self.markup.open(tag, &[("start", &first.to_string())]),
        }
        self.markup.end_line();
        for item in items {
            self.markup.open("li", &[]);
            self.contents(item);
            self.markup.close("li");
            self.markup.end_line();
        }
        self.markup.close(tag);
    }

    /// What an item or a cell holds: a lone paragraph needs no element of its own.
    fn contents(&mut self, blocks: &'a [Block]) {
        match blocks {
            [
                Block {
                    kind:
                        BlockKind::Paragraph {
                            style: ParagraphStyle::Body,
                            text,
                        },
                    ..
                },
            ] => self.lines(text),
            several => self.blocks(several),
        }
    }

    /// A table in a region of its own, which can be reached and moved in with the keyboard when it is too wide.
    fn table(&mut self, table: &'a Table) {
        self.tables += 1;
        let name = format!("Tabell {}", self.tables);
        let caption = format!("tabell-{}", self.tables);
        let named = if table.caption.is_empty() {
            ("aria-label", &*name)
        } else {
            ("aria-labelledby", &*caption)
        };
        self.markup.open(
            "div",
            &[
                ("class", "tabell"),
                ("role", "region"),
                ("tabindex", "0"),
                named,
            ],
        );
        self.markup.open("table", &[]);
        if !table.caption.is_empty() {
            self.markup.end_line();
            self.text_element("caption", &[("id", &caption)], &table.caption);
        }
        self.markup.end_line();
        self.markup.open("thead", &[]);
        self.row(&table.head, &table.align, "th");
        self.markup.close("thead");
        self.markup.end_line();
        self.markup.open("tbody", &[]);
        for row in &table.rows {
            self.markup.end_line();
            self.row(row, &table.align, "td");
        }
        self.markup.close("tbody");
        self.markup.close("table");
        self.markup.close("div");
    }

    fn row(&mut self, cells: &'a [Cell], align: &[Align], tag: &'static str) {
        self.markup.open("tr", &[]);
        for (at, cell) in cells.iter().enumerate() {
            // A header cell without words names nothing: it must not be heard as a header.
            let tag = if cell.blocks.is_empty() { "td" } else { tag };
            let mut attributes = Vec::with_capacity(2);
            if tag == "th" {
                attributes.push(("scope", "col"));
            }
            match align.get(at).copied().unwrap_or_default() {
                Align::Left => {}
                Align::Center => attributes.push(("class", "mitten")),
                Align::Right => attributes.push(("class", "hoger")),
            }
            self.markup.open(tag, &attributes);
            self.contents(&cell.blocks);
            self.markup.close(tag);
        }
        self.markup.close("tr");
    }

    fn figure(&mut self, image: usize, alt: &str, caption: &'a [Inline], width: f64) {
        self.markup.open("figure", &[]);
        if let Some(image) = self.images.get(image) {
            self.markup.void(
                "img",
                &[
                    ("src", &data_uri(image)),
                    ("alt", alt),
                    ("width", &image.width.to_string()),
                    ("height", &image.height.to_string()),
                    ("style", &format!("width: {:.1}%", width * 100.0)),
                ],
            );
        }
        if !caption.is_empty() {
            self.text_element("figcaption", &[], caption);
        }
        self.markup.close("figure");
    }

    /// Labels over values. The roles say again what the elements are, because the style sheet sets the table beside
    /// itself on a narrow screen and browsers then forget that it is one.
    fn facts(&mut self, facts: &'a [Fact]) {
        let columns = format!("--antal: {}", facts.len());
        self.markup.open(
            "table",
            &[
                ("class", "fakta"),
                ("role", "table"),
                ("aria-label", "Uppgifter om ärendet"),
                ("style", &columns),
            ],
        );
        self.markup.end_line();
        self.markup.open("thead", &[("role", "rowgroup")]);
        self.markup.open("tr", &[("role", "row")]);
        for fact in facts {
            self.markup
                .element("th", &[("scope", "col"), ("role", "columnheader")], |m| {
                    m.text(&fact.label);
                });
        }
        self.markup.close("tr");
        self.markup.close("thead");
        self.markup.end_line();
        self.markup.open("tbody", &[("role", "rowgroup")]);
        self.markup.open("tr", &[("role", "row")]);
        for fact in facts {
            self.markup.open("td", &[("role", "cell")]);
            for (at, line) in fact.lines.iter().enumerate() {
                if at > 0 {
                    self.markup.void("br", &[]);
                }
                self.inlines(line);
            }
            self.markup.close("td");
        }
        self.markup.close("tr");
        self.markup.close("tbody");
        self.markup.close("table");
    }

    fn signature(&mut self, signers: &'a [Signer]) {
        for table in signature_tables(signers) {
            self.markup.open(
                "table",
                &[("class", "underskrift"), ("aria-label", "Underskrifter")],
            );
            for (at, row) in table.rows.iter().enumerate() {
                self.signature_row(row, at == 0, at == table.name_row);
            }
            self.markup.close("table");
            self.markup.end_line();
        }
    }

    /// The rows need no groups: what stands above the names, the names, and what stands under them are one thing.
    fn signature_row(&mut self, row: &[&'a [Inline]], is_head: bool, is_names: bool) {
        let class: Attributes<'_> = if is_names { &[("class", "namn")] } else { &[] };
        self.markup.open("tr", class);
        for part in row {
            if is_head && !part.is_empty() {
                self.text_element("th", &[("scope", "col")], part);
            } else {
                self.text_element("td", &[], part);
            }
        }
        self.markup.close("tr");
    }

    /// The footnotes at the end, each with a way back. A note may not hold notes, but if one does they follow.
    fn notes(&mut self) {
        if self.notes.is_empty() {
            return;
        }
        self.markup.open(
            "section",
            &[
                ("class", "noter"),
                ("role", "doc-endnotes"),
                ("aria-label", "Fotnoter"),
            ],
        );
        self.markup.open("ol", &[]);
        self.markup.end_line();
        let mut next = 0;
        while let Some(text) = self.notes.get(next).copied() {
            next += 1;
            self.markup.open("li", &[("id", &format!("not-{next}"))]);
            self.inlines(text);
            self.markup.text(" ");
            self.markup.element(
                "a",
                &[
                    ("href", &format!("#notmarke-{next}")),
                    ("role", "doc-backlink"),
                    (
                        "aria-label",
                        &format!("Tillbaka till fotnot {next} i texten"),
                    ),
                ],
                // The selector keeps the arrow a character: without it some show a coloured picture.
                |m| m.text("↩\u{fe0e}"),
            );
            self.markup.close("li");
            self.markup.end_line();
        }
        self.markup.close("ol");
        self.markup.close("section");
        self.markup.end_line();
    }
}

/// A level outside 1 to 6 cannot pass `document::validate`; it is shown at the nearest one.
fn heading_tag(level: u8) -> &'static str {
    match level {
        0 | 1 => "h1",
        2 => "h2",
        3 => "h3",
        4 => "h4",
        5 => "h5",
        6.. => "h6",
    }
}
