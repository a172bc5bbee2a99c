//! A story: one part's running markup and the relationships it needs. Body, header, footer and footnotes are stories.

use super::relations::Relations;
use super::xml::Xml;

/// Markup under way, with its relationships.
pub(super) struct Story {
    /// The markup.
    pub(super) xml: Xml,
    /// What the markup refers to.
    pub(super) relations: Relations,
}

impl Story {
    /// A story that begins with its part's opening markup.
    pub(super) fn begin(opening: &'static str) -> Self {
        Self {
            xml: Xml::part(opening),
            relations: Relations::default(),
        }
    }

    /// The finished part and its relationships.
    pub(super) fn end(self, closing: &'static str) -> (Vec<u8>, Relations) {
        (self.xml.finish(closing), self.relations)
    }
}
