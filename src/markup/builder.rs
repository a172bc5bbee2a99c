//! Turns Markdown events into blocks with an own stack, so that deep nesting in data cannot exhaust ours. What a leaf
//! of text means (tokens, or plain words with their field) is the caller's.

mod line;
mod notes;
mod rows;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::document::{Align, Block, BlockKind, Cell, Inline, Table, TextStyle};

use line::{push_merged, trim_breaks};
use notes::{note_text, part_notes};
use rows::{alignment, row_parts};

/// How deep lists may nest; deeper items become items of the deepest list.
pub(super) const LIST_DEPTH: usize = 8;

/// What a line is made of while it is being built.
#[derive(Debug)]
pub(super) enum Leaf {
    /// Ordinary running text.
    Inline(Inline),
    /// Blocks that take the place of their paragraph when they stand alone in it.
    Blocks(Vec<Block>),
    /// A reference to a footnote by its label.
    NoteRef(String),
}

/// What the caller knows and the builder does not: what text, links and pictures mean, and what to do with what the
/// grammar does not have.
pub(super) trait Meaning {
    /// A stretch of text.
    fn text(
        &mut self,
        text: &str,
        style: TextStyle,
        level: u8,
        out: &mut Vec<Leaf>,
    ) -> Result<(), String>;
    /// The blocks of a picture, or `None` after a remark of one's own.
    fn picture(&mut self, id: &str, alt: &str) -> Option<Vec<Block>>;
    /// The checked target of a link, or `None` after a remark of one's own.
    fn link(&mut self, target: &str) -> Result<Option<String>, String>;
    /// The level a heading is printed at.
    fn level(&self, written: u8) -> u8;
    /// Something was out of place; `Err` where that is a fault of the template.
    fn remark(&mut self, remark: Misplaced) -> Result<(), String>;
}

/// What can be out of place in well-formed Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Misplaced {
    /// Blocks (a table, a picture, rich text) in the middle of a line.
    BlocksInLine,
    /// A list nested deeper than [`LIST_DEPTH`], and the byte where it begins.
    TooDeep { at: usize },
    /// A row with more cells than the head, or fewer, and the byte where it begins.
    UnevenRow {
        cells: usize,
        columns: usize,
        at: usize,
    },
    /// A reference to a footnote that has no text.
    NoteMissing(String),
    /// A mark inside a footnote's own text.
    NoteInNote(String),
    /// A footnote nobody refers to.
    NoteUnused(String),
    /// Something the grammar does not have (code, quotes …).
    Foreign(&'static str),
}

enum Frame {
    /// The document, an item, a footnote: anything that holds blocks.
    Blocks {
        blocks: Vec<Block>,
        overflow: Vec<Vec<Block>>,
    },
    List {
        start: Option<u64>,
        items: Vec<Vec<Block>>,
    },
    Table {
        align: Vec<Align>,
        head: Vec<Cell>,
        rows: Vec<Vec<Cell>>,
        row: Vec<Cell>,
    },
}

#[derive(Clone, Copy, PartialEq)]
enum LeafKind {
    Paragraph,
    Heading(u8),
}

/// A link whose text is being read.
struct OpenLink {
    /// Where its text starts in the open line.
    start: usize,
    /// Its checked target; `None` when it is printed literally.
    target: Option<String>,
    /// What stands after the text when it is printed literally.
    tail: String,
}

struct Builder<'m, M> {
    meaning: &'m mut M,
    frames: Vec<Frame>,
    /// The line being built, if one is open.
    line: Option<(LeafKind, Vec<Leaf>)>,
    strong: usize,
    emph: usize,
    /// Level of the last heading.
    level: u8,
    link: Option<OpenLink>,
    /// Id and alternative text of the picture being read.
    picture: Option<(String, String)>,
    notes: BTreeMap<String, Vec<Inline>>,
    /// Whether a footnote's own text is being read.
    in_note: bool,
    used: BTreeSet<String>,
}

type Events<'a> = Vec<(Event<'a>, Range<usize>)>;

/// The blocks of `markdown`. `level` is the level of the heading above it.
pub(super) fn build<M: Meaning>(
    markdown: &str,
    level: u8,
    meaning: &mut M,
) -> Result<Vec<Block>, String> {
    let events: Events<'_> =
        Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES)
            .into_offset_iter()
            .collect();
    let (notes, body) = part_notes(events);
    let mut builder = Builder {
        meaning,
        frames: Vec::new(),
        line: None,
        strong: 0,
        emph: 0,
        level,
        link: None,
        picture: None,
        notes: BTreeMap::new(),
        in_note: true,
        used: BTreeSet::new(),
    };
    // Footnotes may be defined after they are used: their texts are built first.
    for (label, events) in notes {
        let text = note_text(&builder.run(events, markdown)?);
        builder.notes.insert(label, text);
    }
    builder.in_note = false;
    let blocks = builder.run(body, markdown)?;
    for label in builder
        .notes
        .keys()
        .filter(|label| !builder.used.contains(*label))
    {
        builder
            .meaning
            .remark(Misplaced::NoteUnused(label.clone()))?;
    }
    Ok(blocks)
}

impl<M: Meaning> Builder<'_, M> {
    fn run(&mut self, events: Events<'_>, source: &str) -> Result<Vec<Block>, String> {
        self.frames = vec![Frame::holder()];
        for (event, range) in events {
            self.event(event, source, range)?;
        }
        self.close_line()?;
        match self.frames.pop() {
            Some(Frame::Blocks { blocks, .. }) => Ok(blocks),
            _ => Ok(Vec::new()),
        }
    }

    fn event(&mut self, event: Event<'_>, source: &str, range: Range<usize>) -> Result<(), String> {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag, source, range),
            Event::Text(text) => self.text(&text),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => {
                self.leaves().push(Leaf::Inline(Inline::LineBreak));
                Ok(())
            }
            Event::FootnoteReference(label) => {
                self.leaves().push(Leaf::NoteRef(label.into_string()));
                Ok(())
            }
            Event::Rule => {
                self.close_line()?;
                self.push(Block::new(BlockKind::PageBreak));
                Ok(())
            }
            Event::Code(_)
            | Event::Html(_)
            | Event::InlineHtml(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::TaskListMarker(_) => {
                self.meaning.remark(Misplaced::Foreign("kod eller HTML"))?;
                self.text(&source[range])
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>) -> Result<(), String> {
        match tag {
            Tag::Paragraph => self.open_line(LeafKind::Paragraph),
            Tag::Heading { level, .. } => self.open_line(LeafKind::Heading(level as u8)),
            Tag::List(start) => {
                self.close_line()?;
                self.frames.push(Frame::List {
                    start,
                    items: Vec::new(),
                });
                Ok(())
            }
            Tag::Item | Tag::TableCell => {
                self.frames.push(Frame::holder());
                Ok(())
            }
            Tag::Table(columns) => {
                self.close_line()?;
                let align = columns.into_iter().map(alignment).collect();
                self.frames.push(Frame::Table {
                    align,
                    head: Vec::new(),
                    rows: Vec::new(),
                    row: Vec::new(),
                });
                Ok(())
            }
            Tag::Emphasis => {
                self.emph += 1;
                Ok(())
            }
            Tag::Strong => {
                self.strong += 1;
                Ok(())
            }
            Tag::Link { dest_url, .. } => self.start_link(&dest_url),
            Tag::Image { dest_url, .. } => {
                self.picture = Some((dest_url.into_string(), String::new()));
                Ok(())
            }
            Tag::CodeBlock(_) | Tag::BlockQuote(_) => {
                self.meaning.remark(Misplaced::Foreign("indragen text"))?;
                self.open_line(LeafKind::Paragraph)
            }
            _ => Ok(()),
        }
    }

    fn end(&mut self, tag: TagEnd, source: &str, range: Range<usize>) -> Result<(), String> {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock => self.close_line(),
            TagEnd::Item => {
                self.close_line()?;
                if let Some(Frame::Blocks { blocks, overflow }) = self.frames.pop()
                    && let Some(Frame::List { items, .. }) = self.frames.last_mut()
                {
                    items.push(blocks);
                    items.extend(overflow);
                }
                Ok(())
            }
            TagEnd::List(_) => self.end_list(range.start),
            TagEnd::TableCell => {
                self.close_line()?;
                if let Some(Frame::Blocks { blocks, .. }) = self.frames.pop()
                    && let Some(Frame::Table { row, .. }) = self.frames.last_mut()
                {
                    row.push(Cell { blocks });
                }
                Ok(())
            }
            TagEnd::TableHead => {
                if let Some(Frame::Table { head, row, .. }) = self.frames.last_mut() {
                    *head = std::mem::take(row);
                }
                Ok(())
            }
            TagEnd::TableRow => self.end_row(&source[range.clone()], range.start),
            TagEnd::Table => {
                if let Some(Frame::Table {
                    align, head, rows, ..
                }) = self.frames.pop()
                {
                    self.push(Block::new(BlockKind::Table(Table {
                        caption: Vec::new(),
                        head,
                        align,
                        rows,
                    })));
                }
                Ok(())
            }
            TagEnd::Emphasis => {
                self.emph = self.emph.saturating_sub(1);
                Ok(())
            }
            TagEnd::Strong => {
                self.strong = self.strong.saturating_sub(1);
                Ok(())
            }
            TagEnd::Link => self.end_link(),
            TagEnd::Image => self.end_picture(),
            _ => Ok(()),
        }
    }

    /// The line being built; a tight list item or a cell opens one by its first text.
    fn leaves(&mut self) -> &mut Vec<Leaf> {
        &mut self
            .line
            .get_or_insert_with(|| (LeafKind::Paragraph, Vec::new()))
            .1
    }

    fn text(&mut self, text: &str) -> Result<(), String> {
        if let Some((_, alt)) = &mut self.picture {
            alt.push_str(text);
            return Ok(());
        }
        let style = TextStyle {
            strong: self.strong > 0,
            emph: self.emph > 0,
        };
        let level = self.level;
        let mut found = Vec::new();
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                found.push(Leaf::Inline(Inline::LineBreak));
            }
            self.meaning.text(line, style, level, &mut found)?;
        }
        self.leaves().append(&mut found);
        Ok(())
    }

    fn open_line(&mut self, kind: LeafKind) -> Result<(), String> {
        self.close_line()?;
        self.line = Some((kind, Vec::new()));
        Ok(())
    }

    /// Ends the open line: a paragraph or heading, or the blocks that stand alone in it.
    fn close_line(&mut self) -> Result<(), String> {
        let Some((kind, leaves)) = self.line.take() else {
            return Ok(());
        };
        let mut text = Vec::with_capacity(leaves.len());
        let mut blocks = Vec::new();
        for leaf in leaves {
            match leaf {
                Leaf::Inline(inline) => push_merged(&mut text, inline),
                Leaf::Blocks(own) => blocks.extend(own),
                Leaf::NoteRef(label) => self.note_mark(label, &mut text)?,
            }
        }
        trim_breaks(&mut text);
        if !blocks.is_empty() && (!text.is_empty() || kind != LeafKind::Paragraph) {
            self.meaning.remark(Misplaced::BlocksInLine)?;
        }
        if !text.is_empty() {
            match kind {
                LeafKind::Paragraph => self.push(Block::paragraph(text)),
                LeafKind::Heading(written) => {
                    self.level = self.meaning.level(written);
                    self.push(Block::new(BlockKind::Heading {
                        level: self.level,
                        text,
                    }));
                }
            }
        }
        for block in blocks {
            self.push(block);
        }
        Ok(())
    }

    /// A footnote where its mark stands. A mark without a footnote, or in one, is printed as it was written: no format
    /// has footnotes to footnotes.
    fn note_mark(&mut self, label: String, line: &mut Vec<Inline>) -> Result<(), String> {
        if let (false, Some(note)) = (self.in_note, self.notes.get(&label)) {
            line.push(Inline::Note(note.clone()));
            self.used.insert(label);
            return Ok(());
        }
        let mut literal = Vec::new();
        let written = format!("[^{label}]");
        self.meaning
            .text(&written, TextStyle::default(), self.level, &mut literal)?;
        line.extend(literal.into_iter().filter_map(Leaf::into_inline));
        self.meaning.remark(if self.in_note {
            Misplaced::NoteInNote(label)
        } else {
            Misplaced::NoteMissing(label)
        })
    }

    fn push(&mut self, block: Block) {
        if let Some(Frame::Blocks { blocks, .. }) = self.frames.last_mut() {
            blocks.push(block);
        }
    }

    /// Ends a list. One that is nested too deep gives its items to the list it stands in, after the current item.
    fn end_list(&mut self, at: usize) -> Result<(), String> {
        let Some(Frame::List { start, mut items }) = self.frames.pop() else {
            return Ok(());
        };
        // An item without text is a stray mark; a list must have something to read in every item.
        items.retain(|item| !item.is_empty());
        if items.is_empty() {
            return Ok(());
        }
        let depth = self
            .frames
            .iter()
            .filter(|f| matches!(f, Frame::List { .. }))
            .count();
        if depth < LIST_DEPTH {
            self.push(Block::new(BlockKind::List { start, items }));
            return Ok(());
        }
        if let Some(Frame::Blocks { overflow, .. }) = self.frames.last_mut() {
            overflow.extend(items);
        }
        self.meaning.remark(Misplaced::TooDeep { at })
    }

    /// Ends a body row. Markdown drops cells that have no column; here they are kept in the last one.
    fn end_row(&mut self, written: &str, at: usize) -> Result<(), String> {
        let level = self.level;
        let Some(Frame::Table {
            head, rows, row, ..
        }) = self.frames.last_mut()
        else {
            return Ok(());
        };
        let columns = head.len();
        let mut cells = std::mem::take(row);
        let parts = row_parts(written);
        if parts.len() < columns {
            self.meaning.remark(Misplaced::UnevenRow {
                cells: parts.len(),
                columns,
                at,
            })?;
        } else if parts.len() > columns {
            let mut leaves = Vec::new();
            self.meaning.text(
                &parts[columns..].join(" | "),
                TextStyle::default(),
                level,
                &mut leaves,
            )?;
            let text = leaves.into_iter().filter_map(Leaf::into_inline).collect();
            if let Some(last) = cells.last_mut() {
                last.blocks.push(Block::paragraph(text));
            }
            self.meaning.remark(Misplaced::UnevenRow {
                cells: parts.len(),
                columns,
                at,
            })?;
        }
        rows.push(cells);
        Ok(())
    }

    fn start_link(&mut self, target: &str) -> Result<(), String> {
        let checked = self.meaning.link(target)?;
        if checked.is_none() {
            self.text("[")?;
        }
        let start = self.leaves().len();
        self.link = Some(OpenLink {
            start,
            target: checked,
            tail: format!("]({target})"),
        });
        Ok(())
    }

    fn end_link(&mut self) -> Result<(), String> {
        let Some(OpenLink {
            start,
            target,
            tail,
        }) = self.link.take()
        else {
            return Ok(());
        };
        let Some(target) = target else {
            return self.text(&tail);
        };
        let leaves = self.leaves();
        let start = start.min(leaves.len());
        let text: Vec<Inline> = leaves
            .drain(start..)
            .filter_map(Leaf::into_inline)
            .collect();
        if !text.is_empty() {
            leaves.push(Leaf::Inline(Inline::Link { target, text }));
        }
        Ok(())
    }

    fn end_picture(&mut self) -> Result<(), String> {
        let Some((id, alt)) = self.picture.take() else {
            return Ok(());
        };
        match self.meaning.picture(&id, &alt) {
            Some(blocks) => {
                self.leaves().push(Leaf::Blocks(blocks));
                Ok(())
            }
            None => self.text(&format!("![{alt}]({id})")),
        }
    }
}

impl Leaf {
    fn into_inline(self) -> Option<Inline> {
        match self {
            Self::Inline(inline) => Some(inline),
            Self::Blocks(_) | Self::NoteRef(_) => None,
        }
    }
}

impl Frame {
    const fn holder() -> Self {
        Self::Blocks {
            blocks: Vec::new(),
            overflow: Vec::new(),
        }
    }
}
