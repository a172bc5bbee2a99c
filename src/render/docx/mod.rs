//! DOCX: the tree as a Word document with real styles, lists, tables and content controls. Pure: tree in, bytes out;
//! everything that has a number is counted from 1 within the document.

mod blocks;
mod controls;
mod fonts;
mod frame;
mod inlines;
mod looks;
mod measure;
mod notes;
mod numbering;
mod package;
mod pictures;
mod properties;
mod relations;
mod settings;
mod sheet;
mod story;
mod styles;
mod table;
mod theme;
mod xml;
mod zip;

use self::blocks::Body;
use self::package::Package;
use self::relations::{Kind, RelationId, Relations};
use self::sheet::{A4, Sheet, TO_FOOTER, TO_HEADER};
use self::story::Story;
use super::{Format, RenderContext, RenderError, Rendered, Renderer};
use crate::document::Document;

/// The renderer of Word documents.
#[derive(Debug, Clone, Copy, Default)]
pub struct DocxRenderer;

const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

impl Renderer for DocxRenderer {
    fn format(&self) -> Format {
        Format::Docx
    }

    fn render(
        &self,
        document: &Document,
        context: &RenderContext<'_>,
    ) -> Result<Rendered, RenderError> {
        let sheet = Sheet::new(context.design);
        let bytes = package(document, &sheet)
            .zip()
            .map_err(|error| RenderError::Internal {
                format: Format::Docx.extension(),
                message: error.to_string(),
            })?;
        Ok(Rendered {
            bytes,
            media_type: MEDIA_TYPE,
            findings: Vec::new(),
        })
    }
}

/// The whole document as parts.
fn package(document: &Document, sheet: &Sheet<'_>) -> Package {
    let meta = &document.meta;
    let mut body = Body::new(document, sheet);
    body.blocks(&document.blocks, body.outermost());
    let Body {
        mut story,
        mut pictures,
        numbering,
        notes,
        controls,
        ..
    } = body;

    let mut package = Package::default();
    let main = &mut story;
    let settings = settings::part(&meta.lang, !notes.is_empty());
    package.named_by(
        main,
        Kind::Styles,
        "styles.xml",
        styles::part(sheet, &meta.lang),
    );
    package.named_by(main, Kind::Settings, "settings.xml", settings);
    package.named_by(main, Kind::Theme, "theme/theme1.xml", theme::part(sheet));
    package.named_by(main, Kind::FontTable, "fontTable.xml", fonts::part(sheet));
    if let Some(numbering) = numbering.part() {
        package.named_by(main, Kind::Numbering, "numbering.xml", numbering);
    }
    if !notes.is_empty() {
        package.story_named_by(main, Kind::Footnotes, "footnotes.xml", notes.part());
    }
    let first = frame::first_header(document, sheet, &mut pictures).end("</w:hdr>");
    let following = frame::following_header(document, sheet).end("</w:hdr>");
    let footer = frame::first_footer(&document.frame.sidfot, sheet);
    let frame = FrameIds {
        first: package.story_named_by(main, Kind::Header, "header1.xml", first),
        following: package.story_named_by(main, Kind::Header, "header2.xml", following),
        footer: footer.map(|footer| {
            let footer = footer.end("</w:ftr>");
            package.story_named_by(main, Kind::Footer, "footer1.xml", footer)
        }),
    };
    if let Some(map) = controls.map() {
        add_field_map(&mut package, main, map);
    }
    pictures.add_to(&mut package);
    section(main, sheet, &frame);

    let (bytes, relations) = story.end("</w:body></w:document>");
    package.root(Kind::OfficeDocument, "word/document.xml", bytes);
    package.relations("word", "document.xml", &relations);
    package.root(
        Kind::CoreProperties,
        "docProps/core.xml",
        properties::core(meta),
    );
    package.root(
        Kind::AppProperties,
        "docProps/app.xml",
        properties::app(meta),
    );
    package.root(
        Kind::CustomProperties,
        "docProps/custom.xml",
        properties::custom(meta),
    );
    package
}

/// What the body calls its headers and footers.
struct FrameIds {
    first: RelationId,
    following: RelationId,
    footer: Option<RelationId>,
}

/// The map from content controls to fields, where Word keeps data beside the text.
fn add_field_map(package: &mut Package, main: &mut Story, map: Vec<u8>) {
    main.relations.to(Kind::CustomXml, "../customXml/item1.xml");
    package.part(None, "customXml/item1.xml", map);
    let mut relations = Relations::default();
    relations.to(Kind::CustomXmlProperties, "itemProps1.xml");
    package.relations("customXml", "item1.xml", &relations);
    package.part(
        Kind::CustomXmlProperties.content_type(),
        "customXml/itemProps1.xml",
        controls::map_properties(),
    );
}

/// The only section: the page, and a first page with a header and footer of its own.
fn section(main: &mut Story, sheet: &Sheet<'_>, frame: &FrameIds) {
    let xml = &mut main.xml;
    let [top, right, bottom, left] = &sheet.margins;
    xml.raw("<w:sectPr>");
    xml.empty(
        "w:headerReference",
        &[("w:type", &"default"), ("r:id", &frame.following)],
    );
    xml.empty(
        "w:headerReference",
        &[("w:type", &"first"), ("r:id", &frame.first)],
    );
    if let Some(footer) = &frame.footer {
        xml.empty(
            "w:footerReference",
            &[("w:type", &"first"), ("r:id", footer)],
        );
    }
    xml.empty("w:pgSz", &[("w:w", &A4.0), ("w:h", &A4.1)]);
    xml.empty(
        "w:pgMar",
        &[
            ("w:top", top),
            ("w:right", right),
            ("w:bottom", bottom),
            ("w:left", left),
            ("w:header", &TO_HEADER),
            ("w:footer", &TO_FOOTER),
            ("w:gutter", &0),
        ],
    );
    xml.raw("<w:cols w:space=\"708\"/><w:titlePg/></w:sectPr>");
}
