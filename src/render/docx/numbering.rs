//! Real numbering: every list is a definition of its own, so that no list goes on counting another's. Writes no text.

use super::sheet::{BULLETED, MARKER, NUMBERED, Twips};
use super::xml::Xml;

/// Word knows nine levels.
const LEVELS: u8 = 9;

/// Signs of bulleted lists in each other; both are in every face.
const BULLETS: [&str; 2] = ["•", "–"];

/// A larger number in a list is a mistake, and Word counts in 32 bits.
const LARGEST_START: u64 = 999_999_999;

/// What stands before the items of a list.
#[derive(Debug, Clone, Copy)]
pub(super) enum Marker {
    /// Numbers, from this one.
    Number(u64),
    /// Bullets; how many bulleted lists are around decides the sign.
    Bullet(u8),
}

#[derive(Debug)]
struct List {
    marker: Marker,
    level: u8,
    /// Where the text of its items begins.
    left: Twips,
}

/// The lists of a document in the order they were met.
#[derive(Debug, Default)]
pub(super) struct Numbering(Vec<List>);

impl Numbering {
    /// A new list at `level` (from 0) whose text begins at `left`; returns its number, from 1.
    pub(super) fn add(&mut self, marker: Marker, level: u8, left: Twips) -> usize {
        self.0.push(List {
            marker,
            level,
            left,
        });
        self.0.len()
    }

    /// `numbering.xml`; `None` for a document without lists.
    pub(super) fn part(&self) -> Option<Vec<u8>> {
        if self.0.is_empty() {
            return None;
        }
        let mut xml = Xml::part(
            "<w:numbering xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
        );
        for (index, list) in self.0.iter().enumerate() {
            list.write(&mut xml, index + 1);
        }
        for number in 1..=self.0.len() {
            xml.open("w:num", &[("w:numId", &number)]);
            xml.empty("w:abstractNumId", &[("w:val", &number)]);
            xml.raw("</w:num>");
        }
        Some(xml.finish("</w:numbering>"))
    }
}

impl List {
    fn write(&self, xml: &mut Xml, number: usize) {
        xml.open("w:abstractNum", &[("w:abstractNumId", &number)]);
        // Word takes lists with the same nsid for the same list.
        xml.empty(
            "w:nsid",
            &[("w:val", &format_args!("{:08X}", 0x4B00_0000 + number))],
        );
        xml.raw("<w:multiLevelType w:val=\"hybridMultilevel\"/>");
        for level in 0..LEVELS {
            self.write_level(xml, level);
        }
        xml.raw("</w:abstractNum>");
    }

    fn write_level(&self, xml: &mut Xml, level: u8) {
        let step = match self.marker {
            Marker::Number(_) => NUMBERED,
            Marker::Bullet(_) => BULLETED,
        };
        let deeper = u32::from(level.saturating_sub(self.level)) * step;
        let shallower = u32::from(self.level.saturating_sub(level)) * step;
        let left = (self.left + deeper).saturating_sub(shallower).max(step);
        xml.open("w:lvl", &[("w:ilvl", &level)]);
        match self.marker {
            Marker::Number(start) => {
                let first = if level == self.level { start } else { 1 };
                xml.empty("w:start", &[("w:val", &first.min(LARGEST_START))]);
                xml.raw("<w:numFmt w:val=\"decimal\"/>");
                xml.empty("w:lvlText", &[("w:val", &format_args!("%{}.", level + 1))]);
            }
            Marker::Bullet(around) => {
                let sign = usize::from(around) + usize::from(level.saturating_sub(self.level));
                xml.raw("<w:start w:val=\"1\"/><w:numFmt w:val=\"bullet\"/>");
                xml.empty("w:lvlText", &[("w:val", &BULLETS[sign % BULLETS.len()])]);
            }
        }
        xml.raw("<w:lvlJc w:val=\"left\"/><w:pPr>");
        xml.empty(
            "w:ind",
            &[("w:left", &left), ("w:hanging", &(step - MARKER))],
        );
        xml.raw("</w:pPr></w:lvl>");
    }
}

/// How far the text of a list is set in.
pub(super) const fn step(start: Option<u64>) -> Twips {
    if start.is_some() { NUMBERED } else { BULLETED }
}

/// The level a list at `depth` has in Word, whose levels end at nine.
pub(super) fn level_at(depth: u8) -> u8 {
    depth.min(LEVELS - 1)
}

#[cfg(test)]
mod tests {
    use super::{Marker, Numbering};

    #[test]
    fn every_list_is_a_definition_of_its_own() {
        let mut numbering = Numbering::default();
        assert!(numbering.part().is_none());
        assert_eq!(numbering.add(Marker::Number(7), 0, 420), 1);
        assert_eq!(numbering.add(Marker::Number(u64::MAX), 1, 840), 2);
        assert_eq!(numbering.add(Marker::Bullet(0), 0, 320), 3);
        let part = String::from_utf8(numbering.part().expect("three lists")).expect("UTF-8");
        assert_eq!(part.matches("<w:lvl ").count(), 27);
        assert_eq!(part.matches("<w:start w:val=\"7\"/>").count(), 1);
        assert_eq!(part.matches("<w:start w:val=\"999999999\"/>").count(), 1);
        for number in 1..=3 {
            assert!(part.contains(&format!(
                "<w:num w:numId=\"{number}\"><w:abstractNumId w:val=\"{number}\"/></w:num>"
            )));
        }
    }
}
