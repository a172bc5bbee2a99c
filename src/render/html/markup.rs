//! Well-formed markup, as XML and HTML both read it. Escapes once, here; knows no document.

/// Attributes: names are the program's own, values may be anybody's.
pub(super) type Attributes<'a> = &'a [(&'static str, &'a str)];

/// Markup being written. Nothing gets in unescaped but the names the program itself writes.
#[derive(Debug, Default)]
pub(super) struct Markup(String);

impl Markup {
    /// A start tag.
    pub(super) fn open(&mut self, tag: &'static str, attributes: Attributes<'_>) {
        self.start(tag, attributes);
        self.0.push('>');
    }

    /// An end tag.
    pub(super) fn close(&mut self, tag: &'static str) {
        self.0.push_str("</");
        self.0.push_str(tag);
        self.0.push('>');
    }

    /// An element that HTML allows no content in, such as `br` and `img`.
    pub(super) fn void(&mut self, tag: &'static str, attributes: Attributes<'_>) {
        self.start(tag, attributes);
        self.0.push_str("/>");
    }

    /// An element that holds what `inside` writes.
    pub(super) fn element(
        &mut self,
        tag: &'static str,
        attributes: Attributes<'_>,
        inside: impl FnOnce(&mut Self),
    ) {
        self.open(tag, attributes);
        inside(self);
        self.close(tag);
    }

    /// An element that holds nothing but text, on a line of its own.
    pub(super) fn line(&mut self, tag: &'static str, attributes: Attributes<'_>, text: &str) {
        self.element(tag, attributes, |m| m.text(text));
        self.end_line();
    }

    /// Text, as the reader shall see it.
    pub(super) fn text(&mut self, text: &str) {
        escape(text, &mut self.0);
    }

    /// A line break in the source, where white space means nothing.
    pub(super) fn end_line(&mut self) {
        self.0.push('\n');
    }

    /// The program's own style sheet. `css` holds no markup: see `style`.
    pub(super) fn style_sheet(&mut self, css: &str) {
        debug_assert!(!css.contains(['<', '&']), "a style sheet without markup");
        self.0.push_str("<style>\n");
        self.0.push_str(css);
        self.0.push_str("</style>\n");
    }

    /// The document type, which is no element.
    pub(super) fn doctype(&mut self) {
        self.0.push_str("<!DOCTYPE html>\n");
    }

    /// What was written.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }

    fn start(&mut self, tag: &'static str, attributes: Attributes<'_>) {
        self.0.push('<');
        self.0.push_str(tag);
        for (name, value) in attributes {
            self.0.push(' ');
            self.0.push_str(name);
            self.0.push_str("=\"");
            escape(value, &mut self.0);
            self.0.push('"');
        }
    }
}

/// Text that means itself, between tags and in quotation marks alike.
fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'']) {
        let (before, special) = rest.split_at(at);
        out.push_str(before);
        out.push_str(match special.as_bytes()[0] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => "&#39;",
        });
        rest = &special[1..];
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::Markup;

    #[test]
    fn text_and_values_mean_themselves() {
        let mut markup = Markup::default();
        markup.element("p", &[("title", "\"><script>")], |m| m.text("a < b && 'c'"));
        markup.void("br", &[]);
        assert_eq!(
            String::from_utf8(markup.into_bytes()).as_deref(),
            Ok("<p title=\"&quot;&gt;&lt;script&gt;\">a &lt; b &amp;&amp; &#39;c&#39;</p><br/>")
        );
    }
}
