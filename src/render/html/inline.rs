//! Running text: emphasis, links, marks of footnotes. Opens no paragraph; the block around it does.

use crate::document::{Inline, TextStyle, is_allowed_link};

use super::body::Body;
use super::markup::Markup;

impl<'a> Body<'a> {
    /// A paragraph's text, which may have dates at the right margin.
    pub(super) fn lines(&mut self, text: &'a [Inline]) {
        if !text.iter().any(|inline| matches!(inline, Inline::Tab)) {
            return self.inlines(text);
        }
        let mut after_text = false;
        for line in text.split(|inline| matches!(inline, Inline::LineBreak)) {
            let at = line.iter().position(|inline| matches!(inline, Inline::Tab));
            if let Some(at) = at {
                self.spread(&line[..at], &line[at + 1..]);
            } else {
                if after_text {
                    self.markup.void("br", &[]);
                }
                self.inlines(line);
            }
            after_text = at.is_none();
        }
    }

    /// A line with its end at the right margin; on a narrow screen the end comes under it.
    fn spread(&mut self, start: &'a [Inline], end: &'a [Inline]) {
        self.markup.open("span", &[("class", "rad")]);
        for part in [start, end] {
            self.markup.open("span", &[]);
            self.inlines(part);
            self.markup.close("span");
            self.markup.text(" ");
        }
        self.markup.close("span");
    }

    /// Text of one style is one element, however many fields it came from.
    pub(super) fn inlines(&mut self, text: &'a [Inline]) {
        for run in text.chunk_by(|a, b| style(a).is_some() && style(a) == style(b)) {
            if let Some(style) = style(&run[0]) {
                styled(style, &mut self.markup, |markup| {
                    for inline in run {
                        if let Inline::Text { value, .. } = inline {
                            markup.text(value);
                        }
                    }
                });
            } else {
                self.inline(&run[0]);
            }
        }
    }

    fn inline(&mut self, inline: &'a Inline) {
        match inline {
            Inline::Text { value, .. } => self.markup.text(value),
            Inline::Link { target, text } if is_allowed_link(target) => {
                self.markup.open("a", &[("href", target)]);
                self.inlines(text);
                self.markup.close("a");
            }
            Inline::Link { text, .. } => self.inlines(text),
            Inline::Note(text) => self.note_mark(text),
            Inline::LineBreak => self.markup.void("br", &[]),
            Inline::Tab => self.markup.text(" "),
        }
    }

    /// The mark of a footnote, which is heard as "Fotnot 1" and leads to it.
    fn note_mark(&mut self, text: &'a [Inline]) {
        let number = self.add_note(text);
        let (href, id) = (format!("#not-{number}"), format!("notmarke-{number}"));
        let label = format!("Fotnot {number}");
        self.markup.element("sup", &[("class", "not")], |m| {
            m.element(
                "a",
                &[
                    ("id", &id),
                    ("href", &href),
                    ("role", "doc-noteref"),
                    ("aria-label", &label),
                ],
                |m| m.text(&number.to_string()),
            );
        });
    }
}

fn style(inline: &Inline) -> Option<TextStyle> {
    match inline {
        Inline::Text { style, .. } => Some(*style),
        _ => None,
    }
}

fn styled(style: TextStyle, markup: &mut Markup, inside: impl FnOnce(&mut Markup)) {
    match style {
        TextStyle {
            strong: true,
            emph: true,
        } => markup.element("strong", &[], |m| m.element("em", &[], inside)),
        TextStyle { strong: true, .. } => markup.element("strong", &[], inside),
        TextStyle { emph: true, .. } => markup.element("em", &[], inside),
        TextStyle { .. } => inside(markup),
    }
}
