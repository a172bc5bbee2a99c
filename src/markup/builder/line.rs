//! A line of running text as it grows and ends. Knows no Markdown.

use crate::document::Inline;

/// Adds `inline`, joined to the text before it when both came from the same field in the same style.
pub(super) fn push_merged(line: &mut Vec<Inline>, inline: Inline) {
    if let Inline::Text { value, from, style } = &inline
        && let Some(Inline::Text {
            value: before,
            from: from_before,
            style: style_before,
        }) = line.last_mut()
        && from == from_before
        && style == style_before
    {
        before.push_str(value);
    } else {
        line.push(inline);
    }
}

/// A line neither starts nor ends with an empty line, and a line of nothing but spaces is no line.
pub(super) fn trim_breaks(line: &mut Vec<Inline>) {
    let is_blank = |inline: &Inline| match inline {
        Inline::LineBreak => true,
        Inline::Text { value, .. } => value.trim().is_empty(),
        _ => false,
    };
    while line.last().is_some_and(is_blank) {
        line.pop();
    }
    let blank = line.iter().take_while(|i| is_blank(i)).count();
    line.drain(..blank);
}
