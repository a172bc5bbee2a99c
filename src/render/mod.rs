//! Renderers: pure functions from the tree to the bytes of one format. Reads no file, writes none, knows no ärende.

mod design;
mod docx;
mod html;
pub mod pdf;
#[cfg(test)]
mod sample;
mod svg;
mod text;
mod tree;

use crate::document::Document;
use crate::finding::Finding;

pub use design::Design;
pub use docx::DocxRenderer;
pub use html::HtmlRenderer;
pub use svg::{SvgError, rasterize_svg, svg_size};
pub use text::TextRenderer;
pub use tree::dump;

/// An output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Format {
    /// PDF/A-2a and PDF/UA-1 in one file.
    Pdf,
    /// Office Open XML for Word.
    Docx,
    /// One self-contained page.
    Html,
    /// Plain text.
    Text,
}

impl Format {
    /// The file extension, also the word on the command line.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Html => "html",
            Self::Text => "txt",
        }
    }
}

/// Layout files (`bas.typ`) by their path under `layout/`, embedded or overridden.
pub type Layouts<'a> = dyn Fn(&str) -> Option<std::sync::Arc<str>> + 'a;

/// What a renderer may know besides the tree.
#[derive(Clone, Copy)]
pub struct RenderContext<'a> {
    /// Fonts, sizes, colours and margins of the profile.
    pub design: &'a Design,
    /// The layout files.
    pub layout: &'a Layouts<'a>,
    /// How many threads the document may take: one where other documents are made at the same time.
    pub threads: usize,
}

/// A rendered document.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// IANA media type.
    pub media_type: &'static str,
    /// What the renderer had to remark on.
    pub findings: Vec<Finding>,
}

/// Why a renderer gave nothing. Data was proved good before; so it is the template's or the program's fault.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The layout files are broken.
    #[error("layouten kunde inte sättas: {0}")]
    Layout(String),
    /// A defect in the program.
    #[error("internt fel i {format}: {message}")]
    Internal {
        /// Which renderer.
        format: &'static str,
        /// What happened.
        message: String,
    },
}

/// One output format.
pub trait Renderer: Sync {
    /// Which format it makes.
    fn format(&self) -> Format;

    /// Makes what all documents share. Never needed: a thread that has nothing to do can call it while the first
    /// document is still being judged.
    fn prepare(&self, _layout: &Layouts<'_>) {}

    /// Lets the calling thread render by itself, with others up to so many `threads` to help it, where it would hand its
    /// documents to a thread with more room. It must have [`STACK_BYTES`](crate::parallel::STACK_BYTES) of stack. Never needed either.
    fn settle(&self, _threads: usize) {}

    /// The document as bytes of this format; the same bytes for the same arguments, always.
    ///
    /// # Errors
    /// See [`RenderError`].
    fn render(
        &self,
        document: &Document,
        context: &RenderContext<'_>,
    ) -> Result<Rendered, RenderError>;
}

/// Every renderer. A new format is a file of its own and a line here.
static RENDERERS: [&dyn Renderer; 4] = [
    &pdf::PdfRenderer,
    &docx::DocxRenderer,
    &HtmlRenderer,
    &TextRenderer,
];

/// The renderer of a format.
///
/// # Panics
/// Never: a test proves that every format has one.
#[must_use]
pub fn renderer(format: Format) -> &'static dyn Renderer {
    *RENDERERS
        .iter()
        .find(|renderer| renderer.format() == format)
        .expect("every format has its renderer")
}
