//! Tables as lines: in columns when they are narrow, else row by row with the header's words before each value.
//! Gets its cells already as lines.

use crate::document::Align;

use super::wrap::{align, hang, width};

/// A cell's lines.
pub(super) type Lines = Vec<String>;

const GAP: &str = "  ";

/// The table as lines no wider than `limit`, except where a cell itself is wider.
pub(super) fn lines(head: &[Lines], rows: &[Vec<Lines>], aligns: &[Align], limit: usize) -> Lines {
    columns(head, rows, aligns, limit).unwrap_or_else(|| records(head, rows))
}

/// Cells under each other, a line each; `None` if they do not fit.
fn columns(head: &[Lines], rows: &[Vec<Lines>], aligns: &[Align], limit: usize) -> Option<Lines> {
    let cells = || head.iter().chain(rows.iter().flatten());
    if cells().any(|cell| cell.len() > 1) {
        return None;
    }
    let widths: Vec<usize> = (0..head.len())
        .map(|at| {
            std::iter::once(head)
                .chain(rows.iter().map(Vec::as_slice))
                .filter_map(|row| row.get(at)?.first())
                .map(|line| width(line))
                .max()
                .unwrap_or(0)
        })
        .collect();
    let gaps = GAP.len() * head.len().saturating_sub(1);
    if widths.iter().sum::<usize>() + gaps > limit {
        return None;
    }
    let row = |cells: &[Lines]| {
        let fields: Vec<String> = cells
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(at, (cell, columns))| {
                let text = cell.first().map_or("", String::as_str);
                align(text, *columns, aligns.get(at).copied().unwrap_or_default())
            })
            .collect();
        fields.join(GAP).trim_end_matches(' ').to_owned()
    };
    let rule: Vec<String> = widths.iter().map(|columns| "-".repeat(*columns)).collect();
    let mut lines = vec![row(head), rule.join(GAP)];
    lines.extend(rows.iter().map(|cells| row(cells)));
    Some(lines)
}

/// Each row as "Rubrik: värde", a line or more for each cell, and an empty line between rows.
fn records(head: &[Lines], rows: &[Vec<Lines>]) -> Lines {
    let labels: Vec<String> = head.iter().map(|cell| cell.join(" ")).collect();
    if rows.is_empty() {
        return labels;
    }
    let records: Vec<Lines> = rows
        .iter()
        .map(|row| {
            row.iter()
                .zip(&labels)
                .flat_map(|(cell, label)| record(label, cell))
                .collect()
        })
        .collect();
    records.join(&String::new())
}

fn record(label: &str, cell: &Lines) -> Lines {
    match (label, cell.as_slice()) {
        ("", lines) => lines.to_vec(),
        (label, []) => vec![format!("{label}:")],
        (label, [line]) => vec![format!("{label}: {line}")],
        (label, lines) => {
            let mut record = vec![format!("{label}:")];
            record.extend(hang("  ", lines.to_vec()));
            record
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Lines, lines};
    use crate::document::Align;

    fn row(cells: &[&str]) -> Vec<Lines> {
        cells
            .iter()
            .map(|cell| cell.lines().map(str::to_owned).collect())
            .collect()
    }

    #[test]
    fn a_narrow_table_stands_in_columns() {
        let rows = [row(&["Spis", "12 000"]), row(&["Fläkt", ""])];
        assert_eq!(
            lines(
                &row(&["Post", "Kronor"]),
                &rows,
                &[Align::Left, Align::Right],
                20
            ),
            ["Post   Kronor", "-----  ------", "Spis   12 000", "Fläkt"]
        );
    }

    #[test]
    fn a_wide_one_is_read_row_by_row() {
        let rows = [row(&["Spis", "- ny\n- vit"]), row(&["Fläkt", ""])];
        assert_eq!(
            lines(&row(&["Post", ""]), &rows, &[], 78),
            ["Post: Spis", "- ny", "- vit", "", "Post: Fläkt"]
        );
        let rows = [row(&["ett", "två\ntre"])];
        assert_eq!(
            lines(&row(&["A", "B"]), &rows, &[], 78),
            ["A: ett", "B:", "  två", "  tre"]
        );
    }
}
