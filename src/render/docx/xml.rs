//! Markup as bytes: elements, attributes and text, escaped once. Knows nothing of Word.

use std::fmt::{Display, Write as _};

use quick_xml::escape::escape;

/// An attribute's name and value; the value is escaped when it is written.
pub(super) type Attribute<'a> = (&'static str, &'a dyn Display);

/// A growing piece of XML. Names and ready-made markup are literals of this program; everything else is escaped, so
/// that no text can become markup.
pub(super) struct Xml {
    written: String,
    value: String,
}

impl Xml {
    /// A part that begins with the XML declaration and then `opening`.
    pub(super) fn part(opening: &'static str) -> Self {
        let mut xml = Self {
            written: String::with_capacity(4096),
            value: String::new(),
        };
        xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
        xml.raw(opening);
        xml
    }

    /// Ready-made markup, as it stands.
    pub(super) fn raw(&mut self, markup: &'static str) {
        self.written.push_str(markup);
    }

    /// A start tag.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.tag(name, attributes);
        self.raw(">");
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.tag(name, attributes);
        self.raw("/>");
    }

    /// An end tag.
    pub(super) fn close(&mut self, name: &'static str) {
        self.raw("</");
        self.raw(name);
        self.raw(">");
    }

    /// Character data; what XML cannot carry is left out.
    pub(super) fn text(&mut self, value: &str) {
        if value.chars().all(is_xml) {
            self.written.push_str(&escape(value));
        } else {
            let clean: String = value.chars().filter(|c| is_xml(*c)).collect();
            self.written.push_str(&escape(clean));
        }
    }

    /// An element that holds only text.
    pub(super) fn leaf(&mut self, name: &'static str, value: &str) {
        self.open(name, &[]);
        self.text(value);
        self.close(name);
    }

    /// How much is written: a mark to go [`Xml::back_to`].
    pub(super) fn mark(&self) -> usize {
        self.written.len()
    }

    /// Takes back everything written since `mark`.
    pub(super) fn back_to(&mut self, mark: usize) {
        self.written.truncate(mark);
    }

    /// The finished part, ended by `closing`.
    pub(super) fn finish(mut self, closing: &'static str) -> Vec<u8> {
        self.raw(closing);
        self.written.into_bytes()
    }

    fn tag(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.raw("<");
        self.raw(name);
        for (key, value) in attributes {
            self.raw(" ");
            self.raw(key);
            self.raw("=\"");
            self.value.clear();
            write!(self.value, "{value}").expect("a String takes every character");
            self.value.retain(is_xml);
            self.written.push_str(&escape(&*self.value));
            self.raw("\"");
        }
    }
}

/// Whether XML 1.0 can carry the character. The door refuses the others; one that slips past must not break the file.
const fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::Xml;

    #[test]
    fn text_and_values_cannot_become_markup() {
        let mut xml = Xml::part("<a>");
        xml.empty("b", &[("c", &"\"><x/>\u{1}&")]);
        xml.text("</a><w:p/>&#0;\u{0}\u{FFFF}]]>");
        let written = String::from_utf8(xml.finish("</a>")).expect("UTF-8");
        let (_, body) = written.split_once("?>\n").expect("a declaration");
        assert_eq!(
            body,
            "<a><b c=\"&quot;&gt;&lt;x/&gt;&amp;\"/>&lt;/a&gt;&lt;w:p/&gt;&amp;#0;]]&gt;</a>"
        );
    }
}
