//! Where square brackets open and close in texts that follow each other. Judges nothing of what stands in them.

use std::borrow::Cow;
use std::ops::Range;

use crate::rules::texts::Text;
use crate::text::bytes_among;

/// A text of the series and a byte in it.
type At = (usize, usize);

/// Text in square brackets, brackets included.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) from: At,
    /// The byte after the end.
    pub(super) to: At,
    /// Whether the closing bracket is there; otherwise the block ends with its paragraph.
    pub(super) is_closed: bool,
    /// Whether it stands in a quotation, where brackets are the writer's own.
    pub(super) is_quoted: bool,
}

/// How deep brackets within brackets are looked at. Deeper ones are inside something that has been judged.
const DEPTH: usize = 3;

/// The blocks of a series in the order they open, outer before inner. Links, pictures and notes are no blocks.
pub(super) fn find(series: &[Text<'_>]) -> Vec<Block> {
    let mut open: Vec<(At, bool)> = Vec::new();
    let mut blocks = Vec::new();
    for (index, text) in series.iter().enumerate() {
        let mut is_quoted = false;
        for at in bytes_among(&text.value, [b'[', b']', b'"', b'\n', 0xe2]) {
            match text.value[at..].chars().next().unwrap_or_default() {
                '[' => open.push(((index, at), is_quoted)),
                ']' => {
                    let Some((from, is_quoted)) = open.pop() else {
                        continue;
                    };
                    let to = (index, at + 1);
                    if open.len() < DEPTH && !is_markup(series, from, to) {
                        blocks.push(Block {
                            from,
                            to,
                            is_closed: true,
                            is_quoted,
                        });
                    }
                }
                '”' | '"' | '“' => is_quoted = !is_quoted,
                '\n' if at == 0 || text.value[..at].ends_with('\n') => is_quoted = false,
                _ => {}
            }
        }
    }
    for (from, is_quoted) in open.into_iter().take(DEPTH) {
        let (index, at) = from;
        let text = &series[index].value;
        let end = text[at..].find("\n\n").map_or(text.len(), |end| at + end);
        blocks.push(Block {
            from,
            to: (index, end),
            is_closed: false,
            is_quoted,
        });
    }
    blocks.sort_by_key(|block| block.from);
    blocks
}

/// Whether the brackets are the grammar's: `[text](address)`, `![](id)`, `[^note]`.
fn is_markup(series: &[Text<'_>], from: At, to: At) -> bool {
    let inside = &series[from.0].value[from.1 + 1..];
    let after = &series[to.0].value[to.1..];
    inside.starts_with('^') || (from.0 == to.0 && after.starts_with('('))
}

impl Block {
    /// The block's part of each text it touches.
    pub(super) fn ranges(&self, series: &[Text<'_>]) -> Vec<(usize, Range<usize>)> {
        let of = |index: usize| {
            let from = if index == self.from.0 { self.from.1 } else { 0 };
            let to = if index == self.to.0 {
                self.to.1
            } else {
                series[index].value.len()
            };
            (index, from..to)
        };
        (self.from.0..=self.to.0).map(of).collect()
    }

    /// How many bytes of the first text belong to the block.
    pub(super) fn first_len(&self, series: &[Text<'_>]) -> usize {
        let end = if self.from.0 == self.to.0 {
            self.to.1
        } else {
            series[self.from.0].value.len()
        };
        end - self.from.1
    }

    /// What stands between the brackets.
    pub(super) fn inside<'t>(&self, series: &'t [Text<'_>]) -> Cow<'t, str> {
        let ranges = self.ranges(series);
        let trim = |text: &'t str| text.trim_matches(['[', ']']);
        match ranges.as_slice() {
            [(index, range)] => Cow::Borrowed(trim(&series[*index].value[range.clone()])),
            several => {
                let parts = several
                    .iter()
                    .map(|(index, range)| trim(&series[*index].value[range.clone()]));
                Cow::Owned(parts.collect::<Vec<_>>().join("\n\n"))
            }
        }
    }

    /// Whether the block is all there is in its field.
    pub(super) fn fills(&self, series: &[Text<'_>]) -> bool {
        let before = &series[self.from.0].value[..self.from.1];
        let after = &series[self.to.0].value[self.to.1..];
        before.trim().is_empty() && after.trim().is_empty()
    }
}
