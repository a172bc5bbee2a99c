//! Plain text that reads well in any editor and aloud: the document in lines of 78 columns. Sets nothing beside
//! anything but narrow tables.

mod body;
mod table;
mod wrap;

use crate::document::{Document, Frame};
use crate::render::{Format, RenderContext, RenderError, Rendered, Renderer};

use body::Body;
use table::Lines;
use wrap::wrap;

/// Plain text in UTF-8.
#[derive(Debug, Clone, Copy)]
pub struct TextRenderer;

/// Columns a line has: what fits in a mail program and on a printed page.
const WIDTH: usize = 78;

impl Renderer for TextRenderer {
    fn format(&self) -> Format {
        Format::Text
    }

    fn render(&self, document: &Document, _: &RenderContext<'_>) -> Result<Rendered, RenderError> {
        let mut body = Body::default();
        let mut parts = vec![
            header(&document.frame),
            body.blocks(&document.blocks, WIDTH),
        ];
        parts.push(body.notes(WIDTH));
        parts.push(footer(&document.frame));
        parts.retain(|part| !part.is_empty());
        let mut text = parts.join(&String::new()).join("\n");
        text.push('\n');
        Ok(Rendered {
            bytes: text.into_bytes(),
            media_type: "text/plain; charset=utf-8",
            findings: Vec::new(),
        })
    }
}

/// Sender and kind of document.
fn header(frame: &Frame) -> Lines {
    [
        Some(&frame.avsandare),
        frame.enhet.as_ref(),
        Some(&frame.dokumenttyp),
    ]
    .into_iter()
    .flatten()
    .flat_map(|line| wrap(line, WIDTH))
    .collect()
}

/// The address block, a line for each column.
fn footer(frame: &Frame) -> Lines {
    if frame.sidfot.is_empty() {
        return Lines::new();
    }
    let mut lines = vec!["-".repeat(WIDTH)];
    for column in &frame.sidfot {
        let words = format!("{}: {}", column.label, column.lines.join(", "));
        lines.extend(wrap(&words, WIDTH));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::TextRenderer;
    use crate::document::{Block, Document};
    use crate::render::{Design, RenderContext, Renderer, sample};

    fn text(document: &Document) -> String {
        let context = RenderContext {
            design: &Design::default(),
            layout: &|_| None,
            threads: 1,
        };
        let rendered = TextRenderer.render(document, &context).expect("text");
        String::from_utf8(rendered.bytes).expect("UTF-8")
    }

    #[test]
    fn the_sample_reads_well() {
        let expected = r#"Ådals kommun
Stadsledningskansliet
Tjänsteskrivelse

UTKAST

Handläggare: Åsa Öberg
             Ekonom
Datum:       2018-05-02

ALTERNATIVT FÖRSLAG

§ 94

Motion om <b>skolmat</b> & "kök"
================================

Beslut
------

3. Motionen avslås.
   - Under
4. Köket byggs.

Läs detta[1]
på webben (https://example.se/a?b=1&c=2) nu.

</main><script>alert('x')</script> {{ 7*7 }} #read("/etc/passwd")
![x](file:///) &amp; ]]> *_`$

Kostnader

Post   Kronor
-----  ------
Spis   12 000
Fläkt

[Bild: Ett "kök"]
Köket

Motion                                                              2018-03-01

För Moderaterna

________________________________
Anna Ek
Ordförande

________________________________
Bo Al

Fotnoter
--------

[1] Se <bilagan>.

------------------------------------------------------------------------------
Telefon: 0600-123 45
"#;
        assert_eq!(text(&sample::document()), expected);
    }

    #[test]
    fn lines_are_wrapped_and_end_in_nothing() {
        let mut document = sample::document();
        document.blocks = vec![Block::paragraph(sample::words(&"ord ".repeat(100)))];
        for line in text(&document).lines() {
            assert!(
                line.chars().count() <= 78 && !line.ends_with(' '),
                "{line:?}"
            );
        }
    }
}
