//! Keeps what every format holds as one string (headings, addresses, alternative texts) to a length that readers of all
//! of them can take, and tells of longer ones at their field. Cuts nothing.

use crate::document::{Block, BlockKind, Document, Inline, inline_text, visit};
use crate::finding::{Finding, Level};
use crate::pointer::Pointer;

/// A heading or an alternative text, in characters: far from the 32 767 bytes where PDF/A ends a string.
const TEXT: usize = 1_000;
/// An address, in characters: Word opens no file with a longer one than 2 083.
const ADDRESS: usize = 2_000;

/// One finding per place that is too long.
pub(super) fn check(document: &Document, findings: &mut Vec<Finding>) {
    let mut tell = |what: &str, text: &str, most: usize, help: &str, from: Option<&Pointer>| {
        let length = text.chars().count();
        if length <= most {
            return;
        }
        let message = format!("{what} är {length} tecken lång; högst {most} får plats.");
        let mut finding = Finding::new("LÄNGD", Level::Fel, message).help(help);
        finding.pointer = from.cloned();
        if !findings.contains(&finding) {
            findings.push(finding);
        }
    };
    visit::blocks(&document.blocks, &mut |block| match &block.kind {
        BlockKind::Heading { text, .. } => {
            let mut words = String::new();
            inline_text(text, &mut words);
            let help = "Korta rubriken och flytta resten till texten under den.";
            tell("Rubriken", &words, TEXT, help, field(block, text));
        }
        BlockKind::Figure { alt, .. } => {
            let help = "Skriv bildens slutsats kort och resten i texten bredvid.";
            tell(
                "Bildens alternativtext",
                alt,
                TEXT,
                help,
                block.origin.as_ref(),
            );
        }
        _ => {}
    });
    visit::inlines(&document.blocks, &mut |line| {
        addresses(line, &mut |target, from| {
            let help = "Ange en kortare adress, till exempel till sidan som leder vidare.";
            tell("Länkens adress", target, ADDRESS, help, from);
        });
    });
}

/// The field a heading came from.
fn field<'d>(block: &'d Block, text: &'d [Inline]) -> Option<&'d Pointer> {
    block.origin.as_ref().or_else(|| words_of(text))
}

/// The field that the first words with one came from.
fn words_of(text: &[Inline]) -> Option<&Pointer> {
    text.iter().find_map(|inline| match inline {
        Inline::Text { from, .. } => from.as_ref(),
        _ => None,
    })
}

fn addresses(line: &[Inline], found: &mut dyn FnMut(&str, Option<&Pointer>)) {
    for inline in line {
        match inline {
            Inline::Link { target, text } => found(target, words_of(text)),
            Inline::Note(text) => addresses(text, found),
            Inline::Text { .. } | Inline::LineBreak | Inline::Tab => {}
        }
    }
}
