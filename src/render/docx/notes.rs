//! Footnotes: their part with its separators and its own relationships. Knows nothing of where the marks stand.

use super::inlines;
use super::looks::{Paragraph, Run};
use super::relations::Relations;
use super::story::Story;
use crate::document::Inline;

/// The two notes Word wants before any other: the rule above the notes, and the rule above continued ones.
const OPENING: &str = concat!(
    "<w:footnotes xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"",
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">",
    "<w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:pPr><w:spacing w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/></w:pPr>",
    "<w:r><w:separator/></w:r></w:p></w:footnote>",
    "<w:footnote w:type=\"continuationSeparator\" w:id=\"0\"><w:p><w:pPr><w:spacing w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/></w:pPr>",
    "<w:r><w:continuationSeparator/></w:r></w:p></w:footnote>",
);

/// The footnotes of a document, numbered from 1 as their marks are met.
pub(super) struct Notes {
    story: Story,
    count: usize,
}

impl Notes {
    /// No notes yet.
    pub(super) fn new() -> Self {
        Self {
            story: Story::begin(OPENING),
            count: 0,
        }
    }

    /// Writes a note and returns its number.
    pub(super) fn add(&mut self, text: &[Inline]) -> usize {
        self.count += 1;
        let xml = &mut self.story.xml;
        xml.open("w:footnote", &[("w:id", &self.count)]);
        xml.raw("<w:p>");
        Paragraph::of("FootnoteText").write(xml);
        xml.raw("<w:r>");
        Run {
            style: Some("FootnoteReference"),
            ..Run::default()
        }
        .write(xml);
        xml.raw("<w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> </w:t></w:r>");
        for inline in text {
            inlines::write(&mut self.story, inline);
        }
        self.story.xml.raw("</w:p></w:footnote>");
        self.count
    }

    /// Whether there are any.
    pub(super) const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// `footnotes.xml` and its relationships.
    pub(super) fn part(self) -> (Vec<u8>, Relations) {
        self.story.end("</w:footnotes>")
    }
}
