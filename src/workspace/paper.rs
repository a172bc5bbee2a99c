//! Answers the rules that ask how high text is on paper. Decides nothing: the limits are the rules'.

use std::ops::RangeInclusive;

use crate::document::{Block, Document};
use crate::render::pdf::{self, Reference};
use crate::rules::{Layout, Setting};

use super::Assets;

/// The page that text is measured on: the program's own layout, whatever a municipality's documents look like.
#[derive(Debug, Clone, Copy, Default)]
pub struct ReferencePage;

impl Layout for ReferencePage {
    fn bounds_mm(&self, blocks: &[Block], setting: Setting, enough: f64) -> RangeInclusive<f64> {
        pdf::bounds_mm(blocks, reference(setting), enough)
    }

    fn height_mm(&self, document: &Document, blocks: &[Block], setting: Setting) -> Option<f64> {
        let own = Assets::default();
        let layouts = |name: &str| own.text(&format!("layout/{name}"));
        // A section that cannot be set says nothing of its height; rendering will tell why.
        pdf::height_mm(document, blocks, reference(setting), &layouts).ok()
    }
}

const fn reference(setting: Setting) -> Reference {
    Reference {
        width_mm: setting.width_mm,
        size_pt: setting.size_pt,
        leading: setting.leading,
    }
}
