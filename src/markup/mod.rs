//! From a template's output and its tokens to the document tree. Reads no file and knows no profile: the order of the
//! sections is handed in.

mod builder;
mod cells;
mod fences;
mod from_html;
mod gate;
mod levels;
mod output;
mod rich;
mod sections;

use crate::document::tokens::{FieldText, Tokens};
use crate::document::{Block, Inline, TextStyle};
use crate::pointer::Pointer;

pub(crate) use from_html::from_html;
pub use sections::Arrangement;

/// A picture of the ärende, found and checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// Index into the document's images.
    pub image: usize,
    /// Alternative text from the field `bilder`.
    pub alt: String,
    /// Caption, if any.
    pub caption: Option<FieldText>,
    /// Share of the text width, 0.1 to 1.0.
    pub width: f64,
}

/// Where rich text finds its pictures.
pub trait Pictures {
    /// The picture with this id in the field `bilder`.
    fn find(&self, id: &str) -> Option<Picture>;
}

/// Something in a rich-text field that a rule may have an opinion on. Carries no level: that is the profile's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// What it is.
    pub kind: RemarkKind,
    /// The field.
    pub pointer: Option<Pointer>,
    /// The line of its text, from 0, where it stands, when it is nothing that can be searched for.
    pub line: Option<usize>,
}

/// What can be remarked in rich text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemarkKind {
    /// An HTML tag, printed literally.
    Html(String),
    /// A link to something other than http, https or mailto, printed literally.
    ForbiddenLink(String),
    /// A picture whose id is not in `bilder`, printed literally.
    UnknownPicture(String),
    /// A picture in the middle of a paragraph; printed after it.
    PictureInLine,
    /// A list nested deeper than eight; the items were moved up.
    TooDeep,
    /// A table row with more cells than the head, the rest of which stand in the last cell, or with fewer.
    UnevenRow {
        /// Cells in the row.
        cells: usize,
        /// Columns in the head.
        columns: usize,
    },
    /// A table in a cell of a table; its rows are printed as lines.
    TableInCell,
    /// A reference to a footnote without text, printed literally.
    NoteMissing(String),
    /// A reference inside a footnote, printed literally.
    NoteInNote(String),
    /// A footnote without a reference: it is not printed.
    NoteUnused(String),
}

/// Template output that is no document: the template's fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("rad {line} i mallens utdata: {message}")]
pub struct MarkupError {
    /// Line in the template's output, from 1.
    pub line: usize,
    /// What is wrong, in Swedish.
    pub message: String,
}

impl MarkupError {
    fn at(line: usize, message: impl Into<String>) -> Self {
        Self {
            line,
            message: message.into(),
        }
    }
}

/// The blocks of a document and what was remarked on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// Blocks, sections in the profile's order.
    pub blocks: Vec<Block>,
    /// Remarks in reading order.
    pub remarks: Vec<Remark>,
}

/// Turns a template's output into blocks.
///
/// # Errors
/// Only when the template itself is wrong: unknown or unclosed sections, blocks in the middle of a line.
pub fn parse(
    output: &str,
    tokens: &Tokens,
    pictures: &dyn Pictures,
    arrangement: &Arrangement,
) -> Result<Parsed, MarkupError> {
    let parts = fences::split(output)?;
    let mut remarks = Vec::new();
    let blocks = sections::build(
        parts,
        &mut output::Output {
            tokens,
            pictures,
            remarks: &mut remarks,
        },
    )?;
    Ok(Parsed {
        blocks: sections::arrange(blocks, arrangement),
        remarks,
    })
}

/// What is wrong with a section's name, the word or words after `:::`; nothing when a template may use it.
#[must_use]
pub fn section_fault(name: &str) -> Option<String> {
    fences::named(name, 1).err().map(|error| error.message)
}

/// The first HTML tag of a rich-text field, as written: the grammar has no HTML, so it would be printed literally.
pub(crate) fn html_tag(source: &str) -> Option<String> {
    source
        .contains('<')
        .then(|| gate::gate(source).html)
        .flatten()
}

/// A plain field as running text: its newlines become line breaks.
fn field_inlines(field: &FieldText) -> Vec<Inline> {
    let mut line = Vec::new();
    for (number, text) in field.value.split('\n').enumerate() {
        if number > 0 {
            line.push(Inline::LineBreak);
        }
        if !text.is_empty() {
            line.push(Inline::Text {
                // No paper has tab stops where a writer's editor has them.
                value: text.replace('\t', " "),
                from: field.from.clone(),
                style: TextStyle::default(),
            });
        }
    }
    line
}

#[cfg(test)]
mod tests;
