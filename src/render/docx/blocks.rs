//! The body: blocks as paragraphs, lists and pictures, in content controls. Tables are in `table`, looks in `styles`.

use super::controls::{self, Controls};
use super::inlines;
use super::looks::{ListPlace, Paragraph, Run, TabKind};
use super::notes::Notes;
use super::numbering::{self, Marker, Numbering, level_at};
use super::pictures::{Pictures, Size};
use super::sheet::{Sheet, Twips, whole};
use super::story::Story;
use super::styles::AFTER;
use crate::document::{Align, Block, BlockKind, Document, Inline, ParagraphStyle};
use crate::pointer::Pointer;

/// The namespaces of the body.
const OPENING: &str = concat!(
    "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"",
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"",
    " xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\"",
    " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"",
    " xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>",
);

/// Space above a heading under a table, where no paragraph brings the half of it.
const HEADING_BELOW_TABLE: Twips = 380;

/// Space between paragraphs in the same cell of a table.
const BETWEEN_IN_CELL: Twips = 60;

/// The body under way, and what is counted while it is written.
pub(super) struct Body<'a> {
    pub(super) story: Story,
    pub(super) sheet: &'a Sheet<'a>,
    pub(super) pictures: Pictures<'a>,
    pub(super) numbering: Numbering,
    pub(super) notes: Notes,
    pub(super) controls: Controls<'a>,
    /// The next paragraph begins a page.
    new_page: bool,
    /// The next paragraph begins this item of a list.
    item: Option<Item>,
    /// The last thing written was a table, which wants this much space below: a table has none of its own, and another
    /// table would grow together with it.
    pub(super) below_table: Option<Twips>,
}

#[derive(Clone, Copy)]
struct Item {
    place: ListPlace,
    numbered: bool,
}

/// Where a block stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// How many lists it stands in.
    pub(super) depth: u8,
    /// How many of those are bulleted.
    bullets: u8,
    /// Where its text begins: how far those lists are set in.
    pub(super) left: Twips,
    /// The items of its list have several paragraphs and stand apart.
    roomy: bool,
    /// Nothing follows it in the same list or cell.
    last: bool,
    /// Width between the margins, or within the cell.
    pub(super) width: Twips,
    /// The kind of table cell it stands in.
    pub(super) cell: Option<CellKind>,
    /// How its paragraphs are aligned.
    pub(super) align: Align,
    /// The field whose content control it stands in.
    field: Option<&'a Pointer>,
}

/// What a table cell is for, which decides the styles in it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum CellKind {
    /// A header cell of a table.
    Head,
    /// A cell of a table.
    Data,
    /// The value of a fact.
    Fact,
}

impl Place<'_> {
    /// A cell `width` wide in a table that stands here.
    pub(super) const fn in_cell(self, kind: CellKind, align: Align, width: Twips) -> Self {
        Self {
            depth: 0,
            bullets: 0,
            left: 0,
            roomy: false,
            last: true,
            width,
            cell: Some(kind),
            align,
            ..self
        }
    }

    /// The same place for blocks after which nothing or something follows there.
    const fn ending(self, last: bool) -> Self {
        Self {
            last: self.last && last,
            ..self
        }
    }

    /// Whether a control for `field` would only repeat the one that is open.
    fn covers(&self, field: &Pointer) -> bool {
        self.field.is_some_and(|open| field.is_within(open))
    }

    /// Whether the end of a list that stands here is the end of all the lists around it.
    const fn last_of_list(&self) -> bool {
        self.last || (self.depth == 0 && self.cell.is_none())
    }

    /// Space below a paragraph when its style does not know it: the styles of lists have that of an item among others,
    /// those of cells that of the last paragraph.
    const fn space_below(&self) -> Option<Twips> {
        match (self.cell, self.depth) {
            (Some(_), _) if !self.last => Some(BETWEEN_IN_CELL),
            (None, 1..) if self.last || self.roomy => Some(AFTER),
            _ => None,
        }
    }
}

impl<'a> Body<'a> {
    /// An empty body.
    pub(super) fn new(document: &'a Document, sheet: &'a Sheet<'a>) -> Self {
        Self {
            story: Story::begin(OPENING),
            sheet,
            pictures: Pictures::new(&document.images),
            numbering: Numbering::default(),
            notes: Notes::new(),
            controls: Controls::default(),
            new_page: false,
            item: None,
            below_table: None,
        }
    }

    /// The place of the document's own blocks.
    pub(super) const fn outermost(&self) -> Place<'a> {
        Place {
            depth: 0,
            bullets: 0,
            left: 0,
            roomy: false,
            last: true,
            width: self.sheet.width,
            cell: None,
            align: Align::Left,
            field: None,
        }
    }

    /// Writes blocks; those beside each other that came from the same field share a content control.
    pub(super) fn blocks(&mut self, list: &'a [Block], place: Place<'a>) {
        let mut left = list.len();
        for group in list.chunk_by(same_field) {
            // LibreOffice loses the words before a footnote in the first paragraph of a control: such a paragraph
            // stands outside, and its words have controls of their own.
            let bare = group.iter().take_while(|b| begins_with_note(b)).count();
            let (bare, controlled) = group.split_at(bare);
            left -= bare.len();
            self.group(bare, place.ending(left == 0));
            left -= controlled.len();
            self.controlled(controlled, place.ending(left == 0));
        }
    }

    /// Blocks of the same field, in a content control if that field has none around it yet.
    fn controlled(&mut self, group: &'a [Block], place: Place<'a>) {
        let field = group.first().and_then(own_field);
        let Some(field) = field.filter(|f| place.cell.is_none() && !place.covers(f)) else {
            return self.group(group, place);
        };
        let before = self.story.xml.mark();
        self.controls.open(&mut self.story.xml, field);
        let inside = self.story.xml.mark();
        let field = Some(field);
        self.group(group, Place { field, ..place });
        // Word calls a control without a paragraph a damaged file.
        if self.story.xml.mark() == inside {
            self.story.xml.back_to(before);
        } else {
            controls::close(&mut self.story.xml);
        }
    }

    fn group(&mut self, group: &'a [Block], place: Place<'a>) {
        for (number, block) in (1..).zip(group) {
            self.block(block, place.ending(number == group.len()));
        }
    }

    fn block(&mut self, block: &'a Block, place: Place<'a>) {
        match &block.kind {
            BlockKind::Heading { level, text } => self.heading(*level, text, place),
            BlockKind::Paragraph { style, text } => {
                let look = Paragraph {
                    keep_next: block.held,
                    ..self.look(*style, place)
                };
                self.paragraph(look, text, place);
            }
            BlockKind::List { start, items } => self.list(*start, items, place),
            BlockKind::Table(table) => self.table(table, place),
            BlockKind::Figure {
                image,
                alt,
                caption,
                width,
            } => self.figure(*image, alt, caption, *width, block.held, place),
            BlockKind::Section { blocks, .. } => self.blocks(blocks, place),
            BlockKind::Facts(facts) => self.facts(facts, block.held, place),
            BlockKind::Signature(signers) => self.signature(signers, block.held, place),
            BlockKind::PageBreak => self.new_page = true,
        }
    }

    fn heading(&mut self, level: u8, text: &'a [Inline], place: Place<'a>) {
        let style = match level {
            0 | 1 => "Heading1",
            2 => "Heading2",
            3 => "Heading3",
            4 => "Heading4",
            5 => "Heading5",
            _ => "Heading6",
        };
        let mut look = Paragraph::of(style);
        if level > 1 {
            let below = self.below_table.map(|space| space.max(HEADING_BELOW_TABLE));
            look.spacing.before = below;
        }
        self.paragraph(look, text, place);
    }

    /// The look of a paragraph: by what it is, and by the list or cell it stands in. Takes a list item that waits.
    fn look(&mut self, style: ParagraphStyle, place: Place<'a>) -> Paragraph {
        let item = self.item.take();
        let name = match (style, place.cell, item) {
            (ParagraphStyle::Label, ..) => Some("Etikett"),
            (ParagraphStyle::Marking, ..) => Some("Markering"),
            (ParagraphStyle::Number, ..) => Some("Arendenummer"),
            (ParagraphStyle::Body, Some(CellKind::Head), _) => Some("Tabellhuvud"),
            (ParagraphStyle::Body, Some(CellKind::Fact), _) => Some("Faktavarde"),
            (ParagraphStyle::Body, Some(CellKind::Data), None) => Some("Tabelltext"),
            (ParagraphStyle::Body, Some(CellKind::Data), Some(item)) if item.numbered => {
                Some("Tabellnummer")
            }
            (ParagraphStyle::Body, Some(CellKind::Data), Some(_)) => Some("Tabellpunkt"),
            (ParagraphStyle::Body, None, Some(item)) if item.numbered => Some("ListNumber"),
            (ParagraphStyle::Body, None, Some(_)) => Some("ListBullet"),
            (ParagraphStyle::Body, None, None) if place.depth > 0 => Some("ListContinue"),
            (ParagraphStyle::Body, None, None) => None,
        };
        let mut look = Paragraph {
            style: name,
            number: item.map(|item| item.place),
            align: place.align,
            ..Paragraph::default()
        };
        look.spacing.after = place.space_below();
        if item.is_none() && place.depth > 0 {
            look.left = Some(place.left);
        }
        look
    }

    /// A paragraph with its text; takes a page break that waits.
    pub(super) fn paragraph(&mut self, mut look: Paragraph, text: &'a [Inline], place: Place<'a>) {
        if text.contains(&Inline::Tab) {
            look.tabs = vec![(TabKind::Right, place.width)];
        }
        self.begin(look);
        self.inlines(text, place);
        self.story.xml.raw("</w:p>");
    }

    /// Begins a paragraph; takes a page break that waits, and brings the space that a table wants below.
    pub(super) fn begin(&mut self, mut look: Paragraph) {
        look.new_page |= std::mem::take(&mut self.new_page);
        let below_table = self.below_table.take();
        look.spacing.before = look.spacing.before.or(below_table);
        self.story.xml.raw("<w:p>");
        look.write(&mut self.story.xml);
    }

    /// Running text; what came from a field of its own gets a control of its own.
    pub(super) fn inlines(&mut self, line: &'a [Inline], place: Place<'a>) {
        let mut rest = line;
        while let Some(first) = rest.first() {
            if let Some(field) = field_of(first).filter(|field| !place.covers(field)) {
                let (same, after) = rest.split_at(same_run(field, rest));
                self.controls.open(&mut self.story.xml, field);
                for inline in same {
                    self.inline(inline);
                }
                controls::close(&mut self.story.xml);
                rest = after;
            } else {
                self.inline(first);
                rest = &rest[1..];
            }
        }
    }

    fn inline(&mut self, inline: &Inline) {
        let Inline::Note(text) = inline else {
            return inlines::write(&mut self.story, inline);
        };
        let number = self.notes.add(text);
        let xml = &mut self.story.xml;
        xml.raw("<w:r>");
        Run {
            style: Some("FootnoteReference"),
            ..Run::default()
        }
        .write(xml);
        xml.empty("w:footnoteReference", &[("w:id", &number)]);
        xml.raw("</w:r>");
    }

    fn list(&mut self, start: Option<u64>, items: &'a [Vec<Block>], place: Place<'a>) {
        let level = level_at(place.depth);
        let left = place.left + numbering::step(start);
        let marker = start.map_or(Marker::Bullet(place.bullets), Marker::Number);
        let list = self.numbering.add(marker, level, left);
        let roomy = items.iter().any(|item| paragraphs(item) > 1);
        for (number, item) in (1..).zip(items) {
            self.item = Some(Item {
                place: ListPlace { list, level },
                numbered: start.is_some(),
            });
            let inside = Place {
                depth: place.depth.saturating_add(1),
                bullets: place.bullets.saturating_add(u8::from(start.is_none())),
                left,
                roomy,
                last: place.last_of_list() && number == items.len(),
                align: Align::Left,
                ..place
            };
            if !matches!(
                item.first().map(|b| &b.kind),
                Some(BlockKind::Paragraph { .. })
            ) {
                // Only a paragraph can carry the item's number: one of its own, before a list, table or picture.
                let look = self.look(ParagraphStyle::Body, inside);
                self.paragraph(look, &[], inside);
            }
            self.blocks(item, inside);
        }
        self.item = None;
    }

    fn figure(
        &mut self,
        image: usize,
        alt: &str,
        caption: &'a [Inline],
        share: f64,
        held: bool,
        place: Place<'a>,
    ) {
        if let Some(picture) = self.pictures.get(image) {
            let room = f64::from(place.width.saturating_sub(place.left).max(1));
            let width = whole(room * share.clamp(0.1, 1.0));
            let size = Size::fit(picture, width, self.sheet.height * 7 / 10);
            let mut look = Paragraph {
                keep_next: held || !caption.is_empty(),
                left: (place.left > 0).then_some(place.left),
                ..Paragraph::of("Bild")
            };
            if !caption.is_empty() {
                look.spacing.after = Some(0);
            }
            self.begin(look);
            self.pictures.write(&mut self.story, image, alt, size);
            self.story.xml.raw("</w:p>");
        }
        if !caption.is_empty() {
            let mut look = Paragraph {
                keep_next: held,
                ..Paragraph::of("Caption")
            };
            look.spacing.after = Some(2 * AFTER);
            self.paragraph(look, caption, place);
        }
    }
}

/// The field that wants a control around the block. A section is many fields: its blocks have controls of their own.
fn own_field(block: &Block) -> Option<&Pointer> {
    match block.kind {
        BlockKind::Section { .. } => None,
        _ => block.origin.as_ref(),
    }
}

/// Whether the first paragraph of the block has a footnote.
fn begins_with_note(block: &Block) -> bool {
    let text = match &block.kind {
        BlockKind::Heading { text, .. } | BlockKind::Paragraph { text, .. } => text,
        BlockKind::Table(table) if !table.caption.is_empty() => &table.caption,
        BlockKind::Table(table) => {
            return table
                .head
                .first()
                .is_some_and(|c| first_has_note(&c.blocks));
        }
        BlockKind::List { items, .. } => {
            return items.first().is_some_and(|item| first_has_note(item));
        }
        BlockKind::Section { blocks, .. } => return first_has_note(blocks),
        BlockKind::Figure { .. }
        | BlockKind::Facts(_)
        | BlockKind::Signature(_)
        | BlockKind::PageBreak => return false,
    };
    text.iter().any(|inline| matches!(inline, Inline::Note(_)))
}

fn first_has_note(blocks: &[Block]) -> bool {
    blocks.first().is_some_and(begins_with_note)
}

/// An item of several paragraphs wants room between itself and the next.
fn paragraphs(item: &[Block]) -> usize {
    let is_paragraph = |block: &&Block| matches!(block.kind, BlockKind::Paragraph { .. });
    item.iter().filter(is_paragraph).count()
}

fn same_field(one: &Block, next: &Block) -> bool {
    own_field(one).is_some_and(|field| own_field(next) == Some(field))
}

/// The field a piece of text came from; a link's is that of its first words.
fn field_of(inline: &Inline) -> Option<&Pointer> {
    match inline {
        Inline::Text { value, from, .. } => from.as_ref().filter(|_| !value.is_empty()),
        Inline::Link { text, .. } => text.iter().find_map(field_of),
        Inline::Note(_) | Inline::LineBreak | Inline::Tab => None,
    }
}

/// How many inlines from the first belong to `field`, with the line breaks and notes between them.
fn same_run(field: &Pointer, line: &[Inline]) -> usize {
    let mut end = 0;
    for (at, inline) in line.iter().enumerate() {
        match inline {
            Inline::LineBreak | Inline::Note(_) => {}
            _ if field_of(inline) == Some(field) => end = at + 1,
            _ => break,
        }
    }
    end
}
