//! One self-contained, accessible page, well-formed as XML too. Runs no script, fetches nothing, decides no wording
//! but its own labels for screen readers.

mod body;
mod inline;
mod markup;
mod style;

use crate::document::{Document, Frame, Image, ImageKind, Meta};
use crate::render::{Format, RenderContext, RenderError, Rendered, Renderer};

use body::Body;
use markup::Markup;

/// HTML: the document as one page.
#[derive(Debug, Clone, Copy)]
pub struct HtmlRenderer;

/// What the page may do: show its own pictures and its own style. Nothing else.
const POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

impl Renderer for HtmlRenderer {
    fn format(&self) -> Format {
        Format::Html
    }

    fn render(
        &self,
        document: &Document,
        context: &RenderContext<'_>,
    ) -> Result<Rendered, RenderError> {
        let mut page = Markup::default();
        page.doctype();
        page.open("html", &[("lang", &document.meta.lang)]);
        page.end_line();
        head(document, &style::sheet(document, context.design), &mut page);
        page.open("body", &[]);
        page.end_line();
        header(&document.frame, &document.images, &mut page);
        page.open("main", &[]);
        page.end_line();
        let mut page = Body::new(page, &document.images).write(&document.blocks);
        page.close("main");
        page.end_line();
        footer(&document.frame, &mut page);
        page.close("body");
        page.close("html");
        page.end_line();
        Ok(Rendered {
            bytes: page.into_bytes(),
            media_type: "text/html; charset=utf-8",
            findings: Vec::new(),
        })
    }
}

fn head(document: &Document, css: &str, page: &mut Markup) {
    page.open("head", &[]);
    page.end_line();
    let void = |page: &mut Markup, attributes: markup::Attributes<'_>| {
        page.void("meta", attributes);
        page.end_line();
    };
    void(page, &[("charset", "utf-8")]);
    void(
        page,
        &[
            ("http-equiv", "Content-Security-Policy"),
            ("content", POLICY),
        ],
    );
    void(
        page,
        &[
            ("name", "viewport"),
            ("content", "width=device-width, initial-scale=1"),
        ],
    );
    void(page, &[("name", "referrer"), ("content", "no-referrer")]);
    page.line("title", &[], &title(&document.meta));
    for (name, content) in properties(&document.meta) {
        void(page, &[("name", name), ("content", &content)]);
    }
    page.style_sheet(css);
    page.close("head");
    page.end_line();
}

/// The words on the browser's tab: what state the document is in comes first, so that it is read first.
fn title(meta: &Meta) -> String {
    let mut words = meta.markningar.clone();
    words.push(meta.title.clone());
    words.join(" – ")
}

/// What the document says of itself, by the names an archive finds it under.
fn properties(meta: &Meta) -> Vec<(&'static str, String)> {
    let always = [
        ("author", &meta.avsandare),
        ("dokumenttyp", &meta.typ_namn),
        ("typ", &meta.typ),
    ];
    let sometimes = [
        ("instans", &meta.instans),
        ("diarienummer", &meta.diarienummer),
        ("klassificering", &meta.klass),
        ("datum", &meta.datum),
        ("sammantradesdatum", &meta.sammantradesdatum),
        ("paragraf", &meta.paragraf),
    ];
    let origin = [("profil", &meta.profil), ("kalla", &meta.kalla)];
    let mut properties = vec![("generator", "Kansli".to_owned())];
    properties.extend(always.map(|(name, value)| (name, value.clone())));
    properties.extend(
        sometimes
            .into_iter()
            .filter_map(|(name, value)| Some((name, value.clone()?))),
    );
    properties.extend(
        meta.markningar
            .iter()
            .map(|marking| ("markning", marking.clone())),
    );
    properties.extend(origin.map(|(name, value)| (name, value.clone())));
    properties
}

/// The letterhead. Its line for following pages stands in the style sheet: a page on a screen has none.
fn header(frame: &Frame, images: &[Image], page: &mut Markup) {
    page.open("header", &[]);
    page.end_line();
    page.open("div", &[("class", "avsandare")]);
    if let Some((logo, image)) = frame
        .logo
        .as_ref()
        .and_then(|logo| Some((logo, images.get(logo.image)?)))
    {
        page.void(
            "img",
            &[
                ("src", &data_uri(image)),
                ("alt", &logo.alt),
                ("style", &format!("height: {}mm", logo.height_mm)),
            ],
        );
    }
    page.open("div", &[]);
    page.line("p", &[("class", "namn")], &frame.avsandare);
    if let Some(enhet) = &frame.enhet {
        page.line("p", &[("class", "enhet")], enhet);
    }
    page.close("div");
    page.close("div");
    page.end_line();
    page.line("p", &[("class", "dokumenttyp")], &frame.dokumenttyp);
    page.close("header");
    page.end_line();
}

fn footer(frame: &Frame, page: &mut Markup) {
    if frame.sidfot.is_empty() {
        return;
    }
    page.open("footer", &[]);
    page.end_line();
    page.open("div", &[("class", "adress")]);
    page.end_line();
    for column in &frame.sidfot {
        page.open("div", &[]);
        page.line("p", &[("class", "namn")], &column.label);
        for line in &column.lines {
            page.line("p", &[], line);
        }
        page.close("div");
        page.end_line();
    }
    page.close("div");
    page.close("footer");
    page.end_line();
}

/// A picture as the address of itself.
fn data_uri(image: &Image) -> String {
    use base64::Engine as _;
    let kind = match image.kind {
        ImageKind::Png => "png",
        ImageKind::Jpeg => "jpeg",
        ImageKind::Svg => "svg+xml",
    };
    let mut uri = format!("data:image/{kind};base64,");
    base64::engine::general_purpose::STANDARD.encode_string(&image.bytes, &mut uri);
    uri
}

#[cfg(test)]
mod tests;
