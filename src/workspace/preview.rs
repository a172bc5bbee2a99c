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
        threads: usize,
    ) -> Result<(Rendered, Preview), RenderError> {
        let layout = |name: &str| self.layout(name);
        let context = RenderContext {
            design: &ready.0.setup.design,
            layout: &layout,
            threads,
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
            text: without_styles(text),
        };
        Ok((rendered, preview))
    }
}

/// The same HTML without `style` on any element: the live page allows no style but its own.
fn without_styles(html: &str) -> String {
    const STYLE: &str = " style=\"";
    let mut out = String::with_capacity(html.len());
    let (mut in_tag, mut in_value) = (false, false);
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        if in_tag && !in_value && rest.starts_with(STYLE) {
            let after = &rest[STYLE.len()..];
            rest = after.find('"').map_or("", |end| &after[end + 1..]);
            continue;
        }
        match c {
            '<' if !in_tag => in_tag = true,
            '>' if !in_value => in_tag = false,
            '"' if in_tag => in_value = !in_value,
            _ => {}
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_elements_lose_their_style() {
        for (html, wanted) in [
            (
                "<td style=\"width: 3mm\" class=\"a\">x</td>",
                "<td class=\"a\">x</td>",
            ),
            ("<p> style=\"x\" 1 > 0</p>", "<p> style=\"x\" 1 > 0</p>"),
            (
                "<img alt=\"a > b style=\" style=\"x\"/>å",
                "<img alt=\"a > b style=\"/>å",
            ),
        ] {
            assert_eq!(super::without_styles(html), wanted);
        }
    }
}
