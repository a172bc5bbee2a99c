//! The tree as indented text, with the field each part came from: for goldens and for people who mend templates.
//! Prints everything the tree holds but the bytes of pictures, and lays nothing out.

use std::fmt::Write as _;

use crate::document::{
    Align, Block, BlockKind, Cell, Document, Fact, Frame, Image, Inline, Meta, ParagraphStyle,
    Signer, Table, TextStyle,
};
use crate::pointer::Pointer;

/// The whole document, one part a line; stable as long as the tree is.
#[must_use]
pub fn dump(document: &Document) -> String {
    let mut dump = Dump::default();
    dump.meta(&document.meta);
    dump.frame(&document.frame);
    dump.line("blocks");
    dump.inside(|d| d.blocks(&document.blocks));
    if !document.images.is_empty() {
        dump.line("images");
        dump.inside(|d| d.images(&document.images));
    }
    dump.text
}

#[derive(Default)]
struct Dump {
    text: String,
    depth: usize,
}

impl Dump {
    fn line(&mut self, words: &str) {
        for _ in 0..self.depth {
            self.text.push_str("  ");
        }
        self.text.push_str(words);
        self.text.push('\n');
    }

    fn inside(&mut self, write: impl FnOnce(&mut Self)) {
        self.depth += 1;
        write(self);
        self.depth -= 1;
    }

    fn named(&mut self, name: &str, value: &str) {
        self.line(&format!("{name} {value:?}"));
    }

    fn meta(&mut self, meta: &Meta) {
        self.line("meta");
        self.inside(|d| {
            for (name, value) in [
                ("title", &meta.title),
                ("lang", &meta.lang),
                ("typ", &meta.typ),
                ("typ_namn", &meta.typ_namn),
                ("avsandare", &meta.avsandare),
                ("profil", &meta.profil),
                ("kalla", &meta.kalla),
            ] {
                d.named(name, value);
            }
            for (name, value) in [
                ("instans", &meta.instans),
                ("diarienummer", &meta.diarienummer),
                ("klass", &meta.klass),
                ("datum", &meta.datum),
                ("sammantradesdatum", &meta.sammantradesdatum),
                ("paragraf", &meta.paragraf),
            ] {
                if let Some(value) = value {
                    d.named(name, value);
                }
            }
            for marking in &meta.markningar {
                d.named("markning", marking);
            }
        });
    }

    fn frame(&mut self, frame: &Frame) {
        self.line("frame");
        self.inside(|d| {
            if let Some(logo) = &frame.logo {
                d.line(&format!(
                    "logo image {} {:?} {} mm",
                    logo.image, logo.alt, logo.height_mm
                ));
            }
            d.named("avsandare", &frame.avsandare);
            if let Some(enhet) = &frame.enhet {
                d.named("enhet", enhet);
            }
            d.named("dokumenttyp", &frame.dokumenttyp);
            d.named("fortsattning", &frame.fortsattning);
            for column in &frame.sidfot {
                d.line(&format!("sidfot {:?} {:?}", column.label, column.lines));
            }
        });
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.line(&format!(
                "{}{}{}",
                name(&block.kind),
                from(block.origin.as_ref()),
                if block.held { " (held)" } else { "" }
            ));
            self.inside(|d| d.contents(&block.kind));
        }
    }

    fn contents(&mut self, kind: &BlockKind) {
        match kind {
            BlockKind::Heading { text, .. } | BlockKind::Paragraph { text, .. } => {
                self.inlines(text);
            }
            BlockKind::List { items, .. } => {
                for item in items {
                    self.line("item");
                    self.inside(|d| d.blocks(item));
                }
            }
            BlockKind::Table(table) => self.table(table),
            BlockKind::Figure { caption, .. } => self.part("caption", caption),
            BlockKind::Section { blocks, .. } => self.blocks(blocks),
            BlockKind::Facts(facts) => facts.iter().for_each(|fact| self.fact(fact)),
            BlockKind::Signature(signers) => signers.iter().for_each(|s| self.signer(s)),
            BlockKind::PageBreak => {}
        }
    }

    fn table(&mut self, table: &Table) {
        self.part("caption", &table.caption);
        self.row("head", &table.head);
        for row in &table.rows {
            self.row("row", row);
        }
    }

    fn row(&mut self, name: &str, cells: &[Cell]) {
        self.line(name);
        self.inside(|d| {
            for cell in cells {
                d.line("cell");
                d.inside(|d| d.blocks(&cell.blocks));
            }
        });
    }

    fn fact(&mut self, fact: &Fact) {
        self.named("fact", &fact.label);
        self.inside(|d| {
            for line in &fact.lines {
                d.line("line");
                d.inside(|d| d.inlines(line));
            }
        });
    }

    fn signer(&mut self, signer: &Signer) {
        self.line("signer");
        self.inside(|d| {
            d.part("over", &signer.over);
            d.part("name", &signer.name);
            d.part("under", &signer.under);
        });
    }

    /// A named line of text, left out when it is empty.
    fn part(&mut self, name: &str, text: &[Inline]) {
        if !text.is_empty() {
            self.line(name);
            self.inside(|d| d.inlines(text));
        }
    }

    fn inlines(&mut self, text: &[Inline]) {
        for inline in text {
            match inline {
                Inline::Text {
                    value,
                    from: field,
                    style,
                } => {
                    self.line(&format!(
                        "{value:?}{}{}",
                        emphasis(*style),
                        from(field.as_ref())
                    ));
                }
                Inline::Link { target, text } => {
                    self.named("link", target);
                    self.inside(|d| d.inlines(text));
                }
                Inline::Note(text) => {
                    self.line("note");
                    self.inside(|d| d.inlines(text));
                }
                Inline::LineBreak => self.line("line-break"),
                Inline::Tab => self.line("tab"),
            }
        }
    }

    fn images(&mut self, images: &[Image]) {
        for (at, image) in images.iter().enumerate() {
            let fallback = image
                .fallback_png
                .as_ref()
                .map_or(String::new(), |png| format!(", as PNG {} bytes", png.len()));
            self.line(&format!(
                "{at} {:?} {}×{}, {} bytes{fallback}",
                image.kind,
                image.width,
                image.height,
                image.bytes.len()
            ));
        }
    }
}

fn name(kind: &BlockKind) -> String {
    match kind {
        BlockKind::Heading { level, .. } => format!("heading {level}"),
        BlockKind::Paragraph { style, .. } => match style {
            ParagraphStyle::Body => "paragraph".to_owned(),
            ParagraphStyle::Label => "paragraph label".to_owned(),
            ParagraphStyle::Marking => "paragraph marking".to_owned(),
            ParagraphStyle::Number => "paragraph number".to_owned(),
        },
        BlockKind::List { start: None, .. } => "list".to_owned(),
        BlockKind::List {
            start: Some(first), ..
        } => format!("list from {first}"),
        BlockKind::Table(table) => format!("table {}", columns(&table.align)),
        BlockKind::Figure {
            image, alt, width, ..
        } => {
            format!("figure image {image} {alt:?} width {width}")
        }
        BlockKind::Section { role, .. } => format!("section {}", role.id()),
        BlockKind::Facts(_) => "facts".to_owned(),
        BlockKind::Signature(_) => "signature".to_owned(),
        BlockKind::PageBreak => "page-break".to_owned(),
    }
}

fn columns(align: &[Align]) -> String {
    let words: Vec<_> = align
        .iter()
        .map(|align| match align {
            Align::Left => "left",
            Align::Center => "center",
            Align::Right => "right",
        })
        .collect();
    words.join(" ")
}

fn emphasis(style: TextStyle) -> &'static str {
    match (style.strong, style.emph) {
        (false, false) => "",
        (true, false) => " strong",
        (false, true) => " emph",
        (true, true) => " strong emph",
    }
}

fn from(field: Option<&Pointer>) -> String {
    let mut words = String::new();
    if let Some(field) = field {
        let _ = write!(words, " ← {field:?}", field = field.as_str());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::dump;
    use crate::render::sample;

    #[test]
    fn every_kind_of_block_is_seen_with_its_field() {
        let text = dump(&sample::document());
        for line in [
            "\n  title \"Motion om <b>skolmat</b> & \\\"kök\\\"\"\n",
            "\n  heading 1 ← \"/rubrik\"\n    \"Motion om <b>skolmat</b> & \\\"kök\\\"\" ← \"/rubrik\"\n",
            "\n  section beslut\n    heading 2\n",
            "\n    list from 3\n      item\n        paragraph\n",
            "\n  table left right\n    caption\n",
            " strong\n",
            "link \"https://example.se/a?b=1&c=2\"\n",
            "note\n",
            "figure image 0 \"Ett \\\"kök\\\"\" width 0.5\n",
            "\n  facts\n    fact \"Handläggare\"\n      line\n",
            "\n    signer\n      over\n        \"För Moderaterna\"\n",
            "\n  0 Png 1×1, ",
        ] {
            assert!(text.contains(line), "{line:?} is missing in\n{text}");
        }
    }
}
