//! The embedded faces and which characters they cover. Asks the system for no font.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use unicode_segmentation::UnicodeSegmentation;

macro_rules! face {
    ($name:literal) => {
        include_bytes!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/templates/typsnitt/",
            $name
        ))
    };
}

/// The family of all running text.
pub(super) const FAMILY: &str = "Liberation Sans";

/// The family that steps in for a character [`FAMILY`] lacks.
pub(super) const WIDE_FAMILY: &str = "DejaVu Sans";

const FACES: [&[u8]; 4] = [
    face!("LiberationSans-Regular.ttf"),
    face!("LiberationSans-Bold.ttf"),
    face!("LiberationSans-Italic.ttf"),
    face!("LiberationSans-BoldItalic.ttf"),
];
const WIDE_FACES: [&[u8]; 2] = [face!("DejaVuSans.ttf"), face!("DejaVuSans-Bold.ttf")];

/// Unicode's stream-safe text has at most thirty marks on a letter; the PDF writer has a limit too.
const LONGEST_CLUSTER: usize = 31;

/// BLAKE3 of every embedded face, in order.
#[must_use]
pub fn faces_hash() -> [u8; 32] {
    static HASH: LazyLock<[u8; 32]> = LazyLock::new(|| {
        let mut hasher = blake3::Hasher::new();
        for face in FACES.iter().chain(&WIDE_FACES) {
            hasher.update(face);
        }
        *hasher.finalize().as_bytes()
    });
    *HASH
}

/// Faces with the book that Typst chooses from.
pub(super) struct Fonts {
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

/// What nearly every document needs.
static PLAIN: LazyLock<Fonts> = LazyLock::new(|| Fonts::new(load(&FACES)));

/// The same and the wide faces, which are eight times as large: only for those who need them.
static WIDE: LazyLock<Fonts> = LazyLock::new(|| {
    let plain = PLAIN.fonts.iter().cloned();
    Fonts::new(plain.chain(load(&WIDE_FACES)).collect())
});

/// Characters in all faces of [`FAMILY`], and in all faces of [`WIDE_FAMILY`].
static PLAIN_SET: LazyLock<CharSet> = LazyLock::new(|| CharSet::common(&FACES));
static WIDE_SET: LazyLock<CharSet> = LazyLock::new(|| CharSet::common(&WIDE_FACES));

/// Advances of the regular face, in thousandths of the size, for Latin text.
static ADVANCES: LazyLock<Vec<u16>> = LazyLock::new(advances);
const ADVANCES_END: u32 = 0x250;
/// About what an unknown character takes.
const OTHER_ADVANCE: u16 = 600;

impl Fonts {
    fn new(fonts: Vec<Font>) -> Self {
        Self {
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
        }
    }

    pub(super) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    pub(super) fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }
}

/// Whether a profile may name this family.
#[must_use]
pub fn is_embedded(family: &str) -> bool {
    [FAMILY, WIDE_FAMILY].contains(&family)
}

/// The faces to set `text` with.
pub(super) fn for_text(text: &str) -> &'static Fonts {
    let in_plain = |c| is_common(c) || c.is_control() || PLAIN_SET.has(c);
    if text.is_ascii() || text.chars().all(in_plain) {
        &PLAIN
    } else {
        &WIDE
    }
}

/// Reads the faces that nearly every document needs.
pub(super) fn prepare() {
    LazyLock::force(&PLAIN);
    LazyLock::force(&ADVANCES);
}

/// Whether every character can be printed: for each cluster that a reader takes for one character, one embedded face
/// has all of it, and it runs from left to right.
///
/// # Errors
/// The characters that cannot, each once, in order.
pub fn covers(text: &str) -> Result<(), Vec<char>> {
    if text.chars().all(is_common) {
        return Ok(());
    }
    let mut missing = Vec::new();
    for cluster in text.graphemes(true) {
        if !cluster_is_covered(cluster) {
            // Those that no face has are named; when each has a face of its own, the whole mix is.
            let is_mix = cluster.chars().all(is_somewhere);
            for c in cluster.chars().filter(|c| is_mix || !is_somewhere(*c)) {
                if !missing.contains(&c) {
                    missing.push(c);
                }
            }
        }
    }
    if missing.is_empty() {
        Ok(())
    } else {
        Err(missing)
    }
}

/// The width of a text in the regular face, as a multiple of its size.
pub(super) fn width(text: &str) -> f64 {
    let advances = &*ADVANCES;
    let advance = |c: char| advances.get(c as usize).copied().unwrap_or(OTHER_ADVANCE);
    let thousandths: u64 = text.chars().map(|c| u64::from(advance(c))).sum();
    // A line is far shorter than 2^52 thousandths.
    #[allow(clippy::cast_precision_loss)]
    let width = thousandths as f64 / 1000.0;
    width
}

/// What nearly all Swedish text consists of: known to be in the first family without looking.
const fn is_common(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{17f}' | '–' | '—' | '‘'..='”' | '•' | '…' | '€')
}

fn cluster_is_covered(cluster: &str) -> bool {
    if cluster.chars().count() > LONGEST_CLUSTER {
        return false;
    }
    let by = |set: &CharSet| {
        cluster
            .chars()
            .all(|c| is_ignorable(c) || (is_printable(c) && set.has(c)))
    };
    by(&PLAIN_SET) || by(&WIDE_SET)
}

/// Whether some face has the character, or it needs none.
fn is_somewhere(c: char) -> bool {
    is_ignorable(c) || is_printable(c) && (PLAIN_SET.has(c) || WIDE_SET.has(c))
}

/// Whether the character may stand in an archived, left-to-right text at all.
fn is_printable(c: char) -> bool {
    let private = matches!(u32::from(c), 0xe000..=0xf8ff | 0xf0000..);
    let surrogate_like = matches!(u32::from(c), 0xfeff | 0xfff9..=0xffff);
    !(c.is_control() || private || surrogate_like || is_right_to_left(c))
}

/// The blocks that Unicode sets aside for right-to-left scripts, and what turns the direction.
fn is_right_to_left(c: char) -> bool {
    matches!(u32::from(c),
        0x590..=0x8ff | 0x200f | 0x202a..=0x202e | 0x2066..=0x2069
        | 0xfb1d..=0xfdff | 0xfe70..=0xfefe | 0x1_0800..=0x1_0fff | 0x1_e800..=0x1_efff)
}

/// Characters that print nothing and need no face.
fn is_ignorable(c: char) -> bool {
    matches!(u32::from(c),
        0xad | 0x34f | 0x180b..=0x180d | 0x200b..=0x200e | 0x2060..=0x2064
        | 0xfe00..=0xfe0f)
}

fn load(faces: &[&'static [u8]]) -> Vec<Font> {
    faces
        .iter()
        .map(|face| Font::new(Bytes::new(*face), 0).expect("the embedded faces are whole"))
        .collect()
}

fn advances() -> Vec<u16> {
    let face = ttf_parser::Face::parse(FACES[0], 0).expect("the embedded faces are whole");
    let em = u32::from(face.units_per_em());
    (0..ADVANCES_END)
        .map(|code| {
            char::from_u32(code)
                .and_then(|c| face.glyph_index(c))
                .and_then(|glyph| face.glyph_hor_advance(glyph))
                .and_then(|units| u16::try_from(u32::from(units) * 1000 / em).ok())
                .unwrap_or(OTHER_ADVANCE)
        })
        .collect()
}

/// A set of characters, one bit each.
struct CharSet(Vec<u64>);

impl CharSet {
    /// The characters that all of these faces have.
    fn common(faces: &[&'static [u8]]) -> Self {
        faces
            .iter()
            .map(|face| Self::of_face(face))
            .reduce(|a, b| Self(a.0.iter().zip(&b.0).map(|(a, b)| a & b).collect()))
            .unwrap_or(Self(Vec::new()))
    }

    fn of_face(face: &'static [u8]) -> Self {
        let face = ttf_parser::Face::parse(face, 0).expect("the embedded faces are whole");
        let mut codes = Vec::new();
        for table in face.tables().cmap.iter().flat_map(|cmap| cmap.subtables) {
            if table.is_unicode() {
                // A range may have holes: characters that lead to the glyph for no character.
                table.codepoints(|code| {
                    if table.glyph_index(code).is_some_and(|glyph| glyph.0 != 0) {
                        codes.push(code);
                    }
                });
            }
        }
        Self::of(codes.into_iter())
    }

    fn of(codes: impl Iterator<Item = u32>) -> Self {
        let mut words = Vec::new();
        for code in codes {
            let (word, bit) = Self::slot(code);
            if words.len() <= word {
                words.resize(word + 1, 0);
            }
            words[word] |= bit;
        }
        Self(words)
    }

    fn has(&self, c: char) -> bool {
        let (word, bit) = Self::slot(c.into());
        self.0.get(word).is_some_and(|w| w & bit != 0)
    }

    const fn slot(code: u32) -> (usize, u64) {
        ((code / 64) as usize, 1 << (code % 64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_for_granted_is_there() {
        let absent: Vec<char> = (' '..=char::MAX)
            .filter(|c| is_common(*c) && !PLAIN_SET.has(*c))
            .collect();
        assert!(absent.is_empty(), "{absent:?}");
    }

    #[test]
    fn a_letter_may_take_its_mark_from_the_wide_face() {
        let mark = ('\u{300}'..='\u{36f}')
            .find(|mark| WIDE_SET.has(*mark) && !PLAIN_SET.has(*mark))
            .expect("DejaVu has more marks");
        assert_eq!(covers(&format!("a{mark}")), Ok(()));
        assert_eq!(covers(&format!("a{mark}中")), Err(vec!['中']));
    }

    #[test]
    fn a_letter_carries_only_so_many_marks() {
        let marked = |marks| format!("a{}", "\u{301}".repeat(marks));
        assert_eq!(covers(&marked(30)), Ok(()));
        assert_eq!(covers(&marked(31)), Err(vec!['a', '\u{301}']));
    }

    #[test]
    fn swedish_text_needs_no_wide_face() {
        assert!(std::ptr::eq(for_text("Åsa – ”Öst”\n"), &raw const *PLAIN));
        assert!(std::ptr::eq(for_text("✓"), &raw const *WIDE));
    }

    #[test]
    fn widths_are_those_of_the_face() {
        // Helvetica's own: n is 556, i is 222, M is 833 thousandths.
        let near = |text, expected: f64| (width(text) - expected).abs() < 0.002;
        assert!(near("n", 0.556) && near("i", 0.222) && near("Mi", 1.055));
    }
}
