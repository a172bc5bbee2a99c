//! A rich-text field: parsed on its own with the restricted grammar, every word keeping the field it came from.

use std::collections::BTreeSet;

use crate::document::tokens::FieldText;
use crate::document::{Block, BlockKind, Inline, TextStyle, is_allowed_link};

use super::builder::{self, Leaf, Meaning, Misplaced};
use super::gate::gate;
use super::{Picture, Pictures, Remark, RemarkKind};

/// What a rich-text field means, and what was remarked in it.
struct Rich<'a> {
    field: &'a FieldText,
    /// The field's text as it is parsed, with the lines that it was written with.
    text: &'a str,
    pictures: &'a dyn Pictures,
    remarks: &'a mut Vec<Remark>,
    /// Level of the heading above the field.
    above: u8,
    /// The highest heading in the field: printed one level under `above`.
    highest: u8,
}

/// The blocks of a rich-text field that stands under a heading of level `above`.
pub(super) fn parse(
    field: &FieldText,
    above: u8,
    pictures: &dyn Pictures,
    remarks: &mut Vec<Remark>,
) -> Vec<Block> {
    if field.value.trim().is_empty() {
        return Vec::new();
    }
    let gated = gate(&field.value);
    if let Some(tag) = gated.html {
        remarks.push(Remark {
            kind: RemarkKind::Html(tag),
            pointer: field.from.clone(),
            line: None,
        });
    }
    for label in notes_without_text(&field.value) {
        remarks.push(Remark {
            kind: RemarkKind::NoteMissing(label.to_owned()),
            pointer: field.from.clone(),
            line: None,
        });
    }
    let highest = highest_heading(&gated.text);
    let mut rich = Rich {
        field,
        text: &gated.text,
        pictures,
        remarks,
        above,
        highest,
    };
    let mut blocks = builder::build(&gated.text, above, &mut rich).unwrap_or_default();
    for block in &mut blocks {
        block.origin.clone_from(&field.from);
    }
    blocks
}

/// Labels of footnotes that are referred to but have no text; the Markdown parser leaves such marks as they stand.
fn notes_without_text(text: &str) -> BTreeSet<&str> {
    let (mut used, mut defined) = (BTreeSet::new(), BTreeSet::new());
    for (at, mark) in text.match_indices("[^") {
        let rest = &text[at + mark.len()..];
        let Some((label, after)) = rest.split_once(']') else {
            break;
        };
        if label.is_empty() || label.contains(char::is_whitespace) {
            continue;
        }
        if after.starts_with(':') {
            defined.insert(label)
        } else {
            used.insert(label)
        };
    }
    used.difference(&defined).copied().collect()
}

/// The level of the highest ATX heading in the text, 1 when there is none.
fn highest_heading(text: &str) -> u8 {
    text.lines()
        .filter_map(|line| {
            let line = line.trim_start();
            let marks = line.bytes().take_while(|b| *b == b'#').count();
            let is_heading = (1..=6).contains(&marks)
                && matches!(line.as_bytes().get(marks), Some(b' ' | b'\t'));
            is_heading.then(|| u8::try_from(marks).unwrap_or(1))
        })
        .min()
        .unwrap_or(1)
}

impl Rich<'_> {
    fn note(&mut self, kind: RemarkKind) {
        self.note_at(kind, None);
    }

    /// A remark on what begins at the byte `at` of the text.
    fn note_at(&mut self, kind: RemarkKind, at: Option<usize>) {
        let pointer = &self.field.from;
        // One remark of a kind and field is enough for a person.
        let is_told = |told: &Remark| told.kind == kind && told.pointer == *pointer;
        if self.remarks.iter().any(is_told) {
            return;
        }
        let before = at.and_then(|at| self.text.get(..at));
        let line = before.map(|text| text.bytes().filter(|b| *b == b'\n').count());
        self.remarks.push(Remark {
            kind,
            pointer: pointer.clone(),
            line,
        });
    }
}

impl Meaning for Rich<'_> {
    fn text(
        &mut self,
        text: &str,
        style: TextStyle,
        _: u8,
        out: &mut Vec<Leaf>,
    ) -> Result<(), String> {
        if !text.is_empty() {
            out.push(Leaf::Inline(Inline::Text {
                value: text.replace('\t', " "),
                from: self.field.from.clone(),
                style,
            }));
        }
        Ok(())
    }

    fn picture(&mut self, id: &str, alt: &str) -> Option<Vec<Block>> {
        let Some(Picture {
            image,
            alt: own_alt,
            caption,
            width,
        }) = self.pictures.find(id)
        else {
            self.note(RemarkKind::UnknownPicture(id.to_owned()));
            return None;
        };
        let alt = if alt.trim().is_empty() {
            own_alt
        } else {
            alt.trim().to_owned()
        };
        let caption = caption
            .as_ref()
            .map(super::field_inlines)
            .unwrap_or_default();
        Some(vec![Block {
            kind: BlockKind::Figure {
                image,
                alt,
                caption,
                width,
            },
            origin: self.field.from.clone(),
            held: false,
        }])
    }

    fn link(&mut self, target: &str) -> Result<Option<String>, String> {
        if is_allowed_link(target) {
            return Ok(Some(target.to_owned()));
        }
        self.note(RemarkKind::ForbiddenLink(target.to_owned()));
        Ok(None)
    }

    fn level(&self, written: u8) -> u8 {
        (self.above + 1 + written.saturating_sub(self.highest)).min(6)
    }

    fn remark(&mut self, remark: Misplaced) -> Result<(), String> {
        let (kind, at) = match remark {
            Misplaced::BlocksInLine => (RemarkKind::PictureInLine, None),
            Misplaced::TooDeep { at } => (RemarkKind::TooDeep, Some(at)),
            Misplaced::UnevenRow { cells, columns, at } => {
                (RemarkKind::UnevenRow { cells, columns }, Some(at))
            }
            Misplaced::NoteMissing(label) => (RemarkKind::NoteMissing(label), None),
            Misplaced::NoteInNote(label) => (RemarkKind::NoteInNote(label), None),
            Misplaced::NoteUnused(label) => (RemarkKind::NoteUnused(label), None),
            // Indented text is only text: nothing to tell the writer.
            Misplaced::Foreign(_) => return Ok(()),
        };
        self.note_at(kind, at);
        Ok(())
    }
}
