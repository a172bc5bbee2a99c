//! Trees built by hand: short words for blocks, and documents that use all of them. Tests nothing.

use std::sync::Arc;

use kansli::document::{
    Align, Block, BlockKind, Cell, Document, Fact, FooterColumn, Frame, Image, ImageKind, Inline,
    Logo, Meta, ParagraphStyle, Role, Signer, Table, TextStyle,
};

/// Words without emphasis.
pub(crate) fn t(value: &str) -> Inline {
    Inline::text(value)
}

/// Words with emphasis.
pub(crate) fn styled(value: &str, strong: bool, emph: bool) -> Inline {
    Inline::Text {
        value: value.into(),
        from: None,
        style: TextStyle { strong, emph },
    }
}

/// A link.
pub(crate) fn link(target: &str, text: &str) -> Inline {
    Inline::Link {
        target: target.into(),
        text: vec![t(text)],
    }
}

/// A heading.
pub(crate) fn h(level: u8, text: &str) -> Block {
    Block::new(BlockKind::Heading {
        level,
        text: vec![t(text)],
    })
}

/// A paragraph of one text.
pub(crate) fn p(text: &str) -> Block {
    Block::paragraph(vec![t(text)])
}

/// A paragraph in another style.
pub(crate) fn special(style: ParagraphStyle, text: Vec<Inline>) -> Block {
    Block::new(BlockKind::Paragraph { style, text })
}

/// A bulleted list of short items.
pub(crate) fn bullets(items: &[&str]) -> Block {
    list(None, items.iter().map(|item| vec![p(item)]).collect())
}

/// A list.
pub(crate) fn list(start: Option<u64>, items: Vec<Vec<Block>>) -> Block {
    Block::new(BlockKind::List { start, items })
}

/// A section.
pub(crate) fn section(role: Role, blocks: Vec<Block>) -> Block {
    Block::new(BlockKind::Section { role, blocks })
}

/// Facts of one line each, but for the first.
pub(crate) fn facts(facts: &[(&str, &[&str])]) -> Block {
    let facts = facts.iter().map(|(label, lines)| Fact {
        label: (*label).into(),
        lines: lines.iter().map(|line| vec![t(line)]).collect(),
    });
    Block::new(BlockKind::Facts(facts.collect()))
}

/// A table of plain cells.
pub(crate) fn table(caption: &str, head: &[&str], align: &[Align], rows: &[&[&str]]) -> Block {
    let cell = |text: &&str| Cell {
        blocks: if text.is_empty() {
            vec![]
        } else {
            vec![p(text)]
        },
    };
    Block::new(BlockKind::Table(Table {
        caption: if caption.is_empty() {
            vec![]
        } else {
            vec![t(caption)]
        },
        head: head.iter().map(cell).collect(),
        align: align.to_vec(),
        rows: rows
            .iter()
            .map(|row| row.iter().map(cell).collect())
            .collect(),
    }))
}

/// One who signs.
pub(crate) fn signer(over: &str, name: &str, under: &str) -> Signer {
    let line = |text: &str| {
        if text.is_empty() {
            vec![]
        } else {
            vec![t(text)]
        }
    };
    Signer {
        over: line(over),
        name: line(name),
        under: line(under),
    }
}

/// A picture with transparency.
pub(crate) fn png(width: u32, height: u32) -> Image {
    let picture = image::RgbaImage::from_fn(width, height, |x, y| {
        let step = |n: u32, of: u32| u8::try_from(n * 255 / of).expect("at most 255");
        image::Rgba([step(x, width), 120, step(y, height), 200])
    });
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, image::ImageFormat::Png)
        .expect("a picture in memory can be written");
    Image {
        bytes: Arc::from(bytes.into_inner()),
        kind: ImageKind::Png,
        width,
        height,
        fallback_png: None,
    }
}

/// A coat of arms of sorts.
pub(crate) fn svg() -> Image {
    let bytes =
        br##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 72" width="60" height="72">
<path d="M2 2h56v36c0 18-14 28-28 32C16 66 2 56 2 38z" fill="#1f3a4d"/>
<path d="M30 12l5 14h14l-11 9 4 14-12-8-12 8 4-14-11-9h14z" fill="#f2c744"/></svg>"##;
    Image {
        bytes: Arc::from(&bytes[..]),
        kind: ImageKind::Svg,
        width: 60,
        height: 72,
        fallback_png: None,
    }
}

/// A document with a title and nothing else of note around these blocks.
pub(crate) fn plain(title: &str, mut blocks: Vec<Block>) -> Document {
    blocks.insert(0, h(1, title));
    Document {
        meta: Meta {
            title: title.into(),
            lang: "sv-SE".into(),
            typ: "tjansteskrivelse".into(),
            typ_namn: "Tjänsteskrivelse".into(),
            avsandare: "Borås Stad".into(),
            ..Meta::default()
        },
        frame: Frame {
            avsandare: "Borås Stad".into(),
            dokumenttyp: "Tjänsteskrivelse".into(),
            fortsattning: "Tjänsteskrivelse".into(),
            ..Frame::default()
        },
        blocks,
        images: vec![],
    }
}

fn footer() -> Vec<FooterColumn> {
    let column = |label: &str, lines: &[&str]| FooterColumn {
        label: label.into(),
        lines: lines.iter().map(|line| (*line).into()).collect(),
    };
    vec![
        column("Postadress", &["Borås Stad", "501 80 Borås"]),
        column("Besöksadress", &["Kungsgatan 55"]),
        column("Telefon", &["033-35 70 00"]),
        column("Webb och e-post", &["boras.se", "boras.stad@boras.se"]),
        column("Org.nr", &["212000-1561"]),
    ]
}

const LONG: &str = "Tiden har gjort att föreslagen åtgärd har blivit inaktuell, men vi kan ändå se att vi kan ta \
    lärdom av det som externa utförare erbjuder boråsaren. Verksamheter skulle kunna dra lärdom av de fall där \
    brukarundersökningarna visar större nöjdhet med externa utförare än den egna regin. Även Vård- och äldrenämnden \
    och Sociala omsorgsnämnden skulle kunna följa Gymnasie- och vuxenutbildningsnämndens exempel att utse \
    kontaktpersoner från nämndens politiker för att också få politiken att ta del av den verksamhet som erbjuds \
    boråsarna från de externa aktörerna.";

/// A tjänsteskrivelse of two pages.
#[allow(clippy::too_many_lines)] // a document, line by line
pub(crate) fn letter() -> Document {
    let mut document = plain(
        "Initiativärende: Våga lära av privata utförare – för Borås Stads bästa!",
        vec![],
    );
    document.meta.instans = Some("Kommunstyrelsen".into());
    document.meta.diarienummer = Some("KS 2018-00859".into());
    document.meta.klass = Some("3.7.1.0".into());
    document.meta.datum = Some("2018-12-19".into());
    document.meta.profil = "boras 1".into();
    document.meta.kalla = "5c44b4d26333dfb4".repeat(4);
    document.frame.logo = Some(Logo {
        image: 0,
        alt: "Borås Stads vapen".into(),
        height_mm: 14.0,
    });
    document.frame.enhet = Some("Stadsledningskansliet".into());
    document.frame.fortsattning = "Tjänsteskrivelse · Dnr KS 2018-00859".into();
    document.frame.sidfot = footer();
    document.images = vec![svg()];
    let title = document.blocks.remove(0);
    document.blocks = vec![
        section(
            Role::Fakta,
            vec![facts(&[
                (
                    "Handläggare",
                    &["Dan Persson", "Kommunikatör", "033 35 58 52"],
                ),
                ("Datum", &["2018-12-19"]),
                ("Instans", &["Kommunstyrelsen"]),
                ("Diarienummer", &["KS 2018-00859 3.7.1.0"]),
            ])],
        ),
        special(ParagraphStyle::Label, vec![t("ALTERNATIVT FÖRSLAG")]),
        title,
        section(
            Role::Beslut,
            vec![
                h(2, "Kommunstyrelsens beslut"),
                p("Kommunstyrelsen beslutar att"),
                list(
                    Some(1),
                    vec![
                        vec![p(
                            "godkänna skrivelsen samt tillskriva Vård- och äldrenämnden och Sociala omsorgsnämnden \
                            att ta efter Gymnasie- och vuxenutbildningsnämndens arbete, och",
                        )],
                        vec![p("förklara ärendet avslutat.")],
                    ],
                ),
            ],
        ),
        section(
            Role::Sammanfattning,
            vec![
                h(2, "Sammanfattning"),
                p(
                    "Detta är ett äldre ärende som tyvärr inte har hanterats på 7 år. Dock är frågan ständigt aktuell \
                    då Borås Stad har upphandlingar av flera olika verksamheter och även inom de s.k. mjuka \
                    verksamheterna.",
                ),
                p(LONG),
            ],
        ),
        section(
            Role::Arendet,
            vec![
                h(2, "Ärendet i sin helhet"),
                p(LONG),
                h(3, "Ekonomiska konsekvenser"),
                p("Kostnaderna framgår av tabellen."),
                table(
                    "Kostnader 2018–2020, tusental kronor",
                    &["Post", "2018", "2019", "2020", "Anmärkning"],
                    &[
                        Align::Left,
                        Align::Right,
                        Align::Right,
                        Align::Right,
                        Align::Left,
                    ],
                    &[
                        &[
                            "Utbildning",
                            "120",
                            "130",
                            "145",
                            "Avser personal i egen regi och hos externa utförare, \
                            räknat på tre tillfällen om året.",
                        ],
                        &["Utvärdering", "80", "0", "95", ""],
                        &["Summa", "200", "130", "240", ""],
                    ],
                ),
                p(LONG),
                p("Utgångsläget är att alltid ha det bästa för boråsaren."),
            ],
        ),
        section(
            Role::Underlag,
            vec![
                h(2, "Beslutsunderlag"),
                list(
                    Some(1),
                    vec![
                        vec![Block::paragraph(vec![
                            t("Inkommen handling nr 1"),
                            Inline::Tab,
                            t("2011-09-14"),
                        ])],
                        vec![Block::paragraph(vec![
                            t("Utvärdering av externa utförare inom hemtjänsten, slutrapport"),
                            Inline::Tab,
                            t("2018-11-02"),
                        ])],
                    ],
                ),
            ],
        ),
        section(
            Role::Expediering,
            vec![
                h(2, "Beslutet expedieras till"),
                list(
                    None,
                    vec![
                        vec![Block::paragraph(vec![
                            t("Vård- och äldrenämnden, "),
                            link("mailto:vard.aldre@boras.se", "vard.aldre@boras.se"),
                        ])],
                        vec![Block::paragraph(vec![
                            t("Sociala omsorgsnämnden, "),
                            link("mailto:sociala.omsorg@boras.se", "sociala.omsorg@boras.se"),
                        ])],
                    ],
                ),
            ],
        ),
        section(
            Role::Underskrift,
            vec![
                h(2, "Allianspartierna i Borås"),
                Block::new(BlockKind::Signature(vec![
                    signer("För Moderaterna", "Annette Carlson", ""),
                    signer("För Kristdemokraterna", "Niklas Arvidsson", ""),
                    signer("För Centerpartiet", "Kerstin Hermansson", "Gruppledare"),
                    signer("För Liberalerna", "Anna Svalander", ""),
                ])),
            ],
        ),
    ];
    document
}

/// Lists within lists, `depth` deep, with a small table at the bottom.
pub(crate) fn nested(depth: u32, bottom: Block) -> Block {
    let below = if depth <= 1 {
        bottom
    } else {
        nested(depth - 1, bottom)
    };
    let start = depth.is_multiple_of(2).then_some(3);
    list(
        start,
        vec![
            vec![p("En punkt med sin egen underlista"), below],
            vec![p("Nästa punkt")],
        ],
    )
}

/// Every kind of block, style and inline there is, on several pages.
#[allow(clippy::too_many_lines)] // a document, line by line
pub(crate) fn everything() -> Document {
    let mut document = letter();
    document.meta.title = "Allt på en gång".into();
    document.meta.markningar = vec!["UTKAST".into(), "Ej justerat".into()];
    document.meta.paragraf = Some("§ 94".into());
    document.meta.sammantradesdatum = Some("2018-12-18".into());
    document.images.push(png(640, 360));
    document.images.push(png(80, 900));
    let small = table(
        "",
        &["Led", "Antal"],
        &[Align::Left, Align::Right],
        &[&["Ett", "1"], &["Två", "2"]],
    );
    let rows: Vec<Vec<String>> = (1..=70)
        .map(|n| {
            vec![
                format!("Rad {n}"),
                "Gymnasie- och vuxenutbildningsnämndens verksamhetsuppföljning".into(),
                format!("{}", n * 37),
                "Ja".into(),
            ]
        })
        .collect();
    let rows: Vec<Vec<&str>> = rows
        .iter()
        .map(|r| r.iter().map(String::as_str).collect())
        .collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    document.blocks = vec![
        special(ParagraphStyle::Marking, vec![t("UTKAST – Ej justerat")]),
        special(
            ParagraphStyle::Number,
            vec![t("§ 94"), Inline::Tab, t("Dnr KS 2018-00859 3.7.1.0")],
        ),
        h(1, "Allt på en gång"),
        Block::paragraph(vec![
            t("Vanlig text, "),
            styled("fet", true, false),
            t(", "),
            styled("kursiv", false, true),
            t(" och "),
            styled("båda", true, true),
            t(". En "),
            link(
                "https://www.boras.se/en/mycket/lang/adress?med=fragor&och=svar#fragment",
                "länk med ord",
            ),
            t(", en not"),
            Inline::Note(vec![
                t("Noten, med "),
                link("https://boras.se", "länk"),
                t("."),
            ]),
            t(" och en till"),
            Inline::Note(vec![t("Andra noten.")]),
            t("."),
            Inline::LineBreak,
            t("Ny rad i samma stycke. ÅÄÖ åäö – ”citat” … 1 000 kr, Nguyễn Đặng Łukasz, ≤ ≥ ✓ Ω."),
        ]),
        h(2, "Listor"),
        bullets(&[
            "Första",
            "Andra",
            "Tredje punkten är lång nog för att behöva mer än en enda rad på den här sidan, så att man ser indraget.",
        ]),
        list(
            Some(7),
            vec![
                vec![p("Sjunde"), p("Ett stycke till i samma punkt.")],
                vec![p("Åttonde"), bullets(&["under", "under igen"])],
            ],
        ),
        nested(8, small.clone()),
        h(2, "Tabeller"),
        table(
            "",
            &[
                "Nämnd",
                "Gymnasie- och vuxenutbildningsnämnden",
                "Samhällsbyggnadsnämnden",
                "Kulturnämnden",
                "Fritids- och folkhälsonämnden",
                "Arbetslivsnämnden",
                "Lokalförsörjningsnämnden",
                "Miljö- och konsumentnämnden",
            ],
            &[
                Align::Left,
                Align::Right,
                Align::Right,
                Align::Right,
                Align::Right,
                Align::Right,
                Align::Right,
                Align::Center,
            ],
            &[&[
                "Budgetavvikelse",
                "1 200",
                "-340",
                "12",
                "0",
                "77",
                "1",
                "verksamhetsuppföljningsansvarig",
            ]],
        ),
        Block::new(BlockKind::Table(Table {
            caption: vec![
                t("Med listor i cellerna"),
                Inline::Note(vec![t("Not i tabelltext.")]),
            ],
            head: vec![
                Cell {
                    blocks: vec![p("Fråga")],
                },
                Cell {
                    blocks: vec![p("Svar")],
                },
                Cell {
                    blocks: vec![p("Klar")],
                },
            ],
            align: vec![Align::Left, Align::Left, Align::Center],
            rows: vec![
                vec![
                    Cell {
                        blocks: vec![p("Vilka?")],
                    },
                    Cell {
                        blocks: vec![
                            p("Dessa:"),
                            bullets(&["den ena", "den andra"]),
                            p("Och ingen mer."),
                            nested(8, p("Botten")),
                        ],
                    },
                    Cell::default(),
                ],
                vec![
                    Cell {
                        blocks: vec![Block::paragraph(vec![
                            t("Noter"),
                            Inline::Note(vec![t("Not i cell.")]),
                        ])],
                    },
                    Cell {
                        blocks: vec![list(Some(1), vec![vec![p("ett")], vec![p("två")]])],
                    },
                    Cell {
                        blocks: vec![p("x")],
                    },
                ],
            ],
        })),
        table(
            "En lång tabell",
            &["Rad", "Nämnd", "Belopp", "Klar"],
            &[Align::Left, Align::Left, Align::Right, Align::Center],
            &rows,
        ),
        h(2, "Bilder"),
        Block::new(BlockKind::Figure {
            image: 1,
            alt: "En toning från mörkt till ljust".into(),
            caption: vec![t("Bild 1. En toning")],
            width: 0.6,
        }),
        Block::new(BlockKind::Figure {
            image: 2,
            alt: "En hög och smal toning".into(),
            caption: vec![],
            width: 1.0,
        }),
        h(3, "Nivå tre"),
        p(LONG),
        h(4, "Nivå fyra"),
        p("Text."),
        h(5, "Nivå fem"),
        p("Text."),
        h(6, "Nivå sex"),
        p("Text."),
        Block::new(BlockKind::PageBreak),
        section(
            Role::Avsnitt("barn".into()),
            vec![
                h(2, "Efter sidbrytning"),
                p(LONG),
                section(Role::Omrostning, vec![h(3, "Inre avsnitt"), p("Text.")]),
            ],
        ),
        Block::new(BlockKind::Signature(vec![
            signer("", "Ulf Olsson", "Kommunstyrelsens ordförande"),
            signer("", "Svante Stomberg", "Kommunchef"),
        ])),
        Block::new(BlockKind::Signature(vec![signer(
            "",
            "Ensam Undertecknare",
            "",
        )])),
    ];
    document
}
