//! Styles: everything that has a look, as named styles that Word's own panes show and a person can change.

use super::looks::{Paragraph, Rule, Run, Spacing};
use super::sheet::{CELL_PADDING, COMPACT, HalfPoints, Sheet, Twips, twips};
use super::xml::Xml;

/// Text in tables: 9.5 pt.
pub(super) const TABLE_SIZE: HalfPoints = 19;

/// Labels of facts, and the frame's small text: 8.5 pt.
pub(super) const SMALL: HalfPoints = 17;

/// The address block at the foot of the first page: 8 pt.
pub(super) const FOOT_SIZE: HalfPoints = 16;

/// The kind of document at the top of the first page: 11 pt.
pub(super) const KIND_SIZE: HalfPoints = 22;

/// The municipality's name at the top of the first page: 12 pt.
pub(super) const NAME_SIZE: HalfPoints = 24;

/// Labels and markings: 10 pt.
pub(super) const MARKING_SIZE: HalfPoints = 20;

/// Space between facts, and between those who sign.
pub(super) const FACT_GAP: Twips = 280;

/// Space after a paragraph.
pub(super) const AFTER: Twips = 140;

/// Space after a short item of a list.
const AFTER_ITEM: Twips = 40;

/// A paragraph or character style.
struct Style {
    id: &'static str,
    name: &'static str,
    based_on: &'static str,
    /// The style of the paragraph that follows when a person writes on.
    next: Option<&'static str>,
    /// Ours, not one of Word's own.
    own: bool,
    looks: Looks,
    run: Run,
}

enum Looks {
    Paragraph(Paragraph),
    Character,
}

/// `styles.xml`.
pub(super) fn part(sheet: &Sheet<'_>, lang: &str) -> Vec<u8> {
    let mut xml = Xml::part(
        "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">",
    );
    defaults(&mut xml, sheet, lang);
    xml.raw(concat!(
        "<w:latentStyles w:defLockedState=\"0\" w:defUIPriority=\"99\" w:defSemiHidden=\"0\"",
        " w:defUnhideWhenUsed=\"0\" w:defQFormat=\"0\" w:count=\"376\"/>",
        "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>",
        "<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\">",
        "<w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/><w:unhideWhenUsed/></w:style>",
        "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/>",
        "<w:uiPriority w:val=\"99\"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/>",
        "<w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/>",
        "<w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>",
        "<w:style w:type=\"numbering\" w:default=\"1\" w:styleId=\"NoList\"><w:name w:val=\"No List\"/>",
        "<w:uiPriority w:val=\"99\"/><w:semiHidden/><w:unhideWhenUsed/></w:style>",
    ));
    for styles in [headings, text, tables, frame, characters] {
        for style in styles(sheet) {
            style.write(&mut xml);
        }
    }
    table_styles(&mut xml, sheet);
    xml.finish("</w:styles>")
}

fn defaults(xml: &mut Xml, sheet: &Sheet<'_>, lang: &str) {
    let font = &sheet.font;
    xml.raw("<w:docDefaults><w:rPrDefault><w:rPr>");
    xml.empty(
        "w:rFonts",
        &[
            ("w:ascii", font),
            ("w:hAnsi", font),
            ("w:eastAsia", font),
            ("w:cs", font),
        ],
    );
    xml.empty("w:sz", &[("w:val", &sheet.body)]);
    xml.empty("w:szCs", &[("w:val", &sheet.body)]);
    xml.empty(
        "w:lang",
        &[
            ("w:val", &lang),
            ("w:eastAsia", &lang),
            ("w:bidi", &"ar-SA"),
        ],
    );
    xml.raw("</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl/>");
    xml.empty(
        "w:spacing",
        &[
            ("w:after", &AFTER),
            ("w:line", &sheet.line),
            ("w:lineRule", &"auto"),
        ],
    );
    xml.raw("</w:pPr></w:pPrDefault></w:docDefaults>");
}

/// Space above a heading is counted from the paragraph before it, which brings its own.
fn headings(sheet: &Sheet<'_>) -> Vec<Style> {
    let body = sheet.body;
    let levels = [
        ("Heading1", "heading 1", 36, 200, 140),
        ("Heading2", "heading 2", 26, 240, 100),
        ("Heading3", "heading 3", 23, 190, 60),
        ("Heading4", "heading 4", body, 150, 40),
        ("Heading5", "heading 5", body, 150, 40),
        ("Heading6", "heading 6", body, 150, 40),
    ];
    let heading = |((id, name, size, before, after), level)| {
        let look = Paragraph {
            keep_lines: true,
            outline: Some(level),
            ..kept(compact(before, after))
        };
        Style::builtin(
            id,
            name,
            look,
            Run {
                size: Some(size),
                ..strong(sheet)
            },
        )
    };
    levels.into_iter().zip(0..).map(heading).collect()
}

fn text(sheet: &Sheet<'_>) -> Vec<Style> {
    let list = || spaced(0, AFTER_ITEM);
    vec![
        Style::builtin("ListNumber", "List Number", list(), Run::default()).followed_by_itself(),
        Style::builtin("ListBullet", "List Bullet", list(), Run::default()).followed_by_itself(),
        Style::builtin("ListContinue", "List Continue", list(), Run::default())
            .followed_by_itself(),
        Style::builtin(
            "Caption",
            "caption",
            Paragraph {
                keep_lines: true,
                ..compact(80, 100)
            },
            Run {
                size: Some(TABLE_SIZE),
                ..Run::STRONG
            },
        ),
        Style::builtin("FootnoteText", "footnote text", compact(0, 40), sized(18))
            .followed_by_itself(),
        Style::paragraph(
            "Etikett",
            "Etikett",
            kept(spaced(0, 0)),
            Run {
                size: Some(MARKING_SIZE),
                ..strong(sheet)
            },
        ),
        Style::paragraph("Markering", "Markering", kept(spaced(0, 80)), strong(sheet)),
        Style::paragraph(
            "Arendenummer",
            "Paragraf och diarienummer",
            // A rule and space tell one § of a protocol from the next.
            Paragraph {
                rule_above: Some(Rule {
                    colour: sheet.thin,
                    eighths: 4,
                }),
                ..kept(spaced(480, 0))
            },
            Run::STRONG,
        ),
        Style::paragraph(
            "Bild",
            "Bild",
            Paragraph {
                spacing: Spacing {
                    line: Some(240),
                    ..Spacing::around(120, 2 * AFTER)
                },
                ..Paragraph::default()
            },
            Run::default(),
        ),
    ]
}

fn tables(sheet: &Sheet<'_>) -> Vec<Style> {
    let cell = || compact(0, 0);
    let small = sized(TABLE_SIZE);
    vec![
        Style::paragraph("Tabelltext", "Tabelltext", cell(), small).followed_by_itself(),
        Style::paragraph(
            "Tabellhuvud",
            "Tabellhuvud",
            kept(cell()),
            Run {
                size: Some(TABLE_SIZE),
                ..Run::STRONG
            },
        )
        .followed_by_itself(),
        Style::paragraph("Tabellnummer", "Tabellnummer", cell(), small)
            .based_on("ListNumber")
            .followed_by_itself(),
        Style::paragraph("Tabellpunkt", "Tabellpunkt", cell(), small)
            .based_on("ListBullet")
            .followed_by_itself(),
        Style::paragraph(
            "Tabellskarv",
            "Mellan tabeller",
            Paragraph {
                spacing: Spacing {
                    line: Some(240),
                    ..Spacing::around(0, 0)
                },
                ..Paragraph::default()
            },
            sized(2),
        ),
        Style::paragraph(
            "Faktaetikett",
            "Faktaetikett",
            kept(cell()),
            Run {
                colour: Some(sheet.muted),
                ..sized(SMALL)
            },
        ),
        Style::paragraph("Faktavarde", "Faktavärde", cell(), small).followed_by_itself(),
        Style::paragraph(
            "Underskriftsgrupp",
            "Underskriftsgrupp",
            kept(compact(160, 0)),
            Run::STRONG,
        ),
        Style::paragraph(
            "Underskriftsnamn",
            "Underskriftsnamn",
            // Room to sign.
            compact(twips(14.0), 0),
            Run::default(),
        ),
        Style::paragraph(
            "Underskriftstitel",
            "Underskriftstitel",
            cell(),
            Run::default(),
        ),
    ]
}

fn frame(sheet: &Sheet<'_>) -> Vec<Style> {
    let small = |size| Run {
        colour: Some(sheet.muted),
        ..sized(size)
    };
    vec![
        Style::builtin("Header", "header", compact(0, 0), small(SMALL)).followed_by_itself(),
        Style::builtin("Footer", "footer", compact(0, 0), small(FOOT_SIZE)).followed_by_itself(),
        Style::paragraph(
            "Avsandare",
            "Avsändare",
            compact(0, 40),
            Run {
                size: Some(NAME_SIZE),
                ..strong(sheet)
            },
        )
        .based_on("Header"),
        Style::paragraph("Enhet", "Enhet", compact(0, 0), small(TABLE_SIZE)).based_on("Header"),
        Style::paragraph(
            "Dokumenttyp",
            "Dokumenttyp",
            compact(0, 40),
            Run {
                size: Some(KIND_SIZE),
                ..Run::STRONG
            },
        )
        .based_on("Normal"),
        Style::paragraph(
            "Sidmarkering",
            "Sidmarkering",
            compact(0, 40),
            Run {
                size: Some(MARKING_SIZE),
                ..strong(sheet)
            },
        )
        .based_on("Header"),
    ]
}

fn characters(sheet: &Sheet<'_>) -> Vec<Style> {
    vec![
        Style::character(
            "Hyperlink",
            "Hyperlink",
            Run {
                colour: Some(sheet.colour),
                underline: true,
                ..Run::default()
            },
        ),
        Style::character(
            "FootnoteReference",
            "footnote reference",
            Run {
                raised: true,
                ..Run::default()
            },
        ),
    ]
}

fn table_styles(xml: &mut Xml, sheet: &Sheet<'_>) {
    open_table_style(xml, "TableGrid", "Table Grid");
    xml.raw("<w:tblPr><w:tblBorders>");
    for side in [
        "w:top",
        "w:left",
        "w:bottom",
        "w:right",
        "w:insideH",
        "w:insideV",
    ] {
        rule(xml, side, sheet);
    }
    xml.raw("</w:tblBorders></w:tblPr></w:style>");

    open_table_style(xml, "Tabell", "Tabell");
    xml.raw("<w:tblPr><w:tblBorders>");
    for side in ["w:top", "w:bottom", "w:insideH"] {
        rule(xml, side, sheet);
    }
    xml.raw("</w:tblBorders>");
    padding(
        xml,
        [
            CELL_PADDING * 3 / 4,
            CELL_PADDING,
            CELL_PADDING * 3 / 4,
            CELL_PADDING,
        ],
    );
    xml.raw("</w:tblPr><w:tblStylePr w:type=\"firstRow\"><w:tblPr/><w:tcPr>");
    xml.empty(
        "w:shd",
        &[
            ("w:val", &"clear"),
            ("w:color", &"auto"),
            ("w:fill", &sheet.tint),
        ],
    );
    xml.raw("</w:tcPr></w:tblStylePr></w:style>");

    for (id, name) in [("Fakta", "Fakta"), ("Underskrifter", "Underskrifter")] {
        open_table_style(xml, id, name);
        xml.raw("<w:tblPr>");
        padding(xml, [0, 0, 20, FACT_GAP]);
        xml.raw("</w:tblPr></w:style>");
    }
    open_table_style(xml, "Sidhuvud", "Sidhuvud");
    xml.raw("<w:tblPr>");
    padding(xml, [0; 4]);
    xml.raw("</w:tblPr></w:style>");
}

fn open_table_style(xml: &mut Xml, id: &'static str, name: &'static str) {
    xml.open("w:style", &[("w:type", &"table"), ("w:styleId", &id)]);
    xml.empty("w:name", &[("w:val", &name)]);
    xml.raw("<w:basedOn w:val=\"TableNormal\"/><w:uiPriority w:val=\"39\"/>");
}

fn rule(xml: &mut Xml, side: &'static str, sheet: &Sheet<'_>) {
    xml.empty(
        side,
        &[
            ("w:val", &"single"),
            ("w:sz", &4),
            ("w:space", &0),
            ("w:color", &sheet.thin),
        ],
    );
}

/// Padding in cells: top, left, bottom, right.
fn padding(xml: &mut Xml, widths: [Twips; 4]) {
    xml.raw("<w:tblCellMar>");
    for (side, width) in ["w:top", "w:left", "w:bottom", "w:right"]
        .into_iter()
        .zip(widths)
    {
        xml.empty(side, &[("w:w", &width), ("w:type", &"dxa")]);
    }
    xml.raw("</w:tblCellMar>");
}

fn spaced(before: Twips, after: Twips) -> Paragraph {
    Paragraph {
        spacing: Spacing::around(before, after),
        ..Paragraph::default()
    }
}

fn compact(before: Twips, after: Twips) -> Paragraph {
    Paragraph {
        spacing: Spacing {
            line: Some(COMPACT),
            ..Spacing::around(before, after)
        },
        ..Paragraph::default()
    }
}

fn kept(paragraph: Paragraph) -> Paragraph {
    Paragraph {
        keep_next: true,
        ..paragraph
    }
}

fn sized(size: HalfPoints) -> Run {
    Run {
        size: Some(size),
        ..Run::default()
    }
}

fn strong(sheet: &Sheet<'_>) -> Run {
    Run {
        colour: Some(sheet.colour),
        ..Run::STRONG
    }
}

impl Style {
    const fn paragraph(id: &'static str, name: &'static str, look: Paragraph, run: Run) -> Self {
        Self {
            id,
            name,
            based_on: "Normal",
            next: Some("Normal"),
            own: true,
            looks: Looks::Paragraph(look),
            run,
        }
    }

    /// A paragraph style that Word knows by this id and name.
    fn builtin(id: &'static str, name: &'static str, look: Paragraph, run: Run) -> Self {
        Self {
            own: false,
            ..Self::paragraph(id, name, look, run)
        }
    }

    const fn character(id: &'static str, name: &'static str, run: Run) -> Self {
        Self {
            id,
            name,
            based_on: "DefaultParagraphFont",
            next: None,
            own: false,
            looks: Looks::Character,
            run,
        }
    }

    fn based_on(self, based_on: &'static str) -> Self {
        Self { based_on, ..self }
    }

    fn followed_by_itself(self) -> Self {
        Self { next: None, ..self }
    }

    fn write(&self, xml: &mut Xml) {
        let kind = match self.looks {
            Looks::Paragraph(_) => "paragraph",
            Looks::Character => "character",
        };
        if self.own {
            xml.open(
                "w:style",
                &[
                    ("w:type", &kind),
                    ("w:customStyle", &1),
                    ("w:styleId", &self.id),
                ],
            );
        } else {
            xml.open("w:style", &[("w:type", &kind), ("w:styleId", &self.id)]);
        }
        xml.empty("w:name", &[("w:val", &self.name)]);
        xml.empty("w:basedOn", &[("w:val", &self.based_on)]);
        if let Some(next) = &self.next {
            xml.empty("w:next", &[("w:val", next)]);
        }
        xml.raw("<w:uiPriority w:val=\"9\"/><w:qFormat/>");
        if let Looks::Paragraph(look) = &self.looks {
            look.write(xml);
        }
        self.run.write(xml);
        xml.raw("</w:style>");
    }
}
