//! Footnotes: their events apart from the text's, and their text as one line. Places no mark.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::document::{Block, Inline, visit};

use super::Events;

/// Takes the footnotes' own events out of the text's.
pub(super) fn part_notes(events: Events<'_>) -> (Vec<(String, Events<'_>)>, Events<'_>) {
    let mut notes: Vec<(String, Events<'_>)> = Vec::new();
    let mut body = Vec::with_capacity(events.len());
    let mut inside = false;
    for event in events {
        match event.0 {
            Event::Start(Tag::FootnoteDefinition(label)) => {
                inside = true;
                notes.push((label.into_string(), Vec::new()));
            }
            Event::End(TagEnd::FootnoteDefinition) => inside = false,
            _ => match notes.last_mut() {
                Some((_, own)) if inside => own.push(event),
                _ => body.push(event),
            },
        }
    }
    (notes, body)
}

/// A footnote is one line of running text: its paragraphs and list items follow each other on lines of their own.
pub(super) fn note_text(blocks: &[Block]) -> Vec<Inline> {
    let mut text = Vec::new();
    visit::inlines(blocks, &mut |line| {
        if !text.is_empty() {
            text.push(Inline::LineBreak);
        }
        text.extend(line.iter().cloned());
    });
    text
}
