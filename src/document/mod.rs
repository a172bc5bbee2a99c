//! The document tree: what every renderer prints and nothing else. Closed enums, so that a renderer that forgets a
//! block does not compile. Holds no profile, no JSON and no layout.

mod closing;
mod signature;
mod text;
pub mod tokens;
mod validate;
pub mod visit;

use std::sync::Arc;

use crate::pointer::Pointer;

pub use closing::hold;
pub use signature::{SignatureTable, signature_tables};
pub(crate) use text::inlines as inline_text;
pub use text::{note_texts, plain_text};
pub use validate::{Fault, is_allowed_link, validate};

/// A finished document, ready for any renderer.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// What the document says of itself.
    pub meta: Meta,
    /// What is printed around the text on each page.
    pub frame: Frame,
    /// The text. The first heading is the title, level 1, and the only one of that level.
    pub blocks: Vec<Block>,
    /// Pictures that `Figure`s and the frame refer to by their index.
    pub images: Vec<Image>,
}

/// Metadata: written into every format's own properties.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Meta {
    /// The document's title, plain text, never empty.
    pub title: String,
    /// BCP 47 language of the text, `sv-SE`.
    pub lang: String,
    /// Document type's id: `tjansteskrivelse`.
    pub typ: String,
    /// Document type as people read it: "Tjänsteskrivelse".
    pub typ_namn: String,
    /// Who sends it: the municipality, or the body in it.
    pub avsandare: String,
    /// The body the document belongs to.
    pub instans: Option<String>,
    /// Diarienummer as the profile prints it, without classification.
    pub diarienummer: Option<String>,
    /// Classification in the information management plan: `3.7.1.0`.
    pub klass: Option<String>,
    /// The document's own date, ISO.
    pub datum: Option<String>,
    /// Date of the meeting, ISO (extracts and protocols).
    pub sammantradesdatum: Option<String>,
    /// Whom this copy of an extract is for.
    pub mottagare: Option<String>,
    /// The § as printed: `§ 94`.
    pub paragraf: Option<String>,
    /// "UTKAST", "Ej justerat": markings that stand on every page; empty for a finished document.
    pub markningar: Vec<String>,
    /// Profile id and version of its rules, `boras 1`.
    pub profil: String,
    /// Hash of what the document is made from, hexadecimal BLAKE3.
    pub kalla: String,
}

/// What is printed around the text: header and footer, as data. All of it is an artifact to a screen reader;
/// whatever must be heard stands in the blocks too.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Frame {
    /// The logo, if the profile has one.
    pub logo: Option<Logo>,
    /// The municipality's name beside or under the logo: "Borås Stad".
    pub avsandare: String,
    /// Department or body under the name, if any.
    pub enhet: Option<String>,
    /// Kind of document at the top of the first page: "Tjänsteskrivelse".
    pub dokumenttyp: String,
    /// One line at the top of the following pages: kind, dnr, §.
    pub fortsattning: String,
    /// Address block at the foot of the first page, a column each.
    pub sidfot: Vec<FooterColumn>,
}

/// A logo in the frame.
#[derive(Debug, Clone, PartialEq)]
pub struct Logo {
    /// Index into [`Document::images`].
    pub image: usize,
    /// Alternative text.
    pub alt: String,
    /// Printed height in millimetres.
    pub height_mm: f64,
}

/// One column of the address block: a label over its lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FooterColumn {
    /// "Postadress", "Telefon" …
    pub label: String,
    /// The lines under it.
    pub lines: Vec<String>,
}

/// A picture's bytes, checked at the door (kind, size).
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// Encoded bytes as they came.
    pub bytes: Arc<[u8]>,
    /// What kind they are.
    pub kind: ImageKind,
    /// Width in pixels (SVG: user units, rounded up).
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// For an SVG, the same picture as PNG for programs that show no SVG.
    pub fallback_png: Option<Arc<[u8]>>,
}

/// The picture formats that every output can carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImageKind {
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
    /// Scalable Vector Graphics: only from a profile (the logo), never from an ärende.
    Svg,
}

/// A block and the field of the ärende it was made from, if it was made from one.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// The field that gave it, for findings and for content controls in Word.
    pub origin: Option<Pointer>,
    /// It stays on the page of what comes after it: the signatures ([`hold`] says what goes along with them), or more
    /// facts of the same list.
    pub held: bool,
}

/// Every kind of block there is.
#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    /// A heading; level 1 is the title, sections are 2, at most 6.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Never empty.
        text: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph {
        /// How it is set.
        style: ParagraphStyle,
        /// Never empty.
        text: Vec<Inline>,
    },
    /// A list, numbered or not.
    List {
        /// First number of a numbered list; `None` for a bulleted one.
        start: Option<u64>,
        /// Each item's blocks; the first is a paragraph.
        items: Vec<Vec<Block>>,
    },
    /// A table with one header row.
    Table(Table),
    /// A picture with alternative text.
    Figure {
        /// Index into [`Document::images`].
        image: usize,
        /// Alternative text, never empty.
        alt: String,
        /// Caption under the picture; may be empty.
        caption: Vec<Inline>,
        /// Printed width as a share of the text width, 0.1 to 1.0.
        width: f64,
    },
    /// A section with a role: its heading (if it has one) is its first block.
    Section {
        /// What part of the document it is.
        role: Role,
        /// Its blocks, heading included.
        blocks: Vec<Block>,
    },
    /// The quiet grid at the top: label over value, side by side.
    Facts(Vec<Fact>),
    /// Those who sign, side by side.
    Signature(Vec<Signer>),
    /// The following starts on a new page.
    PageBreak,
}

/// How a paragraph is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ParagraphStyle {
    /// Ordinary text.
    #[default]
    Body,
    /// A label above the title: "ALTERNATIVT FÖRSLAG".
    Label,
    /// A marking that must be seen and heard: "UTKAST", "Ej justerat".
    Marking,
    /// The § and diarienummer line above an extract's title.
    Number,
}

/// A table. Every row has as many cells as `head`.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Caption above the table; may be empty.
    pub caption: Vec<Inline>,
    /// Header cells, one per column.
    pub head: Vec<Cell>,
    /// How each column is aligned; as long as `head`.
    pub align: Vec<Align>,
    /// Rows of cells.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell holds blocks, so that it can hold lists. An empty cell has no blocks.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// Paragraphs and lists.
    pub blocks: Vec<Block>,
}

/// Alignment of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Text.
    #[default]
    Left,
    /// Centred.
    Center,
    /// Numbers.
    Right,
}

/// One label with its value, on one or more lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// "Datum".
    pub label: String,
    /// Lines of the value.
    pub lines: Vec<Vec<Inline>>,
}

/// One who signs.
#[derive(Debug, Clone, PartialEq)]
pub struct Signer {
    /// Above the space to sign: party or group ("För Moderaterna").
    pub over: Vec<Inline>,
    /// The name.
    pub name: Vec<Inline>,
    /// Under the name: title or role ("Ordförande").
    pub under: Vec<Inline>,
}

/// Running text. Flat on purpose: emphasis is a property of the text, so that no renderer recurses over data.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Text without line breaks.
    Text {
        /// The characters.
        value: String,
        /// The field they came from; `None` for the template's own words.
        from: Option<Pointer>,
        /// Emphasis.
        style: TextStyle,
    },
    /// A link; `target` has the scheme http, https or mailto.
    Link {
        /// Checked address.
        target: String,
        /// Only `Text` and `LineBreak`.
        text: Vec<Inline>,
    },
    /// A footnote. Holds `Text`, `Link` and `LineBreak`.
    Note(Vec<Inline>),
    /// A forced new line.
    LineBreak,
    /// The rest of the line is set at the right margin (dates of supporting documents).
    Tab,
}

/// Emphasis of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct TextStyle {
    /// Bold.
    pub strong: bool,
    /// Italic.
    pub emph: bool,
}

/// What part of a municipal document a section is. The closed set of roles that carry behaviour; everything else is
/// [`Role::Avsnitt`] with the id the profile knows it by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Role {
    /// The decision, or the proposal for it.
    Beslut,
    /// Reservation, under the decision.
    Reservation,
    /// Summary.
    Sammanfattning,
    /// The case at length, or the short form that replaces the summary.
    Arendet,
    /// Supporting documents.
    Underlag,
    /// Consultation with the unions.
    Samverkan,
    /// Who gets the decision.
    Expediering,
    /// Signatures.
    Underskrift,
    /// Earlier bodies' proposals.
    Forslag,
    /// Motions in the meeting.
    Yrkanden,
    /// What the chair put to the meeting.
    Proposition,
    /// A vote.
    Omrostning,
    /// The facts at the top.
    Fakta,
    /// One § of a protocol, with all its sections.
    Paragraf,
    /// Any other section, by its id in the profile.
    Avsnitt(String),
}

impl Role {
    /// The id used in templates and profiles.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Beslut => "beslut",
            Self::Reservation => "reservation",
            Self::Sammanfattning => "sammanfattning",
            Self::Arendet => "arendet",
            Self::Underlag => "underlag",
            Self::Samverkan => "samverkan",
            Self::Expediering => "expediering",
            Self::Underskrift => "underskrift",
            Self::Forslag => "forslag",
            Self::Yrkanden => "yrkanden",
            Self::Proposition => "proposition",
            Self::Omrostning => "omrostning",
            Self::Fakta => "fakta",
            Self::Paragraf => "paragraf",
            Self::Avsnitt(id) => id,
        }
    }

    /// The roles that templates open with `:::<id>`, in no particular order.
    pub const NAMED: [&'static str; 14] = [
        "beslut",
        "reservation",
        "sammanfattning",
        "arendet",
        "underlag",
        "samverkan",
        "expediering",
        "underskrift",
        "forslag",
        "yrkanden",
        "proposition",
        "omrostning",
        "fakta",
        "paragraf",
    ];

    /// The role a template names; `None` for a word that is no role.
    #[must_use]
    pub fn named(id: &str) -> Option<Self> {
        Some(match id {
            "beslut" => Self::Beslut,
            "reservation" => Self::Reservation,
            "sammanfattning" => Self::Sammanfattning,
            "arendet" => Self::Arendet,
            "underlag" => Self::Underlag,
            "samverkan" => Self::Samverkan,
            "expediering" => Self::Expediering,
            "underskrift" => Self::Underskrift,
            "forslag" => Self::Forslag,
            "yrkanden" => Self::Yrkanden,
            "proposition" => Self::Proposition,
            "omrostning" => Self::Omrostning,
            "fakta" => Self::Fakta,
            "paragraf" => Self::Paragraf,
            _ => return None,
        })
    }
}

impl Image {
    /// Whether a program that shows no SVG would show nothing.
    #[must_use]
    pub fn needs_fallback(&self) -> bool {
        self.kind == ImageKind::Svg && self.fallback_png.is_none()
    }
}

impl Block {
    /// A block that was made from no particular field.
    #[must_use]
    pub const fn new(kind: BlockKind) -> Self {
        Self {
            kind,
            origin: None,
            held: false,
        }
    }

    /// An ordinary paragraph.
    #[must_use]
    pub const fn paragraph(text: Vec<Inline>) -> Self {
        Self::new(BlockKind::Paragraph {
            style: ParagraphStyle::Body,
            text,
        })
    }
}

impl Inline {
    /// The template's own words.
    #[must_use]
    pub fn text(value: impl Into<String>) -> Self {
        Self::Text {
            value: value.into(),
            from: None,
            style: TextStyle::default(),
        }
    }

    /// Words from a field of the ärende.
    #[must_use]
    pub fn field(value: impl Into<String>, from: Pointer) -> Self {
        Self::Text {
            value: value.into(),
            from: Some(from),
            style: TextStyle::default(),
        }
    }
}
