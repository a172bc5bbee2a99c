//! The sheet: a design turned into Word's units, and the sizes that the layout of the PDF shares. Writes no markup.

use std::fmt;

use crate::render::Design;

/// Twentieths of a point in a millimetre.
const TWIPS_PER_MM: f64 = 1440.0 / 25.4;

/// Line spacing of headings, tables and other compact text, in 240ths of a natural line.
pub(super) const COMPACT: u32 = 258;

/// Height of a line of Arial and of Liberation Sans as a multiple of their size; Word counts its line spacing from it.
const NATURAL_LINE: f64 = 1.149;

/// A length in Word's own unit, a twentieth of a point.
pub(super) type Twips = u32;

/// A text size in half points.
pub(super) type HalfPoints = u32;

/// Width and height of A4.
pub(super) const A4: (Twips, Twips) = (11906, 16838);

/// From the sheet's edge to the header's first line.
pub(super) const TO_HEADER: Twips = 680;

/// From the footer's last line to the sheet's edge.
pub(super) const TO_FOOTER: Twips = 680;

/// Padding beside the text in a table's cell; above and below it is less, where the line brings some.
pub(super) const CELL_PADDING: Twips = 100;

/// Where a list's numbers and bullets stand, from the left edge of what the list stands in.
pub(super) const MARKER: Twips = 80;

/// Where the text of a numbered item begins.
pub(super) const NUMBERED: Twips = 420;

/// Where the text of a bulleted item begins.
pub(super) const BULLETED: Twips = 320;

/// A colour as Word writes it: `1F3A4D`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Colour(u32);

impl Colour {
    /// Reads `#rrggbb`; black for anything else, which is always readable.
    fn read(written: &str) -> Self {
        let digits = written.strip_prefix('#').filter(|d| d.len() == 6);
        Self(digits.map_or(0, |d| u32::from_str_radix(d, 16).unwrap_or(0)))
    }

    /// The same colour more than half way to white: thin rules.
    const fn lighter(self) -> Self {
        const fn channel(value: u32, shift: u32) -> u32 {
            let value = (value >> shift) & 0xFF;
            (value + (0xFF - value) * 55 / 100) << shift
        }
        Self(channel(self.0, 16) | channel(self.0, 8) | channel(self.0, 0))
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06X}", self.0)
    }
}

/// Everything about a page that the markup needs to know.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    /// The face.
    pub(super) font: &'a str,
    /// Size of the body.
    pub(super) body: HalfPoints,
    /// Line spacing in 240ths of a natural line.
    pub(super) line: u32,
    /// Margins: top, right, bottom, left.
    pub(super) margins: [Twips; 4],
    /// Width of the text.
    pub(super) width: Twips,
    /// Height of the text.
    pub(super) height: Twips,
    /// Headings and rules.
    pub(super) colour: Colour,
    /// Tint of table headers.
    pub(super) tint: Colour,
    /// Labels and the frame's small text.
    pub(super) muted: Colour,
    /// Thin rules.
    pub(super) thin: Colour,
}

impl<'a> Sheet<'a> {
    /// The sheet of a design.
    pub(super) fn new(design: &'a Design) -> Self {
        let margins = design.marginaler_mm.map(|mm| whole(mm * TWIPS_PER_MM));
        let [top, right, bottom, left] = margins;
        let muted = Colour::read(&design.dampad);
        Self {
            font: &design.typsnitt_word,
            body: whole(design.storlek_pt * 2.0),
            line: whole(240.0 * design.radavstand / NATURAL_LINE),
            margins,
            width: A4.0.saturating_sub(left + right).max(1440),
            height: A4.1.saturating_sub(top + bottom).max(1440),
            colour: Colour::read(&design.farg),
            tint: Colour::read(&design.ton),
            muted,
            thin: muted.lighter(),
        }
    }
}

/// Millimetres as twips.
pub(super) fn twips(mm: f64) -> Twips {
    whole(mm * TWIPS_PER_MM)
}

/// The nearest whole number; nothing for what is negative or no number, and never more than Word's own limit.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the range first"
)]
pub(super) fn whole(length: f64) -> u32 {
    length.round().clamp(0.0, 31_680.0) as u32
}

#[cfg(test)]
mod tests {
    use super::{Colour, Sheet, whole};
    use crate::render::Design;

    #[test]
    fn the_default_design_has_its_width_in_twips() {
        let design = Design::default();
        let sheet = Sheet::new(&design);
        assert_eq!((sheet.width, sheet.body), (8504, 22));
        assert_eq!(sheet.colour.to_string(), "1F3A4D");
        assert_eq!(sheet.thin.to_string(), "ADB3B7");
    }

    #[test]
    fn nonsense_becomes_something_word_can_open() {
        assert_eq!(Colour::read("röd\"/>").to_string(), "000000");
        assert_eq!((whole(f64::NAN), whole(-4.0), whole(1e12)), (0, 0, 31_680));
    }
}
