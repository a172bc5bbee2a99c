//! Table rows as they are written. Builds no cell.

use pulldown_cmark::Alignment;

use crate::document::Align;

/// The cells of a row as written, to see whether there are more than columns.
pub(super) fn row_parts(written: &str) -> Vec<&str> {
    let row = written.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = if row.ends_with("\\|") {
        row
    } else {
        row.strip_suffix('|').unwrap_or(row)
    };
    let mut parts = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    for (at, c) in row.char_indices() {
        match c {
            '\\' => escaped = !escaped,
            '|' if !escaped => {
                parts.push(row[start..at].trim());
                start = at + 1;
            }
            _ => escaped = false,
        }
        if c == '|' {
            escaped = false;
        }
    }
    parts.push(row[start..].trim());
    parts
}

pub(super) fn alignment(written: Alignment) -> Align {
    match written {
        Alignment::None | Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}
