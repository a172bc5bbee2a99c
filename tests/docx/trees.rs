//! Trees built by hand: one ordinary document, one with everything there is, one that means harm.

use std::sync::Arc;

use kansli::document::{
    Align, Block, BlockKind, Cell, Document, Fact, FooterColumn, Frame, Image, ImageKind, Inline,
    Logo, Meta, ParagraphStyle, Role, Signer, Table, TextStyle,
};
use kansli::pointer::Pointer;

pub(crate) fn pointer(written: &str) -> Pointer {
    Pointer::parse(written).expect("a pointer")
}

pub(crate) fn words(text: &str) -> Vec<Inline> {
    vec![Inline::text(text)]
}

fn from(text: &str, field: &str) -> Vec<Inline> {
    vec![Inline::field(text, pointer(field))]
}

fn styled(text: &str, strong: bool, emph: bool) -> Inline {
    Inline::Text {
        value: text.into(),
        from: None,
        style: TextStyle { strong, emph },
    }
}

fn link(text: &str, target: &str) -> Inline {
    Inline::Link {
        target: target.into(),
        text: words(text),
    }
}

pub(crate) fn paragraph(text: &str) -> Block {
    Block::paragraph(words(text))
}

/// A paragraph of a field with a footnote among its words.
pub(crate) fn noted(field: &str) -> Block {
    let text = |words: &str| Inline::field(words, pointer(field));
    at(
        field,
        BlockKind::Paragraph {
            style: ParagraphStyle::Body,
            text: vec![
                text("Före"),
                Inline::Note(words("noten")),
                text(" och efter."),
            ],
        },
    )
}

fn styled_paragraph(style: ParagraphStyle, text: &str) -> Block {
    Block::new(BlockKind::Paragraph {
        style,
        text: words(text),
    })
}

pub(crate) fn heading(level: u8, text: &str) -> Block {
    Block::new(BlockKind::Heading {
        level,
        text: words(text),
    })
}

fn at(field: &str, kind: BlockKind) -> Block {
    Block {
        kind,
        origin: Some(pointer(field)),
        held: false,
    }
}

fn section(role: Role, blocks: Vec<Block>) -> Block {
    Block::new(BlockKind::Section { role, blocks })
}

pub(crate) fn list(start: Option<u64>, items: &[&str]) -> Block {
    let items = items.iter().map(|item| vec![paragraph(item)]).collect();
    Block::new(BlockKind::List { start, items })
}

fn cell(text: &str) -> Cell {
    Cell {
        blocks: vec![paragraph(text)],
    }
}

fn fact(label: &str, lines: Vec<Vec<Inline>>) -> Fact {
    Fact {
        label: label.into(),
        lines,
    }
}

fn signer(over: &str, name: &str, under: &str) -> Signer {
    let part = |text: &str| {
        if text.is_empty() {
            Vec::new()
        } else {
            words(text)
        }
    };
    Signer {
        over: part(over),
        name: part(name),
        under: part(under),
    }
}

fn meta(title: &str) -> Meta {
    Meta {
        title: title.into(),
        lang: "sv-SE".into(),
        typ: "tjansteskrivelse".into(),
        typ_namn: "Tjänsteskrivelse".into(),
        avsandare: "Borås Stad".into(),
        instans: Some("Kommunstyrelsen".into()),
        diarienummer: Some("KS 2018-00859".into()),
        klass: Some("3.7.1.0".into()),
        datum: Some("2018-12-19".into()),
        profil: "boras 1".into(),
        kalla: "5f".repeat(32),
        ..Meta::default()
    }
}

fn column(label: &str, lines: &[&str]) -> FooterColumn {
    FooterColumn {
        label: label.into(),
        lines: lines.iter().map(|line| (*line).into()).collect(),
    }
}

fn frame() -> Frame {
    Frame {
        logo: Some(Logo {
            image: 0,
            alt: "Borås Stads vapen".into(),
            height_mm: 16.0,
        }),
        avsandare: "Borås Stad".into(),
        enhet: Some("Kommunstyrelsen".into()),
        dokumenttyp: "Tjänsteskrivelse".into(),
        fortsattning: "Tjänsteskrivelse · KS 2018-00859".into(),
        sidfot: vec![
            column("Postadress", &["Borås Stad", "501 80 Borås"]),
            column("Besöksadress", &["Kungsgatan 55"]),
            column("Telefon", &["033-35 70 00"]),
            column("E-post", &["boras.stad@boras.se"]),
            column("Org.nr", &["212000-1561"]),
        ],
    }
}

/// A PNG of one colour, encoded by the `image` crate.
fn png(width: u32, height: u32, colour: [u8; 3]) -> Arc<[u8]> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(width, height, image::Rgb(colour))
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("a PNG can be written to memory");
    bytes.into_inner().into()
}

fn images() -> Vec<Image> {
    let vector = br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 80"><path fill="#1f3a4d" d="M0 0h60v50L30 80 0 50z"/></svg>"##;
    vec![
        Image {
            bytes: Arc::from(vector.as_slice()),
            kind: ImageKind::Svg,
            width: 60,
            height: 80,
            fallback_png: Some(png(60, 80, [0x1f, 0x3a, 0x4d])),
        },
        Image {
            bytes: png(300, 120, [0x9f, 0xba, 0xcd]),
            kind: ImageKind::Png,
            width: 300,
            height: 120,
            fallback_png: None,
        },
    ]
}

/// What a handläggare sends: two pages, nothing unusual.
#[expect(
    clippy::too_many_lines,
    reason = "a whole document, read from top to bottom"
)]
pub(crate) fn ordinary() -> Document {
    let long = "Detta är ett äldre ärende som tyvärr inte har hanterats på sju år. Dock är frågan ständigt aktuell \
        då Borås Stad har upphandlingar av flera olika verksamheter, även inom de s.k. mjuka verksamheterna. I samband \
        med att det görs uppföljningar av de verksamheter som kommunen bedriver, oavsett om den bedrivs i egen regi \
        eller av privata utförare, är det viktigt att den framkomna kunskapen används.";
    let underlag = |title: &str, date: &str| {
        vec![Block::paragraph(vec![
            Inline::text(title),
            Inline::Tab,
            Inline::text(date),
        ])]
    };
    Document {
        meta: meta("Initiativärende: Våga lära av privata utförare"),
        frame: frame(),
        images: images(),
        blocks: vec![
            Block::new(BlockKind::Facts(vec![
                fact(
                    "Handläggare",
                    vec![
                        from("Dan Persson", "/handlaggare/namn"),
                        from("Avdelningschef", "/handlaggare/titel"),
                        from("033 35 58 52", "/handlaggare/telefon"),
                    ],
                ),
                fact("Datum", vec![from("2018-12-19", "/datum")]),
                fact("Instans", vec![from("Kommunstyrelsen", "/instans")]),
                fact("Dnr", vec![from("KS 2018-00859", "/diarienummer"), from("3.7.1.0", "/klass")]),
            ])),
            at(
                "/rubrik",
                BlockKind::Heading {
                    level: 1,
                    text: from(
                        "Initiativärende: Våga lära av privata utförare – för Borås Stads bästa! Se dnr 2011-00654",
                        "/rubrik",
                    ),
                },
            ),
            section(
                Role::Beslut,
                vec![
                    heading(2, "Kommunstyrelsens beslut"),
                    Block::new(BlockKind::List {
                        start: Some(1),
                        items: [
                            "Godkänna skrivelsen samt tillskriva Vård- och äldrenämnden och Sociala omsorgsnämnden \
                             att ta efter Gymnasie- och vuxenutbildningsnämndens arbete med en god dialog.",
                            "Uppdra åt stadsdirektören att återrapportera till Kommunstyrelsen senast den 30 juni 2019.",
                            "Anse ärendet därmed besvarat.",
                        ]
                        .iter()
                        .enumerate()
                        .map(|(number, text)| {
                            let field = format!("/beslut/0/punkter/{number}");
                            vec![at(
                                &field,
                                BlockKind::Paragraph {
                                    style: ParagraphStyle::Body,
                                    text: from(text, &field),
                                },
                            )]
                        })
                        .collect(),
                    }),
                ],
            ),
            section(
                Role::Sammanfattning,
                vec![
                    heading(2, "Sammanfattning"),
                    at(
                        "/sammanfattning",
                        BlockKind::Paragraph {
                            style: ParagraphStyle::Body,
                            text: from(long, "/sammanfattning"),
                        },
                    ),
                    at(
                        "/sammanfattning",
                        BlockKind::Paragraph {
                            style: ParagraphStyle::Body,
                            text: vec![
                                Inline::field("Läs mer om ", pointer("/sammanfattning")),
                                link("stadens upphandlingar", "https://www.boras.se/upphandling"),
                                Inline::text(" och i lagen."),
                                Inline::Note(vec![
                                    Inline::text("Lagen (2016:1145) om offentlig upphandling, "),
                                    link("lagtexten", "https://www.riksdagen.se/lou"),
                                    Inline::text("."),
                                ]),
                            ],
                        },
                    ),
                ],
            ),
            section(
                Role::Arendet,
                vec![
                    heading(2, "Ärendet i sin helhet"),
                    heading(3, "Bakgrund"),
                    paragraph(long),
                    list(
                        None,
                        &[
                            "regelbundna träffar inom valfrihetssystemet",
                            "årliga avtalsgenomgångar med varje utförare",
                            "gemensam uppföljning av personalkontinuitet, utbildningsnivå och ekonomisk ställning, \
                             som nämnderna själva svarar för",
                        ],
                    ),
                    paragraph(long),
                    Block::new(BlockKind::Table(Table {
                        caption: words("Tabell 1. Strategiska avtal per nämnd"),
                        head: ["Nämnd", "Avtal", "Belopp, tkr", "Bedömning"].map(cell).into(),
                        align: vec![Align::Left, Align::Right, Align::Right, Align::Left],
                        rows: [
                            ["Vård- och äldrenämnden", "5", "128 400", "Brister i personalkontinuitet och utbildningsnivå; följs upp i mars."],
                            ["Sociala omsorgsnämnden", "4", "64 250", "Inga anmärkningar."],
                            ["Gymnasie- och vuxenutbildningsnämnden", "4", "9 800", "Återkommande förseningar, bestridna i ett fall."],
                        ]
                        .iter()
                        .map(|row| row.iter().map(|text| cell(text)).collect())
                        .collect(),
                    })),
                    paragraph(long),
                ],
            ),
            section(
                Role::Underlag,
                vec![
                    heading(2, "Beslutsunderlag"),
                    Block::new(BlockKind::List {
                        start: Some(1),
                        items: vec![
                            underlag("Initiativärende: Våga lära av privata utförare", "2018-12-19"),
                            underlag("Uppföljning av nämndernas strategiska avtal med privata utförare inom vård, omsorg och skola 2017", "2018-02-07"),
                        ],
                    }),
                ],
            ),
            section(
                Role::Expediering,
                vec![
                    heading(2, "Beslutet expedieras till"),
                    Block::new(BlockKind::List {
                        start: None,
                        items: vec![
                            vec![Block::paragraph(vec![
                                Inline::text("Vård- och äldrenämnden, "),
                                link("vard.aldre@boras.se", "mailto:vard.aldre@boras.se"),
                            ])],
                            vec![paragraph("Sociala omsorgsnämnden")],
                        ],
                    }),
                ],
            ),
            section(
                Role::Underskrift,
                vec![Block::new(BlockKind::Signature(vec![
                    signer("För Moderaterna", "Annette Persson Carlson", "Kommunalråd"),
                    signer("För Kristdemokraterna", "Niklas Arvidsson", "Kommunalråd"),
                ]))],
            ),
        ],
    }
}

/// Every block, style and inline there is, nested as deep as it goes.
pub(crate) fn everything() -> Document {
    let mut document = ordinary();
    document.meta.markningar = vec!["UTKAST".into(), "Ej justerat".into()];
    document.meta.paragraf = Some("§ 94".into());
    document.meta.sammantradesdatum = Some("2018-12-19".into());
    document.frame.logo = None;
    document.blocks = vec![
        styled_paragraph(ParagraphStyle::Marking, "UTKAST"),
        styled_paragraph(ParagraphStyle::Label, "ALTERNATIVT FÖRSLAG"),
        Block::new(BlockKind::Paragraph {
            style: ParagraphStyle::Number,
            text: vec![
                Inline::text("§ 94"),
                Inline::Tab,
                Inline::text("KS 2018-00859"),
            ],
        }),
        heading(1, "Allt som finns"),
        Block::paragraph(vec![
            Inline::text("Vanligt, "),
            styled("fet", true, false),
            styled(" kursiv", false, true),
            styled(" både och", true, true),
            Inline::LineBreak,
            Inline::text("ny rad\toch flik"),
            Inline::Note(words("En fotnot.")),
            Inline::Note(words("Och en till.")),
        ]),
        heading(2, "Listor"),
        deep_list(8),
        list(Some(1), &["ny lista börjar om", "på ett"]),
        list(Some(7), &["börjar på sju", "fortsätter på åtta"]),
        Block::new(BlockKind::List {
            start: Some(1),
            items: vec![
                vec![paragraph("en punkt"), paragraph("med två stycken")],
                vec![paragraph("nästa punkt"), list(None, &["under", "den"])],
            ],
        }),
        heading(2, "Tabeller"),
        rich_table(),
        Block::new(BlockKind::Table(Table {
            caption: Vec::new(),
            head: vec![cell("En kolumn")],
            align: vec![Align::Center],
            rows: (1..60)
                .map(|row| vec![cell(&format!("Rad {row}"))])
                .collect(),
        })),
        Block::new(BlockKind::PageBreak),
        heading(2, "Bilder"),
        heading(3, "Nivå tre"),
        heading(4, "Nivå fyra"),
        heading(5, "Nivå fem"),
        heading(6, "Nivå sex"),
        Block::new(BlockKind::Figure {
            image: 1,
            alt: "En ljusblå yta".into(),
            caption: words("Figur 1. En yta"),
            width: 0.5,
        }),
        Block::new(BlockKind::Figure {
            image: 1,
            alt: "Samma yta igen".into(),
            caption: Vec::new(),
            width: 1.0,
        }),
        Block::new(BlockKind::Signature(
            (1..=4)
                .map(|n| signer("", &format!("Person {n}"), "Ledamot"))
                .collect(),
        )),
        Block::new(BlockKind::PageBreak),
    ];
    document
}

fn deep_list(depth: u8) -> Block {
    let mut item = vec![paragraph(&format!("djup {depth}"))];
    if depth > 1 {
        item.push(deep_list(depth - 1));
    }
    Block::new(BlockKind::List {
        start: depth.is_multiple_of(2).then_some(1),
        items: vec![item, vec![paragraph(&format!("efter {depth}"))]],
    })
}

fn rich_table() -> Block {
    let listed = Cell {
        blocks: vec![
            paragraph("Två saker:"),
            list(Some(1), &["den ena", "den andra"]),
        ],
    };
    at(
        "/avsnitt/0/tabell",
        BlockKind::Table(Table {
            caption: words("Tabell med listor"),
            head: vec![cell("Kolumn"), cell("Innehåll"), cell("Tomt")],
            align: vec![Align::Left, Align::Center, Align::Right],
            rows: vec![
                vec![cell("Ett"), listed.clone(), Cell::default()],
                vec![cell("Två"), cell("bara text"), listed],
            ],
        }),
    )
}

/// Text that tries to be markup, and characters that no file should hold.
pub(crate) fn hostile() -> Document {
    let nasty = "</w:t></w:r><w:p/> & \"citat\" 'apostrof' <!--x--> ]]> &#0; {{ 7*7 }} \u{FB01}\u{301} \u{1F600}";
    let mut document = ordinary();
    document.meta.title = nasty.into();
    document.meta.avsandare = nasty.into();
    document.meta.diarienummer = Some(nasty.into());
    document.frame.fortsattning = nasty.into();
    document.frame.dokumenttyp = nasty.into();
    document.frame.sidfot = vec![column(nasty, &[nasty]); 6];
    document.blocks = vec![
        heading(1, nasty),
        Block::paragraph(vec![
            Inline::field(nasty, pointer("/a~1\"b<c&d")),
            Inline::LineBreak,
            link(nasty, "https://exempel.se/?a=<b>&c=\"d\"#e#f%zz"),
            Inline::Note(words(nasty)),
        ]),
        at(
            &format!("/{}", "långt_fält".repeat(12)),
            BlockKind::Paragraph {
                style: ParagraphStyle::Body,
                text: words(nasty),
            },
        ),
        at(
            "/tomt",
            BlockKind::List {
                start: None,
                items: Vec::new(),
            },
        ),
        Block::new(BlockKind::Table(Table {
            caption: words(nasty),
            head: vec![cell(nasty), cell(nasty)],
            align: Vec::new(),
            rows: vec![vec![cell(nasty), cell("x".repeat(400).as_str())]],
        })),
    ];
    document
}
