//! The pages of a document as pictures for a screen, from the same layout as its PDF. Keeps the pictures of the last time,
//! so that a page that is as it was is not drawn again.

use std::collections::HashMap;
use std::sync::Arc;

use typst::utils::hash128;
use typst_layout::PagedDocument;
use typst_svg::SvgOptions;

use super::world::DocumentWorld;
use super::{alone, errors, finished, letters, options};
use crate::document::Document;
use crate::render::{RenderContext, RenderError, Rendered};

/// A page as a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct PagePicture {
    /// The same for two pages only if they look the same.
    pub key: String,
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
    /// The picture.
    pub svg: Arc<str>,
}

/// The pictures of a document's last pages.
#[derive(Debug, Default)]
pub struct Pictures(HashMap<u128, PagePicture>);

/// The PDF and the pictures of its pages, set once.
///
/// # Errors
/// See [`RenderError`].
pub fn render_with_pages(
    document: &Document,
    context: &RenderContext<'_>,
    known: &mut Pictures,
) -> Result<(Rendered, Vec<PagePicture>), RenderError> {
    let world = DocumentWorld::new(document, context)?;
    let options = options(document);
    alone(context.threads.max(1), || {
        let pages = typst::compile::<PagedDocument>(&world)
            .output
            .map_err(|faults| errors::explain(&world, &faults))?;
        let pictures = drawn(&pages, known);
        let bytes = finished(&world, pages, &document.meta, &options)?;
        let rendered = Rendered {
            bytes,
            media_type: "application/pdf",
            findings: Vec::new(),
        };
        Ok((rendered, pictures))
    })?
}

fn drawn(document: &PagedDocument, known: &mut Pictures) -> Vec<PagePicture> {
    let mut kept = HashMap::new();
    let pictures = document
        .pages()
        .iter()
        .map(|page| {
            let hash = hash128(page);
            let picture = known.0.remove(&hash).unwrap_or_else(|| {
                let svg = letters::joined(&typst_svg::svg(page, &SvgOptions::default()));
                PagePicture {
                    key: blake3::hash(svg.as_bytes()).to_hex()[..32].to_owned(),
                    width: page.frame.size().x.to_pt(),
                    height: page.frame.size().y.to_pt(),
                    svg: svg.into(),
                }
            });
            kept.insert(hash, picture.clone());
            picture
        })
        .collect();
    known.0 = kept;
    pictures
}
