//! A document for the screen: its pages as pictures and its text for those who do not see them. Serves nothing.

use crate::render::pdf::{self, PagePicture, Pictures};
use crate::render::{Format, RenderContext, RenderError, Rendered};

use super::{Ready, Workspace};

/// A document for the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    /// Its title.
    pub title: String,
    /// The language of its text.
    pub lang: String,
    /// Its pages.
    pub pages: Vec<PagePicture>,
    /// Its text, as HTML without a head: what the HTML file has in `main`.
    pub text: String,
}

impl Workspace {
    /// Renders a document as PDF and for the screen, set once.
    ///
    /// # Errors
    /// See [`RenderError`].
    pub fn render_with_preview(
        &self,
        ready: &Ready,
        known: &mut Pictures,
    ) -> Result<(Rendered, Preview), RenderError> {
        let layout = |name: &str| self.layout(name);
        let context = RenderContext {
            design: &ready.0.setup.design,
            layout: &layout,
        };
        let (rendered, pages) = pdf::render_with_pages(&ready.0.document, &context, known)?;
        let html = self.render(ready, Format::Html)?;
        let html = String::from_utf8_lossy(&html.bytes);
        let text = html
            .split_once("<main>")
            .and_then(|(_, rest)| rest.rsplit_once("</main>"))
            .map_or("", |(text, _)| text.trim());
        let meta = &ready.0.document.meta;
        let preview = Preview {
            title: meta.title.clone(),
            lang: meta.lang.clone(),
            pages,
            text: text.to_owned(),
        };
        Ok((rendered, preview))
    }
}
