//! The blocks of the document as lines, one function per kind. Measures nothing itself.

use std::fmt::Write as _;

use crate::document::{Block, BlockKind, Cell, Fact, Inline, Signer, Table};

use super::table::{self, Lines};
use super::wrap::{hang, spread, width, wrap};

/// The main part: keeps the footnotes it meets for the end.
#[derive(Default)]
pub(super) struct Body<'a> {
    notes: Vec<&'a [Inline]>,
}

/// However deep a list goes, its words get at least this much room.
const NARROWEST: usize = 24;

/// Where a name is written by hand.
const SIGN_HERE: &str = "________________________________";

impl<'a> Body<'a> {
    /// The blocks with an empty line between them.
    pub(super) fn blocks(&mut self, blocks: &'a [Block], limit: usize) -> Lines {
        let parts: Vec<Lines> = blocks
            .iter()
            .map(|block| self.block(&block.kind, limit))
            .filter(|lines| !lines.is_empty())
            .collect();
        parts.join(&String::new())
    }

    /// The footnotes under a heading of their own; nothing if there are none.
    pub(super) fn notes(&mut self, limit: usize) -> Lines {
        if self.notes.is_empty() {
            return Lines::new();
        }
        let mut lines = underlined(vec!["Fotnoter".to_owned()], '-');
        lines.push(String::new());
        let mut next = 0;
        while let Some(note) = self.notes.get(next).copied() {
            next += 1;
            let mark = format!("[{next}] ");
            let text = self.lines(note, limit - width(&mark));
            lines.extend(hang(&mark, text));
        }
        lines
    }

    fn block(&mut self, kind: &'a BlockKind, limit: usize) -> Lines {
        match kind {
            BlockKind::Heading { level, text } => {
                let lines = self.lines(text, limit);
                match level {
                    0 | 1 => underlined(lines, '='),
                    2 => underlined(lines, '-'),
                    3.. => underlined(lines, '~'),
                }
            }
            BlockKind::Paragraph { text, .. } => self.lines(text, limit),
            BlockKind::List { start, items } => self.list(*start, items, limit),
            BlockKind::Table(table) => self.table(table, limit),
            BlockKind::Figure { alt, caption, .. } => {
                let mut lines = wrap(&format!("[Bild: {alt}]"), limit);
                lines.extend(self.lines(caption, limit));
                lines
            }
            BlockKind::Section { blocks, .. } => self.blocks(blocks, limit),
            BlockKind::Facts(facts) => self.facts(facts, limit),
            BlockKind::Signature(signers) => self.signature(signers, limit),
            // Plain text has no pages to break.
            BlockKind::PageBreak => Lines::new(),
        }
    }

    fn list(&mut self, start: Option<u64>, items: &'a [Vec<Block>], limit: usize) -> Lines {
        let markers: Vec<String> = match start {
            None => vec!["- ".to_owned(); items.len()],
            Some(first) => (first..)
                .map(|n| format!("{n}. "))
                .take(items.len())
                .collect(),
        };
        let indent = markers.iter().map(|m| width(m)).max().unwrap_or(0);
        items
            .iter()
            .zip(markers)
            .flat_map(|(item, marker)| {
                let lines = self.item(item, limit.saturating_sub(indent).max(NARROWEST));
                hang(&format!("{marker:<indent$}"), lines)
            })
            .collect()
    }

    /// An item's blocks: a list stands close under the words it belongs to.
    fn item(&mut self, blocks: &'a [Block], limit: usize) -> Lines {
        let mut lines = Lines::new();
        for block in blocks {
            let is_list = matches!(block.kind, BlockKind::List { .. });
            if !lines.is_empty() && !is_list {
                lines.push(String::new());
            }
            lines.extend(self.block(&block.kind, limit));
        }
        if lines.is_empty() {
            lines.push(String::new());
        }
        lines
    }

    fn table(&mut self, table: &'a Table, limit: usize) -> Lines {
        let mut lines = self.lines(&table.caption, limit);
        if !lines.is_empty() {
            lines.push(String::new());
        }
        let mut cells = |row: &'a [Cell]| -> Vec<Lines> {
            row.iter()
                .map(|cell| self.blocks(&cell.blocks, limit - 2))
                .collect()
        };
        let head = cells(&table.head);
        let rows: Vec<Vec<Lines>> = table.rows.iter().map(|row| cells(row)).collect();
        lines.extend(table::lines(&head, &rows, &table.align, limit));
        lines
    }

    fn facts(&mut self, facts: &'a [Fact], limit: usize) -> Lines {
        let indent = facts.iter().map(|f| width(&f.label)).max().unwrap_or(0) + 2;
        let room = limit.saturating_sub(indent).max(NARROWEST);
        facts
            .iter()
            .flat_map(|fact| {
                let label = format!("{}:", fact.label);
                let mut lines: Lines = Lines::new();
                for line in &fact.lines {
                    lines.extend(self.lines(line, room));
                }
                if lines.is_empty() {
                    return vec![label];
                }
                hang(&format!("{label:<indent$}"), lines)
            })
            .collect()
    }

    /// One under the other, with room to sign.
    fn signature(&mut self, signers: &'a [Signer], limit: usize) -> Lines {
        let people: Vec<Lines> = signers
            .iter()
            .map(|signer| {
                let mut lines = self.lines(&signer.over, limit);
                if !lines.is_empty() {
                    lines.push(String::new());
                }
                lines.push(SIGN_HERE.to_owned());
                lines.extend(self.lines(&signer.name, limit));
                lines.extend(self.lines(&signer.under, limit));
                lines
            })
            .collect();
        people.join(&String::new())
    }

    /// Running text, wrapped; what follows a tab goes to the right margin.
    fn lines(&mut self, text: &'a [Inline], limit: usize) -> Lines {
        text.split(|inline| matches!(inline, Inline::LineBreak))
            .flat_map(|line| {
                let tab = line.iter().position(|inline| matches!(inline, Inline::Tab));
                match tab {
                    None => wrap(&self.words(line), limit),
                    Some(at) => {
                        let (start, end) = (self.words(&line[..at]), self.words(&line[at + 1..]));
                        spread(&start, &end, limit)
                    }
                }
            })
            .collect()
    }

    fn words(&mut self, text: &'a [Inline]) -> String {
        let mut words = String::new();
        for inline in text {
            match inline {
                Inline::Text { value, .. } => words.push_str(value),
                Inline::Link { target, text } => {
                    let shown = self.words(text);
                    words.push_str(&shown);
                    if !says_address(&shown, target) {
                        let _ = write!(words, " ({target})");
                    }
                }
                Inline::Note(text) => {
                    self.notes.push(text);
                    let _ = write!(words, "[{}]", self.notes.len());
                }
                Inline::LineBreak | Inline::Tab => words.push(' '),
            }
        }
        words.retain(|c| c != SOFT_HYPHEN);
        words
    }
}

/// Where a word may be hyphenated: text that is not hyphenated must not show it.
const SOFT_HYPHEN: char = '\u{ad}';

/// Whether the words of a link already are its address.
fn says_address(shown: &str, target: &str) -> bool {
    let bare = ["mailto:", "https://", "http://"]
        .iter()
        .find_map(|scheme| target.strip_prefix(scheme))
        .unwrap_or(target);
    let shown = shown.trim().trim_end_matches('/');
    shown == target.trim_end_matches('/') || shown == bare.trim_end_matches('/')
}

fn underlined(mut lines: Lines, with: char) -> Lines {
    let widest = lines.iter().map(|line| width(line)).max().unwrap_or(0);
    lines.push(String::from(with).repeat(widest));
    lines
}

#[cfg(test)]
mod tests {
    use super::says_address;

    #[test]
    fn an_address_is_not_said_twice() {
        assert!(says_address("boras.se", "https://boras.se/"));
        assert!(says_address("a@b.se", "mailto:a@b.se"));
        assert!(says_address("https://boras.se/", "https://boras.se/"));
        assert!(!says_address("Borås", "https://boras.se/"));
    }
}
