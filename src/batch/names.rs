//! The names of a run's outputs: which file each document becomes, and which documents would become the same. Touches no
//! disk.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization as _;

use crate::render::Format;
use crate::source::file_name;

/// The file a document becomes in a format.
pub(crate) fn output(stem: &str, format: Format) -> String {
    file_name(stem, format.extension())
}

/// A name that two documents would share.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Clash {
    /// The file name, without extension.
    pub(crate) name: String,
    /// The index of the other document.
    pub(crate) other: usize,
}

/// The clash of every document whose output some other document would write too. Names are the same when a file system may take them for the same: after NFC and without regard to case.
pub(crate) fn collisions(stems: &BTreeMap<usize, String>) -> BTreeMap<usize, Clash> {
    let mut same: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, stem) in stems {
        // The longest extension: a name that is cut is then cut as the file's own.
        same.entry(folded(&output(stem, Format::Docx)))
            .or_default()
            .push(*index);
    }
    let clashes = same.into_values().filter(|indices| indices.len() > 1);
    clashes
        .flat_map(|indices| {
            let (first, second) = (indices[0], indices[1]);
            indices
                .into_iter()
                .map(move |index| (index, if index == first { second } else { first }))
        })
        .map(|(index, other)| {
            (
                index,
                Clash {
                    name: file_name(&stems[&index], ""),
                    other,
                },
            )
        })
        .collect()
}

fn folded(name: &str) -> String {
    name.nfc().flat_map(char::to_lowercase).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::{Clash, collisions};
    use std::collections::BTreeMap;

    #[test]
    fn names_that_differ_only_for_people_collide() {
        let stems = [
            "KS 1_Åtgärd",
            "KS 2",
            "ks 1_A\u{30a}tgärd",
            "KS 3",
            "KS 1_åtgärd.",
        ];
        let stems: BTreeMap<usize, String> =
            stems.iter().map(|s| (*s).to_owned()).enumerate().collect();
        let found = collisions(&stems);
        assert_eq!(found.keys().copied().collect::<Vec<_>>(), [0, 2, 4]);
        assert_eq!(
            found[&0],
            Clash {
                name: "KS 1_Åtgärd".into(),
                other: 2
            }
        );
        assert_eq!(found[&4].other, 0);
    }
}
