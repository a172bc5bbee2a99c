//! Signers as the small tables every renderer prints: one column each, three beside each other at most.

use super::{Inline, Signer};

/// Signers beside each other. The first row is the header row: it names each column.
#[derive(Debug, Clone, PartialEq)]
pub struct SignatureTable<'a> {
    /// Rows of equally many cells; a cell may be empty.
    pub rows: Vec<Vec<&'a [Inline]>>,
    /// Which row holds the names: the space to sign stands above it.
    pub name_row: usize,
}

/// How many people sign beside each other before a new row begins.
const BESIDE: usize = 3;

/// Lays the signers out: a row of what stands above the names if any has it, the names, a row of what stands under.
#[must_use]
pub fn signature_tables(signers: &[Signer]) -> Vec<SignatureTable<'_>> {
    // No header cell may be empty: those who have nothing above their names never stand beside those who have.
    signers
        .chunk_by(|one, next| one.over.is_empty() == next.over.is_empty())
        .flat_map(|alike| alike.chunks(BESIDE))
        .map(|beside| {
            let mut rows: Vec<Vec<&[Inline]>> = Vec::with_capacity(3);
            if beside.iter().any(|s| !s.over.is_empty()) {
                rows.push(beside.iter().map(|s| &*s.over).collect());
            }
            let name_row = rows.len();
            rows.push(beside.iter().map(|s| &*s.name).collect());
            if beside.iter().any(|s| !s.under.is_empty()) {
                rows.push(beside.iter().map(|s| &*s.under).collect());
            }
            SignatureTable { rows, name_row }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::signature_tables;
    use crate::document::{Inline, Signer};

    #[test]
    fn no_header_cell_is_empty() {
        let signer = |over: &str| Signer {
            over: Vec::from_iter((!over.is_empty()).then(|| Inline::text(over))),
            name: vec![Inline::text("Namn")],
            under: Vec::new(),
        };
        let columns = |overs: &[&str]| -> Vec<usize> {
            let signers: Vec<Signer> = overs.iter().map(|over| signer(over)).collect();
            let tables = signature_tables(&signers);
            assert!(
                tables
                    .iter()
                    .all(|t| t.rows[0].iter().all(|c| !c.is_empty()))
            );
            tables.iter().map(|t| t.rows[0].len()).collect()
        };
        assert_eq!(columns(&["a", "b"]), [2]);
        assert_eq!(columns(&["a", ""]), [1, 1]);
        assert_eq!(columns(&["", "", "", "", "a"]), [3, 1, 1]);
    }
}
