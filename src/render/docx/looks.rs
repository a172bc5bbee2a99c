//! How a paragraph and a run look: their properties, always written in the schema's order. Decides no look itself.

use super::sheet::{Colour, HalfPoints, Twips};
use super::xml::{Attribute, Xml};
use crate::document::{Align, TextStyle};

/// Properties of a paragraph (`w:pPr`), in a style or directly.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// Id of the paragraph style.
    pub(super) style: Option<&'static str>,
    /// Stay on the page of the next paragraph.
    pub(super) keep_next: bool,
    /// Do not split over pages.
    pub(super) keep_lines: bool,
    /// Begin a page.
    pub(super) new_page: bool,
    /// Place in a list.
    pub(super) number: Option<ListPlace>,
    /// A rule above.
    pub(super) rule_above: Option<Rule>,
    /// A rule below.
    pub(super) rule_below: Option<Rule>,
    /// Tab stops: where, and whether text ends there.
    pub(super) tabs: Vec<(TabKind, Twips)>,
    /// Space above and below, and line spacing.
    pub(super) spacing: Spacing,
    /// Distance from the left edge.
    pub(super) left: Option<Twips>,
    /// Alignment.
    pub(super) align: Align,
    /// Level in the outline, from 0.
    pub(super) outline: Option<u8>,
}

/// A rule over the width of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rule {
    /// Its colour.
    pub(super) colour: Colour,
    /// Its thickness in eighths of a point.
    pub(super) eighths: u8,
}

/// Where text meets a tab stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TabKind {
    /// Text begins at the stop.
    Left,
    /// Text ends at the stop.
    Right,
}

/// A list and the level in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ListPlace {
    /// Which list, from 1.
    pub(super) list: usize,
    /// Level, from 0.
    pub(super) level: u8,
}

/// Vertical space of a paragraph; `None` is left to the style.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Spacing {
    /// Above.
    pub(super) before: Option<Twips>,
    /// Below.
    pub(super) after: Option<Twips>,
    /// Line spacing in 240ths.
    pub(super) line: Option<u32>,
}

impl Spacing {
    /// Space above and below.
    pub(super) const fn around(before: Twips, after: Twips) -> Self {
        Self {
            before: Some(before),
            after: Some(after),
            line: None,
        }
    }
}

impl Paragraph {
    /// A paragraph of a style.
    pub(super) fn of(style: &'static str) -> Self {
        Self {
            style: Some(style),
            ..Self::default()
        }
    }

    /// Writes `w:pPr`, or nothing when there is nothing to say.
    pub(super) fn write(&self, xml: &mut Xml) {
        if *self == Self::default() {
            return;
        }
        xml.raw("<w:pPr>");
        if let Some(style) = &self.style {
            xml.empty("w:pStyle", &[("w:val", style)]);
        }
        if self.keep_next {
            xml.raw("<w:keepNext/>");
        }
        if self.keep_lines {
            xml.raw("<w:keepLines/>");
        }
        if self.new_page {
            xml.raw("<w:pageBreakBefore/>");
        }
        if let Some(ListPlace { list, level }) = self.number {
            xml.raw("<w:numPr>");
            xml.empty("w:ilvl", &[("w:val", &level)]);
            xml.empty("w:numId", &[("w:val", &list)]);
            xml.raw("</w:numPr>");
        }
        self.write_rules(xml);
        self.write_tabs(xml);
        self.write_spacing(xml);
        if let Some(left) = &self.left {
            xml.empty("w:ind", &[("w:left", left)]);
        }
        match self.align {
            Align::Left => {}
            Align::Center => xml.raw("<w:jc w:val=\"center\"/>"),
            Align::Right => xml.raw("<w:jc w:val=\"right\"/>"),
        }
        if let Some(level) = self.outline {
            xml.empty("w:outlineLvl", &[("w:val", &level)]);
        }
        xml.raw("</w:pPr>");
    }

    fn write_rules(&self, xml: &mut Xml) {
        if self.rule_above.is_none() && self.rule_below.is_none() {
            return;
        }
        xml.raw("<w:pBdr>");
        for (side, rule) in [("w:top", self.rule_above), ("w:bottom", self.rule_below)] {
            if let Some(Rule { colour, eighths }) = rule {
                xml.empty(
                    side,
                    &[
                        ("w:val", &"single"),
                        ("w:sz", &eighths),
                        ("w:space", &5),
                        ("w:color", &colour),
                    ],
                );
            }
        }
        xml.raw("</w:pBdr>");
    }

    fn write_tabs(&self, xml: &mut Xml) {
        if self.tabs.is_empty() {
            return;
        }
        xml.raw("<w:tabs>");
        for (kind, position) in &self.tabs {
            let kind = match kind {
                TabKind::Left => "left",
                TabKind::Right => "right",
            };
            xml.empty("w:tab", &[("w:val", &kind), ("w:pos", position)]);
        }
        xml.raw("</w:tabs>");
    }

    fn write_spacing(&self, xml: &mut Xml) {
        let Spacing {
            before,
            after,
            line,
        } = &self.spacing;
        let mut attributes: Vec<Attribute<'_>> = Vec::with_capacity(4);
        if let Some(before) = before {
            attributes.push(("w:before", before));
        }
        if let Some(after) = after {
            attributes.push(("w:after", after));
        }
        if let Some(line) = line {
            attributes.push(("w:line", line));
            attributes.push(("w:lineRule", &"auto"));
        }
        if !attributes.is_empty() {
            xml.empty("w:spacing", &attributes);
        }
    }
}

/// Properties of a run (`w:rPr`), in a style or directly.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Run {
    /// Id of the character style.
    pub(super) style: Option<&'static str>,
    /// Bold and italic.
    pub(super) text: TextStyle,
    /// Colour of the letters.
    pub(super) colour: Option<Colour>,
    /// Size.
    pub(super) size: Option<HalfPoints>,
    /// Underlined.
    pub(super) underline: bool,
    /// Raised, as a footnote's mark.
    pub(super) raised: bool,
}

impl Run {
    /// Bold and nothing else.
    pub(super) const STRONG: Self = Self {
        style: None,
        text: TextStyle {
            strong: true,
            emph: false,
        },
        colour: None,
        size: None,
        underline: false,
        raised: false,
    };

    /// Writes `w:rPr`, or nothing when there is nothing to say.
    pub(super) fn write(&self, xml: &mut Xml) {
        if *self == Self::default() {
            return;
        }
        xml.raw("<w:rPr>");
        if let Some(style) = &self.style {
            xml.empty("w:rStyle", &[("w:val", style)]);
        }
        if self.text.strong {
            xml.raw("<w:b/><w:bCs/>");
        }
        if self.text.emph {
            xml.raw("<w:i/><w:iCs/>");
        }
        if let Some(colour) = &self.colour {
            xml.empty("w:color", &[("w:val", colour)]);
        }
        if let Some(size) = &self.size {
            xml.empty("w:sz", &[("w:val", size)]);
            xml.empty("w:szCs", &[("w:val", size)]);
        }
        if self.underline {
            xml.raw("<w:u w:val=\"single\"/>");
        }
        if self.raised {
            xml.raw("<w:vertAlign w:val=\"superscript\"/>");
        }
        xml.raw("</w:rPr>");
    }
}
