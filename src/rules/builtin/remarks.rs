//! What the rules share that speak of what was remarked when rich text was read. Is no rule itself.

use crate::markup::RemarkKind;
use crate::pointer::Pointer;
use crate::rules::Case;

/// The remarks that `pick` takes, each with the exact place of what it shows (unless that text is hidden).
pub(super) fn each<'c, T>(
    case: &'c Case<'_>,
    pick: impl Fn(&'c RemarkKind) -> Option<(&'c str, T)> + 'c,
) -> impl Iterator<Item = (Pointer, &'c str, T)> + 'c {
    case.context.remarks.iter().filter_map(move |remark| {
        let (shown, what) = pick(&remark.kind)?;
        let field = remark.pointer.clone().unwrap_or_default();
        let text = case.texts.list.iter().find(|text| text.pointer == field);
        let pointer = match text {
            None => field,
            Some(text) => text.place(match remark.line {
                Some(line) => line_start(&text.value, line),
                None => text.value.find(shown)?,
            }),
        };
        Some((pointer, shown, what))
    })
}

/// Where a line of a text begins, counted from 0.
fn line_start(text: &str, line: usize) -> usize {
    let Some(before) = line.checked_sub(1) else {
        return 0;
    };
    text.match_indices('\n')
        .nth(before)
        .map_or(text.len(), |(end, _)| end + 1)
}
