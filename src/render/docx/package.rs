//! The package: parts with their content types, zipped in a fixed order with fixed dates. Knows no markup of Word's.

use super::relations::{Kind, RelationId, Relations};
use super::story::Story;
use super::xml::Xml;
use super::zip::{Zip, ZipError};

/// Media types that an extension tells.
const DEFAULTS: [(&str, &str); 5] = [
    (
        "rels",
        "application/vnd.openxmlformats-package.relationships+xml",
    ),
    ("xml", "application/xml"),
    ("png", "image/png"),
    ("jpeg", "image/jpeg"),
    ("svg", "image/svg+xml"),
];

/// Whether a file of this name is packed already.
fn is_packed(name: &str) -> bool {
    [".png", ".jpeg"].iter().any(|end| name.ends_with(end))
}

struct Part {
    name: String,
    content_type: Option<&'static str>,
    bytes: Vec<u8>,
}

/// A package under way. Parts are stored in the order they are added, after the content types.
#[derive(Default)]
pub(super) struct Package {
    roots: Relations,
    parts: Vec<Part>,
}

impl Package {
    /// Adds a part that the package itself names.
    pub(super) fn root(&mut self, kind: Kind, name: &'static str, bytes: Vec<u8>) {
        self.roots.to(kind, name);
        self.part(kind.content_type(), name, bytes);
    }

    /// Adds a part in the folder `word` that `story` names; returns what it is called there.
    pub(super) fn named_by(
        &mut self,
        story: &mut Story,
        kind: Kind,
        file: &'static str,
        bytes: Vec<u8>,
    ) -> RelationId {
        self.part(kind.content_type(), format!("word/{file}"), bytes);
        story.relations.to(kind, file)
    }

    /// The same for a story of its own, which may name parts in turn.
    pub(super) fn story_named_by(
        &mut self,
        story: &mut Story,
        kind: Kind,
        file: &'static str,
        (bytes, relations): (Vec<u8>, Relations),
    ) -> RelationId {
        let id = self.named_by(story, kind, file, bytes);
        self.relations("word", file, &relations);
        id
    }

    /// Adds a part of a media type of its own, or of the one its extension tells.
    pub(super) fn part(
        &mut self,
        content_type: Option<&'static str>,
        name: impl Into<String>,
        bytes: Vec<u8>,
    ) {
        self.parts.push(Part {
            name: name.into(),
            content_type,
            bytes,
        });
    }

    /// Adds the relationships of the part `folder/file`, if it has any.
    pub(super) fn relations(&mut self, folder: &str, file: &str, relations: &Relations) {
        if let Some(bytes) = relations.part() {
            self.part(None, format!("{folder}/_rels/{file}.rels"), bytes);
        }
    }

    /// The zip file. Nothing in it depends on the clock, the machine or the thread.
    pub(super) fn zip(self) -> Result<Vec<u8>, ZipError> {
        let size: usize = self.parts.iter().map(|part| part.bytes.len()).sum();
        let mut zip = Zip::with_room(8192 + size / 2);
        zip.add("[Content_Types].xml", &self.content_types(), false)?;
        if let Some(bytes) = self.roots.part() {
            zip.add("_rels/.rels", &bytes, false)?;
        }
        for part in &self.parts {
            zip.add(&part.name, &part.bytes, is_packed(&part.name))?;
        }
        zip.finish()
    }

    fn content_types(&self) -> Vec<u8> {
        let mut xml = Xml::part(
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">",
        );
        for (extension, content_type) in DEFAULTS {
            let used = matches!(extension, "rels" | "xml")
                || self
                    .parts
                    .iter()
                    .any(|part| part.name.rsplit('.').next() == Some(extension));
            if used {
                xml.empty(
                    "Default",
                    &[("Extension", &extension), ("ContentType", &content_type)],
                );
            }
        }
        for part in &self.parts {
            if let Some(content_type) = part.content_type {
                xml.empty(
                    "Override",
                    &[
                        ("PartName", &format_args!("/{}", part.name)),
                        ("ContentType", &content_type),
                    ],
                );
            }
        }
        xml.finish("</Types>")
    }
}
