//! Running text as runs and hyperlinks. Knows no paragraphs and no content controls.

use super::looks::Run;
use super::relations::Kind;
use super::story::Story;
use super::xml::Xml;
use crate::document::{Inline, is_allowed_link};

/// Writes everything but footnotes: their marks need the document's own count.
pub(super) fn write(story: &mut Story, inline: &Inline) {
    match inline {
        Inline::Text { value, style, .. } => {
            let look = Run {
                text: *style,
                ..Run::default()
            };
            run(&mut story.xml, value, look);
        }
        Inline::Link { target, text } => link(story, target, text),
        Inline::LineBreak => story.xml.raw("<w:r><w:br/></w:r>"),
        Inline::Tab => story.xml.raw("<w:r><w:tab/></w:r>"),
        // A note holds no notes.
        Inline::Note(_) => {}
    }
}

/// Text in one look.
pub(super) fn run(xml: &mut Xml, value: &str, look: Run) {
    if value.is_empty() {
        return;
    }
    xml.raw("<w:r>");
    look.write(xml);
    let mut rest = value;
    while let Some(at) = rest.find(['\t', '\n', '\r']) {
        let (before, control) = rest.split_at(at);
        characters(xml, before);
        xml.raw(match control.as_bytes()[0] {
            b'\t' => "<w:tab/>",
            b'\n' => "<w:br/>",
            _ => "",
        });
        rest = &control[1..];
    }
    characters(xml, rest);
    xml.raw("</w:r>");
}

fn characters(xml: &mut Xml, value: &str) {
    if !value.is_empty() {
        xml.raw("<w:t xml:space=\"preserve\">");
        xml.text(value);
        xml.raw("</w:t>");
    }
}

fn link(story: &mut Story, target: &str, text: &[Inline]) {
    let allowed = is_allowed_link(target);
    if allowed {
        let id = story.relations.to(Kind::Hyperlink, address(target));
        story
            .xml
            .open("w:hyperlink", &[("r:id", &id), ("w:history", &1)]);
    }
    for inline in text {
        match inline {
            Inline::Text { value, style, .. } => {
                let look = Run {
                    style: allowed.then_some("Hyperlink"),
                    text: *style,
                    ..Run::default()
                };
                run(&mut story.xml, value, look);
            }
            other => write(story, other),
        }
    }
    if allowed {
        story.xml.raw("</w:hyperlink>");
    }
}

/// The address as a URI: Word refuses a whole file over a character that no URI may hold.
fn address(target: &str) -> String {
    let mut out = String::with_capacity(target.len());
    let mut fragment = false;
    for (at, c) in target.char_indices() {
        let keep = match c {
            '%' => target.as_bytes()[at + 1..]
                .get(..2)
                .is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)),
            '#' => !std::mem::replace(&mut fragment, true),
            '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' | '[' | ']' => false,
            c => c.is_ascii_graphic(),
        };
        if keep {
            out.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                out.push('%');
                out.extend([byte >> 4, byte & 15].map(|digit| {
                    char::from_digit(digit.into(), 16)
                        .expect("half a byte is a hexadecimal digit")
                        .to_ascii_uppercase()
                }));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{address, run};
    use crate::render::docx::looks::Run;
    use crate::render::docx::xml::Xml;

    #[test]
    fn tabs_and_line_breaks_in_a_value_are_elements() {
        let mut xml = Xml::part("");
        run(&mut xml, "\ta\r\nb", Run::default());
        let written = String::from_utf8(xml.finish("")).expect("UTF-8");
        assert!(written.ends_with(
            "<w:r><w:tab/><w:t xml:space=\"preserve\">a</w:t><w:br/>\
             <w:t xml:space=\"preserve\">b</w:t></w:r>"
        ));
    }

    #[test]
    fn addresses_become_uris() {
        assert_eq!(
            address("https://borås.se/a%20b?q=100%&r=[x]#y#z"),
            "https://bor%C3%A5s.se/a%20b?q=100%25&r=%5Bx%5D#y%23z"
        );
    }
}
