//! What a municipality's documents look like: sizes, colours and faces, read from its profile. No behaviour.

use serde::{Deserialize, Serialize};

/// The look of a document. All of it is profile data; the default is `sv-bas`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Design {
    /// Embedded face for PDF: "Liberation Sans".
    pub typsnitt: String,
    /// Face named in Word, with the same widths: "Arial".
    pub typsnitt_word: String,
    /// Body size in points.
    pub storlek_pt: f64,
    /// Distance between base lines as a multiple of the body size.
    pub radavstand: f64,
    /// Margins in millimetres: top, right, bottom, left.
    pub marginaler_mm: [f64; 4],
    /// Colour of headings and rules, `#rrggbb`; at least 4.5:1 against white.
    pub farg: String,
    /// Tint of table headers, `#rrggbb`; black text on it must reach 4.5:1.
    pub ton: String,
    /// Colour of labels and the frame's small text, `#rrggbb`; at least 4.5:1 against white.
    pub dampad: String,
}

impl Default for Design {
    fn default() -> Self {
        Self {
            typsnitt: "Liberation Sans".into(),
            typsnitt_word: "Arial".into(),
            storlek_pt: 11.0,
            radavstand: 1.4,
            marginaler_mm: [35.0, 30.0, 35.0, 30.0],
            farg: "#1f3a4d".into(),
            ton: "#eef2f5".into(),
            dampad: "#4a5761".into(),
        }
    }
}
