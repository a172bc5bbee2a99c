//! Headers and footers: sender, kind, markings, page number and address block. Screen readers skip all of it.

use super::inlines;
use super::looks::{Paragraph, Rule, Run, Spacing, TabKind};
use super::measure::{self, Wish};
use super::pictures::{Pictures, Size};
use super::sheet::{Sheet, Twips, twips};
use super::story::Story;
use super::styles::{FOOT_SIZE, KIND_SIZE, MARKING_SIZE};
use super::xml::Xml;
use crate::document::{Document, FooterColumn, Logo};

const NAMESPACES: &str = concat!(
    " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"",
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"",
    " xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\"",
    " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"",
    " xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\">",
);

/// Space between the header's rule and the text, when the header is higher than the margin.
const BELOW_HEADER: Twips = 400;

/// Space above the address block: the free band where the signing service puts its stamp.
const STAMP: Twips = 850;

/// Room between the parts of the header, and between the columns of the address block.
const GUTTER: Twips = 240;

/// The first page's header: who sends it, and what it is.
pub(super) fn first_header(
    document: &Document,
    sheet: &Sheet<'_>,
    pictures: &mut Pictures<'_>,
) -> Story {
    let mut story = header();
    let frame = &document.frame;
    let logo = frame.logo.as_ref().and_then(|logo| {
        let image = pictures.get(logo.image)?;
        Some((
            logo,
            logo_size(
                logo,
                Size::fit(image, sheet.width / 2, twips(logo.height_mm)),
            ),
        ))
    });
    let kind_width = measure::width(&frame.dokumenttyp, KIND_SIZE, true).max(measure::width(
        &marking(document),
        MARKING_SIZE,
        true,
    ));
    let kind_width = (kind_width + GUTTER / 2).clamp(sheet.width / 5, sheet.width / 2);
    let logo_width = logo.as_ref().map_or(0, |(_, size)| size.width + GUTTER);
    let name_width = sheet
        .width
        .saturating_sub(kind_width + logo_width)
        .max(GUTTER);

    open_layout(&mut story.xml, &[logo_width, name_width, kind_width]);
    if let Some((logo, size)) = logo {
        open_cell(&mut story.xml, logo_width, "center");
        story.xml.raw("<w:p>");
        Paragraph {
            spacing: Spacing {
                line: Some(240),
                ..Spacing::default()
            },
            ..Paragraph::of("Header")
        }
        .write(&mut story.xml);
        pictures.write(&mut story, logo.image, &logo.alt, size);
        story.xml.raw("</w:p></w:tc>");
    }
    let xml = &mut story.xml;
    open_cell(
        xml,
        name_width,
        if logo_width > 0 { "center" } else { "bottom" },
    );
    line(xml, &Paragraph::of("Avsandare"), &frame.avsandare);
    if let Some(enhet) = &frame.enhet {
        line(xml, &Paragraph::of("Enhet"), enhet);
    }
    xml.raw("</w:tc>");
    open_cell(xml, kind_width, "bottom");
    markings(xml, document);
    line(xml, &to_the_right("Dokumenttyp"), &frame.dokumenttyp);
    xml.raw("</w:tc></w:tr></w:tbl>");

    xml.raw("<w:p>");
    Paragraph {
        rule_below: Some(Rule {
            colour: sheet.colour,
            eighths: 10,
        }),
        spacing: Spacing {
            after: Some(BELOW_HEADER),
            ..Spacing::default()
        },
        ..to_the_right("Header")
    }
    .write(xml);
    page_number(xml);
    xml.raw("</w:p>");
    story
}

/// The following pages' header: one line on what the document is, and the page.
pub(super) fn following_header(document: &Document, sheet: &Sheet<'_>) -> Story {
    let mut story = header();
    let xml = &mut story.xml;
    markings(xml, document);
    xml.raw("<w:p>");
    Paragraph {
        rule_below: Some(Rule {
            colour: sheet.thin,
            eighths: 4,
        }),
        spacing: Spacing {
            after: Some(BELOW_HEADER / 2),
            ..Spacing::default()
        },
        tabs: vec![(TabKind::Right, sheet.width)],
        ..Paragraph::of("Header")
    }
    .write(xml);
    inlines::run(xml, &document.frame.fortsattning, Run::default());
    xml.raw("<w:r><w:tab/></w:r>");
    page_number(xml);
    xml.raw("</w:p>");
    story
}

/// The first page's footer: the address block in columns; `None` without one.
pub(super) fn first_footer(columns: &[FooterColumn], sheet: &Sheet<'_>) -> Option<Story> {
    if columns.is_empty() {
        return None;
    }
    let mut story = Story::begin("<w:ftr");
    story.xml.raw(NAMESPACES);
    let mut rule = Some(Rule {
        colour: sheet.thin,
        eighths: 4,
    });
    for band in bands(columns, sheet.width) {
        band.write(&mut story.xml, &mut rule);
    }
    Some(story)
}

/// A header under way.
fn header() -> Story {
    let mut story = Story::begin("<w:hdr");
    story.xml.raw(NAMESPACES);
    story
}

fn logo_size(logo: &Logo, within: Size) -> Size {
    // `fit` grows a small picture to the width it is given; a logo has its height from the profile.
    let height = twips(logo.height_mm).max(1);
    if within.height <= height {
        return within;
    }
    Size {
        width: within.width * height / within.height,
        height,
    }
}

fn to_the_right(style: &'static str) -> Paragraph {
    Paragraph {
        align: crate::document::Align::Right,
        ..Paragraph::of(style)
    }
}

fn line(xml: &mut Xml, look: &Paragraph, text: &str) {
    xml.raw("<w:p>");
    look.write(xml);
    inlines::run(xml, text, Run::default());
    xml.raw("</w:p>");
}

/// "UTKAST", "Ej justerat": on every page.
fn markings(xml: &mut Xml, document: &Document) {
    let marking = marking(document);
    if !marking.is_empty() {
        line(xml, &to_the_right("Sidmarkering"), &marking);
    }
}

fn marking(document: &Document) -> String {
    document.meta.markningar.join(" · ")
}

/// "Sida 1 av 1", where both numbers are fields that Word counts itself.
fn page_number(xml: &mut Xml) {
    inlines::run(xml, "Sida ", Run::default());
    xml.raw(concat!(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>",
        "<w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>",
        "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r>",
        "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
    ));
    inlines::run(xml, " av ", Run::default());
    xml.raw(concat!(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>",
        "<w:r><w:instrText xml:space=\"preserve\"> NUMPAGES </w:instrText></w:r>",
        "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r>",
        "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
    ));
}

/// A table that only places things beside each other; a column of no width is left out.
fn open_layout(xml: &mut Xml, widths: &[Twips]) {
    let total: Twips = widths.iter().sum();
    xml.raw("<w:tbl><w:tblPr><w:tblStyle w:val=\"Sidhuvud\"/>");
    xml.empty("w:tblW", &[("w:w", &total), ("w:type", &"dxa")]);
    xml.raw(concat!(
        "<w:tblLayout w:type=\"fixed\"/>",
        "<w:tblLook w:val=\"0020\" w:firstRow=\"1\" w:lastRow=\"0\" w:firstColumn=\"0\"",
        " w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/>",
        "<w:tblCaption w:val=\"Sidhuvud\"/>",
        "<w:tblDescription w:val=\"Avsändare till vänster, dokumenttyp till höger.\"/>",
        "</w:tblPr><w:tblGrid>",
    ));
    for width in widths.iter().filter(|width| **width > 0) {
        xml.empty("w:gridCol", &[("w:w", width)]);
    }
    xml.raw("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
}

fn open_cell(xml: &mut Xml, width: Twips, upright: &'static str) {
    xml.raw("<w:tc><w:tcPr>");
    xml.empty("w:tcW", &[("w:w", &width), ("w:type", &"dxa")]);
    xml.empty("w:vAlign", &[("w:val", &upright)]);
    xml.raw("</w:tcPr>");
}

/// Columns of the address block that fit beside each other, and where each begins.
struct Band<'a> {
    columns: &'a [FooterColumn],
    stops: Vec<Twips>,
}

/// The address block in as few bands as its lines have room for.
fn bands(columns: &[FooterColumn], width: Twips) -> Vec<Band<'_>> {
    let wishes: Vec<Wish> = columns.iter().map(column_wish).collect();
    let wanted = |wishes: &[Wish]| wishes.iter().map(|wish| wish.most).sum::<Twips>();
    let beside = (1..=columns.len())
        .rev()
        .find(|beside| wishes.chunks(*beside).all(|band| wanted(band) <= width))
        .unwrap_or(1);
    columns
        .chunks(beside)
        .zip(wishes.chunks(beside))
        .map(|(columns, wishes)| {
            let even = width / u32::try_from(beside).unwrap_or(1);
            let widths = if wishes.iter().all(|wish| wish.most <= even) {
                vec![even; columns.len()]
            } else {
                measure::share(width, wishes)
            };
            let stops = widths
                .iter()
                .scan(0, |at, width| {
                    *at += width;
                    Some(*at)
                })
                .take(columns.len() - 1)
                .collect();
            Band { columns, stops }
        })
        .collect()
}

fn column_wish(column: &FooterColumn) -> Wish {
    let lines = column
        .lines
        .iter()
        .map(|line| measure::width(line, FOOT_SIZE, false));
    let widest = lines
        .max()
        .unwrap_or(0)
        .max(measure::width(&column.label, FOOT_SIZE, true));
    Wish {
        least: widest + GUTTER,
        most: widest + GUTTER,
    }
}

impl Band<'_> {
    /// Writes the labels and then line after line of all columns, a tab between them.
    fn write(&self, xml: &mut Xml, rule: &mut Option<Rule>) {
        self.write_line(xml, rule.take(), Run::STRONG, |column| Some(&column.label));
        let lines = self.columns.iter().map(|column| column.lines.len()).max();
        for number in 0..lines.unwrap_or(0) {
            self.write_line(xml, None, Run::default(), |column| column.lines.get(number));
        }
    }

    fn write_line(
        &self,
        xml: &mut Xml,
        rule_above: Option<Rule>,
        look: Run,
        text: impl Fn(&FooterColumn) -> Option<&String>,
    ) {
        xml.raw("<w:p>");
        Paragraph {
            spacing: Spacing {
                before: rule_above.map(|_| STAMP),
                ..Spacing::default()
            },
            rule_above,
            tabs: self.stops.iter().map(|at| (TabKind::Left, *at)).collect(),
            ..Paragraph::of("Footer")
        }
        .write(xml);
        for (number, column) in self.columns.iter().enumerate() {
            if number > 0 {
                xml.raw("<w:r><w:tab/></w:r>");
            }
            inlines::run(xml, text(column).map_or("", String::as_str), look);
        }
        xml.raw("</w:p>");
    }
}

#[cfg(test)]
mod tests {
    use super::bands;
    use crate::document::FooterColumn;

    fn column(label: &str, line: &str) -> FooterColumn {
        FooterColumn {
            label: label.into(),
            lines: vec![line.into()],
        }
    }

    #[test]
    fn short_addresses_stand_in_even_columns_and_long_ones_in_two_bands() {
        let short = vec![column("Telefon", "033-35 70 00"); 4];
        let even = bands(&short, 8504);
        assert_eq!(even.len(), 1);
        assert_eq!(even[0].stops, [2126, 4252, 6378]);
        let long = vec![column("E-post", "kommunstyrelsens.forvaltning@langkommun.se"); 4];
        assert_eq!(
            bands(&long, 8504)
                .iter()
                .map(|b| b.columns.len())
                .collect::<Vec<_>>(),
            [2, 2]
        );
        let wide = vec![column("Webb", &"långt ".repeat(80))];
        assert_eq!(bands(&wide, 8504).len(), 1);
    }
}
