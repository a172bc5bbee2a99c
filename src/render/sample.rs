//! A document with every kind of block and hostile text, for the renderers' unit tests. Proves nothing itself.

use crate::document::{
    Align, Block, BlockKind, Cell, Document, Fact, FooterColumn, Frame, Image, ImageKind, Inline,
    Logo, Meta, ParagraphStyle, Role, Signer, Table, TextStyle,
};
use crate::pointer::Pointer;

/// Text that means something in every language a renderer writes.
pub(crate) const HOSTILE: &str = "</main><script>alert('x')</script> {{ 7*7 }} #read(\"/etc/passwd\") ![x](file:///) &amp; ]]> *_`$";

/// One pixel.
const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0,
    1, 0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T',
    0x78, 0x9c, 0x63, 0x60, 0, 0, 0, 2, 0, 1, 0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0, b'I', b'E', b'N',
    b'D', 0xae, 0x42, 0x60, 0x82,
];

/// The sample: the same tree every time.
pub(crate) fn document() -> Document {
    let title = "Motion om <b>skolmat</b> & \"kök\"";
    Document {
        meta: Meta {
            title: title.to_owned(),
            lang: "sv-SE".to_owned(),
            typ: "tjansteskrivelse".to_owned(),
            typ_namn: "Tjänsteskrivelse".to_owned(),
            avsandare: "Ådals kommun".to_owned(),
            diarienummer: Some("KS 2018-00859".to_owned()),
            markningar: vec!["UTKAST".to_owned()],
            ..Meta::default()
        },
        frame: frame(),
        blocks: blocks(title),
        images: vec![Image {
            bytes: PNG.into(),
            kind: ImageKind::Png,
            width: 1,
            height: 1,
            fallback_png: None,
        }],
    }
}

/// Plain words.
pub(crate) fn words(text: &str) -> Vec<Inline> {
    vec![Inline::text(text)]
}

fn frame() -> Frame {
    Frame {
        logo: Some(Logo {
            image: 0,
            alt: "Ådals kommun".to_owned(),
            height_mm: 12.0,
        }),
        avsandare: "Ådals kommun".to_owned(),
        enhet: Some("Stadsledningskansliet".to_owned()),
        dokumenttyp: "Tjänsteskrivelse".to_owned(),
        fortsattning: "Tjänsteskrivelse · KS 2018-00859".to_owned(),
        sidfot: vec![FooterColumn {
            label: "Telefon".to_owned(),
            lines: vec!["0600-123 45".to_owned()],
        }],
    }
}

fn blocks(title: &str) -> Vec<Block> {
    let styled = |style, text| {
        Block::new(BlockKind::Paragraph {
            style,
            text: words(text),
        })
    };
    let heading = |level, text| {
        Block::new(BlockKind::Heading {
            level,
            text: words(text),
        })
    };
    let rubrik = Pointer::root().key("rubrik");
    vec![
        styled(ParagraphStyle::Marking, "UTKAST"),
        facts(),
        styled(ParagraphStyle::Label, "ALTERNATIVT FÖRSLAG"),
        styled(ParagraphStyle::Number, "§ 94"),
        Block {
            kind: BlockKind::Heading {
                level: 1,
                text: vec![Inline::field(title, rubrik.clone())],
            },
            origin: Some(rubrik),
            held: false,
        },
        Block::new(BlockKind::Section {
            role: Role::Beslut,
            blocks: vec![heading(2, "Beslut"), list()],
        }),
        Block::paragraph(running_text()),
        Block::paragraph(words(HOSTILE)),
        Block::new(BlockKind::Table(table())),
        Block::new(BlockKind::Figure {
            image: 0,
            alt: "Ett \"kök\"".to_owned(),
            caption: words("Köket"),
            width: 0.5,
        }),
        Block::new(BlockKind::PageBreak),
        Block::paragraph(vec![
            Inline::text("Motion"),
            Inline::Tab,
            Inline::text("2018-03-01"),
        ]),
        Block::new(BlockKind::Signature(signers())),
    ]
}

fn facts() -> Block {
    let fact = |label: &str, lines: Vec<Vec<Inline>>| Fact {
        label: label.to_owned(),
        lines,
    };
    Block::new(BlockKind::Facts(vec![
        fact("Handläggare", vec![words("Åsa Öberg"), words("Ekonom")]),
        fact("Datum", vec![words("2018-05-02")]),
    ]))
}

fn list() -> Block {
    let inner = BlockKind::List {
        start: None,
        items: vec![vec![Block::paragraph(words("Under"))]],
    };
    Block::new(BlockKind::List {
        start: Some(3),
        items: vec![
            vec![
                Block::paragraph(words("Motionen avslås.")),
                Block::new(inner),
            ],
            vec![Block::paragraph(words("Köket byggs."))],
        ],
    })
}

fn running_text() -> Vec<Inline> {
    vec![
        Inline::text("Läs "),
        Inline::Text {
            value: "detta".to_owned(),
            from: None,
            style: TextStyle {
                strong: true,
                emph: false,
            },
        },
        Inline::Note(words("Se <bilagan>.")),
        Inline::LineBreak,
        Inline::Link {
            target: "https://example.se/a?b=1&c=2".to_owned(),
            text: words("på webben"),
        },
        Inline::text(" nu."),
    ]
}

fn table() -> Table {
    let cell = |text: &str| Cell {
        blocks: vec![Block::paragraph(words(text))],
    };
    Table {
        caption: words("Kostnader"),
        head: vec![cell("Post"), cell("Kronor")],
        align: vec![Align::Left, Align::Right],
        rows: vec![
            vec![cell("Spis"), cell("12 000")],
            vec![cell("Fläkt"), Cell::default()],
        ],
    }
}

fn signers() -> Vec<Signer> {
    vec![
        Signer {
            over: words("För Moderaterna"),
            name: words("Anna Ek"),
            under: words("Ordförande"),
        },
        Signer {
            over: Vec::new(),
            name: words("Bo Al"),
            under: Vec::new(),
        },
    ]
}
