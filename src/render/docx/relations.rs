//! Relationships: how one part of the package names another, or an address outside it. Numbers them from 1.

use std::fmt;

use super::xml::Xml;

/// What a part is to the one that names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    OfficeDocument,
    CoreProperties,
    AppProperties,
    CustomProperties,
    Styles,
    Settings,
    Theme,
    FontTable,
    Numbering,
    Footnotes,
    Header,
    Footer,
    CustomXml,
    CustomXmlProperties,
    Image,
    /// An address on the net: the only kind that points out of the file.
    Hyperlink,
}

/// The type of a relationship that the Office formats define.
macro_rules! office {
    ($name:literal) => {
        concat!(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
            $name
        )
    };
}

/// The media type of a part of a Word document.
macro_rules! word {
    ($name:literal) => {
        concat!(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.",
            $name,
            "+xml"
        )
    };
}

impl Kind {
    /// The relationship's type.
    const fn address(self) -> &'static str {
        match self {
            Self::OfficeDocument => office!("officeDocument"),
            Self::CoreProperties => {
                "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
            }
            Self::AppProperties => office!("extended-properties"),
            Self::CustomProperties => office!("custom-properties"),
            Self::Styles => office!("styles"),
            Self::Settings => office!("settings"),
            Self::Theme => office!("theme"),
            Self::FontTable => office!("fontTable"),
            Self::Numbering => office!("numbering"),
            Self::Footnotes => office!("footnotes"),
            Self::Header => office!("header"),
            Self::Footer => office!("footer"),
            Self::CustomXml => office!("customXml"),
            Self::CustomXmlProperties => office!("customXmlProps"),
            Self::Image => office!("image"),
            Self::Hyperlink => office!("hyperlink"),
        }
    }

    /// The part's media type; `None` when its extension tells it.
    pub(super) const fn content_type(self) -> Option<&'static str> {
        Some(match self {
            Self::OfficeDocument => word!("document.main"),
            Self::CoreProperties => "application/vnd.openxmlformats-package.core-properties+xml",
            Self::AppProperties => {
                "application/vnd.openxmlformats-officedocument.extended-properties+xml"
            }
            Self::CustomProperties => {
                "application/vnd.openxmlformats-officedocument.custom-properties+xml"
            }
            Self::Styles => word!("styles"),
            Self::Settings => word!("settings"),
            Self::Theme => "application/vnd.openxmlformats-officedocument.theme+xml",
            Self::FontTable => word!("fontTable"),
            Self::Numbering => word!("numbering"),
            Self::Footnotes => word!("footnotes"),
            Self::Header => word!("header"),
            Self::Footer => word!("footer"),
            Self::CustomXmlProperties => {
                "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
            }
            Self::CustomXml | Self::Image | Self::Hyperlink => return None,
        })
    }
}

/// A relationship's id within its part: `rId1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RelationId(usize);

impl fmt::Display for RelationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "rId{}", self.0)
    }
}

/// The relationships of one part, in the order they were met.
#[derive(Debug, Default)]
pub(super) struct Relations(Vec<(Kind, String)>);

impl Relations {
    /// The id of the relationship to `target`; the same target keeps its id.
    pub(super) fn to(&mut self, kind: Kind, target: impl Into<String>) -> RelationId {
        let target = target.into();
        let known = self.0.iter().position(|(k, t)| *k == kind && *t == target);
        RelationId(
            1 + known.unwrap_or_else(|| {
                self.0.push((kind, target));
                self.0.len() - 1
            }),
        )
    }

    /// The `.rels` part; `None` when there is no relationship.
    pub(super) fn part(&self) -> Option<Vec<u8>> {
        if self.0.is_empty() {
            return None;
        }
        let mut xml = Xml::part(
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">",
        );
        for (index, (kind, target)) in self.0.iter().enumerate() {
            let id = RelationId(index + 1);
            let address = kind.address();
            if *kind == Kind::Hyperlink {
                xml.empty(
                    "Relationship",
                    &[
                        ("Id", &id),
                        ("Type", &address),
                        ("Target", target),
                        ("TargetMode", &"External"),
                    ],
                );
            } else {
                xml.empty(
                    "Relationship",
                    &[("Id", &id), ("Type", &address), ("Target", target)],
                );
            }
        }
        Some(xml.finish("</Relationships>"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Relations};

    #[test]
    fn ids_count_from_one_and_a_target_keeps_its_id() {
        let mut relations = Relations::default();
        assert!(relations.part().is_none());
        let first = relations.to(Kind::Hyperlink, "https://a.se/");
        let second = relations.to(Kind::Image, "media/bild1.png");
        assert_eq!(relations.to(Kind::Hyperlink, "https://a.se/"), first);
        assert_eq!(
            (first.to_string(), second.to_string()),
            ("rId1".into(), "rId2".into())
        );
    }
}
