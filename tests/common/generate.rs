//! Random documents from a seed: every kind of block in every size, and text that means something in every language
//! a renderer writes. The same seed gives the same document.

use std::io::Cursor;
use std::sync::LazyLock;

use fastrand::Rng;
use kansli::document::{
    Align, Block, BlockKind, Cell, Document, Fact, FooterColumn, Frame, Image, ImageKind, Inline,
    Logo, Meta, ParagraphStyle, Role, Signer, Table, TextStyle,
};
use kansli::render::pdf::covers;
use unicode_normalization::char::is_combining_mark;

/// Letters and signs that the embedded face has.
const SIGNS: &str = "abcdefghijklmnopqrstuvwxyzåäöABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ0123456789\
    éèêëüïñçøæßłőžšćđþðœÆØÉÜŽŠαβγδεζηθλμπσφωΑΒΓΔΘΛΠΣΩабвгдежзийклмнопрстуфхцчшщыэюяАБВГДЖЯ\
    .,:;!?-–—’‘”“»«…§&%()[]{}/\\*_#@+=<>|~^$€£©®°·•×÷½\"'`";

/// What must come out as it went in.
const HOSTILE: [&str; 24] = [
    "{{ 7*7 }}",
    "{% include 'x' %}{# bort #}",
    "#read(\"/etc/passwd\")",
    "$ x^2 $ @ref <lbl> `kod`",
    "= Rubrik",
    "- punkt",
    "+ punkt",
    "1. punkt",
    "/ term: ord",
    "// kommentar /* två */",
    "\\u{41} \\ ~ --- -- ... 'a' \"b\"",
    "*fet* _kursiv_ **fet** __kursiv__",
    "[text](javascript:alert(1)) ![bild](x.png)",
    "| a | b |\n".trim_ascii_end(),
    "<script>alert(1)</script>",
    "</w:t></w:r><w:t>",
    "</main></body></html>",
    "&amp; &#65; &nbsp; ]]> <!-- -->",
    "<?xml version=\"1.0\"?>",
    "'\" onload=\"x",
    "https://example.se/a?b=1&c=2#d",
    "a@b.se",
    "ffi fl fi ff ffl AV To",
    "10\u{a0}000\u{202f}kr sam\u{ad}man\u{ad}träde",
];

const TARGETS: [&str; 4] = [
    "https://example.se/",
    "https://example.se/s%C3%B6k?a=1&b='2'#del",
    "http://example.se/(a)",
    "mailto:kommun@example.se",
];

const ROLES: usize = Role::NAMED.len();

/// One document in so many is long: tables over pages, paragraphs of a page, lists as deep as they may be. The others
/// are some paragraphs, so that there is time for many.
const LONG: usize = 48;

/// The document of a seed.
pub fn document(seed: u64) -> Document {
    let mut rng = Rng::with_seed(seed);
    let is_long = rng.usize(..LONG) == 0;
    let mut make = Make { rng, is_long };
    let title = make.words(8);
    let blocks = make.body(&title);
    Document {
        meta: make.meta(title),
        frame: make.frame(),
        blocks,
        images: vec![picture(40, 30), picture(7, 90), logo()],
    }
}

/// A grey picture with a slope, so that it is not all one colour.
fn picture(width: u32, height: u32) -> Image {
    let picture = image::GrayImage::from_fn(width, height, |x, y| {
        image::Luma([u8::try_from((x * 5 + y * 2) % 256).expect("under 256")])
    });
    let mut bytes = Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("a picture can be written to memory");
    Image {
        bytes: bytes.into_inner().into(),
        kind: ImageKind::Png,
        width,
        height,
        fallback_png: None,
    }
}

fn logo() -> Image {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\">\
        <rect width=\"40\" height=\"20\" fill=\"#1f3a4d\"/></svg>";
    Image {
        bytes: svg.as_bytes().into(),
        kind: ImageKind::Svg,
        width: 40,
        height: 20,
        fallback_png: Some(picture(40, 20).bytes),
    }
}

struct Make {
    rng: Rng,
    is_long: bool,
}

/// [`SIGNS`], to choose among.
static LETTERS: LazyLock<Vec<char>> = LazyLock::new(|| SIGNS.chars().collect());

impl Make {
    /// How many there may be of something, in a document of this size.
    fn at_most(&self, most: usize) -> usize {
        if self.is_long { most } else { most.div_ceil(2) }
    }

    /// Once in `n` times.
    fn one_in(&mut self, n: usize) -> bool {
        self.rng.usize(..n) == 0
    }

    fn word(&mut self) -> String {
        match self.rng.usize(..48) {
            0..4 => return HOSTILE[self.rng.usize(..HOSTILE.len())].to_owned(),
            4 => return self.strange_word(),
            _ => {}
        }
        let letters = 58;
        (0..self.rng.usize(1..12))
            .map(|_| {
                let among = if self.one_in(6) {
                    LETTERS.len()
                } else {
                    letters
                };
                LETTERS[self.rng.usize(..among)]
            })
            .collect()
    }

    /// Letters and signs from all over Unicode, as far as the embedded faces go. No loose marks over letters: where
    /// one must be lifted, the PDF writer says the whole letter once for each of its parts.
    fn strange_word(&mut self) -> String {
        let mut word = String::from("å");
        for _ in 0..self.rng.usize(1..8) {
            let c = self.rng.char('\u{a0}'..'\u{1f700}');
            if !is_combining_mark(c) && covers(c.encode_utf8(&mut [0; 4])).is_ok() {
                word.push(c);
            }
        }
        word
    }

    /// At least one word, never only white space.
    fn words(&mut self, most: usize) -> String {
        let most = self.at_most(most);
        let words: Vec<String> = (0..self.rng.usize(1..=most)).map(|_| self.word()).collect();
        words.join(" ")
    }

    fn styled(&mut self, most: usize) -> Inline {
        Inline::Text {
            value: self.words(most),
            from: None,
            style: TextStyle {
                strong: self.one_in(8),
                emph: self.one_in(8),
            },
        }
    }

    fn link(&mut self) -> Inline {
        let target = TARGETS[self.rng.usize(..TARGETS.len())].to_owned();
        let mut text = vec![self.styled(3)];
        if self.one_in(10) {
            text.push(Inline::LineBreak);
            text.push(self.styled(2));
        }
        Inline::Link { target, text }
    }

    fn note(&mut self) -> Inline {
        let mut text = vec![self.styled(12)];
        if self.one_in(3) {
            text.push(Inline::text(" "));
            text.push(self.link());
        }
        Inline::Note(text)
    }

    fn running_text(&mut self, most: usize) -> Vec<Inline> {
        let mut text = vec![self.styled(most)];
        for _ in 0..self.rng.usize(..4) {
            match self.rng.usize(..6) {
                0 => text.push(self.link()),
                1 => text.push(self.note()),
                2 => text.push(Inline::LineBreak),
                _ => {}
            }
            text.push(Inline::text(" "));
            text.push(self.styled(most));
        }
        text
    }

    /// A supporting document and its date at the margin.
    fn dated(&mut self) -> Vec<Inline> {
        vec![
            self.styled(8),
            Inline::Tab,
            Inline::text(format!("2018-{:02}-02", self.rng.usize(1..13))),
        ]
    }

    fn paragraph(&mut self) -> Block {
        let most = if self.is_long && self.one_in(60) {
            250
        } else {
            10
        };
        let text = if self.one_in(8) {
            self.dated()
        } else {
            self.running_text(most)
        };
        Block::paragraph(text)
    }

    fn styled_paragraph(&mut self, style: ParagraphStyle) -> Block {
        let text = vec![Inline::text(self.words(4))];
        Block::new(BlockKind::Paragraph { style, text })
    }

    fn list(&mut self, depth: usize) -> Block {
        let start = match self.rng.usize(..4) {
            0 => Some(self.rng.u64(1..120)),
            1 => Some(1),
            _ => None,
        };
        let most = self.at_most(5);
        let items = (0..self.rng.usize(1..=most))
            .map(|_| self.item(depth))
            .collect();
        Block::new(BlockKind::List { start, items })
    }

    fn item(&mut self, depth: usize) -> Vec<Block> {
        let text = if self.one_in(6) {
            self.dated()
        } else {
            self.running_text(6)
        };
        let mut blocks = vec![Block::paragraph(text)];
        if self.one_in(5) {
            blocks.push(self.paragraph());
        }
        // Eight deep is the grammar's limit.
        if depth < 8 && self.one_in(3) {
            blocks.push(self.list(depth + 1));
        }
        blocks
    }

    /// A list as cells have them: short, at most one list inside another.
    fn small_list(&mut self, depth: usize) -> Block {
        let items = (0..self.rng.usize(1..4)).map(|_| {
            let mut blocks = vec![Block::paragraph(self.running_text(3))];
            if depth < 2 && self.one_in(4) {
                blocks.push(self.small_list(depth + 1));
            }
            blocks
        });
        let items = items.collect();
        let start = self.one_in(2).then(|| self.rng.u64(1..12));
        Block::new(BlockKind::List { start, items })
    }

    fn rich_cell(&mut self) -> Cell {
        let blocks = match self.rng.usize(..12) {
            0 => vec![],
            1 => vec![self.small_list(1)],
            2 => vec![Block::paragraph(self.running_text(4)), self.small_list(1)],
            3 => (0..2)
                .map(|_| Block::paragraph(self.running_text(4)))
                .collect(),
            _ => return self.plain_cell(),
        };
        Cell { blocks }
    }

    fn plain_cell(&mut self) -> Cell {
        Cell {
            blocks: vec![Block::paragraph(vec![self.styled(4)])],
        }
    }

    /// Long tables hold plain cells: a page is filled by rows, not by one row.
    fn table(&mut self) -> Block {
        let columns = self.rng.usize(1..7);
        let is_long = self.is_long && self.one_in(6);
        let rows = if is_long {
            30..70
        } else {
            1..2 + self.at_most(6)
        };
        let caption = if self.one_in(2) {
            self.running_text(6)
        } else {
            Vec::new()
        };
        let head = (0..columns).map(|_| self.plain_cell()).collect();
        let align = (0..columns)
            .map(|_| [Align::Left, Align::Center, Align::Right][self.rng.usize(..3)])
            .collect();
        let rows = (0..self.rng.usize(rows)).map(|_| {
            (0..columns)
                .map(|_| {
                    if is_long {
                        self.plain_cell()
                    } else {
                        self.rich_cell()
                    }
                })
                .collect()
        });
        let rows = rows.collect();
        Block::new(BlockKind::Table(Table {
            caption,
            head,
            align,
            rows,
        }))
    }

    fn figure(&mut self) -> Block {
        let caption = if self.one_in(2) {
            self.running_text(6)
        } else {
            Vec::new()
        };
        Block::new(BlockKind::Figure {
            image: self.rng.usize(..2),
            alt: self.words(10),
            caption,
            width: 0.1 + 0.1 * f64::from(self.rng.u8(..10)),
        })
    }

    fn facts(&mut self) -> Block {
        let facts = (0..self.rng.usize(1..5)).map(|_| Fact {
            label: self.words(2),
            lines: (0..self.rng.usize(1..4))
                .map(|_| match self.rng.usize(..4) {
                    0 => vec![self.link()],
                    _ => vec![self.styled(4)],
                })
                .collect(),
        });
        Block::new(BlockKind::Facts(facts.collect()))
    }

    fn signature(&mut self) -> Block {
        let most = self.at_most(7);
        let signers = (0..self.rng.usize(1..=most)).map(|_| Signer {
            over: self.perhaps(2),
            name: vec![Inline::text(self.words(2))],
            under: self.perhaps(3),
        });
        Block::new(BlockKind::Signature(signers.collect()))
    }

    fn perhaps(&mut self, most: usize) -> Vec<Inline> {
        if self.one_in(2) {
            return Vec::new();
        }
        vec![Inline::text(self.words(most))]
    }

    fn heading(&mut self, level: u8) -> Block {
        let mut text = vec![self.styled(8)];
        if self.one_in(15) {
            text.push(self.note());
        }
        Block::new(BlockKind::Heading { level, text })
    }

    fn any_block(&mut self) -> Block {
        match self.rng.usize(..20) {
            0..9 => self.paragraph(),
            9..13 => self.list(1),
            13..16 => self.table(),
            16 => self.figure(),
            17 => self.facts(),
            18 => self.signature(),
            _ => Block::new(BlockKind::PageBreak),
        }
    }

    /// A section with its heading, and those under it.
    fn section(&mut self, level: u8) -> Block {
        let mut blocks = vec![self.heading(level)];
        let most = self.at_most(2);
        for _ in 0..self.rng.usize(..=most) {
            blocks.push(self.any_block());
        }
        while level < 6 && self.one_in(3) {
            blocks.push(self.section(level + 1));
        }
        let role = match self.rng.usize(..ROLES * 2) {
            at if at < ROLES => Role::named(Role::NAMED[at]).expect("a named role"),
            _ => Role::Avsnitt("ekonomi".to_owned()),
        };
        Block::new(BlockKind::Section { role, blocks })
    }

    fn body(&mut self, title: &str) -> Vec<Block> {
        let mut blocks = Vec::new();
        if self.one_in(4) {
            blocks.push(self.styled_paragraph(ParagraphStyle::Marking));
        }
        if self.one_in(2) {
            blocks.push(self.facts());
        }
        for style in [ParagraphStyle::Label, ParagraphStyle::Number] {
            if self.one_in(4) {
                blocks.push(self.styled_paragraph(style));
            }
        }
        blocks.push(Block::new(BlockKind::Heading {
            level: 1,
            text: vec![Inline::text(title)],
        }));
        let most = self.at_most(3);
        for _ in 0..self.rng.usize(1..=most) {
            let block = if self.one_in(3) {
                self.any_block()
            } else {
                self.section(2)
            };
            blocks.push(block);
        }
        if self.one_in(if self.is_long { 2 } else { 6 }) {
            blocks.push(self.signature());
        }
        blocks
    }

    fn meta(&mut self, title: String) -> Meta {
        Meta {
            title,
            lang: "sv-SE".to_owned(),
            typ: "tjansteskrivelse".to_owned(),
            typ_namn: "Tjänsteskrivelse".to_owned(),
            avsandare: self.words(3),
            instans: self.one_in(2).then(|| self.words(3)),
            diarienummer: self.one_in(2).then(|| "KS 2018-00859".to_owned()),
            klass: self.one_in(2).then(|| "3.7.1.0".to_owned()),
            datum: Some("2018-05-02".to_owned()),
            sammantradesdatum: None,
            paragraf: self.one_in(2).then(|| "§ 94".to_owned()),
            mottagare: None,
            markningar: (0..self.rng.usize(..3)).map(|_| self.words(2)).collect(),
            profil: "sv-bas 1".to_owned(),
            kalla: "00ff".to_owned(),
        }
    }

    fn frame(&mut self) -> Frame {
        let logo = self.one_in(2).then(|| Logo {
            image: 2,
            alt: self.words(3),
            height_mm: 12.0,
        });
        let columns = (0..self.rng.usize(..4)).map(|_| FooterColumn {
            label: self.words(1),
            lines: (0..self.rng.usize(1..4)).map(|_| self.words(3)).collect(),
        });
        let sidfot = columns.collect();
        Frame {
            logo,
            avsandare: self.words(3),
            enhet: self.one_in(2).then(|| self.words(4)),
            dokumenttyp: "Tjänsteskrivelse".to_owned(),
            fortsattning: self.words(5),
            sidfot,
        }
    }
}
