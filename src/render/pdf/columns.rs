//! How wide each column of a table is, from what stands in it. Decides no look.

use super::breaking::widest_word;
use super::fonts;
use crate::document::{Block, BlockKind, Cell, inline_text};

/// What one column asks for, in points.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Need {
    /// Its widest word.
    word: f64,
    /// Its widest line.
    line: f64,
}

/// A little more than the estimate, for bold and for kerning.
const SLACK: f64 = 1.08;

impl Need {
    /// What a text set in `size` needs.
    pub(super) fn of_text(text: &str, size: f64) -> Self {
        let scale = size * SLACK;
        Self {
            word: widest_word(text) * scale,
            line: text.lines().map(fonts::width).fold(0.0, f64::max) * scale,
        }
    }

    /// The width of its widest line.
    pub(super) const fn line(self) -> f64 {
        self.line
    }

    /// What a cell needs; each list in it asks for `indent` more.
    pub(super) fn of_cell(cell: &Cell, size: f64, indent: f64) -> Self {
        of_blocks(&cell.blocks, size, indent)
    }

    /// Enough for both.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            word: self.word.max(other.word),
            line: self.line.max(other.line),
        }
    }

    /// The same and `points` more.
    pub(super) fn plus(self, points: f64) -> Self {
        Self {
            word: self.word + points,
            line: self.line + points,
        }
    }
}

fn of_blocks(blocks: &[Block], size: f64, indent: f64) -> Need {
    blocks
        .iter()
        .map(|block| match &block.kind {
            BlockKind::Paragraph { text, .. } | BlockKind::Heading { text, .. } => {
                let mut plain = String::new();
                inline_text(text, &mut plain);
                Need::of_text(&plain, size)
            }
            BlockKind::List { items, .. } => items
                .iter()
                .map(|item| of_blocks(item, size, indent).plus(indent))
                .fold(Need::default(), Need::or),
            BlockKind::Table(_)
            | BlockKind::Figure { .. }
            | BlockKind::Section { .. }
            | BlockKind::Facts(_)
            | BlockKind::Signature(_)
            | BlockKind::PageBreak => Need::default(),
        })
        .fold(Need::default(), Need::or)
}

/// Divides `total` between the columns: what is short gets all it asks for, what is long shares the rest; and no
/// column is narrower than its widest word while there is room for it.
pub(super) fn share(needs: &[Need], total: f64) -> Vec<f64> {
    let lines: Vec<f64> = needs.iter().map(|need| need.line).collect();
    let words: Vec<f64> = needs.iter().map(|need| need.word).collect();
    let (wanted, needed) = (lines.iter().sum::<f64>(), words.iter().sum::<f64>());
    if wanted <= total {
        let spare = (total - wanted) / count(needs.len());
        lines.iter().map(|line| line + spare).collect()
    } else if needed <= total {
        // Each word fits; what is over goes to those who have less than their fair share.
        let short: Vec<f64> = fill(&lines, total)
            .iter()
            .zip(&words)
            .map(|(fair, word)| (fair - word).max(0.0))
            .collect();
        let spare = (total - needed) / short.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        words
            .iter()
            .zip(&short)
            .map(|(word, short)| word + spare * short)
            .collect()
    } else {
        fill(&words, total)
    }
}

/// Gives each what it asks for if that is at most a fair share of what is left, and the others equal parts of the rest.
fn fill(asked: &[f64], total: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..asked.len()).collect();
    order.sort_by(|a, b| asked[*a].total_cmp(&asked[*b]));
    let mut given = vec![0.0; asked.len()];
    let mut left = total;
    for (done, index) in order.into_iter().enumerate() {
        let fair = left / count(asked.len() - done);
        given[index] = asked[index].min(fair);
        left -= given[index];
    }
    given
}

fn count(columns: usize) -> f64 {
    u32::try_from(columns).map_or(f64::MAX, f64::from).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(word: f64, line: f64) -> Need {
        Need { word, line }
    }

    fn assert_near(got: &[f64], expected: &[f64]) {
        let near = got.iter().zip(expected).all(|(a, b)| (a - b).abs() < 0.5);
        assert!(near && got.len() == expected.len(), "{got:?} {expected:?}");
    }

    #[test]
    fn short_columns_divide_the_spare_room() {
        assert_near(
            &share(&[need(10.0, 20.0), need(10.0, 40.0)], 100.0),
            &[40.0, 60.0],
        );
    }

    #[test]
    fn a_long_column_takes_what_the_short_ones_leave() {
        assert_near(
            &share(&[need(10.0, 30.0), need(50.0, 9000.0)], 400.0),
            &[30.0, 370.0],
        );
    }

    #[test]
    fn words_come_before_fairness() {
        assert_near(
            &share(&[need(70.0, 900.0), need(20.0, 900.0)], 100.0),
            &[70.0, 30.0],
        );
    }

    #[test]
    fn too_many_wide_words_share_what_there_is() {
        assert_near(
            &share(
                &[need(90.0, 90.0), need(90.0, 90.0), need(10.0, 10.0)],
                100.0,
            ),
            &[45.0, 45.0, 10.0],
        );
    }

    #[test]
    fn no_columns_no_widths() {
        assert!(share(&[], 100.0).is_empty());
    }
}
