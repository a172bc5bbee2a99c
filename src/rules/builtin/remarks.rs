//! What the rules share that speak of what was remarked when rich text was read. Is no rule itself.

use std::ops::Range;

use crate::markup::RemarkKind;
use crate::rules::Case;
use crate::rules::findings::Place;

/// The remarks that `pick` takes, each with the exact place of what it shows (unless that text is hidden).
pub(super) fn each<'c, T>(
    case: &'c Case<'_>,
    pick: impl Fn(&'c RemarkKind) -> Option<(&'c str, T)> + 'c,
) -> impl Iterator<Item = (Place, &'c str, T)> + 'c {
    case.context.remarks.iter().filter_map(move |remark| {
        let (shown, what) = pick(&remark.kind)?;
        let field = remark.pointer.clone().unwrap_or_default();
        let text = case.texts.list.iter().find(|text| text.pointer == field);
        let pointer = match text {
            None => field.into(),
            Some(text) => text.place(if let Some(line) = remark.line {
                line_range(&text.value, line)
            } else {
                // The target of a link or a picture, which may be a word of the text too.
                let target = text.value.find(&format!("]({shown}"));
                let at = target.map(|at| at + "](".len());
                let at = at.or_else(|| text.value.find(shown))?;
                at..at + shown.len()
            }),
        };
        Some((pointer, shown, what))
    })
}

/// A line of a text, counted from 0, without its indentation.
fn line_range(text: &str, line: usize) -> Range<usize> {
    let mut at = 0;
    let mut lines = text.split_inclusive('\n').map(|line| {
        at += line.len();
        at - line.trim_start().len()..at
    });
    lines.nth(line).unwrap_or(text.len()..text.len())
}
