//! How a rule asks for the size of text on paper. Knows no renderer: whoever runs the rules answers.

use std::ops::RangeInclusive;

use crate::document::{Block, Document};

/// How text is set when it is measured: the profile's reference, not the look of its documents.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Setting {
    /// Width of the text in millimetres.
    pub width_mm: f64,
    /// Size of the text in points.
    pub size_pt: f64,
    /// Distance between base lines as a multiple of the size.
    pub leading: f64,
}

/// The size of text on paper.
pub trait Layout {
    /// The least and the most that the blocks can be high, in millimetres, from the widths of their letters alone. Once
    /// they are known to be higher than `enough`, the rest is not read.
    fn bounds_mm(&self, blocks: &[Block], setting: Setting, enough: f64) -> RangeInclusive<f64>;

    /// How high the blocks of the document are in millimetres. Lays them out, so ask only when the bounds leave doubt;
    /// `None` when they cannot be laid out.
    fn height_mm(&self, document: &Document, blocks: &[Block], setting: Setting) -> Option<f64>;
}
