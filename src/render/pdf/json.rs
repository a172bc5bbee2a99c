//! The tree and the look as the JSON that the layout reads. Strings stay strings: nothing here is Typst code.

use serde::ser::{Serialize, SerializeSeq, Serializer};

use super::breaking::{self, Piece};
use super::columns::{Need, share};
use super::{closing, fonts, world};
use crate::document::{
    Align, Block, BlockKind, Cell, Document, Fact, FooterColumn, ImageKind, Inline, ParagraphStyle,
    Table, TextStyle, signature_tables,
};
use crate::render::Design;

const POINTS_PER_MM: f64 = 72.0 / 25.4;
const PAGE_WIDTH_MM: f64 = 210.0;
const PAGE_HEIGHT_MM: f64 = 297.0;

/// Sizes that the layout uses too; here they only say how much text a column holds.
const TABLE_SIZE: f64 = 9.5;
const FOOTER_SIZE: f64 = 8.0;
const CELL_PADDING: f64 = 5.0;
const FACT_GAP: f64 = 14.0;
const INDENT: f64 = 20.0;

/// A word wider than this share of its line gets places to break.
const WIDE_WORD: f64 = 0.6;
/// A picture takes at most this share of the page's height.
const TALLEST_IMAGE: f64 = 0.7;
/// Signatures that are higher than this share of the page may go on without what stands before them.
const TALLEST_CLOSING: f64 = 0.5;
/// Larger numbers in a list are mistakes, and Typst counts in `i64`.
const LARGEST_START: u64 = 999_999_999;

/// The document as compact JSON.
pub(super) fn write(document: &Document, design: &Design) -> serde_json::Result<String> {
    serde_json::to_string(&Whole::new(document, design))
}

#[derive(serde::Serialize)]
struct Whole<'a> {
    sprak: &'a str,
    region: Option<&'a str>,
    utseende: &'a Design,
    reserv: &'static str,
    ram: FrameView<'a>,
    bilder: Vec<ImageView>,
    /// How high what the last lines before the signatures must have room for is, in points.
    stod: f64,
    block: Blocks<'a>,
}

impl<'a> Whole<'a> {
    fn new(document: &'a Document, design: &'a Design) -> Self {
        let lang = &*document.meta.lang;
        let (lang, region) = match lang.split_once('-') {
            Some((lang, region)) => (lang, Some(region)),
            None => (lang, None),
        };
        let column = Column::page(document, design);
        Self {
            sprak: lang,
            region,
            utseende: design,
            reserv: fonts::WIDE_FAMILY,
            ram: FrameView::new(document, column),
            bilder: images(document),
            stod: column.signed,
            block: column.blocks(&document.blocks),
        }
    }
}

#[derive(serde::Serialize)]
struct FrameView<'a> {
    logotyp: Option<LogoView<'a>>,
    avsandare: &'a str,
    enhet: Option<&'a str>,
    dokumenttyp: &'a str,
    fortsattning: &'a str,
    markningar: &'a [String],
    sidfot: Vec<FooterView<'a>>,
}

#[derive(serde::Serialize)]
struct LogoView<'a> {
    nr: usize,
    alt: &'a str,
    hojd_mm: f64,
}

#[derive(serde::Serialize)]
struct FooterView<'a> {
    etikett: &'a str,
    rader: &'a [String],
    bredd: f64,
}

impl<'a> FrameView<'a> {
    fn new(document: &'a Document, column: Column<'_>) -> Self {
        let frame = &document.frame;
        let widths = share(&footer_needs(&frame.sidfot), column.width);
        Self {
            logotyp: frame.logo.as_ref().map(|logo| LogoView {
                nr: logo.image,
                alt: &logo.alt,
                hojd_mm: logo.height_mm,
            }),
            avsandare: &frame.avsandare,
            enhet: frame.enhet.as_deref(),
            dokumenttyp: &frame.dokumenttyp,
            fortsattning: &frame.fortsattning,
            markningar: &document.meta.markningar,
            sidfot: frame
                .sidfot
                .iter()
                .zip(widths)
                .map(|(column, bredd)| FooterView {
                    etikett: &column.label,
                    rader: &column.lines,
                    bredd,
                })
                .collect(),
        }
    }
}

fn footer_needs(columns: &[FooterColumn]) -> Vec<Need> {
    columns
        .iter()
        .map(|column| {
            let lines = column.lines.iter().chain([&column.label]);
            lines
                .map(|line| Need::of_text(line, FOOTER_SIZE))
                .fold(Need::default(), Need::or)
                .plus(FACT_GAP)
        })
        .collect()
}

#[derive(serde::Serialize)]
struct ImageView {
    fil: String,
    format: &'static str,
}

fn images(document: &Document) -> Vec<ImageView> {
    document
        .images
        .iter()
        .enumerate()
        .map(|(number, image)| ImageView {
            fil: format!("/{}", world::image_path(number)),
            format: match image.kind {
                ImageKind::Png => "png",
                ImageKind::Jpeg => "jpg",
                ImageKind::Svg => "svg",
            },
        })
        .collect()
}

/// Where text stands: how wide the column is, how large the text, how high the page.
#[derive(Clone, Copy)]
struct Column<'a> {
    document: &'a Document,
    width: f64,
    size: f64,
    height: f64,
    /// Room that the first signatures ask for; 0 where nobody signs.
    signed: f64,
    /// It stands in a list.
    in_list: bool,
    /// What is held here is held by what stands around it.
    whole: bool,
}

impl<'a> Column<'a> {
    fn page(document: &'a Document, design: &Design) -> Self {
        let [top, right, bottom, left] = design.marginaler_mm;
        let width = (PAGE_WIDTH_MM - left - right) * POINTS_PER_MM;
        let height = (PAGE_HEIGHT_MM - top - bottom) * POINTS_PER_MM;
        Self {
            document,
            width,
            size: design.storlek_pt,
            height,
            signed: closing::room(&document.blocks, width / 3.0, design.storlek_pt)
                .min(height * TALLEST_CLOSING),
            in_list: false,
            whole: false,
        }
    }

    fn indented(self) -> Self {
        Self {
            width: (self.width - INDENT).max(INDENT),
            in_list: true,
            ..self
        }
    }

    fn cell(self, width: f64) -> Self {
        Self {
            width: (width - 2.0 * CELL_PADDING).max(CELL_PADDING),
            size: TABLE_SIZE,
            whole: true,
            ..self
        }
    }

    fn line(self, text: &'a [Inline]) -> Line<'a> {
        // In running text only monsters are broken; in a narrow column each word that does not fit.
        let share = if self.size < TABLE_SIZE + 0.1 {
            0.95
        } else {
            WIDE_WORD
        };
        Line {
            text,
            room: self.width * share / self.size,
        }
    }

    fn blocks(self, list: &'a [Block]) -> Blocks<'a> {
        Blocks { list, column: self }
    }
}

struct Blocks<'a> {
    list: &'a [Block],
    column: Column<'a>,
}

impl Serialize for Blocks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.list.iter().map(|block| view(block, self.column)))
    }
}

#[derive(serde::Serialize)]
#[serde(tag = "slag", rename_all = "snake_case")]
enum View<'a> {
    Rubrik {
        niva: u8,
        text: Line<'a>,
    },
    Stycke {
        stil: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        hall: Option<Hold>,
        text: Line<'a>,
    },
    Lista {
        start: Option<u64>,
        luftig: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        hall: Option<Hold>,
        punkter: Vec<Blocks<'a>>,
    },
    Tabell {
        #[serde(skip_serializing_if = "Option::is_none")]
        hall: Option<Hold>,
        bildtext: Line<'a>,
        bredder: Vec<f64>,
        justering: Vec<&'static str>,
        huvud: Vec<Blocks<'a>>,
        rader: Vec<Vec<Blocks<'a>>>,
    },
    Bild {
        #[serde(skip_serializing_if = "Option::is_none")]
        hall: Option<Hold>,
        nr: usize,
        alt: &'a str,
        bredd: f64,
        bildtext: Line<'a>,
    },
    Avsnitt {
        roll: &'a str,
        block: Blocks<'a>,
    },
    Fakta {
        #[serde(skip_serializing_if = "Option::is_none")]
        hall: Option<Hold>,
        bredder: Vec<f64>,
        etiketter: Vec<&'a str>,
        varden: Vec<Vec<Line<'a>>>,
    },
    Underskrift {
        #[serde(skip_serializing_if = "Option::is_none")]
        hall: Option<Hold>,
        tabeller: Vec<SignatureView<'a>>,
    },
    Sidbrytning,
}

/// How a block stays on the page of what comes after it, most often the signatures.
#[derive(Clone, Copy, serde::Serialize)]
#[serde(rename_all = "snake_case")]
enum Hold {
    /// Whole.
    Fast,
    /// With its last lines.
    Slut,
    /// As the last lines of a list.
    Punkt,
}

fn hold(block: &Block, column: Column<'_>) -> Option<Hold> {
    match &block.kind {
        // Nobody signs here, or all that is held goes along whole.
        _ if column.signed <= 0.0 || column.whole => None,
        BlockKind::Paragraph { style, .. } if block.held && *style == ParagraphStyle::Body => {
            Some(if column.in_list {
                Hold::Punkt
            } else {
                Hold::Slut
            })
        }
        BlockKind::List { .. } if column.in_list => None,
        BlockKind::List { items, .. } if !block.held => {
            closing::ends_held(items).then_some(Hold::Slut)
        }
        _ => block.held.then_some(Hold::Fast),
    }
}

#[derive(serde::Serialize)]
struct SignatureView<'a> {
    namnrad: usize,
    rader: Vec<Vec<Line<'a>>>,
}

fn view<'a>(block: &'a Block, column: Column<'a>) -> View<'a> {
    let hall = hold(block, column);
    match &block.kind {
        BlockKind::Heading { level, text } => View::Rubrik {
            niva: *level,
            text: column.line(text),
        },
        BlockKind::Paragraph { style, text } => View::Stycke {
            hall,
            stil: match style {
                ParagraphStyle::Body => "brod",
                ParagraphStyle::Label => "etikett",
                ParagraphStyle::Marking => "markning",
                ParagraphStyle::Number => "nummer",
            },
            text: column.line(text),
        },
        BlockKind::List { start, items } => View::Lista {
            hall,
            start: start.map(|number| number.min(LARGEST_START)),
            luftig: items.iter().any(|item| is_roomy(item)),
            punkter: items
                .iter()
                .enumerate()
                .map(|(number, item)| {
                    let inside = Column {
                        // Only the last line of all can hold the signatures.
                        whole: column.whole
                            || (block.held && !column.in_list)
                            || number + 1 < items.len(),
                        ..column.indented()
                    };
                    inside.blocks(item)
                })
                .collect(),
        },
        BlockKind::Table(table) => table_view(table, hall, column),
        BlockKind::Figure {
            image,
            alt,
            caption,
            width,
        } => View::Bild {
            hall,
            nr: *image,
            alt,
            bredd: image_width(*image, *width, column),
            bildtext: column.line(caption),
        },
        BlockKind::Section { role, blocks } => View::Avsnitt {
            roll: role.id(),
            block: column.blocks(blocks),
        },
        BlockKind::Facts(facts) => facts_view(facts, block.held, column),
        BlockKind::Signature(signers) => View::Underskrift {
            hall,
            tabeller: signature_tables(signers)
                .into_iter()
                .map(|table| SignatureView {
                    namnrad: table.name_row,
                    rader: table
                        .rows
                        .into_iter()
                        .map(|row| {
                            let third = Column {
                                width: column.width / 3.0,
                                ..column
                            };
                            row.into_iter().map(|text| third.line(text)).collect()
                        })
                        .collect(),
                })
                .collect(),
        },
        BlockKind::PageBreak => View::Sidbrytning,
    }
}

/// An item of several paragraphs asks for room between the items.
fn is_roomy(item: &[Block]) -> bool {
    let paragraphs = item
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Paragraph { .. }));
    paragraphs.count() > 1
}

fn table_view<'a>(table: &'a Table, hall: Option<Hold>, column: Column<'a>) -> View<'a> {
    let needs: Vec<Need> = (0..table.head.len())
        .map(|index| {
            std::iter::once(&table.head[index])
                .chain(table.rows.iter().filter_map(|row| row.get(index)))
                .map(|cell| Need::of_cell(cell, TABLE_SIZE, INDENT))
                .fold(Need::default(), Need::or)
                .plus(2.0 * CELL_PADDING)
        })
        .collect();
    let widths = share(&needs, column.width);
    let row = |cells: &'a [Cell]| -> Vec<Blocks<'a>> {
        cells
            .iter()
            .zip(&widths)
            .map(|(cell, width)| column.cell(*width).blocks(&cell.blocks))
            .collect()
    };
    View::Tabell {
        hall,
        bildtext: column.line(&table.caption),
        justering: (0..table.head.len())
            .map(
                |index| match table.align.get(index).copied().unwrap_or_default() {
                    Align::Left => "start",
                    Align::Center => "mitten",
                    Align::Right => "slut",
                },
            )
            .collect(),
        huvud: row(&table.head),
        rader: table.rows.iter().map(|cells| row(cells)).collect(),
        bredder: widths,
    }
}

fn facts_view<'a>(facts: &'a [Fact], held: bool, column: Column<'a>) -> View<'a> {
    let needs: Vec<Need> = facts
        .iter()
        .map(|fact| {
            fact.lines
                .iter()
                .map(|line| {
                    let mut text = String::new();
                    crate::document::inline_text(line, &mut text);
                    Need::of_text(&text, TABLE_SIZE)
                })
                .fold(Need::of_text(&fact.label, TABLE_SIZE), Need::or)
                .plus(FACT_GAP)
        })
        .collect();
    let widths = share(&needs, column.width);
    View::Fakta {
        hall: held.then_some(Hold::Fast),
        etiketter: facts.iter().map(|fact| &*fact.label).collect(),
        varden: facts
            .iter()
            .zip(&widths)
            .map(|(fact, width)| {
                let cell = column.cell(*width);
                fact.lines.iter().map(|line| cell.line(line)).collect()
            })
            .collect(),
        bredder: widths,
    }
}

/// The picture's width as a share of the column's, less than asked for when it would be too high.
fn image_width(index: usize, asked: f64, column: Column<'_>) -> f64 {
    let Some(image) = column.document.images.get(index) else {
        return asked;
    };
    let (width, height) = (
        f64::from(image.width.max(1)),
        f64::from(image.height.max(1)),
    );
    let tallest = column.height * TALLEST_IMAGE * width / height / column.width;
    asked.clamp(0.1, 1.0).min(tallest)
}

/// A line of running text: strings, and arrays that begin with what they are.
struct Line<'a> {
    text: &'a [Inline],
    /// How wide a word may be, as a multiple of the text's size.
    room: f64,
}

/// Text gathered until its emphasis changes, so that neighbours from different fields are set as one.
#[derive(Default)]
struct Run {
    text: String,
    style: TextStyle,
}

impl Run {
    fn flush<S: SerializeSeq>(&mut self, room: f64, seq: &mut S) -> Result<(), S::Error> {
        for piece in breaking::pieces(&self.text, room) {
            match (piece, emphasis(self.style)) {
                (Piece::Text(text), _) if text.is_empty() => {}
                (Piece::Text(text), None) => seq.serialize_element(&text)?,
                (Piece::Text(text), Some(how)) => seq.serialize_element(&(how, text))?,
                (Piece::Break, _) => seq.serialize_element(&("mjuk",))?,
            }
        }
        self.text.clear();
        Ok(())
    }
}

const fn emphasis(style: TextStyle) -> Option<&'static str> {
    match (style.strong, style.emph) {
        (false, false) => None,
        (true, false) => Some("fet"),
        (false, true) => Some("kursiv"),
        (true, true) => Some("fetkursiv"),
    }
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(None)?;
        let mut run = Run::default();
        let inner = |text| Line {
            text,
            room: self.room,
        };
        for (at, inline) in self.text.iter().enumerate() {
            if let Inline::Text { value, style, .. } = inline {
                if *style != run.style {
                    run.flush(self.room, &mut seq)?;
                    run.style = *style;
                }
                run.text.push_str(value);
                continue;
            }
            run.flush(self.room, &mut seq)?;
            match inline {
                Inline::Text { .. } => {}
                Inline::Link { target, text } => {
                    seq.serialize_element(&("lank", target, inner(text)))?;
                }
                Inline::Note(text) => seq.serialize_element(&("not", inner(text)))?,
                Inline::LineBreak => seq.serialize_element(&("rad",))?,
                // The rest of the line goes to the right as one piece.
                Inline::Tab => {
                    seq.serialize_element(&("flik", inner(&self.text[at + 1..])))?;
                    return seq.end();
                }
            }
        }
        run.flush(self.room, &mut seq)?;
        seq.end()
    }
}
